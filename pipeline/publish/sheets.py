"""The findings as a CSV file and as a workbook, for those who work in Excel.

Auditors write their verdicts into the workbook: `statusrapport review --from` reads them back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from pipeline.glossary.annotated import page_in_annotated
from pipeline.publish.filled import ANSWER, DAY, FILL, KEY, NAME, REASON, VERDICT
from pipeline.runtime.separated import separated
from pipeline.seams.vocabularies import VERDICTS

HEADINGS = (
    ("Funn", 14),
    ("Gjelder", 24),
    ("Alvorlighet", 12),
    ("Regel", 34),
    ("Tittel", 60),
    ("Kapittel", 30),
    ("Hva som avviker", 70),
    ("Sted 1", 16),
    ("Verdi 1", 44),
    ("Side 1", 8),
    ("Sted 2", 16),
    ("Verdi 2", 44),
    ("Side 2", 8),
    ("Spør om", 44),
    ("Tilstand", 12),
    ("Vurdert", 40),
    ("Siden forrige publisering", 14),
    ("Regel-id", 28),
)
GONE_HEADINGS = (
    ("Funn", 14),
    ("Gjelder", 24),
    ("Alvorlighet", 12),
    ("Regel", 34),
    ("Hva funnet sa", 70),
    ("Sted 1", 16),
    ("Verdi 1", 44),
    ("Side 1", 8),
    ("Sted 2", 16),
    ("Verdi 2", 44),
    ("Side 2", 8),
)
CONTROL_HEADINGS = (
    ("Regel", 34),
    ("Kontrollerer", 13),
    ("Gjelder", 24),
    ("Utfall", 16),
    ("Sted 1", 23),
    ("Verdi 1", 60),
    ("Side 1", 8),
    ("Sted 2", 23),
    ("Verdi 2", 60),
    ("Side 2", 8),
)
METHOD_HEADINGS = (
    ("Regel", 30),
    ("Hva som skal stemme", 60),
    ("Alvorlighet", 12),
    ("Kontroller", 11),
    ("Stemmer", 9),
    ("Avviker", 9),
    ("Mangler", 9),
    ("Kan ikke avgjøres", 11),
    ("Funn", 7),
    ("Slik kontrollerer regelen, og hvor god den er", 90),
)
FILL_WIDTHS = {VERDICT: 18, REASON: 44, NAME: 20, DAY: 12, ANSWER: 44}
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
    ("Vurdert", 40),
)
LINE, TALLEST = 13.5, 400.0  # points: a line of a cell, and a row (Excel allows 409)
ON_PAPER = 11  # columns that fit on the width of a page
FITS = 1.05  # letters of running text on the width of a digit
INDENT = 2  # letters: the room before a text, so that it does not touch the one before
EPOCH = datetime(2000, 1, 1)  # a workbook must have a date of creation; ours is always the same


class PageCell(NamedTuple):
    """A page number: a link to that page of an annotated PDF in the same folder."""

    page: int
    file: str


Cell = str | int | PageCell | None


class Sheet(NamedTuple):
    """A table: its name, headings with their widths in characters, and rows.

    `filter` is false for one that is read and not filtered. `frozen` columns say what a row is
    about: they stay while others are scrolled, and stand on each page of paper.
    """

    name: str
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    filter: bool = True
    frozen: int = 1


class _Growing(Worksheet):  # type: ignore[misc]  # the library states no types
    """A sheet whose rows have a height, and grow when somebody writes more into them.

    The library marks each height as chosen by hand, and spreadsheets leave those as they are.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        kept = [each for each in attributes or [] if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)


def to_fill_in(sheet: Sheet, keys: Sequence[str]) -> Sheet:
    """The sheet with empty columns for a verdict on each row, and the rows' keys."""
    return sheet._replace(
        headings=[*sheet.headings, *FILL_WIDTHS.items(), (KEY, 24)],
        rows=[
            [*row, *[None] * len(FILL_WIDTHS), key]
            for row, key in zip(sheet.rows, keys, strict=True)
        ],
    )


def csv_of(sheet: Sheet) -> bytes:
    """The sheet as CSV, as Norwegian Excel opens it correctly."""
    rows = ((each.page if isinstance(each, PageCell) else each for each in row)
            for row in sheet.rows)  # fmt: skip
    return separated([heading for heading, _ in sheet.headings], rows)


def write_workbook(target: Path | BinaryIO, sheets: Sequence[Sheet], title: str) -> None:
    """Write the sheets as one workbook; page numbers open the annotated PDF at that page.

    Every text is written as text, even if it looks like a formula, a number or an address.
    """
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": EPOCH})
        line = {"bottom": 1, "bottom_color": "#D5DBE3"}  # to follow a row across a wide sheet
        top: dict[str, Any] = {"text_wrap": True, "valign": "top", "font_size": 10}
        fill = {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D9C77A"}
        head = {**top, "bold": True, "bottom": 1, "align": "left", "indent": 1}
        styles = {
            "head": book.add_format({**head, "bg_color": "#E7EEF5"}),
            "fill-head": book.add_format({**head, "bg_color": "#FFF3BF"}),
            "text": book.add_format({**top, **line, "align": "left", "indent": 1}),
            "number": book.add_format({**top, **line, "align": "center"}),
            "fill": book.add_format({**top, **fill, "align": "left", "indent": 1}),
            "day": book.add_format({**top, **fill, "num_format": "dd.mm.yyyy"}),
            "link": book.add_format({**top, **line, "font_color": "#0B4A8F", "underline": 1,
                                     "align": "center"}),
        }  # fmt: skip
        for sheet in sheets:
            page = book.add_worksheet(sheet.name, worksheet_class=_Growing)
            _write_sheet(page, sheet, styles)


def _write_sheet(page: Any, sheet: Sheet, styles: Mapping[str, Any]) -> None:
    page.freeze_panes(1, sheet.frozen)
    page.set_landscape()
    page.set_paper(9)
    if len(sheet.headings) <= ON_PAPER:
        page.fit_to_pages(1, 0)
    else:  # in one width it would be too small to read
        page.set_print_scale(60)
        page.print_across()
        page.repeat_columns(0, sheet.frozen - 1)
    page.repeat_rows(0)
    page.set_row(0, 2 * LINE + 2)
    last = max(1, len(sheet.rows))
    for column, (heading, width) in enumerate(sheet.headings):
        page.set_column(column, column, width)
        page.write_string(0, column, heading, styles["fill-head" if heading in FILL else "head"])
        if heading == VERDICT:
            page.data_validation(1, column, last, column, {
                "validate": "list", "source": list(VERDICTS), "error_title": "Ukjent vurdering",
                "error_message": f"Velg en av: {', '.join(VERDICTS)}.",
            })  # fmt: skip
        elif heading == DAY:
            page.data_validation(1, column, last, column, {
                "validate": "date", "criteria": ">=", "value": EPOCH, "error_title": "Dato",
                "error_message": "Skriv dagen som 22.11.2026.",
            })  # fmt: skip
    rooms = [max(1, int((width - INDENT) * FITS)) for _, width in sheet.headings]
    for line, row in enumerate(sheet.rows, start=1):
        page.set_row(line, _height(row, rooms))
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, sheet.headings[column][0], styles)
    if sheet.filter:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)


def _write_cell(
    page: Any, line: int, column: int, cell: Cell, heading: str, styles: Mapping[str, Any]
) -> None:
    if heading in FILL:
        page.write_blank(line, column, None, styles["day" if heading == DAY else "fill"])
    elif cell is None:
        page.write_blank(line, column, None, styles["text"])
    elif isinstance(cell, str):
        page.write_string(line, column, cell, styles["text"])
    elif isinstance(cell, PageCell):
        page.write_url(line, column, _link(cell), styles["link"])
        page.write_number(line, column, cell.page, styles["link"])
    else:
        page.write_number(line, column, cell, styles["number"])


@cache  # thousands of cells link to the same few pages
def _link(cell: PageCell) -> Url:
    link = Url(f"external:{cell.file}#page={page_in_annotated(cell.page)}")
    link.text = str(cell.page)
    return link


def _height(row: Sequence[Cell], rooms: Sequence[int]) -> float:
    """The height of a row in points: its longest text in full, up to what a screen shows.

    `rooms` are the letters that a line of each column has room for. Spreadsheets work heights out
    by themselves only where none is stated, and not all of them do.
    """
    lines = [_lines(cell, room) for cell, room in zip(row, rooms, strict=True)]
    return min(max(lines) * LINE, TALLEST)


def _lines(cell: Cell, room: int) -> int:
    if not isinstance(cell, str):
        return 1
    if len(cell) < room:
        return 1 + cell.count("\n")
    return sum(1 + len(part) // room for part in cell.split("\n"))
