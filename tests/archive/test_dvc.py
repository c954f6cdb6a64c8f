"""To DVC an archive is one stage, as README.md has it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_an_archive_is_one_stage(collected: Path, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (described,) = re.findall(r"```yaml\n(stages:\n  archive:.*?)```", readme, re.S)
    (tmp_path / "dvc.yaml").write_text(described, encoding="utf-8")
    shutil.copytree(collected, tmp_path / "innsamlet")
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline")

    def dvc(*arguments: str) -> str:
        paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        done = subprocess.run(
            ["dvc", *arguments], cwd=tmp_path, env={**os.environ, "PATH": paths},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    dvc("init", "--no-scm")
    assert "Running stage 'archive'" in dvc("repro")
    assert (tmp_path / "arkiv" / "archive.html").is_file()
    assert "Stage 'archive' didn't change, skipping" in dvc("repro")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "arkiv").rglob("*.zip")}
    (tmp_path / "innsamlet" / "tull.pdf").unlink()
    assert "Running stage 'archive'" in dvc("repro")
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "arkiv").rglob("*.zip")}
    assert after.items() <= before.items()
