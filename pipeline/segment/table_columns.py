"""The overview's columns: its heads, where its columns part, and its ruling lines across."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.seams.words import Rule, Word
from pipeline.segment.joining import BREAKS
from pipeline.segment.lines import Layout, Line
from pipeline.segment.vocabulary import head_kind, may_have_heads, may_head

CELL_GAP = 0.6  # of the type size: a wider gap between words on one line parts two cells
HEAD_GAP = 0.45  # the same between heads, which stand close where a column is narrow
ALIGNED = 1.5  # points: words of a column begin as near as this to its head
FEW = 0.34  # of the words that begin at a column's edge: as many section rows may cross it
HEAD_DEPTH = 7.0  # lines: a head with narrow columns is this deep at most
BELOW = 6  # lines: as many may stand between two lines of one head, in other columns
NEEDED = ("status", "ministries", "title")  # columns of every overview; the rarest words first
BROKEN = re.compile(f"[{BREAKS}](?: |$)")  # a word that ends in a hyphen
MOVED = 3.0  # points: heads further apart than this stand over other columns


class Column(NamedTuple):
    """A column of the table: its kind and the x from which to which its words stand."""

    kind: str
    left: float
    right: float


class Head(NamedTuple):
    """The column heads on a page: the first word of each, by the kind of its column."""

    top: float
    bottom: float
    starts: dict[str, Word]

    def like(self, other: Head) -> bool:
        """Whether both stand over the same columns, as where a head is repeated."""
        return self.starts.keys() == other.starts.keys() and all(
            abs(word.x0 - other.starts[kind].x0) < MOVED for kind, word in self.starts.items()
        )


def find_head(lines: Sequence[Line], layout: Layout) -> Head | None:
    """The first column heads among a page's lines: title, ministries, status, and the number.

    They stand side by side, but not on one line: a narrow column's head is deep.
    """
    if not may_have_heads(" ".join([line.text for line in lines]), NEEDED):
        return None
    starts: list[tuple[str, Word]] = []
    for position, line in enumerate(lines):
        if ":" not in line.text and _may_head(line):  # labels have a colon
            cells = cells_of(line, HEAD_GAP)
            if _is_numbered(cells) and 2 * sum(map(_may_be_head, cells)) < len(cells):
                continue  # a row
            below = lines[position + 1 : position + 1 + BELOW]
            kinds = [_kind_of(cell, below) for cell in cells]
            own = [(kind, cell[0]) for kind, cell in zip(kinds, cells, strict=True) if kind]
            if 2 * len(own) >= len(cells) or not _is_row(own, cells):
                starts += own
    for position, (_, first) in enumerate(starts):
        found = _side_by_side(starts[position:], layout)
        if found is not None:
            return Head(min(w.top for w in found.values()), first.bottom, found)
    return None


def _may_head(line: Line) -> bool:
    """Whether the line has a word with which a head begins, or the beginning of a broken word."""
    return BROKEN.search(line.text) is not None or may_head(line.text)


def _is_numbered(cells: Sequence[Sequence[Word]]) -> bool:
    return any(cell[0].text[0].isdigit() for cell in cells)


def _may_be_head(cell: Sequence[Word]) -> bool:
    return may_head(cell[0].text) or cell[-1].text[-1] in BREAKS


def _is_row(own: Sequence[tuple[str, Word]], cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a line is rather a row with a cell that reads like a head («Gjennomført»)."""
    return _is_numbered(cells) or all(kind == "status" for kind, _ in own)


def _kind_of(cell: Sequence[Word], below: Sequence[Line]) -> str | None:
    """The kind of column that a cell heads.

    Its phrase may go on below («Tiltak» over «nr.»), even in the middle of a word.
    """
    texts = [word.text for word in cell]
    kind = head_kind(texts)
    if kind is None and not _may_be_head(cell):
        return None
    bottom = cell[0].bottom
    for line in below:
        for word in line.words:
            if abs(word.x0 - cell[0].x0) < 2 and word.top - bottom < word.size:
                broken = texts[-1][-1] in BREAKS
                texts[-1:] = [texts[-1][:-1] + word.text] if broken else [texts[-1], word.text]
                bottom = word.bottom
                if not broken:
                    return head_kind(texts) or kind
                kind = head_kind(texts) or kind
    return kind


def _side_by_side(starts: Sequence[tuple[str, Word]], layout: Layout) -> dict[str, Word] | None:
    """The heads that stand in one row with the first: none more than a few lines below another."""
    depth = HEAD_DEPTH * layout.pitch
    found: dict[str, Word] = {}
    for kind, word in starts:
        if word.baseline - starts[0][1].baseline > depth:
            continue
        if kind not in found and all(abs(word.x0 - w.x0) > 25 for w in found.values()):
            found[kind] = word
    if not found.keys() >= set(NEEDED):
        return None
    baselines = [word.baseline for word in found.values()]
    return found if max(baselines) - min(baselines) < 3.5 * layout.pitch else None


def cells_of(line: Line, gap: float = CELL_GAP) -> list[list[Word]]:
    """The line's words, parted where the gap is wider than between words."""
    cells = [[line.words[0]]]
    for word, following in pairwise(line.words):
        if following.x0 - word.x1 > gap * min(word.size, following.size):
            cells.append([])
        cells[-1].append(following)
    return cells


class Columns:
    """The columns from left to right, and which of them a word stands in."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.kinds = [column.kind for column in columns]
        self.edges = [column.left for column in columns[1:]]
        self.has_number = "number" in self.kinds

    def of(self, word: Word) -> str:
        """The kind of the column that the word begins in."""
        return self.kinds[bisect(self.edges, word.x0 + min(word.x1 - word.x0, word.size) / 2)]

    def moved(self, x: float, to: float, scale: float) -> Columns:
        """The columns as they stand where all is moved and scaled, and `x` is at `to`."""
        return Columns(
            [
                Column(kind, to + scale * (left - x), to + scale * (right - x))
                for kind, left, right in self.columns
            ]
        )

    def within(self, kind: str, words: Iterable[Word]) -> list[Word]:
        """Those of `words` that begin in the column of `kind`."""
        return [word for word in words if self.of(word) == kind]


def columns_of(head: Head, table: Sequence[Line], rules: Sequence[Rule]) -> Columns:
    """The columns under `head`, with their edges between the heads.

    An edge is an upright ruling line where there is one, else the place where the right column's
    words begin, else the middle of the widest strip that the fewest words of `table` cross,
    between one head and the next.
    """
    ordered = sorted(head.starts.items(), key=lambda item: item[1].x0)
    uprights = [rule.x0 for rule in rules if not rule.horizontal and rule.bottom > head.top]
    edges: list[float] = []
    for (_, left), (_, right) in pairwise(ordered):
        between = [x for x in uprights if left.x0 < x <= right.x0 + 1]
        if between:
            edges.append(max(between, key=lambda x: _length_at(rules, x)))
        elif _is_aligned(table, right.x0):
            edges.append(right.x0 - ALIGNED)
        else:
            edges.append(_gutter(table, left.x0, right.x0 + 0.5 * (right.x1 - right.x0)))
    return Columns(
        [
            Column(kind, left, right)
            for (kind, _), left, right in zip(ordered, [0.0, *edges], [*edges, 1e6], strict=True)
        ]
    )


def _is_aligned(table: Sequence[Line], x: float) -> bool:
    """Whether words of the table begin at `x`, and hardly any runs across it.

    A section row does, and there are fewer of these than of others.
    """
    begin = across = 0
    for line in table:
        for word in line.words:
            if abs(word.x0 - x) <= ALIGNED:
                begin += 1
            elif word.x0 < x < word.x1 or x - 4 * ALIGNED < word.x0 < x:
                across += 1
    return begin >= 2 and across <= FEW * begin


def _length_at(rules: Sequence[Rule], x: float) -> float:
    return sum(r.bottom - r.top for r in rules if not r.horizontal and abs(r.x0 - x) < 1.5)


def _gutter(lines: Sequence[Line], left: float, right: float) -> float:
    """The middle of the widest strip in [left, right] that the fewest words cross."""
    start = int(left)
    covered = [0] * (int(right) - start + 2)
    for line in lines:
        for word in line.words:
            for x in range(
                max(0, int(word.x0) - start), min(len(covered), int(word.x1) + 2 - start)
            ):
                covered[x] += 1
    low = min(covered)
    best = (0, 0)
    run = 0
    for position, count in enumerate([*covered, low + 1]):
        if count == low:
            run += 1
        else:
            if run > best[0]:
                best = (run, position - run)
            run = 0
    return start + best[1] + best[0] / 2


def separators(rules: Sequence[Rule]) -> list[float]:
    """The heights at which ruling lines run across the table, drawn whole or cell by cell."""
    horizontal = sorted((rule for rule in rules if rule.horizontal), key=lambda rule: rule.top)
    if not horizontal:
        return []
    width = max(rule.x1 for rule in horizontal) - min(rule.x0 for rule in horizontal)
    heights: list[tuple[float, float]] = []  # (y, length drawn there)
    for rule in horizontal:
        y, length = (rule.top + rule.bottom) / 2, rule.x1 - rule.x0
        if heights and y - heights[-1][0] < 2:
            heights[-1] = (heights[-1][0], heights[-1][1] + length)
        else:
            heights.append((y, length))
    return [y for y, length in heights if length > 0.8 * width and length > 120]
