"""A copy of the project in a folder of its own, in which commands are run as a user runs them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parent.parent
EDITION = ROOT / "tests" / "editions" / "2026.pdf"  # the next report
DVC_ENDS = "\x1b[0m"  # what DVC sends a terminal at its end, to have no colours left on


class Project:
    """A copy of what git tracks, in a folder of its own; made unless it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if (folder / ".git").exists():
            return
        tracked = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True, text=True,
        ).stdout.split("\0")  # fmt: skip
        for name in filter(None, tracked):
            if (ROOT / name).is_file():  # a file deleted but not yet committed is not there
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)

    def copy(self, folder: Path) -> Project:
        """The same in another folder, with all that has been made in it and DVC's cache."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Project(folder)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command with this Python's own tools first, and nothing of this checkout."""
        return subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    def at_terminal(self, *command: str) -> str:
        """All that a command says at a terminal. It must succeed."""
        import pty

        ours, theirs = pty.openpty()
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment(), stdin=theirs, stdout=theirs,
            stderr=theirs,
        ) as running:  # fmt: skip
            os.close(theirs)
            said = b""
            with suppress(OSError):  # how Linux tells that nobody has the other end any more
                while part := os.read(ours, 1 << 16):
                    said += part
            os.close(ours)
        assert running.returncode == 0, said
        return said.decode().replace("\r\n", "\n").removesuffix(DVC_ENDS)

    def environment(self) -> dict[str, str]:
        bin_folder = str(Path(sys.executable).parent)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return {
            **environment,
            "PATH": bin_folder + os.pathsep + environment["PATH"],
            "GX_ANALYTICS_ENABLED": "false",
        }

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("python", "-m", "pipeline", *arguments)

    def repro(self) -> subprocess.CompletedProcess[str]:
        return self.run("dvc", "repro")

    def made(self) -> dict[str, str]:
        """The checksum of every file that the stages made."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for top in ("interim", "processed")
            for path in sorted((self.folder / top).rglob("*"))
            if path.is_file()
        }


def ran(output: str) -> set[str]:
    """The stages that a run of DVC ran."""
    return {line.split("'")[1] for line in output.splitlines() if line.startswith("Running stage")}


def fill_in(workbook: Path) -> list[str]:
    """Judge the first finding in a workbook, as an auditor does. Returns the sheet's headings."""
    book = openpyxl.load_workbook(workbook)
    page = book["Funn"]
    head = [cell.value for cell in page[1]]
    for heading, value in (
        ("Vurdering", "bekreftet"), ("Begrunnelse", "Sett på"), ("Navn", "Kari Nordmann"),
        ("Dato", "22.11.2026"),
    ):  # fmt: skip
        page.cell(2, head.index(heading) + 1).value = value
    book.save(workbook)
    return head
