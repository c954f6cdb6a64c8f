"""`python -m pipeline.validate interim expectations processed`: all registered reports at once."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import refusal
from pipeline.records import Comparison, Finding, Record
from pipeline.register import read_register
from pipeline.validate.promote import promote
from pipeline.validate.rules import RULES
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables, folders_of


def validate(report_ids: Iterable[str], interim: Path, suites: Path, processed: Path) -> None:
    """Check the contract of all reports, compare what each says twice, and promote.

    Raises `Refusal` before anything is written if the contract does not hold.
    """
    # Pandas comes with Great Expectations: imported here, so that --help is quick.
    from pipeline.validate.contract import breaches, frames_of, refuse_on_breach

    reports = [ReportTables(own, folders_of(own, interim)) for own in report_ids]
    refuse_on_breach(breaches(frames_of(reports), suites), suites)
    compared: dict[str, dict[type[Record], Sequence[Record]]] = {}
    for tables in reports:
        comparisons, findings = apply(RULES, tables)
        compared[tables.report_id] = {Comparison: comparisons, Finding: findings}
    promote(reports, compared, processed)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.validate", description=__doc__)
    parser.add_argument("interim", type=Path)
    parser.add_argument("expectations", type=Path)
    parser.add_argument("processed", type=Path)
    arguments = parser.parse_args()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    validate(read_register(), arguments.interim, arguments.expectations, arguments.processed)
    return 0


if __name__ == "__main__":
    refusal.run(main)
