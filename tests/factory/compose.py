"""Edition and knobs → the blocks of a document, in reading order. Here every knob that decides what
is printed and where it stands in the order is applied; an engine only draws the blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby

from .edition import Block, Edition, Emphasis, Link, Measure, Note, OverviewRow, Run
from .hyphens import hyphenated
from .knobs import Knobs

_WORDS = {
    "nb": {
        "contents": "Innhold",
        "introduction": "Innledning",
        "overview": "Oversikt over tiltakene i planen",
        "abbreviations": "Forkortelser",
        "vedtak": "Vedtak",
    },
    "nn": {
        "contents": "Innhald",
        "introduction": "Innleiing",
        "overview": "Oversyn over tiltaka i planen",
        "abbreviations": "Forkortingar",
        "vedtak": "Vedtak",
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
    as_of: str
    publisher: str


@dataclass(frozen=True)
class Contents:
    heading: str
    entries: tuple[Heading, ...]


@dataclass(frozen=True)
class Heading:
    text: str
    anchor: str
    new_page: bool


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


@dataclass(frozen=True)
class Title:
    number: str
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Labels:
    """Lines of (label, value); a value below its label is a line whose label is empty."""

    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Cell:
    """Lines of a cell: a title's sub-points stand on lines of their own."""

    lines: tuple[str, ...]


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


@dataclass(frozen=True)
class Small:
    """Small print, such as the note below the overview, or bold print above a table."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Space:
    points: float


@dataclass(frozen=True)
class PageBreak:
    pass


Part = (
    Cover
    | Contents
    | Heading
    | Abbreviations
    | Text
    | Title
    | Labels
    | Table
    | Small
    | Space
    | PageBreak
)

_WIDTH = 21  # hundredths of the type area, for ministries and for status
DEADLINE = "2027"


def compose(edition: Edition, knobs: Knobs) -> tuple[Part, ...]:
    """All parts of the document in reading order, with every word that will be printed."""
    words = _WORDS[edition.language]
    if knobs.hyphenation == "soft":
        edition = hyphenated(edition)
    body = tuple(_body(edition, knobs, words))
    headings = tuple(part for part in body if isinstance(part, Heading))
    front: list[Part] = [
        Cover(edition.title, edition.subtitle, f"Per {edition.as_of}", edition.publisher)
    ]
    if knobs.contents != "none":
        front.append(Contents(words["contents"], headings))
    if edition.abbreviations:
        heading = words["abbreviations"] if knobs.abbreviations_heading else ""
        front.append(Abbreviations(heading, edition.abbreviations))
    return (*front, *body)


def _body(edition: Edition, knobs: Knobs, words: dict[str, str]) -> Iterator[Part]:
    notes = count(1)
    if edition.introduction:
        yield Heading(words["introduction"], "introduction", new_page=True)
        yield from _running(edition.introduction, notes, entry=False)
    numbers = range(1, len(edition.chapters) + 1)
    if knobs.overview_first:
        yield from _overview(edition, knobs, Heading(words["overview"], "overview", True))
    for number, chapter in zip(numbers, edition.chapters, strict=True):
        heading = knobs.chapter_heading.format(number=number, title=chapter.title)
        new_page = knobs.chapters_on_new_page or number == 1
        yield Heading(heading, f"chapter-{number}", new_page)
        yield from _running(chapter.introduction, notes, entry=False)
        if number == 1 and knobs.spacer:
            yield Space(knobs.spacer)
        for measure in chapter.measures:
            if measure.in_text:
                yield from _entry(measure, knobs, notes)
    if not knobs.overview_first:
        heading = knobs.chapter_heading.format(
            number=len(edition.chapters) + 1, title=words["overview"]
        )
        yield from _overview(edition, knobs, Heading(heading, "overview", True))


def _entry(measure: Measure, knobs: Knobs, notes: Iterator[int]) -> Iterator[Part]:
    number = {
        "1.": f"{measure.printed_number}.",
        "1": measure.printed_number,
        "Tiltak 1:": f"{'Tiltak' if measure.kind == 'tiltak' else 'Vedtak'} "
        f"{measure.printed_number}:",
    }[knobs.item_number]
    labels = tuple(_labels(measure, knobs))
    yield Title(number, measure.title, measure.points)
    if not knobs.labels_after:
        yield from labels
    yield from _running(measure.narrative, notes, entry=True)
    if knobs.labels_after:
        yield from labels


def _labels(measure: Measure, knobs: Knobs) -> Iterator[Part]:
    pairs = [(knobs.ministries_label, measure.ministries)]
    if measure.period:
        pairs.append(("Gjennomføring:", measure.period))
    pairs.append((knobs.status_label, measure.status))
    if knobs.label_order == "status-ministries":
        pairs.reverse()
    lines: list[tuple[tuple[str, str], ...]]
    match knobs.label_layout:
        case "lines":
            lines = [(pair,) for pair in pairs]
        case "one-line":
            lines = [tuple(pairs)]
        case "below":
            lines = [line for label, value in pairs for line in (((label, ""),), (("", value),))]
    if measure.item_id in knobs.status_on_next_page and len(lines) > 1:
        last = -2 if knobs.label_layout == "below" else -1
        yield Labels(tuple(lines[:last]))
        yield PageBreak()
        yield Labels(tuple(lines[last:]))
    else:
        yield Labels(tuple(lines))


def _running(blocks: tuple[Block, ...], notes: Iterator[int], *, entry: bool) -> Iterator[Text]:
    for i, block in enumerate(blocks):
        runs = tuple(_called(run, notes) for run in block.runs)
        after_list = i > 0 and not block.mark and bool(blocks[i - 1].mark)
        yield Text(runs, block.mark, entry, first=i == 0 or after_list)


def _called(run: Run, notes: Iterator[int]) -> str | Link | Emphasis | Mark:
    return Mark(next(notes), run.text) if isinstance(run, Note) else run


def _overview(edition: Edition, knobs: Knobs, heading: Heading) -> Iterator[Part]:
    listed = [
        (row.chapter or own, measure, row)
        for own, chapter in enumerate(edition.chapters, 1)
        for measure in chapter.measures
        for row in measure.overview
    ]
    listed.sort(key=lambda each: each[0])  # stable: a moved row comes last but in its order
    sections = [
        (
            knobs.section_heading.format(number=n, title=edition.chapters[n - 1].title),
            [_row(measure, row, knobs) for _, measure, row in group],
        )
        for n, group in groupby(listed, key=lambda each: each[0])
    ]
    widths = _widths(knobs)
    yield heading
    if knobs.spacer:
        yield Space(knobs.spacer)
    if knobs.table_for_each_chapter:
        for title, rows in sections:
            yield Small(title, bold=True)
            yield Table(knobs.heads, widths, tuple(rows))
    else:
        whole: list[Section | tuple[Cell, ...]] = []
        for title, rows in sections:
            whole += [Section(title), *rows]
        yield Table(knobs.heads, widths, tuple(whole))
    if edition.overview_note:
        yield Small(edition.overview_note)


def _widths(knobs: Knobs) -> tuple[int, ...]:
    """In hundredths. A head of «Tiltak nr.» takes room from the title, which without a number's
    column has that column's."""
    heads = dict(zip(knobs.columns, knobs.heads, strict=True))
    number = 0
    if "number" in heads:
        number = 12 if max(map(len, heads["number"].split())) > 3 else 8
    others = len(set(heads) - {"number", "title"})
    widths = {"number": number, "title": 100 - others * _WIDTH - number}
    return tuple(widths.get(column, _WIDTH) for column in knobs.columns)


def _row(measure: Measure, row: OverviewRow, knobs: Knobs) -> tuple[Cell, ...]:
    number = measure.printed_number + knobs.row_number.removeprefix("1")
    if row.title is not None:
        title: tuple[str, ...] = (row.title,)
    else:
        title = (measure.title, *(f"- {point}" for point in measure.points))
    if "number" not in knobs.columns:
        title = (f"{measure.printed_number}. {title[0]}", *title[1:])
    cells = {
        "number": (number,),
        "title": title,
        "ministries": (row.ministries or measure.ministries,),
        "deadline": (DEADLINE,),
        "status": (row.status or measure.status,),
    }
    return tuple(Cell(cells[column]) for column in knobs.columns)
