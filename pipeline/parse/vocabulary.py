"""The vocabularies of this stage: CSV files in `vocab/`, one word in each row."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("vocab")


@cache
def vocabulary(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `vocab/<name>.csv` in file order, every cell a string, read once.

    Every row carries an `example` that the tests resolve with the parser the file belongs to.
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
