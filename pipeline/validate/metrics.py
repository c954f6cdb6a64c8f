"""Figures of a report that `dvc metrics` and `dvc plots` compare from one version to the next."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.glossary.wording import status_label
from pipeline.seams.ids import ReportId, status_id
from pipeline.seams.tables import (
    STATUSES,
    Comparison,
    Correction,
    Finding,
    Measure,
    Review,
    Status,
)
from pipeline.seams.vocabularies import CONFIRMED, SOURCES, Severity, Source
from pipeline.validate.rules.rule import AGREE, DIFFER, MISSING, NOT_COMPARABLE
from pipeline.validate.tables import ReportTables

# DVC takes a key called «error» for a failure to read the file.
SEVERITIES: dict[Severity, str] = {"error": "errors", "warning": "warnings", "info": "infos"}
HEADER = ("report", "chapter", "source", "status", "count")


class StatusCount(NamedTuple):
    """How many items of a chapter have a status in a source."""

    report: ReportId
    chapter: str
    source: Source
    status: str
    items: int


def metrics_of(
    tables: ReportTables,
    comparisons: Iterable[Comparison],
    findings: Iterable[Finding],
    reviews: Iterable[Review],
    corrections: Iterable[Correction],
) -> dict[str, Any]:
    """The figures of one report, always the same keys in the same order.

    Statuses that only some plans use come after the three common ones, by name.
    `findings` counts those that stand: open, or confirmed by an auditor. What an auditor has set
    aside is counted apart.
    """
    outcomes = Counter(comparison.outcome for comparison in comparisons)
    listed = list(findings)
    severities = Counter(finding.severity for finding in listed if finding.stands)
    return {
        "items": len(tables.measures),
        "statuses": {source: _statuses(tables.statuses, source) for source in SOURCES},
        "comparisons": outcomes.total(),
        "agreements": outcomes[AGREE],
        "differences": outcomes[DIFFER],
        "missing": outcomes[MISSING],
        "not_comparable": outcomes[NOT_COMPARABLE],
        "findings": {key: severities[severity] for severity, key in SEVERITIES.items()},
        "reviewed": sum(finding.state == "reviewed" for finding in listed),
        "confirmed": sum(finding.verdict == CONFIRMED for finding in listed),
        "set_aside": sum(not finding.stands for finding in listed),
        "stale_reviews": sum(review.state == "stale" for review in reviews),
        "corrected": sum(correction.state == "applied" for correction in corrections),
        "unread": len(tables.unread),
    }


def _statuses(statuses: Iterable[Status], source: Source) -> dict[str, int]:
    counts = Counter(_name(status) for status in statuses if status.source == source)
    return {status: counts[status] for status in _ordered(counts)}


def _name(status: Status) -> str:
    return status_label(status.status, status.status_printed)


def _ordered(names: Iterable[str]) -> list[str]:
    """The common statuses, then the others by name."""
    return [*STATUSES, *sorted(set(names) - set(STATUSES))]


def status_counts(tables: ReportTables) -> Iterator[StatusCount]:
    """Items by chapter, source and status, in the order of the report; zeros are left out.

    A measure's chapter in the overview is the section that its row is under.
    """
    names = {status.id: _name(status) for status in tables.statuses}
    chapters: dict[str, dict[Source, Counter[str]]] = {}
    for measure in tables.measures:
        for source, chapter, page in _places(measure):
            name = names.get(status_id(measure.scope, source))
            if page is not None and name is not None:
                counts = chapters.setdefault(chapter or "", {key: Counter() for key in SOURCES})
                counts[source][name] += 1
    for chapter, by_source in chapters.items():
        for source, by_status in by_source.items():
            for status in _ordered(by_status):
                if by_status[status]:
                    yield StatusCount(tables.report_id, chapter, source, status, by_status[status])


def _places(measure: Measure) -> Sequence[tuple[Source, str | None, int | None]]:
    return (
        ("text", measure.chapter, measure.page_first),
        ("overview", measure.overview_chapter, measure.overview_page),
    )


def as_json(metrics: dict[str, Any]) -> str:
    """The figures as the text of a file."""
    return json.dumps(metrics, ensure_ascii=False, indent=1) + "\n"


def as_csv(counts: Iterable[StatusCount]) -> str:
    """The counts as the text of a file, with a heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADER, *counts])
    return text.getvalue()
