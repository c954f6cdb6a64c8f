"""Modules run at once: each to its end, and the status is that of one that failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.runtime.at_once import at_once
from tests.conftest import ROOT
from tests.hostile.alive import children_of, require_dead, until

AT_ONCE = (sys.executable, "-m", "pipeline.runtime.at_once")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


def run(*commands: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AT_ONCE, *commands], cwd=ROOT, capture_output=True, text=True, check=False
    )


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
    done = run("pipeline.gate --help", "pipeline.gate nowhere")
    assert done.returncode == 1
    assert "dvc repro" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_the_program_keeps_its_traceback(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text("{}")
    done = run("no_such_module", f"json.tool '{tmp_path}/in.json' '{tmp_path}/out.json'")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "No module named no_such_module" in done.stderr
    assert (tmp_path / "out.json").exists()


@linux
def test_where_one_is_killed_that_is_said() -> None:
    done = run("timeit -n 1 -r 1 'import os; os.kill(os.getpid(), 9)'", "pipeline.gate --help")
    assert done.returncode == 1
    assert done.stderr.startswith("timeit -n 1")
    assert "(SIGKILL)" in done.stderr


@linux
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_they_end_with_the_process_that_runs_them(ending: signal.Signals) -> None:
    command = "timeit -n 1 -r 1 'import time; time.sleep(60)'"
    parent = subprocess.Popen(
        [*AT_ONCE, command, command], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    children = until(lambda: (pids := children_of(parent.pid)) and len(pids) == 2 and pids)
    assert children
    os.killpg(parent.pid, ending) if ending == signal.SIGINT else parent.send_signal(ending)
    _, said = parent.communicate(timeout=60)
    require_dead(children)
    if ending == signal.SIGINT:
        assert (parent.returncode, said) == (130, "Avbrutt.\n")
