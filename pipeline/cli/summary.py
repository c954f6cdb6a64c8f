"""The summary printed after a run: what the report says, and where it contradicts itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.gate import Missing, missing
from pipeline.glossary.reasons import PAGE_REASONS, reason_text
from pipeline.glossary.wording import SEVERITIES, counted_findings, number, status_label
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import status_id
from pipeline.seams.register import Registration
from pipeline.seams.tables import (
    STATUSES,
    Comparison,
    Finding,
    Measure,
    Report,
    Status,
    Transition,
    Unread,
)
from pipeline.seams.vocabularies import StatusChange

SHOWN = 10  # findings to print; the rest are counted
WIDTH = 40  # of the chapter's name


def summary_of(registration: Registration, processed: Path) -> str:
    """The summary of a report in bokmål, from its tables in `processed`."""
    report_id = registration.id
    report: Report = read_records(processed / "reports" / f"{report_id}.parquet", Report)[0]
    measures: list[Measure] = read_records(processed / "measures" / f"{report_id}.parquet", Measure)
    statuses: list[Status] = read_records(processed / "statuses" / f"{report_id}.parquet", Status)
    comparisons = read_records(processed / "comparisons" / f"{report_id}.parquet", Comparison)
    findings = read_records(processed / "findings" / f"{report_id}.parquet", Finding)
    unread = read_records(processed / "unread" / f"{report_id}.parquet", Unread)
    transitions = read_records(processed / f"{Transition.table}.parquet", Transition)
    page = f"{processed}/report/{report_id}.html"
    return "\n".join(
        [
            *_heading(report, measures),
            "",
            *_status_table(measures, statuses),
            "",
            *_findings(comparisons, findings),
            "",
            *_changes_line([row for row in transitions if row.to_report == report_id], page),
            *_unread_lines(unread, list(missing({report_id: registration}, processed)), processed),
            f"Se videre: kontrollrapporten {page} (åpnes i en "
            f"nettleser), tabellene i {processed}/, én mappe for hver.",
        ]
    )


def _heading(report: Report, measures: Sequence[Measure]) -> list[str]:
    kinds = Counter(measure.kind for measure in measures)
    as_of = f"per {report.as_of_printed}" if report.as_of_printed else "uten oppgitt måned"
    return [
        f"Rapport {report.id}: {report.plan}",
        f"{as_of}, {report.pages} sider: {kinds['tiltak']} tiltak og "
        f"{kinds['anmodningsvedtak']} anmodningsvedtak",
    ]


def _status_table(measures: Sequence[Measure], statuses: Sequence[Status]) -> list[str]:
    """Statuses in the running text by chapter, and the totals of both sources."""
    printed = {status.id: status_label(status.status, status.status_printed) for status in statuses}
    stated = set(printed.values())
    columns = [status for status in STATUSES if status in stated]
    columns += sorted(stated - set(STATUSES))
    chapters: dict[str, Counter[str]] = {}
    for measure in measures:
        if measure.page_first is None:
            continue
        number = f"{measure.chapter_number} " if measure.chapter_number is not None else ""
        name = f"{number}{measure.chapter or 'Uten kapittel'}"
        chapters.setdefault(name, Counter())[printed[status_id(measure.scope, "text")]] += 1
    totals = {
        source: Counter(printed[status.id] for status in statuses if status.source == source)
        for source in ("text", "overview")
    }
    head = "  ".join(f"{column:>12}" for column in [*columns, "I alt"])
    rows = [_row(name, counts, columns) for name, counts in chapters.items()]
    rule = "-" * (WIDTH + 2 + len(head))
    return [
        f"{'Status i teksten':{WIDTH}}  {head}",
        *rows,
        rule,
        _row("I alt i teksten", totals["text"], columns),
        _row("I alt i oversikten", totals["overview"], columns),
    ]


def _row(name: str, counts: Counter[str], columns: Sequence[str]) -> str:
    short = name if len(name) <= WIDTH else name[: WIDTH - 1] + "…"
    values = [counts[column] for column in columns]
    cells = "  ".join(
        f"{value:>{max(12, len(column))}}"
        for value, column in zip([*values, counts.total()], [*columns, ""], strict=True)
    )
    return f"{short:{WIDTH}}  {cells}"


def _findings(comparisons: Sequence[Comparison], findings: Sequence[Finding]) -> list[str]:
    agreed = sum(comparison.outcome == "agree" for comparison in comparisons)
    lines = [
        f"{number(len(comparisons))} kontroller; {number(agreed)} stemmer. "
        f"{counted_findings(findings)}"
    ]
    order = list(SEVERITIES)
    standing = [finding for finding in findings if finding.stands]
    ranked = sorted(standing, key=lambda finding: order.index(finding.severity))
    for finding in ranked[:SHOWN]:
        lines.append(f"  {SEVERITIES[finding.severity][0].upper():<11}{finding.message}")
    if len(ranked) > SHOWN:
        lines.append(f"  … og {len(ranked) - SHOWN} til.")
    return lines


def _changes_line(rows: Sequence[Transition], page: str) -> list[str]:
    """The changes since the previous report, on one line; nothing for the plan's first report."""
    if not rows:
        return []
    changes = Counter(row.change for row in rows)
    moves = Counter(
        (row.from_status or "ukjent status", row.to_status or "ukjent status")
        for row in rows
        if row.change not in ("added", "removed") and row.from_status != row.to_status
    )
    details = ", ".join(
        f"{count} fra {old} til {new}" for (old, new), count in moves.most_common(3)
    )
    rest = moves.total() - sum(count for _, count in moves.most_common(3))
    details += f", {rest} på andre måter" if rest else ""
    others: tuple[tuple[StatusChange, str], ...] = (
        ("regressed", "gått tilbake"),
        ("added", "ny" if changes["added"] == 1 else "nye"),
        ("removed", "utgått"),
    )
    parts = [
        f"{moves.total() or 'ingen'} tiltak har ny status" + (f" ({details})" if details else ""),
        *(f"{changes[kind]} {words}" for kind, words in others if changes[kind]),
    ]
    return [
        f"Siden {rows[0].from_report}: {', '.join(parts)}; se Endringer siden forrige rapport i "
        f"{page}."
    ]


def _unread_lines(
    unread: Sequence[Unread], gaps: Sequence[Missing], processed: Path
) -> Iterator[str]:
    """What was not understood, lost pages first, and what does not agree with the register."""
    if not unread and not gaps:
        yield "Alt som skulle leses, ble forstått."
    lost = [row for row in unread if row.reason in PAGE_REASONS]
    yield from (f"Side {row.page}: {reason_text(row.reason).why}." for row in lost)
    counts = Counter(row.reason for row in unread if row.reason not in PAGE_REASONS)
    if counts:
        reasons = ", ".join(
            f"{reason_text(reason).why}: {count}" for reason, count in counts.most_common()
        )
        yield f"Ikke forstått: {counts.total()} ({reasons})."
    if unread:
        yield f"Se {processed}/unread/{unread[0].report_id}.parquet."
    yield from (gap.sentence for gap in gaps if not gap.reason)
