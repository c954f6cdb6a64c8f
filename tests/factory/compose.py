"""Edition and knobs → the blocks of a document, in reading order. Here every knob that decides what
is printed and where it stands in the order is applied; an engine only draws the blocks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, pairwise

from .edition import (
    Block,
    Edition,
    Emphasis,
    Link,
    Measure,
    Note,
    OverviewRow,
    Run,
    category,
    plain,
)
from .hyphens import hyphenated
from .knobs import Column, Knobs

_WORDS = {
    "nb": {
        "contents": "Innhold",
        "introduction": "Innledning",
        "overview": "Oversikt over tiltakene i planen",
        "abbreviations": "Forkortelser",
        "vedtak": "Vedtak",
        "foreword": "Forord",
        "marks": "Ikke startet|Under arbeid|Gjennomført",
        "counts": "Tabell {table}: Antall tiltak i hvert kapittel",
        "counted": "Kapittel|Antall",
    },
    "nn": {
        "contents": "Innhald",
        "introduction": "Innleiing",
        "overview": "Oversyn over tiltaka i planen",
        "abbreviations": "Forkortingar",
        "vedtak": "Vedtak",
        "foreword": "Forord",
        "marks": "Ikkje starta|Under arbeid|Gjennomført",
        "counts": "Tabell {table}: Talet på tiltak i kvart kapittel",
        "counted": "Kapittel|Tal",
    },
}


@dataclass(frozen=True)
class Mark:
    """A raised figure in the text, and the footnote that it calls."""

    number: int
    note: str


@dataclass(frozen=True)
class Cover:
    title: str
    subtitle: str
    lines: tuple[str, ...]
    publisher: str


@dataclass(frozen=True)
class Contents:
    heading: str
    entries: tuple[Heading, ...]


@dataclass(frozen=True)
class Heading:
    """A chapter's, or with `level` 2 that of a part of one; `level` 0 is a part of the report."""

    text: str
    anchor: str
    new_page: bool
    level: int = 1


@dataclass(frozen=True)
class Abbreviations:
    heading: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Text:
    """A paragraph or, with a mark, a list item; `entry` if it belongs to a measure, `first` if
    no paragraph stands right before it, so that its first line needs no indent."""

    runs: tuple[str | Link | Emphasis | Mark, ...]
    mark: str = ""
    entry: bool = False
    first: bool = False
    boxed: bool = False


@dataclass(frozen=True)
class Title:
    number: str
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Labels:
    """Lines of (label, value); a value below its label is a line whose label is empty. `between`
    parts those that share a line: a bar, or nothing for white space. `text` goes on behind them,
    after `joint`."""

    lines: tuple[tuple[tuple[str, str], ...], ...]
    between: str = ""
    text: Text | None = None
    joint: str = ". "


@dataclass(frozen=True)
class LabelTable:
    """Labels beside their values, in two columns."""

    rows: tuple[tuple[str, str | tuple[Text, ...]], ...]


@dataclass(frozen=True)
class Cell:
    """Lines of a cell: a title's sub-points stand on lines of their own. It is drawn across `span`
    rows; 0 where it is part of the cell above. `color` is that of its words, as `#cc0000`."""

    lines: tuple[str, ...]
    span: int = 1
    color: str = ""


@dataclass(frozen=True)
class Section:
    """A row across all columns."""

    text: str


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    """In hundredths of the type area."""
    rows: tuple[Section | tuple[Cell, ...], ...]
    smaller: float = 0
    """By how many points it is set smaller than other tables, so that all words fit."""


@dataclass(frozen=True)
class Small:
    """Small print, such as the note below the overview, or bold print above a table. Signs have the
    colours of `colors`."""

    text: str
    bold: bool = False
    colors: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Its text in pieces with their colours."""
        if not self.colors:
            return [(self.text, "")]
        before, *behind = self.text.split(DOT)
        pieces = [(before, "")] if before else []
        for color, text in zip(self.colors, behind, strict=True):
            pieces += [(DOT, color), (text, "")]
        return pieces


@dataclass(frozen=True)
class Space:
    points: float


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Turn:
    """From here on, pages lie or stand. It begins a page."""

    lying: bool


Part = (
    Cover
    | Contents
    | Heading
    | Abbreviations
    | Text
    | Title
    | Labels
    | LabelTable
    | Table
    | Small
    | Space
    | PageBreak
    | Turn
)

_WIDTH = 21  # hundredths of the type area, for ministries and for status
DEADLINE = "2027"
_LONG_WORD = 12  # letters that fit into a column of the usual four
_NARROW = 15  # for other columns, and for all where there are more than four
_MARK_WIDTH = 10
_NARRATIVE_WIDTH = 34
DOT = "●"
_SUMMARY = "English summary"
_COLORS = {"Ikke startet": "#c00000", "Under arbeid": "#e0a000", "Gjennomført": "#2e8b57"}


def further_value(column: Column, measure: Measure) -> str:
    """What stands in a column of the overview that has no table of its own."""
    match column:
        case "deadline":
            return DEADLINE
        case "budget":
            return f"Kap. {440 + measure.number % 3}, post {20 + measure.number % 5}"
        case "period":
            return "2025–2028"
        case "remark":
            return "Se kap. 2" if measure.number % 2 else ""
        case "area":
            return "Barn og unge" if measure.number % 3 else "Eldre"
        case "previous":
            return measure.previous
        case "decided":
            return measure.decided
        case "narrative":
            return plain(" ".join(block.text for block in measure.narrative))
        case _:
            raise ValueError(column)


def compose(edition: Edition, knobs: Knobs) -> tuple[Part, ...]:
    """All parts of the document in reading order, with every word that will be printed."""
    words = _WORDS[edition.language]
    if knobs.hyphenation == "soft":
        edition = hyphenated(edition)
    body = tuple(_turned(_body(edition, knobs, words)))
    headings = tuple(part for part in body if isinstance(part, Heading) and part.level < 2)
    lines = (knobs.as_of.format(as_of=edition.as_of), *knobs.cover_lines)
    front: list[Part] = [Cover(edition.title, edition.subtitle, lines, edition.publisher)]
    if edition.foreword:
        front.append(Heading(words["foreword"], "foreword", new_page=True))
        front += _running(edition.foreword, count(1), entry=False)
    if knobs.contents != "none":
        front.append(Contents(words["contents"], headings))
    if edition.abbreviations:
        heading = words["abbreviations"] if knobs.abbreviations_heading else ""
        front.append(Abbreviations(heading, edition.abbreviations))
    return (*front, *body)


def _turned(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts, with no page begun twice where the next pages lie or stand."""
    turn: Turn | None = None
    for part in parts:
        if turn is not None:
            yield turn
            part = replace(part, new_page=False) if isinstance(part, Heading) else part
        turn = part if isinstance(part, Turn) else None
        if turn is None:
            yield part


def _body(edition: Edition, knobs: Knobs, words: dict[str, str]) -> Iterator[Part]:
    notes, tables = count(1), count(1)
    if edition.introduction:
        yield Heading(words["introduction"], "introduction", new_page=True)
        yield from _running(edition.introduction, notes, entry=False)
        if knobs.counts == "introduction":
            yield from _counts(edition, words, tables)
    has_overview, has_text = edition.form != "text", edition.form in ("both", "text")
    if has_overview and has_text and knobs.overview_at == "first":
        yield from _overview(edition, knobs, Heading(words["overview"], "overview", True), tables)
    for number, chapter in enumerate(edition.chapters, 1):
        if not has_text:
            break
        if chapter.part:
            yield Heading(chapter.part, f"part-{number}", new_page=True, level=0)
        heading = knobs.chapter_heading.format(number=number, title=chapter.title)
        new_page = (knobs.chapters_on_new_page or number == 1) and not chapter.part
        yield Heading(heading, f"chapter-{number}", new_page)
        yield from _running(chapter.introduction, notes, entry=False)
        if number == 1 and knobs.spacer:
            yield Space(knobs.spacer)
        for index, measure in enumerate(chapter.measures):
            for order, section in enumerate(chapter.sections, 1):
                if section.before == index:
                    name = f"{number}.{order}"
                    yield Heading(f"{name} {section.title}", f"section-{name}", False, level=2)
                    yield from _running(section.introduction, notes, entry=False)
            if measure.in_text:
                yield from _entry(edition, measure, knobs, notes)
        if has_overview and knobs.overview_at.startswith("chapters"):
            yield from _tables(edition, knobs, tables, number)
    if has_overview and not (has_text and knobs.overview_at in ("first", "chapters")):
        heading = words["overview"]
        if has_text and "Del" not in knobs.chapter_heading:
            number = len(edition.chapters) + 1
            heading = knobs.chapter_heading.format(number=number, title=heading)
        yield from _overview(edition, knobs, Heading(heading, "overview", True), tables)
    if edition.summary:
        yield Heading(_SUMMARY, "summary", new_page=True)
        yield from _running(edition.summary, notes, entry=False)


def _counts(edition: Edition, words: dict[str, str], tables: Iterator[int]) -> Iterator[Part]:
    yield Small(words["counts"].format(table=next(tables)), bold=True)
    rows = tuple(
        (Cell((chapter.title,)), Cell((f"{len(chapter.measures)}",)))
        for chapter in edition.chapters
    )
    yield Table(tuple(words["counted"].split("|")), (60, 40), rows)


def _entry(
    edition: Edition, measure: Measure, knobs: Knobs, notes: Iterator[int]
) -> Iterator[Part]:
    texts = tuple(_running(measure.narrative, notes, entry=True))
    labels = tuple(_labels(edition, measure, knobs, texts))
    if _is_beside_labels(knobs):
        texts = ()
    elif knobs.status_form == "run-in" and texts and isinstance(labels[-1], Labels):
        labels = (*labels[:-1], replace(labels[-1], text=texts[0]))
        texts = texts[1:]
    elif knobs.narrative_label and texts:
        label = Labels((((_shown(knobs.narrative_label, knobs), ""),),))
        alone = knobs.label_layout in ("bare", "below") or texts[0].mark != ""
        if not alone:
            label, texts = replace(label, text=texts[0], joint=" "), texts[1:]
        labels = (*labels, label)
    yield Title(item_number(measure, knobs), measure.title, measure.points)
    if not knobs.labels_after:
        yield from labels
    yield from texts
    if knobs.labels_after:
        yield from labels


def _is_beside_labels(knobs: Knobs) -> bool:
    """Whether the narrative stands in the table of the labels."""
    return knobs.label_layout == "table" and bool(knobs.narrative_label)


def item_number(measure: Measure, knobs: Knobs) -> str:
    """The number of an item's heading."""
    printed = measure.printed_number
    named = "Tiltak" if measure.kind == "tiltak" else "Vedtak"
    if measure.session:
        return f"{named} nr. {printed} ({measure.session}):"
    match knobs.item_number:
        case "1.":
            return f"{printed}."
        case "1":
            return printed
        case "T1":
            return f"T{printed}" if measure.kind == "tiltak" else f"{printed}."
        case template:
            return template.replace("Tiltak", named).replace("1", printed)


def _shown(label: str, knobs: Knobs) -> str:
    """A label as it stands: without its colon where labels are bare or in a table."""
    return label.removesuffix(":") if knobs.label_layout in ("bare", "table") else label


def label_pairs(edition: Edition, measure: Measure, knobs: Knobs) -> list[tuple[str, str]]:
    """The labels of a measure in the text with their values, in the order in which they stand."""
    pairs = [(knobs.ministries_label, measure.ministries)]
    if measure.period:
        pairs.append(("Gjennomføring:", measure.period))
    status = "" if knobs.status_form == "prose" else measure.status
    statuses = [(knobs.status_label.format(as_of=edition.as_of), status)]
    if measure.previous:
        statuses.insert(0, (knobs.previous_label, measure.previous))
    pairs += statuses
    if knobs.label_order == "status-ministries":
        pairs.reverse()
    fields = [(f"{label}:", value) for label, value in measure.fields]
    at = {"first": 0, "between": 1, "last": len(pairs)}[knobs.fields_at]
    return [*pairs[:at], *fields, *pairs[at:]]


def _labels(
    edition: Edition, measure: Measure, knobs: Knobs, texts: tuple[Text, ...]
) -> Iterator[Part]:
    pairs = [(_shown(label, knobs), value) for label, value in label_pairs(edition, measure, knobs)]
    between = ""
    lines: list[tuple[tuple[str, str], ...]]
    match knobs.label_layout:
        case "table":
            rows: list[tuple[str, str | tuple[Text, ...]]] = list(pairs)
            if knobs.narrative_label and texts:
                inside = tuple(replace(text, entry=False) for text in texts)
                rows.append((_shown(knobs.narrative_label, knobs), inside))
            yield LabelTable(tuple(rows))
            return
        case "lines":
            lines = [(pair,) for pair in pairs]
        case "one-line" | "bar" | "tab":
            lines = [tuple(pairs)]
            between = {"one-line": "", "bar": " | ", "tab": "\t"}[knobs.label_layout]
        case "below" | "bare":
            lines = [
                line
                for label, value in pairs
                for line in (((label, ""),), (("", value),))
                if line != (("", ""),)
            ]
    if measure.item_id in knobs.status_on_next_page and len(lines) > 1:
        last = -2 if knobs.label_layout in ("below", "bare") else -1
        yield Labels(tuple(lines[:last]), between)
        yield PageBreak()
        yield Labels(tuple(lines[last:]), between)
    else:
        yield Labels(tuple(lines), between)


def texts_of(part: Part) -> tuple[Text, ...]:
    """The paragraphs of a part, wherever they stand in it."""
    match part:
        case Text():
            return (part,)
        case Labels(text=Text() as text):
            return (text,)
        case LabelTable(rows):
            inside = (value for _, value in rows if not isinstance(value, str))
            return tuple(text for texts in inside for text in texts)
        case _:
            return ()


def _running(blocks: tuple[Block, ...], notes: Iterator[int], *, entry: bool) -> Iterator[Text]:
    for i, block in enumerate(blocks):
        runs = tuple(_called(run, notes) for run in block.runs)
        after_list = i > 0 and not block.mark and bool(blocks[i - 1].mark)
        yield Text(runs, block.mark, entry, first=i == 0 or after_list, boxed=block.boxed)


def _called(run: Run, notes: Iterator[int]) -> str | Link | Emphasis | Mark:
    return Mark(next(notes), run.text) if isinstance(run, Note) else run


def _overview(
    edition: Edition, knobs: Knobs, heading: Heading, tables: Iterator[int]
) -> Iterator[Part]:
    if knobs.landscape:
        yield Turn(lying=True)
    yield heading
    if knobs.spacer and not knobs.landscape:
        yield Space(knobs.spacer)
    yield from _tables(edition, knobs, tables)
    if edition.overview_note:
        yield Small(edition.overview_note)
    if knobs.counts == "after":
        yield from _counts(edition, _WORDS[edition.language], tables)
    if knobs.landscape:
        yield Turn(lying=False)


def listed_rows(edition: Edition) -> list[tuple[int, list[tuple[Measure, OverviewRow]]]]:
    """The rows of the overview under the number of the chapter that they stand under."""
    listed = [
        (row.chapter or own, measure, row)
        for own, chapter in enumerate(edition.chapters, 1)
        for measure in chapter.measures
        for row in measure.overview
    ]
    listed.sort(key=lambda each: each[0])  # stable: a moved row comes last but in its order
    return [
        (number, [(measure, row) for _, measure, row in group])
        for number, group in groupby(listed, key=lambda each: each[0])
    ]


def _tables(
    edition: Edition, knobs: Knobs, tables: Iterator[int], only: int | None = None
) -> Iterator[Part]:
    """The overview, or the table of the chapter `only`."""
    heads, widths = _heads(edition, knobs), _widths(knobs)
    whole: list[Section | tuple[Cell, ...]] = []
    legend = _legend(edition, knobs)
    if knobs.legend_at == "above":
        yield from legend
    for number, listed in listed_rows(edition):
        if only not in (None, number):
            continue
        title = knobs.section_heading.format(
            number=number,
            title=edition.chapters[number - 1].title,
            first=listed[0][0].printed_number,
            last=listed[-1][0].printed_number,
        )
        rows: list[Section | tuple[Cell, ...]] = list(_rows(listed, knobs))
        if knobs.continued and title and len(rows) > 2 and not knobs.merged:
            rows.insert(len(rows) // 2 + 1, Section(f"{title} (forts.)"))
        if knobs.table_for_each_chapter or only is not None:
            caption = knobs.caption or "{title}"
            name = edition.chapters[number - 1].title if knobs.caption else title
            yield Small(caption.format(table=next(tables), title=name), bold=True)
            yield _fitted(Table(heads, widths, tuple(rows)), knobs)
        else:
            whole += [Section(title), *rows] if title else rows
    if whole:
        if knobs.caption:
            title = _WORDS[edition.language]["overview"]
            yield Small(knobs.caption.format(table=next(tables), title=title), bold=True)
        yield _fitted(Table(heads, widths, tuple(whole)), knobs)
    if knobs.legend_at == "below":
        yield from legend


def _legend(edition: Edition, knobs: Knobs) -> tuple[Small, ...]:
    """What the letters or dots stand for."""
    statuses = _WORDS[edition.language]["marks"].split("|")
    if knobs.status_marks not in ("letters", "dots"):
        return ()
    pairs = [f"{knobs.mark_of(s, category(s))} = {s}" for s in statuses]
    colors = tuple(_COLORS.values()) if knobs.status_marks == "dots" else ()
    return (Small(", ".join(pairs), colors=colors),)


def around(edition: Edition, knobs: Knobs) -> frozenset[str]:
    """The texts of captions, legends, tables of counts, headings of parts, foreword and summary."""
    texts = {_WORDS[edition.language]["foreword"], _SUMMARY}
    texts |= {block.text for block in (*edition.foreword, *edition.summary)}
    for part in compose(edition, knobs):
        match part:
            case Small(text):
                texts |= {text, text.removeprefix(f"{DOT} ")}
            case Heading(text, level=0):
                texts |= {text, re.sub(r"^Del \w+ ", "", text)}
            case Table(heads, (_, _), rows):
                texts |= {" ".join(heads), *heads}
                for row in rows:
                    cells = () if isinstance(row, Section) else row
                    lines = [line for cell in cells for line in cell.lines]
                    texts |= {" ".join(lines), *lines}
    return frozenset(texts)


def _heads(edition: Edition, knobs: Knobs) -> tuple[str, ...]:
    heads = zip(knobs.columns, knobs.heads, strict=True)
    marks = _WORDS[edition.language]["marks"].split("|")
    return tuple(
        shown
        for column, head in heads
        for shown in (marks if (column, knobs.status_marks) == ("status", "x") else [head])
    )


def _widths(knobs: Knobs) -> tuple[int, ...]:
    """In hundredths. A head of «Tiltak nr.» takes room from the title, which without a number's
    column has that column's."""
    heads = dict(zip(knobs.columns, knobs.heads, strict=True))
    wide = _WIDTH if len(heads) <= 4 + ("deadline" in heads) else _NARROW
    widths: dict[Column, int] = {"number": 0}
    for column in heads:
        if column == "number":
            long = max(map(len, heads["number"].split())) > 3 or knobs.item_number == "T1"
            widths[column] = 12 if long else 8
        elif column != "title":
            usual = column in ("ministries", "status", "deadline")
            widths[column] = wide if usual else _NARROW
    if "narrative" in heads:
        widths["narrative"] = _NARRATIVE_WIDTH
    if knobs.status_marks == "x":
        widths["status"] = 3 * _MARK_WIDTH
    widths["title"] = max(100 - sum(widths.values()), 24)
    return tuple(
        width
        for column in knobs.columns
        for width in (
            [_MARK_WIDTH] * 3
            if (column, knobs.status_marks) == ("status", "x")
            else [widths[column]]
        )
    )


def _fitted(table: Table, knobs: Knobs) -> Table:
    """The table with columns as wide as their longest words, in smaller type if it must be.

    The usual four columns stay as they are: their words fit.
    """
    cells = [row for row in table.rows if not isinstance(row, Section)]
    long = [
        max(len(word) for row in (table.heads, *_printed_rows(cells)) for word in row[i].split())
        for i in range(len(table.heads))
    ]
    widest = table.widths.index(max(table.widths))
    if len(long) <= 4 and max(long[:widest] + long[widest + 1 :]) <= _LONG_WORD:
        return table
    room = (842 if knobs.landscape else 595) - 2 * knobs.margin
    for smaller in range(6):
        letter = 0.68 * (knobs.size - 1 - smaller)
        needed = [math.ceil(100 * (10 + letter * length) / room) for length in long]
        widths = [max(pair) for pair in zip(table.widths, needed, strict=True)]
        widths[widest] = max(needed[widest], 100 - (sum(widths) - widths[widest]))
        if sum(widths) <= 100:
            break
    return replace(table, widths=tuple(widths), smaller=smaller)


def _printed_rows(rows: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(" ".join(cell.lines).replace("\N{SOFT HYPHEN}", "") for cell in row)


def _rows(
    listed: Sequence[tuple[Measure, OverviewRow]], knobs: Knobs
) -> Iterator[tuple[Cell, ...]]:
    """The rows of one section, with equal cells of merged columns put together."""
    rows = [_row(measure, row, knobs) for measure, row in listed]
    for column in knobs.merged:
        run = 0
        for order, (above, below) in enumerate(pairwise(rows)):
            if above[column].lines != below[column].lines:
                run = order + 1
                continue
            first = rows[run][column]
            rows[run][column] = replace(first, span=first.span + 1)
            rows[order + 1][column] = replace(below[column], span=0)
    for row in rows:
        cells: list[Cell] = []
        for name in knobs.columns:
            cell = row[name]
            if (name, knobs.status_marks) == ("status", "x"):
                cells += [Cell(("X" if (status,) == cell.lines else "",)) for status in _COLORS]
            else:
                cells.append(cell)
        yield tuple(cells)


def merged_ids(edition: Edition, knobs: Knobs, column: Column) -> set[str]:
    """The items that share a cell of the overview with the row above, where that has its words.

    Of an item that is listed twice, the first row counts.
    """
    if column not in knobs.merged or edition.form == "text" or knobs.cell_align != "top":
        return set()
    firsts: dict[str, bool] = {}
    for _, listed in listed_rows(edition):
        for above, below in pairwise([None, *listed]):
            assert below is not None
            shares = above is not None and _printed(*above, column) == _printed(*below, column)
            firsts.setdefault(below[0].item_id, shares)
    return {item_id for item_id, shares in firsts.items() if shares}


def _printed(measure: Measure, row: OverviewRow, column: Column) -> str:
    if column == "ministries":
        return row.ministries or measure.ministries
    return row.status or measure.status


def _row(measure: Measure, row: OverviewRow, knobs: Knobs) -> dict[Column, Cell]:
    number = measure.printed_number + knobs.row_number.removeprefix("1")
    if knobs.item_number == "T1" and measure.kind == "tiltak":
        number = f"T{measure.printed_number}"
    if row.title is not None:
        title: tuple[str, ...] = (row.title,)
    else:
        title = (measure.title, *(f"- {point}" for point in measure.points))
    if "number" not in knobs.columns:
        title = (f"{number.removesuffix('.')}. {title[0]}", *title[1:])
    status = row.status or measure.status
    meant = category(status) or status
    color = _COLORS.get(meant, "") if knobs.status_marks == "dots" else ""
    shown = meant if knobs.status_marks == "x" else knobs.mark_of(status, category(status))
    cells: dict[Column, Cell] = {
        "number": Cell((number,)),
        "title": Cell(title),
        "ministries": Cell((row.ministries or measure.ministries,)),
        "status": Cell((shown,), color=color),
    }
    for column in set(knobs.columns) - cells.keys():
        cells[column] = Cell((further_value(column, measure),))
    return cells
