"""The cover's as-of month, and the language of a report."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from pipeline.norwegian.months import month_number
from pipeline.norwegian.vocabulary import pattern, vocabulary
from pipeline.seams.vocabularies import Language

ENOUGH_WORDS = 3_000  # to recognise the language
MONTH_AND_YEAR = r"(?i)\b(?P<month>«MONTH»)\s+(?P<year>20\d\d|19\d\d)\b"


class AsOf(NamedTuple):
    """The as-of month of a report: as printed (`juni 2025`), its span, and its last day."""

    printed: str
    start: int
    end: int
    last_day: date


def find_as_of(text: str) -> AsOf | None:
    """The first month with a year in `text`, with or without «per»; None without one.

    A day («per 1. juni 2025») is ignored: the report describes the month.
    """
    match = pattern(MONTH_AND_YEAR).search(text)
    if match is None:
        return None
    month, year = month_number(match["month"]), int(match["year"])
    last = date(year, month, calendar.monthrange(year, month)[1])
    return AsOf(match.group(), match.start(), match.end(), last)


def language_of(texts: Iterable[str]) -> Language:
    """`nn` if words unique to nynorsk outnumber those unique to bokmål, else `nb`."""
    language = {row["word"]: row["language"] for row in vocabulary("languages")}
    words = islice(chain.from_iterable(text.lower().split() for text in texts), ENOUGH_WORDS)
    counts = Counter(map(language.__getitem__, filter(language.__contains__, words)))
    return "nn" if counts["nn"] > counts["nb"] else "nb"
