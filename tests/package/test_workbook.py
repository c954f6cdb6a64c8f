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
from pipeline.package.workbook import COLUMNS, CUT, LONGEST, OVERVIEW, PDF, write_workbook
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


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def expected(tables: Tables, table: str, record: type[Any]) -> list[dict[str, Any]]:
    folder = tables.processed
    paths = sorted((folder / table).glob("*.parquet")) or [folder / f"{table}.parquet"]
    names = [column.name for column in columns_of(record)]
    return [
        dict(zip(names, (getattr(row, field) for field in row.__struct_fields__), strict=True))
        for path in paths
        for row in read_records(path, record)
    ]


def test_the_overview_comes_first_and_the_columns_last(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [OVERVIEW, *(table for table, _ in ALL), COLUMNS]


def test_the_overview_says_what_is_there(book: openpyxl.Workbook) -> None:
    sheet = book[OVERVIEW]
    lines = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value is not None}
    assert lines["2025"][2].value == "juni 2025"
    assert lines["2025"][3].value == 75
    assert lines["2026"][2].value == "juni 2026"
    for table, record in ALL:
        link, what, _, rows, columns = lines[table][:5]
        assert link.hyperlink.location == f"'{table}'!A1"
        assert what.value == glossary.tables()[table].rows
        assert (rows.value, columns.value) == (book[table].max_row - 1, len(columns_of(record)))
    text = " ".join(str(own[0].value) for own in lines.values())
    assert "ikke regnskap" in text
    assert "Filtrer kolonnen source på text eller overview" in text


@pytest.mark.parametrize(("table", "record"), ALL)
def test_every_value_of_every_table(
    book: openpyxl.Workbook, tables: Tables, table: str, record: type[Any]
) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime.datetime):
            return value.date()
        # a cell holds a carriage return or a control character as _x000D_; here there are none
        return round(value, 4) if isinstance(value, float) else value

    found = [{key: plain(value) for key, value in row.items()} for row in rows_of(book[table])]
    wanted = [
        {key: None if value == "" else plain(value) for key, value in row.items()}
        for row in expected(tables, table, record)
    ]
    assert found == wanted


@pytest.mark.parametrize("table", [table for table, _ in ALL])
def test_header_filter_and_explanations(book: openpyxl.Workbook, table: str) -> None:
    sheet = book[table]
    assert sheet.freeze_panes in ("C2", "A2")
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}" + str(
        max(2, sheet.max_row)
    )
    for cell in sheet[1]:
        assert cell.font.bold
        assert cell.comment.text.startswith(glossary.meaning_of(table, str(cell.value)))
        assert 9 <= sheet.column_dimensions[cell.column_letter].width <= 61


def test_columns_are_explained_in_one_list(book: openpyxl.Workbook) -> None:
    found = [(row["Ark"], row["Kolonne"]) for row in rows_of(book[COLUMNS])]
    assert found == [(table, own.name) for table, record in ALL for own in columns_of(record)]
    assert all(row["Betydning"] for row in rows_of(book[COLUMNS]))
    kinds = {(row["Ark"], row["Kolonne"]): row["Type"] for row in rows_of(book[COLUMNS])}
    assert kinds["dates", "first"] == "dato"
    assert kinds["amounts", "amount_nok"] == "heltall"


def test_days_are_days_and_numbers_numbers(book: openpyxl.Workbook) -> None:
    dates, amounts = book["dates"], book["amounts"]
    names = [cell.value for cell in dates[1]]
    first = dates.cell(2, names.index("first") + 1)
    assert first.is_date
    assert first.number_format == "dd.mm.yyyy"
    names = [cell.value for cell in amounts[1]]
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


def test_a_page_of_the_report_before_opens_that_report(tables: Tables, tmp_path: Path) -> None:
    """As findings across reports have it: their left side stands in the earlier report."""
    two = tables.copy(tmp_path)
    path = two.processed / "findings" / "2026.parquet"
    first, *others = read_records(path, Finding)
    across = replace(first, left_source="2025", left_page=9, right_page=6)
    write_records(path, Finding, [across, *others])
    write_workbook(two.processed, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["findings"]
    names = [cell.value for cell in sheet[1]]
    (row,) = (r for r in sheet.iter_rows() if r[names.index("left_source")].value == "2025")
    assert row[names.index("left_page")].hyperlink.target == "report\\2025-merknader.pdf"
    assert row[names.index("right_page")].hyperlink.target == "report\\2026-merknader.pdf"


def test_addresses_are_links_only_where_they_can_work(book: openpyxl.Workbook) -> None:
    sheet = book["links"]
    names = [cell.value for cell in sheet[1]]
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
    column = [cell.value for cell in sheet[1]].index("title") + 1
    for i, text in enumerate(HOSTILE, start=2):
        cell = sheet.cell(i, column)
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x005F_", "_") == text
        assert cell.hyperlink is None


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(tables: Tables, tmp_path: Path) -> None:
    own = altered(tables, tmp_path, narrative=["a" * LONGEST, "b" * (LONGEST + 1)])
    write_workbook(own.processed, tmp_path / "x.xlsx")
    rows = rows_of(openpyxl.load_workbook(tmp_path / "x.xlsx")["measures"])
    assert rows[0]["narrative"] == "a" * LONGEST
    assert rows[1]["narrative"].endswith(f"b{CUT}")
    assert len(rows[1]["narrative"]) == LONGEST


def test_a_table_that_no_sheet_can_hold_goes_on_in_the_next(tables: Tables, tmp_path: Path) -> None:
    write_workbook(tables.processed, tmp_path / "x.xlsx", most_rows=400)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    parts = [name for name in book.sheetnames if name.startswith("statuses")]
    assert parts == ["statuses", "statuses 2"]
    rows = [row for name in parts for row in rows_of(book[name])]
    assert [row["id"] for row in rows] == [
        row["id"] for row in expected(tables, "statuses", TABLES["statuses"])
    ]
    assert [book[name].max_row for name in parts] == [401, len(rows) - 400 + 1]
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
        statuses = pd.read_excel(path, sheet_name="statuses", dtype={"report_id": str})
    own = statuses[statuses["report_id"].eq("2025")]
    assert pd.crosstab(own["source"], own["status"]).loc["overview", "Gjennomført"] == 27


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_sees_every_sheet(path: Path, tmp_path: Path) -> None:
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
        OVERVIEW, *(table for table, _ in ALL), COLUMNS,
    ]  # fmt: skip
    assert f"{tmp_path}/report/2025-merknader.pdf#page=66" in unquote(content)
