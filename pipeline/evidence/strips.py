"""The strip of a page to show: as wide as its text, and never through a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple, Protocol

from pipeline.seams.entries import Span

PADDING = 9.0  # points around the content
LOWEST = 72.0  # points: the smallest height of a strip
CLEAR = 2.0  # points between the edge of a strip and the line that it was extended for


class Box(Protocol):
    """A box on a page: PDF points, origin top left."""

    @property
    def page(self) -> int: ...
    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class Printed(NamedTuple):
    """Where the words of a page begin and end, and top and bottom of each of its lines."""

    left: float
    right: float
    lines: list[tuple[float, float]]


def printed_on(page: Span, words: Sequence[Box]) -> Printed:
    """What strips of a page need to know of its words."""
    left = min((word.x0 for word in words), default=page.x0)
    right = max((word.x1 for word in words), default=page.x1)
    return Printed(left, right, _lines_of(words))


def strip_of(page: Span, printed: Printed, top: float, bottom: float) -> Span:
    """The strip of a page from `top` to `bottom`, with padding.

    `page` is the whole page. The strip is extended to include any line that its edge would cut.
    """
    room = PADDING + max(0.0, LOWEST - (bottom - top + 2 * PADDING)) / 2
    upwards = [(-below, -above) for above, below in printed.lines]
    return Span(
        page.page,
        max(page.x0, printed.left - PADDING),
        max(page.top, -_past(-(top - room), upwards)),
        min(page.x1, printed.right + PADDING),
        min(page.bottom, _past(bottom + room, printed.lines)),
    )


def _lines_of(words: Iterable[Box]) -> list[tuple[float, float]]:
    """Top and bottom of each line, from the top. Tightly set lines may overlap a little."""
    lines: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: word.top):
        if lines and (word.top + word.bottom) / 2 < lines[-1][1]:
            lines[-1] = (lines[-1][0], max(lines[-1][1], word.bottom))
        else:
            lines.append((word.top, word.bottom))
    return lines


def _past(edge: float, lines: Sequence[tuple[float, float]]) -> float:
    """The edge moved past the lines that it would cut, but not into the next line."""
    cut = [end for start, end in lines if start < edge < end]
    if not cut:
        return edge
    end = max(cut)
    after = min((start for start, other in lines if other > end), default=inf)
    return min(end + CLEAR, max(end, after))
