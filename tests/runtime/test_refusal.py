"""How a command ends: what is said of files that are not the user's, and output nobody can read."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from tests.conftest import ROOT

if sys.platform == "win32":
    pytest.skip("needs the pipes and permissions of Unix", allow_module_level=True)

# Root may read and write everything: what asks for permissions is done as a user without any.
COMMAND = """
import os, shutil, sys
from pathlib import Path
from pipeline.runtime import refusal
from pipeline.runtime.files import replacing, write_text

def main():
    {body}
    return 0

if {humbly} and os.geteuid() == 0:
    os.setuid(65534)
refusal.run(main)
"""


def ended(
    body: str, coding: str = "utf-8", *, humbly: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A command whose `main` is `body`, run to its end; `coding` is what it prints in."""
    return subprocess.run(
        [sys.executable, "-c", COMMAND.format(body=body, humbly=humbly)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, encoding=coding, check=False,
    )  # fmt: skip


def in_shell(body: str, rest: str) -> subprocess.CompletedProcess[str]:
    """The same with a shell's way to redirect its output."""
    code = COMMAND.format(body=body, humbly=False)
    return subprocess.run(
        ["bash", "-c", f'"$0" -c "$1" {rest}; echo "${{PIPESTATUS[0]}}" >&2', sys.executable, code],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_file_that_cannot_be_read_is_not_said_to_be_unwritable(folder: Path) -> None:
    secret = folder / "hemmelig.yaml"
    secret.write_text("x")
    secret.chmod(0o000)
    done = ended(f"Path({str(secret)!r}).read_text()", humbly=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        f"{secret}: filen kan ikke leses: mangler tilgang til å lese den."
    )
    assert "skrive" not in done.stderr


def test_a_source_that_cannot_be_read_is_not_said_of_what_is_made_of_it(folder: Path) -> None:
    secret, copy = folder / "hemmelig.pdf", folder / "kopier" / "kopi.pdf"
    secret.write_text("x")
    secret.chmod(0o000)
    copy.parent.mkdir()
    copy.parent.chmod(0o777)
    body = f"with replacing(Path({str(copy)!r})) as new: shutil.copyfile({str(secret)!r}, new)"
    done = ended(body, humbly=True)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{secret}: filen kan ikke leses")


def test_a_folder_that_cannot_be_written_to_is_said_to_be_that(folder: Path) -> None:
    path = folder / "ny" / "tekst.txt"
    done = ended(f"write_text(Path({str(path)!r}), 'x')", humbly=True)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        f"{path}: filen kunne ikke skrives: mangler tilgang til å skrive."
    )


@pytest.mark.parametrize(("coding", "printed"), [("ascii", "p? ?"), ("cp1252", "på ?")])
def test_letters_that_cannot_be_printed_are_question_marks(coding: str, printed: str) -> None:
    done = ended("print('på ≥')", coding, PYTHONIOENCODING=coding)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{printed}\n", "")


def test_a_reader_that_has_seen_enough_ends_it_without_a_word() -> None:
    done = in_shell("[print(i) for i in range(100_000)]", "| head -1")
    assert done.stdout == "0\n"
    assert done.stderr == "141\n"


def test_output_that_has_no_room_is_refused() -> None:
    done = in_shell("print('x')", "> /dev/full")
    first, *_, last = done.stderr.splitlines()
    assert (first, last) == ("disken: filen kunne ikke skrives: disken er full.", "1")
    assert "Exception" not in done.stderr


def test_no_output_at_all_is_no_fault() -> None:
    assert in_shell("print('x')", ">&-").stderr == "0\n"


def test_a_message_commands_no_terminal() -> None:
    said = Refusal("a\x1b[2Jb.pdf", "fant «\x07\u202e».", advice="les \ud800.").message()
    assert said == "a\ufffd[2Jb.pdf: fant «\ufffd\ufffd».\n  Gjør dette: les \ufffd."
