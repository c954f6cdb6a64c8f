"""Where files are: a path on this machine, or an address that fsspec opens (s3://, https://)."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.reading import checksum_of
from pipeline.runtime.refusal import Refusal

ENDING = ".pdf"


def is_address(place: str) -> bool:
    """Whether a place is an address and no path: s3://arkiv/2025.pdf."""
    return "://" in place


def within(folder: str, name: str) -> str:
    """The place of a file that is named relative to a folder, or by a place of its own."""
    if is_address(name):
        return name
    return f"{folder.rstrip('/')}/{name}" if is_address(folder) else str(Path(folder) / name)


def pdfs_in(folder: str) -> list[str]:
    """The PDFs in a folder and below, relative to it, sorted.

    Raises `Refusal` for a folder that is not there.
    """
    if not is_address(folder):
        if not Path(folder).is_dir():
            raise _no_folder(folder, "mappen finnes ikke.")
        return sorted(
            path.relative_to(folder).as_posix()
            for path in Path(folder).rglob("*")
            if path.suffix.lower() == ENDING and path.is_file()
        )
    system, root = _system(folder)
    try:
        paths = [str(path) for path in system.find(root)]
    except Exception as error:  # whatever the library of this kind of address raises
        raise _no_folder(folder, f"mappen kan ikke leses ({type(error).__name__}).") from error
    root = root.rstrip("/") + "/"
    return sorted(path.removeprefix(root) for path in paths if path.lower().endswith(ENDING))


def checksum(place: str) -> str:
    """The SHA-256 of the file there. Raises `Refusal` where it cannot be read."""
    if not is_address(place):
        return checksum_of(Path(place))
    with _opened(place) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def on_disk(place: str) -> Iterator[Path]:
    """A path of the file there while the block runs: a copy, where it is at an address."""
    if not is_address(place):
        yield Path(place)
        return
    with tempfile.TemporaryDirectory() as folder, _opened(place) as file:
        path = Path(folder) / (place.rstrip("/").rpartition("/")[2] or "rapport.pdf")
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        yield path


@contextmanager
def _opened(address: str) -> Iterator[IO[bytes]]:
    system, path = _system(address)
    try:
        file = system.open(path, "rb")
    except Exception as error:  # whatever the library of this kind of address raises
        raise Refusal(
            address,
            f"filen kan ikke hentes ({type(error).__name__}).",
            expected="en fil på denne adressen, og tilgang til å lese den.",
            advice="se etter at adressen er riktig, og at nettet og nøklene er på plass.",
        ) from error
    with file:
        yield file


def _system(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise Refusal(
            address,
            f"denne typen adresse kan ikke leses her ({error}).",
            expected="en sti, eller en adresse som begynner med s3://, https:// eller lignende.",
            advice="installer pakken som feilmeldingen nevner, eller last ned filene først.",
        ) from error
    return system, str(path)


def _no_folder(folder: str, found: str) -> Refusal:
    return Refusal(
        folder,
        found,
        expected="en mappe med PDF-er.",
        advice="se etter at den er riktig skrevet.",
    )
