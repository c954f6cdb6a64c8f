"""Mentions in running text: each text is read once for dates, amounts, references, actors
and themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.norwegian.actors import Actors
from pipeline.norwegian.amounts import read_amounts
from pipeline.norwegian.references import read_references
from pipeline.parse.actors import actor_rows
from pipeline.parse.amounts import amount_rows, unread_amount_rows
from pipeline.parse.dates import date_rows
from pipeline.parse.paragraphs import Text
from pipeline.parse.references import reference_rows
from pipeline.parse.spans import Row
from pipeline.parse.themes import theme_rows
from pipeline.seams.ids import FRONT_MATTER, OVERVIEW, ReportId


def mention_rows(
    report_id: ReportId, texts: Iterable[Text], plan: str, as_of: date | None, actors: Actors
) -> Iterator[Row]:
    """The mentions in all running text except front matter and the overview, with spans."""
    for text in texts:
        if text.scope in (FRONT_MATTER, OVERVIEW):
            continue
        references = read_references(text.block.text, plan)
        amounts = read_amounts(text.block.text)
        named = actors.find(text.block.text)
        yield from date_rows(report_id, text, as_of, references, amounts)
        yield from amount_rows(report_id, text, amounts)
        yield from reference_rows(report_id, text, references)
        yield from actor_rows(report_id, text, named)
        yield from theme_rows(report_id, text, plan, named)
        if amounts.unread:
            yield from unread_amount_rows(report_id, text, amounts.unread)
