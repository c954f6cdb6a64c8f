"""The boxes of a row's values: its rows in the table spans."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.seams.entries import Block
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import Record

Row = Record | ValueSpans  # the output of this stage's parsers


def boxes_of(
    row: Record, field: str, blocks: Iterable[Block], start: int = 0, end: int | None = None
) -> ValueSpans:
    """A box for each line that `text[start:end]` of the blocks crosses, in reading order."""
    return ValueSpans.of(row, field, [box for block in blocks for box in block.spans(start, end)])
