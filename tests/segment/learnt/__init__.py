"""Documents that taught segment something: each is read right, and was not.

A document is a text file. Below `%%%` stands what is read of it, a line for each entry.

    # Forebygging                 a chapter's heading, large and bold
    *1 Styrke barnehusene         bold
    Ansvarlig departement: JD     running text
                                  a blank line: half a line of white space
    1 | Styrke barnehusene | JD   cells, in columns as wide as `COLUMNS` says
    ^ | i hele landet | BFD       the same, half a line higher than the next line would stand
    ---                           a ruling line across the page
    --- | --- |  | ---            the same, over these columns alone
    |||                           upright lines beside the columns, from one such to the next
    @ 72 104 250 400              from here on, columns begin there
    ===                           a page break
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from pipeline.extract.__main__ import extract
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import OVERVIEW
from pipeline.seams.terms import NO_TERMS
from pipeline.seams.words import Page, read_pages
from pipeline.segment import items, table_partition
from pipeline.segment.structure import structure_of

Canvas = pytest.importorskip("reportlab.pdfgen.canvas").Canvas

FOLDER = Path(__file__).parent
LEFT, RIGHT, TOP, SIZE, PITCH = 72.0, 534.0, 760.0, 10.0, 13.0
COLUMNS = (72.0, 104.0, 310.0, 430.0)
SHOWN = ("title", "ministries", "status")


class Sign(NamedTuple):
    """A sign that is weighed: its name, and the module and tuple that have it."""

    name: str
    module: ModuleType
    among: str

    @property
    def others(self) -> tuple[Any, ...]:
        """The signs that are left without it."""
        return tuple(sign for sign in getattr(self.module, self.among) if sign.name != self.name)


SIGNS = [
    Sign(sign.name, module, among)
    for module, among in ((items, "EVIDENCE"), (table_partition, "SIGNS"))
    for sign in getattr(module, among)
]


class Clause(NamedTuple):
    """A clause of a function that reads, and what it is without it.

    `owner` is the class or module by whose name the function is called.
    """

    name: str
    owner: Any
    function: str
    printed: str
    instead: str

    def dropped(self) -> Any:
        """The function without the clause."""
        function = getattr(self.owner, self.function)
        source = dedent(inspect.getsource(function))
        assert self.printed in source, f"{self.function} has no «{self.printed}» any more"
        scope: dict[str, Any] = {}
        exec(source.replace(self.printed, self.instead), function.__globals__, scope)
        return scope[self.function]


class Learnt(NamedTuple):
    """A document: its name, its text, and what is read of it."""

    name: str
    text: str
    expected: str


def documents() -> list[Learnt]:
    """All documents, in the order of their names."""
    return [
        Learnt(path.stem, *path.read_text(encoding="utf-8").split("%%%\n"))
        for path in sorted(FOLDER.glob("*.txt"))
    ]


def typeset(text: str, pdf: Path) -> None:
    """Print the document."""
    canvas = Canvas(str(pdf), invariant=1)
    for page in text.split("===\n"):
        y, columns = TOP, COLUMNS
        begun: float | None = None  # where upright lines begin
        for line in page.splitlines():
            if line.startswith("@"):
                columns = tuple(map(float, line.split()[1:]))
            elif line == "|||":
                begun = _uprights(canvas, columns, begun, y + 0.7 * PITCH)
            elif line.startswith("---"):
                _rule(canvas, line.split("|"), columns, y + 0.7 * PITCH)
                y -= 0.3 * PITCH
            elif line:
                y += 0.5 * PITCH if line.startswith("^") else -8 if line.startswith("# ") else 0
                _print(canvas, line.removeprefix("^"), columns, y)
                y -= PITCH
            else:
                y -= 0.5 * PITCH
        canvas.showPage()
    canvas.save()


def _uprights(canvas: Any, columns: Sequence[float], begun: float | None, y: float) -> float | None:
    """Draw upright lines down to `y` if they are begun; where they begin if not."""
    if begun is None:
        return y
    for x in (*columns, RIGHT):
        canvas.line(x - 4, begun, x - 4, y)
    return None


def _rule(canvas: Any, cells: list[str], columns: Sequence[float], y: float) -> None:
    """A ruling line over the columns of whose cells it is printed; over all, for a single cell."""
    ends = (*columns[1:], RIGHT) if len(cells) > 1 else (RIGHT,)
    for cell, left, right in zip(cells, columns, ends, strict=False):
        if cell.strip():
            canvas.line(left - 4, y, right - 4, y)


def _print(canvas: Any, line: str, columns: Sequence[float], y: float) -> None:
    heading, bold = line.startswith("# "), line.startswith(("# ", "*"))
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 16 if heading else SIZE)
    cells = line.removeprefix("# ").removeprefix("*").split("|")
    for x, cell in zip(columns if len(cells) > 1 else (LEFT,), cells, strict=False):
        canvas.drawString(x, y, cell.strip())


def pages_of(text: str, folder: Path) -> list[Page]:
    """The words of the document."""
    typeset(text, folder / "report.pdf")
    extract(folder / "report.pdf", folder / "extract")
    return list(read_pages(folder / "extract"))


def read(pages: list[Page]) -> str:
    """What is read: entries with their chapter last, and what is unread; or `refused`."""
    try:
        return "".join(f"{line}\n" for line in _read(pages))
    except Refusal:
        return "refused\n"


def wrong_without(dropped: Sign | Clause, pages: Mapping[str, list[Page]]) -> list[str]:
    """The documents, of the `pages` by name, that come out wrong without a sign or a clause."""
    with pytest.MonkeyPatch.context() as patch:
        if isinstance(dropped, Sign):
            patch.setattr(dropped.module, dropped.among, dropped.others)
        else:
            patch.setattr(dropped.owner, dropped.function, dropped.dropped())
        return [each.name for each in documents() if not _is_right(each, pages[each.name])]


def _is_right(document: Learnt, pages: list[Page]) -> bool:
    try:
        return read(pages) == document.expected
    except LookupError:  # a program with a part taken out may break off
        return False


def _read(pages: list[Page]) -> Iterator[str]:
    blocks, listed, _ = structure_of(pages, "report.pdf", NO_TERMS)
    cells: dict[tuple[bool, str, str], str] = {}
    for block in blocks:
        cells[block.scope == OVERVIEW, block.owner, block.part] = block.text
    for entry in listed.entries:
        in_overview = entry.source == "overview"
        owners = dict(entry.shares)
        values = (cells.get((in_overview, owners.get(p, entry.id), p), "") for p in SHOWN)
        yield " | ".join([entry.source, entry.id, *values, entry.chapter])
    for row in listed.unplaced:
        yield f"unread | {row.reason} | {row.text}"
