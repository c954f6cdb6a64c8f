"""Text that a page shows in a picture, or as curves: whether it is seen that it is not read."""

from __future__ import annotations

import random
from pathlib import Path

import pymupdf
import pytest

from tests.factory.drawn import PROSE, Draw, lines, printed, read, text

WHITE, NAVY = (1, 1, 1), (0, 0, 0.4)
PLACE = pymupdf.Rect(50, 400, 550, 560)


def some_page(draw: Draw) -> pymupdf.Page:
    page = pymupdf.open().new_page(width=595, height=842)
    draw(page)
    return page


def pasted(page: pymupdf.Page, source: pymupdf.Page, clip: pymupdf.Rect, **how: object) -> None:
    """What stands in a part of another page, as a picture."""
    lines(page)
    pixels = source.get_pixmap(dpi=how.pop("dpi", 130), clip=clip)
    page.insert_image(PLACE, stream=pixels.tobytes(how.pop("as_", "png")), **how)


UPPER = pymupdf.Rect(40, 60, 560, 220)


def scan(page: pymupdf.Page) -> None:
    pasted(page, some_page(lines), UPPER)


def coarse_scan(page: pymupdf.Page) -> None:
    pasted(page, some_page(lines), UPPER, dpi=80, as_="jpg")


def scan_askew(page: pymupdf.Page) -> None:
    def askew(source: pymupdf.Page) -> None:
        source.show_pdf_page(source.rect, some_page(lines).parent, 0, rotate=1)

    pasted(page, some_page(askew), UPPER)


def table_in_a_picture(page: pymupdf.Page) -> None:
    def table(source: pymupdf.Page) -> None:
        for row in range(8):
            y = 80 + 18 * row
            text(source, 50, y, str(row + 1))
            text(source, 80, y, PROSE[: 40 + row])
            text(source, 400, y, "JD")
            text(source, 450, y, "Under arbeid")
            for x in (45, 75, 390, 445, 540):
                source.draw_line((x, y - 14), (x, y + 4))
            source.draw_line((45, y + 4), (540, y + 4))

    pasted(page, some_page(table), UPPER)


def white_on_dark(page: pymupdf.Page) -> None:
    def dark(source: pymupdf.Page) -> None:
        source.draw_rect(source.rect, fill=NAVY)
        for row in range(8):
            text(source, 72, 80 + 16 * row, PROSE[: 60 + row], color=WHITE)

    pasted(page, some_page(dark), UPPER)


def curves(page: pymupdf.Page) -> None:
    """As a printer's programs make letters into shapes, so that no font is needed."""
    lines(page)
    svg = some_page(lines).get_svg_image(text_as_path=True)
    with pymupdf.open(stream=svg.encode(), filetype="svg") as drawn:
        shapes = pymupdf.open("pdf", drawn.convert_to_pdf())
    page.show_pdf_page(PLACE, shapes, 0, clip=UPPER)


def scan_with_words_behind(page: pymupdf.Page) -> None:
    """Text recognition of a picture on a page that is text for the rest."""
    scan(page)
    for row in range(4):
        text(page, 82, 430 + 15 * row, PROSE, render_mode=3)


@pytest.mark.parametrize(
    "draw",
    [
        scan, coarse_scan, scan_askew, table_in_a_picture, white_on_dark, curves,
        scan_with_words_behind,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_lines_that_are_not_text_are_seen(tmp_path: Path, draw: Draw) -> None:
    [page], _ = read(tmp_path, draw)
    [plain], _ = read(tmp_path, lines)
    assert page.pictured
    assert printed(page) == printed(plain)


def photograph(page: pymupdf.Page) -> None:
    lines(page)
    chance = random.Random(1)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 120, 40), False)
    for x in range(120):
        for y in range(40):
            pixels.set_pixel(
                x, y, (x + chance.randrange(60), y * 3 + chance.randrange(60), x * y % 255)
            )
    page.insert_image(PLACE, pixmap=pixels)


def bar_chart(page: pymupdf.Page) -> None:
    def chart(source: pymupdf.Page) -> None:
        for row, name in enumerate(("Utdanning", "Helse", "Justis", "Samordning", "Arbeid")):
            text(source, 60, 90 + 24 * row, name)
            source.draw_rect(
                pymupdf.Rect(150, 80 + 24 * row, 250 + 40 * row, 94 + 24 * row), fill=NAVY
            )
        for tick in range(5):
            text(source, 150 + 60 * tick, 216, str(10 * tick), fontsize=8)

    pasted(page, some_page(chart), UPPER)


def drawn_chart(page: pymupdf.Page) -> None:
    """Many small shapes that are no letters."""
    lines(page)
    for number in range(200):
        page.draw_circle((60 + 2 * number, 450 + 40 * (number % 7) / 7), 2, fill=NAVY)


def letterhead(page: pymupdf.Page) -> None:
    def names(source: pymupdf.Page) -> None:
        text(source, 60, 120, "Justis- og beredskapsdepartementet", fontsize=20)
        text(source, 60, 150, "Norwegian Ministry of Justice")

    pasted(page, some_page(names), UPPER)


def ground_under_the_text(page: pymupdf.Page) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20), False)
    pixels.clear_with(240)
    page.insert_image(page.rect, pixmap=pixels, keep_proportion=False)
    lines(page)


@pytest.mark.parametrize(
    "draw",
    [lines, photograph, bar_chart, drawn_chart, letterhead, ground_under_the_text],
    ids=lambda draw: draw.__name__,
)
def test_a_picture_of_something_else_is_none_of_text(tmp_path: Path, draw: Draw) -> None:
    [page], _ = read(tmp_path, draw)
    assert not page.pictured


def test_a_page_that_text_recognition_has_read_lacks_nothing(tmp_path: Path) -> None:
    def recognised(page: pymupdf.Page) -> None:
        lines(page)
        page.insert_image(page.rect, pixmap=page.get_pixmap(dpi=100))

    [page], _ = read(tmp_path, recognised)
    assert page.unseen
    assert not page.pictured
