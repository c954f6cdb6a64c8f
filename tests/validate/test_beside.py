"""Work beside other work: what it makes comes back, and it leaves nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.validate.beside import beside
from tests.conftest import ROOT


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def refusing(name: str) -> None:
    raise Refusal(name, "filen er borte.", advice="finn den.")


def test_what_it_makes_comes_from_a_process_of_its_own() -> None:
    before = children()
    with beside(os.getpid) as own:
        assert own() != os.getpid()
    assert children() == before


def test_what_it_refuses_is_refused_here() -> None:
    with (
        pytest.raises(Refusal, match=r"tabell\.csv.*filen er borte\.") as refused,
        beside(refusing, "tabell.csv") as own,
    ):
        own()
    assert refused.value.advice == "finn den."


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_where_it_is_killed_that_is_said() -> None:
    with pytest.raises(Refusal, match="stanset utenfra"), beside(killed) as own:
        own()


def test_what_fails_here_is_what_is_seen() -> None:
    before = children()
    with pytest.raises(ZeroDivisionError), beside(refusing, "tabell.csv"):
        print(1 / 0)
    assert children() == before


def test_it_ends_with_those_it_works_for() -> None:
    code = (
        "import os, time\n"
        "from pipeline.validate.beside import beside\n"
        "with beside(time.sleep, 60) as own:\n"
        "    children = open(f'/proc/self/task/{os.getpid()}/children').read().split()\n"
        "    print(*children, flush=True)\n"
        "    own()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists():
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    raise AssertionError("it went on")
