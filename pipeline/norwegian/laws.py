"""Laws, regulations and conventions that a text names without a section.

    «krisesenterlova»               krisesenterloven, the short title in bokmål
    «ny folkehelselov»              folkehelseloven
    «Istanbul-konvensjonen»         Istanbulkonvensjonen

A law is a compound of «loven» or «forskriften»; its title is the compound in the definite form of
bokmål («skulelova» → skoleloven), unless `vocab/laws.csv` has another. Pure functions of the text
that raise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from pipeline.norwegian.vocabulary import LETTER, Openings, any_of, pattern, vocabulary
from pipeline.seams.vocabularies import ReferenceKind

COMPOUND = re.compile(
    r"\b(?P<stem>[^\W\d_]{3,40}?-?)(?P<noun>lov|forskrift|konvensjon)"
    r"(?P<ending>ens|en|as|a|s)?\b(?!-)",
    re.IGNORECASE,
)
LONGEST = 120  # characters of a name
IN_FORCE = r"(?i)(?<=(?<!\p{L})«IN_FORCE»\s)"
WITHIN_SENTENCE = re.compile(r"(?<=[^\W\d_A-ZÆØÅ] )|(?<=, )")


class Law(NamedTuple):
    """A law as named at `start` … `end`, and its short title in bokmål."""

    start: int
    end: int
    kind: ReferenceKind
    title: str
    printed: str


def named_laws(text: str) -> list[Law]:
    """The laws, regulations and conventions that the text names, in order."""
    known = list(_known(text))
    taken = [(law.start, law.end) for law in known]
    laws = [law for law in known if law.title]
    if _nouns().positions(text):
        laws += (law for law in _compounds(text) if not _touches(taken, law.start, law.end))
    laws.sort()
    return [law for law, other in zip_longest(laws, laws[1:]) if not _is_defined(text, law, other)]


def _is_defined(text: str, law: Law, other: Law | None) -> bool:
    """Whether the short title follows the long one: «konvensjon om … (Istanbulkonvensjonen)»."""
    if other is None or other.title != law.title:
        return False
    return text[law.end : other.start].strip() == "("


def title_of(printed: str) -> str:
    """The short title of a law by the printed name: «krisesenterlova» → krisesenterloven."""
    listed = _titles().get(_key(printed))
    if listed is not None:
        return listed[1]
    match = COMPOUND.fullmatch(printed)
    return printed if match is None else _title(match)


def _known(text: str) -> Iterator[Law]:
    """Those of the vocabulary, also of words that only look like laws: these have no title."""
    end = 0
    for at in _openings().positions(text):
        match = _names().match(text, at, at + LONGEST) if at >= end else None
        if match is None:
            continue
        end = match.end()
        kind, title = _titles()[_key(match["words"])]
        yield Law(match.start(), match.end(), kind, title, match[0])


def _compounds(text: str) -> Iterator[Law]:
    for match in COMPOUND.finditer(text):
        definite = match["ending"] not in (None, "s")
        noun = match["noun"].lower()
        if not definite and (
            noun == "konvensjon" or pattern(IN_FORCE).match(text, match.start()) is None
        ):
            continue
        kind: ReferenceKind = "convention" if noun == "konvensjon" else "law"
        yield Law(match.start(), match.end(), kind, _title(match), match[0])


def _title(match: re.Match[str]) -> str:
    """The compound in the definite form; a name keeps its capital («Haag-»)."""
    stem = match["stem"]
    if WITHIN_SENTENCE.match(match.string, match.start()) is None and not stem.endswith("-"):
        stem = stem.lower()
    if match["ending"] in ("a", "as"):
        for row in vocabulary("laws_spelling"):
            stem = stem.replace(row["nynorsk"], row["bokmål"])
    return f"{stem.rstrip('-')}{match['noun'].lower()}en"


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def _key(printed: str) -> str:
    """The name without the ending of the genitive and of case."""
    folded = " ".join(printed.split()).casefold()
    genitive = folded.endswith(("lovens", "lovas", "konvensjonens"))
    return folded.removesuffix("s") if genitive else folded


@cache
def _titles() -> Mapping[str, tuple[ReferenceKind, str]]:
    rows = {
        row["words"].casefold(): (row["kind"] or "law", row["title"]) for row in vocabulary("laws")
    }
    return msgspec.convert(rows, dict[str, tuple[ReferenceKind, str]])


@cache
def _names() -> re.Pattern[str]:
    capitals = _capitals()
    words = any_of(row["words"] for row in vocabulary("laws") if row["words"] not in capitals)
    return re.compile(rf"(?<!{LETTER})(?P<words>(?i:{words})|{any_of(capitals)})s?(?!{LETTER}|-)")


@cache
def _openings() -> Openings:
    """The words that a name of the vocabulary can begin with."""
    return Openings(row["words"] for row in vocabulary("laws"))


@cache
def _nouns() -> Openings:
    """The words that a compound can end with."""
    nouns = ("lov", "forskrift", "konvensjon")
    return Openings(
        f"*{noun}{ending}" for noun in nouns for ending in ("", "s", "a", "as", "en", "ens")
    )


@cache
def _capitals() -> tuple[str, ...]:
    """The names in capitals, «EMK», which no other spelling has."""
    return tuple(row["words"] for row in vocabulary("laws") if row["words"].isupper())
