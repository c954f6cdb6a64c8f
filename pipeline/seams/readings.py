"""Seam beside seam 2: the second readings. Written by reread; read by validate."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.runtime import files
from pipeline.seams.seam import Seam


class PageText(Seam):
    """A page's text as the second engine reads it, in that engine's order."""

    page: int
    text: str


class TableRow(Seam):
    """A row of the overview as the second method reads it: its cells from left to right.

    Cells are separated by the ASCII unit separator, which no PDF prints. A row that crosses a page
    break is one row, on the page where it begins.
    """

    page: int
    cells: str

    def texts(self) -> list[str]:
        """The cells' texts."""
        return self.cells.split(UNIT)


UNIT = "\x1f"


class Readings(NamedTuple):
    """The second readings of a report: of all pages' text, and of the overview's rows."""

    texts: list[PageText]
    rows: list[TableRow]


def write_readings(folder: Path, readings: Readings) -> None:
    """Write the second readings into `folder`."""
    files.write_messages(folder / "texts.msgpack", PageText, readings.texts)
    files.write_messages(folder / "rows.msgpack", TableRow, readings.rows)


def read_readings(folder: Path) -> Readings:
    """The second readings, as reread wrote them."""
    texts = files.read_messages(folder / "texts.msgpack", PageText)
    rows = files.read_messages(folder / "rows.msgpack", TableRow)
    return Readings(list(texts), list(rows))
