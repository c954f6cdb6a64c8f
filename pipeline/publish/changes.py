"""What changed since the previous report on the plan: the content of a section of the audit report.

Which items are the same, how their statuses moved, and what became of promises is decided by
validate and read from the tables: `transitions`, `milestones` and `milestone_outcomes`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from pipeline.glossary.annotated import annotated_name
from pipeline.glossary.wording import (
    NOT_STATED,
    capital,
    counted,
    item_name,
    listed,
    number,
    report_names,
    status_label,
)
from pipeline.norwegian.letters import words_of
from pipeline.publish.flow import Flow, Move, band_swatch, flow_figure
from pipeline.publish.promises import Promise, promise_of
from pipeline.publish.tables import Across, Tables
from pipeline.publish.text_changes import Passage, compared, shortened
from pipeline.seams.ids import NO_ITEM, ItemId, ReportId, RowId, RuleId, Scope, status_id
from pipeline.seams.tables import (
    STATUSES,
    Comparison,
    Finding,
    Measure,
    Milestone,
    MilestoneOutcome,
    Report,
    Transition,
)
from pipeline.seams.vocabularies import (
    CONFIRMED,
    SOURCES,
    ItemRelation,
    MilestoneEvent,
    Source,
)

NEW, GONE = "Ikke med før", "Ikke med lenger"  # bars; no status is called that
KINDS: dict[Move, str] = {  # the word for each change in the tables, most important first
    "regressed": "Tilbakegang",
    "other": "Annen status",
    "overview": "Bare i oversikten",
    "advanced": "Framgang",
    "unchanged": "Uendret",
    "removed": "Utgått",
    "replaced": "Erstattet",
    "split": "Delt",
    "merged": "Slått sammen",
    "added": "Nytt",
    "renumbered": "Nytt nummer",
}
FEW = 5  # items named in the lead
MOVES = 3  # in the lead; the figure and the table have them all
# The rules whose findings say that the status an item has in this report is contradicted there.
CONTRADICTING: tuple[RuleId, ...] = (
    RuleId("status-text-vs-overview"),
    RuleId("status-vs-narrative"),
    RuleId("narrative-missing"),
    RuleId("same-work-other-status"),
    RuleId("same-sentence-other-status"),
    RuleId("same-text"),
)
ITEM_CHANGES: dict[Move, tuple[str, str]] = {
    "added": ("er nytt", "er nye"),
    "removed": ("er utgått", "er utgått"),
    "replaced": ("er erstattet", "er erstattet"),
    "split": ("er delt", "er delt"),
    "merged": ("er slått sammen", "er slått sammen"),
    "renumbered": ("har fått nytt nummer", "har fått nytt nummer"),
}
EXPLAINED: tuple[ItemRelation, ...] = ("renumbered", "split", "merged", "replaced")
TOLD: dict[MilestoneEvent, tuple[str, str]] = {  # of a promise, those to look at first on top
    "told-delayed": ("omtalt som forsinket", "omtalt som forsinket"),
    "moved": ("flyttet", "flyttet"),
    "silent": ("ikke omtalt", "ikke omtalt"),
    "item-gone": ("uten tiltak i denne rapporten", "uten tiltak i denne rapporten"),
    "restated": ("varslet på nytt", "varslet på nytt"),
    "told-done": ("omtalt som gjort", "omtalt som gjort"),
}


class Earlier(NamedTuple):
    """The previous report, and what validate recorded from it to the published one.

    `milestones` are those of all earlier reports, `outcomes` what the published one tells of them,
    `names` those of the plan's reports.
    """

    tables: Tables
    transitions: list[Transition]
    milestones: list[Milestone]
    outcomes: list[MilestoneOutcome]
    names: Mapping[ReportId, str]


class Stand(NamedTuple):
    """What a report says about an item, its status or title, and the page."""

    text: str
    page: int | None


class Stands(NamedTuple):
    """The status of an item in both sources of a report; `text` is empty where it is not there."""

    text: Stand
    overview: Stand

    @property
    def status(self) -> str:
        """The text's, else the overview's."""
        return self.text.text or self.overview.text or NOT_STATED

    @property
    def page(self) -> int | None:
        """Where that stands."""
        return self.text.page if self.text.text else self.overview.page

    @property
    def differ(self) -> bool:
        """Whether both sources have a status, and not the same."""
        return bool(self.text.text and self.overview.text) and self.text.text != self.overview.text


class Moved(NamedTuple):
    """An item with another status than before. `anchor` is its row in the table of all items.

    `contradicted` are this report's findings against the status that it has now; `same_text` says
    that the narrative is that of the report before, word for word.
    """

    anchor: Scope
    name: str
    title: str
    kind: Move
    word: str
    before: Stands
    after: Stands
    contradicted: list[Finding]
    same_text: bool


class Changed(NamedTuple):
    """An item that is not the same one with the same number in both reports.

    `before` and `after` are its name there and the page; `statement` is what this report says of
    one that is gone, `evidence` why others are taken for the same. `anchor` may be empty.
    """

    anchor: str
    name: str
    title: str
    kind: Move
    word: str
    before: Stand
    after: Stand
    statement: Stand
    evidence: str


class NewText(NamedTuple):
    """An item whose narrative is not that of the report before: the passages that changed.

    `unchanged` is the number of paragraphs that did not.
    """

    anchor: Scope
    name: str
    title: str
    passages: list[Passage]
    unchanged: int


class Due(NamedTuple):
    """A promise whose time has passed, or of which this report tells something."""

    anchor: str
    name: str
    promise: Promise
    file: str


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
    items: list[Changed]
    texts: list[NewText]
    texts_same: int
    due: list[Due]
    retitled: int
    reassigned: int


def earlier_of(report_id: ReportId, transitions: Sequence[Transition]) -> ReportId | None:
    """The previous report on the same plan; None for the first."""
    return next((row.from_report for row in transitions if row.to_report == report_id), None)


def earlier_than(
    report: Report, before: Tables, across: Across, reports: Iterable[Report]
) -> Earlier:
    """What a report is held against: `before` is the previous one, `reports` are all."""
    return Earlier(
        before,
        [row for row in across.transitions if row.to_report == report.report_id],
        [row for row in across.milestones if row.plan == report.plan],
        [row for row in across.outcomes if row.judged_by == report.report_id],
        report_names([each for each in reports if each.plan == report.plan]),
    )


def changes_of(tables: Tables, earlier: Earlier) -> Changes:
    """The content of the section."""
    names = (
        earlier.names[earlier.tables.report.report_id],
        earlier.names[tables.report.report_id],
    )
    old = {measure.scope: measure for measure in earlier.tables.measures}
    new = {measure.scope: measure for measure in tables.measures}
    here, there = _stands(earlier.tables), _stands(tables)
    against = _against(tables.findings)
    statements = _statements_on_gone(tables.comparisons)
    flows: Counter[tuple[str, str, Move]] = Counter()
    moved: list[Moved] = []
    items: list[Changed] = []
    texts: list[NewText] = []
    same = 0
    lines = _lines(earlier.transitions)
    for row in earlier.transitions:
        before, after = old.get(row.from_item_id or NO_ITEM), new.get(row.to_item_id or NO_ITEM)
        was = here[before.scope] if before else None
        now = there[after.scope] if after else None
        if row.relation != "same" and row.from_item_id != row.to_item_id:
            items.append(_changed(row, before, after, statements))
        if row.id not in lines and was is not None and now is not None:
            # Counted with another row: what was merged into an item, or split off from one.
            went = any(each.to_item_id == row.to_item_id for each in lines.values())
            was, now = (was, None) if went else (None, now)
        kind = _kind(row, was, now)
        flows[was.status if was else NEW, now.status if now else GONE, kind] += 1
        if before is None or after is None or was is None or now is None:
            continue
        same_text = words_of(before.narrative or "") == words_of(after.narrative or "")
        same += same_text and bool(after.narrative)
        if not same_text:
            texts.append(_new_text(before, after))
        if kind != "unchanged" or was.overview.text != now.overview.text:
            word: Move = "overview" if kind == "unchanged" else kind
            copied = same_text and bool(after.narrative) and kind != "unchanged"
            found = against.get(after.item_id, [])
            moved.append(_moved(after, word, was, now, found, copied))
    drawn = [Flow(left, right, count, kind) for (left, right, kind), count in flows.items()]
    statuses = _in_order({name for flow in drawn for name in (flow.before, flow.after)})
    due = _due(tables, earlier, old, new)
    return Changes(
        *names,
        annotated_name(earlier.tables.report.report_id),
        _lead(names[0], drawn, moved, items, len(texts), same, due, tables),
        _figures(drawn, statuses, names),
        [(word, band_swatch(kind)) for kind, word in KINDS.items() if _any(drawn, kind)],
        _columns(drawn, statuses),
        _counts(drawn, statuses),
        sorted(moved, key=_first_to_look_at),
        sorted(items, key=_first_to_look_at),
        texts,
        same,
        due,
        sum(row.title == "changed" for row in lines.values()),
        sum(row.ministries == "changed" for row in lines.values()),
    )


def _lines(transitions: Sequence[Transition]) -> dict[RowId, Transition]:
    """The rows from an item to the one that it is now, at most one for each of both.

    Of what was merged or split, that with the same number goes on, else the first.
    """
    lines: dict[RowId, Transition] = {}
    old, new = set[ItemId](), set[ItemId]()
    for row in sorted(transitions, key=lambda row: row.from_item_id != row.to_item_id):
        before, after = row.from_item_id, row.to_item_id
        if before is None or after is None or before in old or after in new:
            continue
        lines[row.id] = row
        old.add(before)
        new.add(after)
    return lines


def _kind(row: Transition, was: Stands | None, now: Stands | None) -> Move:
    """How the status moved, by what is printed: a word that nobody knows counts, too."""
    if was is None:
        return "added"
    if now is None:
        return "removed"
    if was.status == now.status:
        return "unchanged"
    return row.change if row.change in ("advanced", "regressed") else "other"


def _stands(tables: Tables) -> dict[Scope, Stands]:
    """The status of each item in both sources."""
    by_id = {status.id: status for status in tables.statuses}

    def stand(measure: Measure, source: Source) -> Stand:
        status = by_id.get(status_id(measure.scope, source))
        if status is None:
            return Stand("", measure.page)
        return Stand(status_label(status.status, status.status_printed), status.page)

    return {
        measure.scope: Stands(*(stand(measure, source) for source in SOURCES))
        for measure in tables.measures
    }


def _against(findings: Iterable[Finding]) -> dict[ItemId | None, list[Finding]]:
    """By item, the findings that contradict its status; those that somebody set aside do not."""
    against: dict[ItemId | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule in CONTRADICTING and finding.verdict in (None, CONFIRMED):
            against[finding.item_id].append(finding)
    return against


def _statements_on_gone(comparisons: Sequence[Comparison]) -> dict[Scope, Stand]:
    """What this report says about items that are gone, if anything."""
    return {
        row.scope: Stand(row.right_value or "", row.right_page)
        for row in comparisons
        if row.rule == "measure-removed" and row.outcome == "missing"
    }


def _moved(
    measure: Measure,
    kind: Move,
    was: Stands,
    now: Stands,
    contradicted: list[Finding],
    same_text: bool,
) -> Moved:
    return Moved(
        measure.scope, item_name(measure), _title(measure), kind, KINDS[kind], was, now,
        contradicted, same_text,
    )  # fmt: skip


def _changed(
    row: Transition,
    before: Measure | None,
    after: Measure | None,
    statements: Mapping[Scope, Stand],
) -> Changed:
    measure = after or before
    assert measure is not None
    kind: Move = row.relation if row.relation != "same" else "unchanged"
    return Changed(
        after.scope if after else "",
        item_name(measure),
        _title(measure),
        kind,
        KINDS[kind],
        Stand(item_name(before), before.page) if before else Stand("", None),
        Stand(item_name(after), after.page) if after else Stand("", None),
        statements.get(measure.scope, Stand("", None)) if after is None else Stand("", None),
        row.evidence if row.relation in EXPLAINED else "",
    )


def _new_text(before: Measure, after: Measure) -> NewText:
    passages = compared(before.narrative, after.narrative)
    changed = [
        passage._replace(before=shortened(passage.before), after=shortened(passage.after))
        if passage.kind == "changed"
        else passage
        for passage in passages
        if passage.kind != "same"
    ]
    return NewText(
        after.scope, item_name(after), _title(after), changed, len(passages) - len(changed)
    )


def _title(measure: Measure) -> str:
    return measure.title or measure.overview_title or ""


def _first_to_look_at(row: Moved | Changed) -> int:
    return list(KINDS).index(row.kind)


def _any(flows: Sequence[Flow], kind: Move) -> bool:
    return any(flow.kind == kind for flow in flows)


def _in_order(statuses: set[str]) -> list[str]:
    """The common statuses, most complete first; then the plan's others; not stated last."""
    known = [status for status in reversed(STATUSES) if status in statuses]
    others = sorted(statuses - set(STATUSES) - {NEW, GONE, NOT_STATED})
    return [*known, *others, *([NOT_STATED] if NOT_STATED in statuses else [])]


# --- promises -----------------------------------------------------------------------------------


def _due(
    tables: Tables,
    earlier: Earlier,
    old: Mapping[Scope, Measure],
    new: Mapping[Scope, Measure],
) -> list[Due]:
    """The promises whose time has passed with this report, or of which it tells something; those
    told as late come first, and repeated ones stand once.
    """
    milestones = {(row.report_id, row.id): row for row in earlier.milestones}
    dues: dict[tuple[ItemId | None, str, str], tuple[int, date, Due]] = {}
    for row in earlier.outcomes:
        milestone = milestones[row.report_id, row.id]
        passed = milestone.first_passed_in == tables.report.report_id
        if not passed and row.event in ("silent", "restated", "item-gone"):
            continue
        measure = new.get(row.judged_item_id) if row.judged_item_id else None
        gone = old.get(milestone.item_id)
        named = measure or gone
        due = Due(
            measure.scope if measure else "",
            item_name(named) if named else milestone.item_id,
            promise_of(milestone, [row], earlier.names),
            annotated_name(milestone.report_id),
        )
        order = list(TOLD).index(row.event), milestone.last or date.max
        # The reports come in order, so that of words that were repeated the last ones stand.
        dues[row.judged_item_id or milestone.item_id, milestone.sentence, milestone.edtf] = (
            *order, due,
        )  # fmt: skip
    return [due for _, _, due in sorted(dues.values(), key=lambda each: each[:2])]


# --- in words -----------------------------------------------------------------------------------


def _lead(
    before: str,
    flows: Sequence[Flow],
    moved: Sequence[Moved],
    items: Sequence[Changed],
    new_texts: int,
    same_texts: int,
    due: Sequence[Due],
    tables: Tables,
) -> list[str]:
    """The section in a few sentences."""
    both = sum(flow.items for flow in flows if flow.kind not in ("added", "removed"))
    kinds = {measure.kind for measure in tables.measures}
    things = "tiltak og anmodningsvedtak" if len(kinds) > 1 else "".join(kinds) or "tiltak"
    lines = [f"Siden statusrapporten fra {before} {_statuses(flows, both, things)}"]
    back = [item.name.lower() for item in moved if item.kind == "regressed"]
    if back:
        lines[0] += f" Status er gått tilbake for {listed(back)}."
    new = [item for item in moved if item.kind != "overview"]  # the text's status, as counted above
    if new and not back:
        lines[0] += " Ingen er gått tilbake."
    contradicted = [item.name.lower() for item in new if item.contradicted]
    if contradicted:
        which = (
            f"for {listed(contradicted)}"
            if len(contradicted) <= FEW
            else f"for {number(len(contradicted))} av de {number(len(new))}, se listen under"
        )
        lines[0] += f" Den nye statusen er motsagt i rapporten selv {which}."
    if new_texts or same_texts:
        copied = sum(item.same_text for item in moved)
        lines.append(
            f"Omtalen er ordrett den samme for {number(same_texts)} og endret for "
            f"{number(new_texts)}."
        )
        if copied:
            lines[-1] += f" For {number(copied)} er statusen ny og omtalen ordrett den samme."
    lines.append(_items(items) + _told(due))
    return lines


def _statuses(flows: Sequence[Flow], both: int, things: str) -> str:
    """How many have a new status, and which: the rest of a sentence."""
    moves = sorted(
        (
            flow
            for flow in flows
            if flow.before != flow.after and flow.kind not in ("added", "removed")
        ),
        key=lambda flow: (-flow.items, flow.before, flow.after),
    )
    phrases = [
        f"{number(flow.items)} {'' if i else 'er gått '}fra {flow.before} til {flow.after}"
        for i, flow in enumerate(moves[:MOVES])
    ]
    rest = sum(flow.items for flow in moves[MOVES:])
    phrases += [f"{number(rest)} på andre måter"] if rest else []
    if not both:
        return "er ingen tiltak de samme."
    if not moves:
        return f"har ingen av {number(both)} {things} fått ny status."
    if len(moves) == 1:
        return (
            f"har {number(moves[0].items)} av {number(both)} {things} gått fra "
            f"{moves[0].before} til {moves[0].after}."
        )
    total = sum(flow.items for flow in moves)
    return f"har {number(total)} av {number(both)} {things} fått ny status: {listed(phrases)}."


def _items(items: Sequence[Changed]) -> str:
    counts = Counter(item.kind for item in items)
    words = [counted(counts[kind], *ITEM_CHANGES[kind]) for kind in ITEM_CHANGES if counts[kind]]
    if words:
        return f"{capital(listed(words))}."
    return "Ingen er nye, utgått eller har fått nytt nummer."


def _told(due: Sequence[Due]) -> str:
    """What this report says of the promises, in a sentence."""
    if not due:
        return ""
    counts = Counter(row.promise.outcomes[0].event for row in due)
    words = [counted(counts[event], *TOLD[event]) for event in reversed(TOLD) if counts[event]]
    return (
        f" Av {counted(len(due), 'tidspunkt', 'tidspunkter')} som var varslet fram til denne "
        f"rapporten, er {listed(words)}."
    )


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
