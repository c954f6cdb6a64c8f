"""What is read is what is seen: text that a reader does not see, or not as the report's."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pymupdf
import pytest

from pipeline.extract.__main__ import extract
from pipeline.seams.words import COVERED, covered_boxes, read_kept, read_pages
from tests.factory.drawn import PROSE, Draw, lines, printed, read, text

BLACK, WHITE, GREY, YELLOW, NAVY = (0, 0, 0), (1, 1, 1), (0.85, 0.85, 0.85), (1, 1, 0), (0, 0, 0.4)


def picture(page: pymupdf.Page, rect: pymupdf.Rect, value: int = 255, alpha: int = 255) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 20, 20), alpha < 255)
    pixels.clear_with(value)
    if alpha < 255:
        pixels.set_alpha(bytes([alpha]) * 400)
    page.insert_image(rect, pixmap=pixels)


STATUS = pymupdf.Rect(108, 84, 190, 100)  # where «Under arbeid» stands


def black_box(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_rect(STATUS, color=BLACK, fill=BLACK)


def white_picture(page: pymupdf.Page) -> None:
    lines(page)
    picture(page, STATUS)


def photograph(page: pymupdf.Page) -> None:
    lines(page)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 10), False)
    for x in range(40):
        for y in range(10):
            pixels.set_pixel(x, y, (x * 6, y * 25, (x * y) % 255))
    page.insert_image(STATUS, pixmap=pixels, keep_proportion=False)


def box_with_a_label(page: pymupdf.Page) -> None:
    black_box(page)
    text(page, 112, 96, "UNNTATT", color=WHITE)


def broad_pen(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_line((108, 92), (190, 92), color=BLACK, width=16)


def filled_square(page: pymupdf.Page) -> None:
    lines(page)
    note = page.add_rect_annot(STATUS)
    note.set_colors(stroke=NAVY, fill=NAVY)
    note.update()


def note_on_a_ground(page: pymupdf.Page) -> None:
    lines(page)
    page.add_freetext_annot(STATUS, "", fill_color=YELLOW)


def field_on_a_ground(page: pymupdf.Page) -> None:
    lines(page)
    field = pymupdf.Widget()
    field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "felt"
    field.rect, field.fill_color = STATUS, WHITE
    page.add_widget(field)


def redaction_not_applied(page: pymupdf.Page) -> None:
    lines(page)
    page.add_redact_annot(STATUS)


def box_over_half_a_word(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_rect(pymupdf.Rect(148, 84, 190, 100), color=BLACK, fill=BLACK)


@pytest.mark.parametrize(
    "draw",
    [
        black_box, white_picture, photograph, box_with_a_label, broad_pen, filled_square,
        note_on_a_ground, field_on_a_ground, redaction_not_applied,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_what_lies_under_something_is_never_handed_on(tmp_path: Path, draw: Draw) -> None:
    [page], kept = read(tmp_path, draw)
    assert [(row.kind, row.text) for row in kept] == [("covered", "")]
    assert f"Status: {COVERED}" in printed(page)
    for path in (tmp_path / "extract").iterdir():
        assert b"Under" not in path.read_bytes()
    [box] = covered_boxes(tmp_path / "extract")[1]
    assert STATUS.contains(pymupdf.Rect(box) + pymupdf.Rect(3, 3, -3, -3))


def test_what_a_note_over_words_says_is_not_read_for_them(tmp_path: Path) -> None:
    def written_over(page: pymupdf.Page) -> None:
        lines(page)
        page.add_freetext_annot(STATUS, "Ferdig", fontsize=9, fill_color=WHITE)

    [page], kept = read(tmp_path, written_over)
    assert f"Status: {COVERED}" in printed(page)
    assert {(row.kind, row.text) for row in kept} == {("covered", ""), ("annotation", "")}


def test_a_word_half_covered_is_not_read_by_halves(tmp_path: Path) -> None:
    [page], kept = read(tmp_path, box_over_half_a_word)
    assert f"Status: Under {COVERED}" in printed(page)
    assert [row.kind for row in kept] == ["covered"]


def shading_before(page: pymupdf.Page) -> None:
    page.draw_rect(STATUS, color=None, fill=YELLOW)
    lines(page)


def white_on_dark(page: pymupdf.Page) -> None:
    page.draw_rect(pymupdf.Rect(60, 300, 500, 330), color=None, fill=NAVY)
    lines(page)
    text(page, 72, 320, "Tiltak Ansvarlig Status", color=WHITE)


def highlighted(page: pymupdf.Page) -> None:
    lines(page)
    page.add_highlight_annot(STATUS)


def underlined(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_rect(pymupdf.Rect(108, 98, 190, 99.5), color=None, fill=BLACK)


def outlined(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_rect(STATUS, color=BLACK)


def background_picture(page: pymupdf.Page) -> None:
    picture(page, page.rect, value=240)
    lines(page)


def see_through_picture(page: pymupdf.Page) -> None:
    lines(page)
    picture(page, STATUS, value=200, alpha=60)


def overlined(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_line((108, 87), (190, 87))


def ruled_row(page: pymupdf.Page) -> None:
    """A line of a table that runs close to the words, and one that ends in them."""
    lines(page)
    page.draw_line((60, 99), (500, 99))
    page.draw_line((60, 92), (80, 92))


def light_grey_words(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 320, "Tiltaket er utsatt", color=(0.6, 0.6, 0.6))


@pytest.mark.parametrize(
    "draw",
    [
        lines, shading_before, white_on_dark, highlighted, underlined, outlined,
        overlined, ruled_row, background_picture, see_through_picture, light_grey_words,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_what_a_reader_sees_is_read(tmp_path: Path, draw: Draw) -> None:
    [page], kept = read(tmp_path, draw)
    assert kept == []
    assert "Status: Under arbeid" in printed(page)
    if draw is white_on_dark:
        assert "Tiltak Ansvarlig Status" in printed(page)
    if draw is light_grey_words:
        assert "Tiltaket er utsatt" in printed(page)


def test_what_is_marked_after_it_was_written_is_in_no_box(tmp_path: Path) -> None:
    """A marker's colour lies over a paragraph; a fact box has its ground under the words."""

    def marked(page: pymupdf.Page, overlay: bool = True) -> None:
        lines(page)
        rect = pymupdf.Rect(60, 146, 540, 180)
        page.draw_rect(rect, color=None, fill=YELLOW, fill_opacity=0.4, overlay=overlay)

    marker, ground = read(tmp_path, marked, lambda page: marked(page, overlay=False))[0]
    assert (len(marker.rules), len(ground.rules)) == (0, 4)


SECRET = "Ferdig 1. mai 2025 for 12 millioner kroner"


def white_words(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, color=WHITE)


def nearly_white_words(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, color=(0.97, 0.97, 0.96))


def not_drawn(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, render_mode=3)


def not_drawn_over_what_is(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 108, 96, SECRET, render_mode=3)


def transparent(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, fill_opacity=0, stroke_opacity=0)


def nearly_transparent(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, fill_opacity=0.03)


def dark_on_dark(page: pymupdf.Page) -> None:
    lines(page)
    page.draw_rect(pymupdf.Rect(60, 680, 500, 720), color=None, fill=NAVY)
    text(page, 72, 700, SECRET, color=NAVY)


def tiny(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 72, 700, SECRET, fontsize=0.4)


def aslant(page: pymupdf.Page) -> None:
    lines(page)
    point = pymupdf.Point(150, 600)
    how = pymupdf.Matrix(45)
    page.insert_text(point, SECRET, fontsize=20, color=GREY, morph=(point, how))


def upwards_in_the_margin(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 30, 700, SECRET, rotate=90)


def comment(page: pymupdf.Page) -> None:
    lines(page)
    page.add_freetext_annot(pymupdf.Rect(200, 84, 500, 100), SECRET)


def form_field(page: pymupdf.Page) -> None:
    lines(page)
    field = pymupdf.Widget()
    field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "felt"
    field.rect, field.field_value = pymupdf.Rect(200, 84, 500, 100), SECRET
    page.add_widget(field)


@pytest.mark.parametrize(
    ("draw", "kind"),
    [
        (white_words, "invisible"),
        (nearly_white_words, "invisible"),
        (not_drawn, "invisible"),
        (not_drawn_over_what_is, "invisible"),
        (transparent, "invisible"),
        (nearly_transparent, "invisible"),
        (dark_on_dark, "invisible"),
        (tiny, "tiny"),
        (aslant, "watermark"),
        (upwards_in_the_margin, "stamp"),
        (comment, "annotation"),
        (form_field, "annotation"),
    ],
    ids=lambda given: given.__name__ if callable(given) else given,
)
def test_what_is_not_the_reports_is_kept_out(tmp_path: Path, draw: Draw, kind: str) -> None:
    [page], kept = read(tmp_path, draw)
    [plain], _ = read(tmp_path, lines)
    assert printed(page) == printed(plain)
    assert {row.kind for row in kept} == {kind}
    assert " ".join(row.text for row in kept) == SECRET


def struck_again(page: pymupdf.Page) -> None:
    lines(page)
    for number in range(12):
        text(page, 72.3, 80.2 + 16 * number, "Status: Under arbeid" if number == 1 else "")
    text(page, 72.3, 80.1, "4. Etablere en struktur", fontname="hebo")


def test_text_that_is_struck_again_is_read_once(tmp_path: Path) -> None:
    [page], kept = read(tmp_path, struck_again)
    [plain], _ = read(tmp_path, lines)
    assert [run.text for run in page.runs] == [run.text for run in plain.runs]
    assert [row.kind for row in kept] == ["overprint"] * 2


def word_by_word(page: pymupdf.Page) -> None:
    lines(page)
    x = 72.0
    for word in PROSE.split():
        for aside in (0, 0.3):
            text(page, x + aside, 400, word)
        x += pymupdf.Font("helv").text_length(word + " ", 11)


def letters_of_words(page: pymupdf.Page) -> None:
    lines(page)
    x = 72.0
    for letter in PROSE:
        for aside in (0, 0.3):
            text(page, x + aside, 400, letter)
        x += pymupdf.Font("helv").text_length(letter, 11)


@pytest.mark.parametrize("draw", [word_by_word, letters_of_words], ids=lambda d: d.__name__)
def test_words_and_letters_that_are_struck_again_are_read_once(tmp_path: Path, draw: Draw) -> None:
    [page], _ = read(tmp_path, draw)
    assert printed(page).endswith(PROSE)


def test_what_is_drawn_decides_over_what_the_file_says_of_it(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    lines(page)
    page.clean_contents()
    [xref] = page.get_contents()
    content = document.xref_stream(xref)
    shown = b"Status: Under arbeid".hex().encode()
    assert shown in content.lower().replace(b" ", b"") or b"Status: Under arbeid" in content
    start = content.rindex(b"BT", 0, _position(content))
    end = content.index(b"ET", start) + 2
    said = b"/Span <</ActualText (Status: Gjennomf\\370rt)>> BDC\n"
    document.update_stream(
        xref, content[:start] + said + content[start:end] + b"\nEMC\n" + content[end:]
    )
    pdf = tmp_path / "sagt.pdf"
    document.save(pdf)
    extract(pdf, tmp_path / "sagt")
    [read_page] = read_pages(tmp_path / "sagt")
    assert "Status: Under arbeid" in printed(read_page)
    assert [row.kind for row in read_kept(tmp_path / "sagt")] == ["actual-text"]


def _position(content: bytes) -> int:
    for form in (b"Status: Under arbeid", b"Status: Under arbeid".hex().encode()):
        if form in content:
            return content.index(form)
    raise AssertionError("the status is not in the page's content")


def test_a_page_that_shows_its_text_sideways_is_read_upright(tmp_path: Path) -> None:
    """Marked as turned, though its text is set as on any other page: a reader turns the page."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    lines(page)
    page.set_rotation(90)
    pdf = tmp_path / "snudd.pdf"
    document.save(pdf)
    extract(pdf, tmp_path / "extract")
    [turned] = read_pages(tmp_path / "extract")
    [plain], _ = read(tmp_path, lines)
    assert [run.text for run in turned.runs] == [run.text for run in plain.runs]
    assert (turned.width, turned.height, turned.turned, turned.landscape) == (595, 842, 1, True)
    first = turned.runs[0]
    shown = turned.frame.shown((first.x0, first.top, first.x1, first.bottom))
    with pymupdf.open(pdf) as opened:
        assert "Etablere" in opened[0].get_textbox(
            pymupdf.Rect(shown) * opened[0].derotation_matrix + pymupdf.Rect(-2, -2, 2, 2)
        )


# --- over all pages ------------------------------------------------------------------------------


def stamped(words: str, x: float, y: float, **how: object) -> Draw:
    """A page that says something of its own, stamped at one place."""

    def draw(page: pymupdf.Page) -> None:
        lines(page, 12 - page.number)
        for number in range(3):
            text(page, 72, 80 + 16 * (12 - page.number + number), f"{page.number} {PROSE}")
        text(page, x, y, words, **how)

    return draw


def test_a_level_watermark_over_most_pages_is_kept_out(tmp_path: Path) -> None:
    pages, kept = read(tmp_path, *[stamped("UTKAST", 120, 260, fontsize=60, color=GREY)] * 5)
    assert {(row.kind, row.text, row.page) for row in kept} == {
        ("watermark", "UTKAST", number) for number in range(1, 6)
    }
    assert all("UTKAST" not in printed(page) for page in pages)


def test_a_stamp_beside_the_lines_of_most_pages_is_kept_out(tmp_path: Path) -> None:
    pages, kept = read(tmp_path, *[stamped("Arkivert 25/1234", 480, 150, fontsize=6)] * 4)
    assert {row.kind for row in kept} == {"stamp"}
    assert all("Arkivert" not in printed(page) for page in pages)


def test_what_stands_on_one_page_only_stays(tmp_path: Path) -> None:
    pages, kept = read(tmp_path, lines, lines, stamped("Arkivert", 480, 150), lines)
    assert kept == []
    assert "Arkivert" in printed(pages[2])


RED = (0.8, 0, 0)


def printed_again(page: pymupdf.Page, words: str, x: float, y: float, **how: object) -> None:
    """Words on a page with text, as a program for stamps adds them: behind all the rest."""
    lines(page)
    text(page, x, y, words, **how)


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("watermark", {"x": 120, "y": 200, "fontsize": 60, "color": GREY}),
        ("watermark", {"x": 200, "y": 149, "fontsize": 12, "color": RED}),  # between two lines
        ("stamp", {"x": 500, "y": 30, "fontsize": 18, "color": RED}),
        ("stamp", {"x": 72, "y": 24, "fontname": "tiro"}),
        ("stamp", {"x": 72, "y": 836, "fontsize": 8}),
        ("stamp", {"x": 300, "y": 96, "fontname": "tiro"}),  # right of the status
        ("stamp", {"x": 8, "y": 96, "fontsize": 6}),
    ],
    ids=lambda given: given if isinstance(given, str) else "-".join(map(str, given.values())),
)
def test_a_stamp_on_one_page_is_kept_out(
    tmp_path: Path, kind: str, where: dict[str, object]
) -> None:
    def stamped_once(page: pymupdf.Page) -> None:
        printed_again(page, "KOPI", **where)

    pages, kept = read(tmp_path, lines, lines, stamped_once, lines, lines)
    assert [(row.kind, row.text, row.page) for row in kept] == [(kind, "KOPI", 3)]
    assert printed(pages[2]) == printed(pages[1])


def test_a_stamp_with_a_frame_hides_nothing(tmp_path: Path) -> None:
    def framed(page: pymupdf.Page) -> None:
        lines(page)
        page.draw_rect(pymupdf.Rect(290, 100, 440, 150), color=RED)
        text(page, 300, 120, "MOTTATT", fontsize=14, color=RED)
        text(page, 300, 140, "12. juni 2025", fontsize=14, color=RED)

    pages, kept = read(tmp_path, lines, framed)
    assert {(row.kind, row.text) for row in kept} == {
        ("watermark", "MOTTATT"), ("watermark", "12. juni 2025")
    }  # fmt: skip
    assert printed(pages[1]) == printed(pages[0])


def first_in_red(page: pymupdf.Page) -> None:
    """A heading of its own type, set where it is read."""
    text(page, 72, 64, "Vedlegg", fontname="tiro", color=RED)
    lines(page)


def last_in_red(page: pymupdf.Page) -> None:
    """Below all that other pages have, which end at different heights."""
    lines(page)
    text(page, 72, 300, "Kilde: SSB", fontname="tiro", color=RED)


def among_others_in_red(page: pymupdf.Page) -> None:
    text(page, 72, 64, "Status: Under arbeid")
    text(page, 200, 64, "Utsatt", fontname="tiro", color=RED)
    lines(page)


def corrected(page: pymupdf.Page) -> None:
    """A word that somebody has taken away and set anew."""
    lines(page)
    page.add_redact_annot(STATUS, fill=False)
    page.apply_redactions()
    text(page, 110, 96, "Ferdig", fontname="tiro")


def corrected_in_a_column(page: pymupdf.Page) -> None:
    lines(page, 4)
    for row in range(6):
        text(page, 72, 160 + 16 * row, f"{row + 1} Styrke tilbudet")
        if row != 2:
            text(page, 400, 160 + 16 * row, "Under arbeid")
    text(page, 400.5, 191, "Ferdig", fontname="tiro")
    text(page, 72, 270, PROSE)


def a_fact_box(page: pymupdf.Page) -> None:
    """More words than a stamp has, drawn last."""
    lines(page)
    for number in range(4):
        text(page, 300, 330 + 14 * number, PROSE[:40], fontname="tiro")


@pytest.mark.parametrize(
    "draw",
    [
        first_in_red, last_in_red, among_others_in_red, corrected, corrected_in_a_column,
        a_fact_box,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_type_of_its_own_is_no_stamp_where_it_stands_in_its_place(
    tmp_path: Path, draw: Draw
) -> None:
    pages = [partial(lines, count=count) for count in (8, 10, 11, 12)]
    _, kept = read(tmp_path, *pages, draw)
    assert kept == []


def test_a_stamp_on_some_pages_is_kept_out_where_it_says_the_same(tmp_path: Path) -> None:
    def stamped_with(words: str) -> Draw:
        return lambda page: printed_again(page, words, 300, 96, fontname="tiro")

    pages = [lines] * 6
    _, kept = read(tmp_path, *pages, stamped_with("KOPI"), stamped_with("KOPI"))
    assert [(row.kind, row.page) for row in kept] == [("stamp", 7), ("stamp", 8)]
    _, kept = read(tmp_path, *pages, stamped_with("Ferdig"), stamped_with("Utsatt"))
    assert kept == []


def test_a_running_head_is_no_watermark(tmp_path: Path) -> None:
    _, kept = read(tmp_path, *[stamped("Statusrapport 2025", 72, 40)] * 5)
    assert kept == []


def numbered(first: int, step: int = 1, x: float = 30) -> Draw:
    def draw(page: pymupdf.Page) -> None:
        lines(page)
        for number in range(12):
            if (first + number) % step == 0:
                text(page, x, 80 + 16 * number, str(first + number), fontsize=8)

    return draw


@pytest.mark.parametrize(
    "pages",
    [
        [numbered(1)] * 4,
        [numbered(1), numbered(13), numbered(25), numbered(37)],
        [numbered(1, x=560)] * 4,
    ],
    ids=["from 1 on each page", "running on", "in the right margin"],
)
def test_line_numbers_are_kept_out(tmp_path: Path, pages: list[Draw]) -> None:
    read_so, kept = read(tmp_path, *pages)
    [plain], _ = read(tmp_path, lines)
    assert {row.kind for row in kept} == {"line-number"}
    assert len(kept) == 48
    assert all(printed(page) == printed(plain) for page in read_so)


def test_every_fifth_line_numbered(tmp_path: Path) -> None:
    def long(first: int) -> Draw:
        def draw(page: pymupdf.Page) -> None:
            lines(page, 45)
            for number in range(45):
                if (first + number) % 5 == 0:
                    text(page, 30, 80 + 16 * number, str(first + number), fontsize=8)

        return draw

    pages, kept = read(tmp_path, *[long(1)] * 4)
    assert {row.kind for row in kept} == {"line-number"}
    assert len(kept) == 4 * 9
    assert all(run.x0 > 60 for page in pages for run in page.runs)


def test_the_numbers_of_a_table_are_no_line_numbers(tmp_path: Path) -> None:
    """One-line rows, numbered at the left edge of everything, on every page."""

    def table(first: int) -> Draw:
        def draw(page: pymupdf.Page) -> None:
            text(page, 72, 64, "Nr. Tiltak")
            for number in range(20):
                text(page, 72, 80 + 16 * number, str(first + number))
                text(page, 110, 80 + 16 * number, PROSE[: 30 + number])

        return draw

    _, kept = read(tmp_path, table(1), table(21), table(41), table(61))
    assert kept == []


def test_what_stands_on_a_layer_that_is_not_shown_is_kept_out(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    lines(page)
    text(page, 72, 700, SECRET, oc=document.add_ocg("skjult", on=False))
    text(page, 72, 730, PROSE, oc=document.add_ocg("vist", on=True))
    pdf = tmp_path / "lag.pdf"
    document.save(pdf)
    extract(pdf, tmp_path / "extract")
    [read_page] = read_pages(tmp_path / "extract")
    assert printed(read_page).endswith(PROSE)
    assert SECRET not in printed(read_page)
    assert [(row.kind, row.text) for row in read_kept(tmp_path / "extract")] == [
        ("invisible", SECRET)
    ]


def test_what_the_pages_box_cuts_off_is_kept_out(tmp_path: Path) -> None:
    def cropped(page: pymupdf.Page) -> None:
        lines(page)
        text(page, 72, 830, SECRET, fontsize=8)
        page.set_cropbox(pymupdf.Rect(0, 0, 595, 810))

    [page], kept = read(tmp_path, cropped)
    [plain], _ = read(tmp_path, lines)
    assert printed(page) == printed(plain)
    assert [(row.kind, row.text) for row in kept] == [("invisible", SECRET)]


def cut_by_the_box(page: pymupdf.Page) -> None:
    lines(page)
    page.set_cropbox(pymupdf.Rect(80, 0, 595, 842))


def cut_by_the_paper(page: pymupdf.Page) -> None:
    lines(page)
    page.set_mediabox(pymupdf.Rect(0, 0, 300, 842))


def cut_at_half_height(page: pymupdf.Page) -> None:
    lines(page)
    page.set_cropbox(pymupdf.Rect(0, 0, 595, 125))


def a_box_beside_the_page(page: pymupdf.Page) -> None:
    lines(page)
    page.parent.xref_set_key(page.xref, "CropBox", "[700 900 1300 1700]")


def an_empty_box(page: pymupdf.Page) -> None:
    lines(page)
    page.parent.xref_set_key(page.xref, "CropBox", "[100 100 100 100]")


def a_larger_box(page: pymupdf.Page) -> None:
    lines(page)
    page.parent.xref_set_key(page.xref, "CropBox", "[-50 -50 700 950]")


def a_line_out_of_the_page(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 500, 400, PROSE)


def a_printers_slug(page: pymupdf.Page) -> None:
    lines(page)
    text(page, 20, 835, "Statusrapport_trykk.indd 3 12.06.2025 14:33", fontsize=6)
    page.set_cropbox(pymupdf.Rect(10, 10, 585, 820))


@pytest.mark.parametrize(
    ("draw", "is_cut"),
    [
        (cut_by_the_box, True),
        (cut_by_the_paper, True),
        (cut_at_half_height, True),
        (a_box_beside_the_page, True),
        (an_empty_box, True),
        (a_larger_box, False),
        (a_line_out_of_the_page, False),
        (a_printers_slug, False),
    ],
    ids=lambda given: given.__name__ if callable(given) else None,
)
def test_a_page_whose_words_its_edge_cuts_is_not_whole(
    tmp_path: Path, draw: Draw, is_cut: bool
) -> None:
    pages, _ = read(tmp_path, draw, lines)
    assert [page.damaged for page in pages] == [is_cut, False]


def test_a_page_is_cut_whose_letters_alone_are(tmp_path: Path) -> None:
    """Without a line that lies all outside."""

    def one_line(page: pymupdf.Page) -> None:
        text(page, 72, 80, PROSE)
        page.set_cropbox(pymupdf.Rect(0, 0, 595, 77))

    [page], _ = read(tmp_path, one_line)
    assert page.damaged


def scanned_over_its_text(page: pymupdf.Page) -> None:
    """As some scanners' programs do: the words are drawn, and the picture of the page over them."""
    lines(page)
    picture_of_it = page.get_pixmap(dpi=72)
    page.insert_image(page.rect, pixmap=picture_of_it)


def white_over_the_whole_page(page: pymupdf.Page) -> None:
    lines(page)
    picture(page, page.rect)


def test_the_words_behind_a_picture_of_the_page_are_read(tmp_path: Path) -> None:
    [page], kept = read(tmp_path, scanned_over_its_text)
    assert "Status: Under arbeid" in printed(page)
    assert kept == []
    assert page.unseen > 100


def test_the_words_under_a_blank_picture_are_not(tmp_path: Path) -> None:
    pages, kept = read(tmp_path, white_over_the_whole_page, lines)
    assert set(printed(pages[0]).split()) == {COVERED}
    assert {(row.kind, row.text) for row in kept} == {("covered", "")}


def test_what_else_says_a_covered_word_is_silent_too(tmp_path: Path) -> None:
    """Text recognition under the box, and the same words struck twice."""

    def covered_twice(page: pymupdf.Page) -> None:
        lines(page)
        text(page, 72.3, 96.2, "Status: Under arbeid")
        text(page, 110, 96, "Under arbeid", render_mode=3)
        page.draw_rect(STATUS, color=BLACK, fill=BLACK)

    [page], kept = read(tmp_path, covered_twice)
    assert f"Status: {COVERED}" in printed(page)
    assert "covered" in {row.kind for row in kept}
    for path in (tmp_path / "extract").iterdir():
        assert b"Under" not in path.read_bytes()
