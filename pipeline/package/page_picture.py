"""A strip of a page with the words of some rows marked, for the codebook's worked example."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf
from PIL import Image, ImageChops, ImageDraw

from pipeline.passwords import password_of
from pipeline.records import SpanRow

ZOOM = 2.0  # pixels for each point: sharp on screens of twice the density, and on paper
MARGIN = 14.0  # points above and below what is marked
STEPS = 15  # of each colour: enough for smooth letters, and a third smaller than all 255
MARK = (255, 236, 150)  # as a highlighter on paper: what is dark stays dark
FRAME = (154, 27, 18)


class PagePicture(NamedTuple):
    """A lossless WebP file and its size in pixels."""

    content: bytes
    width: int
    height: int


def page_picture(pdf: Path, marked: Sequence[SpanRow], framed: Sequence[SpanRow]) -> PagePicture:
    """The strip of the page that holds all boxes, as wide as the page's text; `framed` has a frame.

    The boxes are of one page. The strip ends between lines: half lines look like a fault.
    """
    boxes = [*marked, *framed]
    with pymupdf.open(pdf) as document:
        if document.needs_pass:
            password_of(pdf, lambda own: document.authenticate(own) != 0)
        page = document[boxes[0].page - 1]
        clip = _whole_lines(
            page,
            min(box.top for box in boxes) - MARGIN,
            max(box.bottom for box in boxes) + MARGIN,
        )
        raster = page.get_pixmap(
            matrix=pymupdf.Matrix(ZOOM, ZOOM), clip=clip, colorspace=pymupdf.csRGB, annots=False
        )
    image = Image.frombytes("RGB", (raster.width, raster.height), raster.samples)
    paper = Image.new("RGB", image.size, (255, 255, 255))
    highlighter = ImageDraw.Draw(paper)
    for box in boxes:
        highlighter.rectangle(_pixels(box, raster, 2), fill=MARK)
    image = ImageChops.multiply(image, paper)
    pen = ImageDraw.Draw(image)
    for box in framed:
        pen.rectangle(_pixels(box, raster, 5), outline=FRAME, width=3)
    levels = [round(round(level * STEPS / 255) * 255 / STEPS) for level in range(256)]
    content = io.BytesIO()
    image.point(levels * 3).save(content, "WEBP", lossless=True, quality=50, method=2, exact=True)
    return PagePicture(content.getvalue(), image.width, image.height)


def _whole_lines(page: pymupdf.Page, top: float, bottom: float) -> pymupdf.Rect:
    """The strip between two heights, made larger until it cuts through no word."""
    words = page.get_text("words")
    lines = [(word[1], word[3]) for word in words]
    for above, below in sorted(lines, reverse=True):
        if above < top < below:
            top = above - 1
    for above, below in sorted(lines):
        if above < bottom < below:
            bottom = below + 1
    left = min((word[0] for word in words), default=page.rect.x0)
    right = max((word[2] for word in words), default=page.rect.x1)
    return pymupdf.Rect(left - MARGIN, top, right + MARGIN, bottom) & page.rect


def _pixels(box: SpanRow, raster: pymupdf.Pixmap, margin: int) -> tuple[float, float, float, float]:
    """A box of the page in the picture's pixels, a little larger."""
    return (
        box.x0 * ZOOM - raster.x - margin,
        box.top * ZOOM - raster.y - margin,
        box.x1 * ZOOM - raster.x + margin,
        box.bottom * ZOOM - raster.y + margin,
    )
