"""The files of a publication: complete, the same every time, and safe with any title."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pymupdf
import pytest
from msgspec.structs import replace

from pipeline.evidence.places import differing
from pipeline.glossary.accuracy import read_accuracy
from pipeline.glossary.rulebook import rulebook
from pipeline.publish.__main__ import publish as publish_all
from pipeline.publish.content import is_overview_last
from pipeline.publish.reports import publish
from pipeline.publish.tables import read_tables
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.tables import (
    TABLES,
    Comparison,
    Correction,
    Finding,
    KeptOut,
    Measure,
    Report,
    Unread,
)
from tests.publish.conftest import ACCURACY, Published

TILTAK_4 = "29541a33a036"  # the finding of tiltak 4's status
FILES = [
    "2025-brev-BFD.html", "2025-brev-HOD.html", "2025-brev-JD.html",
    "2025-funn-kilde.csv", "2025-funn.csv", "2025-funn.xlsx", "2025-merknader.pdf", "2025.html",
]  # fmt: skip
ITEMS = "items"  # the folder of the items' pages
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def html_of(made: Published) -> str:
    return (made.report / "2025.html").read_text(encoding="utf-8")


def rows_of(made: Published) -> list[dict[str, str]]:
    content = (made.report / "2025-funn.csv").read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def findings_of(made: Published) -> list[Finding]:
    return read_tables("2025", made.processed).findings


def only_first(**changes: Any) -> Any:
    def change(rows: list[Any]) -> Sequence[Any]:
        return [replace(rows[0], **changes), *rows[1:]]

    return change


def test_these_files_and_no_others(published: Published) -> None:
    assert sorted(path.name for path in published.report.iterdir()) == [*FILES, ITEMS]


def test_the_same_bytes_every_time(published: Published, tmp_path: Path) -> None:
    again = published.again(tmp_path)
    for name in FILES:
        assert (again.report / name).read_bytes() == (published.report / name).read_bytes(), name


def test_reports_that_are_no_longer_registered_are_removed(
    published: Published, tmp_path: Path
) -> None:
    for name in FILES:
        (tmp_path / name.replace("2025", "2019")).write_text("gammel", encoding="utf-8")
    (tmp_path / "index.html").write_text("en annens", encoding="utf-8")
    published.again(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*FILES, "index.html"]


def test_a_missing_table_is_told_and_leaves_what_was_there(
    published: Published, tmp_path: Path
) -> None:
    (tmp_path / "2025.html").write_text("det forrige", encoding="utf-8")
    with pytest.raises(Refusal, match="dvc repro"):
        publish(
            ["2025"], ["2025"], published.raw, published.interim, tmp_path / "nothing", tmp_path, {}
        )
    assert (tmp_path / "2025.html").read_text(encoding="utf-8") == "det forrige"


def test_many_reports_are_published_in_batches_by_several_processes(
    published: Published, tmp_path: Path
) -> None:
    of = published.raw, published.interim, published.processed
    publish_all(["2025"] * 5, *of, tmp_path, ACCURACY.parent)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (published.report / name).read_bytes(), name
    with pytest.raises(Refusal, match=r"2019\.parquet"):
        publish_all(["2025", "2025", "2025", "2019"], *of, tmp_path, ACCURACY.parent)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*FILES, ITEMS]


# --- the report ---------------------------------------------------------------------------------


def test_how_good_a_rule_is_is_shown_where_the_rule_is(published: Published) -> None:
    html = html_of(published).replace("\N{NO-BREAK SPACE}", " ")
    for accuracy in read_accuracy(ACCURACY).values():
        assert accuracy.sentence().replace("\N{NO-BREAK SPACE}", " ") in html


def test_an_overview_that_stands_first_is_not_said_to_stand_last(published: Published) -> None:
    measures = read_tables("2025", published.processed).measures
    assert is_overview_last(measures)
    assert not is_overview_last([replace(measure, overview_page=1) for measure in measures])


def test_the_summary_says_what_was_compared_and_found(published: Published) -> None:
    tables = read_tables("2025", published.processed)
    html = html_of(published).replace("\N{NO-BREAK SPACE}", " ")
    assert "Rapporten gjør opp status for 122 tiltak og 9 anmodningsvedtak per juni 2025." in html
    assert "I teksten er 26 gjennomført, 81 under arbeid og 24 ikke startet." in html
    assert "I oversikten bakerst er det 27 gjennomført, 78 under arbeid og 26 ikke startet." in html
    agreed = sum(comparison.outcome == "agree" for comparison in tables.comparisons)
    assert f"{agreed:,}".replace(",", " ") + " stemmer, og 2 kunne ikke avgjøres." in html
    places = sum(rulebook()[row.rule].kind == "places" for row in tables.comparisons)
    assert f"{places:,}".replace(",", " ") + " holder to steder i rapporten mot hverandre" in html
    assert tables.report.sha256 in html
    assert "juni 2025 (til og med 30. juni 2025)" in html


def test_lost_pages_are_named_apart_from_what_was_not_understood(
    published: Published, tmp_path: Path
) -> None:
    lost = [
        Unread(
            "2025", None, f"page-{page}/{reason}", page,
            stage="parse", scope=f"page-{page}", reason=reason, text=text,
        )
        for page, reason, text in ((66, "page-is-picture", ""), (10, "page-doubled", "9"))
    ]  # fmt: skip
    html = html_of(published.altered(tmp_path, Unread, lambda rows: [*lost, *rows]))
    assert "Alt som skulle leses, ble forstått." not in html
    lead = html[html.index('<div class="lead">') : html.index('<dl class="facts">')]
    assert (
        "Ikke alle sidene kunne leses som de skal: side 66 (siden er et bilde uten tekst, og er "
        "ikke lest); side 10 (trykte sidetall, eller ordene på siden, viser at den står to "
        "ganger). Det som kan ha stått der, er ikke holdt mot resten av rapporten."
    ) in lead
    section = html[html.index('id="sider"') : html.index("Det som ikke ble forstått")]
    assert re.findall(r'#page=(\d+)">Side', section) == ["67", "11"]  # behind the list of findings


def test_what_was_kept_out_is_shown_with_its_pages_and_reason(
    published: Published, tmp_path: Path
) -> None:
    assert 'id="holdt-utenfor"' not in html_of(published)

    def kept(page: int, kind: str, text: str | None) -> KeptOut:
        return KeptOut(
            "2025", None, f"page-{page}/{kind}", page, kind=kind, text=text, reason=""
        )  # fmt: skip

    rows = [kept(page, "watermark", "UTKAST") for page in (1, 2, 3, 5)] + [kept(9, "covered", None)]
    html = html_of(published.altered(tmp_path, KeptOut, lambda _: rows))
    section = html[html.index('id="holdt-utenfor"') : html.index('id="rettelser"')]
    first, second = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", section)
    assert first.startswith("Tekst som ligger under noe annet; ordene er ikke gjengitt.")
    assert "gjengis ikke" in first
    assert second.startswith("Vannmerke: tekst på skrå over siden")
    assert re.findall(r'#page=\d+">([^<]+)<', second) == ["1–3", "5"]
    assert 'class="num">4</td><td data-label="Som i filen">«UTKAST»</td>' in second


def test_every_finding_has_a_card_with_its_anchor(published: Published) -> None:
    html = html_of(published)
    for finding in findings_of(published):
        assert html.count(f' id="{finding.id}"') == 1


def test_every_item_has_a_row(published: Published) -> None:
    html = html_of(published)
    measures = read_tables("2025", published.processed).measures
    assert len(measures) == 131
    assert all(html.count(f'<tr id="{measure.id}"') == 1 for measure in measures)


def test_an_item_of_the_overview_alone_is_counted_in_its_chapter(
    published: Published, tmp_path: Path
) -> None:
    change = only_first(chapter=None, chapter_number=None, title=None, page_first=None)
    html = html_of(published.altered(tmp_path, Measure, change))
    assert html.count('<th scope="row">1 Helhetlig og samordnet innsats</th>') == 1
    assert '<th scope="row">Helhetlig og samordnet innsats</th>' not in html


def test_every_rule_is_there_even_if_it_had_nothing_to_compare(published: Published) -> None:
    html = html_of(published)
    assert [html.count(f'id="regel-{rule}"') for rule in rulebook()] == [1] * len(rulebook())


def test_findings_that_are_set_aside_have_a_section(published: Published, tmp_path: Path) -> None:
    review = "falsk alarm (K. Nordmann): retting er sendt"
    verdict: dict[str, Any] = {"state": "reviewed", "verdict": "falsk alarm", "review": review}
    made = published.altered(tmp_path, Finding, only_first(**verdict))
    html = html_of(made)
    first = findings_of(made)[0]
    assert html.index('id="vurdert"') < html.index(
        f'<article class="card card-error" id="{first.id}"'
    )
    assert review in html
    standing = len(findings_of(made)) - 1
    assert f"{standing} funn: 4 feil" in html
    assert "1 er vurdert og lagt til side." in html


def test_a_confirmed_finding_stays_where_it_is(published: Published, tmp_path: Path) -> None:
    verdict: dict[str, Any] = {
        "state": "reviewed", "verdict": "bekreftet",
        "review": "Bekreftet av K. Nordmann 22. november 2026: sett på",
    }  # fmt: skip
    made = published.altered(tmp_path, Finding, only_first(**verdict))
    html = html_of(made)
    assert 'id="vurdert"' not in html
    total = len(findings_of(made))
    assert f"{total} funn: 5 feil" in html
    assert "1 av dem er bekreftet." in html
    card = html[html.index(f'id="{TILTAK_4}"') :]
    assert "Bekreftet av K. Nordmann 22. november 2026: sett på" in card[: card.index("</article>")]


def test_what_was_not_understood_is_listed_with_its_place(
    published: Published, tmp_path: Path
) -> None:
    row = Unread(
        "2025",
        "tiltak-4",
        "tiltak-4/text/status",
        9,
        "parse",
        "tiltak-4",
        "unknown-status",
        "Snart",
    )
    html = html_of(published.altered(tmp_path, Unread, lambda rows: [*rows, row]))
    assert "1 opplysning ble ikke forstått" in html
    assert "«Snart»" in html
    assert "Statusordet finnes ikke i ordlisten." in html


def test_a_corrected_value_is_marked_everywhere(published: Published, tmp_path: Path) -> None:
    applied = Correction(
        "2025", "tiltak-4", "tiltak-4/text", 9,
        of_table="statuses", column="status_printed", read="Under arbeid", corrected="Gjennomført",
        reason="lest feil", by="Kari Nordmann", kind="change", state="applied", note=None,
    )  # fmt: skip
    stale = replace(applied, id="tiltak-5/text", state="stale", note="Gjelder ikke nå.")
    html = html_of(published.altered(tmp_path, Correction, lambda _: [applied, stale]))
    assert "Ingen verdier er endret for hånd." in html_of(published)
    assert "lest feil" in html  # in the list of corrections
    assert "Den trykte statusen for tiltak 4 i teksten" in html
    assert "(endring: rapporten har noe annet trykt)" in html
    resting = [
        f.rule
        for f in findings_of(published)
        if "statuses:tiltak-4/text" in (f.left_ref, f.right_ref)
    ]
    assert resting == ["status-text-vs-overview", "status-vs-narrative"]
    assert html.count("endret for hånd, se") == len(resting)  # on the card of each
    assert html.count('href="#rettelser">rettet</a>') == 1  # and in the table of items
    assert "Gjelder ikke nå." in html


def test_a_rule_that_compared_nothing_comparable_is_not_said_to_agree(
    published: Published, tmp_path: Path
) -> None:
    def unsure(rows: list[Comparison]) -> list[Comparison]:
        return [
            replace(row, outcome="not-comparable")
            if row.rule == "chapter-text-vs-overview"
            else row
            for row in rows
        ]

    html = html_of(published.altered(tmp_path, Comparison, unsure))
    line = html[html.index("<tbody>", html.index('class="rules stacked"')) :]
    line = next(row for row in line.split("<tr>") if "#regel-chapter-text-vs-overview" in row)
    assert "outcome-not-comparable" in line
    assert "outcome-agree" not in line


@pytest.mark.parametrize("field", ["message", "left_value", "right_value", "scope"])
def test_findings_cannot_carry_markup(published: Published, tmp_path: Path, field: str) -> None:
    html = html_of(published.altered(tmp_path, Finding, only_first(**{field: HOSTILE})))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert html.count("<script>") == 1


def test_titles_cannot_carry_markup(published: Published, tmp_path: Path) -> None:
    change = only_first(title=HOSTILE, chapter=HOSTILE, overview_chapter=HOSTILE)
    html = html_of(published.altered(tmp_path, Measure, change))
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in html
    assert html.count("<script>") == 1
    assert "<img src=x" not in html


def test_references_that_lead_nowhere_leave_a_card_without_pictures(
    published: Published, tmp_path: Path
) -> None:
    change = only_first(left_ref="dates:nowhere/1", right_ref=None, right_page=None, scope="ukjent")
    made = published.altered(tmp_path, Finding, change)
    html = html_of(made)
    card = html[html.index(f'<article class="card card-error" id="{TILTAK_4}"') :]
    card = card[: card.index("</article>")]
    assert "<img" not in card
    assert '#page=10"' in card


def test_a_report_of_which_nothing_was_understood_still_gets_its_page(
    published: Published, tmp_path: Path
) -> None:
    processed = tmp_path / "processed"
    shutil.copytree(published.processed, processed)
    for table, record in TABLES.items():
        if table != "reports":
            write_records(processed / table / "2025.parquet", record, [])
    made = published._replace(processed=processed).again(tmp_path / "report")
    assert "Rapporten gjør opp status for ingen tiltak per juni 2025." in html_of(made)
    assert rows_of(made) == []
    with pymupdf.open(made.report / "2025-merknader.pdf") as document:
        assert document.page_count == 1 + 75
        assert not any(list(page.annots()) for page in document)
        assert "Ingen funn." in document[0].get_text()


def test_a_page_number_stays_on_the_line_of_its_s(published: Published) -> None:
    assert html_of(published).count("i teksten (s.\N{NO-BREAK SPACE}9), men") == 2  # brief, in full


# --- the sheets ---------------------------------------------------------------------------------


def test_the_csv_opens_rightly_in_a_norwegian_excel(published: Published) -> None:
    content = (published.report / "2025-funn.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfFunn;Gjelder;Alvorlighet;Regel;Tittel;Kapittel;")
    assert content.count(b"\r\n") == 1 + len(findings_of(published))
    rows = {row["Funn"]: row for row in rows_of(published)}
    assert set(rows) == {finding.id for finding in findings_of(published)}
    assert {
        key: rows[TILTAK_4][key]
        for key in ("Alvorlighet", "Gjelder", "Sted 1", "Verdi 1", "Side 1", "Verdi 2", "Side 2")
    } == {
        "Alvorlighet": "Feil",
        "Gjelder": "Tiltak 4",
        "Sted 1": "I teksten",
        "Verdi 1": "Under arbeid",
        "Side 1": "9",
        "Verdi 2": "Gjennomført",
        "Side 2": "65",
    }


def test_what_the_csv_is_about_lies_with_it_as_a_table(
    published: Published, tmp_path: Path
) -> None:
    """From where, when, what is to be known of the file, with what, and what was judged."""
    known = {"url": "https://www.regjeringen.no/x.pdf", "retrieved": date(2025, 7, 1)}
    made = published.altered(tmp_path, Report, only_first(**known))
    content = (made.report / "2025-funn-kilde.csv").read_bytes()
    frame = pd.read_csv(io.BytesIO(content), sep=";")
    assert list(frame.columns) == ["Rapport", "Opplysning", "Verdi"]
    assert set(frame["Rapport"]) == {2025}
    values = dict(zip(frame["Opplysning"], frame["Verdi"], strict=True))
    report = read_tables("2025", published.processed).report
    assert values["SHA-256"] == report.sha256
    assert values["Hentet fra"] == "https://www.regjeringen.no/x.pdf (1. juli 2025)"
    assert values["Om filen"] == report.edition_note
    assert values["Program"] == f"statusrapport {report.program}, ordlister {report.vocabulary}"
    assert (
        values["Vurderinger og rettelser"] == "ingen vurderinger og ingen verdier endret for hånd"
    )
    assert values["Funn"].startswith(f"{len(findings_of(published))} funn: 5 feil")
    for name, words in values.items():
        assert str(words) in (made.report / "2025.html").read_text(encoding="utf-8"), name


FORMULAS = ["=1+1", "+47 22 22 22 22", "-5", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x";"y")']


def test_a_cell_that_looks_like_a_formula_is_text(published: Published, tmp_path: Path) -> None:
    def with_formulas(rows: list[Any]) -> Sequence[Any]:
        changed = [replace(row, left_value=text) for row, text in zip(rows, FORMULAS, strict=False)]
        return [*changed, *rows[len(changed) :]]

    ids = [finding.id for finding in findings_of(published)[: len(FORMULAS)]]
    made = published.altered(tmp_path, Finding, with_formulas)
    rows = {row["Funn"]: row for row in rows_of(made)}
    sheet = openpyxl.load_workbook(made.report / "2025-funn.xlsx")["Funn"]
    cells = {row[0].value: row[8] for row in sheet.iter_rows(min_row=2)}
    for own, text in zip(ids, FORMULAS, strict=True):
        assert rows[own]["Verdi 1"] == f"'{text}"
        assert (cells[own].data_type, cells[own].value) == ("s", text)


def test_the_workbook_is_ready_to_use(published: Published) -> None:
    book = openpyxl.load_workbook(published.report / "2025-funn.xlsx")
    assert book.sheetnames == ["Funn", "Tiltak", "Kontroller", "Metode"]
    found, items, controls, method = book
    assert found.max_row == 1 + len(findings_of(published))
    assert items.max_row == 1 + 131
    assert controls.max_row == 1 + len(read_tables("2025", published.processed).comparisons)
    assert method.max_row >= 1 + len(rulebook())
    assert [method.cell(2, 1).value, method.cell(3, 1).value] == ["Fil", "SHA-256"]
    for sheet in (found, items):  # four verdicts to choose from, and a date
        lists = {rule.type: rule for rule in sheet.data_validations.dataValidation}
        assert lists["list"].formula1 == '"bekreftet,falsk alarm,rettet av utgiver,forklart"'
        assert lists["date"].sqref.ranges
    for sheet in book:
        assert sheet.freeze_panes == ("C2" if sheet is found else "B2")  # what a row is about
        heights = [dimension.height for dimension in sheet.row_dimensions.values()]
        assert all(height is not None and height <= 409 for height in heights)
    for sheet in (found, items, controls):
        assert sheet.auto_filter.ref is not None
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    page = next(row[9] for row in found.iter_rows(min_row=2) if row[0].value == TILTAK_4)
    assert page.value == 9
    assert (page.hyperlink.target, page.hyperlink.location) == ("2025-merknader.pdf", "page=10")


def test_a_row_of_the_workbook_grows_with_what_is_written_into_it(published: Published) -> None:
    with zipfile.ZipFile(published.report / "2025-funn.xlsx") as archive:
        for number in range(1, 5):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            rows = re.findall(r"<row [^>]*>", sheet)
            assert len(rows) > 50
            assert all(" ht=" in row and "customHeight" not in row for row in rows)


def test_each_page_of_a_wide_sheet_says_what_its_rows_are_about(published: Published) -> None:
    book = openpyxl.load_workbook(published.report / "2025-funn.xlsx")
    assert (book["Funn"].print_title_cols, book["Tiltak"].print_title_cols) == ("$A:$B", "$A:$A")
    for sheet in (book["Funn"], book["Tiltak"]):  # then come the other columns of the same rows
        assert (sheet.print_title_rows, sheet.page_setup.pageOrder) == ("$1:$1", "overThenDown")


def test_the_workbook_carries_no_clock(published: Published) -> None:
    with zipfile.ZipFile(published.report / "2025-funn.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


# --- the annotated PDF --------------------------------------------------------------------------


def test_the_report_looks_the_same_beneath_its_notes(published: Published) -> None:
    original = published.raw / "2025.pdf"
    annotated = published.report / "2025-merknader.pdf"
    with pymupdf.open(original) as before, pymupdf.open(annotated) as after:
        assert after.page_count == 1 + before.page_count == 76
        for here, there in zip(before, list(after)[1:], strict=True):
            assert there.get_text() == here.get_text()
            assert there.read_contents() == here.read_contents()
            assert len(there.get_links()) == len(here.get_links())
            for note in list(there.annots()):
                there.delete_annot(note)
            # Notes blend with what is beneath, which rounds colours: so without them.
            bare = after.reload_page(there).get_pixmap()
            assert bare.samples == here.get_pixmap().samples


def test_notes_stand_on_the_words_they_are_about(published: Published) -> None:
    with pymupdf.open(published.report / "2025-merknader.pdf") as document:
        marked = {}
        for number in (9, 65):
            page = document[number]
            assert page.get_label() == str(number)
            notes = [note for note in page.annots() if f"Funn {TILTAK_4}" in note.info["content"]]
            assert [note.type[1] for note in notes] == ["Highlight"]
            assert notes[0].info["content"].startswith("FEIL: Status: tekst mot oversikt\nTiltak 4")
            marked[number] = page.get_textbox(notes[0].rect).strip()
    assert marked == {9: "Under arbeid", 65: "Gjennomført"}


def test_every_finding_is_noted_on_each_of_its_pages(published: Published) -> None:
    with pymupdf.open(published.report / "2025-merknader.pdf") as document:
        noted = {
            (finding, page.number)
            for page in document
            for note in page.annots()
            for finding in re.findall(r"Funn ([0-9a-f]{12})", note.info["content"])
        }
    for finding in findings_of(published):
        for number in (finding.left_page, finding.right_page):
            assert number is None or (finding.id, number) in noted


def test_the_first_page_leads_to_every_finding(published: Published) -> None:
    tables = read_tables("2025", published.processed)
    with pymupdf.open(published.report / "2025-merknader.pdf") as document:
        first = document[0].get_text()
        total = len(tables.findings)
        assert f"{total} funn: 5 feil" in first.replace("\N{NO-BREAK SPACE}", " ")
        assert tables.report.sha256 in first
        assert "Hvilke ord hver" in first  # what the register says of the file
        targets = {link["page"] for link in document[0].get_links()}
        assert {9, 21, 63, 28, 64} <= targets  # the errors' pages
        outline = document.get_toc()
        own = outline[1 + total :]
        assert own  # the report's own, each to the page with these words on it
        for _, title, page in own:
            assert title in " ".join(document[page - 1].get_text().split())
    assert outline[0] == [1, "Funnene", 1]
    below = [entry for entry in outline if entry[0] == 2][: len(tables.findings)]
    assert len(below) == len(tables.findings)
    assert below[0][1].startswith("Tiltak 4 er «Under arbeid» i teksten (s. 9)")
    assert below[0][2] == 10


def test_what_is_set_aside_comes_last_on_the_first_page(
    published: Published, tmp_path: Path
) -> None:
    made = published.altered(
        tmp_path, Finding, lambda rows: [replace(rows[0], verdict="falsk alarm"), *rows[1:]]
    )
    with pymupdf.open(made.report / "2025-merknader.pdf") as document:
        words = " ".join(document[0].get_text().split())
        assert "4 feil" in words
        assert words.count(" Feil ") == 4  # those that are counted, and no more
        (last,) = (
            entry for entry in document.get_toc() if "«Under arbeid» i teksten (s. 9)" in entry[1]
        )
        assert (
            last == document.get_toc()[len(findings_of(made))]
        )  # behind the heading and all others
        (mark,) = (
            note for note in document[9].annots()
            if {TILTAK_4, "bd064966e0dc"} <= set(note.info["content"].split())
        )  # fmt: skip
        assert mark.colors["stroke"][2] == 1.0  # that of the other finding on these words, an info


def test_no_note_lies_on_another(published: Published) -> None:
    with pymupdf.open(published.report / "2025-merknader.pdf") as document:
        for page in document:
            places = [tuple(round(edge) for edge in note.rect) for note in page.annots()]
            assert len(places) == len(set(places)), page.number
        # Two findings on the status of measure 4 are one note.
        both = [n for n in document[9].annots() if f"Funn {TILTAK_4}" in n.info["content"]]
        assert len(both) == 1
        assert "Funn bd064966e0dc" in both[0].info["content"]


# --- words that differ --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("en to tre fire", "en to fem fire", ({2}, {2})),  # one word is another
        ("en to tre fire", "en to tre fire", (set(), set())),  # nothing to frame
        ("en to tre fire", "en to fire", ({2}, {1, 2})),  # a gap shows in its neighbours
        ("Under arbeid", "Gjennomført", ({0, 1}, {0})),  # nothing in common: all of it
        ("våren 2025", "juni 2025", ({0, 1}, {0, 1})),  # too short to be read word by word
        ("Under arbeid", "", ({0, 1}, set())),  # only one side is printed
    ],
)
def test_differing(left: str, right: str, expected: tuple[set[int], set[int]]) -> None:
    assert differing(left.split(), right.split()) == expected


# --- the rulebook -------------------------------------------------------------------------------


def test_the_rulebook_explains_in_whole_sentences() -> None:
    for text in rulebook().values():
        assert text.name and not text.name.endswith(".")
        for words in (text.explanation, text.method):
            assert words[0].isupper() and words.endswith("."), text.rule
        assert text.explanation.count(". ") == 0, text.rule
