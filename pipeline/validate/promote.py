"""Promotion: tables that meet the contract replace those in processed/, file by file.

They are written to a folder beside these first, report by report, so that none is held in memory
until the contract has been checked for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.runtime.files import working_folder, write_table
from pipeline.seams.arrow import write_records
from pipeline.seams.checksums import write_checksums
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import ACROSS, PARSED, TABLES, Record
from pipeline.validate.tables import ReportTables

WORKING = "tables"  # the folder beside those of the tables, hidden, until they are promoted


def promote(
    reports: Sequence[ReportTables],
    compared: Mapping[ReportId, Mapping[type[Record], Iterable[Record]]],
    between: Mapping[type[Any], Iterable[Any]],
    processed: Path,
) -> None:
    """Write the tables of all reports to `processed`, one file for each table and report.

    `compared` are the rows of all other tables by report, `between` those of the tables
    across reports.
    """
    with working_folder(processed / WORKING) as made:
        write_parsed(reports, made)
        for report_id, rows in compared.items():
            write_compared(report_id, rows, made)
        write_between(between, made)
        replace_tables(made, processed, [tables.report_id for tables in reports])


def write_parsed(reports: Iterable[ReportTables], folder: Path) -> None:
    """Write the parsed tables of these reports."""
    for tables in reports:
        for record in PARSED:
            write_table(_path(folder, record, tables.report_id), tables.arrow(record))


def write_compared(
    report_id: ReportId, rows: Mapping[type[Record], Iterable[Record]], folder: Path
) -> None:
    """Write the other tables of a report."""
    for record, each in rows.items():
        write_records(_path(folder, record, report_id), record, each)


def write_between(rows: Mapping[type[Any], Iterable[Any]], folder: Path) -> None:
    """Write the tables across reports."""
    for record, each in rows.items():
        write_records(folder / f"{record.table}.parquet", record, each)


def replace_tables(made: Path, processed: Path, registered: Collection[ReportId]) -> None:
    """Move what was `made` to `processed`, file by file; remove the files of other reports last."""
    for path in sorted(made.rglob("*.parquet")):
        target = processed / path.relative_to(made)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    for table in TABLES:
        for path in (processed / table).glob("*.parquet"):
            if path.stem not in registered:
                path.unlink()
    paths = [path for table in TABLES for path in sorted((processed / table).glob("*.parquet"))]
    write_checksums(
        processed, [*paths, *(processed / f"{record.table}.parquet" for record in ACROSS)]
    )


def _path(folder: Path, record: type[Record], report_id: ReportId) -> Path:
    return folder / record.table / f"{report_id}.parquet"
