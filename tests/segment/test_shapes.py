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
from tests.segment.learnt import documents
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
    (learnt,) = [each for each in documents() if each.name == "list-beside-two-titles"]
    typeset_lines(learnt.text, pdf)
    ministries = run(pdf, "report").tables.rows(Ministry)
    assert [
        (row.item_id, row.ministry, row.inherited) for row in ministries if row.source == "overview"
    ] == [
        *(("tiltak-1", ministry, False) for ministry in ("JD", "BFD", "KD")),
        *(("tiltak-2", ministry, True) for ministry in ("JD", "BFD", "KD")),
        ("tiltak-3", "HOD", False),
    ]


OVERVIEW_AMONG_CHAPTERS = """\
Innledning
===
# Forebygging
Kapitlet handler om forebygging.

*1 Styrke barnehusene
Ansvarlig departement: JD
Status: Under arbeid
Barnehusene har flere ansatte.
===
# Oversikt over tiltakene
*Tabell 1: Tiltakene
I = Ikke startet, U = Under arbeid, G = Gjennomført
*Nr. | Tiltak | Ansvarlig departement | Status
1 | Styrke barnehusene | JD | U
2 | Innføre varsling | BFD | G
===
Tallene er fra juni.
===
# Bistand
Kapitlet handler om bistand.

*2 Innføre varsling
Ansvarlig departement: BFD
Status: Gjennomført
Varslingen er innført.
"""


def test_the_heading_above_a_caption_and_a_legend_is_the_overviews(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """It is no chapter, though it is set as one, and what stands behind the table is no item's."""
    pdf = tmp_path / "report.pdf"
    typeset_lines(OVERVIEW_AMONG_CHAPTERS, pdf)
    tables = run(pdf, "report").tables
    assert [(row.item_id, row.chapter_number) for row in tables.rows(Measure)] == [
        ("tiltak-1", 1),
        ("tiltak-2", 2),
    ]
    scopes = {row.text: row.scope for row in tables.rows(Paragraph)}
    assert scopes["Tallene er fra juni."] == "chapter-1"
    assert scopes["Oversikt over tiltakene Tabell 1: Tiltakene"] == "overview"


def _with_bold_labels(number: int, title: str, bodies: str, status: str) -> str:
    return f"""\
{number} {title}

*Ansvarlig departement
JD
*Berørte etater
{bodies}
*Status
{status}

Barnehusene har flere ansatte enn før.

"""


def test_words_in_bold_between_bold_labels_are_one(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """No vocabulary has them, and there is no colon: a field, and no part of the narrative."""
    pdf = tmp_path / "report.pdf"
    measures = [
        _with_bold_labels(1, "Styrke barnehusene", "Politidirektoratet", "Under arbeid"),
        _with_bold_labels(2, "Utvide chatten", "Helsedirektoratet og Bufdir", "Gjennomført"),
    ]
    typeset_lines("# Forebygging\nDette er kapitlet.\n\n" + "".join(measures), pdf)
    tables = run(pdf, "report").tables
    assert [(row.item_id, row.kind, row.label, row.value) for row in tables.rows(Field)] == [
        ("tiltak-1", "other", "Berørte etater", "Politidirektoratet"),
        ("tiltak-2", "other", "Berørte etater", "Helsedirektoratet og Bufdir"),
    ]
    assert [row.text for row in tables.rows(Paragraph) if row.scope == "tiltak-1"] == [
        "Styrke barnehusene",
        "Barnehusene har flere ansatte enn før.",
    ]
