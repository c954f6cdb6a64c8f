"""The overview's rows: what a row is, and by which marks its beginning is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from pipeline.norwegian.numbering import (
    ItemNumber,
    cell_number,
    is_letter,
    is_session,
    number_cell,
)
from pipeline.seams.words import Word
from pipeline.segment.lines import Line, text_of
from pipeline.segment.table_columns import CELL_GAP as PARTED
from pipeline.segment.table_columns import Columns
from pipeline.segment.vocabulary import normalised

SKIPPED = 3  # numbers: as many may be missing before a row whose number stands in its title
DASHES = ("–", "-", "—")  # between a number and its title
CELL_GAP = 0.6 * 0.8  # of the type size: a number in its column is as far from the next cell
Before = ItemNumber | None  # the number of the row before


class Row(NamedTuple):
    """One row of the table, or one section row; cells as their words in reading order.

    `number` is None for a section, whose words are its `title`. `meaning` is what the mark in its
    cell of statuses stands for, as printed in a legend or a head. `shares` names the row, by its
    position among all, whose cell it shares: one that is drawn across several rows.
    """

    number: ItemNumber | None
    cells: dict[str, list[Word]]  # by the name of the column
    meaning: str = ""
    shares: Mapping[str, int] = {}

    @property
    def section(self) -> bool:
        return self.number is None

    @property
    def page(self) -> int:
        return min(word.page for words in self.cells.values() for word in words[:1])


class RowNumber(NamedTuple):
    """The number that begins a row, and how many words it is.

    `marked` says that nothing in a title could look like it: it has a letter or a mark.
    """

    number: ItemNumber
    words: int
    marked: bool


def last_number(rows: Sequence[Row]) -> Before:
    """The number of the last row read."""
    return next((row.number for row in reversed(rows) if row.number is not None), None)


class Marks:
    """What tells rows, section rows and running text from each other, under the same columns.

    `chapter_titles` are normalised names that a section row may have.
    """

    def __init__(self, columns: Columns, chapter_titles: AbstractSet[str]) -> None:
        self.columns, self.chapter_titles = columns, chapter_titles
        self._numbers: dict[tuple[int, int, float, float, int], RowNumber | None] = {}

    def number_of(self, words: Sequence[Word]) -> RowNumber | None:
        """The number that begins a row, in a column of its own or first in the title's cell."""
        first, last = words[0], words[-1]  # many ask, in turn, of the same words
        place = (first.page, first.line, first.x0, last.x0, len(words))
        if place not in self._numbers:
            self._numbers[place] = self._number_of(words)
        return self._numbers[place]

    def _number_of(self, words: Sequence[Word]) -> RowNumber | None:
        name = "number" if self.columns.has_number else "title"
        if not any(map(str.isdigit, "".join([word.text for word in words]))):
            return None  # most lines have no number, and need no closer look
        cell = self.columns.within(name, words)
        if not cell or not self._begins_cell(words, cell[0]) or self.is_named(words):
            return None
        return self._number_in_column(words, cell) if name == "number" else number_in_title(cell)

    def in_title(self, number: RowNumber) -> int:
        """How many words of a title's cell are the number."""
        return 0 if self.columns.has_number else number.words

    def _begins_cell(self, words: Sequence[Word], word: Word) -> bool:
        """Whether `word` stands first in its line, or in its column behind what ends before that,
        or after a gap that parts two cells.
        """
        before = [other for other in words if other.x0 < word.x0]
        if not before:
            return True
        column = self.columns.named(self.columns.of(word))
        assert column is not None
        ends_before = before[-1].x1 <= column.left and column.name == "number"
        return ends_before or word.x0 - before[-1].x1 > PARTED * word.size

    def _number_in_column(self, words: Sequence[Word], cell: Sequence[Word]) -> RowNumber | None:
        for count in range(len(cell), 0, -1):
            match = number_cell(text_of(cell[:count]))
            if match is not None:
                if count < len(cell) or self._flows(words, cell[count - 1]):
                    return None
                return RowNumber(ItemNumber.of(match), count, True)
        return None

    def _flows(self, words: Sequence[Word], last: Word) -> bool:
        """Whether a line runs on after `last` without what parts two cells."""
        following = [word for word in words if word.x0 > last.x0][:1]
        return any(not self.columns.are_parted(last, word, CELL_GAP) for word in following)

    def ends_number(self, words: Sequence[Word]) -> bool:
        """Whether a line goes on with a row's number: «(2025–2026)» below «Vedtak nr. 97»."""
        return is_session(" ".join(word.text for word in self.columns.within("number", words)))

    def is_named(self, words: Sequence[Word]) -> bool:
        """Whether the words are a chapter's name, as a section row has it, from the left edge."""
        if self.columns.of(words[0]) != self.columns.names[0]:
            return False
        return normalised(text_of(words)) in self.chapter_titles

    def starts(self, lines: Sequence[Sequence[Word]], before: Before, strip: bool) -> list[int]:
        """Which of `lines` begin a row.

        A number in a column of its own does. One in the title's cell may be a year or a count
        that wrapped onto a new line: it must follow the one `before`, or, where numbers are
        skipped, stand first in a `strip`, or beside the first lines of the other cells.
        """
        if self.columns.has_number:
            return [p for p, words in enumerate(lines) if self.number_of(words) is not None]
        found = []
        titled = False
        for position, words in enumerate(lines):
            number = self.number_of(words)
            names = set(self.columns.of_each(words))
            if number is not None and (
                (number.number.follows(before) and not is_of_chapter(number, before, names))
                or (number.marked and strip and not titled)
                or (
                    names >= {"title", "ministries", "status"}
                    and (number.marked or number.number.lies_beyond(before, SKIPPED))
                )
            ):
                found.append(position)
                before = number.number
            titled = titled or "title" in names
        return found

    def crosses(self, line: Line) -> bool:
        """Whether the line runs on from one column into the next, as running text does."""
        names = self.columns.of_each(line.words)
        return any(
            name != other and not self.columns.are_parted(word, following, PARTED)
            for (word, name), (following, other) in pairwise(zip(line.words, names, strict=True))
        )

    def is_inside(self, line: Line) -> bool:
        """Whether the line may be the rest of a row's cells."""
        return self.columns.of(line.words[0]) != "number" and not self.crosses(line)

    def is_whole_row(self, line: Line) -> bool:
        """Whether the line has a number and the beginnings of the title's and status' cells."""
        if self.number_of(line.words) is None or self.crosses(line):
            return False
        return {"title", "status"}.issubset(self.columns.of_each(line.words))

    def looks_like_row(self, line: Line) -> bool:
        names = set(self.columns.of_each(line.words))
        return (len(names) > 1 or not self.columns.has_number) and not self.crosses(line)

    def is_section(
        self, words: Sequence[Word], rows: Sequence[Row], may_continue: bool = False
    ) -> bool:
        """Whether `words`, a strip, are a section row.

        `rows` are those read so far; `may_continue` says that the words could also be the rest of
        the last, from the page before: no row that is in plain type goes on in bold.
        """
        if self.is_named(words):
            return True
        lines = by_line(words)
        numbered = any(self.number_of(line) is not None for line in lines)
        if self.columns.has_number:
            outermost = self.columns.of(words[0]) == "number"
            return not numbered and outermost and not self.ends_number(words)
        others = {self.columns.of(w) for ln in lines for c in _gaps(ln)[1:] for w in c}
        if numbered and others:
            return False
        rows_bold = any(word.bold for row in rows if not row.section for word in row.cells["title"])
        if not all(word.bold for word in words) or rows_bold:
            return False
        last = rows[-1].cells.values() if rows else ()
        return not may_continue or not any(word.bold for cell in last for word in cell)


def is_of_chapter(number: RowNumber, before: Before, names: AbstractSet[str]) -> bool:
    """Whether «3», after 2.4, is the number of a chapter: other cells stand beside a measure's."""
    higher = before is not None and len(number.number.parts) < len(before.parts)
    return higher and names <= {"number", "title"}


def number_in_title(cell: Sequence[Word]) -> RowNumber | None:
    """The number with which a title's cell begins, before a capital or a dash: «12 Styrke»,
    «12 a Styrke», «12 – Styrke».
    """
    texts = [word.text for word in cell]
    match = cell_number(texts[0])
    if match is None:
        return None
    number, used, bare = ItemNumber.of(match), 1, texts[0].isdigit()
    plain = not match["mark"] and not match["letter"]
    lettered = plain and bool(texts[1:]) and is_letter(texts[1])
    if lettered and (len(texts[1]) > 1 or (bool(texts[2:]) and texts[2][0].isupper())):
        number, used = number._replace(letter=texts[1][0].lower()), 2
    if texts[used : used + 1] and texts[used] in DASHES and texts[used + 1 :]:
        used += 1  # «1 – Styrke»
    elif bare and used == 1 and not (texts[1:] and texts[1][0].isupper()):
        return None  # alone on its line or before a small letter, it is a part of the title
    return RowNumber(number, used, not bare or used > 1)


def _gaps(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted where a cell's gap is."""
    parts = [[words[0]]]
    for word, following in pairwise(words):
        if following.x0 - word.x1 > PARTED * min(word.size, following.size):
            parts.append([])
        parts[-1].append(following)
    return parts


def by_line(words: Sequence[Word]) -> list[list[Word]]:
    """The words, which may come in any order of pages, line by line."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.page, word.line), []).append(word)
    return list(lines.values())
