"""The hyperlinks of a page, read from its annotations object by object.

PyMuPDF's own `get_links` presents `file:///…` and addresses without a scheme as launch links and
changes them, and has run for over a minute on a hostile page. A PDF may give every part of a link
by reference, and MuPDF's access to objects follows references.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pymupdf
from pymupdf import mupdf

from pipeline.runtime.printable import printable_address
from pipeline.seams.words import Box, Link, Turn

# Where an action may have its address; the first are those of today, the last of old Windows files.
ADDRESSES = (("URI",), ("F", "UF"), ("F", "F"), ("F",), ("Win", "F"))
ELSEWHERE = ("GoTo", "Named", "Thread", "JavaScript")  # actions that lead to no address
FARTHEST = 1e6  # points: what lies beyond is no place on a page
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def links_of(page: Any, number: int, turn: Turn) -> list[Link]:
    """The boxes of the page's links to other documents, from the top.

    One whose address cannot be read has an empty one, and one whose box cannot be read an empty
    box at the page's corner: neither is left out, and nothing raises.
    """
    links: list[Link] = []
    for annotation in _link_annotations(page):
        url = _address(annotation)
        if url is not None:
            box = _box(annotation, page.transformation_matrix, turn)
            links.append(Link(number, *box, url))
    return sorted(links, key=lambda link: (link.top, link.x0))


def _link_annotations(page: Any) -> Iterator[Any]:
    annotations = pymupdf._as_pdf_page(page).obj().pdf_dict_gets("Annots")
    for index in range(annotations.pdf_array_len()):
        annotation = annotations.pdf_array_get(index)
        if annotation.pdf_dict_gets("Subtype").pdf_to_name() == "Link":
            yield annotation


def _address(annotation: Any) -> str | None:
    """Where the link leads; empty where that cannot be read, None for a place in the document."""
    action = annotation.pdf_dict_gets("A")
    if not action.pdf_is_dict():
        has_place = bool(annotation.pdf_dict_gets("Dest").m_internal) and not action.m_internal
        return None if has_place else ""
    if action.pdf_dict_gets("S").pdf_to_name() in ELSEWHERE:
        return None
    for keys in ADDRESSES:
        value = action
        for key in keys:
            value = value.pdf_dict_gets(key)
        if value.pdf_is_string():
            return printable_address(_text(value))
    return ""


def _text(string: Any) -> str:
    """What a string of the PDF says; empty where MuPDF cuts it short, which it does at a NUL.

    Half a surrogate pair comes from MuPDF in three bytes that are no UTF-8.
    """
    text: str = string.pdf_to_text_string()
    text = text.encode(errors="surrogateescape").decode(errors="surrogatepass")
    raw, length = mupdf.pdf_to_string(string)  # the raw bytes, too, end at a NUL
    mark = raw[:3].encode(errors="surrogateescape")[:3]
    if mark[:2] in (b"\xfe\xff", b"\xff\xfe"):
        whole = 2 + len(text.encode("utf-16-be", "surrogatepass")) == length
    else:  # UTF-8, with a mark or without, or PDFDocEncoding, which has one byte for each character
        unmarked = length - 3 * mark.startswith(b"\xef\xbb\xbf")
        whole = unmarked in (len(text.encode(errors="surrogatepass")), len(text))
    return text if whole else ""


def _box(annotation: Any, frame: Any, turn: Turn) -> Box:
    """The link's rectangle on the page as it is shown; NOWHERE for what is none."""
    corners = annotation.pdf_dict_gets("Rect")
    parts = [corners.pdf_array_get(index) for index in range(corners.pdf_array_len())]
    if len(parts) != 4 or not all(part.pdf_is_number() for part in parts):
        return NOWHERE
    numbers = [mupdf.pdf_to_real(part) for part in parts]
    if not all(abs(part) < FARTHEST for part in numbers):
        return NOWHERE
    return turn.box(tuple((pymupdf.Rect(numbers).normalize() * frame).normalize()))
