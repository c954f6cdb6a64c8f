"""Full disks, read-only folders and kills: nothing half, a clear message, and right once re-run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs the limits and signals of Unix", allow_module_level=True)

from pipeline.publish.filled import ASIDE, WORKBOOK
from tests.hostile.workshop import (
    KEY,
    OUTPUTS,
    Workshop,
    can_mount,
    died_of_size,
    files_in,
    is_part,
    old_of,
    require_whole,
    sizes_that_stop,
)

QUICK = ("extract", "segment", "reread", "parse")
# validate and publish take seconds to start: few faults here, all of them in soak_faults.py
TRIALS = [(stage, 2 if stage in QUICK else 1) for stage in OUTPUTS]
mounts = pytest.mark.skipif(not can_mount(), reason="this system lets nobody mount a disk")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("workshop"))


def require_clear(said: str) -> None:
    assert "filen kunne ikke skrives" in said, said
    assert "Gjør dette:" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("stage", "most"), [one for one in TRIALS if one[0] != "validate"])
def test_a_write_that_fails(workshop: Workshop, stage: str, most: int) -> None:
    right = workshop.right[stage]
    before = old_of(right)
    for largest in sizes_that_stop(right, most):
        workshop.put_back(stage, before)
        done = workshop.run(stage, largest=largest)
        assert done.returncode == 1, f"at {largest} bytes"
        require_clear(done.stderr)
        require_whole(workshop.standing(stage), before, right, parts=False)
    assert workshop.run(stage).returncode == 0
    assert workshop.standing(stage) == right


@pytest.mark.parametrize(("stage", "most"), TRIALS)
def test_a_kill_in_the_middle_of_a_write(workshop: Workshop, stage: str, most: int) -> None:
    right = workshop.right[stage]
    before = old_of(right)
    left_behind = False
    for largest in sizes_that_stop(right, most):
        workshop.put_back(stage, before)
        done = workshop.run(stage, largest=largest, deadly=True)
        # In the sandbox it is the child that dies, and the parent that says so.
        assert died_of_size(done.returncode) or "krasjet (SIGXFSZ)" in done.stderr, done.stderr
        standing = workshop.standing(stage)
        require_whole(standing, before, right, parts=True)
        left_behind |= any(map(is_part, standing))
        assert workshop.run(stage).returncode == 0
        assert workshop.standing(stage) == right
    assert left_behind  # else nobody was killed while writing, and this test tells nothing


@mounts
@pytest.mark.parametrize("stage", OUTPUTS)
def test_a_full_disk(workshop: Workshop, stage: str, tmp_path: Path) -> None:
    right = workshop.right[stage]
    before = old_of(right)
    old, new = (
        sum(-(-len(content) // 4096) * 4 for content in files.values()) for files in (before, right)
    )
    done, standing = workshop.run_on_disk(stage, before, tmp_path, kilobytes=(old + new) // 2)
    assert done.returncode == 1
    require_clear(done.stderr)
    assert "disken er full" in done.stderr
    require_whole(standing, before, right, parts=False)


@mounts
@pytest.mark.parametrize("stage", ["extract", "parse", "publish"])
def test_a_read_only_disk(workshop: Workshop, stage: str, tmp_path: Path) -> None:
    before = old_of(workshop.right[stage])
    done, standing = workshop.run_on_disk(
        stage, before, tmp_path, kilobytes=100_000, writable=False
    )
    assert done.returncode == 1
    require_clear(done.stderr)
    assert "skrivebeskyttet" in done.stderr
    assert standing == before


@mounts
def test_a_workbook_is_set_aside_on_another_disk(workshop: Workshop, tmp_path: Path) -> None:
    """Where the report's files stand on a disk of their own, and what is set aside does not."""
    right = workshop.right["publish"]
    before = old_of(right) | {f"{KEY}{WORKBOOK}": b"somebody's work, on another disk"}
    done, standing = workshop.run_on_disk("publish", before, tmp_path, kilobytes=100_000)
    assert done.returncode == 0, done.stderr
    assert standing == right
    assert before[f"{KEY}{WORKBOOK}"] in files_in(workshop.folder / "processed" / ASIDE).values()
