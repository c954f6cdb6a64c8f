"""`statusrapport check`: one PDF in, a folder out; no project, nothing registered."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from pipeline.cli.check import check
from pipeline.runtime.files import read_table
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, schema_of
from pipeline.seams.tables import PARSED, TABLES, Report, Status
from pipeline.validate.alone import compared
from tests.conftest import ROOT, Run
from tests.factory import ENGINES, Knobs, typeset
from tests.factory.edition import OverviewRow
from tests.factory.plans import a_plan, a_small_edition

PDF = ROOT / "raw" / "2025.pdf"
COVERS_PLAN = "Opptrappingsplan mot vold og overgrep mot barn og vold i nære relasjoner (2024–2028)"
PLAN_ID = "opptrappingsplan-mot-vold-og-overgrep-mot-barn-og-vold-i-naere-relasjoner-2024"
UNKNOWN = "tiltak-20/text/unknown-status/Satt-på-vent-364290"


def files_in(folder: Path) -> list[str]:
    """The files below `folder`, hidden ones too."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def statusrapport(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, from another folder than the project's."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real report under a name of somebody's own, and what check made of it."""
    folder = tmp_path_factory.mktemp("nedlastinger")
    shutil.copyfile(PDF, folder / "Årets rapport.pdf")
    register = ROOT / "raw" / "reports.yaml"  # says that the links of this file are guessed
    done = statusrapport("check", "Årets rapport.pdf", "--register", register, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 feil" in done.stdout
    assert "Alt som skulle leses, ble forstått." in done.stdout
    assert "Årets rapport-kontroll/report/2025.html" in done.stdout
    return folder


@pytest.fixture(scope="module")
def unknown_word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a status that no vocabulary has."""
    pdf = tmp_path_factory.mktemp("utsatt") / "rapport.pdf"
    plan = a_plan().with_measure(
        "tiltak-20", status="Satt på vent", overview=(OverviewRow(status="Under arbeid"),)
    )
    pdf.write_bytes(typeset(plan, Knobs(), ENGINES[0]))
    return pdf


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of a few pages."""
    pdf = tmp_path_factory.mktemp("kort") / "rapport.pdf"
    pdf.write_bytes(typeset(a_small_edition(), Knobs(), ENGINES[0]))
    return pdf


def test_the_folder_is_laid_out_as_processed(checked: Path) -> None:
    tables = [
        path.removesuffix("/2025.parquet") for path in files_in(checked / "Årets rapport-kontroll")
    ]
    assert [path for path in tables if "/" in path or "." in path] == [
        "milestone_outcomes.parquet",
        "milestones.parquet",
        "report/2025-brev-BFD.html",
        "report/2025-brev-HOD.html",
        "report/2025-brev-JD.html",
        "report/2025-funn-kilde.csv",
        "report/2025-funn.csv",
        "report/2025-funn.xlsx",
        "report/2025-merknader.pdf",
        "report/2025.html",
        "tables.sha256",
        "transitions.parquet",
    ]
    assert set(TABLES) <= set(tables)
    assert files_in(checked)[-1] == "Årets rapport.pdf"


def test_the_tables_are_those_of_a_whole_run(checked: Path, tmp_path: Path) -> None:
    folder = checked / "Årets rapport-kontroll"
    whole = Run(PDF, "2025", tmp_path, COVERS_PLAN).tables
    for record in PARSED:
        read = read_table(folder / record.table / "2025.parquet", schema_of(record))
        assert read.equals(whole.arrow(record)), record.table
    for judged, rows in compared(whole).items():
        assert read_records(folder / judged.table / "2025.parquet", judged) == rows, judged.table


def test_the_plan_is_the_covers_unless_given(checked: Path, tmp_path: Path) -> None:
    (report,) = read_records(
        checked / "Årets rapport-kontroll" / "reports" / "2025.parquet", Report
    )
    assert report.plan == COVERS_PLAN
    check(PDF, "Min plan", tmp_path / "ut", None)
    (report,) = read_records(tmp_path / "ut" / "reports" / "2025.parquet", Report)
    assert report.plan == "Min plan"


def test_what_was_not_understood_ends_with_2_and_can_be_accepted(
    unknown_word: Path, tmp_path: Path
) -> None:
    """The file that the message shows, as it stands, accepts it."""
    done = statusrapport("check", unknown_word, "--out", tmp_path / "ut", cwd=tmp_path)
    assert done.returncode == 2
    assert f"[{UNKNOWN}]" in done.stderr
    assert (tmp_path / "ut" / "report").is_dir()
    lines = done.stderr.splitlines()
    first = lines.index("    reports:")
    (tmp_path / "register.yaml").write_text(
        "\n".join(line[4:] for line in lines[first : first + 6]), encoding="utf-8"
    )
    again = statusrapport(
        "check", unknown_word, "--out", tmp_path / "ut", "--register", "register.yaml",
        cwd=tmp_path,
    )  # fmt: skip
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize("others", ["", "  '1999': {plan: P}\n"], ids=["alone", "of several"])
def test_the_register_gives_a_report_its_words_and_its_date(
    unknown_word: Path, tmp_path: Path, others: str
) -> None:
    """Of several reports the one is read whose id is on the cover, which is read first."""
    register = tmp_path / "register.yaml"
    register.write_text(
        "plans:\n  Planen: {statuses: {Satt på vent: Forsinket}}\n"
        f"reports:\n{others}  '2026': {{plan: Planen, as_of: 2026-05-31}}\n",
        encoding="utf-8",
    )
    checked = check(unknown_word, None, tmp_path / "ut", register)
    assert checked.missing == ""
    statuses = read_records(tmp_path / "ut" / "statuses" / "2026.parquet", Status)
    assert next(row.status for row in statuses if row.item_id == "tiltak-20") == "Forsinket"
    (report,) = read_records(tmp_path / "ut" / "reports" / "2026.parquet", Report)
    assert str(report.as_of) == "2026-05-31"


def test_a_register_without_the_report_is_refused(tmp_path: Path) -> None:
    register = tmp_path / "register.yaml"
    register.write_text("reports:\n  '1999':\n    plan: P\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"register\.yaml: registeret har ingen rapport «2025»"):
        check(PDF, None, tmp_path / "ut", register)
    assert files_in(tmp_path) == ["register.yaml"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"hei"], ids=["empty", "a head", "text"])
def test_what_is_no_report_is_refused_and_the_last_output_stays(
    checked: Path, tmp_path: Path, content: bytes
) -> None:
    shutil.copytree(checked, tmp_path, dirs_exist_ok=True)
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    broken = tmp_path / "Årets rapport.pdf"
    broken.write_bytes(content)
    done = statusrapport("check", broken, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{broken}: ")
    assert "Traceback" not in done.stderr
    after = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    assert after == {**before, "Årets rapport.pdf": content}


def test_an_earlier_output_is_replaced_as_a_whole(
    checked: Path, unknown_word: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ut"
    shutil.copytree(checked / "Årets rapport-kontroll", folder)
    check(unknown_word, None, folder, None)
    assert not list(folder.rglob("2025*"))
    assert {path.name for path in (folder / "report").iterdir()} == {
        "2026.html", "2026-merknader.pdf", "2026-funn.csv", "2026-funn-kilde.csv",
        "2026-funn.xlsx", "2026-brev-JD.html",
    }  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["ut"]


@pytest.mark.parametrize("name", [
    "notater.txt", "report/mine notater.pdf", f"report/items/{PLAN_ID}/notater.html", ".git/config",
])  # fmt: skip
def test_a_folder_with_anything_else_in_it_is_refused(
    checked: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "ut"
    shutil.copytree(checked / "Årets rapport-kontroll", folder)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("mitt", encoding="utf-8")
    before = files_in(folder)
    with pytest.raises(Refusal, match="som denne kommandoen ikke har laget") as refused:
        check(PDF, None, folder, None)
    assert name in refused.value.found
    assert files_in(folder) == before


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ut").write_text("mitt", encoding="utf-8")
    with pytest.raises(Refusal, match="ikke har laget"):
        check(PDF, None, tmp_path / "ut", None)
    with pytest.raises(Refusal, match="mappen finnes ikke"):
        check(PDF, None, tmp_path / "borte" / "ut", None)


def test_great_expectations_is_not_imported(short: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.cli.check import check; "
        f"check(Path({str(short)!r}), None, Path('ut'), None); "
        "print([name for name in ('great_expectations', 'dvc') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


@pytest.fixture
def killed_at_random(short: Path, tmp_path: Path) -> Iterator[Callable[[float], None]]:
    """Start the command and end all its processes after some seconds."""

    def run(seconds: float) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "check", str(short), "--out", "ut"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with suppress(ProcessLookupError):
            while True:  # its children end a moment after it, and hold the folder until then
                os.killpg(process.pid, 0)
                time.sleep(0.01)

    yield run


def test_a_killed_run_leaves_no_half_folder(
    short: Path, tmp_path: Path, killed_at_random: Callable[[float], None]
) -> None:
    """What is seen is whole at any moment, and the next run takes away what is left hidden."""
    random = Random(15)
    check(short, None, tmp_path / "whole", None)
    whole = files_in(tmp_path / "whole")
    for _ in range(5):
        killed_at_random(random.uniform(0.2, 3.0))
        assert not (tmp_path / "ut").exists() or files_in(tmp_path / "ut") == whole
    check(short, None, tmp_path / "ut", None)
    assert files_in(tmp_path / "ut") == whole
    assert {path.name for path in tmp_path.iterdir()} == {"ut", "whole"}
