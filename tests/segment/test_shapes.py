"""The shapes that other ministries use, one fixed report each: what comes out is what went in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.seams.tables import Measure, Paragraph, ReferenceMention
from tests.conftest import Run
from tests.factory import MISSING, expected, typeset
from tests.factory.edition import OverviewRow
from tests.factory.editions import Case
from tests.factory.reading import differences, exact
from tests.factory.shaped import SHAPED
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
