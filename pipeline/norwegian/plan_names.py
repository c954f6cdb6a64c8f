"""The plan that a cover names: `Handlingsplan mot vold i nære relasjoner (2021–2025)`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.norwegian.vocabulary import pattern, vocabulary

LONGEST = 200  # letters: a longer text is a sentence
YEARS = r"\(?\s?\d{4}\s?[-–—‑/]\s?(?:\d{4}|\d\d)(?!\d)\s?\)?"
# From the word for the plan to its years, to words about the report itself, or to the end. A single
# year at the end is the report's.
NAME = rf"""(?ix)
    (?: (?<!\p{{L}}) (?P<kind>«PLAN_KIND») \s )?
    (?<![\p{{L}}-]) (?P<noun>«PLAN_NOUN») (?!-)
    (?P<aim> \s (?: (?={YEARS}|[«"“”]) | «PLAN_AIM» \s ) .*? )
    (?: (?P<years>{YEARS})
      | (?=[:.;]|$)
      | (?= (?<!\p{{L}}) (?: «ON_COVER» | «MONTH» \s \d{{4}} ))
      | (?= (?<!\s«PLAN_AIM») \s \d{{4}} $)
      | (?= \s «AND» \s (?:\p{{L}}+\s)? «PLAN_NOUN») )
"""
EDGES = " ,–—-("


def plan_of_cover(text: str) -> str | None:
    """The plan that a cover names, as printed but beginning with a capital.

    `text` has a line for each title and paragraph of the cover; the first line that names a plan
    counts. None if no line does, or if that line names several. A definite form becomes indefinite,
    as in plans' names: «planen mot vold» gives «Plan mot vold».
    """
    for line in text.splitlines():
        named = dict.fromkeys(_plans_in(_printable(line)))
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _plans_in(line: str) -> Iterator[str]:
    for match in pattern(NAME).finditer(line):
        aim = match["aim"].rstrip(EDGES)
        parts = (match["kind"], _indefinite(match["noun"]), aim, match["years"])
        name = " ".join(" ".join(filter(None, parts)).split())
        if len(name) <= LONGEST:
            yield name[0].upper() + name[1:]


def _printable(line: str) -> str:
    """The line without soft hyphens and other invisible characters; white space becomes spaces."""
    spaced = " ".join(line.split())
    return "".join(letter for letter in spaced if letter.isprintable())


def _indefinite(noun: str) -> str:
    """«opptrappingsplan» for «opptrappingsplanen»; case is kept."""
    ending = next(known for known in _nouns() if noun.casefold().endswith(known))
    return noun if noun.isupper() else noun[: len(noun) - len(ending)] + _nouns()[ending]


@cache
def _nouns() -> dict[str, str]:
    """The endings of words for a plan, longest first, each with its indefinite form."""
    rows = {row["ending"]: row["noun"] for row in vocabulary("references_plans")}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))
