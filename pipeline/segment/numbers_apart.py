"""Numbers that stand apart from their titles: in a circle, in the margin, as large as two lines.

    ①  Styrke barnehusene            1 Styrke barnehusene
        Status: Under arbeid    →    Status: Under arbeid

Such a number has a baseline of its own, and would be a line above or below its title, or the first
word of the line below. It counts as a number by what is beside it, again and again: numbers set
alike go on from one to the next, each as high as a heading on its right. The hours of a timetable,
the axis of a chart and the rows of a table have no headings there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.norwegian.numbering import ItemNumber, item_heading
from pipeline.seams.words import Word
from pipeline.segment.chapters import stands_out
from pipeline.segment.claims import At
from pipeline.segment.labels import GAP
from pipeline.segment.lines import Layout, Line, Style

ENOUGH = 3  # numbers of a series: fewer may be any
IN_ORDER = 0.8  # of them go on from the one before, but for those that were left out
FAR = 6.0  # times the title's size: no number stands further from it
ROUND = 3  # lines above and below: among as many the title begins
HEIGHT = 0.72  # of the type size: so high are digits and capitals
CLOSE = 1.6  # times its size: the lines of a title are as near
SAME = 2.0  # points: they begin as near to each other

BESIDE_TITLE = "er et nummer som står for seg selv ved siden av tittelen"


class Numbered(NamedTuple):
    """A number, the first `length` words of the line at `position`, and where its title begins."""

    position: int
    length: int
    number: ItemNumber
    title: int


def with_numbers_joined(
    pages: Sequence[Sequence[Line]], layout: Layout
) -> tuple[list[list[Line]], set[At]]:
    """The lines of each page, numbers that stand apart right before the titles beside them; and
    which lines were nothing but such numbers.
    """
    found = [list(_numbered(lines, layout)) for lines in pages]
    series: defaultdict[tuple[float, Style], list[tuple[int, Numbered]]] = defaultdict(list)
    for page, (lines, of_page) in enumerate(zip(pages, found, strict=True)):
        for each in of_page:
            look = (round(lines[each.position].words[0].size), lines[each.title].style)
            series[look].append((page, each))
    joined: defaultdict[int, list[Numbered]] = defaultdict(list)
    for each_series in series.values():
        if _is_in_order([each.number for _, each in each_series]):
            for page, each in each_series:
                joined[page].append(each)
    of_numbers = ((pages[page][each.position], each) for page in joined for each in joined[page])
    alone = {(line.page, line.number) for line, each in of_numbers
             if each.length == len(line.words)}  # fmt: skip
    return [
        _joined(lines, joined[page]) if page in joined else list(lines)
        for page, lines in enumerate(pages)
    ], alone


def _is_in_order(numbers: Sequence[ItemNumber]) -> bool:
    """Whether numbers go on, and there are enough; they may begin anew in another part."""
    steps = [after.follows(before) or after.parts[-1] == 1 for before, after in pairwise(numbers)]
    different = len({number.key for number in numbers})
    return different >= ENOUGH and sum(steps) >= IN_ORDER * len(steps)


def _joined(lines: Sequence[Line], numbers: Sequence[Numbered]) -> list[Line]:
    before = {each.title: lines[each.position].words[: each.length] for each in numbers}
    taken = {each.position: each.length for each in numbers}
    out: list[Line] = []
    for position, line in enumerate(lines):
        rest = line.words[taken.get(position, 0) :]
        if position in before:
            out.append(line.of_words((*before[position], *line.words)))
        elif position not in taken:
            out.append(line)
        elif rest:
            out.append(_without_number(line, rest))
    return out


def _without_number(line: Line, rest: Sequence[Word]) -> Line:
    whole = line.of_words(rest)
    whole.x0, whole.edges = rest[0].x0, b""
    return whole


def _numbered(lines: Sequence[Line], layout: Layout) -> Iterator[Numbered]:
    numbers = [
        (position, *found)
        for position, line in enumerate(lines)
        if (found := _number(line)) is not None
    ]
    beside = {
        position: [other for other in _near(lines, position)
                   if _is_title_of(lines[other], lines[position].words[count - 1], layout)]
        for position, count, _ in numbers
    }  # fmt: skip
    level = {other for of_number in beside.values() for other in of_number}
    for position, count, number in numbers:
        if beside[position]:
            title = beside[position][0]
            while (above := title - 1) >= 0 and _goes_on(lines, above, title, position):
                if above in level and above not in beside[position]:
                    break
                title = above
            yield Numbered(position, count, number, title)


def _number(line: Line) -> tuple[int, ItemNumber] | None:
    """The number that a line is, or begins with before white space, and of how many words."""
    match = item_heading(line.text)
    if match is None:
        return None
    if match.end() == len(line.text):
        return line.text.count(" ") + 1, ItemNumber.of(match)
    if not line.is_parted(GAP) or not line.text.partition(" ")[0].isdigit():
        return None
    first, second = line.words[:2]
    is_apart = second.x0 - first.x1 > GAP * first.size
    return (1, ItemNumber.of(match)) if is_apart else None


def _near(lines: Sequence[Line], position: int) -> list[int]:
    around = range(max(0, position - ROUND), min(len(lines), position + ROUND + 1))
    return [other for other in around if other != position]


def _is_title_of(line: Line, number: Word, layout: Layout) -> bool:
    """Whether a line is set as a heading, right of the number and as high as it."""
    return (
        stands_out(line, layout)
        and line.text[0].isupper()
        and item_heading(line.text) is None
        and number.x1 < line.x0 < number.x1 + FAR * line.size
        and number.baseline - HEIGHT * number.size < line.baseline
        and line.baseline - HEIGHT * line.size < number.baseline
    )


def _goes_on(lines: Sequence[Line], above: int, title: int, number: int) -> bool:
    """Whether the line above is one of the same title's, and not that of the number."""
    ours, theirs = lines[above], lines[title]
    return (
        above != number
        and ours.style == theirs.style
        and abs(ours.x0 - theirs.x0) < SAME
        and theirs.baseline - ours.baseline < CLOSE * theirs.size
    )
