"""The text of every page by PDFium, an engine that shares no code with MuPDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from pipeline.readings import PageText
from pipeline.refusal import Refusal


def page_texts(pdf: Path) -> list[PageText]:
    """What PDFium reads on each page. Raises `Refusal` where it cannot open the file."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise Refusal(
            pdf,
            f"PDFium, den andre lesemotoren, kan ikke åpne filen ({error}).",
            expected="en PDF som to uavhengige programmer kan lese.",
            advice="hent filen på nytt fra utgiveren.",
        ) from error
    try:
        return [_page_text(document, index) for index in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, index: int) -> PageText:
    page = document[index]
    text = page.get_textpage()
    content = text.get_text_range()
    text.close()
    page.close()
    return PageText(index + 1, content)
