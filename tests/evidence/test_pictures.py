"""Pictures cut from a page: what is marked and framed is seen, and what has a colour keeps it."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pymupdf
import pytest
from PIL import Image

from pipeline.evidence.pictures import FRAME, MARK, ZOOM, picture_of
from pipeline.seams.entries import Span

CLIP = Span(1, 50, 50, 350, 150)
GREEN = (40, 160, 60)


def page_with(*, colour: tuple[int, int, int] | None) -> pymupdf.Page:
    """A page with a black square, a line of text and, if wanted, a square of another colour."""
    page = pymupdf.open().new_page(width=400, height=200)
    page.insert_text((60, 80), "Tiltak 4: Gjennomført", fontsize=14)
    page.draw_rect((60, 100, 100, 140), color=None, fill=(0, 0, 0))
    if colour is not None:
        page.draw_rect((200, 100, 240, 140), color=None, fill=[own / 255 for own in colour])
    return page


def cut(page: pymupdf.Page, marks: Iterable[Span] = (), frames: Iterable[Span] = ()) -> Image.Image:
    picture = picture_of(page.get_displaylist(), CLIP, marks, frames)
    image = Image.open(io.BytesIO(picture.content))
    assert image.format == "PNG"
    assert image.size == (picture.width, picture.height) == (600, 200)
    return image.convert("RGB")


def at(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour of a place on the page, in PDF points."""
    colour = image.getpixel((int((x - CLIP.x0) * ZOOM), int((y - CLIP.top) * ZOOM)))
    assert isinstance(colour, tuple)
    return colour


@pytest.mark.parametrize("colour", [None, GREEN], ids=["black on white", "with a colour"])
def test_marks_lie_under_what_is_printed(colour: tuple[int, int, int] | None) -> None:
    image = cut(page_with(colour=colour), marks=[Span(1, 55, 95, 150, 145)])
    assert at(image, 80, 120) == (0, 0, 0)  # what is dark stays dark
    assert at(image, 130, 120) == MARK
    assert at(image, 170, 120) == (255, 255, 255)


@pytest.mark.parametrize("colour", [None, GREEN], ids=["black on white", "with a colour"])
def test_frames_lie_over_it(colour: tuple[int, int, int] | None) -> None:
    image = cut(page_with(colour=colour), frames=[Span(1, 100, 90, 150, 130)])
    assert at(image, 98.5, 110) == FRAME
    assert at(image, 130, 110) == (255, 255, 255)


def test_a_colour_is_kept_also_where_it_is_marked() -> None:
    page = page_with(colour=GREEN)
    plain, marked = cut(page), cut(page, marks=[Span(1, 190, 95, 250, 145)])
    assert at(plain, 220, 120) == pytest.approx(GREEN, abs=6)
    assert at(marked, 220, 120) == pytest.approx((40, 148, 35), abs=6)


def test_letters_are_smooth() -> None:
    image = cut(page_with(colour=None)).crop((0, 0, 400, 80))
    greys = {colour for _, colour in image.getcolors() or []}
    assert len(greys) == 7
    assert {(0, 0, 0), (255, 255, 255)} < greys


def test_it_is_an_address_that_a_page_can_hold() -> None:
    picture = picture_of(page_with(colour=None).get_displaylist(), CLIP, [], [])
    assert picture.source.startswith("data:image/png;base64,iVBOR")


@pytest.mark.parametrize("colour", [None, GREEN], ids=["black on white", "with a colour"])
def test_covered_words_are_painted_over(colour: tuple[int, int, int] | None) -> None:
    """An annotation may cover them, and pictures are drawn without these."""
    page = page_with(colour=colour)
    words = Span(1, 60, 64, 220, 86)
    picture = picture_of(page.get_displaylist(), CLIP, [words], [], [words])
    image = Image.open(io.BytesIO(picture.content)).convert("RGB")
    assert {at(image, x, y) for x in range(62, 218, 4) for y in range(68, 84)} == {(0, 0, 0)}
    assert at(image, 230, 75) == (255, 255, 255)
