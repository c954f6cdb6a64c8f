"""No report keeps segment busy for ever: it goes on, or a refusal names the limit."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from pipeline.extract.__main__ import extract
from pipeline.runtime import processes
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import SECONDS
from pipeline.seams.tables import Unread
from pipeline.segment import __main__ as segment
from tests.conftest import ROOT, Run

platypus = pytest.importorskip("reportlab.platypus")
styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()


def paragraph(text: str, style: str = "BodyText") -> object:
    return platypus.Paragraph(text, styles[style])


def report(folder: Path, measures: list[object]) -> Path:
    pdf = folder / "report.pdf"
    heads = ["Nr.", "Tiltak", "Ansvarlig departement", "Status"]
    row = ["1", "Styrke barnehusene", "JD", "Gjennomført"]
    platypus.SimpleDocTemplate(str(pdf)).build(
        [
            paragraph("Statusrapport for handlingsplanen", "Title"),
            paragraph("Per juni 2026"),
            platypus.PageBreak(),
            paragraph("1 Forebygging", "Heading1"),
            *measures,
            platypus.PageBreak(),
            paragraph("Oversikt over tiltakene", "Heading1"),
            platypus.Table([heads, row], colWidths=(40, 250, 110, 100)),
        ]
    )
    return pdf


MEASURE = [
    paragraph("1 Styrke barnehusene", "Heading3"),
    paragraph("Ansvarlig departement: JD"),
    paragraph("Status: Gjennomført"),
    paragraph("Arbeidet er i gang."),
]


def test_heads_with_a_number_under_them_are_read_once(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """As where each line has its number in the margin, a little lower than the line itself."""
    pdf, numbered = report(tmp_path, MEASURE), tmp_path / "numbered.pdf"
    with pymupdf.open(pdf) as document:
        [head] = document[-1].search_for("Nr.")
        document[-1].insert_text((head.x0 - 12, head.y1 + 2), "7", fontname="helv", fontsize=8)
        document.save(numbered)
    heads = [block for block in run(numbered, "report").structure.blocks if "heads" in block.part]
    assert len(heads) <= 2


def test_a_line_with_a_label_that_the_item_has_ends_it_no_further(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """Two labels on one line, of which the item has one already."""
    title, _, status, text = MEASURE
    twice = paragraph("Ansvarlig departement: JD Status: Under arbeid")
    found = run(report(tmp_path, [title, status, text, twice]), "report")
    assert "status-not-placed" in {row.reason for row in found.tables.rows(Unread)}


def circle(*arguments: object) -> None:
    while True:
        time.sleep(0.01)


@pytest.mark.skipif(processes.METHOD != "fork", reason="what is replaced here, only a fork has")
def test_what_does_not_come_on_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(ROOT / "raw" / "2025.pdf", tmp_path / "extract")
    monkeypatch.setattr(segment, "structure_of", circle)
    monkeypatch.setattr(sys, "argv", ["segment", str(tmp_path / "extract"), str(tmp_path / "out")])
    monkeypatch.setenv(SECONDS, "1")
    with pytest.raises(Refusal) as refused:
        segment.main()
    assert str(refused.value).startswith("2025.pdf: lesingen kom ikke videre på 1 sekunder")
    assert SECONDS in str(refused.value)
    assert not (tmp_path / "out").exists()
