"""The overview by pdfplumber's table finder, which follows ruling lines only."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.norwegian.numbering import cell_number
from pipeline.reread.attempt import attempt
from pipeline.runtime.printable import printable
from pipeline.runtime.processes import read_by_two
from pipeline.runtime.sandbox import reached
from pipeline.seams.readings import UNIT, NotReread, TableRow
from pipeline.seams.seam import Seam
from pipeline.seams.words import Box

Cells = list[str | None]  # None where a cell is merged into the one before, or into that above


class _PageTables(Seam):
    """The tables of a page; `read` is false where pdfplumber gave up on it."""

    read: bool
    tables: list[list[Cells]]


def overview_rows(
    content: bytes,
    pdf: Path,
    pages: int,
    overview: Sequence[int],
    covered: Mapping[int, Sequence[Box]],
    password: str | None = None,
) -> list[TableRow | NotReread]:
    """The rows of the tables on the `overview`'s pages (from 1); none where no lines are drawn.

    Letters in the boxes of `covered`, by page, are left out.

    A row that a page break cuts in two is put together again: the first row of a page, when it
    has cells of its own but no number, goes on with the last row of the page before. Pages that
    pdfplumber cannot read are said to be so, as are all where it does not find as many `pages` as
    the first engine, or cannot read the first, which has the head of the table.
    """
    if not overview:
        return []
    import pdfplumber  # here, because a report without an overview never needs it
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDFPage

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it says has the file's words
    document = attempt(lambda: pdfplumber.open(BytesIO(content), password=password))
    if document is None:
        return _none_of(overview)
    # Not `document.pages`, nor `with document`, which uses it: that gives none where it fails at
    # any, also outside the overview.
    layouts = attempt(lambda: list(PDFPage.create_pages(document.doc)))
    if layouts is None or len(layouts) != pages:
        return _none_of(overview)

    def tables_of(number: int) -> _PageTables:
        boxes = covered.get(number, ())
        tables = attempt(lambda: _tables(Page(document, layouts[number - 1], number), boxes))
        return _PageTables(tables is not None, tables or [])

    return _rows(pdf, overview, read_by_two(tables_of, overview, _PageTables))


def _none_of(overview: Sequence[int]) -> list[TableRow | NotReread]:
    return [NotReread(number, "pdfplumber") for number in overview]


def _tables(page: Any, covered: Sequence[Box]) -> list[list[Cells]]:
    try:
        seen = page.filter(partial(_is_outside, covered)) if covered else page
        return seen.extract_tables()  # type: ignore[no-any-return]
    finally:
        page.close()  # pdfplumber keeps every object of a page until told not to


def _is_outside(boxes: Sequence[Box], drawn: Mapping[str, Any]) -> bool:
    """Whether something drawn is no letter whose middle lies in one of the boxes."""
    if drawn["object_type"] != "char":
        return True
    x, y = (drawn["x0"] + drawn["x1"]) / 2, (drawn["top"] + drawn["bottom"]) / 2
    return not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _rows(
    pdf: Path, overview: Sequence[int], read: Iterator[_PageTables]
) -> list[TableRow | NotReread]:
    rows: list[tuple[int, list[str]]] = []
    whole: list[tuple[int, list[str]]] = []
    heads: list[Cells] = []
    unread: list[TableRow | NotReread] = []
    for number in overview:
        reached(pdf, number)
        page = next(read)
        if not page.read:
            if not heads:
                return _none_of(overview)
            unread.append(NotReread(number, "pdfplumber"))
        for position, table in enumerate(page.tables):
            if not heads or (_may_be_head(table[0]) and (position > 0 or all(table[0]))):
                heads.append(table[0])  # the rest of a row that was cut has no number again
            _add(rows, heads, number, table)
            whole += [(number, texts) for cells in table if len(texts := _filled(cells)) == 1]
    return [*(TableRow(number, UNIT.join(cells)) for number, cells in [*rows, *whole]), *unread]


def _add(
    rows: list[tuple[int, list[str]]], heads: Sequence[Cells], number: int, table: list[Cells]
) -> None:
    own = [cells for cells in table if cells not in heads]
    above: list[str] = []
    for position, cells in enumerate(own):
        if position == 0 and rows and rows[-1][0] < number and _goes_on(cells, rows[-1][1]):
            before = rows[-1][1]
            joined = [f"{a}\n{b}".strip() for a, b in zip(before, _texts(cells), strict=True)]
            rows[-1] = (rows[-1][0], joined)
        elif len(_filled(cells)) > 1:
            rows.append((number, _with_cells_above(cells, above)))
            above = rows[-1][1]


def _filled(cells: Cells) -> list[str]:
    """The texts of a row's cells: one where no upright line parts them, as in a section row."""
    return _texts([cell for cell in cells if cell is not None])


def _may_be_head(cells: Cells) -> bool:
    return not any(map(cell_number, _texts(cells)))


def _with_cells_above(cells: Cells, above: Sequence[str]) -> list[str]:
    """The texts of a row; what is drawn across several rows is each row's."""
    merged = above if len(above) == len(cells) else [""] * len(cells)
    return [
        before if cell is None else text
        for cell, text, before in zip(cells, _texts(cells), merged, strict=True)
    ]


def _goes_on(cells: Cells, before: list[str]) -> bool:
    texts = _texts(cells)
    return None not in cells and len(texts) == len(before) and _may_be_head(cells)


def _texts(cells: Cells) -> list[str]:
    return [printable(cell or "") for cell in cells]
