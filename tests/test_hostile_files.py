"""PDFs that burst, go in circles, are locked or lack proper text: a clear word, or right data."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.extract.__main__ import MOST_PAGES, extract
from pipeline.parse.__main__ import parse
from pipeline.publish.annotated import Note, annotate
from pipeline.runtime.passwords import PASSWORD_FILE
from pipeline.runtime.refusal import Refusal
from pipeline.seams.rows import read_parsed
from pipeline.seams.tables import PARSED, Finding, Measure, Ministry, Paragraph, Status
from pipeline.seams.words import read_document, read_pages
from pipeline.validate.alone import require_contract
from tests.conftest import ROOT, Run
from tests.factory import typeset
from tests.factory.knobs import Knobs
from tests.factory.plans import a_small_edition
from tests.hostile import pdfs
from tests.planted import UNTOLD_IN_SMALL

ENCRYPTIONS = {
    "RC4": pymupdf.PDF_ENCRYPT_RC4_128,
    "AES-128": pymupdf.PDF_ENCRYPT_AES_128,
    "AES-256": pymupdf.PDF_ENCRYPT_AES_256,
}
PASSWORD = "blåbær og fløte"
TABLES = ("measures", "statuses", "ministries", "paragraphs", "dates", "links")


def stage(name: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a stage as DVC does, with environment variables of one's own."""
    return subprocess.run(
        [sys.executable, "-m", f"pipeline.{name}", *map(str, arguments)], cwd=ROOT,
        env={**os.environ, **variables}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small() -> bytes:
    """A small report in order."""
    return typeset(a_small_edition(), Knobs(), "reportlab")


@pytest.fixture(scope="module")
def small_run(small: bytes, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return taken(small, tmp_path_factory.mktemp("small"))


def taken(content: bytes, folder: Path) -> Run:
    """A PDF taken through all stages."""
    pdf = folder / "2026.pdf"
    pdf.write_bytes(content)
    return Run(pdf, "2026", folder / "interim")


def said_of(run: Run) -> list[Finding]:
    """The findings but for those of what the edition is meant to lack, which must be there."""
    assert run.findings() >= UNTOLD_IN_SMALL
    found = run.compared()[1]
    return [f for f in found if (f.rule, f.scope, f.severity) not in UNTOLD_IN_SMALL]


def tables(run: Run) -> dict[str, list[Any]]:
    return {record.table: run.tables.rows(record) for record in PARSED if record.table in TABLES}


# Bombs and circles


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_bomb_that_bursts_memory(tmp_path: Path) -> None:
    pdf = tmp_path / "bombe.pdf"
    pdf.write_bytes(pdfs.bomb_of_words())
    assert pdf.stat().st_size < 10_000
    done = stage("extract", pdf, tmp_path / "ut", STATUSRAPPORT_MEGABYTES="700")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        f"{pdf}, side 2: siden kan ikke leses (innholdet pakker seg ut til mer enn noen side kan "
        "ha)."
    )
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ut").exists()


def test_a_bomb_that_takes_for_ever(tmp_path: Path) -> None:
    pdf = tmp_path / "bombe.pdf"
    pdf.write_bytes(pdfs.bomb_of_calls())
    assert pdf.stat().st_size < 10_000
    done = stage("extract", pdf, tmp_path / "ut", STATUSRAPPORT_SECONDS="2")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        f"{pdf}, side 2: lesingen kom ikke videre på 2 sekunder, og ble stanset."
    )
    assert not (tmp_path / "ut").exists()


def test_the_second_engine_has_limits_too(small: bytes, small_run: Run, tmp_path: Path) -> None:
    pdf = tmp_path / "bombe.pdf"
    pdf.write_bytes(pdfs.with_bomb(small, 1))
    folders = small_run.tables.folders
    done = stage(
        "reread", pdf, folders.extract, folders.segment, tmp_path / "ut", STATUSRAPPORT_SECONDS="1"
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{pdf}, side 2: ")
    assert "Gjør dette:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (pdfs.shared_page_tree, "har ingen sider"),
        (lambda: pdfs.many_pages(MOST_PAGES + 1), "filen har 32768 sider"),
    ],
    ids=["a tree that shares its branches", "more pages than can be counted"],
)
def test_too_many_pages(make: Callable[[], bytes], message: str, tmp_path: Path) -> None:
    pdf = tmp_path / "rapport.pdf"
    pdf.write_bytes(make())
    with pytest.raises(Refusal, match=message):
        extract(pdf, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_thousands_of_pages(tmp_path: Path) -> None:
    pdf = tmp_path / "lang.pdf"
    pdf.write_bytes(pdfs.many_pages(3000))
    assert stage("extract", pdf, tmp_path / "ut").returncode == 0
    pages = list(read_pages(tmp_path / "ut"))
    assert read_document(tmp_path / "ut").pages == len(pages) == 3000
    assert [[word.text for word in page.words] for page in pages] == [
        ["og", "side", str(number)] for number in range(1, 3001)
    ]


@pytest.mark.parametrize("number", [4, 5])  # one for each of the two processes that read
def test_a_page_that_breaks_off_is_refused(small: bytes, tmp_path: Path, number: int) -> None:
    """Both engines would read the beginning, agree, and leave the rest out."""
    with pytest.raises(Refusal, match=f"side {number}: siden er skadet: bare begynnelsen"):
        taken(pdfs.broken_off(small, number - 1), tmp_path)
    assert not (tmp_path / "interim").exists()


@pytest.mark.parametrize("number", [4, 5])
def test_what_makes_no_sense_on_a_page_is_said(small: bytes, tmp_path: Path, number: int) -> None:
    findings = taken(pdfs.misspelt(small, number - 1), tmp_path).compared()[1]
    said = [f.message for f in findings if f.rule == "text-layer"]
    assert said == [
        f"Innholdet på s. {number} har feil i PDF-filen, eller går ut over sidens kant: ord kan "
        "mangle."
    ]


# What only one of the readers can read


def test_a_page_without_a_size_is_read_by_the_others_too(
    small: bytes, small_run: Run, tmp_path: Path
) -> None:
    """pdfplumber gives no page at all where it is asked for all."""
    run = taken(pdfs.changed(small, 4, "MediaBox", "null"), tmp_path)
    assert tables(run) == tables(small_run)
    assert run.tables.readings.unread == []
    assert run.findings() == UNTOLD_IN_SMALL


def test_a_file_that_only_one_reader_of_tables_can_open(
    small: bytes, small_run: Run, tmp_path: Path
) -> None:
    run = taken(pdfs.without_start(small), tmp_path)
    assert tables(run) == tables(small_run)
    comparisons, _ = run.compared()
    pages = sorted({m.overview_page for m in run.tables.measures})
    assert [(one.page, one.reader) for one in run.tables.readings.unread] == [
        (page, "pdfplumber") for page in pages
    ]
    assert {c.outcome for c in comparisons if c.rule == "overview-readings-differ"} == {
        "not-comparable"
    }
    (said,) = said_of(run)
    assert (said.rule, said.page) == ("text-layer", pages[0])
    assert "ikke lest om igjen" in said.message


@pytest.mark.parametrize(
    "value", ["999 0 R", "/Ingen", "[999 0 R]", "null"], ids=["lost", "a name", "list", "missing"]
)
def test_content_that_is_not_in_the_file_is_refused(
    small: bytes, value: str, tmp_path: Path
) -> None:
    """All readers show the page blank, and say nothing."""
    with pytest.raises(Refusal, match="side 5: siden kan ikke leses"):
        taken(pdfs.changed(small, 4, "Contents", value), tmp_path)


def test_a_page_that_stands_twice_heads_its_chapter_twice(small: bytes, tmp_path: Path) -> None:
    with pymupdf.open(stream=small) as document:
        document.select([0, 1, 2, 3, 4, 5, 6, 6, 7])
        run = taken(bytes(document.tobytes()), tmp_path)
    require_contract(run.tables, run.pdf)
    headings = [row.id for row in run.tables.rows(Paragraph) if row.kind == "heading"]
    assert [row for row in headings if row.startswith("chapter-3")] == [
        "chapter-3/0",
        "chapter-3#2/0",
    ]


# Passwords


@pytest.mark.parametrize("encryption", ENCRYPTIONS)
def test_encrypted_for_all_to_read(
    small: bytes, small_run: Run, encryption: str, tmp_path: Path
) -> None:
    run = taken(pdfs.locked(small, "", ENCRYPTIONS[encryption]), tmp_path)
    assert tables(run) == tables(small_run)
    assert run.findings() == UNTOLD_IN_SMALL


@pytest.mark.parametrize("encryption", ENCRYPTIONS)
def test_a_password_is_asked_for_and_used(
    small: bytes, small_run: Run, encryption: str, tmp_path: Path
) -> None:
    pdf, words, parts = tmp_path / "2026.pdf", tmp_path / "words", tmp_path / "parts"
    pdf.write_bytes(pdfs.locked(small, PASSWORD, ENCRYPTIONS[encryption]))
    refused = stage("extract", pdf, words, **{PASSWORD_FILE: ""})
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{pdf}: filen er låst med passord.\n")
    assert PASSWORD_FILE in refused.stderr
    secret = tmp_path / "passord.txt"
    secret.write_text("et helt annet\n", encoding="utf-8")
    refused = stage("extract", pdf, words, **{PASSWORD_FILE: str(secret)})
    assert refused.returncode == 1
    assert f"ingen av passordene i {secret} åpner den" in refused.stderr
    assert not words.exists()

    secret.write_text(f"et helt annet\n{PASSWORD}\n", encoding="utf-8")
    given = {PASSWORD_FILE: str(secret)}
    assert stage("extract", pdf, words, **given).returncode == 0
    assert stage("segment", words, parts).returncode == 0
    assert stage("reread", pdf, words, parts, tmp_path / "second", **given).returncode == 0
    parse("2026", "Planen", words, parts, tmp_path / "tables")
    folders = small_run.tables.folders
    own, right = read_parsed(tmp_path / "tables"), read_parsed(folders.parse)
    for record in (Status, Ministry, Measure):
        assert own.rows(record) == right.rows(record)
    for name in ("texts.msgpack", "rows.msgpack"):
        own = (tmp_path / "second" / name).read_bytes()
        assert own == (folders.reread / name).read_bytes()
    for path in tmp_path.rglob("*"):  # the password stands nowhere but in the user's own file
        if path.is_file() and path != secret:
            for form in ("utf-8", "latin-1", "utf-16-le"):
                assert PASSWORD.encode(form) not in path.read_bytes()


def test_the_second_engine_asks_for_the_password(
    small: bytes, small_run: Run, tmp_path: Path
) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(pdfs.locked(small, PASSWORD, pymupdf.PDF_ENCRYPT_AES_256))
    folders = small_run.tables.folders
    done = stage("reread", pdf, folders.extract, folders.segment, tmp_path / "ut")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{pdf}: filen er låst med passord.\n")


def test_the_annotated_copy_stays_locked(
    small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, secret = tmp_path / "2026.pdf", tmp_path / "passord.txt"
    pdf.write_bytes(pdfs.locked(small, PASSWORD, pymupdf.PDF_ENCRYPT_AES_256))
    secret.write_text(PASSWORD, encoding="utf-8")
    note = Note("x", 1, (), "info", "en merknad")
    with pytest.raises(Refusal, match="låst med passord"):
        annotate(pdf, [note])
    monkeypatch.setenv(PASSWORD_FILE, str(secret))
    with pymupdf.open(stream=annotate(pdf, [note])) as copy:
        assert copy.needs_pass
        assert copy.authenticate(PASSWORD)
        assert [a.info["content"] for a in copy[0].annots()] == ["en merknad"]


def test_a_password_file_that_is_not_there(small: bytes, tmp_path: Path) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(pdfs.locked(small, PASSWORD, pymupdf.PDF_ENCRYPT_AES_256))
    missing = tmp_path / "ingen.txt"
    done = stage("extract", pdf, tmp_path / "ut", **{PASSWORD_FILE: str(missing)})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{missing}: passordfilen kan ikke leses (FileNotFoundError).\n")


# The text layer


def test_a_scan_is_told_from_a_report(small: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="trolig skannet") as refusal:
        taken(pdfs.scanned(small), tmp_path)
    assert "ocrmypdf" in refusal.value.advice


def test_garbled_letters_are_refused(tmp_path: Path) -> None:
    printed = typeset(a_small_edition(), Knobs(), "typst")
    with pytest.raises(Refusal, match="bare 2 av 356 ord er vanlige småord"):
        taken(pdfs.with_fonts(printed, pdfs.shuffled), tmp_path)


def test_letters_behind_a_scan_are_used_but_said(
    small: bytes, small_run: Run, tmp_path: Path
) -> None:
    run = taken(pdfs.recognised(small), tmp_path)
    for name in ("statuses", "ministries"):
        assert tables(run)[name] == tables(small_run)[name]
    assert [m.title for m in run.tables.measures] == [m.title for m in small_run.tables.measures]
    (finding,) = said_of(run)
    assert (finding.rule, finding.severity, finding.page) == ("text-layer", "info", 1)
    assert "Teksten på s. 1–8 ligger usynlig i PDF-filen" in finding.message


def test_pages_that_were_scanned_into_a_report_are_said(small: bytes, tmp_path: Path) -> None:
    with pymupdf.open(stream=small) as report, pymupdf.open() as scan:
        for number in (2, 3):
            page = scan.new_page()
            page.insert_image(page.rect, pixmap=report[number].get_pixmap(dpi=40))
        report.insert_pdf(scan)
        report.new_page()  # a blank page is nothing to speak of
        content = bytes(report.tobytes())
    (finding,) = said_of(taken(content, tmp_path))
    assert (finding.rule, finding.severity, finding.page) == ("text-layer", "warning", 9)
    assert "Bare bilde, uten tekst: s. 9–10." in finding.message


def test_one_garbled_page_is_said(small: bytes, tmp_path: Path) -> None:
    with pymupdf.open(stream=small) as report:
        page = report.new_page()
        text = " ".join(["xqzv wkrj plmt"] * 30)
        page.insert_textbox(pymupdf.Rect(72, 72, 500, 700), text)
        content = bytes(report.tobytes())
    findings = said_of(taken(content, tmp_path))
    assert [(f.rule, f.severity, f.page) for f in findings] == [("text-layer", "warning", 9)]
    assert "Teksten på s. 9 er ikke til å lese som norsk" in findings[0].message


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_stored_on_their_side(
    small: bytes, small_run: Run, degrees: int, tmp_path: Path
) -> None:
    run = taken(pdfs.rotated(small, degrees), tmp_path)
    assert [tables(run)[name] for name in ("statuses", "ministries", "measures")] == [
        tables(small_run)[name] for name in ("statuses", "ministries", "measures")
    ]
    assert run.findings() == UNTOLD_IN_SMALL
    upright = [(page.width, page.height) for page in small_run.tables.pages]
    assert [(page.width, page.height) for page in run.tables.pages] == upright
