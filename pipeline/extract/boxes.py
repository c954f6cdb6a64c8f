"""Boxes beside running text: what stands in one is read by itself, behind the paragraph beside it.

Only a text of its own is such a box: a few lines of words on a ground in colour or in a frame, with
others beside it that do not go on as the cells of a table do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Protocol, TypeVar

from msgspec.structs import replace

from pipeline.extract.columns import WORDS, Placed, is_in_cells, words_a_line
from pipeline.seams.words import Box, Rule, Run

LINES = 3  # in a box: fewer may be a cell
RIM = 1.0  # points: text may reach as far over the edge
ADJOINS = 8.0  # points: what is drawn as near to a box is of one table with it
LEVEL = 2.0  # points: lines as near to the head or foot of a box go on from it
ENDS = ".!?»)"  # what a paragraph ends in
APART = 1.22  # times the least step between lines: one that parts paragraphs
FAR = 3.0  # times the same: further off stand running feet
_BY_LINE = attrgetter("line")


class Divisible(Placed, Protocol):
    """A stretch that may run from a box into the text beside it."""

    @property
    def lefts(self) -> Sequence[float]: ...


_P = TypeVar("_P", bound=Divisible)


def apart_in_boxes(
    stretches: Iterable[_P], boxes: Sequence[Box], rules: Sequence[Rule]
) -> tuple[list[_P], list[list[_P]]]:
    """The stretches that stand in no box beside text, and those in each that does."""
    rest, apart = list(stretches), []
    for box in sorted(boxes, key=_area, reverse=True):
        inside = [stretch for stretch in rest if _is_inside(stretch, box)]
        if len(_heights(inside)) < LINES or words_a_line(inside) < WORDS or is_in_cells(inside):
            continue
        level = [s for s in rest if box[1] < s.baseline < box[3] and not _is_inside(s, box)]
        sides = [s for s in level if s.rights[-1] <= box[0]], [s for s in level if s.lefts[0] >= box[2]]
        if not level or len(sides[0]) + len(sides[1]) < len(level):
            continue  # nothing beside it, or text runs across its edge
        if any(side and is_in_cells(side) for side in sides) or _is_cell(box, rules):
            continue
        taken = {id(stretch) for stretch in inside}
        rest = [stretch for stretch in rest if id(stretch) not in taken]
        apart.append(inside)
    return rest, apart


def _is_inside(stretch: Divisible, box: Box) -> bool:
    x0, top, x1, bottom = box
    return (
        top < stretch.baseline < bottom
        and x0 - RIM <= stretch.lefts[0]
        and stretch.rights[-1] <= x1 + RIM
    )


def _heights(stretches: Iterable[Placed]) -> set[int]:
    return {round(stretch.baseline) for stretch in stretches}


def _is_cell(box: Box, rules: Iterable[Rule]) -> bool:
    """Whether a table goes on from the box: what is drawn across adjoins it or reaches beyond."""
    x0, top, x1, bottom = box
    for rule in rules:
        if not rule.horizontal or not top - ADJOINS < rule.top < bottom + ADJOINS:
            continue
        level = top - LEVEL < rule.top < bottom + LEVEL
        beyond = rule.x0 < x0 - RIM or rule.x1 > x1 + RIM
        if level and beyond and rule.x1 > x0 - ADJOINS and rule.x0 < x1 + ADJOINS:
            return True
        stacked = abs(rule.x0 - x0) < RIM and abs(rule.x1 - x1) < RIM
        if stacked and min(abs(rule.top - top), abs(rule.top - bottom)) > RIM:
            return True
    return False


def _area(box: Box) -> float:
    x0, top, x1, bottom = box
    return (x1 - x0) * (bottom - top)


def with_boxes(runs: Sequence[Run], boxes: Sequence[Sequence[Run]]) -> list[Run]:
    """The runs of a page with those of each box behind the paragraph beside it."""
    lines = [list(line) for _, line in groupby(runs, key=_BY_LINE)]
    steps = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
    least = min((step for step in steps if step > 1), default=0.0)
    places = [_place(lines, least, box[0].top) for box in boxes]
    for place, box in sorted(zip(places, boxes, strict=True), key=itemgetter(0), reverse=True):
        lines[place:place] = [list(line) for _, line in groupby(box, key=_BY_LINE)]
    return list(_numbered(lines))


def _place(lines: Sequence[Sequence[Run]], least: float, top: float) -> int:
    """How many of the lines come before a box: up to where a paragraph ends below its head."""
    first = next((n for n, line in enumerate(lines) if line[0].bottom > top), len(lines))
    for place, (line, below) in enumerate(pairwise(lines[first:]), start=first + 1):
        step = below[0].baseline - line[0].baseline
        other = below[0].size != line[0].size or below[0].bold != line[0].bold
        ends = line[-1].text[-1] in ENDS and (step > APART * least or other)
        if ends or step > FAR * least:
            return place
    return len(lines)


def _numbered(lines: Iterable[Sequence[Run]]) -> Iterator[Run]:
    for number, line in enumerate(lines):
        for run in line:
            yield replace(run, line=number)
