"""Reports as directorates and municipalities set them: forms, columns, cards, lists of bullets."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.seams.tables import Field, Measure, Paragraph, Status
from tests.segment.learnt import Canvas
from tests.segment.small_reports import (
    BOLD,
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

TEXT = "Arbeidet er kommet godt i gang, og flere etater deltar."


def test_a_form_may_have_the_narrative_in_its_last_cell(run: Read, tmp_path: Path) -> None:
    """In a frame of its own below the values, whose first column it begins in."""
    canvas = Canvas(str(tmp_path / "report.pdf"), invariant=1)
    for n in (1, 2):
        top = 760.0 - 150 * n
        for y in (0, 18, 36, 54, 100):
            canvas.line(70, top - y, 520, top - y)
        for x in (70, 520):
            canvas.line(x, top, x, top - 100)
        for x in (220, 360):
            canvas.line(x, top - 18, x, top - 54)
        for x, y, font, text in (
            (74, 12, BOLD, f"Tiltak {n}: Styrke varslingen"),
            *((x, 30, BOLD, t) for x, t in ((74, "Ansvarlig"), (224, "Frist"), (364, "Status"))),
            *((x, 48, PLAIN, t) for x, t in ((74, "JD"), (224, "2027"), (364, "Under arbeid"))),
            (74, 66, PLAIN, "Arbeidet er kommet godt i gang, og flere etater deltar i det."),
            (74, 80, PLAIN, "Det går videre."),
        ):
            canvas.setFont(font, 10)
            canvas.drawString(x, top - y, text)
    canvas.save()
    of = run(tmp_path / "report.pdf", "report")
    assert [row.printed for row in of.tables.ministries] == ["JD", "JD"]
    assert [(m.narrative or "").replace("\n\n", " ") for m in measures(of)] == [
        "Arbeidet er kommet godt i gang, og flere etater deltar i det. Det går videre."
    ] * 2


def test_ministries_may_stand_in_a_list_with_bullets(run: Read, tmp_path: Path) -> None:
    names = (
        ("Helse- og omsorgsdepartementet", "Kunnskapsdepartementet", "Sametinget"),
        ("Kunnskapsdepartementet",),
    )
    text = "".join(
        "\n".join(
            [
                f"*Tiltak {n}: Styrke varslingen",
                "*Ansvarlige departementer",
                *(f"\u2022 {name}" for name in of_item),
                "*Status",
                "Under arbeid",
                "*Hva er gjort",
                TEXT,
                "\n",
            ]
        )
        for n, of_item in enumerate(names, 1)
    )
    of = read_lines(run, tmp_path, text)
    assert [(row.id, row.ministry) for row in of.tables.ministries] == [
        ("tiltak-1/text/1", "HOD"),
        ("tiltak-1/text/2", "KD"),
        ("tiltak-2/text/1", "KD"),
    ]
    assert [row.text for row in of.tables.unread if "unknown-ministry" in row.id] == ["Sametinget"]
    assert [m.narrative for m in measures(of)] == [TEXT, TEXT]


def test_parts_are_the_chapters_where_there_are_no_others(run: Read, tmp_path: Path) -> None:
    text = "".join(
        "\n".join([f"# Del {part}: {name}", *item(n, "Styrke varslingen"), ""])
        for n, (part, name) in enumerate((("A", "Vann"), ("B", "Skred"), ("C", "Skog")), 1)
    )
    found = measures(read_lines(run, tmp_path, text))
    assert [m.chapter for m in found] == ["Vann", "Skred", "Skog"]


def test_abbreviations_may_come_last(run: Read, tmp_path: Path) -> None:
    """The front matter then has two headings: the report's title, and theirs."""
    cover: list[Words] = [(72.0, 600.0, BOLD, 24.0, "Status for planen")]
    cover += running(500, "Oktober 2026")
    body: list[Words] = [(72.0, 790.0, BOLD, 15.0, "1 Natur"), *running(760, *item(1, "Varsle"))]
    last: list[Words] = [(72.0, 790.0, BOLD, 15.0, "Forkortelser")]
    for n, (short, name) in enumerate((("JD", "Justis"), ("KD", "Kunnskap"), ("SD", "Samferd"))):
        last += [(72, 760 - 13 * n, PLAIN, 10, short), (150, 760 - 13 * n, PLAIN, 10, name)]
    of = read_pages(run, tmp_path, (UPRIGHT, cover), (UPRIGHT, body), (UPRIGHT, last))
    headings = [row for row in of.tables.rows(Paragraph) if row.kind == "heading"]
    assert len({row.id for row in headings}) == len(headings)
    assert "Forkortelser" in {row.text for row in headings}


def test_an_overview_may_number_decisions_without_their_kind(run: Read, tmp_path: Path) -> None:
    titles = {
        17: "Stortinget ber regjeringen legge fram en plan for ventetidene.",
        104: "Stortinget ber regjeringen sikre tilbud om utdanning.",
    }
    text = "".join(
        f"*Vedtak nr. {n} (2024–2025)\n{title}\n\nDepartement: JD\nStatus: Under arbeid\n{TEXT}\n\n"
        for n, title in titles.items()
    )
    canvas_rows = [("Vedtak", "Ordlyd", "Departement", "Status")]
    canvas_rows += [(f"Nr. {n} (2024–2025)", t, "JD", "Gjennomført") for n, t in titles.items()]
    table: list[Words] = [
        (x, 760.0 - 24 * row, BOLD if row == 0 else PLAIN, 9, cell)
        for row, cells in enumerate(canvas_rows)
        for x, cell in zip((60, 160, 440, 510), cells, strict=True)
    ]
    words = [
        word
        for n, line in enumerate(text.split("\n"))
        if line
        for word in running(780 - 13 * n, line)
    ]
    of = read_pages(run, tmp_path, (UPRIGHT, words), (UPRIGHT, table))
    assert [(m.id, *row) for m, row in zip(measures(of), overview_of(of), strict=True)] == [
        (f"vedtak-{n}", title, "Gjennomført") for n, title in titles.items()
    ]


def test_an_overview_ends_where_the_text_on_an_item_begins(run: Read, tmp_path: Path) -> None:
    """One for each chapter, on the same page as the measures, between lines that frame these."""
    chapters = (("Vann", ("Måle vann", "Rense vann")), ("Skog", ("Måle skog", "Rydde skog")))
    number = 0
    text = ""
    for of_chapter, (name, titles) in enumerate(chapters, 1):
        rows = ""
        for order, title in enumerate(titles, number + 1):
            rows += f"{order} | {title} | JD | Gjennomført\n\n"
        text += f"# {of_chapter} {name}\n*Nr. | Tiltak | Ansvarlig | Status\n\n{rows}"
        for title in titles:
            number += 1
            text += "\n---\n" + "\n".join(item(number, title))
        text += "\n"
    of = read_lines(run, tmp_path, text)
    titles = tuple(title for _, names in chapters for title in names)
    assert overview_of(of) == [(title, "Gjennomført") for title in titles]
    assert [row.status for row in of.tables.rows(Status) if "/text" in row.id] == [
        "Under arbeid"
    ] * len(titles)
    assert [m.title for m in of.tables.rows(Measure)] == list(titles)


def test_forms_with_rows_of_labels_are_no_page_in_an_overview(run: Read, tmp_path: Path) -> None:
    """Each chapter ends with its overview; between these, pages hold nothing but forms."""
    columns = (72, 172, 272)
    pages: list[tuple[tuple[float, float], list[Words]]] = []
    for n in (1, 2, 3, 4, 5, 6):
        top = (720 if n % 2 else 600) - 31 * n  # no two pages are alike: else it is furniture
        if n % 2:
            pages.append((UPRIGHT, [(72, top + 30, BOLD, 18, f"{n // 2 + 1} Vann og skog {n}")]))
        form = (BOLD, "Ansvarlig", "Status", "Merknad"), (PLAIN, "JD", "Under arbeid", "Se under")
        pages[-1][1].extend(
            (x, top - 16 * row, font, 9, cell)
            for row, (font, *cells) in enumerate(form, 1)
            for x, cell in zip(columns, cells, strict=True)
        )
        pages[-1][1].extend([(72, top, BOLD, 11, f"{n}. Måle vann {n}"), *running(top - 50, TEXT)])
        if n % 2 == 0:
            rows = [(BOLD, "Nr.", "Tiltak", "Ansvarlig", "Status")]
            rows += [(PLAIN, str(k), f"Måle vann {k}", "JD", "Under arbeid") for k in (n - 1, n)]
            pages.append(
                (UPRIGHT, [
                    (x, top - 20 * row, font, 9, cell)
                    for row, (font, *cells) in enumerate(rows)
                    for x, cell in zip((72, 112, 272, 352), cells, strict=True)
                ])
            )  # fmt: skip
    of = read_pages(run, tmp_path, *pages)
    assert [m.title for m in measures(of)] == [f"Måle vann {n}" for n in range(1, 7)]
    assert [m.narrative for m in measures(of)] == [TEXT] * 6
    assert overview_of(of) == [(f"Måle vann {n}", "Under arbeid") for n in range(1, 7)]


def test_a_small_line_at_the_head_of_both_last_pages_is_no_text(run: Read, tmp_path: Path) -> None:
    """And a line with the page's number below each of two pages."""
    cover = running(600, "Status for planen", "Oktober 2026")
    pages = [
        (
            UPRIGHT,
            [
                (72.0, 815.0, PLAIN, 8.0, "FYLKET – SKRED"),
                *running(780, *item(n, "Styrke varslingen av skred")),
            ],
        )
        for n in (1, 2)
    ]
    of = read_pages(run, tmp_path, (UPRIGHT, cover), *pages)
    assert {m.narrative for m in measures(of)} == {TEXT}
    feet = [
        (size, [*words[1:], (72.0, 40.0, PLAIN, 10.0, f"Fylket {n}")])
        for n, (size, words) in enumerate(pages, 1)
    ]
    assert {m.narrative for m in measures(read_pages(run, tmp_path, *feet))} == {TEXT}


def test_measures_in_two_columns_have_short_lines(run: Read, tmp_path: Path) -> None:
    """The line above the running foot parts no rows of a table."""
    canvas = Canvas(str(tmp_path / "report.pdf"), invariant=1)
    for column, x in enumerate((60, 310)):
        lines = items("Varsle skred", "Øve på brann", "Rense vann").split("\n")
        for n, line in enumerate(lines):
            text = line.replace("Tiltak ", f"Tiltak {column}") if column else line
            canvas.setFont(BOLD if line[:1] == "*" else PLAIN, 9)
            canvas.drawString(
                x, 760 - 13 * n, text.removeprefix("*").replace(", og flere etater deltar", "")
            )
    canvas.line(60, 60, 540, 60)
    canvas.setFont(PLAIN, 8)
    canvas.drawString(60, 45, "Direktoratet")
    canvas.drawString(530, 45, "1")
    canvas.save()
    found = measures(run(tmp_path / "report.pdf", "report"))
    assert len(found) == 6
    assert {m.title for m in found} == {"Varsle skred", "Øve på brann", "Rense vann"}


def test_facts_on_a_coloured_ground_are_no_narrative(run: Read, tmp_path: Path) -> None:
    """They are set in from the margin, and have no frame."""
    words = running(780, *item(1, "Varsle skred"), *item(2, "Øve på brann"))
    for n, (font, text) in enumerate(((BOLD, "Fakta: Ras"), (PLAIN, "Det gikk 74 ras i fylket."))):
        words.append((82.0, 640.0 - 13 * n, font, 10.0, text))
    words += running(590, *item(3, "Rense vann"))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [m.narrative for m in measures(of)] == [TEXT] * 3
    assert "Det gikk 74 ras i fylket." in " ".join(row.text for row in of.tables.rows(Paragraph))


def test_a_chapter_may_begin_with_the_table_of_its_measures(run: Read, tmp_path: Path) -> None:
    """Its heading is the text's, which follows below the table."""
    pages = []
    for chapter, name in ((1, "Vann"), (2, "Skred")):
        words: list[Words] = [(72.0, 790.0, BOLD, 15.0, f"Kapittel {chapter} {name}")]
        rows = [("Nr.", "Tiltak", "Status"), (str(chapter), "Varsle ras", "Gjennomført")]
        for n, row in enumerate(rows):
            for x, text in zip((72, 110, 300), row, strict=True):
                words.append((x, 765 - 14 * n, PLAIN if n else BOLD, 10, text))
        pages.append((UPRIGHT, [*words, *running(700, *item(chapter, "Varsle ras"))]))
    of = read_pages(run, tmp_path, *pages)
    assert [(m.chapter_number, m.chapter) for m in measures(of)] == [(1, "Vann"), (2, "Skred")]
    assert overview_of(of) == [("Varsle ras", "Gjennomført")] * 2


def test_the_last_label_of_a_line_may_have_its_value_on_the_next(run: Read, tmp_path: Path) -> None:
    words: list[Words] = []
    for n in (1, 2):
        top = 900 - 140 * n
        words += running(top, f"*Tiltak {n}: Varsle ras", TEXT)
        for x, text in ((72, "Status: Under arbeid"), (220, "Frist: 2027"), (400, "Periode:")):
            words.append((x, top - 26, PLAIN, 10, text))
        words += [
            (72, top - 39, PLAIN, 10, "2025-2029"),
            (220, top - 39, PLAIN, 10, "Ansvarlig departement: JD"),
        ]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [(row.label, row.value) for row in of.tables.rows(Field)] == [
        ("Frist", "2027"), ("Periode", "2025-2029"),
    ] * 2  # fmt: skip


def test_a_row_of_labels_may_have_some_that_nobody_knows(run: Read, tmp_path: Path) -> None:
    words: list[Words] = []
    for n, unit in enumerate(("Kultur og fritid", "Oppvekst"), 1):
        top = 900.0 - 120 * n
        words.append((72.0, top, BOLD, 11.0, f"1.{n} Bygge lysløype"))
        for x, label, value in (
            (72, "Ansvarlig enhet", unit),
            (250, "Frist", "2027"),
            (350, "Status", "Under arbeid"),
        ):
            words.append((x, top - 18, BOLD, 10.0, label))
            words.append((x, top - 31, PLAIN, 10.0, value))
        words.append((72.0, top - 60, PLAIN, 10.0, TEXT))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [row.status for row in of.tables.rows(Status)] == ["Under arbeid"] * 2
    assert [(row.label, row.value) for row in of.tables.rows(Field)] == [
        ("Ansvarlig enhet", "Kultur og fritid"),
        ("Frist", "2027"),
        ("Ansvarlig enhet", "Oppvekst"),
        ("Frist", "2027"),
    ]
    assert [m.narrative for m in measures(of)] == [TEXT] * 2


def test_a_number_may_stand_close_to_a_drawn_line(run: Read, tmp_path: Path) -> None:
    """As a workbook sets it: flush right, with no air to the next column but the line between."""
    canvas = Canvas(str(tmp_path / "report.pdf"), invariant=1)
    edges = (70, 95, 250, 330, 370, 460)
    for n, row in enumerate(
        (
            ("Nr.", "Tiltak", "Ansvarlig", "Frist", "Status"),
            ("1", "Varsle skred", "JD", "2026", "Under arbeid"),
            ("2", "Øve på brann", "KD", "2027", "Ferdig"),
            ("3", "Rense vann", "KLD", "2027", "Under arbeid"),
        )
    ):
        top = 700 - 20 * n
        canvas.line(70, top, 460, top)
        canvas.setFont(PLAIN if n else BOLD, 8)
        for left, right, text in zip(edges, edges[1:], row, strict=False):
            if text.isdigit():
                canvas.drawRightString(right - 0.4, top - 12, text)
            else:
                canvas.drawString(left + 1.2, top - 12, text)
    canvas.line(70, 620, 460, 620)
    for x in edges:
        canvas.line(x, 700, x, 620)
    canvas.save()
    assert overview_of(run(tmp_path / "report.pdf", "report")) == [
        ("Varsle skred", "Under arbeid"),
        ("Øve på brann", "Gjennomført"),
        ("Rense vann", "Under arbeid"),
    ]


def test_labels_may_stand_in_the_margin(run: Read, tmp_path: Path) -> None:
    """The status below its label, and the text beside both, on baselines that differ by a hair."""
    words: list[Words] = []
    for n, (title, status) in enumerate((("Varsle skred", "Under arbeid"), ("Øve", "Ferdig")), 1):
        top = 900.0 - 120 * n
        words.append((200.0, top, BOLD, 11.0, f"Tiltak {n}: {title}"))
        for y, font, text in (
            (18, BOLD, "Status"), (30, PLAIN, status), (43, BOLD, "Ansvar"), (55, PLAIN, "JD, KD")
        ):  # fmt: skip
            words.append((72.0, top - y, font, 8.0, text))
        for y, text in ((18, "Arbeidet er kommet godt i gang, og"), (31, "flere etater deltar i"),
                        (44, "det."), (62, "Det går videre.")):  # fmt: skip
            words.append((200.0, top - y, PLAIN, 10.0, text))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [(row.item_id, row.status_printed) for row in of.tables.rows(Status)] == [
        ("tiltak-1", "Under arbeid"),
        ("tiltak-2", "Ferdig"),
    ]
    assert [row.ministry for row in of.tables.ministries] == ["JD", "KD"] * 2
    assert [m.narrative for m in measures(of)] == [
        "Arbeidet er kommet godt i gang, og flere etater deltar i det.\n\nDet går videre."
    ] * 2


def test_the_caption_of_a_figure_is_no_narrative(run: Read, tmp_path: Path) -> None:
    """Nor are the years below its bars; a sentence that begins with the figure is."""
    words = running(780, *item(1, "Varsle skred"), *item(2, "Øve på brann"))
    for n, text in enumerate(("2024    2025    2026", "", "Figur 1: Antall ras, fordelt på")):
        words.append((150.0, 600.0 - 13 * n, PLAIN, 10.0, text))
    words.append((150.0, 561.0, PLAIN, 10.0, "kommuner. Kilde: NVE"))
    words += running(520, *item(3, "Rense vann"), "Figur 1 viser at det går fram.")
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [m.narrative for m in measures(of)] == [
        TEXT,
        TEXT,
        f"{TEXT}\n\nFigur 1 viser at det går fram.",
    ]


def test_a_caption_may_stand_close_below_the_numbers_of_a_chart(run: Read, tmp_path: Path) -> None:
    """One number above each bar, at other heights, and a year below each."""
    words = running(780, *item(1, "Varsle skred"))
    chart = ((640, "143"), (620, "88"), (600, "31"), (560, "2024    2025    2026"))
    words += [(90.0 + n, float(y), PLAIN, 7.0, number) for n, (y, number) in enumerate(chart)]
    words.append((72.0, 548.0, PLAIN, 8.0, "Figur 1: Antall ras"))
    words += running(520, *item(2, "Rense vann"))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [m.narrative for m in measures(of)] == [TEXT, TEXT]


def test_the_second_level_of_words_lists_has_an_o_for_a_bullet(run: Read, tmp_path: Path) -> None:
    words = running(780, *item(1, "Varsle skred"))
    for n, text in enumerate(("Kurs for ansatte", "Veiledere til kommunene")):
        y = 728.0 - 13 * n
        words += [(90.0, y, "Courier", 10.0, "o"), (108.0, y, PLAIN, 10.0, text)]
    words += running(680, *item(2, "Øve på brann"))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    found = [(row.kind, row.text) for row in of.tables.rows(Paragraph) if row.id[:8] == "tiltak-1"]
    assert found[1:] == [
        ("paragraph", TEXT),
        ("list-item", "Kurs for ansatte"),
        ("list-item", "Veiledere til kommunene"),
    ]


@pytest.mark.parametrize(
    ("lines", "read", "unread"),
    [
        (["JD, Statens vegvesen,", "Husbanken og HOD"], ["JD", "HOD"], "Husbanken"),
        (["JD, Statens vegvesen og", "Husbanken"], ["JD"], "Husbanken"),
        (["JD, Statens vegvesen", "HOD, KD"], ["JD", "HOD", "KD"], "vegvesen"),
    ],
)
def test_a_list_with_others_than_ministries_goes_on_where_it_breaks_off(
    run: Read, tmp_path: Path, lines: list[str], read: list[str], unread: str
) -> None:
    text = "\n".join(
        "\n".join([f"*Tiltak {n}: Rense vann", f"Ansvarlig: {lines[0]}", lines[1],
                   "Status: Under arbeid", TEXT, ""])
        for n in (1, 2)
    )  # fmt: skip
    of = read_lines(run, tmp_path, text)
    assert [row.ministry for row in of.tables.ministries] == [*read, *read]
    assert [row.text for row in of.tables.unread].count(unread) == 2
    assert [m.narrative for m in measures(of)] == [TEXT, TEXT]


def test_a_chapters_number_may_stand_above_its_name(run: Read, tmp_path: Path) -> None:
    """The line of the number is none of the text on the measure above."""
    text = "".join(
        f"Kapittel {chapter}\n# {name}\n\n"
        + "\n".join(item(number, f"Styrke innsatsen i del {number}"))
        for chapter, name, number in ((1, "Arbeidsliv", 1), (2, "Utdanning", 2), (3, "Helse", 3))
    )
    of = read_lines(run, tmp_path, text)
    assert [(m.chapter_number, m.chapter, m.narrative) for m in measures(of)] == [
        (1, "Arbeidsliv", TEXT), (2, "Utdanning", TEXT), (3, "Helse", TEXT),
    ]  # fmt: skip


def test_a_chapter_may_be_an_area_or_a_goal_with_a_number(run: Read, tmp_path: Path) -> None:
    """A summary before it does not count."""
    text = "# Sammendrag\nPlanen er fulgt opp.\n" + "".join(
        f"# Innsatsområde {chapter}: {name}\n\n"
        + "\n".join(item(chapter, f"Styrke innsatsen i del {chapter}"))
        for chapter, name in ((1, "Arbeidsliv"), (2, "Utdanning"))
    )
    of = read_lines(run, tmp_path, text)
    assert [(m.chapter_number, m.chapter) for m in measures(of)] == [
        (1, "Arbeidsliv"), (2, "Utdanning"),
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "outcomes"), [("to", {"agree"}), ("fire", {"differ"})])
def test_a_chapter_may_count_its_own_measures(
    run: Read, tmp_path: Path, count: str, outcomes: set[str]
) -> None:
    text = "".join(
        f"# {chapter} {name}\nDe {count} tiltakene i denne delen gjelder hele landet.\n\n"
        + "\n".join(line for n in numbers for line in item(n, f"Styrke innsatsen i del {n}"))
        for chapter, name, numbers in ((1, "Arbeidsliv", (1, 2)), (2, "Utdanning", (3, 4)))
    ).replace("De fire tiltakene", "De fem tiltakene")
    of = read_lines(run, tmp_path, text)
    assert {c.outcome for c in of.compared()[0] if c.rule == "count-stated"} == outcomes


@pytest.mark.parametrize("left_out", ["uprights", "row"])
def test_a_row_that_the_second_reading_does_not_see_is_not_compared(
    run: Read, tmp_path: Path, left_out: str
) -> None:
    """One is drawn without upright lines, and is one cell to pdfplumber; or without any."""
    canvas = Canvas(str(tmp_path / "report.pdf"), invariant=1)
    edges = (72.0, 104.0, 310.0, 430.0, 530.0)
    rows = [("Nr.", "Tiltak", "Ansvarlig", "Status")]
    rows += [(f"{n}", f"Styrke innsatsen i del {n}", "JD", "Under arbeid") for n in range(1, 7)]
    for position, row in enumerate(rows):
        top = 760.0 - 20 * position
        drawn = {"uprights": (edges[0], edges[-1]), "row": ()}[left_out] if position == 3 else edges
        for y in (top, top - 20):
            if drawn:
                canvas.line(edges[0], y, edges[-1], y)
        for x in drawn:
            canvas.line(x, top, x, top - 20)
        for x, text in zip(edges, row, strict=False):
            canvas.setFont(PLAIN if position else BOLD, 10)
            canvas.drawString(x + 3, top - 14, text)
    canvas.save()
    compared = {
        c.scope: c.outcome
        for c in run(tmp_path / "report.pdf", "report").compared()[0]
        if c.rule == "overview-readings-differ"
    }
    assert compared == {f"tiltak-{n}": "agree" for n in (1, 2, 4, 5, 6)} | {
        "tiltak-3": "not-comparable"
    }


def test_a_note_may_be_larger_than_the_rows_above_it(run: Read, tmp_path: Path) -> None:
    """Where the rows are most of the report, what is larger than they are may still be a note."""
    cover: list[Words] = [(72.0, 600.0, BOLD, 24.0, "Status for planen")]
    cover += [
        (
            72.0,
            500.0,
            PLAIN,
            11.0,
            "Her står det hvordan det går med tiltakene i planen i år og i det neste.",
        )
    ]
    for size in (6.0, 9.0):  # much smaller than the note, and a little
        heads = ((72, "Nr."), (104, "Tiltak"), (310, "Ansvarlig"), (430, "Status"))
        table: list[Words] = [(x, 760.0, BOLD, size, text) for x, text in heads]
        for n in range(1, 13):
            cells = ((72, f"{n}"), (104, "Styrke varslingen"), (310, "JD"), (430, "Under arbeid"))
            table += [(x, 760.0 - 24 * n, PLAIN, size, text) for x, text in cells]
            table += [(104, 750.0 - 24 * n, PLAIN, size, "i alle landets kommuner og fylker")]
        below = [(72.0, 420.0, PLAIN, 10.0, "«Alle» betyr her andre relevante departementer")]
        below += [(72.0, 390.0, BOLD, 12.0, "Tabell 2: Antall tiltak i hvert kapittel")]
        below += [(72.0, 370.0, PLAIN, 11.0, "Samlet"), (310.0, 370.0, PLAIN, 11.0, "12")]
        of = read_pages(run, tmp_path, (UPRIGHT, cover), (UPRIGHT, [*table, *below]))
        notes = [row.text for row in of.tables.rows(Paragraph) if row.kind == "footnote"]
        assert notes[:1] == ["«Alle» betyr her andre relevante departementer"]
        assert [m.chapter for m in measures(of)] == [None] * 12


def test_columns_may_meet_between_two_words_of_a_note(run: Read, tmp_path: Path) -> None:
    """It is no row for that: no upright line stands beside it."""
    rows = "\n".join(f"{n}. Styrke varslingen | JD | Under arbeid\n---" for n in range(1, 5))
    note = "«Alle» betyr her de andre departementene"
    text = "@ 72 {edge} 430\n---\n|||\n*Tiltak | Ansvarlig | Status\n---\n{rows}\n|||\n{note}"
    width = pytest.importorskip("reportlab.pdfbase.pdfmetrics").stringWidth
    edge = 72 + width("«Alle» betyr her de andre ", "Helvetica", 10) + 3
    of = read_lines(run, tmp_path, text.format(edge=edge, rows=rows, note=note))
    notes = [row.text for row in of.tables.rows(Paragraph) if row.kind == "footnote"]
    assert notes == [note]
    assert [m.chapter for m in measures(of)] == [None] * 4


def test_the_heading_of_an_overview_may_stand_above_it_twice(run: Read, tmp_path: Path) -> None:
    """Neither is a chapter's, on one page or on two, nor the name of a section."""
    contents = "# Innhold\nInnledning\nOversikt over tiltakene\nForebygging\n===\n"
    contents += "# Innledning\nKort.\n===\n"
    head, row = (
        "*Nr. | Tiltak | Ansvarlig | Status\n",
        "1 | Styrke varslingen | JD | Under arbeid\n",
    )
    text = "===\n# Forebygging\n" + "\n".join(item(1, "Styrke varslingen"))
    for between, section, chapter in (("", "", None), ("===\n", "*Forebygging\n", "Forebygging")):
        heading = f"# Oversikt over tiltakene\n{between}*Oversikt over tiltakene\n"
        of = read_lines(run, tmp_path, contents + heading + head + section + row + text)
        assert [(m.chapter_number, m.overview_chapter) for m in measures(of)] == [(1, chapter)]


def test_a_report_that_is_one_table_counts_its_rows(run: Read, tmp_path: Path) -> None:
    rows = "".join(f"{n} | Styrke innsatsen i del {n} | JD | Under arbeid\n\n" for n in (1, 2, 3))
    of = read_lines(
        run,
        tmp_path,
        "# 1 Innledning\nTabellen viser alle de 3 tiltakene.\n"
        f"# Oversikt over tiltakene\n*Nr. | Tiltak | Ansvarlig | Status\n\n{rows}",
    )
    stated = [(c.left_value, c.outcome) for c in of.compared()[0] if c.rule == "count-stated"]
    assert stated == [("alle de 3 tiltakene", "agree")]


def test_a_new_label_may_stand_below_the_value_of_another(run: Read, tmp_path: Path) -> None:
    """Each in a line of its own above its value; one that is known may stand between two new."""
    labels = ("Rørte fylker:", "Oslo", "Merknad:", "Ingen", "Målform:", "Bokmål")
    text = "".join(
        "\n".join(
            [
                f"*Tiltak {n}: Varsle",
                "Status:",
                "Under arbeid",
                "Ansvarlig:",
                "JD",
                *labels,
                TEXT,
                "",
            ]
        )
        + "\n"
        for n in (1, 2)
    )
    of = read_lines(run, tmp_path, text)
    assert Counter((f.label, f.kind, f.value) for f in of.tables.rows(Field)) == {
        ("Rørte fylker", "other", "Oslo"): 2,
        ("Merknad", "remark", "Ingen"): 2,
        ("Målform", "other", "Bokmål"): 2,
    }


def test_a_heading_inside_the_text_is_a_paragraph_of_its_own(run: Read, tmp_path: Path) -> None:
    """No white space parts it from the text below it. Bold words that begin a sentence do not."""
    inside = ("*Hva er gjort", TEXT, "", "*Videre arbeid", "Saken følges opp til neste år.")
    text = "".join(
        "\n".join([*item(n, f"Styrke innsatsen i del {n}")[:-2], *inside, "", ""]) for n in (1, 2)
    )
    of = read_lines(run, tmp_path, f"# Arbeidsliv\n\n{text}")
    assert [m.narrative for m in measures(of)] == [
        f"Hva er gjort\n\n{TEXT}\n\nVidere arbeid\n\nSaken følges opp til neste år."
    ] * 2


@pytest.mark.parametrize(("count", "is_heading"), [(3, True), (2, False)])
def test_headings_inside_measures_are_no_narrative(
    run: Read, tmp_path: Path, count: int, is_heading: bool
) -> None:
    """As close to the text below them as its lines; what only two measures have may be chance."""
    text = "\n".join(
        line
        for n in range(1, count + 1)
        for line in (
            *item(n, "Styrke varslingen")[:3],
            "",
            "*Bakgrunn",
            TEXT,
            "*Veien videre",
            TEXT,
            "",
        )
    )
    of = read_lines(run, tmp_path, text)
    rows = [(row.kind, row.text) for row in of.tables.rows(Paragraph) if row.scope == "tiltak-2"]
    headed = [("heading", "Bakgrunn"), ("paragraph", TEXT)]
    headed += [("heading", "Veien videre"), ("paragraph", TEXT)]
    assert (rows[1:] == headed) is is_heading
    assert (measures(of)[1].narrative == f"{TEXT}\n\n{TEXT}") is is_heading


def test_a_heading_that_all_reports_have_may_stand_inside_a_measure(
    run: Read, tmp_path: Path
) -> None:
    """«Innledning», smaller than the title above it, opens no chapter."""
    words: list[Words] = [(72, 790, BOLD, 16, "1 Arbeidsliv")]
    for n in (1, 2):
        top = 760.0 - 120 * n
        words += [
            (72, top, BOLD, 12, f"Tiltak {n}: Styrke innsatsen i del {n}"),
            (72, top - 15, PLAIN, 10, "Status: Under arbeid"),
            (72, top - 28, PLAIN, 10, "Ansvarlig: JD"),
            (72, top - 46, PLAIN, 10, TEXT),
        ]
        if n == 1:
            words += [
                (72, top - 64, BOLD, 10, "Innledning"),
                (72, top - 77, PLAIN, 10, "Det har to deler."),
            ]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [(m.chapter, m.narrative) for m in measures(of)] == [
        ("Arbeidsliv", f"{TEXT}\n\nInnledning\n\nDet har to deler."),
        ("Arbeidsliv", TEXT),
    ]


def test_values_that_break_off_go_on_below(run: Read, tmp_path: Path) -> None:
    """A capital or a figure on the next line begins no text behind «og»."""
    text = "# Forebygging\n"
    for number, title in enumerate(("Styrke barnehusene", "Bedre opplæringen"), start=1):
        text += f"*Tiltak {number}: {title}\nAnsvarlig: JD\nStatus: Under arbeid\n"
        text += "Budsjett: Kap. 846, post 61 og\n71\nFrist: Utgangen av 2026 og\nJuni 2027\n"
    of = read_lines(run, tmp_path, text)
    assert [(row.label, row.value) for row in of.tables.rows(Field)] == 2 * [
        ("Budsjett", "Kap. 846, post 61 og 71"),
        ("Frist", "Utgangen av 2026 og Juni 2027"),
    ]


@pytest.mark.parametrize(("with_stop", "count"), [((1, 2, 3, 4), 0), ((1,), 1)])
def test_full_stops_behind_most_titles_are_no_finding(
    run: Read, tmp_path: Path, with_stop: tuple[int, ...], count: int
) -> None:
    """One title among many that has a full stop in one place only is worth a look."""
    titles = {n: f"Styrke innsatsen i del {n}" for n in range(1, 5)}
    rows = "".join(f"{n} | {title} | JD | Under arbeid\n\n" for n, title in titles.items())
    text = "".join(
        "\n".join(item(n, title + "." * (n in with_stop))) + "\n" for n, title in titles.items()
    )
    overview = f"===\n# Oversikt\n*Nr. | Tiltak | Ansvarlig | Status\n\n{rows}"
    of = read_lines(run, tmp_path, f"# Arbeidsliv\n\n{text}{overview}")
    found = [f for f in of.compared()[1] if f.rule == "title-text-vs-overview"]
    assert [f.severity for f in found] == ["info"] * count


def test_words_that_a_narrow_cell_breaks_are_whole(run: Read, tmp_path: Path) -> None:
    """No line of the page ends there: the cells beside it go on."""
    words: list[Words] = [(72, 790, BOLD, 16, "Oversikt")]
    heads = ((72, "Nr."), (100, "Tiltak"), (250, "Ansvarlig"), (350, "Status"))
    words += [(x, 760, BOLD, 9, head) for x, head in heads]
    broken = (
        ("Kartlegge kunnskapen om diskrimine-", "ring i arbeidslivet"),
        ("Følge opp redegjørelsesplik-", "ten i kommunene"),
        ("Styrke minoritetsbak-", "grunnen i utvalget"),
        ("Måle erfaringer i spesia-", "listhelsetjenesten"),
    )
    for n, (first, rest) in enumerate(broken, start=1):
        top = 760.0 - 40 * n
        row = ((72, f"{n}"), (100, first), (280, "JD"), (350, "Under arbeid"))
        words += [(x, top, PLAIN, 9, text) for x, text in row]
        words.append((100, top - 11, PLAIN, 9, rest))
    told = [
        "Det er vedtatt lover om diskriminering,",
        "redegjørelsesplikten og minoritetsbakgrunnen.",
    ]
    of = read_pages(run, tmp_path, (UPRIGHT, running(790, *told)), (UPRIGHT, words))
    assert [title for title, _ in overview_of(of)] == [
        first.removesuffix("-") + rest for first, rest in broken
    ]


def test_a_new_label_in_bold_may_stand_first_below_a_title_in_bold(
    run: Read, tmp_path: Path
) -> None:
    """It is no part of the title: it stands there in several measures, above a value."""
    text = "".join(
        f"*Tiltak {n}: {title}\n*Berørte etater\n{body}\n*Merknad\nIngen\n*Status\nUnder arbeid\n"
        f"*Ansvarlig\nJD\n{TEXT}\n\n"
        for n, title, body in ((1, "Varsle", "Politiet"), (2, "Hjelpe", "Nav"), (3, "Måle", "SSB"))
    )
    of = read_lines(run, tmp_path, f"# Arbeidsliv\n\n{text}")
    assert [m.title for m in measures(of)] == ["Varsle", "Hjelpe", "Måle"]
    assert [m.narrative for m in measures(of)] == [TEXT] * 3
    values = [f.value for f in of.tables.rows(Field) if f.label == "Berørte etater"]
    assert values == ["Politiet", "Nav", "SSB"]
