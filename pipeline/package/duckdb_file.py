"""All tables in one DuckDB file, with every description as a comment: for those who want one file.

Unlike the views of statusrapport.sql it holds the rows themselves, and its bytes differ from run to
run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa


def duckdb_of(tables: Mapping[str, pa.Table]) -> bytes:
    """The tables, by name, as the content of a DuckDB file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, table in tables.items():
                _add(connection, name, table)
        return path.read_bytes()


def _add(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("given", table)
    connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
    connection.unregister("given")
    connection.execute(f'COMMENT ON TABLE "{name}" IS {_said(table.schema.metadata)}')
    for field in table.schema:
        connection.execute(f'COMMENT ON COLUMN "{name}"."{field.name}" IS {_said(field.metadata)}')


def _said(metadata: Mapping[bytes, bytes] | None) -> str:
    text = (metadata or {}).get(b"description", b"").decode()
    return "'" + text.replace("'", "''") + "'"
