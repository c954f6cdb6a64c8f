"""A small report and its stages as real processes, on disks that fill up and with kills at will."""

from __future__ import annotations

import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from tests.conftest import ROOT
from tests.factory import typeset
from tests.factory.knobs import Knobs
from tests.factory.plans import a_small_edition

KEY = "2026"
OUTPUTS = {  # where each stage writes
    "extract": Path("interim", KEY, "extract"),
    "segment": Path("interim", KEY, "segment"),
    "reread": Path("interim", KEY, "reread"),
    "parse": Path("interim", KEY, "parse"),
    "validate": Path("processed"),
    "publish": Path("processed", "report"),
}
REGISTER = f"reports:\n  '{KEY}':\n    plan: Trygge lokalsamfunn\n    source: x\n    note: x\n"
# Python ignores the signal that the system sends at the size limit, and is told so by the write.
# With the system's own answer, which is death, the limit kills at an exact byte.
KILLED_AT_LIMIT = (
    "import runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); "
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)
# Mount a disk of its own on the folder that is written, where nobody else sees it, put there
# what stood there before, run, and bring home what stands there after.
ON_A_DISK = """
mount -t tmpfs -o size={size}k none {disk} || exit 99
cp -a {before}/. {disk}/ || exit 99
{remount}
{command}
status=$?
cp -a {disk}/. {after}/ || exit 99
exit $status
"""

Files = dict[str, bytes]


def files_in(folder: Path) -> Files:
    """The content of every file below `folder`."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_files(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@cache
def can_mount() -> bool:
    """Whether this system lets a user mount a disk that nobody else sees."""
    if shutil.which("unshare") is None:
        return False
    trial = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=4k", "none", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


class Workshop:
    """A folder in which a report has been through all stages, and each can run again.

    It is the small one in order, unless the bytes of another and a register are given.
    """

    def __init__(self, folder: Path, pdf: bytes | None = None, register: str = REGISTER) -> None:
        self.folder = folder
        (folder / "raw").mkdir()
        content = pdf or typeset(a_small_edition(), Knobs(), "reportlab")
        (folder / "raw" / f"{KEY}.pdf").write_bytes(content)
        (folder / "raw" / "reports.yaml").write_text(register, encoding="utf-8")
        shutil.copytree(ROOT / "expectations", folder / "expectations")
        self.right: dict[str, Files] = {}
        checked = self.run("seams.register")  # it also writes each report's own words
        assert checked.returncode == 0, checked.stderr
        for stage, output in OUTPUTS.items():
            done = self.run(stage)
            assert done.returncode == 0, done.stderr
            self.right[stage] = files_in(folder / output)

    def command(self, stage: str, *, deadly: bool = False) -> list[str]:
        """The command line of a stage, as dvc.yaml has it, alone or at once with others."""
        stages = YAML(typ="safe").load(ROOT / "dvc.yaml")["stages"]
        commands = []
        for body in stages.values():
            line = body.get("do", body)["cmd"].replace("${key}", KEY)
            python, dash_m, *rest = shlex.split(line)
            assert (python, dash_m) == ("python", "-m")
            several = rest[0] == "pipeline.runtime.at_once"
            commands += map(shlex.split, rest[1:]) if several else [rest]
        own = next(own for own in commands if own[0] == f"pipeline.{stage}")
        return [sys.executable, *(["-c", KILLED_AT_LIMIT] if deadly else ["-m"]), *own]

    def run(
        self, stage: str, *, largest: int | None = None, deadly: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a stage. No file may grow beyond `largest` bytes; if `deadly`, trying is death."""

        def limit() -> None:
            if largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        return subprocess.run(
            self.command(stage, deadly=deadly), cwd=self.folder, env=self._environment(),
            capture_output=True, text=True, check=False, preexec_fn=limit,
        )  # fmt: skip

    def run_on_disk(
        self, stage: str, before: Files, scratch: Path, *, kilobytes: int, writable: bool = True
    ) -> tuple[subprocess.CompletedProcess[str], Files]:
        """Run a stage whose output stands on a disk of that size; also what then stands there."""
        disk = self.folder / OUTPUTS[stage]
        script = ON_A_DISK.format(
            size=kilobytes,
            disk=shlex.quote(str(disk)),
            before=shlex.quote(str(scratch / "before")),
            after=shlex.quote(str(scratch / "after")),
            remount="" if writable else f"mount -o remount,ro {shlex.quote(str(disk))} || exit 99",
            command=shlex.join(self.command(stage)),
        )
        (scratch / "after").mkdir(parents=True)
        (scratch / "before").mkdir()
        write_files(scratch / "before", before)
        disk.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", script], cwd=self.folder, env=self._environment(),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode != 99, done.stderr
        return done, files_in(scratch / "after")

    def put_back(self, stage: str, files: Files) -> None:
        """Let exactly `files` stand where the stage writes."""
        output = self.folder / OUTPUTS[stage]
        shutil.rmtree(output, ignore_errors=True)
        write_files(output, files)

    def standing(self, stage: str) -> Files:
        """What stands where the stage writes."""
        return files_in(self.folder / OUTPUTS[stage])

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",  # byte code has a limit on its size, too
            "GX_ANALYTICS_ENABLED": "false",
        }


def is_part(name: str) -> bool:
    """Whether a file, or its folder, is being written, or was when its writer was killed."""
    return any(part.startswith(".") and part.endswith(".part") for part in Path(name).parts)


def require_whole(standing: Files, before: Files, right: Files, *, parts: bool) -> None:
    """Fail unless every file is as it was before or as it should be, and nothing else is there.

    `parts` says whether a temporary file may be left, as a kill leaves one.
    """
    for name, content in standing.items():
        if is_part(name):
            assert parts, f"{name} was left behind"
        else:
            assert content in (before.get(name), right.get(name)), f"{name} is half written"
    gone = set(before) - set(standing)
    assert not gone, f"gone: {gone}"


def old_of(right: Files) -> Files:
    """What an earlier run may have left: the same files, with other content."""
    return {name: b"from before: " + content[:100] for name, content in right.items()}


def sizes_that_stop(right: Files, most: int) -> Sequence[int]:
    """Up to `most` sizes below that of some output, evenly over those there are."""
    sizes = sorted({size - 1 for content in right.values() if (size := len(content)) > 0})
    step = max(1, -(-len(sizes) // most))
    return sizes[::step]


def died_of_size(status: int) -> bool:
    return status == -signal.SIGXFSZ
