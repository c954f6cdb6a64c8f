"""The overview table: found by its column heads, read by its ruling lines or by its geometry.

What a row is stands in table_rows.py, the columns in table_columns.py, their heads in
table_heads.py, where rows part in table_partition.py, and where the table ends on a page in
table_end.py; here all is read from page to page.

The table may be ruled or not, with its head repeated on each page or not, one table or one for
each chapter, with the number in a column of its own or inside the title's cell, and its columns
in any order. Rows that a page break cuts in two are put together again. Where the cells of a
strip cannot be paired with certainty, it is handed on as a stray, never as a row. A page that is
not of the table, an inserted letter or a scan, does not end it while rows go on behind.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

from pipeline.norwegian.numbering import (
    ItemNumber,
    number_cell,
    number_of_chapter,
    table_caption,
)
from pipeline.norwegian.statuses import read_status, status_at_start, status_of_group
from pipeline.norwegian.vocabulary import tagged
from pipeline.seams.terms import Terms
from pipeline.seams.words import Rule, Word
from pipeline.segment.chapters import number_words, stands_out
from pipeline.segment.claims import At, Claim
from pipeline.segment.footnotes import mark_of
from pipeline.segment.insets import CELL_GAP
from pipeline.segment.items import is_request
from pipeline.segment.joining import BROKEN_OFF
from pipeline.segment.labels import CORE, bare_label, has_core_label
from pipeline.segment.legend import Mark, find_legend, is_legend, is_mark, meaning_of
from pipeline.segment.lines import Format, Layout, Line, text_of
from pipeline.segment.table_columns import Columns, cells_of, columns_of
from pipeline.segment.table_end import SAME_X, SMALLER, Ending, first_item, is_large
from pipeline.segment.table_heads import (
    BROKEN,
    HEAD_DEPTH,
    Head,
    find_head,
    has_statuses,
    head_end,
    with_numbers,
)
from pipeline.segment.table_partition import NOTHING, RULES, Band, Partition
from pipeline.segment.table_rows import (
    Before,
    Marks,
    Row,
    RowNumber,
    by_line,
    is_of_chapter,
    last_number,
)
from pipeline.segment.vocabulary import MARK, normalised

BY_PLACE = attrgetter("line", "x0")
LIKE_A_TABLE = 3  # strips: below a head, this many that cannot be paired are a table all the same
ABOVE = 3  # lines: a chapter's name above its own table is not longer
REACH = 6  # pages in a row that are not of the table, at most, before its rows go on


class Stray(NamedTuple):
    """Words inside the table that are no row for a reason that `reason` names."""

    reason: str
    words: list[Word]


class OverviewColumn(NamedTuple):
    """A column: its name, its kind, and the words of its head."""

    name: str
    kind: str
    head: list[Word]


class Overview(NamedTuple):
    """The table and what stands around it. `lines` are the (page, line) that it took.

    `heading` is the heading right above the first column heads, unless it has a chapter's number;
    `name` are the lines right above them that name a chapter.
    `gaps` are the positions in `rows` before which rows are missing, on a page that could not be
    read: the row above may be cut there, and nobody knows whether a section began.
    """

    heading: list[Line]
    name: list[Line]
    heads: list[list[Word]]
    columns: list[OverviewColumn]
    rows: list[Row]
    gaps: list[int]
    strays: list[Stray]
    footnotes: list[Line]
    legend: list[Line]
    lines: set[tuple[int, int]]
    claims: Mapping[At, Sequence[Claim]]  # of the lines of its rows


def find_overviews(
    pages: Sequence[Sequence[Line]],
    rules: Sequence[Sequence[Rule]],
    layout: Layout,
    chapter_titles: AbstractSet[str],
    calls: Mapping[tuple[int, str], Sequence[int]],
    terms: Terms,
) -> list[Overview]:
    """The report's overviews in order: one for the whole, or for each chapter or part.

    `pages` are the lines of each page without furniture, `rules` its ruling lines; a blank page,
    which says nothing, is not among them, but one of which only the lines are missing is.
    `chapter_titles` are the normalised titles of the chapters found so far, which
    help to tell a section row from the rest of a row that began on the page before. `calls` has the
    lines with a raised mark by page and mark: text calls notes at the foot, too. Where no table
    has a row that can be read, the first that looks like an overview is given, without rows.
    """
    overviews: list[Overview] = []
    left: list[Sequence[Line]] = list(pages)
    start = 0
    while True:
        overview, index = _find_next(left, rules, layout, chapter_titles, calls, terms, start)
        if overview is not None:
            overviews.append(overview)
        if overview is None or not overview.rows:
            named = _named(_of_one_legend(overviews, terms), pages, chapter_titles, layout, terms)
            return [_stated_by_group(overview, terms) for overview in named]
        left = [
            [line for line in lines if (line.page, line.number) not in overview.lines]
            for lines in left
        ]
        start = index


def _named(
    overviews: Sequence[Overview],
    pages: Sequence[Sequence[Line]],
    chapter_titles: AbstractSet[str],
    layout: Layout,
    terms: Terms,
) -> list[Overview]:
    """The overviews, each with the chapter's name above it as its section, where there are several.

    Above an only one stands the heading of it all, unless it is a chapter's name that is not set as
    one. A numbered name heads the text on the measures, where that follows below its table and has
    no heading of that name.
    """
    if len(overviews) > 1:
        named = {id(line) for overview in overviews for line in overview.name}
        headings = {
            normalised(line.text) for lines in pages for line in lines if id(line) not in named
        }
        heads_text = [
            bool(overview.name and number_words(overview.name[0].text))
            and normalised(overview.name[0].text) not in headings
            and _is_of_items(_between(pages, overview, following), terms)
            for overview, following in zip(overviews, [*overviews[1:], None], strict=True)
        ]
        return [
            overview if of_text else _with_section(overview)
            for overview, of_text in zip(overviews, heads_text, strict=True)
        ]
    return [
        _with_section(overview)
        if normalised(" ".join(line.text for line in overview.name)) in chapter_titles
        and not any(is_large(line, layout) for line in overview.name)
        else overview
        for overview in overviews
    ]


def _between(
    pages: Sequence[Sequence[Line]], overview: Overview, following: Overview | None
) -> list[Line]:
    """The lines below an overview, and above the one that follows it."""
    first, last = max(overview.lines), min(following.lines) if following else (10**6, 0)
    return [line for lines in pages for line in lines if first < (line.page, line.number) < last]


def _of_one_legend(overviews: list[Overview], terms: Terms) -> list[Overview]:
    """The overviews; those without a legend by that of the others, if these have but one."""
    legends = [find_legend((line.words for line in o.legend), terms.statuses) for o in overviews]
    legend = next(filter(None, legends), {})
    if any(other not in ({}, legend) for other in legends):
        return overviews
    return [
        overview if of_table else overview._replace(rows=_as_in(legend, overview.rows))
        for overview, of_table in zip(overviews, legends, strict=True)
    ]


def _as_in(legend: Mapping[Mark, str], rows: Iterable[Row]) -> list[Row]:
    """The rows, with what the legend says of marks that nothing else gives a meaning."""
    return [
        row
        if row.section or row.meaning
        else row._replace(meaning=meaning_of(row.cells["status"], legend))
        for row in rows
    ]


def _with_section(overview: Overview) -> Overview:
    if not overview.name or not overview.rows or overview.rows[0].section:
        return overview
    return overview._replace(
        heading=[line for line in overview.heading if line not in overview.name],
        rows=_behind_section(overview.name, overview.rows),
        gaps=[position + 1 for position in overview.gaps],
        lines=overview.lines | {(line.page, line.number) for line in overview.name},
    )


def _behind_section(name: Sequence[Line], rows: Sequence[Row]) -> list[Row]:
    """The first rows of a table, with its name as their section."""
    words = [word for line in name for word in line.words]
    moved = [
        row._replace(shares={name: position + 1 for name, position in row.shares.items()})
        for row in rows
    ]
    return [Row(None, {"title": words}), *moved]


def _stated_by_group(overview: Overview, terms: Terms) -> Overview:
    """The overview, with the status that stands at the head of a group in the group's rows.

    They share it as a cell that is drawn across them. A chapter's name ends the group.
    """
    if any(column.kind in ("status", MARK) for column in overview.columns):
        return overview
    kept: list[Row] = []
    moved: list[int] = []  # where each row is now
    words: list[Word] = []
    status: str | None = None
    holder: int | None = None
    for row in overview.rows:
        moved.append(len(kept))
        if row.section:
            words = row.cells["title"]
            status = status_of_group(text_of(words), terms.statuses)
            holder = None
            if status is not None:
                continue
        shares = {name: moved[position] for name, position in row.shares.items()}
        if status is not None and holder is None:
            holder = len(kept)
            row = row._replace(cells={**row.cells, "status": words}, meaning=status)
        elif holder is not None:
            shares["status"] = holder
            row = row._replace(meaning=status or "")
        kept.append(row._replace(shares=shares))
    gaps = [moved[gap] if gap < len(moved) else len(kept) for gap in overview.gaps]
    return overview._replace(rows=kept, gaps=gaps)


def _find_next(
    pages: Sequence[Sequence[Line]],
    rules: Sequence[Sequence[Rule]],
    layout: Layout,
    chapter_titles: AbstractSet[str],
    calls: Mapping[tuple[int, str], Sequence[int]],
    terms: Terms,
    start: int,
) -> tuple[Overview | None, int]:
    """The next overview from page `start` on, and the page on which it begins."""
    unpaired: tuple[Overview | None, int] = (None, 0)
    for index in range(start, len(pages)):
        head = find_head(pages[index], layout, terms)
        if head is not None:
            table = _Table(pages, rules, layout, chapter_titles, calls, terms, index, head)
            if any(not row.section for row in table.rows):
                return table.overview(), index
            rows = any(stray.reason == "row-not-paired" for stray in table.strays)
            if unpaired[0] is None and (rows or len(table.strays) >= LIKE_A_TABLE):
                unpaired = table.overview(), index
    return unpaired


class _Table:
    """The reading of one overview, from its first head to its last row."""

    def __init__(
        self,
        pages: Sequence[Sequence[Line]],
        rules: Sequence[Sequence[Rule]],
        layout: Layout,
        chapter_titles: AbstractSet[str],
        calls: Mapping[tuple[int, str], Sequence[int]],
        terms: Terms,
        first: int,
        head: Head,
    ) -> None:
        self.pages, self.all_rules, self.layout = pages, rules, layout
        self.chapter_titles, self.calls, self.terms = chapter_titles, calls, terms
        self.first = self.last = first
        self.head = head
        self.format = self._format(pages[first])
        self.rules: list[Rule] = []  # those of the stretch that is being read
        self.heading: list[Line] = []
        self.heads: list[list[Word]] = []
        self.columns: list[OverviewColumn] = []
        self.rows: list[Row] = []
        self.gaps: list[int] = []
        self._known: dict[Format, Columns] = {}
        self._learnt_from: list[Line] = []  # the lines by which the columns are known
        self._is_resumed = False  # a page was passed over that is not of the table
        self._resumed: Before = None  # the number right before the first row behind the last gap
        self.strays: list[Stray] = []
        self.footnotes: list[Line] = []
        self.legend: list[Line] = []
        self.taken: set[tuple[int, int]] = set()
        self.claims: dict[At, list[Claim]] = {}
        self._first_name: list[Line] = []
        self._is_subheading = self._is_said_twice = False
        self._begun: list[Word] = []  # a row cut by a page break, its number on the next page
        self._shared = 0  # so many rows are known to share cells with others, or not to
        self._is_unpaired = False  # nobody knows what rows the last strip is
        self._read(head)
        self._leave_begun()
        self._share_cells()
        self._name_first_table()
        self._add_meanings()
        self._take_heading()

    def overview(self) -> Overview:
        return Overview(
            self.heading,
            self._first_name,
            self.heads,
            self.columns,
            self.rows,
            self.gaps,
            self.strays,
            self.footnotes,
            self.legend,
            self.taken,
            self.claims,
        )

    # From page to page, and from table to table

    def _read(self, head: Head | None) -> None:
        """Read from the first head to where the table, or the last of them, ends."""
        for index in range(self.first, len(self.pages)):
            lines = list(self.pages[index])
            if index > self.first:
                self._turn_to(lines)
                if self._is_foreign(lines):
                    if self._goes_on_behind(index) and not _is_of_items(lines, self.terms):
                        self._take_foreign(lines)
                        continue
                    if self._ends_before(index):
                        self._read_notes_overleaf(lines, index)
                        break
            if index == self.first:
                above, lines = _part_at(lines, head)
                goes_on = False
            else:
                if self._is_resumed:
                    self._mark_gap(lines)
                lines = self._after_rest_of_head(lines)
                head = find_head(lines, self.layout, self.terms)
                inside, lines = _part_at(lines, head)
                goes_on = not inside  # a head at the top of a page is that of the same table
                above = self._read_stretch(inside, index, head, True)
            while head is not None:
                if self.heads and self._begins_anew(lines):
                    self._give_back_name()
                    return
                below = self._begin_table(head, lines, above, index)
                head = _below(find_head(below, self.layout, self.terms), head)
                inside, lines = _part_at(below, head)
                above = self._read_stretch(inside, index, head, goes_on)
                goes_on = False
            if above and not (self._takes_torn_head(above) or self._read_notes(above, index)):
                headed = any(is_large(line, self.layout) for line in above)  # by the next chapter
                if headed or _is_of_items(above, self.terms) or not self._goes_on_behind(index):
                    break
                self._take_foreign(
                    [ln for ln in above if not self._is_taken(ln) and not self._may_be_note(ln)]
                )

    def _turn_to(self, lines: Sequence[Line]) -> None:
        """Take the columns as they stand on a page of another format, if rows stand in them.

        They are known from a page of that format, or moved and scaled with the rows' numbers.
        """
        if not lines or self._format(lines) == self.format:
            return
        columns = self._known.get(self._format(lines)) or self._moved_columns(lines)
        if columns is not None:
            marks = Marks(columns, self.chapter_titles)
            if self._has_new_rows(lines, marks):
                self.marks, self.format = marks, self._format(lines)
                self._known[self.format] = columns

    def _moved_columns(self, lines: Sequence[Line]) -> Columns | None:
        """The columns moved to where the numbers of the page's rows begin."""
        here, there = _numbers_begin(lines), _numbers_begin(self._learnt_from)
        if here is None or there is None:
            return None
        (x, size), (own_x, own_size) = there, here
        return self.marks.columns.moved(x, own_x, own_size / size)

    def _is_foreign(self, lines: Sequence[Line]) -> bool:
        """Whether a page behind the first is not of the table: other text, or nothing but a scan.

        It has no heads and no row begins on it, and it is not the rest of one. On a page of another
        format nobody knows where the columns are.
        """
        if not lines or self._is_legend(lines[0]):
            return True
        known = self._format(lines) == self.format
        if known and any(map(self.marks.is_whole_row, lines)):  # as on most pages
            return False
        if known and self._ends_begun(lines[0]):
            return False
        if find_head(lines, self.layout, self.terms) is not None:
            return False
        return not known or (
            not self._numbers_on(lines, self.marks)
            and not all(
                self.marks.is_inside(line) and line.size == self._size_of_rows() for line in lines
            )
        )

    def _ends_begun(self, line: Line) -> bool:
        """Whether a page opens with the number of the row whose other cells end the one before."""
        return (
            bool(self._begun)
            and self.marks.number_of(line.words) is not None
            and _is_set_as(self._begun[-1], line.words[0])
        )

    def _goes_on_behind(self, index: int) -> bool:
        """Whether rows go on behind this page, and perhaps others that are not of the table."""
        following = self.pages[index + 1 : index + 1 + REACH]
        later = next((lines for lines in following if not self._is_foreign(lines)), [])
        return bool(later) and self._has_new_rows(later, self.marks)

    def _has_new_rows(self, lines: Sequence[Line], marks: Marks) -> bool:
        """Whether most rows on the page have a number that is new."""
        head = find_head(lines, self.layout, self.terms)
        if head is not None and not head.like(self.head):
            return False
        read = {
            (row.number.key, is_request(text_of(row.cells["title"])))
            for row in self.rows
            if row.number is not None
        }
        series = [
            (number.number.key, is_request(title)) for number, title in self._begun_on(lines, marks)
        ]
        return 2 * sum(row not in read for row in series) > len(series)

    def _begins_anew(self, lines: Sequence[Line]) -> bool:
        """Whether the rows below a further head have numbers that were read already: those of a
        table that stands once more, or of another part.
        """
        numbers = self._numbers_on(lines, self.marks)
        return len(numbers) > 1 and not self._has_new_rows(lines, self.marks)

    def _give_back_name(self) -> None:
        """Leave the line that names the next table, and was read as a section, to that table."""
        while self.rows and self.rows[-1].section:
            name = self.rows.pop().cells["title"]
            self.taken -= {(word.page, word.line) for word in name}

    def _numbers_on(self, lines: Sequence[Line], marks: Marks) -> list[RowNumber]:
        """The numbers of the rows that begin on a page; none where hardly any status is known."""
        return [number for number, _ in self._begun_on(lines, marks)]

    def _begun_on(self, lines: Sequence[Line], marks: Marks) -> list[tuple[RowNumber, str]]:
        """The same, each with the first line of its title."""
        inside = [line.words for line in lines if not marks.crosses(line)]
        numbers = [
            (number, text_of(marks.columns.within("title", words)[marks.in_title(number) :]))
            for words in inside
            if (number := marks.number_of(words)) is not None
        ]
        if not any(kind in ("status", MARK) for _, kind, *_ in marks.columns.columns):
            return numbers  # a group of rows has a status
        known = {row.cells["status"][0].text for row in self.rows if row.cells.get("status")}
        has_marks = any(column.kind == MARK for column in self.columns)
        stated = 0
        for words in inside:
            status = [word for word in words if marks.columns.of(word) in self._status_names()]
            stated += bool(status) and (
                status[0].text in known
                or (has_marks and is_mark(status))
                or status_at_start(text_of(status), self.terms.statuses) is not None
            )
        return numbers if 2 * stated >= len(numbers) else []

    def _status_names(self) -> frozenset[str]:
        """The columns in which a row's status stands."""
        names = {column.name for column in self.columns if column.kind in ("status", MARK)}
        return frozenset(names or {"status"})

    def _is_odd(self, lines: Sequence[Line]) -> bool:
        """Whether the page is of a format that the report else is not, and no heading opens it.

        It may hold the table's last rows, lying, or else nobody knows what it is.
        """
        return bool(lines) and (
            self._format(lines) not in (self.format, self.layout.format)
            and not is_large(lines[0], self.layout)
        )

    def _ends_before(self, index: int) -> bool:
        """Whether the table ends before a page that is not of it. Odd pages are taken all the same.

        Else the rest of the last row or a note may stand at its top. On a scan they may stand, too,
        unread, and nobody knows.
        """
        lines = self.pages[index]
        odd = list(takewhile(self._is_odd, self.pages[index : index + REACH]))
        if odd or not lines:
            self.gaps.append(len(self.rows))
            for page in odd:
                self._take_foreign(page)
            return True
        titles = [row.cells["title"] for row in self.rows if row.cells["title"]]
        alike = not titles or _is_set_as(titles[-1][-1], lines[0].words[0])
        return self._format(lines) != self.format or not alike or self._is_legend(lines[0])

    def _take_foreign(self, lines: Sequence[Line]) -> None:
        """Hand on as a stray what stands between rows and is not of the table."""
        self._is_resumed = True
        if lines:
            words = [word for line in lines for word in line.words]
            self.strays.append(Stray("page-in-overview", words))
            self.taken |= {(line.page, line.number) for line in lines}

    def _mark_gap(self, lines: Sequence[Line]) -> None:
        """Mark that rows are missing above those on the page, unless their numbers go on."""
        self._is_resumed = False
        numbers = self._numbers_on(lines, self.marks)[:2]  # a year may stand before the first
        before = self._before()
        if numbers and not any(number.number.follows(before) for number in numbers):
            self._leave_begun()
            self.gaps.append(len(self.rows))
            *parts, last = min(number.number.parts for number in numbers)
            self._resumed = ItemNumber((*parts, last - 1))

    def _before(self) -> Before:
        """The number and letter right before the next row."""
        since = self.gaps[-1] if self.gaps else 0
        return last_number(self.rows[since:]) or self._resumed

    def _format(self, lines: Sequence[Line]) -> Format:
        return self.layout.on(lines[0].page).format

    def _size_of_rows(self) -> float:
        """The size in which the last row's title is set."""
        titles = (row.cells["title"] for row in reversed(self.rows) if not row.section)
        return next((title[-1].size for title in titles if title), self.layout.body.size)

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
        inside, rest = Ending(self.marks, self.rules, self.layout, self.rows, self.terms).part(
            lines
        )
        if following is not None and not rest and inside[1:] and self._is_name(inside[-1]):
            rest = [inside.pop()]
        partition = Partition(
            self.marks, self.rules, self.layout, self.rows, self._before(), self.terms.statuses
        )
        bands = partition.bands(inside, goes_on) if inside else []
        for position, band in enumerate(bands):
            self._read_band(band, position == 0 and goes_on, position == len(bands) - 1)
        if bands:
            self.last = index
        self.taken |= {(line.page, line.number) for line in inside}
        return rest

    def _begin_table(
        self, head: Head, lines: list[Line], above: Sequence[Line], index: int
    ) -> list[Line]:
        """Take the head's lines away; return the lines below it."""
        first = not self.heads
        if first or not head.like(self.head):
            table = self._table_lines(head, lines, index)
            columns = columns_of(_kinds(head), table, self.all_rules[index])
            numbered = with_numbers(head, columns, table)
            if numbered != head:
                columns = columns_of(_kinds(numbered), table, self.all_rules[index])
            if not first:
                self._share_cells()
            self.marks = Marks(columns, self.chapter_titles)
            self.head, self.format = head, self._format(lines)
            self._known[self.format], self._learnt_from = columns, table
        self.rules = [r for r in self.all_rules[index] if r.bottom > head.top - self.layout.pitch]
        below = self._read_head(lines, head)
        name = self._name_above(above)
        if first:
            self._first_name = name
            overleaf = self.pages[index - 1][-1:] if index and len(above) == len(name) else []
            headings = [*overleaf, *above[: -len(name)]] if name else []
            self._is_subheading = any(line.size > name[0].size for line in headings)
            self._is_said_twice = bool(headings) and normalised(headings[-1].text) == normalised(
                " ".join(line.text for line in name)
            )
        elif name:
            self._add_section([word for line in name for word in line.words])
            self.taken |= {(line.page, line.number) for line in name}
        return below

    def _table_lines(self, head: Head, lines: list[Line], index: int) -> list[Line]:
        """Lines by which the columns under `head` are known: up to other heads or a heading, or
        the text on an item.
        """
        lowest = max(cell.word.top for cell in head.cells)
        below = [line for line in lines if line.top > lowest]
        table = [line for line in lines if head.bottom < line.top <= lowest]
        for page in [below, *map(list, self.pages[index + 1 : index + 3])]:
            if page and self._format(page) != self._format(lines):
                continue
            later = find_head(page, self.layout, self.terms)
            if later is not None and not later.like(head):
                table += _part_at(page, later)[0]
                break
            table += page
        size = max(cell.word.size for cell in head.cells)
        large = (p for p, ln in enumerate(table) if ln.size > size and is_large(ln, self.layout))
        end = next(large, len(table))
        return table[: min(end, first_item(table, self.terms) or end)]

    def _name_above(self, above: Sequence[Line]) -> list[Line]:
        """The lines right above a head that name the chapter whose table it is."""
        for count in range(1, ABOVE + 1):
            tail = list(above[-count:])
            if normalised(" ".join(line.text for line in tail)) in self.chapter_titles:
                return tail
        tail = list(above[-1:])
        if not tail or not all(word.bold for word in tail[0].words):
            return []
        # «Tabell 2: Forebygging» names the chapter, unless its heading stands above that.
        captions = table_caption(tail[0].text) and self._heads_chapter(above, len(above) - 2)
        return [] if captions else tail

    def _is_name(self, line: Line) -> bool:
        """Whether a line right above a head names that table: set as the name of the first is."""
        first = self._first_name[:1]
        return any(
            line.style == name.style and abs(line.x0 - name.x0) < SAME_X for name in first
        ) and not self.marks.is_whole_row(line)

    def _heads_chapter(self, lines: Sequence[Line], position: int) -> bool:
        """Whether a line is a chapter's heading in the text: it has the number, or is below it."""
        if position < 0 or not is_large(lines[position], self.layout):
            return False
        above = lines[position - 1].text if position else ""
        return bool(number_words(lines[position].text)) or number_of_chapter(above) is not None

    def _name_first_table(self) -> None:
        """Name the first table by the line above it, where the other tables have such names.

        Where there is one table only, that line is the heading of the overview itself, unless
        a larger heading stands above it that says something else.
        """
        if self._is_said_twice and not any(row.section for row in self.rows):
            self._first_name = []
        named = len(self.heads) > 1 and any(row.section for row in self.rows)
        unnamed = bool(self.rows) and not self.rows[0].section
        if (named or self._is_subheading) and self._first_name and unnamed:
            self.rows = _behind_section(self._first_name, self.rows)
            self.gaps = [position + 1 for position in self.gaps]
            self.taken |= {(line.page, line.number) for line in self._first_name}

    def _take_heading(self) -> None:
        """Take the heading right above the first head or the legend, which belongs to no chapter.

        The table's caption may stand between. One with a number is a chapter's, of the text.
        """
        lines = self.pages[self.first]
        count = next(p for p, line in enumerate(lines) if self._is_taken(line))
        before = lines[:count] or (self.pages[self.first - 1] if self.first else [])
        before = [line for line in before if not self._is_taken(line)]
        above: list[Line] = []
        for line in reversed(before[-ABOVE:]):
            heads = stands_out(line, self.layout) and not has_core_label(line, self.terms)
            goes_on = not above or line.style == above[0].style or table_caption(above[0].text)
            if not (heads and goes_on):
                break
            above.insert(0, line)
        if above and (
            number_words(above[0].text) or self._heads_chapter(before, before.index(above[0]))
        ):
            above = [line for line in above if line.style != above[0].style]
        self.heading = above
        self.taken |= {(line.page, line.number) for line in above}

    def _is_taken(self, line: Line) -> bool:
        return (line.page, line.number) in self.taken

    def _may_be_note(self, line: Line) -> bool:
        return line.size < SMALLER * self.layout.on(line.page).body.size

    def _read_notes(self, rest: Sequence[Line], index: int) -> bool:
        """Take the notes under the table; whether another table may stand on the next page.

        On the table's last page that is what stands below it, up to a heading or an item; on a page
        without rows, what is set smaller than running text. Below the caption of another kind of
        table no rows go on.
        """
        limit = 1.1 if self.last == index else SMALLER
        item = first_item(rest, self.terms)
        for line in takewhile(lambda line: not self._is_called_in_text(line), rest[:item]):
            if self.layout.is_larger(line, limit) and not self._is_legend(line):
                return False
            self.footnotes.append(line)
            self.taken.add((line.page, line.number))
        if item is not None:
            return False
        following = self.pages[index + 1] if index + 1 < len(self.pages) else []
        head = find_head(following, self.layout, self.terms)
        if head is None and any(table_caption(line.text) for line in rest):
            return False
        if head is None:
            return self.last == index and _all_small(following, self.layout)
        return len(_part_at(list(following), head)[0]) <= ABOVE

    def _read_notes_overleaf(self, lines: Sequence[Line], index: int) -> None:
        """Take notes and a legend that have a page to themselves behind the last row."""
        if lines and (_all_small(lines, self.layout) or self._is_legend(lines[0])):
            self._read_notes(lines, index)

    def _is_legend(self, line: Line) -> bool:
        return is_legend(line.words, self.terms.statuses)

    def _is_called_in_text(self, line: Line) -> bool:
        """Whether a note below the table is called by text beside the table on its page."""
        callers = self.calls.get((line.page, mark_of(line.text)), ())
        return any((line.page, number) not in self.taken for number in callers)

    # Heads

    def _read_head(self, lines: Sequence[Line], head: Head) -> list[Line]:
        """Take the head's lines away; return those below it."""
        end = self._end_of_repeated(lines)
        if end is None:
            stated = has_statuses(head)
            is_row = {
                line.number: self.marks.number_of(line.words) is not None
                or self.marks.is_named(line.words)
                or (not stated and status_of_group(line.text, self.terms.statuses) is not None)
                for line in lines
            }
            columns = self.marks.columns
            end = head_end(lines, head, self.rules, columns, is_row, self.layout)
        head_lines = [line for line in lines if line.baseline < end]
        self.heads.append([word for line in head_lines for word in line.words])
        if not self.columns:
            self.columns = [
                OverviewColumn(name, kind, [
                    word for word in self.marks.columns.within(name, self.heads[-1])
                    if kind != MARK or word.top >= cell.word.top - 1  # above it «Status», over all
                ])
                for (name, kind, *_), cell in zip(
                    self.marks.columns.columns, head.cells, strict=True
                )
            ]  # fmt: skip
        self.taken |= {(line.page, line.number) for line in head_lines}
        return [line for line in lines if line.baseline >= end]

    def _end_of_repeated(self, lines: Sequence[Line]) -> float | None:
        """Where a head ends that has been printed before: after the same words.

        After as many of them as there are, since one that a page break has torn is shorter.
        """
        heads = [_texts(head) for head in self.heads]
        end = None
        seen: Counter[str] = Counter()
        for line in lines[: int(HEAD_DEPTH)]:
            seen.update(word.text for word in line.words)
            if seen in heads:
                end = line.baseline + 1
        return end

    def _after_rest_of_head(self, lines: list[Line]) -> list[Line]:
        """The lines of a page below what makes the last head, torn by the page break, whole."""
        if self.rows and not self.rows[-1].section:
            return lines
        whole = [_texts(head) for head in self.heads[:-1]]
        seen = _texts(self.heads[-1])
        for position, line in enumerate(lines[: int(HEAD_DEPTH)], start=1):
            seen.update(word.text for word in line.words)
            if seen in whole:
                rest = lines[:position]
                self.heads[-1] = [*self.heads[-1], *(word for own in rest for word in own.words)]
                self.taken |= {(own.page, own.number) for own in rest}
                return lines[position:]
        return lines

    def _takes_torn_head(self, rest: Sequence[Line]) -> bool:
        """Take what is left of a head whose other lines stand overleaf; whether it is one.

        It has no other words than a head that was printed before. The name of its chapter may
        stand above it.
        """
        for count in range(min(ABOVE, len(rest)) + 1):
            name, words = rest[:count], [word for line in rest[count:] for word in line.words]
            known = any(_texts(words) <= _texts(head) for head in self.heads)
            if len(words) > 1 and known and len(self._name_above(name)) == count:
                if name:
                    self._add_section([word for line in name for word in line.words])
                self.heads.append(words)
                self.taken |= {(line.page, line.number) for line in rest}
                return True
        return False

    # Rows

    def _read_band(self, band: Band, first_on_page: bool, last_on_page: bool) -> None:
        words = sorted(band.words, key=BY_PLACE)
        for at in {(word.page, word.line) for word in words}:
            self.claims.setdefault(at, []).extend(band.claims)
        after_gap = self.gaps[-1:] == [len(self.rows)]
        may_continue = (
            first_on_page and bool(self.rows) and not self.rows[-1].section and not after_gap
        )
        if first_on_page and self._is_rest_of_head(words):
            self.heads[-1] += words
            return
        if self._is_of_head(words):
            self.heads.append(words)
            return
        if first_on_page and not after_gap and self._is_rest_of_section(words):
            self.rows[-1].cells["title"] += words
            return
        if band.edges == NOTHING:
            self._leave_begun()
            self._leave_unpaired(words)
            return
        rows = by_line(words)
        starts = self.marks.starts(rows, self._before(), True)
        if self.marks.is_section(words, self.rows, may_continue) or (
            not starts
            and not band.ruled_cells
            and not may_continue
            and any(self.marks.columns.of(word) != "status" for word in words)
            and any(not rule.horizontal for rules in self.all_rules for rule in rules)
        ):
            self._add_section(words)
            return
        if self._begun and not (starts and first_on_page):
            self._leave_begun()
        if starts:
            self._add_row(band, words, rows[starts[0]])
        elif after_gap:
            self.strays.append(Stray("row-without-number", words))
        elif last_on_page and not first_on_page and band.sure:
            self._begun = words
        else:
            self._continue(words, first_on_page, band.edges == RULES)

    def _is_rest_of_head(self, words: Sequence[Word]) -> bool:
        """Whether the words are column heads that a page break cut off from the others.

        No row stands between, and no section row begins in another column than the first.
        """
        columns = self.marks.columns
        return (
            (not self.rows or self.rows[-1].section)
            and all(word.bold for word in words)
            and all(columns.of(word) != columns.names[0] for word in words)
        )

    def _is_of_head(self, words: Sequence[Word]) -> bool:
        """Whether the words are some of a head's that was printed before, each in its column: the
        rest of the head stands overleaf.
        """
        return any(
            self._in_columns(words) <= self._in_columns(head) and _is_set_as(head[0], words[0])
            for head in self.heads
        )

    def _in_columns(self, words: Sequence[Word]) -> Counter[tuple[str, str]]:
        """The words, each with its column."""
        names = self.marks.columns.of_each(words)
        return Counter((word.text, name) for word, name in zip(words, names, strict=True))

    def _is_rest_of_section(self, words: Sequence[Word]) -> bool:
        """Whether the words are those of a section's name that a page break cut off."""
        if not self.rows or not self.rows[-1].section:
            return False
        name = self.rows[-1].cells["title"]
        alike = all(_is_set_as(name[-1], word) for word in words)
        return alike and words[0].x0 == name[0].x0 and words[0].text[:1].islower()

    def _add_row(self, band: Band, words: list[Word], start: list[Word]) -> None:
        """Add the row whose number stands in the line `start`, with what began overleaf."""
        number = self.marks.number_of(start)
        assert number is not None
        cells = self._cells(self._begun + words)
        self._begun = []
        if not band.sure and not self._stands_evenly(start, cells):
            self._leave_unpaired(words)
            return
        self._is_unpaired = False
        if not self.marks.columns.has_number:
            own = [word for word in start if self.marks.columns.of(word) == "title"]
            cells["number"] = own[: number.words]
            cells["title"] = [word for word in cells["title"] if word not in cells["number"]]
        whole = None
        if len(cells["number"]) > number.words:
            whole = number_cell(text_of(cells["number"]))
        self.rows.append(Row(ItemNumber.of(whole) if whole else number.number, cells))

    def _cells(self, words: Sequence[Word]) -> dict[str, list[Word]]:
        names = ("number", "title", "ministries", "status", *self.marks.columns.names)
        cells: dict[str, list[Word]] = {name: [] for name in names}
        for word, name in zip(words, self.marks.columns.of_each(words), strict=True):
            cells[name].append(word)
        return cells

    def _leave_begun(self) -> None:
        """Hand on as a stray what began at the foot of a page and found no number."""
        if self._begun:
            self.strays.append(Stray("row-without-number", self._begun))
            self._begun = []

    def _leave_unpaired(self, words: list[Word]) -> None:
        """Hand on as a stray rows that cannot be told apart; what goes on overleaf is theirs."""
        self.strays.append(Stray("row-not-paired", words))
        self._is_unpaired = True

    def _stands_evenly(self, start: Sequence[Word], cells: dict[str, list[Word]]) -> bool:
        """Whether every cell of a row begins on the line of its number, or is centred beside it.

        Without ruling lines and white space between rows, nothing else tells where a row begins.
        """
        number, near = start[0].baseline, 0.3 * start[0].size
        return all(
            abs(words[0].baseline - number) < near
            or abs((words[0].baseline + words[-1].baseline) / 2 - number) < near
            for words in cells.values()
            if words
        )

    def _add_section(self, words: list[Word]) -> None:
        self._is_unpaired = False
        self.rows.append(Row(None, {"title": words}))

    def _continue(self, words: list[Word], first_on_page: bool, ruled: bool) -> None:
        """Add the rest of a row that began on the page before, or in the strip above.

        A strip without a number is not a rest where the page has ruling lines around it, or where
        it has a status of its own, below a row that has one too: nobody knows whose it is.
        """
        cells = self._cells(words)
        last = self.rows[-1] if self.rows else None
        number = self.marks.number_of(words)
        names = {self.marks.columns.of(word) for word in words}
        if number is not None and is_of_chapter(number, self._before(), names):
            self._add_section(words)
        elif self._is_unpaired:
            self.strays.append(Stray("row-without-number", words))
        elif last is None or last.section:
            bold = all(word.bold for word in words)
            if not bold and (cells["status"] or cells["ministries"] or cells["title"] == words):
                self.strays.append(Stray("row-without-number", words))
            else:
                self._add_section(words)
        elif not first_on_page and (ruled or (cells["status"] and last.cells["status"])):
            self.strays.append(Stray("row-without-number", words))
        else:
            for name in cells:
                last.cells.setdefault(name, []).extend(cells[name])

    # Cells that are drawn across several rows

    def _share_cells(self) -> None:
        """Say of the rows since the columns last changed that lack a status or ministries whose
        cell they share.

        A ruling line parts the two in the column of titles, and none in that column.
        """
        rows = [row for row in self.rows[self._shared :] if not row.section]
        for name in ("status", "ministries"):
            cells = [row.cells.get(name) for row in rows]
            if all(cell and not _breaks_off(cell) and not _joins(cell) for cell in cells) and not (
                name == "status" and any(cell[0].text[0].islower() for cell in cells if cell)
            ):
                continue
            words = [w for row in self.rows[self._shared :] for w in row.cells.get(name, ())]
            for group in self._rows_of_one_cell(min(w.x0 for w in words)) if words else ():
                filled = [p for p in group if self.rows[p].cells.get(name)]
                if not filled or not self._are_one_list(name, filled):
                    continue
                for position in filled[1:]:  # its lines stand beside those of several titles
                    self.rows[filled[0]].cells[name] += self.rows[position].cells[name]
                    self.rows[position].cells[name] = []
                for position in set(group) - {filled[0]}:
                    row = self.rows[position]
                    self.rows[position] = row._replace(shares={**row.shares, name: filled[0]})
        self._shared = len(self.rows)

    def _are_one_list(self, name: str, filled: Sequence[int]) -> bool:
        """Whether what rows have in a cell is one text: a status that is known, or each breaks off
        but for the last, or the next begins in the middle of a list.
        """
        cells = [self.rows[position].cells[name] for position in filled]
        text = text_of([word for cell in cells for word in cell])
        if name == "status" and read_status(text, self.terms.statuses) is not None:
            return True
        return all(_breaks_off(above) or _joins(below) for above, below in pairwise(cells))

    def _rows_of_one_cell(self, x: float) -> Iterator[list[int]]:
        """The positions of rows between which no line is drawn in the column that begins at x."""
        group: list[int] = []
        for position in range(self._shared, len(self.rows)):
            row = self.rows[position]
            above = self.rows[position - 1] if position > self._shared else None
            if above is None or row.section or above.section or self._is_ruled(above, row, x):
                if len(group) > 1:
                    yield group
                group = []
            group.append(position)
        if len(group) > 1:
            yield group

    def _is_ruled(self, above: Row, row: Row, x: float) -> bool:
        """Whether a line parts two rows at x, or none parts them in the column of titles.

        Where the second begins overleaf, the lines below the first tell.
        """
        title, following = above.cells["title"], row.cells["title"]
        if not title or not following:
            return True
        here = title[-1].page
        top = next(word.bottom for word in title if word.page == here)
        bottom = following[0].baseline if following[0].page == here else math.inf
        index = next(i for i, page in enumerate(self.pages) if page and page[0].page == here)
        between = [
            rule
            for rule in self.all_rules[index]
            if rule.horizontal and top < (rule.top + rule.bottom) / 2 < bottom
        ]
        return _crosses(between, x) or not _crosses(between, following[0].x0)

    # What marks in the column of statuses stand for

    def _add_meanings(self) -> None:
        """Say of each mark what it stands for, by the head above it or the legend.

        A legend stands above the table, perhaps at the end of the page before, or below its last
        row, perhaps overleaf, as notes do.
        """
        lines = [line for page in self.pages[self.first : self.last + 1] for line in page]
        overleaf = self.pages[self.first - 1] if self.first else ()
        lines[:0] = takewhile(self._is_legend, reversed(overleaf))
        lines += [line for line in self.footnotes if line not in lines]
        marked = any(is_mark(row.cells.get("status", ())) for row in self.rows)
        # Beside a mark, a line of the table's may begin with a status: «● │ gjennomført i 2025».
        around = [
            line
            for line in lines
            if line in self.footnotes or not self._is_taken(line) or self._is_legend(line)
        ]
        legend = find_legend((ln.words for ln in around), self.terms.statuses) if marked else {}
        self.legend = [
            line
            for line in around
            if (line in self.footnotes or not self._is_taken(line)) and self._is_legend(line)
        ]
        self.footnotes = [line for line in self.footnotes if line not in self.legend]
        self.taken |= {(line.page, line.number) for line in self.legend}
        heads = {
            column.name: BROKEN.sub("", text_of(column.head))
            for column in self.columns
            if column.kind == MARK
        }
        marks = {
            name: head
            for name, head in heads.items()
            if read_status(head, self.terms.statuses) is not None
        }
        for position, row in enumerate(self.rows):
            crossed = [name for name in marks if row.cells.get(name)]
            if not row.section and len(crossed) == 1 and not row.cells["status"]:
                cells = {**row.cells, "status": row.cells[crossed[0]], crossed[0]: []}
                self.rows[position] = row._replace(cells=cells, meaning=marks[crossed[0]])
        if legend:
            self.rows = _as_in(legend, self.rows)


def _kinds(head: Head) -> list[tuple[str, Word]]:
    return [(cell.kind, cell.word) for cell in head.cells]


def _breaks_off(cell: Sequence[Word]) -> bool:
    """Whether a cell ends where more of a list must follow."""
    return BROKEN_OFF.search(cell[-1].text) is not None


def _joins(cell: Sequence[Word]) -> bool:
    """Whether a cell begins with what joins it to the one above: «og HOD», «(JD)»."""
    return cell[0].text in tagged("and") or cell[0].text[0] == "("


def _crosses(rules: Iterable[Rule], x: float) -> bool:
    """Whether one of the horizontal lines runs over `x`."""
    return any(rule.x0 <= x <= rule.x1 for rule in rules)


def _is_of_items(lines: Iterable[Line], terms: Terms) -> bool:
    """Whether lines are the report's text on its items, and no page put in between."""
    if any(has_core_label(line, terms) for line in lines):
        return True
    rows = (
        [bare_label(text_of(cell), terms) for cell in cells_of(line, CELL_GAP)] for line in lines
    )
    alone = [label.kind for row in rows if row[0] is not None for label in row if label is not None]
    return CORE.issubset(alone) or sum(kind in CORE for kind in alone) > 1


def _texts(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.text for word in words)


def _numbers_begin(lines: Iterable[Line]) -> tuple[float, float] | None:
    """The x at which most lines with a number begin, and their size."""
    begun = Counter((line.x0, line.size) for line in lines if line.text[0].isdigit())
    return max(begun, key=begun.__getitem__) if begun else None


def _is_set_as(title: Word, word: Word) -> bool:
    """Whether a word is set as the rows are, or as a note to them."""
    return word.font == title.font and (word.size == title.size or word.size < SMALLER * title.size)


def _below(head: Head | None, above: Head) -> Head | None:
    """The head, if it stands below the one above: else it is the same once more, and none."""
    return head if head is not None and head.top > above.top else None


def _part_at(lines: list[Line], head: Head | None) -> tuple[list[Line], list[Line]]:
    """The lines above a head, and those from it on; all of them are above where there is none."""
    if head is None:
        return lines, []
    above = [line for line in lines if line.top < head.top - 1]
    return above, [line for line in lines if line.top >= head.top - 1]


def _all_small(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether the page holds notes only: nothing as large as running text."""
    return bool(lines) and all(
        line.size < SMALLER * layout.on(line.page).body.size for line in lines
    )
