"""From one report to the next: which measures are the same, how they moved, what was promised.

Reports on one plan form a chain, ordered by the month they cover. Of two for the same month, the
one registered later is the correction and comes second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from pipeline.norwegian.letters import small_letters
from pipeline.seams.ids import ItemId, status_id
from pipeline.seams.tables import (
    STATUSES,
    DateMention,
    Measure,
    Milestone,
    Status,
    Table,
    Transition,
)
from pipeline.seams.vocabularies import ItemKind, MilestoneState, Source, StatusChange
from pipeline.validate.tables import ReportTables

SAME_TITLE = 55.0  # of 100: below, the number has been reused for another measure
RENUMBERED = 90.0  # of 100: a title this similar under another number is the same measure


class Match(NamedTuple):
    """A measure in two reports; None where it is missing."""

    before: Measure | None
    after: Measure | None


def chains(reports: Iterable[ReportTables]) -> list[list[ReportTables]]:
    """The reports of each plan in the order of their months; those without a month are left out."""
    by_plan: dict[str, list[ReportTables]] = {}
    for tables in reports:
        if tables.report.as_of is not None:
            by_plan.setdefault(tables.report.plan, []).append(tables)
    return [sorted(chain, key=_as_of) for chain in by_plan.values()]


def successive(reports: Iterable[ReportTables]) -> Iterator[tuple[ReportTables, ReportTables]]:
    """Each report with the one before it on the same plan."""
    for chain in chains(reports):
        yield from pairwise(chain)


def _as_of(tables: ReportTables) -> date:
    assert tables.report.as_of is not None
    return tables.report.as_of


def matches(before: ReportTables, after: ReportTables) -> list[Match]:
    """The measures of two reports, paired.

    The same title is the same measure, also under another number; then the same number, if the
    titles are similar; then nearly equal titles under another number. The rest are in one report
    only.
    """
    old, new = _titled(before), _titled(after)
    pairs = _same_title(old, new)
    same_number = (old.keys() & new.keys()) - pairs.keys() - set(pairs.values())
    pairs |= {key: key for key in same_number if _alike(old[key], new[key]) >= SAME_TITLE}
    taken = set(pairs.values())
    left = {key: m for key, m in new.items() if key not in taken}
    for key, measure in old.items():
        if key in pairs:
            continue
        best = max(left, key=lambda other: _alike(measure, left[other]), default=None)
        if best is not None and _alike(measure, left[best]) >= RENUMBERED:
            pairs[key] = best
            del left[best]
    matched = [Match(m, new[pairs[key]] if key in pairs else None) for key, m in old.items()]
    taken = set(pairs.values())
    return matched + [Match(None, m) for key, m in new.items() if key not in taken]


def _same_title(old: dict[ItemId, Measure], new: dict[ItemId, Measure]) -> dict[ItemId, ItemId]:
    """Pair the measures whose title, by its letters, occurs exactly once in each report.

    Titles go before numbers: when a measure is inserted and the rest are renumbered, neighbours
    with similar titles («Styrke …») would otherwise be confused.
    """
    here, there = _by_title(old), _by_title(new)
    return {key: there[title] for title, key in here.items() if title in there}


def _by_title(measures: dict[ItemId, Measure]) -> dict[tuple[ItemKind, str], ItemId]:
    """The key of each measure by its kind and title; titles that occur twice are left out."""
    titles = {key: (m.kind, small_letters(title_of(m))) for key, m in measures.items()}
    times = Counter(titles.values())
    return {title: key for key, title in titles.items() if title[1] and times[title] == 1}


def _titled(tables: ReportTables) -> dict[ItemId, Measure]:
    return {m.item_id: m for m in tables.measures if m.item_id is not None and m.scope == m.item_id}


def _alike(measure: Measure, other: Measure) -> float:
    if measure.kind != other.kind:
        return 0.0
    return fuzz.ratio(title_of(measure).casefold(), title_of(other).casefold())


def title_of(measure: Measure) -> str:
    """The title in the text, or the overview's where the text has none."""
    return measure.title or measure.overview_title or ""


def status_of(tables: ReportTables, measure: Measure | None) -> Status | None:
    """The status in the text, or the overview's if the item is only there."""
    if measure is None:
        return None
    source: Source = "text" if measure.page_first is not None else "overview"
    return tables.status_by_id.get(status_id(measure.scope, source))


def meaning_of(status: Status | None) -> str | None:
    """The category of a status; None if there is no status or its word is unknown."""
    return status.status if status is not None else None


def change_of(before: str | None, after: str | None) -> StatusChange | None:
    """How a status moved; None if either is unknown or the two have no order."""
    if before is None or after is None:
        return None
    if before == after:
        return "unchanged"
    if before not in STATUSES or after not in STATUSES:
        return None
    return "advanced" if STATUSES.index(before) < STATUSES.index(after) else "regressed"


def tables_across(reports: Sequence[ReportTables]) -> dict[type[Table], Sequence[Any]]:
    """The rows of each table across reports."""
    return {Transition: transitions(reports), Milestone: milestones(reports)}


def transitions(reports: Sequence[ReportTables]) -> list[Transition]:
    """What became of each item from one report to the next."""
    rows: list[Transition] = []
    for before, after in successive(reports):
        for match in matches(before, after):
            measure = match.after or match.before
            assert measure is not None and measure.item_id is not None
            old = meaning_of(status_of(before, match.before))
            new = meaning_of(status_of(after, match.after))
            if match.before is None:
                change: StatusChange | None = "added"
            elif match.after is None:
                change = "removed"
            else:
                change = change_of(old, new)
            rows.append(
                Transition(
                    plan=after.report.plan,
                    item_id=measure.item_id,
                    from_report=before.report_id,
                    to_report=after.report_id,
                    from_status=old,
                    to_status=new,
                    change=change,
                )
            )
    return rows


def milestones(reports: Sequence[ReportTables]) -> list[Milestone]:
    """Each announced date of each item, judged by the latest report on the plan."""
    rows: list[Milestone] = []
    for chain in chains(reports):
        judge = chain[-1]
        for tables in chain:
            rows += _judged(tables, judge)
    return rows


def _judged(tables: ReportTables, judge: ReportTables) -> Iterator[Milestone]:
    later = {m.before.scope: m.after for m in matches(tables, judge) if m.before is not None}
    for day in tables.rows(DateMention):
        if day.role != "planned" or day.item_id is None or day.edtf is None:
            continue
        measure = later.get(day.item_id)
        status = meaning_of(status_of(judge, measure))
        yield Milestone(
            item_id=day.item_id,
            report_id=tables.report_id,
            id=day.id,
            edtf=day.edtf,
            first=day.first,
            last=day.last,
            sentence=day.sentence,
            judged_by=judge.report_id,
            state=state_of(day, _as_of(judge), measure is None, status),
        )


def state_of(day: DateMention, as_of: date, gone: bool, status: str | None) -> MilestoneState:
    """Whether a milestone is pending, met or overdue on `as_of`; pending if the item is gone."""
    if gone or day.last is None or day.last > as_of:
        return "pending"
    return "met" if status == "Gjennomført" else "overdue"
