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
from pipeline.validate import across, reviews
from pipeline.validate.baseline import against_published
from pipeline.validate.chains import successive
from pipeline.validate.expectations import NOT_COMPARED
from pipeline.validate.items import summed_up
from pipeline.validate.metrics import StatusCount, metrics_of, status_counts
from pipeline.validate.promote import write_between, write_compared
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules import rules, rules_against
from pipeline.validate.rules.editions import corrections_not_made
from pipeline.validate.rules.rule import NOT_COMPARABLE, apply
from pipeline.validate.tables import ReportTables, few_at_a_time


class Judgement(NamedTuple):
    """Figures of each report, the outcomes of the comparisons, a few reports at a time, and a
    sentence for each correction and review that could not be applied.
    """

    metrics: dict[ReportId, dict[str, Any]]
    counts: list[StatusCount]
    outcomes: list[pa.Table]
    notes: list[str]


def judge(
    reports: Sequence[ReportTables],
    corrected: Mapping[ReportId, Sequence[Correction]],
    verdicts: Sequence[Verdict],
    suites: Path,
    folder: Path,
) -> Judgement:
    """Compare what each report says twice, and each with the one before; apply the verdicts.

    The tables that result, and those across reports, are written to `folder`. Raises `Refusal` for
    a verdict on a row or rule that does not exist.
    """
    metrics: dict[ReportId, dict[str, Any]] = {}
    counts: list[StatusCount] = []
    outcomes: list[pa.Table] = []
    notes: list[str] = []
    over = across.tables_across(reports)
    write_between(over, folder)
    before = {later.report_id: earlier for earlier, later in successive(reports)}
    for few in few_at_a_time(reports):
        compared: list[Comparison] = []
        for tables in few:
            report_id = tables.report_id
            rows = _judged(tables, before.get(report_id), verdicts, suites)
            rows[Correction] = corrected[report_id]
            rows |= summed_up(tables, rows[Finding], over[Transition])
            write_compared(report_id, rows, folder)
            notes += [row.note for kind in (Correction, Review) for row in rows[kind] if row.note]
            metrics[report_id] = metrics_of(
                tables, *(rows[kind] for kind in (Comparison, Finding, Review, Correction))
            )
            counts += status_counts(tables)
            compared += rows[Comparison]
        outcomes.append(outcomes_of(compared))
    return Judgement(metrics, counts, outcomes, notes)


def _judged(
    tables: ReportTables, earlier: ReportTables | None, verdicts: Sequence[Verdict], suites: Path
) -> dict[type[Record], Sequence[Any]]:
    """The comparisons, findings and reviews of a report, held against the one before, if any."""
    applied = [*rules(), *(rules_against(earlier) if earlier is not None else ())]
    comparisons, unreviewed = apply(applied, tables)
    if earlier is not None:
        claimed = apply([corrections_not_made(verdicts, earlier, unreviewed)], tables)
        comparisons, unreviewed = comparisons + claimed[0], unreviewed + claimed[1]
    findings, reviewed = reviews.apply_verdicts(
        verdicts, tables, comparisons, unreviewed, rulebook()
    )
    published = read_published(published_file(suites, tables.report_id))
    findings = against_published(findings, published)
    return {Comparison: comparisons, Finding: findings, Review: reviewed}


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
