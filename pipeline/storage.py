"""Files on disk: written whole or not at all, and the same bytes for the same rows."""

from __future__ import annotations

import gc
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
    """Write tuples, one for each row and in the order of the schema's columns, for a later stage.

    These files are Arrow's own format: nobody but the next stage reads them, and it is ten
    times quicker than Parquet.
    """
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(own, field.type) for own, field in zip(values, columns, strict=True)]
    table = pa.Table.from_arrays(arrays, schema=columns)
    with (
        replacing(path) as temporary,
        pa.OSFile(str(temporary), "wb") as file,
        pa.ipc.new_file(file, columns) as writer,
    ):
        writer.write_table(table)


def read_rows(path: Path, columns: pa.Schema) -> Iterator[tuple[Any, ...]]:
    """The rows that `write_rows` wrote. Raises `Refusal` as `read_table` does."""
    try:
        with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
            table = reader.read_all()
            _require_columns(path, table, columns)
            return zip(*(column.to_pylist() for column in table.columns), strict=True)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, replacing `path` in one step."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_table(path: Path, columns: pa.Schema) -> pa.Table:
    """The Parquet table at `path`, which must have the given columns.

    Raises `Refusal` when the file is missing, cut short or of another shape: a file that was
    deleted or half copied is the user's to make again, not a fault of the program.
    """
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error
    _require_columns(path, table, columns)
    return table


def _require_columns(path: Path, table: pa.Table, columns: pa.Schema) -> None:
    if table.schema.names != columns.names:
        raise Refusal(
            path,
            f"filen har kolonnene {', '.join(table.schema.names)}.",
            expected=f"kolonnene {', '.join(columns.names)}.",
            advice="filen er fra en annen versjon: kjør «dvc repro» på nytt.",
        )


def _unreadable(path: Path, error: Exception) -> Refusal:
    return Refusal(
        path,
        f"filen mangler eller er ødelagt ({type(error).__name__}).",
        expected="en hel fil, slik et tidligere steg har skrevet den.",
        advice=f"slett {path.parent} og kjør «dvc repro» på nytt.",
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's cycle collector still while a stage makes its rows.

    They never form cycles, but there are hundreds of thousands of them, and the collector
    would walk them again and again: a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
