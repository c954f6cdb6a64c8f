"""Dates, amounts and references: every mention in running text, with its sentence and boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.entries import OVERVIEW
from pipeline.parse.amounts import read_amounts
from pipeline.parse.dates import find_dates
from pipeline.parse.front import FRONT
from pipeline.parse.paragraphs import Text
from pipeline.parse.references import find_references, session_spans
from pipeline.parse.sentences import sentence_at, sentences
from pipeline.parse.spans import Row, boxes_of
from pipeline.records import AmountMention, DateMention, Record, ReferenceMention, Unread


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
    references = find_references(printed, plan)
    amounts = read_amounts(printed)
    dates = find_dates(
        printed,
        as_of=as_of,
        references=[*((one.start, one.end) for one in references), *session_spans(printed)],
        amounts=[(one.start, one.end) for one in amounts.read],
    )
    bounds = sentences(printed) if dates or amounts.read else []

    def sentence(start: int) -> str:
        first, last = bounds[sentence_at(bounds, start)]
        return printed[first:last]

    def common(start: int, end: int, suffix: str = "") -> tuple[str, str | None, str, int]:
        page = text.block.spans(start, end)[0].page
        own_id = f"{text.scope}/{text.paragraph}/{start}{suffix}"
        return report_id, text.item_id, own_id, page

    def place(start: int, end: int) -> tuple[str, int, int, str]:
        return text.scope, text.paragraph, start, printed[start:end]

    for day in dates:
        row: Record = DateMention(
            *common(day.start, day.end), *place(day.start, day.end),
            day.edtf, day.first, day.last, day.precision, day.role, day.inferred,
            sentence(day.start),
        )  # fmt: skip
        yield from _with_spans(row, text, day.start, day.end)
    for sum_ in amounts.read:
        row = AmountMention(
            *common(sum_.start, sum_.end), *place(sum_.start, sum_.end),
            sum_.amount_nok, sum_.qualifier, sum_.change, sum_.annual, sum_.years,
            sentence(sum_.start),
        )  # fmt: skip
        yield from _with_spans(row, text, sum_.start, sum_.end)
    seen: set[int] = set()
    for one in references:
        # «vedtak 611–619» is nine references with one place: the target tells them apart.
        suffix = f"/{one.target}" if one.start in seen else ""
        seen.add(one.start)
        row = ReferenceMention(
            *common(one.start, one.end, suffix), *place(one.start, one.end), one.kind, one.target
        )
        yield from _with_spans(row, text, one.start, one.end)
    for unread in amounts.unread:
        row = Unread(
            *common(unread.start, unread.end, "/amount"),
            stage="parse", scope=text.scope, reason="amount-not-exact",
            text=printed[unread.start : unread.end],
        )  # fmt: skip
        yield from _with_spans(row, text, unread.start, unread.end)


def _with_spans(row: Record, text: Text, start: int, end: int) -> Iterator[Row]:
    yield row
    yield boxes_of(row, "mention", [text.block], start, end)
