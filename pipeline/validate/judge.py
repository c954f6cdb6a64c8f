"""What the reports say twice: compared by the rules, reviewed by hand, counted and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.seams.ids import ReportId
from pipeline.seams.tables import (
    Comparison,
    Correction,
    Finding,
    Milestone,
    Record,
    Review,
    Transition,
)
from pipeline.validate import across, reviews
from pipeline.validate.data_docs import Document, documents
from pipeline.validate.metrics import StatusCount, metrics_of, status_counts
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules import RULES
from pipeline.validate.rules.across import ACROSS_IDS, rules_against
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables

RULE_IDS = (*(rule.id for rule in RULES), *ACROSS_IDS)


class Judgement(NamedTuple):
    """Rows of each report's tables and of those across reports, figures, and the record."""

    rows: dict[ReportId, dict[type[Record], Sequence[Any]]]
    between: dict[type[Any], Sequence[Any]]
    metrics: dict[ReportId, dict[str, Any]]
    counts: list[StatusCount]
    record: list[Document]


def judge(
    reports: Sequence[ReportTables],
    corrected: Mapping[ReportId, Sequence[Correction]],
    verdicts: Sequence[Verdict],
    suites: Path,
) -> Judgement:
    """Compare what each report says twice, and each with the one before; apply the verdicts.

    Raises `Refusal` where a verdict is about a row or rule that does not exist.
    """
    # Pandas comes with it: imported here, so that --help is quick.
    from pipeline.validate.contract import consistency_frame, results_of

    rows: dict[ReportId, dict[type[Record], Sequence[Any]]] = {}
    metrics: dict[ReportId, dict[str, Any]] = {}
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
    compared = [row for tables in reports for row in rows[tables.report_id][Comparison]]
    results = results_of(
        {"comparisons": consistency_frame(compared, RULE_IDS)}, suites / "consistency"
    )
    return Judgement(
        rows,
        {Transition: across.transitions(reports), Milestone: across.milestones(reports)},
        metrics,
        [count for tables in reports for count in status_counts(tables)],
        documents(results),
    )
