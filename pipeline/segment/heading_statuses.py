"""The status of a measure that stands in its heading: behind the title, in brackets, in a badge.

    3. Tilby veiledning til familier der   Under arbeid        3. Tilby veiledning til familier der
    foreldre har rusproblemer                           →      foreldre har rusproblemer
    Ansvarlig: BFD                                             Under arbeid
                                                               Ansvarlig: BFD

    Tiltak 5: Styrke arbeidet [Under arbeid]
    Tiltak 5   Under arbeid                                    above the title

It is set on a line of its own below the title, where labels stand. That is a report's habit: most
headings of one kind have a status, not always the same, and no label says «Status».
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.norwegian.numbering import item_heading, number_cell
from pipeline.norwegian.statuses import read_status
from pipeline.seams.terms import Terms
from pipeline.seams.words import Run, Word
from pipeline.segment.labels import GAP, bare_label, labels_of
from pipeline.segment.lines import Layout, Line, Style, text_of
from pipeline.segment.table_columns import cells_of
from pipeline.segment.table_heads import find_head

HABIT = 3  # headings: in fewer, a title may end in such a word by chance
MOST = 2 / 3  # of the headings set alike have a status, where that is the report's habit
DIFFERENT = 2  # statuses: one word that stands in all headings says nothing
TITLE_LINES = 4  # a title has no more
WRAPS = 1.65  # times the size of the type: the lines of a title stand no further apart
BESIDE = 0.9  # times the size: a number between two lines of its title is as near to both
BRACKETS = {"[": "]", "(": ")"}


class Heading(NamedTuple):
    """A heading at the positions `first` to `last` of its page's lines, parted from its status."""

    first: int
    last: int
    title: list[Line]
    status: Line
    category: str


def with_statuses_apart(
    pages: Sequence[Sequence[Line]], layout: Layout, terms: Terms
) -> list[list[Line]]:
    """The lines of each page, the statuses in headings below these, on lines of their own."""
    alike = Counter(
        _first_style(line)
        for lines in pages
        for position, line in enumerate(lines)
        if item_heading(line.text) is not None or _is_between(lines, position, terms)
    )
    labelled = (line for lines in pages for line in lines if _has_status_label(line, terms))
    enough = (max(alike.values(), default=0) + 1) // 2  # labels: with as many it is no habit
    labels = sum(1 for _ in islice(labelled, enough))
    if labels == enough:  # as in most reports
        return [list(lines) for lines in pages]
    found = [list(_headings(lines, terms)) for lines in pages]
    of_rows = {
        style
        for lines, headings in zip(pages, found, strict=True)
        if headings and (style := _style_of_rows(lines, layout, terms)) is not None
    }
    by_style: dict[Style, list[Heading]] = {}
    for heading in (heading for headings in found for heading in headings):
        by_style.setdefault(_first_style(heading.title[0]), []).append(heading)
    habits = {
        style for style, headings in by_style.items()
        if style not in of_rows and _is_habit(headings, alike[style], labels)
    }  # fmt: skip
    return [
        _apart(lines, [heading for heading in headings if _first_style(heading.title[0]) in habits])
        for lines, headings in zip(pages, found, strict=True)
    ]


def _is_habit(headings: Sequence[Heading], alike: int, labels: int) -> bool:
    """Whether most of the headings that are set alike have a status, and hardly a label says
    «Status».
    """
    if len(headings) < HABIT or len({heading.category for heading in headings}) < DIFFERENT:
        return False
    return len(headings) >= MOST * alike and labels < len(headings) / 2


def _style_of_rows(lines: Sequence[Line], layout: Layout, terms: Terms) -> Style | None:
    """How the rows of an overview on the page are set: they have a number and a status, too."""
    head = find_head(lines, layout, terms)
    rows = (line for line in lines if head is not None and line.top > head.top)
    first = next((line for line in rows if item_heading(line.text) is not None), None)
    return _first_style(first) if first is not None else None


def _has_status_label(line: Line, terms: Terms) -> bool:
    alone = bare_label(line.text, terms)
    return any(label.kind == "status" for label in (*labels_of(line, terms), alone) if label)


def _apart(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Line]:
    apart: list[Line] = []
    position = 0
    for heading in headings:
        apart += [*lines[position : heading.first], *heading.title, heading.status]
        position = heading.last + 1
    return [*apart, *lines[position:]]


def _headings(lines: Sequence[Line], terms: Terms) -> Iterator[Heading]:
    position = 0
    while position < len(lines):
        heading = _heading(lines, position, terms)
        if heading is not None and _has_text_below(lines, heading):
            yield heading
            position = heading.last
        position += 1


def _heading(lines: Sequence[Line], first: int, terms: Terms) -> Heading | None:
    """The heading that begins at `first`, if it has a status."""
    if _is_between(lines, first + 1, terms):
        above, between, below = lines[first], lines[first + 1], lines[first + 2]
        number, status = cells_of(between, GAP)
        title = [above.of_words((*number, *above.words)), below]
        return _parted(first, first + 2, title, between.of_words(status), terms)
    line = lines[first]
    if item_heading(line.text) is None:
        return None
    last = first + _lines_of_title(lines[first + 1 : first + TITLE_LINES], line)
    title = list(lines[first : last + 1])
    for position, part in enumerate(title):
        own, status = _words_and_status(part)
        if own and _category(status, terms) is not None:
            title[position] = part.of_words(own)
            if number_cell(title[0].text) is not None:  # the title stands below
                more = _title_below(lines[last + 1 : last + 1 + TITLE_LINES])
                title, last = [*title, *more], last + len(more)
            return _parted(first, last, title, part.of_words(status), terms)
    return _in_brackets(first, last, title, terms)


def _words_and_status(line: Line) -> tuple[list[Word], list[Word]]:
    """The words of a line, and those behind its last gap, or else those at its end that are set
    otherwise.
    """
    *before, last = cells_of(line, GAP)
    if before:
        return [word for words in before for word in words], last
    style = _style(line.runs[-1])
    other = takewhile(lambda run: _style(run) == style, reversed(line.runs))
    count = sum(run.word_count for run in other)
    return list(line.words[:-count]), list(line.words[-count:])


def _in_brackets(first: int, last: int, title: list[Line], terms: Terms) -> Heading | None:
    """The heading whose title ends in a status in brackets, which may be broken over two lines."""
    closing = title[-1].text[-1]
    if closing not in BRACKETS.values():
        return None
    words = [word for line in title for word in line.words]
    count = next((n for n in range(1, len(words)) if BRACKETS.get(words[-n].text[0]) == closing), 0)
    if not count:
        return None
    left = len(words) - count
    parts: list[Line] = []
    for line in title:
        own = line.words[: max(0, left)]
        left -= len(line.words)
        parts += [line.of_words(own)] if own else []
    return _parted(first, last, parts, title[-1].of_words(words[-count:]), terms)


def _parted(first: int, last: int, title: list[Line], status: Line, terms: Terms) -> Heading | None:
    category = _category(status.words, terms)
    if category is None or not title:
        return None
    return Heading(first, last, title, replace(status, inset="status"), category)


def _category(words: Sequence[Word], terms: Terms) -> str | None:
    text = text_of(words)
    return read_status(text, terms.statuses) if text[:1] in BRACKETS or text[0].isupper() else None


def _lines_of_title(below: Sequence[Line], heading: Line) -> int:
    """How many lines below its first go on with a title: they are set alike, right below it."""
    style, above = _first_style(heading), heading
    count = 0
    for line in below:
        near = 0 < line.baseline - above.baseline < WRAPS * heading.size
        if not near or _first_style(line) != style or item_heading(line.text) is not None:
            break
        above, count = line, count + 1
    return count


def _title_below(below: Sequence[Line]) -> list[Line]:
    """The title below a line that has its number alone: the lines that are set as the first."""
    return [*below[:1], *below[1 : 1 + _lines_of_title(below[1:], below[0])]] if below else []


def _has_text_below(lines: Sequence[Line], heading: Heading) -> bool:
    """Whether other text than the next row or heading stands below, or the page ends."""
    following = lines[heading.last + 1 : heading.last + 2]
    return all(
        item_heading(line.text) is None and _first_style(line) != _first_style(heading.title[0])
        for line in following
    )


def _is_between(lines: Sequence[Line], position: int, terms: Terms) -> bool:
    """Whether a line has but a number and a status, beside the middle of a title of two lines."""
    if not 0 < position < len(lines) - 1:
        return False
    above, line, below = lines[position - 1], lines[position], lines[position + 1]
    if max(line.baseline - above.baseline, below.baseline - line.baseline) > BESIDE * line.size:
        return False
    cells = cells_of(line, GAP)
    return (
        len(cells) == 2
        and number_cell(text_of(cells[0])) is not None
        and _category(cells[1], terms) is not None
    )


def _first_style(line: Line) -> Style:
    """How the first words of a line are set: behind them a badge may stand."""
    return _style(line.runs[0])


def _style(run: Run) -> Style:
    return Style(run.font, round(run.size * 2) / 2, run.bold, False)
