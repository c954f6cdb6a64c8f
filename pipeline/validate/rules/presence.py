"""Every item must stand once in running text and once in the overview, and no number be skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.glossary.wording import PRINTED_IN, capital, name_of
from pipeline.seams.ids import ItemId, Scope, numbered
from pipeline.seams.tables import Measure
from pipeline.seams.vocabularies import Source
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    MISSING,
    NOT_COMPARABLE,
    NOWHERE,
    Compared,
    Side,
    not_comparable,
    rule_on_whole,
)
from pipeline.validate.tables import ReportTables


def _side(measure: Measure, source: Source) -> Side:
    if source == "text":
        return Side("text", measure.title, measure.page_first, measure.ref)
    return Side("overview", measure.overview_title, measure.overview_page, measure.ref)


def _stands_in(measure: Measure, source: Source) -> bool:
    return (measure.page_first if source == "text" else measure.overview_page) is not None


def _missing(tables: ReportTables, source: Source, other: Source) -> Iterator[Compared]:
    """Items in `other` but not in `source`; not comparable if no item is in `source`."""
    nothing = not any(_stands_in(measure, source) for measure in tables.measures)
    for measure in tables.measures:
        if measure.scope != measure.item_id or not _stands_in(measure, other):
            continue
        here = _side(measure, other)
        if _stands_in(measure, source):
            there = _side(measure, source)
            sides = (here, there) if other == "text" else (there, here)
            yield Compared(measure.scope, measure.item_id, *sides, AGREE)
            continue
        if nothing:
            nowhere = NOWHERE._replace(source=source)
            yield Compared(measure.scope, measure.item_id, here, nowhere, NOT_COMPARABLE)
            continue
        message = (
            f"{capital(name_of(measure))} står i {PRINTED_IN[other]} (s. {here.page}), "
            f"men ikke i {PRINTED_IN[source]}."
        )
        nowhere = NOWHERE._replace(source=source)
        sides = (here, nowhere) if other == "text" else (nowhere, here)
        yield Compared(measure.scope, measure.item_id, *sides, MISSING, message)


@rule_on_whole("text")
def missing_in_text(tables: ReportTables) -> Iterator[Compared]:
    """Look up each item of the overview in running text."""
    yield from _missing(tables, "text", "overview")


@rule_on_whole("overview")
def missing_in_overview(tables: ReportTables) -> Iterator[Compared]:
    """Look up each item of running text in the overview."""
    yield from _missing(tables, "overview", "text")


def _duplicates(tables: ReportTables, source: Source) -> Iterator[Compared]:
    """Each item against the others with its number."""
    first: dict[ItemId, Measure] = {}
    count: Counter[ItemId] = Counter()
    for measure in tables.measures:
        if measure.item_id is None or not _stands_in(measure, source):
            continue
        count[measure.item_id] += 1
        if count[measure.item_id] == 1:
            first[measure.item_id] = measure
            yield Compared(measure.scope, measure.item_id, _side(measure, source), NOWHERE, AGREE)
            continue
        left, right = _side(first[measure.item_id], source), _side(measure, source)
        message = (
            f"Nummeret {name_of(measure)} står mer enn én gang i {PRINTED_IN[source]}: "
            f"«{left.value}» (s. {left.page}) og «{right.value}» (s. {right.page})."
        )
        yield Compared(measure.scope, measure.item_id, left, right, DIFFER, message)


@rule_on_whole("text")
def duplicate_in_text(tables: ReportTables) -> Iterator[Compared]:
    """Find numbers that head more than one item in running text."""
    yield from _duplicates(tables, "text")


@rule_on_whole("overview")
def duplicate_in_overview(tables: ReportTables) -> Iterator[Compared]:
    """Find numbers that begin more than one row of the overview."""
    yield from _duplicates(tables, "overview")


@rule_on_whole("text")
def numbering_gap(tables: ReportTables) -> Iterator[Compared]:
    """Count from the first to the last measure of each series.

    Decisions of the Storting are no series: their numbers begin anew with each session. Where rows
    of the overview are unread, the number may stand there; a report may have no overview.
    """
    listed = any(_stands_in(measure, "overview") for measure in tables.measures)
    unread_rows = tables.holes.in_source("overview") if listed else None
    series: dict[tuple[str, str], dict[int, Measure]] = {}
    for measure in tables.measures:
        if measure.kind == "tiltak" and measure.item_id is not None:
            series.setdefault(_series(measure.item_id), {}).setdefault(measure.number, measure)
    for (head, tail), known in series.items():
        for number in range(1, max(known) + 1):
            item = ItemId(Scope(f"{head}{number}{tail}"))
            if number in known:
                source: Source = "text" if _stands_in(known[number], "text") else "overview"
                side = _side(known[number], source)
                yield Compared(item, item, side, NOWHERE, AGREE)
                continue
            before = max((n for n in known if n < number), default=None)
            page = known[before].page if before is not None else 1
            message = (
                f"Nummeret {item.removeprefix('tiltak-')} mangler i rekken av tiltak: det står "
                f"{'verken i teksten eller i oversikten' if listed else 'ikke i teksten'}."
            )
            missing = Side("text", None, page, None)
            nowhere = Side("overview", None, None, None)
            gap = Compared(item, item, missing, nowhere, MISSING, message)
            yield gap if unread_rows is None else not_comparable(gap, unread_rows)


def _series(item: ItemId) -> tuple[str, str]:
    """What stands before and behind the last number in an id, which all of a series share."""
    parts = numbered(item)
    assert parts is not None
    head, _, _ = parts.number.rpartition(".")
    before = f"{parts.kind}-{head}." if head else f"{parts.kind}-"
    return before, f"-del-{parts.part}" if parts.part > 1 else ""
