"""The tables of one report, as validate promoted them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import (
    Comparison,
    Correction,
    Finding,
    KeptOut,
    Measure,
    Milestone,
    Ministry,
    Paragraph,
    Record,
    Report,
    Review,
    SpanRow,
    Status,
    Transition,
    Unread,
)


class Tables(NamedTuple):
    """What publish reads of a report, rows in the order of the files."""

    report: Report
    measures: list[Measure]
    statuses: list[Status]
    ministries: list[Ministry]
    paragraphs: list[Paragraph]
    spans: list[SpanRow]
    comparisons: list[Comparison]
    findings: list[Finding]
    unread: list[Unread]
    kept_out: list[KeptOut]
    corrections: list[Correction]
    reviews: list[Review]


class Across(NamedTuple):
    """What validate recorded from each report to the next."""

    transitions: list[Transition]
    milestones: list[Milestone]


def read_across(processed: Path) -> Across:
    """The tables across reports in `processed`. Raises `Refusal` where one is missing."""
    return Across(
        read_records(processed / f"{Transition.table}.parquet", Transition),
        read_records(processed / f"{Milestone.table}.parquet", Milestone),
    )


def read_tables(report_id: ReportId, processed: Path) -> Tables:
    """The tables of a report below `processed`. Raises `Refusal` where one is missing."""

    def rows(record: type[Record]) -> list[Any]:
        return read_records(processed / record.table / f"{report_id}.parquet", record)

    return Tables(
        rows(Report)[0],
        rows(Measure),
        rows(Status),
        rows(Ministry),
        rows(Paragraph),
        rows(SpanRow),
        rows(Comparison),
        rows(Finding),
        rows(Unread),
        rows(KeptOut),
        rows(Correction),
        rows(Review),
    )
