"""`python -m pipeline.validate interim expectations processed`: all registered reports at once."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.shared import refusal
from pipeline.shared.records import (
    Comparison,
    Correction,
    Finding,
    Milestone,
    Record,
    Review,
    Transition,
)
from pipeline.shared.refusal import Refusal
from pipeline.shared.register import PATH, read_register
from pipeline.shared.storage import uncollected, write_text
from pipeline.validate import across, corrections, reviews
from pipeline.validate.metrics import StatusCount, as_csv, as_json, metrics_of, status_counts
from pipeline.validate.promote import promote
from pipeline.validate.rules import RULES
from pipeline.validate.rules.across import ACROSS_IDS, rules_against
from pipeline.validate.rules.rule import apply


def validate(report_ids: Iterable[str], interim: Path, suites: Path, processed: Path) -> list[str]:
    """Correct, check the contract of all reports, compare what each says twice, and promote.

    Returns a sentence for each correction and each review that could not be applied. Raises
    `Refusal` before anything is written if the contract does not hold, or if corrections or
    reviews are of things that do not exist.
    """
    # Pandas comes with Great Expectations: imported here, so that --help is quick.
    from pipeline.validate.contract import (
        breaches,
        consistency_frame,
        frames_of,
        refuse_on_breach,
        results_of,
    )
    from pipeline.validate.data_docs import write_documents

    ids = list(report_ids)
    verdicts = reviews.read_verdicts(suites / reviews.FILE)
    reviews.refuse_unknown_reports(verdicts, ids)
    reports, corrected = corrections.corrected(ids, interim, suites)
    results = results_of(frames_of(reports), suites)
    try:
        refuse_on_breach(breaches(results), suites)
    except Refusal as broken:
        raise _perhaps_by_hand(broken, suites, corrected) from broken
    judged: dict[str, dict[type[Record], Sequence[Any]]] = {}
    metrics: dict[str, dict[str, Any]] = {}
    before = {later.report_id: earlier for earlier, later in across.successive(reports)}
    known = [*(rule.id for rule in RULES), *ACROSS_IDS]
    for tables in reports:
        own = tables.report_id
        rules = [*RULES, *(rules_against(before[own]) if own in before else ())]
        comparisons, unreviewed = apply(rules, tables)
        findings, reviewed = reviews.apply_verdicts(
            verdicts, tables, comparisons, unreviewed, known
        )
        judged[own] = {
            Comparison: comparisons,
            Finding: findings,
            Review: reviewed,
            Correction: corrected[own],
        }
        metrics[own] = metrics_of(tables, comparisons, findings, reviewed, corrected[own])
    counts = [count for tables in reports for count in status_counts(tables)]
    between: dict[type[Any], Sequence[Any]] = {
        Transition: across.transitions(reports),
        Milestone: across.milestones(reports),
    }
    promote(reports, judged, between, processed)
    _write_metrics(processed, metrics, counts)
    compared = [row for own in ids for row in judged[own][Comparison]]
    consistency = results_of(
        {"comparisons": consistency_frame(compared, known)}, suites / "consistency"
    )
    write_documents({**results, **consistency}, processed / "data_docs")
    return [
        row.note
        for own in ids
        for record in (Correction, Review)
        for row in judged[own][record]
        if row.note
    ]


def _perhaps_by_hand(
    broken: Refusal, suites: Path, corrected: Mapping[str, Sequence[Correction]]
) -> Refusal:
    """The same refusal, but with corrections suspected before the program where there are any."""
    if not any(row.state == corrections.APPLIED for rows in corrected.values() for row in rows):
        return broken
    return Refusal(
        suites,
        broken.found,
        expected=broken.expected,
        advice=f"se først etter om en av rettelsene i {suites / corrections.FILE} er gal.",
    )


def _write_metrics(
    processed: Path, metrics: Mapping[str, dict[str, Any]], counts: Iterable[StatusCount]
) -> None:
    """Write the figures of each report, remove those of others, and write the plot's counts."""
    folder = processed / "metrics"
    for own, figures in metrics.items():
        write_text(folder / f"{own}.json", as_json(figures))
    for path in folder.glob("*.json"):
        if path.stem not in metrics:
            path.unlink()
    write_text(processed / "plots" / "statuses.csv", as_csv(counts))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.validate", description=__doc__)
    parser.add_argument("interim", type=Path)
    parser.add_argument("expectations", type=Path)
    parser.add_argument("processed", type=Path)
    arguments = parser.parse_args()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    register = read_register()
    if not register:
        raise Refusal(
            PATH,
            "ingen rapporter er registrert.",
            advice="legg til en: python -m pipeline add FIL.pdf",
        )
    with uncollected():
        notes = validate(register, arguments.interim, arguments.expectations, arguments.processed)
    for note in notes:
        print(f"Advarsel: {note}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    refusal.run(main)
