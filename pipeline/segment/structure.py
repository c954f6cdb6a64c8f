"""The parts of a report put together: which words are what, in which scope, in which order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

import regex

from pipeline.norwegian.letters import small_letters
from pipeline.norwegian.numbering import ItemNumber, without_number
from pipeline.norwegian.statuses import status_at_start
from pipeline.norwegian.vocabulary import tagged
from pipeline.seams.entries import Block, Entry, FieldColumn, Listed, Unplaced
from pipeline.seams.ids import (
    FRONT_MATTER,
    FURNITURE,
    INTRODUCTION,
    NO_ITEM,
    OVERVIEW,
    REPORT,
    ItemId,
    Scope,
    chapter_scope,
    item_id,
    printing,
)
from pipeline.seams.terms import Terms
from pipeline.seams.vocabularies import FIELD_KINDS, FieldKind, ItemKind, Source
from pipeline.seams.words import COVERED, Page, Run, parted, runs_of
from pipeline.segment.chapters import Chapter, number_words
from pipeline.segment.claims import known
from pipeline.segment.front import find_abbreviations
from pipeline.segment.insets import CELL_GAP
from pipeline.segment.items import Item, Key, is_request
from pipeline.segment.joining import BROKEN_OFF, compose, divisions_of
from pipeline.segment.labels import CORE, NO_TIME, Label, Time
from pipeline.segment.lines import Line
from pipeline.segment.narrative import ENDS_SENTENCE, Passage, indents_of, passages
from pipeline.segment.overview import BY_PLACE, Overview, Stray
from pipeline.segment.parts import (
    ALIKE,
    Numbered,
    PartsOfRows,
    Titled,
    likeness,
    parts_of,
    repeated_rows,
)
from pipeline.segment.reading import Cells, Reading, read
from pipeline.segment.reconcile import holds_value, is_list_of_ministries, left_over
from pipeline.segment.subheadings import headings_inside
from pipeline.segment.table_columns import cells_of
from pipeline.segment.table_rows import Row
from pipeline.segment.values import Values
from pipeline.segment.vocabulary import head_kind, normalised

ROW_OF_TABLE = "står i en rad blant flere hvis celler står under hverandre"
TAIL = 3  # words: a title that ends as another does is not cut off
BEFORE_TEXT = ("foreword", "abbreviations")  # chapters of the front matter
WRAPPED_SLASH = regex.compile(r"(?<=\S)/ (?=\p{Ll})")  # of a head that wraps: «Kap./» «post»
KIND_BY_REQUEST: dict[bool, ItemKind] = {True: "anmodningsvedtak", False: "tiltak"}
OF_ROWS = ("number", "title", "ministries", "status")  # parts of rows that have tables
FIELD_OF_COLUMN: dict[str, FieldKind] = {kind: kind for kind in FIELD_KINDS} | {
    "previous": "previous-status"
}


Rows = Sequence[tuple[Row, Cells]]  # of an overview


class Structure(NamedTuple):
    """The blocks of a report, made as they are asked for, and what is listed besides.

    What is listed is whole when the last block has come, but for the count of words; so are the
    claims of `reading`, on which all this rests.
    """

    blocks: Iterator[Block]
    listed: Listed
    reading: Reading


def structure_of(pages: Iterable[Page], source: str, terms: Terms) -> Structure:
    """The structure of the report on `pages`.

    Raises `Refusal` (naming `source`) before the first block, where there is nothing that makes a
    status report.
    """
    reading = read(pages, source, terms)
    report = _Report(reading, terms)
    return Structure(chain(report.blocks(), report.furniture()), report.listed, reading)


class _Scope(NamedTuple):
    """Where running text stands: the scope's name, and the item it belongs to, if any."""

    name: Scope
    owner: Scope


class _Heading(NamedTuple):
    """The number of an item, and its title."""

    number: list[Run]
    title: list[Run]
    normalised: str


class _Report:
    """Makes the blocks of one report, in reading order, and lists what else is to be handed on."""

    def __init__(self, reading: Reading, terms: Terms) -> None:
        self.reading, self.terms = reading, terms
        self.lines, self.layout, self.hyphens = reading.lines, reading.layout, reading.hyphens
        self.indents = indents_of(self.lines, self.layout)
        self.subheadings = headings_inside(self._lines_of_items(), terms.statuses)
        self.listed = Listed([], [], [], [], [], [], [])
        self.listed.pages.extend(reading.pages)
        self.listed.unplaced.extend(reading.not_whole)
        self.listed.unplaced.extend(left_over(reading, terms))
        self.values = Values(
            self.lines,
            reading.labels,
            self.layout,
            self._text,
            self._printed_statuses(),
            terms.statuses,
        )
        self.latest = self._latest_statuses()
        self._made: list[Block] = []  # those that are not handed on yet
        self._paragraphs: Counter[str] = Counter()
        self._ids: dict[Source, Counter[ItemId]] = {"text": Counter(), "overview": Counter()}
        self._scopes: list[tuple[tuple[int, int], Scope, Scope]] = []  # where each scope begins
        self._headed: Counter[Scope] = Counter()  # how often each chapter has begun
        self._begun: set[Scope] = set()  # the names of these
        self._label_kinds: set[str] = set()  # of the item that is being read
        self._is_untitled = False  # its heading is a number alone
        self._titles: dict[Key, list[str]] = {}  # the text's, by number
        self._sessions: dict[Key, str] = {}  # of the first decision with a number
        self._stated: set[str] = set()
        self._rows_read: dict[Titled, tuple[Rows, int]] = {}  # where each row was read first
        self.headings = {item.first: self._heading(item) for item in reading.items}
        self._renumbered = self._numbers_of_overview()

    def blocks(self) -> Iterator[Block]:
        self._front()
        yield from self._body()
        yield from self._overviews()
        self._footnotes()
        yield from self._handed_on()
        self.listed.stated.extend(sorted(self._stated))

    def furniture(self) -> Iterator[Block]:
        """The running heads and feet, a block for each page. No words are parted at their ends."""
        for lines in self.reading.furniture.values():
            if lines:
                text, places = compose(runs_in(lines), self.hyphens)
                yield Block(FURNITURE, NO_ITEM, "furniture", 0, text, places)

    def _handed_on(self) -> Iterator[Block]:
        """The blocks made since the last time. Nothing looks back at them."""
        for block in self._made:
            if len(block.places) > 1:
                self.listed.divisions.extend(divisions_of(block, self.hyphens))
            if COVERED in block.text:
                self.listed.unplaced.extend(_covered(block))
            yield block
        self._made.clear()

    def add(
        self,
        scope: Scope,
        owner: Scope,
        part: str,
        paragraph: int,
        runs: Sequence[Run],
        bullet: bool = False,
    ) -> None:
        """Add a block made of `runs`, unless there are none; a `bullet` is no text."""
        if runs:
            text, places = compose(runs, self.hyphens, bullet)
            self._made.append(Block(scope, owner, part, paragraph, text, places))
            if owner and part in CORE:
                self._stated.add(f"{'overview' if scope == OVERVIEW else 'text'}/{part}")

    def _text(self, runs: Sequence[Run]) -> str:
        return compose(runs, self.hyphens)[0]

    def _printed_statuses(self) -> Counter[str]:
        """The statuses of the overview, and those that stand whole on a line of the text."""
        statuses = Counter(
            cells["status"][0]
            for rows in self.reading.cells
            for row, cells in rows
            if not row.section and cells["status"][0]
        )
        for line, labels in zip(self.lines, self.reading.labels, strict=True):
            for label in labels:
                if label.kind == "status" and label.value_start < label.value_end:
                    statuses[line.text[label.value_start : label.value_end].strip()] += 1
        return statuses

    def _latest_statuses(self) -> dict[int, Time]:
        """The latest time of the statuses of each item, by the position of its heading.

        A status without a time is of the report's own.
        """
        latest: dict[int, Time] = {}
        starts = [item.first for item in self.reading.items]
        for position, labels in enumerate(self.reading.labels):
            for label in labels:
                order = bisect_right(starts, position) - 1
                if label.kind == "status" and order >= 0:
                    first = starts[order]
                    latest[first] = max(latest.get(first, NO_TIME), _time(label))
        return latest

    def _lines_of_items(self) -> Iterator[list[Line]]:
        """The lines of running text of each item, without those of labels."""
        items, chapters = self.reading.items, self.reading.chapters
        firsts = chain((i.first for i in items), (c.first for c in chapters), [len(self.lines)])
        starts = sorted(firsts)
        for item in items:
            end = starts[bisect_right(starts, item.first)]
            inside = range(item.last + 1, end)
            yield [self.lines[at] for at in inside if not self.reading.labels[at]]

    # Front matter

    def _front(self) -> None:
        items, chapters = self.reading.items, self.reading.chapters
        contents_lines = self.reading.contents_lines
        starts = [item.first for item in items[:1]]
        starts += [chapter.first for chapter in chapters if chapter.kind not in BEFORE_TEXT][:1]
        end = min([start for start in starts if start not in contents_lines], default=0)
        if not starts:
            end = self._end_of_cover()
        front = list(range(end))
        listed = [position for position in front if position not in contents_lines]
        lines = [self.lines[position] for position in listed]
        abbreviations, taken = find_abbreviations(lines)
        cover = [line for index, line in enumerate(lines) if index not in taken]
        self._cover(cover)
        for position in sorted(contents_lines):
            paragraph = self._next(FRONT_MATTER)
            self.add(FRONT_MATTER, NO_ITEM, "contents", paragraph, self.lines[position].runs)
        for entry in abbreviations:
            self.add(FRONT_MATTER, NO_ITEM, "abbreviation", 0, runs_of(entry.short))
            self.add(FRONT_MATTER, NO_ITEM, "expansion", 0, runs_of(entry.expansion))
        self.front_end = end
        self.front_lines = set(front) | contents_lines

    def _end_of_cover(self) -> int:
        """Where the first page ends, in a report without chapters and items in running text."""
        first = self.lines[0].page if self.lines else 0
        return sum(line.page == first for line in self.lines)

    def _cover(self, lines: Sequence[Line]) -> None:
        """The cover's lines: its main title is what is set largest."""
        if not lines:
            return
        first_page = [line for line in lines if line.page == lines[0].page]
        largest = max(line.size for line in first_page)
        title = [line for line in first_page if line.size > largest - 0.5]
        if largest > 1.1 * self.layout.body.size:
            self.add(FRONT_MATTER, NO_ITEM, "title", 0, runs_in(title))
            self._headed[FRONT_MATTER] += 1
            lines = [line for line in lines if line not in title]
        front = _Scope(FRONT_MATTER, NO_ITEM)
        for passage in passages(lines, self.layout):
            self._passage(front, passage)

    # Running text

    def _body(self) -> Iterator[Block]:
        item_at = {item.first: item for item in self.reading.items}
        chapter_at = {chapter.first: chapter for chapter in self.reading.chapters}
        part_of = self._parts(chapter_at)
        behind = self._behind_overviews()
        scope = outside = _Scope(INTRODUCTION, NO_ITEM)
        chapter: Chapter | None = None
        latest = NO_TIME
        pending: list[Line] = []
        position = self.front_end
        while position < len(self.lines):
            if position in self.front_lines:
                position += 1
            elif position in chapter_at:
                self._narrative(scope, pending)
                yield from self._handed_on()
                scope, chapter = self._begin_chapter(chapter_at[position], chapter)
                outside = scope
                position = chapter_at[position].last + 1
            elif position in item_at:
                self._narrative(scope, pending)
                yield from self._handed_on()
                item = item_at[position]
                scope = self._begin_item(item, chapter, part_of[position])
                latest = self.latest.get(position, NO_TIME)
                position = item.last + 1
            elif (
                (labels := self.reading.labels[position])
                and scope.owner
                and self._are_new(labels, latest)
            ):
                self._narrative(scope, pending)
                position = self._read_labels(position, scope, latest, pending)
            else:
                if position in behind and not _breaks_off(pending):
                    self._narrative(scope, pending)
                    scope = outside
                    self._mark_scope(*scope, self.lines[position].runs[0])
                if labels:
                    self._say_if_status(position, scope)
                pending.append(self.lines[position])
                position += 1
        self._narrative(scope, pending)
        yield from self._handed_on()
        if self.values.are_prose:
            self._say_that_statuses_are_prose()

    def _behind_overviews(self) -> set[int]:
        """The positions right behind overviews with a heading: no item goes on across one."""
        places = [(line.page, line.number) for line in self.lines]
        headings = [overview.heading for overview in self.reading.overviews if overview.heading]
        return {bisect_left(places, (lines[0].page, lines[0].number)) for lines in headings}

    def _parts(self, chapter_at: Mapping[int, Chapter]) -> dict[int, int]:
        """The part of the report that each item stands in, by the position of its heading."""
        starts = sorted(p for p, chapter in chapter_at.items() if chapter.kind == "part")
        measures: list[tuple[Item, Numbered]] = []
        chapters = sorted(chapter_at)
        opened = 0
        for item in self.reading.items:
            order = bisect_right(chapters, item.first) - 1
            chapter = chapter_at[chapters[order]] if order >= 0 else None
            if self._is_request(item, chapter):
                continue
            opens = bisect_right(starts, item.first) > opened
            opened = bisect_right(starts, item.first)
            measures.append((item, Numbered(item.number, self._title_of(item), opens)))
        parts = parts_of([measure for _, measure in measures])
        self._rows_of_parts = PartsOfRows([measure for _, measure in measures], parts)
        part_of = dict.fromkeys((item.first for item in self.reading.items), 1)
        return part_of | {item.first: part for (item, _), part in zip(measures, parts, strict=True)}

    def _numbers_of_overview(self) -> dict[Key, ItemNumber]:
        """The overview's number of each item, where text and overview share none but have the same
        titles: «1.1» in the text is the overview's 1, and which of the two it is called is unread.
        """
        titles = {
            normalised(cells["title"][0]): row.number
            for rows in self.reading.cells
            for row, cells in rows
            if row.number is not None
        }
        listed = {number.key for number in titles.values()}
        items = [item for item in self.reading.items if not is_request(self._title_of(item))]
        if not titles or any(item.number.key in listed for item in items):
            return {}
        paired = {
            item.number.key: titles[title]
            for item in items
            if (title := self._title_of(item)) in titles
        }
        if 2 * len(paired) <= len(items):
            return {}
        page = self.lines[items[0].first].page
        first = items[0].number
        both = f"{first.printed} – {paired[first.key].printed}" if first.key in paired else ""
        self.listed.unplaced.append(Unplaced(REPORT, page, "numbers-differ", both))
        return paired

    def _heading(self, item: Item) -> _Heading:
        runs = runs_in(self.lines[item.first : item.last + 1])
        number, title = parted(runs, item.number_words)
        return _Heading(number, title, normalised(self._text(title)))

    def _title_of(self, item: Item) -> str:
        return self.headings[item.first].normalised

    def _begin_chapter(
        self, chapter: Chapter, before: Chapter | None
    ) -> tuple[_Scope, Chapter | None]:
        """The scope that a heading opens, and the chapter that its items belong to."""
        if chapter.kind == "introduction":
            name = INTRODUCTION
        elif chapter.kind in BEFORE_TEXT:
            name = FRONT_MATTER
        elif chapter.number is not None:
            name = chapter_scope(chapter.number)
        elif chapter.kind == "section" and chapter.printed:
            name = chapter_scope(chapter.printed)
        else:
            name = chapter_scope(normalised(chapter.title))
        self._headed[name] += 1  # a page that stands twice heads its chapter twice
        name = printing(name, self._headed[name])
        runs = runs_in(self.lines[chapter.first : chapter.last + 1])
        number, heading = parted(runs, chapter.number_words)
        self._mark_scope(name, NO_ITEM, runs[0])
        self.add(name, NO_ITEM, "number", 0, number)
        self.add(name, NO_ITEM, "heading", 0, heading)
        if chapter.kind == "part":
            self._part_heading = self._text(runs)
        if before is None or chapter.kind not in ("section", "part"):
            return _Scope(name, NO_ITEM), chapter
        are_parts = chapter.kind == before.kind == "part"  # which are its chapters, then
        return _Scope(name, NO_ITEM), chapter if are_parts else before

    _part_heading = ""  # of the part that is being read

    def _begin_item(self, item: Item, chapter: Chapter | None, part: int) -> _Scope:
        number, title, _ = self.headings[item.first]
        first = (number or title)[0]
        entry = self._entry(
            "text", self._is_request(item, chapter), item.number, part,
            chapter.number if chapter else None, chapter.title if chapter else "", first.page,
        )  # fmt: skip
        self._mark_scope(entry.id, entry.id, first)
        self.add(entry.id, entry.id, "number", 0, number)
        self.add(entry.id, entry.id, "title", 0, title)
        self._titles.setdefault(item.number.key, self._title_of(item).split())
        self._label_kinds, self._is_untitled = set(), not title
        return _Scope(entry.id, entry.id)

    def _is_request(self, item: Item, chapter: Chapter | None) -> bool:
        """Whether an item is a decision of the Storting: by its chapter, or its own words."""
        if chapter is not None and chapter.kind == "requests":
            return True
        words = self.lines[item.first].text.split(" ")
        if words[0].casefold() in tagged("decision"):
            return True
        title = " ".join(words[item.number_words :])
        return (chapter is None or chapter.number is None) and is_request(title)

    def _entry(
        self,
        source: Source,
        request: bool,
        number: ItemNumber,
        part: int,
        chapter_number: int | None,
        chapter: str,
        page: int,
        meaning: str = "",
    ) -> Entry:
        kind = KIND_BY_REQUEST[request]
        printed_number = number.printed
        if source == "text":
            number = self._renumbered.get(number.key, number)
        session = ""
        if request and number.session:
            first = self._sessions.setdefault(number.key, number.session)
            session = number.session if number.session != first else ""
        item = item_id(kind, number.name, part, session)
        self._ids[source][item] += 1
        scope = printing(item, self._ids[source][item])
        part_name = (self._part_heading or f"{part}") if self._rows_of_parts.several else ""
        entry = Entry(
            scope, item, source, kind, number.parts[-1], number.letter, printed_number,
            part_name if source == "text" and not request else "", number.session,
            chapter_number, chapter, page, meaning, (),
        )  # fmt: skip
        self.listed.entries.append(entry)
        return entry

    # Labels

    def _are_new(self, labels: Sequence[Label], latest: Time) -> bool:
        """Whether the labels of a line are of kinds that the item does not have yet.

        A line on which its own labels stand again, beside others, is running text.
        """
        kinds = {label.kind for label in labels if not _is_earlier(label, latest)}
        earlier = any(_is_earlier(label, latest) for label in labels)
        return bool(kinds | {"earlier"} if earlier else kinds) and not (
            kinds & self._label_kinds & {*CORE, "narrative"}
        )

    def _read_labels(self, position: int, scope: _Scope, latest: Time, pending: list[Line]) -> int:
        """Read a line of labels with their values; return the position after."""
        line = self.values.read(position)
        for label, printed, value in line.values:
            self.add(scope.name, scope.owner, "label", 0, printed)
            if _is_earlier(label, latest):
                part = "field-previous-status"
            elif self._is_untitled and head_kind(label.name.split(" "), self.terms) == "title":
                part = "title"  # in a form: «Tiltak nr. │ 5», «Tiltak │ …»
                self._is_untitled = False
            else:
                part = label.kind if label.kind in CORE else f"field-{label.kind}"
                self._label_kinds.add(label.kind)
            self.add(scope.name, scope.owner, part, 0, value)
        if line.rest is not None:
            pending.append(line.rest)
        return line.after

    def _say_if_status(self, position: int, scope: _Scope) -> None:
        """A line with a status that belongs to no item, or that is an item's second, is unread."""
        if any(label.kind == "status" for label in self.reading.labels[position]):
            line = self.lines[position]
            self.listed.unplaced.append(
                Unplaced(scope.name, line.page, "status-not-placed", line.text)
            )

    def _say_that_statuses_are_prose(self) -> None:
        """Once for the report: it prints no words for statuses, but tells what was done."""
        page = next(
            (
                line.page
                for line, labels in zip(self.lines, self.reading.labels, strict=True)
                if any(label.kind == "status" for label in labels)
            ),
            1,
        )
        self.listed.unplaced.append(Unplaced(REPORT, page, "prose-status", ""))

    def _narrative(self, scope: _Scope, pending: list[Line]) -> None:
        """Make the paragraphs of lines; one may go on behind a box between its lines."""
        for tabled, lines in groupby(pending, key=lambda line: line.inset == "table"):
            if tabled:
                self._small_table(scope, list(lines))
                continue
            text: list[Line] = []
            boxes: list[tuple[int, list[Line]]] = []  # each behind so many lines of text
            for inset, stretch in groupby(lines, key=attrgetter("inset")):
                if inset:
                    boxes.append((len(text), list(stretch)))
                else:
                    text += stretch
            count = 0
            for passage in passages(text, self.layout, self.indents, self.subheadings):
                while boxes and boxes[0][0] <= count:
                    self._box(scope, boxes.pop(0)[1])
                self._passage(scope, passage)
                count += len(passage.lines)
            for _, box in boxes:
                self._box(scope, box)
        pending.clear()

    def _box(self, scope: _Scope, lines: Sequence[Line]) -> None:
        for passage in passages(lines, self.layout, self.indents):
            self._passage(scope, passage._replace(kind="box"))

    def _small_table(self, scope: _Scope, lines: Sequence[Line]) -> None:
        """A table in running text, cell by cell: no sentence runs from one to the next."""
        for line in lines:
            for cell in cells_of(line, CELL_GAP):
                self._passage(scope, Passage("table", [line.of_words(cell)], False, ROW_OF_TABLE))

    def _passage(self, scope: _Scope, passage: Passage) -> None:
        kind, lines, bullet, reason = passage
        first = lines[0]
        if scope.name not in self._begun and scope.name != FRONT_MATTER:
            self._mark_scope(scope.name, scope.owner, first.runs[0])
        self.add(scope.name, scope.owner, kind, self._next(scope.name), runs_in(lines), bullet)
        self.reading.claims[first.page, first.number].append(known("text", reason))
        if kind == "paragraph" and scope.owner and is_list_of_ministries(lines):
            text = " ".join(line.text for line in lines)
            self.listed.unplaced.append(
                Unplaced(scope.name, first.page, "ministries-not-placed", text)
            )

    def _next(self, scope: Scope) -> int:
        self._paragraphs[scope] += 1
        return self._paragraphs[scope]

    def _mark_scope(self, name: Scope, owner: Scope, run: Run) -> None:
        self._scopes.append(((run.page, run.line), name, owner))
        self._begun.add(name)

    # The overviews

    def _overviews(self) -> Iterator[Block]:
        for overview, rows, gaps in zip(
            self.reading.overviews, self.reading.cells, self.reading.gaps, strict=True
        ):
            yield from self._overview(overview, rows, gaps)

    def _overview(
        self,
        overview: Overview,
        rows: Rows,
        gaps: Iterable[int],
    ) -> Iterator[Block]:
        titles = [_titled(row, cells) for row, cells in rows]
        again = repeated_rows(titles, self._rows_read.keys())
        chapters = self.reading.chapters
        numbers = {
            normalised(chapter.title): chapter.number
            for chapter in chapters
            if chapter.number is not None
        }
        requests = {normalised(c.title) for c in chapters if c.kind == "requests"}
        self._heads(overview)
        section, request, is_section_sure = "", False, True
        in_text: dict[Key, dict[str, str]] = defaultdict(dict)  # the title of each kind's item
        chapters_of: dict[Key, str] = {}
        for item, entry in zip(self.reading.items, self.listed.entries, strict=False):
            in_text[item.number.key].setdefault(entry.kind, self._title_of(item))
            chapters_of[item.number.key] = normalised(entry.chapter)
        entries: dict[int, Entry] = {}
        listed_amiss = measures_among_requests(rows)
        for position, (row, cells) in enumerate(rows):
            yield from self._handed_on()
            if position in again:
                self._repeated(row, titles[position], _texts(rows, position))
                continue
            is_section_sure = (is_section_sure and position not in gaps) or row.section
            if row.number is None:
                runs = runs_of(row.cells["title"])
                if holds_value(self._text(runs), self.terms.statuses):
                    self._stray(Stray("row-without-number", row.cells["title"]))
                    continue
                number, title = parted(runs, number_words(self._text(runs)))
                section = without_number(self._text(title))
                name = normalised(section)
                request = name in requests or any(word in name for word in tagged("decision"))
                self.add(OVERVIEW, NO_ITEM, "number", 0, number)
                self.add(OVERVIEW, NO_ITEM, "section", 0, title)
                continue
            if position + 1 in gaps and not self._is_whole(row, cells, rows):
                words = sorted((word for cell in row.cells.values() for word in cell), key=BY_PLACE)
                self._stray(Stray("row-cut", words))
                continue
            # Rows are missing above, and a section row may be among them.
            sure = is_section_sure or chapters_of.get(row.number.key) == normalised(section)
            # A measure in the wrong section is still the measure that the text has.
            printed = normalised(cells["title"][0])
            of_text = in_text[row.number.key].items()
            kinds = {kind for kind, title in of_text if likeness(printed, title) > ALIKE}
            listed = (request and position not in listed_amiss) or is_request_row(cells)
            is_request = kinds == {KIND_BY_REQUEST[True]} or (
                kinds != {KIND_BY_REQUEST[False]} and listed
            )
            name = section if sure else ""
            part = 1 if is_request else self._part_of(row, cells)
            self._rows_read.setdefault(titles[position], (rows, position))
            entries[position] = entry = self._entry(
                "overview", is_request, row.number, part, numbers.get(normalised(name)), name,
                row.page, row.meaning,
            )  # fmt: skip
            self._row(entry, row, cells)
        self._share(rows, entries)
        for stray in overview.strays:
            self._stray(stray)
        for passage in chain.from_iterable(
            passages(lines, self.layout) for lines in (overview.footnotes, overview.legend)
        ):
            self.add(OVERVIEW, NO_ITEM, "footnote", self._next(OVERVIEW), runs_in(passage.lines))

    def _part_of(self, row: Row, cells: Cells) -> int:
        assert row.number is not None
        return self._rows_of_parts.of(row.number, normalised(cells["title"][0]))

    def _heads(self, overview: Overview) -> None:
        """The heading and the column heads, and what kind of value stands under each."""
        first = overview is self.reading.overviews[0]
        paragraph = 0 if first or not overview.heading else self._next(OVERVIEW)
        self.add(OVERVIEW, NO_ITEM, "heading", paragraph, runs_in(overview.heading))
        for words in overview.heads:
            self.add(OVERVIEW, NO_ITEM, "column-heads", 0, runs_of(words))
        known = {column.part for column in self.listed.columns}
        for column in overview.columns:
            if column.kind in CORE:  # dots that are drawn leave the cells of a whole column empty
                self._stated.add(f"overview/{column.kind}")
            if column.name not in OF_ROWS and f"field-{column.name}" not in known:
                kind = FIELD_OF_COLUMN.get(column.kind, "other")
                label = WRAPPED_SLASH.sub("/", self._text(runs_of(column.head)))
                self.listed.columns.append(FieldColumn(f"field-{column.name}", kind, label))

    def _row(self, entry: Entry, row: Row, cells: Cells) -> None:
        for name, composed in cells.items():
            if not row.cells[name]:
                continue
            if name == "narrative" and not self._ids["text"][entry.item_id]:
                paragraph = self._next(entry.id)
                self._made.append(Block(entry.id, entry.id, "paragraph", paragraph, *composed))
                continue
            part = name if name in OF_ROWS else f"field-{name}"
            self._made.append(Block(OVERVIEW, entry.id, part, 0, *composed))
            if part in CORE:
                self._stated.add(f"overview/{part}")

    def _share(self, rows: Rows, entries: Mapping[int, Entry]) -> None:
        """Say of rows that share a cell with another which entry has its words."""
        changed = {
            entry.id: entry
            for position, entry in entries.items()
            if rows[position][0].shares
        }  # fmt: skip
        for position, entry in entries.items():
            shares = tuple(
                (name, entries[other].id)
                for name, other in rows[position][0].shares.items()
                if other in entries
            )
            if entry.id in changed and shares:
                at = self.listed.entries.index(entry)
                self.listed.entries[at] = _sharing(entry, shares)

    def _repeated(self, row: Row, titled: Titled, texts: Mapping[str, str]) -> None:
        """A row that stands once more: one that says something else than the first is unread."""
        words = sorted((word for cell in row.cells.values() for word in cell), key=BY_PLACE)
        first = self._rows_read.get(titled)
        known = _texts(*first) if first else {}
        if row.number is not None and (
            first is None or any(known.get(name, text) != text for name, text in texts.items())
        ):
            self._stray(Stray("repeated-otherwise", words))
        else:
            self.add(OVERVIEW, NO_ITEM, "repeated", 0, runs_of(words))

    def _stray(self, stray: Stray) -> None:
        runs = runs_of(stray.words)
        text = self._text(runs)
        self.add(OVERVIEW, NO_ITEM, "stray", 0, runs)
        self.listed.unplaced.append(Unplaced(OVERVIEW, stray.words[0].page, stray.reason, text))

    def _is_whole(self, row: Row, cells: Cells, rows: Rows) -> bool:
        """Whether a row that may go on overleaf ends where it stands.

        Its title ends as in the text, its status is known, and no list is broken off.
        """
        assert row.number is not None
        words = normalised(cells["title"][0]).split()[-TAIL:]
        title = self._titles.get(row.number.key, [])
        status, ministries = cells["status"][0], cells["ministries"][0]
        printed = Counter(other["status"][0] for known, other in rows if not known.section)
        return (
            bool(words)
            and title[-len(words) :] == words
            and (printed[status] > 1 or status_at_start(status, self.terms.statuses) is not None)
            and bool(ministries)
            and not BROKEN_OFF.search(ministries)
        )

    # Footnotes

    def _footnotes(self) -> None:
        """Footnotes come last in the scope that calls them."""
        for note in self.reading.footnotes:
            called = self.reading.calls.place(note.page, note.mark)
            scope, owner = self._scope_at(called or (note.page, note.lines[0].number))
            runs = runs_in(note.lines)
            self.add(scope, owner, "footnote", self._next(scope), runs, note.marked)

    def _scope_at(self, place: tuple[int, int]) -> tuple[Scope, Scope]:
        begun = bisect_right(self._scopes, place, key=itemgetter(0))
        return self._scopes[begun - 1][1:] if begun else (FRONT_MATTER, NO_ITEM)


def is_request_row(cells: Cells) -> bool:
    """Whether a row's title opens as decisions of the Storting do."""
    return is_request(cells["title"][0])


def measures_among_requests(rows: Rows) -> set[int]:
    """The positions of measures that a section of the Storting's decisions lists.

    Other titles there open as decisions do, theirs do not, and their numbers are those that are
    missing among the measures of the other sections.
    """
    section = 0
    among: dict[int, list[int]] = defaultdict(list)  # positions by section
    requests: set[int] = set()
    for position, (row, cells) in enumerate(rows):
        if row.section:
            section = position
        elif is_request_row(cells):
            requests.add(section)
        else:
            among[section].append(position)
    numbers = [
        number
        for section, positions in among.items()
        for position in positions
        if section not in requests and (number := rows[position][0].number) is not None
    ]
    highest = max(numbers, key=attrgetter("parts"), default=None)
    known = {number.key for number in numbers}
    return {
        position
        for section in requests
        for position in among[section]
        if highest is not None
        and (number := rows[position][0].number) is not None
        and number.key not in known
        and (number.parts < highest.parts or number.follows(highest))
    }


def _titled(row: Row, cells: Cells) -> Titled:
    return row.number and row.number.key, small_letters(cells["title"][0])


def _texts(rows: Rows, position: int) -> dict[str, str]:
    """The letters in the cells of a row, also in those that it shares with another."""
    row, cells = rows[position]
    return {name: small_letters(rows[row.shares.get(name, position)][1][name][0]) for name in cells}


def _sharing(entry: Entry, shares: tuple[tuple[str, Scope], ...]) -> Entry:
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    return Entry(**(fields | {"shares": shares}))


def _breaks_off(lines: Sequence[Line]) -> bool:
    """Whether text ends within a sentence."""
    return bool(lines) and ENDS_SENTENCE.search(lines[-1].text) is None


def _time(label: Label) -> Time:
    """The time of a status; one without is of the report's own, and the latest."""
    return label.time if label.time != NO_TIME else (9999, 0, 0)


def _is_earlier(label: Label, latest: Time) -> bool:
    """Whether a label's status is that of an earlier time than another of the item."""
    return label.kind == "status" and _time(label) < latest


def _covered(block: Block) -> Iterator[Unplaced]:
    """A row for each page of a block on which some of its words are covered.

    Of a covered status or ministry, the value itself is unread.
    """
    if block.part not in ("status", "ministries"):
        pages = {
            place.page for place in block.places if COVERED in block.text[place.start : place.end]
        }
        for page in sorted(pages):
            yield Unplaced(block.owner or block.scope, page, "covered", "")


def runs_in(lines: Iterable[Line]) -> list[Run]:
    """The runs of whole lines."""
    return [run for line in lines for run in line.runs]
