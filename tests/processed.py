"""The tables of reports as validate leaves them, for tests of what is made of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.seams.tables import Comparison, Correction, Finding, Review
from pipeline.validate import across
from pipeline.validate.promote import promote
from tests.conftest import Run


def processed_of(folder: Path, *runs: Run) -> Path:
    """`folder`/processed with the tables of these reports; their PDFs lie in `folder`/raw."""
    reports = [run.tables for run in runs]
    compared = {run.report_id: run.compared() for run in runs}
    promote(
        reports,
        {
            report_id: {Comparison: comparisons, Finding: findings, Review: [], Correction: []}
            for report_id, (comparisons, findings) in compared.items()
        },
        across.tables_across(reports),
        folder / "processed",
    )
    (folder / "raw").mkdir()
    for run in runs:
        shutil.copyfile(run.pdf, folder / "raw" / f"{run.report_id}.pdf")
    return folder / "processed"
