"""The words by which a report's parts are known: labels, column heads, standing headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import regex

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numbering import without_number
from pipeline.norwegian.vocabulary import any_of
from pipeline.runtime.files import read_csv
from pipeline.segment.joining import BREAKS

FOLDER = Path(__file__).parent / "vocab"
TABLED = ("number", "title", "ministries", "status")  # columns whose cells have tables


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a vocabulary file, as printed there."""
    return read_csv(FOLDER / f"{name}.csv")


@cache
def label_pattern() -> regex.Pattern[str]:
    """A label with its colon, at the start of a line or after another label's value.

    The groups `ministries`, `status` and `period` tell which kind it is.
    """
    kinds: dict[str, list[str]] = {}
    for row in rows("labels"):
        kinds.setdefault(row["kind"], []).append(row["label"])
    groups = "|".join(f"(?P<{kind}>{any_of(labels)})" for kind, labels in kinds.items())
    return regex.compile(rf"(?:^|(?<=\s))(?:{groups})\s*:\s*", regex.IGNORECASE)


@cache
def heads() -> list[tuple[str, tuple[str, ...]]]:
    """Column heads as (kind, words in lower case), longest first."""
    found = [(row["kind"], tuple(row["head"].lower().split())) for row in rows("columns")]
    return sorted(found, key=lambda head: -len(head[1]))


@cache
def column_kinds() -> tuple[str, ...]:
    """The kinds of columns that an overview can have: those with tables of their own first."""
    return tuple(dict.fromkeys((*TABLED, *(kind for kind, _ in heads()))))


@cache
def _heads_by_letter() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Column heads by the letter with which they begin, longest first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, phrase in heads():
        found.setdefault(phrase[0][0], []).append((kind, phrase))
    return found


def may_head(text: str) -> bool:
    """Whether a line has a word with which some head begins: a look before a closer one."""
    first, begun = _head_beginnings()
    words = text.lower().split(" ")
    return not first.isdisjoint(words) or (
        "/" in text and any(word.startswith(begun) for word in words)
    )


def may_have_heads(text: str, kinds: Iterable[str]) -> bool:
    """Whether a page has a word with which a head begins, or part of one, for each of `kinds`."""
    words = set(text.lower().split(" "))
    padded = f"{text} "
    broken = any(f"{sign} " in padded for sign in BREAKS)
    parts = tuple(word[:-1] for word in words if word[1:] and word[-1] in BREAKS) if broken else ()
    return all(
        not first.isdisjoint(words)
        or any(word.startswith(parts) for word in first)
        or (begun and "/" in text and any(word.startswith(begun) for word in words))
        for first, begun in map(_head_beginnings, kinds)
    )


@cache
def _head_beginnings(kind: str = "") -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of all heads, or of those of one kind.

    Those that end in a slash, after which the word goes on, stand apart once more.
    """
    first = {phrase[0] for own, phrase in heads() if kind in ("", own)}
    return frozenset(first), tuple(word for word in first if word.endswith("/"))


def head_kind(words: Sequence[str]) -> str | None:
    """The kind of column that a cell beginning with `words` heads, or None.

    A head that ends in a slash («Gjennomført/») begins a word that goes on.
    """
    lower = [word.lower() for word in words[:3]]
    for kind, phrase in _heads_by_letter().get(lower[0][:1], []):
        last = len(phrase) - 1
        if lower[:last] == list(phrase[:last]) and len(lower) > last:
            word = lower[last]
            if word == phrase[last] or (phrase[last][-1] == "/" and word.startswith(phrase[last])):
                return kind
    return None


@cache
def standing_headings() -> dict[str, str]:
    """Headings that every report has, normalised, with their kind."""
    return {normalised(row["heading"]): row["kind"] for row in rows("headings")}


@lru_cache(maxsize=20_000)
def normalised(title: str) -> str:
    """A heading for comparison: without number, capitals, spacing or closing mark."""
    return " ".join(words_of(without_number(title)))
