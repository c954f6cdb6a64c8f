"""`add` and `remove`: what is taken, under which plan, and what a kill leaves to the next."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from pipeline.cli.reports import add, remove
from pipeline.runtime.refusal import Refusal
from pipeline.seams.register import read_register
from tests.conftest import ROOT
from tests.factory import typeset
from tests.factory.edition import Edition
from tests.factory.knobs import Knobs
from tests.factory.plans import a_small_edition

PLAN = "Handlingsplan for trygge lokalsamfunn (2025–2028)"
REGISTER = "reports:\n  '2025':\n    plan: {}\n"
# A command that is killed in the middle of its work, where it calls the function named.
KILLED = """
import os, signal, sys
import pipeline.cli.reports as reports
{call} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
reports.{command}
"""


def printed(change: Callable[[Edition], Edition] = lambda edition: edition) -> bytes:
    """A small report in order, or what `change` makes of it."""
    return typeset(change(a_small_edition()), Knobs(), "reportlab")


@pytest.fixture(scope="session")
def small() -> bytes:
    return printed()


@pytest.fixture(scope="session")
def without_plan() -> bytes:
    """A report whose cover names no plan."""
    return printed(lambda edition: replace(edition, title="Status for trygge lokalsamfunn"))


@pytest.fixture
def pdf(project: Path, small: bytes) -> Path:
    """The small report, beside a project with one other report, which is on another plan."""
    return put(project, small)


def put(project: Path, content: bytes, plan: str = "Planen") -> Path:
    (project / "raw" / "reports.yaml").write_text(REGISTER.format(plan), encoding="utf-8")
    path = project.parent / "ny.pdf"
    path.write_bytes(content)
    return path


def plan_of(report_id: str) -> str:
    return read_register()[report_id].plan


def standing(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "raw").iterdir())


def unchanged(project: Path, plan: str = "Planen") -> bool:
    register = (project / "raw" / "reports.yaml").read_text(encoding="utf-8")
    return standing(project) == ["reports.yaml"] and register == REGISTER.format(plan)


# What is no file


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nei.pdf", "filen finnes ikke"),
        ("a" * 5000, "filen finnes ikke"),
        (".", "en mappe, ikke en fil"),
        ("https://www.regjeringen.no/rapport.pdf", "en nettadresse"),
        ("file:///tmp/rapport.pdf", "en nettadresse"),
        ("/dev/null", "ingen vanlig fil"),
    ],
)
def test_what_is_no_file_is_said_to_be_that(project: Path, name: str, message: str) -> None:
    put(project, b"")
    with pytest.raises(Refusal, match=message) as refused:
        add(Path(name), None, None)
    assert refused.value.advice
    assert unchanged(project)


def test_a_pipe_is_not_waited_for(project: Path) -> None:
    put(project, b"")
    os.mkfifo("kø")
    with pytest.raises(Refusal, match="ingen vanlig fil"):
        add(Path("kø"), None, None)


# What would be refused later


def test_a_pdf_that_is_no_status_report_is_refused_at_once(project: Path) -> None:
    document = pymupdf.open()
    for number in range(3):
        text = f"{number + 1}. En liste uten statuser\nNoe tekst om saken per juni 2024."
        document.new_page().insert_text((72, 72), text)
    path = put(project, document.tobytes())
    with pytest.raises(Refusal, match=r"ny\.pdf: dette ser ikke ut som en statusrapport"):
        add(path, "liste", None)
    assert unchanged(project)


def test_a_pdf_that_only_the_first_reader_can_open_is_taken(project: Path, small: bytes) -> None:
    """PDFium looks for the head in the first kilobyte; MuPDF finds it anywhere."""
    path = put(project, b"% before the head\n" * 100 + small)
    assert add(path, None, None).startswith("La til rapporten 2026")


@pytest.mark.parametrize("report_id", ["", "../x", "con", "2026; touch X", "x y"])
def test_what_is_no_id_is_refused(project: Path, pdf: Path, report_id: str) -> None:
    with pytest.raises(Refusal, match=r"ny\.pdf: «.*» kan ikke være en rapport-id"):
        add(pdf, report_id, None)
    assert unchanged(project)


# The plan


def test_the_plan_on_the_cover_is_the_reports(pdf: Path) -> None:
    said = add(pdf, None, None)
    assert "La til rapporten 2026 (8 sider)" in said
    assert f"Plan: {PLAN}" in said
    assert "ingen andre rapporter gjelder denne planen" in said  # 2025 is on another
    assert plan_of("2026") == PLAN


def test_a_plan_that_is_registered_keeps_its_spelling(project: Path, small: bytes) -> None:
    known = "handlingsplan for trygge lokalsamfunn 2025-2028"
    said = add(put(project, small, known), None, None)
    assert plan_of("2026") == known
    assert "Advarsel" not in said


def test_the_plan_that_is_given_is_obeyed_with_a_warning(pdf: Path) -> None:
    said = add(pdf, None, "Planen")
    assert plan_of("2026") == "Planen"
    assert f"Advarsel: forsiden nevner en annen plan, «{PLAN}»." in said


@pytest.mark.parametrize("plan", ["", "  ", "a\x1b[31m"])
def test_a_plan_that_is_none_is_refused(project: Path, pdf: Path, plan: str) -> None:
    with pytest.raises(Refusal, match="--plan"):
        add(pdf, None, plan)
    assert unchanged(project)


def test_nothing_is_asked_without_a_terminal(project: Path, without_plan: bytes) -> None:
    path = put(project, without_plan)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "add", str(path)], stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "forsiden nevner ingen plan" in done.stderr
    assert "Ventet: «Planen», eller en ny." in done.stderr
    assert unchanged(project)


@pytest.mark.parametrize(
    ("answer", "plan"),
    [
        ("1\n", "Planen"),
        ("planen\n", "Planen"),
        ("Ny plan\n", "Ny plan"),
        ("\n", None),
        ("7\n", None),
    ],
)
def test_a_cover_without_a_plan_is_asked_about_at_a_terminal(
    project: Path, without_plan: bytes, answer: str, plan: str | None
) -> None:
    path = put(project, without_plan)
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "add", str(path)], stdin=theirs, stderr=theirs,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    command.communicate()
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "Hvilken plan gjelder rapporten?\r\n  1  Planen\r\n" in said
    if plan is None:
        assert command.returncode == 1
        assert unchanged(project)
    else:
        assert command.returncode == 0
        assert plan_of("2026") == plan


# What was broken off


def killed(command: str, call: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(command=command, call=call)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    ("call", "left"),
    [
        ("reports.shutil.copyfile", 2),  # an empty copy under another name
        ("reports.add_to_register", 2),  # the whole copy
        ("reports.Registration", 2),
    ],
)
def test_an_add_that_was_broken_off_is_made_good_by_the_next(
    project: Path, pdf: Path, call: str, left: int
) -> None:
    killed(f"add(reports.Path({str(pdf)!r}), None, None)", call)
    assert len(standing(project)) == left
    assert list(read_register()) == ["2025"]
    assert "La til rapporten 2026" in add(pdf, None, None)
    assert standing(project) == ["2026.pdf", "reports.yaml"]
    assert (project / "raw" / "2026.pdf").read_bytes() == pdf.read_bytes()
    assert list(read_register()) == ["2025", "2026"]


@pytest.mark.parametrize("call", ["reports._made_from", "reports.remove_from_register"])
def test_a_remove_that_was_broken_off_is_made_good_by_the_next(
    project: Path, pdf: Path, call: str
) -> None:
    add(pdf, None, None)
    killed("remove('2026')", call)
    assert "Tok ut rapporten 2026" in remove("2026")
    assert unchanged(project)


def test_another_file_of_that_name_is_not_overwritten(project: Path, pdf: Path) -> None:
    other = project / "raw" / "2026.pdf"
    other.write_bytes(b"something else")
    with pytest.raises(Refusal, match=r"en annen fil ligger alt som raw/2026\.pdf") as refused:
        add(pdf, None, None)
    assert other.read_bytes() == b"something else"
    assert "add raw/2026.pdf --id 2026" in refused.value.advice


def test_a_file_that_lies_in_raw_can_be_added_from_there(project: Path, pdf: Path) -> None:
    """As the message on a file of that name says, and on a report that is not registered."""
    inside = Path("raw/2026.pdf")
    pdf.rename(inside)
    with pytest.raises(Refusal, match=r"raw/2026\.pdf ligger der likevel"):
        remove("2026")
    add(inside, "2026", None)
    assert standing(project) == ["2026.pdf", "reports.yaml"]
    assert list(read_register()) == ["2025", "2026"]


# Twice


def test_a_report_is_added_once(project: Path, pdf: Path) -> None:
    add(pdf, None, None)
    with pytest.raises(Refusal, match="allerede registrert, som rapporten «2026»"):
        add(pdf, "2027", None)
    again = put_beside(pdf)
    with pytest.raises(Refusal, match="rapporten «2026» finnes allerede"):
        add(again, None, None)
    remove("2026")
    assert unchanged(project)


def put_beside(pdf: Path) -> Path:
    """The same report in a file of other bytes."""
    path = pdf.with_name("igjen.pdf")
    path.write_bytes(pdf.read_bytes() + b"\n")
    return path
