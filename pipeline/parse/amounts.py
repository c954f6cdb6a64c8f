"""Amounts in running text: the rows of the table amounts, and of unread those without a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.norwegian.amounts import Amounts, UnreadAmount, find_amounts
from pipeline.parse.paragraphs import Text
from pipeline.parse.spans import Row
from pipeline.seams.ids import ReportId, paragraph_id, unread_id
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import AmountMention, Unread

__all__ = ["amount_rows", "find_amounts", "unread_amount_rows"]


def amount_rows(report_id: ReportId, text: Text, amounts: Amounts) -> Iterator[Row]:
    """The amounts of a text, with spans."""
    for amount in amounts.read:
        common, boxes = text.mention(report_id, amount.start, amount.end)
        first, last = amount.sentence
        row = AmountMention(
            *common, text.scope, text.paragraph, amount.start, amount.text,
            amount.amount_nok, amount.qualifier, amount.change, amount.annual, amount.years,
            amount.counted, text.mention_id(amount.part_of), amount.inferred,
            text.block.text[first:last],
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)


def unread_amount_rows(
    report_id: ReportId, text: Text, amounts: Iterable[UnreadAmount]
) -> Iterator[Row]:
    """The amounts of a text that have no exact value in whole kroner, as unread."""
    times: Counter[str] = Counter()
    for unread in amounts:
        (_, item_id, _, page), boxes = text.mention(report_id, unread.start, unread.end)
        times[unread.text] += 1
        row_id = unread_id(
            paragraph_id(text.scope, text.paragraph),
            "amount-not-exact",
            unread.text,
            times[unread.text],
        )
        row = Unread(
            report_id, item_id, row_id, page,
            stage="parse", scope=text.scope, reason="amount-not-exact", text=unread.text,
        )  # fmt: skip
        yield row
        yield ValueSpans.of(row, "mention", boxes)
