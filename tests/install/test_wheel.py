"""The program without the project: a wheel, installed with the run-time lock, run elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.factory import ENGINES, Knobs, typeset
from tests.factory.plans import a_small_edition
from tests.install.locks import RUN, pins

BUILT_FROM = ("Makefile", "pyproject.toml", "README.md", "LICENSE")
WINDOWS = sys.platform == "win32"
TYPED = """
from pipeline.load import latest, load

reveal_type(latest())
load("statuses", report=1.5)
"""


def build(folder: Path) -> Path:
    """What `make wheel` makes of a copy of the project in `folder`."""
    shutil.copytree(ROOT / "pipeline", folder / "pipeline")
    for name in BUILT_FROM:
        shutil.copyfile(ROOT / name, folder / name)
    done = subprocess.run(
        ["make", "--old-file=.venv/.test", "wheel"],
        cwd=folder, env=without_checkout(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (wheel,) = (folder / "dist").iterdir()
    return wheel


def without_checkout() -> dict[str, str]:
    """This environment, in which this checkout cannot be imported and this make is unknown."""
    hidden = ("PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {
        **{key: value for key, value in os.environ.items() if key not in hidden},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built") / "project")


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "pipeline"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if name.startswith("pipeline/")} == {
        name for name in listed if (ROOT / name).is_file()
    }
    others = {name.partition("/")[2] for name in names if not name.startswith("pipeline/")}
    assert others == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}


def test_the_same_files_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "project").read_bytes() == wheel.read_bytes()


class Installed:
    """A fresh environment with what the run-time lock installs and the wheel, and nothing else.

    The packages are those installed here, linked: what a fresh download brings is the business of
    the slow test below.
    """

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=False)
        self.bin = folder / ("Scripts" if WINDOWS else "bin")
        (packages,) = folder.glob("[lL]ib/**/site-packages")
        for pin in pins((ROOT / RUN).read_text(encoding="utf-8")):
            if pin.marker is None or pin.marker.evaluate():
                link(metadata.distribution(pin.name), packages)
        done = self.pip("install", "--quiet", "--no-index", "--no-deps", str(wheel))
        assert done.returncode == 0, done.stderr

    def pip(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """This environment's pip, at work on that one."""
        python = str(self.bin / "python")
        return subprocess.run(
            [sys.executable, "-m", "pip", "--python", python, *arguments],
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def run(self, folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs in another folder."""
        return subprocess.run(
            [str(self.bin / name), *arguments],
            cwd=folder, env=without_checkout(), capture_output=True, text=True, check=False,
        )  # fmt: skip


def link(distribution: metadata.Distribution, packages: Path) -> None:
    """Let the files of an installed package be found in another environment, too."""
    for file in distribution.files or []:
        if ".." not in file.parts:  # programs and manuals
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(distribution.locate_file(file))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed") / "venv", wheel)


def test_the_run_time_lock_is_all_that_the_wheel_needs(installed: Installed) -> None:
    checked = installed.pip("check")
    assert (checked.returncode, checked.stdout) == (0, "No broken requirements found.\n")


def test_the_command_runs_from_another_folder(installed: Installed, tmp_path: Path) -> None:
    done = installed.run(tmp_path, "statusrapport", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bruk: statusrapport ")
    assert "check" in done.stdout
    module = installed.run(tmp_path, "python", "-m", "pipeline", "--help")
    assert module.stdout.startswith("bruk: python -m pipeline ")


def test_a_report_is_checked_with_no_project_around(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "rapport.pdf").write_bytes(typeset(a_small_edition(), Knobs(), ENGINES[0]))
    done = installed.run(tmp_path, "statusrapport", "check", "rapport.pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 tiltak og 1 anmodningsvedtak" in done.stdout
    assert (tmp_path / "rapport-kontroll" / "report" / "2026.html").is_file()


def test_the_command_ends_with_the_status_of_a_refusal(
    installed: Installed, tmp_path: Path
) -> None:
    done = installed.run(tmp_path, "statusrapport", "show")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "reports.yaml" in done.stderr


def test_every_module_is_imported_with_nothing_else(installed: Installed, tmp_path: Path) -> None:
    code = (
        "import importlib, pkgutil, pipeline\n"
        "names = [found.name for found in pkgutil.walk_packages(pipeline.__path__, 'pipeline.')]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(pipeline.__file__, len(names))"
    )
    done = installed.run(tmp_path, "python", "-c", code)
    assert done.returncode == 0, done.stderr
    file, number = done.stdout.split()
    assert Path(file).is_relative_to(installed.folder)
    assert int(number) > 80


def test_its_types_are_there_for_others(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text(TYPED, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--python-executable", installed.bin / "python",
            "--cache-dir", tmp_path / "cache", "theirs.py",
        ],
        cwd=tmp_path, env=without_checkout(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[:2] == [
        'theirs.py:4: note: Revealed type is "str"',
        'theirs.py:5: error: Argument "report" to "load" has incompatible type "float"; '
        'expected "str | int | None"  [arg-type]',
    ]


@pytest.mark.slow
def test_the_readmes_lines_install_it(wheel: Path, tmp_path: Path) -> None:
    """As written, with all that the lock names downloaded anew; `make wheel` has been run."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```sh\nmake wheel\n(.*?)^```", text, re.M | re.S)
    assert block is not None
    shutil.copyfile(ROOT / RUN, tmp_path / RUN)
    shutil.copytree(wheel.parent, tmp_path / "dist")
    python = Path(sys.base_prefix) / "bin"
    done = subprocess.run(
        ["bash", "-ec", block[1]],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={
            **without_checkout(),
            "HOME": str(tmp_path),
            "PATH": f"{python}{os.pathsep}{os.environ['PATH']}",
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "bruk: " in done.stdout
