"""Dates, amounts and references: every mention in running text, with its sentence and boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.norwegian.amounts import read_amounts
from pipeline.norwegian.dates import find_dates
from pipeline.norwegian.references import read_references
from pipeline.parse.paragraphs import Text
from pipeline.parse.report import FRONT
from pipeline.parse.spans import Row
from pipeline.seams.entries import OVERVIEW, Span
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import AmountMention, DateMention, Record, ReferenceMention, Unread


def mention_rows(
    report_id: str, texts: Iterable[Text], plan: str, as_of: date | None
) -> Iterator[Row]:
    """The mentions of all running text but front matter and the overview, with spans.

    An amount that has no exact value in whole kroner comes back as unread.
    """
    for text in texts:
        if text.scope not in (FRONT, OVERVIEW):
            yield from _mentions(report_id, text, plan, as_of)


def _mentions(report_id: str, text: Text, plan: str, as_of: date | None) -> Iterator[Row]:
    printed = text.block.text
    references, sessions = read_references(printed, plan)
    amounts = read_amounts(printed)
    dates = find_dates(
        printed,
        as_of=as_of,
        references=[*((one.start, one.end) for one in references), *sessions],
        amounts=[(one.start, one.end) for one in amounts.read],
    )
    for day in dates:
        common, boxes = _place(report_id, text, day.start, day.end)
        first, last = day.sentence
        row: Record = DateMention(
            *common, text.scope, text.paragraph, day.start, day.text,
            day.edtf, day.first, day.last, day.precision, day.role, day.inferred,
            printed[first:last],
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)
    for sum_ in amounts.read:
        common, boxes = _place(report_id, text, sum_.start, sum_.end)
        first, last = sum_.sentence
        row = AmountMention(
            *common, text.scope, text.paragraph, sum_.start, sum_.text,
            sum_.amount_nok, sum_.qualifier, sum_.change, sum_.annual, sum_.years,
            printed[first:last],
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)
    seen: set[int] = set()
    for one in references:
        # «vedtak 611–619» is nine references with one place: the target tells them apart.
        suffix = f"/{one.target}" if one.start in seen else ""
        seen.add(one.start)
        common, boxes = _place(report_id, text, one.start, one.end, suffix)
        row = ReferenceMention(
            *common, text.scope, text.paragraph, one.start, one.text, one.kind, one.target
        )
        yield row
        yield ValueSpans.of(row, "mention", boxes)
    for unread in amounts.unread:
        common, boxes = _place(report_id, text, unread.start, unread.end, "/amount")
        row = Unread(
            *common, stage="parse", scope=text.scope, reason="amount-not-exact", text=unread.text
        )
        yield row
        yield ValueSpans.of(row, "mention", boxes)


def _place(
    report_id: str, text: Text, start: int, end: int, suffix: str = ""
) -> tuple[tuple[str, str | None, str, int], list[Span]]:
    """The columns that every table begins with, and the boxes of text[start:end]."""
    boxes = text.block.spans(start, end)
    own_id = f"{text.scope}/{text.paragraph}/{start}{suffix}"
    return (report_id, text.item_id, own_id, boxes[0].page), boxes
