"""The child process in which PDFs are opened: it may hang, burst or crash, and the run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import islice

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import MEGABYTES, SECONDS, causes, limits
from tests.conftest import ROOT
from tests.hostile.alive import lives, require_dead

METHODS = ["spawn", "fork"] if sys.platform == "linux" else ["spawn"]
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these limits")


def program(work: str, *arguments: object, method: str) -> list[str]:
    """A command that runs a function of tests.hostile.misbehaving in the sandbox."""
    code = (
        "from pipeline.runtime import processes, refusal, sandbox\n"
        "from tests.hostile import misbehaving\n"
        f"processes.METHOD = {method!r}\n"
        "def main():\n"
        f"    print(sandbox.confined(misbehaving.PDF, misbehaving.{work}, *{arguments!r}))\n"
        "    return 0\n"
        "refusal.run(main)\n"
    )
    return [sys.executable, "-c", code]


def environment(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **variables}


def run(
    work: str,
    *arguments: object,
    method: str,
    before: Callable[[], None] | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program(work, *arguments, method=method), cwd=ROOT, env=environment(**variables),
        capture_output=True, text=True, check=False, timeout=60, preexec_fn=before,
    )  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_what_goes_well_comes_back(method: str) -> None:
    done = run("be_good", 21, method=method)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{'twice': 42}\n", "")


@pytest.mark.parametrize("method", METHODS)
def test_a_refusal_comes_through_whole(method: str) -> None:
    done = run("refuse", method=method)
    assert (done.returncode, done.stderr) == (
        1,
        "raw/rapport.pdf, side 3: siden er tom.\n  Ventet: ord.\n  Gjør dette: les om igjen.\n",
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("work", "first"),
    [
        ("segfault", "raw/rapport.pdf, side 7: programmet som leser PDF-filen, krasjet (SIGSEGV)."),
        ("abort", "raw/rapport.pdf: programmet som leser PDF-filen, krasjet (SIGABRT)."),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to name")
def test_a_crash_is_told_with_its_place(work: str, first: str, method: str) -> None:
    done = run(work, method=method)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == first
    assert "Gjør dette:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("method", METHODS)
def test_one_that_stands_still_is_stopped(method: str) -> None:
    done = run("circle", method=method, STATUSRAPPORT_SECONDS="1")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        "raw/rapport.pdf, side 2: lesingen kom ikke videre på 1 sekunder, og ble stanset."
    )
    assert SECONDS in done.stderr


@pytest.mark.parametrize("method", METHODS)
def test_one_that_goes_on_may_take_its_time(method: str) -> None:
    done = run("walk", 4, method=method, STATUSRAPPORT_SECONDS="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "4\n", "")


@linux
@pytest.mark.parametrize("method", METHODS)
def test_one_that_wants_too_much_memory_is_stopped(method: str) -> None:
    done = run("gather", method=method, STATUSRAPPORT_MEGABYTES="600")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        "raw/rapport.pdf, side 5: lesingen trengte mer minne enn grensen på 600 MB, og ble stanset."
    )
    assert MEGABYTES in done.stderr


@linux
@pytest.mark.parametrize(
    ("signal_", "cause"), [("KILL", "for lite ledig minne"), ("XCPU", "ulimit -t")]
)
def test_an_end_that_is_not_of_our_limits(signal_: str, cause: str) -> None:
    done = run("be_ended", f"SIG{signal_}", method="fork")
    assert done.returncode == 1
    assert "stanset utenfra: " in done.stderr
    assert cause in done.stderr
    assert MEGABYTES not in done.stderr


@linux
def test_a_limit_of_the_shell_is_named() -> None:
    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))

    done = run("gather", method="fork", before=limited)
    assert done.returncode == 1
    assert "minne enn grensen på 700 MB, og ble stanset." in done.stderr
    assert "ulimit -v" in done.stderr
    assert MEGABYTES not in done.stderr


@pytest.mark.parametrize("method", METHODS)
def test_a_place_where_one_may_not_write_is_a_refusal(method: str) -> None:
    done = run("lack_access", method=method)
    assert done.returncode == 1
    assert done.stderr.startswith("raw/2025.html: filen kunne ikke skrives: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("method", METHODS)
def test_a_fault_of_the_program_keeps_its_traceback(method: str) -> None:
    done = run("have_a_fault", method=method)
    assert done.returncode == 1
    assert "ZeroDivisionError: a fault of the program's own" in done.stderr
    assert "Gjør dette:" not in done.stderr


def test_an_exit_status_is_kept() -> None:
    assert run("exit_early", method=METHODS[-1]).returncode == 3


@linux
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_child_ends_with_its_parent(ending: signal.Signals, method: str) -> None:
    parent = subprocess.Popen(
        program("circle", method=method), cwd=ROOT, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # What a shell runs in the background ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert lives(child)
    parent.send_signal(ending)
    _, said = parent.communicate(timeout=30)
    if ending == signal.SIGINT:
        assert (parent.returncode, said) == (130, "Avbrutt.\n")
    require_dead([child])


def test_ordinary_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECONDS, raising=False)
    monkeypatch.setenv(MEGABYTES, " ")
    assert limits()[:2] == (60, 4096)
    monkeypatch.setenv(SECONDS, "600")
    assert limits()[:2] == (600, 4096)


@pytest.mark.parametrize(
    ("name", "value"), [(SECONDS, "0"), (SECONDS, "to"), (SECONDS, "-1"), (MEGABYTES, "511")]
)
def test_what_is_no_limit(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Refusal, match=f"^{name}: miljøvariabelen er «{value}»"):
        limits()


def test_what_led_to_an_error_may_lead_to_it_in_a_circle() -> None:
    """As where a full disk ends one step, and what tidies up after it raises the same again."""
    first, second = OSError("full"), OSError("tidying up")
    first.__cause__, second.__context__ = second, first
    assert list(islice(causes(first), 5)) == [first, second]
