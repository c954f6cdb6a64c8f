"""What is drawn on a page beside its text: ruling lines, and boxes that are framed or filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.seams.words import Box, Rule, Turn

THICKNESS = 2.5  # points; a thicker filled box is an area, not a line
LENGTH = 4.0  # points; shorter strokes are dots and letter parts
WHITE = 0xFFFFFF  # nobody sees where an area of this colour ends
GROUND = 0.5  # of the page: a larger area is its ground, not a box on it
TOUCHING = 0.5  # points: areas of one colour as near to each other are one to the eye

Blocks = Sequence[dict[str, Any]]


def rules_and_boxes(number: int, blocks: Blocks, turn: Turn) -> tuple[list[Rule], list[Box]]:
    """The lines on a page, and the boxes with a frame or a colour. A box has its sides as lines.

    What is coloured after the text in it was drawn is no box: somebody has marked or hidden it.
    """
    if not any(block["type"] == 3 for block in blocks):
        return [], []
    rules: set[Rule] = set()
    framed: list[Box] = []
    filled: list[tuple[int, Box]] = []
    lines: list[Box] = []  # drawn so far
    for vector in blocks:
        if vector["type"] == 0:
            lines += [turn.box(line["bbox"]) for line in vector["lines"]]
        if vector["type"] != 3:
            continue
        x0, top, x1, bottom = box = turn.box(vector["bbox"])
        if bottom - top <= THICKNESS or x1 - x0 <= THICKNESS:
            if max(bottom - top, x1 - x0) >= LENGTH:
                rules.add(Rule(number, x0, top, x1, bottom))
        elif vector["isrect"] and vector["stroked"]:
            framed.append(box)
        elif (
            vector["isrect"]
            and vector["color"] != WHITE
            and vector["alpha"]
            and not any(_holds(box, line) for line in lines)
        ):
            filled.append((vector["color"], box))
    most = GROUND * turn.width * turn.height
    boxes = framed + [box for box in _united(filled) if _area(box) < most]
    rules.update(side for box in boxes for side in _sides(number, box))
    return sorted(rules, key=lambda rule: (rule.top, rule.x0, rule.bottom, rule.x1)), boxes


def _holds(box: Box, line: Box) -> bool:
    """Whether the middle of a line of text lies in a box."""
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def _united(areas: Iterable[tuple[int, Box]]) -> list[Box]:
    """The areas, those of one colour that go on below each other as one."""
    columns: dict[tuple[int, int, int], list[Box]] = {}
    for color, (x0, top, x1, bottom) in sorted(areas, key=lambda area: area[1][1]):
        column = columns.setdefault((color, round(x0), round(x1)), [])
        if column and top - column[-1][3] < TOUCHING:
            left, above, right, below = column[-1]
            column[-1] = min(left, x0), above, max(right, x1), max(below, bottom)
        else:
            column.append((x0, top, x1, bottom))
    return [box for column in columns.values() for box in column]


def _sides(number: int, box: Box) -> Iterator[Rule]:
    x0, top, x1, bottom = box
    yield Rule(number, x0, top, x1, top)
    yield Rule(number, x0, bottom, x1, bottom)
    yield Rule(number, x0, top, x0, bottom)
    yield Rule(number, x1, top, x1, bottom)


def _area(box: Box) -> float:
    x0, top, x1, bottom = box
    return (x1 - x0) * (bottom - top)
