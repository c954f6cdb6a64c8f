"""Every pinned dependency has a licence that goes with the AGPL, read from what is installed."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

from tests.conftest import ROOT

# Permissive licences, and copyleft ones that allow use in an AGPL work (MPL-2.0: section 3.3).
FINE = re.compile(
    r"\b(MIT(-0|-CMU)?|0?BSD|BSD-[23]-Clause|Apache|ISC|MPL|Mozilla Public License|PSF|"
    r"Python Software Foundation|Zope Public License|AFFERO GPL|Unlicense|CC0|Zlib|CNRI)\b",
    re.IGNORECASE,
)
# What the metadata says too little of, or what needs a word.
EXPLAINED = {
    "asyncssh": "EPL-2.0 or GPL-2.0-or-later, at choice; DVC's, for remotes over SSH",
    "grandalf": "GPL-2.0 or EPL-1.0; DVC's own, for `dvc dag`: we run DVC, and link nothing of it",
    "pygit2": "GPL-2.0 with a linking exception that allows any use; DVC's own",
}


def pinned() -> list[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)


def licence_of(name: str) -> str:
    """What a distribution says of its licence, in whichever of the three places it does."""
    own = metadata.metadata(name)
    classifiers = [c for c in own.get_all("Classifier") or [] if c.startswith("License ::")]
    lines = (own.get("License") or "").splitlines()[:1]
    return " | ".join(filter(None, [own.get("License-Expression"), *classifiers, *lines]))


def test_there_are_pins() -> None:
    assert {"pymupdf", "pypdfium2", "dvc", "great-expectations"} <= set(pinned())


@pytest.mark.parametrize("name", pinned())
def test_a_licence_that_goes_with_the_agpl(name: str) -> None:
    try:
        licence = licence_of(name)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed on this system")
    assert name in EXPLAINED or FINE.search(licence), f"{name}: {licence or 'no licence stated'}"


def test_what_is_explained_is_still_pinned() -> None:
    assert set(EXPLAINED) <= set(pinned())
