"""The overview by pdfplumber's table finder, which follows ruling lines only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.norwegian.numbering import cell_number
from pipeline.runtime.processes import read_by_two
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import reached
from pipeline.seams.readings import UNIT, TableRow
from pipeline.seams.words import Box

Cells = list[str | None]  # None where a cell is merged into the one before


def overview_rows(
    pdf: Path,
    pages: Sequence[int],
    covered: Mapping[int, Sequence[Box]],
    password: str | None = None,
) -> list[TableRow]:
    """The rows of the tables on `pages` (counted from 1); none where no lines are drawn.

    Letters in the boxes of `covered`, by page, are left out.

    A row that a page break cuts in two is put together again: the first row of a page, when it
    has cells of its own but no number, goes on with the last row of the page before.
    """
    import pdfplumber  # here, because a report without an overview never needs it

    rows: list[tuple[int, list[str]]] = []
    heads: list[Cells] = []
    with pdfplumber.open(BytesIO(pdf.read_bytes()), password=password) as document:
        tables = read_by_two(partial(_tables, pdf, document, covered), pages, list[list[Cells]])
        for number in pages:
            reached(pdf, number)
            for table in next(tables):
                _add(rows, heads, number, table)
    return [TableRow(number, UNIT.join(cells)) for number, cells in rows]


def _tables(
    pdf: Path, document: Any, covered: Mapping[int, Sequence[Box]], number: int
) -> list[list[Cells]]:
    """The tables of a page. Raises `Refusal` where pdfplumber gives up on it."""
    page = document.pages[number - 1]
    try:
        boxes = covered.get(number)
        seen = page.filter(partial(_is_outside, boxes)) if boxes else page
        return seen.extract_tables()  # type: ignore[no-any-return]
    except MemoryError:
        raise
    except Exception as error:  # pdfminer lets through whatever a broken page leads it to
        raise Refusal(
            pdf,
            f"pdfplumber, den andre lesemåten, kan ikke lese siden ({type(error).__name__}).",
            expected="en PDF uten skader.",
            advice="hent filen på nytt fra utgiveren, eller lagre den på nytt i en PDF-leser.",
            page=number,
        ) from error
    finally:
        page.close()  # pdfplumber keeps every object of a page until told not to


def _is_outside(boxes: Sequence[Box], drawn: Mapping[str, Any]) -> bool:
    """Whether something drawn is no letter whose middle lies in one of the boxes."""
    if drawn["object_type"] != "char":
        return True
    x, y = (drawn["x0"] + drawn["x1"]) / 2, (drawn["top"] + drawn["bottom"]) / 2
    return not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _add(
    rows: list[tuple[int, list[str]]], heads: list[Cells], number: int, table: list[Cells]
) -> None:
    if not heads:
        heads.append(table[0])
    own = [cells for cells in table if cells != heads[0]]
    for position, cells in enumerate(own):
        if position == 0 and rows and rows[-1][0] < number and _goes_on(cells, rows[-1][1]):
            before = rows[-1][1]
            joined = [f"{a}\n{b}".strip() for a, b in zip(before, _texts(cells), strict=True)]
            rows[-1] = (rows[-1][0], joined)
        elif None not in cells:
            rows.append((number, _texts(cells)))


def _goes_on(cells: Cells, before: list[str]) -> bool:
    texts = _texts(cells)
    return None not in cells and len(texts) == len(before) and not any(map(cell_number, texts))


def _texts(cells: Cells) -> list[str]:
    return [cell or "" for cell in cells]
