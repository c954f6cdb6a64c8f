"""The objects that a page is made of: is all there that the file says there is?"""

from __future__ import annotations

from typing import Any

import pymupdf

LETTER = (612.0, 792.0)  # what MuPDF shows where a page's boxes leave nothing


def lacks_content(page: Any) -> bool:
    """Whether the page, or content that it refers to, is not in the file.

    MuPDF and PDFium show such a page blank, and say nothing. A page that is meant to be blank may
    have no content, but no fonts to set it in either.
    """
    page_object = pymupdf._as_pdf_page(page).obj()
    content = page_object.pdf_dict_gets("Contents")
    if not content.m_internal:
        fonts = page_object.pdf_dict_gets("Resources").pdf_dict_gets("Font")
        is_page = page_object.pdf_dict_gets("Type").pdf_to_name() == "Page"
        return not is_page or fonts.pdf_dict_len() > 0
    if content.pdf_is_array():
        parts = [content.pdf_array_get(index) for index in range(content.pdf_array_len())]
    else:
        parts = [content]
    return not all(part.pdf_is_stream() for part in parts)


def shows_other_than_its_box(page: Any) -> bool:
    """Whether the part of the page that is to be shown lies outside it, or is empty.

    Other programs show the whole page then.
    """
    size = page.rect.width, page.rect.height
    if size != LETTER:
        return False
    box = page.cropbox & page.mediabox
    return bool(box.is_empty or abs(box.width - size[0]) > 1)
