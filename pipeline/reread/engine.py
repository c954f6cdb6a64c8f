"""The text of every page by PDFium, an engine that shares no code with MuPDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from pipeline.runtime.passwords import password_of
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached
from pipeline.seams.readings import PageText
from pipeline.seams.words import Box, Turn


@contextmanager
def opened(pdf: Path) -> Iterator[tuple[pypdfium2.PdfDocument, str | None]]:
    """The document, and the password that it needed. Raises `Refusal` where it cannot be opened."""
    document, password = _open(pdf, None), None
    if document is None:
        password = password_of(pdf, lambda own: _open(pdf, own) is not None)
        document = _open(pdf, password)
    try:
        yield document, password
    finally:
        document.close()


def _open(pdf: Path, password: str | None) -> Any:
    """The open document; None where the password is not the one."""
    try:
        return pypdfium2.PdfDocument(pdf, password=password)
    except (pypdfium2.PdfiumError, OSError) as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            return None
        raise Refusal(
            pdf,
            f"PDFium, den andre lesemotoren, kan ikke åpne filen ({error}).",
            expected="en PDF som to uavhengige programmer kan lese.",
            advice="hent filen på nytt fra utgiveren.",
        ) from error


def page_texts(
    pdf: Path, document: pypdfium2.PdfDocument, covered: Mapping[int, Sequence[Box]]
) -> Iterator[PageText]:
    """What PDFium reads on each page, but for what lies in the boxes of `covered`, by page.

    Raises `Refusal` where a page cannot be read.
    """
    for index in range(len(document)):
        reached(pdf, index + 1)
        try:
            yield _page_text(document, index, covered.get(index + 1, ()))
        except pypdfium2.PdfiumError as error:
            raise Refusal(
                pdf,
                f"PDFium, den andre lesemotoren, kan ikke lese siden ({error}).",
                expected="en PDF som to uavhengige programmer kan lese.",
                advice="hent filen på nytt fra utgiveren.",
                page=index + 1,
            ) from error


def _page_text(document: pypdfium2.PdfDocument, index: int, covered: Sequence[Box]) -> PageText:
    page = document[index]
    text = page.get_textpage()
    content = text.get_text_range() if not covered else _uncovered(page, text, covered)
    text.close()
    page.close()
    return PageText(index + 1, content)


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
