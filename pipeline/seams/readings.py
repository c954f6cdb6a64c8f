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


class NotReread(Seam):
    """A page that a second reader (`pdfium` or `pdfplumber`) could not read, as the first did."""

    page: int
    reader: str


class Readings(NamedTuple):
    """The second readings of a report: of all pages' text, and of the overview's rows.

    A page that is `unread` by one of them has no text, or no rows, there.
    """

    texts: list[PageText]
    rows: list[TableRow]
    unread: list[NotReread]

    def pages_unread(self, reader: str) -> set[int]:
        """The pages that this reader could not read."""
        return {one.page for one in self.unread if one.reader == reader}


def write_readings(folder: Path, readings: Readings) -> None:
    """Write the second readings into `folder`."""
    files.write_messages(folder / "texts.msgpack", PageText, readings.texts)
    files.write_messages(folder / "rows.msgpack", TableRow, readings.rows)
    files.write_messages(folder / "unread.msgpack", NotReread, readings.unread)


def read_readings(folder: Path) -> Readings:
    """The second readings, as reread wrote them."""
    texts = files.read_messages(folder / "texts.msgpack", PageText)
    rows = files.read_messages(folder / "rows.msgpack", TableRow)
    unread = files.read_messages(folder / "unread.msgpack", NotReread)
    return Readings(list(texts), list(rows), list(unread))
