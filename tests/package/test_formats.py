"""CSV, Stata and DuckDB: read back by other programs than wrote them, value by value."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from pipeline.package.datapackage import RECORDS
from pipeline.package.duckdb_file import write_duckdb
from pipeline.package.release import write_csv
from pipeline.package.stata import Columns, write_stata
from pipeline.package.whole_tables import WholeTable, write_whole_tables
from pipeline.runtime.separated import separated
from pipeline.seams.arrow import columns_of, table_of
from pipeline.seams.tables import TABLES, Field
from tests.package.conftest import Tables

SHOWN = ("items", "statuses", "amounts", "dates", "measures", "fields", "findings", "reports")


@pytest.fixture(scope="module")
def whole(two_reports: Tables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, WholeTable]:
    folder = tmp_path_factory.mktemp("whole")
    return write_whole_tables(two_reports.register, two_reports.processed, folder)


@pytest.fixture(scope="module")
def tables(whole: dict[str, WholeTable]) -> dict[str, pa.Table]:
    return {name: pq.read_table(table.path) for name, table in whole.items()}


def through_stata(name: str, table: Columns, folder: Path, **how: Any) -> tuple[pd.DataFrame, Any]:
    path = folder / "table.dta"
    write_stata(name, RECORDS[name], table, path)
    frame, meta = pyreadstat.read_dta(str(path), **how)
    return frame, meta


def as_csv(table: pa.Table, folder: Path) -> bytes:
    path = folder / "table.csv"
    half = len(table) // 2
    write_csv(table.column_names, [table.slice(0, half), table.slice(half)], path)
    return path.read_bytes()


def test_a_table_of_all_reports_is_read_report_by_report(
    two_reports: Tables, whole: dict[str, WholeTable]
) -> None:
    for name, table in whole.items():
        parts = list(table.parts())
        assert sum(map(len, parts)) == table.rows
        if table.rows and name in TABLES:
            reports = [part["report_id"].unique().to_pylist() for part in parts]
            assert reports == [[own] for own in two_reports.register if [own] in reports]


@pytest.mark.parametrize("name", SHOWN)
def test_stata_files_are_read_back_with_labels(
    name: str, whole: dict[str, WholeTable], tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    table, columns = tables[name], columns_of(RECORDS[name])
    write_stata(name, RECORDS[name], table, tmp_path / "again.dta")
    frame, meta = through_stata(
        name, whole[name], tmp_path, apply_value_formats=True, formats_as_category=False
    )
    content = (tmp_path / "table.dta").read_bytes()
    assert content == (tmp_path / "again.dta").read_bytes()  # no clock
    assert b"<release>118</release>" in content  # Stata 14
    assert list(frame.columns) == [column.name for column in columns]
    assert len(frame) == len(table)
    assert all(meta.column_names_to_labels.values())
    for column in columns:
        wanted = table[column.name].to_pylist()
        found = [None if pd.isna(value) else value for value in frame[column.name]]
        if pa.types.is_boolean(column.type):
            wanted = [None if value is None else ("nei", "ja")[value] for value in wanted]
        elif pa.types.is_string(column.type) and column.vocabulary is None:
            wanted = [value or "" for value in wanted]
        elif pa.types.is_floating(column.type):
            continue
        assert found == wanted, column.name


def test_statuses_are_numbers_in_their_order_with_labels(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    frame, meta = through_stata("items", tables["items"], tmp_path)
    labels = meta.variable_value_labels["status_text"]
    assert list(labels.items())[:3] == [
        (1, "Ikke startet"), (2, "Under arbeid"), (3, "Gjennomført"),
    ]  # fmt: skip
    of_2025 = frame[frame.report_id == "2025"]
    assert of_2025.status_text.value_counts().to_dict() == {2: 81, 3: 26, 1: 24}
    assert meta.file_label == "Tiltak (samlet)"
    assert meta.column_names_to_labels["status_text"] == "Status i teksten"


def test_stata_takes_tables_without_rows_and_texts_that_are_empty_or_long(tmp_path: Path) -> None:
    record = RECORDS["fields"]
    frame, _ = through_stata("fields", table_of(record, []), tmp_path)
    assert list(frame.columns) == [column.name for column in columns_of(record)]
    rows = [
        Field("2025", None, "a", 1, "text", "", "other", "x" * 9_000),
        Field("2025", "tiltak-4", "b", 1, "overview", "", "deadline", "æøå – «»"),
    ]
    frame, _ = through_stata("fields", table_of(record, rows), tmp_path)
    assert frame.value.tolist() == ["x" * 9_000, "æøå – «»"]
    assert frame.label.tolist() == ["", ""]
    assert frame.item_id.tolist() == ["", "tiltak-4"]


def test_a_date_is_a_date_in_stata_also_where_no_row_has_one(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    reports = tables["reports"]
    assert reports["retrieved"].to_pylist() == [None, None]
    for table in (reports, reports.slice(0, 0)):
        _, meta = through_stata("reports", table, tmp_path)
        for name in ("as_of", "retrieved"):
            assert meta.original_variable_types[name] == "%td"
            assert meta.readstat_variable_types[name] == "double"


def test_a_status_of_another_plan_comes_last(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    statuses = tables["statuses"].slice(0, 2)
    number = statuses.schema.get_field_index("status")
    changed = statuses.set_column(
        number, statuses.schema.field(number), pa.array(["Løpende", None])
    )
    frame, meta = through_stata("statuses", changed, tmp_path)
    assert meta.variable_value_labels["status"][4] == "Løpende"
    assert frame.status.iloc[0] == 4
    assert pd.isna(frame.status.iloc[1])


@pytest.mark.parametrize("name", SHOWN)
def test_csv_is_read_back(name: str, tables: dict[str, pa.Table], tmp_path: Path) -> None:
    content = as_csv(tables[name], tmp_path)
    assert content.startswith(b"\xef\xbb\xbf")  # for Excel
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert head == tables[name].column_names
    for row, wanted in zip(rows, tables[name].to_pylist(), strict=True):
        for cell, value in zip(row, wanted.values(), strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, bool):
                assert cell == str(value).upper()
            elif isinstance(value, date):
                assert date.fromisoformat(cell) == value
            elif isinstance(value, float):
                assert float(cell.replace(",", ".")) == pytest.approx(value, rel=1e-5)
            else:
                assert cell.removeprefix("'") == str(value).removeprefix("'")


def test_csv_holds_no_formula() -> None:
    texts = ["=1+1", "+47", "-5", "@SUM(A1)", "a;b", 'a "b"', "a\nb"]
    rows = (
        separated(["text"], [[text] for text in texts])
        .decode("utf-8-sig")
        .removesuffix("\r\n")
        .split("\r\n")
    )
    assert rows == [
        "text", "'=1+1", "'+47", "'-5", "'@SUM(A1)", '"a;b"', '"a ""b"""', '"a\nb"',
    ]  # fmt: skip


def test_the_duckdb_file_is_queried(whole: dict[str, WholeTable], tmp_path: Path) -> None:
    path = tmp_path / "statusrapport.duckdb"
    write_duckdb(whole, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        for name, table in whole.items():
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchall() == [
                (table.rows,)
            ]
        counts = connection.execute(
            "SELECT status, count(*) FROM items JOIN statuses USING (item_key, status) "
            "WHERE source = 'text' AND item_key LIKE '2025/%' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert counts == [("Gjennomført", 26), ("Ikke startet", 24), ("Under arbeid", 81)]
        (said,) = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'items' "
            "AND column_name = 'item_key'"
        ).fetchone()
        assert said.startswith("The item and its report")
