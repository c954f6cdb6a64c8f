"""The day on which the Storting made each decision, where the report says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.norwegian.decisions import Decided, days_printed, find_decided
from pipeline.parse.paragraphs import RUNNING
from pipeline.seams.entries import Block, Entry, FieldColumn
from pipeline.seams.ids import Scope, is_chapter

FIELD = "field-decided"  # the part of a label's value


class Stated(NamedTuple):
    """A day, and where it is printed: block.text[start:end]."""

    day: date
    block: Block
    start: int
    end: int


def decided_days(
    blocks: Iterable[Block],
    entries: Iterable[Entry],
    columns: Iterable[FieldColumn],
    as_of: date | None,
) -> Mapping[Scope, Stated]:
    """The day of each decision: as a label or column for it says («Vedtatt: 7. mai 2024»), else its
    text («vedtaket»), else as its number is cited with a day anywhere, else as the introduction to
    its chapter says of all decisions there.

    What says two different days says none.
    """
    numbers = {entry.id: entry.printed for entry in entries if entry.kind == "anmodningsvedtak"}
    if not numbers:
        return {}
    fields = {FIELD, *(column.part for column in columns if column.kind == "decided")}
    by_field: dict[Scope, list[Stated]] = {}
    by_item: dict[Scope, list[Stated]] = {}
    by_number: dict[str, list[Stated]] = {}
    of_chapter: list[Stated] = []
    by_chapter: dict[Scope, list[Stated]] = {}
    chapter: Scope | None = None
    for block in blocks:
        if is_chapter(block.scope) and not block.owner and block.scope != chapter:
            chapter, of_chapter = block.scope, []
        if block.owner in numbers:
            by_chapter.setdefault(block.owner, of_chapter)
        if block.part in fields and block.owner in numbers:
            by_field.setdefault(block.owner, []).extend(_in_field(block, as_of))
        if block.part not in RUNNING:
            continue
        for decided in find_decided(block.text, as_of):
            stated = Stated(decided.day, block, decided.start, decided.end)
            for number in decided.numbers:
                by_number.setdefault(number, []).append(stated)
            if block.owner in numbers:
                if decided.known:
                    by_item.setdefault(block.owner, []).append(stated)
            elif block.scope == chapter and _is_of_all(decided):
                of_chapter.append(stated)
    unique = list(numbers.values())
    days: dict[Scope, Stated] = {}
    for item, number in numbers.items():
        cited = by_number.get(number, []) if unique.count(number) == 1 else []
        for said in (by_field.get(item), by_item.get(item), cited, by_chapter.get(item)):
            if said:
                if len({stated.day for stated in said}) == 1:
                    days[item] = said[0]
                break
    return days


def _in_field(block: Block, as_of: date | None) -> Iterator[Stated]:
    for mention in days_printed(block.text, as_of):
        assert mention.first is not None
        yield Stated(mention.first, block, mention.start, mention.end)


def _is_of_all(decided: Decided) -> bool:
    return decided.requested and not decided.numbers
