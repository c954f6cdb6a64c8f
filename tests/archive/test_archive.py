"""`statusrapport archive`: a folder of reports in, one data set for each table out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.archive.build import Archived, archive
from pipeline.seams.arrow import records_of, schema_of
from pipeline.seams.tables import (
    ACROSS,
    COMPARED,
    PARSED,
    TABLES,
    Finding,
    Item,
    Measure,
    Record,
    Transition,
)
from pipeline.validate.across import tables_across
from pipeline.validate.items import summed_up
from tests.conftest import ROOT, Run

LOCAL = "handlingsplan-for-trygge-lokalsamfunn-2025-2028"
WATER = "handlingsplan-for-rent-drikkevann-2025-2028"


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a data set, read as one."""
    listed: list[dict[str, Any]] = (
        ds.dataset(out / table, partitioning="hive").to_table().to_pylist()
    )
    return listed


def contents(out: Path) -> dict[str, bytes]:
    """Every file of an archive."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def times(out: Path) -> dict[str, int]:
    """When every file of an archive was written."""
    return {
        path.relative_to(out).as_posix(): path.stat().st_mtime_ns
        for path in out.rglob("*")
        if path.is_file()
    }


def read_here(folder: Path, out: Path, **options: Any) -> Archived:
    """An archive read by this process alone."""
    return archive(str(folder), out, workers=1, **options)


@pytest.fixture(scope="module")
def archived(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the collected reports, as the command makes it with two workers."""
    out = tmp_path_factory.mktemp("arkiv") / "ut"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "archive", collected.name, str(out), "--workers", "2"],
        cwd=collected.parent, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.splitlines()[0] == "6 filer: 4 lest i 2 planer, 1 ikke lest, 1 dublett."
    return out


def test_each_file_has_a_report_or_a_refusal(archived: Path) -> None:
    assert {(row["report_id"], row["plan_id"]) for row in rows(archived, "reports")} == {
        ("trygge-2026", LOCAL),
        ("trygge-2027", LOCAL),
        ("rent-2026-1", WATER),
        ("rent-2027", WATER),
    }
    refused = {row["file"]: (row["kind"], row["reason"]) for row in rows(archived, "refusals")}
    assert refused == {
        "tull.pdf": ("refused", "filen er tom eller ikke en PDF."),
        "vann/rent-2026.pdf": (
            "duplicate",
            "filen har samme innhold som vann/rent-2026 (1).pdf, og er lest der.",
        ),
    }
    assert [(row["file"], row["outcome"]) for row in rows(archived, "files")] == [
        ("trygge-2026.pdf", "read"),
        ("trygge-2027.pdf", "read"),
        ("tull.pdf", "refused"),
        ("vann/rent-2026 (1).pdf", "read"),
        ("vann/rent-2026.pdf", "duplicate"),
        ("vann/rent-2027.pdf", "read"),
    ]


def test_the_rows_are_those_of_the_stages(archived: Path, collected: Path, tmp_path: Path) -> None:
    """Also findings; those across reports come after them. What is summed up is so of both."""
    plan = "Handlingsplan for trygge lokalsamfunn (2025–2028)"
    alone = Run(collected / "trygge-2027.pdf", "trygge-2027", tmp_path, plan)
    there: dict[type[Record], list[Any]] = {}
    for table, record in TABLES.items():
        partition = archived / table / f"plan_id={LOCAL}" / "part-0.parquet"
        with pq.ParquetFile(partition) as file:
            assert file.schema_arrow.equals(schema_of(record), check_metadata=True)
            there[record] = [
                row for row in records_of(record, file.read()) if row.report_id == "trygge-2027"
            ]
    for record in PARSED:
        assert there[record] == alone.tables.rows(record), record
    for record, expected in zip(COMPARED, alone.compared(), strict=True):
        assert there[record][: len(expected)] == expected
    before = Run(collected / "trygge-2026.pdf", "trygge-2026", tmp_path, plan)
    moves = tables_across([before.tables, alone.tables])[Transition]
    assert moves
    for record, rows_of in summed_up(alone.tables, there[Finding], moves).items():
        assert there[record] == rows_of, record
    assert any(row.previous_status for row in there[Item])
    across = [row for row in rows(archived, "comparisons") if row["left_source"] == "trygge-2026"]
    assert {row["report_id"] for row in across} == {"trygge-2027"}


def test_tables_across_reports_are_made_by_plan(archived: Path) -> None:
    pairs = {
        (row["plan_id"], row["from_report"], row["to_report"])
        for row in rows(archived, Transition.table)
    }
    assert pairs == {(LOCAL, "trygge-2026", "trygge-2027"), (WATER, "rent-2026-1", "rent-2027")}
    assert all(len(list((archived / record.table).rglob("*.parquet"))) == 2 for record in ACROSS)


def test_a_report_is_a_row_group(archived: Path) -> None:
    with pq.ParquetFile(archived / Measure.table / f"plan_id={WATER}" / "part-0.parquet") as file:
        groups = [file.read_row_group(number) for number in range(file.num_row_groups)]
    assert [set(group["report_id"].to_pylist()) for group in groups] == [
        {"rent-2026-1"},
        {"rent-2027"},
    ]


def test_pandas_and_duckdb_read_a_data_set_as_one(archived: Path) -> None:
    with_pandas = pd.read_parquet(archived / "statuses").groupby("plan_id", observed=True).size()
    with_duckdb = duckdb.sql(
        f"SELECT plan_id, count(*) FROM '{archived}/statuses/*/*.parquet' GROUP BY ALL"
    ).fetchall()
    assert with_pandas.to_dict() == dict(with_duckdb) == {LOCAL: 20, WATER: 20}


def test_the_pages_say_what_was_read_refused_and_found(archived: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"file://{archived}/archive.html")
    assert page.inner_text("h1") == "Arkivet: 2 planer, 4 rapporter"
    assert "Filen er tom eller ikke en PDF." in page.inner_text("#avvist")
    assert "Omtale som mangler" in page.inner_text("#funn")
    page.click("#planer table >> text=rent drikkevann")
    assert page.inner_text("h1") == "Handlingsplan for rent drikkevann (2025–2028)"
    links = page.eval_on_selector_all("#rapporter a", "links => links.map(a => a.href)")
    paths = [Path(unquote(link.removeprefix("file://"))) for link in links]
    assert [path.name for path in paths] == ["rent-2026 (1).pdf", "rent-2027.pdf"]
    assert all(path.is_file() for path in paths)
    page.close()


def test_what_is_there_is_not_done_again(
    archived: Path, collected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No worker is started, and no file changes."""
    out = tmp_path / "ut"
    shutil.copytree(archived, out)
    monkeypatch.setattr("pipeline.archive.build.cluster", None)
    assert not read_here(collected, out).understood
    assert contents(out) == contents(archived)


def test_only_what_is_new_is_read(archived: Path, collected: Path, tmp_path: Path) -> None:
    """A report more: one reading more, and the other plan's files stay as they were."""
    folder, out = tmp_path / "innsamlet", tmp_path / "ut"
    shutil.copytree(collected, folder)
    new = (folder / "trygge-2027.pdf").rename(tmp_path / "trygge-2027.pdf")
    shutil.copytree(archived, out)
    read_here(folder, out)
    before = times(out)
    new.rename(folder / new.name)
    read_here(folder, out)
    after = times(out)
    changed = {name for name in after if after[name] != before.get(name)}
    assert [
        name for name in changed if name.startswith("readings/") and name.endswith(".zip")
    ] == []
    assert {name for name in changed if "plan_id=" in name} == {
        f"{record.table}/plan_id={LOCAL}/part-0.parquet" for record in (*TABLES.values(), *ACROSS)
    }


def test_what_is_gone_leaves_nothing(archived: Path, collected: Path, tmp_path: Path) -> None:
    """A folder of one plan less; with nothing refused, all is understood."""
    folder, out = tmp_path / "innsamlet", tmp_path / "ut"
    shutil.copytree(collected, folder)
    shutil.copytree(archived, out)
    (folder / "tull.pdf").unlink()
    shutil.rmtree(folder / "vann")
    made = read_here(folder, out)
    assert made.understood
    assert made.summary.startswith("2 filer: 2 lest i 1 plan, 0 ikke lest.")
    assert rows(out, "refusals") == []
    assert [path.name for path in (out / "measures").iterdir()] == [f"plan_id={LOCAL}"]
    assert [path.stem for path in (out / "plans").iterdir()] == [LOCAL]


def test_a_damaged_reading_is_read_again(archived: Path, collected: Path, tmp_path: Path) -> None:
    shutil.copytree(archived, tmp_path / "ut")
    reading = max(
        (tmp_path / "ut" / "readings").rglob("*.zip"), key=lambda path: path.stat().st_size
    )
    whole = reading.read_bytes()
    reading.write_bytes(whole[:1000])
    read_here(collected, tmp_path / "ut")
    assert reading.read_bytes() == whole
