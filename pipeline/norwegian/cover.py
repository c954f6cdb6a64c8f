"""The cover's as-of month, and the language of a report."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from pipeline.norwegian.months import month_number
from pipeline.norwegian.vocabulary import pattern, vocabulary
from pipeline.seams.vocabularies import Language

ENOUGH_WORDS = 3_000  # to recognise the language
YEAR = r"(?P<year>20\d\d|19\d\d)\b"
DATE = (
    rf"(?:(?P<printed>(?P<month>«MONTH»)\s+{YEAR})"
    rf"|(?P<printed>\d{{1,2}}\.\s?(?P<number>0?[1-9]|1[0-2])\.\s?{YEAR}))"
)
ANY = rf"(?i)\b{DATE}"
# What the report speaks for: «per 1. juni 2026», «Status pr. 31.12.2026», «Rapport juni 2026».
SPOKEN_FOR = rf"(?i)(?<!\p{{L}})«ON_COVER»\s+(?:«PER»\s+)?(?:\d{{1,2}}\.\s?(?=«MONTH»))?{DATE}"
# «Status per utgangen av 2025»: which parts of a year end it, the vocabulary says.
END_OF_YEAR = (
    r"(?i)(?<!\p{L})«ON_COVER»\s+(?:\p{L}{2,3}\.?\s+)?"
    rf"(?P<printed>(?P<part>«PART»)\s+{YEAR})"
)


class AsOf(NamedTuple):
    """The as-of month of a report: as printed (`juni 2025`), its span, and its last day."""

    printed: str
    start: int
    end: int
    last_day: date


def find_as_of(text: str, spoken_for: bool = False) -> AsOf | None:
    """The first month with a year in `text`, with or without «per»; None without one.

    A day («per 1. juni 2025») is ignored: the report describes the month. With `spoken_for`, only a
    month counts that words like «per» and «status» make the report's: covers have others, too. The
    end of a year is its last month.
    """
    match = pattern(SPOKEN_FOR if spoken_for else ANY).search(text)
    if match is None:
        return _end_of_year(text) if spoken_for else None
    month = month_number(match["month"]) if match["month"] else int(match["number"])
    year = int(match["year"])
    last = date(year, month, calendar.monthrange(year, month)[1])
    return AsOf(match["printed"], *match.span("printed"), last)


def _end_of_year(text: str) -> AsOf | None:
    match = pattern(END_OF_YEAR).search(text)
    if match is None or match["part"].casefold() not in _closings():
        return None
    return AsOf(match["printed"], *match.span("printed"), date(int(match["year"]), 12, 31))


@cache
def _closings() -> frozenset[str]:
    return frozenset(row["words"] for row in vocabulary("parts") if row["part"] == "close")


def language_of(texts: Iterable[str]) -> Language:
    """`nn` if words unique to nynorsk outnumber those unique to bokmål, else `nb`."""
    language = {row["word"]: row["language"] for row in vocabulary("languages")}
    words = islice(chain.from_iterable(text.lower().split() for text in texts), ENOUGH_WORDS)
    counts = Counter(map(language.__getitem__, filter(language.__contains__, words)))
    return "nn" if counts["nn"] > counts["nb"] else "nb"
