"""The licences of what the locks install, and why each goes with AGPL-3.0-or-later.

`make licences` prints them as a table; test_licences.py fails when a lock brings in a licence that
nobody has judged. What counts is what a package says of itself: its licence expression (SPDX),
else its classifiers, else its free text, which NAMES puts into SPDX. Where several licences are
named, every one of them has to go with ours, also where any would do: simpler, and stricter.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = {
    "run": "requirements.lock",
    "archive": "requirements-archive.lock",
    "development": "requirements-dev.lock",
    "sbom": "requirements-sbom.lock",
}

# Licences that may be combined with AGPL-3.0-or-later in one program, in SPDX's names. MPL-2.0 by
# its section 3.3; GPL and LGPL because later versions may be chosen.
COMPATIBLE = {
    *("0BSD", "BSD", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MIT-CMU"),
    *("CC0-1.0", "ISC", "Zlib"),
    *("Apache-2.0", "PSF-2.0", "ZPL-2.1", "MPL-2.0"),
    *("GPL-2.0-or-later", "LGPL-2.1-or-later", "AGPL-3.0-or-later"),
}

NAMES = {  # classifiers and free text, folded
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD",
    "bsd license": "BSD",
    "gnu library or lesser general public license (lgpl)": "LGPL-2.1-or-later",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "python software foundation license": "PSF-2.0",
    "zope public license": "ZPL-2.1",
}


class Judged(NamedTuple):
    """A licence looked at by hand: what the package said of itself then, and why it will do."""

    said: str
    why: str


APART = "A part of DVC, which is started as a program of its own: nothing of ours imports it."
JUDGED = {
    "asyncssh": Judged("EPL-2.0 OR GPL-2.0-or-later", f"As GPL-2.0-or-later. {APART}"),
    "axe-playwright-python": Judged("", "MIT, in its file LICENSE; axe in it is MPL-2.0."),
    "grandalf": Judged("GNU General Public License v2 (GPLv2)", f"Or EPL-1.0. {APART}"),
    "owlrl": Judged(
        "W3C-20150513", "W3C's software licence: permissive. Checks descriptions in tests only."
    ),
    "pygit2": Judged("GPLv2 with linking exception", f"May be linked to anything. {APART}"),
    "pymupdf": Judged(
        "Dual Licensed - GNU AFFERO GPL 3.0 or Artifex Commercial License",
        "AGPL-3.0: the reason for ours.",
    ),
    "pypdfium2": Judged(
        "BSD-3-Clause, Apache-2.0, dependency licenses",
        "Either; PDFium and its parts (FreeType, libtiff, zlib …) are permissive.",
    ),
    "pyphen": Judged(
        "GNU General Public License v2 or later (GPLv2+), "
        "GNU Lesser General Public License v2 or later (LGPLv2+), "
        "Mozilla Public License 1.1 (MPL 1.1)",
        "Any of the three: as GPL-2.0-or-later. Sets the type of test editions only.",
    ),
    "regex": Judged(
        "Apache-2.0 AND CNRI-Python",
        "CNRI-Python is that of Python's own `re`, from which it comes, as in every Python.",
    ),
    "text-unidecode": Judged(
        "Artistic License, GNU General Public License (GPL), "
        "GNU General Public License v2 or later (GPLv2+)",
        "Any of them: as GPL-2.0-or-later. Comes with Frictionless, for the tests only.",
    ),
}


class Licence(NamedTuple):
    """What a package says of its licence, that in SPDX, and why it will do; «» if it will not."""

    said: str
    spdx: str
    why: str


def locked(lock: str) -> dict[str, Requirement]:
    """What a lock pins for this platform and Python, by name."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    return {
        canonicalize_name(one.name): one
        for one in found
        if one.marker is None or one.marker.evaluate()
    }


def installed(name: str) -> metadata.Distribution:
    """A package of this environment, or of the one beside it that `make sbom` has.

    Raises `PackageNotFoundError` for what is not installed.
    """
    beside = Path(sys.prefix).glob("sbom/lib/python*/site-packages")
    for found in metadata.distributions(name=name, path=[*sys.path, *map(str, beside)]):
        return found
    raise metadata.PackageNotFoundError(name)


def licence_of(name: str) -> Licence:
    """Raises `PackageNotFoundError` for what is not installed."""
    said = said_by(installed(name).metadata)
    judged = JUDGED.get(name)
    if judged is not None:
        return Licence(said, said or "none stated", judged.why if judged.said == said else "")
    names = [NAMES.get(part.strip().casefold(), part.strip()) for part in said.split(", ")]
    spdx = " AND ".join(dict.fromkeys(names))
    return Licence(said, spdx, "Compatible." if is_compatible(spdx) else "")


def is_compatible(expression: str) -> bool:
    """Whether every licence that an SPDX expression names may be combined with ours."""
    named = re.split(r"[\s()]+(?:AND|OR)[\s()]+|[()]+", expression.strip("() "))
    return {*named} <= COMPATIBLE


def said_by(told: metadata.PackageMetadata) -> str:
    """Its licence expression, else its classifiers, else the first line of its free text."""
    told_of: dict[str, list[str]] = {
        key: [value for value in (told.get_all(key) or []) if value and value != "UNKNOWN"]
        for key in ("License-Expression", "Classifier", "License")
    }
    if told_of["License-Expression"]:
        return told_of["License-Expression"][0]
    classified = [one.split(" :: ") for one in told_of["Classifier"]]
    named = [parts[-1] for parts in classified if parts[0] == "License" and len(parts) > 2]
    free = [text.strip().splitlines()[0] for text in told_of["License"] if text.strip()]
    if named:
        return ", ".join(named)
    return free[0] if free else ""


def main() -> None:
    """Print the table."""
    print("| package | installed to | licence | judged |\n|---|---|---|---|")
    own = {use: locked(lock) for use, lock in LOCKS.items()}
    for name in sorted({name for names in own.values() for name in names}):
        use = next(use for use, names in own.items() if name in names)
        licence = licence_of(name)
        print(f"| {name} | {use} | {licence.spdx} | {licence.why or 'NOT JUDGED'} |")


if __name__ == "__main__":
    main()
