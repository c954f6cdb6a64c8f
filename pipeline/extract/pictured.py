"""Lines of text that a page shows and does not hold: in a picture, or drawn as curves.

A scan may be pasted over part of a page, and letters may have been made into shapes. Nobody can
read them here, but they look like text: dark on one ground, in rows with white between them, each
with many strokes side by side. Photographs have no ground, diagrams few rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from pipeline.extract.pixels import ZOOM, shades_of
from pipeline.extract.runs import united
from pipeline.seams.words import Box

WIDE, HIGH = 100.0, 25.0  # points: a smaller picture holds no text of several lines
SHAPE = 20.0  # points: no letter is larger
SHAPES = 100  # as many may be letters
INK = 60  # of 255: so much darker or lighter than its ground are letters
GROUND = 0.5  # of the picture: as much is of one colour where it shows a page
BAND = 120.0  # points: a scan that is askew is level on so short a stretch
STROKES, MANY = 4, 10  # beside each other on a band: of a row of pixels in a line, of a whole line
LOWEST, HIGHEST = 3.0, 18.0  # points: lines of text
APART = 1.3  # times a line's height: the space below it, at most; in a diagram names have more
LINES = 3


def shows_lines(
    page: Any, pictures: Iterable[Box], shapes: Sequence[Box], words: Sequence[Box]
) -> bool:
    """Whether pictures on a page, or its shapes, show several lines of text beside its `words`."""
    areas = [box for box in pictures if box[2] - box[0] > WIDE and box[3] - box[1] > HIGH]
    small = [box for box in shapes if box[2] - box[0] < SHAPE and box[3] - box[1] < SHAPE]
    if len(small) >= SHAPES:
        areas.append(united(small))
    return any(_has_lines(page, area, words) for area in areas)


def _has_lines(page: Any, area: Box, words: Sequence[Box]) -> bool:
    drawn = shades_of(page, area)
    _, (ground,) = drawn.color_topusage()
    ink = bytes(abs(shade - ground) > INK for shade in range(256))
    pixels = bytearray(bytes(drawn.samples).translate(ink))
    if pixels.count(0) < GROUND * len(pixels):
        return False
    for box in words:
        _erase(box, drawn, pixels)
    rows = [pixels[y * drawn.stride : (y + 1) * drawn.stride] for y in range(drawn.height)]
    band = int(BAND * ZOOM)
    lefts = range(0, max(1, drawn.width - band // 2), band)
    return any(
        _follow_each_other(_lines_of([row[left : left + band] for row in rows])) for left in lefts
    )


def _erase(box: Box, drawn: Any, pixels: bytearray) -> None:
    """A word that is text, with what sticks out of its box."""
    left = min(max(0, int((box[0] - 1) * ZOOM) - drawn.x), drawn.width)
    right = min(max(0, int((box[2] + 1) * ZOOM) + 1 - drawn.x), drawn.width)
    for y in range(int((box[1] - 1) * ZOOM) - drawn.y, int((box[3] + 1) * ZOOM) + 1 - drawn.y):
        if 0 <= y < drawn.height and right > left:
            start = y * drawn.stride
            pixels[start + left : start + right] = bytes(right - left)


def _lines_of(rows: Sequence[bytearray]) -> Iterator[tuple[float, float]]:
    """The top and bottom of each line of text in a band, in points."""
    strokes = [row.count(b"\0\1") for row in rows]
    for inked, group in groupby(range(len(rows)), key=lambda y: strokes[y] >= STROKES):
        line = list(group)
        if inked and LOWEST < len(line) / ZOOM < HIGHEST and max(strokes[y] for y in line) >= MANY:
            yield line[0] / ZOOM, (line[-1] + 1) / ZOOM


def _follow_each_other(lines: Iterable[tuple[float, float]]) -> bool:
    """Whether several lines do, as those of a paragraph or of close rows."""
    count, ends = 0, 0.0
    for top, bottom in lines:
        count = count + 1 if count and top - ends < APART * (bottom - top) else 1
        ends = bottom
        if count >= LINES:
            return True
    return False
