"""One planted fault in a typeset report yields that finding, and no other from these rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Edition, OverviewRow
from tests.factory.plans import a_plan
from tests.test_findings import STRUCTURAL

Finding = tuple[str, str, str]


def another_status_in_overview(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", overview=(OverviewRow(status="Gjennomført"),))


def another_status_in_text(plan: Edition) -> Edition:
    return plan.with_measure(
        "vedtak-613", status="Under arbeid", overview=(OverviewRow(status="Ikke startet"),)
    )


def another_ministry(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-13", overview=(OverviewRow(ministries="KD, HOD"),))


def another_role(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-6", overview=(OverviewRow(ministries="AID, JD"),))


def another_order(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-5", overview=(OverviewRow(ministries="UD, JD"),))


def og_and_comma(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-2", overview=(OverviewRow(ministries="JD og BFD, HOD"),))


def alle_with_a_mark(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-1", overview=(OverviewRow(ministries="JD og Alle*"),))


def another_word_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke statens barnehjem"),))


def another_mark_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke Statens barnehus."),))


def another_chapter(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-24", overview=(OverviewRow(chapter=1),))


def no_row(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", overview=())


def no_text(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", in_text=False)


def two_rows(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-9", overview=(OverviewRow(), OverviewRow()))


def two_texts(plan: Edition) -> Edition:
    return plan.with_second_printing("tiltak-9", title="Vurdere noe annet")


def a_gap(plan: Edition) -> Edition:
    return plan.without_measure("tiltak-12")


def a_gap_in_requests(plan: Edition) -> Edition:
    return plan.without_measure("vedtak-612")


def a_status_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", status="Utsatt", overview=(OverviewRow(status="Under arbeid"),)
    )


def a_ministry_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="JD, XYD", overview=(OverviewRow(ministries="JD"),)
    )


def a_ministry_of_the_past(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="OED", overview=(OverviewRow(ministries="ED"),)
    )


PLANTED: list[tuple[Callable[[Edition], Edition], set[Finding]]] = [
    (another_status_in_overview, {("status-text-vs-overview", "tiltak-8", "error")}),
    (another_status_in_text, {("status-text-vs-overview", "vedtak-613", "error")}),
    (another_ministry, {("ministries-text-vs-overview", "tiltak-13", "error")}),
    (another_role, {("ministries-text-vs-overview", "tiltak-6", "error")}),
    (another_order, {("ministries-text-vs-overview", "tiltak-5", "info")}),
    (og_and_comma, set()),
    (alle_with_a_mark, set()),
    (another_word_in_title, {("title-text-vs-overview", "tiltak-15", "warning")}),
    (another_mark_in_title, {("title-text-vs-overview", "tiltak-15", "info")}),
    (another_chapter, {("chapter-text-vs-overview", "tiltak-24", "error")}),
    (no_row, {("missing-in-overview", "tiltak-17", "error")}),
    (no_text, {("missing-in-text", "tiltak-17", "error")}),
    (two_rows, {("duplicate-in-overview", "tiltak-9#2", "error")}),
    (two_texts, {("duplicate-in-text", "tiltak-9#2", "error")}),
    (a_gap, {("numbering-gap", "tiltak-12", "error")}),
    (a_gap_in_requests, {("numbering-gap", "vedtak-612", "error")}),
    (a_status_nobody_knows, {("unknown-status", "tiltak-20", "error")}),
    (a_ministry_nobody_knows, {("unknown-ministry", "tiltak-20", "error")}),
    (a_ministry_of_the_past, {("unknown-ministry", "tiltak-20", "error")}),
]


@pytest.mark.parametrize(
    ("plant", "expected"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED]
)
def test_planted(
    run: Callable[[Path, str], Run],
    tmp_path: Path,
    plant: Callable[[Edition], Edition],
    expected: set[Finding],
) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plant(a_plan()), Knobs(), "typst"))
    findings = run(pdf, "2026").findings()
    assert {found for found in findings if found[0] in STRUCTURAL} == expected
