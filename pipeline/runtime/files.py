"""Files on disk: written atomically, and the same bytes for the same rows."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

if TYPE_CHECKING:  # extract and segment need no tables, and pyarrow takes longest to import
    import pyarrow as pa

from pipeline.runtime.refusal import Refusal, about_reading, about_writing

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

_Thing = TypeVar("_Thing")
_PART = ".part"
_OLD = f".old{_PART}"
_BATCH = 64  # values in one message: few enough to hold in memory, many enough to be fast
_LENGTH = 4  # bytes of a message's length prefix
_FINGERPRINT = 16  # bytes
PARQUET: dict[str, Any] = {"compression": "zstd", "use_dictionary": False}
_OTHER_VERSION = "filen er fra en annen versjon: kjør «dvc repro» på nytt."


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that replaces `path` when the block succeeds.

    The temporary file is in the same folder, so the move is one atomic rename. If the block
    raises, it is removed (as is the folder, if it was created for it) and `path` is untouched. If
    the process is killed it is left behind, and removed by the next process that writes `path`, or
    by `remove_abandoned`.

    Raises `Refusal` if the disk is full, read-only or not writable for the user.
    """
    with _refusing(path), _folder_of(path):
        _remove_abandoned(path)
        with _claimed(path) as temporary:
            yield temporary
            temporary.chmod(0o644)  # mkstemp makes files private; tables are for everybody
            temporary.replace(path)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn a disk error while `path` is written into a `Refusal`."""
    try:
        yield
    except OSError as error:
        refusal = about_writing(path, error)
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """A new folder that replaces `path` as a whole when the block succeeds.

    If the block raises, `path` is untouched. Raises `Refusal` as `replacing` does.
    """
    with _refusing(path):
        for old in path.parent.glob(f".{path.name}.*{_OLD}"):
            if not path.exists():  # killed between two renames: this is the last good one
                old.rename(path)
    with working_folder(path) as fresh:
        yield fresh
        fresh.chmod(0o755)  # mkdtemp makes folders private
        _exchange(fresh, path)


@contextmanager
def working_folder(path: Path) -> Iterator[Path]:
    """A folder with a hidden name beside `path`, for what `path` is made of.

    It is removed after the block. If the process is killed it is left behind, and removed by the
    next process that writes `path`. Raises `Refusal` as `replacing` does.
    """
    with _refusing(path), _folder_of(path):
        for left in path.parent.glob(f".{path.name}.*{_PART}"):
            _remove_unless_held(left)
        fresh = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART))
        with _held(fresh):
            try:
                yield fresh
            finally:
                shutil.rmtree(fresh, ignore_errors=True)


def _exchange(fresh: Path, path: Path) -> None:
    """Move `fresh` to `path` and remove what was there."""
    if not path.exists():
        fresh.rename(path)
        return
    old = fresh.with_name(f"{fresh.name.removesuffix(_PART)}{_OLD}")
    path.rename(old)
    try:
        fresh.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Lock a folder while it is written, so that no other run treats it as abandoned."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _remove_unless_held(left: Path) -> None:
    with suppress(OSError):  # it is written right now, or another run removed it first
        if fcntl is None:
            shutil.rmtree(left)
            return
        handle = os.open(left, os.O_RDONLY)
        try:
            _lock(handle, waiting=False)
            shutil.rmtree(left)
        finally:
            os.close(handle)


@contextmanager
def _folder_of(path: Path) -> Iterator[None]:
    """Create the folder of `path`; remove it again if the block raises and it is empty."""
    is_new = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # something is in it
                path.parent.rmdir()
        raise


@contextmanager
def _claimed(path: Path) -> Iterator[Path]:
    """A new file in the folder of `path`, locked while it is written and removed after the block.

    Two runs at the same time each write a file; the last to finish wins.
    """
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
        temporary = Path(name)
        _lock(handle)
        if temporary.exists():  # else another run removed it as abandoned before it was locked
            break
        os.close(handle)
    try:
        if fcntl is None:
            os.close(handle)  # on systems without such locks, an open file cannot be renamed
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
        if fcntl is not None:
            os.close(handle)


def _remove_abandoned(path: Path) -> None:
    """Remove the temporary files for `path` that killed runs have left behind."""
    for left in path.parent.iterdir():
        if left.name.startswith(f".{path.name}.") and left.name.endswith(_PART):
            _remove_unless_written(left)


def remove_abandoned(folder: Path) -> None:
    """Remove all temporary files that killed runs have left in `folder` and below.

    Writing a file removes its abandoned ones; this is for files that will not be written again.
    """
    for left in folder.rglob(f".*{_PART}"):
        _remove_unless_written(left)


def _remove_unless_written(left: Path) -> None:
    with suppress(OSError):  # it is written right now, or another run removed it first
        if fcntl is None:
            left.unlink()
            return
        handle = os.open(left, os.O_RDWR)
        try:
            _lock(handle, waiting=False)
            left.unlink()
        finally:
            os.close(handle)


def _lock(handle: int, *, waiting: bool = True) -> None:
    """Lock a file until it is closed or the process ends."""
    if fcntl is not None:
        fcntl.flock(handle, fcntl.LOCK_EX if waiting else fcntl.LOCK_EX | fcntl.LOCK_NB)


def write_table(path: Path, table: pa.Table) -> None:
    """Write `table` as Parquet, replacing `path` in one step; see `as_parquet`."""
    write_bytes(path, as_parquet(table))


def as_parquet(table: pa.Table) -> pa.Buffer:
    """A Parquet file with `table` as one row group, compressed with zstd.

    Without dictionary encoding: zstd finds the repetitions as well, in less space and time.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer, **PARQUET, row_group_size=max(1, len(table)))
    return buffer.getvalue()


@contextmanager
def row_groups(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """Write a Parquet file part by part: what the block gives the function is a row group each.

    Parts without rows are left out, unless all are. Of one part the file is that of `as_parquet`.
    """
    import pyarrow.parquet as pq

    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema, **PARQUET) as writer:
        written = 0

        def write(part: pa.Table) -> None:
            nonlocal written
            if len(part):
                writer.write_table(part, row_group_size=len(part))
            written += len(part)

        yield write
        if not written:
            writer.write_table(schema.empty_table())


def write_messages(path: Path, kind: type[_Thing], things: Iterable[_Thing]) -> None:
    """Write values of `kind` for a later stage, batch by batch.

    The format is MessagePack: only the next stage reads these files, and nothing is faster. The
    file begins with a fingerprint of `kind`. Each message follows its length; a length of 0 ends
    the file, so that a truncated file is never mistaken for a complete one.
    """
    things = iter(things)
    encoder = msgspec.msgpack.Encoder()
    batch = list(islice(things, _BATCH))  # before a file is created: most failures happen here
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(fingerprint(kind))  # type: ignore[arg-type]  # mypy: types are not Hashable
        while batch:
            message = encoder.encode(batch)
            file.write(len(message).to_bytes(_LENGTH, "big"))
            file.write(message)
            batch = list(islice(things, _BATCH))
        file.write(bytes(_LENGTH))


def read_messages(path: Path, kind: type[_Thing]) -> Iterator[_Thing]:
    """The values that `write_messages` wrote, each checked to be of `kind`.

    Raises `Refusal` as `read_table` does: for a file of another version at once, for a damaged one
    when the damage is reached.
    """
    decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
    try:
        with path.open("rb") as file:
            head = fingerprint(kind)  # type: ignore[arg-type]  # mypy: types are not Hashable
            if _exactly(file, _FINGERPRINT) != head:
                raise _of_other_version(path)
            while length := int.from_bytes(_exactly(file, _LENGTH), "big"):
                yield from decoder.decode(_exactly(file, length))
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise _unreadable(path, error) from error


@cache
def fingerprint(kind: Hashable) -> bytes:
    """A short hash of the fields of `kind` (names, order and types), nested types included.

    Values are written without field names, so a file of another version could be decoded into the
    wrong fields.
    """
    described = repr(msgspec.inspect.type_info(kind))
    return hashlib.sha256(described.encode()).digest()[:_FINGERPRINT]


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


def write_bytes(path: Path, data: bytes | pa.Buffer) -> None:
    """Write `data`, replacing `path` in one step."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, replacing `path` in one step."""
    write_bytes(path, text.encode())


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file that is part of the program, as dicts by the header's names."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_table(path: Path, columns: pa.Schema) -> pa.Table:
    """The Parquet table at `path`, which must have the given columns.

    Raises `Refusal` if the file is missing, truncated or has other columns: a deleted or
    half-copied file is bad input, not a bug.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # pq.read_table would import pandas and take twice as long: it is meant for data sets.
        with pq.ParquetFile(path) as file:
            table = file.read(use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error
    _require_columns(path, table, columns)
    return table


def row_count(path: Path) -> int:
    """The number of rows of the Parquet table at `path`. Raises `Refusal` as `read_table` does."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from error


def _require_columns(path: Path, table: pa.Table, columns: pa.Schema) -> None:
    if table.schema.names != columns.names:
        raise Refusal(
            path,
            f"filen har kolonnene {', '.join(table.schema.names)}.",
            expected=f"kolonnene {', '.join(columns.names)}.",
            advice=_OTHER_VERSION,
        )


def _of_other_version(path: Path) -> Refusal:
    return Refusal(
        path,
        "filen er skrevet av en annen versjon av programmet.",
        expected="en fil med de feltene som denne versjonen leser.",
        advice=_OTHER_VERSION,
    )


def _unreadable(path: Path, error: Exception) -> Refusal:
    if isinstance(error, PermissionError):
        return about_reading(path)
    return Refusal(
        path,
        f"filen mangler eller er ødelagt ({type(error).__name__}).",
        expected="en hel fil, slik et tidligere steg har skrevet den.",
        advice=f"slett {path.parent} og kjør «dvc repro» på nytt.",
    )
