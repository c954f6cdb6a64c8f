"""Documents that taught segment something: each is read right, and was not.

A document is a text file. Below `%%%` stands what is read of it, a line for each entry.

    # Forebygging                 a chapter's heading, large and bold
    *1 Styrke barnehusene         bold
    Ansvarlig departement: JD     running text
                                  a blank line: half a line of white space
    1 | Styrke barnehusene | JD   cells, in columns as wide as `COLUMNS` says
    ^ | i hele landet | BFD       the same, half a line higher than the next line would stand
    ---                           a ruling line across the page
    ===                           a page break
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
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
LEFT, TOP, SIZE, PITCH = 72.0, 760.0, 10.0, 13.0
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
        y = TOP
        for line in page.splitlines():
            if line == "---":
                canvas.line(LEFT - 4, y + 0.7 * PITCH, 530, y + 0.7 * PITCH)
            elif line:
                y += 0.5 * PITCH if line.startswith("^") else -8 if line.startswith("# ") else 0
                _print(canvas, line.removeprefix("^"), y)
            y -= {"---": 0.3, "": 0.5}.get(line, 1.0) * PITCH
        canvas.showPage()
    canvas.save()


def _print(canvas: Any, line: str, y: float) -> None:
    heading, bold = line.startswith("# "), line.startswith(("# ", "*"))
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 16 if heading else SIZE)
    cells = line.removeprefix("# ").removeprefix("*").split("|")
    for x, cell in zip(COLUMNS if len(cells) > 1 else (LEFT,), cells, strict=False):
        canvas.drawString(x, y, cell.strip())


def pages_of(text: str, folder: Path) -> list[Page]:
    """The words of the document."""
    typeset(text, folder / "report.pdf")
    extract(folder / "report.pdf", folder / "extract")
    return list(read_pages(folder / "extract"))


def read(pages: list[Page]) -> str:
    """What is read: entries with title, ministries and status, and what is unread; or `refused`."""
    try:
        return "".join(f"{line}\n" for line in _read(pages))
    except Refusal:
        return "refused\n"


def wrong_without(sign: Sign, pages: Mapping[str, list[Page]]) -> list[str]:
    """The documents, of the `pages` by name, that come out wrong without a sign."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sign.module, sign.among, sign.others)
        return [each.name for each in documents() if read(pages[each.name]) != each.expected]


def _read(pages: list[Page]) -> Iterator[str]:
    blocks, listed, _ = structure_of(pages, "report.pdf", NO_TERMS)
    cells: dict[tuple[bool, str, str], str] = {}
    for block in blocks:
        cells[block.scope == OVERVIEW, block.owner, block.part] = block.text
    for entry in listed.entries:
        in_overview = entry.source == "overview"
        values = (cells.get((in_overview, entry.id, part), "") for part in SHOWN)
        yield " | ".join([entry.source, entry.id, *values])
    for row in listed.unplaced:
        yield f"unread | {row.reason} | {row.text}"
