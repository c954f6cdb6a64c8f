"""What became of each announced date: read from what later reports tell, never from a status.

outcome("Rapporten skal leveres innen 1. desember 2025.",
"Rapporten ble levert 28. november 2025.", date(2026, 6, 30))
Outcome("told-done", "Rapporten ble levert 28. november 2025.")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.norwegian.dates import DateMention as Day
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.milestone_kinds import kind_of_date
from pipeline.norwegian.outcomes import Outcome as Told
from pipeline.norwegian.outcomes import admits_delay, read_outcome
from pipeline.norwegian.promises import Promise, read_promise
from pipeline.seams.ids import ItemId, item_key, ref_to
from pipeline.seams.tables import DateMention, Measure, Milestone, MilestoneOutcome, Paragraph
from pipeline.seams.vocabularies import MilestoneEvent, MilestoneKind
from pipeline.validate.chains import as_of, chains, is_correction
from pipeline.validate.identity import matches, title_of
from pipeline.validate.tables import ReportTables

NO_PROMISES: tuple[MilestoneKind, ...] = ("forecast", "hearing")  # nobody's to keep
PAIRS = 16  # of reports, kept for the rule that asks for them, too
BETWEEN = "\n\n"  # paragraphs of a narrative


class Outcome(NamedTuple):
    """What a later narrative tells of a promise; `sentence` is a part of it, None for silence."""

    event: MilestoneEvent
    sentence: str | None


SILENT = Outcome("silent", None)


def outcome(promise: str, narrative_after: str, as_of_after: date) -> Outcome:
    """What a later narrative tells of a promise; never from a status. Raises nothing."""
    before = as_of_after.replace(year=as_of_after.year - 1, day=1)
    wanted = read_promise(promise, before)
    if wanted is None or wanted.day is None:
        return SILENT
    if kind_of_date(promise, wanted.day.start, before) in NO_PROMISES:
        return SILENT
    told = read_outcome(wanted, narrative_after, as_of_after)
    if told.sentence is None:
        return SILENT
    start, end = told.sentence
    return Outcome(told.event, narrative_after[start:end])


# --- the announced dates of reports --------------------------------------------------------------


class Announced(NamedTuple):
    """An announced date of an item: its row, its sentence in the paragraph, and the paragraph."""

    day: DateMention
    sentence: str
    at: int
    paragraph: Paragraph
    item: Measure


def milestones(reports: Sequence[ReportTables]) -> list[Milestone]:
    """Each date that an item's text announces, in the order of the reports on each plan."""
    return [
        _milestone(tables, chain[number:], announced)
        for chain in chains(reports)
        for number, tables in enumerate(chain)
        for announced in announced_dates(tables)
    ]


def announced_dates(tables: ReportTables) -> Iterator[Announced]:
    """The announced dates of a report's items."""
    items = {measure.scope: measure for measure in reversed(tables.measures)}
    paragraphs = {(row.scope, row.paragraph): row for row in tables.rows(Paragraph)}
    for day in tables.rows(DateMention):
        if day.role != "planned" or day.item_id is None or day.edtf is None:
            continue
        paragraph = paragraphs[day.scope, day.paragraph]
        before = paragraph.text.rfind(day.sentence, 0, day.start + len(day.sentence))
        yield Announced(day, day.sentence, day.start - before, paragraph, items[day.scope])


def _milestone(
    tables: ReportTables, later: Sequence[ReportTables], announced: Announced
) -> Milestone:
    day = announced.day
    assert day.item_id is not None and day.edtf is not None
    passed_in = next((each.report_id for each in later if has_passed(day.last, each)), None)
    return Milestone(
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
        kind=kind_of(announced, as_of(tables)),
        passed=passed_in is not None,
        first_passed_in=passed_in,
        delay_admitted=admits_delay(announced.paragraph.text, day.start),
    )


def has_passed(last: date | None, tables: ReportTables) -> bool:
    """Whether a day lies before the as-of day of a report; that day itself has not passed."""
    return last is not None and last < as_of(tables)


def kind_of(announced: Announced, written: date) -> MilestoneKind:
    """What is promised for an announced date; in the title of a request it is the Storting's."""
    if announced.item.kind == "anmodningsvedtak" and announced.paragraph.paragraph == 0:
        return "storting-deadline"
    return kind_of_date(announced.sentence, announced.at, written, title_of(announced.item))


# --- what later reports tell of them -------------------------------------------------------------


def milestone_outcomes(reports: Sequence[ReportTables]) -> list[MilestoneOutcome]:
    """What each later report tells of each announced date.

    A superseded edition announces nothing of its own: its corrected edition does.
    """
    rows: list[MilestoneOutcome] = []
    for chain in chains(reports):
        superseded = {a.report_id for a, b in pairwise(chain) if is_correction(a, b)}
        kept = [tables for tables in chain if tables.report_id not in superseded]
        for number, tables in enumerate(kept):
            for judge in kept[number + 1 :]:
                rows += outcomes_between(tables, judge, tuple(chain))
    return rows


@lru_cache(PAIRS)
def outcomes_between(
    before: ReportTables, after: ReportTables, chain: tuple[ReportTables, ...]
) -> tuple[MilestoneOutcome, ...]:
    """What one later report of a chain tells of the dates that an earlier one announced."""
    return tuple(_outcomes(before, after, chain))


def _outcomes(
    before: ReportTables, after: ReportTables, chain: tuple[ReportTables, ...]
) -> Iterator[MilestoneOutcome]:
    successors = _successors(before, after, chain)
    for announced in announced_dates(before):
        day = announced.day
        assert day.item_id is not None
        items = successors.get(day.item_id, ())
        told, item = _read(before, after, announced, items)
        paragraph, sentence = _place(after, told, item)
        event: MilestoneEvent = told.event if items else "item-gone"
        new = told.day
        yield MilestoneOutcome(
            plan=before.report.plan,
            report_id=before.report_id,
            item_id=day.item_id,
            item_key=item_key(before.report_id, day.item_id),
            id=day.id,
            judged_by=after.report_id,
            judged_item_id=item if item is not None else next(iter(items), None),
            event=event,
            page=paragraph.page if paragraph is not None else None,
            ref=ref_to(Paragraph.table, paragraph.id) if paragraph is not None else None,
            sentence=sentence,
            moved_to=new.edtf if event == "moved" and new is not None else None,
            slip_days=_slip(day.last, new.last) if event == "moved" and new is not None else None,
        )


def _slip(old: date | None, new: date | None) -> int | None:
    return None if old is None or new is None else (new - old).days


def _successors(
    before: ReportTables, after: ReportTables, chain: Sequence[ReportTables]
) -> dict[ItemId, list[ItemId]]:
    """The items of a later report that each item has become, through the reports between them."""
    first, last = chain.index(before), chain.index(after)
    became: dict[ItemId, list[ItemId]] = {
        measure.item_id: [measure.item_id]
        for measure in before.measures
        if measure.item_id is not None
    }
    for here, there in pairwise(chain[first : last + 1]):
        steps = _steps(here, there)
        became = {
            item: list(dict.fromkeys(new for old in items for new in steps.get(old, ())))
            for item, items in became.items()
        }
    return became


def _steps(before: ReportTables, after: ReportTables) -> Mapping[ItemId, list[ItemId]]:
    steps: dict[ItemId, list[ItemId]] = {}
    for match in matches(before, after):
        if match.before is None or match.after is None or match.relation == "replaced":
            continue
        if match.before.item_id is not None and match.after.item_id is not None:
            steps.setdefault(match.before.item_id, []).append(match.after.item_id)
    return steps


def _read(
    before: ReportTables, after: ReportTables, announced: Announced, items: Sequence[ItemId]
) -> tuple[Told, ItemId | None]:
    """What the later narratives of an item tell of its date; the first that tells anything."""
    written = as_of(before)
    promise = read_promise(announced.sentence, written, announced.at)
    silent = Told("silent", None, None)
    if promise is None or kind_of(announced, written) in NO_PROMISES:
        return silent, None
    promise = promise._replace(day=_as_printed(promise, announced.day))
    known = {
        tuple(words_of(sentence.text))
        for sentence in before.narratives.get(announced.item.scope, ())
    }
    for item in items:
        told = read_outcome(
            promise, _narrative(after, item), as_of(after), since=written, known=known
        )
        if told.event != "silent":
            return told, item
    return silent, None


def _as_printed(promise: Promise, day: DateMention) -> Day | None:
    """The date as the paragraph has it: its year may stand in a sentence before."""
    if promise.day is None:
        return None
    return promise.day._replace(edtf=day.edtf, first=day.first, last=day.last)


def _narrative(tables: ReportTables, item: ItemId) -> str:
    return BETWEEN.join(row.text for row in tables.narrative_paragraphs.get(item, ()))


def _place(
    tables: ReportTables, told: Told, item: ItemId | None
) -> tuple[Paragraph | None, str | None]:
    """The paragraph and the sentence that a span of a narrative is in."""
    if told.sentence is None or item is None:
        return None, None
    start, end = told.sentence
    for row in tables.narrative_paragraphs.get(item, ()):
        if start < len(row.text):
            return row, row.text[start:end]
        start, end = start - len(row.text + BETWEEN), end - len(row.text + BETWEEN)
    return None, None
