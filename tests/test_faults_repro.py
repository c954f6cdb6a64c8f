"""Whole runs of DVC, killed, doubled or with files cut short: the next one makes all right.

A few of what soak_faults.py does by the hundred.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs the signals of Unix", allow_module_level=True)

from tests.hostile.workshop import KEY
from tests.soak_faults import KilledProject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> KilledProject:
    return KilledProject(tmp_path_factory.mktemp("killed") / "project")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_run_that_is_killed(project: KilledProject, seed: int) -> None:
    project.kill(random.Random(seed))


def test_two_runs_at_once(project: KilledProject) -> None:
    project.run_twice_at_once()


@pytest.mark.parametrize("stage", ["extract", "segment", "reread", "parse"])
def test_a_file_between_stages_that_was_cut_short(project: KilledProject, stage: str) -> None:
    """By hand the next stage refuses it by name; DVC sees the change, and makes it again."""
    folder = project.project.folder / "interim" / KEY / stage
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    followers = {
        "extract": ("segment", f"interim/{KEY}/extract", "ut"),
        "segment": ("parse", KEY, f"interim/{KEY}/extract", f"interim/{KEY}/segment", "ut"),
        "reread": ("validate", "interim", "expectations", "ut"),
        "parse": ("validate", "interim", "expectations", "ut"),
    }
    name, *arguments = followers[stage]
    done = project.project.run("python", "-m", f"pipeline.{name}", *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(f"interim/{KEY}/{stage}/"), done.stderr
    assert any(word in done.stderr for word in ("er ødelagt", "kan ikke leses"))
    assert "Traceback" not in done.stderr
    assert not Path(project.project.folder, "ut").exists()
    project.finish()
    project.require_right()
