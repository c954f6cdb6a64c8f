"""Modules run at once: each to its end, and the status is that of one that failed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.runtime.at_once import at_once
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
            *(sys.executable, "-m", "pipeline.runtime.at_once"),
            *("pipeline.gate --help", "pipeline.gate nowhere"),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "dvc repro" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends them")
def test_they_end_with_the_process_that_runs_them() -> None:
    command = "timeit -n 1 -r 1 'import time; time.sleep(60)'"
    parent = subprocess.Popen(
        [sys.executable, "-m", "pipeline.runtime.at_once", command, command], cwd=ROOT
    )
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    pids = _until(lambda: (own := children.read_text().split()) and len(own) == 2 and own)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def _until(is_so: Callable[[], Any]) -> Any:
    """What `is_so` gives as soon as it is true; the last it gave after ten seconds."""
    for _ in range(200):
        if found := is_so():
            return found
        time.sleep(0.05)
    return is_so()
