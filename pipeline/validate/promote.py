"""Promotion: tables that meet the contract replace those in processed/, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.runtime.files import write_table
from pipeline.seams.arrow import write_records
from pipeline.seams.checksums import write_checksums
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import ACROSS, PARSED, TABLES, Record
from pipeline.validate.tables import ReportTables


def promote(
    reports: Sequence[ReportTables],
    compared: Mapping[ReportId, Mapping[type[Record], Iterable[Record]]],
    between: Mapping[type[Any], Iterable[Any]],
    processed: Path,
) -> None:
    """Write the tables of all reports to `processed`, one file for each table and report.

    `compared` are the rows of all other tables by report, `between` those of the tables
    across reports. Each file is replaced in one step; files of reports that are no longer
    registered are removed last.
    """
    for tables in reports:
        for record in PARSED:
            write_table(_path(processed, record, tables.report_id), tables.arrow(record))
        for record, rows in compared[tables.report_id].items():
            write_records(_path(processed, record, tables.report_id), record, rows)
    for record, rows in between.items():
        write_records(processed / f"{record.table}.parquet", record, rows)
    registered = {tables.report_id for tables in reports}
    for table in TABLES:
        for path in (processed / table).glob("*.parquet"):
            if path.stem not in registered:
                path.unlink()
    paths = [path for table in TABLES for path in sorted((processed / table).glob("*.parquet"))]
    write_checksums(
        processed, [*paths, *(processed / f"{record.table}.parquet" for record in ACROSS)]
    )


def _path(processed: Path, record: type[Record], report_id: ReportId) -> Path:
    return processed / record.table / f"{report_id}.parquet"
