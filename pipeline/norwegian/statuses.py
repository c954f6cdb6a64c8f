"""Statuses: the words that reports use, and the category of each."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import vocabulary

_spaces = regex.compile(r"\s+")
_dashes = regex.compile(r"\s*[-–—]\s*")


def read_status(printed: str) -> str | None:
    """The category of `printed`, or None if it is not in the vocabulary.

    Case, spacing, the kind of dash and a final full stop are ignored, nothing else: «Under arbeid,
    men forsinket» is not «Under arbeid».
    """
    return _categories().get(folded(printed))


@cache
def _categories() -> dict[str, str]:
    return {folded(row["printed"]): row["status"] for row in vocabulary("statuses")}


def folded(printed: str) -> str:
    """A status normalised for comparison."""
    text = _dashes.sub(" – ", _spaces.sub(" ", printed)).strip().rstrip(".*").strip()
    return text.casefold()
