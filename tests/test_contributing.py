"""CONTRIBUTING.md keeps its word: what it says to write is written as it stands, and works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.seams.arrow import read_records
from pipeline.seams.tables import Comparison, Field, Finding, Status, Unread
from tests.conftest import ROOT
from tests.factory import ENGINES, Edition, Knobs, typeset
from tests.factory.compose import DEADLINE
from tests.factory.edition import OverviewRow
from tests.factory.plans import a_plan
from tests.project import Project

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ *```(?P<language>\w+)\n(?P<code>.*?)^ *```$", re.M | re.S)
FILE = re.compile(r"`(pipeline/[\w/.]+)`")


class Step(NamedTuple):
    """What is to be written, and the file that the text names last before it."""

    file: Path
    language: str
    code: str


def steps(heading: str) -> list[Step]:
    """What the section «… a status word» says to write."""
    section = TEXT.split(f"\n### … {heading}\n")[1].split("\n### ")[0]
    found = []
    for block in BLOCK.finditer(section):
        named = FILE.findall(section[: block.start()])
        code = block["code"]
        indent = re.match(" *", code)
        width = len(indent[0]) if indent else 0
        lines = [line[width:] for line in code.splitlines()]
        found.append(Step(Path(named[-1]), block["language"], "\n".join(lines) + "\n"))
    assert found, heading
    return found


def follow(project: Project, heading: str) -> None:
    """Do as the section says, in a copy of the project."""
    for step in steps(heading):
        path = project.folder / step.file
        if step.language == "csv":
            text = path.read_text(encoding="utf-8")
            assert text.endswith("\n")
            path.write_text(text + step.code, encoding="utf-8")
        else:
            name = re.search(r"^def (\w+)", step.code, re.M)
            assert name is not None
            (path / f"{name[1]}.py").write_text(step.code, encoding="utf-8")


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[Edition, Knobs, str | None], Callable[[type[Any]], Any]]:
    """Read a report with a copy of the project, after following a section; gives its tables."""

    def run(edition: Edition, knobs: Knobs, heading: str | None) -> Callable[[type[Any]], Any]:
        project = Project(tmp_path / f"project-{heading}")
        if heading is not None:
            follow(project, heading)
        pdf = project.folder / "rapport.pdf"
        pdf.write_bytes(typeset(edition, knobs, ENGINES[0]))
        done = project.python("check", "rapport.pdf", "--out", "ut")
        assert done.returncode in (0, 2), done.stderr
        (report,) = (project.folder / "ut" / "reports").glob("*.parquet")
        return lambda record: read_records(
            project.folder / "ut" / record.table / report.name, record
        )

    return run


@pytest.mark.parametrize("path", sorted(set(FILE.findall(TEXT))))
def test_files_that_are_named_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_commands_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"`make ([a-z]+)`", TEXT))
    assert {"expectations", "matrix", "bench"} <= named <= targets


def test_a_status_word(checked: Any) -> None:
    edition = a_plan().with_measure(
        "tiltak-20", status="Satt på vent", overview=(OverviewRow(status="Satt på vent"),)
    )

    def statuses(tables: Callable[[type[Any]], Any]) -> set[str | None]:
        return {row.status for row in tables(Status) if row.item_id == "tiltak-20"}

    before = checked(edition, Knobs(), None)
    assert statuses(before) == {None}
    assert {row.reason for row in before(Unread)} == {"unknown-status"}
    after = checked(edition, Knobs(), "a status word")
    assert statuses(after) == {"Satt på vent"}
    assert after(Unread) == []


def test_a_theme(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    code = (
        "from pipeline.norwegian.themes import find_themes; "
        "print([word.theme for word in find_themes('Et tilbud til hjemløse')])"
    )
    assert project.run("python", "-c", code).stdout == "[]\n"
    follow(project, "a theme, or a word of one")
    assert project.run("python", "-c", code).stdout == "['bosted']\n"


def test_a_label(checked: Any) -> None:
    knobs = Knobs(status_label="Hvor langt er vi kommet:")
    after = checked(a_plan(), knobs, "a label")
    assert {row.status for row in after(Status) if row.source == "text"} >= {"Under arbeid"}
    assert after(Unread) == []


def test_a_column_kind_of_the_overview(checked: Any) -> None:
    knobs = Knobs(
        columns=("number", "title", "ministries", "deadline", "status"),
        heads=("Nr.", "Tiltak", "Ansvarlig departement", "Skal være ferdig", "Status"),
    )

    def deadlines(tables: Callable[[type[Any]], Any]) -> set[tuple[str, str, str]]:
        return {(row.label, row.kind, row.value) for row in tables(Field)}

    before = checked(a_plan(), knobs, None)
    assert deadlines(before) == {("Skal være ferdig", "other", DEADLINE)}
    after = checked(a_plan(), knobs, "a column kind of the overview")
    assert deadlines(after) == {("Skal være ferdig", "deadline", DEADLINE)}
    assert after(Unread) == []


def test_a_consistency_rule(checked: Any) -> None:
    edition = a_plan().with_measure("tiltak-20", title="Kunnskap om vold", points=())
    tables = checked(edition, Knobs(), "a consistency rule")
    compared = [row for row in tables(Comparison) if row.rule == "title-without-verb"]
    assert len(compared) > 20
    found = [row for row in tables(Finding) if row.rule == "title-without-verb"]
    assert [(row.item_id, row.severity) for row in found] == [("tiltak-20", "info")]
    assert "begynner ikke med et verb" in found[0].message
