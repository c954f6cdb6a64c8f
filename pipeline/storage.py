"""Parquet files on disk: written whole or not at all, and the same bytes for the same rows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.refusal import Refusal


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that takes the place of `path` when the block ends well.

    The temporary file lies in the same folder, so the move is one atomic rename; if the block
    raises, it is removed and what stood at `path` before is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)  # mkstemp makes files private; tables are for everybody
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_table(path: Path, table: pa.Table) -> None:
    """Write `table` as one zstd-compressed row group, replacing `path` in one step."""
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd", row_group_size=max(1, len(table)))


def schema(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    """A schema of named columns, in the order given."""
    return pa.schema(list(columns))


def write_rows(path: Path, rows: Iterable[tuple[Any, ...]], columns: pa.Schema) -> None:
    """Write tuples, one for each row and in the order of the schema's columns."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(own, field.type) for own, field in zip(values, columns, strict=True)]
    write_table(path, pa.Table.from_arrays(arrays, schema=columns))


def read_rows(path: Path, columns: pa.Schema) -> Iterator[tuple[Any, ...]]:
    """The rows of the table at `path` as tuples. Raises as `read_table` does."""
    return zip(*(column.to_pylist() for column in read_table(path, columns).columns), strict=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, replacing `path` in one step."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_table(path: Path, columns: pa.Schema) -> pa.Table:
    """The table at `path`, which must have the given columns.

    Raises `Refusal` when the file is missing, cut short or of another shape: an interim file
    that was deleted or half copied is the user's to make again, not a fault of the program.
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise Refusal(
            path,
            f"filen kan ikke leses som Parquet ({type(error).__name__}).",
            expected="en mellomfil som et tidligere steg har skrevet.",
            advice=f"slett {path.parent} og kjør «dvc repro» på nytt.",
        ) from error
    if table.schema.names != columns.names:
        raise Refusal(
            path,
            f"filen har kolonnene {', '.join(table.schema.names)}.",
            expected=f"kolonnene {', '.join(columns.names)}.",
            advice="filen er fra en annen versjon: kjør «dvc repro» på nytt.",
        )
    return table
