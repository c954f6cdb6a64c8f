"""The pages of an archive: archive.html over all plans, and one page for each plan."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pipeline.archive.places import is_address
from pipeline.archive.summary import FindingLine, PlanSummary, ReportSummary
from pipeline.archive.tables import RefusalRow
from pipeline.glossary.rulebook import rulebook
from pipeline.glossary.wording import SEVERITIES
from pipeline.pages.page import render_page
from pipeline.seams.vocabularies import Severity

FINDINGS_SHOWN = 1000  # on a plan's page: more is for the table
REFUSALS_SHOWN = 500
SCALE = ("Ikke startet", "Under arbeid", "Løpende", "Gjennomført")  # by status_order
WEB = ("https://", "http://")
ORDER: tuple[Severity, ...] = ("error", "warning", "info")


class PlanLine(NamedTuple):
    """A plan as archive.html lists it. `scale` has the items by status_order, and the others."""

    summary: PlanSummary
    severities: list[int]
    scale: list[int]


class RuleLine(NamedTuple):
    """A rule, with the number of its findings in all reports, and of the plans that have any."""

    name: str
    explanation: str
    findings: int
    plans: int


class Totals:
    """What all plans' pages say together, gathered plan by plan."""

    def __init__(self) -> None:
        self.plans: list[PlanLine] = []
        self.rules: Counter[str] = Counter()
        self.plans_with: Counter[str] = Counter()

    def add(self, summary: PlanSummary) -> None:
        """Take in a plan; its reports are not kept."""
        rules: Counter[str] = Counter()
        for report in summary.reports:
            rules.update(report.rules)
        self.rules += rules
        self.plans_with.update(rules.keys())
        scale = [0] * (len(SCALE) + 1)
        for status in summary.statuses:
            scale[len(SCALE) if status.order is None else status.order] += status.items
        self.plans.append(PlanLine(summary, [summary.findings(each) for each in ORDER], scale))

    def rule_lines(self) -> list[RuleLine]:
        """The rules that found something, in the order of the rulebook."""
        return [
            RuleLine(text.name, text.explanation, self.rules[rule], self.plans_with[rule])
            for rule, text in rulebook().items()
            if self.rules[rule]
        ]


def archive_page(totals: Totals, refusals: Sequence[RefusalRow], files: int) -> str:
    """archive.html: what was read, refused and found."""
    kinds = Counter(row.kind for row in refusals)
    return render_page(
        "archive/templates/archive.html",
        plans=totals.plans,
        rules=totals.rule_lines(),
        scale=SCALE,
        files=files,
        read=files - len(refusals),
        kinds={kind: kinds[kind] for kind in ("refused", "undecided", "duplicate", "failed")},
        refusals=refusals[:REFUSALS_SHOWN],
        more=max(0, len(refusals) - REFUSALS_SHOWN),
    )


def plan_page(summary: PlanSummary, findings: Sequence[FindingLine], folder: Path) -> str:
    """The page of a plan, which is written to `folder`."""
    links = {report.report_id: link(report, folder) for report in summary.reports}
    return render_page(
        "archive/templates/plan.html",
        plan=summary,
        severities=[(each, SEVERITIES[each]) for each in ORDER],
        words=SEVERITIES,
        links=links,
        findings=findings[:FINDINGS_SHOWN],
        more=max(0, len(findings) - FINDINGS_SHOWN),
    )


def link(report: ReportSummary, folder: Path) -> str:
    """A link to the PDF from a page in `folder`; empty where no browser could open it."""
    if report.url.startswith(WEB):
        return report.url
    if is_address(report.place):
        return report.place if report.place.startswith(WEB) else ""
    return quote(Path(os.path.relpath(report.place, folder)).as_posix())
