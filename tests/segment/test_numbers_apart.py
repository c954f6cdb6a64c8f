"""Numbers that stand apart from their titles, and labels in bold with their values right behind."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from pipeline.seams.tables import Ministry, Status, Unread
from tests.conftest import Run
from tests.segment.small_reports import Read, measures

PREAMBLE = '#set page("a4", margin: 30mm)\n#set text(10pt, lang: "nb", font: "Libertinus Serif")\n'
COVER = "#text(20pt)[*Statusrapport for skredplanen*]\n\nStatus per juni 2026\n\n#pagebreak()\n"
TITLES = (
    "Styrke varslingen av skred i alle landsdeler",
    "Øve på redning",
    "Kartlegge faren for skred og flom i de største elvene og langs veiene i kommuner med bratt "
    "terreng eller mange fritidsboliger",
    "Rydde i regelverket",
)
TEXT = (
    "Direktoratet har sendt et forslag på høring og mottok mange svar fra kommuner og "
    "organisasjoner. Departementet deltar i 3 av 4 prosjekter."
)
STATUSES = ("Under arbeid", "Gjennomført", "Ikke startet", "Under arbeid")
NUMBERS = {
    "circle lower": "#place(dx: -14mm, dy: -1pt, circle(radius: 9pt, fill: navy)"
    "[#set align(center + horizon)\n#text(8pt, white)[*{}*]])",
    "circle higher": "#place(dx: -12mm, dy: -8pt, circle(radius: 9pt, fill: navy)"
    "[#set align(center + horizon)\n#text(9pt, white)[{}]])",
    "large": "#place(dx: -14mm, dy: 0pt, text(28pt, navy)[*{}*])",
    "on the next line": "#place(dx: -14mm, dy: 8.5pt, text(14pt, navy)[*{}*])",
    "named": "#place(dx: -24mm, dy: 3pt, text(9pt, navy)[Tiltak {}])",
}
LABELS = {
    "colon": "Ansvarlig: JD #h(2em) Status: {}",
    "bold": "*Ansvarlig* JD #h(2em) *Status* {}",
    "bold, others": "*Status* {} #h(2em) *Fase* 2 #h(2em) *Ansvarlig* JD",
    "bold, bars": "*Status* {} | *Frist* 2027 | *Ansvarlig* JD",
    "bold, in lines": "*Ansvarlig* JD \\\n*Status* {} \\\n*Frist* 2027",
}
ROWS = [
    f"[{n}],[{title}],[JD],[{status}]"
    for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
]
TABLE = (
    "#text(11pt, navy)[*{}*]\n#v(-6pt)\n"
    "#table(columns: (1cm, 1fr, 2cm, 3cm), stroke: none, inset: 5pt, "
    'fill: (_, y) => if y == 0 {{ navy }} else if calc.even(y) {{ rgb("#eeeeff") }}, '
    "table.header(..([Nr.], [Tiltak], [Ansvar], [Status]).map(x => text(white)[*#x*])), {})\n"
)


def report(run: Read, folder: Path, number: str, labels: str, text: str = TEXT) -> Run:
    blocks = [
        f"{number.format(n)}\n#text(12pt)[*{title}*]\n\n{labels.format(status)}\n\n{text}\n\n#v(14pt)"
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]
    path = folder / "report.pdf"
    path.write_bytes(typst.compile((PREAMBLE + COVER + "\n".join(blocks)).encode(), timestamp=0))
    return run(path, "report")


def told(of: Run) -> list[tuple[object, ...]]:
    statuses = {row.item_id: row.status for row in of.tables.rows(Status)}
    by = {row.item_id: row.ministry for row in of.tables.rows(Ministry)}
    return [
        (m.number, m.title, statuses.get(m.item_id), by.get(m.item_id), m.narrative)
        for m in measures(of)
    ]


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_may_stand_apart_from_its_title(
    run: Read, tmp_path: Path, number: str, labels: str
) -> None:
    of = report(run, tmp_path, NUMBERS[number], LABELS[labels])
    assert told(of) == [
        (n, title, status, "JD", TEXT)
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]


def test_labels_in_bold_may_wrap(run: Read, tmp_path: Path) -> None:
    """A list of ministries goes on in the next line, and the status behind it."""
    others = (
        "Kommunal- og distriktsdepartementet, Klima- og miljødepartementet, Kunnskapsdepartementet"
    )
    labels = f"*Ansvarlig* Justis- og beredskapsdepartementet, {others} #h(2em) *Status* {{}}"
    of = report(run, tmp_path, NUMBERS["circle lower"], labels)
    assert [row.status for row in of.tables.rows(Status)] == [*STATUSES]
    assert {m.narrative for m in measures(of)} == {TEXT}
    assert [row.ministry for row in of.tables.rows(Ministry)] == ["JD", "KDD", "KLD", "KD"] * 4


def test_a_paragraph_may_begin_with_the_word_in_bold(run: Read, tmp_path: Path) -> None:
    text = f"*Status* for arbeidet er at forslaget er sendt på høring.\n\n{TEXT}"
    of = report(run, tmp_path, NUMBERS["large"], LABELS["colon"], text)
    assert [row.status for row in of.tables.rows(Status)] == [*STATUSES]
    assert all((m.narrative or "").startswith("Status for arbeidet er") for m in measures(of))


def test_steps_in_circles_are_no_measures(run: Read, tmp_path: Path) -> None:
    """In the text on a measure whose own number stands in its heading."""
    steps = "\n".join(
        f"{NUMBERS['circle lower'].format(n)}\n*{step}*\n\nDet skjer om høsten.\n\n#v(6pt)"
        for n, step in enumerate(("Kartlegging", "Varsling", "Øvelse", "Evaluering"), 1)
    )
    path = tmp_path / "report.pdf"
    blocks = [
        f"#text(12pt)[*Tiltak {n}: {title}*]\n\nStatus: {status}\n\nAnsvarlig: JD\n\n{TEXT}\n\n"
        f"{steps if n == 2 else ''}\n\n#v(14pt)"
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]
    path.write_bytes(typst.compile((PREAMBLE + COVER + "\n".join(blocks)).encode(), timestamp=0))
    of = run(path, "report")
    assert [m.title for m in measures(of)] == [*TITLES]
    assert "Kartlegging" in (measures(of)[1].narrative or "")


def test_headings_between_tables_name_the_one_below(run: Read, tmp_path: Path) -> None:
    """Right above its head, and as near to the last row of the table above."""
    parts = (("Varsling og øvelser", ROWS[:3]), ("Kart og regler", ROWS[3:]))
    blocks = [
        f"#text(12pt)[*Tiltak {n}: {title}*]\n\nStatus: {status}\n\nAnsvarlig: JD\n\n{TEXT}\n\n"
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]
    overview = "#pagebreak()\n#text(18pt)[*Oversikt over tiltakene*]\n\n"
    overview += "".join(TABLE.format(name, ",".join(of_part)) for name, of_part in parts)
    path = tmp_path / "report.pdf"
    text = PREAMBLE + COVER + "\n".join(blocks) + overview
    path.write_bytes(typst.compile(text.encode(), timestamp=0))
    of = run(path, "report")
    assert [m.overview_title for m in measures(of)] == [*TITLES]
    assert [m.overview_chapter for m in measures(of)] == [*[parts[0][0]] * 3, parts[1][0]]


def test_statuses_in_a_text_without_measures_are_said(run: Read, tmp_path: Path) -> None:
    """Nothing tells there which measure they are of: no number, and no sign behind the labels."""
    blocks = [
        f"#text(12pt)[{title}]\n\nAnsvarlig JD Status {status}\n\n{TEXT}\n\n#v(14pt)"
        for title, status in zip(TITLES, STATUSES, strict=True)
    ]
    overview = "#pagebreak()\n" + TABLE.format("Oversikt over tiltakene", ",".join(ROWS))
    path = tmp_path / "report.pdf"
    text = PREAMBLE + COVER + "\n".join(blocks) + overview
    path.write_bytes(typst.compile(text.encode(), timestamp=0))
    unread = run(path, "report").tables.rows(Unread)
    assert [(row.reason, row.text) for row in unread] == [
        ("status-not-placed", f"Ansvarlig JD Status {status}") for status in STATUSES
    ]


CIRCLE = "circle(radius: 10pt, fill: navy)[#set align(center + horizon)\n#text(12pt, white)[*{n}*]]"
SET = {
    "card": "#block(stroke: 0.5pt + gray, inset: 10pt, radius: 4pt, width: 100%)["
    f"#grid(columns: (14mm, 1fr), {CIRCLE}, [#v(3pt)\n#text(12pt)[*{{title}}*]\n#v(-4pt)\n"
    "#block(fill: luma(230), inset: 5pt, width: 100%)"
    "[#text(9pt)[*Status* {status} #h(1cm) *Ansvarlig* JD #h(1cm) *Frist* 2027]]\n{text}])]\n",
    "labels on the right": f"#place(dx: -14mm, dy: -1pt, {CIRCLE})\n#text(12pt)[*{{title}}*]\n\n"
    "#grid(columns: (1fr, 45mm), gutter: 5mm, [{text}], block(fill: luma(235), inset: 6pt)"
    "[#text(8pt)[#grid(columns: (14mm, 1fr), row-gutter: 4pt, "
    "[Status], [*{status}*], [Ansvar], [JD], [Frist], [2027])]])\n#v(12pt)\n",
    "large, in a cell": "#grid(columns: (15mm, 1fr), text(26pt, navy)[{n}], "
    "[#text(12pt)[*{title}*]\n\n*Status* {status} #h(1cm) *Ansvarlig* JD\n\n{text}])\n#v(10pt)\n",
}


@pytest.mark.parametrize("how", SET)
def test_measures_may_be_cards_with_their_numbers_on_the_left(
    run: Read, tmp_path: Path, how: str
) -> None:
    blocks = [
        SET[how].format(n=n, title=title, status=status, text=TEXT)
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]
    path = tmp_path / "report.pdf"
    path.write_bytes(typst.compile((PREAMBLE + COVER + "\n".join(blocks)).encode(), timestamp=0))
    assert told(run(path, "report")) == [
        (n, title, status, "JD", TEXT)
        for n, (title, status) in enumerate(zip(TITLES, STATUSES, strict=True), 1)
    ]
