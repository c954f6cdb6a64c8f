"""Auditors' verdicts on findings and items: expectations/reviews.yaml.

A verdict is on a finding (report, rule, scope and id) or on an item, and on the two values that it
had then. Several verdicts on one thing are its history: the latest of those whose values still hold
applies. A verdict whose values have changed, with none after it that holds, is reported; one on an
unknown report, rule or item is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.glossary.rulebook import rulebook
from pipeline.glossary.wording import place_of, verdict_sentence
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId, RowId, RuleId, Scope, first_printing, status_id
from pipeline.seams.tables import Comparison, Finding, Paragraph, Review
from pipeline.seams.vocabularies import VERDICTS, ReviewState, ReviewVerdict
from pipeline.validate.ledger import Entry, Value, nearest, read_entries, write_entries
from pipeline.validate.tables import ReportTables

FILE = "reviews.yaml"
KEY = "reviews"
FIELDS = (
    "finding", "report", "rule", "scope", "left", "right", "verdict", "by", "date", "reason",
)  # fmt: skip
ANSWER = "answer"  # a field that an entry may lack
LONGEST = 60  # characters of a value in a message

Values = tuple[str | None, str | None]


class Verdict(NamedTuple):
    """An auditor's verdict, and the values it was given for.

    `finding` is the finding's id; for a verdict on an item, which has no rule, the item's.
    `entry` is its entry in the file; None for a verdict that is not written yet.
    """

    finding: RowId
    report: ReportId
    rule: RuleId | None
    scope: Scope
    left: str | None
    right: str | None
    verdict: ReviewVerdict
    by: str
    on: date
    reason: str
    answer: str | None = None
    entry: Entry | None = None

    @property
    def values(self) -> Values:
        return self.left, self.right

    def sentence(self) -> str:
        """The verdict as a finding's `review`: «Bekreftet av Kari Nordmann 22. november …»."""
        return verdict_sentence(self.verdict, self.by, self.on, self.reason, self.answer)

    def refusal(self, found: str, *, expected: str = "", advice: str = "") -> Refusal:
        """A refusal of this verdict, which names where it is written."""
        return Refusal(self.entry.location if self.entry else FILE, found,
                       expected=expected, advice=advice)  # fmt: skip


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdicts in the file at `path`, in its order.

    Raises `Refusal` for a file not in the form its first lines show, a verdict that is not in the
    vocabulary, and a verdict that stands there twice.
    """
    verdicts = [_verdict(entry) for entry in read_entries(path, KEY, FIELDS, (ANSWER,))]
    seen: set[Verdict] = set()
    for verdict in verdicts:
        if (bare := verdict._replace(entry=None)) in seen:
            raise verdict.refusal("den samme vurderingen står to ganger.", advice="ta ut én.")
        seen.add(bare)
    return verdicts


def _verdict(entry: Entry) -> Verdict:
    finding, scope = RowId(entry.text("finding")), Scope(entry.text("scope"))
    rule = entry.printed("rule")
    if rule is None and str(finding) != str(scope):
        raise entry.refusal(
            "«rule» er tom.",
            expected="regelen som funnet er gjort med.",
            advice="gjelder vurderingen et tiltak, skal «finding» og «scope» være like.",
        )
    return Verdict(
        finding,
        ReportId(entry.text("report")),
        RuleId(rule) if rule is not None else None,
        scope,
        entry.printed("left"),
        entry.printed("right"),
        entry.known("verdict", VERDICTS, "vurderingen"),
        entry.text("by"),
        entry.day("date"),
        entry.text("reason"),
        entry.printed(ANSWER),
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
    items = values_of_items(tables)
    scopes = _scopes(tables, comparisons, findings)
    known_rules = list(rules)
    history: dict[RowId, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.report == tables.report_id:
            _refuse_unknown(verdict, tables.report_id, known_rules, scopes, by_id, findings)
            history[verdict.finding].append(verdict)
    holding: dict[RowId, Verdict] = {}
    rows: list[Review] = []
    for id_, given in history.items():
        given.sort(key=lambda verdict: verdict.on)  # of one day, in the order of the file
        finding = by_id.get(id_)
        now = (finding.left_value, finding.right_value) if finding else items.get(Scope(id_))
        holds = [seq for seq, verdict in enumerate(given) if verdict.values == now]
        last = holds[-1] if holds else len(given) - 1
        for seq, verdict in enumerate(given):
            state: ReviewState = "superseded"
            if seq == last:
                state = "applied" if holds else "stale"
            note = _why_stale(verdict, now, findings) if state == "stale" else None
            rows.append(_row(verdict, seq + 1, finding, state, note, tables))
        if holds:
            holding[id_] = given[last]
    reviewed = [
        replace(
            finding,
            state="reviewed",
            verdict=holding[finding.id].verdict,
            review=holding[finding.id].sentence(),
        )
        if finding.id in holding
        else finding
        for finding in findings
    ]
    return reviewed, rows


def values_of_items(tables: ReportTables) -> dict[Scope, Values]:
    """The two values that a verdict on each item is given for: its printed statuses."""
    printed = {status.id: status.status_printed for status in tables.statuses}
    return {
        measure.scope: (
            printed.get(status_id(measure.scope, "text")),
            printed.get(status_id(measure.scope, "overview")),
        )
        for measure in tables.measures
    }


def _refuse_unknown(
    verdict: Verdict,
    report_id: ReportId,
    rules: Sequence[RuleId],
    scopes: set[Scope],
    by_id: Mapping[RowId, Finding],
    findings: Iterable[Finding],
) -> None:
    if verdict.rule is not None and verdict.rule not in rules:
        raise verdict.refusal(
            f"regelen «{verdict.rule}» finnes ikke.", expected=nearest(verdict.rule, rules)
        )
    if first_printing(verdict.scope) not in scopes:
        raise verdict.refusal(
            f"«{verdict.scope}» finnes ikke i rapporten {report_id}.",
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


def _why_stale(verdict: Verdict, now: Values | None, findings: Iterable[Finding]) -> str:
    """Why the verdict is not applied, in a sentence."""
    about = f"Vurderingen «{verdict.verdict}» av {place_of(verdict.scope)}"
    about += f" («{rulebook()[verdict.rule].name}»)" if verdict.rule else ""
    if now is None:
        others = [f.id for f in findings if (f.rule, f.scope) == (verdict.rule, verdict.scope)]
        instead = f" Regelen har nå funnet {', '.join(others)} der." if others else ""
        return (
            f"{about} er ikke brukt: rapporten {verdict.report} gir ikke lenger funnet "
            f"{verdict.finding}.{instead}"
        )
    again = f"funnet {verdict.finding}" if verdict.rule else place_of(verdict.scope)
    return (
        f"{about} er ikke brukt: den ble gitt for {_values(verdict.values)}, "
        f"men nå står det {_values(now)}. Vurder {again} på nytt."
    )


def _values(values: Values) -> str:
    return f"{_short(values[0])} og {_short(values[1])}"


def _short(value: str | None) -> str:
    if value is None:
        return "ingenting"
    return f"«{value}»" if len(value) <= LONGEST else f"«{value[: LONGEST - 1].rstrip()}…»"


def _row(
    verdict: Verdict,
    seq: int,
    finding: Finding | None,
    state: ReviewState,
    note: str | None,
    tables: ReportTables,
) -> Review:
    scope = first_printing(verdict.scope)
    item = next((measure for measure in tables.measures if measure.scope == scope), None)
    return Review(
        verdict.report,
        item.item_id if item else None,
        verdict.finding,
        finding.page if finding else item.page if item else 1,
        seq,
        verdict.rule,
        verdict.scope,
        verdict.verdict,
        verdict.by,
        verdict.on,
        verdict.reason,
        verdict.answer,
        verdict.left,
        verdict.right,
        state,
        note,
    )


def write_verdict(path: Path, verdict: Verdict) -> None:
    """Write a verdict to the file at `path`, after those that are there.

    Raises `Refusal`, and writes nothing, if the file is malformed or the verdict stands there.
    """
    for other in read_verdicts(path):
        if other._replace(entry=None) == verdict:
            raise other.refusal(f"vurderingen står der fra før: {other.sentence()}")
    write_verdicts(path, [verdict])


def write_verdicts(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write verdicts to the file at `path`, after those that are there."""
    write_entries(path, KEY, map(_entry_of, verdicts))


def _entry_of(verdict: Verdict) -> dict[str, Value]:
    values = (
        verdict.finding, verdict.report, verdict.rule, verdict.scope, verdict.left,
        verdict.right, verdict.verdict, verdict.by, verdict.on, verdict.reason,
    )  # fmt: skip
    answer = {ANSWER: verdict.answer} if verdict.answer is not None else {}
    return {**dict(zip(FIELDS, values, strict=True)), **answer}
