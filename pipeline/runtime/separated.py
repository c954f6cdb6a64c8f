"""Rows as CSV, as Norwegian spreadsheets and R's read.csv2 take it.

UTF-8 with a byte order mark, semicolons, decimal commas, and TRUE or FALSE.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TextIO

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, Excel takes the file for another encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula


def separated(headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """The rows as CSV. Nulls and empty texts are both empty.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    _write(text, headings, rows)
    return text.getvalue().encode()


def write_separated(headings: Sequence[str], rows: Iterable[Iterable[Any]], target: Path) -> None:
    """Write the rows as CSV, as `separated` has them, one after the other."""
    with target.open("w", encoding="utf-8", newline="") as file:
        _write(file, headings, rows)


def _write(file: TextIO, headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    file.write(BOM)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(map(_cell, row))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
