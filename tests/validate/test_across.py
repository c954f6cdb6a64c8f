"""From one report to the next: planted changes are found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.seams.tables import TABLES, Finding
from pipeline.validate.across import change_of, matches, milestones, successive, transitions
from pipeline.validate.rules import rules_against
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, Measure, OverviewRow
from tests.planted import CHANGES, after, before

Make = Callable[[Edition, str], ReportTables]


@pytest.fixture
def make(run: Callable[[Path, str], Run], tmp_path: Path) -> Make:
    def typeset_and_run(edition: Edition, report_id: str) -> ReportTables:
        pdf = tmp_path / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        return run(pdf, report_id).tables

    return typeset_and_run


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


def test_a_measure_put_in_first_moves_the_rest_and_none_is_mistaken(make: Make) -> None:
    """All numbers change, and neighbours have titles of one pattern."""
    places = ("Oslo", "Bergen", "Trondheim", "Stavanger", "Tromsø")
    measures = [
        Measure(n, f"Styrke barnehuset i {place}", "JD", "Under arbeid")
        for n, place in enumerate(places, start=1)
    ]
    new = Measure(1, "Styrke barnehuset i Bodø", "JD", "Ikke startet")
    moved = [replace(m, number=m.number + 1) for m in measures]
    chapter = before().chapters[0]
    earlier = replace(before(), chapters=(replace(chapter, measures=tuple(measures)),))
    later = replace(after(), chapters=(replace(chapter, measures=(new, *moved)),))
    rows = matches(make(earlier, "2025"), make(later, "2026"))
    pairs = {
        row.after.item_id: row.before and row.before.item_id
        for row in rows
        if row.after is not None
    }
    assert pairs == {"tiltak-1": None} | {f"tiltak-{n + 1}": f"tiltak-{n}" for n in range(1, 6)}


def test_two_that_swapped_numbers(make: Make) -> None:
    titles = {m.item_id: m.title for m in before().measures}
    later = (
        after()
        .with_measure("tiltak-3", title=titles["tiltak-4"])
        .with_measure("tiltak-4", title=titles["tiltak-3"])
    )
    pairs = {
        row.after.item_id: row.before.item_id
        for row in matches(make(before(), "2025"), make(later, "2026"))
        if row.before is not None and row.after is not None
    }
    assert (pairs["tiltak-3"], pairs["tiltak-4"]) == ("tiltak-4", "tiltak-3")
    assert len(pairs) == len(titles)


def findings_of(earlier: ReportTables, later: ReportTables) -> dict[tuple[str, str], Finding]:
    findings = apply(rules_against(earlier), later)[1]
    return {(finding.rule, finding.scope): finding for finding in findings}


def test_where_a_removed_measure_went_is_told(make: Make) -> None:
    told = "Tiltaket er, jf. Prop. 36 S (2023–2024), slått sammen med tiltak 24."
    later = after().without_measure("tiltak-24")
    with_word = later.with_measure("tiltak-15", narrative=(Block((told,)),))
    without = later.with_measure("tiltak-15", narrative=(Block(("Se også tiltak 24.",)),))
    earlier = make(before(), "2025")
    for edition, value in ((with_word, told), (without, None)):
        finding = findings_of(earlier, make(edition, "2026"))["measure-removed", "tiltak-24"]
        assert finding.right_value == value
        assert finding.left_source == "2025"
        assert finding.left_ref == "measures:tiltak-24"
        assert f"(s. {finding.left_page} der)" in finding.message
        assert (told in finding.message) == (value is not None)
        assert finding.page == (finding.right_page or 1)  # a page of this report


def test_rows_across_reports_have_keys_of_their_own(make: Make) -> None:
    """Also where a number went to something else, and its own measure is gone."""
    other = after().with_measure(
        "tiltak-24", title="Kjøpe inn nye biler til etaten", overview=(OverviewRow(),)
    )
    comparisons, findings = apply(rules_against(make(before(), "2025")), make(other, "2026"))
    for rows in (comparisons, findings):
        assert len({row.id for row in rows}) == len(rows)


def test_refs_and_pages_are_of_the_report_that_the_source_names(make: Make) -> None:
    reports = {"2025": make(before(), "2025"), "2026": make(after(), "2026")}
    comparisons = apply(rules_against(reports["2025"]), reports["2026"])[0]
    assert {row.left_source for row in comparisons} == {"2025"}
    assert {row.right_source for row in comparisons} == {"2026"}
    for row in comparisons:
        for source, ref, page in (
            (row.left_source, row.left_ref, row.left_page),
            (row.right_source, row.right_ref, row.right_page),
        ):
            table, own_id = (ref or "").split(":")
            record = TABLES[table]
            (found,) = (own for own in reports[source or ""].rows(record) if own.id == own_id)
            assert found.page == page


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("Under arbeid", "Gjennomført", "advanced"),
        ("Gjennomført", "Ikke startet", "regressed"),
        ("Løpende", "Løpende", "unchanged"),
        ("Løpende", "Gjennomført", None),
        (None, None, None),  # two words that nobody knows need not be the same
        (None, "Gjennomført", None),
    ],
)
def test_change_of(before: str | None, after: str | None, change: str | None) -> None:
    assert change_of(before, after) == change


def promise(text: str, status: str) -> Callable[[Edition], Edition]:
    def planted(plan: Edition) -> Edition:
        return plan.with_measure("tiltak-13", status=status, narrative=(Block((text,)),))

    return planted


PROMISES = [  # the narrative of 2025, the status in 2026, the state
    ("Rapporten skal foreligge høsten 2025.", "Under arbeid", "overdue"),
    ("Rapporten skal foreligge høsten 2025.", "Gjennomført", "met"),
    ("Rapporten skal foreligge høsten 2025.", "Avbrutt", "overdue"),
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
