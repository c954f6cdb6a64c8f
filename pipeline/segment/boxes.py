"""Fact boxes: text in a frame of its own, which is none of the narrative that it stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.norwegian.numbering import item_heading
from pipeline.seams.terms import Terms
from pipeline.seams.words import Box, Rule
from pipeline.segment.labels import bare_label, has_core_label
from pipeline.segment.lines import Layout, Line

NEAR = 4.0  # points: the lines of a frame meet as near as this
WIDE = 0.3  # of the measure: a narrower frame is a cell
MOST = 0.5  # of a page's lines: a frame around more is the page's


def with_boxes(
    lines: Sequence[Line], rules: Sequence[Rule], layout: Layout, terms: Terms
) -> list[Line]:
    """A page's lines, those in a frame marked as such.

    A frame that is parted by upright lines is a table, one with labels or a numbered heading in it
    a measure's.
    """
    boxed: set[int] = set()
    for frame in _frames(rules, layout) if lines else ():
        inside = [line for line in lines if _is_inside(line, frame)]
        measure = any(
            has_core_label(line, terms) or bare_label(line.text, terms) or item_heading(line.text)
            for line in inside
        )
        if inside and not measure and len(inside) <= MOST * len(lines):
            boxed |= {line.number for line in inside}
    return [replace(line, boxed=True) if line.number in boxed else line for line in lines]


def _frames(rules: Sequence[Rule], layout: Layout) -> Iterator[Box]:
    """The frames that four lines make, without upright lines inside."""
    across = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if len(across) < 2 or len(upright) < 2:
        return
    least = WIDE * (layout.right - layout.left)
    for top in across:
        if top.x1 - top.x0 < least:
            continue
        below = [
            rule
            for rule in across
            if rule.top > top.top + NEAR
            and abs(rule.x0 - top.x0) < NEAR
            and abs(rule.x1 - top.x1) < NEAR
        ]
        if not below:
            continue
        bottom = min(below, key=lambda rule: rule.top)
        sides = [
            rule
            for rule in upright
            if rule.top < top.bottom + NEAR and rule.bottom > bottom.top - NEAR
        ]
        edges = {"left": False, "right": False}
        parted = False
        for rule in sides:
            edges["left"] |= abs(rule.x0 - top.x0) < NEAR
            edges["right"] |= abs(rule.x1 - top.x1) < NEAR
            parted |= top.x0 + NEAR < rule.x0 < top.x1 - NEAR
        if all(edges.values()) and not parted:
            yield top.x0, top.top, top.x1, bottom.bottom


def _is_inside(line: Line, frame: Box) -> bool:
    x0, top, x1, bottom = frame
    return x0 <= line.x0 and line.x1 <= x1 and top <= line.top and line.bottom <= bottom
