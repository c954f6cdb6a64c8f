"""Each table with the rows of all reports, as one Parquet file: what a release publishes.

A report is a row group, so that whoever reads a file part by part holds one report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.package.database import views
from pipeline.package.datapackage import (
    RECORDS,
    Resource,
    Source,
    descriptor,
    encoded,
    open_columns,
    part_of,
)
from pipeline.runtime.files import read_table, row_count, row_groups, write_text
from pipeline.seams.arrow import schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.register import Registration
from pipeline.seams.tables import TABLES

VIEWS, PACKAGE = "statusrapport.sql", "datapackage.json"


class WholeTable(NamedTuple):
    """A table of all reports: the type of its rows, and its file."""

    record: type[Any]
    path: Path

    @property
    def rows(self) -> int:
        return row_count(self.path)

    def parts(self) -> Iterator[pa.Table]:
        """The rows, report by report."""
        with pq.ParquetFile(self.path) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, use_threads=False)

    def column(self, name: str) -> pa.ChunkedArray[Any]:
        """One column of all rows."""
        with pq.ParquetFile(self.path) as file:
            return file.read([name], use_threads=False)[name]


def write_whole_tables(
    register: Mapping[ReportId, Registration], processed: Path, folder: Path
) -> dict[str, WholeTable]:
    """Write the tables to `folder`, reports in the order of the register; return them by name.

    Raises `Refusal` for a file that is missing or damaged.
    """
    tables = {}
    for table, record in RECORDS.items():
        paths = [processed / table / f"{report_id}.parquet" for report_id in register]
        if table not in TABLES:
            paths = [processed / f"{table}.parquet"]
        tables[table] = WholeTable(record, folder / f"{table}.parquet")
        schema = schema_of(record)
        with row_groups(tables[table].path, schema) as write:
            for path in paths:
                write(read_table(path, schema))
    return tables


def write_descriptions(
    tables: Mapping[str, WholeTable], sources: Sequence[Source], folder: Path
) -> dict[str, Any]:
    """Write the data package and the views to `folder`, where the tables are; return the first."""
    names = {name: table.path.name for name, table in tables.items()}
    resources = [
        Resource(name, "", part_of(names[name], table.rows, table.path))
        for name, table in tables.items()
    ]
    words = {
        (table, column): sorted(filter(None, tables[table].column(column).unique().to_pylist()))
        for table, column in open_columns()
    }
    package = descriptor(sources, resources, words)
    write_text(folder / PACKAGE, encoded(package))
    write_text(folder / VIEWS, views(names, VIEWS, folder.name))
    return package
