"""The overview table: found by its column heads, read by its ruling lines or by its geometry.

The table may be ruled or not, with its head repeated on each page or not, with the number in a
column of its own or inside the title's cell, and its columns in any order. Rows that a page
break cuts in two are put together again.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.segment.lines import Layout, Line
from pipeline.segment.vocabulary import head_kind, head_words, normalised
from pipeline.words import Rule, Word

NUMBER = regex.compile(r"(?P<number>\d{1,4})(?P<letter>[a-zæøå]?)[.):]?", regex.IGNORECASE)
CELL_GAP = 0.6  # of the type size: a wider gap between words on one line parts two cells
HEAD_DEPTH = 7.0  # lines: a head with narrow columns is this deep at most
KINDS = ("number", "title", "ministries", "status")


class Column(NamedTuple):
    """A column of the table: its kind and the x from which to which its words stand."""

    kind: str
    left: float
    right: float


class Row(NamedTuple):
    """One row of the table, or one section row; cells as their words in reading order."""

    section: bool
    number: int
    letter: str
    cells: dict[str, list[Word]]  # by kind; a section's words are its `title`

    @property
    def page(self) -> int:
        return min(word.page for words in self.cells.values() for word in words[:1])


class Overview(NamedTuple):
    """The table and what stands around it. `lines` are the (page, line) that it took."""

    first_page: int
    last_page: int
    heads: list[list[Word]]
    rows: list[Row]
    footnotes: list[Line]
    lines: set[tuple[int, int]]


class _Band(NamedTuple):
    """A horizontal strip of one page that is one row, or a part of one."""

    words: list[Word]
    ruled_cells: bool  # False where the strip has no upright lines inside although others do


def find_overview(
    pages: Sequence[Sequence[Line]],
    rules: Sequence[Sequence[Rule]],
    layout: Layout,
    chapter_titles: AbstractSet[str],
) -> Overview | None:
    """The report's overview, or None where no page has its column heads.

    `pages` are the lines of each page without furniture, `rules` its ruling lines, and
    `chapter_titles` the normalised titles of the chapters found so far, which help to tell a
    section row from the rest of a row that began on the page before.
    """
    for index, lines in enumerate(pages):
        head = _find_head(lines, layout)
        if head is not None:
            table = _Table(pages, rules, layout, chapter_titles, index, head)
            if any(not row.section for row in table.rows):
                return table.overview()
    return None


class _Head(NamedTuple):
    top: float
    bottom: float
    starts: dict[str, Word]  # the first word of each column's head


def _find_head(lines: Sequence[Line], layout: Layout) -> _Head | None:
    """The column heads on a page: title, ministries and status side by side, and the number."""
    starts = [
        (kind, word)
        for line in lines
        if head_words().search(line.text)
        for cell in _cells(line)
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
        if not {"title", "ministries", "status"} <= found.keys():
            continue
        if not _side_by_side(list(found.values()), layout):
            continue
        return _Head(min(w.top for w in found.values()), first.bottom, found)
    return None


def _side_by_side(words: list[Word], layout: Layout) -> bool:
    """Whether the heads can stand in one row: none more than a few lines below another."""
    return max(w.baseline for w in words) - min(w.baseline for w in words) < 3.5 * layout.pitch


def _cells(line: Line) -> list[list[Word]]:
    """The line's words, parted where the gap is wider than between words."""
    cells = [[line.words[0]]]
    for word, following in pairwise(line.words):
        if following.x0 - word.x1 > CELL_GAP * min(word.size, following.size):
            cells.append([])
        cells[-1].append(following)
    return cells


class _Table:
    """The reading of one table, from its head to its last row."""

    def __init__(
        self,
        pages: Sequence[Sequence[Line]],
        rules: Sequence[Sequence[Rule]],
        layout: Layout,
        chapter_titles: AbstractSet[str],
        first: int,
        head: _Head,
    ) -> None:
        self.pages, self.rules, self.layout = pages, rules, layout
        self.chapter_titles = chapter_titles
        self.first = first
        self.columns = _columns(pages, rules, first, head, layout)
        self.has_number_column = any(column.kind == "number" for column in self.columns)
        self.heads: list[list[Word]] = []
        self.rows: list[Row] = []
        self.footnotes: list[Line] = []
        self.taken: set[tuple[int, int]] = set()
        self.last = first
        self._read()

    def overview(self) -> Overview:
        first_page = self.pages[self.first][0].page
        last_page = self.pages[self.last][0].page
        return Overview(first_page, last_page, self.heads, self.rows, self.footnotes, self.taken)

    def _read(self) -> None:
        for index in range(self.first, len(self.pages)):
            lines = self.pages[index]
            if not lines:
                break
            head = _find_head(lines, self.layout)
            if index == self.first or head is not None:
                assert head is not None
                lines = self._read_head(lines, head, index)
            bands, rest = self._bands(lines, index)
            if not bands:
                break
            self.last = index
            for position, band in enumerate(bands):
                self._read_band(band, position == 0)
            used = {(w.page, w.line) for band in bands for w in band.words}
            self.taken |= used
            if rest and not self._read_footnotes(rest):
                break
            if rest:
                break

    def _read_head(self, lines: Sequence[Line], head: _Head, index: int) -> list[Line]:
        """Take the head's lines away; return those below it."""
        below = [line for line in lines if line.top >= head.top - 1]
        end = self._head_end(below, head, index)
        head_lines = [line for line in below if line.baseline < end]
        words = [word for line in head_lines for word in line.words]
        self.heads.append(words)
        self.taken |= {(line.page, line.number) for line in head_lines}
        return [line for line in below if line.baseline >= end]

    def _head_end(self, below: Sequence[Line], head: _Head, index: int) -> float:
        """The y below which the rows begin."""
        separators = _separators(self.rules[index], self.columns)
        under = [y for y in separators if y > max(w.bottom for w in head.starts.values()) - 1]
        if under and under[0] - head.top < (HEAD_DEPTH + 1) * self.layout.pitch:
            return under[0]
        lowest = max(word.baseline for word in head.starts.values())
        style = {word.bold for word in head.starts.values()}
        for line in below:
            if line.baseline <= lowest:
                continue
            first = line.words[0]
            starts_row = self._number_of(list(line.words)) is not None
            if starts_row or normalised(line.text) in self.chapter_titles:
                return line.top
            if first.bold not in style and not self._in_one_column(line):
                return line.top
            if line.baseline - lowest > HEAD_DEPTH * self.layout.pitch:
                return line.top
        return lowest + 1

    def _in_one_column(self, line: Line) -> bool:
        return len({self._column_of(word) for word in line.words}) == 1

    def _column_of(self, word: Word) -> str:
        edges = [column.left for column in self.columns[1:]]
        return self.columns[bisect(edges, (word.x0 + min(word.x1, word.x0 + word.size)) / 2)].kind

    def _number_of(self, words: list[Word]) -> regex.Match[str] | None:
        """The number that begins a row, in a column of its own or first in the title's cell."""
        kind = "number" if self.has_number_column else "title"
        own = [word for word in words if self._column_of(word) == kind]
        if not own:
            return None
        match = NUMBER.fullmatch(own[0].text)
        if match is None:
            return None
        if kind == "title" and own[0].text[-1].isdigit():
            return None  # inside a title's cell a bare number is a part of the title
        return match

    def _bands(self, lines: Sequence[Line], index: int) -> tuple[list[_Band], list[Line]]:
        """The page's strips from the top, and the lines after the table's end."""
        inside, rest = self._part_at_end(lines, index)
        if not inside:
            return [], rest
        separators = _separators(self.rules[index], self.columns)
        ruled = self._ruled_bands(inside, separators, index)
        if ruled is not None:
            return ruled, rest
        return self._unruled_bands(inside), rest

    def _part_at_end(self, lines: Sequence[Line], index: int) -> tuple[list[Line], list[Line]]:
        """Part the page's lines where the table ends."""
        if not lines:
            return [], []
        last_anchor = -1
        for position, line in enumerate(lines):
            if self._number_of(list(line.words)) is not None and self._looks_like_row(line):
                last_anchor = position
        separators = _separators(self.rules[index], self.columns)
        if len(separators) >= 2:
            end = max(separators)
            inside = [line for line in lines if line.baseline <= end]
            below = [line for line in lines if line.baseline > end]
            if below and self._number_of(list(below[0].words)) is None and not self._open(below):
                return inside, below
        for position in range(max(last_anchor, 0), len(lines)):
            if position > last_anchor and self._is_running_text(lines[position], last_anchor >= 0):
                return list(lines[:position]), list(lines[position:])
        return list(lines), []

    def _open(self, below: Sequence[Line]) -> bool:
        """Whether the table goes on below its last ruling line on this page."""
        return any(self._number_of(list(line.words)) is not None for line in below)

    def _looks_like_row(self, line: Line) -> bool:
        kinds = {self._column_of(word) for word in line.words}
        return len(kinds) > 1 or not self.has_number_column

    def _is_running_text(self, line: Line, after_row: bool) -> bool:
        """Whether a line after the last row is no part of the table: it runs across columns."""
        if self._number_of(list(line.words)) is not None:
            return False
        first_column = self._column_of(line.words[0])
        crosses = any(
            self._column_of(word) != self._column_of(following)
            and following.x0 - word.x1 < CELL_GAP * word.size
            for word, following in pairwise(line.words)
        )
        if (
            normalised(line.text) in self.chapter_titles
            and line.size < 1.15 * self.layout.body.size
        ):
            return False
        if line.size > 1.15 * self.layout.body.size:
            return True
        outermost = self.has_number_column and first_column == "number"
        return crosses or (outermost and after_row)

    def _read_footnotes(self, rest: Sequence[Line]) -> bool:
        """Take the notes under the table; False if what follows is no note but a new part."""
        for line in rest:
            if line.size > 1.1 * self.layout.body.size:
                return False
            self.footnotes.append(line)
            self.taken.add((line.page, line.number))
        return True

    def _ruled_bands(
        self, lines: Sequence[Line], separators: list[float], index: int
    ) -> list[_Band] | None:
        """Strips between ruling lines; None where they do not part the numbered rows."""
        if not separators:
            return None
        strips: dict[int, list[Word]] = {}
        for line in lines:
            for word in line.words:
                middle = (word.top + word.bottom) / 2
                strips.setdefault(bisect(separators, middle), []).append(word)
        bands = []
        for strip in sorted(strips):
            words = strips[strip]
            numbers = sum(self._number_of(row) is not None for row in _by_line(words))
            if numbers > 1:
                return None
            bands.append(_Band(words, self._has_uprights(words, index)))
        return bands

    def _has_uprights(self, words: list[Word], index: int) -> bool:
        """Whether upright lines part the cells at the height of `words`."""
        middle = (words[0].top + words[0].bottom) / 2
        inner = [column.left for column in self.columns[1:]]
        return any(
            not rule.horizontal
            and rule.top <= middle <= rule.bottom
            and any(abs(rule.x0 - x) < 6 for x in inner)
            for rule in self.rules[index]
        )

    def _unruled_bands(self, lines: Sequence[Line]) -> list[_Band]:
        grouped = self._bands_by_gaps(lines)
        return grouped if grouped is not None else self._bands_by_anchors(lines)

    def _bands_by_gaps(self, lines: Sequence[Line]) -> list[_Band] | None:
        """Strips parted by white space; None unless each holds one number (or is a section)."""
        title_lines = [
            line
            for line in lines
            if any(self._column_of(word) == "title" for word in line.words)
            or self._is_section(list(line.words), False)
        ]
        if len(title_lines) < 3:
            return None
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        pitch = Counter(round(step * 2) / 2 for step in steps if step > 1).most_common()
        if not pitch:
            return None
        within = min(step for step, count in pitch if count >= max(1, 0.1 * len(steps)))
        groups: list[list[Line]] = [[title_lines[0]]]
        for step, line in zip(steps, title_lines[1:], strict=True):
            if step > 1.12 * within + 0.5:
                groups.append([])
            groups[-1].append(line)
        edges = [(above[-1].bottom + below[0].top) / 2 for above, below in pairwise(groups)]
        strips: list[list[Word]] = [[] for _ in groups]
        for line in lines:
            for word in line.words:
                strips[bisect(edges, (word.top + word.bottom) / 2)].append(word)
        for position, words in enumerate(strips):
            numbers = sum(self._number_of(row) is not None for row in _by_line(words))
            fits = numbers == 1 or (
                numbers == 0 and (position == 0 or self._is_section(words, False))
            )
            if not fits:
                return None
        return [_Band(words, True) for words in strips]

    def _bands_by_anchors(self, lines: Sequence[Line]) -> list[_Band]:
        """Strips that begin at each line with a number, and at each section row."""
        bands: list[list[Word]] = []
        for line in lines:
            words = list(line.words)
            starts = self._number_of(words) is not None or self._is_section(words, not bands)
            after_section = bool(bands) and self._is_section(bands[-1], False)
            if starts or not bands or after_section:
                bands.append([])
            bands[-1] += words
        return [_Band(words, True) for words in bands]

    def _is_section(self, words: list[Word], may_continue: bool) -> bool:
        """Whether `words`, a strip without a number, are a section row.

        `may_continue` says that they could also be the rest of a row of the page before.
        """
        if any(self._number_of(row) is not None for row in _by_line(words)):
            return False
        if normalised(" ".join(word.text for word in words)) in self.chapter_titles:
            return True
        if self.has_number_column:
            return self._column_of(words[0]) == "number"
        rows_bold = any(
            word.bold for row in self.rows if not row.section for word in row.cells["title"]
        )
        bold = all(word.bold for word in words)
        return bold and not rows_bold and not may_continue

    def _read_band(self, band: _Band, first_on_page: bool) -> None:
        words = sorted(band.words, key=lambda word: (word.line, word.x0))
        may_continue = first_on_page and bool(self.rows) and not self.rows[-1].section
        match = next(
            (m for row in _by_line(words) if (m := self._number_of(row)) is not None), None
        )
        if match is None and (
            self._is_section(words, may_continue)
            or (not band.ruled_cells and not may_continue and self._ruled_elsewhere())
        ):
            self.rows.append(Row(True, 0, "", {"title": words}))
            return
        cells: dict[str, list[Word]] = {kind: [] for kind in KINDS}
        for word in words:
            cells[self._column_of(word)].append(word)
        if match is None:
            self._continue(cells, words)
            return
        if not self.has_number_column:
            cells["number"] = cells["title"][:1]
            cells["title"] = cells["title"][1:]
        self.rows.append(Row(False, int(match["number"]), match["letter"].lower(), cells))

    def _ruled_elsewhere(self) -> bool:
        return any(not rule.horizontal for rules in self.rules for rule in rules)

    def _continue(self, cells: dict[str, list[Word]], words: list[Word]) -> None:
        """Add the rest of a row that began on the page before, or in the strip above."""
        if self.rows and not self.rows[-1].section:
            for kind in KINDS:
                self.rows[-1].cells[kind].extend(cells[kind])
        else:
            self.rows.append(Row(True, 0, "", {"title": words}))


def _by_line(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.page, word.line), []).append(word)
    return list(lines.values())


def _columns(
    pages: Sequence[Sequence[Line]],
    rules: Sequence[Sequence[Rule]],
    first: int,
    head: _Head,
    layout: Layout,
) -> list[Column]:
    """The columns from left to right, with their edges between the heads.

    An edge is an upright ruling line where there is one, else the middle of the widest strip
    that the fewest words cross, between one head and the next.
    """
    ordered = sorted(head.starts.items(), key=lambda item: item[1].x0)
    uprights = [rule.x0 for rule in rules[first] if not rule.horizontal and rule.bottom > head.top]
    table = [line for line in pages[first] if line.top > head.bottom]
    for lines in pages[first + 1 : first + 3]:
        table += lines
    edges: list[float] = []
    for (_, left), (_, right) in pairwise(ordered):
        between = [x for x in uprights if left.x0 < x <= right.x0 + 1]
        if between:
            edges.append(max(between, key=lambda x: _length_at(rules[first], x)))
        else:
            edges.append(_gutter(table, left.x0, right.x0 + 0.5 * (right.x1 - right.x0)))
    lefts = [0.0, *edges]
    rights = [*edges, 1e6]
    return [
        Column(kind, left, right)
        for (kind, _), left, right in zip(ordered, lefts, rights, strict=True)
    ]


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


def _separators(rules: Sequence[Rule], columns: Sequence[Column]) -> list[float]:
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
