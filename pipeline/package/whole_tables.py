"""Each table with the rows of all reports: what a release publishes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from pipeline.package.datapackage import RECORDS
from pipeline.runtime.files import read_table
from pipeline.seams.arrow import schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.register import Registration
from pipeline.seams.tables import TABLES


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
