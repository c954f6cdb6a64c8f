"""A project in which the commands are run, with nothing in it but two registered reports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

REGISTER = """\
reports:
  '2025':
    plan: Planen
  '2026':
    plan: En annen plan
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder, in which the test then works."""
    folder = tmp_path / "project"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "reports.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "expectations").mkdir()
    for name in ("reviews.yaml", "corrections.yaml"):
        shutil.copy(ROOT / "expectations" / name, folder / "expectations" / name)
    monkeypatch.chdir(folder)
    return folder
