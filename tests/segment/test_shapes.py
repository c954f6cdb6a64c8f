"""Shapes of reports that ministries use, each set small: what is read of them, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.seams.tables import AmountMention, Field, Paragraph
from pipeline.validate.tables import ReportTables
from tests.conftest import Run

platypus = pytest.importorskip("reportlab.platypus")
styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()
colors = pytest.importorskip("reportlab.lib.colors")

TITLES = (
    "Styrke barnehusene i hele landet",
    "Innføre varsling til foreldre",
    "Kartlegge omfanget av digital vold",
    "Utvide åpningstiden for chat",
)
MINISTRIES = ("JD", "BFD og KD", "HOD", "DFD")
STATUSES = ("Gjennomført", "Under arbeid", "Ikke startet", "Under arbeid")
NARRATIVE = "Direktoratet har fått oppdraget. En rapport legges fram innen utgangen av 2026."
GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
Read = Callable[[Iterable[Any]], ReportTables]


def p(text: str, style: str = "BodyText") -> Any:
    return platypus.Paragraph(text, styles[style])


def table(rows: Sequence[Sequence[str]], widths: Sequence[int], style: Sequence[Any] = GRID) -> Any:
    cells = [[p(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return platypus.Table(cells, colWidths=widths, style=style)


@pytest.fixture
def read(run: Callable[[Path, str], Run], tmp_path: Path) -> Read:
    """Set a report of a cover, a chapter and these parts, and read it."""

    def of(parts: Iterable[Any]) -> ReportTables:
        pdf = tmp_path / "2026.pdf"
        platypus.SimpleDocTemplate(str(pdf)).build(
            [
                p("Statusrapport for handlingsplanen", "Title"),
                p("Per juni 2026"),
                platypus.PageBreak(),
                p("1 Forebygging", "Heading1"),
                p("Dette kapitlet handler om forebygging."),
                *parts,
            ]
        )
        return run(pdf, "2026").tables

    return of


def measures(
    labels: Callable[[int], Sequence[Any]], number: Callable[[int], str] = lambda n: f"{n + 1}."
) -> list[Any]:
    """Four measures, each with what `labels` gives for it, and a narrative."""
    parts: list[Any] = []
    for n, title in enumerate(TITLES):
        parts += [p(f"{number(n)} {title}", "Heading3"), *labels(n), p(NARRATIVE)]
    return parts


def lines(n: int) -> list[Any]:
    return [p(f"Ansvarlig departement: {MINISTRIES[n]}"), p(f"Status: {STATUSES[n]}")]


def overview(
    rows: Sequence[Sequence[Any]], heads: Sequence[str], widths: Sequence[int]
) -> list[Any]:
    return [
        platypus.PageBreak(),
        p("2 Oversikt over tiltakene", "Heading1"),
        table([[f"<b>{head}</b>" for head in heads], *rows], widths),
    ]


def stated(tables: ReportTables, source: str) -> list[tuple[str, str | None, str]]:
    """Id, status and ministries of each item in a source."""
    named: dict[str, list[str]] = {}
    for row in tables.ministries:
        named.setdefault(f"{row.item_id}/{row.source}", []).append(row.ministry)
    return [
        (row.item_id or "", row.status, " ".join(named.get(row.id, [])))
        for row in tables.statuses
        if row.source == source
    ]


def as_set(prefix: str = "tiltak-", names: Sequence[str] = "1234") -> list[tuple[str, str, str]]:
    return [
        (f"{prefix}{name}", status, ministries.replace(" og", ""))
        for name, status, ministries in zip(names, STATUSES, MINISTRIES, strict=True)
    ]


def in_cells(n: int) -> list[Any]:
    rows = [
        ("Ansvarlig departement", MINISTRIES[n]),
        ("Status", STATUSES[n]),
        ("Kostnad i alt", "5 mill. kroner"),
    ]
    return [table(rows, (80, 330))]


def without_colons(n: int) -> list[Any]:
    cells = ("<b>Ansvarlig departement</b>", MINISTRIES[n], "<b>Status</b>", STATUSES[n])
    return [*map(p, cells), p("<b>Omtale</b>")]


def on_one_line(n: int) -> list[Any]:
    return [p(f"Status: {STATUSES[n]} | Ansvarlig: {MINISTRIES[n]}")]


def with_a_date(n: int) -> list[Any]:
    return [p(f"Ansvarlig: {MINISTRIES[n]}"), p(f"Status per 1. juni 2026: {STATUSES[n]} i 2025")]


def side_by_side(n: int) -> list[Any]:
    heads = ["Ansvarlig departement", "Status", "Frist"]
    return [table([heads, [MINISTRIES[n], STATUSES[n], "31.12.2027"]], (150, 150, 110))]


def status_after_all(n: int) -> list[Any]:
    return [p(f"Ansvarlig: {MINISTRIES[n]}"), p(f"Status: {STATUSES[n]}, forventes ferdig i 2027")]


@pytest.mark.parametrize(
    "labels",
    [in_cells, without_colons, on_one_line, with_a_date, side_by_side, status_after_all],
    ids=lambda labels: labels.__name__,
)
def test_labels(read: Read, labels: Callable[[int], Sequence[Any]]) -> None:
    tables = read(measures(labels))
    assert stated(tables, "text") == as_set()
    assert [m.title for m in tables.measures] == list(TITLES)
    assert {m.narrative for m in tables.measures} == {NARRATIVE}
    assert {row.reason for row in tables.unread} == {"no-overview"}


def test_other_labels_are_fields(read: Read) -> None:
    def labels(n: int) -> list[Any]:
        return [*lines(n), p("Frist: 31.12.2027"), p("Målform i brev: nynorsk")]

    tables = read(measures(labels))
    assert {(f.label, f.kind, f.value) for f in tables.rows(Field)} == {
        ("Frist", "deadline", "31.12.2027"),
        ("Målform i brev", "other", "nynorsk"),
    }
    assert {m.narrative for m in tables.measures} == {NARRATIVE}


def test_the_status_of_last_year_is_a_field(read: Read) -> None:
    def labels(n: int) -> list[Any]:
        return [
            p(f"Ansvarlig: {MINISTRIES[n]}"),
            p("Status juni 2025: Ikke startet"),
            p(f"Status juni 2026: {STATUSES[n]}"),
        ]

    tables = read(measures(labels))
    assert stated(tables, "text") == as_set()
    assert [(f.kind, f.label, f.value) for f in tables.rows(Field)] == [
        ("previous-status", "Status juni 2025", "Ikke startet")
    ] * 4


def test_the_narrative_begins_behind_the_status(read: Read) -> None:
    parts: list[Any] = []
    for n, title in enumerate(TITLES):
        parts += [
            p(f"{n + 1}. {title}", "Heading3"),
            p(f"Ansvarlig: {MINISTRIES[n]}"),
            p(f"Status: {STATUSES[n]}. {NARRATIVE}"),
        ]
    tables = read(parts)
    assert stated(tables, "text") == as_set()
    assert {m.narrative for m in tables.measures} == {NARRATIVE}


def test_prose_under_status_is_said_once(read: Read) -> None:
    def labels(n: int) -> list[Any]:
        return [
            p(f"Ansvarlig: {MINISTRIES[n]}"),
            p("STATUS:"),
            p(f"Det er satt av {n + 5} mill. kroner."),
        ]

    tables = read(measures(labels))
    assert [status for _, status, _ in stated(tables, "text")] == [None] * 4
    assert [row.reason for row in tables.unread] == ["no-overview", "prose-status"]
    amounts = [row.amount_nok for row in tables.rows(AmountMention)]
    assert amounts == [5_000_000, 6_000_000, 7_000_000, 8_000_000]


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (lambda n: f"Tiltak {n + 1}:", "1234"),
        (lambda n: f"Tiltak {n + 1} –", "1234"),
        (lambda n: f"T{n + 1}", "1234"),
        (lambda n: ("1.1", "1.2", "2.1", "2.2")[n], ("1.1", "1.2", "2.1", "2.2")),
        (lambda n: ("1.", "2 a", "2 b", "3.")[n], ("1", "2a", "2b", "3")),
    ],
)
def test_numbers(read: Read, number: Callable[[int], str], names: Sequence[str]) -> None:
    tables = read(measures(lines, number))
    assert stated(tables, "text") == as_set(names=names)
    assert [m.title for m in tables.measures] == list(TITLES)


def test_numbers_that_begin_anew(read: Read) -> None:
    again = [p("Del II Trygge lokalsamfunn", "Heading1"), p("2 Politiet", "Heading1")]
    numbers = ("1.", "2.", "1.", "2.")
    parts = measures(lines, lambda n: numbers[n])
    tables = read([*parts[:8], *again, *parts[8:]])
    ids = [m.id for m in tables.measures]
    assert ids == ["tiltak-1", "tiltak-2", "tiltak-1-del-2", "tiltak-2-del-2"]
    assert [m.part for m in tables.measures][2:] == ["Del II Trygge lokalsamfunn"] * 2


def row(n: int, *more: str) -> list[str]:
    return [str(n + 1), TITLES[n], MINISTRIES[n], *more]


HEADS = ("Nr.", "Tiltak", "Ansvarlig")


def test_a_mark_in_the_column_of_the_status(read: Read) -> None:
    kinds = ("Ikke startet", "Under arbeid", "Gjennomført")
    rows = [row(n, *("X" if STATUSES[n] == kind else "" for kind in kinds)) for n in range(4)]
    tables = read([*measures(lines), *overview(rows, (*HEADS, *kinds), (30, 120, 70, 70, 70, 90))])
    assert stated(tables, "overview") == as_set()
    assert {s.status_printed for s in tables.statuses if s.source == "overview"} == {"X"}
    assert tables.unread == []


def test_letters_with_a_legend(read: Read) -> None:
    rows = [row(n, STATUSES[n][0]) for n in range(4)]
    parts = overview(rows, (*HEADS, "Status"), (30, 200, 90, 90))
    legend = p("G = Gjennomført, U = Under arbeid, I = Ikke startet")
    tables = read([*measures(lines), *parts[:2], legend, parts[2]])
    assert stated(tables, "overview") == as_set()
    assert tables.unread == []


def test_letters_that_nothing_explains_are_unread(read: Read) -> None:
    rows = [row(n, STATUSES[n][0]) for n in range(4)]
    tables = read([*measures(lines), *overview(rows, (*HEADS, "Status"), (30, 200, 90, 90))])
    assert [status for _, status, _ in stated(tables, "overview")] == [None] * 4
    assert {u.reason for u in tables.unread} == {"unknown-status"}


def test_a_cell_across_rows_holds_for_each(read: Read) -> None:
    rows = [[str(n + 1), TITLES[n], "JD" if n in (0, 2) else "", STATUSES[n]] for n in range(4)]
    spans = [("SPAN", (2, 1), (2, 2)), ("SPAN", (2, 3), (2, 4))]
    cells = [[f"<b>{head}</b>" for head in (*HEADS, "Status")], *rows]
    merged = table(cells, (30, 200, 90, 90), [*GRID, *spans])
    parts = [platypus.PageBreak(), p("2 Oversikt over tiltakene", "Heading1"), merged]
    tables = read([*measures(lines), *parts])
    listed = [
        (m.item_id, m.ministry, m.inherited) for m in tables.ministries if m.source == "overview"
    ]
    assert listed == [
        ("tiltak-1", "JD", False),
        ("tiltak-2", "JD", True),
        ("tiltak-3", "JD", False),
        ("tiltak-4", "JD", True),
    ]
    assert tables.unread == []


def test_columns_that_nobody_knows_are_fields(read: Read) -> None:
    rows = [row(n, "Kap. 440", STATUSES[n]) for n in range(4)]
    heads = (*HEADS, "Virkemiddel", "Status")
    tables = read([*measures(lines), *overview(rows, heads, (30, 170, 80, 80, 80))])
    assert stated(tables, "overview") == as_set()
    assert {(f.source, f.label, f.kind, f.value) for f in tables.rows(Field)} == {
        ("overview", "Virkemiddel", "other", "Kap. 440")
    }


def test_an_overview_that_stands_twice(read: Read) -> None:
    rows = [row(n, STATUSES[n]) for n in range(4)]
    once = overview(rows, (*HEADS, "Status"), (30, 200, 90, 90))
    rows[2][3] = "Gjennomført"
    again = overview(rows, (*HEADS, "Status"), (30, 200, 90, 90))
    tables = read([*measures(lines), *once, *again])
    assert stated(tables, "overview") == as_set()
    (unread,) = tables.unread
    assert unread.reason == "repeated-otherwise"
    assert unread.text.startswith("3 Kartlegge")


def test_all_in_one_table(read: Read) -> None:
    rows = [row(n, STATUSES[n], NARRATIVE) for n in range(4)]
    heads = (*HEADS, "Status", "Omtale")
    tables = read(overview(rows, heads, (30, 110, 60, 70, 170)))
    assert stated(tables, "overview") == as_set()
    assert [(m.overview_title, m.narrative) for m in tables.measures] == [
        (title, NARRATIVE) for title in TITLES
    ]
    assert stated(tables, "text") == []


def test_a_box_is_none_of_the_narrative(read: Read) -> None:
    box = table([["Fakta: Det er elleve barnehus i Norge, og de fleste ligger i en by."]], (400,))
    tables = read([*measures(lines), box])
    assert tables.measures[-1].narrative == NARRATIVE
    (boxed,) = [row for row in tables.rows(Paragraph) if row.kind == "box"]
    assert (boxed.item_id, boxed.text[:17]) == ("tiltak-4", "Fakta: Det er ell")
