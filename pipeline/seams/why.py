"""Why each line was read as it was: written by segment for people, read by `why`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime import files

WHY, PROFILE = "why.csv", "profile.json"


class Said(NamedTuple):
    """What a line was taken for, on what evidence, and what else was weighed, '' for nothing.

    All in bokmål.
    """

    reading: str
    evidence: str
    runner_up: str


class LineRead(NamedTuple):
    """A line and what is said of it. `line` counts from 1 down the page. Covered words are █.

    `scopes` are the parts of the report that it belongs to, parted by «; ».
    """

    page: int
    line: int
    text: str
    scopes: str
    reading: str
    evidence: str
    runner_up: str


def write_why(folder: Path, lines: Iterable[tuple[int, int, str, str, Said]]) -> None:
    """Write a row for each line, in reading order: page, line, text and scopes, and what is said.

    The text stands in «», so that no spreadsheet takes it for a formula.
    """
    rows = [",".join(LineRead._fields)]
    ends: dict[Said, str] = {}  # of many lines, the same is said
    for page, line, text, scopes, said in lines:
        if said not in ends:
            ends[said] = ",".join(map(_cell, said))
        rows.append(f"{page},{line},{_cell(f'«{text}»')},{_cell(scopes)},{ends[said]}")
    files.write_text(folder / WHY, "\n".join([*rows, ""]))


def _cell(text: str) -> str:
    """A cell of a CSV file, which has no line breaks."""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def read_why(folder: Path) -> list[LineRead]:
    """The rows, in reading order."""
    return [
        LineRead(
            int(row["page"]), int(row["line"]), row["text"][1:-1], row["scopes"], row["reading"],
            row["evidence"], row["runner_up"],
        )
        for row in files.read_csv(folder / WHY)
    ]  # fmt: skip
