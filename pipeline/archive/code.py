"""Which program reads: a hash of the code, the vocabularies and the libraries.

It is a part of every reading's key, so that what another version has read is read again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

PIPELINE = Path(__file__).parent.parent
ROOMS = (
    "archive", "extract", "glossary", "norwegian", "parse", "reread", "runtime", "seams", "segment",
    "validate", "reading.py",
)  # fmt: skip
KINDS = (".py", ".csv")
LIBRARIES = ("pymupdf", "pypdfium2", "pdfplumber", "pyarrow", "rapidfuzz", "regex", "msgspec")
LENGTH = 12  # of the name of a folder


@cache
def version_of_code() -> str:
    """A hash of all that decides what is read of a PDF: the same on every machine."""
    digest = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in _files(PIPELINE / room)):
        digest.update(f"{path.relative_to(PIPELINE).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\0".encode())
    return digest.hexdigest()[:LENGTH]


def _files(room: Path) -> list[Path]:
    if room.is_file():
        return [room]
    return [path for path in room.rglob("*") if path.suffix in KINDS]
