"""What auditors judged of a report, and what was corrected in it."""

from __future__ import annotations

from pathlib import Path

from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Correction, Review


def judged(report_id: ReportId, processed: Path) -> tuple[list[Review], list[Correction]]:
    """The verdicts on a report and the corrections of it. Raises `Refusal` without their tables."""
    path = f"{report_id}.parquet"
    return (
        read_records(processed / Review.table / path, Review),
        read_records(processed / Correction.table / path, Correction),
    )
