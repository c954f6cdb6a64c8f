"""statusrapport.sql: the tables as views for DuckDB, with every description as a comment.

SQL text, and not a DuckDB file: a file would hold everything a second time, would be bound to the
storage version of the DuckDB that wrote it, would differ in bytes from run to run, and would make
DuckDB a dependency of the pipeline. Views over the Parquet files are never stale, any DuckDB since
1.0 creates them in a moment, and a user who wants a file makes it from them in one line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.runtime.files import write_text
from pipeline.seams.arrow import schema_of
from pipeline.seams.tables import ACROSS, TABLES

FOLDER = "processed"  # of the file, in the project
HEADER = """\
-- The tables of the status reports as views for DuckDB. Generated: changes would be lost.
--
-- On the command line, in this folder or the one above it:
--   duckdb -init {name}
-- In Python, in the folder above it:
--   duckdb.sql(open("{folder}/{name}", encoding="utf-8").read())
--
-- The views read the Parquet files, so they are never stale. A copy that needs no files:
--   ATTACH 'mine.duckdb' AS mine; CREATE TABLE mine.statuses AS FROM statuses;
-- What each table and column holds: SELECT * FROM duckdb_columns() (and duckdb_views()).
-- "references" and "table" are words of SQL: write these names with quotation marks.

-- Relative names are looked for in this folder and from the one above it.
SET file_search_path = '.,{folder}';
"""


def write_database(processed: Path, target: Path) -> None:
    """Write `target`, a file of SQL statements that create a view for each table in `processed`.

    File names in it are relative to the folder of `target`, so the two can be moved together. It
    does not depend on the reports: a view shows those whose files exist.
    """
    prefix = Path(os.path.relpath(processed, target.parent)).as_posix()
    folder = "" if prefix == "." else f"{prefix}/"
    files = {table: f"{folder}{table}/*.parquet" for table in TABLES}
    files |= {record.table: f"{folder}{record.table}.parquet" for record in ACROSS}
    write_text(target, views(files, target.name, FOLDER))


def views(files: Mapping[str, str], name: str, folder: str) -> str:
    """The statements that create a view of each table's `files`.

    They will stand in the file `name` in `folder`, and `files` are relative to it.
    """
    records: dict[str, type[Any]] = {**TABLES, **{record.table: record for record in ACROSS}}
    statements = [_view(table, records[table], files[table]) for table in files]
    return "\n".join([HEADER.format(name=name, folder=folder), *statements])


def _view(table: str, record: type[Any], files: str) -> str:
    schema = schema_of(record)
    name = _name(table)
    # Listed by name, so that all reports have the same columns in the same order.
    columns = ", ".join(_name(column) for column in schema.names)
    lines = [
        f"CREATE OR REPLACE VIEW {name} AS",
        f"  SELECT {columns}",
        f"  FROM read_parquet({_text(files)});",
        f"COMMENT ON VIEW {name} IS {_text(_description(schema.metadata))};",
        *(
            f"COMMENT ON COLUMN {name}.{_name(field.name)} "
            f"IS {_text(_description(field.metadata))};"
            for field in schema
        ),
    ]
    return "\n".join([*lines, ""])


def _description(metadata: Any) -> str:
    return bytes(metadata[b"description"]).decode()


def _name(name: str) -> str:
    return f'"{name}"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
