"""The boxes of a row's values: its rows in the table spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from pipeline.seams.entries import Block, Span
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import KeptOut, Record
from pipeline.seams.words import Frame

Row = Record | ValueSpans  # the output of this stage's parsers


def boxes_of(
    row: Record, field: str, blocks: Iterable[Block], start: int = 0, end: int | None = None
) -> ValueSpans:
    """A box for each line that `text[start:end]` of the blocks crosses, in reading order."""
    return ValueSpans.of(row, field, [box for block in blocks for box in block.spans(start, end)])


def as_shown(
    batches: Iterable[tuple[int, Iterable[Row]]], frames: Mapping[int, Frame]
) -> Iterator[tuple[int, Iterable[Row]]]:
    """The rows with their boxes where a reader's program shows them.

    `frames` has the pages that are read otherwise than shown. What was kept out stands as it is
    shown from the first.
    """
    for order, rows in batches:
        yield order, (_as_shown(row, frames) for row in rows)


def _as_shown(row: Row, frames: Mapping[int, Frame]) -> Row:
    if not isinstance(row, ValueSpans) or row.of_table == KeptOut.table:
        return row
    return replace(row, boxes=[_shown(box, frames.get(box.page)) for box in row.boxes])


def _shown(box: Span, frame: Frame | None) -> Span:
    if frame is None:
        return box
    return Span(box.page, *frame.shown((box.x0, box.top, box.x1, box.bottom)))
