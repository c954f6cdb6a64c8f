"""What `python -m pipeline` answers to mistakes, and to a report that has not been run yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.__main__ import add, remove, show
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.tables import (
    Comparison,
    Correction,
    Finding,
    Measure,
    Report,
    Review,
    Status,
    Transition,
    Unread,
)
from tests.conftest import ROOT

REGISTER = """\
reports:
  '2025':
    plan: Planen
  '2026':
    plan: En annen plan
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two reports registered, and none run."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "reports.yaml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "expectations").mkdir()
    for name in ("reviews.yaml", "corrections.yaml"):
        shutil.copy(ROOT / "expectations" / name, tmp_path / "expectations" / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_2025() -> None:
    """Make the tables that the summary reads, as a run of 2025 would."""
    processed = Path("processed")
    report = Report(
        "2025", None, "2025", 1,
        plan="Planen", title=None, as_of=None, as_of_printed=None, pages=1, language="nb",
        sha256="", producer="", words=1,
    )  # fmt: skip
    write_records(processed / "reports" / "2025.parquet", Report, [report])
    for record in (Measure, Status, Comparison, Finding, Unread, Correction, Review):
        write_records(processed / record.table / "2025.parquet", record, [])
    write_records(processed / "transitions.parquet", Transition, [])


@pytest.mark.parametrize(
    ("name", "message"), [("nei.pdf", "filen finnes ikke"), (".", "en mappe, ikke en fil")]
)
def test_a_wrong_path_is_told_as_such(name: str, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        add(Path(name), None, None)


def test_a_plan_has_to_be_chosen_among_those_there_are() -> None:
    import pymupdf

    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Statusrapport per juni 2027")
    document.save("ny.pdf")
    with pytest.raises(Refusal) as refused:
        add(Path("ny.pdf"), None, None)
    assert "Ventet: «En annen plan» eller «Planen»." in str(refused.value)
    assert "--plan" in refused.value.advice
    assert sorted(path.name for path in Path("raw").iterdir()) == ["reports.yaml"]
    told = add(Path("ny.pdf"), None, "Planen")
    assert "La til rapporten 2027 (1 side)" in told
    assert told.endswith("Angre: python -m pipeline remove 2027")
    remove("2027")
    assert Path("raw/reports.yaml").read_text(encoding="utf-8") == REGISTER


def test_nothing_is_shown_before_the_first_run() -> None:
    with pytest.raises(Refusal, match="ikke behandlet ennå: «2025», «2026»"):
        show(None)


def test_those_that_have_been_run_are_shown_and_the_others_named() -> None:
    run_2025()
    told = show(None)
    assert told.startswith("Rapport 2025: Planen")
    assert told.endswith("Ikke behandlet ennå: «2026». Kjør «dvc repro».")
    assert "Ikke behandlet" not in show("2025")
    with pytest.raises(Refusal, match="ikke behandlet ennå: «2026»"):
        show("2026")


def test_a_project_without_reports_says_how_to_add_one() -> None:
    Path("raw/reports.yaml").write_text("reports: {}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="pipeline add"):
        show(None)
