"""Labels and values below each other beside the text on each measure, however they are set."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import typst

from pipeline.seams.tables import Status
from tests.conftest import Run
from tests.segment.small_reports import (
    BOLD,
    PLAIN,
    UPRIGHT,
    Read,
    Words,
    measures,
    overview_of,
    read_pages,
    running,
)

PREAMBLE = '#set page("a4", margin: 25mm)\n#set text(10pt, lang: "nb")\n'
WIDTH = "5cm"  # of the labels
COVER = "= Statusrapport for handlingsplanen\n\nStatus per juni 2026\n\n#pagebreak()\n"
AROUND = {
    "nothing": "box(width: 100%)",
    "ground": 'rect(fill: rgb("#eeeeff"), stroke: none, inset: 7pt, width: 100%)',
    "frame": "rect(stroke: 0.5pt, inset: 7pt, width: 100%)",
    "rule": "rect(stroke: (right: 0.5pt), inset: 5pt, width: 100%)",
}
FORMS = {
    "above": "*{label}* \\ {value}",
    "plain": "{label} \\ {value}",
    "colon": "{label}: {value}",
    "bold-colon": "*{label}:* {value}",
}


class How(NamedTuple):
    """How labels are set: on which side, what is around them, and where their values stand."""

    side: str = "right"
    around: str = "nothing"
    form: str = "above"
    order: str = "SMF"
    size: str = "8pt"
    justified: str = "false"
    ministry: str = "Ansvarlig"


class Told(NamedTuple):
    """What a report tells of a measure."""

    title: str
    status: str
    ministries: str
    text: tuple[str, ...]


TOLD = [
    Told(
        "Styrke varslingen av skred",
        "Under arbeid",
        "JD, KD",
        (
            "Direktoratet har sendt et forslag på høring og mottok mange svar fra kommuner og "
            "organisasjoner. Departementet deltar og vil komme tilbake til saken.",
            "Arbeidet er planlagt i tre trinn. Det første er ferdig, og det neste begynner til "
            "høsten når midlene er på plass i kommunene.",
            "Resten følger i 2027 etter en ny runde.",
        ),
    ),
    Told("Øve", "Gjennomført", "KDD", ("Arbeidet er kommet godt i gang i hele landet.",)),
    Told(
        "Rydde i regelverket for bygg og anlegg i kommunene",
        "Ikke startet",
        "Nærings- og fiskeridepartementet, ED",
        (
            "Tre etater deltar i arbeidet, som har kommet i gang:",
            "- Politiet har deltatt siden 2024",
            "- Sivilforsvaret bidrar",
            "En rapport ventes i 2027.",
        ),
    ),
]


LABELS = [
    ((4, BOLD, "Status"), (14, PLAIN, told.status), (26, BOLD, "Ansvar"), (36, PLAIN, "JD, KD"))
    for told in TOLD
]  # below the heading, in points


@pytest.mark.parametrize(
    "how",
    [
        How(around="ground", justified="true"),
        How(around="ground", form="bold-colon"),
        How(around="frame", form="colon", order="BFMS", size="10pt"),
        How(form="beside", order="BFMS"),
        How(form="plain", ministry="Ansvarleg"),
        How(form="plain", order="BFMS", size="10pt"),
        How("left", "rule"),
        How("left", "rule", order="BFMS", size="10pt", justified="true"),
        How("left", "ground", "beside", "BFMS"),
        How("left", "frame", "colon", "BFMS", ministry="Ansvarleg"),
        How("left", "frame", order="FSMB"),
        How("left", form="bold-colon", size="10pt"),
    ],
)
def test_labels_beside_text_are_no_part_of_it(run: Read, tmp_path: Path, how: How) -> None:
    """They are longer than the text or shorter, on its lines or between these."""
    assert_read(read_typst(run, tmp_path, set_as(how)))


def test_an_overview_above_them_has_columns_of_its_own(run: Read, tmp_path: Path) -> None:
    """The line beside the labels is no line of the table, and «Status» stands over its marks."""
    marks = ("Ikke startet", "Under arbeid", "Gjennomført")
    heads = "".join(f"table.cell(align: center)[*{head}*]," for head in marks)
    rows = ""
    for n, told in enumerate(TOLD, 1):
        crosses = "".join("[X]," if mark == told.status else "[]," for mark in marks)
        rows += f"[T{n}], [{told.title}], [JD], {crosses}"
    table = (
        "#table(columns: (9mm, 1fr, 18mm, 16mm, 18mm, 25mm), stroke: 0.5pt, "
        "table.cell(rowspan: 2)[*Nr.*], table.cell(rowspan: 2)[*Tiltak*], "
        f"table.cell(rowspan: 2)[*Ansvar*], table.cell(colspan: 3)[*Status*], {heads} {rows})\n\n"
    )
    of = read_typst(run, tmp_path, table + set_as(How("left", "rule"), "T"))
    assert overview_of(of) == [(told.title, told.status) for told in TOLD]
    assert [m.narrative for m in measures(of)] == [narrative(told) for told in TOLD]


def test_the_text_goes_on_below_a_box_over_the_full_width(run: Read, tmp_path: Path) -> None:
    """The box begins a little lower than the paragraph, which has its first words above."""
    text = (
        "Direktoratet har sendt et forslag på høring, og det mottok mange",
        "svar fra kommuner og organisasjoner. Departementet deltar og vil",
        "komme tilbake til saken når arbeidet med å kartlegge behovet for",
        "nye midler er ferdig, trolig i første halvår av 2027. Det er ennå",
        "ikke klart hvem som skal lede et nytt utvalg, som skal ha med folk fra hele landet og",
        "legge fram en rapport.",
    )
    words: list[Words] = []
    for n, told in enumerate(TOLD[:2], 1):
        top = 780.0 - 200 * n
        words += running(top, f"*Tiltak {n}: {told.title}")
        words += running(top - 20, *text)
        for step, line in ((4, "*Status"), (15, told.status), (27, "*Ansvarlig"), (38, "JD, KD")):
            [(_, y, font, _, label)] = running(top - 20 - step, line)
            words.append((420.0, y, font, 8.0, label))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert statuses(of) == [told.status for told in TOLD[:2]]
    assert {m.narrative for m in measures(of)} == {" ".join(text)}


@pytest.mark.parametrize("labels", [72.0, 420.0])
@pytest.mark.parametrize("size", [10.0, 12.0, 16.0])
def test_a_heading_may_stand_beside_the_labels(
    run: Read, tmp_path: Path, labels: float, size: float
) -> None:
    """It wraps, also below the last of them, and begins a little higher than the first, or on its
    line.
    """
    left = 200.0 if labels < 100 else 72.0
    wraps = {10.0: 13, 12.0: 15, 16.0: 46}[size]
    text = (
        "Arbeidet er kommet godt i gang, og flere etater deltar i",
        "det i alle deler av landet.",
    )
    words: list[Words] = [(72.0, 800.0, PLAIN, 10.0, "Her er tiltakene.")]
    for n, told in enumerate(TOLD[:2], 1):
        top = 850.0 - 140 * n
        words += [(left, top, BOLD, size, f"Tiltak {n}: {told.title}")]
        words += [(left, top - wraps, BOLD, size, "i alle fylker")]
        for line, printed in enumerate(text):
            words.append((left, top - wraps - 25 - 13 * line, PLAIN, 10.0, printed))
        for step, font, label in LABELS[n - 1]:
            words.append((labels, top - step - 4 * n + 6, font, 8.0, label))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [m.title for m in measures(of)] == [f"{told.title} i alle fylker" for told in TOLD[:2]]
    assert statuses(of) == [told.status for told in TOLD[:2]]
    assert {m.narrative for m in measures(of)} == {" ".join(text)}


def test_the_text_may_end_below_labels_on_the_left(run: Read, tmp_path: Path) -> None:
    """Its last line is short, and set as the values are."""
    words: list[Words] = []
    for n, told in enumerate(TOLD[:2], 1):
        top = 850.0 - 140 * n
        words += running(top, f"*Tiltak {n}: {told.title}")
        for step, text in enumerate(("Status:", told.status, "Ansvarlig:", "JD, KD")):
            words.append((72.0, top - 13 - 13 * step, PLAIN, 10.0, text))
            words.append((200.0, top - 13 - 13 * step, PLAIN, 10.0, "Det går an å skrive mer og"))
        words.append((72.0, top - 65, PLAIN, 10.0, "mer."))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [row.ministry for row in of.tables.ministries] == ["JD", "KD"] * 2
    text = " ".join(["Det går an å skrive mer og"] * 4)
    assert {m.narrative for m in measures(of)} == {f"{text} mer."}


def test_a_label_may_wrap_beside_its_value(run: Read, tmp_path: Path) -> None:
    words: list[Words] = []
    for n, told in enumerate(TOLD[:2], 1):
        top = 850.0 - 140 * n
        words += running(top, f"*Tiltak {n}: {told.title}")
        words += running(top - 20, *["Arbeidet er kommet godt i gang, og flere etater deltar."] * 4)
        rows = (("Status", told.status), ("Ansvarlig", "Nærings- og"),
                ("departement", "fiskeridepartementet, ED"), ("Frist", "2027"))  # fmt: skip
        for step, (label, value) in enumerate(rows):
            words.append((400.0, top - 24 - 10 * step, BOLD, 8.0, label))
            words.append((460.0, top - 24 - 10 * step, PLAIN, 8.0, value))
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert [row.ministry for row in of.tables.ministries] == ["NFD", "ED"] * 2
    assert statuses(of) == [told.status for told in TOLD[:2]]
    assert {(m.narrative or "").count("deltar.") for m in measures(of)} == {4}


def test_the_next_overview_has_no_labels_beside_it(run: Read, tmp_path: Path) -> None:
    """«Ansvarlig» and «Status» stand side by side, and right of the titles of measures."""
    rows = "".join(f"[{n}], [{t.title}], [JD], [{t.status}]," for n, t in enumerate(TOLD, 1))
    heads = "[*Nr.*], [*Tiltak*], [*Ansvarlig*], [*Status*],"
    table = f"#table(columns: (9mm, 1fr, 30mm, 30mm), stroke: none, {heads} {rows})\n\n"
    of = read_typst(run, tmp_path, f"{set_as(How())}#pagebreak()\n= Oversikt\n{table}")
    assert overview_of(of) == [(told.title, told.status) for told in TOLD]


def set_as(how: How, number: str = "Tiltak ") -> str:
    """The measures in Typst, the labels of each beside its text."""
    text = f"#set par(justify: {how.justified})\n"
    for n, told in enumerate(TOLD, 1):
        entries = {
            "S": ("Status", told.status),
            "M": (how.ministry, told.ministries),
            "F": ("Frist", "2027"),
            "B": ("Budsjett 2026", "4,5 mill. kroner"),
        }
        ordered = [entries[initial] for initial in how.order]
        if how.form == "beside":
            cells = ", ".join(f"[*{label}*], [{value}]" for label, value in ordered)
            labels = f"#grid(columns: (auto, 1fr), column-gutter: 10pt, row-gutter: 5pt, {cells})"
        else:
            form = FORMS[how.form]
            labels = " \\ ".join(form.format(label=label, value=value) for label, value in ordered)
        around = AROUND[how.around]
        box = f"[#set text({how.size}); #set par(justify: false); #{around}[{labels}]]"
        beside = "\n\n".join(told.text)
        columns, cells = f"(1fr, {WIDTH})", f"[{beside}], {box}"
        if how.side == "left":
            columns, cells = f"({WIDTH}, 1fr)", f"{box}, [{beside}]"
        colon = ":" if number.endswith(" ") else ""
        text += f"=== {number}{n}{colon} {told.title}\n"
        text += f"#grid(columns: {columns}, column-gutter: 14pt, {cells})\n\n"
    return text


def read_typst(run: Read, folder: Path, text: str) -> Run:
    pdf = folder / "report.pdf"
    pdf.write_bytes(typst.compile((PREAMBLE + COVER + text).encode(), timestamp=0))
    return run(pdf, "report")


def assert_read(of: Run) -> None:
    assert [m.title for m in measures(of)] == [told.title for told in TOLD]
    assert [m.narrative for m in measures(of)] == [narrative(told) for told in TOLD]
    assert statuses(of) == [told.status for told in TOLD]
    assert [row.ministry for row in of.tables.ministries] == ["JD", "KD", "KDD", "NFD", "ED"]


def statuses(of: Run) -> list[str | None]:
    return [row.status_printed for row in of.tables.rows(Status)]


def narrative(told: Told) -> str:
    return "\n\n".join(paragraph.removeprefix("- ") for paragraph in told.text)
