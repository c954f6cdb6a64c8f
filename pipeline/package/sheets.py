"""The tables as sheets of a workbook: their columns, headings and cells, not yet written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline import glossary
from pipeline.glossary.wording import time_in_words
from pipeline.runtime.files import read_table
from pipeline.seams.arrow import KEY, columns_of, read_records, schema_of
from pipeline.seams.ids import ItemId, ReportId, sort_key
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
    """A column: its name in the tables, heading, type, meaning, and its cells, top to bottom.

    Long texts are broken into lines if `in_lines`.
    """

    name: str
    heading: str
    type: pa.DataType
    meaning: str
    cells: Sequence[Cell]
    in_lines: bool = True


class Sheet(NamedTuple):
    """A sheet: its name, that of its Excel table, and its columns.

    The first `printed` columns go to paper (0: all), of all rows if `whole`.
    """

    name: str
    table: str
    columns: Sequence[SheetColumn]
    printed: int = 0
    whole: bool = False

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.columns[0].cells)

    @property
    def names(self) -> list[str]:
        """The columns' names in the tables."""
        return [column.name for column in self.columns]

    def cells(self, name: str) -> Sequence[Cell]:
        """The cells of a column."""
        return self.columns[self.names.index(name)].cells

    def rows(self, first: int, last: int) -> Sheet:
        """The same sheet with a part of its rows."""
        return self._replace(
            columns=[column._replace(cells=column.cells[first:last]) for column in self.columns]
        )


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
            columns = _columns(table, record, folder[table])
            printed = len(READ_FIRST.get(table, ()))
            yield Sheet(table, table, columns, printed, whole=table in WHOLE)
    for over in ACROSS:
        paths = [processed / f"{over.table}.parquet"]
        columns = _columns(over.table, over, paths)
        yield Sheet(over.table, over.table, columns, whole=over.table in WHOLE)


def _items(items: Iterable[Path], responsibilities: Iterable[Path]) -> Sheet:
    """The items, with two columns for each ministry: whether it is named, and with `alle`.

    What is read first says dates as people do; as EDTF they stand among the others.
    """
    named = _columns("items", Item, items)
    named = [column._replace(in_lines=column.name in READ_FIRST["items"]) for column in named]
    first, others = named[: len(READ_FIRST["items"])], named[len(READ_FIRST["items"]) :]
    others = [*(column for column in first if column.name in DATES), *others]
    first = [_said(column) if column.name in DATES else column for column in first]
    rows = [row for path in responsibilities for row in read_records(path, Responsibility)]
    keys = next(column.cells for column in named if column.name == KEY)
    in_text = {row.item_key for row in rows if row.source == "text"}
    counted = [row for row in rows if row.source == "text" or row.item_key not in in_text]
    columns = [
        _of_ministry(ministry, through_all, counted, keys)
        for ministry in sorted({row.ministry for row in rows})
        for through_all in (False, True)
    ]
    return Sheet(ITEMS, "items", [*first, *columns, *others], len(first), whole=True)


def _said(column: SheetColumn) -> SheetColumn:
    """A column of EDTF dates in words: «høsten 2025»."""
    cells = [cell and time_in_words(cell) for cell in column.cells]
    return column._replace(
        name=f"{column.name}: i ord",
        heading=f"{column.heading}, i ord",
        meaning=f"{column.meaning.removesuffix(', som EDTF.')}, med ord.",
        cells=cells,
    )


def _of_ministry(
    ministry: str, through_all: bool, rows: Iterable[Responsibility], keys: Iterable[Cell]
) -> SheetColumn:
    """Whether each item is a ministry's: 1 or 0, so that a sum counts them."""
    holds = {
        row.item_key
        for row in rows
        if row.ministry == ministry and (through_all or row.basis != "all")
    }
    how = "nevnt, eller med gjennom «alle»" if through_all else "nevnt for seg eller i parentes"
    heading = f"{ministry} med alle" if through_all else ministry
    return SheetColumn(
        f"responsibilities: {heading}", heading, pa.int8(),
        f"1 der {ministry} er ansvarlig ({how}), ellers 0.",
        [int(key in holds) for key in keys],
    )  # fmt: skip


def _columns(table: str, record: type[Table], paths: Iterable[Path]) -> list[SheetColumn]:
    schema = schema_of(record)
    parts = [read_table(path, schema) for path in paths]
    columns = []
    for column in columns_of(record):
        if column.name == "item_id" and not record.has_items and table in TABLES:
            continue  # always empty
        cells = list(chain.from_iterable(part[column.name].to_pylist() for part in parts))
        columns.append(_column(table, column.name, column.type, cells))
        if column.name == "item_id" and SORT_KEY not in schema.names and any(cells):
            keys = [sort_key(ItemId(cell)) if cell else None for cell in cells]
            columns.append(_column(table, SORT_KEY, pa.string(), keys))
    return _as_read(table, columns)


def _as_read(table: str, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    """What people read comes first, and keys that only programs need come last."""
    named = {column.name: column for column in columns}
    first = READ_FIRST.get(table, ())
    last = [name for name in READ_LAST if name in named and name not in first]
    others = [name for name in named if name not in first and name not in last]
    return [named[name] for name in (*first, *others, *last)]


def _column(table: str, name: str, kind: pa.DataType, cells: Sequence[Cell]) -> SheetColumn:
    return SheetColumn(name, glossary.heading_of(table, name), kind, _meaning(table, name), cells)


def _meaning(table: str, column: str) -> str:
    """The meaning of a column and of each of its values."""
    values = [f"{text.value}: {text.meaning}" for text in glossary.values_of(table, column)]
    meaning = glossary.meaning_of(table, column)
    return f"{meaning} Verdier: {'; '.join(values)}." if values else meaning
