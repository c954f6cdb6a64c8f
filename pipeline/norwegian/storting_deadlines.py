"""Deadlines that the Storting sets in a decision without a date of its own.

    find_sittings("i forbindelse med revidert nasjonalbudsjett for 2024")    30 June 2024
    find_sittings("i løpet av første halvdel av planperioden (2024–2028)")    30 June 2026

    deadline = preposition sitting year | «første halvdel av» period | «i løpet av» period

The revised budget of a year is dealt with by the end of June of that year, the budget before the
year begins.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import any_of, pattern, vocabulary

PERIOD = (
    r"(?i)(?<!\p{L})(?P<half>«FIRST_HALF»\s+)?(?:plan)?perioden"
    r"\s+\(?(?P<first>(?:19|20)\d\d)\s?[–-]\s?(?P<last>(?:19|20)\d\d)\)?"
)


class Sitting(NamedTuple):
    """A deadline: its span in the text, and its last day."""

    start: int
    end: int
    last: date


def find_sittings(text: str) -> list[Sitting]:
    """Every such deadline in the text of a decision, in order."""
    found = []
    for match in pattern(_sitting()).finditer(text):
        day = _end_of(_sittings()[_spaced(match["words"])], int(match["year"]))
        found.append(Sitting(match.start("words"), match.end(), day))
    for match in pattern(PERIOD).finditer(text):
        first, last = int(match["first"]), int(match["last"])
        day = date(last, 12, 31)
        if match["half"]:
            months = (last - first + 1) * 12 // 2
            year, month = divmod(first * 12 + months - 1, 12)
            day = _last_of(year, month + 1)
        found.append(Sitting(*match.span(), day))
    return sorted(found)


def _end_of(row: Mapping[str, str], year: int) -> date:
    return _last_of(year + int(row["years"]), int(row["month"]))


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _spaced(words: str) -> str:
    return " ".join(words.lower().split())


@cache
def _sittings() -> Mapping[str, Mapping[str, str]]:
    return {_spaced(row["words"]): row for row in vocabulary("budget_sittings")}


@cache
def _sitting() -> str:
    return (
        r"(?i)(?<!\p{L})(?:i|«WITHIN»)\s+(?:\p{L}+\s+){0,3}?"
        rf"(?P<words>{any_of(_sittings())})\s+(?P<year>(?:19|20)\d\d)(?!\d)"
    )
