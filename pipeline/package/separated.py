"""A table as CSV, as Norwegian spreadsheets and R's read.csv2 take it.

UTF-8 with a byte order mark, semicolons, decimal commas, and TRUE or FALSE.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it, Excel takes the file for another encoding
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula


def write_csv(columns: Sequence[str], parts: Iterable[pa.Table], target: Path) -> None:
    """Write the rows of a table as CSV, part by part. Nulls and empty texts are both empty.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(columns)
        for part in parts:
            for row in zip(*(column.to_pylist() for column in part.columns), strict=True):
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
