"""statusrapport.xlsx, read back by another library than the one that wrote it."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pandas as pd
import pytest
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import glossary
from pipeline.package.sheets import ITEMS
from pipeline.package.workbook import COLUMNS, CUT, LINE, LONGEST, OVERVIEW, PDF, write_workbook
from pipeline.publish.reports import ENDINGS
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import columns_of, read_records, write_records
from pipeline.seams.tables import ACROSS, TABLES, Finding, Measure
from tests.package.conftest import Tables

ALL = [*TABLES.items(), *((record.table, record) for record in ACROSS)]


LARGE = {"spans": 200, "comparisons": 200, "paragraphs": 100}  # rows that are enough here


@pytest.fixture(scope="module")
def tables(two_reports: Tables, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Two reports, the largest tables cut short: openpyxl is slow."""
    tables = two_reports.copy(tmp_path_factory.mktemp("tables"))
    for table, rows in LARGE.items():
        for path in (tables.processed / table).glob("*.parquet"):
            record = TABLES[table]
            write_records(path, record, read_records(path, record)[:rows])
    return tables


@pytest.fixture(scope="module")
def path(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "statusrapport.xlsx"
    write_workbook(tables.processed, path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def names_of(sheet: Worksheet) -> list[str]:
    """What the columns are called in the tables, as the notes on their headings say."""
    notes = [cell.comment.text if cell.comment else str(cell.value) for cell in sheet[1]]
    return [note.rpartition("\nI tabellene: ")[2] for note in notes]


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    _, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names_of(sheet), row, strict=True)) for row in rows]


def filled(tables: Tables) -> list[tuple[str, type[Any]]]:
    """The tables that have rows, with the items apart: their sheet is Tiltak."""
    return [
        (table, record)
        for table, record in ALL
        if table != "items" and expected(tables, table, record)
    ]


def expected(tables: Tables, table: str, record: type[Any]) -> list[dict[str, Any]]:
    folder = tables.processed
    paths = sorted((folder / table).glob("*.parquet")) or [folder / f"{table}.parquet"]
    names = [column.name for column in columns_of(record)]
    return [
        {name: getattr(row, "of_table" if name == "table" else name) for name in names}
        for path in paths
        for row in read_records(path, record)
    ]


def test_the_items_come_first_and_no_sheet_is_empty(
    book: openpyxl.Workbook, tables: Tables
) -> None:
    sheets = [table for table, _ in filled(tables)]
    assert book.sheetnames == [ITEMS, OVERVIEW, *sheets, COLUMNS]
    assert "fields" not in sheets
    assert all(sheet.max_row > 1 for sheet in book.worksheets)


def test_the_overview_says_what_is_there(book: openpyxl.Workbook, tables: Tables) -> None:
    sheet = book[OVERVIEW]
    lines = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value is not None}
    assert lines["2025"][2].value == "juni 2025"
    assert lines["2025"][3].value == 75
    assert lines["2026"][2].value == "juni 2026"
    known = [tuple(cell.value for cell in row[:2]) for row in sheet.iter_rows()]
    for sha256 in pd.read_parquet(tables.processed / "reports")["sha256"]:
        assert ("SHA-256", sha256) in known
    judged = "ingen vurderinger og ingen verdier endret for hånd"
    assert known.count(("Vurderinger og rettelser", judged)) == 2
    assert known.count(("Hentet fra", "ikke oppgitt i registeret")) == 2
    for table in book.sheetnames[2:-1]:
        link, what, _, rows, columns = lines[table][:5]
        assert link.hyperlink.location == f"'{table}'!A1"
        assert what.value == glossary.tables()[table].rows
        assert (rows.value, columns.value) == (book[table].max_row - 1, book[table].max_column)
    assert lines["fields"][1].value.endswith("Ingen rader, og derfor ikke noe ark.")
    assert lines["fields"][0].hyperlink is None
    text = " ".join(str(own[0].value) for own in lines.values())
    assert "ikke regnskap" in text
    assert "Filtrer kolonnen Sted på text eller overview" in text


def test_every_value_of_every_table(book: openpyxl.Workbook, tables: Tables) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime.datetime):
            return value.date()
        # a cell holds a carriage return or a control character as _x000D_; here there are none
        return round(value, 4) if isinstance(value, float) else value

    for table, record in [("items", TABLES["items"]), *filled(tables)]:
        sheet = book[ITEMS if table == "items" else table]
        names = set(names_of(sheet)) & {column.name for column in columns_of(record)}
        found = [{key: plain(row[key]) for key in names} for row in rows_of(sheet)]
        wanted = [
            {key: None if row[key] == "" else plain(row[key]) for key in names}
            for row in expected(tables, table, record)
        ]
        assert found == wanted, table
        lacking = {column.name for column in columns_of(record)} - names
        assert lacking <= ({"item_id"} if not record.has_items else set()), table


def test_the_sheet_of_items_counts_each_ministry_with_and_without_alle(
    book: openpyxl.Workbook,
) -> None:
    """JD of June 2025: named for 74 and in parentheses for one, and for 80 with alle."""
    sheet = book[ITEMS]
    assert [cell.value for cell in sheet[1]][:7] == [
        "Rapport", "Nummer", "Kort tittel", "Kapittelnr.", "Status i teksten",
        "Status i oversikten", "Departementer",
    ]  # fmt: skip
    rows = [row for row in rows_of(sheet) if row["report_id"] == "2025"]
    assert len(rows) == 131
    sums = {
        name.removeprefix("responsibilities: "): sum(row[name] for row in rows)
        for name in names_of(sheet)
        if name.startswith("responsibilities: ")
    }
    assert (sums["JD"], sums["JD med alle"]) == (75, 80)
    assert (sums["BFD"], sums["BFD med alle"]) == (40, 56)
    ten = next(row for row in rows if row["item_id"] == "tiltak-10")
    assert (ten["next_planned: i ord"], ten["next_planned"]) == ("høsten 2025", "2025-23")
    four = next(row for row in rows if row["item_id"] == "tiltak-4")
    assert (four["status_text"], four["status_overview"]) == ("Under arbeid", "Gjennomført")
    line = rows.index(four) + 2
    assert [sheet.cell(line, column).fill.fgColor.rgb for column in (4, 5, 6)] == [
        "00000000", "FFFFE9C7", "FFFFE9C7",
    ]  # fmt: skip


def test_items_sort_by_their_numbers_in_every_sheet(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        if "item_id" in (names := names_of(sheet)):
            keys = {row["sort_key"] for row in rows_of(sheet) if row["item_id"] == "tiltak-4"}
            assert "sort_key" in names, sheet.title
            assert keys <= {"tiltak-004"}, sheet.title


def test_each_sheet_is_an_excel_table_with_norwegian_headings_and_notes(
    book: openpyxl.Workbook, tables: Tables
) -> None:
    for table, record in [("items", TABLES["items"]), *filled(tables)]:
        sheet = book[ITEMS if table == "items" else table]
        assert sheet.freeze_panes in ("D2", "C2")
        last = f"{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        assert sheet.tables[table].ref == sheet.tables[table].autoFilter.ref == f"A1:{last}"
        headings = [str(cell.value) for cell in sheet[1]]
        assert len({heading.casefold() for heading in headings}) == len(headings), table
        for cell, name in zip(sheet[1], names_of(sheet), strict=True):
            assert cell.font.bold
            assert 8 <= sheet.column_dimensions[cell.column_letter].width <= 61
            if name in {column.name for column in columns_of(record)}:
                assert cell.value == glossary.heading_of(table, name)
                assert cell.comment.text.startswith(glossary.meaning_of(table, name))


def test_every_column_has_a_heading_in_bokmål() -> None:
    for table, record in ALL:
        for column in columns_of(record):
            assert glossary.heading_of(table, column.name) != column.name, (table, column.name)


def test_rows_are_as_high_as_their_text(book: openpyxl.Workbook) -> None:
    """Nobody counts lines anew when the file is opened: the height stands in the file."""
    sheet = book["findings"]
    message = names_of(sheet).index("message") + 1
    width = sheet.column_dimensions[sheet.cell(1, message).column_letter].width
    for row in range(2, sheet.max_row + 1):
        cell = sheet.cell(row, message)
        assert cell.alignment.wrap_text
        height = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight
        assert height >= LINE * (len(cell.value) // (1.2 * width) + 1)


def test_what_goes_to_paper_is_chosen(book: openpyxl.Workbook) -> None:
    items, spans = book[ITEMS], book["spans"]
    assert items.print_area == f"'{ITEMS}'!$A$1:$K${items.max_row}"
    assert items.print_title_rows == "$1:$1"
    rows = int(str(spans.print_area).rpartition("$")[2])
    assert rows < 50
    assert f"{rows - 1} av {spans.max_row - 1} rader" in spans.oddFooter.left.text
    for sheet in book.worksheets:
        assert sheet.page_setup.fitToWidth in (None, 1)  # as fitToPage has it
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.paperSize == 9


def test_columns_are_explained_in_one_list(book: openpyxl.Workbook) -> None:
    listed = rows_of(book[COLUMNS])
    found = {(row["Ark"], row["I tabellene"]): row for row in listed}
    assert len(found) == len(listed)
    for sheet in book.worksheets[2:-1]:
        for cell, name in zip(sheet[1], names_of(sheet), strict=True):
            assert found[sheet.title, name]["Kolonne"] == cell.value
    assert all(row["Betydning"] for row in listed)
    assert found["dates", "first"]["Type"] == "dato"
    assert found["amounts", "amount_nok"]["Type"] == "heltall"
    assert found["fields", "label"]["Kolonne"] == "Ledetekst"  # also of tables without rows


def test_days_are_days_and_numbers_numbers(book: openpyxl.Workbook) -> None:
    dates, amounts = book["dates"], book["amounts"]
    names = names_of(dates)
    first = dates.cell(2, names.index("first") + 1)
    assert first.is_date
    assert first.number_format == "dd.mm.yyyy"
    names = names_of(amounts)
    amount = amounts.cell(2, names.index("amount_nok") + 1)
    assert (amount.value, amount.data_type) == (120_000_000, "n")
    assert amount.number_format == "#,##0"
    assert amounts.cell(2, names.index("annual") + 1).data_type == "b"
    assert book["measures"].cell(2, 1).data_type == "s"  # a report's id is a text: 2025


def test_pages_are_links_to_the_page_in_the_report(book: openpyxl.Workbook) -> None:
    assert "report/{report}" + ENDINGS[1] == PDF  # where publish puts it
    sheet = book["statuses"]
    for line in (2, sheet.max_row):
        report, page = sheet.cell(line, 1).value, sheet.cell(line, 4)
        assert page.data_type == "n"
        # as Excel itself writes such links: a relative file in Windows' manner, and a place in it
        assert page.hyperlink.target == f"report\\{report}-merknader.pdf"
        assert page.hyperlink.location == f"page={page.value + 1}"


def test_a_page_of_the_report_before_opens_that_report(two_years: Tables, tmp_path: Path) -> None:
    """As findings across reports have it: their left side stands in the earlier report."""
    two = two_years.copy(tmp_path)
    path = two.processed / "findings" / "2026.parquet"
    first, *others = read_records(path, Finding)
    across = replace(first, left_source="2025", left_page=9, right_page=6)
    write_records(path, Finding, [across, *others])
    write_workbook(two.processed, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["findings"]
    names = names_of(sheet)
    (row,) = (r for r in sheet.iter_rows() if r[names.index("left_source")].value == "2025")
    assert row[names.index("left_page")].hyperlink.target == "report\\2025-merknader.pdf"
    assert row[names.index("right_page")].hyperlink.target == "report\\2026-merknader.pdf"


def test_addresses_are_links_only_where_they_can_work(book: openpyxl.Workbook) -> None:
    sheet = book["links"]
    names = names_of(sheet)
    url, problem = names.index("url") + 1, names.index("problem") + 1
    linked = {
        bool(row[url - 1].hyperlink) for row in sheet.iter_rows(2) if row[problem - 1].value is None
    }
    assert linked == {True}
    local = [row for row in sheet.iter_rows(2) if row[problem - 1].value == "local-file"]
    assert local
    assert not any(row[url - 1].hyperlink for row in local)
    for row in sheet.iter_rows(2):
        if row[url - 1].hyperlink:
            assert row[url - 1].hyperlink.target == row[url - 1].value


HOSTILE = (
    "=1+1",
    "+47 22",
    "-5",
    "@SUM(A1)",
    "{=A1}",
    "007",
    "1e5",
    "http://x.no",
    "_x0041_",
    "'a",
    "<r><t>a</t></r>",
    " a & b\n",
)


def altered(tables: Tables, folder: Path, **changes: list[str]) -> Tables:
    """The tables with other texts in the first measures."""
    own = tables.copy(folder)
    path = own.processed / "measures" / "2025.parquet"
    rows = read_records(path, Measure)
    for name, texts in changes.items():
        for i, text in enumerate(texts):
            rows[i] = replace(rows[i], **{name: text})
    write_records(path, Measure, rows)
    return own


def test_texts_stay_texts(tables: Tables, tmp_path: Path) -> None:
    own = altered(tables, tmp_path, title=list(HOSTILE))
    write_workbook(own.processed, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["measures"]
    column = names_of(sheet).index("title") + 1
    for i, text in enumerate(HOSTILE, start=2):
        cell = sheet.cell(i, column)
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x005F_", "_") == text
        assert cell.hyperlink is None


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(two_years: Tables, tmp_path: Path) -> None:
    own = altered(two_years, tmp_path, narrative=["a" * LONGEST, "b" * (LONGEST + 1)])
    write_workbook(own.processed, tmp_path / "x.xlsx")
    rows = rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["measures"])
    assert rows[0]["narrative"] == "a" * LONGEST
    assert rows[1]["narrative"].endswith(f"b{CUT}")
    assert len(rows[1]["narrative"]) == LONGEST


def test_a_table_that_no_sheet_can_hold_goes_on_in_the_next(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where it has more links than a sheet can hold, its values stand without them."""
    monkeypatch.setattr("pipeline.package.workbook.MOST_LINKS", 300)
    write_workbook(tables.processed, tmp_path / "x.xlsx", most_rows=400)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    parts = [name for name in book.sheetnames if name.startswith("statuses")]
    assert parts == ["statuses", "statuses 2"]
    rows = [row for name in parts for row in rows_of(book[name])]
    assert [row["id"] for row in rows] == [
        row["id"] for row in expected(tables, "statuses", TABLES["statuses"])
    ]
    assert [book[name].max_row for name in parts] == [401, len(rows) - 400 + 1]
    assert book["statuses 2"].tables["statuses_2"].ref.endswith(str(len(rows) - 400 + 1))
    numbers, pages = book[ITEMS]["B"][1:], book["statuses"]["D"][1:]
    assert all(cell.value and cell.hyperlink is None for cell in (*numbers, *pages))
    assert book["links"].cell(2, names_of(book["links"]).index("url") + 1).hyperlink
    assert book["statuses 2"].cell(1, 6).comment.text == book["statuses"].cell(1, 6).comment.text


def test_the_same_bytes_every_time(tables: Tables, path: Path, tmp_path: Path) -> None:
    write_workbook(tables.processed, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_a_missing_table_leaves_the_old_workbook(
    tables: Tables, path: Path, tmp_path: Path
) -> None:
    own = tables.copy(tmp_path)
    target = tmp_path / "statusrapport.xlsx"
    shutil.copyfile(path, target)
    (own.processed / "dates" / "2026.parquet").unlink()
    with pytest.raises(Refusal, match=r"dates/2026\.parquet"):
        write_workbook(own.processed, target)
    assert target.read_bytes() == path.read_bytes()
    assert [p.name for p in tmp_path.glob(".*")] == []


def test_programs_read_the_sheets_as_they_are(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        statuses = pd.read_excel(path, sheet_name="statuses", dtype={"Rapport": str})
    own = statuses[statuses["Rapport"].eq("2025")]
    assert pd.crosstab(own["Sted"], own["Status"]).loc["overview", "Gjennomført"] == 27


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_sees_every_sheet(
    tables: Tables, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "statusrapport.xlsx"
    shutil.copyfile(path, target)
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "ods", "--outdir", str(tmp_path), str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    content = zipfile.ZipFile(tmp_path / "statusrapport.ods").read("content.xml").decode()
    assert re.findall(r'<table:table table:name="([^"]+)"', content) == [
        ITEMS, OVERVIEW, *(table for table, _ in filled(tables)), COLUMNS,
    ]  # fmt: skip
    assert f"{tmp_path}/report/2025-merknader.pdf#page=66" in unquote(content)


def test_numbers_of_items_lead_to_the_pages_of_their_history(
    book: openpyxl.Workbook, tables: Tables
) -> None:
    sheet = book["Tiltak"]
    headings = [cell.value for cell in sheet[1]]
    column = headings.index("Nummer")
    links = {
        (row[headings.index("Rapport")].value, row[column].value): row[column].hyperlink.target
        for row in sheet.iter_rows(min_row=2)
    }
    assert len(links) == 262
    folder = "report/items/opptrappingsplan-mot-vold-og-overgrep"
    for report_id in tables.register:
        assert links[report_id, "4"].replace("\\", "/") == f"{folder}/tiltak-4.html"
