"""All tables in one DuckDB file, with every description as a comment: for those who want one file.

Unlike the views of statusrapport.sql it holds the rows themselves, and its bytes differ from run to
run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.package.whole_tables import WholeTable
from pipeline.seams.arrow import schema_of

MEMORY = "256MB"  # DuckDB takes what there is unless it is told otherwise


def write_duckdb(tables: Mapping[str, WholeTable], target: Path) -> None:
    """Write the tables, by name, to a new DuckDB file."""
    with duckdb.connect(str(target), config={"memory_limit": MEMORY}) as connection:
        for name, table in tables.items():
            _add(connection, name, table)


def _add(connection: duckdb.DuckDBPyConnection, name: str, table: WholeTable) -> None:
    rows = connection.read_parquet(str(table.path))
    rows.create(name)
    schema = schema_of(table.record)
    connection.execute(f'COMMENT ON TABLE "{name}" IS {_said(schema.metadata)}')
    for field in schema:
        connection.execute(f'COMMENT ON COLUMN "{name}"."{field.name}" IS {_said(field.metadata)}')


def _said(metadata: Mapping[bytes, bytes] | None) -> str:
    text = (metadata or {}).get(b"description", b"").decode()
    return "'" + text.replace("'", "''") + "'"
