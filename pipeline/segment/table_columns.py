"""The overview's columns: where they part, and the ruling lines across the table."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.seams.words import Rule, Word
from pipeline.segment.lines import Line

CELL_GAP = 0.6  # of the type size: a wider gap between words on one line parts two cells
ALIGNED = 1.5  # points: words of a column begin as near as this to its head
FEW = 0.34  # of the words that begin at a column's edge: as many section rows may cross it


class Column(NamedTuple):
    """A column of the table: its name, its kind, and the x from which to which its words stand.

    Names are kinds, with a number where several columns are of one kind. `ruled` says that a line
    is drawn at its left.
    """

    name: str
    kind: str
    left: float
    right: float
    ruled: bool = False


def cells_of(line: Line, gap: float = CELL_GAP) -> list[list[Word]]:
    """The line's words, parted where the gap is wider than between words."""
    words = line.words
    if not line.is_parted(gap):
        return [list(words)]
    cells = [[words[0]]]
    for word, following in pairwise(words):
        if following.x0 - word.x1 > gap * min(word.size, following.size):
            cells.append([])
        cells[-1].append(following)
    return cells


class Columns:
    """The columns from left to right, and which of them a word stands in."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.names = [column.name for column in columns]
        self.edges = [column.left for column in columns[1:]]
        self.has_number = "number" in self.names

    def of(self, word: Word) -> str:
        """The name of the column that the word begins in."""
        middle = min(word.x1 - word.x0, word.size) / 2  # of a short word
        return self.names[bisect(self.edges, word.x0 + middle)]

    def of_each(self, words: Iterable[Word]) -> list[str]:
        """The name of the column that each of the words begins in."""
        names, edges = self.names, self.edges
        return [
            names[bisect(edges, word.x0 + min(word.x1 - word.x0, word.size) / 2)]
            for word in words
        ]  # fmt: skip

    def named(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def are_parted(self, word: Word, following: Word, gap: float) -> bool:
        """Whether two words next to each other are of two cells: `gap` times their size apart, or
        on either side of a line that is drawn between their columns, however near it they stand.
        """
        if following.x0 - word.x1 >= gap * word.size:
            return True
        column = self.named(self.of(following))
        assert column is not None
        return column.ruled and word.x1 < column.left + ALIGNED and column.left < following.x0

    def moved(self, x: float, to: float, scale: float) -> Columns:
        """The columns as they stand where all is moved and scaled, and `x` is at `to`."""
        return Columns(
            [
                Column(name, kind, to + scale * (left - x), to + scale * (right - x), ruled)
                for name, kind, left, right, ruled in self.columns
            ]
        )

    def within(self, name: str, words: Sequence[Word]) -> list[Word]:
        """Those of `words` that begin in the column of that name."""
        names = self.of_each(words)
        return [word for word, own in zip(words, names, strict=True) if own == name]


def columns_of(
    heads: Sequence[tuple[str, Word]], table: Sequence[Line], rules: Sequence[Rule]
) -> Columns:
    """The columns under `heads`, the kind and first word of each, with their edges between these.

    An edge is an upright ruling line where there is one, else the place where the right column's
    words begin, else the middle of the widest strip that the fewest words of `table` cross,
    between one head and the next.
    """
    ordered = sorted(heads, key=lambda head: head[1].x0)
    lefts = [word.x0 for _, word in ordered]
    of_cells = [line for line in table if _is_of_cells(line, lefts)] or table
    top, page = min(word.top for _, word in heads), ordered[0][1].page
    bottom = max((line.bottom for line in table if line.page == page), default=top)
    uprights = [
        rule.x0 for rule in rules if not rule.horizontal and rule.bottom > top and rule.top < bottom
    ]
    edges: list[float] = []
    ruled: list[bool] = []
    for (_, left_head), (_, right_head) in pairwise(ordered):
        start, end = left_head.x0, right_head.x0
        between = [x for x in uprights if start < x <= end + 1]
        ruled.append(bool(between))
        if between:
            edges.append(max(between, key=lambda x: _length_at(rules, x)))
        elif _is_aligned(of_cells, end):
            edges.append(end - ALIGNED)
        else:
            edges.append(_gutter(of_cells, start, end + 0.5 * (right_head.x1 - end)))
    times: Counter[str] = Counter()
    columns: list[Column] = []
    for (kind, _), left, right, is_ruled in zip(
        ordered, [0.0, *edges], [*edges, 1e6], [False, *ruled], strict=True
    ):
        times[kind] += 1
        name = kind if times[kind] == 1 else f"{kind}-{times[kind]}"
        columns.append(Column(name, kind, left, right, is_ruled))
    return Columns(columns)


def _is_of_cells(line: Line, lefts: Sequence[float]) -> bool:
    """Whether a line has several cells, or but one that runs across no column's beginning: neither
    the name of a section nor running text below the table does.
    """
    return line.is_parted(CELL_GAP) or bisect(lefts, line.x0 + ALIGNED) == bisect(lefts, line.x1)


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
    return begin > 0 and across <= FEW * begin


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
    return [y for y, length in heights if length > 0.55 * width and length > 120]
