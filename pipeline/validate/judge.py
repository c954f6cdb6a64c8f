"""What the reports say twice: compared by the rules, reviewed by hand and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.shared.records import (
    Comparison,
    Correction,
    Finding,
    Milestone,
    Record,
    Review,
    Transition,
)
from pipeline.validate import across, reviews
from pipeline.validate.metrics import StatusCount, metrics_of, status_counts
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules import RULES
from pipeline.validate.rules.across import ACROSS_IDS, rules_against
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables

RULE_IDS = (*(rule.id for rule in RULES), *ACROSS_IDS)


class Outcome(NamedTuple):
    """What came of one comparison: as much of its row as the record of consistency needs."""

    report_id: str
    id: str
    rule: str
    outcome: str


class Judgement(NamedTuple):
    """Rows of each report's tables and of those across reports, figures, and all outcomes."""

    rows: dict[str, dict[type[Record], Sequence[Any]]]
    between: dict[type[Any], Sequence[Any]]
    metrics: dict[str, dict[str, Any]]
    counts: list[StatusCount]
    outcomes: list[Outcome]


def judge(
    reports: Sequence[ReportTables],
    corrected: Mapping[str, Sequence[Correction]],
    verdicts: Sequence[Verdict],
) -> Judgement:
    """Compare what each report says twice, and each with the one before; apply the verdicts.

    Raises `Refusal` where a verdict is about a row or rule that does not exist.
    """
    rows: dict[str, dict[type[Record], Sequence[Any]]] = {}
    metrics: dict[str, dict[str, Any]] = {}
    before = {later.report_id: earlier for earlier, later in across.successive(reports)}
    for tables in reports:
        own = tables.report_id
        rules = [*RULES, *(rules_against(before[own]) if own in before else ())]
        comparisons, unreviewed = apply(rules, tables)
        findings, reviewed = reviews.apply_verdicts(
            verdicts, tables, comparisons, unreviewed, RULE_IDS
        )
        rows[own] = {
            Comparison: comparisons,
            Finding: findings,
            Review: reviewed,
            Correction: corrected[own],
        }
        metrics[own] = metrics_of(tables, comparisons, findings, reviewed, corrected[own])
    return Judgement(
        rows,
        {Transition: across.transitions(reports), Milestone: across.milestones(reports)},
        metrics,
        [count for tables in reports for count in status_counts(tables)],
        [
            Outcome(row.report_id, row.id, row.rule, row.outcome)
            for tables in reports
            for row in rows[tables.report_id][Comparison]
        ],
    )
