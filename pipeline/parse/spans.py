"""The rows of the table spans: the boxes in which a value stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.entries import Block
from pipeline.records import Record, SpanRow


def spans_of(
    row: Record, field: str, blocks: Iterable[Block], start: int = 0, end: int | None = None
) -> Iterator[SpanRow]:
    """One row for each line that `text[start:end]` of the blocks crosses, in reading order."""
    boxes = (box for block in blocks for box in block.spans(start, end))
    for seq, box in enumerate(boxes, start=1):
        yield SpanRow(
            row.report_id, row.item_id, row.id, box.page,
            row.table, field, seq, box.x0, box.top, box.x1, box.bottom,
        )  # fmt: skip
