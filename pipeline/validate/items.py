"""What the other tables of a report say of each item, side by side, and who is responsible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any

from pipeline.norwegian.statuses import order_of
from pipeline.norwegian.titles import short_title
from pipeline.seams.ids import (
    Scope,
    responsibility_id,
    scope_of,
    sort_key,
    status_id,
)
from pipeline.seams.tables import (
    AmountMention,
    DateMention,
    Finding,
    Item,
    LinkRow,
    Ministry,
    Record,
    ReferenceMention,
    Responsibility,
    Transition,
)
from pipeline.seams.vocabularies import MinistryRole, ResponsibilityBasis, Source
from pipeline.validate.tables import ReportTables

BASES: dict[MinistryRole, ResponsibilityBasis] = {
    "named": "named",
    "lead": "named",
    "parenthesised": "parenthesised",
}


def summed_up(
    tables: ReportTables, findings: Sequence[Finding], transitions: Iterable[Transition]
) -> dict[type[Record], Sequence[Any]]:
    """The rows of `items` and `responsibilities`, made of the report's other tables.

    `transitions` are those of all reports.
    """
    return {
        Item: list(items(tables, findings, transitions)),
        Responsibility: list(responsibilities(tables)),
    }


def items(
    tables: ReportTables, findings: Iterable[Finding], transitions: Iterable[Transition]
) -> Iterator[Item]:
    """One row for each item, in the order of the report; of a number printed twice, the first."""
    dates = _by_scope(tables.rows(DateMention))
    amounts = Counter(row.scope for row in tables.rows(AmountMention))
    links = Counter(row.scope for row in tables.rows(LinkRow))
    references = Counter(row.scope for row in tables.rows(ReferenceMention))
    told = _told_of(tables)
    lists = _lists_of(tables)
    open_findings = Counter(row.item_id for row in findings if row.state == "open")
    moves = {row.item_id: row for row in transitions if row.to_report == tables.report_id}
    for measure in tables.measures:
        scope, item_id = measure.scope, measure.item_id
        if item_id is None or scope != item_id:
            continue
        in_text = tables.status_by_id.get(status_id(scope, "text"))
        in_overview = tables.status_by_id.get(status_id(scope, "overview"))
        text = in_text.status if in_text else None
        overview = in_overview.status if in_overview else None
        status = text or overview
        title = measure.title or measure.overview_title
        named = lists.get((scope, "text")) or lists.get((scope, "overview")) or []
        of_item = dates.get(scope, [])
        move = moves.get(item_id)
        yield Item(
            report_id=tables.report_id,
            item_id=item_id,
            id=measure.id,
            page=measure.page,
            plan=tables.report.plan,
            kind=measure.kind,
            number=measure.number_printed,
            letter=measure.letter,
            sort_key=sort_key(item_id),
            title=title,
            short_title=short_title(title) if title else None,
            chapter_number=measure.chapter_number,
            chapter=measure.chapter or measure.overview_chapter,
            status_text=text,
            status_overview=overview,
            status=status,
            status_order=order_of(status),
            agrees=text == overview if text and overview else None,
            lead_ministry=_lead(named),
            ministries="; ".join(row.ministry for row in named) or None,
            all_ministries=any(row.role == "all" for row in named),
            commitment_kind=measure.commitment_kind,
            words=len((measure.narrative or "").split()),
            planned_dates=sum(day.role == "planned" for day in of_item),
            next_planned=_next_planned(of_item, tables.report.as_of),
            last_event=_last_event(of_item, tables.report.as_of),
            amounts=amounts[scope],
            links=links[scope],
            references=references[scope],
            checkable=bool(links[scope]) or scope in told,
            findings_open=open_findings[item_id],
            previous_status=move.from_status if move else None,
            change=move.change if move else None,
            page_text=measure.page_first,
            page_overview=measure.overview_page,
        )


def responsibilities(tables: ReportTables) -> Iterator[Responsibility]:
    """Each ministry of each list once: named, or through `alle` if the report names it anywhere."""
    known: dict[str, Ministry] = {}
    for row in tables.ministries:
        if row.role in BASES:
            known.setdefault(row.ministry, row)
    for named in _lists_of(tables).values():
        yield from _responsible(named, [known[code] for code in sorted(known)])


def _responsible(named: Sequence[Ministry], known: Sequence[Ministry]) -> Iterator[Responsibility]:
    met: set[str] = set()
    for row in named:
        if row.role in BASES and row.ministry not in met:
            met.add(row.ministry)
            yield _responsibility(row, row, row.position, BASES[row.role])
    through = next((row for row in named if row.role == "all"), None)
    if through is not None:
        for other in known:
            if other.ministry not in met:
                yield _responsibility(through, other, None, "all")


def _responsibility(
    printed: Ministry, ministry: Ministry, position: int | None, basis: ResponsibilityBasis
) -> Responsibility:
    return Responsibility(
        report_id=printed.report_id,
        item_id=printed.item_id,
        id=responsibility_id(scope_of(printed.id), printed.source, ministry.ministry),
        page=printed.page,
        source=printed.source,
        ministry=ministry.ministry,
        name=ministry.name,
        orgnr=ministry.orgnr,
        position=position,
        basis=basis,
    )


def _lists_of(tables: ReportTables) -> dict[tuple[Scope, Source], list[Ministry]]:
    """The ministries of each item and source, in the order printed."""
    lists: dict[tuple[Scope, Source], list[Ministry]] = {}
    for row in tables.ministries:
        lists.setdefault((scope_of(row.id), row.source), []).append(row)
    return lists


def _lead(named: Iterable[Ministry]) -> str | None:
    by_role: dict[MinistryRole, str] = {}
    for row in named:
        by_role.setdefault(row.role, row.ministry)
    return by_role.get("lead") or by_role.get("named")


def _next_planned(dates: Iterable[DateMention], as_of: date | None) -> str | None:
    """The announced date that comes first of those that have not passed on `as_of`."""
    ahead = [
        day
        for day in dates
        if day.role == "planned"
        and day.edtf
        and (day.last is None or as_of is None or day.last > as_of)
    ]
    first = min(ahead, key=lambda day: (day.last or date.max, day.first or date.min), default=None)
    return first.edtf if first else None


def _last_event(dates: Iterable[DateMention], as_of: date | None) -> str | None:
    """The latest date of something done, if it began by `as_of`: a later one is an error."""
    past = [
        day
        for day in dates
        if day.role == "event" and day.last and (as_of is None or (day.first or day.last) <= as_of)
    ]
    latest = max(past, key=attrgetter("last"), default=None)
    return latest.edtf if latest else None


def _told_of(tables: ReportTables) -> set[Scope]:
    """The scopes with a date, an amount or a reference below the title.

    What the title says is what was promised, and the name of a convention what it is about: neither
    shows anybody what was done.
    """
    mentions: Iterable[DateMention | AmountMention | ReferenceMention] = chain(
        tables.rows(DateMention), tables.rows(AmountMention), tables.rows(ReferenceMention)
    )
    return {
        row.scope
        for row in mentions
        if row.paragraph > 0
        and not (isinstance(row, ReferenceMention) and row.kind == "convention")
    }


def _by_scope(dates: Iterable[DateMention]) -> Mapping[Scope, list[DateMention]]:
    by_scope: dict[Scope, list[DateMention]] = {}
    for day in dates:
        by_scope.setdefault(day.scope, []).append(day)
    return by_scope
