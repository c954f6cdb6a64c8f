"""Each table with the rows of all reports, as one Parquet file: what a release publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

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
from pipeline.runtime.files import as_parquet, read_table
from pipeline.seams.arrow import schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.register import Registration
from pipeline.seams.tables import TABLES

VIEWS, PACKAGE = "statusrapport.sql", "datapackage.json"


def whole_tables(register: Mapping[ReportId, Registration], processed: Path) -> dict[str, pa.Table]:
    """The tables by name, reports in the order of the register.

    Raises `Refusal` for a file that is missing or damaged.
    """
    tables = {}
    for table, record in RECORDS.items():
        paths = [processed / table / f"{report_id}.parquet" for report_id in register]
        if table not in TABLES:
            paths = [processed / f"{table}.parquet"]
        schema = schema_of(record)
        rows = [read_table(path, schema) for path in paths]
        tables[table] = pa.concat_tables(rows) if rows else schema.empty_table()
    return tables


def published(
    tables: Mapping[str, pa.Table], sources: Sequence[Source], folder: str
) -> dict[str, bytes]:
    """The files for programs by name: one Parquet file a table, the data package, the views.

    They will lie together in `folder`.
    """
    files = {f"{table}.parquet": as_parquet(rows).to_pybytes() for table, rows in tables.items()}
    resources = [
        Resource(table, "", part_of(path, len(rows), files[path]))
        for (table, rows), path in zip(tables.items(), files, strict=True)
    ]
    words = {
        (table, column): sorted(filter(None, tables[table][column].unique().to_pylist()))
        for table, column in open_columns()
    }
    names = {table: f"{table}.parquet" for table in tables}
    return {
        **files,
        PACKAGE: encoded(descriptor(sources, resources, words)).encode(),
        VIEWS: views(names, VIEWS, folder).encode(),
    }
