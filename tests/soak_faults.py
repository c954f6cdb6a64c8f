"""`python tests/soak_faults.py [KILLS] [SEED]`: faults by the hundred, which `make soak` runs.

First every stage on disks of every size too small for it, page by page; then whole runs of DVC,
killed at random times (all processes, DVC alone, or one stage), and two runs at once. After each
fault nothing may stand half written, and the next run must make every byte as it should be.
Prints a table; ends with status 1 and the place at the first thing that is wrong.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.hostile.workshop import (  # noqa: E402
    KEY,
    OUTPUTS,
    REGISTER,
    Files,
    Workshop,
    can_mount,
    files_in,
    is_part,
    old_of,
    require_whole,
)
from tests.project import Project  # noqa: E402

PAGE = 4  # kilobytes: what a disk in memory counts in
MOST_SIZES = {"validate": 12, "publish": 40}  # of those that start slowly; else all
MADE = ("interim", "processed")


def fill_disks(workshop: Workshop, scratch: Path) -> None:
    """Run each stage on disks of growing size, until one is large enough."""
    print(f"{'stage':10} {'disks':>6} {'too small':>10}")
    for stage in OUTPUTS:
        right = workshop.right[stage]
        before = old_of(right)
        room = PAGE * len(before)
        need = sum(-(-len(content) // (PAGE << 10)) * PAGE for content in right.values())
        step = PAGE * max(1, need // PAGE // MOST_SIZES.get(stage, 10_000))
        tried = refused = 0
        while True:
            tried += 1
            own = scratch / f"{stage}-{tried}"
            own.mkdir()
            done, standing = workshop.run_on_disk(stage, before, own, kilobytes=room)
            require_whole(standing, before, right, parts=False)
            assert "Traceback" not in done.stderr, done.stderr
            if done.returncode == 0:
                assert standing == right
                break
            assert "disken er full" in done.stderr, done.stderr
            refused += 1
            room += step
        print(f"{stage:10} {tried:6} {refused:10}", flush=True)


class KilledProject:
    """The small report in a copy of the project, run by DVC and killed."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(folder)
        for pdf in (folder / "raw").glob("*.pdf"):
            pdf.unlink()
        shutil.copy2(Workshop(_new(folder.parent / "workshop")).folder / "raw" / f"{KEY}.pdf",
                     folder / "raw")  # fmt: skip
        (folder / "raw" / "reports.yaml").write_text(REGISTER, encoding="utf-8")
        (folder / "dvc.lock").unlink(missing_ok=True)
        started = time.monotonic()
        self.finish()
        self.seconds = time.monotonic() - started
        self.right = self.standing()

    def standing(self) -> Files:
        return {
            f"{top}/{name}": content
            for top in MADE
            for name, content in files_in(self.project.folder / top).items()
            if name != ".gitkeep"
        }

    def start(self, *options: str) -> subprocess.Popen[str]:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
        return subprocess.Popen(
            ["dvc", "repro", *options], cwd=self.project.folder, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def finish(self) -> None:
        """As `make repro` does it."""
        subprocess.run(
            [sys.executable, "-m", "pipeline.cli.mend"], cwd=self.project.folder, check=True
        )
        done = self.start()
        said, _ = done.communicate()
        assert done.returncode == 0, said

    def kill(self, chance: random.Random) -> str:
        """Start afresh or over what is there, kill after a while, and finish."""
        before = self.standing()
        if chance.random() < 0.3:
            for top in MADE:
                shutil.rmtree(self.project.folder / top)
            before = {}
        running = self.start("--force", "--no-run-cache")
        time.sleep(chance.uniform(0, self.seconds))
        what = chance.choice(["all processes", "dvc", "a stage"])
        if what == "all processes":
            os.killpg(running.pid, signal.SIGKILL)
        elif what == "dvc":
            running.kill()
        else:
            for process in _below(running.pid):
                with suppress(ProcessLookupError):  # it ended, or died with the one above it
                    os.kill(process, signal.SIGKILL)
        running.communicate()  # waits for stages that outlive DVC, too: they hold the pipe
        right = self.right
        for name, content in self.standing().items():
            assert is_part(name) or content in (before.get(name), right.get(name)), name
        self.finish()
        self.require_right()
        return what

    def run_twice_at_once(self) -> str:
        """Start two runs; one may be told to wait its turn. After a third all is right."""
        runs = [self.start("--force", "--no-run-cache") for _ in range(2)]
        said = [run.communicate()[0] for run in runs]
        assert not any("Traceback" in one for one in said), said
        self.finish()
        self.require_right()
        return f"two at once: {sum(run.returncode == 0 for run in runs)} ran"

    def require_right(self) -> None:
        standing = self.standing()
        wrong = {n for n in standing.keys() | self.right if standing.get(n) != self.right.get(n)}
        assert not wrong, f"wrong after a new run: {sorted(wrong)}"


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _below(process: int) -> list[int]:
    """The descendants of a process, which are the stage that runs and its sandbox."""
    found = subprocess.run(
        ["pgrep", "-P", str(process)], capture_output=True, text=True, check=False
    )
    children = [int(line) for line in found.stdout.split()]
    return [*children, *(own for child in children for own in _below(child))]


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if can_mount():
            fill_disks(Workshop(_new(folder / "disks")), folder)
        else:
            print("no disks of any size: this system lets nobody mount one")
        own = KilledProject(_new(folder / "project"))
        print(f"{kills} kills of runs of {own.seconds:.0f} s, seed {seed}", flush=True)
        survived: Counter[str] = Counter()
        for number in range(1, kills + 1):
            survived[own.kill(chance)] += 1
            if number % 20 == 0:
                survived[own.run_twice_at_once()] += 1
                print(f"{number}: {dict(survived)}", flush=True)
    for what, times in sorted(survived.items()):
        print(f"{what:30} {times:4} times, all right after a new run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
