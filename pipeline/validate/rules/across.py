"""Rules that need the report before: what went back, came, went, or was promised and is late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pipeline.records import DateMention, Measure, Ministry
from pipeline.validate.across import (
    change_of,
    matches,
    state_of,
    status_of,
    title_of,
)
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    MISSING,
    NOT_COMPARABLE,
    NOWHERE,
    WARNING,
    Compared,
    Rule,
    Side,
    capital,
    name_of,
)
from pipeline.validate.tables import ReportTables


def _both(before: ReportTables, after: ReportTables) -> Iterator[tuple[Measure, Measure]]:
    for match in matches(before, after):
        if match.before is not None and match.after is not None:
            yield match.before, match.after


def status_regressed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A status that stands further back than in the report before."""
    for old, new in _both(before, after):
        was, now = status_of(before, old), status_of(after, new)
        left = _earlier(_status_side(before, old, was))
        right = _status_side(after, new, now)
        change = change_of(was, now)
        outcome = DIFFER if change == "regressed" else NOT_COMPARABLE if change is None else AGREE
        message = (
            f"{capital(name_of(new))} er «{now}» (s. {new.page}), men var «{was}» i rapporten "
            f"{_when(before)}."
        )
        yield Compared(
            new.id, new.item_id, left, right, outcome, message if outcome == DIFFER else ""
        )


def measure_removed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item of the report before that this one does not have."""
    for match in matches(before, after):
        if match.before is None:
            continue
        left = _earlier(_title_side(before, match.before))
        if match.after is not None:
            right = _title_side(after, match.after)
            yield Compared(match.after.id, match.after.item_id, left, right, AGREE)
            continue
        message = (
            f"{capital(name_of(match.before))} («{title_of(match.before)}») stod i rapporten "
            f"{_when(before)}, men ikke i denne."
        )
        yield Compared(
            match.before.id, match.before.item_id, left, _nowhere(after), MISSING, message
        )


def measure_added(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item that the report before did not have."""
    for match in matches(before, after):
        if match.after is None:
            continue
        right = _title_side(after, match.after)
        if match.before is not None:
            left = _earlier(_title_side(before, match.before))
            yield Compared(match.after.id, match.after.item_id, left, right, AGREE)
            continue
        message = (
            f"{capital(name_of(match.after))} («{title_of(match.after)}», s. {match.after.page}) "
            f"stod ikke i rapporten {_when(before)}."
        )
        yield Compared(
            match.after.id, match.after.item_id, _nowhere(before), right, MISSING, message
        )


def title_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """Another title, or another number, than in the report before."""
    for old, new in _both(before, after):
        left, right = _earlier(_title_side(before, old)), _title_side(after, new)
        message = ""
        if old.item_id != new.item_id:
            message = (
                f"{capital(name_of(new))} (s. {new.page}) var {name_of(old)} i rapporten "
                f"{_when(before)}: nummeret er endret."
            )
        elif title_of(old) != title_of(new):
            message = (
                f"Tittelen på {name_of(new)} (s. {new.page}) er endret fra «{title_of(old)}» i "
                f"rapporten {_when(before)} til «{title_of(new)}»."
            )
        yield Compared(new.id, new.item_id, left, right, DIFFER if message else AGREE, message)


def ministries_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """Other ministries, in running text, than in the report before."""
    was, now = _lists(before), _lists(after)
    for old, new in _both(before, after):
        left_rows, right_rows = was.get(old.id, []), now.get(new.id, [])
        left, right = (
            _earlier(_list_side(before, old, left_rows)),
            _list_side(after, new, right_rows),
        )
        if not left_rows or not right_rows:
            yield Compared(new.id, new.item_id, left, right, NOT_COMPARABLE)
            continue
        same = {(m.ministry, m.role) for m in left_rows} == {
            (m.ministry, m.role) for m in right_rows
        }
        message = (
            f"Ansvarlig for {name_of(new)} (s. {right.page}) er endret fra «{left.value}» i "
            f"rapporten {_when(before)} til «{right.value}»."
        )
        yield Compared(
            new.id, new.item_id, left, right, AGREE if same else DIFFER, "" if same else message
        )


def milestone_overdue(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A date announced in the report before that has passed, with the item still not done.

    One finding for each item: the earliest date that is overdue stands for the others.
    """
    as_of = after.report.as_of
    if as_of is None:
        return
    later = {m.before.id: m.after for m in matches(before, after) if m.before is not None}
    told: set[str] = set()
    for day in sorted(before.rows(DateMention), key=_by_last):
        new = later.get(day.item_id or "")
        if day.role != "planned" or new is None or day.edtf is None:
            continue
        status = status_of(after, new)
        left = Side(before.report_id, day.text, None, None)
        right = _status_side(after, new, status)
        late = state_of(day, as_of, False, status) == "overdue"
        message = (
            f"{capital(name_of(new))} er «{status}» (s. {new.page}), men rapporten "
            f"{_when(before)} varslet noe til «{day.text}», og den tiden er ute."
        )
        first = late and new.id not in told
        told |= {new.id} if late else set()
        yield Compared(
            new.id, new.item_id, left, right, DIFFER if late else AGREE, message if first else "",
            place=day.id,
        )  # fmt: skip


def _by_last(day: DateMention) -> tuple[str, str]:
    return (day.last.isoformat() if day.last else "9999", day.id)


def _when(tables: ReportTables) -> str:
    """How a message names the report before: «per juni 2025»."""
    return f"per {tables.report.as_of_printed or tables.report_id}"


def _earlier(side: Side) -> Side:
    """A side of the report before: pages and refs are of this report, so it has none."""
    return side._replace(page=None, ref=None)


def _title_side(tables: ReportTables, measure: Measure) -> Side:
    return Side(tables.report_id, title_of(measure), measure.page, f"measures:{measure.id}")


def _status_side(tables: ReportTables, measure: Measure, status: str | None) -> Side:
    source = "text" if measure.page_first is not None else "overview"
    return Side(tables.report_id, status, measure.page, f"statuses:{measure.id}/{source}")


def _nowhere(tables: ReportTables) -> Side:
    return NOWHERE._replace(source=tables.report_id)


def _lists(tables: ReportTables) -> dict[str, list[Ministry]]:
    found: dict[str, list[Ministry]] = {}
    for row in tables.ministries:
        if row.source == "text":
            found.setdefault(row.id.split("/")[0], []).append(row)
    return found


def _list_side(tables: ReportTables, measure: Measure, rows: list[Ministry]) -> Side:
    if not rows:
        return Side(tables.report_id, None, measure.page, None)
    return Side(tables.report_id, rows[0].printed, rows[0].page, f"ministries:{rows[0].id}")


Across = Callable[[ReportTables, ReportTables], Iterator[Compared]]
ACROSS_RULES: tuple[tuple[str, Across], ...] = (
    (WARNING, status_regressed),
    (WARNING, measure_removed),
    (INFO, measure_added),
    (INFO, title_changed),
    (INFO, ministries_changed),
    (WARNING, milestone_overdue),
)


ACROSS_IDS = tuple(compare.__name__.replace("_", "-") for _, compare in ACROSS_RULES)


def rules_against(before: ReportTables) -> list[Rule]:
    """The rules across reports for whatever comes after `before`."""
    return [
        Rule(compare.__name__.replace("_", "-"), severity, partial(compare, before))
        for severity, compare in ACROSS_RULES
    ]
