"""Modules run at once: each to its end, and the status is that of one that failed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.shared.at_once import at_once
from tests.conftest import ROOT


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("{}")
    commands = [
        f"json.tool '{tmp_path}/missing.json' '{tmp_path}/none.json'",
        f"json.tool '{tmp_path}/in.json' '{tmp_path}/out.json'",
    ]
    assert at_once(commands) != 0
    assert (tmp_path / "out.json").read_text().strip() == "{}"
    assert at_once(commands[1:]) == 0


def test_the_message_of_what_fails_is_seen(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pipeline.shared.at_once"),
            *("pipeline.gate --help", "pipeline.gate nowhere"),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "dvc repro" in done.stderr
    assert "Traceback" not in done.stderr
