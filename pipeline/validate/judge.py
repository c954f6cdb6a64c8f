"""What the reports say twice: compared by the rules, reviewed by hand, counted and recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.glossary.rulebook import rulebook
from pipeline.seams.ids import ReportId
from pipeline.seams.published import published_file, read_published
from pipeline.seams.tables import (
    Comparison,
    Correction,
    Finding,
    Record,
    Review,
    Transition,
)
from pipeline.validate import across, gx, reviews
from pipeline.validate.baseline import against_published
from pipeline.validate.chains import successive
from pipeline.validate.expectations import CONSISTENCY, NOT_COMPARED, consistency_suites
from pipeline.validate.items import summed_up
from pipeline.validate.metrics import StatusCount, metrics_of, status_counts
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules import rules, rules_against
from pipeline.validate.rules.editions import corrections_not_made
from pipeline.validate.rules.rule import NOT_COMPARABLE, apply
from pipeline.validate.tables import ReportTables


class Judgement(NamedTuple):
    """Rows of each report's tables and of those across reports, figures, and Great Expectations'
    results for the comparisons.
    """

    rows: dict[ReportId, dict[type[Record], Sequence[Any]]]
    between: dict[type[Any], Sequence[Any]]
    metrics: dict[ReportId, dict[str, Any]]
    counts: list[StatusCount]
    results: dict[str, gx.Result]


def judge(
    reports: Sequence[ReportTables],
    corrected: Mapping[ReportId, Sequence[Correction]],
    verdicts: Sequence[Verdict],
    suites: Path,
) -> Judgement:
    """Compare what each report says twice, and each with the one before; apply the verdicts.

    Raises `Refusal` for a verdict on a row or rule that does not exist.
    """
    rows: dict[ReportId, dict[type[Record], Sequence[Any]]] = {}
    metrics: dict[ReportId, dict[str, Any]] = {}
    over = across.tables_across(reports)
    before = {later.report_id: earlier for earlier, later in successive(reports)}
    for tables in reports:
        report_id = tables.report_id
        earlier = before.get(report_id)
        applied = [*rules(), *(rules_against(earlier) if earlier is not None else ())]
        comparisons, unreviewed = apply(applied, tables)
        if earlier is not None:
            claimed = apply([corrections_not_made(verdicts, earlier, unreviewed)], tables)
            comparisons, unreviewed = comparisons + claimed[0], unreviewed + claimed[1]
        findings, reviewed = reviews.apply_verdicts(
            verdicts, tables, comparisons, unreviewed, rulebook()
        )
        findings = against_published(findings, read_published(published_file(suites, report_id)))
        rows[report_id] = {
            **summed_up(tables, findings, over[Transition]),
            Comparison: comparisons,
            Finding: findings,
            Review: reviewed,
            Correction: corrected[report_id],
        }
        metrics[report_id] = metrics_of(
            tables, comparisons, findings, reviewed, corrected[report_id]
        )
    compared = [row for tables in reports for row in rows[tables.report_id][Comparison]]
    results = gx.run(
        {"comparisons": outcomes_of(compared)},
        gx.read_suites(suites / CONSISTENCY, consistency_suites()),
    )
    return Judgement(
        rows,
        over,
        metrics,
        [count for tables in reports for count in status_counts(tables)],
        results,
    )


def outcomes_of(comparisons: Sequence[Comparison]) -> pa.Table:
    """The outcome of each comparison, in the column of its rule.

    What could not be compared has a separate column, so that percentages are of what was.
    """
    outcomes: dict[str, list[str | None]] = {
        column: [None] * len(comparisons) for column in (*rulebook(), NOT_COMPARED)
    }
    for number, row in enumerate(comparisons):
        if row.outcome == NOT_COMPARABLE:
            outcomes[NOT_COMPARED][number] = row.rule
        else:
            outcomes[row.rule][number] = row.outcome
    return pa.table(
        {
            "report_id": [row.report_id for row in comparisons],
            "id": [row.id for row in comparisons],
            **{column: pa.array(values, pa.string()) for column, values in outcomes.items()},
        }
    )
