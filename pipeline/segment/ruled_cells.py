"""Small ruled tables of labels and values, as under each measure, read cell by cell as drawn.

    ┌───────────────────────┬──────────────────────┐
    │                       │ Kunnskapsdeparte-    │    a label beside its value, wherever in their
    │ Ansvarlig departement │ mentet og Helse- og  │    cells they stand, and whatever label it is
    │                       │ omsorgsdepartementet │
    ├───────────────────────┼──────────────────────┤
    │ Virkemiddel           │ Tilskudd             │
    └───────────────────────┴──────────────────────┘
    ┌───────────────────────┬──────────────────────┐
    │ Status                │ Ansvarlig            │    a label above its value, in one cell or in
    │ Under arbeid          │ KD og HOD            │    the cell below it
    └───────────────────────┴──────────────────────┘

What is drawn is surer than any distance. Where the lines are missing, the cells are told by where
their words stand (cells.py, rows_of_cells.py), as they are in rows that are not understood here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise, takewhile
from math import inf
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.seams.terms import Terms
from pipeline.seams.words import Rule, Word
from pipeline.segment.labels import CORE, LABEL_WORDS
from pipeline.segment.lines import Line, line_of_words
from pipeline.segment.margins import Entry, known_label, lead_of

SAME = 2.0  # points: the lines of one edge are drawn as near to each other
HIGHEST = 250.0  # points: what is higher is a frame on the page, and no row

Cell = list[Sequence[Word]]  # the words of its lines, from the top


class Row(NamedTuple):
    """A row as it is drawn: its edges, the positions of its lines, and the cells."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    lines: range
    cells: list[Cell]


def with_ruled_cells_apart(
    pages: Sequence[tuple[Sequence[Line], Sequence[Rule]]],
    elsewhere: AbstractSet[tuple[int, int]],
    terms: Terms,
) -> list[list[Line]]:
    """The lines of each page, labels and values in ruled cells one after the other, but for lines
    that stand in overviews and notes.

    A label's cell is odd, its value's is the next.
    """
    number = max((line.cell for lines, _ in pages for line in lines), default=0)
    number += number % 2
    apart: list[list[Line]] = []
    before: _Reading | None = None  # of a table that may go on overleaf
    for lines, rules in pages:
        out: list[Line] = []
        done = 0
        tables = list(_tables(lines, rules, elsewhere))
        for table in tables:
            reading = _reading_of(table, terms)
            if reading is None and before is not None and _are_same(table[0].edges, before.edges):
                reading = before
            for row, entries in reading.rows(table) if reading is not None else ():
                out += lines[done : row.lines.start]
                for entry in entries:
                    if entry.label:
                        out.append(replace(line_of_words(entry.label), cell=number + 1))
                        number += 2
                    out += [replace(line_of_words(words), cell=number) for words in entry.value]
                done = row.lines.stop
            before = reading if table is tables[-1] else None
        before = before if tables else None
        apart.append([*out, *lines[done:]])
    return apart


# Rows and cells, as drawn


def _tables(
    lines: Sequence[Line], rules: Sequence[Rule], elsewhere: AbstractSet[tuple[int, int]]
) -> Iterator[list[Row]]:
    """The rows of several cells that are drawn on a page, those of a table together."""
    table: list[Row] = []
    for row in _rows(lines, rules, elsewhere):
        if table and abs(row.top - table[-1].bottom) > SAME:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _rows(
    lines: Sequence[Line], rules: Sequence[Rule], elsewhere: AbstractSet[tuple[int, int]]
) -> Iterator[Row]:
    levels = _levels([rule for rule in rules if rule.horizontal])
    uprights = [rule for rule in rules if not rule.horizontal]
    if len(levels) < 2 or not uprights:
        return
    position = 0
    for (top, *above), (bottom, *below) in pairwise(levels):
        left, right = max(above[0], below[0]), min(above[1], below[1])
        if bottom - top > HIGHEST or right <= left:
            continue
        while position < len(lines) and lines[position].baseline <= top:
            position += 1
        end = position
        while end < len(lines) and lines[end].baseline < bottom:
            end += 1
        middle = (top + bottom) / 2
        drawn = [r.x0 for r in uprights if r.top - SAME <= middle <= r.bottom + SAME]
        edges = _distinct([left, *(x for x in drawn if left - SAME < x < right + SAME), right])
        inside = lines[position:end]
        are_in = all(
            not line.cell
            and (line.page, line.number) not in elsewhere
            and edges[0] - SAME < line.x0
            and line.x1 < edges[-1] + SAME
            for line in inside
        )
        if len(edges) > 2 and inside and are_in:
            yield Row(top, bottom, edges, range(position, end), _cells(inside, edges))


def _levels(rules: Sequence[Rule]) -> list[tuple[float, float, float]]:
    """The heights at which lines are drawn, each with its left and right end."""
    levels: list[tuple[float, float, float]] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        if levels and rule.top - levels[-1][0] < SAME:
            top, left, right = levels[-1]
            levels[-1] = (top, min(left, rule.x0), max(right, rule.x1))
        else:
            levels.append((rule.top, rule.x0, rule.x1))
    return levels


def _distinct(places: Sequence[float]) -> tuple[float, ...]:
    """The places from left to right, one of those that are as good as the same."""
    distinct: list[float] = []
    for x in sorted(places):
        if not distinct or x - distinct[-1] > 2 * SAME:
            distinct.append(x)
    return tuple(distinct)


def _are_same(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether cells stand below each other, with the same edges."""
    return len(edges) == len(others) and all(
        abs(a - b) < SAME for a, b in zip(edges, others, strict=True)
    )


def _cells(lines: Sequence[Line], edges: Sequence[float]) -> list[Cell]:
    cells: list[Cell] = [[] for _ in edges[1:]]
    outermost = (-inf, *edges[1:-1], inf)  # no word is lost that touches the frame
    for line in lines:
        for place, (left, right) in enumerate(pairwise(outermost)):
            words = [word for word in line.words if left <= (word.x0 + word.x1) / 2 < right]
            if words:
                cells[place].append(words)
    return cells


# What stands in them


def _reading_of(table: Sequence[Row], terms: Terms) -> _Reading | None:
    """How the labels of a table stand; None where none of them makes an item."""
    labels = [
        (cell, entry)
        for row in table
        for cell in row.cells
        if (entry := _label_in(cell, terms)) is not None
    ]
    if not any(entry.kind in CORE for _, entry in labels):
        return None
    return _Reading(
        table[-1].edges,
        {round(cell[0][0].x0) for cell, entry in labels if not entry.value},
        {_style(entry.label[0]) for _, entry in labels},
        all(entry.label[-1].text[-1] == ":" for _, entry in labels),
        terms,
    )


def _label_in(cell: Cell, terms: Terms) -> Entry | None:
    """The known label that a cell is or begins with, perhaps over two lines, and what is left of
    the cell.
    """
    if not cell:
        return None
    lead = list(lead_of(cell[0], terms))
    if len(lead) == len(cell[0]) and len(cell) > 1:
        whole = [*lead, *lead_of(cell[1], terms)]
        if (label := known_label(whole, terms)) is not None:
            return Entry(whole, label.kind, _rest(cell, len(whole)))
    label = known_label(lead, terms)
    return Entry(lead, label.kind, _rest(cell, len(lead))) if label is not None else None


def _rest(cell: Cell, words: int) -> list[list[Word]]:
    """The lines of a cell behind its first words."""
    lines: list[list[Word]] = []
    for line in cell:
        if len(line) > words:
            lines.append(list(line[words:]))
        words = max(0, words - len(line))
    return lines


class _Reading:
    """Reads the rows of a table, with these `edges`, by what its known labels are like: the columns
    in which they stand by themselves, how they are set, and whether all have a colon.
    """

    def __init__(
        self,
        edges: tuple[float, ...],
        columns: set[int],
        styles: set[tuple[object, ...]],
        colon: bool,
        terms: Terms,
    ) -> None:
        self.edges, self.columns, self.styles, self.colon = edges, columns, styles, colon
        self.terms = terms

    def rows(self, table: Sequence[Row]) -> Iterator[tuple[Row, list[Entry]]]:
        """The rows that are labels and values, with these. An entry without a label is the rest of
        the last value, from the page before.
        """
        position = 0
        while position < len(table):
            row = table[position]
            below = table[position + 1] if position + 1 < len(table) else None
            if below is not None and (entries := self.across(row, below)):
                yield row._replace(lines=range(row.lines.start, below.lines.stop)), entries
                position += 1
            elif entries := self.of(row):
                yield row, entries
            elif position == 0 and self._goes_on(row):
                yield row, [Entry([], "", [list(words) for words in row.cells[-1]])]
            position += 1

    def _goes_on(self, row: Row) -> bool:
        """Whether the first row on a page has nothing but the rest of a value."""
        return _are_same(row.edges, self.edges) and len(row.cells) == 2 and not row.cells[0]

    def of(self, row: Row) -> list[Entry]:
        """The labels of a row with their values in the same cell or the next; none where a cell is
        neither.
        """
        entries: list[Entry] = []
        for cell in row.cells:
            if not cell:
                continue
            entry = self._entry(cell)
            if entry is not None:
                entries.append(entry)
            elif entries and not entries[-1].value:
                entries[-1].value.extend(map(list, cell))
            else:
                return []
        return entries

    def across(self, row: Row, below: Row) -> list[Entry]:
        """The labels of a row with their values in the row below it; most are known."""
        if not _are_same(row.edges, below.edges) or not all(row.cells):
            return []
        known = [entry for cell in row.cells if (entry := _label_in(cell, self.terms)) is not None]
        if any(entry.value for entry in known) or 2 * len(known) <= len(row.cells):
            return []
        if any(_label_in(cell, self.terms) is not None for cell in below.cells):
            return []
        heads = [self._entry(cell) or Entry(_words(cell), "", []) for cell in row.cells]
        return [
            head._replace(value=[list(words) for words in cell])
            for head, cell in zip(heads, below.cells, strict=True)
        ]

    def _entry(self, cell: Cell) -> Entry | None:
        """The label that a cell is or begins with: one that is known, or set or placed as these."""
        if (known := _label_in(cell, self.terms)) is not None or not cell:
            return known
        words = _words(cell)
        lead = lead_of(cell[0], self.terms)
        if self.colon:
            count = len(lead) if lead[-1].text[-1] == ":" else 0
        elif round(words[0].x0) in self.columns:
            count = len(words)
        else:
            style = _style(words[0])
            count = sum(1 for _ in takewhile(lambda word: _style(word) == style, words))
            count = count if style in self.styles and count < len(words) else 0
        is_label = 0 < count <= LABEL_WORDS and words[0].text[0].isupper()
        return Entry(words[:count], "", _rest(cell, count)) if is_label else None


def _words(cell: Cell) -> list[Word]:
    return [word for line in cell for word in line]


def _style(word: Word) -> tuple[object, ...]:
    return word.font, round(word.size * 2), word.bold, word.italic, word.color
