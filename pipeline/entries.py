"""Seam 2: the parts of a report. Written by segment; read by reread, parse and validate.

A report is a sequence of blocks. A block is a stretch of text that belongs together (a title, a
status, a paragraph, a cell of the overview) with the place of each of its words. Entries are
the measures and requests, once as they stand in the text and once as rows of the overview;
their blocks point to them by `owner`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from pipeline import storage

TEXT = "text"
OVERVIEW = "overview"
NARROW = frozenset("iljtfr.,:;!'|()[]/-")  # about half as wide as other letters in most type


class Span(NamedTuple):
    """A box on a page: one for each line that a value crosses. PDF points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Piece(NamedTuple):
    """Where `text[start:end]` of a block stands: one printed word.

    A bullet, a raised footnote mark or a row of leader dots is a piece of no text
    (start == end): it is accounted for, but nobody wants to read it.
    """

    start: int
    end: int
    page: int
    line: int
    x0: float
    top: float
    x1: float
    bottom: float


class Block(NamedTuple):
    """A stretch of text and where its words stand.

    `scope` is as in the data model (`introduction`, `chapter-2`, `tiltak-4`, `front-matter`,
    `overview`) or `furniture`; `owner` the id of the entry it belongs to, or ''; `part` what it
    is there (`title`, `ministries`, `status`, `paragraph`, `heading` …); `paragraph` counts
    running text within the scope, 0 for headings and for what is not running text.
    """

    scope: str
    owner: str
    part: str
    paragraph: int
    text: str
    pieces: tuple[Piece, ...]

    def spans(self, start: int = 0, end: int | None = None) -> list[Span]:
        """The boxes of `text[start:end]`, one for each line, in reading order."""
        end = len(self.text) if end is None else end
        spans: list[Span] = []
        here = (-1, -1)
        left = top = right = bottom = 0.0
        for piece in self.pieces:
            first, last, page, line, x0, y0, x1, y1 = piece
            if last <= start or first == last:
                continue
            if first >= end:
                break
            if first < start or end < last:
                x0, x1 = _cut(piece, start, end, self.text)
            if (page, line) != here:
                if right:
                    spans.append(Span(here[0], left, top, right, bottom))
                here, left, top, right, bottom = (page, line), x0, y0, x1, y1
                continue
            # Comparisons, not min and max: this runs for every word of the report, twice.
            left = x0 if x0 < left else left
            top = y0 if y0 < top else top
            right = x1 if x1 > right else right
            bottom = y1 if y1 > bottom else bottom
        if right:
            spans.append(Span(here[0], left, top, right, bottom))
        return spans

    @property
    def page(self) -> int:
        """The first page the block stands on."""
        return self.pieces[0].page

    @property
    def last_page(self) -> int:
        return self.pieces[-1].page


class Entry(NamedTuple):
    """A measure or request as printed in one of the two sources.

    `id` is unique in its source (`tiltak-4`, and `tiltak-4#2` where a number is printed twice);
    `letter` is that of a lettered sub-measure (29 a), else ''. `chapter_number` is None before
    the first chapter; in the overview, the chapter is that of the section row above.
    """

    id: str
    item_id: str
    source: str
    kind: str
    number: int
    letter: str
    chapter_number: int | None
    chapter: str
    page: int


class Unplaced(NamedTuple):
    """Printed text of which segment could not tell what it is. Ends in the table `unread`."""

    scope: str
    page: int
    reason: str
    text: str


class Structure(NamedTuple):
    """What segment hands on: blocks in reading order, entries of both sources, and doubts."""

    blocks: list[Block]
    entries: list[Entry]
    unplaced: list[Unplaced]


class PageCount(NamedTuple):
    """Words that extract read on a page, and words that stand in a block."""

    page: int
    words: int
    placed: int


BLOCKS = storage.schema(
    ("scope", pa.string()),
    ("owner", pa.string()),
    ("part", pa.string()),
    ("paragraph", pa.int32()),
    ("text", pa.string()),
    ("pieces", pa.int32()),
)
PIECES = storage.schema(
    ("start", pa.int32()),
    ("end", pa.int32()),
    ("page", pa.int16()),
    ("line", pa.int16()),
    ("x0", pa.float32()),
    ("top", pa.float32()),
    ("x1", pa.float32()),
    ("bottom", pa.float32()),
)
ENTRIES = storage.schema(
    ("id", pa.string()),
    ("item_id", pa.string()),
    ("source", pa.string()),
    ("kind", pa.string()),
    ("number", pa.int16()),
    ("letter", pa.string()),
    ("chapter_number", pa.int16()),
    ("chapter", pa.string()),
    ("page", pa.int16()),
)
UNPLACED = storage.schema(
    ("scope", pa.string()), ("page", pa.int16()), ("reason", pa.string()), ("text", pa.string())
)
CONSERVATION = storage.schema(("page", pa.int16()), ("words", pa.int32()), ("placed", pa.int32()))


def write_structure(folder: Path, structure: Structure, conservation: Sequence[PageCount]) -> None:
    """Write what segment found into `folder`."""
    blocks = [(*block[:5], len(block.pieces)) for block in structure.blocks]
    pieces = [piece for block in structure.blocks for piece in block.pieces]
    storage.write_rows(folder / "blocks.arrow", blocks, BLOCKS)
    storage.write_rows(folder / "pieces.arrow", pieces, PIECES)
    storage.write_rows(folder / "entries.arrow", structure.entries, ENTRIES)
    storage.write_rows(folder / "unplaced.arrow", structure.unplaced, UNPLACED)
    storage.write_rows(folder / "conservation.arrow", conservation, CONSERVATION)


def read_structure(folder: Path) -> Structure:
    """What segment found, as it wrote it."""
    pieces = map(Piece._make, storage.read_rows(folder / "pieces.arrow", PIECES))
    blocks = [
        Block(scope, owner, part, paragraph, text, tuple(islice(pieces, count)))
        for scope, owner, part, paragraph, text, count in storage.read_rows(
            folder / "blocks.arrow", BLOCKS
        )
    ]
    entries = list(map(Entry._make, storage.read_rows(folder / "entries.arrow", ENTRIES)))
    unplaced = list(map(Unplaced._make, storage.read_rows(folder / "unplaced.arrow", UNPLACED)))
    return Structure(blocks, entries, unplaced)


def read_conservation(folder: Path) -> list[PageCount]:
    """The count of words, page by page."""
    return list(
        map(PageCount._make, storage.read_rows(folder / "conservation.arrow", CONSERVATION))
    )


def _cut(piece: Piece, start: int, end: int, text: str) -> tuple[float, float]:
    """The part of the word's box that text[start:end] covers, by rough widths of letters.

    Where only marks are cut away («2025.») the box stays whole: it must cover what is meant, and
    a full stop more does no harm.
    """
    before = text[piece.start : max(start, piece.start)]
    after = text[min(end, piece.end) : piece.end]
    scale = (piece.x1 - piece.x0) / _width(text[piece.start : piece.end])
    x0 = piece.x0 + scale * _width(before) if any(map(str.isalnum, before)) else piece.x0
    x1 = piece.x1 - scale * _width(after) if any(map(str.isalnum, after)) else piece.x1
    return x0, x1


def _width(text: str) -> float:
    return sum(0.5 if char in NARROW else 1.0 for char in text)
