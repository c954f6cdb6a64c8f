"""Which plan and which reports the figures are about."""

from __future__ import annotations

import pandas as pd

from pipeline.glossary.wording import day, listed
from pipeline.midterm.counting import require_one_plan, rows_of
from pipeline.midterm.drawing import Note


def about(reports: pd.DataFrame) -> Note:
    """The plan, and the months of its reports. Raises `Refusal` for reports of several plans."""
    require_one_plan(reports)
    if reports.empty:
        return Note("Det er ingen rapporter om planen.")
    in_time = reports.sort_values(["as_of", "report_id"], na_position="first")
    months = [
        f"{row.report_id} ({day(row.as_of.date()).split(' ', 1)[1]})"
        if pd.notna(row.as_of)
        else str(row.report_id)
        for row in rows_of(in_time)
    ]
    what = "Rapport" if len(months) == 1 else "Rapporter"
    return Note(f"{reports['plan'].iloc[0]}. {what}: {listed(months)}.")
