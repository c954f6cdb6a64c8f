"""`python -m pipeline.validate interim expectations processed`: all registered reports at once."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import working_folder, write_text
from pipeline.runtime.processes import running
from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.uncollected import uncollected
from pipeline.seams.ids import ReportId
from pipeline.seams.register import PATH, read_register
from pipeline.seams.tables import Correction
from pipeline.validate import corrections, gx, overrides, reviews
from pipeline.validate.batches import batches_of
from pipeline.validate.contract import refuse_on_breach
from pipeline.validate.data_docs import write_documents
from pipeline.validate.expectations import CONSISTENCY, consistency_suites, contract_suites
from pipeline.validate.judge import judge
from pipeline.validate.metrics import StatusCount, as_csv, as_json
from pipeline.validate.promote import WORKING, replace_tables, write_parsed
from pipeline.validate.tables import few_at_a_time


def validate(
    report_ids: Iterable[ReportId], interim: Path, suites: Path, processed: Path
) -> list[str]:
    """Correct, check the contract of all reports, compare what each says twice, and promote.

    The contract is checked and the reports are compared in parallel. Returns a sentence for each
    correction and each review that could not be applied. Raises `Refusal`, before anything is
    written, if the contract does not hold or a correction or review refers to something that does
    not exist.
    """
    ids = list(report_ids)
    demands = gx.read_suites(suites, contract_suites())
    of_outcomes = gx.read_suites(suites / CONSISTENCY, consistency_suites())
    verdicts = reviews.read_verdicts(suites / reviews.FILE)
    reviews.refuse_unknown_reports(verdicts, ids)
    reports, corrected = corrections.corrected(ids, interim, suites)
    reports = overrides.overridden(reports, suites / overrides.FILE)
    with (
        working_folder(processed / WORKING) as made,
        running("validate", judge, reports, corrected, verdicts, suites, made) as judging,
    ):
        # Takes seconds to import: here, so that --help is quick, and beside the comparing.
        with uncollected():
            importlib.import_module("great_expectations")
        parts: list[dict[str, gx.Result]] = []
        for few in few_at_a_time(reports):
            parts.append(gx.run(batches_of(few), demands))
            write_parsed(few, made)
        results = gx.merged(parts)
        try:
            refuse_on_breach(gx.breaches(results), suites)
        except Refusal as broken:
            raise _perhaps_by_hand(broken, suites, corrected) from broken
        judgement = judging.result()
        compared = [gx.run({"comparisons": rows}, of_outcomes) for rows in judgement.outcomes]
        replace_tables(made, processed, ids)
    _write_metrics(processed, judgement.metrics, judgement.counts)
    write_documents({**results, **gx.merged(compared)}, processed / "data_docs")
    return judgement.notes


def _perhaps_by_hand(
    broken: Refusal, suites: Path, corrected: Mapping[ReportId, Sequence[Correction]]
) -> Refusal:
    """The refusal; if corrections were applied, its advice is to check those first."""
    if not any(row.state == "applied" for rows in corrected.values() for row in rows):
        return broken
    return Refusal(
        suites,
        broken.found,
        expected=broken.expected,
        advice=f"se først etter om en av rettelsene i {suites / corrections.FILE} er gal.",
    )


def _write_metrics(
    processed: Path, metrics: Mapping[ReportId, dict[str, Any]], counts: Iterable[StatusCount]
) -> None:
    """Write the figures of each report, remove those of others, and write the plot's counts."""
    folder = processed / "metrics"
    for report_id, figures in metrics.items():
        write_text(folder / f"{report_id}.json", as_json(figures))
    for path in folder.glob("*.json"):
        if path.stem not in metrics:
            path.unlink()
    write_text(processed / "plots" / "statuses.csv", as_csv(counts))


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.validate",
        description="Kontrollerer tabellene for alle rapporter, og sammenligner det de sier.",
    )
    parser.add_argument("interim", type=Path, metavar="INTERIM", help="mappen med radene")
    parser.add_argument(
        "expectations", type=Path, metavar="EXPECTATIONS", help="mappen med kontrakt og vurderinger"
    )
    parser.add_argument("processed", type=Path, metavar="PROCESSED", help="hit skrives tabellene")
    arguments = parser.parse_args()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    register = read_register()
    if not register:
        raise Refusal(
            PATH,
            "ingen rapporter er registrert.",
            advice="legg til en: python -m pipeline add FIL.pdf",
        )
    working_on("alle rapporter", "kontrollerer tabellene og sammenligner")
    notes = validate(register, arguments.interim, arguments.expectations, arguments.processed)
    for note in notes:
        print(f"Advarsel: {note}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    refusal.run(main)
