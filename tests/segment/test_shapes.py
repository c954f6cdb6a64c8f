"""The shapes that other ministries use, one fixed report each: what comes out is what went in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.seams.tables import Field, Measure, Ministry, Paragraph, ReferenceMention, Status
from tests.conftest import Run
from tests.factory import MISSING, expected, typeset
from tests.factory.edition import OverviewRow
from tests.factory.editions import Case
from tests.factory.reading import differences, exact
from tests.factory.shaped import SHAPED
from tests.segment.learnt import Canvas
from tests.segment.learnt import typeset as typeset_lines


@pytest.mark.parametrize("case", SHAPED, ids=lambda case: f"{case.engine} {case.name}")
def test_a_shape_is_read(case: Case, run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    if case.engine in MISSING:
        pytest.skip(f"{case.engine}: {MISSING[case.engine]}")
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(typeset(case.edition, case.knobs, case.engine))
    found = differences(run(pdf, "report"), expected(case.edition, case.knobs))
    assert exact(found), "\n".join(map(str, found))


def test_a_letter_is_told_with_what_it_stands_for(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """Who reads that text and overview differ need not know the legend."""
    (case,) = [case for case in SHAPED if case.name.endswith("letters-with-a-legend")]
    edition = case.edition.with_measure("tiltak-1", overview=(OverviewRow(status="Gjennomført"),))
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(typeset(edition, case.knobs, case.engine))
    messages = [
        finding.message
        for finding in run(pdf, "report").compared()[1]
        if finding.rule == "status-text-vs-overview"
    ]
    assert messages == [
        "Tiltak 1 er «Under arbeid» i teksten (s. 5), men «G» (Gjennomført) i oversikten (s. 8)."
    ]


REPORT_WITH_COUNTS = """\
# Forebygging
*1 Styrke barnehusene i hele landet
Ansvarlig departement: JD
Status: Under arbeid
Tabellen viser hvor mange saker husene har hatt.

År | Hus | Saker
Alle | Oslo | 12
Alle | Tiltak | 40

*2 Innføre varsling til foreldre
Ansvarlig departement: BFD
Status: Gjennomført
Varslingen virker siden januar.
"""


def test_a_small_table_is_read_cell_by_cell(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """No word of the narrative is lost, and a word and a count are no reference to a measure."""
    pdf = tmp_path / "report.pdf"
    typeset_lines(REPORT_WITH_COUNTS, pdf)
    tables = run(pdf, "report").tables
    cells = [row.text for row in tables.rows(Paragraph) if row.kind == "table"]
    assert cells == ["År", "Hus", "Saker", "Alle", "Oslo", "12", "Alle", "Tiltak", "40"]
    (first, _) = tables.rows(Measure)
    assert first.narrative == "\n\n".join(
        ["Tabellen viser hvor mange saker husene har hatt.", *cells]
    )
    assert tables.rows(ReferenceMention) == []


TABLES_OF_LABELS = """\
# Forebygging
*Tiltak 1: Styrke barnehusene
Etater |  | Politidirektoratet
Status |  | Under arbeid
Ansvarlig departement |  | JD
Barnehusene har flere ansatte.

*Tiltak 2: Innføre varsling til foreldre
Etater |  | Bufdir og
 |  | Politidirektoratet
Status |  | Gjennomført
Ansvarlig departement |  | BFD
Varslingen virker siden januar.
"""


def test_a_label_that_nobody_knows_may_be_the_first(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    pdf = tmp_path / "report.pdf"
    typeset_lines(TABLES_OF_LABELS, pdf)
    tables = run(pdf, "report").tables
    assert [(row.label, row.value) for row in tables.rows(Field)] == [
        ("Etater", "Politidirektoratet"),
        ("Etater", "Bufdir og Politidirektoratet"),
    ]
    assert [row.narrative for row in tables.rows(Measure)] == [
        "Barnehusene har flere ansatte.",
        "Varslingen virker siden januar.",
    ]


LEGEND_OVERLEAF = """\
# Oversikt over tiltakene
*Nr. | Tiltak | Ansvarlig departement | Status
---
1 | Styrke barnehusene | JD | U
---
2 | Innføre varsling til foreldre | BFD | G
---
===
I = Ikke startet, U = Under arbeid, G = Gjennomført
"""


def test_a_legend_may_stand_overleaf(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    typeset_lines(LEGEND_OVERLEAF, pdf)
    assert [row.status for row in run(pdf, "report").tables.rows(Status)] == [
        "Under arbeid",
        "Gjennomført",
    ]


TABLES_OF_PARTS = """\
# Del 1: Barn
*Nr. | Tiltak | Ansvarlig departement | Status
---
1 | Styrke barnehusene | JD | U
---
2 | Innføre varsling | BFD | G
---
I = Ikke startet, U = Under arbeid, G = Gjennomført
===
# Del 2: Eldre
*Nr. | Tiltak | Ansvarlig departement | Status
---
1 | Kartlegge vold | KD | I
---
2 | Styrke tilsynet | BFD | G
---
"""


def test_one_legend_holds_for_all_tables(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    typeset_lines(TABLES_OF_PARTS, pdf)
    assert [row.status for row in run(pdf, "report").tables.rows(Status)] == [
        "Under arbeid",
        "Gjennomført",
        "Ikke startet",
        "Gjennomført",
    ]


def test_a_cell_beside_two_titles_is_one(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    """No line parts it, though one parts the titles, and its list breaks off beside the first."""
    pdf = tmp_path / "report.pdf"
    canvas = Canvas(str(pdf), invariant=1)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 760, "Oversikt over tiltakene")
    for font, y, cells in (
        ("Helvetica-Bold", 730, ("Nr.", "Tiltak", "Status", "Ansvarlig departement")),
        ("Helvetica", 710, ("1", "Styrke barnehusene", "Under arbeid", "BFD, HOD,")),
        ("Helvetica", 690, ("2", "Innføre varsling til foreldre", "Gjennomført", "KD")),
    ):
        canvas.setFont(font, 10)
        for x, cell in zip((76, 108, 314, 434), cells, strict=True):
            canvas.drawString(x, y, cell)
    for right, y in ((530, 742), (530, 724), (430, 703), (530, 683)):
        canvas.line(72, y, right, y)
    for x in (72, 104, 310, 430, 530):
        canvas.line(x, 742, x, 683)
    canvas.save()
    ministries = run(pdf, "report").tables.rows(Ministry)
    assert [(row.item_id, row.ministry, row.inherited) for row in ministries] == [
        *(("tiltak-1", ministry, False) for ministry in ("BFD", "HOD", "KD")),
        *(("tiltak-2", ministry, True) for ministry in ("BFD", "HOD", "KD")),
    ]
