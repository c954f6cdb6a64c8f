"""Small tables of labels and values, as under each measure, unfolded into lines below each other.

    Ansvarlig     │ FD og KD          a column of labels, beside that of their values; a label may
    departement   │                   wrap, a value goes on in its column, also overleaf
    Status        │ Under arbeid

    Ansvar │ JD    │ Utført │ POD og  several labels in a row, each beside its value
           │       │ av     │ UDI
    Status │ Pågår │ Frist  │ 2027

    Ansvarlig     │ Status            a row of labels, above that of their values; another may
    FD og KD      │ Under arbeid      stand below it

Labels that nobody knows are known by their place: they are in bold as those beside them, stand in
the column of others, or beside the same ones again and again.

What comes out is a line for each label and the lines of its value after it: from there on they read
like labels in lines of their own.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, takewhile
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.seams.terms import Terms
from pipeline.seams.words import Word
from pipeline.segment.label_kinds import reads_as_value
from pipeline.segment.labels import CORE, GAP, bare_label
from pipeline.segment.lines import Layout, Line, line_of_words, text_of
from pipeline.segment.table_columns import cells_of
from pipeline.segment.vocabulary import labels

SAME = 3.0  # points: cells of a column begin as near to each other
LABEL_WORDS = 6  # no label has more
WRAPS = 2  # lines on which a label goes on
CLOSE = 1.8  # times the line pitch: further down nothing goes on
INSIDE = 1.2  # times the line pitch: the lines of a cell below its label are as near
TIMES = 3  # rows: in fewer, what stands beside labels again may be values
OFTEN = 2 / 3  # of the rows that have the label which stands in most


def unfolded(lines: Sequence[Line], layout: Layout, terms: Terms) -> list[Line]:
    """The lines, those of small tables cell by cell. A label's cell is odd, its value's is next."""
    return _Unfolding(lines, layout, terms).lines()


@cache
def first_words(terms: Terms) -> frozenset[str]:
    """The words that begin labels, in small letters: most lines have none."""
    return frozenset(label.split(" ")[0] for label in labels(terms))


class _Habit(NamedTuple):
    """What stands again and again: cells in rows with known labels, where labels do if each has its
    value beside it; and whole rows.
    """

    labels: frozenset[str]
    rows: frozenset[tuple[str, ...]]


def _habit(lines: Sequence[Line], terms: Terms) -> _Habit:
    known: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    rows: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        if not line.is_parted(GAP):
            continue
        texts = [text_of(cell) for cell in cells_of(line, GAP)]
        found = [text for text in texts if bare_label(text, terms) is not None]
        known.update(found)
        beside.update(texts[::2] if not set(found).isdisjoint(texts[::2]) else ())
        rows[tuple(texts)] += 1
    least = max(TIMES, OFTEN * max(known.values(), default=0))
    return _Habit(
        frozenset(
            text for text, times in beside.items()
            if times >= least and text[0].isupper() and not reads_as_value(text, terms)
        ),
        frozenset(
            texts for texts, times in rows.items()
            if times >= least and not any(reads_as_value(text, terms) for text in texts)
        ),
    )  # fmt: skip


class _Cell(NamedTuple):
    """A cell of a row: whether it is a label, and its words line by line."""

    is_label: bool
    lines: list[list[Word]]

    @property
    def left(self) -> float:
        return self.lines[0][0].x0

    @property
    def words(self) -> list[Word]:
        return list(chain.from_iterable(self.lines))


class _Unfolding:
    def __init__(self, lines: Sequence[Line], layout: Layout, terms: Terms) -> None:
        self.all, self.layout, self.terms = lines, layout, terms
        self.habit = _habit(lines, terms)
        self.first_words = first_words(terms) | {
            text.split(" ")[0].casefold() for text in chain(self.habit.labels, *self.habit.rows)
        }
        self.cell = max((line.cell | 1 for line in lines), default=1)
        self.columns: tuple[float, ...] | None = None  # of the table that is being read
        self.heads: Sequence[float] = ()  # where labels stand whose values end right above

    def lines(self) -> list[Line]:
        position = begun = 0
        unfolded: list[Line] = []  # from the end of the last table on
        while position < len(self.all):
            line = self.all[position]
            taken: list[Line] = []
            count = 0
            first = self.columns is None
            may_part = not first or line.is_parted(GAP)
            if may_part and self._may_be_label(line) and len(cells := self._cells(line)) > 1:
                count, taken = self._row_of_labels(position, cells)
                if not count:
                    count, taken = self._labels_and_values(position, cells)
                    above = self._rows_above(position, begun) if count and first else 0
                    if above:  # in columns that are known now
                        del unfolded[-above:]
                        position, begun = position - above, position
                        continue
            if not count:
                self.columns, self.heads = None, self._heads_with(line)
                count, taken = 1, [line]
            else:
                begun = position + count
            unfolded += taken
            position += count
        return unfolded

    def _heads_with(self, line: Line) -> Sequence[float]:
        """Where labels stand in a row that is known cell by cell, as far as `line`."""
        if line.cell % 2 == 0:
            return self.heads if line.cell else ()
        return [*takewhile(lambda left: left < line.x0 - SAME, self.heads), line.x0]

    def _rows_above(self, position: int, begun: int) -> int:
        """How many lines right above, behind `begun`, are rows in the same two columns."""
        assert self.columns is not None
        left, right = self.columns[:2]
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
                if at_column and bare_label(text_of(label), self.terms) is not None:
                    return [label, value]
        return cells_of(line, GAP)

    def _may_be_label(self, line: Line) -> bool:
        first = line.text.split(" ", 1)[0]
        if ":" in first or line.cell:
            return False
        if first.casefold() in self.first_words or (line.several and line.words[0].bold):
            return True
        return self.columns is not None and abs(line.x0 - self.columns[0]) < SAME

    # Labels beside their values

    def _labels_and_values(
        self, position: int, cells: Sequence[Sequence[Word]]
    ) -> tuple[int, list[Line]]:
        """How many lines the row takes, and its cells as lines; none where it is no such row."""
        row = self._row(cells)
        lefts = [cell.left for cell in row]
        count = 1
        for following in self.all[position + 1 :]:
            above = self.all[position + count - 1]
            if following.page == above.page:
                step = following.baseline - above.baseline
                if step > (INSIDE if self._ends_page(position + count) else CLOSE) * self._pitch(
                    following
                ):
                    break
            elif following.x0 < lefts[1] - SAME:
                break
            parts: dict[int, list[Word]] = {}  # by place in the row
            for word in following.words:
                place = max(0, bisect(lefts, word.x0 + SAME) - 1)
                parts.setdefault(place, []).append(word)
            beside = {place: part for place, part in parts.items() if row[place].is_label}
            if beside and count > WRAPS:
                break
            if not all(
                self._goes_on(row[place], part) or (0 not in parts and _is_set_apart(part, row))
                for place, part in beside.items()
            ):
                break
            for place, part in parts.items():
                row[place].lines.append(part)
            count += 1
        if not self._is_label(row[0].words, lefts) and not self._is_new_label(row):
            return 0, []
        self.columns = tuple(lefts)
        return count, list(self._cells_as_lines(row))

    def _ends_page(self, position: int) -> bool:
        """Whether a line is the last of its page. What stands apart there may be the value of a
        label that stands overleaf.
        """
        following = self.all[position + 1 : position + 2]
        return bool(following) and following[0].page != self.all[position].page

    def _is_new_label(self, row: Sequence[_Cell]) -> bool:
        """Whether the first label, that nobody knows, is in bold as known ones behind it are."""
        is_short = len(row[0].words) <= LABEL_WORDS and row[0].words[0].text[0].isupper()
        known = any(cell.is_label and self._is_known(cell.words) for cell in row[1:])
        return is_short and known and _is_set_apart(row[0].words, row)

    def _row(self, cells: Sequence[Sequence[Word]]) -> list[_Cell]:
        """The first line of the cells, those of one value together, each known for a label or a
        value. A cell may be empty behind its label.
        """
        row = [_Cell(True, [list(cells[0])]), _Cell(False, [list(cells[1])])]
        if self._begins_pair(cells[1], row[:1]):
            row[1] = _Cell(True, [list(cells[1])])
        for cell in cells[2:]:
            if self._begins_pair(cell, row):
                row.append(_Cell(True, [list(cell)]))
            elif row[-1].is_label:
                row.append(_Cell(False, [list(cell)]))
            else:
                row[-1].lines[0].extend(cell)
        return row

    def _begins_pair(self, cell: Sequence[Word], row: Sequence[_Cell]) -> bool:
        """Whether the next cell is a label: a known one, set as the first, or one that nobody knows
        and that is in bold as that is, beside values in plain type.
        """
        is_bold = row[0].words[0].bold
        if not cell[0].text[0].isupper() or cell[0].bold != is_bold:
            return False
        if row[-1].is_label and not is_bold:
            return False
        if self._is_known(cell):
            return True
        return not row[-1].is_label and _is_set_apart(cell, row) and len(cell) <= LABEL_WORDS

    def _cells_as_lines(self, row: Sequence[_Cell]) -> Iterator[Line]:
        for cell in row:
            if cell.is_label:
                self.cell += 2
                yield replace(line_of_words(cell.words), cell=self.cell)
            else:
                for part in cell.lines:
                    yield replace(line_of_words(part), cell=self.cell + 1)

    def _is_known(self, words: Sequence[Word]) -> bool:
        text = text_of(words)
        return bare_label(text, self.terms) is not None or text in self.habit.labels

    def _goes_on(self, label: _Cell, beside: Sequence[Word]) -> bool:
        """Whether words below a label are the rest of it, and not the next."""
        if abs(beside[0].x0 - label.left) > SAME:
            return False
        text = text_of([*label.words, *beside])
        begins = (
            beside[0].text[:1].isupper() and bare_label(text_of(beside), self.terms) is not None
        )
        return bare_label(text, self.terms) is not None and not begins

    def _is_label(self, words: Sequence[Word], columns: Sequence[float]) -> bool:
        """Whether the cell is a label: one that is known, or set as those above in its column."""
        if self._is_known(words):
            return True
        if self.columns is None or len(words) > LABEL_WORDS:
            return False
        aligned = all(abs(a - b) < SAME for a, b in zip(columns[:2], self.columns, strict=False))
        return (
            aligned
            and words[0].text[:1].isupper()
            and words[-1].text[-1:] not in (".", ",", ";", "")
        )

    # A row of labels

    def _row_of_labels(
        self, position: int, cells: Sequence[Sequence[Word]]
    ) -> tuple[int, list[Line]]:
        """The same of a row of labels with the row of their values below."""
        below = self.all[position + 1 : position + 2]
        apart = any(_is_set_otherwise(line.words[0], cells) for line in below)
        if not self._is_row_of_labels(cells, self.heads, apart):
            return 0, []
        lefts = [cell[0].x0 for cell in cells]
        heads = [list(cell) for cell in cells]
        count = 1
        while parts := self._in_columns(position + count, lefts, INSIDE):
            if not self._go_on(heads, parts):
                break
            for place, part in parts.items():
                heads[place] += part
            count += 1
        columns: list[list[list[Word]]] = [[] for _ in heads]
        first = count
        while parts := self._in_columns(
            position + count, lefts, INSIDE if count > first else CLOSE
        ):
            if count > first and self._is_row_of_labels(list(parts.values()), lefts):
                break
            for place, part in parts.items():
                columns[place].append(part)
            count += 1
        if count == first:
            return 0, []
        self.heads = lefts
        return count, list(self._columns_as_lines(heads, columns))

    def _in_columns(
        self, position: int, lefts: Sequence[float], near: float
    ) -> dict[int, list[Word]]:
        """What stands in which column of the line at `position`; nothing where it runs across them,
        or stands further below than `near` times the line pitch.
        """
        if position == len(self.all):
            return {}
        line, above = self.all[position], self.all[position - 1]
        step = line.baseline - above.baseline
        if line.page != above.page or step > near * self._pitch(line):
            return {}
        parts = cells_of(line, GAP)
        places = [_column_of(part, lefts) for part in parts]
        if None in places:
            return {}
        return {place: part for place, part in zip(places, parts, strict=True) if place is not None}

    def _go_on(self, heads: Sequence[Sequence[Word]], parts: Mapping[int, Sequence[Word]]) -> bool:
        """Whether labels go on in the line below: «Ansvarlig», «Berørte» above «departement»,
        «parter». One that nobody knows does in bold, or beside others.
        """
        known = {p for p, part in parts.items() if self._is_known([*heads[p], *part])}
        return all(
            part[0].bold == heads[place][0].bold
            and part[0].text[:1].islower()
            and (part[0].bold or bool(known))
            for place, part in parts.items()
            if place not in known
        )

    def _is_row_of_labels(
        self, cells: Sequence[Sequence[Word]], columns: Sequence[float], apart: bool = False
    ) -> bool:
        """Whether the cells are labels that stand above their values: most are known, others are
        set as these are, in bold or otherwise set `apart`. One makes an item, or the row stands
        there again and again; below such a row and its values, in the same columns, this is enough.
        """
        known = [label for cell in cells if (label := bare_label(text_of(cell), self.terms))]
        is_usual = tuple(map(text_of, cells)) in self.habit.rows
        alike = all(
            (apart or cell[0].bold) and cell[0].text[0].isupper() and len(cell) <= LABEL_WORDS
            for cell in cells
        )
        are_labels = len(known) == len(cells) or (
            2 * len(known) > len(cells) and (alike or is_usual)
        )
        if are_labels and any(label.kind in CORE for label in known):
            return True
        is_below = _are_columns([cell[0].x0 for cell in cells], columns)
        return is_usual and (are_labels or is_below)

    def _columns_as_lines(
        self, heads: Sequence[Sequence[Word]], columns: Sequence[Sequence[Sequence[Word]]]
    ) -> Iterator[Line]:
        for head, column in zip(heads, columns, strict=True):
            self.cell += 2
            yield replace(line_of_words(head), cell=self.cell)
            for part in column:
                yield replace(line_of_words(part), cell=self.cell + 1)

    def _pitch(self, line: Line) -> float:
        usual = self.layout.on(line.page)
        return usual.pitch * max(1.0, line.size / usual.body.size)


def _column_of(part: Sequence[Word], lefts: Sequence[float]) -> int | None:
    """Which column the words stand in; None where they do not begin there, or run across it."""
    for n, (left, right) in enumerate(zip(lefts, [*lefts[1:], 1e6], strict=True)):
        if abs(part[0].x0 - left) < SAME and part[-1].x1 < right:
            return n
    return None


def _is_set_apart(words: Sequence[Word], row: Sequence[_Cell]) -> bool:
    """Whether words are in bold as the labels of the row are, and none of its values."""
    return all(word.bold for word in words) and all(
        word.bold == cell.is_label for cell in row for word in cell.words
    )


def _is_set_otherwise(word: Word, cells: Sequence[Sequence[Word]]) -> bool:
    """Whether the words of cells are set alike, and another word is not."""
    styles = {(w.font, round(w.size), w.bold, w.color) for cell in cells for w in cell}
    return len(styles) == 1 and (word.font, round(word.size), word.bold, word.color) not in styles


def _are_columns(lefts: Sequence[float], others: Sequence[float]) -> bool:
    """Whether cells begin at the same places as others; the last ones may be empty."""
    pairs = zip(lefts, others, strict=False)
    return 1 < len(lefts) <= len(others) and all(abs(a - b) < SAME for a, b in pairs)
