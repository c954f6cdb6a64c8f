"""An overview whose cells cannot be paired is unread, row by row: never a wrong pairing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.extract.__main__ import extract
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import OVERVIEW
from pipeline.segment.__main__ import segment
from tests.structure import Structure, read_structure

platypus = pytest.importorskip("reportlab.platypus")
styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()

Cell = str | list[str]  # one paragraph, or several
NUMBERS = ["1", "2", "3", "4", "5"]
TITLES = [
    "Styrke barnehusene",
    "Innføre varsling til foreldre",
    "Kartlegge omfanget av digital vold",
    "Utvide åpningstiden for chat",
    "Vurdere aldersgrenser på nett",
]
MINISTRIES = ["JD", "BFD", "KD, BFD", "BFD", "DFD"]
STATUSES = ["Gjennomført", "Under arbeid", "Ikke startet", "Under arbeid", "Gjennomført"]
COLUMNS = [NUMBERS, TITLES, MINISTRIES, STATUSES]
HEADS = ["Nr.", "Tiltak", "Ansvarlig departement", "Status"]
ROWS = [list(row) for row in zip(*COLUMNS, strict=True)]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
FRAME = [
    ("BOX", (0, 0), (-1, -1), 0.5, "black"),
    ("GRID", (0, 0), (-1, 0), 0.5, "black"),
    ("LINEAFTER", (0, 0), (-1, -1), 0.5, "black"),
    ("TOPPADDING", (0, 1), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 1), (-1, -1), 0),
]
NARROW, WIDE = (40, 120, 90, 90), (40, 250, 110, 100)


def paragraph(text: str, style: str = "BodyText") -> object:
    return platypus.Paragraph(text, styles[style])


def measures(numbers: Sequence[str] = NUMBERS) -> Iterator[object]:
    for number, (_, title, ministries, status) in zip(numbers, ROWS, strict=True):
        yield paragraph(f"{number} {title}", "Heading3")
        yield paragraph(f"Ansvarlig departement: {ministries}")
        yield paragraph(f"Status: {status}")
        yield paragraph("Arbeidet er i gang, og en gruppe ser på saken. Den møtes tre ganger.")


def overview(
    rows: Sequence[Sequence[Cell]],
    style: Sequence[object],
    widths: Sequence[int] = WIDE,
    heads: Sequence[Cell] = HEADS,
) -> list[object]:
    cells = [
        [[paragraph(text) for text in ([cell] if isinstance(cell, str) else cell)] for cell in row]
        for row in [heads, *rows]
    ]
    table = platypus.Table(cells, style=style, colWidths=widths)
    return [platypus.PageBreak(), paragraph("Oversikt over tiltakene", "Heading1"), table]


def read(folder: Path, *parts: object) -> Structure:
    """The structure of a report that is a cover, a chapter's heading and `parts`."""
    pdf = folder / "2026.pdf"
    platypus.SimpleDocTemplate(str(pdf)).build(
        [
            paragraph("Statusrapport for handlingsplanen", "Title"),
            paragraph("Per juni 2026"),
            platypus.PageBreak(),
            paragraph("1 Forebygging", "Heading1"),
            paragraph("Dette kapitlet handler om forebygging."),
            *parts,
        ]
    )
    extract(pdf, folder / "extract")
    segment(folder / "extract", folder / "segment")
    return read_structure(folder / "segment")


def rows_of(structure: Structure) -> list[list[str]]:
    """The overview's rows as they were read: number, title, ministries, status."""
    found = []
    for entry in structure.entries:
        if entry.source == OVERVIEW:
            own = {
                b.part: b.text
                for b in structure.blocks
                if (b.scope, b.owner) == ("overview", entry.id)
            }
            found.append(
                [own.get(part, "") for part in ("number", "title", "ministries", "status")]
            )
    return found


def reasons(structure: Structure) -> list[str]:
    return [one.reason for one in structure.unplaced]


def narrative(structure: Structure, scope: str) -> str:
    return " ".join(b.text for b in structure.blocks if b.scope == scope and b.part == "paragraph")


def stacked(columns: Sequence[Sequence[str]], apart: bool) -> list[Cell]:
    """One row that holds all: a paragraph for each value, or a line for each."""
    return [list(column) if apart else "<br/>".join(column) for column in columns]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("alignment", ["TOP", "MIDDLE", "BOTTOM"])
def test_a_row_that_holds_all_measures_is_unread(
    tmp_path: Path, alignment: str, apart: bool, ruled: bool
) -> None:
    """Titles wrap, numbers do not: number 3 stands beside the second line of title 2."""
    style = [("VALIGN", (0, 0), (-1, -1), alignment), *([GRID] if ruled else [])]
    found = read(tmp_path, *measures(), *overview([stacked(COLUMNS, apart)], style, NARROW))
    assert rows_of(found) == []
    assert reasons(found) == ["row-not-paired"]
    words = " ".join(value for column in COLUMNS for value in column).split()
    assert sorted(found.unplaced[0].text.split()) == sorted(words)


@pytest.mark.parametrize("alignment", ["TOP", "MIDDLE", "BOTTOM"])
def test_a_row_that_holds_two_measures_spoils_no_other(tmp_path: Path, alignment: str) -> None:
    two = stacked([column[2:4] for column in COLUMNS], apart=False)
    style = [GRID, ("VALIGN", (0, 0), (-1, -1), alignment)]
    found = read(tmp_path, *measures(), *overview([*ROWS[:2], two, *ROWS[4:]], style, NARROW))
    assert rows_of(found) == [*ROWS[:2], *ROWS[4:]]
    assert reasons(found) == ["row-not-paired"]


def test_values_that_stand_line_by_line_are_paired(tmp_path: Path) -> None:
    """Nothing wraps, so that the lines are the rows, whatever the ruling lines say."""
    found = read(tmp_path, *measures(), *overview([stacked(COLUMNS, False)], [GRID]))
    assert rows_of(found) == ROWS
    assert reasons(found) == []


@pytest.mark.parametrize(("alignment", "rows"), [("TOP", ROWS), ("MIDDLE", ROWS), ("BOTTOM", [])])
def test_a_frame_without_lines_between_rows(
    tmp_path: Path, alignment: str, rows: list[list[str]]
) -> None:
    """Where cells end together and not begin, and no space parts rows, nothing tells them apart."""
    style = [*FRAME, ("VALIGN", (0, 0), (-1, -1), alignment)]
    found = read(tmp_path, *measures(), *overview(ROWS, style, NARROW))
    assert rows_of(found) == rows
    assert reasons(found) == ([] if rows else ["row-not-paired"])


def test_a_ruled_row_with_a_status_only_is_no_rest_of_the_row_above(tmp_path: Path) -> None:
    without = [[*row[:3], ""] for row in ROWS]
    shifted = [["", "", "", status] for status in STATUSES]
    found = read(tmp_path, *measures(), *overview([*without, *shifted], [GRID]))
    assert rows_of(found) == without
    assert [(one.reason, one.text) for one in found.unplaced] == [
        ("row-without-number", status) for status in STATUSES
    ]


def test_measures_without_numbers_are_refused(tmp_path: Path) -> None:
    """The chapter's number is no measure's, and five measures are not the text of one."""
    with pytest.raises(Refusal) as refusal:
        read(tmp_path, *measures(numbers=[""] * 5))
    assert "fant 1 nummererte tiltak, 5 linjer med «Status:»" in str(refusal.value)
    assert str(refusal.value).endswith("python -m pipeline remove 2026")


def test_a_measure_without_a_number_leaves_its_status_unread(tmp_path: Path) -> None:
    """It is read as text of the measure before, and said to be."""
    found = read(tmp_path, *measures(numbers=["1", "2", "", "4", "5"]), *overview(ROWS, [GRID]))
    assert [(one.reason, one.scope, one.text) for one in found.unplaced] == [
        ("status-not-placed", "tiltak-2", "Status: Ikke startet")
    ]


def test_an_overview_that_is_not_recognised_is_no_narrative(tmp_path: Path) -> None:
    heads = ["A", "Hva", "Hvem", "Hvordan går det"]
    found = read(tmp_path, *measures(), *overview(ROWS, [GRID], heads=heads))
    assert rows_of(found) == []
    assert "Styrke" not in narrative(found, "tiltak-5")
    assert "Styrke barnehusene" in narrative(found, "chapter-oversikt-over-tiltakene")


def test_a_request_with_its_labels_below_and_no_row_is_an_entry(tmp_path: Path) -> None:
    """Its number is far from those before: the parliament gave it."""

    def entry(title: str, ministries: str, status: str) -> Iterator[object]:
        yield paragraph(title, "Heading3")
        yield from [paragraph("Arbeidet er i gang, og en gruppe ser på saken.")] * 15
        yield paragraph(f"Ansvarlig departement: {ministries}")
        yield paragraph(f"Status: {status}")

    measures = [part for number, *row in ROWS for part in entry(f"{number} {row[0]}", *row[1:])]
    found = read(
        tmp_path,
        *measures,
        paragraph("2 Anmodningsvedtak", "Heading1"),
        *entry("611 Stortinget ber regjeringen utrede en ordning", "JD", "Under arbeid"),
        *overview(ROWS, [GRID]),
    )
    assert [entry.id for entry in found.entries if entry.source != OVERVIEW][-1] == "vedtak-611"
    assert narrative(found, "vedtak-611").startswith("Arbeidet er i gang")


@pytest.mark.parametrize("under", [0, -1], ids=["a-rule-under-the-head", "none-but-the-last"])
def test_a_row_that_a_page_break_leaves_open_keeps_its_last_lines(
    tmp_path: Path, under: int
) -> None:
    """Its lower rule is drawn overleaf, where the last line of its title stands."""
    rules = ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")
    heads, *rows = [HEADS[1:], *[[f"{number}. {title}", *rest] for number, title, *rest in ROWS]]
    open_row = ["Styrke barnehusene og samarbeidet med", "politiet og barnevernet i hele", "landet"]
    first = [[paragraph(cell) for cell in row] for row in [heads, *rows[:4]]]
    torn = [[f"5. {open_row[0]}\n{open_row[1]}", "JD", "Ikke startet"]]
    rest = [[open_row[2], "", ""]]
    last = ("LINEBELOW", (0, under), (-1, -1), 0.5, "black")
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 6)]
    found = read(
        tmp_path,
        *measures(),
        platypus.PageBreak(),
        paragraph("Oversikt over tiltakene", "Heading1"),
        platypus.Table(first, style=[rules, *look], colWidths=WIDE[1:]),
        platypus.Table(torn, style=look, colWidths=WIDE[1:]),
        platypus.PageBreak(),
        platypus.Table([heads, *rest], style=[last, *look], colWidths=WIDE[1:]),
    )
    assert [row[1] for row in rows_of(found)][-1] == " ".join(open_row)


@pytest.mark.parametrize("alignment", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("second", ["5", "7"], ids=["the-same-number", "not-the-next"])
def test_two_rows_under_a_head_of_their_own(tmp_path: Path, second: str, alignment: str) -> None:
    """No rule parts them, and they are too few for the white space between them to tell."""
    heads, *rows = [HEADS[1:], *[[f"{number}. {title}", *rest] for number, title, *rest in ROWS]]
    again = ["Vurdere aldersgrenser på nett", "DFD", "Gjennomført"]
    rows.append([f"{second}. {again[0]}", *again[1:]])
    look = [("VALIGN", (0, 0), (-1, -1), alignment)]
    found = read(
        tmp_path,
        *measures(),
        platypus.PageBreak(),
        paragraph("Oversikt over tiltakene", "Heading1"),
        platypus.Table([heads, *rows[:4]], style=look, colWidths=WIDE[1:]),
        platypus.Table([heads, *rows[4:]], style=look, colWidths=WIDE[1:]),
    )
    assert rows_of(found) == [[f"{number}.", *rest] for number, *rest in [*ROWS, [second, *again]]]
    assert reasons(found) == []


TORN = [  # what is left of the head at the foot of the page, and what stands overleaf
    ([*HEADS[:3], ""], ["", "", "", "Status i 2026"]),
    ([*HEADS[:3], "Status i"], ["", "", "", "2026"]),
]


@pytest.mark.parametrize("rules", [GRID, *FRAME[-1:]], ids=["ruled", "not-ruled"])
@pytest.mark.parametrize(("foot", "overleaf"), TORN, ids=["a-cell", "a-line"])
def test_a_head_that_a_page_break_tears(
    tmp_path: Path, foot: list[str], overleaf: list[str], rules: object
) -> None:
    """Its deepest cell stands overleaf, or the last line of it, and more tables after it."""
    heads = [*HEADS[:3], "Status i\n2026"]
    bold = [
        ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
        ("FONTNAME", (0, 1), (-1, -1), "Times-Roman"),
    ]

    def table(*rows: Sequence[str]) -> object:
        look = [rules, *bold, ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return platypus.Table(rows, style=look, colWidths=(40, 220, 140, 100))

    found = read(
        tmp_path,
        *measures(),
        platypus.PageBreak(),
        paragraph("Oversikt over tiltakene", "Heading1"),
        table(heads, *ROWS[:1]),
        paragraph("Hjelp og vern", "Heading3"),
        table(foot),
        platypus.PageBreak(),
        table(overleaf, *[[row[0], row[1].replace(" ", "\n", 1), *row[2:]] for row in ROWS[1:4]]),
        paragraph("Forebygging", "Heading3"),
        table(heads, *ROWS[4:]),
    )
    assert rows_of(found) == ROWS
    assert reasons(found) == []
    assert not any(block.part == "footnote" for block in found.blocks)


def test_lines_of_a_centred_cell_stand_nearer_to_their_own_number(tmp_path: Path) -> None:
    """The first of two lines stands above the number, right under the row before."""
    rows = [[*row[:3], "Pågående –\ni rute" if row[0] in "35" else row[3]] for row in ROWS]
    look = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *FRAME[-2:]]
    found = read(
        tmp_path,
        *measures(),
        platypus.PageBreak(),
        paragraph("Oversikt over tiltakene", "Heading1"),
        platypus.Table([HEADS, *rows], style=look, colWidths=WIDE),
    )
    assert rows_of(found) == [[cell.replace("\n", " ") for cell in row] for row in rows]
    assert reasons(found) == []


def test_a_status_that_wraps_before_a_dash_is_read_to_its_end(tmp_path: Path) -> None:
    """Its label stands at the end of a full line."""
    width = pytest.importorskip("reportlab.pdfbase.pdfmetrics").stringWidth
    before, after = "Ansvarlig departement: JD", "Status: Pågående"
    room = 439 - width(f"{before}{after}", "Helvetica", 10)
    gap = "\u00a0" * int(room / width("\u00a0", "Helvetica", 10))
    labels = paragraph(f"{before}{gap}{after} – i rute.", "Normal")
    found = read(tmp_path, *measures(), paragraph("6 Kartlegge behovet", "Heading3"), labels)
    own = {block.part: block.text for block in found.blocks if block.owner == "tiltak-6"}
    assert own == {
        "number": "6", "title": "Kartlegge behovet", "ministries": "JD", "label": "Status:",
        "status": "Pågående – i rute.",
    }  # fmt: skip
