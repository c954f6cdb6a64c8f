"""Pictures of places, cut from the pages with the words marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf
from PIL import Image, ImageChops, ImageDraw

from pipeline.entries import Span
from pipeline.passwords import password_of
from pipeline.publish.places import Place
from pipeline.sandbox import reached

ZOOM = 2.0  # pixels for each point: sharp on screens of twice the density, and on paper
STEPS = 15  # of each colour: enough for smooth letters, and a third smaller than all 255
MARK = (255, 236, 150)  # as a highlighter on paper: what is dark stays dark
FRAME = (150, 40, 20)


class Picture(NamedTuple):
    """A lossless WebP file and its size in pixels."""

    content: bytes
    width: int
    height: int


def pictures(pdf: Path, places: Sequence[Place]) -> list[Picture]:
    """One picture for each place, in the same order; a place that comes again is cut once."""
    with pymupdf.open(pdf) as document:
        if document.needs_pass:
            password_of(pdf, lambda own: document.authenticate(own) != 0)
        pages: dict[int, pymupdf.DisplayList] = {}
        cut: dict[Place, Picture] = {}
        for place in dict.fromkeys(places):
            reached(pdf, place.page)
            if place.page not in pages:
                pages[place.page] = document[place.page - 1].get_displaylist(annots=False)
            cut[place] = _picture(pages[place.page], place)
        return [cut[place] for place in places]


def _picture(page: pymupdf.DisplayList, place: Place) -> Picture:
    clip = pymupdf.Rect(place.clip.x0, place.clip.top, place.clip.x1, place.clip.bottom)
    raster = page.get_pixmap(matrix=pymupdf.Matrix(ZOOM, ZOOM), clip=clip, colorspace=pymupdf.csRGB)
    image = Image.frombytes("RGB", (raster.width, raster.height), raster.samples)
    paper = Image.new("RGB", image.size, (255, 255, 255))
    highlighter = ImageDraw.Draw(paper)
    for box in place.marks:
        highlighter.rectangle(_pixels(box, raster, 2), fill=MARK)
    image = ImageChops.multiply(image, paper)
    pen = ImageDraw.Draw(image)
    for box in place.frames:
        pen.rectangle(_pixels(box, raster, 4), outline=FRAME, width=3)
    content = io.BytesIO()
    flat = image.point(
        [round(round(level * STEPS / 255) * 255 / STEPS) for level in range(256)] * 3
    )
    flat.save(content, "WEBP", lossless=True, quality=50, method=2, exact=True)
    return Picture(content.getvalue(), image.width, image.height)


def _pixels(box: Span, raster: pymupdf.Pixmap, margin: int) -> tuple[float, float, float, float]:
    """A box of the page in the picture's pixels, a little larger."""
    return (
        box.x0 * ZOOM - raster.x - margin,
        box.top * ZOOM - raster.y - margin,
        box.x1 * ZOOM - raster.x + margin,
        box.bottom * ZOOM - raster.y + margin,
    )
