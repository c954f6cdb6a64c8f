"""Copies of a process: what they make comes back, how they end is said, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes as Linux shows them", allow_module_level=True)

from msgspec.structs import replace

from pipeline.extract.pdf import open_pdf, read_page, read_pages
from pipeline.runtime import processes
from pipeline.runtime.processes import Killed, one_of_many, read_by_two, running
from pipeline.runtime.refusal import Refusal
from pipeline.seams.words import Page
from tests.conftest import ROOT
from tests.hostile import misbehaving
from tests.hostile.alive import children_of, lives, require_dead


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Copies as they are made on Linux, and as they are elsewhere."""
    monkeypatch.setattr(processes, "METHOD", request.param)
    return str(request.param)


def copies() -> list[int]:
    """The children of this process, but for the tracker of multiprocessing, which lives as long."""
    return [
        child
        for child in children_of()
        if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


@pytest.fixture(autouse=True)
def _nobody_is_left_behind() -> Iterator[None]:
    before = copies()
    yield
    assert copies() == before


@pytest.mark.usefixtures("method")
def test_what_it_makes_comes_back_from_a_process_of_its_own() -> None:
    with running("arbeid", os.getpid) as first, running("arbeid", os.getpid) as second:
        assert len({first.result(), second.result(), os.getpid()}) == 3


def test_a_fork_has_all_that_this_process_has() -> None:
    opened = iter([7])
    with running("arbeid", lambda: next(opened)) as child:
        assert child.result() == 7


@pytest.mark.usefixtures("method")
def test_what_it_refuses_is_refused_here() -> None:
    with (
        pytest.raises(Refusal, match=r"rapport\.pdf, side 3: siden er tom\.") as refused,
        running("arbeid", misbehaving.refuse) as child,
    ):
        child.result()
    assert (refused.value.page, refused.value.advice) == (3, "les om igjen.")


@pytest.mark.usefixtures("method")
def test_where_it_is_killed_that_is_said() -> None:
    with (
        pytest.raises(Killed, match=r"^arbeid: .*\(SIGKILL\)") as killed,
        running("arbeid", misbehaving.be_killed) as child,
    ):
        child.result()
    assert killed.value.signal == "SIGKILL"
    assert killed.value.advice


def test_messages_end_where_it_dies_in_the_middle_of_one() -> None:
    with running("arbeid", misbehaving.die_in_the_middle_of_a_message) as child:
        sent = child.messages()
        process = next(sent)
        require_dead([process])
        assert list(sent) == []
        with pytest.raises(Killed, match="SIGALRM"):
            child.result()


@pytest.mark.usefixtures("method")
def test_a_fault_of_the_program_is_seen_where_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, running("arbeid", misbehaving.have_a_fault) as child:
        child.result()
    assert ended.value.code == 1
    said = capfd.readouterr().err
    assert 'misbehaving.py", line' in said
    assert "ZeroDivisionError: a fault of the program's own" in said


def test_what_cannot_be_sent_is_a_fault_too(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), running("arbeid", lambda: iter(lambda: 1, 2)) as child:
        child.result()
    assert "local object" in capfd.readouterr().err


@pytest.mark.usefixtures("method")
def test_an_exit_status_is_kept() -> None:
    with pytest.raises(SystemExit) as ended, running("arbeid", misbehaving.exit_early) as child:
        child.result()
    assert ended.value.code == 3


@pytest.mark.usefixtures("method")
def test_what_it_prints_is_seen_once(capfd: pytest.CaptureFixture[str]) -> None:
    print("before")
    with running("arbeid", print, "in the copy") as child:
        child.result()
    assert capfd.readouterr().out == "before\nin the copy\n"


def test_messages_come_as_they_are_sent() -> None:
    def work() -> str:
        for number in range(3):
            processes.send(number)
        return "done"

    with running("arbeid", work) as child:
        assert list(child.messages(60)) == [0, 1, 2]
        assert child.result() == "done"
        assert child.result() == "done"


def test_one_that_says_nothing_is_waited_for_only_so_long() -> None:
    with running("arbeid", time.sleep, 60) as child, pytest.raises(TimeoutError):
        next(child.messages(0.1))


def test_outside_a_copy_nobody_hears() -> None:
    processes.send("a message")


def test_it_ends_with_the_block_that_it_works_for() -> None:
    with pytest.raises(ZeroDivisionError), running("arbeid", time.sleep, 60):
        (process,) = copies()
        assert lives(process)
        print(1 / 0)
    assert not lives(process)


PROGRAM = """
from pipeline.runtime import processes, refusal
from tests.hostile import misbehaving
processes.METHOD = {method!r}
def main():
    with processes.running("arbeid", misbehaving.circle_below) as child:
        child.result()
    return 0
refusal.run(main)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_parent_and_those_below_it_do(ending: signal.Signals, method: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(method=method)], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # What a shell runs in the background ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert parent.stdout is not None
    below = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(map(lives, below))
    if ending == signal.SIGINT:
        os.killpg(parent.pid, ending)  # as the terminal does: all of them hear it
    else:
        parent.send_signal(ending)
    _, said = parent.communicate(timeout=60)
    require_dead(below)
    if ending == signal.SIGINT:
        assert (parent.returncode, said) == (130, "Avbrutt.\n")


# --- pages read by two ---------------------------------------------------------------------------


def page(number: int) -> Page:
    return Page(
        number,
        595.0,
        842.0,
        [],
        [],
        [],
        [],
        [],
        0,
        0,
        0.0,
        columns_clear=True,
        damaged=False,
        pictured=False,
    )


def page_and_reader(number: int) -> Page:
    return replace(page(number), unseen=os.getpid())


def test_two_read_what_one_reads() -> None:
    with open_pdf(ROOT / "raw" / "2025.pdf") as source:
        both = list(read_pages(source))
        assert both == [read_page(source, index) for index in range(75)]


def test_every_second_page_is_read_by_the_copy() -> None:
    made = list(read_by_two(page_and_reader, range(5), Page))
    assert [one.number for one in made] == [0, 1, 2, 3, 4]
    readers = [one.unseen for one in made]
    assert readers[0::2] == [os.getpid()] * 3
    assert len({*readers[1::2]} - {os.getpid()}) == 1


@pytest.mark.parametrize("pages", [[], [7]])
def test_what_one_can_read_needs_no_copy(pages: list[int]) -> None:
    assert list(read_by_two(page_and_reader, pages, Page)) == list(map(page_and_reader, pages))


def test_where_there_are_no_forks_one_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "METHOD", "spawn")
    made = read_by_two(page_and_reader, range(4), Page)
    assert {one.unseen for one in made} == {os.getpid()}


def test_one_of_many_workers_reads_all_by_itself() -> None:
    with one_of_many(), running("sidene", readers_of_four) as child:
        assert child.result() == 1
    assert readers_of_four() == 2


def readers_of_four() -> int:
    return len({one.unseen for one in read_by_two(page_and_reader, range(4), Page)})


def test_where_the_copy_dies_this_process_reads_its_pages() -> None:
    own = os.getpid()

    def deadly(number: int) -> Page:
        if number == 3 and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return page_and_reader(number)

    made = list(read_by_two(deadly, range(6), Page))
    assert [one.number for one in made] == list(range(6))
    assert [one.unseen == own for one in made] == [True, False, True, True, True, True]


@pytest.mark.parametrize("broken", [2, 3])
def test_what_cannot_be_read_is_refused_once(
    broken: int, capfd: pytest.CaptureFixture[str]
) -> None:
    def failing(number: int) -> Page:
        if number == broken:
            raise Refusal("fil.pdf", "siden er skadet.", page=number)
        return page(number)

    made = read_by_two(failing, range(6), Page)
    assert [next(made).number for _ in range(broken)] == list(range(broken))
    with pytest.raises(Refusal, match=f"side {broken}"):
        next(made)
    assert capfd.readouterr() == ("", "")


def test_the_copy_ends_with_those_who_ask_no_more() -> None:
    """Also where it stands still, and where there is more to read than a pipe holds."""
    own = os.getpid()

    def slow(number: int) -> Page:
        time.sleep(60 if number == 3 and os.getpid() != own else 0)
        return page(number)

    before = copies()
    made = read_by_two(slow, range(6), Page)
    assert [next(made).number for _ in range(3)] == [0, 1, 2]
    assert len(copies()) == len(before) + 1
    made.close()  # type: ignore[attr-defined]
    assert copies() == before
