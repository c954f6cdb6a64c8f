"""Where the overview ends on a page: what stands below its last row is no part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.norwegian.numbering import item_heading, table_caption
from pipeline.seams.terms import Terms
from pipeline.seams.words import Rule
from pipeline.segment.labels import has_core_label
from pipeline.segment.lines import Layout, Line
from pipeline.segment.table_columns import CELL_GAP, separators
from pipeline.segment.table_rows import Marks, Row

SMALLER = 0.93  # times the size of running text: what is set smaller is a note
ALIKE = 0.98  # times the size of the other rows: a line as large may begin one
SAME_X = 1.0  # points: section rows begin at one x
LARGE = 1.15  # times the size of running text: what is larger is a heading
HEADING_LINES = 3  # of an item above its labels
WRAPPED = 1.5  # times the size of the type: further off, a line is not the next


def is_large(line: Line, layout: Layout) -> bool:
    """Whether the line is set as large as a heading; a large dot or tick is none."""
    large = line.size > LARGE * layout.on(line.page).body.size
    return large and any(map(str.isalpha, line.text))


def first_item(lines: Sequence[Line], terms: Terms) -> int | None:
    """Where the report's text on an item begins: with a heading that has its labels under it."""
    labelled = next(
        (p for p, line in enumerate(lines) if line.cell or has_core_label(line, terms)), 0
    )
    above = range(labelled - 1, max(labelled - HEADING_LINES, 0) - 1, -1)
    return next((p for p in above if item_heading(lines[p].text) is not None), None)


class Ending:
    """The end of the table among one page's lines. `rules` are the ruling lines there, `read` the
    rows that were read before.
    """

    def __init__(
        self,
        marks: Marks,
        rules: Sequence[Rule],
        layout: Layout,
        read: Sequence[Row],
        terms: Terms,
    ) -> None:
        self.marks, self.rules, self.layout, self.read = marks, rules, layout, read
        self.terms = terms

    def part(
        self, lines: Sequence[Line], across: Sequence[float] | None = None
    ) -> tuple[list[Line], list[Line]]:
        """The lines of the table, and those after its end."""
        across = separators(self.rules) if across is None else across
        limit = first_item(lines, self.terms)
        limit = self._new_part(lines) if limit is None else self._new_part(lines[:limit]) or limit
        if limit is not None:
            inside, rest = self.part(lines[:limit], across) if limit else ([], [])
            return inside, [*rest, *lines[limit:]]
        size = self._size_of_rows(lines)
        last_start = _last(
            lines, lambda ln: self._is_numbered(ln, size) and self.marks.looks_like_row(ln)
        )
        least = SMALLER * size
        if len(across) >= 2:
            inside = [line for line in lines if line.baseline <= across[-1]]
            below = [line for line in lines if line.baseline > across[-1]]
            while below and (
                self._is_inside(below[0], inside, least) or _wraps(below[0], inside, across[-1])
            ):
                inside.append(below.pop(0))
            if below and not any(self._is_numbered(line, size) for line in below):
                return inside, below
        for position in range(max(last_start, 0), len(lines)):
            if position > last_start and (
                self._is_running_text(lines[position], lines[:position], last_start >= 0, size)
                or lines[position].size < least
            ):
                return list(lines[:position]), list(lines[position:])
        return list(lines), []

    def _is_numbered(self, line: Line, size: float) -> bool:
        """Whether a line has a number as rows have, and is not smaller than these, as a note is."""
        return line.size > ALIKE * size and self.marks.number_of(line.words) is not None

    def _left_of_rows(self) -> float:
        """The x at which the rows read so far begin."""
        return min(
            (w.x0 for row in self.read for ws in row.cells.values() for w in ws), default=0.0
        )

    def _size_of_rows(self, lines: Sequence[Line]) -> float:
        """The type size in which most rows begin on the page, or did on earlier pages."""
        sizes = Counter(
            line.size
            for line in lines
            if self.marks.number_of(line.words) is not None and self.marks.looks_like_row(line)
        )
        return sizes.most_common(1)[0][0] if sizes else self._size_before(lines)

    def _size_before(self, lines: Sequence[Line]) -> float:
        """The type size of the rows on earlier pages, or that of the first line if there is none.

        A page of another format may have them smaller, as its running text is.
        """
        rows = [row for row in self.read if not row.section and row.cells["title"]]
        if not rows:
            return lines[0].size
        word = rows[-1].cells["title"][-1]
        here, there = self.layout.on(lines[0].page), self.layout.on(word.page)
        return word.size * here.body.size / there.body.size

    def _new_part(self, lines: Sequence[Line]) -> int | None:
        """Where on the page another part of the report begins; None if nothing says that.

        It begins with a heading, or with text that runs on across the columns line after line,
        if no row stands below.
        """
        size = self._size_of_rows(lines)
        if not self._has_large_sections():
            large = (p for p, line in enumerate(lines) if self._is_heading(line, size))
            first = next(large, None)
            if first is not None:
                return first
        for position in range(_last(lines, self.marks.is_whole_row) + 1, len(lines)):
            line = lines[position]
            if self._is_heading(line, size) or table_caption(line.text):
                return position
            if all(self.marks.crosses(line) for line in lines[position : position + 3]):
                return position if position + 3 <= len(lines) else None
        return None

    def _is_heading(self, line: Line, size: float) -> bool:
        """Whether a line is as large as a heading, and larger than the rows."""
        return line.size > size and is_large(line, self.layout)

    def _has_large_sections(self) -> bool:
        """Whether section rows, or all rows so far, are set as large as headings."""
        words = [w for row in self.read for w in row.cells["title"][:1]]
        return not words or any(w.size > LARGE * self.layout.on(w.page).body.size for w in words)

    def _is_inside(self, line: Line, above: Sequence[Line], least: float) -> bool:
        """Whether a line below the last rule across is a part of the table all the same.

        It is where a page break cuts a row: upright rules go on beside it, it begins in another
        column than the first, or has cells side by side, as no note does, even if two columns
        meet between two of its words. What is set smaller than `least` is a note.
        """
        if is_large(line, self.layout):
            return False
        names = {self.marks.columns.of(word) for word in line.words}
        cells = len(names) > 1 and line.is_parted(CELL_GAP) and not self.marks.crosses(line)
        if cells and line.size >= least:
            return True
        inner = self.marks.columns.of(line.words[0]) != self.marks.columns.names[0]
        if inner and not self.marks.crosses(line) and line.x0 > self._left_of_rows() + line.size:
            return True
        named = self.marks.is_named(line.words) or self._is_set_as_section(line, above)
        return named or any(
            not rule.horizontal and rule.top < line.baseline < rule.bottom for rule in self.rules
        )

    def _is_set_as_section(self, line: Line, above: Sequence[Line]) -> bool:
        """Whether the line is in bold, as the section rows are: those read, those in the strip."""
        first = line.words[0]
        sections = [row.cells["title"][0] for row in self.read if row.section]
        sections += [other.words[0] for other in above if not self.marks.is_whole_row(other)]
        return first.bold and any(
            abs(word.x0 - first.x0) < SAME_X
            and (word.font, word.size) == (first.font, first.size)
            and word.text[0].isdigit() == first.text[0].isdigit()
            for word in sections
        )

    def _is_running_text(
        self, line: Line, above: Sequence[Line], after_row: bool, size: float
    ) -> bool:
        """Whether a line after the last row is no part of the table: it runs across columns, or
        begins where numbers do and is not the rest of one.
        """
        if self._is_numbered(line, size):
            return False
        if self.marks.number_of(line.words) is not None:
            return True  # a note
        large = self._is_heading(line, size)
        if large or self.marks.is_named(line.words):
            return large
        outermost = (
            self.marks.columns.has_number and self.marks.columns.of(line.words[0]) == "number"
        )
        beyond = outermost and after_row and not self.marks.ends_number(line.words)
        runs_on = self.marks.crosses(line) or beyond
        return runs_on and not self._is_set_as_section(line, above)


def _wraps(line: Line, above: Sequence[Line], last_rule: float) -> bool:
    """Whether a line goes on with a row that a page break leaves without its lower rule.

    It follows at the next line of the same type; a note keeps off from the rows.
    """
    return (
        bool(above)
        and above[-1].baseline > last_rule
        and above[-1].style == line.style
        and 0 < line.baseline - above[-1].baseline < WRAPPED * line.size
    )


def _last(lines: Sequence[Line], is_such: Callable[[Line], bool]) -> int:
    """The position of the last line that is such, or -1."""
    return next((p for p in range(len(lines) - 1, -1, -1) if is_such(lines[p])), -1)
