"""What was read and found, counted: of a report, and of all reports of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.archive.listing import Listed
from pipeline.glossary.wording import status_label
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Finding, Measure, Record, Report, Status, Unread
from pipeline.seams.vocabularies import Severity

LISTED: tuple[Severity, ...] = ("error", "warning")  # findings that a plan's page lists


class StatusCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many items have a status: the plan's word, and its place on the scale of all plans."""

    word: str
    order: int | None
    items: int


class ReportSummary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a report: items, what was not understood, findings, statuses."""

    report_id: ReportId
    file: str
    place: str
    url: str
    as_of: date | None
    items: int
    unread: int
    severities: dict[str, int]
    rules: dict[str, int]
    statuses: list[StatusCount]


class PlanSummary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in a plan's reports, by the month they speak for; those without one come first."""

    plan_id: str
    plan: str
    reports: list[ReportSummary]

    @property
    def items(self) -> int:
        return sum(report.items for report in self.reports)

    @property
    def unread(self) -> int:
        return sum(report.unread for report in self.reports)

    def findings(self, severity: Severity) -> int:
        return sum(report.severities.get(severity, 0) for report in self.reports)

    @property
    def statuses(self) -> Sequence[StatusCount]:
        """Those of the latest report."""
        return self.reports[-1].statuses


class FindingLine(NamedTuple):
    """A finding as a plan's page lists it."""

    report_id: ReportId
    severity: Severity
    message: str
    page: int


def summary_of(entry: Listed, tables: Mapping[type[Record], pa.Table]) -> ReportSummary:
    """The summary of a report, from its tables."""
    report: dict[str, Any] = tables[Report].to_pylist()[0]
    findings = tables[Finding]
    return ReportSummary(
        ReportId(report["report_id"]),
        entry.file,
        entry.place,
        entry.url,
        report["as_of"],
        len(tables[Measure]),
        len(tables[Unread]),
        _counted(findings["severity"]),
        _counted(findings["rule"]),
        list(_statuses(tables[Status])),
    )


def in_order(reports: Iterable[ReportSummary]) -> list[ReportSummary]:
    """The reports by the month that they speak for."""
    return sorted(reports, key=lambda report: (report.as_of or date.min, report.report_id))


def lines_of(findings: pa.Table) -> Iterator[FindingLine]:
    """The findings that a plan's page lists, the gravest first."""
    listed = findings.select(list(FindingLine._fields))
    for severity in LISTED:
        for row in listed.filter(pc.equal(listed["severity"], severity)).to_pylist():
            yield FindingLine(**row)


def _counted(column: Any) -> dict[str, int]:
    return dict(sorted(Counter(column.to_pylist()).items()))


def _statuses(table: pa.Table) -> Iterator[StatusCount]:
    """The statuses in running text, or in the overview of a report that has none there."""
    rows = table.select(["source", "status", "status_printed", "status_order"]).to_pylist()
    text = [row for row in rows if row["source"] == "text"]
    counts = Counter(
        (row["status_order"], status_label(row["status"], row["status_printed"]))
        for row in text or rows
    )
    for (order, word), items in sorted(counts.items(), key=_by_scale):
        yield StatusCount(word, order, items)


def _by_scale(count: tuple[tuple[int | None, str], int]) -> tuple[bool, int, str]:
    (order, word), _ = count
    return order is None, order or 0, word
