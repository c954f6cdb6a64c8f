"""Small ruled tables under measures: labels and values in the cells that are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import Field, Ministry, Status, Unread
from pipeline.segment import insets, reading, ruled_cells
from pipeline.segment.ruled_cells import _Reading
from tests.conftest import Run
from tests.segment.learnt import Canvas, Clause
from tests.segment.small_reports import BOLD, PLAIN, Read, measures

TITLES = ("Styrke barnehusene", "Innføre varsling", "Kartlegge vold")
TEXT = "Arbeidet er kommet godt i gang, og flere etater deltar i det, både i byene og på bygda."
LEFT, PITCH, AIR = 72.0, 11.0, 4.0
TOPS = (780.0, 560.0, 340.0)
STATUSES = ("Under arbeid", "Gjennomført", "Ikke startet")
LISTS = (
    "Samferdselsdepartementet og#Kommunal- og#distriktsdepartementet",
    "Helse- og omsorgsdepartementet#og BFD",
    "JD",
)
NAMED = (["SD", "KDD"], ["HOD", "BFD"], ["JD"])
MEANS = ("Opplæring, tilskudd og#lån av utstyr", "Tilskudd", "Regelverk")
LABELS = ("Ansvarlig departement", "Status")
OTHERS = ("Virkemiddel", "Neste milepæl", "Berørte parter")  # each stands once

Table = list[tuple[tuple[float, ...], list[str]]]  # the widths of each row's cells, their texts
# In a cell, `#` parts its lines; those that begin with a star are in bold.


def beside(n: int) -> Table:
    values = (LISTS[n], STATUSES[n], MEANS[n])
    labels = (*LABELS, OTHERS[n])
    return [((130, 150), [label, value]) for label, value in zip(labels, values, strict=True)]


def above(n: int) -> Table:
    return [
        ((200, 200), [f"*Ansvarlig#*departement#{LISTS[n]}", f"*Status#{STATUSES[n]}"]),
        ((200, 200), [f"*{OTHERS[n]}#{MEANS[n]}", ""]),
    ]


def in_the_row_above(n: int) -> Table:
    widths = (160.0, 80.0, 160.0)
    return [(widths, [*LABELS, OTHERS[n]]), (widths, [LISTS[n], STATUSES[n], MEANS[n]])]


def with_a_colon(n: int) -> Table:
    return [
        ((200, 200), [f"Status: {STATUSES[n]}", f"Ansvarlig: {LISTS[n]}"]),
        ((200, 200), [f"{OTHERS[n]}: {MEANS[n]}", ""]),
    ]


def with_the_text(n: int) -> Table:
    """As a form that has the narrative in its last cell."""
    rows = [*(texts for _, texts in beside(n)), ["Omtale", f"{TEXT[:40]}#{TEXT[40:]}"]]
    return [((130, 330), texts) for texts in rows]


def draw(canvas: Canvas, table: Table, top: float) -> float:
    """Draw a table with its cells' texts in the middle of them; where it ends."""
    for widths, texts in table:
        cells = [text.split("#") if text else [] for text in texts]
        height = PITCH * max(map(len, cells)) + AIR
        x = LEFT
        for width, cell in zip(widths, cells, strict=True):
            canvas.rect(x - 4, top - height, width, height)
            y = top - (height - PITCH * len(cell)) / 2 - 8
            for k, line in enumerate(cell):
                canvas.setFont(BOLD if line[0] == "*" else PLAIN, 9)
                canvas.drawString(x, y - PITCH * k, line.removeprefix("*"))
            x += width
        top -= height
    return top


def typeset(pdf: Path, tables: Sequence[Table], broken: int | None = None) -> None:
    """Three measures with a table each; of the last, so many rows stand on the next page."""
    canvas = Canvas(str(pdf), invariant=1)
    for title, table, top in zip(TITLES, tables, TOPS, strict=True):
        last = title == TITLES[-1] and broken is not None
        canvas.setFont(BOLD, 12)
        canvas.drawString(LEFT, top, f"{TITLES.index(title) + 1}. {title}")
        end = draw(canvas, table[:-broken] if last and broken else table, top - 12)
        if last and broken:
            canvas.showPage()
            end = draw(canvas, table[-broken:], 780)
        if "Omtale" not in table[-1][1]:
            canvas.setFont(PLAIN, 10)
            canvas.drawString(LEFT, end - 20, TEXT)
            canvas.drawString(LEFT, end - 32, TEXT)
    canvas.save()


SHAPES = {
    "beside": [beside(n) for n in range(3)],
    "above": [above(n) for n in range(3)],
    "in-the-row-above": [in_the_row_above(n) for n in range(3)],
    "with-a-colon": [with_a_colon(n) for n in range(3)],
    "with-the-text": [with_the_text(n) for n in range(3)],
    "broken-between-rows": [beside(0), beside(1), beside(2)],
    "broken-in-a-row": [beside(0), beside(1), [*beside(2), ((130, 150), ["", "og lover"])]],
}


def read(shape: str, run: Read, folder: Path) -> list[object]:
    broken = 1 if shape.startswith("broken") else None
    typeset(folder / "report.pdf", SHAPES[shape], broken)
    of: Run = run(folder / "report.pdf", "report")
    named: dict[str, list[str]] = {}
    for ministry in of.tables.rows(Ministry):
        named.setdefault(str(ministry.item_id), []).append(ministry.ministry)
    means = [(row.label, row.value) for row in of.tables.rows(Field) if row.label != "Omtale"]
    narratives = [measure.narrative for measure in measures(of)]
    unread = [row.reason for row in of.tables.rows(Unread) if row.item_id]
    return [
        [row.status_printed for row in of.tables.rows(Status)],
        list(named.values()),
        means,
        narratives,
        unread,
    ]


def expected(shape: str) -> list[object]:
    last = f"{MEANS[2]} og lover" if shape == "broken-in-a-row" else MEANS[2]
    values = (text.replace("#", " ") for text in (*MEANS[:2], last))
    means = list(zip(OTHERS, values, strict=True))
    text = TEXT if shape == "with-the-text" else f"{TEXT} {TEXT}"
    return [list(STATUSES), list(NAMED), means, [text] * 3, []]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_drawn_table_is_read_cell_by_cell(shape: str, run: Read, tmp_path: Path) -> None:
    assert read(shape, run, tmp_path) == expected(shape)


CLAUSES = (
    Clause("rows", reading, "with_ruled_cells_apart", "reading.rows(table) if", "() if"),
    Clause("overleaf", reading, "with_ruled_cells_apart", "reading = before", "reading = None"),
    Clause("rest-overleaf", _Reading, "rows", "self._goes_on(row)", "False"),
    Clause("across", _Reading, "rows", "(entries := self.across(row, below))", "(entries := [])"),
    Clause("columns", _Reading, "_entry", "round(words[0].x0) in self.columns", "False"),
    Clause("styles", _Reading, "_entry", "if style in self.styles", "if False"),
    Clause("colon", _Reading, "_entry", "if self.colon", "if False"),
    Clause("whole-labels", ruled_cells, "_label_in", "if len(lead) == len(cell[0])", "if False"),
    Clause("forms", insets, "with_insets", "line.cell", "False"),
)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.name)
def test_without_a_clause_some_table_comes_out_wrong(
    clause: Clause, run: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = ruled_cells if clause.function == "with_ruled_cells_apart" else clause.owner
    owner = reading if clause.function in ("with_ruled_cells_apart", "with_insets") else owner
    monkeypatch.setattr(owner, clause.function, clause.dropped())
    assert any(_is_wrong(shape, run, tmp_path) for shape in SHAPES)


def _is_wrong(shape: str, run: Read, folder: Path) -> bool:
    try:
        return read(shape, run, folder) != expected(shape)
    except (LookupError, Refusal):  # a program with a part taken out may break off
        return True
