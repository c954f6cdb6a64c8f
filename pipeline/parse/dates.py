"""Dates in running text: the rows of the table dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.norwegian.amounts import Amounts
from pipeline.norwegian.dates import find_dates
from pipeline.norwegian.references import References
from pipeline.parse.paragraphs import Text
from pipeline.parse.spans import Row
from pipeline.seams.ids import ReportId
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import DateMention

__all__ = ["date_rows", "find_dates"]


def date_rows(
    report_id: ReportId, text: Text, as_of: date | None, references: References, amounts: Amounts
) -> Iterator[Row]:
    """The dates of a text, with spans; numbers in its references are not dates."""
    printed = text.block.text
    dates = find_dates(
        printed,
        as_of=as_of,
        references=references.spans,
        amounts=[(amount.start, amount.end) for amount in amounts.read],
    )
    for day in dates:
        common, boxes = text.mention(report_id, day.start, day.end)
        first, last = day.sentence
        row = DateMention(
            *common, text.scope, text.paragraph, day.start, day.text,
            day.edtf, day.first, day.last, day.precision, day.role, day.bound, day.inferred,
            text.mention_id(day.lender),
            printed[first:last],
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)
