"""Workbooks that somebody has filled in: what stands in their columns, and keeping them safe.

A row is known by its key: the id of the finding or the item, and a digest of the two values that it
showed. The cells to fill in are empty as publish writes them, so any text there is somebody's.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from pipeline.runtime.files import write_bytes
from pipeline.runtime.refusal import Refusal

KEY = "Nøkkel"
VERDICT, REASON, NAME, DAY, ANSWER = FILL = (
    "Vurdering", "Begrunnelse", "Navn", "Dato", "Svar fra departementet",
)  # fmt: skip
WORKBOOK = "-funn.xlsx"  # behind the report's id
ASIDE = "utfylt"  # the folder of workbooks that were set aside


class Cell(NamedTuple):
    """A filled cell: where it is, as people name it («Funn!P7»), and what it holds."""

    place: str
    value: object


class FilledRow(NamedTuple):
    """A row in which somebody has written: its sheet, number, key, and cells by heading.

    `empty` has the places of the cells without a text.
    """

    sheet: str
    number: int
    key: str
    cells: dict[str, Cell]
    empty: dict[str, str]


def row_key(report_id: str, row_id: str, left: str | None, right: str | None) -> str:
    """The key of a row: its id, and a digest of what was shown."""
    shown = hashlib.sha256(repr((report_id, row_id, left, right)).encode()).hexdigest()
    return f"{row_id} {shown[:8]}"


def id_of(key: str) -> str:
    """The id in a key."""
    return key.partition(" ")[0]


def filled_rows(path: Path) -> list[FilledRow]:
    """The rows of a workbook in which somebody has written, in its order.

    Raises `Refusal` for a file that is no workbook, or not one of ours.
    """
    try:
        return list(_filled_rows(path))
    except (OSError, BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise Refusal(
            path,
            f"filen kan ikke leses som en arbeidsbok ({type(error).__name__}).",
            expected="en arbeidsbok (.xlsx) som kontrollen har laget, med det som er fylt ut.",
            advice="lagre den som .xlsx fra Excel eller LibreOffice, uten passord, og lukk den.",
        ) from error


def _filled_rows(path: Path) -> Iterator[FilledRow]:
    from openpyxl import load_workbook  # takes a while to import, and few runs need it
    from openpyxl.utils import get_column_letter

    ours = False
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        head = [str(value).strip() if value is not None else "" for value in next(lines, ())]
        if KEY not in head or VERDICT not in head:
            continue
        ours = True
        columns = {heading: head.index(heading) for heading in (*FILL, KEY) if heading in head}
        for number, line in enumerate(lines, start=2):
            cells = {
                heading: Cell(
                    f"{sheet.title}!{get_column_letter(column + 1)}{number}",
                    line[column] if column < len(line) else None,
                )
                for heading, column in columns.items()
            }
            key = str(cells.pop(KEY).value or "").strip()
            empty = {
                heading: cell.place
                for heading, cell in cells.items()
                if cell.value is None or not str(cell.value).strip()
            }
            written = {heading: cell for heading, cell in cells.items() if heading not in empty}
            if written:
                yield FilledRow(sheet.title, number, key, written, empty)
    book.close()
    if not ours:
        raise Refusal(
            path,
            f"arbeidsboken har ikke kolonnene «{VERDICT}» og «{KEY}».",
            expected="en arbeidsbok som kontrollen har laget: …-funn.xlsx.",
        )


def day_in(value: object) -> date | None:
    """The day in a cell: a date of the spreadsheet's, or «2026-11-22» or «22.11.2026» as text."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = str(value).strip()
    parts: Sequence[str] = text.split("-") if "-" in text else text.split(".")[::-1]
    try:
        return date(*map(int, parts)) if len(parts) == 3 and len(parts[0]) == 4 else None
    except ValueError:
        return None


def set_aside(path: Path, folder: Path) -> Path | None:
    """Keep a workbook that somebody filled in in `folder`, under a name with its date, and say so.

    One that cannot be read is kept, too: nobody knows what is in it. The date is that on which the
    file was last changed. `path` itself stays, for the caller to replace or remove, so that it is
    not lost if that fails; `folder` may be on another disk. Returns where the copy is; None for a
    workbook that is not there or not filled in.
    """
    if not path.exists():
        return None
    try:
        if not filled_rows(path):
            return None
        found, advice = "var fylt ut", "Les den inn med: python -m pipeline review --from {}"
    except Refusal:
        found, advice = "er fra en annen versjon, eller endret", "Se om noe i den skal tas vare på."
    content = path.read_bytes()
    changed = date.fromtimestamp(path.stat().st_mtime)
    name, number = f"{path.stem}-{changed}", 1
    while (target := folder / f"{name}{f'-{number}' if number > 1 else ''}.xlsx").exists():
        if target.read_bytes() == content:  # the run that kept it could not replace it
            break
        number += 1
    else:
        write_bytes(target, content)
    print(
        f"{path.name} {found}, og er lagt til side: {target}. {advice.format(target)}",
        file=sys.stderr,
    )
    return target
