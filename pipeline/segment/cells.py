"""Small tables of labels and values, as under each measure, unfolded into lines below each other.

    Ansvarlig     │ FD og KD          a column of labels, beside that of their values; a label may
    departement   │                   wrap, a value goes on in its column, also overleaf
    Status        │ Under arbeid

    Ansvarlig     │ Status            a row of labels, above that of their values
    FD og KD      │ Under arbeid

What comes out is a line for each label and the lines of its value after it: from there on they read
like labels in lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.seams.terms import Terms
from pipeline.seams.words import Word, runs_of
from pipeline.segment.labels import CORE, bare_label
from pipeline.segment.lines import Layout, Line, line_of
from pipeline.segment.table_columns import cells_of
from pipeline.segment.vocabulary import labels

GAP = 0.9  # of the type size: the least white space between the cells of a small table
SAME = 3.0  # points: cells of a column begin as near to each other
LABEL_WORDS = 6  # no label has more
WRAPS = 2  # lines on which a label goes on
CLOSE = 1.8  # times the line pitch: further down nothing goes on
INSIDE = 1.2  # times the line pitch: the lines of a cell below its label are as near


def unfolded(lines: Sequence[Line], layout: Layout, terms: Terms) -> list[Line]:
    """The lines, those of small tables cell by cell. A label's cell is odd, its value's is next."""
    return _Unfolding(lines, layout, terms).lines()


@cache
def first_words(terms: Terms) -> frozenset[str]:
    """The words that begin labels, in small letters: most lines have none."""
    return frozenset(label.split(" ")[0] for label in labels(terms))


class _Unfolding:
    def __init__(self, lines: Sequence[Line], layout: Layout, terms: Terms) -> None:
        self.all, self.layout, self.terms = lines, layout, terms
        self.first_words = first_words(terms)
        self.cell = max((line.cell | 1 for line in lines), default=1)
        self.columns: tuple[float, float] | None = None  # of the table that is being read

    def lines(self) -> list[Line]:
        position = begun = 0
        unfolded: list[Line] = []  # from the end of the last table on
        while position < len(self.all):
            line = self.all[position]
            taken: list[Line] = []
            count = 0
            first = self.columns is None
            if self._may_be_label(line) and len(cells := self._cells(line)) > 1:
                count, taken = self._row_of_labels(position, cells)
                if not count:
                    count, taken = self._label_and_value(position, cells)
                    above = self._rows_above(position, begun) if count and first else 0
                    if above:  # in columns that are known now
                        del unfolded[-above:]
                        position, begun = position - above, position
                        continue
            if not count:
                self.columns = None
                count, taken = 1, [line]
            else:
                begun = position + count
            unfolded += taken
            position += count
        return unfolded

    def _rows_above(self, position: int, begun: int) -> int:
        """How many lines right above, behind `begun`, are rows in the same two columns."""
        assert self.columns is not None
        left, right = self.columns
        rows = 0
        for count in range(1, position - begun + 1):
            line, below = self.all[position - count], self.all[position - count + 1]
            step = below.baseline - line.baseline
            if line.page != below.page or step > CLOSE * self._pitch(line):
                break
            if abs(line.x0 - left) < SAME and len(cells := self._cells(line)) > 1:
                if not self._is_label(cells[0], (line.x0, cells[1][0].x0)):
                    break
                rows = count
            elif line.x0 < right - SAME:
                break
        return rows

    def _cells(self, line: Line) -> list[list[Word]]:
        """The cells of a line. A value may stand as close behind its label as words do, where its
        column is known.
        """
        words = line.words
        if self.columns is not None and not line.is_parted(GAP):
            for position, word in enumerate(words[1 : LABEL_WORDS + 1], start=1):
                label, value = list(words[:position]), list(words[position:])
                at_column = abs(word.x0 - self.columns[1]) < SAME
                if at_column and bare_label(_text(label), self.terms) is not None:
                    return [label, value]
        return cells_of(line, GAP)

    def _may_be_label(self, line: Line) -> bool:
        first = line.text.split(" ", 1)[0]
        if ":" in first or line.cell:
            return False
        if first.casefold() in self.first_words:
            return True
        return self.columns is not None and abs(line.x0 - self.columns[0]) < SAME

    # A column of labels

    def _label_and_value(
        self, position: int, cells: Sequence[Sequence[Word]]
    ) -> tuple[int, list[Line]]:
        """How many lines the row takes, and its cells as lines; none where it is no such row."""
        line = self.all[position]
        left, right = line.x0, cells[1][0].x0
        value = [word for cell in cells[1:] for word in cell]
        label = list(cells[0])
        values = [_line(value)]
        last = position
        pending: list[Word] = []  # perhaps the label goes on
        for following in self.all[position + 1 :]:
            above = self.all[last]
            if following.page == above.page:
                if following.baseline - above.baseline > CLOSE * self._pitch(following):
                    break
            elif following.x0 < right - SAME:
                break
            inside = [word for word in following.words if word.x0 >= right - SAME]
            beside = [word for word in following.words if word.x0 < right - SAME]
            if beside:
                wraps = self._goes_on(label + pending, beside)
                if not wraps or last - position >= WRAPS or abs(following.x0 - left) > SAME:
                    break
                pending += beside
            if inside:
                values.append(_line(inside))
            last += 1
        label += pending
        if not self._is_label(label, (left, right)):
            return 0, []
        self.columns = (left, right)
        self.cell += 2
        head = replace(_line(label), cell=self.cell)
        return last - position + 1, [
            head, *(replace(part, cell=self.cell + 1) for part in values)
        ]  # fmt: skip

    def _goes_on(self, label: Sequence[Word], beside: Sequence[Word]) -> bool:
        """Whether words below a label are the rest of it, and not the next."""
        text = _text([*label, *beside])
        begins = beside[0].text[:1].isupper() and bare_label(_text(beside), self.terms) is not None
        return bare_label(text, self.terms) is not None and not begins

    def _is_label(self, words: Sequence[Word], columns: tuple[float, float]) -> bool:
        """Whether the cell is a label: one that is known, or set as those above in its column."""
        if bare_label(_text(words), self.terms) is not None:
            return True
        if self.columns is None or len(words) > LABEL_WORDS:
            return False
        aligned = all(abs(a - b) < SAME for a, b in zip(columns, self.columns, strict=True))
        return (
            aligned
            and words[0].text[:1].isupper()
            and words[-1].text[-1:] not in (".", ",", ";", "")
        )

    # A row of labels

    def _row_of_labels(
        self, position: int, cells: Sequence[Sequence[Word]]
    ) -> tuple[int, list[Line]]:
        """The same of a row of labels with the row of their values below. Most are known; others
        are set as these are.
        """
        found = [bare_label(_text(cell), self.terms) for cell in cells]
        known = [label for label in found if label]
        alike = 2 * len(known) > len(cells) and all(
            cell[0].bold and cell[0].text[0].isupper() and len(cell) <= LABEL_WORDS
            for cell in cells
        )
        if not (all(found) or alike) or not any(label.kind in CORE for label in known):
            return 0, []
        lefts = [cell[0].x0 for cell in cells]
        columns: list[list[list[Word]]] = [[list(cell)] for cell in cells]
        count = 1
        for following in self.all[position + 1 :]:
            above = self.all[position + count - 1]
            step = following.baseline - above.baseline
            near = (CLOSE if count == 1 else INSIDE) * self._pitch(following)
            if following.page != above.page or step > near:
                break
            parts = cells_of(following, GAP)
            places = [_column_of(part, lefts) for part in parts]
            if None in places:
                break
            for part, place in zip(parts, places, strict=True):
                assert place is not None
                columns[place].append(list(part))
            count += 1
        if count == 1:
            return 0, []
        return count, list(self._columns_as_lines(columns))

    def _columns_as_lines(self, columns: Sequence[Sequence[Sequence[Word]]]) -> Iterator[Line]:
        for column in columns:
            words = list(column[0])
            rest = 1
            while (
                rest < len(column)
                and bare_label(_text([*words, *column[rest]]), self.terms) is not None
            ):
                words += column[rest]
                rest += 1
            self.cell += 2
            yield replace(_line(words), cell=self.cell)
            for part in column[rest:]:
                yield replace(_line(part), cell=self.cell + 1)

    def _pitch(self, line: Line) -> float:
        usual = self.layout.on(line.page)
        return usual.pitch * max(1.0, line.size / usual.body.size)


def _line(words: Sequence[Word]) -> Line:
    return line_of(tuple(runs_of(words)))


def _column_of(part: Sequence[Word], lefts: Sequence[float]) -> int | None:
    """Which column the words stand in; None where they do not begin there, or run across it."""
    for n, (left, right) in enumerate(zip(lefts, [*lefts[1:], 1e6], strict=True)):
        if abs(part[0].x0 - left) < SAME and part[-1].x1 < right:
            return n
    return None


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
