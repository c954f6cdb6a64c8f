"""The text of every page by PDFium, an engine that shares no code with MuPDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from pipeline.reread.attempt import attempt
from pipeline.runtime.passwords import password_of
from pipeline.runtime.printable import printable
from pipeline.runtime.sandbox import reached
from pipeline.seams.readings import NotReread, PageText
from pipeline.seams.words import Box, Turn


def password_for(content: bytes, pdf: Path) -> str | None:
    """The password that `pdf` needs, None for none. Raises `Refusal` where none is given."""
    if not _is_locked(content, None):
        return None
    return password_of(pdf, lambda password: not _is_locked(content, password))


def _is_locked(content: bytes, password: str | None) -> bool:
    try:
        pypdfium2.PdfDocument(content, password=password).close()
    except pypdfium2.PdfiumError as error:
        return bool(error.err_code == FPDF_ERR_PASSWORD)
    return False


def page_texts(
    content: bytes,
    pdf: Path,
    pages: int,
    covered: Mapping[int, Sequence[Box]],
    password: str | None = None,
) -> Iterator[PageText | NotReread]:
    """What PDFium reads on each page of `pdf`, whose content is given, or that it cannot.

    What lies in the boxes of `covered`, by page, is left out. Where PDFium does not find as many
    `pages` as the first engine, no page is known to be the same.
    """
    document = attempt(lambda: pypdfium2.PdfDocument(content, password=password))
    if document is None:
        yield from (NotReread(number, "pdfium") for number in range(1, pages + 1))
        return
    with closing(document):
        same = len(document) == pages
        for number in range(1, pages + 1):
            reached(pdf, number)
            text = _page_text(document, number, covered.get(number, ())) if same else None
            yield NotReread(number, "pdfium") if text is None else PageText(number, text)


def _page_text(document: pypdfium2.PdfDocument, number: int, covered: Sequence[Box]) -> str | None:
    def read() -> str:
        page = document[number - 1]
        text = page.get_textpage()
        content = text.get_text_bounded() if not covered else _uncovered(page, text, covered)
        text.close()
        page.close()
        return printable(content)

    return attempt(read)


def _uncovered(page: pypdfium2.PdfPage, text: Any, covered: Sequence[Box]) -> str:
    """The page's letters but for those whose middle lies in one of the boxes."""
    width, height = page.get_size()
    unturned = Turn(-page.get_rotation() // 90 % 4, width, height)
    left, _, _, top = page.get_cropbox()
    boxes = [unturned.box(box) for box in covered]
    letters: list[str] = []
    for position in range(text.count_chars()):
        x0, y0, x1, y1 = text.get_charbox(position)
        x, y = (x0 + x1) / 2 - left, top - (y0 + y1) / 2
        letter = text.get_text_range(position, 1)
        if letter.isspace() or not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes):
            letters.append(letter)
    return "".join(letters)
