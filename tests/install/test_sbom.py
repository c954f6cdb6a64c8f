"""`make sbom`: every package of a lock stands in the list, with the hashes it is installed by."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.install.locks import PIN, RUN, SBOM, pins


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Made with the environment that `make tests` makes, else with one from the lock."""
    folder = tmp_path_factory.mktemp("sbom")
    for name in ("Makefile", "pyproject.toml", RUN, SBOM):
        shutil.copy2(ROOT / name, folder / name)  # make compares their times
    own, made = folder / ".venv", Path(sys.prefix)
    own.mkdir()
    if (made / ".sbom").exists():
        shutil.copy2(made / ".sbom", own / ".sbom")
        (own / "sbom").symlink_to(made / "sbom")
    hidden = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    done = subprocess.run(
        [
            *("make", "--old-file=.venv/.repro", f"PYTHON={sys.executable}"),
            *("LOCKS=requirements", "sbom"),
        ],
        cwd=folder, capture_output=True, text=True, check=False,
        env={key: value for key, value in os.environ.items() if key not in hidden},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    content: dict[str, Any] = json.loads((folder / "dist/requirements.cdx.json").read_bytes())
    return content


def test_it_is_cyclonedx_about_this_program(bill: dict[str, Any]) -> None:
    assert bill["bomFormat"] == "CycloneDX"
    program = bill["metadata"]["component"]
    assert program["name"] == "statusrapport"
    assert program["licenses"][0]["license"]["id"] == "AGPL-3.0-or-later"
    assert "timestamp" not in bill["metadata"]  # the same locks, the same bytes


def test_every_package_has_its_version_and_hashes(bill: dict[str, Any]) -> None:
    lock = (ROOT / RUN).read_text(encoding="utf-8")
    names = [
        f"pkg:pypi/{str(pin).partition(';')[0].strip().replace('==', '@')}" for pin in pins(lock)
    ]
    hashes = [match["hashes"].count("sha256:") for match in PIN.finditer(lock)]
    assert sorted(zip(names, hashes, strict=True)) == sorted(
        (
            component["purl"],
            sum(len(source["hashes"]) for source in component["externalReferences"]),
        )
        for component in bill["components"]
    )
