"""Pictures cut from a page, with words marked as by a highlighter: evidence for one's own eyes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pymupdf
from PIL import Image, ImageChops, ImageDraw

from pipeline.shared.passwords import password_of

ZOOM = 2.0  # pixels for each point: sharp on screens of twice the density, and on paper
STEPS = 8  # of each colour: enough for smooth letters, and little over half the size of all 255
_LEVELS = [round(round(level * STEPS / 255) * 255 / STEPS) for level in range(256)]
MARK = (255, 236, 150)  # what is dark stays dark
FRAME = (150, 40, 20)


class Box(Protocol):
    """A place on the page: PDF points, origin top left."""

    @property
    def x0(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class Picture(NamedTuple):
    """A lossless WebP file and its size in pixels."""

    content: bytes
    width: int
    height: int


@contextmanager
def opened(pdf: Path) -> Iterator[Any]:
    """The PDF as PyMuPDF's document, with its password where it has one."""
    with pymupdf.open(pdf) as document:
        if document.needs_pass:
            password_of(pdf, lambda own: document.authenticate(own) != 0)
        yield document


def picture_of(page: Any, clip: Box, marks: Iterable[Box], frames: Iterable[Box]) -> Picture:
    """The part `clip` of a page (or of its display list), with boxes marked and framed."""
    raster = page.get_pixmap(
        matrix=pymupdf.Matrix(ZOOM, ZOOM),
        clip=pymupdf.Rect(clip.x0, clip.top, clip.x1, clip.bottom),
        colorspace=pymupdf.csRGB,
    )
    image = Image.frombytes("RGB", (raster.width, raster.height), raster.samples)
    image = image.point(_LEVELS * 3)
    paper = Image.new("RGB", image.size, (255, 255, 255))
    highlighter = ImageDraw.Draw(paper)
    for box in marks:
        highlighter.rectangle(_pixels(box, raster, 2), fill=MARK)
    image = ImageChops.multiply(image, paper)
    pen = ImageDraw.Draw(image)
    for box in frames:
        pen.rectangle(_pixels(box, raster, 4), outline=FRAME, width=3)
    content = io.BytesIO()
    # With more effort the file is a fifth smaller, and takes twice the time to make.
    image.save(content, "WEBP", lossless=True, quality=0, method=1)
    return Picture(content.getvalue(), image.width, image.height)


def _pixels(box: Box, raster: pymupdf.Pixmap, margin: int) -> tuple[float, float, float, float]:
    """A box of the page in the picture's pixels, a little larger."""
    return (
        box.x0 * ZOOM - raster.x - margin,
        box.top * ZOOM - raster.y - margin,
        box.x1 * ZOOM - raster.x + margin,
        box.bottom * ZOOM - raster.y + margin,
    )
