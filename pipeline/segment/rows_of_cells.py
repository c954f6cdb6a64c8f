"""Rows of cells with a label and its value each, as under each measure, set cell by cell.

                  │ Ansvarlig: JD,  │                 a value may wrap in its cell, and the cells
    Status: Pågår │ KLD og          │ Frist: 2027     stand at the top of their row or in its
                  │ HOD             │                 middle

           │      │           │ JD, KLD │             a label may have its value in the next cell,
    Status │ Pågår│ Ansvarlig │ og HOD  │

    Status        │ Ansvarlig                         or below it
    Pågår         │ JD, KLD og HOD

On the page the cells' lines stand in each other's way, level or with half a line between them. A
row without a value that wraps is none of these: its labels share a line (labels.py), or stand
beside or above their values (cells.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from msgspec.structs import replace

from pipeline.seams.terms import Terms
from pipeline.seams.words import Word
from pipeline.segment.joining import BROKEN_OFF
from pipeline.segment.labels import CORE, GAP, LABEL_WORDS
from pipeline.segment.lines import Layout, Line, line_of_words, text_of
from pipeline.segment.margins import LEVEL, Entry, known_label, lead_of
from pipeline.segment.table_columns import cells_of

ABOVE = 6  # lines: as far above a row stands the one before it
BESIDE = 1.0  # times the type size: lines of cells beside each other may be as far from level
SAME = 3.0  # points: lines of a cell begin as near to each other
INSIDE = 1.2  # times the line pitch: lines of a cell stand no further apart

Cell = list[Sequence[Word]]  # the words of its lines, from the top


def with_cells_apart(lines: Sequence[Line], layout: Layout, terms: Terms) -> list[Line]:
    """The lines, those of such rows cell by cell.

    A label's cell is odd, its value's is the next.
    """
    apart: list[Line] = []
    number = max((line.cell for line in lines), default=0)
    number += number % 2
    done = 0
    for position, line in enumerate(lines):
        if position < done or not _may_be_row(lines, position):
            continue
        is_new = not _has_label(line, terms)
        if is_new and not _is_below_labels(lines, position, terms):
            continue
        row = _Row(line, layout, terms)
        first, after = row.extended(lines, position, done)
        entries = _entries(row.cells, terms)
        is_below = bool(apart) and first == done and lines[done - 1].page == line.page
        has_values = any(entry.value for entry in entries)
        if _is_row(entries) or ((is_below or is_new) and len(entries) > 1 and has_values):
            apart += lines[done:first]
            for entry in entries:
                apart.append(replace(line_of_words(entry.label), cell=number + 1))
                apart += [replace(line_of_words(words), cell=number + 2) for words in entry.value]
                number += 2
            done = after
    return [*apart, *lines[done:]]


def _may_be_row(lines: Sequence[Line], position: int) -> bool:
    """Whether a line has several cells, or the next stands within the same row: most have not."""
    line = lines[position]
    if line.cell or line.is_parted(GAP):
        return not line.cell
    below = lines[position + 1] if position + 1 < len(lines) else line
    return below.page == line.page and line.baseline < below.baseline and _is_level(below, line)


def _is_level(line: Line, other: Line) -> bool:
    """Whether lines stand nearer to each other, in height, than those of one column do: the less
    certain of it, where they stand in one, one below the other.
    """
    first, second = sorted([line, other], key=lambda line: line.x0)
    is_beside = second.x0 > first.x1 + GAP * line.size
    return abs(line.baseline - other.baseline) < (BESIDE if is_beside else LEVEL) * line.size


def _has_label(line: Line, terms: Terms) -> bool:
    """Whether one of the line's cells begins with a known label."""
    return any(known_label(lead_of(cell, terms), terms) is not None for cell in cells_of(line, GAP))


def _is_below_labels(lines: Sequence[Line], position: int, terms: Terms) -> bool:
    """Whether all cells of the line have a colon, and begin where those of a line above do that
    begins with a label: they may be labels that nobody knows.
    """
    here = cells_of(lines[position], GAP)
    if len(here) < 2 or any(lead_of(cell, terms)[-1].text[-1] != ":" for cell in here):
        return False
    for line in lines[max(0, position - ABOVE) : position]:
        above = cells_of(line, GAP)
        alike = len(above) >= len(here) and all(
            abs(other[0].x0 - cell[0].x0) < SAME for other, cell in zip(above, here, strict=False)
        )
        if alike and line.page == lines[position].page and _has_label(line, terms):
            return True
    return False


class _Row:
    """The cells of a row, as far as they are known: at first, those of one line."""

    def __init__(self, line: Line, layout: Layout, terms: Terms) -> None:
        self.layout, self.terms = layout, terms
        self.cells: list[Cell] = [[cell] for cell in cells_of(line, GAP)]

    def extended(self, lines: Sequence[Line], position: int, start: int) -> tuple[int, int]:
        """Take the lines below and above the one at `position`, from `start` on, that stand in the
        row's cells: the first of them, and the first behind them.
        """
        first, after = position, position + 1
        while after < len(lines) and self._takes(lines[after], lines[after - 1]):
            after += 1
        while first > start and self._takes(lines[first - 1], lines[first]):
            first -= 1
        return first, after

    def _takes(self, line: Line, beside: Line) -> bool:
        """Take a line next to one that is taken, if it stands in the row's cells."""
        step = line.baseline - beside.baseline
        usual = self.layout.on(line.page)
        pitch = usual.pitch * line.size / usual.body.size
        if line.cell or line.page != beside.page or abs(step) > INSIDE * pitch:
            return False
        is_between = _is_level(line, beside)
        parts = cells_of(line, GAP)
        places = [self._place(part) for part in parts]
        if not is_between and (None in places or not self._goes_on(places, parts, step, usual)):
            return False
        new: list[Cell] = []
        for place, part in zip(places, parts, strict=True):
            if place is not None:
                self.cells[place].insert(len(self.cells[place]) if step > 0 else 0, part)
            else:
                new.append([part])
        self.cells = sorted([*self.cells, *new], key=_left)
        return True

    def _lacks_last_value(self) -> bool:
        """Whether the last label of a line has its value on the next one, where lines begin."""
        return len(self.cells[-1]) == 1 and self.cells[-1][0][-1].text[-1] == ":"

    def _place(self, part: Sequence[Word]) -> int | None:
        """The number of the cell that words stand in: they begin as its lines do, and end in it."""
        lefts = [*map(_left, self.cells), float("inf")]
        for place in range(len(self.cells)):
            if abs(part[0].x0 - lefts[place]) < SAME and part[-1].x1 < lefts[place + 1]:
                return place
        return None

    def _begins(self, part: Sequence[Word]) -> bool:
        """Whether words under the first cell begin the next row: they are a label, as those are,
        or have a colon as these have.
        """
        leads = [lead_of(words, self.terms) for words in (self.cells[0][0], part)]
        return part[0].text[0].isupper() and all(
            lead[-1].text[-1] == ":" or known_label(lead, self.terms) for lead in leads
        )

    def _goes_on(
        self,
        places: Sequence[int | None],
        parts: Sequence[Sequence[Word]],
        step: float,
        usual: Layout,
    ) -> bool:
        """Whether a line in the first cell is of the row: it lies below, and begins neither the
        next row nor the text, nor is it the rest of the last value, behind a full line.

        What is broken off there, or only begun by its label, goes on in any case; where the last
        value alone is broken off, that does.
        """
        if places[0] == 0 and (step < 0 or self._begins(parts[0]) or self._lacks_last_value()):
            return False
        if places != [0]:
            return True
        first = parts[0][0]
        above = text_of(self.cells[0][-1])
        if above[-1] == ":" or BROKEN_OFF.search(above) is not None:
            return True
        if BROKEN_OFF.search(text_of(self.cells[-1][-1])) is not None:
            return False
        is_lowest = all(cell[-1][0].top < self.cells[0][-1][0].top for cell in self.cells[1:])
        end = _right(self.cells[-1]) + usual.space + first.x1 - first.x0
        return not first.text[0].isupper() and (is_lowest or end < usual.right)


def _left(cell: Cell) -> float:
    return cell[0][0].x0


def _right(cell: Cell) -> float:
    return max(words[-1].x1 for words in cell)


def _entries(cells: Sequence[Cell], terms: Terms) -> list[Entry]:
    """The labels in cells, from left to right, with their values; none where the cells are no such
    row: they begin with something else.

    A label that no vocabulary has begins a cell, and is set as those that are known.
    """
    cells = [_with_whole_label(cell) for cell in cells]
    leads = [lead_of(words, terms) for words in chain.from_iterable(cells)]
    known = [lead for lead in leads if known_label(lead, terms) is not None]
    entries: list[Entry] = []
    for cell in cells:
        for number, words in enumerate(cell):
            lead = lead_of(words, terms)
            label = known_label(lead, terms)
            last = entries[-1] if entries else None
            is_first = last is None or bool(last.value)
            rest = list(words[len(lead) :])
            if last is not None and not is_first and known_label([*last.label, *lead], terms):
                last.label.extend(lead)
                last.value.extend([rest] if rest else [])
            elif label is not None or (number == 0 and is_first and _is_alike(lead, rest, known)):
                kind = label.kind if label is not None else ""
                entries.append(Entry(list(lead), kind, [rest] if rest else []))
            elif last is None or (number == 0 and last.value):
                return []  # a cell without a label
            else:
                last.value.append(list(words))
    return entries


def _with_whole_label(cell: Cell) -> Cell:
    """The cell, its first two lines in one where a label goes on to its colon: «Berørte», above
    «parter: Alle».
    """
    if len(cell) == 1 or ":" in text_of(cell[0]) or not cell[1][0].text[0].islower():
        return cell
    is_label = any(word.text[-1] == ":" for word in cell[1][:LABEL_WORDS])
    return [[*cell[0], *cell[1]], *cell[2:]] if is_label else cell


def _is_row(entries: Sequence[Entry]) -> bool:
    """Whether several labels stand beside each other in cells, where one or its value wraps. None
    that makes an item is without a value: in a row of labels alone all are.
    """
    wraps = any(
        len(entry.value) > 1 or entry.label[0].line != entry.label[-1].line for entry in entries
    )
    core = [entry for entry in entries if entry.kind in CORE]
    return len(entries) > 1 and wraps and all(entry.value for entry in core)


def _is_alike(lead: Sequence[Word], rest: Sequence[Word], known: Sequence[Sequence[Word]]) -> bool:
    """Whether words are set as known labels are: with a colon as these, or in bold as these."""
    with_colon = all(label[-1].text[-1] == ":" for label in [lead, *known])
    in_bold = all(word.bold for label in [lead, *known] for word in label) and not any(
        word.bold for word in rest
    )
    return lead[0].text[0].isupper() and len(lead) <= LABEL_WORDS and (with_colon or in_bold)
