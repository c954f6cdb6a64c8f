"""Seam: the meaning of each table, column and value in bokmål, for users of the tables.

Names, types and English descriptions are in tables.py; the Norwegian texts are data: tables.csv,
columns.csv, headings.csv and values.csv. A row without a table applies to every column of that name
that has no row for its table. A test compares them with tables.py, so that every column has a text
and every text a column. Separate modules have the reasons why a text was not understood (reasons)
and the names of the consistency rules (rulebook).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.files import read_csv

FOLDER = Path(__file__).parent


class TableText(NamedTuple):
    """The texts of a table: its title, what a row is, how it was read, and its limits.

    `stage` is the stage that writes it. `read` and `limits` are sentences.
    """

    table: str
    title: str
    rows: str
    stage: str
    read: str
    limits: str


class ValueText(NamedTuple):
    """A value of a column with a vocabulary, and its meaning."""

    value: str
    meaning: str


@cache
def tables() -> dict[str, TableText]:
    """The tables by name, in the order in which the codebook shows them."""
    return {row["table"]: TableText(**row) for row in read_csv(FOLDER / "tables.csv")}


def meaning_of(table: str, column: str) -> str:
    """The meaning of a column. Raises `KeyError` if it has no text."""
    words = _columns()
    return words[table, column] if (table, column) in words else words["", column]


def heading_of(table: str, column: str) -> str:
    """What a column is called in sheets and pages; its name in the tables if it has no heading."""
    words = _headings()
    return words.get((table, column)) or words.get(("", column), column)


def values_of(table: str, column: str) -> list[ValueText]:
    """The explained values of a column, in order; empty if there are none."""
    words = _values()
    return words.get((table, column)) or words.get(("", column), [])


def keys() -> set[tuple[str, str]]:
    """Every (table, column) that has a text; the table is empty if the text is for all tables."""
    return _columns().keys() | _values().keys()


@cache
def _columns() -> dict[tuple[str, str], str]:
    return {
        (row["table"], row["column"]): row["meaning"] for row in read_csv(FOLDER / "columns.csv")
    }


@cache
def _headings() -> dict[tuple[str, str], str]:
    return {
        (row["table"], row["column"]): row["heading"] for row in read_csv(FOLDER / "headings.csv")
    }


@cache
def _values() -> dict[tuple[str, str], list[ValueText]]:
    values: dict[tuple[str, str], list[ValueText]] = {}
    for row in read_csv(FOLDER / "values.csv"):
        texts = values.setdefault((row["table"], row["column"]), [])
        texts.append(ValueText(row["value"], row["meaning"]))
    return values
