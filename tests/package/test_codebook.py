"""The codebook: complete, true of the tables, safe with any title, fit for screen and paper."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pymupdf
import pytest
import regex
from msgspec.structs import replace

from pipeline import glossary
from pipeline.evidence.pictures import page_picture
from pipeline.package.catalog import json_ld
from pipeline.package.codebook import (
    Codebook,
    codebook_of,
    render_html,
    render_markdown,
    rows_of,
    write_codebook,
)
from pipeline.package.datapackage import RECORDS
from pipeline.package.release import readme
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import columns_of, read_records
from pipeline.seams.tables import SCHEMA_VERSION, SpanRow
from tests.package.conftest import Tables

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)> | a"
WIDE, NARROW = (1280, 900), (390, 844)


def codebook(tables: Tables, **changes: Callable[[Sequence[Any]], Iterable[Any]]) -> Codebook:
    """The codebook of the tables, the rows of some of them changed."""
    rows = rows_of(tables.register, tables.processed)

    def changed(read: Callable[[str], Sequence[Any]]) -> Callable[[str], Sequence[Any]]:
        return lambda table: list(changes.get(table, list)(read(table)))

    rows = {report_id: changed(read) for report_id, read in rows.items()}
    return codebook_of(tables.register, rows, tables.raw)


@pytest.fixture(scope="module")
def june(one_report: Tables) -> Codebook:
    return codebook(one_report)


def words_of(page: str) -> str:
    """The words of an HTML page, without markup."""
    text = regex.sub(r"<style>.*?</style>", "", page, flags=regex.DOTALL)
    return " ".join(html.unescape(regex.sub(r"<[^>]+>", " ", text)).split())


def test_every_table_and_column_is_explained(june: Codebook) -> None:
    words, text = words_of(render_html(june)), render_markdown(june)
    for table, record in RECORDS.items():
        own = glossary.tables()[table]
        for said in (own.title, own.rows, own.read, own.limits):
            assert said in words
            assert said in text
        section = text.split(f"\n### {table}: ")[1].split("\n### ")[0]
        for column in columns_of(record):
            row = next(
                line for line in section.splitlines() if line.startswith(f"| `{column.name}`")
            )
            assert glossary.meaning_of(table, column.name) in row
            for value in glossary.values_of(table, column.name):
                assert f"`{value.value}` {value.meaning}" in row
                assert f"{value.value} {value.meaning}" in words


def test_examples_stand_in_the_tables(june: Codebook, one_report: Tables) -> None:
    shown = 0
    for entry in june.tables:
        table = entry.text.table
        name = (
            f"{table}/2025.parquet"
            if (one_report.processed / table).is_dir()
            else f"{table}.parquet"
        )
        rows = pq.read_table(one_report.processed / name)
        assert entry.rows == len(rows)
        for column in entry.columns:
            values = [value for value in rows[column.name].to_pylist() if value not in (None, "")]
            if column.example is None:
                assert values == [], (table, column.name)
                continue
            shown += 1
            start = column.example.removesuffix(" …")
            assert any(as_shown(value).startswith(start) for value in values), (table, column)
    assert shown > 100


def as_shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.1f}" if isinstance(value, float) else " ".join(str(value).split())


def test_the_example_is_where_text_and_overview_differ(june: Codebook) -> None:
    worked = june.worked
    assert worked is not None
    assert worked.name == "Tiltak 4"
    assert [(own.page, own.status) for own in worked.cuttings] == [
        (9, "Under arbeid"),
        (65, "Gjennomført"),
    ]
    statuses = next(one for one in worked.excerpts if one.table == "statuses")
    assert statuses.rows == [
        ["tiltak-4/text", "9", "text", "Under arbeid", "Under arbeid"],
        ["tiltak-4/overview", "65", "overview", "Gjennomført", "Gjennomført"],
    ]
    assert worked.compared[0].rows == [
        ["status-text-vs-overview", "Under arbeid", "9", "Gjennomført", "65", "differ"]
    ]
    page = render_html(june)
    assert "Tiltak 4 er «Under arbeid» i teksten (s. 9), men «Gjennomført» i oversikten" in page
    assert 'href="report/2025.html#29541a33a036"' in page


def test_a_report_without_contradictions_has_an_example_all_the_same(one_report: Tables) -> None:
    agreeing = codebook(
        one_report,
        comparisons=lambda rows: [replace(row, outcome="agree") for row in rows],
        findings=lambda _: [],
    )
    assert agreeing.worked is not None
    assert agreeing.worked.name == "Tiltak 1"
    assert "kontrollrapporten</a>" not in render_html(agreeing)


def test_without_rows_it_is_still_a_codebook(one_report: Tables) -> None:
    empty = codebook_of({}, {}, one_report.raw)
    assert empty.worked is None
    assert "Fra side til rad" not in render_html(empty)
    assert words_of(render_html(empty)).count("0 rader") == len(RECORDS)


def test_all_reports_are_named(two_reports: Tables) -> None:
    page = words_of(render_html(codebook(two_reports)))
    assert f"rapportene 2025 og 2026 · datamodell {SCHEMA_VERSION}" in page
    assert "Rapport 2026" in page


def test_what_stands_in_the_pdf_is_text_and_never_markup(one_report: Tables) -> None:
    hostile = codebook(
        one_report,
        measures=lambda rows: [replace(row, title=HOSTILE) for row in rows],
        reports=lambda rows: [replace(row, title=HOSTILE) for row in rows],
    )
    page = render_html(hostile)
    assert "<script" not in page
    assert "<img src=x" not in page
    assert html.escape(HOSTILE) in page.replace("&#39;", "'")
    line = next(
        line for line in render_markdown(hostile).splitlines() if line.startswith("| `title` |")
    )
    assert regex.sub(r"\\\|", "", line).count("|") == 5  # four cells, whatever stands in them


def test_the_same_bytes_every_time_and_nothing_of_the_machine(
    one_report: Tables, tmp_path: Path
) -> None:
    moved = one_report.copy(tmp_path)
    made = []
    for own in (one_report, moved):
        page, text = tmp_path / "codebook.html", tmp_path / "codebook.md"
        write_codebook(own.register, own.raw, own.processed, page, text)
        made.append((page.read_bytes(), text.read_bytes()))
    assert made[0] == made[1]
    assert str(one_report.raw.parent).encode() not in made[0][0] + made[0][1]


def test_a_picture_cuts_through_no_line(one_report: Tables) -> None:
    pdf = one_report.raw / "2025.pdf"
    rows = rows_of(one_report.register, one_report.processed)["2025"]("spans")
    framed: list[SpanRow] = [
        row for row in rows if row.of_table == "statuses" and row.id == "tiltak-4/text"
    ]
    picture = page_picture(pdf, [], framed)
    with pymupdf.open(pdf) as document:
        words = document[8].get_text("words")
    middle = (framed[0].top + framed[0].bottom) / 2
    tops = [word[1] for word in words if abs((word[1] + word[3]) / 2 - middle) < 40]
    assert picture.height / 2 < max(tops) - min(tops) + 40
    assert picture.height / 2 > framed[0].bottom - framed[0].top + 20
    assert picture.content[1:4] == b"PNG"


@pytest.fixture(scope="module")
def pages(
    june: Codebook, one_report: Tables, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The codebook and the readme of a release, as files."""
    folder = tmp_path_factory.mktemp("pages")
    contents = dict.fromkeys(
        ["codebook.html", "statusrapport.xlsx", "tabeller/datapackage.json", "report/2025.html"],
        b"",
    )
    register = {own.id: own for own, _ in june.reports}
    reports = [report for _, report in june.reports]
    package = json.loads(one_report.datapackage.read_text(encoding="utf-8"))
    texts = {
        "codebook": render_html(june, json_ld(package)),
        "lesmeg": readme("statusrapport", register, reports, contents, package, {}),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("name", ["codebook", "lesmeg"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_in_a_browser(
    browser: Any, pages: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(pages[name].as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [pages[name].as_uri()]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    results = axe_api.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def test_on_paper_nothing_is_cut_off(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(pages["codebook"].as_uri())
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    page.close()
    with pymupdf.open(tmp_path / "print.pdf") as document:
        for sheet in document:
            for word in sheet.get_text("words"):
                assert word[2] <= sheet.rect.width - 20, (sheet.number, word)
        text = " ".join(" ".join(sheet.get_text().split()) for sheet in document)
    for own in glossary.tables().values():
        assert own.rows in text


def test_a_locked_report_is_pictured_with_its_password(
    one_report: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "2025.pdf"
    with pymupdf.open(one_report.raw / "2025.pdf") as document:
        document.save(
            locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="hemmelig", owner_pw="eier"
        )
    spans = read_records(one_report.processed / "spans" / "2025.parquet", SpanRow)
    (box,) = [s for s in spans if (s.of_table, s.id) == ("statuses", "tiltak-4/text")]
    with pytest.raises(Refusal):
        page_picture(locked, [], [box])
    words = tmp_path / "passord.txt"
    words.write_text("hemmelig\n", encoding="utf-8")
    monkeypatch.setenv("STATUSRAPPORT_PASSWORD_FILE", str(words))
    open_picture = page_picture(one_report.raw / "2025.pdf", [], [box])
    assert page_picture(locked, [], [box]) == open_picture
