"""The objects that a page is made of: is all there that the file says there is?"""

from __future__ import annotations

from typing import Any

import pymupdf


def lacks_content(page: Any) -> bool:
    """Whether the page, or content that it refers to, is not in the file.

    MuPDF and PDFium show such a page blank, and say nothing.
    """
    page_object = pymupdf._as_pdf_page(page).obj()
    content = page_object.pdf_dict_gets("Contents")
    if not content.m_internal:
        return bool(page_object.pdf_dict_gets("Type").pdf_to_name() != "Page")
    if content.pdf_is_array():
        parts = [content.pdf_array_get(index) for index in range(content.pdf_array_len())]
    else:
        parts = [content]
    return not all(part.pdf_is_stream() for part in parts)
