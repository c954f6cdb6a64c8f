"""What became of each promise: read of sentences, in a corpus and over three planted years."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.seams.tables import Milestone, MilestoneOutcome, Paragraph, Transition
from pipeline.validate.across import tables_across
from pipeline.validate.chains import chains
from pipeline.validate.milestones import outcome
from pipeline.validate.rules import rules_against
from pipeline.validate.rules.rule import apply
from tests.conftest import OTHER_PLAN, PLAN, Run
from tests.factory.three_years import FIRST, HISTORIES, OTHER, SECOND, THIRD

CORPUS = Path(__file__).with_name("corpus") / "milestone-pairs.csv"
AS_OF = date(2026, 6, 30)
ONE_YEAR = {"2026": 0, "2027": 1}


def pairs() -> list[dict[str, str]]:
    with CORPUS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_corpus() -> None:
    """Nothing is called done that was not told as done; few are missed."""
    read = [(row, outcome(row["promise"], row["after"], AS_OF)) for row in pairs()]
    wrong = [row for row, got in read if got.event != row["event"]]
    assert [row for row, got in read if got.event == "told-done" != row["event"]] == []
    assert len(wrong) <= 0.06 * len(read), wrong
    for row, got in read:
        assert (got.sentence is None) == (got.event == "silent")
        assert got.sentence is None or got.sentence in row["after"]


@pytest.mark.parametrize("after", ["", "Tiltaket er gjennomført.", "Gjennomført", "1. 2. 3.", "«»"])
@pytest.mark.parametrize("promise", ["", "Rapporten skal leveres i mars 2026.", "I 2026.", "?"])
def test_a_status_and_what_is_no_text_tell_nothing(promise: str, after: str) -> None:
    assert outcome(promise, after, AS_OF) == ("silent", None)


# --- three years -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def across(three_reports: dict[str, Run]) -> dict[type, list]:  # type: ignore[type-arg]
    return tables_across([run.tables for run in three_reports.values()])  # type: ignore[return-value]


@pytest.fixture(scope="module")
def outcomes(across: dict[type, list]) -> dict[tuple[str, str, str], MilestoneOutcome]:  # type: ignore[type-arg]
    """By item of 2025, judging report and date; of the plan with three reports."""
    edtf = {(row.report_id, row.id): row.edtf for row in across[Milestone]}
    return {
        (row.item_id, row.judged_by, edtf[row.report_id, row.id]): row
        for row in across[MilestoneOutcome]
        if row.report_id == FIRST
    }


@pytest.mark.parametrize("judge", [SECOND, THIRD])
@pytest.mark.parametrize("item_id", HISTORIES)
def test_planted_histories(
    outcomes: dict[tuple[str, str, str], MilestoneOutcome],
    three_reports: dict[str, Run],
    item_id: str,
    judge: str,
) -> None:
    told = HISTORIES[item_id][1][ONE_YEAR[judge]]
    row = next(row for (item, by, _), row in outcomes.items() if (item, by) == (item_id, judge))
    assert (row.event, row.sentence, row.moved_to, row.slip_days) == told
    assert (row.page is None) == (row.ref is None) == (row.sentence is None)
    if row.sentence is not None:
        paragraphs = three_reports[judge].tables.rows(Paragraph)
        place = next(p for p in paragraphs if f"paragraphs:{p.id}" == row.ref)
        assert row.sentence in place.text
        assert (place.page, place.item_id) == (row.page, row.judged_item_id)


def test_the_parts_of_what_was_split_are_both_read(
    outcomes: dict[tuple[str, str, str], MilestoneOutcome],
) -> None:
    moved = outcomes["tiltak-8", THIRD, "2026-12"]
    assert (moved.event, moved.judged_item_id) == ("moved", "tiltak-10")
    assert moved.sentence == "Arbeidet er forsinket, og guiden ventes nå publisert i mars 2028."
    assert (moved.moved_to, moved.slip_days) == ("2028-03", 456)


def test_a_forecast_is_nobodys_to_keep(
    across: dict[type, list],  # type: ignore[type-arg]
    outcomes: dict[tuple[str, str, str], MilestoneOutcome],
) -> None:
    kinds = {row.item_id: row.kind for row in across[Milestone] if row.report_id == FIRST}
    assert kinds["tiltak-11"] == "forecast"
    assert outcomes["tiltak-11", SECOND, "2026"].event == "silent"


def test_passed_is_a_matter_of_days(across: dict[type, list]) -> None:  # type: ignore[type-arg]
    rows = {(row.report_id, row.item_id, row.edtf): row for row in across[Milestone]}
    veileder = rows[FIRST, "tiltak-1", "2025-12-01"]
    assert (veileder.passed, veileder.first_passed_in, veileder.bound) == (True, SECOND, "latest")
    kurs = rows[FIRST, "tiltak-8", "2026-10"]
    assert (kurs.passed, kurs.first_passed_in) == (True, THIRD)
    later = rows[THIRD, "tiltak-3", "2028-06"]
    assert (later.passed, later.first_passed_in) == (False, None)
    guide = rows[THIRD, "tiltak-10", "2028-03"]
    assert guide.delay_admitted
    assert not veileder.delay_admitted


def test_plans_are_apart(across: dict[type, list]) -> None:  # type: ignore[type-arg]
    for rows in across.values():
        assert {row.plan for row in rows} <= {PLAN, OTHER_PLAN}
        for row in rows:
            reports = {
                getattr(row, name, None)
                for name in ("report_id", "judged_by", "from_report", "to_report")
            }
            assert (row.plan == OTHER_PLAN) == (reports <= {OTHER, None})
    assert {row.to_report for row in across[Transition]} == {SECOND, THIRD}


def test_who_is_who(across: dict[type, list]) -> None:  # type: ignore[type-arg]
    rows = {(row.to_report, row.id): row for row in across[Transition]}
    moved = rows[SECOND, "tiltak-7>tiltak-9"]
    assert (moved.relation, moved.item_key) == ("renumbered", "2026/tiltak-9")
    assert moved.evidence == "Samme tittel, og nytt nummer."
    assert rows[THIRD, "tiltak-9>tiltak-9"].relation == "same"
    assert rows[THIRD, "tiltak-8>tiltak-8"].relation == "split"
    part = rows[THIRD, "tiltak-8>tiltak-10"]
    assert part.relation == "split"
    assert part.evidence.endswith("prosent av omtalen stod i tiltak 8.")
    assert rows[THIRD, "tiltak-6>"].relation == "removed"
    same = rows[SECOND, "tiltak-4>tiltak-4"]
    assert (same.narrative, same.similarity, same.change) == ("same", 100, "advanced")
    assert (same.paragraphs_same, same.paragraphs_new, same.paragraphs_gone) == (1, 0, 0)
    other = rows[SECOND, "tiltak-5>tiltak-5"]
    assert (other.narrative, other.title, other.ministries) == ("changed", "same", "same")
    assert other.similarity is not None and other.similarity < 50


def test_what_an_auditor_is_told(three_reports: dict[str, Run]) -> None:
    before, after = three_reports[FIRST].tables, three_reports[SECOND].tables
    findings = apply(rules_against(before), after)[1]
    found = {(f.rule, f.scope, f.severity): f.message for f in findings}
    copied = found["status-new-text-same", "tiltak-4", "warning"]
    assert copied.endswith("statusen er ny, omtalen er ordrett den samme.")
    assert ("milestone-overdue", "tiltak-2", "warning") in found
    assert "«Rapporten er ennå ikke levert.»" in found["milestone-overdue", "tiltak-2", "warning"]
    assert ("milestone-overdue", "tiltak-5", "info") in found
    assert "tiltak-1" not in {scope for rule, scope, _ in found if rule == "milestone-overdue"}
    for message in found.values():
        assert not any(word in message for word in ("nådd", "innfridd"))


def test_editions_of_one_month_come_in_the_order_of_registration(
    three_reports: dict[str, Run],
) -> None:
    runs = [three_reports[key].tables for key in (THIRD, FIRST, OTHER, SECOND)]
    assert [[each.report_id for each in chain] for chain in chains(runs)] == [
        [FIRST, SECOND, THIRD],
        [OTHER],
    ]
