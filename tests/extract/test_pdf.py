"""What extract reads of a PDF, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from pipeline.extract.__main__ import extract
from pipeline.extract.pdf import open_pdf, read_pages
from pipeline.runtime.refusal import Refusal
from pipeline.seams.words import Page, read_links
from tests.conftest import Run

CYCLIC = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [2 0 R] /Count 3>> endobj
trailer <</Root 1 0 R /Size 3>>
%%EOF
"""


def blank() -> bytes:
    document = pymupdf.open()
    document.new_page()
    return bytes(document.tobytes())


def scanned() -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 40), False)
    picture.clear_with(128)
    page.insert_image(page.rect, pixmap=picture)
    return bytes(document.tobytes())


def locked() -> bytes:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "hemmelig")
    return bytes(
        document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    )


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("zero bytes", lambda: b"", "tom eller ikke en PDF"),
    ("a web page", lambda: b"<html><p>Ikke funnet</p></html>", "ikke en PDF"),
    ("cut off at once", lambda: b"%PDF-1.7\n", "ikke en PDF"),
    ("a page tree that bites its tail", lambda: CYCLIC, "ikke leses|ingen sider"),
    ("a blank page", blank, "ingen av sidene har tekst"),
    ("a scan", scanned, "skannet"),
    ("a password", locked, "låst med passord"),
]


@pytest.mark.parametrize(("what", "content", "message"), REFUSED, ids=[one[0] for one in REFUSED])
def test_refused_by_name(
    tmp_path: Path, what: str, content: Callable[[], bytes], message: str
) -> None:
    pdf = tmp_path / "rapport.pdf"
    pdf.write_bytes(content())
    with pytest.raises(Refusal, match=message) as refusal:
        extract(pdf, tmp_path / "extract")
    assert "rapport.pdf" in str(refusal.value)
    assert "Gjør dette:" in str(refusal.value)
    assert not (tmp_path / "extract").exists()


@pytest.mark.parametrize("box", ["[0 0 1e-30 842]", "[50 50 50.0000001 50.0000001]"])
def test_a_page_without_an_area_is_refused_by_name_or_read(tmp_path: Path, box: str) -> None:
    document = pymupdf.open()
    for _ in range(2):
        two_lines(document.new_page())
    document.xref_set_key(document[1].xref, "CropBox", box)
    document.xref_set_key(document[1].xref, "MediaBox", box)
    pdf = tmp_path / "flat.pdf"
    document.save(pdf)
    try:
        extract(pdf, tmp_path / "extract")
    except Refusal as refusal:
        assert "side 2: siden kan ikke leses" in str(refusal)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"ingen\.pdf"):
        extract(tmp_path / "ingen.pdf", tmp_path / "extract")


def pages_of(tmp_path: Path, draw: Callable[[pymupdf.Page], None], rotation: int = 0) -> Page:
    document = pymupdf.open()
    page = document.new_page(width=400, height=600)
    draw(page)
    page.set_rotation(rotation)
    pdf = tmp_path / "tegnet.pdf"
    document.save(pdf)
    with open_pdf(pdf) as source:
        return next(iter(read_pages(source)))


def two_lines(page: pymupdf.Page) -> None:
    page.insert_text((72, 100), "under", fontname="hebo")  # written first, stands last
    page.insert_text((72, 72), "øverst til")
    page.insert_text((150, 72), "høyre", fontname="heit")


def test_reading_order_is_that_of_the_page_not_of_the_file(tmp_path: Path) -> None:
    page = pages_of(tmp_path, two_lines)
    assert [(w.line, w.text) for w in page.words] == [
        (0, "øverst"), (0, "til"), (0, "høyre"), (1, "under"),
    ]  # fmt: skip
    assert [(w.bold, w.italic) for w in page.words[2:]] == [(False, True), (True, False)]
    assert all(w.x0 < w.x1 and w.top < w.baseline <= w.bottom for w in page.words)


def test_a_word_that_sticks_out_of_the_page_ends_with_it(tmp_path: Path) -> None:
    def too_long(page: pymupdf.Page) -> None:
        page.insert_text((330, 300), "kompetanse" * 3)
        page.insert_text((72, 4), "øverst")

    page = pages_of(tmp_path, too_long)
    assert page.words[0].text == "øverst"
    assert page.words[1].text.startswith("kompetanse")
    assert all(0 <= w.x0 < w.x1 <= 400 and 0 <= w.top < w.bottom <= 600 for w in page.words)
    assert (page.words[0].top, page.words[1].x1) == (0, 400)


def test_a_rotated_page_is_read_upright(tmp_path: Path) -> None:
    def sideways(page: pymupdf.Page) -> None:
        page.insert_text((100, 300), "en to tre", rotate=90)

    page = pages_of(tmp_path, sideways, rotation=90)
    assert (page.width, page.height) == (600, 400)
    assert [w.text for w in page.words] == ["en", "to", "tre"]
    assert len({w.line for w in page.words}) == 1
    assert all(0 <= w.x0 < w.x1 <= 600 and 0 <= w.top < w.bottom <= 400 for w in page.words)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Beløp 10\u202f000 kr og 5\u2009mill.", "Beløp 10 000 kr og 5 mill."),  # narrow spaces
        ("en\u2003to\u3000tre", "en to tre"),  # wide ones
        ("\u05e9\u05dcfra høyre", "\u05e9\u05dcfra høyre"),  # read from the right, and back
    ],
    ids=["narrow", "wide", "direction"],
)
def test_words_stand_where_they_are_printed(tmp_path: Path, html: str, words: str) -> None:
    """MuPDF parts words by rules of its own; were they counted by ours, boxes would shift."""

    def paragraphs(page: pymupdf.Page) -> None:
        page.insert_htmlbox((50, 50, 390, 300), f"<p>{html}</p><p>neste linje</p>")

    page = pages_of(tmp_path, paragraphs)
    first = [word for word in page.words if word.line == 0]
    assert " ".join(word.text for word in first) == words
    assert [word.text for word in page.words if word.line == 1] == ["neste", "linje"]
    assert all(left.x1 <= right.x0 for left, right in pairwise(first))


def test_letters_are_as_high_as_their_type_whatever_the_font_says(tmp_path: Path) -> None:
    def low(page: pymupdf.Page) -> None:
        page.insert_text((72, 72), "lave bokstaver", fontname="helv", fontsize=10)
        document = page.parent
        font, descriptor = page.get_fonts()[0][0], document.get_new_xref()
        document.update_object(
            descriptor,
            "<</Type/FontDescriptor/FontName/Helvetica/Flags 32/FontBBox[-166 -225 1000 931]"
            "/ItalicAngle 0/Ascent 600/Descent -150/CapHeight 600/StemV 80>>",
        )
        document.xref_set_key(font, "FontDescriptor", f"{descriptor} 0 R")

    page = pages_of(tmp_path, low)
    assert [w.bottom - w.top for w in page.words] == pytest.approx([10, 10])


def test_boxes_are_those_that_pymupdf_gives(june_2025: Run) -> None:
    with pymupdf.open(june_2025.pdf) as document:
        for page, own in zip(document, june_2025.tables.pages, strict=True):
            boxes = {tuple(word[:4]) for word in page.get_text("words")}
            lone = [(w.x0, w.top, w.x1, w.bottom) for w in own.words if not w.raised]
            assert sum(box not in boxes for box in lone) <= 0.02 * len(
                lone
            )  # joined where set apart


def test_ruling_lines(tmp_path: Path) -> None:
    """The edges of an area in colour are such, too."""

    def ruled(page: pymupdf.Page) -> None:
        page.insert_text((72, 72), "x")
        page.draw_line((50, 200), (350, 200), width=0.5)
        page.draw_line((100, 210), (100, 400), width=0.5)
        page.draw_rect(pymupdf.Rect(50, 450, 350, 500), color=None, fill=(0.9, 0.9, 0.9))

    page = pages_of(tmp_path, ruled)
    assert [(rule.horizontal, round(rule.x0), round(rule.top)) for rule in page.rules] == [
        (True, 50, 200), (False, 100, 210),
        (True, 50, 450), (False, 50, 450), (False, 350, 450), (True, 50, 500),
    ]  # fmt: skip


def test_a_raised_mark_is_a_word_of_its_own(tmp_path: Path) -> None:
    def footnoted(page: pymupdf.Page) -> None:
        page.insert_htmlbox(
            pymupdf.Rect(50, 50, 350, 200),
            "<p style='font-size:14px'>rapporten<sup>1</sup> kom</p>",
        )

    page = pages_of(tmp_path, footnoted)
    assert [(w.text, w.raised) for w in page.words] == [
        ("rapporten", False), ("1", True), ("kom", False),
    ]  # fmt: skip
    assert {w.line for w in page.words} == {0}


def test_words_of_two_cells_that_touch_half_a_line_apart_are_no_mark(tmp_path: Path) -> None:
    """MuPDF takes the higher ones for raised, and joins the cells' words."""

    def touching(page: pymupdf.Page) -> None:
        page.insert_text((50, 100), "Gjennomført", fontsize=11)
        right = 50 + pymupdf.get_text_length("Gjennomført", fontsize=11)
        page.insert_text((right, 93.5), "Delvis", fontsize=11)

    page = pages_of(tmp_path, touching)
    assert [(w.text, w.raised, round(w.baseline, 1)) for w in page.words] == [
        ("Delvis", False, 93.5), ("Gjennomført", False, 100.0),
    ]  # fmt: skip


def test_words_of_the_real_report(june_2025: Run) -> None:
    """Every character that stands on the pages by PyMuPDF's own word list, and no more."""
    with pymupdf.open(june_2025.pdf) as document:
        for page in june_2025.tables.pages:
            own = sorted("".join(word[4] for word in document[page.number - 1].get_text("words")))
            assert sorted("".join(word.text for word in page.words)) == own


def test_link_addresses_are_as_in_the_file(june_2025: Run) -> None:
    urls = {link.url for link in read_links(june_2025.tables.folders.extract)}
    # PyMuPDF's get_links would present both as launch links, and change them.
    assert any(url.startswith("file:///C:/Users/") for url in urls)
    assert (
        "Kartlegging%20av%20det%20medisinske%20og%20psykososiale…%20|%20Menon%20Economics" in urls
    )
