"""The tables of reports as validate leaves them, for tests of what is made of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.seams.tables import Comparison, Correction, Finding, Review, Transition
from pipeline.validate import across
from pipeline.validate.items import summed_up
from pipeline.validate.promote import promote
from tests.conftest import Run


def processed_of(folder: Path, *runs: Run) -> Path:
    """`folder`/processed with the tables of these reports; their PDFs lie in `folder`/raw."""
    reports = [run.tables for run in runs]
    over = across.tables_across(reports)
    promote(
        reports,
        {run.report_id: rows_of(run, over[Transition]) for run in runs},
        over,
        folder / "processed",
    )
    (folder / "raw").mkdir()
    for run in runs:
        shutil.copyfile(run.pdf, folder / "raw" / f"{run.report_id}.pdf")
    return folder / "processed"


def rows_of(run: Run, transitions: Iterable[Transition] = ()) -> dict[type[Any], Any]:
    """The rows of a report that are not parsed, by table."""
    comparisons, findings = run.compared()
    return {
        **summed_up(run.tables, findings, transitions),
        Comparison: comparisons,
        Finding: findings,
        Review: [],
        Correction: [],
    }
