"""Why each line was read as it was: written by segment for people, read by `why`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime import files

WHY, PROFILE = "why.csv", "profile.json"


class LineRead(NamedTuple):
    """A line and what it was taken for. `line` counts from 1 down the page.

    `scopes` are the parts of the report that it belongs to, parted by «; »; `reading`, `evidence`
    and `runner_up` (what else was weighed, '' for nothing) are in bokmål. Covered words are █.
    """

    page: int
    line: int
    text: str
    scopes: str
    reading: str
    evidence: str
    runner_up: str


def write_why(folder: Path, lines: Iterable[LineRead]) -> None:
    """Write a row for each line, in reading order.

    The text stands in «», so that no spreadsheet takes it for a formula.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(LineRead._fields)
    rows.writerows((page, line, f"«{text}»", *rest) for page, line, text, *rest in lines)
    files.write_text(folder / WHY, written.getvalue())


def read_why(folder: Path) -> list[LineRead]:
    """The rows, in reading order."""
    return [
        LineRead(
            int(row["page"]), int(row["line"]), row["text"][1:-1], row["scopes"], row["reading"],
            row["evidence"], row["runner_up"],
        )
        for row in files.read_csv(folder / WHY)
    ]  # fmt: skip
