"""From one report to the next: planted changes are found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.validate.across import matches, milestones, successive, transitions
from pipeline.validate.rules.across import rules_against
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, OverviewRow
from tests.factory.plans import a_plan

Make = Callable[[Edition, str], ReportTables]


@pytest.fixture
def make(run: Callable[[Path, str], Run], tmp_path: Path) -> Make:
    def typeset_and_run(edition: Edition, report_id: str) -> ReportTables:
        pdf = tmp_path / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        return run(pdf, report_id).tables

    return typeset_and_run


def before() -> Edition:
    return replace(a_plan(), as_of="juni 2025", introduction=(Block(("Dette er en rapport.",)),))


def after() -> Edition:
    return replace(before(), as_of="juni 2026")


def found(earlier: ReportTables, later: ReportTables) -> set[tuple[str, str]]:
    findings = apply(rules_against(earlier), later)[1]
    return {(finding.rule, finding.scope) for finding in findings}


def test_the_same_plan_a_year_later(make: Make) -> None:
    earlier, later = make(before(), "2025"), make(after(), "2026")
    assert found(earlier, later) <= {("milestone-overdue", m.id) for m in later.measures}
    rows = transitions([later, earlier])  # registered in any order
    assert {(row.from_report, row.to_report) for row in rows} == {("2025", "2026")}
    assert {row.change for row in rows} == {"unchanged"}
    assert len(rows) == len(earlier.measures)


CHANGES: list[tuple[Callable[[Edition], Edition], set[tuple[str, str]], dict[str, str]]] = [
    (
        lambda plan: plan.with_measure("tiltak-1", status="Under arbeid"),  # was Gjennomført
        {("status-regressed", "tiltak-1")},
        {"tiltak-1": "regressed"},
    ),
    (
        lambda plan: plan.with_measure("tiltak-3", status="Gjennomført"),
        set(),
        {"tiltak-3": "advanced"},
    ),
    (
        lambda plan: plan.without_measure("tiltak-24"),
        {("measure-removed", "tiltak-24")},
        {"tiltak-24": "removed"},
    ),
    (
        lambda plan: plan.with_measure("tiltak-15", title="Styrke Statens barnehus videre"),
        {("title-changed", "tiltak-15")},
        {},
    ),
    (
        lambda plan: plan.with_measure("tiltak-3", ministries="JD og BFD"),
        {("ministries-changed", "tiltak-3")},
        {},
    ),
    (
        lambda plan: plan.with_measure("tiltak-24", number=25),  # renumbered, not mistaken
        {("title-changed", "tiltak-25")},
        {},
    ),
    (
        # The number is given to something else altogether: one went, one came.
        lambda plan: plan.with_measure(
            "tiltak-24", title="Kjøpe inn nye biler til etaten", overview=(OverviewRow(),)
        ),
        {("measure-removed", "tiltak-24"), ("measure-added", "tiltak-24")},
        {},
    ),
]


@pytest.mark.parametrize(("change", "expected", "moves"), CHANGES)
def test_planted_changes(
    make: Make,
    change: Callable[[Edition], Edition],
    expected: set[tuple[str, str]],
    moves: dict[str, str],
) -> None:
    earlier, later = make(before(), "2025"), make(change(after()), "2026")
    new = {one for one in found(earlier, later) if one[0] != "milestone-overdue"}
    assert new == expected
    changes = {row.item_id: row.change for row in transitions([earlier, later])}
    for item_id, moved in moves.items():
        assert changes[item_id] == moved


def promise(text: str, status: str) -> Callable[[Edition], Edition]:
    def planted(plan: Edition) -> Edition:
        return plan.with_measure("tiltak-13", status=status, narrative=(Block((text,)),))

    return planted


PROMISES = [  # the narrative of 2025, the status in 2026, the state
    ("Rapporten skal foreligge høsten 2025.", "Under arbeid", "overdue"),
    ("Rapporten skal foreligge høsten 2025.", "Gjennomført", "met"),
    ("Rapporten skal foreligge høsten 2026.", "Under arbeid", "pending"),
]


@pytest.mark.parametrize(("text", "status", "state"), PROMISES)
def test_milestones(make: Make, text: str, status: str, state: str) -> None:
    earlier = make(promise(text, "Under arbeid")(before()), "2025")
    later = make(promise("Arbeidet følges opp.", status)(after()), "2026")
    (row,) = [m for m in milestones([earlier, later]) if m.item_id == "tiltak-13"]
    assert (row.report_id, row.judged_by, row.state) == ("2025", "2026", state)
    overdue = ("milestone-overdue", "tiltak-13") in found(earlier, later)
    assert overdue == (state == "overdue")


def test_two_reports_in_a_year_and_a_corrected_one(make: Make) -> None:
    """June, June corrected, November: each is compared with the one before it in time."""
    june, again = make(before(), "2025"), make(before(), "2025-rettet")
    november = make(replace(before(), as_of="november 2025"), "2025-november")
    pairs = [(a.report_id, b.report_id) for a, b in successive([november, june, again])]
    assert pairs == [("2025", "2025-rettet"), ("2025-rettet", "2025-november")]


def test_matches_are_one_to_one(june_2025: Run, june_2026: Run) -> None:
    found = matches(june_2025.tables, june_2026.tables)
    assert len(found) == 131
    assert all(m.before and m.after and m.before.item_id == m.after.item_id for m in found)
