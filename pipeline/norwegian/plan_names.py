"""The plan that a cover names: `Handlingsplan mot vold i nære relasjoner (2021–2025)`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from pipeline.norwegian.vocabulary import any_of, vocabulary

LONGEST = 200  # letters: what is longer is a sentence
# From the word for the plan to its years, to what a cover says of the report, or to the end.
GRAMMAR = r"""(?ix)
    (?:(?<!\p{{L}}) (?P<before>{before}) \s)?
    (?<![\p{{L}}-]) (?P<kind>[\p{{L}}-]*?) (?P<noun>{nouns}) (?![\p{{L}}-])
    (?P<rest> \s (?: (?={years}|[«"“”]) | {after} \s ) .*? )
    (?: (?P<years>{years})
      | (?=[:.;]|$)
      | (?=(?<!\p{{L}}) (?: {end} | {months} \s \d{{4}} ) (?!\p{{L}}))
      | (?=(?<!\s{after}) \s \d{{4}} $)  # a year alone is the report's
      | (?=\s {join} \s (?:\p{{L}}+\s)? [\p{{L}}-]* {nouns} (?!\p{{L}})) )
"""
YEARS = r"\(?\s?\d{4}\s?[-–—‑/]\s?(?:\d{4}|\d\d)(?!\d)\s?\)?"
EDGES = " ,–—-("


def plan_of_cover(text: str) -> str | None:
    """The plan that a cover names, as printed but beginning with a capital.

    `text` has a line for each title and paragraph of the cover: the first that names a plan says
    it. None where no line does, or where that line names several. A definite form is made an
    indefinite one, as plans are called: «planen mot vold» is «Plan mot vold».
    """
    for line in text.splitlines():
        named = dict.fromkeys(_plans_in(_printable(line)))
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _plans_in(line: str) -> Iterator[str]:
    for match in _grammar().finditer(line):
        noun = match["noun"]
        kind = match["kind"] + (noun if noun.isupper() else _nouns()[noun.lower()])
        rest = (match["rest"].rstrip(EDGES) + " " + (match["years"] or "")).rstrip()
        name = " ".join(f"{match['before'] or ''} {kind}{rest}".split())
        if len(name) <= LONGEST:
            yield name[0].upper() + name[1:]


def _printable(line: str) -> str:
    """The line without soft hyphens and what else is not seen; all white space is spaces."""
    spaced = " ".join(line.split())
    return "".join(letter for letter in spaced if letter.isprintable())


@cache
def _grammar() -> regex.Pattern[str]:
    rows = vocabulary("plan_names")
    words = {
        part: any_of(row["word"] for row in rows if row["part"] == part)
        for part in ("before", "after", "end", "join")
    }
    months = any_of(row["word"] for row in vocabulary("months"))
    return regex.compile(
        GRAMMAR.format(nouns=any_of(_nouns()), years=YEARS, months=months, **words)
    )


@cache
def _nouns() -> dict[str, str]:
    """The words for a plan, in all their forms, each with the indefinite one."""
    return {row["ending"]: row["noun"] for row in vocabulary("references_plans")}
