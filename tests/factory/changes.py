"""Reports with one page changed, as people hand them in: a page more, or one that is not as it was.

Each change takes an open document and the position (from 0) at which it inserts a page, or of the
page that it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf

Change = Callable[[Any, int], None]
LETTER = (
    "Vi viser til tidligere kontakt om saken og oversender med dette materialet som avtalt. "
    "Departementet ber om at merknader sendes innen fristen, og om en samlet tilbakemelding. "
) * 8
A4, LYING = (595, 842), (842, 595)


def a_blank_page(document: Any, position: int) -> None:
    document.new_page(position, *A4)


def a_picture(document: Any, position: int) -> None:
    """A page that is scanned: a picture that fills it, and nothing else."""
    page = document.new_page(position, *A4)
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 60, 80))
    picture.clear_with(200)
    page.insert_image(page.rect + pymupdf.Rect(30, 30, -30, -60), pixmap=picture)


def a_letter(document: Any, position: int) -> None:
    """A cover letter with wider lines and in other type than the report."""
    page = document.new_page(position, *A4)
    for row, text in enumerate(("Justis- og beredskapsdepartementet", "0030 Oslo", "Oversendelse")):
        page.insert_text((40, 60 + 15 * row), text, fontname="helv", fontsize=11)
    page.insert_textbox((40, 130, 565, 600), LETTER, fontname="helv", fontsize=11, lineheight=1.2)


def a_lying_page(document: Any, position: int) -> None:
    """Text from side to side of a landscape page."""
    page = document.new_page(position, *LYING)
    page.insert_textbox((60, 80, 790, 500), LETTER, fontname="tiro", fontsize=12, lineheight=1.2)


def a_lying_table(document: Any, position: int) -> None:
    """Numbered rows in columns that are not the overview's."""
    page = document.new_page(position, *LYING)
    for row in range(12):
        for column, x in enumerate((60, 110, 300, 480, 640)):
            text = LETTER.split()[5 * row + column] if column else str(row + 1)
            page.insert_text((x, 80 + 30 * row), text, fontname="tiro", fontsize=11)
        page.draw_line((55, 60 + 30 * row), (800, 60 + 30 * row))


def rotated(document: Any, position: int) -> None:
    document[position].set_rotation(90)


def cropped(document: Any, position: int) -> None:
    page = document[position]
    page.set_cropbox(page.rect + pymupdf.Rect(20, 20, -20, -20))


def enlarged(document: Any, position: int) -> None:
    """The page as printed on A3."""
    source = pymupdf.open("pdf", document.tobytes())
    width, height = source[position].rect.br * 2**0.5
    document.delete_page(position)
    page = document.new_page(position, width, height)
    page.show_pdf_page(page.rect, source, position)


def scanned(document: Any, position: int) -> None:
    document.delete_page(position)
    a_picture(document, position)


def replaced(document: Any, position: int) -> None:
    document.delete_page(position)
    a_letter(document, position)


INSERTED: tuple[Change, ...] = (a_blank_page, a_picture, a_letter, a_lying_page, a_lying_table)
CHANGED: tuple[Change, ...] = (rotated, cropped, enlarged, scanned, replaced)


def changed(pdf: bytes, change: Change, position: int) -> bytes:
    """The PDF with one page changed, or one inserted."""
    with pymupdf.open("pdf", pdf) as document:
        change(document, position)
        data: bytes = document.tobytes()
    return data
