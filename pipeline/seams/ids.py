"""The names of things: made here, and taken apart here and nowhere else.

    report    2025
    item      tiltak-4, tiltak-29a, vedtak-611
    scope     tiltak-4, tiltak-4#2, chapter-2, page-9, introduction: where something stands
    row       tiltak-4/overview, tiltak-4/text/1, tiltak-29/2/43
    ref       statuses:tiltak-4/overview: a row and its table

An item is a scope: what is written of it stands there. Where its number is printed twice in one
source, the second has a scope of its own, `tiltak-4#2`, and the same item.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple, NewType

import regex

from pipeline.seams.vocabularies import SOURCES, ItemKind, Source

ReportId = NewType("ReportId", str)
RuleId = NewType("RuleId", str)
Scope = NewType("Scope", str)
ItemId = NewType("ItemId", Scope)
RowId = NewType("RowId", str)
Ref = NewType("Ref", str)

INTRODUCTION = Scope("introduction")
FRONT_MATTER = Scope("front-matter")
OVERVIEW = Scope("overview")
FURNITURE = Scope("furniture")
REPORT = Scope("report")
PAGE = Scope("page")  # some page, where the words of a link are not known
NO_ITEM = Scope("")  # the owner of what belongs to no item

_PREFIXES: dict[ItemKind, str] = {"tiltak": "tiltak", "anmodningsvedtak": "vedtak"}
_CHAPTER = "chapter-"
_numbered = regex.compile(
    r"(?P<kind>tiltak|vedtak|chapter|page)-(?P<number>\d+)(?P<letter>\p{Ll}?)(?:#(?P<time>\d+))?"
)

# What ids of items, and of their rows in measures, look like: as Great Expectations and Arrow both
# read patterns.
ITEM_PATTERN = "(?:tiltak|vedtak)-[0-9]{1,4}[a-zæøå]?"
PRINTING_PATTERN = f"{ITEM_PATTERN}(?:#[0-9]+)?"


# --- items and scopes ---------------------------------------------------------------------------


def item_id(kind: ItemKind, number: int, letter: str = "") -> ItemId:
    """`tiltak-4`, `tiltak-29a`, `vedtak-611`."""
    return ItemId(Scope(f"{_PREFIXES[kind]}-{number}{letter}"))


def printing(item: ItemId, time: int) -> Scope:
    """The scope of an item whose number is printed for the `time`-th time: `tiltak-4#2`."""
    return Scope(_repeated(item, time))


def first_printing(scope: Scope) -> Scope:
    """The scope of the first item with the same number: `tiltak-4` for `tiltak-4#2`."""
    return Scope(scope.partition("#")[0])


def chapter_scope(name: int | str) -> Scope:
    """`chapter-2`, or `chapter-andre-tiltak` where chapters have no numbers."""
    return Scope(_CHAPTER + str(name).replace(" ", "-"))


def is_chapter(scope: Scope) -> bool:
    """Whether the scope is a chapter: what stands there before its first item."""
    return scope.startswith(_CHAPTER)


def chapter_name(scope: Scope) -> str:
    """The words that name a chapter without a number: `andre tiltak`."""
    return scope.removeprefix(_CHAPTER).replace("-", " ")


def kept_id(page: int, number: int) -> RowId:
    """`page-9/1`: what was kept out of a page, from the top."""
    return RowId(f"{page_scope(page)}/{number}")


def page_scope(number: int) -> Scope:
    """`page-9`."""
    return Scope(f"{PAGE}-{number}")


class Numbered(NamedTuple):
    """A scope with a number: `kind` is tiltak, vedtak, chapter or page; `time` as in `printing`."""

    kind: str
    number: int
    letter: str
    time: int


def numbered(scope: Scope) -> Numbered | None:
    """The parts of a scope that has a number; None for the others."""
    match = _numbered.fullmatch(scope)
    if match is None:
        return None
    return Numbered(match["kind"], int(match["number"]), match["letter"], int(match["time"] or 1))


# --- rows ---------------------------------------------------------------------------------------


def status_id(scope: Scope, source: Source) -> RowId:
    """`tiltak-4/overview`; also what the ids of the ministries named there begin with."""
    return RowId(f"{scope}/{source}")


def ministry_id(scope: Scope, source: Source, position: int) -> RowId:
    """`tiltak-4/text/1`: the first ministry that the text names."""
    return RowId(f"{scope}/{source}/{position}")


def unread_id(scope: Scope, source: Source, reason: str, text: str, time: int = 1) -> RowId:
    """`tiltak-4/text/no-status`, `tiltak-4/overview/unknown-ministry/KLP#2`."""
    row = f"{scope}/{source}/{reason}/{text}" if text else f"{scope}/{source}/{reason}"
    return RowId(_repeated(row, time))


def unread_of_report(reason: str) -> RowId:
    """`report/no-overview`: what the report as a whole lacks."""
    return RowId(f"{REPORT}/{reason}")


def unplaced_id(number: int) -> RowId:
    """`segment/3`: the third text that segment found no place for."""
    return RowId(f"segment/{number}")


def unread_page_id(page: int, reason: str) -> RowId:
    """`page-66/picture`."""
    return RowId(f"{page_scope(page)}/{reason}")


def paragraph_id(scope: Scope, paragraph: int) -> RowId:
    """`introduction/3`; the heading or title is number 0."""
    return RowId(f"{scope}/{paragraph}")


def mention_id(scope: Scope, paragraph: int, start: int, detail: str = "") -> RowId:
    """`tiltak-29/2/43`: at offset 43 of the second paragraph.

    `detail` tells apart what begins at the same letter: `tiltak-29/2/43/612`.
    """
    row = f"{scope}/{paragraph}/{start}"
    return RowId(f"{row}/{detail}" if detail else row)


def link_id(scope: Scope, number: int) -> RowId:
    """`introduction/link/1`."""
    return RowId(f"{scope}/link/{number}")


def loose_link_id(page: int, top: float, x0: float) -> RowId:
    """`link/9/122/75`: a link on no words, by its page and its upper left corner in points."""
    return RowId(f"link/{page}/{top:.0f}/{x0:.0f}")


def abbreviation_id(abbreviation: str, time: int) -> RowId:
    """`AID`; `AID#2` where it is listed again."""
    return RowId(_repeated(abbreviation, time))


def comparison_id(rule: RuleId, scope: Scope, detail: str = "") -> RowId:
    """`count-stated/introduction/3/17`; `detail` tells apart those of one rule in one scope."""
    return RowId(f"{rule}/{scope}/{detail}" if detail else f"{rule}/{scope}")


def finding_id(report: ReportId, rule: RuleId, scope: Scope, detail: str = "") -> RowId:
    """`3f2a9c41d07b`: the same in every run, whatever the finding says."""
    name = "|".join((report, rule, scope, detail))
    return RowId(hashlib.sha256(name.encode()).hexdigest()[:12])


def again(row: RowId, time: int) -> RowId:
    """`page-66/page-missing`; `page-66/page-missing#2` the second time."""
    return RowId(_repeated(row, time))


def scope_of(row: RowId) -> Scope:
    """The scope that a row's id begins with: `tiltak-4` for `tiltak-4/text/1`."""
    return Scope(row.partition("/")[0])


def scope_of_comparison(row: RowId) -> Scope:
    """The scope of a comparison's id: `introduction` for `count-stated/introduction/3/17`."""
    return Scope(row.split("/", 2)[1])


def source_of(row: RowId) -> Source | None:
    """The source that the id of a status, a ministry or an unread value names after its scope."""
    second = row.split("/", 2)[1:2]
    return next((source for source in SOURCES if second == [source]), None)


def text_of_unread(row: RowId) -> str:
    """What an unread value's id says after scope, source and reason: `KLP#2`."""
    return "".join(row.split("/", 3)[3:])


def list_of(ministry: RowId) -> RowId:
    """The list that a ministry stands in, as `status_id` has it: `tiltak-4/text`."""
    return RowId(ministry.rpartition("/")[0])


def within(scope: Scope, row: RowId) -> str:
    """What a row's id says after its scope: `2/43` for `tiltak-29/2/43`."""
    return row.removeprefix(f"{scope}/")


def _repeated(name: str, time: int) -> str:
    return name if time == 1 else f"{name}#{time}"


# --- refs ---------------------------------------------------------------------------------------


def ref_to(table: str, row: RowId) -> Ref:
    """`statuses:tiltak-4/overview`."""
    return Ref(f"{table}:{row}")


def is_ref(name: str) -> bool:
    """Whether a name that somebody wrote is a ref, and not an item's id."""
    return ":" in name


def parts_of(ref: Ref) -> tuple[str, RowId]:
    """The table and the row of a ref."""
    table, _, row = ref.partition(":")
    return table, RowId(row)
