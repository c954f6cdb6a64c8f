"""statusrapport.xlsx: the items first, then all tables, for those who work in Excel.

Each sheet is an Excel table with the name of the table and headings in bokmål; the note on a
heading says what the column means and what it is called in the tables. Nothing stands above or
beside it, so programs can read the sheets as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import xlsxwriter
from xlsxwriter.url import Url

from pipeline import glossary
from pipeline.glossary.annotated import page_in_annotated
from pipeline.glossary.provenance import provenance_of
from pipeline.package.judged import judged
from pipeline.package.long_workbook import LongSheet, long_workbook
from pipeline.package.sheets import ITEMS, Batch, Cell, Sheet, SheetColumn, sheets_of
from pipeline.runtime.files import replacing
from pipeline.seams.arrow import read_records
from pipeline.seams.histories import FOLDER, Entry, page_paths
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Item, Report, Transition

PDF = "report/{report}-merknader.pdf"  # next to the workbook: the report's pages, with notes
EPOCH = datetime(2000, 1, 1)  # the creation time that a workbook must have: a fixed one
FONT = {"font_name": "Arial", "font_size": 10}  # as wide in LibreOffice's stand-in as in Excel
LONGEST = 32_767  # characters in a cell; with more, Excel offers to repair the file
MOST_ROWS = 1_048_575  # below the header
MOST_LINKS = 65_530  # in a sheet
LONGEST_URL = 2_079
CUT = " … [forkortet: hele teksten står i Parquet-filen]"
NARROW, WIDE, WIDEST = 8, 42, 60  # characters: the narrowest column, the widest, those of LONG
LONG = ("message", "narrative", "sentence", "short_title", "text")
DENSITY = 1.1  # letters for each digit that a column's width is counted in
LONGER = 2_000  # characters: texts from here on stay in one line, or rows would fill the screen
PRINTED = 170  # characters across a printed page: more would be unreadable
UNSCALED = 140  # characters across a page that need not be made smaller
PAGE = 400  # points down such a page; of a table that is for looking up, one page is printed
ARROW = 3  # characters that the filter's arrow takes of a heading
LINE = 13.5  # points from one line to the next
TALLEST = 409  # points: no row can be higher
OVERVIEW = "Oversikt"
COLUMNS = "Kolonner"
STYLE = "Table Style Light 1"

NOTES = (
    "Arket Tiltak har én rad for hvert tiltak og vedtak, med begge statusene side om side. De "
    "andre arkene er tabellene det er laget av.",
    "I statuses, ministries og responsibilities står alt to ganger: slik det er trykt i "
    "teksten, og i oversikten bakerst i rapporten. Filtrer kolonnen Sted på text eller overview "
    "før du teller.",
    "Departementene har to kolonner hver: «JD» er 1 der JD er nevnt, «JD med alle» også der "
    "«alle» departementer er ansvarlige. Ett tiltak kan ha mange departementer: summen av dem "
    "er større enn antallet tiltak.",
    "Beløp er det teksten nevner, ikke regnskap. Legg bare sammen der «Skal telles» er SANN (1 i "
    "LibreOffice), og aldri en økning og et nivå.",
    "Et tidspunkt som «høsten 2025» har en første og en siste dag; tomt er åpent.",
    "Tomme celler betyr at rapporten ikke sier noe, aldri null kroner eller «nei».",
    "Det som ikke ble forstått, er ikke gjettet: det står i arket unread.",
    "Sorter på Sorteringsnøkkel for å få tiltak 2 før tiltak 10.",
    "Sidetall er lenker til siden i rapporten (mappen report ved siden av denne filen). En del "
    "PDF-lesere åpner på første side; bla da til sidetallet i cellen. Sider telles fra 1, slik "
    "PDF-leseren teller, og er ikke alltid det trykte sidetallet.",
    "Hva hver kolonne betyr, og hva den heter i Parquet, CSV og Stata, står som merknad på "
    "overskriften og samlet i arket Kolonner.",
    "Arkene Tiltak og findings skrives ut i sin helhet. Av de andre kommer de første radene på "
    "papir: endre utskriftsområdet for å få resten.",
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


class _Formats(NamedTuple):
    """The cell formats."""

    title: Any
    lead: Any
    section: Any
    heading: Any
    over_numbers: Any
    body: Any
    wrapped: Any
    differs: Any
    day: Any
    number: Any
    kroner: Any
    box: Any
    page: Any
    link: Any


class _Extent(NamedTuple):
    """The longest text of a column's cells, and whether a long one can be broken into lines."""

    longest: int
    breaks: bool


# Writes the cell of a row: the row's number, the value, and those of the whole row.
_Write = Callable[[int, Cell, Sequence[Cell]], object]


def write_workbook(
    processed: Path,
    target: Path,
    *,
    report_ids: Sequence[ReportId] = (),
    pdf: str = PDF,
    most_rows: int = MOST_ROWS,
) -> None:
    """Write the tables below `processed` as one workbook, replacing `target` in one step.

    Every text is written as text, even if it looks like a formula, a number or an address. Page
    numbers link to `pdf`, a path relative to the workbook in which `{report}` stands for the
    report's id; numbers of items link to the pages of their history. `report_ids` are those that
    are registered, in their order; without, those that have tables. A text too long for a cell is
    cut, and says so; a table of more than `most_rows` rows continues in another sheet, and one
    without rows has none. The same tables give the same bytes.

    Raises `Refusal` if a table is missing or damaged.
    """
    reports = [
        report for path in _paths(processed, report_ids) for report in read_records(path, Report)
    ]
    known = [report.report_id for report in reports]
    items, *others = list(sheets_of(processed, known))
    with (
        replacing(target) as temporary,
        long_workbook(temporary, {"default_format_properties": {**FONT}}) as book,
    ):
        book.set_properties({"title": "Statusrapporter som data", "created": EPOCH})
        book.set_size(24_000, 14_000)
        formats = _formats(book)
        pages = _item_pages(processed, reports)
        for part in _parts(items, most_rows):
            _write_table(book, formats, part, pdf, known, pages)
        overview = book.add_worksheet(OVERVIEW)
        for sheet in others:
            for part in _parts(sheet, most_rows):
                _write_table(book, formats, part, pdf, known, pages)
        provenance = [
            line
            for report in reports
            for line in provenance_of(report, *judged(report.report_id, processed))
        ]
        _write_overview(overview, formats, reports, provenance, [items, *others])
        _write_columns(book, formats, [items, *others])


def _paths(processed: Path, report_ids: Sequence[ReportId]) -> list[Path]:
    """The files of the table `reports`."""
    folder = processed / "reports"
    return [folder / f"{own}.parquet" for own in report_ids] or sorted(folder.glob("*.parquet"))


def _item_pages(processed: Path, reports: Sequence[Report]) -> Mapping[Entry, str]:
    """The page of each item of each report, relative to the workbook."""
    items = {
        report.report_id: [
            row.item_id
            for row in read_records(processed / Item.table / f"{report.report_id}.parquet", Item)
        ]
        for report in reports
    }
    steps = read_records(processed / f"{Transition.table}.parquet", Transition)
    return {entry: f"{FOLDER}/{page}" for entry, page in page_paths(reports, items, steps).items()}


def _parts(sheet: Sheet, most_rows: int) -> Iterator[Sheet]:
    """The table split over as many sheets as it needs: spans, spans 2 …; none for no rows."""
    for number, first in enumerate(range(0, sheet.height, most_rows), start=1):
        name, table = (
            (sheet.name, sheet.table)
            if number == 1
            else (f"{sheet.name} {number}", f"{sheet.table}_{number}")
        )
        yield sheet.part(first, first + most_rows)._replace(name=name, table=table)


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    top = {"valign": "top"}
    right = {"align": "right", "indent": 1, **top}  # space between a number and the text next to it
    head = {"bold": True, "bg_color": "#E7EEF5", "bottom": 1, "text_wrap": True, **top}
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 18, "font_color": "#12304F"}),
        lead=book.add_format({"text_wrap": True, "font_size": 12, **top}),
        section=book.add_format({"bold": True, "font_size": 13, "font_color": "#12304F"}),
        heading=book.add_format(head),
        over_numbers=book.add_format({**head, **right}),
        body=book.add_format(top),
        wrapped=book.add_format({"text_wrap": True, **top}),
        differs=book.add_format({"bold": True, "bg_color": "#FFE9C7", **top}),
        day=book.add_format({"num_format": "dd.mm.yyyy", "align": "left", **top}),
        number=book.add_format(right),
        kroner=book.add_format({"num_format": "#,##0", **right}),
        box=book.add_format({"num_format": "0.0", **right}),
        page=book.add_format({"font_color": "#0B4A8F", "underline": 1, **right}),
        link=book.add_format({"font_color": "#0B4A8F", "underline": 1, **top}),
    )


# --- a table ------------------------------------------------------------------------------------


def _write_table(
    book: xlsxwriter.Workbook,
    formats: _Formats,
    sheet: Sheet,
    pdf: str,
    reports: Collection[str],
    pages: Mapping[Entry, str],
) -> None:
    """Write a table to a sheet of its own. `pages` has the page of each item."""
    page = book.add_worksheet(sheet.name, LongSheet)
    extents = _extents(sheet)
    widths = list(map(_width, sheet.columns, extents))
    _write_frame(page, formats, sheet, widths)
    page.freeze_panes(1, 3 if sheet.name == ITEMS else 2)
    for number, column in enumerate(sheet.columns):
        text = f"{column.meaning}\nI tabellene: {column.name}"
        height = 0.4 + 0.2 * (1 + len(text) // 45)  # of the usual 74 pixels
        page.write_comment(
            0, number, text, {"author": "", "x_scale": 2.2, "y_scale": height, "font_size": 9}
        )
    wrapped = list(map(_is_wrapped, sheet.columns, extents))
    cells = [
        _plain(page, formats, column, number, wrapped[number])
        for number, column in enumerate(sheet.columns)
    ]
    for number, write in _links(page, formats, sheet, pdf, reports, pages):
        cells[number] = write
    if sheet.name == ITEMS:
        for name in ("status_text", "status_overview"):
            number = sheet.names.index(name)
            cells[number] = _marked(page, formats, sheet, number, cells[number])
    _write_rows(page, sheet, widths, wrapped, cells)


def _write_frame(page: LongSheet, formats: _Formats, sheet: Sheet, widths: Sequence[int]) -> None:
    """The Excel table with its headings and filter, and the widths of its columns."""
    headings = [
        {
            "header": column.heading,
            "header_format": formats.over_numbers if _is_number(column) else formats.heading,
        }
        for column in sheet.columns
    ]
    page.add_table_of(sheet.height, headings, name=sheet.table, style=STYLE)
    for number, width in enumerate(widths):
        page.set_column(number, number, width)
    page.set_default_row(_height(1))
    page.set_row(0, LINE * max(map(_lines, (c.heading for c in sheet.columns), widths)) + 4)
    # ids and years are stored as text
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{sheet.height + 1}"})


def _write_rows(
    page: LongSheet,
    sheet: Sheet,
    widths: Sequence[int],
    wrapped: Sequence[bool],
    cells: Sequence[_Write],
) -> None:
    """Write the rows, with heights that show all lines of `wrapped` columns, and set what goes to
    paper. `cells` writes the cells of each column.
    """
    row = 0
    heights: list[int] = []
    for batch in sheet.rows():
        lines = _lines_of_rows(batch, widths, wrapped)
        heights += lines
        for count, values in zip(lines, zip(*batch, strict=True), strict=True):
            row += 1
            if count > 1:
                page.set_row(row, _height(count))
            for write, value in zip(cells, values, strict=True):
                if value is not None:
                    write(row, value, values)
    _choose_for_paper(page, sheet, widths, [*map(_height, heights)])


def _choose_for_paper(
    page: LongSheet, sheet: Sheet, widths: Sequence[int], heights: Sequence[float]
) -> None:
    columns = sheet.printed or _fitting_columns(widths)
    rows = sheet.height if sheet.whole else _fitting_rows(heights, sum(widths[:columns]))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, rows, columns - 1)
    page.set_footer(f"&L{_told_on_paper(sheet, rows, columns)}&RSide &P av &N")


def _told_on_paper(sheet: Sheet, rows: int, columns: int) -> str:
    if rows == sheet.height and columns == len(sheet.columns):
        return sheet.name
    return (
        f"{sheet.name}: {rows} av {sheet.height} rader, {columns} av {len(sheet.columns)} kolonner"
    )


def _fitting_columns(widths: Sequence[int]) -> int:
    """How many of the first columns a page can hold, at least two."""
    return max(2, sum(sum(widths[: number + 1]) <= PRINTED for number in range(len(widths))))


def _fitting_rows(heights: Sequence[float], across: int) -> int:
    """How many of the first rows a page can hold that is `across` characters wide; at least one."""
    page = PAGE * max(1, across / UNSCALED)
    return max(1, sum(down <= page for down in accumulate(heights)))


# --- cells ---------------------------------------------------------------------------------------


def _plain(
    page: LongSheet, formats: _Formats, column: SheetColumn, number: int, wrapped: bool
) -> _Write:
    """Cells with a value and a format."""
    kind = column.type
    if pa.types.is_string(kind):
        texts = formats.wrapped if wrapped else formats.body
        return lambda row, value, _: page.write_string(row, number, _fitting(value), texts)
    if pa.types.is_boolean(kind):
        return lambda row, value, _: page.write_boolean(row, number, value, formats.body)
    if pa.types.is_date(kind):
        return lambda row, value, _: page.write_datetime(row, number, value, formats.day)
    look = formats.number
    if pa.types.is_floating(kind):
        look = formats.box
    elif column.name == "amount_nok":
        look = formats.kroner
    return lambda row, value, _: page.write_number(row, number, value, look)


def _marked(page: LongSheet, formats: _Formats, sheet: Sheet, number: int, plain: _Write) -> _Write:
    """The statuses of an item, marked where text and overview do not have the same."""
    agrees = sheet.names.index("agrees")

    def write(row: int, value: Cell, values: Sequence[Cell]) -> None:
        if values[agrees] is False:
            page.write_string(row, number, value, formats.differs)
        else:
            plain(row, value, values)

    return write


def _links(
    page: LongSheet,
    formats: _Formats,
    sheet: Sheet,
    pdf: str,
    reports: Collection[str],
    pages: Mapping[Entry, str],
) -> Iterator[tuple[int, _Write]]:
    """What writes the columns that hold links: none if these are more than a sheet can hold."""
    names = sheet.names
    linked = [
        number
        for number, column in enumerate(sheet.columns)
        if column.name == "url"
        or (_is_page(column) and "report_id" in names)
        or (column.name == "number" and sheet.name == ITEMS)
    ]
    if len(linked) * sheet.height > MOST_LINKS:
        return
    for number in linked:
        if names[number] == "url":
            yield number, _address(page, formats, number)
        elif names[number] == "number":
            yield number, _item_number(page, formats, names, pages)
        else:
            yield number, _page_number(page, formats, names, number, pdf, reports)


def _address(page: LongSheet, formats: _Formats, number: int) -> _Write:
    def write(row: int, value: Cell, _: Sequence[Cell]) -> None:
        if _is_web_address(value):
            page.write_url(row, number, value, formats.link, value)
        else:
            page.write_string(row, number, _fitting(value), formats.body)

    return write


def _item_number(
    page: LongSheet, formats: _Formats, names: Sequence[str], pages: Mapping[Entry, str]
) -> _Write:
    """The numbers of items as links to the pages of their history."""
    number, report, item = (names.index(name) for name in ("number", "report_id", "item_id"))

    def write(row: int, value: Cell, values: Sequence[Cell]) -> None:
        link = f"external:{pages[Entry(values[report], values[item])]}"
        page.write_url(row, number, link, formats.link, value)

    return write


def _page_number(
    page: LongSheet,
    formats: _Formats,
    names: Sequence[str],
    number: int,
    pdf: str,
    reports: Collection[str],
) -> _Write:
    """Page numbers that link to the page, in the other report if the value is from there."""
    owner = names.index("report_id")
    side = f"{names[number].removesuffix('_page')}_source"
    source = names.index(side) if side in names else owner
    links: dict[tuple[Cell, Cell], Url] = {}  # thousands of cells link to the same few pages

    def write(row: int, value: Cell, values: Sequence[Cell]) -> None:
        target = values[source] if values[source] in reports else values[owner], value
        if target not in links:
            there = page_in_annotated(int(str(value)))
            links[target] = Url(f"external:{pdf.format(report=target[0])}#page={there}")
            links[target].text = str(value)
        page.write_url(row, number, links[target], formats.page)
        page.write_number(row, number, value, formats.page)  # a number that is a link

    return write


def _is_page(column: SheetColumn) -> bool:
    """Whether a column holds the number of a page: page, page_first, left_page."""
    return "page" in column.name.split("_")


def _is_number(column: SheetColumn) -> bool:
    return pa.types.is_integer(column.type) or pa.types.is_floating(column.type)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


# --- widths and heights --------------------------------------------------------------------------


def _extents(sheet: Sheet) -> list[_Extent]:
    """The extent of each column."""
    longest = [0] * len(sheet.columns)
    breaks = [False] * len(sheet.columns)
    for batch in sheet.rows():
        for number, cells in enumerate(batch):
            values = {cell for cell in cells if cell is not None}
            longest[number] = max(longest[number], max(map(len, map(str, values)), default=0))
            breaks[number] = breaks[number] or any(
                isinstance(cell, str) and len(cell) > WIDE - 2 and " " in cell for cell in values
            )
    return list(map(_Extent, longest, breaks))


def _width(column: SheetColumn, extent: _Extent) -> int:
    """The width in characters: the longest line of a short column, a fixed one of a long one."""
    if pa.types.is_date(column.type):
        return 12
    words = max(map(len, column.heading.split()), default=0) + ARROW
    widest = WIDEST if column.name in LONG else WIDE
    return min(max(NARROW, words, extent.longest + 2), widest)


def _is_wrapped(column: SheetColumn, extent: _Extent) -> bool:
    """Whether the texts of a column are broken into lines; addresses and keys stay in one."""
    return column.in_lines and extent.longest <= LONGER and extent.breaks


def _lines_of_rows(batch: Batch, widths: Sequence[int], wrapped: Sequence[bool]) -> list[int]:
    """How many lines each row takes.

    Excel and LibreOffice count lines anew only when somebody edits the row.
    """
    lines = [1] * len(batch[0])
    for cells, width, is_wrapped in zip(batch, widths, wrapped, strict=True):
        if is_wrapped:
            for number, cell in enumerate(cells):
                if cell is not None and len(cell) >= width - 2:
                    lines[number] = max(lines[number], _lines(cell, width))
    return lines


def _height(lines: int) -> float:
    """The height in points of a row of so many lines."""
    return min(TALLEST, LINE * lines + 2)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column: words are not cut, unless one is wider than it."""
    count, width = 0, int(width * DENSITY)
    for paragraph in text.split("\n"):
        count, left = count + 1, width
        for word in paragraph.split():
            if len(word) >= left and left < width:
                count, left = count + 1, width
            count += (len(word) - 1) // width
            left -= len(word) % width + 1
    return count


def _is_web_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= LONGEST_URL


# --- the sheets that explain the others -----------------------------------------------------------


def _write_overview(
    page: Any,
    formats: _Formats,
    reports: Sequence[Report],
    provenance: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
) -> None:
    """What the workbook is, its reports, what it was made of and with, its sheets, and caveats."""
    page.hide_gridlines(2)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    widths = (20, 52, 20, 12, 12)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    row = 0
    page.set_row(row, 30)
    page.write_string(row, 0, "Statusrapporter som data", formats.title)
    row += 1
    page.set_row(row, 52)
    page.merge_range(
        row, 0, row, 4,
        "Regjeringens statusrapporter, lest fra PDF til tabeller. Arket Tiltak er det meste av det "
        "du trenger; så kommer ett ark for hver tabell. Hver verdi er slik den er trykt, med siden "
        "den står på.",
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
        page.set_row(row, LINE * _lines(report.plan, widths[1]) + 4)
        page.write_string(row, 0, report.report_id, formats.body)
        page.write_string(row, 1, report.plan, formats.wrapped)
        page.write_string(row, 2, report.as_of_printed or "ikke oppgitt", formats.body)
        page.write_number(row, 3, report.pages, formats.number)
        language = {"nb": "bokmål", "nn": "nynorsk"}.get(report.language, report.language)
        page.write_string(row, 4, language, formats.body)
    page.ignore_errors({"number_stored_as_text": f"A1:A{row + 1}"})
    row += 2
    page.write_string(row, 0, "Hva tallene bygger på", formats.section)
    for name, words in provenance:
        row += 1
        page.set_row(row, LINE * _lines(words, sum(widths[1:])) + 4)
        page.write_string(row, 0, name, formats.body)
        page.merge_range(row, 1, row, 4, words, formats.wrapped)
    row += 2
    page.write_string(row, 0, "Ark", formats.section)
    row += 1
    for column, heading in enumerate(("Ark", "Innhold", "", "Rader", "Kolonner")):
        look = formats.over_numbers if column > 2 else formats.heading
        page.write_string(row, column, heading, look)
    across = widths[1] + widths[2]
    for sheet in sheets:
        row += 1
        what = glossary.tables()[sheet.table].rows
        if sheet.height:
            page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats.link, sheet.name)
        else:
            page.write_string(row, 0, sheet.name, formats.body)
            what = f"{what} Ingen rader, og derfor ikke noe ark."
        page.set_row(row, LINE * _lines(what, across) + 4)
        page.merge_range(row, 1, row, 2, what, formats.wrapped)
        page.write_number(row, 3, sheet.height, formats.kroner)
        page.write_number(row, 4, len(sheet.columns), formats.kroner)
    row += 1
    page.write_url(row, 0, f"internal:'{COLUMNS}'!A1", formats.link, COLUMNS)
    page.write_string(row, 1, "Hva hver kolonne i hvert ark betyr.", formats.body)
    row += 2
    page.write_string(row, 0, "Verdt å vite", formats.section)
    for note in NOTES:
        row += 1
        page.set_row(row, LINE * _lines(note, sum(widths)) + 6)
        page.merge_range(row, 0, row, 4, note, formats.wrapped)
    page.print_area(0, 0, row, 4)


def _write_columns(book: xlsxwriter.Workbook, formats: _Formats, sheets: Sequence[Sheet]) -> None:
    """The sheet that lists the meaning of each column of each table."""
    columns = [(sheet.name, column) for sheet in sheets for column in sheet.columns]
    kept = {
        "Ark": [name for name, _ in columns],
        "Kolonne": [column.heading for _, column in columns],
        "I tabellene": [column.name for _, column in columns],
        "Type": [KINDS[str(column.type)] for _, column in columns],
        "Betydning": [column.meaning for _, column in columns],
    }
    listed = [SheetColumn(heading, heading, pa.string(), "") for heading in kept]
    rows = list(kept.values())
    sheet = Sheet(COLUMNS, "kolonner", listed, lambda: [rows], len(columns), whole=True)
    page = book.add_worksheet(COLUMNS, LongSheet)
    widths = [18, 26, 28, 13, 85]
    _write_frame(page, formats, sheet, widths)
    page.freeze_panes(1, 0)
    wrapped = list(map(_is_wrapped, listed, _extents(sheet)))
    cells = [
        _plain(page, formats, column, number, wrapped[number])
        for number, column in enumerate(listed)
    ]
    _write_rows(page, sheet, widths, wrapped, cells)
