"""statusrapport.xlsx: all tables as sheets, for those who work in Excel, Stata or R's readxl.

The first row of a table's sheet holds the column names of tables.py, with nothing above or beside
it, so programs can read the sheets as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import xlsxwriter
from xlsxwriter.url import Url

from pipeline import glossary
from pipeline.glossary.annotated import page_in_annotated
from pipeline.runtime.files import read_table, replacing
from pipeline.seams.arrow import read_records, schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import ACROSS, TABLES, Report

PDF = "report/{report}-merknader.pdf"  # next to the workbook: the report's pages, with notes
EPOCH = datetime(2000, 1, 1)  # the creation time that a workbook must have: a fixed one
LONGEST = 32_767  # characters in a cell; with more, Excel offers to repair the file
MOST_ROWS = 1_048_575  # below the header
MOST_LINKS = 65_530  # in a sheet
LONGEST_URL = 2_079
CUT = " … [forkortet: hele teksten står i Parquet-filen]"
NARROW, WIDE = 9, 60  # characters: the narrowest and widest column
PRINTED = 170  # characters across a printed page: more would be unreadable
ARROW = 3  # characters that the filter's arrow takes of a heading
LINE = 15.75  # points: a fixed row height, so that long texts do not stretch it
OVERVIEW = "Oversikt"
COLUMNS = "Kolonner"

Cell = str | int | float | bool | date | None

NOTES = (
    "Status og departementer står to ganger i rapportene: i teksten og i oversikten bakerst. "
    "Filtrer kolonnen source på text eller overview før du teller, ellers telles alt dobbelt.",
    "Beløp er det teksten nevner, ikke regnskap. Samme sum kan være nevnt flere ganger, og en "
    "økning og et nivå kan ikke legges sammen.",
    "Et tidspunkt som «høsten 2025» har en første og en siste dag (first, last); tomt er åpent.",
    "Tomme celler betyr at rapporten ikke sier noe, aldri null kroner eller «nei».",
    "Det som ikke ble forstått, er ikke gjettet: det står i arket unread.",
    "Sidetall er lenker til siden i rapporten (mappen report ved siden av denne filen). En del "
    "PDF-lesere åpner på første side; bla da til sidetallet i cellen. Sider telles fra 1, slik "
    "PDF-leseren teller, og er ikke alltid det trykte sidetallet.",
    "Hva hver kolonne betyr, står som merknad på overskriften og samlet i arket Kolonner.",
)
KINDS = {  # the Arrow types of tables.py in plain words
    "string": "tekst",
    "int8": "heltall",
    "int16": "heltall",
    "int32": "heltall",
    "int64": "heltall",
    "float": "desimaltall",
    "bool": "sann/usann",
    "date32[day]": "dato",
}


class Sheet(NamedTuple):
    """A table: its schema and the cells of each column, top to bottom."""

    name: str
    schema: pa.Schema
    columns: list[list[Cell]]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.columns[0])


class _Formats(NamedTuple):
    """The cell formats."""

    title: Any
    lead: Any
    section: Any
    heading: Any
    over_numbers: Any
    body: Any
    wrapped: Any
    day: Any
    number: Any
    kroner: Any
    box: Any
    page: Any
    link: Any


def write_workbook(
    processed: Path, target: Path, *, pdf: str = PDF, most_rows: int = MOST_ROWS
) -> None:
    """Write the tables below `processed` as one workbook, replacing `target` in one step.

    Every text is written as text, even if it looks like a formula, a number or an address. Page
    numbers link to `pdf`, a path relative to the workbook in which `{report}` stands for the
    report's id. A text too long for a cell is cut, and says so; a table of more than `most_rows`
    rows continues in another sheet. The same tables give the same bytes.

    Raises `Refusal` if a table is missing or damaged.
    """
    reports = [
        report
        for path in sorted((processed / "reports").glob("*.parquet"))
        for report in read_records(path, Report)
    ]
    known = [report.report_id for report in reports]
    sheets = list(_sheets(processed, known))
    with (
        replacing(target) as temporary,
        xlsxwriter.Workbook(temporary, {"in_memory": True}) as book,
    ):
        book.set_properties({"title": "Statusrapporter som data", "created": EPOCH})
        book.set_size(24_000, 14_000)
        formats = _formats(book)
        parts = [part for sheet in sheets for part in _parts(sheet, most_rows)]
        _write_overview(book.add_worksheet(OVERVIEW), formats, reports, sheets)
        for part in parts:
            _write_table(book.add_worksheet(part.name), formats, part, pdf, known)
        _write_columns(book.add_worksheet(COLUMNS), formats, sheets)


def _sheets(processed: Path, report_ids: Sequence[ReportId]) -> Iterator[Sheet]:
    for table, record in TABLES.items():
        schema = schema_of(record)
        paths = [processed / table / f"{report_id}.parquet" for report_id in report_ids]
        tables = [read_table(path, schema) for path in paths]
        columns = [
            list(chain.from_iterable(part.column(name).to_pylist() for part in tables))
            for name in schema.names
        ]
        yield Sheet(table, schema, columns)
    for over in ACROSS:
        schema = schema_of(over)
        whole = read_table(processed / f"{over.table}.parquet", schema)
        yield Sheet(over.table, schema, [column.to_pylist() for column in whole.columns])


def _parts(sheet: Sheet, most_rows: int) -> Iterator[Sheet]:
    """The table split over as many sheets as it needs: spans, spans 2 …"""
    for number, first in enumerate(range(0, max(1, sheet.height), most_rows), start=1):
        yield sheet._replace(
            name=sheet.name if number == 1 else f"{sheet.name} {number}",
            columns=[cells[first : first + most_rows] for cells in sheet.columns],
        )


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    top = {"valign": "top"}
    right = {"align": "right", "indent": 1, **top}  # space between a number and the text next to it
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 18, "font_color": "#12304F"}),
        lead=book.add_format({"text_wrap": True, "font_size": 12, **top}),
        section=book.add_format({"bold": True, "font_size": 13, "font_color": "#12304F"}),
        heading=book.add_format({"bold": True, "bg_color": "#E7EEF5", "bottom": 1, **top}),
        over_numbers=book.add_format({"bold": True, "bg_color": "#E7EEF5", "bottom": 1, **right}),
        body=book.add_format(top),
        wrapped=book.add_format({"text_wrap": True, **top}),
        day=book.add_format({"num_format": "dd.mm.yyyy", "align": "left", **top}),
        number=book.add_format(right),
        kroner=book.add_format({"num_format": "#,##0", **right}),
        box=book.add_format({"num_format": "0.0", **right}),
        page=book.add_format({"font_color": "#0B4A8F", "underline": 1, **right}),
        link=book.add_format({"font_color": "#0B4A8F", "underline": 1, **top}),
    )


def _write_overview(
    page: Any, formats: _Formats, reports: Sequence[Report], sheets: Sequence[Sheet]
) -> None:
    """The front sheet: what the workbook is, its reports and sheets, and caveats."""
    page.hide_gridlines(2)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for column, width in enumerate((18, 52, 20, 12, 12)):
        page.set_column(column, column, width)
    row = 0
    page.set_row(row, 30)
    page.write_string(row, 0, "Statusrapporter som data", formats.title)
    row += 1
    page.set_row(row, 36)
    page.merge_range(
        row, 0, row, 4,
        "Regjeringens statusrapporter, lest fra PDF til tabeller: ett ark for hver tabell. Hver "
        "verdi er slik den er trykt, med siden den står på. Arkene har samme navn og kolonner som "
        "Parquet-filene, så det som gjøres her, kan gjøres likt i R, Stata eller Python.",
        formats.lead,
    )  # fmt: skip
    row += 2
    page.write_string(row, 0, "Rapporter", formats.section)
    row += 1
    for column, heading in enumerate(("Rapport", "Plan", "Per", "Sider", "Målform")):
        look = formats.over_numbers if heading == "Sider" else formats.heading
        page.write_string(row, column, heading, look)
    for report in reports:
        row += 1
        page.set_row(row, 33)
        page.write_string(row, 0, report.report_id, formats.body)
        page.write_string(row, 1, report.plan, formats.wrapped)
        page.write_string(row, 2, report.as_of_printed or "ikke oppgitt", formats.body)
        page.write_number(row, 3, report.pages, formats.number)
        language = {"nb": "bokmål", "nn": "nynorsk"}.get(report.language, report.language)
        page.write_string(row, 4, language, formats.body)
    page.ignore_errors({"number_stored_as_text": f"A1:A{row + 1}"})
    row += 2
    page.write_string(row, 0, "Ark", formats.section)
    row += 1
    for column, heading in enumerate(("Ark", "Innhold", "", "Rader", "Kolonner")):
        look = formats.over_numbers if column > 2 else formats.heading
        page.write_string(row, column, heading, look)
    for sheet in sheets:
        row += 1
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats.link, sheet.name)
        page.set_row(row, 18)
        page.merge_range(row, 1, row, 2, glossary.tables()[sheet.name].rows, formats.body)
        page.write_number(row, 3, sheet.height, formats.kroner)
        page.write_number(row, 4, len(sheet.schema), formats.kroner)
    row += 1
    page.write_url(row, 0, f"internal:'{COLUMNS}'!A1", formats.link, COLUMNS)
    page.write_string(row, 1, "Hva hver kolonne i hvert ark betyr.", formats.body)
    row += 2
    page.write_string(row, 0, "Verdt å vite", formats.section)
    for note in NOTES:
        row += 1
        page.set_row(row, 16 * (1 + len(note) // 118) + 4)
        page.merge_range(row, 0, row, 4, note, formats.wrapped)
    page.print_area(0, 0, row, 4)


def _write_table(
    page: Any, formats: _Formats, sheet: Sheet, pdf: str, reports: Collection[str]
) -> None:
    names = sheet.schema.names
    _write_frame(page, formats, names, _widths(sheet), sheet.height)
    owned = names[:2] == ["report_id", "item_id"]
    page.freeze_panes(1, 2 if owned else 0)
    if owned:
        page.repeat_columns(0, 1)  # printed, a table may be several pages wide
    page.set_default_row(LINE)
    for column, field in enumerate(sheet.schema):
        text = _meaning(sheet.name, field.name)
        height = 0.35 + 0.2 * (1 + len(text) // 45)  # of the usual 74 pixels
        page.write_comment(
            0, column, text, {"author": "", "x_scale": 2.2, "y_scale": height, "font_size": 9}
        )
        if _is_page(field.name) and _has_links(sheet):
            _write_pages(page, formats, sheet, column, pdf, reports)
        elif field.name == "url":
            _write_addresses(page, formats, sheet, column)
        else:
            _write_cells(page, formats, sheet, column)


def _has_links(sheet: Sheet) -> bool:
    """Whether page numbers are links."""
    names = sheet.schema.names
    return "report_id" in names and sum(map(_is_page, names)) * sheet.height <= MOST_LINKS


def _is_page(column: str) -> bool:
    """Whether a column holds the number of a page: page, page_first, left_page."""
    return "page" in column.split("_")


def _write_pages(
    page: Any, formats: _Formats, sheet: Sheet, column: int, pdf: str, reports: Collection[str]
) -> None:
    """Page numbers that link to the page, in the other report if the value is from there."""
    names = sheet.schema.names
    owners = sheet.columns[names.index("report_id")]
    side = f"{names[column].removesuffix('_page')}_source"
    sources = sheet.columns[names.index(side)] if side in names else owners
    links: dict[tuple[Cell, Cell], Url] = {}  # thousands of cells link to the same few pages
    for line, (cell, source, owner) in enumerate(
        zip(sheet.columns[column], sources, owners, strict=True), start=1
    ):
        if cell is not None:
            target = source if source in reports else owner, cell
            if target not in links:
                page_there = page_in_annotated(int(str(cell)))
                links[target] = Url(f"external:{pdf.format(report=target[0])}#page={page_there}")
                links[target].text = str(cell)
            page.write_url(line, column, links[target], formats.page)
            page.write_number(line, column, cell, formats.page)  # a number that is a link


def _write_addresses(page: Any, formats: _Formats, sheet: Sheet, column: int) -> None:
    for line, cell in enumerate(sheet.columns[column], start=1):
        if isinstance(cell, str) and _is_web_address(cell):
            page.write_url(line, column, cell, formats.link, cell)
        elif isinstance(cell, str):
            page.write_string(line, column, _fitting(cell), formats.body)


def _write_cells(page: Any, formats: _Formats, sheet: Sheet, column: int) -> None:
    write, look = _writer(page, formats, sheet.schema.field(column))
    for line, cell in enumerate(sheet.columns[column], start=1):
        if cell is not None:
            write(line, column, _fitting(cell) if isinstance(cell, str) else cell, look)


def _writer(page: Any, formats: _Formats, field: Any) -> tuple[Callable[..., Any], Any]:
    """The method that writes the cells of a column, and their format."""
    if pa.types.is_string(field.type):
        return page.write_string, formats.body
    if pa.types.is_boolean(field.type):
        return page.write_boolean, formats.body
    if pa.types.is_date(field.type):
        return page.write_datetime, formats.day
    if pa.types.is_floating(field.type):
        return page.write_number, formats.box
    return page.write_number, formats.kroner if field.name == "amount_nok" else formats.number


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _write_columns(page: Any, formats: _Formats, sheets: Sequence[Sheet]) -> None:
    """Write the sheet that lists the meaning of each column of each table."""
    rows = [
        (sheet.name, field.name, KINDS[str(field.type)], _meaning(sheet.name, field.name))
        for sheet in sheets
        for field in sheet.schema
    ]
    _write_frame(
        page, formats, ["Ark", "Kolonne", "Type", "Betydning"], [16, 18, 13, 100], len(rows)
    )
    page.freeze_panes(1, 0)
    for line, row in enumerate(rows, start=1):
        page.set_row(line, LINE * (1 + len(row[-1]) // 105))
        for column, text in enumerate(row):
            page.write_string(line, column, text, formats.wrapped)


def _write_frame(
    page: Any, formats: _Formats, headings: Sequence[str], widths: Sequence[int], rows: int
) -> None:
    """Set headings, widths, filter and print options."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(ceil(sum(widths) / PRINTED), 0)
    page.print_across()
    page.repeat_rows(0)
    # Long texts overflow into empty cells to the right, which must not widen the printed page.
    page.print_area(0, 0, max(1, rows), len(headings) - 1)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, heading, formats.heading)
    page.autofilter(0, 0, max(1, rows), len(headings) - 1)
    page.ignore_errors(
        {"number_stored_as_text": f"A1:XFD{rows + 1}"}
    )  # ids and years are stored as text


def _widths(sheet: Sheet) -> list[int]:
    """The width of each column: its longest line, within bounds."""
    widths = []
    for field, cells in zip(sheet.schema, sheet.columns, strict=True):
        # An empty cell, as `None`, is still narrower than any column.
        texts = ("dd.mm.yyyy",) if pa.types.is_date(field.type) else map(str, cells)
        longest = max(len(field.name) + ARROW, 1 + max(map(len, texts), default=0))
        widths.append(min(WIDE, max(NARROW, longest)))
    return widths


def _is_web_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= LONGEST_URL


def _meaning(sheet: str, column: str) -> str:
    """The meaning of a column and of each of its values; `spans 2` is a part of `spans`."""
    table = sheet.split(" ")[0]
    values = [f"{text.value}: {text.meaning}" for text in glossary.values_of(table, column)]
    meaning = glossary.meaning_of(table, column)
    return f"{meaning} Verdier: {'; '.join(values)}." if values else meaning
