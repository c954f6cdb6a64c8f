"""Auditors' verdicts on findings: expectations/reviews.yaml.

A verdict is on a finding (report, rule, scope and id) and on the two values that it had. A finding
that still has them is reviewed; a verdict whose values have changed is reported and not applied; a
verdict on an unknown report, rule or item is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId, RowId, RuleId, Scope, first_printing
from pipeline.seams.tables import Comparison, Finding, Paragraph, Review
from pipeline.seams.vocabularies import VERDICTS, ReviewVerdict
from pipeline.validate.ledger import Entry, nearest, read_entries, write_entry
from pipeline.validate.tables import ReportTables

FILE = "reviews.yaml"
KEY = "reviews"
FIELDS = (
    "finding", "report", "rule", "scope", "left", "right", "verdict", "by", "date", "reason",
)  # fmt: skip
LONGEST = 60  # characters of a value in a message


class Verdict(NamedTuple):
    """An auditor's verdict on a finding, and the values it was given for.

    `entry` is its entry in the file; None for a verdict that is not written yet.
    """

    finding: RowId
    report: ReportId
    rule: RuleId
    scope: Scope
    left: str | None
    right: str | None
    verdict: ReviewVerdict
    by: str
    on: date
    reason: str
    entry: Entry | None = None

    def sentence(self) -> str:
        """The verdict as a finding's `review`: «bekreftet (Kari Nordmann, 2026-11-22): …»."""
        return f"{self.verdict} ({self.by}, {self.on.isoformat()}): {self.reason}"

    def refusal(self, found: str, *, expected: str = "", advice: str = "") -> Refusal:
        """A refusal of this verdict, which names where it is written."""
        return Refusal(self.entry.location if self.entry else FILE, found,
                       expected=expected, advice=advice)  # fmt: skip


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdicts in the file at `path`.

    Raises `Refusal` for a file not in the form its first lines show, a verdict that is not in the
    vocabulary, and two verdicts on one finding.
    """
    verdicts = [_verdict(entry) for entry in read_entries(path, KEY, FIELDS)]
    seen: set[RowId] = set()
    for verdict in verdicts:
        if verdict.finding in seen:
            raise verdict.refusal(
                f"funnet «{verdict.finding}» er vurdert to ganger.", advice="behold én av dem."
            )
        seen.add(verdict.finding)
    return verdicts


def _verdict(entry: Entry) -> Verdict:
    return Verdict(
        RowId(entry.text("finding")),
        ReportId(entry.text("report")),
        RuleId(entry.text("rule")),
        Scope(entry.text("scope")),
        entry.printed("left"),
        entry.printed("right"),
        entry.known("verdict", VERDICTS, "vurderingen"),
        entry.text("by"),
        entry.day("date"),
        entry.text("reason"),
        entry,
    )


def refuse_unknown_reports(verdicts: Iterable[Verdict], reports: Sequence[ReportId]) -> None:
    """Raise `Refusal` for a verdict on a report that is not registered."""
    for verdict in verdicts:
        if verdict.report not in reports:
            raise verdict.refusal(
                f"rapporten «{verdict.report}» er ikke registrert.",
                expected=nearest(verdict.report, reports),
                advice="ta vurderingen ut, hvis rapporten er tatt ut.",
            )


def apply_verdicts(
    verdicts: Iterable[Verdict],
    tables: ReportTables,
    comparisons: Sequence[Comparison],
    findings: Sequence[Finding],
    rules: Iterable[RuleId],
) -> tuple[list[Finding], list[Review]]:
    """The findings of one report, reviewed where a verdict holds, and a row for each verdict.

    `rules` are the ids of all rules. Verdicts on other reports are ignored. Raises `Refusal` for a
    verdict on an unknown rule or scope, and for one whose finding has another rule or scope.
    """
    by_id = {finding.id: finding for finding in findings}
    scopes = _scopes(tables, comparisons, findings)
    known_rules = list(rules)
    sentences: dict[RowId, str] = {}
    rows: list[Review] = []
    for verdict in verdicts:
        if verdict.report != tables.report_id:
            continue
        if verdict.rule not in known_rules:
            raise verdict.refusal(
                f"regelen «{verdict.rule}» finnes ikke.",
                expected=nearest(verdict.rule, known_rules),
            )
        if first_printing(verdict.scope) not in scopes:
            raise verdict.refusal(
                f"«{verdict.scope}» finnes ikke i rapporten {verdict.report}.",
                expected=nearest(verdict.scope, scopes),
            )
        finding = by_id.get(verdict.finding)
        if finding is not None and (finding.rule, finding.scope) != (verdict.rule, verdict.scope):
            raise verdict.refusal(
                f"funnet «{verdict.finding}» gjelder {finding.scope} og regelen {finding.rule}, "
                f"ikke {verdict.scope} og {verdict.rule}.",
                expected=nearest(
                    verdict.finding,
                    [f.id for f in findings if (f.rule, f.scope) == (verdict.rule, verdict.scope)],
                ),
            )
        note = _why_stale(verdict, finding, findings)
        if note is None:
            sentences[verdict.finding] = verdict.sentence()
        rows.append(_row(verdict, finding, note, tables))
    reviewed = [
        replace(finding, state="reviewed", review=sentences[finding.id])
        if finding.id in sentences
        else finding
        for finding in findings
    ]
    return reviewed, rows


def _scopes(
    tables: ReportTables, comparisons: Iterable[Comparison], findings: Iterable[Finding]
) -> set[Scope]:
    """Every scope that a finding of this report can have.

    For a number printed twice, that of the item: the second printing disappears once the publisher
    corrects it.
    """
    items = {measure.scope for measure in tables.measures}
    places = {row.scope for row in tables.rows(Paragraph)}
    looked_at = {row.scope for row in (*comparisons, *findings)}
    return {first_printing(scope) for scope in items | places | looked_at}


def _why_stale(
    verdict: Verdict, finding: Finding | None, findings: Iterable[Finding]
) -> str | None:
    """Why the verdict is not applied, in a sentence; None if it is."""
    about = f"Vurderingen «{verdict.verdict}» av {verdict.scope} ({verdict.rule})"
    if finding is None:
        others = [f.id for f in findings if (f.rule, f.scope) == (verdict.rule, verdict.scope)]
        instead = f" Regelen har nå funnet {', '.join(others)} der." if others else ""
        return (
            f"{about} er ikke brukt: rapporten {verdict.report} gir ikke lenger funnet "
            f"{verdict.finding}.{instead}"
        )
    if (finding.left_value, finding.right_value) != (verdict.left, verdict.right):
        return (
            f"{about} er ikke brukt: den ble gitt for {_values(verdict.left, verdict.right)}, "
            f"men nå står det {_values(finding.left_value, finding.right_value)}. "
            f"Vurder funnet {verdict.finding} på nytt."
        )
    return None


def _values(left: str | None, right: str | None) -> str:
    return f"{_short(left)} og {_short(right)}"


def _short(value: str | None) -> str:
    if value is None:
        return "ingenting"
    return f"«{value}»" if len(value) <= LONGEST else f"«{value[: LONGEST - 1].rstrip()}…»"


def _row(
    verdict: Verdict, finding: Finding | None, note: str | None, tables: ReportTables
) -> Review:
    scope = first_printing(verdict.scope)
    item = next((measure for measure in tables.measures if measure.scope == scope), None)
    return Review(
        verdict.report,
        item.item_id if item else None,
        verdict.finding,
        finding.page if finding else item.page if item else 1,
        verdict.rule,
        verdict.scope,
        verdict.verdict,
        verdict.by,
        verdict.on,
        verdict.reason,
        verdict.left,
        verdict.right,
        "stale" if note else "applied",
        note,
    )


def write_verdict(path: Path, verdict: Verdict) -> None:
    """Write a verdict to the file at `path`; it replaces one on the same finding.

    Raises `Refusal`, and writes nothing, if the file is malformed or the finding already has a
    verdict for the same values: such a verdict is changed by hand only.
    """
    for other in read_verdicts(path):
        if other.finding == verdict.finding and (other.left, other.right) == (
            verdict.left,
            verdict.right,
        ):
            raise other.refusal(
                f"funnet «{verdict.finding}» er vurdert: {other.sentence()}",
                advice="endre det som står der for hånd, hvis det er galt.",
            )
    values = (
        verdict.finding, verdict.report, verdict.rule, verdict.scope, verdict.left,
        verdict.right, verdict.verdict, verdict.by, verdict.on, verdict.reason,
    )  # fmt: skip
    write_entry(path, KEY, dict(zip(FIELDS, values, strict=True)), instead_of="finding")
