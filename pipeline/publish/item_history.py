"""What the page of an item says: its history through all reports on its plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pipeline.evidence.pictures import Picture
from pipeline.evidence.places import Place
from pipeline.glossary.provenance import provenance_of
from pipeline.glossary.wording import (
    day,
    item_name,
    report_names,
    status_label,
)
from pipeline.publish.items import chapters_of
from pipeline.publish.promises import PageOf, Promise, promise_of
from pipeline.publish.tables import Tables
from pipeline.publish.text_changes import Passage, compared, is_same
from pipeline.seams.histories import Entry, History, histories
from pipeline.seams.ids import ItemId, ReportId, RowId, Scope, list_of, scope_of, status_id
from pipeline.seams.tables import (
    AmountMention,
    Field,
    Finding,
    Measure,
    Milestone,
    MilestoneOutcome,
    Ministry,
    Review,
    Transition,
)
from pipeline.seams.vocabularies import (
    SOURCES,
    AmountChange,
    ItemRelation,
    Source,
)

RELATIONS: dict[ItemRelation, str] = {
    "renumbered": "Nytt nummer",
    "split": "Delt",
    "merged": "Slått sammen",
    "replaced": "Erstattet",
}

CHANGES: dict[AmountChange, str] = {"level": "", "increase": "økning", "decrease": "reduksjon"}


class Said(NamedTuple):
    """What a source says of an item in one report, and where."""

    status: str
    ministries: str
    page: int | None


class Standing(NamedTuple):
    """An item in one report. `moved` is how its status changed since the one before."""

    report: str
    report_id: ReportId
    name: str
    title: str
    relation: str
    evidence: str
    text: Said
    overview: Said
    status_differs: bool
    ministries_differ: bool
    moved: str
    fields: list[Field]
    paragraphs: list[str]
    pictures: list[tuple[Source, Place, Picture]]


class Version(NamedTuple):
    """The text of a report and what is changed in it since the one before.

    `before` is empty for the first text, `passages` for one that stands on the page already;
    `status` says whether the status is new where the text is the same.
    """

    before: str
    after: str
    same: bool
    status: str
    passages: list[Passage]


class Money(NamedTuple):
    """A sentence with amounts, as (printed, what to know of it), and where it stands."""

    sentence: str
    amounts: list[tuple[str, str]]
    places: list[PageOf]


class Found(NamedTuple):
    """A finding on the item, with the verdicts on it."""

    report: str
    finding: Finding
    verdicts: list[Review]


class Judged(NamedTuple):
    """A verdict on the item itself, and not on a finding."""

    report: str
    review: Review


class Neighbour(NamedTuple):
    """The item before or after, in the plan's order."""

    page: str
    name: str
    title: str


class ItemPage(NamedTuple):
    """All that the page of an item says. Reports stand with the latest first.

    `bullets` are the paragraphs that are points of a list, `provenance` what each report was read
    from and with.
    """

    page: str
    plan: str
    name: str
    number: str
    title: str
    chapter: str
    ministries: list[str]
    lead: str
    standings: list[Standing]
    versions: list[Version]
    bullets: frozenset[str]
    promises: list[Promise]
    money: list[Money]
    findings: list[Found]
    verdicts: list[Judged]
    provenance: list[tuple[str, list[tuple[str, str]]]]
    before: Neighbour | None
    after: Neighbour | None


class PlanRows(NamedTuple):
    """The reports of one plan, oldest first, and what became of its items between them."""

    plan: str
    reports: list[Tables]
    transitions: list[Transition]
    milestones: list[Milestone]
    outcomes: list[MilestoneOutcome]


Pictures = Mapping[tuple[ReportId, Scope, Source], Sequence[tuple[Place, Picture]]]


def items_of(measures: Sequence[Measure]) -> list[ItemId]:
    """The items of a report, in order."""
    return list(dict.fromkeys(row.item_id for row in measures if row.item_id is not None))


def item_pages(rows: PlanRows, pictures: Pictures) -> Iterator[ItemPage]:
    """The pages of all items of a plan, in the order of its latest report; those gone come last.

    `pictures` are those of each item's places, by report, item and source.
    """
    found = histories(
        {each.report.report_id: items_of(each.measures) for each in rows.reports}, rows.transitions
    )
    plan = _Plan(rows, pictures)
    neighbours = [None, *map(plan.neighbour, found), None]
    for history, before, after in zip(found, neighbours, neighbours[2:], strict=False):
        yield plan.page(history)._replace(before=before, after=after)


class _Plan:
    """The rows of a plan, by what the pages look up."""

    def __init__(self, rows: PlanRows, pictures: Pictures) -> None:
        self._plan, self._pictures = rows.plan, pictures
        self._latest = rows.reports[-1].report.report_id
        self._names = report_names([each.report for each in rows.reports])
        self._reports = {each.report.report_id: _Report(each) for each in rows.reports}
        self._steps: dict[Entry, list[Transition]] = defaultdict(list)
        for step in rows.transitions:
            if step.from_item_id is not None and step.to_item_id is not None:
                self._steps[Entry(step.to_report, step.to_item_id)].append(step)
        self._promises: dict[Entry, list[Milestone]] = defaultdict(list)
        for milestone in rows.milestones:
            self._promises[Entry(milestone.report_id, milestone.item_id)].append(milestone)
        self._told: dict[tuple[ReportId, RowId], list[MilestoneOutcome]] = defaultdict(list)
        for outcome in rows.outcomes:
            self._told[outcome.report_id, outcome.id].append(outcome)

    def neighbour(self, history: History) -> Neighbour:
        """The item as the pages before and after name it."""
        measure = self._measure(history.last)
        return Neighbour(history.page, item_name(measure), _title(measure))

    def page(self, history: History) -> ItemPage:
        """The page of one item, as yet without its neighbours."""
        last = history.last
        measure = self._measure(last)
        latest_first = self._latest_first(history)
        standings = [self._standing(entry) for entry in latest_first]
        return ItemPage(
            history.page,
            self._plan,
            item_name(measure),
            measure.number_printed,
            _title(measure),
            self._reports[last.report_id].chapters[measure.scope],
            self._reports[last.report_id].ministries(measure),
            self._lead(standings, measure.decided_on),
            standings,
            list(self._versions(history)),
            frozenset(
                text
                for entry in latest_first
                for text in self._reports[entry.report_id].bullets[entry.item_id]
            ),
            self._promises_of(history),
            self._money(history),
            [
                Found(self._names[entry.report_id], finding, report.verdicts[finding.id])
                for entry in latest_first
                for report in (self._reports[entry.report_id],)
                for finding in report.findings[entry.item_id]
            ],
            [
                Judged(self._names[entry.report_id], review)
                for entry in latest_first
                for review in self._reports[entry.report_id].verdicts[RowId(entry.item_id)]
                if review.rule is None
            ],
            [
                (self._names[report_id], self._reports[report_id].provenance)
                for report_id in dict.fromkeys(entry.report_id for entry in latest_first)
            ],
            None,
            None,
        )

    @staticmethod
    def _latest_first(history: History) -> list[Entry]:
        """The entries, those of one report in their order."""
        reports = dict.fromkeys(entry.report_id for entry in reversed(history.entries))
        return [
            entry
            for report_id in reports
            for entry in history.entries
            if entry.report_id == report_id
        ]

    def _measure(self, entry: Entry) -> Measure:
        return self._reports[entry.report_id].measures[entry.item_id][0]

    def _standing(self, entry: Entry) -> Standing:
        report, measure = self._reports[entry.report_id], self._measure(entry)
        text, overview = (report.said(measure, source) for source in SOURCES)
        steps = self._steps[entry]
        changed = [step for step in steps if step.relation in RELATIONS]
        both = all(said.status for said in (text, overview))
        return Standing(
            self._names[entry.report_id],
            entry.report_id,
            item_name(measure),
            _title(measure),
            _relation(changed, self._reports),
            " ".join(dict.fromkeys(step.evidence for step in changed if step.evidence)),
            text,
            overview,
            both and text.status != overview.status,
            report.ministries_differ(measure),
            _moved(steps),
            report.fields[measure.scope],
            self._text(entry).split("\n\n"),
            [
                (source, place, picture)
                for source in SOURCES
                for place, picture in self._pictures.get(
                    (entry.report_id, measure.scope, source), ()
                )
            ],
        )

    def _lead(self, standings: Sequence[Standing], decided_on: date | None) -> str:
        """When the Storting decided it, and the statuses in a sentence, the latest first."""
        decided = f"Vedtatt av Stortinget {day(decided_on)}. " if decided_on else ""
        stated = []
        for standing in standings:
            said = [standing.text.status, standing.overview.status]
            if standing.status_differs:
                words = f"{said[0]} i teksten og {said[1]} i oversikten"
            else:
                words = said[0] or said[1]
            stated.append(f"{standing.report}: {words}")
        lead = f"{decided}Status i {'; '.join(stated)}."
        if standings[0].report_id != self._latest:
            lead += f" Tiltaket står ikke i rapporten fra {self._names[self._latest]}."
        return lead

    def _versions(self, history: History) -> Iterator[Version]:
        """The texts, the latest first, each held against the one before it.

        Where an item was merged from several, against the first of these.
        """
        first_of: dict[ReportId, Entry] = {}
        for entry in history.entries:
            first_of.setdefault(entry.report_id, entry)
        shown = False
        pairs = list(pairwise(first_of.values()))
        for old, new in reversed(pairs):
            before, after = self._text(old), self._text(new)
            passages = compared(before, after)
            same = is_same(passages)
            statuses = [self._status(entry) for entry in (old, new)]
            yield Version(
                self._names[old.report_id],
                self._names[new.report_id],
                same,
                "" if len(set(statuses)) == 1 else f"{statuses[0]} → {statuses[1]}",
                [] if same and shown else passages,
            )
            shown = True
        others = [entry for entry in history.entries if entry not in first_of.values()]
        for entry in [*others, *([history.last] if not pairs else [])]:
            passages = compared(text := self._text(entry), text)
            name = self._names[entry.report_id]
            if entry in others:
                name += f", {item_name(self._measure(entry)).lower()}"
            yield Version("", name, True, "", passages)

    def _text(self, entry: Entry) -> str:
        printings = self._reports[entry.report_id].measures[entry.item_id]
        return "\n\n".join(row.narrative for row in printings if row.narrative)

    def _status(self, entry: Entry) -> str:
        said = self._reports[entry.report_id].said(self._measure(entry), "text")
        return said.status

    def _promises_of(self, history: History) -> list[Promise]:
        """The announced dates, the first announced first; words that are repeated stand once."""
        promises: dict[tuple[str, str], Promise] = {}
        for entry in history.entries:
            for row in self._promises[entry]:
                place = PageOf(self._names[row.report_id], row.report_id, row.page)
                known = promises.get((row.sentence, row.edtf))
                if known is None:
                    told = self._told[row.report_id, row.id]
                    promises[row.sentence, row.edtf] = promise_of(row, told, self._names)
                elif place.report_id not in [each.report_id for each in known.places]:
                    known.places.append(place)
        return list(promises.values())

    def _money(self, history: History) -> list[Money]:
        """The sentences with amounts, each once, in the order of the reports that first have it."""
        found: dict[str, Money] = {}
        for entry in history.entries:
            in_report: dict[str, list[AmountMention]] = defaultdict(list)
            for amount in self._reports[entry.report_id].amounts[entry.item_id]:
                in_report[amount.sentence].append(amount)
            for sentence, amounts in in_report.items():
                place = PageOf(self._names[entry.report_id], entry.report_id, amounts[0].page)
                notes = [(amount.text, _notes(amount)) for amount in amounts]
                found.setdefault(sentence, Money(sentence, notes, [])).places.append(place)
        return list(found.values())


class _Report:
    """The rows of a report, by item."""

    def __init__(self, rows: Tables) -> None:
        self.measures: dict[ItemId, list[Measure]] = defaultdict(list)
        for measure in rows.measures:
            if measure.item_id is not None:
                self.measures[measure.item_id].append(measure)
        self.chapters = chapters_of(rows.measures)
        self.provenance = provenance_of(rows.report, rows.reviews, rows.corrections)
        self._statuses = {row.id: row for row in rows.statuses}
        self._ministries: dict[RowId, list[Ministry]] = defaultdict(list)
        for ministry in rows.ministries:
            self._ministries[list_of(ministry.id)].append(ministry)
        self.fields: dict[Scope, list[Field]] = defaultdict(list)
        for field in rows.fields:
            self.fields[scope_of(field.id)].append(field)
        self.bullets: dict[ItemId | None, set[str]] = defaultdict(set)
        for paragraph in rows.paragraphs:
            if paragraph.kind == "list-item":
                self.bullets[paragraph.item_id].add(" ".join(paragraph.text.split()))
        self.amounts: dict[ItemId | None, list[AmountMention]] = defaultdict(list)
        for amount in rows.amounts:
            self.amounts[amount.item_id].append(amount)
        self.verdicts: dict[RowId, list[Review]] = defaultdict(list)
        for review in rows.reviews:
            self.verdicts[review.id].append(review)
        self.findings: dict[ItemId | None, list[Finding]] = defaultdict(list)
        for finding in rows.findings:
            related = (finding.related_item_ids or "").split("; ")
            for item in dict.fromkeys([finding.item_id, *map(ItemId, map(Scope, related))]):
                self.findings[item].append(finding)

    def said(self, measure: Measure, source: Source) -> Said:
        """What a source says of an item; nothing if it does not have it."""
        row_id = status_id(measure.scope, source)
        status, ministries = self._statuses.get(row_id), self._ministries.get(row_id, [])
        page = measure.page_first if source == "text" else measure.overview_page
        return Said(
            status_label(status.status, status.status_printed) if status else "",
            ministries[0].printed if ministries else "",
            page,
        )

    def ministries(self, measure: Measure) -> list[str]:
        """The ministries that either source names, each once."""
        return list(dict.fromkeys(code for named in self._named(measure) for code in named))

    def ministries_differ(self, measure: Measure) -> bool:
        """Whether both sources name ministries, and not the same."""
        named = [set(codes) for codes in self._named(measure)]
        return all(named) and named[0] != named[1]

    def _named(self, measure: Measure) -> list[list[str]]:
        """The ministries that each source names, in order."""
        return [
            [row.ministry for row in self._ministries.get(status_id(measure.scope, source), [])]
            for source in SOURCES
        ]


def _title(measure: Measure) -> str:
    return measure.title or measure.overview_title or ""


def _moved(steps: Sequence[Transition]) -> str:
    """How a status changed since the report before: a key for its sign, empty where it has not."""
    if not steps or steps[0].from_status == steps[0].to_status:
        return ""
    return steps[0].change if steps[0].change in ("advanced", "regressed") else "other"


def _relation(steps: Sequence[Transition], reports: Mapping[ReportId, _Report]) -> str:
    """From which items it came, if not from that of its number: «Nytt nummer: fra tiltak 24»."""
    words = []
    for step in steps:
        assert step.from_item_id is not None
        old = reports[step.from_report].measures[step.from_item_id][0]
        words.append(f"{RELATIONS[step.relation]}: fra {item_name(old).lower()}")
    return ". ".join(words)


def _notes(amount: AmountMention) -> str:
    """What to know before an amount is added up: «økning, hvert år, gjelder 2025»."""
    years = (amount.years or "").strip("{}").replace(",", ", ")
    if years.endswith("/.."):
        years = f"{years.removesuffix('/..')} og senere"
    notes = [
        CHANGES[amount.change],
        "hvert år" if amount.annual else "",
        f"gjelder {years.replace('/', '–')}" if years else "",
        "" if amount.counted else "del av et annet beløp, eller nevnt før",
    ]
    return ", ".join(filter(None, notes))
