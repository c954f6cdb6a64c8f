"""Words of running text that are about a target group or a theme.

    find_themes("Et tilbud til samiske barn")      samiske: samisk, barn: barn

The words are those of `vocab/themes.csv`, which anybody may add to: the longest that matches
counts, for each theme that has it, and an asterisk stands for any letters. A row without a theme is
wording that looks like a theme and is none («eldre enn»). A word that is a part of a name says
nothing of the theme («Barne- og familiedepartementet»); a name that is such a word as a whole does
(«Sametinget»).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import regex

from pipeline.norwegian.vocabulary import Openings, any_of, vocabulary

YEARS = regex.compile(r"\s*\(?\d{4}\s?[-–—/].*\Z")
BEFORE, AFTER = r"(?<![\p{L}\d.@-])", r"(?!\p{L}|[./]\p{Ll})"  # «ung.no» is an address
LEAST = 3  # words of a plan's name that are looked for without its first
Extent = tuple[int, int]


class ThemeWord(NamedTuple):
    """A word about a theme: its span in the text, and the theme."""

    start: int
    end: int
    theme: str


def find_themes(text: str, names: Iterable[Extent] = ()) -> list[ThemeWord]:
    """Every such word in `text`, in order. `names` are the extents of names of bodies in it."""
    words = list(_words(text))
    if not words:
        return []
    taken = [*names, *(match.span() for match in _ministries().finditer(text))]
    return [word for word in words if not any(_is_part(word, name) for name in taken)]


def plan_name(text: str, plan: str) -> list[Extent]:
    """Where `text` has the plan's name: what follows its first word, without the years."""
    return [match.span() for match in _plan(plan).finditer(text)]


def _words(text: str) -> Iterator[ThemeWord]:
    end = 0
    for start in _openings().positions(text):
        if start < end:
            continue
        ends = {
            theme: match.end()
            for theme, pattern in _patterns().items()
            if (match := pattern.match(text, start)) is not None
        }
        end = max(ends.values(), default=start)
        longest = [theme for theme in ends if ends[theme] == end]
        if "" not in longest:
            yield from (ThemeWord(start, end, theme) for theme in longest)


def _is_part(word: ThemeWord, name: Extent) -> bool:
    """Whether the word stands in the name and is not the whole of it."""
    start, end = name
    return start <= word.start and word.end <= end and (start, end) != (word.start, word.end)


@cache
def themes() -> tuple[str, ...]:
    """The themes of the vocabulary, in its order."""
    return tuple(dict.fromkeys(row["theme"] for row in vocabulary("themes") if row["theme"]))


@cache
def _patterns() -> Mapping[str, regex.Pattern[str]]:
    """A pattern for the words of each theme; "" for those that are of none."""
    words: dict[str, list[str]] = {}
    for row in vocabulary("themes"):
        words.setdefault(row["theme"], []).append(row["words"].casefold())
    return {
        theme: regex.compile(rf"(?i){BEFORE}{any_of(given)}{AFTER}")
        for theme, given in words.items()
    }


@cache
def _openings() -> Openings:
    return Openings(row["words"] for row in vocabulary("themes"))


@cache
def _ministries() -> regex.Pattern[str]:
    rows = vocabulary("ministries")
    return regex.compile(rf"(?i){any_of(row[key] for row in rows for key in ('name', 'name_nn'))}")


@cache
def _plan(plan: str) -> regex.Pattern[str]:
    words = YEARS.sub("", plan).split()[1:]
    if len(words) < LEAST:
        return regex.compile(r"(?!)")
    return regex.compile(rf"(?i){any_of([' '.join(words)])}")
