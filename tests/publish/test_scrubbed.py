"""The annotated PDF has no covered words and nothing that acts, and looks as the report does."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pymupdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from pipeline.publish.annotated import Note, annotate
from pipeline.publish.reports import publish
from pipeline.publish.scrubbed import FAINT
from pipeline.seams.entries import Span
from pipeline.seams.tables import ACROSS, Comparison, Correction, Finding, Review
from pipeline.seams.words import covered_boxes
from pipeline.validate.promote import promote
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, OverviewRow
from tests.factory.plans import a_small_edition

ACTIVE = re.compile(
    r"/(AA|JavaScript|JS|Launch|EmbeddedFiles?|FileAttachment|RichMedia|SubmitForm|ImportData|XFA"
    r"|OpenAction|GoToR|EF)\b"
)
SECRET = "Kvernbit"
WHITE, BLACK = (1, 1, 1), (0, 0, 0)

Change = Callable[[Any, Any], None]  # of a page, at a box


def black_box(page: Any, box: Any) -> None:
    page.draw_rect(box, color=BLACK, fill=BLACK)


def picture(page: Any, box: Any) -> None:
    white = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8))
    white.clear_with(255)
    page.insert_image(box, pixmap=white, keep_proportion=False)


def form(page: Any, box: Any) -> None:
    """A page of another file, all of it grey, as a form."""
    with pymupdf.open() as other:
        grey = other.new_page(width=box.width, height=box.height)
        grey.draw_rect(grey.rect, color=None, fill=(0.5, 0.5, 0.5))
        page.show_pdf_page(box, other, 0, keep_proportion=False)


def labelled(page: Any, box: Any) -> None:
    page.draw_rect(box, color=WHITE, fill=WHITE)
    page.insert_text((box.x0 + 1, box.y1 - 4), "Unntatt", fontsize=7)


def square(page: Any, box: Any) -> None:
    note = page.add_rect_annot(box)
    note.set_colors(stroke=BLACK, fill=BLACK)
    note.set_info(content=f"Dekker ordet {SECRET}")  # as programs copy the words into the note
    note.update()


def mark(page: Any, box: Any) -> None:
    page.add_redact_annot(box)


COVERS = [black_box, picture, form, square, mark]


def one_page(*lines: str) -> Any:
    document = pymupdf.open()
    page = document.new_page()
    for row, line in enumerate(lines):
        page.insert_text((72, 100 + 20 * row), line, fontsize=12)
    return document


def box_of(page: Any, word: str = SECRET) -> Any:
    return page.search_for(word)[0]


def saved(document: Any, folder: Path) -> Path:
    path = folder / "rapport.pdf"
    document.save(path)
    document.close()
    return path


def scrubbed(pdf: Path, covered: dict[int, list[Span]]) -> Path:
    target = pdf.with_name("kopi.pdf")
    target.write_bytes(annotate(pdf, [], covered, "Tittelen"))
    return target


def span(box: Any, page: int = 1) -> Span:
    return Span(page, *box)


def look(page: Any) -> Any:
    drawn = page.get_pixmap(dpi=100, alpha=False)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def differ(here: Any, there: Any) -> int:
    return max(ImageChops.difference(look(here), look(there)).tobytes())


def texts_in(pdf: Path) -> Iterator[str]:
    """All that can be got out of a PDF: bytes, streams, objects, and text by two engines."""
    with pymupdf.open(pdf) as document:
        for xref in range(1, document.xref_length()):
            yield document.xref_object(xref)
            if document.xref_is_stream(xref):
                yield from spelt(document.xref_stream(xref))
        yield from (page.get_text() for page in document)
        yield str(document.metadata) + str(document.get_toc())
    with pypdfium2.PdfDocument(pdf) as document:
        yield from (page.get_textpage().get_text_range() for page in document)


def spelt(content: bytes) -> Iterator[str]:
    yield from (content.decode(form, "replace") for form in ("latin-1", "utf-8"))
    yield from (content[start:].decode("utf-16-be", "replace") for start in (0, 1))
    # As a page's content has it: in pieces, between which the letters are moved.
    yield re.sub(rb"[)>]\s*[-\d.]*\s*[(<]", b"", content).decode("latin-1")
    yield "".join(
        bytes.fromhex(part.decode()).decode("latin-1")
        for part in re.findall(rb"<((?:[0-9A-Fa-f]{2})+)>", content)
    )


# --- covered words ------------------------------------------------------------------------------


@pytest.mark.parametrize("cover", COVERS, ids=lambda cover: cover.__name__)
@pytest.mark.parametrize("rotation", [0, 90])
def test_covered_words_are_gone_and_the_page_looks_the_same(
    cover: Change, rotation: int, tmp_path: Path
) -> None:
    document = one_page("Status: Under arbeid", f"Navnet er {SECRET} her.", "Mer om det.")
    page = document[0]
    box = box_of(page)
    cover(page, box)
    page.set_rotation(rotation)
    seen = (box * page.rotation_matrix).normalize()
    pdf = saved(document, tmp_path)
    assert any(SECRET in text for text in texts_in(pdf))
    copy = scrubbed(pdf, {1: [span(seen)]})
    assert not any(SECRET in text for text in texts_in(copy))
    with pymupdf.open(pdf) as before, pymupdf.open(copy) as after:
        page, text = before[0], after[0].get_text()
        assert "Status: Under arbeid" in text and "Mer om det." in text and "her." in text
        for note in list(page.annots(types=[pymupdf.PDF_ANNOT_REDACT])):
            page.delete_annot(note)
            page.set_rotation(0)
            page.draw_rect(box, color=BLACK, fill=BLACK, width=0)
            page.set_rotation(rotation)
        assert differ(page, after[0]) <= FAINT


def half_covered(page: Any, box: Any) -> None:
    """Without the word, its other half would be missing."""
    black_box(page, pymupdf.Rect(box.x0, box.y0, (box.x0 + box.x1) / 2, box.y1))


@pytest.mark.parametrize("cover", [half_covered, labelled], ids=lambda cover: cover.__name__)
def test_a_page_that_would_look_different_becomes_a_picture(cover: Change, tmp_path: Path) -> None:
    document = one_page(f"Navnet er {SECRET} her.")
    page = document[0]
    box = box_of(page)
    cover(page, box)
    page.insert_link(
        {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(9, 9, 90, 30), "uri": "https://eksempel.no"}
    )
    pdf = saved(document, tmp_path)
    copy = scrubbed(pdf, {1: [span(box)]})
    with pymupdf.open(pdf) as before, pymupdf.open(copy) as after:
        assert after[0].get_text() == ""
        assert [link["uri"] for link in after[0].get_links()] == ["https://eksempel.no"]
        assert differ(before[0], after[0]) < 160  # drawn again by pixels: edges of letters only
    assert not any(SECRET[:4] in text for text in texts_in(copy))


def test_a_mark_over_part_of_a_word_hides_that_part(tmp_path: Path) -> None:
    document = one_page(f"Navnet er {SECRET} her.")
    box = box_of(document[0])
    half = pymupdf.Rect(box.x0, box.y0, (box.x0 + box.x1) / 2, box.y1)
    mark(document[0], half)
    copy = scrubbed(saved(document, tmp_path), {1: [span(box)]})
    assert not any(SECRET[:4] in text for text in texts_in(copy))
    with pymupdf.open(copy) as after:
        x0, top, x1, bottom = [x * 100 / 72 for x in half]
        inside = look(after[0]).crop((x0 + 2, top + 2, x1 - 2, bottom - 2))
        assert max(inside.tobytes()) < FAINT  # black
        assert after[0].first_annot is None


def test_words_said_again_for_reading_aloud_are_gone_too(tmp_path: Path) -> None:
    document = one_page(f"Navnet er {SECRET} her.")
    page = document[0]
    content = page.read_contents()
    page.clean_contents()
    said = b"/Span <</ActualText (%b)>> BDC\n%b\nEMC" % (SECRET.encode(), content)
    document.update_stream(page.get_contents()[0], said)
    document.set_toc([[1, f"Om {SECRET}", 1]])
    document.set_metadata({"title": f"Saken {SECRET}", "keywords": SECRET})
    document.set_xml_metadata(f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    box = box_of(page)
    black_box(page, box)
    copy = scrubbed(saved(document, tmp_path), {1: [span(box)]})
    assert not any(SECRET in text for text in texts_in(copy))
    with pymupdf.open(copy) as after:
        assert after.metadata["title"] == "Tittelen"


def test_earlier_versions_of_the_file_are_gone(tmp_path: Path) -> None:
    """What somebody took out and saved by appending still lies in the file."""
    pdf = saved(one_page("Navnet er her.", SECRET), tmp_path)
    with pymupdf.open(pdf) as document:
        document[0].add_redact_annot(box_of(document[0]))
        document[0].apply_redactions()
        document.saveIncr()
    copy = scrubbed(pdf, {})
    assert not any(SECRET in text for text in texts_in(copy))


def test_a_file_too_damaged_is_copied_as_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = one_page("Status: Under arbeid", f"Navnet er {SECRET} her.")
    box = box_of(document[0])
    mark(document[0], box)
    pdf = saved(document, tmp_path)

    def broken(*_: object) -> None:
        raise RuntimeError("code=7: corrupt object stream")

    monkeypatch.setattr("pipeline.publish.annotated.scrub", broken)
    note = Note("x", 1, (span(box),), "info", "en merknad")
    copy = tmp_path / "kopi.pdf"
    copy.write_bytes(annotate(pdf, [note], {1: [span(box)]}, "Tittelen"))
    assert not any(SECRET in text for text in texts_in(copy))
    with pymupdf.open(copy) as after:
        page = after[0]
        assert page.get_text() == ""
        assert [made.info["content"] for made in page.annots()] == ["en merknad"]
        assert page.get_pixmap(dpi=72).pixel(int(box.x0) + 20, int(box.y0) + 8) == (0, 0, 0)


def test_objects_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    document = one_page("Status: Under arbeid")
    document.update_object(document.get_new_xref(), "<</Title(Skadet)/Lang(nb)>>")
    pdf = saved(document, tmp_path)
    content = pdf.read_bytes().replace(
        b"<</Title(Skadet)/Lang(nb)>>", b"<</Title(Skadet)/Lang<<nb) "
    )
    pdf.write_bytes(content)
    with pymupdf.open(scrubbed(pdf, {})) as after:
        assert after[0].get_text().strip() == "Status: Under arbeid"


# --- all files of a report ------------------------------------------------------------------------

WORDS = {  # what lies covered → how
    "Kvernbitsaken": black_box,
    "Granskogmøtet": picture,
    "Fjellreveplanen": form,
    "Havørnutvalget": labelled,
    "Myrulloppdraget": square,
    "Bjørkeneverlåret": mark,
}


@pytest.fixture(scope="module")
def covered_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small report with words covered in the narratives, a status and a ministry."""
    folder = tmp_path_factory.mktemp("covered")
    first, *others = WORDS
    plan = (
        a_small_edition()
        .with_measure("tiltak-1", status="Fagerbregnet", ministries="JD, alle",
                      overview=(OverviewRow(ministries="Solsikkedep"),))
        .with_measure("tiltak-2", narrative=(Block((f"Arbeidet med {first} går videre i 2026.",)),))
        .with_measure("tiltak-3", narrative=tuple(
            Block((f"Arbeidet med {word} går videre i 2026.",)) for word in others
        ))
    )  # fmt: skip
    pdf = folder / "raw" / "2026.pdf"
    pdf.parent.mkdir()
    with pymupdf.open(stream=typeset(plan, Knobs(), "reportlab"), filetype="pdf") as document:
        covers = {**WORDS, "Fagerbregnet": black_box, "Solsikkedep": black_box}
        for word, cover in covers.items():
            hits = [(page, box) for page in document for box in page.search_for(word)]
            assert hits, word
            for page, box in hits:
                cover(page, box)
        document.save(pdf)
    run = Run(pdf, "2026", folder / "interim")
    comparisons, findings = run.compared()
    promote(
        [run.tables],
        {"2026": {Comparison: comparisons, Finding: findings, Correction: [], Review: []}},
        {record: [] for record in ACROSS},
        folder / "processed",
    )
    publish(
        ["2026"], ["2026"], pdf.parent, folder / "interim", folder / "processed",
        folder / "processed" / "report", {},
    )  # fmt: skip
    return folder


def read_out(path: Path) -> Iterator[str]:
    if path.suffix == ".pdf":
        yield from texts_in(path)
    elif path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield from spelt(archive.read(name))
    else:
        yield from spelt(path.read_bytes())


def test_covered_words_stand_in_no_file(covered_report: Path) -> None:
    assert len(covered_boxes(covered_report / "interim" / "2026" / "extract")) >= 2
    files = [
        path
        for folder in ("interim", "processed")
        for path in sorted((covered_report / folder).rglob("*"))
        if path.is_file()
    ]
    assert len(files) > 30
    secrets = re.compile("|".join([*WORDS, "Fagerbregnet", "Solsikkedep"]))
    told = {
        path.name: secrets.findall(text)
        for path in files
        for text in read_out(path)
        if secrets.search(text)
    }
    assert told == {}


def test_the_audit_report_says_that_words_lie_covered(covered_report: Path) -> None:
    html = (covered_report / "processed" / "report" / "2026.html").read_text(encoding="utf-8")
    section = html[html.index('id="holdt-utenfor"') :]
    assert "Tekst som ligger under noe annet; ordene er ikke gjengitt." in section
    assert "gjengis ikke" in section
    assert "Alt som skulle leses, ble forstått." not in html


# --- what acts ------------------------------------------------------------------------------------

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
LAUNCH = "<</S/Launch/F(C:/Windows/System32/calc.exe)>>"
URI = "<</S/URI/URI(https://eksempel.no)"
RECT = "/Rect[72 600 172 640]"


def with_note(source: str) -> Change:
    def change(document: Any, page: Any) -> None:
        document.xref_set_key(page.xref, "Annots", f"[{source}]")  # written in the page itself

    return change


def of_page(key: str, value: str) -> Change:
    return lambda document, page: document.xref_set_key(page.xref, key, value)


def of_root(key: str, value: str) -> Change:
    return lambda document, page: document.xref_set_key(document.pdf_catalog(), key, value)


def field_with_script(document: Any, page: Any) -> None:
    field = pymupdf.Widget()
    field.field_name, field.field_type = "felt", pymupdf.PDF_WIDGET_TYPE_TEXT
    field.rect, field.field_value = pymupdf.Rect(72, 300, 200, 320), "verdi"
    field.script_calc = field.script_change = "app.alert(1)"
    page.add_widget(field)
    document.xref_set_key(document.pdf_catalog(), "AcroForm/XFA", "(<xdp/>)")


def attached(document: Any, page: Any) -> None:
    document.embfile_add("skadevare.exe", b"MZ" * 50)
    page.add_file_annot((72, 300), b"MZ" * 50, "skadevare.exe")


ARMED: dict[str, Change] = {
    "script when opened": of_root("OpenAction", SCRIPT),
    "script when closed": of_root("AA", f"<</WC {SCRIPT}>>"),
    "named script": of_root("Names", f"<</JavaScript<</Names[(a){SCRIPT}]>>>>"),
    "script of a page": of_page("AA", f"<</O {SCRIPT}/C {LAUNCH}>>"),
    "launch link": with_note(f"<</Type/Annot/Subtype/Link{RECT}/A {LAUNCH}>>"),
    "other file": with_note(f"<</Type/Annot/Subtype/Link{RECT}/A<</S/GoToR/F(x.pdf)/D[0/Fit]>>>>"),
    "script after a link": with_note(
        f"<</Type/Annot/Subtype/Link{RECT}/A {URI}/Next[{SCRIPT}]>>/PA {SCRIPT}>>"
    ),
    "form that is sent": with_note(
        f"<</Type/Annot/Subtype/Widget{RECT}/FT/Btn/T(x)/A<</S/SubmitForm/F(http://x)>>>>"
    ),
    "film": with_note(f"<</Type/Annot/Subtype/RichMedia{RECT}/RichMediaContent<<>>>>"),
    "field with script": field_with_script,
    "attachments": attached,
}


@pytest.mark.parametrize("name", ARMED)
def test_nothing_acts_and_nothing_is_attached(name: str, tmp_path: Path) -> None:
    document = one_page("Status: Under arbeid", "Mer om det.")
    ARMED[name](document, document[0])
    pdf = saved(document, tmp_path)
    with pymupdf.open(pdf) as before:
        assert any(ACTIVE.search(source) for source in sources(before))
    copy = scrubbed(pdf, {})
    with pymupdf.open(pdf) as before, pymupdf.open(copy) as after:
        assert {name for source in sources(after) for name in ACTIVE.findall(source)} == set()
        assert after.embfile_count() == 0
        assert differ(before[0], after[0]) <= FAINT
        assert after[0].get_text() == before[0].get_text()


def sources(document: Any) -> list[str]:
    return [
        document.xref_object(xref, compressed=True) for xref in range(1, document.xref_length())
    ]


def test_what_does_no_harm_stays(tmp_path: Path) -> None:
    document = one_page("Status: Under arbeid")
    page = document[0]
    address, box = "https://eksempel.no/a?b=c", pymupdf.Rect(72, 90, 200, 104)
    page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": address})
    page.insert_link({"kind": pymupdf.LINK_GOTO, "from": box + 30, "page": 0})
    document.set_toc([[1, "Kapittel 1", 1]])
    of_root("OpenAction", f"[{page.xref} 0 R/Fit]")(document, page)
    with pymupdf.open(scrubbed(saved(document, tmp_path), {})) as after:
        kinds = [link["kind"] for link in after[0].get_links()]
        assert kinds == [pymupdf.LINK_URI, pymupdf.LINK_GOTO]
        assert after[0].get_links()[0]["uri"] == address
        assert after.get_toc() == [[1, "Kapittel 1", 1]]
        assert after.xref_get_key(after.pdf_catalog(), "OpenAction")[0] == "array"


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    document = one_page(f"Navnet er {SECRET} her.")
    box = box_of(document[0])
    black_box(document[0], box)
    attached(document, document[0])
    pdf = saved(document, tmp_path)
    note = Note("x", 1, (span(box),), "info", "en merknad")
    first, second = (annotate(pdf, [note], {1: [span(box)]}, "Tittelen") for _ in range(2))
    assert first == second
