"""The two commands install what the locks name, next month too, and the locks name all of it.

pip is the one that `python3 -m venv` brings, the commands are those of the Makefile and of
README.md, and the index has a newer release of everything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT
from tests.install.index import make_index, relocked
from tests.install.locks import DEVELOPMENT, LOCKS, RUN, asked_for, excerpt, missing, pins

PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11.7", "3.12.1", "3.13.0")


def text_of(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def without(name: str, lock: str) -> str:
    """The text of a lock, with the lines of one package cut out."""
    cut = re.sub(rf"^{name}==.*\n(?: .*\n)*", "", lock, flags=re.M)
    assert cut != lock
    return cut


def environment(system: str, python: str) -> dict[str, str]:
    short = python.rpartition(".")[0]
    return {**SYSTEMS[system], "python_version": short, "python_full_version": python}


@pytest.mark.parametrize(("system", "python"), [*product(SYSTEMS, PYTHONS)])
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_all_that_is_asked_for(lock: str, system: str, python: str) -> None:
    """Extras included, of which `pip check` knows nothing."""
    assert missing(pins(text_of(lock)), asked_for(lock), environment(system, python)) == []


@pytest.mark.parametrize(
    ("name", "lack"),
    [
        ("attrs", "aiohttp needs attrs>=17.3.0"),
        ("tinycss2", "bleach[css] needs tinycss2>=1.1.0"),
        ("zopfli", "fonttools[woff] needs zopfli>=0.1.4"),
        ("pymupdf", "pyproject.toml needs pymupdf<2,>=1.28"),
    ],
)
def test_what_the_lock_lacks_is_named(name: str, lack: str) -> None:
    lock = pins(without(name, text_of(DEVELOPMENT)))
    lacking = missing(lock, asked_for(DEVELOPMENT), environment("linux", "3.11.7"))
    assert any(line.startswith(lack) and "not in the lock" in line for line in lacking), lacking


def test_a_version_that_nobody_asked_for_is_named() -> None:
    lock = pins(re.sub(r"^attrs==\S+", "attrs==17.2.0", text_of(RUN), flags=re.M))
    lacking = missing(lock, asked_for(RUN), environment("linux", "3.11.7"))
    assert "aiohttp needs attrs>=17.3.0, and the lock has 17.2.0" in lacking


class Machine:
    """A fresh machine: the files that installing needs, an index, and no environment."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder, self.index = folder, index
        folder.mkdir()
        self.makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        for lock in (RUN, DEVELOPMENT):
            self.put(lock, text_of(lock))

    def put(self, lock: str, text: str) -> None:
        (self.folder / lock).write_text(relocked(text, self.index), encoding="utf-8")

    def make(self, target: str, makefile: str | None = None) -> subprocess.CompletedProcess[str]:
        (self.folder / "Makefile").write_text(makefile or self.makefile, encoding="utf-8")
        return self.run("make", f"PYTHON={PYTHON}", target)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command with no other packages in sight than those of the index."""
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PIP_", "MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTHON"))
        }
        own = {
            "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.index),
        }
        return subprocess.run(
            command, cwd=self.folder, env={**inherited, **own},
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheels of everything that is installed here, and newer ones."""
    folder = tmp_path_factory.mktemp("index") / "wheels"
    make_index(folder)
    return folder


@pytest.fixture
def machine(tmp_path: Path, index: Path) -> Machine:
    return Machine(tmp_path / "machine", index)


def old_way(makefile: str) -> str:
    """The Makefile as it was when pip looked for the packages' own requirements."""
    old = makefile.replace("--require-hashes --no-deps", "--require-hashes")
    assert old != makefile
    return old


@pytest.fixture
def small_machine(machine: Machine) -> Machine:
    """One whose locks name few packages: bleach is asked for with an extra there, and coverage."""
    machine.put(RUN, excerpt(text_of(RUN), "nbconvert"))
    machine.put(DEVELOPMENT, excerpt(text_of(DEVELOPMENT), "nbconvert", "pytest-cov"))
    return machine


def assert_trapped(machine: Machine, done: subprocess.CompletedProcess[str]) -> None:
    """Without --no-deps, pip took a newer release of what is asked for with an extra, and failed.

    So the index is one on which an install can fail. pip does not fall for it from 23.3 on.
    """
    pip = machine.run(".venv/bin/python", "-m", "pip", "--version").stdout.split()[1]
    if Version(pip) < Version("23.3"):
        assert done.returncode != 0
        assert re.search(r"must have their versions pinned with ==.*\n +[\w-]+\[", done.stderr)


def test_pip_is_not_to_look_for_what_packages_need(small_machine: Machine) -> None:
    machine = small_machine
    assert_trapped(machine, machine.make(".venv/.repro", old_way(machine.makefile)))
    (machine.folder / ".venv/.repro").unlink(missing_ok=True)  # where pip is not trapped
    done = machine.make(".venv/.repro")
    assert done.returncode == 0, done.stderr

    assert_trapped(machine, machine.make(".venv/.test", old_way(machine.makefile)))
    (machine.folder / ".venv/.test").unlink(missing_ok=True)
    done = machine.make(".venv/.test")
    assert done.returncode == 0, done.stderr


def test_make_installs_what_the_locks_name(machine: Machine) -> None:
    done = machine.make(".venv/.test")
    assert done.returncode == 0, done.stderr
    (packages,) = (machine.folder / ".venv").glob("lib/python*/site-packages")
    installed = {
        canonicalize_name(distribution.name): distribution.version
        for distribution in metadata.distributions(path=[str(packages)])
    }
    for pin in pins(text_of(DEVELOPMENT)):
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(installed[canonicalize_name(pin.name)]), pin


def test_make_says_what_a_lock_lacks(machine: Machine) -> None:
    """Also where an older environment would have it: the new one is made from nothing."""
    leftover = machine.folder / ".venv" / "leftover"
    leftover.parent.mkdir()
    leftover.touch()
    machine.put(RUN, without("attrs", excerpt(text_of(RUN), "aiohttp")))
    done = machine.make(".venv/.repro")
    assert done.returncode != 0
    assert re.search(r"^aiohttp \S+ requires attrs, which is not installed", done.stdout, re.M)
    assert not leftover.exists()
    assert not (machine.folder / ".venv" / ".repro").exists()


def test_the_readmes_plain_lines_install_the_same(small_machine: Machine) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```sh\n(python3 -m venv \.venv\n.*?)^```", text, re.M | re.S)
    assert block is not None
    setup = ("python3 -m venv ", ". .venv/bin/activate", "python -m pip ")
    lines = [line for line in block[1].splitlines() if line.startswith(setup)]
    assert len([line for line in lines if " install " in line]) == 2
    done = small_machine.run("bash", "-ec", "\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("No broken requirements found.") == 2
