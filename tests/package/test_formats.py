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
import pyreadstat
import pytest

from pipeline.package.datapackage import RECORDS
from pipeline.package.duckdb_file import duckdb_of
from pipeline.package.release import csv_of
from pipeline.package.stata import stata_of
from pipeline.package.whole_tables import whole_tables
from pipeline.runtime.separated import separated
from pipeline.seams.arrow import columns_of, table_of
from pipeline.seams.tables import Field
from tests.package.conftest import Tables

SHOWN = ("items", "statuses", "amounts", "dates", "measures", "fields", "findings", "reports")


@pytest.fixture(scope="module")
def tables(two_reports: Tables) -> dict[str, pa.Table]:
    return whole_tables(two_reports.register, two_reports.processed)


def read_stata(content: bytes, folder: Path, **how: Any) -> tuple[pd.DataFrame, Any]:
    path = folder / "table.dta"
    path.write_bytes(content)
    frame, meta = pyreadstat.read_dta(str(path), **how)
    return frame, meta


@pytest.mark.parametrize("name", SHOWN)
def test_stata_files_are_read_back_with_labels(
    name: str, tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    table, columns = tables[name], columns_of(RECORDS[name])
    content = stata_of(name, RECORDS[name], table)
    assert content == stata_of(name, RECORDS[name], table)  # no clock
    assert b"<release>118</release>" in content  # Stata 14
    frame, meta = read_stata(content, tmp_path, apply_value_formats=True, formats_as_category=False)
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
    frame, meta = read_stata(stata_of("items", RECORDS["items"], tables["items"]), tmp_path)
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
    frame, _ = read_stata(stata_of("fields", record, table_of(record, [])), tmp_path)
    assert list(frame.columns) == [column.name for column in columns_of(record)]
    rows = [
        Field("2025", None, "a", 1, "text", "", "other", "x" * 9_000),
        Field("2025", "tiltak-4", "b", 1, "overview", "", "deadline", "æøå – «»"),
    ]
    frame, _ = read_stata(stata_of("fields", record, table_of(record, rows)), tmp_path)
    assert frame.value.tolist() == ["x" * 9_000, "æøå – «»"]
    assert frame.label.tolist() == ["", ""]
    assert frame.item_id.tolist() == ["", "tiltak-4"]


def test_a_date_is_a_date_in_stata_also_where_no_row_has_one(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    reports = tables["reports"]
    assert reports["retrieved"].to_pylist() == [None, None]
    for table in (reports, reports.slice(0, 0)):
        _, meta = read_stata(stata_of("reports", RECORDS["reports"], table), tmp_path)
        for name in ("as_of", "retrieved"):
            assert meta.original_variable_types[name] == "%td"
            assert meta.readstat_variable_types[name] == "double"


def test_a_status_of_another_plan_comes_last(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    statuses = tables["statuses"].slice(0, 2)
    number = statuses.schema.get_field_index("status")
    changed = statuses.set_column(
        number, statuses.schema.field(number), pa.array(["Løpende", None])
    )
    frame, meta = read_stata(stata_of("statuses", RECORDS["statuses"], changed), tmp_path)
    assert meta.variable_value_labels["status"][4] == "Løpende"
    assert frame.status.iloc[0] == 4
    assert pd.isna(frame.status.iloc[1])


@pytest.mark.parametrize("name", SHOWN)
def test_csv_is_read_back(name: str, tables: dict[str, pa.Table]) -> None:
    content = csv_of(tables[name])
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


def test_the_duckdb_file_is_queried(tables: dict[str, pa.Table], tmp_path: Path) -> None:
    path = tmp_path / "statusrapport.duckdb"
    path.write_bytes(duckdb_of(tables))
    with duckdb.connect(str(path), read_only=True) as connection:
        for name, table in tables.items():
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchall() == [
                (len(table),)
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
