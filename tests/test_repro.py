"""The whole product as a user runs it: DVC, processes and files, in a clean copy of the project."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.glossary.wording import scope_name
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import Scope
from pipeline.seams.register import plan_ids, read_register
from pipeline.seams.tables import ACROSS, TABLES, Finding, Item
from tests.conftest import ROOT
from tests.factory import ENGINES, Knobs, typeset
from tests.factory.plans import a_small_edition
from tests.known import JUNE_2025
from tests.project import EDITION, Project, fill_in, ran

OWN_STAGES = ("extract", "segment", "parse")
FOR_ALL = {"register", "validate", "publish", "gate"}


@pytest.fixture(scope="module")
def project(reproduced: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project in which `dvc repro` has run once."""
    return reproduced.copy(tmp_path_factory.mktemp("repro") / "project")


def test_tables_and_findings_are_there(project: Project) -> None:
    for table in TABLES:
        assert (project.folder / "processed" / table / "2025.parquet").exists()
    path = project.folder / "processed" / "findings" / "2025.parquet"
    findings = read_records(path, Finding)
    assert {(f.rule, f.scope, f.severity) for f in findings} == JUNE_2025


def test_the_summary_is_readable(project: Project) -> None:
    shown = project.python("show")
    assert shown.returncode == 0
    assert "122 tiltak og 9 anmodningsvedtak" in shown.stdout
    assert "Tiltak 4 er «Under arbeid» i teksten (s. 9)" in shown.stdout
    lines = {line[:28].strip(): line.split() for line in shown.stdout.splitlines()}
    assert lines["I alt i teksten"][-4:] == ["24", "81", "26", "131"]
    assert lines["I alt i oversikten"][-4:] == ["26", "78", "27", "131"]


def test_the_committed_lock_is_of_this_code(reproduced: Project) -> None:
    """The lock that git has is the one that a run in a clean copy writes."""
    assert (reproduced.folder / "dvc.lock").read_text() == (ROOT / "dvc.lock").read_text()


AT_ONCE = [(0, 1), (1, 2), (2, 4), (4, 5), (5, 8), (8, None)]  # lines in any order


def test_a_second_run_says_at_a_terminal_what_it_works_on_and_makes_the_same_bytes(
    project: Project,
) -> None:
    """Also with `--quiet`, as `make repro` runs it: DVC hands the terminal on to the stages."""
    before = project.made()
    said = project.at_terminal("dvc", "repro", "--quiet", "--force", "--no-run-cache")
    assert [set(said.splitlines()[start:end]) for start, end in AT_ONCE] == [
        {"2025: leser ord, linjer og lenker …"},
        {"2025: finner delene av rapporten …"},
        {"2025: leser på nytt, på to andre måter …", "2025: lager radene i tabellene …"},
        {"alle rapporter: kontrollerer tabellene og sammenligner …"},
        {
            "alle rapporter: lager kontrollrapporten …",
            "alle rapporter: lager regneark, kodebok og datapakke …",
            "alle rapporter: kjører notatboken …",
        },
        {"alle rapporter: ser etter om alt ble forstått …"},
    ]
    assert project.made() == before


def test_nothing_is_run_when_nothing_changed(project: Project) -> None:
    assert ran(project.repro().stdout) == set()


def test_what_is_made_of_the_tables_depends_on_all_of_them(project: Project) -> None:
    processed = project.folder / "processed"
    told = (processed / "tables.sha256").read_text().splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in told} == {
        str(path.relative_to(processed)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in processed.rglob("*.parquet")
    }
    assert len(told) == len(TABLES) + len(ACROSS)


def test_editing_a_parser_does_not_extract_again(project: Project) -> None:
    path = project.folder / "pipeline" / "parse" / "links.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n# a remark\n", encoding="utf-8")
    assert ran(project.repro().stdout) == {"parse@2025"}  # its output is the same: no more
    path.write_text(text, encoding="utf-8")


def test_editing_a_template_runs_only_what_shows_it(project: Project) -> None:
    assert project.repro().returncode == 0
    path = project.folder / "pipeline" / "publish" / "templates" / "report.css"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n/* a remark */\n", encoding="utf-8")
    assert ran(project.run("dvc", "repro", "--dry").stdout) == {"publish"}
    path.write_text(text, encoding="utf-8")


def test_the_audit_report_is_there(project: Project) -> None:
    folder = project.folder / "processed" / "report"
    assert {path.name for path in folder.iterdir()} == {
        "2025.html", "2025-merknader.pdf", "2025-funn.csv", "2025-funn-kilde.csv", "2025-funn.xlsx",
        "2025-brev-BFD.html", "2025-brev-HOD.html", "2025-brev-JD.html", "items",
    }  # fmt: skip
    items = read_records(folder.parent / "items" / "2025.parquet", Item)
    (plan_id,) = plan_ids({row.plan for row in items}).values()
    pages = {path.relative_to(folder) for path in (folder / "items").rglob("*.*")}
    assert {path.as_posix() for path in pages} == {
        "items/index.html", *(f"items/{plan_id}/{row.item_id}.html" for row in items),
    }  # fmt: skip
    assert len(items) == 131
    page = (folder / "2025.html").read_text(encoding="utf-8")
    assert 'href="../data_docs/index.html"' in page
    record = (folder.parent / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert "krav er oppfylt." in record
    assert "Motsigelser i rapporten" in record
    for _, scope, _ in JUNE_2025:
        assert scope_name(Scope(scope)) in page
    assert "Tiltak 4 er «Under arbeid» i teksten (s. 9)" in page


@pytest.mark.slow
def test_a_filled_workbook_survives_a_run_and_is_read_back(project: Project) -> None:
    """An auditor fills it in, somebody runs the stages again, and nothing is lost."""
    workbook = project.folder / "processed" / "report" / "2025-funn.xlsx"
    head = fill_in(workbook)
    done = project.repro()
    assert done.returncode == 0, done.stdout + done.stderr
    assert ran(done.stdout) == {"publish"}
    (aside,) = (project.folder / "processed" / "utfylt").iterdir()
    assert "2025-funn.xlsx var fylt ut, og er lagt til side" in done.stdout + done.stderr
    assert openpyxl.load_workbook(workbook)["Funn"].cell(2, head.index("Navn") + 1).value is None

    taken = project.python("review", "--from", str(aside))
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "Tok 1 vurdering" in taken.stdout
    assert project.repro().returncode == 0
    path = project.folder / "processed" / "findings" / "2025.parquet"
    judged = {own.id: own.verdict for own in read_records(path, Finding) if own.verdict}
    assert judged == {"29541a33a036": "bekreftet"}
    reviews = project.folder / "expectations" / "reviews.yaml"
    shutil.copy(ROOT / "expectations" / "reviews.yaml", reviews)
    aside.unlink()  # its name has the day in it, which may be one of 2026
    assert project.repro().returncode == 0


def test_a_new_report_runs_its_own_stages_and_comes_out_again(
    reproduced: Project, tmp_path: Path
) -> None:
    """A short one, on the same plan. That a run goes well without it is seen in test_readme.py."""
    project = reproduced.copy(tmp_path / "project")
    pdf = tmp_path / "ny.pdf"
    pdf.write_bytes(typeset(a_small_edition(), Knobs(), ENGINES[0]))
    plan = read_register(ROOT / "raw" / "reports.yaml")["2025"].plan
    added = project.python("add", str(pdf), "--plan", plan)
    assert added.returncode == 0, added.stderr
    assert "La til rapporten 2026 (8 sider)" in added.stdout
    assert "dvc repro" in added.stdout
    done = project.repro()
    assert done.returncode == 0, done.stdout + done.stderr
    assert ran(done.stdout) == {f"{stage}@2026" for stage in OWN_STAGES} | FOR_ALL
    assert (project.folder / "processed" / "measures" / "2026.parquet").exists()

    again = project.python("add", str(pdf))
    assert (again.returncode, again.stdout) == (1, "")
    assert "allerede registrert, som rapporten «2026»" in again.stderr
    other = project.python("add", str(pdf), "--id", "2027")
    assert other.returncode == 1
    assert "allerede registrert" in other.stderr

    removed = project.python("remove", "2026")
    assert removed.returncode == 0, removed.stderr
    left = [p for p in project.folder.rglob("*2026*") if ".dvc" not in p.parts]
    assert [p.relative_to(project.folder).parts[0] for p in left] == ["tests", "tests"]
    assert "2026" not in (project.folder / "dvc.lock").read_text()
    assert "2026:" not in (project.folder / "raw" / "reports.yaml").read_text()


REFUSED = [  # content, id, what the message says
    (b"", "x", "tom eller ikke en PDF"),
    (b"%PDF-1.7 and then nothing", "x", "ikke en PDF"),
    (b"<html>not found</html>", "x", "ikke en PDF"),
    (EDITION.read_bytes(), "../x", "kan ikke være en rapport-id"),
    (EDITION.read_bytes(), "2025", "finnes allerede"),
]


@pytest.mark.parametrize(("content", "own_id", "message"), REFUSED)
def test_what_cannot_be_added_is_refused(
    project: Project, tmp_path: Path, content: bytes, own_id: str, message: str
) -> None:
    before = sorted((project.folder / "raw").iterdir())
    register = (project.folder / "raw" / "reports.yaml").read_text()
    pdf = tmp_path / "ny.pdf"
    pdf.write_bytes(content)
    done = project.python("add", str(pdf), "--id", own_id)
    assert done.returncode == 1
    assert message in done.stderr
    assert "ny.pdf" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted((project.folder / "raw").iterdir()) == before
    assert (project.folder / "raw" / "reports.yaml").read_text() == register


def test_a_pdf_that_is_no_status_report_stops_without_harm(project: Project) -> None:
    """Put there by hand, which nobody checks: segment says what it looked for and did not find."""
    import pymupdf

    document = pymupdf.open()
    for number in range(3):
        text = f"{number + 1}. En liste uten statuser\nNoe tekst om saken per juni 2024."
        document.new_page().insert_text((72, 72), text)
    document.save(project.folder / "raw" / "liste.pdf")
    register = project.folder / "raw" / "reports.yaml"
    before, entries = project.made(), read_register(register)
    with register.open("a", encoding="utf-8") as file:
        file.write("  liste:\n    plan: En plan\n")
    done = project.repro()
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "ser ikke ut som en statusrapport" in said
    assert "0 linjer med «Status:»" in said
    assert "Traceback" not in said
    after = project.made()
    assert {name: after.get(name) for name in before} == before
    assert project.python("remove", "liste").returncode == 0
    assert read_register(register) == entries
    assert project.repro().returncode == 0


def test_a_table_changed_by_hand_is_said_and_made_again(project: Project) -> None:
    path = project.folder / "processed" / "statuses" / "2025.parquet"
    before = path.read_bytes()
    pq.write_table(pq.read_table(path), path)
    loading = "from pipeline.load import load; load('statuses'); load('measures')"
    for command in (("-m", "pipeline", "show"), ("-c", loading)):
        done = project.run("python", *command)
        assert done.returncode == 0, done.stderr
        said = done.stdout + done.stderr
        assert said.count("er ikke slik «dvc repro» skrev den") == 1
        assert "processed/statuses/2025.parquet er ikke slik" in said
    assert project.repro().returncode == 0
    assert path.read_bytes() == before
    assert "Advarsel" not in project.python("show").stdout


def test_show_refuses_what_is_not_there(project: Project) -> None:
    shown = project.python("show", "1999")
    assert shown.returncode == 1
    assert "«1999» er ikke registrert" in shown.stderr
