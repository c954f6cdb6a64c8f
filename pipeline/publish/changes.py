"""What changed since the previous report on the plan: the content of a section of the audit report.

Which items are the same, and how their statuses moved, is decided by validate and read from
the tables: `transitions`, and the comparisons of the rules across reports, whose left side is
the earlier report's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from pipeline.glossary.annotated import annotated_name
from pipeline.glossary.wording import (
    NOT_STATED,
    capital,
    counted,
    day,
    item_name,
    listed,
    number,
    status_label,
)
from pipeline.publish.flow import Flow, Move, band_swatch, flow_figure
from pipeline.publish.tables import Tables
from pipeline.seams.ids import ReportId, Scope, parts_of, ref_to, scope_of, status_id
from pipeline.seams.tables import STATUSES, Comparison, Measure, Milestone, Transition
from pipeline.seams.vocabularies import Outcome, Source

NEW, GONE = "Ikke med før", "Ikke med lenger"  # bars; no status is called that
KINDS: dict[Move, str] = {  # the word for each change in the tables, most important first
    "regressed": "Tilbakegang",
    "other": "Annen status",
    "advanced": "Framgang",
    "unchanged": "Uendret",
    "removed": "Utgått",
    "added": "Nytt",
    "renumbered": "Nytt nummer",
}
MOVES = 3  # in the lead; the figure and the table have them all
UNSURE: Outcome = "not-comparable"
OUTCOMES: dict[Outcome, str] = {  # of a date that has passed, by the item's status
    "differ": "Ikke gjennomført",
    UNSURE: "Kan ikke sies",
    "agree": "Gjennomført",
}


class Earlier(NamedTuple):
    """The previous report, and what validate recorded from it to the published one."""

    tables: Tables
    transitions: list[Transition]
    milestones: list[Milestone]


class Stand(NamedTuple):
    """What a report says about an item, its status or title, and the page."""

    text: str
    page: int | None


class Moved(NamedTuple):
    """An item with another status or a new number, or that is in one report only.

    `anchor` is its row in the table of all items, empty if it has none. `before` and `after` hold
    the statuses; for a new item its title, for one that is gone its title and what this report
    says about it, for a renumbered one its names.
    """

    anchor: str
    name: str
    title: str
    kind: Move
    word: str
    before: Stand
    after: Stand


class Due(NamedTuple):
    """A date that the previous report announced, and that has passed by this one."""

    anchor: str
    name: str
    sentence: str
    page: int | None
    time: str
    after: Stand
    outcome: Outcome
    word: str


class Changes(NamedTuple):
    """The section. `counts` is one row for each earlier status, in the order of `columns`."""

    before: str
    after: str
    annotated: str
    lead: list[str]
    figures: list[Markup]
    legend: list[tuple[str, Markup]]
    columns: list[str]
    counts: list[tuple[str, list[int]]]
    moved: list[Moved]
    items: list[Moved]
    due: list[Due]
    retitled: int
    reassigned: int


def earlier_of(report_id: ReportId, transitions: Sequence[Transition]) -> ReportId | None:
    """The previous report on the same plan; None for the first."""
    return next((row.from_report for row in transitions if row.to_report == report_id), None)


def changes_of(tables: Tables, earlier: Earlier) -> Changes:
    """The content of the section."""
    names = _names(earlier.tables, tables)
    old = {measure.scope: measure for measure in earlier.tables.measures}
    new = {measure.scope: measure for measure in tables.measures}
    here, there = _stands(earlier.tables), _stands(tables)
    numbers = _numbers(tables.comparisons)
    statements = _statements_on_gone(tables.comparisons)
    flows: Counter[tuple[str, str, Move]] = Counter()
    moved: list[Moved] = []
    items: list[Moved] = []
    for row in earlier.transitions:
        item_id = row.item_id
        if row.change == "added":
            flows[NEW, there[item_id].text, "added"] += 1
            items.append(_moved(new[item_id], item_id, "added", _nowhere(), _title(new[item_id])))
            continue
        if row.change == "removed":
            flows[here[item_id].text, GONE, "removed"] += 1
            items.append(
                _moved(old[item_id], "", "removed", _title(old[item_id]), statements.get(item_id))
            )
            continue
        before = old[numbers.get(item_id, item_id)]
        was, now = here[before.scope], there[item_id]
        kind: Move = "unchanged" if was.text == now.text else row.change or "other"
        flows[was.text, now.text, kind] += 1
        if kind != "unchanged":
            moved.append(_moved(new[item_id], item_id, kind, was, now))
        if before.scope != item_id:
            names_of = [Stand(item_name(each), each.page) for each in (before, new[item_id])]
            items.append(_moved(new[item_id], item_id, "renumbered", *names_of))
    drawn = [Flow(left, right, count, kind) for (left, right, kind), count in flows.items()]
    statuses = _in_order({name for flow in drawn for name in (flow.before, flow.after)})
    due = _due(tables, earlier, here=new, there=there)
    renumbered = sum(item.kind == "renumbered" for item in items)
    return Changes(
        *names,
        annotated_name(earlier.tables.report.report_id),
        _lead(names[0], drawn, moved, items, due, tables),
        _figures(drawn, statuses, names),
        [(word, band_swatch(kind)) for kind, word in KINDS.items() if _any(drawn, kind)],
        _columns(drawn, statuses),
        _counts(drawn, statuses),
        sorted(moved, key=_first_to_look_at),
        sorted(items, key=_first_to_look_at),
        due,
        _findings_of("title-changed", tables) - renumbered,
        _findings_of("ministries-changed", tables),
    )


def _names(before: Tables, after: Tables) -> tuple[str, str]:
    """The names of the two reports: their months, with their ids if the months are the same."""
    names = [tables.report.as_of_printed or tables.report.report_id for tables in (before, after)]
    if names[0] == names[1]:
        names = [
            f"{name} ({tables.report.report_id})"
            for name, tables in zip(names, (before, after), strict=True)
        ]
    return names[0], names[1]


def _stands(tables: Tables) -> dict[Scope, Stand]:
    """The status of each item: that in the text, or the overview's if it is only there."""
    by_id = {status.id: status for status in tables.statuses}
    stands = {}
    for measure in tables.measures:
        source: Source = "text" if measure.page_first is not None else "overview"
        status = by_id.get(status_id(measure.scope, source))
        stands[measure.scope] = (
            Stand(status_label(status.status, status.status_printed), status.page)
            if status is not None
            else Stand(NOT_STATED, measure.page)
        )
    return stands


def _numbers(comparisons: Sequence[Comparison]) -> dict[Scope, Scope]:
    """The id of an item in the previous report, by its id in this one."""
    return {
        row.scope: scope_of(parts_of(row.left_ref)[1])
        for row in comparisons
        if row.rule == "title-changed" and row.left_ref is not None
    }


def _statements_on_gone(comparisons: Sequence[Comparison]) -> dict[Scope, Stand]:
    """What this report says about items that are gone, if anything."""
    return {
        row.scope: Stand(row.right_value or "", row.right_page)
        for row in comparisons
        if row.rule == "measure-removed" and row.outcome == "missing"
    }


def _moved(measure: Measure, anchor: str, kind: Move, before: Stand, after: Stand | None) -> Moved:
    return Moved(
        anchor, item_name(measure), _title(measure).text, kind, KINDS[kind], before,
        after or _nowhere(),
    )  # fmt: skip


def _nowhere() -> Stand:
    return Stand("", None)


def _title(measure: Measure) -> Stand:
    return Stand(measure.title or measure.overview_title or "", measure.page)


def _first_to_look_at(moved: Moved) -> int:
    return list(KINDS).index(moved.kind)


def _any(flows: Sequence[Flow], kind: Move) -> bool:
    return any(flow.kind == kind for flow in flows)


def _in_order(statuses: set[str]) -> list[str]:
    """The common statuses, most complete first; then the plan's others; not stated last."""
    known = [status for status in reversed(STATUSES) if status in statuses]
    others = sorted(statuses - set(STATUSES) - {NEW, GONE, NOT_STATED})
    return [*known, *others, *([NOT_STATED] if NOT_STATED in statuses else [])]


def _findings_of(rule: str, tables: Tables) -> int:
    return sum(finding.rule == rule for finding in tables.findings)


# --- dates that fell due ------------------------------------------------------------------------


def _due(
    tables: Tables, earlier: Earlier, *, here: Mapping[Scope, Measure], there: Mapping[Scope, Stand]
) -> list[Due]:
    """The dates announced in the previous report that have passed since; unmet ones first."""
    start, end = earlier.tables.report.as_of, tables.report.as_of
    if start is None or end is None:
        return []
    compared = {row.left_ref: row for row in tables.comparisons if row.rule == "milestone-overdue"}
    old = {measure.scope: measure for measure in earlier.tables.measures}
    pages = {row.id: row.page for row in reversed(earlier.tables.spans) if row.of_table == "dates"}
    dated: list[tuple[date, Due]] = []
    for milestone in earlier.milestones:
        if milestone.last is None or not start < milestone.last <= end:
            continue
        row = compared.get(ref_to("dates", milestone.id))
        measure = here.get(row.scope) if row is not None else None
        time = f"innen {day(milestone.last)}"
        if row is not None and measure is not None:
            name, stand, outcome = item_name(measure), there[measure.scope], row.outcome
            time = row.left_value or time
        else:
            name, stand, outcome = item_name(old[milestone.item_id]), Stand(GONE, None), UNSURE
        due = Due(
            measure.id if measure is not None else "", name, milestone.sentence,
            pages.get(milestone.id), time, stand, outcome, OUTCOMES[outcome],
        )  # fmt: skip
        dated.append((milestone.last, due))
    order = list(OUTCOMES)
    dated.sort(key=lambda entry: (order.index(entry[1].outcome), entry[0]))
    return [due for _, due in dated]


# --- in words -----------------------------------------------------------------------------------


def _lead(
    before: str,
    flows: Sequence[Flow],
    moved: Sequence[Moved],
    items: Sequence[Moved],
    due: Sequence[Due],
    tables: Tables,
) -> list[str]:
    """The section in a few sentences."""
    both = sum(flow.items for flow in flows if flow.kind not in ("added", "removed"))
    kinds = {measure.kind for measure in tables.measures}
    things = "tiltak og anmodningsvedtak" if len(kinds) > 1 else "".join(kinds) or "tiltak"
    changed = [flow for flow in flows if flow.before != flow.after]
    moves = sorted(
        (flow for flow in changed if flow.kind not in ("added", "removed")),
        key=lambda flow: (-flow.items, flow.before, flow.after),
    )
    phrases = [
        f"{number(flow.items)} {'' if i else 'er gått '}fra {flow.before} til {flow.after}"
        for i, flow in enumerate(moves[:MOVES])
    ]
    rest = sum(flow.items for flow in moves[MOVES:])
    phrases += [f"{number(rest)} på andre måter"] if rest else []
    if not both:
        first = "er ingen tiltak de samme."
    elif len(moves) == 1:
        first = f"har {number(moves[0].items)} av {number(both)} {things} gått fra " + (
            f"{moves[0].before} til {moves[0].after}."
        )
    elif moves:
        first = (
            f"har {number(len(moved))} av {number(both)} {things} fått ny status: "
            f"{listed(phrases)}."
        )
    else:
        first = f"har ingen av {number(both)} {things} fått ny status."
    lines = [f"Siden statusrapporten fra {before} {first}"]
    back = [item.name.lower() for item in moved if item.kind == "regressed"]
    if back:
        lines[0] += f" Status er gått tilbake for {listed(back)}."
    elif moves:
        lines[0] += " Ingen er gått tilbake."
    counts = Counter(item.kind for item in items)
    item_changes: tuple[tuple[Move, str, str], ...] = (
        ("added", "er nytt", "er nye"),
        ("removed", "er utgått", "er utgått"),
        ("renumbered", "har fått nytt nummer", "har fått nytt nummer"),
    )
    words = [
        counted(counts[kind], singular, plural)
        for kind, singular, plural in item_changes
        if counts[kind]
    ]
    lines.append(
        f"{capital(listed(words))}."
        if words
        else "Ingen er nye, utgått eller har fått nytt nummer."
    )
    if due:
        unmet = sum(row.outcome == "differ" for row in due)
        lines[-1] += (
            f" {capital(counted(len(due), 'tidspunkt', 'tidspunkter'))} som rapporten fra {before} "
            "varslet, er passert siden. "
        )
        if unmet:
            lines[-1] += f"For {number(unmet)} av dem er tiltaket ikke gjennomført."
        elif all(row.outcome == "agree" for row in due):
            lines[-1] += "Tiltakene det gjelder, er gjennomført."
    return lines


def _figures(
    flows: Sequence[Flow], statuses: Sequence[str], names: tuple[str, str]
) -> list[Markup]:
    label = (
        f"Strømmer mellom to søyler: statusene i rapporten fra {names[0]} til venstre og i "
        f"rapporten fra {names[1]} til høyre. "
        + " ".join(
            f"Fra {flow.before} til {flow.after}: {number(flow.items)}."
            for flow in sorted(flows, key=lambda flow: (flow.kind == "unchanged", -flow.items))
        )
    )
    headings = (capital(names[0]), capital(names[1]))
    return [
        flow_figure(flows, statuses, headings, width=width, label=label) for width in (860, 360)
    ]


def _counts(flows: Sequence[Flow], statuses: Sequence[str]) -> list[tuple[str, list[int]]]:
    """The flows as a table: a row for each status before, a column for each status after."""
    by_ends: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        by_ends[flow.before, flow.after] += flow.items
    return [
        (row, [by_ends[row, column] for column in _columns(flows, statuses)])
        for row in (*statuses, NEW)
        if any(flow.before == row for flow in flows)
    ]


def _columns(flows: Sequence[Flow], statuses: Sequence[str]) -> list[str]:
    return [name for name in (*statuses, GONE) if any(flow.after == name for flow in flows)]
