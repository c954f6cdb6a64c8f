"""The day on which the Storting made each decision, and where the report says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.seams.tables import Field
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block
from tests.factory.plans import a_plan


def days_of(run: Run) -> dict[str, date | None]:
    """The day of each decision."""
    return {row.id: row.decided_on for row in run.tables.measures if row.kind == "anmodningsvedtak"}


def pages_of(run: Run) -> dict[str, set[int]]:
    """The pages of each day."""
    pages: dict[str, set[int]] = {}
    for span in run.tables.spans:
        if (span.of_table, span.field) == ("measures", "decided_on"):
            pages.setdefault(span.id, set()).add(span.page)
    return pages


def test_the_real_report_says_it_before_the_first_decision(june_2025: Run) -> None:
    days = days_of(june_2025)
    assert len(days) == 9
    assert set(days.values()) == {date(2024, 5, 7)}
    assert pages_of(june_2025) == {item_id: {61} for item_id in days}
    assert not any(row.decided_on for row in june_2025.tables.measures if row.kind == "tiltak")


def test_the_text_of_a_decision_goes_before_its_number_and_that_before_the_chapter(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """What says two days says none, and a law's day is not the decision's."""
    plan = a_plan()
    for item_id, text in (
        ("vedtak-611", "Vedtaket ble truffet 5. juni 2025."),
        (
            "vedtak-612",
            "Vedtaket ble truffet 5. juni 2025. Stortinget fattet vedtaket 6. juni 2025.",
        ),
        ("vedtak-613", "Stortinget vedtok 12. juni 2025 en lov om dette."),
        ("tiltak-1", "Tiltaket følger opp vedtak 614 av 20. mai 2025."),
    ):
        plan = plan.with_measure(item_id, narrative=(Block((text,)),))
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    read = run(pdf, "2026")
    assert days_of(read) == {
        "vedtak-611": date(2025, 6, 5),
        "vedtak-612": None,
        "vedtak-613": date(2025, 4, 8),
        "vedtak-614": date(2025, 5, 20),
        "vedtak-615": date(2025, 4, 8),
    }
    (page,) = {row.page for row in read.tables.measures if row.id == "tiltak-1"}
    assert pages_of(read)["vedtak-614"] == {page}


def test_a_label_or_a_column_for_it_goes_before_all_text(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """Where label and column say two days, there is none, and no day is after the report's."""
    plan = a_plan()
    for item_id, label, column, text in (
        ("vedtak-611", "7. mai 2024", "07.05.2024", "Vedtaket ble truffet 5. juni 2025."),
        ("vedtak-612", "", "5. juni 2024, enstemmig", "Arbeidet er i gang."),
        ("vedtak-613", "4. juni 2024", "", "Arbeidet er i gang."),
        ("vedtak-614", "4. juni 2024", "5. juni 2024", "Arbeidet er i gang."),
        ("vedtak-615", "4. juni 2031", "", "Vedtaket ble truffet 5. juni 2025."),
    ):
        fields = (("Vedtaksdato", label),) if label else ()
        narrative = (Block((text,)),)
        plan = plan.with_measure(item_id, fields=fields, decided=column, narrative=narrative)
    pdf = tmp_path / "2026.pdf"
    knobs = Knobs(
        columns=("number", "title", "decided", "ministries", "status"),
        heads=("Nr.", "Regjeringen vil", "Vedtatt", "Ansvarlig", "Status"),
    )
    pdf.write_bytes(typeset(plan, knobs, "typst"))
    read = run(pdf, "2026")
    assert days_of(read) == {
        "vedtak-611": date(2024, 5, 7),
        "vedtak-612": date(2024, 6, 5),
        "vedtak-613": date(2024, 6, 4),
        "vedtak-614": None,
        "vedtak-615": date(2025, 6, 5),
    }
    (row,) = (row for row in read.tables.measures if row.id == "vedtak-612")
    assert pages_of(read)["vedtak-612"] == {row.overview_page}
    decided = {(row.label, row.value) for row in read.tables.rows(Field) if row.kind == "decided"}
    assert decided >= {("Vedtaksdato", "7. mai 2024"), ("Vedtatt", "07.05.2024")}
    assert not [row.text for row in read.tables.unread]
