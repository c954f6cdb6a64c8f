"""The parts of a report put together: which words are what, in which scope, in which order."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import regex
from msgspec.structs import replace

from pipeline.norwegian.statuses import read_status
from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import Block, Entry, Listed, Place, Unplaced
from pipeline.seams.ids import (
    FRONT_MATTER,
    FURNITURE,
    INTRODUCTION,
    NO_ITEM,
    OVERVIEW,
    ItemId,
    Scope,
    chapter_scope,
    item_id,
    printing,
)
from pipeline.seams.vocabularies import ItemKind, Source
from pipeline.seams.words import COVERED, Page, Rule, Run, parted, runs_of
from pipeline.segment.chapters import LARGER, Chapter, find_chapters, number_words
from pipeline.segment.footnotes import (
    Calls,
    Footnote,
    find_footnotes,
    mark_of,
    without_calls,
)
from pipeline.segment.front import Contents, find_abbreviations, find_contents
from pipeline.segment.furniture import furniture_of
from pipeline.segment.items import (
    REQUEST_OPENING,
    Item,
    Label,
    find_items,
    labels_of,
    with_whole_labels,
)
from pipeline.segment.joining import (
    BREAKS,
    Hyphens,
    compose,
    divisions_of,
)
from pipeline.segment.lines import Layout, Line, formats_of, layout_of, lines_of
from pipeline.segment.narrative import indents_of, is_full, passages
from pipeline.segment.overview import BY_PLACE, Overview, Stray, find_overview
from pipeline.segment.pages import (
    LAST_MISSING,
    SEQUENCE_BREAKS,
    PageFacts,
    pages_not_whole,
    pages_read,
)
from pipeline.segment.table_rows import Row
from pipeline.segment.vocabulary import TABLED, column_kinds, heads, normalised

STATUSES = 3  # for each item: where there are more, most measures have no number
TAIL = 3  # words: a title that ends as another does is not cut off
BROKEN_OFF = regex.compile(r"(?:[,;/\u00ad\u2010\u2011-]|\b(?:og|samt))$")
KIND_BY_REQUEST: dict[bool, ItemKind] = {True: "anmodningsvedtak", False: "tiltak"}


def structure_of(pages: Iterable[Page], source: str) -> tuple[Iterator[Block], Listed]:
    """The structure of the report on `pages`: its blocks, made as they are asked for, and the rest.

    What is listed is whole when the last block has come, but for the count of words. Raises
    `Refusal` (naming `source`) before the first, when there is nothing that makes a status report:
    no numbered items with labels, no statuses.
    """
    all_lines: list[list[Line]] = []
    rules: list[list[Rule]] = []
    facts: list[PageFacts] = []
    for page in pages:
        all_lines.append(lines_of(page))
        rules.append(page.rules)
        facts.append(PageFacts.of(page))
    if not any(all_lines):
        raise Refusal(
            source,
            "fant ingen tekst på noen side.",
            expected="en statusrapport med tekst som kan merkes og kopieres.",
            advice="er rapporten skannet, be utgiveren om en PDF med tekst, eller kjør den "
            "gjennom tekstgjenkjenning (OCR) først.",
        )
    formats = formats_of({page.number: (page.width, page.height) for page in facts})
    layout = layout_of([line for lines in all_lines for line in lines], formats)
    marks = _raised_marks(all_lines)
    furniture = furniture_of(
        all_lines, _is_content, lambda line: (line.page, mark_of(line.text)) in marks
    )
    bare = [[ln for ln in lines if (ln.page, ln.number) not in furniture] for lines in all_lines]
    heads_and_feet = {
        lines[0].page: [line for line in lines if (line.page, line.number) in furniture]
        for lines in all_lines
        if lines
    }
    read = pages_read(facts, heads_and_feet)
    contents = find_contents([line for lines in bare for line in lines])
    titles = contents.titles | _large_titles(bare, layout)
    printed = [n for n, page in enumerate(read) if page.kind != "blank" or page.picture_share]
    overview = find_overview(
        [bare[n] for n in printed], [rules[n] for n in printed], layout, titles
    )
    in_overview = overview.lines if overview else set()
    footnotes, calls = find_footnotes(bare, in_overview, layout)
    noted = {(line.page, line.number) for note in footnotes for line in note.lines}
    elsewhere = in_overview | noted
    marked = {place[:2] for place in calls.glued}
    running = with_whole_labels(
        without_calls(line, calls) if place in marked else line
        for lines in bare
        for line in lines
        if (place := (line.page, line.number)) not in elsewhere
    )
    hyphens = Hyphens(line.text for lines in all_lines for line in lines)
    report = _Report(running, layout, hyphens, contents, overview, footnotes, calls, source)
    report.listed.pages.extend(read)
    report.listed.unplaced.extend(pages_not_whole(facts, report.listed.pages))
    return chain(report.blocks(), report.furniture(heads_and_feet.values())), report.listed


def _is_content(line: Line) -> bool:
    """Lines that repeat by nature at the top of pages: labels and the overview's heads."""
    text = line.text.lower()
    head_kinds = {kind for kind, phrase in heads() if " ".join(phrase) in text}
    return bool(labels_of(line)) or len(head_kinds) >= 3


def _raised_marks(pages: Sequence[Sequence[Line]]) -> set[tuple[int, str]]:
    """The marks that call notes, with their pages: raised words after other words of a line."""
    return {
        (line.page, mark)
        for lines in pages
        for line in lines
        for run in line.several[1:]
        if run.raised
        for mark in run.text.split(" ")
    }


def _large_titles(pages: Sequence[Sequence[Line]], layout: Layout) -> set[str]:
    """Lines set larger than running text, as chapter headings are.

    Some reports set the titles of measures larger, too: the style above labels does not count.
    """
    large = [line for lines in pages for line in lines if _is_larger(line, layout)]
    above_labels = {
        line.style
        for lines in pages
        for line, following in pairwise(lines)
        if _is_larger(line, layout) and labels_of(following)
    }
    return {normalised(line.text) for line in large if line.style not in above_labels}


def _is_larger(line: Line, layout: Layout) -> bool:
    return line.style.size > LARGER * layout.on(line.page).body.size


Composed = tuple[str, tuple[Place, ...]]  # a text, and where its words stand


class _Scope(NamedTuple):
    """Where running text stands: the scope's name, and the item it belongs to, if any."""

    name: Scope
    owner: Scope


class _Report:
    """Makes the blocks of one report, in reading order, and lists what else is to be handed on."""

    def __init__(
        self,
        lines: Sequence[Line],
        layout: Layout,
        hyphens: Hyphens,
        contents: Contents,
        overview: Overview | None,
        footnotes: Sequence[Footnote],
        calls: Calls,
        source: str,
    ) -> None:
        self.lines, self.layout, self.hyphens = lines, layout, hyphens
        self.overview, self.footnotes, self.source = overview, footnotes, source
        self.cells = [
            (row, {kind: compose(runs_of(words), hyphens) for kind, words in row.cells.items()})
            for row in (overview.rows if overview is not None else ())
        ]
        self._statuses = self._printed_statuses()
        self.indents = indents_of(lines, layout)
        self.contents, self.calls = contents, calls
        self.contents_lines = {
            position
            for position, line in enumerate(lines)
            if (line.page, line.number) in contents.lines
        }
        self.listed = Listed([], [], [], [], [])
        self._made: list[Block] = []  # those that are not handed on yet
        self._paragraphs: Counter[str] = Counter()
        self._ids: dict[Source, Counter[ItemId]] = {"text": Counter(), "overview": Counter()}
        self._scopes: list[tuple[tuple[int, int], Scope, Scope]] = []  # where each scope begins
        self._headed: Counter[Scope] = Counter()  # how often each chapter has begun
        self._begun: set[Scope] = set()  # the names of these
        self._titles: dict[tuple[int, str], list[str]] = {}  # the text's, by number and letter

    def blocks(self) -> Iterator[Block]:
        items = find_items(self.lines, self.layout, self._overview_titles(), self.contents_lines)
        self._refuse_unless_report(items)
        taken = self.contents_lines | {p for it in items for p in range(it.first, it.last + 1)}
        known = self.contents.titles | self._section_titles()
        chapters = find_chapters(self.lines, taken, known, self.layout)
        self._front(items, chapters)
        yield from self._body(items, chapters)
        if self.overview is not None:
            yield from self._overview(self.overview, chapters)
        self._footnotes()
        yield from self._handed_on()

    def furniture(self, pages: Iterable[Sequence[Line]]) -> Iterator[Block]:
        """The running heads and feet, a block for each page. No words are parted at their ends."""
        for lines in pages:
            if lines:
                text, places = compose(runs_in(lines), self.hyphens)
                yield Block(FURNITURE, NO_ITEM, "furniture", 0, text, places)

    def _handed_on(self) -> Iterator[Block]:
        """The blocks made since the last time. Nothing looks back at them."""
        for block in self._made:
            self.listed.divisions.extend(divisions_of(block, self.hyphens))
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

    def _refuse_unless_report(self, items: Sequence[Item]) -> None:
        labels = [label for line in self.lines for label in labels_of(line)]
        statuses = sum(label.kind == "status" for label in labels)
        ministries = sum(label.kind == "ministries" for label in labels)
        if items and max(1, 0.1 * len(items)) <= statuses <= STATUSES * len(items):
            return
        table = "fant en oversiktstabell" if self.overview else "fant ingen oversiktstabell"
        raise Refusal(
            self.source,
            "dette ser ikke ut som en statusrapport: "
            f"fant {len(items)} nummererte tiltak, {statuses} linjer med «Status:» og "
            f"{ministries} linjer med «Ansvarlig departement:», og {table}.",
            expected="nummererte tiltak, hvert med ansvarlig departement og status.",
            advice="kontroller at det er riktig fil. Er det en statusrapport med andre ord for "
            "dette, legg dem til i pipeline/segment/vocab/labels.csv. Hører filen ikke hjemme her, "
            f"ta den ut igjen: python -m pipeline remove {Path(self.source).stem}",
        )

    def _printed_statuses(self) -> set[str]:
        """The statuses of the overview, and those that stand whole on a line of the text."""
        found = {cells["status"][0] for row, cells in self.cells if not row.section}
        for line in self.lines:
            for label in labels_of(line):
                if label.kind == "status":
                    found.add(line.text[label.value_start : label.value_end].strip())
        return found

    # What the overview tells of the text

    def _overview_titles(self) -> dict[tuple[int, str], str]:
        return {
            (row.number, row.letter): normalised(cells["title"][0])
            for position, (row, cells) in enumerate(self.cells)
            if not row.section and not self._may_be_cut(position)
        }

    def _may_be_cut(self, position: int) -> bool:
        """Whether the next page, on which a row of the overview may go on, could not be read."""
        return position + 1 in self._gaps

    @cached_property
    def _gaps(self) -> set[int]:
        """The positions of the overview's rows before which some are missing or out of place.

        A page could not be read, or the printed page numbers break off.
        """
        breaks = {row.page for row in self.listed.unplaced if row.reason in SEQUENCE_BREAKS}
        pages = [0, *(row.page for row, _ in self.cells)]
        broken = {
            position
            for position, (above, below) in enumerate(pairwise(pages))
            if above and not breaks.isdisjoint(range(above + 1, below + 1))
        }
        if any(row.reason == LAST_MISSING for row in self.listed.unplaced):
            broken.add(len(self.cells))
        return broken | set(self.overview.gaps if self.overview is not None else ())

    def _section_titles(self) -> set[str]:
        return {normalised(cells["title"][0]) for row, cells in self.cells if row.section}

    def _text(self, runs: Sequence[Run]) -> str:
        return compose(runs, self.hyphens)[0]

    # Front matter

    def _front(self, items: Sequence[Item], chapters: Sequence[Chapter]) -> None:
        starts = [item.first for item in items[:1]]
        starts += [chapter.first for chapter in chapters if chapter.kind != "abbreviations"][:1]
        end = min([start for start in starts if start not in self.contents_lines], default=0)
        front = list(range(end))
        listed = [position for position in front if position not in self.contents_lines]
        lines = [self.lines[position] for position in listed]
        abbreviations, taken = find_abbreviations(lines)
        cover = [line for index, line in enumerate(lines) if index not in taken]
        self._cover(cover)
        for position in sorted(self.contents_lines):
            paragraph = self._next(FRONT_MATTER)
            self.add(FRONT_MATTER, NO_ITEM, "contents", paragraph, self.lines[position].runs)
        for entry in abbreviations:
            self.add(FRONT_MATTER, NO_ITEM, "abbreviation", 0, runs_of(entry.short))
            self.add(FRONT_MATTER, NO_ITEM, "expansion", 0, runs_of(entry.expansion))
        self.front_end = end
        self.front_lines = set(front) | self.contents_lines

    def _cover(self, lines: Sequence[Line]) -> None:
        """The cover's lines: its main title is what is set largest."""
        if not lines:
            return
        first_page = [line for line in lines if line.page == lines[0].page]
        largest = max(line.size for line in first_page)
        title = [line for line in first_page if line.size > largest - 0.5]
        if largest > 1.1 * self.layout.body.size:
            self.add(FRONT_MATTER, NO_ITEM, "title", 0, runs_in(title))
            lines = [line for line in lines if line not in title]
        front = _Scope(FRONT_MATTER, NO_ITEM)
        for passage in passages(lines, self.layout):
            self._passage(front, passage.kind, passage.lines, passage.bullet)

    # Running text

    def _body(self, items: Sequence[Item], chapters: Sequence[Chapter]) -> Iterator[Block]:
        item_at = {item.first: item for item in items}
        chapter_at = {chapter.first: chapter for chapter in chapters}
        scope = _Scope(INTRODUCTION, NO_ITEM)
        chapter: Chapter | None = None
        pending: list[Line] = []
        position = self.front_end
        while position < len(self.lines):
            if position in self.front_lines:
                position += 1
            elif position in chapter_at:
                self._narrative(scope, pending)
                yield from self._handed_on()
                chapter = chapter_at[position]
                scope = self._begin_chapter(chapter)
                position = chapter.last + 1
            elif position in item_at:
                self._narrative(scope, pending)
                yield from self._handed_on()
                item = item_at[position]
                scope = self._begin_item(item, chapter)
                position = self._read_labels(item.last + 1, scope)
            elif scope.owner and self._is_late_label(position, scope):
                self._narrative(scope, pending)
                position = self._read_labels(position, scope)
            else:
                pending.append(self.lines[position])
                position += 1
        self._narrative(scope, pending)
        yield from self._handed_on()

    def _begin_chapter(self, chapter: Chapter) -> _Scope:
        if chapter.kind == "introduction":
            name = INTRODUCTION
        elif chapter.kind == "abbreviations":
            name = FRONT_MATTER
        elif chapter.number is not None:
            name = chapter_scope(chapter.number)
        else:
            name = chapter_scope(normalised(chapter.title))
        self._headed[name] += 1  # a page that stands twice heads its chapter twice
        name = printing(name, self._headed[name])
        runs = runs_in(self.lines[chapter.first : chapter.last + 1])
        number, heading = parted(runs, chapter.number_words)
        self._mark_scope(name, NO_ITEM, runs[0])
        self.add(name, NO_ITEM, "number", 0, number)
        self.add(name, NO_ITEM, "heading", 0, heading)
        return _Scope(name, NO_ITEM)

    def _begin_item(self, item: Item, chapter: Chapter | None) -> _Scope:
        runs = runs_in(self.lines[item.first : item.last + 1])
        number, title = parted(runs, item.number_words)
        request = chapter is not None and chapter.kind == "requests"
        if chapter is None or chapter.number is None:
            request = self._text(title).lower().startswith(REQUEST_OPENING)
        entry = self._entry(
            "text", request, item.number, item.letter,
            chapter.number if chapter else None, chapter.title if chapter else "", runs[0].page,
        )  # fmt: skip
        self._mark_scope(entry.id, entry.id, runs[0])
        self.add(entry.id, entry.id, "number", 0, number)
        self.add(entry.id, entry.id, "title", 0, title)
        self._titles[item.number, item.letter] = normalised(self._text(title)).split()
        return _Scope(entry.id, entry.id)

    def _entry(
        self,
        source: Source,
        request: bool,
        number: int,
        letter: str,
        chapter_number: int | None,
        chapter: str,
        page: int,
    ) -> Entry:
        kind = KIND_BY_REQUEST[request]
        item = item_id(kind, number, letter)
        self._ids[source][item] += 1
        scope = printing(item, self._ids[source][item])
        entry = Entry(scope, item, source, kind, number, letter, chapter_number, chapter, page)
        self.listed.entries.append(entry)
        return entry

    def _is_late_label(self, position: int, scope: _Scope) -> bool:
        """A label further down in an item, of a kind that the item does not have yet.

        A period alone is no sign: running text has «Gjennomføring:» too. Nor is a line on which
        the item's own labels stand again, beside others.
        """
        kinds = {label.kind for label in labels_of(self.lines[position])}
        known = self._label_kinds(scope.owner)
        if kinds & known:
            return False
        if kinds == {"period"} and position + 1 < len(self.lines):
            kinds |= {label.kind for label in labels_of(self.lines[position + 1])}
        return bool(kinds - known - {"period"})

    def _label_kinds(self, owner: Scope) -> set[str]:
        found = set()
        for block in reversed(self._made):
            if block.owner != owner:
                break
            found.add(block.part)
        return found

    def _read_labels(self, position: int, scope: _Scope) -> int:
        """Read label lines and the values that wrap below them; return the position after."""
        while position < len(self.lines):
            labels = labels_of(self.lines[position])
            if not labels or {label.kind for label in labels} & self._label_kinds(scope.owner):
                break
            position = self._read_label_line(position, labels, scope)
        return position

    def _read_label_line(self, position: int, labels: Sequence[Label], scope: _Scope) -> int:
        line = self.lines[position]
        last_value: list[Run] = []
        for label in labels:
            printed, last_value = _label_and_value(line, label)
            self.add(scope.name, scope.owner, "label", 0, printed)
            if label is not labels[-1]:
                self.add(scope.name, scope.owner, label.kind, 0, last_value)
        position += 1
        while position < len(self.lines) and self._value_goes_on(
            labels[-1].kind, last_value, self.lines[position - 1], self.lines[position]
        ):
            last_value = [*last_value, *self.lines[position].runs]
            position += 1
        self.add(scope.name, scope.owner, labels[-1].kind, 0, last_value)
        return position

    def _value_goes_on(self, kind: str, value: Sequence[Run], above: Line, line: Line) -> bool:
        """Whether `line` is a further line of a label's value.

        A status goes on where the whole of it stands elsewhere, a word is broken, or a small
        letter follows on a full line, perhaps behind a dash («Pågår – i rute»).
        """
        if labels_of(line):
            return False
        if not value:
            return True
        if kind == "status":
            broken = value[-1].text[-1] in BREAKS
            small = line.text.lstrip("-\u2013 ")[:1].islower()
            wrapped = small and is_full(above, line, self.layout)
            return broken or wrapped or self._text([*value, *line.runs]) in self._statuses
        if kind != "ministries":
            return False
        close = line.page != above.page or (
            line.baseline - above.baseline < 1.3 * self.layout.pitch
        )
        last = value[-1].text.rsplit(" ", 1)[-1]
        unfinished = last.endswith(",") or last.lower() in ("og", "samt")
        return close and (unfinished or all(map(_is_code, line.text.split(" "))))

    def _narrative(self, scope: _Scope, pending: list[Line]) -> None:
        for line in pending:
            if any(label.kind == "status" for label in labels_of(line)):
                self.listed.unplaced.append(
                    Unplaced(scope.name, line.page, "status-not-placed", line.text)
                )
        for passage in passages(pending, self.layout, self.indents):
            self._passage(scope, passage.kind, passage.lines, passage.bullet)
        pending.clear()

    def _passage(self, scope: _Scope, kind: str, lines: Sequence[Line], bullet: bool) -> None:
        if scope.name not in self._begun and scope.name != FRONT_MATTER:
            self._mark_scope(scope.name, scope.owner, lines[0].runs[0])
        self.add(scope.name, scope.owner, kind, self._next(scope.name), runs_in(lines), bullet)

    def _next(self, scope: Scope) -> int:
        self._paragraphs[scope] += 1
        return self._paragraphs[scope]

    def _mark_scope(self, name: Scope, owner: Scope, run: Run) -> None:
        self._scopes.append(((run.page, run.line), name, owner))
        self._begun.add(name)

    # The overview

    def _overview(self, overview: Overview, chapters: Sequence[Chapter]) -> Iterator[Block]:
        numbers = {
            normalised(chapter.title): chapter.number
            for chapter in chapters
            if chapter.number is not None
        }
        requests = {normalised(c.title) for c in chapters if c.kind == "requests"}
        self.add(OVERVIEW, NO_ITEM, "heading", 0, runs_in(overview.heading))
        for words in overview.heads:
            self.add(OVERVIEW, NO_ITEM, "column-heads", 0, runs_of(words))
        section, request, is_section_sure = "", False, True
        in_text: dict[tuple[int, str], set[str]] = defaultdict(set)
        for entry in self.listed.entries:
            in_text[entry.number, entry.letter].add(entry.kind)
        chapters_of = {
            (entry.number, entry.letter): normalised(entry.chapter) for entry in self.listed.entries
        }
        for position, (row, cells) in enumerate(self.cells):
            yield from self._handed_on()
            is_section_sure = (is_section_sure and position not in self._gaps) or row.section
            if row.section:
                runs = runs_of(row.cells["title"])
                number, title = parted(runs, number_words(self._text(runs)))
                section = self._text(title)
                name = normalised(section)
                request = name in requests or "vedtak" in name
                self.add(OVERVIEW, NO_ITEM, "number", 0, number)
                self.add(OVERVIEW, NO_ITEM, "section", 0, title)
                continue
            if self._may_be_cut(position) and not self._is_whole(row, cells):
                words = sorted((word for cell in row.cells.values() for word in cell), key=BY_PLACE)
                self._stray(Stray("row-cut", words))
                continue
            # Rows are missing above, and a section row may be among them.
            sure = is_section_sure or chapters_of.get((row.number, row.letter)) == normalised(
                section
            )
            # A measure in the wrong section is still the measure that the text has.
            kinds = in_text[row.number, row.letter]
            is_request = kinds == {KIND_BY_REQUEST[True]} or (
                kinds != {KIND_BY_REQUEST[False]} and request
            )
            name = section if sure else ""
            self._overview_row(row, cells, is_request, numbers.get(normalised(name)), name)
        self._columns_without_table()
        for stray in overview.strays:
            self._stray(stray)
        for passage in passages(overview.footnotes, self.layout):
            self.add(OVERVIEW, NO_ITEM, "footnote", self._next(OVERVIEW), runs_in(passage.lines))

    def _overview_row(
        self,
        row: Row,
        cells: Mapping[str, Composed],
        request: bool,
        chapter_number: int | None,
        section: str,
    ) -> None:
        entry = self._entry(
            "overview", request, row.number, row.letter, chapter_number, section, row.page
        )
        for part, composed in cells.items():
            if row.cells[part]:
                self._made.append(Block(OVERVIEW, entry.id, part, 0, *composed))

    def _stray(self, stray: Stray) -> None:
        runs = runs_of(stray.words)
        text = self._text(runs)
        self.add(OVERVIEW, NO_ITEM, "stray", 0, runs)
        self.listed.unplaced.append(Unplaced(OVERVIEW, stray.words[0].page, stray.reason, text))

    def _is_whole(self, row: Row, cells: Mapping[str, Composed]) -> bool:
        """Whether a row that may go on overleaf ends where it stands.

        Its title ends as in the text, its status is known, and no list is broken off.
        """
        words = normalised(cells["title"][0]).split()[-TAIL:]
        title = self._titles.get((row.number, row.letter), [])
        status, ministries = cells["status"][0], cells["ministries"][0]
        printed = Counter(own["status"][0] for row, own in self.cells if not row.section)
        return (
            bool(words)
            and title[-len(words) :] == words
            and (printed[status] > 1 or read_status(status) is not None)
            and bool(ministries)
            and not BROKEN_OFF.search(ministries)
        )

    def _columns_without_table(self) -> None:
        """Say once of each column of another kind that its cells reach no table."""
        for kind in column_kinds():
            rows = [(row, cells) for row, cells in self.cells if row.cells.get(kind)]
            if rows and kind not in TABLED:
                row, cells = rows[0]
                self.listed.unplaced.append(
                    Unplaced(
                        OVERVIEW, row.cells[kind][0].page, "column-without-table", cells[kind][0]
                    )
                )

    # Footnotes

    def _footnotes(self) -> None:
        """Footnotes come last in the scope that calls them."""
        for note in self.footnotes:
            place = self.calls.place(note.page, note.mark) or (note.page, note.lines[0].number)
            scope, owner = self._scope_at(place)
            runs = runs_in(note.lines)
            self.add(scope, owner, "footnote", self._next(scope), runs, note.marked)

    def _scope_at(self, place: tuple[int, int]) -> tuple[Scope, Scope]:
        begun = bisect_right(self._scopes, place, key=itemgetter(0))
        return self._scopes[begun - 1][1:] if begun else (FRONT_MATTER, NO_ITEM)


def _covered(block: Block) -> Iterator[Unplaced]:
    """A row for each page of a block on which some of its words are covered.

    Of a covered status or ministry, the value itself is unread.
    """
    if COVERED in block.text and block.part not in ("status", "ministries"):
        pages = {
            place.page for place in block.places if COVERED in block.text[place.start : place.end]
        }
        for page in sorted(pages):
            yield Unplaced(block.owner or block.scope, page, "covered", "")


def runs_in(lines: Iterable[Line]) -> list[Run]:
    """The runs of whole lines."""
    return [run for line in lines for run in line.runs]


def _label_and_value(line: Line, label: Label) -> tuple[list[Run], list[Run]]:
    """The words of a label and of its value; a word that holds both counts as value."""
    text = line.text
    words = text.count(" ") + 1
    # Each is how many words stand before a place in the line.
    first = text.count(" ", 0, label.start)
    middle = text.count(" ", 0, label.value_start) if label.value_start < len(text) else words
    last = text.count(" ", 0, label.value_end) if label.value_end < len(text) else words
    before, value = parted(parted(line.runs, last)[0], middle)
    glued = label.value_start - (text.rfind(" ", 0, label.value_start) + 1)
    if glued and value:  # «Status:Gjennomført», printed without a space
        value[0] = replace(value[0], text=value[0].text[glued:])
    return parted(before, first)[1], value


def _is_code(text: str) -> bool:
    bare = text.strip(",;()/*.")
    return (bare.isupper() and len(bare) <= 4) or bare.lower() in ("og", "alle", "m.fl", "samt", "")
