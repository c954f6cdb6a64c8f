"""tables.sha256: the checksums of the tables, for `sha256sum --check`, for DVC and for users.

Stages that read the tables depend on this one file instead of on twenty folders.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.runtime.files import write_text

CHECKSUMS = "tables.sha256"


def write_checksums(processed: Path, paths: Iterable[Path]) -> None:
    """Write the checksums of the tables at `paths`, all of them in `processed`."""
    lines = [f"{_sha256(path)}  {path.relative_to(processed).as_posix()}\n" for path in paths]
    write_text(processed / CHECKSUMS, "".join(lines))


def changed_by_hand(processed: Path, paths: Iterable[Path]) -> Iterator[str]:
    """A sentence in bokmål for each table at `paths` that has changed since it was written.

    Yields nothing if `processed` has no checksums, as in a folder of copied tables.
    """
    try:
        lines = (processed / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    written = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    for path in paths:
        if path.exists() and written.get(path.relative_to(processed).as_posix()) != _sha256(path):
            yield (
                f"{path} er ikke slik «dvc repro» skrev den: den er endret for hånd, eller skadet. "
                "Kjør «dvc repro» for å få den tilbake. En verdi som er lest feil, rettes i "
                "expectations/corrections.yaml."
            )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
