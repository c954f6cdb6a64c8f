"""Which plan and which reports the figures are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.glossary.wording import day, listed
from pipeline.midterm.counting import require_one_plan, rows_of
from pipeline.midterm.drawing import Note, Point, Points


def about(reports: pd.DataFrame) -> Points | Note:
    """The plan, the months of its reports, and what each was read from and with.

    Raises `Refusal` for reports of several plans.
    """
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
    return Points(
        [
            Point(str(reports["plan"].iloc[0]), f". {what}: {listed(months)}."),
            *(Point(f"{row.report_id}.pdf", "".join(_origin(row))) for row in rows_of(in_time)),
        ]
    )


def _origin(row: Any) -> Iterator[str]:
    """Which file it is, where it is from, with what it was read, and what is to be known of it."""
    yield f", SHA-256 {row.sha256}, "
    yield f"hentet fra {row.url}" if pd.notna(row.url) else "uten oppgitt adresse i registeret"
    if pd.notna(row.retrieved):
        yield f" {day(row.retrieved.date())}"
    yield f", lest med statusrapport {row.program}, ordlister {row.vocabulary}."
    if pd.notna(row.edition_note):
        yield f" {row.edition_note}"
