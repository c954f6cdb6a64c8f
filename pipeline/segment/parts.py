"""The parts of a report whose measures are numbered anew in each: two plans in one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from pipeline.norwegian.numbering import ItemNumber
from pipeline.segment.items import Key

ALIKE = 0.5  # of the words of two titles: so many in common have those of one measure
Titled = tuple[Key | None, str]  # of a row: its number, if any, and the letters of its title


class Numbered(NamedTuple):
    """A measure in the order of the text: its number, and its title, normalised."""

    number: ItemNumber
    title: str
    opens: bool  # the heading of a part stands between it and the measure before


def parts_of(measures: Sequence[Numbered]) -> list[int]:
    """The part of each measure, counted from 1.

    A part begins where the series does so again: its first number stands once more, with another
    title, and the next follows it. A number that is printed twice begins none, nor does a page that
    is.
    """
    parts: list[int] = []
    part, seen = 1, dict[Key, str]()
    for position, (number, title, opens) in enumerate(measures):
        following = [measure.number for measure in measures[position + 1 : position + 2]]
        goes_on = all(after.follows(number) for after in following)
        again = number.key in seen and seen[number.key] != title and len(seen) > 1
        if again and (opens or (set(number.parts) == {1} and goes_on)):
            part, seen = part + 1, {}
        seen.setdefault(number.key, title)
        parts.append(part)
    return parts


class PartsOfRows:
    """To which part a row of an overview belongs: where a measure has its number and its title."""

    def __init__(self, measures: Sequence[Numbered], parts: Sequence[int]) -> None:
        self.titles: dict[Key, dict[int, str]] = {}
        for (number, title, _), part in zip(measures, parts, strict=True):
            self.titles.setdefault(number.key, {}).setdefault(part, title)
        self.several = len(set(parts)) > 1
        self.last = 1

    def of(self, number: ItemNumber, title: str) -> int:
        """The part: that of the row before where the titles do not tell."""
        if not self.several:
            return 1
        known = self.titles.get(number.key, {})
        alike = {part: likeness(title, other) for part, other in known.items()}
        best = max(alike.values(), default=0.0)
        if best > ALIKE:
            parts = [part for part, like in alike.items() if like == best]
            self.last = self.last if self.last in parts else parts[0]
        return self.last


def likeness(title: str, other: str) -> float:
    """The share of words that two titles have in common."""
    ours, theirs = set(title.split()), set(other.split())
    return len(ours & theirs) / max(1, len(ours | theirs))


def repeated_rows(rows: Sequence[Titled], before: AbstractSet[Titled]) -> set[int]:
    """The positions of rows that only repeat those `before`.

    They make up the whole table, or sections of it. One row alone may be printed twice by mistake.
    """
    mostly = _repeats(rows, before)
    known, again = set(before), set[int]()
    for first, last in _sections(rows):
        section = rows[first:last]
        several = sum(key is not None for key, _ in section) > 1
        if _repeats(section, known) and (mostly or several or first - 1 in again):
            again |= set(range(first, last))
        known |= set(section)
    return again


def _repeats(rows: Sequence[Titled], known: AbstractSet[Titled]) -> bool:
    """Whether most of the rows with a number are known, with the same titles."""
    numbered = [row for row in rows if row[0] is not None]
    return 2 * sum(row in known for row in numbered) > len(numbered)


def _sections(rows: Sequence[Titled]) -> Iterator[tuple[int, int]]:
    """Where each section of a table begins and ends: at the rows without a number."""
    starts = [position for position, (key, _) in enumerate(rows) if key is None or not position]
    yield from pairwise([*starts, len(rows)])
