"""The ids: built and parsed here and nowhere else.

    report    2025
    item      tiltak-4, tiltak-29a, tiltak-1.1, vedtak-611; tiltak-4-del-2 in the second part of a
              report whose numbers begin anew, vedtak-97-2025-2026 in a second session
    item key  2025/tiltak-4: an item and its report
    scope     tiltak-4, tiltak-4#2, chapter-2, page-9, introduction: a part of the report
    row       tiltak-4/overview, tiltak-4/text/1, tiltak-29/2/43
    ref       statuses:tiltak-4/overview: a row and its table

An item is a scope: the part of the report that is about it. If its number is printed twice in one
source, the second gets its own scope, `tiltak-4#2`, and keeps the item id.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple, NewType

import regex

from pipeline.seams.vocabularies import SOURCES, ItemKind, Source

ReportId = NewType("ReportId", str)
RuleId = NewType("RuleId", str)
Scope = NewType("Scope", str)
ItemId = NewType("ItemId", Scope)
ItemKey = NewType("ItemKey", str)
RowId = NewType("RowId", str)
Ref = NewType("Ref", str)

INTRODUCTION = Scope("introduction")
FRONT_MATTER = Scope("front-matter")
OVERVIEW = Scope("overview")
FURNITURE = Scope("furniture")
REPORT = Scope("report")
PAGE = Scope("page")  # some page, where the words of a link are not known
KEPT = 10_000  # scopes taken apart: rules name each item in many messages
NO_ITEM = Scope("")  # the owner of what belongs to no item

_PREFIXES: dict[ItemKind, str] = {"tiltak": "tiltak", "anmodningsvedtak": "vedtak"}
_CHAPTER = "chapter-"
_numbered = regex.compile(
    r"(?P<kind>tiltak|vedtak|chapter|page)-(?P<number>\d+(?:\.\d+)*)(?P<letter>\p{Ll}?)"
    r"(?:-del-(?P<part>\d+)|-(?P<session>\d{4}-\d{4}))?(?:#(?P<time>\d+))?"
)

WIDTHS = {"tiltak": 3, "vedtak": 4}  # digits in a sort key: decisions are counted past a thousand
READABLE, HASHED = 24, 6  # letters of a text in an id, and of its hash
_number = regex.compile(r"\d+(?:\.\d+)*")
_letters = regex.compile(r"[\p{L}\p{N}]+")

# What ids of items, and of their rows in measures, look like: as Great Expectations and Arrow both
# read patterns.
ITEM_PATTERN = (
    "(?:tiltak|vedtak)-[0-9]{1,4}(?:[.][0-9]{1,3})*[a-zæøå]?(?:-del-[0-9]+|-[0-9]{4}-[0-9]{4})?"
)
PRINTING_PATTERN = f"{ITEM_PATTERN}(?:#[0-9]+)?"


# --- items and scopes ---------------------------------------------------------------------------


def item_id(kind: ItemKind, number: int | str, part: int = 1, session: str = "") -> ItemId:
    """`tiltak-4`, `tiltak-29a`, `tiltak-1.1`, `vedtak-611`.

    `part` is that of the report, from 1: `tiltak-4-del-2`. `session` is given where it tells two
    decisions apart: `vedtak-97-2025-2026`.
    """
    of_part = f"-del-{part}" if part > 1 else ""
    of_session = f"-{session.replace('–', '-')}" if session else ""
    return ItemId(Scope(f"{_PREFIXES[kind]}-{number}{of_part}{of_session}"))


def item_key(report: ReportId, item: ItemId) -> ItemKey:
    """`2025/tiltak-4`: the item in that report, in one column to join tables on."""
    return ItemKey(f"{report}/{item}")


def transition_id(before: ItemId | None, after: ItemId | None) -> RowId:
    """`tiltak-4>tiltak-5`; `tiltak-4>` for an item that is gone, `>tiltak-5` for a new one."""
    return RowId(f"{before or ''}>{after or ''}")


def printing(item: ItemId | Scope, time: int) -> Scope:
    """The scope of the `time`-th entry with the same item number: `tiltak-4#2`."""
    return Scope(_repeated(item, time))


def sort_key(item: ItemId) -> str:
    """`tiltak-004`, `tiltak-001.010`, `vedtak-0611`: sorts as its numbers do."""
    digits = WIDTHS[item.partition("-")[0]]
    return _number.sub(
        lambda match: ".".join(part.zfill(digits) for part in match[0].split(".")), item, count=1
    )


def first_printing(scope: Scope) -> Scope:
    """The scope of the first item with the same number: `tiltak-4` for `tiltak-4#2`."""
    return Scope(scope.partition("#")[0])


def chapter_scope(name: int | str) -> Scope:
    """`chapter-2`, or `chapter-andre-tiltak` where chapters have no numbers."""
    return Scope(_CHAPTER + str(name).replace(" ", "-"))


def is_chapter(scope: Scope) -> bool:
    """Whether the scope is a chapter, that is, its text before the first item."""
    return scope.startswith(_CHAPTER)


def chapter_name(scope: Scope) -> str:
    """The name of a chapter without a number: `andre tiltak`."""
    return scope.removeprefix(_CHAPTER).replace("-", " ")


def kept_id(page: int, number: int) -> RowId:
    """`page-9/1`: what was kept out of a page, from the top."""
    return RowId(f"{page_scope(page)}/{number}")


def page_scope(number: int) -> Scope:
    """`page-9`."""
    return Scope(f"{PAGE}-{number}")


def is_page(scope: Scope) -> bool:
    """Whether a scope is a page: `page-9`."""
    return scope.startswith(f"{PAGE}-")


class Numbered(NamedTuple):
    """A scope with a number: `kind` is tiltak, vedtak, chapter or page; `time` as in `printing`.

    `number` is as printed («4», «1.1»), `part` that of the report, `session` the parliament's.
    """

    kind: str
    number: str
    letter: str
    part: int
    session: str
    time: int


@lru_cache(KEPT)
def numbered(scope: Scope) -> Numbered | None:
    """The parts of a scope that has a number; None for the others."""
    match = _numbered.fullmatch(scope)
    if match is None:
        return None
    return Numbered(
        match["kind"],
        match["number"],
        match["letter"],
        int(match["part"] or 1),
        match["session"] or "",
        int(match["time"] or 1),
    )


# --- rows ---------------------------------------------------------------------------------------


def status_id(scope: Scope, source: Source) -> RowId:
    """`tiltak-4/overview`; also the prefix of the ids of the ministries listed there."""
    return RowId(f"{scope}/{source}")


def ministry_id(scope: Scope, source: Source, position: int) -> RowId:
    """`tiltak-4/text/1`: the first ministry listed in the text."""
    return RowId(f"{scope}/{source}/{position}")


def responsibility_id(scope: Scope, source: Source, ministry: str) -> RowId:
    """`tiltak-4/text/JD`: a ministry's part in an item, named or through `alle`."""
    return RowId(f"{scope}/{source}/{ministry}")


def field_id(scope: Scope, source: Source, position: int) -> RowId:
    """`tiltak-4/text/field/1`: the first value of a label that has no table of its own."""
    return RowId(f"{scope}/{source}/field/{position}")


def unread_id(place: str, reason: str, text: str, time: int = 1) -> RowId:
    """`tiltak-4/text/no-status`, `tiltak-4/overview/unknown-ministry/KLP-672f2a#2`.

    It is also the key for acceptance in the register, which is to hold for these words in this
    place and for no others.

    `place` is a scope, a source of it or a paragraph. Of covered words the id says nothing; `time`
    counts what would else have the same id.
    """
    words = f"/{_key_of(text)}" if text and reason != "covered" else ""
    return RowId(_repeated(f"{place}/{reason}{words}", time))


def _key_of(text: str) -> str:
    """The first words of a text, to know it by, and a hash of all of them."""
    words = text.split()
    start = "-".join(_letters.findall(" ".join(words)))[:READABLE].rstrip("-")
    short = hashlib.sha256(" ".join(words).encode()).hexdigest()[:HASHED]
    return f"{start}-{short}" if start else short


def paragraph_id(scope: Scope, paragraph: int) -> RowId:
    """`introduction/3`; the heading or title is number 0."""
    return RowId(f"{scope}/{paragraph}")


def mention_id(scope: Scope, paragraph: int, start: int, detail: str = "") -> RowId:
    """`tiltak-29/2/43`: at offset 43 of the second paragraph.

    `detail` tells mentions at the same offset apart: `tiltak-29/2/43/612`.
    """
    row = f"{scope}/{paragraph}/{start}"
    return RowId(f"{row}/{detail}" if detail else row)


def link_id(scope: Scope, number: int) -> RowId:
    """`introduction/link/1`."""
    return RowId(f"{scope}/link/{number}")


def abbreviation_id(abbreviation: str, time: int) -> RowId:
    """`AID`; `AID#2` if it is listed again."""
    return RowId(_repeated(abbreviation, time))


def comparison_id(rule: RuleId, scope: Scope, detail: str = "") -> RowId:
    """`count-stated/introduction/3/17`; `detail` tells those of one rule and scope apart."""
    return RowId(f"{rule}/{scope}/{detail}" if detail else f"{rule}/{scope}")


def finding_id(report: ReportId, rule: RuleId, scope: Scope, detail: str = "") -> RowId:
    """`3f2a9c41d07b`: the same in every run, even if the finding's message changes."""
    name = "|".join((report, rule, scope, detail))
    return RowId(hashlib.sha256(name.encode()).hexdigest()[:12])


def scope_of(row: RowId) -> Scope:
    """The scope that a row's id begins with: `tiltak-4` for `tiltak-4/text/1`."""
    return Scope(row.partition("/")[0])


def scope_of_comparison(row: RowId) -> Scope:
    """The scope of a comparison's id: `introduction` for `count-stated/introduction/3/17`."""
    return Scope(row.split("/", 2)[1])


def source_of(row: RowId) -> Source | None:
    """The source in the id of a status, ministry or unread value: the part after the scope."""
    second = row.split("/", 2)[1:2]
    return next((source for source in SOURCES if second == [source]), None)


def time_of(row: RowId) -> int:
    """Which one of several that would have the same id: 2 for `tiltak-4/text/no-status#2`."""
    _, _, time = row.rpartition("/")[2].partition("#")
    return int(time or 1)


def list_of(ministry: RowId) -> RowId:
    """The list that a ministry belongs to, as in `status_id`: `tiltak-4/text`."""
    return RowId(ministry.rpartition("/")[0])


def within(scope: Scope, row: RowId) -> str:
    """The part of a row's id after its scope: `2/43` for `tiltak-29/2/43`."""
    return row.removeprefix(f"{scope}/")


def _repeated(name: str, time: int) -> str:
    return name if time == 1 else f"{name}#{time}"


# --- refs ---------------------------------------------------------------------------------------


def ref_to(table: str, row: RowId) -> Ref:
    """`statuses:tiltak-4/overview`."""
    return Ref(f"{table}:{row}")


def is_ref(name: str) -> bool:
    """Whether the user's argument is a ref and not an item's id."""
    return ":" in name


def parts_of(ref: Ref) -> tuple[str, RowId]:
    """The table and the row id of a ref."""
    table, _, row = ref.partition(":")
    return table, RowId(row)
