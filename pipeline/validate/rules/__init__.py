"""The consistency rules: each a named function from a report's tables to what it compared."""

from __future__ import annotations

from pipeline.validate.rules.as_of import as_of_differs
from pipeline.validate.rules.counts import count_stated
from pipeline.validate.rules.divisions import word_division
from pipeline.validate.rules.links import link_local_file, link_missing, link_not_a_url
from pipeline.validate.rules.mentions import (
    amount_sum,
    date_impossible,
    event_after_as_of,
    planned_before_as_of,
    reference_resolves,
)
from pipeline.validate.rules.narratives import same_text, status_vs_narrative
from pipeline.validate.rules.presence import (
    duplicate_in_overview,
    duplicate_in_text,
    missing_in_overview,
    missing_in_text,
    numbering_gap,
)
from pipeline.validate.rules.readings import engines_disagree, overview_readings_differ
from pipeline.validate.rules.rule import Rule
from pipeline.validate.rules.text_layer import text_layer
from pipeline.validate.rules.twice import (
    chapter_text_vs_overview,
    ministries_text_vs_overview,
    status_text_vs_overview,
    title_text_vs_overview,
)
from pipeline.validate.rules.vocabulary import unknown_ministry, unknown_status

RULES: tuple[Rule, ...] = (
    status_text_vs_overview,
    ministries_text_vs_overview,
    title_text_vs_overview,
    chapter_text_vs_overview,
    missing_in_text,
    missing_in_overview,
    duplicate_in_text,
    duplicate_in_overview,
    numbering_gap,
    unknown_status,
    unknown_ministry,
    count_stated,
    reference_resolves,
    status_vs_narrative,
    event_after_as_of,
    planned_before_as_of,
    date_impossible,
    amount_sum,
    same_text,
    link_local_file,
    link_not_a_url,
    link_missing,
    as_of_differs,
    engines_disagree,
    overview_readings_differ,
    text_layer,
    word_division,
)
