"""statusrapport.sql in DuckDB: every table, every row, every description."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.package.database import write_database
from pipeline.package.release import TABLE_FOLDER
from pipeline.package.whole_tables import write_descriptions, write_whole_tables
from pipeline.seams.arrow import columns_of, schema_of
from pipeline.seams.tables import ACROSS, TABLES, column_name
from tests.package.conftest import Tables

ALL = [*TABLES.items(), *((record.table, record) for record in ACROSS)]


@pytest.fixture
def project(two_reports: Tables, tmp_path: Path) -> Path:
    """A project with two reports and the views."""
    tables = two_reports.copy(tmp_path)
    write_database(tables.processed, tables.processed / "statusrapport.sql")
    return tmp_path


def opened(script: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(script.read_text(encoding="utf-8"))
    return connection


@pytest.mark.parametrize("place", [".", "processed"])
def test_views_have_every_row_of_every_report(
    project: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / place)
    database = opened(project / "processed" / "statusrapport.sql")
    for table, record in ALL:
        relation = database.sql(f'SELECT * FROM "{table}"')
        assert relation.columns == [column.name for column in columns_of(record)]
        folder = project / "processed"
        files = sorted((folder / table).glob("*.parquet")) or [folder / f"{table}.parquet"]
        rows = sum(pq.read_metadata(path).num_rows for path in files)
        assert database.sql(f'SELECT count(*) FROM "{table}"').fetchall() == [(rows,)], table


def test_the_known_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    database = opened(project / "processed" / "statusrapport.sql")
    counts = database.sql(
        "SELECT source, status, count(*) FROM statuses WHERE report_id = '2025' GROUP BY ALL"
    ).fetchall()
    assert sorted(counts) == [
        ("overview", "Gjennomført", 27), ("overview", "Ikke startet", 26),
        ("overview", "Under arbeid", 78), ("text", "Gjennomført", 26),
        ("text", "Ikke startet", 24), ("text", "Under arbeid", 81),
    ]  # fmt: skip


def test_every_table_and_column_is_described(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    database = opened(project / "processed" / "statusrapport.sql")
    said = dict(
        database.sql(
            "SELECT (table_name, column_name), comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    )
    for table, record in ALL:
        for column in columns_of(record):
            assert said[table, column_name(column.name)] == column.description
    views = dict(
        database.sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
    )
    assert views == {
        table: schema_of(record).metadata[b"description"].decode() for table, record in ALL
    }


def test_a_report_that_comes_later_is_there_without_a_new_script(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    added = project / "processed" / "statuses" / "2027.parquet"
    database = opened(project / "processed" / "statusrapport.sql")
    before = database.sql("SELECT count(*) FROM statuses").fetchall()
    added.write_bytes((project / "processed" / "statuses" / "2025.parquet").read_bytes())
    after = database.sql("SELECT count(*) FROM statuses").fetchall()
    assert after == [(before[0][0] + 262,)]


def test_the_copy_that_the_first_lines_promise(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    script = (project / "processed" / "statusrapport.sql").read_text(encoding="utf-8")
    promised = "ATTACH 'mine.duckdb' AS mine; CREATE TABLE mine.statuses AS FROM statuses;"
    assert promised in script
    database = opened(project / "processed" / "statusrapport.sql")
    database.execute(promised)
    database.close()
    monkeypatch.chdir("/")
    copy = duckdb.connect(str(project / "mine.duckdb"), read_only=True)
    assert copy.sql("SELECT count(*) FROM statuses WHERE report_id = '2025'").fetchall() == [(262,)]


def test_the_same_bytes_every_time(project: Path) -> None:
    script = project / "processed" / "statusrapport.sql"
    before = script.read_bytes()
    write_database(project / "processed", script)
    assert script.read_bytes() == before


def test_a_release_has_views_of_its_own(
    two_reports: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / TABLE_FOLDER
    whole = write_whole_tables(two_reports.register, two_reports.processed, folder)
    write_descriptions(whole, [], folder)
    for folder in (tmp_path, tmp_path / TABLE_FOLDER):
        monkeypatch.chdir(folder)
        database = opened(tmp_path / TABLE_FOLDER / "statusrapport.sql")
        for table, _ in ALL:
            rows = whole[table].rows
            assert database.sql(f'SELECT count(*) FROM "{table}"').fetchall() == [(rows,)], table


def test_views_can_lie_in_another_folder_than_the_tables(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_database(project / "processed", project / "sql" / "views.sql")
    monkeypatch.chdir(project / "sql")
    database = opened(project / "sql" / "views.sql")
    assert database.sql("SELECT count(*) FROM reports").fetchall() == [(2,)]
