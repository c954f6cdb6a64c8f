"""Statuses: the words that reports use, the category of each, and what may be added to them.

    status   = [mark] words [addition]
    words    = as in vocab/statuses.csv, the longest that fit
    addition = ("," | ";" | "." | ":" | "(" | dash) …     «Under arbeid, forventes ferdig i 2027»
             | [preposition | part] (season | month | year) …   «Gjennomført i 2025»

An addition that limits the status («Gjennomført, men ikke i alle fylker») leaves it unread.
A report may have words of its own that hold in it only, before the vocabulary: `A` for Gjennomført.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numbering import without_number
from pipeline.norwegian.vocabulary import KEPT, any_of, pattern, tagged, vocabulary

_spaces = regex.compile(r"\s+")
_dashes = regex.compile(r"\s*[-–—]\s*")
_mark = regex.compile(r"^[^\p{L}\p{N}(«]+")  # a coloured dot, a tick, a bullet
ADDITION = (
    r"(?i)\s*(?:[,;.:(]|[-–—/]\s|$|(?:«TIME»|«PART»)\s(?=[^.;]{0,30}\d)"
    r"|(?:«SEASON»|«MONTH»)?\s?\d{4}\b|(?:«SEASON»|«MONTH»)\s)"
)
LIMITING = r"(?i)(?<!\p{L})«LIMITING»"
Meanings = tuple[tuple[str, str], ...]  # printed words of one report, each with its category


class StatusStart(NamedTuple):
    """A status at the start of a text: its category, and where its words end."""

    status: str
    end: int


def read_status(printed: str, of_report: Meanings = ()) -> str | None:
    """The category of `printed`, or None if neither the vocabulary nor the report's words have it.

    Case, spacing, the kind of dash, a mark before it and a final full stop are ignored, nothing
    else: «Under arbeid, men forsinket» is not «Under arbeid».
    """
    return _categories(of_report).get(folded(printed))


@lru_cache(maxsize=KEPT)  # a report prints few statuses, each many times
def status_at_start(text: str, of_report: Meanings = ()) -> StatusStart | None:
    """The status that `text` begins with, where all that follows is an addition; None for none."""
    category = read_status(text, of_report)
    if category is not None:
        return StatusStart(category, len(text.rstrip()))
    mark = _mark.match(text)
    match = _words(of_report).match(text, mark.end() if mark else 0)
    if match is None or pattern(ADDITION).match(text, match.end()) is None:
        return None
    if pattern(LIMITING).search(_first_sentence(text[match.end() :])) is not None:
        return None
    status = read_status(match.group(), of_report)
    return StatusStart(status, match.end()) if status is not None else None


def holds_another(text: str, of_report: Meanings = ()) -> bool:
    """Whether `text` is a status and another right behind it, as where two cells were read as one:
    «I rute Under arbeid».
    """
    first = _words(of_report).match(text)
    rest = text[first.end() :].lstrip() if first is not None else ""
    return rest[:1].isupper() and read_status(rest, of_report) is not None


def status_of_group(heading: str, of_report: Meanings = ()) -> str | None:
    """The status that a heading gives to all that stands below it: «Under arbeid», «Gjennomførte
    tiltak», «Tabell 2: Tiltak som er gjennomført». None where it has other words, too.
    """
    rest = " ".join(
        word
        for word in words_of(without_number(heading))
        if not word.isdigit() and word not in _beside_group_status()
    )
    forms = [rest, rest.removesuffix("e"), rest.removesuffix("ede") + "et"]
    return next(filter(None, (read_status(form, of_report) for form in forms if rest)), None)


@cache
def _beside_group_status() -> frozenset[str]:
    """The words that may stand beside a status at the head of the measures that have it."""
    return frozenset({*tagged("measure"), *tagged("measures"), *tagged("of_group")})


def order_of(status: str | None) -> int | None:
    """How far a category is from start to end: 0 to 3; None for one that tells nothing of it."""
    return _orders().get(status) if status is not None else None


def _first_sentence(text: str) -> str:
    """What stands before a full stop that a capital follows."""
    return regex.split(r"[.]\s+(?=\p{Lu})", text, maxsplit=1)[0]


@cache
def printed_statuses(of_report: Meanings = ()) -> tuple[str, ...]:
    """Every status word, as printed: those of the report, then those of the vocabulary."""
    return (*(word for word, _ in of_report), *(row["printed"] for row in vocabulary("statuses")))


@cache
def status_words(of_report: Meanings = ()) -> tuple[str, ...]:
    """The statuses of two words or more, as cells print them: few texts end in one by chance."""
    return tuple(word for word in printed_statuses(of_report) if " " in word)


@cache
def categories() -> tuple[str, ...]:
    """The categories of the vocabulary, in its order."""
    return tuple(dict.fromkeys(row["status"] for row in vocabulary("statuses")))


@cache
def _words(of_report: Meanings) -> regex.Pattern[str]:
    # An asterisk calls a note; in a vocabulary it would stand for any letters.
    printed = sorted({word.rstrip(".").replace("*", "") for word in printed_statuses(of_report)})
    return regex.compile(rf"(?i){any_of(filter(None, printed))}(?![\p{{L}}\p{{N}}])")


@cache
def _categories(of_report: Meanings) -> dict[str, str]:
    known = {folded(row["printed"]): row["status"] for row in vocabulary("statuses")}
    return known | {folded(printed): status for printed, status in of_report}


@cache
def _orders() -> dict[str, int]:
    return {row["status"]: int(row["order"]) for row in vocabulary("statuses") if row["order"]}


@lru_cache(maxsize=KEPT)  # reports repeat their statuses
def folded(printed: str) -> str:
    """A status normalised for comparison, without brackets around it. What is nothing but a mark
    stays one.
    """
    text = _spaces.sub(" ", printed).strip().strip("[]")
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1]
    text = _mark.sub("", text) or text
    return _dashes.sub(" – ", text).rstrip(".*").strip().casefold()
