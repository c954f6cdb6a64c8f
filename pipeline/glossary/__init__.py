"""Seam: what each table, column and value means, in bokmål, for those who load the tables.

Names, types and English descriptions stand in tables.py; these are the words beside them, as
data: tables.csv, columns.csv and values.csv. A row without a table is about every column of that
name that has no row of its own. A test holds them against tables.py, so that no column is
without words and no words are without a column. Beside them, in modules of their own: why a
text was not understood (reasons) and what the consistency rules are called (rulebook).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.files import read_csv

FOLDER = Path(__file__).parent


class TableText(NamedTuple):
    """A table in words: its title, what one row is, how it was read, and what it cannot tell.

    `stage` is the stage that makes it. `read` and `limits` are sentences.
    """

    table: str
    title: str
    rows: str
    stage: str
    read: str
    limits: str


class ValueText(NamedTuple):
    """A value of a column with a vocabulary, and what it means."""

    value: str
    meaning: str


@cache
def tables() -> dict[str, TableText]:
    """The tables by name, in the order in which the codebook shows them."""
    return {row["table"]: TableText(**row) for row in read_csv(FOLDER / "tables.csv")}


def meaning_of(table: str, column: str) -> str:
    """What a column means. Raises `KeyError` for one that has no words."""
    words = _columns()
    return words[table, column] if (table, column) in words else words["", column]


def values_of(table: str, column: str) -> list[ValueText]:
    """The values of a column that are explained, in order; none for a column without."""
    words = _values()
    return words.get((table, column)) or words.get(("", column), [])


def keys() -> set[tuple[str, str]]:
    """Every (table, column) that has words; the table is empty for words about all tables."""
    return _columns().keys() | _values().keys()


@cache
def _columns() -> dict[tuple[str, str], str]:
    return {
        (row["table"], row["column"]): row["meaning"] for row in read_csv(FOLDER / "columns.csv")
    }


@cache
def _values() -> dict[tuple[str, str], list[ValueText]]:
    found: dict[tuple[str, str], list[ValueText]] = {}
    for row in read_csv(FOLDER / "values.csv"):
        own = found.setdefault((row["table"], row["column"]), [])
        own.append(ValueText(row["value"], row["meaning"]))
    return found
