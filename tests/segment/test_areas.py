"""What stands on a ground in colour: rows that nothing else parts, boxes beside running text."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from pipeline.seams.tables import Ministry, Paragraph
from tests.conftest import Run
from tests.factory import browser
from tests.factory.typeset_chromium import _print
from tests.segment.learnt import Canvas
from tests.segment.small_reports import BOLD, PLAIN, Read, measures, overview_of

ROWS = [
    ("1", "Styrke barnehusene i alle politidistrikter og vurdere flere", "JD", "Gjennomført"),
    ("2", "Innføre varsling", "BFD, HOD", "Under arbeid, forventes ferdig i 2027"),
    ("3", "Kartlegge omfanget av digital vold og publisere årlige tall", "KD", "Ikke startet"),
    (
        "4",
        "Vurdere aldersgrenser",
        "Digitaliserings- og forvaltningsdepartementet, Barne- og familiedepartementet",
        "Under arbeid",
    ),
    ("5", "Bedre opplæringen", "KD", "Gjennomført"),
]
HEADS = ("Nr.", "Tiltak", "Ansvarlig departement", "Status")
ZEBRA = (
    'stroke: none, fill: (x, y) => if y == 0 {rgb("#9bb7d4")} else if calc.even(y) {rgb("#e6eef7")}'
)
GAPS = 'stroke: none, gutter: 2pt, fill: (x, y) => rgb("#e6eef7")'
PREAMBLE = '#set page("a4", margin: 25mm)\n#set text(11pt, lang: "nb")\n'
COVER = "= Statusrapport for handlingsplanen\n\nStatus per juni 2026\n\n"
TEXT = (
    "Arbeidet er kommet godt i gang, og flere etater deltar. Direktoratet har sendt et forslag på "
    "høring og mottok mange svar fra kommuner og organisasjoner. Departementet deltar. Det vil "
    "komme tilbake til saken. Arbeidet er planlagt i tre trinn. Det første er ferdig."
)
FACTS = (
    "Et barnehus er et tilbud til barn som kan ha vært utsatt for vold. I 2024 ble 6 500 barn "
    "avhørt der. Staten brukte 410 millioner kroner."
)
FILLED, FRAMED = 'fill: rgb("#fff2cc"), stroke: none', "stroke: 0.5pt"


def read_typst(run: Read, folder: Path, text: str) -> Run:
    pdf = folder / "report.pdf"
    pdf.write_bytes(typst.compile((PREAMBLE + COVER + text).encode(), timestamp=0))
    return run(pdf, "report")


@pytest.mark.parametrize("ground", [ZEBRA, GAPS])
@pytest.mark.parametrize("alignment", ["top", "horizon", "bottom"])
def test_rows_are_parted_by_their_ground(
    run: Read, tmp_path: Path, ground: str, alignment: str
) -> None:
    """Their cells stand in the middle or at the foot, without air between rows."""
    cells = "".join(f"[{cell}]," for row in ROWS for cell in row)
    heads = "".join(f"[*{head}*]," for head in HEADS)
    table = f"columns: (8mm, 45mm, 55mm, 1fr), inset: (x: 4pt, y: 1pt), align: {alignment} + left"
    of = read_typst(
        run,
        tmp_path,
        f"#pagebreak()\n= Oversikt over tiltakene\n#table({table}, {ground}, {heads} {cells})",
    )
    assert overview_of(of) == [(row[1], row[3].split(",")[0]) for row in ROWS]
    ministries = [row.ministry for row in of.tables.rows(Ministry)]
    assert ministries == ["JD", "BFD", "HOD", "KD", "DFD", "BFD", "KD"]
    assert unread(of) == []


def items_with(box: str) -> str:
    """Three measures, and text beside a box in the second."""
    return "".join(
        f"=== {n} Styrke varsling {n}\nAnsvarlig departement: JD\n\nStatus: Under arbeid\n\n"
        f"{box if n == 2 else TEXT}\n\n"
        for n in (1, 2, 3)
    )


@pytest.mark.parametrize("look", [FILLED, FRAMED])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_box_beside_text_is_read_by_itself(
    run: Read, tmp_path: Path, look: str, side: str
) -> None:
    box = f"rect({look}, inset: 8pt, width: 100%)[{FACTS}]"
    columns, cells = "(1fr, 6.5cm)", f"[{TEXT}], {box}"
    if side == "left":
        columns, cells = "(6.5cm, 1fr)", f"{box}, [{TEXT}]"
    of = read_typst(
        run, tmp_path, items_with(f"#grid(columns: {columns}, column-gutter: 14pt, {cells})")
    )
    assert_read_by_itself(of)


def test_a_paragraph_goes_on_below_the_box_beside_it(run: Read, tmp_path: Path) -> None:
    """As browsers set it: the box is taller than a part of the paragraph, or than all of it."""
    if browser() is None:
        pytest.skip("needs Chromium")
    style = (
        "@page{size:A4;margin:25mm}body{font:11pt Liberation Sans;print-color-adjust:exact}"
        ".box{float:right;width:40%;background:#dfe9f5;padding:8px;margin:0 0 6px 12px}"
    )
    box = f"<div class=box>{FACTS}</div>"
    body = "".join(
        f"<h3>{n} Styrke varsling {n}</h3><p>Ansvarlig departement: JD</p>"
        f"<p>Status: Under arbeid</p>{box if n == 2 else ''}<p>{TEXT}</p>"
        for n in (1, 2, 3)
    )
    cover = "<h1>Statusrapport for handlingsplanen</h1><p>Status per juni 2026</p>"
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(_print(f"<html lang=nb><style>{style}</style>{cover}{body}</html>"))
    assert_read_by_itself(run(pdf, "report"))


def test_a_box_between_paragraphs_is_a_box(run: Read, tmp_path: Path) -> None:
    of = read_typst(
        run, tmp_path, items_with(f"#rect({FILLED}, inset: 3pt, width: 100%)[{FACTS}]\n\n{TEXT}")
    )
    assert_read_by_itself(of)


def test_cells_in_colour_beside_others_are_no_boxes(run: Read, tmp_path: Path) -> None:
    """A form has a ground under its first column, whose last cell runs over lines."""
    ground = 'stroke: none, fill: (x, y) => if x == 0 {rgb("#dddddd")}'
    cells = (
        "[Ansvarlig departement], [JD], [Status], [Under arbeid], "
        "[Merknad fra departementet om arbeidet i hele perioden], [Avtalt med Politidirektoratet.]"
    )
    form = f"#table(columns: (32%, 1fr), {ground}, {cells})"
    text = "".join(f"=== {n} Styrke varsling {n}\n{form}\n\n{TEXT}\n\n" for n in (1, 2, 3))
    of = read_typst(run, tmp_path, text)
    assert [row.printed for row in of.tables.rows(Ministry)] == ["JD"] * 3
    assert all(str(m.narrative).endswith(TEXT) for m in measures(of))


def assert_read_by_itself(of: Run) -> None:
    paragraphs = [
        (p.item_id, p.kind, p.text)
        for p in of.tables.rows(Paragraph)
        if p.item_id and p.kind != "heading"
    ]
    assert sorted(paragraphs) == [
        ("tiltak-1", "paragraph", TEXT),
        ("tiltak-2", "box", FACTS),
        ("tiltak-2", "paragraph", TEXT),
        ("tiltak-3", "paragraph", TEXT),
    ]
    assert unread(of) == []


def unread(of: Run) -> list[str]:
    return [row.id for row in of.tables.unread if row.reason != "no-overview"]


def test_a_ground_under_the_head_alone_parts_no_rows(run: Read, tmp_path: Path) -> None:
    """The name of the next table stands below a row whose number is set in its middle."""
    canvas = Canvas(str(tmp_path / "report.pdf"), invariant=1)

    def table(top: float, name: str, number: int, *title: str) -> None:
        canvas.setFont(BOLD, 12)
        canvas.drawString(85, top, name)
        canvas.setFillGray(0.88)
        for left, right in ((85, 120), (120, 330), (330, 420), (420, 510)):
            canvas.rect(left, top - 57, right - left, 46, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setFont(BOLD, 11)
        for x, text in ((90, "Nr."), (124, "Regjeringen vil"), (336, "Ansvarlig"), (426, "Status")):
            canvas.drawString(x, top - 34, text)
        canvas.setFont(PLAIN, 11)
        for n, line in enumerate(title):
            canvas.drawString(124, top - 69 - 14.4 * n, line)
        middle = top - 69 - 7.2 * (len(title) - 1)
        for x, text in ((90, str(number)), (336, "JD"), (426, "Løpende")):
            canvas.drawString(x, middle, text)

    table(760, "Helhetlig innsats", 3, "Styrke barnehusene", "i hele landet")
    table(600, "Forebygging", 4, "Evaluere tilbudet", "i hele landet")
    canvas.showPage()
    table(765, "", 5, "Opprette tilbudet i alle deler", "av landet, gjennom å:",
          "- Videreføre ordningen", "- Vurdere hvordan ordningen", "kan gjøres kjent")  # fmt: skip
    table(621, "Anmodningsvedtak", 611, "Stortinget ber regjeringen", "videreføre tilbudet")
    canvas.save()
    of = run(tmp_path / "report.pdf", "report")
    assert [(m.id, m.overview_chapter) for m in measures(of)] == [
        ("tiltak-3", "Helhetlig innsats"),
        ("tiltak-4", "Forebygging"),
        ("tiltak-5", "Forebygging"),
        ("vedtak-611", "Anmodningsvedtak"),
    ]
