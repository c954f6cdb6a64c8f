"""The tables as sheets of a workbook: their columns, headings and cells, not yet written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline import glossary
from pipeline.glossary.wording import time_in_words
from pipeline.runtime.files import read_table, row_count
from pipeline.seams.arrow import KEY, columns_of, read_records, schema_of
from pipeline.seams.ids import ItemId, ItemKey, ReportId, sort_key
from pipeline.seams.tables import ACROSS, TABLES, Item, Responsibility, Table

ITEMS = "Tiltak"  # the sheet of the items
SORT_KEY = "sort_key"
# What is read, and printed, from left to right; the rest comes after it in the table's order.
READ_FIRST = {
    "items": (
        "report_id", "number", "short_title", "chapter_number", "status_text", "status_overview",
        "ministries", "next_planned", "findings_open", "page_text", "page_overview",
    ),
    "findings": (
        "report_id", "item_id", "severity", "message", "left_value", "left_page", "right_value",
        "right_page", "state",
    ),
}  # fmt: skip
DATES = ("next_planned",)  # of these, in EDTF
READ_LAST = (KEY, "id")
WHOLE = ("findings", "reviews", "corrections", "unread", "transitions")  # are printed in full
Cell = Any  # str | int | float | bool | date | None


class SheetColumn(NamedTuple):
    """A column: its name in the tables, heading, type and meaning.

    Long texts are broken into lines if `in_lines`.
    """

    name: str
    heading: str
    type: pa.DataType
    meaning: str
    in_lines: bool = True


Batch = Sequence[
    Sequence[Cell]
]  # the cells of some rows: column by column, each from top to bottom
Rows = Callable[[], Iterable[Batch]]  # all rows, read anew whenever they are asked for


class Sheet(NamedTuple):
    """A sheet: its name, that of its Excel table, its columns, and its rows report by report.

    The first `printed` columns go to paper (0: all), of all rows if `whole`.
    """

    name: str
    table: str
    columns: Sequence[SheetColumn]
    rows: Rows
    height: int
    printed: int = 0
    whole: bool = False

    @property
    def names(self) -> list[str]:
        """The columns' names in the tables."""
        return [column.name for column in self.columns]

    def part(self, first: int, last: int) -> Sheet:
        """The same sheet with the rows from `first` up to `last`, counted from 0."""

        def rows() -> Iterator[Batch]:
            above = 0
            for batch in self.rows():
                below = len(batch[0])
                part = slice(max(0, first - above), max(0, last - above))
                if any(cells := [column[part] for column in batch]):
                    yield cells
                above += below

        return self._replace(rows=rows, height=min(last, self.height) - first)


def sheets_of(processed: Path, report_ids: Sequence[ReportId]) -> Iterator[Sheet]:
    """The items, then each table, in the order of `TABLES`; the tables across reports come last.

    Raises `Refusal` if a table is missing or damaged.
    """
    folder = {
        table: [processed / table / f"{report_id}.parquet" for report_id in report_ids]
        for table in TABLES
    }
    yield _items(folder["items"], folder["responsibilities"])
    for table, record in TABLES.items():
        if record is not Item:
            printed = len(READ_FIRST.get(table, ()))
            yield _sheet(table, record, folder[table])._replace(printed=printed)
    for over in ACROSS:
        yield _sheet(over.table, over, [processed / f"{over.table}.parquet"])


def _sheet(table: str, record: type[Table], paths: Sequence[Path]) -> Sheet:
    """The sheet of a table that lies in these files."""
    schema = schema_of(record)
    # The last report read is kept: of one, which most workbooks hold, nothing is read twice.
    read = lru_cache(maxsize=1)(lambda path: read_table(path, schema))
    columns = _columns(table, record, any(_has_items(read(path)) for path in paths))
    batch = lru_cache(maxsize=1)(
        lambda path: [_cells(read(path), column.name) for column in columns]
    )
    height = sum(map(row_count, paths))
    return Sheet(table, table, columns, lambda: map(batch, paths), height, whole=table in WHOLE)


def _items(items: Sequence[Path], responsibilities: Sequence[Path]) -> Sheet:
    """The items, with two columns for each ministry: whether it is named, and with `alle`.

    What is read first says dates as people do; as EDTF they stand among the others.
    """
    sheet = _sheet("items", Item, items)
    named = [c._replace(in_lines=c.name in READ_FIRST["items"]) for c in sheet.columns]
    first = len(READ_FIRST["items"])
    key = sheet.names.index(KEY)
    dates = [number for number in range(first) if named[number].name in DATES]
    ministries = sorted({row.ministry for path in responsibilities for row in _counted(path)})
    counted = [(ministry, through_all) for ministry in ministries for through_all in (False, True)]

    def rows() -> Iterator[Batch]:
        for batch, path in zip(sheet.rows(), responsibilities, strict=True):
            holds = _holders(path)
            yield [
                *(
                    [cell and time_in_words(cell) for cell in batch[number]]
                    if number in dates
                    else batch[number]
                    for number in range(first)
                ),
                *([int(item in holds[column]) for item in batch[key]] for column in counted),
                *(batch[number] for number in dates),
                *batch[first:],
            ]

    columns = [
        *(_said(column) if column.name in DATES else column for column in named[:first]),
        *(_of_ministry(ministry, through_all) for ministry, through_all in counted),
        *(named[number] for number in dates),
        *named[first:],
    ]
    return sheet._replace(name=ITEMS, columns=columns, rows=rows, printed=first, whole=True)


def _said(column: SheetColumn) -> SheetColumn:
    """A column of EDTF dates in words: «høsten 2025»."""
    return column._replace(
        name=f"{column.name}: i ord",
        heading=f"{column.heading}, i ord",
        meaning=f"{column.meaning.removesuffix(', som EDTF.')}, med ord.",
    )


def _counted(path: Path) -> list[Responsibility]:
    """The responsibilities of a report that the sheet of items counts: the text's, if it has any
    for an item, else the overview's.
    """
    rows: list[Responsibility] = read_records(path, Responsibility)
    in_text = {row.item_key for row in rows if row.source == "text"}
    return [row for row in rows if row.source == "text" or row.item_key not in in_text]


def _holders(path: Path) -> Mapping[tuple[str, bool], set[ItemKey | None]]:
    """The items of each ministry of a report: those that name it, and with those of `alle`."""
    holders: dict[tuple[str, bool], set[ItemKey | None]] = defaultdict(set)
    for row in _counted(path):
        holders[row.ministry, True].add(row.item_key)
        if row.basis != "all":
            holders[row.ministry, False].add(row.item_key)
    return holders


def _of_ministry(ministry: str, through_all: bool) -> SheetColumn:
    """Whether each item is a ministry's: 1 or 0, so that a sum counts them."""
    how = "nevnt, eller med gjennom «alle»" if through_all else "nevnt for seg eller i parentes"
    heading = f"{ministry} med alle" if through_all else ministry
    return SheetColumn(
        f"responsibilities: {heading}", heading, pa.int8(),
        f"1 der {ministry} er ansvarlig ({how}), ellers 0.",
    )  # fmt: skip


def _columns(table: str, record: type[Table], has_items: bool) -> list[SheetColumn]:
    """The columns, in the order in which they are read. `has_items`: some row is about an item."""
    columns = []
    stated = [column.name for column in columns_of(record)]
    for column in columns_of(record):
        if column.name == "item_id" and not record.has_items and table in TABLES:
            continue  # always empty
        columns.append(_column(table, column.name, column.type))
        if column.name == "item_id" and SORT_KEY not in stated and has_items:
            columns.append(_column(table, SORT_KEY, pa.string()))
    return _as_read(table, columns)


def _has_items(rows: pa.Table) -> bool:
    return "item_id" in rows.column_names and any(rows["item_id"].to_pylist())


def _cells(rows: pa.Table, name: str) -> list[Cell]:
    """The cells of a column."""
    if name == SORT_KEY and SORT_KEY not in rows.column_names:
        return [sort_key(ItemId(cell)) if cell else None for cell in rows["item_id"].to_pylist()]
    return rows[name].to_pylist()


def _as_read(table: str, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    """What people read comes first, and keys that only programs need come last."""
    named = {column.name: column for column in columns}
    first = READ_FIRST.get(table, ())
    last = [name for name in READ_LAST if name in named and name not in first]
    others = [name for name in named if name not in first and name not in last]
    return [named[name] for name in (*first, *others, *last)]


def _column(table: str, name: str, kind: pa.DataType) -> SheetColumn:
    return SheetColumn(name, glossary.heading_of(table, name), kind, _meaning(table, name))


def _meaning(table: str, column: str) -> str:
    """The meaning of a column and of each of its values."""
    values = [f"{text.value}: {text.meaning}" for text in glossary.values_of(table, column)]
    meaning = glossary.meaning_of(table, column)
    return f"{meaning} Verdier: {'; '.join(values)}." if values else meaning
