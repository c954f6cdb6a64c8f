"""Hyperlinks in every form that PDF allows, and in forms that it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from pipeline.extract.pdf import open_pdf, read_pages
from pipeline.runtime.printable import LONGEST_ADDRESS
from pipeline.seams.words import Link

URL = "https://www.regjeringen.no/rapport"
RECT = "[72 700 172 720]"
Build = Callable[[pymupdf.Document], str]  # the link annotation, in PDF's words


def _hex(text: str, encoding: str, mark: bytes = b"") -> str:
    return f"<{(mark + text.encode(encoding, 'surrogatepass')).hex()}>"


def _utf16(text: str) -> str:
    return _hex(text, "utf-16-be", b"\xfe\xff")


def _object(document: pymupdf.Document, body: str) -> str:
    """A reference to a new object."""
    number = document.get_new_xref()
    document.update_object(number, body)
    return f"{number} 0 R"


def link_with(uri: str) -> Build:
    return lambda _: f"<</Subtype/Link/Rect{RECT}/A<</S/URI/URI {uri}>>>>"


def boxed(rect: str) -> Build:
    return lambda _: f"<</Subtype/Link/Rect {rect}/A<</S/URI/URI({URL})>>>>"


def acting(action: str) -> Build:
    return lambda _: f"<</Subtype/Link/Rect{RECT}{action}>>"


def by_reference(document: pymupdf.Document) -> str:
    """Everything that can be given by reference is, and the corners are the other two."""
    numbers = " ".join(_object(document, number) for number in ("172", "700", "72", "720"))
    action = _object(document, f"<</S {_object(document, '/URI')}/URI {uri(document)}>>")
    rect = _object(document, f"[{numbers}]")
    subtype = _object(document, "/Link")
    return _object(document, f"<</Subtype {subtype}/Rect {rect}/A {action}>>")


def uri(document: pymupdf.Document) -> str:
    return _object(document, f"({URL})")


def links(build: Build, folder: Path) -> list[Link]:
    """The links that are read of a page with one annotation."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((72, 135), "rapporten")
    document.xref_set_key(page.xref, "Annots", f"[{build(document)}]")
    pdf = folder / "lenke.pdf"
    document.save(pdf)
    with open_pdf(pdf) as source:
        return next(iter(read_pages(source))).links


@pytest.mark.parametrize(
    "build",
    [link_with(f"({URL})"), by_reference, link_with(_utf16(URL)), link_with(_hex(URL, "utf-8")),
     link_with(_hex(URL, "utf-8", b"\xef\xbb\xbf")), boxed("[172 720 72 700]"),
     acting(f"/A<</S/GoToR/F<</F({URL})>>>>"), acting(f"/A<</S/Launch/Win<</F({URL})>>>>")],
    ids=["plain", "by reference", "UTF-16", "hexadecimal", "UTF-8", "other corners", "file",
         "Windows"],
)  # fmt: skip
def test_forms_that_are_allowed(build: Build, tmp_path: Path) -> None:
    assert links(build, tmp_path) == [Link(1, 72.0, 122.0, 172.0, 142.0, URL)]


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        (_utf16("https://a.no/\ud800"), "https://a.no/%ED%A0%80"),  # half a surrogate pair
        (_utf16("https://a.no/\x1b[31m"), "https://a.no/%1B[31m"),
        ("(https://a.no/\\007)", "https://a.no/%07"),
        (_utf16("https://a.no/\u202egnp.exe"), "https://a.no/%E2%80%AEgnp.exe"),
        (_utf16("https://a.no/\x00b"), "https://a.no/%00b"),
        (_utf16("https://a.no/\uffff"), "https://a.no/%EF%BF%BF"),
        (_utf16("https://a.no/blåbær…|"), "https://a.no/blåbær…|"),  # odd, but it prints
        (f"({'a' * 100_000})", "a" * LONGEST_ADDRESS + "…"),
    ],
    ids=["surrogate", "escape", "bell", "override", "nul", "noncharacter", "letters", "long"],
)  # fmt: skip
def test_addresses_are_safe_to_show(uri: str, url: str, tmp_path: Path) -> None:
    assert [link.url for link in links(link_with(uri), tmp_path)] == [url]


@pytest.mark.parametrize(
    "build",
    [link_with("/Navn"), link_with("null"), link_with("99 0 R"), link_with("(https://a.no/\\000b)"),
     acting("/A<</S/URI>>"), acting("/A 99 0 R"), acting("/A[1 2]"), acting(""),
     acting("/A<</S/Launch/F 7>>")],
    ids=["name", "null", "dangling", "nul", "missing", "no action", "array", "nothing", "number"],
)  # fmt: skip
def test_an_address_that_cannot_be_read_leaves_its_box(build: Build, tmp_path: Path) -> None:
    assert links(build, tmp_path) == [Link(1, 72.0, 122.0, 172.0, 142.0, "")]


@pytest.mark.parametrize(
    "rect", ["[1 2 3]", "[/a /b /c /d]", "null", "99 0 R", "(72 700)", f"[0 0 1{'0' * 60} 9]"]
)
def test_a_box_that_cannot_be_read_leaves_the_address(rect: str, tmp_path: Path) -> None:
    assert links(boxed(rect), tmp_path) == [Link(1, 0.0, 0.0, 0.0, 0.0, URL)]


@pytest.mark.parametrize(
    "build",
    [acting("/Dest[0/Fit]"), acting("/A<</S/GoTo/D[0/Fit]>>"), lambda _: "<</Subtype/Text>>"],
)  # fmt: skip
def test_what_leads_to_no_address_is_no_link(build: Build, tmp_path: Path) -> None:
    assert links(build, tmp_path) == []
