"""Pictures of parts of pages, with words highlighted: evidence that readers can check."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pymupdf
from PIL import Image, ImageChops, ImageDraw

from pipeline.evidence.places import Place
from pipeline.evidence.strips import Box, printed_on, strip_of
from pipeline.runtime.passwords import password_of
from pipeline.runtime.processes import read_by_two
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached
from pipeline.seams.entries import Span

ZOOM = 2.0  # pixels for each point: sharp on high-density screens and on paper
GREYS = 7  # enough for antialiased letters
COLOURS = 127  # in pictures with colour: the palette has each plain and marked, and the frame
_NEAREST = [round(level * (GREYS - 1) / 255) for level in range(256)]
MARK = (255, 236, 150)  # multiplied in, so dark ink stays dark
FRAME = (150, 40, 20)
NOTHING: Mapping[int, Sequence[Box]] = MappingProxyType({})
RIM = 0.1  # of a covered word's height that is left at either end, where its neighbours reach in


class Picture(NamedTuple):
    """A PNG file and its size in pixels."""

    content: bytes
    width: int
    height: int

    @property
    def source(self) -> str:
        """The picture as a data URL, so that the page loads nothing."""
        return f"data:image/png;base64,{base64.b64encode(self.content).decode('ascii')}"


@contextmanager
def opened(pdf: Path) -> Iterator[Any]:
    """The PDF as a PyMuPDF document, unlocked if it has a password.

    It is in memory: two processes with the same open file would share its read position. Raises
    `Refusal` where the file cannot be opened, or a page of it not be drawn.
    """
    try:
        with pymupdf.open(stream=pdf.read_bytes(), filetype="pdf") as document:
            if document.needs_pass:
                password_of(pdf, lambda password: document.authenticate(password) != 0)
            yield document
    except (pymupdf.mupdf.FzErrorBase, pymupdf.FileDataError) as error:
        raise Refusal(
            pdf,
            f"filen kan ikke tegnes ({error}).",
            expected="den filen som tabellene er laget av.",
            advice="kjør «dvc repro», og se at filen lar seg åpne i en PDF-leser.",
        ) from error


def pictures(
    pdf: Path,
    places: Sequence[Place],
    covered: Mapping[int, Sequence[Box]] = NOTHING,
    zoom: float = ZOOM,
) -> list[Picture]:
    """One picture for each place, in order; a repeated place is drawn once.

    `covered` has the boxes of words that are not to be seen, by page; `zoom` is pixels for each
    point.
    """
    distinct = list(dict.fromkeys(places))
    with opened(pdf) as document:
        page_of = cache(lambda number: document[number - 1].get_displaylist(annots=False))

        def cut(position: int) -> Picture:
            place = distinct[position]
            hidden = covered.get(place.page, ())
            return picture_of(
                page_of(place.page), place.clip, place.marks, place.frames, hidden, zoom
            )

        cuts = read_by_two(cut, range(len(distinct)), Picture)
        cut_out: dict[Place, Picture] = {}
        for place in distinct:
            reached(pdf, place.page)
            cut_out[place] = next(cuts)
    return [cut_out[place] for place in places]


def page_picture(
    pdf: Path, marked: Sequence[Box], framed: Sequence[Box] = (), covered: Iterable[Box] = ()
) -> Picture:
    """The strip of a page that holds all these boxes, which are on one page; `framed` get a frame.

    The words in the boxes of `covered`, of whatever page, are not to be seen.

    Reads only the PDF, for callers that do not have the extracted words.
    """
    boxes = [*marked, *framed]
    number = boxes[0].page
    reached(pdf, number)
    with opened(pdf) as document:
        page = document[number - 1]
        words = [Span(number, *word[:4]) for word in page.get_text("words")]
        top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        whole = Span(number, *page.rect)
        clip = strip_of(whole, printed_on(whole, words), top, bottom)
        hidden = [box for box in covered if box.page == number]
        return picture_of(page.get_displaylist(annots=False), clip, boxes, framed, hidden)


def picture_of(
    page: Any,
    clip: Box,
    marks: Iterable[Box],
    frames: Iterable[Box],
    covered: Iterable[Box] = (),
    zoom: float = ZOOM,
) -> Picture:
    """The part `clip` of a page (or its display list), with boxes marked and framed.

    Those of `covered` are painted over: what lies there may be covered by an annotation, and these
    are not drawn.
    """
    raster = page.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom),
        clip=pymupdf.Rect(clip.x0, clip.top, clip.x1, clip.bottom),
        colorspace=pymupdf.csRGB,
    )
    drawn = Image.frombytes("RGB", (raster.width, raster.height), raster.samples)
    brush = ImageDraw.Draw(drawn)
    for box in covered:
        x0, top, x1, bottom = _pixels(box, raster, zoom, 0)
        rim = RIM * (bottom - top)
        brush.rectangle((x0, top + rim, x1, bottom - rim), fill="black")
    image, colours = _few_colours(drawn)
    highlit = Image.new("L", image.size)
    highlighter = ImageDraw.Draw(highlit)
    for box in marks:
        highlighter.rectangle(_pixels(box, raster, zoom, 2), fill=len(colours))
    image = ImageChops.add(image, highlit)
    pen = ImageDraw.Draw(image)
    for box in frames:
        pen.rectangle(_pixels(box, raster, zoom, 4), outline=2 * len(colours), width=3)
    marked = [[part * mark // 255 for part, mark in zip(rgb, MARK, strict=True)] for rgb in colours]
    image.putpalette(list(chain.from_iterable([*colours, *marked, FRAME])))
    content = io.BytesIO()
    # At the highest level the file is 5 per cent smaller and takes ten times as long.
    image.save(content, "PNG", compress_level=4)
    return Picture(content.getvalue(), image.width, image.height)


def _few_colours(image: Image.Image) -> tuple[Image.Image, list[list[int]]]:
    """Each pixel's colour number, from 0, and the colours as (red, green, blue).

    Most pages are black on white; their greys are the same in every picture.
    """
    red, green, blue = image.split()
    if all(ImageChops.difference(red, other).getbbox() is None for other in (green, blue)):
        greys = [round(number * 255 / (GREYS - 1)) for number in range(GREYS)]
        return red.point(_NEAREST), [[grey] * 3 for grey in greys]
    reduced = image.quantize(COLOURS, dither=Image.Dither.NONE)
    palette = reduced.getpalette() or []
    numbers = Image.frombytes("L", reduced.size, reduced.tobytes())
    return numbers, [palette[first : first + 3] for first in range(0, len(palette), 3)]


def _pixels(
    box: Box, raster: pymupdf.Pixmap, zoom: float, margin: int
) -> tuple[float, float, float, float]:
    """A box in the picture's pixels, `margin` larger on each side."""
    return (
        box.x0 * zoom - raster.x - margin,
        box.top * zoom - raster.y - margin,
        box.x1 * zoom - raster.x + margin,
        box.bottom * zoom - raster.y + margin,
    )
