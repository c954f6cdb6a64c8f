"""The findings as a CSV file and as a workbook, for those who work in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

import xlsxwriter

HEADINGS = (
    ("Funn", 14),
    ("Alvorlighet", 12),
    ("Regel", 34),
    ("Gjelder", 24),
    ("Tittel", 60),
    ("Kapittel", 30),
    ("Hva som avviker", 70),
    ("Sted 1", 16),
    ("Verdi 1", 44),
    ("Side 1", 8),
    ("Sted 2", 16),
    ("Verdi 2", 44),
    ("Side 2", 8),
    ("Tilstand", 12),
    ("Vurdering", 40),
    ("Regel-id", 28),
)
ITEM_HEADINGS = (
    ("Gjelder", 24),
    ("Tittel", 70),
    ("Kapittel", 34),
    ("Status i teksten", 18),
    ("Status i oversikten", 18),
    ("Departementer i teksten", 24),
    ("Departementer i oversikten", 24),
    ("Side i teksten", 13),
    ("Side i oversikten", 15),
    ("Antall funn", 12),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula
EPOCH = datetime(2000, 1, 1)  # a workbook must have a date of creation; ours is always the same


class PageCell(NamedTuple):
    """A page number: a link to that page of an annotated PDF in the same folder."""

    page: int
    file: str


Cell = str | int | PageCell | None


class Sheet(NamedTuple):
    """A table: its name, headings with their widths in characters, and rows."""

    name: str
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


def csv_of(sheet: Sheet) -> bytes:
    """The sheet as Norwegian Excel opens it correctly: BOM, semicolons, CRLF.

    A text that Excel would take for a formula gets a leading apostrophe, Excel's mark for text.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for heading, _ in sheet.headings])
    writer.writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, PageCell):
        return cell.page
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell


def write_workbook(target: Path | BinaryIO, sheets: Sequence[Sheet], title: str) -> None:
    """Write the sheets as one workbook; page numbers open the annotated PDF at that page.

    Every text is written as text, even if it looks like a formula, a number or an address.
    """
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": EPOCH})
        bold = book.add_format(
            {"bold": True, "bg_color": "#E7EEF5", "text_wrap": True, "valign": "top", "bottom": 1}
        )
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        link = book.add_format({"valign": "top", "font_color": "#0B4A8F", "underline": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 1)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            for column, (heading, width) in enumerate(sheet.headings):
                page.set_column(column, column, width)
                page.write_string(0, column, heading, bold)
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    if cell is None:
                        page.write_blank(line, column, None, wrapped)
                    elif isinstance(cell, str):
                        page.write_string(line, column, cell, wrapped)
                    elif isinstance(cell, PageCell):
                        target_page = f"external:{cell.file}#page={cell.page}"
                        page.write_url(line, column, target_page, link, str(cell.page))
                        page.write_number(line, column, cell.page, link)
                    else:
                        page.write_number(line, column, cell, wrapped)
            page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.headings) - 1)
