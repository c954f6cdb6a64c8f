"""Reports as offices set them with the tools at hand: each is read as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.seams.tables import Status, Unread
from tests.conftest import Run
from tests.segment.small_reports import (
    BOLD,
    LYING,
    PLAIN,
    UPRIGHT,
    Read,
    Words,
    item,
    items,
    measures,
    overview_of,
    read_lines,
    read_pages,
    running,
)


def false_findings(of: Run) -> list[str]:
    """Of the rules that compare what is printed twice."""
    rules = ("-vs-overview", "missing-in-text", "missing-in-overview", "overview-readings-differ")
    return [each.message for each in of.compared()[1] if each.rule.endswith(rules)]


# --- chapters -------------------------------------------------------------------------------------


def test_headings_no_larger_than_titles_are_chapters_where_no_other_is(
    run: Read, tmp_path: Path
) -> None:
    parts = (("Vann og skred", "ED"), ("Bygg og kulturarv", "KLD"), ("Helse", "HOD"))
    text = "".join(
        f"*{name}\n\n{n} Styrke innsatsen mot farlige hendelser\nStatus: Under arbeid\n"
        f"Ansvarlig: {ministry}\nArbeidet er kommet godt i gang.\n\n"
        for n, (name, ministry) in enumerate(parts, 1)
    )
    chapters = [(m.chapter_number, m.chapter) for m in measures(read_lines(run, tmp_path, text))]
    assert chapters == [(1, "Vann og skred"), (2, "Bygg og kulturarv"), (3, "Helse")]


def test_a_chapter_may_begin_on_the_first_page_below_the_title(run: Read, tmp_path: Path) -> None:
    words = [(72.0, 790.0, BOLD, 24.0, "Status for planen"), (72.0, 750.0, BOLD, 14.0, "Natur")]
    words += running(730, *item(1, "Restaurere myr og våtmark"))
    words += [(72.0, 640.0, BOLD, 14.0, "Fjord og kommune")]
    words += running(620, *item(2, "Betre tilstanden i fjorden"))
    found = measures(read_pages(run, tmp_path, (UPRIGHT, words)))
    assert [(m.chapter_number, m.chapter) for m in found] == [(1, "Natur"), (2, "Fjord og kommune")]


def test_a_heading_may_wrap_with_much_air(run: Read, tmp_path: Path) -> None:
    words = [(72.0, 790.0, BOLD, 18.0, "1 Tiltak for familier")]
    words += running(760, *item(1, "Styrke støtten til familier"))
    words += [(72.0, 660.0, BOLD, 18.0, "2 Tiltak rettet mot kommuner og")]
    words += [(72.0, 632.0, BOLD, 18.0, "kunnskap")]
    words += running(600, *item(2, "Følge med på utviklingen"))
    found = measures(read_pages(run, tmp_path, (UPRIGHT, words)))
    assert [(m.chapter_number, m.chapter) for m in found] == [
        (1, "Tiltak for familier"),
        (2, "Tiltak rettet mot kommuner og kunnskap"),
    ]


def test_titles_of_tables_are_no_chapters_to_compare(run: Read, tmp_path: Path) -> None:
    of = read_lines(
        run,
        tmp_path,
        f"""\
# 1 Natur på land
{items("Restaurere myr og våtmark", "Fjerne fremmede treslag")}
# 2 Fjord og kommune
*Tiltak 3: Bedre tilstanden i fjorden
Status: Under arbeid
Ansvarlig: JD
Det er gitt tilskudd til renseanlegg.
===
# Oversikt
*Tabell 1: Tiltak på land
Nr. | Tiltak | Ansvarlig | Status
1 | Restaurere myr og våtmark | JD | Under arbeid
2 | Fjerne fremmede treslag | JD | Under arbeid

*Tabell 2: Andre tiltak
Nr. | Tiltak | Ansvarlig | Status
3 | Bedre tilstanden i fjorden | JD | Under arbeid
""",
    )
    assert false_findings(of) == []


# --- labels ---------------------------------------------------------------------------------------


def test_a_value_may_stand_close_behind_a_long_label(run: Read, tmp_path: Path) -> None:
    words: list[Words] = []
    for n, (title, ministry) in enumerate(
        (("Styrke varslingen", "ED"), ("Kartlegge skred", "KLD"))
    ):
        top = 780.0 - 90 * n
        words += running(top, f"*Tiltak {n + 1}: {title}", "Status", "Ansvarlig departement")
        words += [(180.0, top - 13, PLAIN, 10.0, "Under arbeid")]
        words += [(180.0, top - 26, PLAIN, 10.0, ministry)]
        words += running(top - 45, "Arbeidet er kommet godt i gang i hele landet.")
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [row.printed for row in of.tables.ministries] == ["ED", "KLD"]
    assert {m.narrative for m in measures(of)} == {"Arbeidet er kommet godt i gang i hele landet."}


def test_sentences_under_status_are_the_narrative(run: Read, tmp_path: Path) -> None:
    of = read_lines(
        run,
        tmp_path,
        """\
*Tiltak 1: Opprette samiske barnehager
Sametinget gir tilskudd til nye avdelinger.
Ansvarlig: KDD
Status: Løpende arbeid som følger vedtakene i kommunene.

*Tiltak 2: Styrke tolketjenesten
Domstolene har inngått avtale om tolking.
Ansvarlig: JD
Status: Avsluttet i 2025 og gått over i ordinær drift.

*Tiltak 3: Ta vare på pitesamisk
Et samarbeid med Sverige er innledet.
Ansvarlig: KDD
Status: Forsinket på grunn av forhandlingene med svenske myndigheter.
""",
    )
    assert [row.status for row in of.tables.rows(Status)] == [None] * 3
    assert [row.id for row in of.tables.rows(Unread) if "status" in row.id] == [
        "report/prose-status"
    ]
    assert [(m.narrative or "").split("\n\n")[-1] for m in measures(of)] == [
        "Løpende arbeid som følger vedtakene i kommunene.",
        "Avsluttet i 2025 og gått over i ordinær drift.",
        "Forsinket på grunn av forhandlingene med svenske myndigheter.",
    ]


def test_a_title_may_stand_below_its_number(run: Read, tmp_path: Path) -> None:
    """In bold, or in the type of running text where labels follow."""
    text = "".join(
        f"# Tiltak {n}\n{mark}{title} over hele\n{mark}landet i planperioden\n\n"
        "Status: Under arbeid\nAnsvarlig: JD\nArbeidet er kommet godt i gang.\n\n"
        for n, (mark, title) in enumerate([("*", "Øve på skogbrann"), ("", "Varsle skred")], 1)
    )
    found = measures(read_lines(run, tmp_path, text))
    assert [(m.title, m.narrative) for m in found] == [
        (f"{title} over hele landet i planperioden", "Arbeidet er kommet godt i gang.")
        for title in ("Øve på skogbrann", "Varsle skred")
    ]


def test_a_word_processor_may_number_the_headings_too(run: Read, tmp_path: Path) -> None:
    lines = [item(n, title) for n, title in enumerate(("Øve på skogbrann", "Varsle skred"), 1)]
    text = "\n".join(
        f"*2.{n} {title[1:]}\n" + "\n".join(rest) for n, (title, *rest) in enumerate(lines, 1)
    )
    found = measures(read_lines(run, tmp_path, f"# 2 Beredskap\n{text}"))
    assert [(m.id, m.title, m.chapter_number) for m in found] == [
        ("tiltak-1", "Øve på skogbrann", 2),
        ("tiltak-2", "Varsle skred", 2),
    ]


def test_a_form_has_the_title_in_a_cell(run: Read, tmp_path: Path) -> None:
    text = "".join(
        f"Tiltak nr. | | {n}\nTiltak | | {title}\nAnsvarlig | | JD\nStatus | | Under arbeid\n"
        "Omtale | | Arbeidet er kommet i gang.\n\n\n\n"
        for n, title in enumerate(("Øve på skogbrann", "Varsle skred"), 1)
    )
    found = measures(read_lines(run, tmp_path, text))
    assert [(m.id, m.title, m.narrative) for m in found] == [
        ("tiltak-1", "Øve på skogbrann", "Arbeidet er kommet i gang."),
        ("tiltak-2", "Varsle skred", "Arbeidet er kommet i gang."),
    ]


# --- pages ----------------------------------------------------------------------------------------


def test_a_foot_on_three_pages_of_two_formats_is_no_text(run: Read, tmp_path: Path) -> None:
    title = [(72.0, 600.0, BOLD, 24.0, "Status for planen"), *running(500, "Oktober 2026")]
    table = [("Nr.", "Tiltak", "Ansvarlig", "Status")]
    table += [(str(n), "Styrke varslingen av skred", "JD", "Under arbeid") for n in (1, 2)]
    lying: list[Words] = [
        (x, 480.0 - 20 * row, BOLD if row == 0 else PLAIN, 10, cell)
        for row, cells in enumerate(table)
        for x, cell in zip((72, 104, 420, 560), cells, strict=True)
    ]
    foot = "Tiltaksplan for skred – status 2026"
    of = read_pages(
        run,
        tmp_path,
        (UPRIGHT, title),
        *(
            (
                UPRIGHT,
                running(780, *item(n, "Styrke varslingen av skred"), *["", f"{foot} {n + 1}"]),
            )
            for n in (1, 2)
        ),
        (LYING, [*lying, (72, 30, PLAIN, 8, f"{foot} 4")]),
    )
    assert {m.narrative for m in measures(of)} == {
        "Arbeidet er kommet godt i gang, og flere etater deltar."
    }


def test_a_page_of_measures_between_overviews_is_no_part_of_them(run: Read, tmp_path: Path) -> None:
    def chapter(number: int, name: str, *titles: str) -> str:
        rows = [f"{number}.{n} | {t} | JD | Under arbeid" for n, t in enumerate(titles, 1)]
        text = [
            f"*{number}.{n} {t}\nAnsvar | | JD\nStatus | | Under arbeid\n\nArbeidet går sin gang.\n"
            for n, t in enumerate(titles, 1)
        ]
        heads = f"*Oversikt over kapittel {number}\nNr. | Tiltak | Ansvar | Status"
        return "\n".join([f"# {number} {name}", *text, "===", heads, *rows, "===\n"])

    of = read_lines(
        run,
        tmp_path,
        chapter(1, "Møteplasser", "Styrke ungdomsrådene", "Bygge flere møteplasser")
        + chapter(2, "Skole", "Hindre frafall", "Utvide åpningstidene"),
    )
    assert [(m.id, m.title is not None, m.overview_title is not None) for m in measures(of)] == [
        (f"tiltak-{number}", True, True) for number in ("1.1", "1.2", "2.1", "2.2")
    ]


# --- overviews ------------------------------------------------------------------------------------

TITLES = (
    "Styrke varslingen av skred",
    "Kartlegge havnivået",
    "Øve på skogbrann",
    "Varsle hetebølger",
)


def test_the_titles_have_a_head_of_their_own_beside_the_numbers(run: Read, tmp_path: Path) -> None:
    rows = "\n".join(f"{n} | {title} | JD | Under arbeid" for n, title in enumerate(TITLES, 1))
    text = f"# Natur\n{items(*TITLES)}===\n*Tiltak | Innhold | Ansvarlig | Status\n{rows}\n"
    of = read_lines(run, tmp_path, text)
    assert overview_of(of) == [(title, "Under arbeid") for title in TITLES]


def test_letters_that_a_legend_explains_part_the_rows(run: Read, tmp_path: Path) -> None:
    """In an overview that comes first, without lines and with rows of one line."""
    rows = "\n\n".join(
        f"{n} | {t} | JD | {'AABB'[n - 1]}" for n, t in enumerate(TITLES, 1) if n != 3
    )
    legend = "A Gjennomført\nB Under arbeid\nC Ikke startet\n"
    text = f"# Oversikt\n{legend}\n*Nr. | Tiltak | Ansvarlig | Status\n{rows}\n===\n"
    of = read_lines(run, tmp_path, f"{text}# Natur\n{items(*TITLES)}")
    assert overview_of(of) == [
        (TITLES[0], "Gjennomført"),
        (TITLES[1], "Gjennomført"),
        (None, None),
        (TITLES[3], "Under arbeid"),
    ]


def test_a_legend_above_the_heads_is_none_of_them(run: Read, tmp_path: Path) -> None:
    """Of dots that are drawn, no words are left: what they say is unread, the rows are not."""
    rows = "\n\n".join(f"{n} | {title} | JD" for n, title in enumerate(TITLES, 1))
    legend = "Gjennomført | | Under arbeid | Ikke startet"
    text = f"# Natur\n{items(*TITLES)}===\n{legend}\n*Nr. | Tiltak | Ansvarlig | Status\n\n{rows}\n"
    of = read_lines(run, tmp_path, text)
    assert overview_of(of) == [(title, None) for title in TITLES]
    assert [row.id for row in of.tables.rows(Unread) if "status" in row.id] == [
        f"tiltak-{n}/overview/no-status" for n in (1, 2, 3, 4)
    ]


def test_a_word_that_a_narrow_cell_cuts_is_whole(run: Read, tmp_path: Path) -> None:
    words = running(780, *item(1, "Styrke skogbrannberedskapen"), *item(2, "Øve mer"))
    rows = [
        ("Nr.", "Tiltak", "Ansvarlig", "Status"), ("1", "Styrke", "JD", "Under arbeid"),
        ("", "skogbrannbereds", "", ""), ("", "kapen", "", ""),
        ("2", "Øve mer", "JD", "Under arbeid"),
    ]  # fmt: skip
    table: list[Words] = [
        (x, 780.0 - 13 * row - (8 if cells[0] else 0), PLAIN, 10, cell)
        for row, cells in enumerate(rows)
        for x, cell in zip((72, 104, 200, 320), cells, strict=True)
        if cell
    ]
    of = read_pages(run, tmp_path, (UPRIGHT, words), (UPRIGHT, table))
    assert [m.overview_title for m in measures(of)] == ["Styrke skogbrannberedskapen", "Øve mer"]


@pytest.mark.parametrize("form", ["merged", "decisions"])
def test_the_second_reading_sees_tables_as_word_processors_draw_them(
    run: Read, tmp_path: Path, form: str
) -> None:
    """Cells merged down; a second table on the page, with its heads again overleaf."""
    platypus = pytest.importorskip("reportlab.platypus")
    style = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()

    def cell(text: str) -> object:
        return platypus.Paragraph(text, style["Normal"])

    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    wide = [110, 200, 90, 80]
    of_measures = [["Nr.", "Tiltak", "Ansvarlig", "Status"]]
    of_measures += [[str(n), title, "JD", "Under arbeid"] for n, title in enumerate(TITLES, 1)]
    story: list[object] = [platypus.Paragraph("Natur", style["Heading1"])]
    for n, title in enumerate(TITLES, 1):
        story += [
            platypus.Paragraph(f"Tiltak {n}: {title}", style["Heading2"]),
            *map(cell, ["Status: Under arbeid", "Ansvarlig: JD", "Arbeidet går sin gang."]),
        ]
    decisions = [
        ("97 (2024–2025)", "Stortinget ber regjeringen utrede varslingen av skred."),
        (
            "4 (2025–2026)",
            "Stortinget ber regjeringen sikre at alle kommuner øver på skogbrann. " * 2,
        ),
    ]
    if form == "decisions":
        story.append(platypus.Paragraph("Anmodningsvedtak", style["Heading1"]))
        for number, title in decisions:
            story += [
                platypus.Paragraph(f"Vedtak nr. {number}", style["Heading2"]),
                *map(cell, [title, "Status: Under arbeid", "Ansvarlig: JD", "Saken er i gang."]),
            ]
    story.append(platypus.PageBreak())
    rows = [list(map(cell, row)) for row in of_measures]
    if form == "merged":
        rows[3][2] = ""
        merged = ("SPAN", (2, 2), (2, 3))
        story.append(platypus.Table(rows, wide, style=[*grid, merged], repeatRows=1))
    else:
        story += [platypus.Table(rows, wide, style=grid), platypus.Spacer(1, 520)]
        table = [[*map(cell, ("Nr.", "Vedtak", "Ansvarlig", "Status"))]]
        table += [[*map(cell, (n, title, "JD", "Under arbeid"))] for n, title in decisions]
        story.append(platypus.Table(table, wide, style=grid, repeatRows=1, splitInRow=1))
    pdf = tmp_path / "report.pdf"
    platypus.SimpleDocTemplate(str(pdf), invariant=1).build(story)
    of = run(pdf, "report")
    assert len([m for m in measures(of) if m.overview_title]) == (4 if form == "merged" else 6)
    assert false_findings(of) == []


def sections(first: str, second: str) -> str:
    """Two measures under «Forebygging», and a chapter without any; an overview of two sections."""
    return "\n".join(
        [
            "# Status for planen",
            "Rapporten gjør opp status.",
            "===",
            "# Forebygging",
            *item(1, "Varsle skred"),
            *item(2, "Øve på brann"),
            "# Anmodningsvedtak",
            "Stortinget har bedt om dette.",
            "===",
            "*Nr. | Tiltak | Ansvarlig | Status",
            "---",
            f"*{first}",
            "---",
            "1 | Varsle skred | JD | Under arbeid",
            "---",
            f"*{second}",
            "---",
            "2 | Øve på brann | JD | Under arbeid",
            "---",
        ]
    )


@pytest.mark.parametrize(
    ("names", "false"),
    [
        (("Forebygging", "Anmodningsvedtak"), ["tiltak-2"]),  # a chapter, but not that of the text
        (("Tiltak", "Anmodningsvedtak"), ["tiltak-2"]),
        (("Forebygging", "Tiltak i annet halvår"), []),
        (("Tiltak", "Andre tiltak"), []),
    ],
)
def test_a_section_that_is_no_chapter_is_not_held_against_one(
    run: Read, tmp_path: Path, names: tuple[str, str], false: list[str]
) -> None:
    of = read_lines(run, tmp_path, sections(*names))
    found = [row.scope for row in of.compared()[1] if row.rule == "chapter-text-vs-overview"]
    assert [m.overview_chapter for m in measures(of)] == list(names)
    assert found == false


# --- tables at the ends of pages ------------------------------------------------------------------


def row(y: float, size: float, *cells: str, columns: tuple[float, ...]) -> list[Words]:
    return [(x, y, PLAIN, size, cell) for x, cell in zip(columns, cells, strict=True) if cell]


def test_a_legend_may_end_the_page_before_its_table(run: Read, tmp_path: Path) -> None:
    of = read_lines(
        run,
        tmp_path,
        """\
# Oversikt over tiltakene
I = Ikke startet, U = Under arbeid, G = Gjennomført
===
---
*Nr. | Tiltak | Ansvarlig | Status
---
1 | Styrke barnehusene | JD | U
---
2 | Øke kunnskapen i skolen | KD | G
---
""",
    )
    assert [status for _, status in overview_of(of)] == ["Under arbeid", "Gjennomført"]


def test_a_status_beside_a_mark_is_no_legend(run: Read, tmp_path: Path) -> None:
    of = read_lines(
        run,
        tmp_path,
        """\
# Oversikt over tiltakene
I = Ikke startet, U = Under arbeid, G = Gjennomført

@ 72 104 250 330 390
*Nr. | Tiltak | Ansvarlig | Status | Merknad
---
1 | Styrke barnehusene | JD | U | gjennomført i to fylker
---
2 | Øke kunnskapen i skolen | KD | G | Se tiltak 1
---
""",
    )
    assert [status for _, status in overview_of(of)] == ["Under arbeid", "Gjennomført"]


def test_notes_that_text_calls_are_no_rows_above_them(run: Read, tmp_path: Path) -> None:
    """Rows have their number in the title; notes below begin with one, a little smaller."""
    columns = (72.0, 330.0, 430.0)
    words = running(780, *item(1, "Styrke barnehusene"), *item(2, "Innføre varsling"))
    words += [(340.0, 744.0, PLAIN, 6.0, "1"), (340.0, 679.0, PLAIN, 6.0, "2")]
    words += [
        (x, 600.0, BOLD, 9.0, head)
        for x, head in zip(columns, ("Tiltak", "Ansvarlig", "Status"), strict=True)
    ]
    words += row(580, 9.0, "1. Styrke barnehusene", "JD", "Under arbeid", columns=columns)
    words += row(560, 9.0, "2. Innføre varsling", "JD", "Under arbeid", columns=columns)
    words += [(72.0, 80.0, PLAIN, 8.6, "1. I 2025 ble det bevilget 18,6 mill. kroner.")]
    words += [(72.0, 66.0, PLAIN, 8.6, "2. Det vises til Prop. 36 S (2023–2024).")]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [m.overview_title for m in measures(of)] == ["Styrke barnehusene", "Innføre varsling"]
    assert false_findings(of) == []


def test_rows_may_be_larger_than_the_text_of_the_report(run: Read, tmp_path: Path) -> None:
    """As where a browser shrinks one table to the page, and not the next."""
    columns = (72.0, 110.0, 300.0, 400.0)
    heads = ("Nr.", "Tiltak", "Ansvarlig", "Status")
    words: list[Words] = []
    for top, size, first, rows in ((780, 6.0, 1, 9), (540, 7.0, 10, 1)):
        words += [(x, top, BOLD, size, head) for x, head in zip(columns, heads, strict=True)]
        for n in range(first, first + rows):
            y = top - 3.2 * size * (n - first + 1)
            number = f"{n}."
            words += row(y, size, number, f"Styrke by {n} med", "JD", "Under", columns=columns)
            words += row(y - 1.2 * size, size, "", "flere ansatte", "", "arbeid", columns=columns)
    text = "Teksten under oversikten løper over hele siden, fra marg til marg, linje for linje. "
    words += [(72.0, 400.0 - 8 * n, PLAIN, 6.0, 2 * text) for n in range(9)]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert overview_of(of) == [
        (f"Styrke by {n} med flere ansatte", "Under arbeid") for n in range(1, 11)
    ]


def test_items_with_labels_in_lines_of_their_own_are_no_page_in_an_overview(
    run: Read, tmp_path: Path
) -> None:
    def text(number: int, title: str) -> str:
        return f"*Tiltak {number} {title}\nStatus 2026\nUnder arbeid\nStatus 2025\nIkke startet\n"

    of = read_lines(
        run,
        tmp_path,
        f"""\
# 1 Familie
{text(1, "Styrke barnehusene")}Ansvarlig
JD
Nr. | Tiltak | Ansvarlig | Status
1 | Styrke barnehusene | JD | Under arbeid
===
# 2 Skole
{text(2, "Innføre varsling")}===
Ansvarlig
KD

Nr. | Tiltak | Ansvarlig | Status
2 | Innføre varsling | KD | Under arbeid
""",
    )
    assert [(m.title, m.overview_title) for m in measures(of)] == [
        ("Styrke barnehusene", "Styrke barnehusene"), ("Innføre varsling", "Innføre varsling"),
    ]  # fmt: skip
    assert "page-in-overview" not in {row.reason for row in of.tables.rows(Unread)}


def test_decisions_may_have_the_numbers_of_measures(run: Read, tmp_path: Path) -> None:
    heads = "*Nr. | Tiltak | Ansvarlig | Status\n"
    of = read_lines(
        run,
        tmp_path,
        f"""\
# Oversikt
*Familie
{heads}2 | Styrke barnehusene | JD | Under arbeid

3 | Innføre varsling | JD | Under arbeid

*Skole
{heads}4 | Lage en plan | KD | Under arbeid

*Anmodningsvedtak
{heads}3 | Stortinget ber regjeringen | KD | Under arbeid
 | styrke skolehelsetjenesten og |  |
===
{heads} | gjøre den bedre kjent. |  |

4 | Stortinget ber regjeringen øke | KD | Gjennomført
 | kunnskapen i skolen. |  |

5 | Stortinget ber regjeringen lage | KD | Gjennomført
 | en plan. |  |
""",
    )
    assert [(m.kind, m.number, m.overview_title) for m in measures(of)][3:] == [
        (
            "anmodningsvedtak", 3,
            "Stortinget ber regjeringen styrke skolehelsetjenesten og gjøre den bedre kjent.",
        ),
        ("anmodningsvedtak", 4, "Stortinget ber regjeringen øke kunnskapen i skolen."),
        ("anmodningsvedtak", 5, "Stortinget ber regjeringen lage en plan."),
    ]  # fmt: skip


def test_rows_part_where_no_cell_is_cut(run: Read, tmp_path: Path) -> None:
    """In centred rows with paragraphs, which white space parts as it does rows."""
    columns = (72.0, 104.0, 230.0, 300.0, 370.0)
    heads = ("Nr.", "Tiltak", "Ansvarlig", "Status", "Omtale")
    words: list[Words] = [
        (x, 780.0, BOLD, 9.0, head) for x, head in zip(columns, heads, strict=True)
    ]
    paragraphs = ((2, 2), (2, 6), (3,))
    y = 760.0
    for n, lines in enumerate(paragraphs, 1):
        height = 11.0 * (sum(lines) - 1) + 8.0 * (len(lines) - 1)
        middle = y - height / 2
        words += row(middle, 9.0, f"{n}", "", "JD, KD", "Under arbeid", "", columns=columns)
        words += row(middle + 5.5, 9.0, "", "Styrke barnehusene", "", "", "", columns=columns)
        words += row(middle - 5.5, 9.0, "", f"i by {n}", "", "", "", columns=columns)
        for count in lines:
            for line in range(count):
                words += [(370.0, y, PLAIN, 9.0, f"Linje {line} av {count} om by {n},")]
                y -= 11.0
            y -= 8.0
    words += running(
        300, *["Teksten under oversikten løper over hele siden, fra marg til marg."] * 9
    )
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    told = [m.narrative or "" for m in measures(of)]
    assert [text.count(f"by {n},") for n, text in enumerate(told, 1)] == [4, 8, 3]


def test_a_section_may_stand_below_the_rest_of_a_narrative(run: Read, tmp_path: Path) -> None:
    """In centred rows with paragraphs."""
    columns = (72.0, 104.0, 230.0, 300.0, 370.0)
    heads = ("Nr.", "Tiltak", "Ansvarlig", "Status", "Omtale")

    def lines(y: float, n: int, told: int, first: int = 0) -> list[Words]:
        return [
            (370.0, y - 11.0 * line, PLAIN, 9.0, f"Linje {first + line} om by {n}, og mer,")
            for line in range(told)
        ]

    def centred(y: float, n: int, told: int) -> list[Words]:
        middle = y - 11.0 * (told - 1) / 2
        words = row(middle, 9.0, f"{n}", "", "JD, KD", "Under arbeid", "", columns=columns)
        words += row(middle + 5.5, 9.0, "", "Styrke barnehusene", "", "", "", columns=columns)
        words += row(middle - 5.5, 9.0, "", f"i by {n}", "", "", "", columns=columns)
        return words + lines(y, n, told)

    top: list[Words] = [(x, 780.0, BOLD, 9.0, head) for x, head in zip(columns, heads, strict=True)]
    top += [(72.0, 762.0, BOLD, 9.0, "Familie")]
    top += centred(742, 1, 4) + centred(690, 2, 5)
    text = ["Teksten under oversikten løper over hele siden, fra marg til marg"] * 9
    below = [*lines(780, 2, 5, 5), (72.0, 716.0, BOLD, 9.0, "Skole")]
    below += centred(698, 3, 6) + centred(612, 4, 3) + centred(560, 5, 5) + running(300, *text)
    of = read_pages(run, tmp_path, (UPRIGHT, running(300, *text)), (UPRIGHT, top), (UPRIGHT, below))
    told = [
        (m.overview_chapter, (m.narrative or "").count(f"by {m.number},")) for m in measures(of)
    ]
    assert told == [("Familie", 4), ("Familie", 10), ("Skole", 6), ("Skole", 3), ("Skole", 5)]


def test_an_item_may_be_printed_twice_in_plain_type(run: Read, tmp_path: Path) -> None:
    text = "".join(
        f"{n} {title}\nStatus: Under arbeid\nAnsvarlig: JD\nArbeidet er kommet godt i gang.\n\n"
        for n, title in (
            (1, "Styrke barnehusene"), (2, "Innføre varsling"), (2, "Innføre varsling"),
            (3, "Lage en plan"),
        )
    )  # fmt: skip
    of = read_lines(run, tmp_path, f"# Familie\n\n{text}")
    assert [m.number for m in measures(of)] == [1, 2, 2, 3]


def test_a_label_whose_value_stands_on_the_page_before_has_none(run: Read, tmp_path: Path) -> None:
    of = read_lines(
        run,
        tmp_path,
        """\
@ 72 200
# Familie
*1 Styrke barnehusene
Status | Under arbeid
Ansvarlig | JD
Omtale | Arbeidet er kommet godt i gang.
*2 Innføre varsling
Status | Gjennomført

 | KD og HOD
===
@ 72 200
Ansvarlig
departement
*3 Lage en plan
Status | Under arbeid
Ansvarlig | BFD
Omtale | Arbeidet er kommet godt i gang.
""",
    )
    assert [row.status_printed for row in of.tables.rows(Status)] == [
        "Under arbeid", "Gjennomført", "Under arbeid",
    ]  # fmt: skip
    reasons = {(row.item_id, row.reason) for row in of.tables.rows(Unread)}
    assert {("tiltak-2", "ministries-not-placed"), ("tiltak-2", "no-ministries")} <= reasons
    assert [m.title for m in measures(of)][2] == "Lage en plan"
