"""The overview table: found by its column heads, read by its ruling lines or by its geometry.

The table may be ruled or not, with its head repeated on each page or not, one table or one for
each chapter, with the number in a column of its own or inside the title's cell, and its columns
in any order. Rows that a page break cuts in two are put together again. Where the cells of a
strip cannot be paired with certainty, it is handed on as a stray, never as a row.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.segment.chapters import number_words, stands_out
from pipeline.segment.lines import Layout, Line
from pipeline.segment.table_columns import (
    CELL_GAP,
    HEAD_DEPTH,
    Head,
    columns_of,
    find_head,
    separators,
)
from pipeline.segment.vocabulary import normalised
from pipeline.words import Rule, Word

NUMBER = regex.compile(
    r"(?P<number>\d{1,4})(?P<letter>[a-zæøå]?)(?P<mark>[.):]?)", regex.IGNORECASE
)
LETTER = regex.compile(r"[a-h][.):]?", regex.IGNORECASE)
KINDS = ("number", "title", "ministries", "status")
SMALLER = 0.93  # times the size of running text: what is set smaller is a note
LARGE = 1.15  # times the size of running text: what is larger is a heading
LIKE_A_TABLE = 3  # strips: below a head, this many that cannot be paired are a table all the same
ABOVE = 3  # lines: a chapter's name above its own table is not longer


Before = tuple[int, str] | None  # number and letter of the row before


class Row(NamedTuple):
    """One row of the table, or one section row; cells as their words in reading order."""

    section: bool
    number: int
    letter: str
    cells: dict[str, list[Word]]  # by kind; a section's words are its `title`

    @property
    def page(self) -> int:
        return min(word.page for words in self.cells.values() for word in words[:1])


class Stray(NamedTuple):
    """Words inside the table that are no row for a reason that `reason` names."""

    reason: str
    words: list[Word]


class Overview(NamedTuple):
    """The table and what stands around it. `lines` are the (page, line) that it took.

    `heading` is the heading right above the first column heads, unless it has a chapter's number.
    """

    first_page: int
    last_page: int
    heading: list[Line]
    heads: list[list[Word]]
    rows: list[Row]
    strays: list[Stray]
    footnotes: list[Line]
    lines: set[tuple[int, int]]


class _Number(NamedTuple):
    """The number that begins a row: its value, its letter, and how many words it is."""

    number: int
    letter: str
    words: int
    marked: bool

    def follows(self, before: Before) -> bool:
        """Whether it is the next in the count after `before`."""
        if before is None:
            return True
        number, letter = before
        if self.number == number:
            return bool(self.letter) and ord(self.letter) == ord(letter or "`") + 1
        return self.number == number + 1


class _Band(NamedTuple):
    """A horizontal strip of one page that is one row, or a part of one.

    `ruled_cells` is False where the strip has no upright lines inside although others do;
    `sure` is False where nothing but the first lines of its cells speaks for its edges.
    """

    words: list[Word]
    ruled_cells: bool
    sure: bool = True


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
    unpaired = None
    for index, lines in enumerate(pages):
        head = find_head(lines, layout)
        if head is not None:
            table = _Table(pages, rules, layout, chapter_titles, index, head)
            if any(not row.section for row in table.rows):
                return table.overview()
            if unpaired is None and len(table.strays) >= LIKE_A_TABLE:
                unpaired = table.overview()
    return unpaired


class _Table:
    """The reading of one overview, from its first head to its last row."""

    def __init__(
        self,
        pages: Sequence[Sequence[Line]],
        rules: Sequence[Sequence[Rule]],
        layout: Layout,
        chapter_titles: AbstractSet[str],
        first: int,
        head: Head,
    ) -> None:
        self.pages, self.all_rules, self.layout = pages, rules, layout
        self.chapter_titles = chapter_titles
        self.first = self.last = first
        self.head = head
        self.rules: list[Rule] = []  # those of the stretch that is being read
        self.heading: list[Line] = []
        self.heads: list[list[Word]] = []
        self.rows: list[Row] = []
        self.strays: list[Stray] = []
        self.footnotes: list[Line] = []
        self.taken: set[tuple[int, int]] = set()
        self._first_name: list[Line] = []
        self._is_subheading = False
        self._begun: list[Word] = []  # a row cut by a page break, its number on the next page
        self._read(head)
        self._leave_begun()
        self._name_first_table()
        self._take_heading()

    def overview(self) -> Overview:
        first_page = self.pages[self.first][0].page
        last_page = self.pages[self.last][0].page
        return Overview(
            first_page,
            last_page,
            self.heading,
            self.heads,
            self.rows,
            self.strays,
            self.footnotes,
            self.taken,
        )

    # From page to page, and from table to table

    def _read(self, head: Head | None) -> None:
        """Read from the first head to where the table, or the last of them, ends."""
        for index in range(self.first, len(self.pages)):
            lines = list(self.pages[index])
            if not lines:
                break
            if index == self.first:
                above, lines = _part_at(lines, head)
                goes_on = False
            else:
                head = find_head(lines, self.layout)
                inside, lines = _part_at(lines, head)
                goes_on = not inside  # a head at the top of a page is that of the same table
                above = self._read_stretch(inside, index, head, True)
            while head is not None:
                below = self._begin_table(head, lines, above, index)
                head = find_head(below, self.layout)
                inside, lines = _part_at(below, head)
                above = self._read_stretch(inside, index, head, goes_on)
                goes_on = False
            if above and not self._read_notes(above, index):
                break

    def _read_stretch(
        self, lines: Sequence[Line], index: int, following: Head | None, goes_on: bool
    ) -> list[Line]:
        """Read what one page has of one table; return the lines after the table's end.

        `following` is the next head on the page; `goes_on` says that the first strip may be the
        rest of a row that a page break cut.
        """
        if not lines:
            return []
        end = following.top - self.layout.pitch if following else 1e6
        top = lines[0].top - 2 * self.layout.pitch
        self.rules = [
            rule for rule in self.all_rules[index] if top < rule.bottom and rule.top < end
        ]
        bands, rest = self._bands(lines)
        for position, band in enumerate(bands):
            self._read_band(band, position == 0 and goes_on, position == len(bands) - 1)
        if bands:
            self.last = index
        self.taken |= {(w.page, w.line) for band in bands for w in band.words}
        return rest

    def _begin_table(
        self, head: Head, lines: list[Line], above: Sequence[Line], index: int
    ) -> list[Line]:
        """Take the head's lines away; return the lines below it."""
        first = not self.heads
        if first or not head.like(self.head):
            table = self._table_lines(head, lines, index)
            self.columns = columns_of(head, table, self.all_rules[index])
            self.head = head
        self.rules = [r for r in self.all_rules[index] if r.bottom > head.top - self.layout.pitch]
        below = self._read_head(lines, head)
        name = self._name_above(above)
        if first:
            self._first_name = name
            overleaf = self.pages[index - 1][-1:] if index and len(above) == len(name) else []
            headings = [*overleaf, *above[: -len(name)]] if name else []
            self._is_subheading = any(line.size > name[0].size for line in headings)
        elif above:
            self._add_section([word for line in name for word in line.words])
            self.taken |= {(line.page, line.number) for line in name}
        return below

    def _table_lines(self, head: Head, lines: list[Line], index: int) -> list[Line]:
        """Lines by which the columns under `head` are known: up to the next head or heading."""
        reach = head.top + HEAD_DEPTH * self.layout.pitch
        later = find_head([line for line in lines if line.top > reach], self.layout)
        if later is not None and later.like(head):
            later = None
        table = [line for line in _part_at(lines, later)[0] if line.top > head.bottom]
        if later is None:
            for page in self.pages[index + 1 : index + 3]:
                table += page
        end = next((p for p, line in enumerate(table) if self._is_large(line)), len(table))
        return table[:end]

    def _name_above(self, above: Sequence[Line]) -> list[Line]:
        """The lines right above a head that name the chapter whose table it is."""
        for count in range(1, ABOVE + 1):
            tail = list(above[-count:])
            if normalised(" ".join(line.text for line in tail)) in self.chapter_titles:
                return tail
        tail = list(above[-1:])
        return tail if tail and all(word.bold for word in tail[0].words) else []

    def _name_first_table(self) -> None:
        """Name the first table by the line above it, where the other tables have such names.

        Where there is one table only, that line is the heading of the overview itself, unless
        a larger heading stands above it.
        """
        named = len(self.heads) > 1 and any(row.section for row in self.rows)
        if (named or self._is_subheading) and self._first_name and not self.rows[0].section:
            words = [word for line in self._first_name for word in line.words]
            self.rows.insert(0, Row(True, 0, "", {"title": words}))
            self.taken |= {(line.page, line.number) for line in self._first_name}

    def _take_heading(self) -> None:
        """Take the heading right above the first head, which belongs to no chapter.

        One with a number is a chapter's and stays in the text.
        """
        lines = self.pages[self.first]
        count = next(p for p, line in enumerate(lines) if self._is_taken(line))
        before = lines[:count] or (self.pages[self.first - 1] if self.first else [])
        above: list[Line] = []
        for line in reversed(before[-ABOVE:]):
            if line.style != before[-1].style or not stands_out(line, self.layout):
                break
            above.insert(0, line)
        if above and number_words(above[0].text) == 0:
            self.heading = above
            self.taken |= {(line.page, line.number) for line in above}

    def _is_taken(self, line: Line) -> bool:
        return (line.page, line.number) in self.taken

    def _read_notes(self, rest: Sequence[Line], index: int) -> bool:
        """Take the notes under the table; whether another table may stand on the next page.

        On the table's last page that is what stands below it, up to a heading; on a page
        without rows, what is set smaller than running text.
        """
        limit = 1.1 if self.last == index else SMALLER
        for line in rest:
            if line.size > limit * self.layout.body.size:
                return False
            self.footnotes.append(line)
            self.taken.add((line.page, line.number))
        following = self.pages[index + 1] if index + 1 < len(self.pages) else []
        head = find_head(following, self.layout)
        if head is None:
            return self.last == index and _all_small(following, self.layout)
        return len(_part_at(list(following), head)[0]) <= ABOVE

    # Heads

    def _read_head(self, lines: Sequence[Line], head: Head) -> list[Line]:
        """Take the head's lines away; return those below it."""
        end = self._head_end(lines, head)
        head_lines = [line for line in lines if line.baseline < end]
        self.heads.append([word for line in head_lines for word in line.words])
        self.taken |= {(line.page, line.number) for line in head_lines}
        return [line for line in lines if line.baseline >= end]

    def _head_end(self, below: Sequence[Line], head: Head) -> float:
        """The y below which the rows begin."""
        bottom = max(word.bottom for word in head.starts.values())
        under = [y for y in separators(self.rules) if y > bottom - 1]
        if under and under[0] - head.top < (HEAD_DEPTH + 1) * self.layout.pitch:
            return under[0]
        lowest = max(word.baseline for word in head.starts.values())
        style = {word.bold for word in head.starts.values()}
        parted = self._parted_below(below, head)
        for line in below:
            if line.baseline <= lowest:
                continue
            if parted is not None and line.baseline >= parted:
                return line.top
            first = line.words[0]
            starts_row = self._number_of(line.words) is not None
            if starts_row or self._is_named(line.words):
                return line.top
            if first.bold not in style and not self._in_one_column(line):
                return line.top
            if line.baseline - lowest > HEAD_DEPTH * self.layout.pitch:
                return line.top
        return max((line.baseline for line in below), default=lowest) + 1

    def _parted_below(self, below: Sequence[Line], head: Head) -> float | None:
        """The baseline of what white space parts from the head above it in each column.

        In a row whose cells are centred, a title's first line stands above the row's number.
        None where the columns do not tell.
        """
        step = 1.12 * self._cell_pitch(below) + 0.5
        last: dict[str, Word] = {}  # of the head, by column
        beyond: dict[str, float] = {}
        for line in below:
            for word in line.words:
                kind = self.columns.of(word)
                if kind not in head.starts or kind in beyond:
                    continue
                if kind not in last:
                    if word == head.starts[kind]:
                        last[kind] = word
                elif word.baseline - last[kind].baseline > step:
                    beyond[kind] = word.baseline
                else:
                    last[kind] = word
        if not beyond:
            return None
        first = min(beyond.values())
        return first if first > max(word.baseline for word in last.values()) else None

    def _cell_pitch(self, lines: Sequence[Line]) -> float:
        """The distance of baselines inside cells: the smallest step that many lines have."""
        last: dict[str, float] = {}
        steps: Counter[float] = Counter()
        for line in lines:
            for kind in {self.columns.of(word) for word in line.words}:
                step = line.baseline - last.get(kind, line.baseline)
                last[kind] = line.baseline
                if step > 1:
                    steps[round(step * 2) / 2] += 1
        often = [step for step, count in steps.items() if count >= 0.1 * steps.total()]
        return min(often, default=0.0)

    def _in_one_column(self, line: Line) -> bool:
        return len({self.columns.of(word) for word in line.words}) == 1

    # What begins a row, and what is a section row

    def _number_of(self, words: Sequence[Word]) -> _Number | None:
        """The number that begins a row, in a column of its own or first in the title's cell."""
        if not any(word.text[0].isdigit() for word in words):
            return None  # most lines have no number at all, and need no closer look
        kind = "number" if self.columns.has_number else "title"
        own = [word for word in words if self.columns.of(word) == kind]
        match = NUMBER.fullmatch(own[0].text) if own else None
        if match is None or self._is_named(words) or not _begins_cell(words, own[0]):
            return None
        letter, used = match["letter"].lower(), 1
        if own[0].text.isdigit() and own[1:] and LETTER.fullmatch(own[1].text):
            parted = bool(own[2:]) and own[2].text[0].isupper()
            if kind == "number" or len(own[1].text) > 1 or parted:
                letter, used = own[1].text[0].lower(), 2
        if kind == "number":
            if len(own) > used or self._flows(words, used):
                return None
            return _Number(int(match["number"]), letter, used, True)
        if used == 1 and own[0].text.isdigit() and not own[1:2]:
            return None  # alone on its line, a bare number is a part of the title
        if used == 1 and own[0].text.isdigit() and not own[1].text[0].isupper():
            return None
        return _Number(int(match["number"]), letter, used, not own[0].text.isdigit() or used > 1)

    def _flows(self, words: Sequence[Word], count: int) -> bool:
        """Whether a line runs on after `count` words without the gap that parts two cells."""
        last, following = words[count - 1], words[count : count + 1]
        return any(word.x0 - last.x1 < CELL_GAP * last.size * 0.8 for word in following)

    def _is_named(self, words: Sequence[Word]) -> bool:
        """Whether the words are a chapter's name, as a section row has it, from the left edge."""
        if self.columns.of(words[0]) != self.columns.kinds[0]:
            return False
        return normalised(" ".join([word.text for word in words])) in self.chapter_titles

    def _starts(self, lines: Sequence[Sequence[Word]], before: Before, strip: bool) -> list[int]:
        """Which of `lines` begin a row.

        A number in a column of its own does. One in the title's cell may be a year or a count
        that wrapped onto a new line: it must follow the one `before`, or stand first in a
        `strip`, or beside the first lines of the other cells.
        """
        if self.columns.has_number:
            return [p for p, words in enumerate(lines) if self._number_of(words) is not None]
        found = []
        titled = False
        for position, words in enumerate(lines):
            number = self._number_of(words)
            kinds = {self.columns.of(word) for word in words}
            if number is not None and (
                number.follows(before)
                or (number.marked and strip and not titled)
                or (number.marked and not strip and kinds >= {"title", "ministries", "status"})
            ):
                found.append(position)
                before = (number.number, number.letter)
            titled = titled or "title" in kinds
        return found

    def _before(self) -> Before:
        """The number and letter of the last row read."""
        own = [row for row in self.rows if not row.section]
        return (own[-1].number, own[-1].letter) if own else None

    def _is_section(self, words: Sequence[Word], may_continue: bool) -> bool:
        """Whether `words`, a strip, are a section row.

        `may_continue` says that they could also be the rest of a row of the page before.
        """
        if self._is_named(words):
            return True
        lines = _by_line(words)
        numbered = any(self._number_of(line) is not None for line in lines)
        if self.columns.has_number:
            return not numbered and self.columns.of(words[0]) == "number"
        others = {self.columns.of(w) for ln in lines for c in _gaps(ln)[1:] for w in c}
        if numbered and others:
            return False
        rows_bold = any(
            word.bold for row in self.rows if not row.section for word in row.cells["title"]
        )
        return all(word.bold for word in words) and not rows_bold and not may_continue

    # Strips

    def _bands(self, lines: Sequence[Line]) -> tuple[list[_Band], list[Line]]:
        """The page's strips from the top, and the lines after the table's end."""
        across = separators(self.rules)
        inside, rest = self._part_at_end(lines, across)
        if not inside:
            return [], rest
        bands = self._ruled_bands(inside, across)
        if bands is None:
            # In a centred row the number stands beside the title, not on its lines.
            bands = self._bands_by_gaps(inside, ("title",))
        if bands is None:
            bands = self._bands_by_gaps(inside, ("number", "title"))
        if bands is None:
            bands = self._bands_by_starts(inside)
        return bands, rest

    def _part_at_end(
        self, lines: Sequence[Line], across: Sequence[float]
    ) -> tuple[list[Line], list[Line]]:
        """Part the page's lines where the table ends."""
        limit = self._new_part(lines)
        if limit is not None:
            inside, rest = self._part_at_end(lines[:limit], across) if limit else ([], [])
            return inside, [*rest, *lines[limit:]]
        last_start = -1
        for position, line in enumerate(lines):
            if self._number_of(line.words) is not None and self._looks_like_row(line):
                last_start = position
        if len(across) >= 2:
            inside = [line for line in lines if line.baseline <= across[-1]]
            below = [line for line in lines if line.baseline > across[-1]]
            while below and self._is_inside(below[0]):
                inside.append(below.pop(0))
            if below and not any(self._number_of(line.words) is not None for line in below):
                return inside, below
        for position in range(max(last_start, 0), len(lines)):
            if position > last_start and (
                self._is_running_text(lines[position], last_start >= 0)
                or lines[position].size < SMALLER * self._size_of_rows(lines[max(last_start, 0)])
            ):
                return list(lines[:position]), list(lines[position:])
        return list(lines), []

    def _left_of_rows(self) -> float:
        """The x at which the rows read so far begin."""
        return min(
            (w.x0 for row in self.rows for ws in row.cells.values() for w in ws), default=0.0
        )

    def _size_of_rows(self, line: Line) -> float:
        """The type size of the rows read so far, or that of `line` before the first."""
        rows = [row for row in self.rows if not row.section and row.cells["title"]]
        return rows[-1].cells["title"][-1].size if rows else line.size

    def _new_part(self, lines: Sequence[Line]) -> int | None:
        """Where on the page another part of the report begins; None if nothing says that.

        It begins with a heading, or with text that runs on across the columns line after line,
        if no row stands below.
        """
        if not self._has_large_sections():
            large = next((p for p, line in enumerate(lines) if self._is_large(line)), None)
            if large is not None:
                return large
        last_row = max((p for p, line in enumerate(lines) if self._is_whole_row(line)), default=-1)
        for position in range(last_row + 1, len(lines)):
            if self._is_large(lines[position]):
                return position
            if all(self._crosses(line) for line in lines[position : position + 3]):
                return position if position + 3 <= len(lines) else None
        return None

    def _has_large_sections(self) -> bool:
        """Whether section rows, or all rows so far, are set as large as headings."""
        words = [w for row in self.rows for w in row.cells["title"][:1]]
        return not words or any(w.size > LARGE * self.layout.body.size for w in words)

    def _is_whole_row(self, line: Line) -> bool:
        """Whether the line has a number and the beginnings of the title's and status' cells."""
        if self._number_of(line.words) is None or self._crosses(line):
            return False
        return {self.columns.of(word) for word in line.words} >= {"title", "status"}

    def _is_inside(self, line: Line) -> bool:
        """Whether a line below the last rule across is a part of the table all the same.

        It is where a page break cuts a row: upright rules go on beside it, or it begins in
        another column than the first, as no note does.
        """
        if self._is_large(line):
            return False
        inner = self.columns.of(line.words[0]) != self.columns.kinds[0]
        if inner and not self._crosses(line) and line.x0 > self._left_of_rows() + line.size:
            return True
        return self._is_named(line.words) or any(
            not rule.horizontal and rule.top < line.baseline < rule.bottom for rule in self.rules
        )

    def _is_large(self, line: Line) -> bool:
        return line.size > LARGE * self.layout.body.size

    def _looks_like_row(self, line: Line) -> bool:
        kinds = {self.columns.of(word) for word in line.words}
        return (len(kinds) > 1 or not self.columns.has_number) and not self._crosses(line)

    def _crosses(self, line: Line) -> bool:
        """Whether the line runs on from one column into the next, as running text does."""
        return any(
            self.columns.of(word) != self.columns.of(following)
            and following.x0 - word.x1 < CELL_GAP * word.size
            for word, following in pairwise(line.words)
        )

    def _is_running_text(self, line: Line, after_row: bool) -> bool:
        """Whether a line after the last row is no part of the table: it runs across columns."""
        if self._number_of(line.words) is not None:
            return False
        if self._is_named(line.words) or self._is_large(line):
            return self._is_large(line)
        outermost = self.columns.has_number and self.columns.of(line.words[0]) == "number"
        return self._crosses(line) or (outermost and after_row)

    def _ruled_bands(self, lines: Sequence[Line], across: Sequence[float]) -> list[_Band] | None:
        """Strips between ruling lines; None where they do not part the numbered rows."""
        if not across:
            return None
        strips: dict[int, list[Word]] = {}
        for line in lines:
            for word in line.words:
                middle = (word.top + word.bottom) / 2
                strips.setdefault(bisect(across, middle), []).append(word)
        bands = []
        before = self._before()
        for strip in sorted(strips):
            words = strips[strip]
            rows = _by_line(words)
            starts = self._starts(rows, before, True)
            if len(starts) > 1:
                return None
            before = self._counted(rows, starts, before)
            bands.append(_Band(words, self._has_uprights(words)))
        return bands

    def _counted(
        self, rows: Sequence[Sequence[Word]], starts: Sequence[int], before: Before
    ) -> Before:
        for position in starts[-1:]:
            number = self._number_of(rows[position])
            assert number is not None
            return number.number, number.letter
        return before

    def _has_uprights(self, words: Sequence[Word]) -> bool:
        """Whether upright lines part the cells at the height of `words`."""
        middle = (words[0].top + words[0].bottom) / 2
        return any(
            not rule.horizontal
            and rule.top <= middle <= rule.bottom
            and any(abs(rule.x0 - x) < 6 for x in self.columns.edges)
            for rule in self.rules
        )

    def _bands_by_gaps(self, lines: Sequence[Line], kinds: Sequence[str]) -> list[_Band] | None:
        """Strips parted by white space; None unless each holds one number (or is a section).

        The white space is sought between the lines that have a word in a column of `kinds`, and
        above those that end the page without one: a row's title may begin overleaf.
        """
        title_lines = [
            line
            for line in lines
            if any(self.columns.of(word) in kinds for word in line.words)
            or self._is_section(line.words, False)
        ]
        if len(title_lines) < 3:
            return self._one_band(lines)
        title_lines += self._title_overleaf(lines, title_lines)
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
        before = self._before()
        for position, words in enumerate(strips):
            rows = _by_line(words)
            starts = self._starts(rows, before, True)
            before = self._counted(rows, starts, before)
            section = self._is_section(words, False)
            glued = not section and any(map(self._is_named, rows))
            inner = 0 < position < len(strips) - 1  # the outer ones may be cut by a page break
            if len(starts) > 1 or glued or (inner and not starts and not section):
                return None
        return [_Band(words, True) for words in strips]

    def _title_overleaf(self, lines: Sequence[Line], title_lines: Sequence[Line]) -> list[Line]:
        """The first of the lines that end the page below a gap, without a word of a title."""
        above = lines.index(title_lines[-1])
        steps = [b.baseline - a.baseline for a, b in pairwise(title_lines)]
        for last, line in pairwise(lines[above:]):
            if line.baseline - last.baseline > 1.12 * min(s for s in steps if s > 1) + 0.5:
                return [line]
        return []

    def _one_band(self, lines: Sequence[Line]) -> list[_Band] | None:
        """All lines as one strip, where they have one number between them and no section."""
        rows = [line.words for line in lines]
        alone = len(self._starts(rows, self._before(), True)) == 1
        if not alone or any(self._is_section(row, False) for row in rows):
            return None
        return [_Band([word for row in rows for word in row], True)]

    def _bands_by_starts(self, lines: Sequence[Line]) -> list[_Band]:
        """Strips that begin at each line with a number, and at each section row."""
        bands: list[list[Word]] = []
        starts = set(self._starts([line.words for line in lines], self._before(), False))
        for position, line in enumerate(lines):
            section = self._is_section(line.words, not bands)
            after_section = bool(bands) and self._is_section(bands[-1], False)
            if position in starts or section or not bands or after_section:
                bands.append([])
            bands[-1] += line.words
        return [_Band(words, True, False) for words in bands]

    # Rows

    def _read_band(self, band: _Band, first_on_page: bool, last_on_page: bool) -> None:
        words = sorted(band.words, key=lambda word: (word.line, word.x0))
        may_continue = first_on_page and bool(self.rows) and not self.rows[-1].section
        rows = _by_line(words)
        starts = self._starts(rows, self._before(), True)
        if self._is_section(words, may_continue) or (
            not starts
            and not band.ruled_cells
            and not may_continue
            and any(not rule.horizontal for rules in self.all_rules for rule in rules)
        ):
            self._add_section(words)
            return
        if self._begun and not (starts and first_on_page):
            self._leave_begun()
        if starts:
            self._add_row(band, words, rows[starts[0]])
        elif last_on_page and not first_on_page and band.sure:
            self._begun = words
        else:
            self._continue(words, first_on_page)

    def _add_row(self, band: _Band, words: list[Word], start: list[Word]) -> None:
        """Add the row whose number stands in the line `start`, with what began overleaf."""
        number = self._number_of(start)
        assert number is not None
        cells = self._cells(self._begun + words)
        self._begun = []
        if not band.sure and not self._begins_evenly(start, cells):
            self.strays.append(Stray("row-not-paired", words))
            return
        if not self.columns.has_number:
            own = [word for word in start if self.columns.of(word) == "title"]
            cells["number"] = own[: number.words]
            cells["title"] = [word for word in cells["title"] if word not in cells["number"]]
        self.rows.append(Row(False, number.number, number.letter, cells))

    def _cells(self, words: Sequence[Word]) -> dict[str, list[Word]]:
        cells: dict[str, list[Word]] = {kind: [] for kind in KINDS}
        for word in words:
            cells[self.columns.of(word)].append(word)
        return cells

    def _leave_begun(self) -> None:
        """Hand on as a stray what began at the foot of a page and found no number."""
        if self._begun:
            self.strays.append(Stray("row-without-number", self._begun))
            self._begun = []

    def _begins_evenly(self, start: Sequence[Word], cells: dict[str, list[Word]]) -> bool:
        """Whether every cell of a row begins on the line of its number.

        Without ruling lines and white space between rows, nothing else tells where a row begins.
        """
        return all(
            abs(words[0].baseline - start[0].baseline) < 0.3 * start[0].size
            for words in cells.values()
            if words
        )

    def _add_section(self, words: list[Word]) -> None:
        self.rows.append(Row(True, 0, "", {"title": words}))

    def _continue(self, words: list[Word], first_on_page: bool) -> None:
        """Add the rest of a row that began on the page before, or in the strip above.

        A strip without a number that has a status of its own, below a row that has one too, is
        not a rest: nobody knows whose it is.
        """
        cells = self._cells(words)
        last = self.rows[-1] if self.rows else None
        if last is None or last.section:
            bold = all(word.bold for word in words)
            inner = self.columns.of(words[0]) != self.columns.kinds[0]
            if bold and inner and first_on_page:
                self.heads[-1] += words  # the column heads, cut by the page break
            elif not bold and (cells["status"] or cells["ministries"] or cells["title"] == words):
                self.strays.append(Stray("row-without-number", words))
            else:
                self._add_section(words)
        elif not first_on_page and cells["status"] and last.cells["status"]:
            self.strays.append(Stray("row-without-number", words))
        else:
            for kind in KINDS:
                last.cells[kind].extend(cells[kind])


def _part_at(lines: list[Line], head: Head | None) -> tuple[list[Line], list[Line]]:
    """The lines above a head, and those from it on; all of them are above where there is none."""
    if head is None:
        return lines, []
    above = [line for line in lines if line.top < head.top - 1]
    return above, [line for line in lines if line.top >= head.top - 1]


def _begins_cell(words: Sequence[Word], word: Word) -> bool:
    """Whether `word` stands first in its line or after a gap that parts two cells."""
    before = [other for other in words if other.x0 < word.x0]
    return not before or word.x0 - before[-1].x1 > CELL_GAP * word.size


def _all_small(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether the page holds notes only: nothing as large as running text."""
    return bool(lines) and all(line.size < SMALLER * layout.body.size for line in lines)


def _gaps(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted where a cell's gap is."""
    parts = [[words[0]]]
    for word, following in pairwise(words):
        if following.x0 - word.x1 > CELL_GAP * min(word.size, following.size):
            parts.append([])
        parts[-1].append(following)
    return parts


def _by_line(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        lines.setdefault((word.page, word.line), []).append(word)
    return list(lines.values())
