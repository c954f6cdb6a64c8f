"""`show`: of reports that have been run, that have not, and whose tables somebody changed."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.cli.show import show
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.checksums import write_checksums
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

PROCESSED = Path("processed")


@pytest.fixture(autouse=True)
def _in_a_project(project: Path) -> None:
    """All of these work in a project of their own."""


def run_2025() -> None:
    """Make the tables that the summary reads, as a run of 2025 would."""
    report = Report(
        "2025", None, "2025", 1,
        plan="Planen", title=None, as_of=None, as_of_printed=None, pages=1, language="nb",
        sha256="", producer="", words=1, url=None, retrieved=None, edition_note=None,
        links_guessed=False, program="", vocabulary="",
    )  # fmt: skip
    write_records(PROCESSED / "reports" / "2025.parquet", Report, [report])
    for record in (Measure, Status, Comparison, Finding, Unread, Correction, Review):
        write_records(PROCESSED / record.table / "2025.parquet", record, [])
    write_records(PROCESSED / "transitions.parquet", Transition, [])
    write_checksums(PROCESSED, sorted(PROCESSED.rglob("*.parquet")))


def test_nothing_is_shown_before_the_first_run() -> None:
    with pytest.raises(Refusal, match="ikke behandlet ennå: «2025», «2026»"):
        show(None)


def test_those_that_have_been_run_are_shown_and_the_others_named() -> None:
    run_2025()
    shown = show(None)
    assert shown.startswith("Rapport 2025: Planen")
    assert shown.endswith("Ikke behandlet ennå: «2026». Kjør «dvc repro».")
    assert "Ikke behandlet" not in show("2025")
    with pytest.raises(Refusal, match="ikke behandlet ennå: «2026»"):
        show("2026")


def test_a_project_without_reports_says_how_to_add_one() -> None:
    Path("raw/reports.yaml").write_text("reports: {}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="pipeline add"):
        show(None)


def test_a_report_that_is_not_registered_is_refused() -> None:
    with pytest.raises(Refusal, match=r"«1999» er ikke registrert(.|\n)*en av: 2025, 2026\."):
        show("1999")


@pytest.mark.parametrize("name", ["statuses/2025.parquet", "transitions.parquet"])
def test_a_table_that_somebody_changed_is_named(name: str) -> None:
    run_2025()
    assert "Advarsel" not in show("2025")
    path = PROCESSED / name
    pq.write_table(pq.read_table(path), path, compression="none")
    warned = [line for line in show("2025").splitlines() if line.startswith("Advarsel")]
    assert len(warned) == 1
    assert warned[0].startswith(f"Advarsel: processed/{name} er ikke slik «dvc repro» skrev den")


def test_tables_without_checksums_are_shown_as_they_are() -> None:
    run_2025()
    (PROCESSED / "tables.sha256").unlink()
    assert "Advarsel" not in show("2025")
