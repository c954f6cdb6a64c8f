"""The overview's columns: its heads, where its columns part, and its ruling lines across."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.segment.lines import Layout, Line
from pipeline.segment.vocabulary import head_kind, head_words
from pipeline.words import Rule, Word

CELL_GAP = 0.6  # of the type size: a wider gap between words on one line parts two cells
HEAD_DEPTH = 7.0  # lines: a head with narrow columns is this deep at most
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
    starts = [
        (kind, word)
        for line in lines
        if head_words().search(line.text)
        for cell in cells_of(line)
        if (kind := head_kind([word.text for word in cell])) is not None
        for word in cell[:1]
    ]
    for position, (_, first) in enumerate(starts):
        depth = HEAD_DEPTH * layout.pitch
        near = [(k, w) for k, w in starts[position:] if w.baseline - first.baseline <= depth]
        found: dict[str, Word] = {}
        for kind, word in near:
            if kind not in found and all(abs(word.x0 - w.x0) > 25 for w in found.values()):
                found[kind] = word
        if {"title", "ministries", "status"} <= found.keys() and _side_by_side(found, layout):
            return Head(min(w.top for w in found.values()), first.bottom, found)
    return None


def _side_by_side(found: dict[str, Word], layout: Layout) -> bool:
    """Whether the heads can stand in one row: none more than a few lines below another."""
    baselines = [word.baseline for word in found.values()]
    return max(baselines) - min(baselines) < 3.5 * layout.pitch


def cells_of(line: Line) -> list[list[Word]]:
    """The line's words, parted where the gap is wider than between words."""
    cells = [[line.words[0]]]
    for word, following in pairwise(line.words):
        if following.x0 - word.x1 > CELL_GAP * min(word.size, following.size):
            cells.append([])
        cells[-1].append(following)
    return cells


class Columns:
    """The columns from left to right, and which of them a word stands in."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.edges = [column.left for column in columns[1:]]
        self.has_number = any(column.kind == "number" for column in columns)

    def of(self, word: Word) -> str:
        """The kind of the column that the word begins in."""
        return self.columns[
            bisect(self.edges, (word.x0 + min(word.x1, word.x0 + word.size)) / 2)
        ].kind


def columns_of(head: Head, table: Sequence[Line], rules: Sequence[Rule]) -> Columns:
    """The columns under `head`, with their edges between the heads.

    An edge is an upright ruling line where there is one, else the middle of the widest strip
    that the fewest words of `table` cross, between one head and the next.
    """
    ordered = sorted(head.starts.items(), key=lambda item: item[1].x0)
    uprights = [rule.x0 for rule in rules if not rule.horizontal and rule.bottom > head.top]
    edges: list[float] = []
    for (_, left), (_, right) in pairwise(ordered):
        between = [x for x in uprights if left.x0 < x <= right.x0 + 1]
        if between:
            edges.append(max(between, key=lambda x: _length_at(rules, x)))
        else:
            edges.append(_gutter(table, left.x0, right.x0 + 0.5 * (right.x1 - right.x0)))
    return Columns(
        [
            Column(kind, left, right)
            for (kind, _), left, right in zip(ordered, [0.0, *edges], [*edges, 1e6], strict=True)
        ]
    )


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
