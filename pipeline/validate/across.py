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
from pipeline.seams.ids import ItemId, item_key, status_id, transition_id
from pipeline.seams.tables import (
    STATUSES,
    DateMention,
    Measure,
    Milestone,
    MilestoneOutcome,
    Status,
    Table,
    Transition,
)
from pipeline.seams.vocabularies import (
    ItemKind,
    ItemRelation,
    MilestoneEvent,
    Source,
    StatusChange,
    TextChange,
)
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
    return {
        Transition: transitions(reports),
        Milestone: milestones(reports),
        MilestoneOutcome: milestone_outcomes(reports),
    }


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
            key = measure.item_id
            here = match.before.item_id if match.before is not None else None
            there = match.after.item_id if match.after is not None else None
            kind: ItemRelation = "added" if here is None else "removed" if there is None else "same"
            if here is not None and there is not None and here != there:
                kind = "renumbered"
            whole: TextChange = "new" if here is None else "gone" if there is None else "same"
            rows.append(
                Transition(
                    plan=after.report.plan,
                    from_report=before.report_id,
                    to_report=after.report_id,
                    id=transition_id(here, there),
                    item_id=key,
                    item_key=item_key((after if there else before).report_id, key),
                    from_item_id=here,
                    to_item_id=there,
                    relation=kind,
                    evidence="Samme tittel.",
                    from_status=old,
                    to_status=new,
                    change=change,
                    title=whole,
                    chapter=whole,
                    ministries=whole,
                    narrative=whole,
                    similarity=None,
                    paragraphs_same=0,
                    paragraphs_new=0,
                    paragraphs_gone=0,
                )
            )
    return rows


def milestones(reports: Sequence[ReportTables]) -> list[Milestone]:
    """Each announced date of each item."""
    rows: list[Milestone] = []
    for chain in chains(reports):
        for number, tables in enumerate(chain):
            rows += _announced(tables, chain[number:])
    return rows


def _announced(tables: ReportTables, later: Sequence[ReportTables]) -> Iterator[Milestone]:
    for day in tables.rows(DateMention):
        if day.role != "planned" or day.item_id is None or day.edtf is None:
            continue
        passed_in = next(
            (t.report_id for t in later if day.last is not None and day.last < _as_of(t)), None
        )
        yield Milestone(
            plan=tables.report.plan,
            report_id=tables.report_id,
            item_id=day.item_id,
            item_key=item_key(tables.report_id, day.item_id),
            id=day.id,
            page=day.page,
            edtf=day.edtf,
            first=day.first,
            last=day.last,
            bound=day.bound,
            sentence=day.sentence,
            kind="completion",
            passed=passed_in is not None,
            first_passed_in=passed_in,
            delay_admitted=False,
        )


def milestone_outcomes(reports: Sequence[ReportTables]) -> list[MilestoneOutcome]:
    """What each later report tells of each milestone."""
    rows: list[MilestoneOutcome] = []
    for chain in chains(reports):
        for number, tables in enumerate(chain):
            for judge in chain[number + 1 :]:
                later = {m.before.scope: m.after for m in matches(tables, judge) if m.before}
                for milestone in _announced(tables, chain[number:]):
                    measure = later.get(milestone.item_id)
                    event: MilestoneEvent = "silent" if measure is not None else "item-gone"
                    rows.append(
                        MilestoneOutcome(
                            plan=milestone.plan,
                            report_id=milestone.report_id,
                            item_id=milestone.item_id,
                            item_key=milestone.item_key,
                            id=milestone.id,
                            judged_by=judge.report_id,
                            judged_item_id=measure.item_id if measure is not None else None,
                            event=event,
                            page=None,
                            ref=None,
                            sentence=None,
                            moved_to=None,
                            slip_days=None,
                        )
                    )
    return rows


def is_overdue(day: DateMention, as_of: date, status: str | None) -> bool:
    """Whether an announced date has passed on `as_of` and its item is not done."""
    return day.last is not None and day.last <= as_of and status != "Gjennomført"
