"""The register before DVC: a bad id reaches neither the shell nor a path, by make or without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import networkx
import pytest
from dvc.repo import Repo

from pipeline.seams.register import PATH
from tests.project import EDITION, Project, ran

ENTRY = "  {}:\n    plan: En plan\n    source: ''\n    note: ''\n"
HARMFUL = [  # id as written, what is said of it
    ("../../victim", "«../../victim» kan ikke være en rapport-id"),
    ("2025; touch X", "«2025; touch X» kan ikke være en rapport-id"),
    ("$(touch X)", "«$(touch X)» kan ikke være en rapport-id"),
    ("'`touch X`'", "«`touch X`» kan ikke være en rapport-id"),
    ("'2026\" || touch X'", "kan ikke være en rapport-id"),
    ("20 26", "«20 26» kan ikke være en rapport-id"),
    ("..", "«..» kan ikke være en rapport-id"),
    ("nul", "«nul» kan ikke være en rapport-id"),
    ("2026", "id-en 2026 står uten anførselstegn"),
    ("2026-02-03", "id-en 2026-02-03 står uten anførselstegn"),
]
UNREADABLE = [  # to DVC, which reads the file before it runs anything
    (f"reports: {'[' * 3000}{']' * 3000}\n", "klammer eller innrykk går for dypt"),
    ("reports:\n", "«reports:» er tom"),
    ("reports: [a, b]\n", "«reports:» er en liste"),
    ("reports:\n  '2025':\n    plan: x\n    date: 2026-02-03\n", "felt som ikke finnes: «date»"),
    ("reports:\n  '1': {plan: x}\n  '1': {plan: y}\n", "det samme står to ganger"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project in which nothing has been run, with something to lose beside it."""
    folder = tmp_path_factory.mktemp("register")
    for victim in ("victim", "project/interim/victim"):
        (folder / victim / "extract").mkdir(parents=True)
        (folder / victim / "extract" / "keep.txt").write_text("keep")
    (folder / "victim.pdf").touch()
    return Project(folder / "project")


@pytest.fixture(autouse=True)
def _register_as_it_was(project: Project) -> Iterator[None]:
    path = project.folder / PATH
    text = path.read_text(encoding="utf-8")
    yield
    path.write_text(text, encoding="utf-8")


def write(project: Project, name: str) -> None:
    """Register a report of that id beside the one that is there."""
    with (project.folder / PATH).open("a", encoding="utf-8") as file:
        file.write(ENTRY.format(name))


def require_unharmed(project: Project) -> None:
    for victim in ("../victim", "interim/victim"):
        assert (project.folder / victim / "extract" / "keep.txt").read_text() == "keep"
    assert not list(project.folder.parent.rglob("X*"))


@pytest.mark.parametrize(("name", "message"), HARMFUL)
def test_a_bare_dvc_repro_stops_before_anything_is_made_of_the_id(
    project: Project, name: str, message: str
) -> None:
    write(project, name)
    done = project.repro()
    assert done.returncode != 0
    assert ran(done.stdout) == {"register"}
    assert message in done.stderr
    assert "Gjør dette: " in done.stderr
    require_unharmed(project)


@pytest.mark.parametrize(("name", "message"), HARMFUL[:3])
def test_make_repro_stops_before_dvc(project: Project, name: str, message: str) -> None:
    write(project, name)
    done = project.run("make", "--old-file=.venv/.repro", "repro")
    assert done.returncode != 0
    assert message in done.stderr
    assert "dvc repro" not in done.stdout
    require_unharmed(project)


@pytest.mark.parametrize(("text", "message"), UNREADABLE)
def test_what_dvc_cannot_read_is_said_by_make(project: Project, text: str, message: str) -> None:
    (project.folder / PATH).write_text(text, encoding="utf-8")
    done = project.repro()
    assert done.returncode != 0
    assert ran(done.stdout) == set()
    done = project.run("make", "--old-file=.venv/.repro", "repro")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("show",), ("add", str(EDITION)), ("remove", "2025"), ("release",)]
)
def test_what_dvc_cannot_read_is_said_by_every_command(
    project: Project, command: tuple[str, ...]
) -> None:
    text, message = UNREADABLE[2]
    (project.folder / PATH).write_text(text, encoding="utf-8")
    done = project.python(*command)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_all_stages_wait_for_the_register(project: Project) -> None:
    write(project, "'2026'")
    graph = Repo(str(project.folder)).index.graph
    first = next(stage for stage in graph if stage.name == "register")
    assert {stage.name for stage in networkx.ancestors(graph, first)} | {"register"} == {
        stage.name for stage in graph
    }
    assert "extract@2026" in {stage.name for stage in graph}


def test_a_new_entry_runs_no_stage_of_the_others_again(project: Project) -> None:
    assert ran(project.run("dvc", "repro", "extract@2025").stdout) == {"register", "extract@2025"}
    write(project, "'2026'")
    shutil.copyfile(EDITION, project.folder / "raw" / "2026.pdf")
    assert ran(project.run("dvc", "repro", "extract@2025").stdout) == {"register"}
    assert ran(project.run("dvc", "repro", "extract@2026").stdout) == {"extract@2026"}
    (project.folder / "raw" / "2026.pdf").unlink()


def test_what_the_register_states_runs_the_stages_of_that_report_alone(project: Project) -> None:
    """Statuses with signs that mean something to DVC's templates and paths are only words."""
    assert ran(project.run("dvc", "repro", "segment@2025").stdout) >= {"segment@2025"}
    write(project, "'2026'")
    shutil.copyfile(EDITION, project.folder / "raw" / "2026.pdf")
    with (project.folder / PATH).open("a", encoding="utf-8") as file:
        file.write("    as_of: '2026-06-30'\n    statuses: {A.: Gjennomført, ●: Ikke startet}\n")
    assert ran(project.run("dvc", "repro", "segment@2025").stdout) == {"register"}
    assert "segment@2026" in ran(project.run("dvc", "repro", "segment@2026").stdout)
    with (project.folder / PATH).open("a", encoding="utf-8") as file:
        file.write("    labels: {Tilstand: status}\n")
    again = ran(project.run("dvc", "repro", "segment@2025", "segment@2026").stdout)
    assert again == {"register", "extract@2026", "segment@2026"}
    (project.folder / "raw" / "2026.pdf").unlink()


def test_a_date_without_quotes_is_said_before_dvc_stops(project: Project) -> None:
    path = project.folder / PATH
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}  '2026':\n    plan: x\n    as_of: 2026-06-30\n", encoding="utf-8")
    for command in (
        ("make", "--old-file=.venv/.repro", "repro"),
        ("python", "-m", "pipeline", "show"),
    ):
        done = project.run(*command)
        assert "«as_of» for rapporten «2026» er 2026-06-30 uten anførselstegn" in done.stderr


def test_a_report_registered_without_its_pdf_is_named(project: Project) -> None:
    write(project, "'2027'")
    for command in (("dvc", "repro"), ("make", "--old-file=.venv/.repro", "repro")):
        done = project.run(*command)
        assert done.returncode != 0
        assert "raw/2027.pdf: filen finnes ikke, men raw/reports.yaml har" in done.stderr
