"""A workbook whose sheets are written row by row, so that no row stays in memory.

That is xlsxwriter's mode `constant_memory`: rows go to a file on disk as they come, with their
texts. In this mode xlsxwriter makes no Excel tables, only because it would note every cell of their
ranges; `LongSheet` gives a table its range afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellStringTuple, Worksheet


@contextmanager
def long_workbook(target: Path, options: Mapping[str, Any]) -> Iterator[xlsxwriter.Workbook]:
    """A workbook with these options of xlsxwriter, written to `target` when the block succeeds.

    The cells of a sheet must be written row by row. Raises the `OSError` of a disk that is full.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(target, {**options, "constant_memory": True, "tmpdir": folder})
        book.use_zip64()  # only where the file needs it
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for page in book.worksheets():
                page.row_data_fh.close()


class LongSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that is written row by row and can be an Excel table."""

    def add_table_of(
        self, height: int, headings: Sequence[Mapping[str, Any]], **options: Any
    ) -> None:
        """Make the sheet an Excel table: a row of headings and `height` rows below.

        `headings` and `options` are those of xlsxwriter's `add_table`. To be called before any cell
        is written.
        """
        last = len(headings) - 1
        self.constant_memory = False
        self.add_table(0, 0, 1, last, {**options, "columns": headings})
        self.constant_memory = True
        (table,) = self.tables
        table["range"] = table["a_range"] = table["autofilter"] = xl_range(0, 0, height, last)
        for number, heading in enumerate(headings):  # again, as texts of this sheet's
            self.write_string(0, number, heading["header"], heading["header_format"])

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """As xlsxwriter does; texts, which most cells are, in half the time.

        And a text is never markup: xlsxwriter takes `<r>…</r>` for that.
        """
        if not isinstance(cell, CellStringTuple):
            super()._write_cell(row, col, cell)
            return
        text = self._escape_data(self._escape_control_characters(cell.string))
        space = ' xml:space="preserve"' if text != text.strip() else ""
        self.fh.write(
            f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}" '
            f't="inlineStr"><is><t{space}>{text}</t></is></c>'
        )
