"""Rules that need the previous report: what regressed, was added or removed, or is overdue.

The left side is in the previous report: its source is that report's id, and its page and row are
that report's. The right side is in this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.letters import words_of
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import Measure, MilestoneOutcome, Ministry, Status
from pipeline.seams.vocabularies import ItemRelation, MilestoneKind, Outcome, Severity
from pipeline.validate.chains import as_of
from pipeline.validate.identity import matches, title_of
from pipeline.validate.milestones import announced_dates, has_passed, kind_of, outcomes_between
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    MISSING,
    NOT_COMPARABLE,
    NOWHERE,
    WARNING,
    Compared,
    Side,
    rule_across,
)
from pipeline.validate.tables import ReportTables
from pipeline.validate.transitions import change_of, meaning_of, status_of

GONE: tuple[ItemRelation, ...] = ("merged", "replaced")
KEPT: tuple[MilestoneKind, ...] = ("completion", "start", "part", "storting-deadline")


def _both(before: ReportTables, after: ReportTables) -> Iterator[tuple[Measure, Measure]]:
    for match in matches(before, after):
        if match.before is not None and match.after is not None and match.is_successor:
            yield match.before, match.after


@rule_across
def status_regressed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A status less complete than in the previous report."""
    for old, new in _both(before, after):
        was, now = status_of(before, old), status_of(after, new)
        left, right = _status_side(before, old, was), _status_side(after, new, now)
        change = change_of(meaning_of(was), meaning_of(now))
        outcome = DIFFER if change == "regressed" else NOT_COMPARABLE if change is None else AGREE
        message = (
            f"{capital(name_of(new))} er «{right.value}» (s. {right.page}), men var "
            f"«{left.value}» i {_earlier(before, left)}."
        )
        yield _compared(new, left, right, outcome, message if outcome == DIFFER else "")


@rule_across
def status_new_text_same(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A new status, though the narrative is that of the previous report, word for word."""
    for old, new in _both(before, after):
        was, now = status_of(before, old), status_of(after, new)
        here, there = meaning_of(was), meaning_of(now)
        if here is None or there is None or not old.narrative or not new.narrative:
            continue
        left, right = _status_side(before, old, was), _status_side(after, new, now)
        copied = here != there and words_of(old.narrative) == words_of(new.narrative)
        message = (
            f"{capital(name_of(new))} er «{right.value}» (s. {right.page}) og var «{left.value}» i "
            f"{_earlier(before, left)}: statusen er ny, omtalen er ordrett den samme."
        )
        yield _compared(new, left, right, DIFFER if copied else AGREE, message if copied else "")


@rule_across
def measure_removed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item of the previous report that this one does not have.

    If this report says that it was merged into another item, the finding quotes that.
    """
    for match in matches(before, after):
        old = match.before
        if old is None or match.relation == "split":
            continue
        left = _title_side(before, old)
        if match.after is not None and match.is_successor:
            yield _compared(match.after, left, _title_side(after, match.after), AGREE)
            continue
        message = (
            f"{capital(name_of(old))} («{title_of(old)}») stod i {_earlier(before, left)}, "
            "men ikke i denne"
        )
        right = _nowhere(after)
        if match.paragraph is not None:
            right = Side(after.report_id, match.sentence, match.paragraph.page, match.paragraph.ref)
            message += f", som skriver: «{match.sentence}» (s. {match.paragraph.page})."
        elif match.after is not None:
            right = _title_side(after, match.after)
            message += f": {_lower(match.evidence)}"
        else:
            message += "."
        reused = any(measure.id == old.id for measure in after.measures)
        detail = "before" if reused else ""  # its number has been reused
        yield _compared(old, left, right, MISSING, message, detail)


@rule_across
def measure_added(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item that the previous report did not have, or had as a part of another."""
    for match in matches(before, after):
        if match.after is None or (match.relation in GONE and not match.is_successor):
            continue
        right = _title_side(after, match.after)
        name = f"{capital(name_of(match.after))} («{title_of(match.after)}», s. {right.page})"
        if match.before is None:
            message = f"{name} stod ikke i rapporten {_when(before)}."
            yield _compared(match.after, _nowhere(before), right, MISSING, message)
            continue
        left = _title_side(before, match.before)
        message = "" if match.is_successor else f"{name} er skilt ut: {_lower(match.evidence)}"
        yield _compared(match.after, left, right, MISSING if message else AGREE, message)


@rule_across
def title_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A title or number other than in the previous report."""
    for old, new in _both(before, after):
        left, right = _title_side(before, old), _title_side(after, new)
        message = ""
        if old.item_id != new.item_id:
            message = (
                f"{capital(name_of(new))} (s. {right.page}) var {name_of(old)} i "
                f"{_earlier(before, left)}: nummeret er endret."
            )
        elif left.value != right.value:
            message = (
                f"Tittelen på {name_of(new)} (s. {right.page}) er endret fra «{left.value}» i "
                f"{_earlier(before, left)} til «{right.value}»."
            )
        yield _compared(new, left, right, DIFFER if message else AGREE, message)


@rule_across
def ministries_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """Ministries in running text other than in the previous report."""
    was, now = _lists(before), _lists(after)
    for old, new in _both(before, after):
        left_rows, right_rows = was.get(old.scope, []), now.get(new.scope, [])
        left, right = _list_side(before, old, left_rows), _list_side(after, new, right_rows)
        if not left_rows or not right_rows:
            yield _compared(new, left, right, NOT_COMPARABLE)
            continue
        same = {(m.ministry, m.role) for m in left_rows} == {
            (m.ministry, m.role) for m in right_rows
        }
        message = (
            f"Ansvarlig for {name_of(new)} (s. {right.page}) er endret fra «{left.value}» i "
            f"{_earlier(before, left)} til «{right.value}»."
        )
        yield _compared(new, left, right, AGREE if same else DIFFER, "" if same else message)


@rule_across
def milestone_overdue(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A date announced in the previous report of which this one does not tell that it was kept.

    What this report says is a warning, its silence on a date that has passed an info.
    """
    judged = {row.id: row for row in outcomes_between(before, after, (before, after))}
    for announced in announced_dates(before):
        day, told = announced.day, judged[announced.day.id]
        passed = has_passed(day.last, after)
        kept = kind_of(announced, as_of(before)) in KEPT and day.bound != "earliest"
        if told.event == "item-gone" or not kept or (told.event == "silent" and not passed):
            continue
        measure = next(row for row in after.measures if row.scope == told.judged_item_id)
        left = Side(before.report_id, day.text, day.page, day.ref)
        right = Side(after.report_id, told.sentence, told.page, told.ref)
        late = told.event in ("told-delayed", "silent") or (told.event == "restated" and passed)
        late |= told.event == "moved" and (told.slip_days or 0) > 0
        outcome = AGREE if not late else MISSING if told.event == "silent" else DIFFER
        yield _compared(
            measure, left, right, outcome, _broken(measure, told, before, left) if late else "",
            detail=day.id, severity=INFO if told.event == "silent" else WARNING,
        )  # fmt: skip


def _broken(measure: Measure, told: MilestoneOutcome, before: ReportTables, left: Side) -> str:
    """What became of an announced date, in a sentence that quotes this report."""
    announced = f"{capital(_earlier(before, left))} varslet «{left.value}» for {name_of(measure)}"
    quoted = f"«{told.sentence}» (s. {told.page})"
    if told.event == "silent":
        return f"{announced}. Tidspunktet er passert, og omtalen sier ikke hva det ble av det."
    if told.event == "moved":
        return f"{announced}; nå er det flyttet: {quoted}."
    if told.event == "restated":
        return f"{announced}. Det er varslet på nytt, men tidspunktet er passert: {quoted}."
    return f"{announced}; det er ikke gjort: {quoted}."


def _when(tables: ReportTables) -> str:
    """How a message names the previous report: «per juni 2025»."""
    return f"per {tables.report.as_of_printed or tables.report_id}"


def _earlier(tables: ReportTables, side: Side) -> str:
    """The previous report and the page in it: «rapporten per juni 2025 (s. 9 der)»."""
    return f"rapporten {_when(tables)}" + (f" (s. {side.page} der)" if side.page else "")


def _compared(
    measure: Measure,
    left: Side,
    right: Side,
    outcome: Outcome,
    message: str = "",
    detail: str = "",
    severity: Severity | None = None,
) -> Compared:
    """The comparison of an item. Its page is the right side's: the left is in another report."""
    return Compared(
        measure.scope, measure.item_id, left, right, outcome, message, detail, severity,
        page=right.page or 1,
    )  # fmt: skip


def _lower(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"


def _title_side(tables: ReportTables, measure: Measure) -> Side:
    return Side(tables.report_id, title_of(measure), measure.page, measure.ref)


def _status_side(tables: ReportTables, measure: Measure, status: Status | None) -> Side:
    if status is None:
        return Side(tables.report_id, None, measure.page, None)
    return Side(tables.report_id, status.status_printed, status.page, status.ref)


def _nowhere(tables: ReportTables) -> Side:
    return NOWHERE._replace(source=tables.report_id)


def _lists(tables: ReportTables) -> dict[Scope, list[Ministry]]:
    lists: dict[Scope, list[Ministry]] = {}
    for row in tables.ministries:
        if row.source == "text":
            lists.setdefault(scope_of(row.id), []).append(row)
    return lists


def _list_side(tables: ReportTables, measure: Measure, rows: list[Ministry]) -> Side:
    if not rows:
        return Side(tables.report_id, None, measure.page, None)
    return Side(tables.report_id, rows[0].printed, rows[0].page, rows[0].ref)
