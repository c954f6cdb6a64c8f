"""What changed between two editions of the report for one month, and what was to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.glossary.wording import capital, name_of
from pipeline.seams.ids import RuleId, Scope, status_id
from pipeline.seams.tables import Finding, Measure
from pipeline.seams.vocabularies import Source
from pipeline.validate.identity import matches
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    MISSING,
    NOWHERE,
    Compared,
    Rule,
    Side,
    rule_of_editions,
)
from pipeline.validate.tables import ReportTables

Read = Callable[[ReportTables, Measure], Side]
PUBLISHER = "rettet av utgiver"
CORRECTION_NOT_MADE = RuleId("correction-not-made")


@rule_of_editions
def edition_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """What a corrected edition says otherwise than the first one, value by value."""
    for match in matches(before, after):
        old, new = match.before, match.after
        if old is None or new is None or not match.is_successor:
            yield from _only_in_one(before, after, old, new)
            continue
        for name, (words, read) in FIELDS.items():
            left, right = read(before, old), read(after, new)
            if left.value is None and right.value is None:
                continue
            message = (
                f"{words} {name_of(new)} er {_quoted(right)}; i utgaven {before.report_id} "
                f"stod det {_quoted(left, there=True)}."
            )
            same = left.value == right.value
            yield Compared(
                new.scope, new.item_id, left, right, AGREE if same else DIFFER,
                "" if same else message, name, page=right.page or 1,
            )  # fmt: skip


def _only_in_one(
    before: ReportTables, after: ReportTables, old: Measure | None, new: Measure | None
) -> Iterator[Compared]:
    only = new or old
    assert only is not None
    left = _title(before, old) if old is not None else NOWHERE._replace(source=before.report_id)
    right = _title(after, new) if new is not None else NOWHERE._replace(source=after.report_id)
    where = f"stod ikke i utgaven {before.report_id}" if new else "er ikke med i denne utgaven"
    yield Compared(
        only.scope, only.item_id, left, right, MISSING, f"{capital(name_of(only))} {where}.",
        "item" if new else "item/before", page=right.page or 1,
    )  # fmt: skip


def _title(tables: ReportTables, measure: Measure) -> Side:
    return Side(tables.report_id, measure.title, measure.page, measure.ref)


def _narrative(tables: ReportTables, measure: Measure) -> Side:
    return Side(tables.report_id, measure.narrative, measure.page, measure.ref)


def _status(source: Source) -> Read:
    def read(tables: ReportTables, measure: Measure) -> Side:
        status = tables.status_by_id.get(status_id(measure.scope, source))
        if status is None:
            return Side(tables.report_id, None, measure.page, None)
        return Side(tables.report_id, status.status_printed, status.page, status.ref)

    return read


def _ministries(source: Source) -> Read:
    def read(tables: ReportTables, measure: Measure) -> Side:
        scope = status_id(measure.scope, source)
        row = next((row for row in tables.ministries if row.id == f"{scope}/1"), None)
        if row is None:
            return Side(tables.report_id, None, measure.page, None)
        return Side(tables.report_id, row.printed, row.page, row.ref)

    return read


FIELDS: dict[str, tuple[str, Read]] = {
    "title": ("Tittelen på", _title),
    "status": ("Statusen i teksten for", _status("text")),
    "overview": ("Statusen i oversikten for", _status("overview")),
    "ministries": ("De ansvarlige i teksten for", _ministries("text")),
    "overview-ministries": ("De ansvarlige i oversikten for", _ministries("overview")),
    "narrative": ("Omtalen av", _narrative),
}
SHOWN = 60  # characters of a value in a message


def _quoted(side: Side, *, there: bool = False) -> str:
    if side.value is None:
        return "tom"
    value = " ".join(side.value.split())
    value = value if len(value) <= SHOWN else f"{value[:SHOWN].rstrip()} …"
    return f"«{value}» (s. {side.page}{' der' if there else ''})"


def corrections_not_made(
    verdicts: Iterable[Verdict], before: ReportTables, findings: Iterable[Finding]
) -> Rule:
    """The rule that holds «rettet av utgiver», said of the report before, against this one."""
    still: dict[tuple[RuleId | None, Scope], Finding] = {
        (finding.rule, finding.scope): finding for finding in findings
    }
    claimed = [
        verdict
        for verdict in verdicts
        if verdict.report == before.report_id
        and verdict.verdict == PUBLISHER
        and verdict.rule is not None  # on a finding, not on an item
    ]

    def compare(tables: ReportTables) -> Iterator[Compared]:
        for verdict in claimed:
            finding = still.get((verdict.rule, verdict.scope))
            left = Side(before.report_id, verdict.left, None, None)
            if finding is None:
                right = NOWHERE._replace(source=tables.report_id)
                yield Compared(verdict.scope, None, left, right, AGREE, detail=verdict.finding)
                continue
            right = Side(tables.report_id, finding.right_value, finding.page, finding.right_ref)
            message = (
                f"Funnet «{verdict.rule}» for {verdict.scope} er vurdert som rettet av utgiver i "
                f"rapporten {before.report_id}, men står her også: {finding.message}"
            )
            yield Compared(
                verdict.scope, finding.item_id, left, right, DIFFER, message, verdict.finding,
                page=finding.page,
            )  # fmt: skip

    return Rule(CORRECTION_NOT_MADE, compare)
