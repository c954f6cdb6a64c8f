"""The months: their names, abbreviations and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.norwegian.vocabulary import vocabulary


def month_number(word: str) -> int:
    """The number of a month by its name or abbreviation. Raises `KeyError` for any other word."""
    return _numbers()[word.casefold()]


def month_name(number: int) -> str:
    """«januar» for 1."""
    return _names()[number - 1]


@cache
def _numbers() -> Mapping[str, int]:
    return {row["word"]: int(row["month"]) for row in vocabulary("months")}


@cache
def _names() -> tuple[str, ...]:
    return tuple(row["word"] for row in vocabulary("months") if row["form"] == "name")
