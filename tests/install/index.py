"""A folder of wheels with nothing in them, from which pip installs in seconds and without network.

Each has the name, the version and the requirements of a package that is installed here, and beside
it lies a newer release: what an index looks like on the day after a lock was made.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.install.locks import PIN

KEPT = ("Requires-Dist", "Provides-Extra", "Requires-Python")


def make_index(folder: Path) -> None:
    """Two wheels of each installed package: of its version, and of a newer one."""
    folder.mkdir()
    for distribution in metadata.distributions():
        version = distribution.version
        for release in (version, f"{Version(version).base_version}.post9999"):
            make_wheel(folder, distribution, release)


def make_wheel(folder: Path, distribution: metadata.Distribution, version: str) -> None:
    said = [(key, value) for key, value in distribution.metadata.items() if key in KEPT]
    lines = [("Metadata-Version", "2.1"), ("Name", distribution.name), ("Version", version), *said]
    stem = f"{canonicalize_name(distribution.name).replace('-', '_')}-{version}"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{stem}.dist-info/METADATA", "".join(f"{k}: {v}\n" for k, v in lines))
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


def relocked(lock: str, index: Path) -> str:
    """The lock with the hashes of the index: the same lines otherwise, so that its form is tried.

    What no wheel is there for (of another platform or Python) keeps its hashes.
    """

    def with_hash(match: re.Match[str]) -> str:
        pin = Requirement(match["requirement"])
        stem = canonicalize_name(pin.name).replace("-", "_")
        wheel = index / f"{stem}-{next(iter(pin.specifier)).version}-py3-none-any.whl"
        if not wheel.exists():
            return match[0]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        return f"{match['requirement']} \\\n    --hash=sha256:{digest}"

    return PIN.sub(with_hash, lock)
