"""The consistency rules: each a named function from a report's tables to what it compared."""

from __future__ import annotations

from pipeline.validate.rules.presence import (
    duplicate_in_overview,
    duplicate_in_text,
    missing_in_overview,
    missing_in_text,
    numbering_gap,
)
from pipeline.validate.rules.readings import engines_disagree, overview_readings_differ
from pipeline.validate.rules.rule import Rule
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
    engines_disagree,
    overview_readings_differ,
)
