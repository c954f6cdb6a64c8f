"""What the pipeline read of an edition, held against what the edition says: every difference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.seams.entries import Block
from pipeline.seams.tables import (
    Abbreviation,
    Field,
    LinkRow,
    Measure,
    Ministry,
    Paragraph,
    Report,
    Status,
    Unread,
)
from pipeline.seams.words import first_right
from tests.conftest import Run

from .edition import STATUSES
from .expected import Expected, Item

WRONG = "wrong value"  # the data say something that the report does not
MISSING = "not read"  # the data are silent about something that the report says
FALSE = "false finding"  # a contradiction that the report does not hold
MISSED = "missed fault"  # a contradiction that nobody was told of
FLAGGED = "unread"  # text that the pipeline says it does not understand
HIDDEN = (
    "not to be seen"  # a paragraph's end at the foot of a page, on a full line: either is right
)

# Rules whose findings an edition foresees. What rules say of dates, narratives and the like is
# tested where they are; but no rule of severity error has anything to find in an edition.
STRUCTURAL = {
    "status-text-vs-overview", "ministries-text-vs-overview", "title-text-vs-overview",
    "chapter-text-vs-overview", "missing-in-text", "missing-in-overview", "duplicate-in-text",
    "duplicate-in-overview", "numbering-gap", "unknown-status", "unknown-ministry",
    "reference-resolves", "count-stated", "engines-disagree",
}  # fmt: skip
_PLANTED_WORDS = {"unknown-status", "unknown-ministry"}  # unread rows that an edition foresees
# What a report of that form has not, and the pipeline says so.
_SAID_OF = {
    "both": frozenset(),
    "text": frozenset({"no-overview", "prose-status"}),
    "overview": frozenset({"no-text"}),
    "table": frozenset({"no-text"}),
}
_OVERVIEW_HEADINGS = ("Oversikt over", "Oversyn over")


SPACE = 4.0  # points: about the width of a space


class Difference(NamedTuple):
    """One thing that came out otherwise: what kind it is, of what, where, and both values."""

    kind: str
    field: str
    where: str
    want: object
    got: object

    def __str__(self) -> str:
        return f"{self.kind}: {self.field} {self.where}\n  want {self.want!r}\n  got  {self.got!r}"


def differences(run: Run, want: Expected) -> list[Difference]:
    """Everything in which the tables and findings of `run` are not what `want` says."""
    want, hidden = _as_printed(run, want)
    return [
        *hidden,
        *_of_report(run, want),
        *_of_items(run, want),
        *_of_text(run, want),
        *_of_findings(run, want),
    ]


def exact(found: Iterable[Difference]) -> bool:
    """Whether nothing differs but what no reader of the page can tell."""
    return all(difference.kind == HIDDEN for difference in found)


def _as_printed(run: Run, want: Expected) -> tuple[Expected, list[Difference]]:
    """`want` with those paragraphs as one that were read as one and that nothing on the page parts.

    That is where the first ends a page with a line on which the next word would not have fitted,
    and the second begins the next page at the same margin.
    """
    hidden = []
    blocks = run.structure.blocks
    right = max(place.x1 for block in blocks if block.part == "paragraph" for place in block.places)
    for block in blocks:
        for first, second in _unseen_parts(block, right):
            texts = [one.text for one in want.paragraphs if one.scope == block.scope]
            if (first, second) in pairwise(texts):
                want = _joined(want, block.scope, first, second)
                hidden.append(Difference(HIDDEN, "paragraph", block.scope, second, block.text))
    return want, hidden


def _unseen_parts(block: Block, right: float) -> Iterator[tuple[str, str]]:
    """The block's text parted at each page break that might be a paragraph's end.

    `right` is the x that full lines reach.
    """
    for above, below in pairwise(block.places):
        first_width = first_right(below.edges) - below.x0
        if above.page != below.page and above.x1 + first_width > right - 2 * SPACE:
            yield block.text[: below.start].rstrip(), block.text[below.start :]


def _joined(want: Expected, scope: str, first: str, second: str) -> Expected:
    both = f"{first} {second}"

    def narrative(texts: tuple[str, ...]) -> tuple[str, ...]:
        at = next((i for i, pair in enumerate(pairwise(texts)) if pair == (first, second)), None)
        return texts if at is None else (*texts[:at], both, *texts[at + 2 :])

    paragraphs = list(want.paragraphs)
    at = next(
        i
        for i, (one, other) in enumerate(pairwise(paragraphs))
        if one.scope == scope and (one.text, other.text) == (first, second)
    )
    paragraphs[at : at + 2] = [replace(paragraphs[at], text=both)]
    items = tuple(
        replace(item, narrative=narrative(item.narrative)) if item.item_id == scope else item
        for item in want.items
    )
    return replace(want, paragraphs=tuple(paragraphs), items=items)


def _of_report(run: Run, want: Expected) -> Iterator[Difference]:
    (report,) = run.tables.rows(Report)
    yield from _compared("title", "report", want.title, report.title)
    printed = report.as_of_printed or ""
    yield from _compared("as of", "report", want.as_of, printed[-len(want.as_of) :] or None)
    yield from _compared("language", "report", want.language, report.language)


def _of_items(run: Run, want: Expected) -> Iterator[Difference]:
    measures = {row.item_id: row for row in reversed(run.tables.rows(Measure))}
    statuses = first_by_item(run.tables.rows(Status))
    ministries = first_by_item(run.tables.rows(Ministry))
    unknown = {row.text for row in run.tables.rows(Unread) if row.reason == "unknown-ministry"}
    items = {item.item_id: item for item in want.items}
    fields: defaultdict[str | None, Counter[Any]] = defaultdict(Counter)
    for field in run.tables.rows(Field):
        key = (field.item_id, field.source, field.label, field.kind, field.value)
        if "#" not in field.id:  # a second printing
            fields[field.item_id][key] += 1
    for item_id in measures.keys() - items.keys():
        yield Difference(WRONG, "item", item_id, None, measures[item_id].title)
    for item_id, item in items.items():
        row = measures.get(item_id)
        if row is None:
            yield Difference(MISSING, "item", item_id, item.title, None)
            continue
        yield from _of_measure(row, item)
        named = Counter((item_id, *field) for field in item.fields)
        yield from _counted("field", named, fields[item_id])
        for source, category, printed, listed in (
            ("text", item.status, item.status_printed, item.ministries),
            ("overview", item.overview_status, item.overview_status_printed,
             item.overview_ministries),
        ):  # fmt: skip
            where = f"{item_id}/{source}"
            status = statuses.get((item_id, source))
            if printed is not None or category is None:
                yield from _compared("status", where, printed, _without_stop(status))
            yield from _compared("status meant", where, category, status and status.status)
            ministry = ministries.get((item_id, source))
            if listed not in unknown:
                yield from _compared("ministries", where, listed, ministry and ministry.printed)
            if source == "overview":
                shared = (status and status.inherited, ministry and ministry.inherited)
                for part, inherited in zip(("status", "ministries"), shared, strict=True):
                    if part in item.inherited:
                        yield from _compared(f"inherited {part}", where, True, inherited)


def _of_measure(row: Measure, item: Item) -> Iterator[Difference]:
    for field, expected, found in (
        ("title", item.title, row.title),
        ("overview title", item.overview_title, row.overview_title),
        ("chapter number", item.chapter_number, row.chapter_number),
        ("chapter", item.chapter, row.chapter),
        ("overview chapter", item.overview_chapter, row.overview_chapter),
        ("narrative", "\n\n".join(item.narrative) or None, row.narrative),
        ("number", (item.kind, item.number, item.letter), (row.kind, row.number, row.letter or "")),
        ("number printed", item.number_printed, row.number_printed),
        ("session", item.session, row.session),
    ):
        yield from _compared(field, item.item_id, expected, found)


def _of_text(run: Run, want: Expected) -> Iterator[Difference]:
    rows = run.tables.rows(Paragraph)
    printed = Counter((one.scope, one.kind, one.text) for one in want.paragraphs)

    def is_framed(row: Paragraph) -> bool:
        """Whether a row stands in a frame outside of items: of the text all the same."""
        return row.kind == "box" and row.item_id is None

    found = Counter(
        (_scope(row.scope), "paragraph" if is_framed(row) else row.kind, row.text)
        for row in rows
        if row.scope not in ("front-matter", "overview")
        and not (
            _is_around(row.text, want.around)
            and row.item_id is None
            and (row.scope, row.kind, row.text) not in printed
        )
        and not (row.kind == "heading" and row.text.startswith(_OVERVIEW_HEADINGS))
    )
    yield from _counted("paragraph", printed, found)
    notes = Counter(
        row.text
        for row in rows
        if row.scope == "overview"
        and row.kind != "heading"
        and (row.text == want.overview_note or not _is_around(row.text, want.around))
    )
    yield from _counted("overview note", Counter(filter(None, [want.overview_note])), notes)
    links = Counter((_scope(row.scope), row.text, row.url) for row in run.tables.rows(LinkRow))
    yield from _counted("link", Counter(want.links), links)
    listed = Counter((row.abbreviation, row.expansion) for row in run.tables.rows(Abbreviation))
    yield from _counted("abbreviation", Counter(want.abbreviations), listed)


def _scope(scope: str) -> str:
    """The introduction's, also where a foreword stands before it."""
    return scope.replace("introduction#2", "introduction")


def _is_around(text: str, around: frozenset[str]) -> bool:
    """Whether a text is made of captions, legends and the like, and of nothing else."""
    for known in sorted(around, key=len, reverse=True):
        text = text.replace(known, "")
    return not text.strip()


def _of_findings(run: Run, want: Expected) -> Iterator[Difference]:
    found = {
        (rule, scope.partition("#")[0], severity)  # a finding names the second printing
        for rule, scope, severity in run.findings()
        if rule in STRUCTURAL or severity == "error"
    }
    planted = {(fault.rule, fault.scope, fault.severity) for fault in want.faults}
    for rule, scope, severity in sorted(found - planted):
        yield Difference(FALSE, rule, scope, None, severity)
    for rule, scope, severity in sorted(planted - found):
        yield Difference(MISSED, rule, scope, severity, None)
    for row in run.tables.rows(Unread):
        if row.reason not in _PLANTED_WORDS | _SAID_OF[want.form]:
            yield Difference(FLAGGED, row.reason, row.scope, None, row.text)


def first_by_item(rows: Iterable[Any]) -> dict[tuple[str, str], Any]:
    """The first row of each item and source: a number printed twice counts once."""
    found: dict[tuple[str, str], Any] = {}
    for row in rows:
        found.setdefault((row.item_id, row.source), row)
    return found


def _without_stop(status: Status | None) -> str | None:
    """The status as printed, without the full stop that parts it from what follows."""
    printed = status and status.status_printed
    return printed.removesuffix(".") if printed and printed not in STATUSES else printed


def _compared(field: str, where: str, want: object, got: object) -> Iterator[Difference]:
    if want != got:
        yield Difference(MISSING if got is None else WRONG, field, where, want, got)


def _counted(field: str, want: Counter[Any], got: Counter[Any]) -> Iterator[Difference]:
    for one in (got - want).elements():
        yield Difference(WRONG, field, str(one), None, one)
    for one in (want - got).elements():
        yield Difference(MISSING, field, str(one), one, None)
