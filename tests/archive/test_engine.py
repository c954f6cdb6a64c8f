"""Dask under the archive: workers and clients that die, tasks that fail, a scheduler of others'."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from pipeline.archive.build import Engine, archive
from pipeline.archive.engine import cluster, results
from pipeline.runtime.refusal import Refusal
from tests.conftest import ROOT

SECONDS = 400  # for what takes a few, on a busy machine more


def one_more(number: int) -> int:
    """A task that fails for one value."""
    if number == 3:
        raise ValueError("tre")
    return number + 1


def kill_yourself(number: int) -> int:
    """A task that takes its worker with it for one value."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number + 1


def contents(out: Path) -> dict[str, bytes]:
    """Every file of an archive."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def command(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """`statusrapport archive` in a process of its own."""
    return started("-m", "pipeline", "archive", *arguments)


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_task_that_fails_takes_nothing_with_it() -> None:
    with cluster(1, None) as client:
        made = dict(results(client, one_more, range(20)))
    assert repr(made.pop(3)) == "ValueError('tre')"
    assert made == {number: number + 1 for number in range(20) if number != 3}


def test_a_scheduler_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.archive.engine.SECONDS", 1)
    (tmp_path / "2025.pdf").write_bytes(b"%PDF")
    with pytest.raises(Refusal, match="ingen svarer på denne adressen") as refused:
        archive(str(tmp_path), tmp_path / "ut", scheduler="tcp://127.0.0.1:9")
    assert "dask scheduler" in refused.value.advice


def test_without_dask_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    for year in ("2025", "2026"):
        (tmp_path / f"{year}.pdf").write_bytes(b"%PDF " + year.encode())
    with pytest.raises(Refusal, match="ikke installert") as refused:
        archive(str(tmp_path), tmp_path / "ut")
    assert refused.value.advice == 'installer den: pip install "statusrapport[archive]"'


def test_for_one_task_no_cluster_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with ExitStack() as running:
        engine = Engine(running, 2, None, tmp_path)
        assert list(engine.results(one_more, [])) == []
        assert list(engine.results(one_more, [1])) == [(1, 2)]
        ((value, made),) = engine.results(one_more, [3])
    assert (value, repr(made)) == (3, "ValueError('tre')")


@pytest.mark.slow
def test_a_worker_that_dies_takes_nothing_with_it() -> None:
    """The task that killed it is tried again, a few times; all others are done."""
    with cluster(2, None) as client:
        made = dict(results(client, kill_yourself, range(20)))
    assert type(made.pop(3)).__name__ == "KilledWorker"
    assert made == {number: number + 1 for number in range(20) if number != 3}


@pytest.mark.slow
def test_whoever_is_killed_the_bytes_are_the_same_at_the_end(
    collected: Path, tmp_path: Path
) -> None:
    """Clients and workers, at random moments; then a run to the end."""
    calm, killed = tmp_path / "rolig" / "ut", tmp_path / "drept" / "ut"
    for out in (calm, killed):
        out.parent.mkdir()
    assert command(collected, calm, "--workers", "2").wait(SECONDS) == 2
    chance = random.Random(22)
    for number in range(12):
        client = command(collected, killed, "--workers", "2")
        time.sleep(chance.uniform(0.5, 4))
        victims = children_of(client.pid) if number % 2 else [client.pid]
        for pid in victims[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if number % 2:
            assert client.wait(SECONDS) == 2  # a worker alone: the run goes on
            if number < 11:
                remove_some(killed, chance)
        else:
            client.wait(SECONDS)
    assert command(collected, killed, "--workers", "2").wait(SECONDS) == 2
    assert contents(killed) == contents(calm)


def remove_some(out: Path, chance: random.Random) -> None:
    """Take a few readings away, so that there is something left to do."""
    for path in sorted((out / "readings").rglob("*.*")):
        if path.suffix in (".zip", ".json") and chance.random() < 0.5:
            path.unlink()


def children_of(pid: int) -> list[int]:
    """The workers of a client, which are processes that it has started."""
    with suppress(FileNotFoundError):
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
        return [child for child in children if b"spawn_main" in commandline(child)]
    return []


def commandline(pid: int) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextmanager
def running(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    process = started(*arguments)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_scheduler_started_by_hand_with_two_workers_one_of_them_killed(
    collected: Path, tmp_path: Path
) -> None:
    note = tmp_path / "scheduler.json"
    dask, at_note = "distributed.cli.dask_{}", ("--scheduler-file", note)
    scheduler = ("-m", dask.format("scheduler"), *at_note, "--host", "127.0.0.1", "--port", "0")
    worker = ("-m", dask.format("worker"), *at_note, "--nthreads", "1")
    with running(*scheduler), running(*worker) as first, running(*worker, "--no-nanny"):
        while not note.exists():
            time.sleep(0.1)

        address = json.loads(note.read_text())["address"]
        client = command(collected, tmp_path / "ut", "--scheduler", address)
        while not any((tmp_path / "ut").rglob("*.zip")):
            assert client.poll() is None
            time.sleep(0.1)
        first.kill()
        assert client.wait(SECONDS) == 2
    assert command(collected, tmp_path / "rolig", "--workers", "1").wait(SECONDS) == 2
    theirs, ours = contents(tmp_path / "ut"), contents(tmp_path / "rolig")
    assert theirs == ours
