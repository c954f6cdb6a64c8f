"""What a killed run has left half written: found, whatever is left of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from dvc.schema import COMPILED_LOCKFILE_SCHEMA
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from voluptuous import Invalid

from pipeline.cli.mend import is_whole_lock
from pipeline.runtime.files import replacing
from tests.conftest import ROOT

TEXT = (ROOT / "dvc.lock").read_text(encoding="utf-8")


def is_read_by_dvc(text: str) -> bool:
    try:
        COMPILED_LOCKFILE_SCHEMA(YAML(typ="safe").load(text))
    except (YAMLError, Invalid):
        return False
    return True


def test_the_committed_one_is_whole_lock() -> None:
    assert is_whole_lock(TEXT)


def test_one_cut_short_anywhere_is_found_or_read_by_dvc() -> None:
    """Cut at each letter of the lines that are unlike others, and else at the end of lines."""
    seen: set[str] = set()
    at = 0
    two_stages = TEXT[: TEXT.index("\n  parse@") + 1]
    for line in two_stages.splitlines(keepends=True):
        key = line.split(":")[0]
        for end in [at] if key in seen else range(at, at + len(line)):
            assert not is_whole_lock(TEXT[:end]) or is_read_by_dvc(TEXT[:end]), TEXT[
                max(0, end - 60) : end
            ]
        seen.add(key)
        at += len(line)


def test_one_cut_off_between_stages_is_kept() -> None:
    second = TEXT.index("\n  segment@")
    assert is_whole_lock(TEXT[: second + 1])


RUNNING = '{"raw/2025.pdf": {"read": [{"pid": 1, "cmd": "dvc repro"}]}}'


@pytest.mark.parametrize(
    ("name", "text", "stays"),
    [
        ("dvc.lock", TEXT, True),
        ("dvc.lock", TEXT[: TEXT.index("  segment@") + 5], False),
        ("dvc.lock", "", False),
        (".dvc/tmp/rwlock", RUNNING, True),
        (".dvc/tmp/rwlock", RUNNING[:30], False),
        (".dvc/tmp/rwlock", "", False),
    ],
)
def test_the_command(tmp_path: Path, name: str, text: str, stays: bool) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    said = run_in(tmp_path)
    assert path.exists() == stays
    assert ("tatt bort" in said) != stays


def run_in(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli.mend"],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_what_a_killed_run_was_writing_is_taken_away_and_what_is_written_now_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / ".2026.pdf.b2.part").write_text("half of a copy")
    folder = tmp_path / "processed"
    folder.mkdir()
    (folder / "statusrapport.xlsx").write_text("the last good one")
    (folder / ".statusrapport.xlsx.a1.part").write_text("half of one")
    with replacing(folder / "codebook.html") as being_written:
        being_written.write_text("half of another")
        run_in(tmp_path)
        assert sorted(folder.iterdir()) == sorted([being_written, folder / "statusrapport.xlsx"])
    assert (folder / "codebook.html").read_text() == "half of another"
    assert not list((tmp_path / "raw").iterdir())
