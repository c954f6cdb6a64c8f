"""Statuses: the words that a report uses, and the category each of them means."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import vocabulary

_spaces = regex.compile(r"\s+")
_dashes = regex.compile(r"\s*[-–—]\s*")


def read_status(printed: str) -> str | None:
    """The category that `printed` means, or None if the vocabulary does not have it.

    Capitals, spacing, the kind of dash and a closing full stop do not matter. Nothing else is
    overlooked: «Under arbeid, men forsinket» is not «Under arbeid».
    """
    return _categories().get(folded(printed))


@cache
def _categories() -> dict[str, str]:
    return {folded(row["printed"]): row["status"] for row in vocabulary("statuses")}


def folded(printed: str) -> str:
    """A status in the form in which two printings are compared."""
    text = _dashes.sub(" – ", _spaces.sub(" ", printed)).strip().rstrip(".*").strip()
    return text.casefold()
