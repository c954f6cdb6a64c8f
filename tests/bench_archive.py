"""The archive measured: `tests/bench.py --only archive`, on editions that the factory sets.

Many small reports, one in fifty of some 75 pages, ten years for each plan. Seconds are the clock's,
and so of a busy machine; CPU is of all processes together.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from tests.factory import Edition, Knobs, typeset
from tests.factory.plans import a_plan, a_small_edition

ROOT = Path(__file__).parent.parent
YEARS = range(2016, 2026)
LONG_EVERY = 50
SHARE, ADDED, FASTER, MEGABYTES = 0.05, 3.0, 1.8, 400  # the targets
KILLS = 50


class Run(NamedTuple):
    """What a run of the command took: the clock's seconds, and CPU and memory of its processes."""

    seconds: float
    cpu: float
    client_cpu: float
    client_mb: float
    worker_mb: float


def archive(
    editions: int,
    heading: Callable[..., None],
    row: Callable[..., None],
    grown: Callable[..., Edition],
) -> None:
    """Set the editions, read them by one worker and by two, add one, and kill what reads them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pdf"
        folder.mkdir()
        start = time.perf_counter()
        for file, pdf in islice(all_editions(grown), editions):
            (folder / file).write_bytes(pdf)
        setting = time.perf_counter() - start
        added = sorted(folder.glob("*.pdf"))[editions // 2].rename(Path(name) / "one-more.pdf")
        heading(
            f"Archive of {editions} reports (set in {setting:.0f} s)", "s", "CPU s", "per minute"
        )
        runs = {}
        for workers in (1, 2):
            out = Path(name) / f"{workers}" / "ut"
            out.parent.mkdir()
            one = runs[workers] = measured(folder, out, workers)
            rate = 60 * (editions - 1) / one.seconds
            row(f"{workers} worker(s)", f"{one.seconds:.1f}", f"{one.cpu:.1f}", f"{rate:.0f}")
        two = runs[2]
        held("2 workers against 1", runs[1].seconds / two.seconds, FASTER, least=True)
        held(
            "the client's part of the CPU (scheduler, listing, pages)",
            two.client_cpu / two.cpu,
            SHARE,
        )
        held("peak MB of client and scheduler", two.client_mb, MEGABYTES)
        held("peak MB of a worker", two.worker_mb, MEGABYTES)
        out = Path(name) / "2" / "ut"
        again = measured(folder, out, 2)
        row("nothing new", f"{again.seconds:.1f}", f"{again.cpu:.1f}", "")
        added.rename(folder / added.name)
        one = measured(folder, out, 2)
        row("one report added", f"{one.seconds:.1f}", f"{one.cpu:.1f}", "")
        held("seconds for one report added", one.seconds, ADDED)
        row("kills survived", *killed(folder, out, Path(name) / "3" / "ut"))


def all_editions(grown: Callable[..., Edition]) -> Iterator[tuple[str, bytes]]:
    """Reports by the names of their files, no two alike: plan after plan, each year of it."""
    for number, (plan, year) in enumerate(product(range(1, 10_000), YEARS)):
        long = number % LONG_EVERY == LONG_EVERY - 1
        edition = grown(a_plan(), 8) if long else a_small_edition()
        title = f"Status for tiltak i handlingsplan for trygghet i område {plan} (2016–2026)"
        named = replace(edition, title=title, as_of=f"juni {year}")
        yield f"plan-{plan:04}-{year}.pdf", typeset(named, Knobs(), "typst")


def command(folder: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "archive", folder, out, "--workers", str(workers)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def measured(folder: Path, out: Path, workers: int) -> Run:
    """Run the command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    client = command(folder, out, workers)
    peaks: dict[int, float] = {}
    client_cpu = [0.0]
    watching = threading.Thread(target=watch, args=(client, peaks, client_cpu))
    watching.start()
    client.wait()
    seconds = time.perf_counter() - start
    watching.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if client.returncode not in (0, 2):
        raise SystemExit(f"the archive ended with {client.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    others = [peak for pid, peak in peaks.items() if pid != client.pid]
    return Run(seconds, cpu, client_cpu[0], peaks.get(client.pid, 0), max(others, default=0))


def watch(
    client: subprocess.Popen[bytes], peaks: dict[int, float], client_cpu: list[float]
) -> None:
    """Note the most memory of the client and of its workers, and the client's CPU time."""
    ticks = os.sysconf("SC_CLK_TCK")
    while client.poll() is None:
        for pid in (client.pid, *workers_of(client.pid)):
            with suppress(OSError, IndexError, ValueError):
                status = Path(f"/proc/{pid}/status").read_text()
                peaks[pid] = int(status.split("VmHWM:")[1].split()[0]) / 1024
        with suppress(OSError, IndexError):
            fields = Path(f"/proc/{client.pid}/stat").read_text().rpartition(")")[2].split()
            client_cpu[0] = (int(fields[11]) + int(fields[12])) / ticks
        time.sleep(0.05)


def workers_of(pid: int) -> list[int]:
    """The workers of a client, which are processes that it has spawned."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                with suppress(OSError):
                    if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                        found.append(int(child))
    return found


def killed(folder: Path, calm: Path, out: Path) -> tuple[str, str]:
    """Kill clients and workers at random moments, and compare the end with an undisturbed run."""
    out.parent.mkdir()
    chance = random.Random(22)
    kills = {"client": 0, "worker": 0}
    while sum(kills.values()) < KILLS:
        client = command(folder, out, 2)
        time.sleep(chance.uniform(0.5, 6))
        workers = workers_of(client.pid)
        if workers and chance.random() < 0.5:
            os.kill(chance.choice(workers), signal.SIGKILL)
            kills["worker"] += 1
            time.sleep(chance.uniform(0, 3))
        if client.poll() is None:
            client.kill()
            kills["client"] += 1
        client.wait()
        if client.returncode in (0, 2):
            undo(out, chance)
    measured(folder, out, 2)
    same = contents(calm) == contents(out)
    return f"{kills['client']}+{kills['worker']}", "same bytes" if same else "OTHER BYTES"


def undo(out: Path, chance: random.Random) -> None:
    """Take half of the readings away, so that there is something left to do."""
    for path in sorted((out / "readings").rglob("*.*")):
        if path.suffix in (".zip", ".json") and chance.random() < 0.5:
            path.unlink()


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def held(what: str, measured: float, target: float, *, least: bool = False) -> None:
    """Print a figure beside its target."""
    kept = measured >= target if least else measured <= target
    bound = "at least" if least else "at most"
    print(
        f"    {what}: {measured:.2f}; target: {bound} {target:g}: {'held' if kept else 'NOT held'}"
    )
