"""The tables of one report, as validate promoted them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import (
    AmountMention,
    Comparison,
    Correction,
    Field,
    Finding,
    KeptOut,
    Measure,
    Milestone,
    MilestoneOutcome,
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
    fields: list[Field]
    amounts: list[AmountMention]
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
    outcomes: list[MilestoneOutcome]


def read_across(processed: Path) -> Across:
    """The tables across reports in `processed`. Raises `Refusal` where one is missing."""
    return Across(
        read_records(processed / f"{Transition.table}.parquet", Transition),
        read_records(processed / f"{Milestone.table}.parquet", Milestone),
        read_records(processed / f"{MilestoneOutcome.table}.parquet", MilestoneOutcome),
    )


def read_report(report_id: ReportId, processed: Path) -> Report:
    """The row of a report in `reports`. Raises `Refusal` where it is missing."""
    report: Report = read_records(processed / Report.table / f"{report_id}.parquet", Report)[0]
    return report


def read_tables(report_id: ReportId, processed: Path) -> Tables:
    """The tables of a report below `processed`. Raises `Refusal` where one is missing."""

    def rows(record: type[Record]) -> list[Any]:
        return read_records(processed / record.table / f"{report_id}.parquet", record)

    return Tables(
        rows(Report)[0],
        rows(Measure),
        rows(Status),
        rows(Ministry),
        rows(Field),
        rows(AmountMention),
        rows(Paragraph),
        rows(SpanRow),
        rows(Comparison),
        rows(Finding),
        rows(Unread),
        rows(KeptOut),
        rows(Correction),
        rows(Review),
    )
