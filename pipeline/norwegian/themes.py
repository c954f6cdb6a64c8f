"""Words of running text that are about a target group or a theme.

    find_themes("Et tilbud til samiske barn")      samiske: samisk, barn: barn

The words are those of `vocab/themes.csv`, which anybody may add to: the longest that matches
counts, for each theme that has it, and an asterisk stands for any letters. A row without a theme is
wording that looks like a theme and is none («eldre enn»). A word that is a part of a name says
nothing of the theme («Barne- og familiedepartementet»); a name that is such a word as a whole does
(«Sametinget»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import KEPT, LETTER, Openings, any_of, vocabulary

YEARS = re.compile(r"\s*\(?\d{4}\s?[-–—/].*\Z")
BEFORE, AFTER = r"(?<![^\W_])(?<![.@-])", rf"(?![./]?{LETTER})"  # «ung.no» is an address
LEAST = 3  # words of a plan's name that are looked for without its first
Extent = tuple[int, int]


class ThemeWord(NamedTuple):
    """A word about a theme: its span in the text, and the theme."""

    start: int
    end: int
    theme: str


def find_themes(text: str, names: Iterable[Extent] = (), plan: str = "") -> list[ThemeWord]:
    """Every such word in `text`, in order, but for those in the plan's name.

    `names` are the extents of names of bodies in the text.
    """
    words = list(_words(text))
    if not words:
        return []
    taken = [*names, *_plan_names(text, plan)]
    return [word for word in words if not any(_is_part(word, name) for name in taken)]


def _plan_names(text: str, plan: str) -> list[Extent]:
    """Where `text` has the plan's name: what follows its first word, without the years."""
    pattern = _plan(plan)
    return [] if pattern is None else [match.span() for match in pattern.finditer(text)]


def _words(text: str) -> Iterator[ThemeWord]:
    end = 0
    for start in _openings().positions(text):
        match = _pattern().match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        if match["words"] is not None:
            yield from (ThemeWord(start, end, theme) for theme in _themes_of(match["words"]))


def _is_part(word: ThemeWord, name: Extent) -> bool:
    """Whether the word stands in the name and is not the whole of it."""
    start, end = name
    return start <= word.start and word.end <= end and (start, end) != (word.start, word.end)


@cache
def themes() -> tuple[str, ...]:
    """The themes of the vocabulary, in its order."""
    return tuple(dict.fromkeys(row["theme"] for row in vocabulary("themes") if row["theme"]))


@lru_cache(maxsize=KEPT)
def _themes_of(words: str) -> tuple[str, ...]:
    """The themes of the words that a text has; none for wording that only looks like a theme."""
    of = [theme for theme, pattern in _by_theme().items() if pattern.fullmatch(words)]
    return () if "" in of else tuple(of)


@cache
def _by_theme() -> Mapping[str, re.Pattern[str]]:
    """A pattern for the words of each theme; "" for those that are of none."""
    words: dict[str, list[str]] = {}
    for row in vocabulary("themes"):
        words.setdefault(row["theme"], []).append(row["words"])
    return {theme: re.compile(rf"(?i){any_of(of)}") for theme, of in words.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """The name of a ministry, else the longest words of any row."""
    ministries, words = any_of(f"{name}*" for name in _ministries()), any_of(_rows())
    return re.compile(rf"(?i){BEFORE}(?:{ministries}|(?P<words>{words})){AFTER}")


@cache
def _openings() -> Openings:
    return Openings([*_ministries(), *_rows()])


def _rows() -> list[str]:
    return [row["words"].casefold() for row in vocabulary("themes")]


def _ministries() -> list[str]:
    rows = vocabulary("ministries")
    return [row[key].casefold() for row in rows for key in ("name", "name_nn")]


@cache
def _plan(plan: str) -> re.Pattern[str] | None:
    words = YEARS.sub("", plan).split()[1:]
    if len(words) < LEAST:
        return None
    return re.compile(rf"(?i){any_of([' '.join(words)])}")
