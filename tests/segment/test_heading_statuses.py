"""The status of a measure may stand in its heading, where no label says «Status»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import Field, Status
from pipeline.segment import labels
from tests.conftest import Run
from tests.segment.learnt import Clause
from tests.segment.small_reports import (
    BOLD,
    PLAIN,
    UPRIGHT,
    Read,
    Words,
    measures,
    overview_of,
    read_pages,
)

TEXT = "Arbeidet er kommet godt i gang, og flere etater deltar."
STATUSES = ("Under arbeid", "Gjennomført", "Ikke startet", "Løpende")
TITLES = (
    "Styrke tilsynet med skolene",
    "Utvide ordningen med støtte",
    "Kartlegge behovet i fylkene",
    "Bedre hjelpen til pårørende",
)
REST = "i kommuner med få innbyggere"  # of a title, on its second line


def behind(n: int, top: float) -> Iterator[Words]:
    yield 72, top, BOLD, 11, f"{n}. {TITLES[n - 1]}"
    yield 450, top, BOLD, 8, STATUSES[n - 1]
    yield 72, top - 14, BOLD, 11, REST


def in_brackets(n: int, top: float) -> Iterator[Words]:
    *first, last = STATUSES[n - 1].split()
    yield (
        72,
        top,
        BOLD,
        11,
        " ".join((f"Tiltak {n}: {TITLES[n - 1]} {REST}", *(f"[{w}" for w in first))),
    )
    yield 72, top - 14, BOLD, 11, f"{last}]" if first else f"[{last}]"


def above(n: int, top: float) -> Iterator[Words]:
    yield 72, top, PLAIN, 8, f"Tiltak {n}"
    yield 104, top, BOLD, 8, STATUSES[n - 1]
    yield 72, top - 14, BOLD, 11, f"{TITLES[n - 1]} {REST}".upper()


def between(n: int, top: float) -> Iterator[Words]:
    yield 100, top, BOLD, 11, TITLES[n - 1]
    yield 72, top - 7, BOLD, 11, f"{n}"
    yield 450, top - 7, BOLD, 11, STATUSES[n - 1]
    yield 100, top - 14, BOLD, 11, REST


SETTINGS = [behind, in_brackets, above, between]


def set_with(run: Read, folder: Path, setting: object, *more: Words) -> Run:
    words = list(more)
    for n in range(1, 5):
        top = 790.0 - 100 * n
        words += setting(n, top)  # type: ignore[operator]
        words += [
            (72, top - 30, PLAIN, 10, "Ansvarlig: JD"),
            (72, top - 43, PLAIN, 10, TEXT),
            (72, top - 56, PLAIN, 10, f"Det er tiltak nummer {n}."),
        ]
    return read_pages(run, folder, (UPRIGHT, words))


def text_statuses(of: Run) -> list[str | None]:
    return [row.status for row in of.tables.rows(Status) if row.source == "text"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_it_is_read_and_stands_in_no_title(run: Read, tmp_path: Path, setting: object) -> None:
    of = set_with(run, tmp_path, setting)
    assert text_statuses(of) == list(STATUSES)
    assert [(m.title or "").casefold() for m in measures(of)] == [
        f"{title} {REST}".casefold() for title in TITLES
    ]
    assert [m.narrative for m in measures(of)] == [
        f"{TEXT} Det er tiltak nummer {n}." for n in range(1, 5)
    ]


def test_where_labels_say_the_status_the_words_behind_a_title_are_the_titles(
    run: Read, tmp_path: Path
) -> None:
    words: list[Words] = []
    for n in range(1, 5):
        top = 790.0 - 90 * n
        words += [
            (72, top, BOLD, 11, f"Tiltak {n}: {TITLES[n - 1]} ({STATUSES[n - 1].lower()})"),
            (72, top - 15, PLAIN, 10, "Status: Gjennomført"),
            (72, top - 30, PLAIN, 10, "Ansvarlig: JD"),
            (72, top - 45, PLAIN, 10, TEXT),
        ]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert text_statuses(of) == ["Gjennomført"] * 4
    assert [m.title for m in measures(of)] == [
        f"{title} ({status.lower()})" for title, status in zip(TITLES, STATUSES, strict=True)
    ]


def test_one_word_behind_every_title_is_no_status(run: Read, tmp_path: Path) -> None:
    """Nothing else in such a report says how far a measure has come."""
    words: list[Words] = []
    for n in range(1, 5):
        top = 790.0 - 90 * n
        words += [
            (72, top, BOLD, 11, f"Tiltak {n}: {TITLES[n - 1]} (Planlagt)"),
            (72, top - 30, PLAIN, 10, "Ansvarlig: JD"),
            (72, top - 45, PLAIN, 10, TEXT),
        ]
    with pytest.raises(Refusal, match="0 linjer med «Status:»"):
        read_pages(run, tmp_path, (UPRIGHT, words))


def test_rows_under_column_heads_are_an_overviews(run: Read, tmp_path: Path) -> None:
    words: list[Words] = [
        (72, 790, BOLD, 16, "Oversikt"),
        *((x, 760, BOLD, 9, head) for x, head in ((72, "Nr."), (100, "Tiltak"), (450, "Status"))),
    ]
    for n in range(1, 5):
        top = 760.0 - 40 * n
        words += [
            (72, top, PLAIN, 9, f"{n}"),
            (100, top, PLAIN, 9, TITLES[n - 1]),
            (450, top, PLAIN, 9, STATUSES[n - 1]),
            (100, top - 11, PLAIN, 9, REST),
        ]
    of = read_pages(run, tmp_path, (UPRIGHT, words))
    assert overview_of(of) == [
        (f"{title} {REST}", status) for title, status in zip(TITLES, STATUSES, strict=True)
    ]


def test_the_caption_of_a_photo_and_a_quote_are_in_no_narrative(run: Read, tmp_path: Path) -> None:
    """A caption says who took the photo; a quote is set off from the text, and larger."""
    of = set_with(
        run,
        tmp_path,
        behind,
        (
            72,
            610,
            PLAIN,
            8,
            "Varden i Bodø på den siste dagen av året. Foto: Kari Nordmann",
        ),
        (72, 510, PLAIN, 14, "«Nå er det vår tur.»"),
    )
    assert [m.narrative for m in measures(of)] == [
        f"{TEXT} Det er tiltak nummer {n}." for n in range(1, 5)
    ]


def test_a_title_in_capitals_is_the_overviews(run: Read, tmp_path: Path) -> None:
    rows: list[Words] = [
        (72, 310, BOLD, 16, "Oversikt"),
        *(
            (x, 290, BOLD, 9, head)
            for x, head in ((72, "Nr."), (100, "Tiltak"), (380, "Ansvarlig"), (450, "Status"))
        ),
    ]
    for n in range(1, 5):
        title = f"{TITLES[n - 1]} {REST}" if n != 3 else f"{TITLES[n - 1]} i landet"
        for x, text in ((72, f"{n}"), (100, title), (380, "JD"), (450, STATUSES[n - 1])):
            rows.append((x, 290.0 - 30 * n, PLAIN, 9, text))
    of = set_with(run, tmp_path, above, *rows)
    found = [f for f in of.compared()[1] if f.rule == "title-text-vs-overview"]
    assert [(f.scope, f.severity) for f in found] == [("tiltak-3", "warning")]
    assert "«KOMMUNER MED FÅ INNBYGGERE» i teksten, «landet» i oversikten" in found[0].message


PLACES = "Deltakende kommuner: Alta, Hamar og Voss"
ITALIC = "Helvetica-Oblique"
Below = Sequence[tuple[int, str, float, str]]  # lines: step, font, size, text


def parts(*lines: tuple[int, str]) -> Below:
    return [(step, PLAIN, 10, text) for step, text in lines]


def in_italics(step: int, label: str, value: str, size: float = 10) -> Below:
    """A label in italics, with its value in plain type on the same line."""
    return [(step, ITALIC, size, f"{label}: "), (0, PLAIN, size, value)]


MINISTRY = parts((16, "Ansvarlig: JD"))
CONTACT = [*MINISTRY, *parts((13, "Fylkeskontakt: Ingrid Moen"))]
GOES_ON = tuple(
    (13, line) for line in ("Det gjelder både byene", "og distriktene.", "Alle er med.")
)
TOLD = parts((20, TEXT), *GOES_ON)
LONG = parts(
    (13, "Bakgrunn: Mange kommuner har sagt fra om at de trenger mer hjelp til"),
    (13, "arbeidet, og at de ikke har nok ansatte til å ta imot alle."),
)
IN_ITALICS = [*in_italics(16, "Ansvarlig", "JD"), *in_italics(13, "Fylkeskontakt", "Ingrid Moen")]
ROWS: dict[str, tuple[Sequence[Below], Sequence[str]]] = {  # what stands below, who takes part
    "below one that nobody knows": ([[*CONTACT, *parts((13, PLACES)), *TOLD]] * 5, "12345"),
    "alone below the heading": ([[*parts((16, PLACES)), *TOLD]] * 5, "12345"),
    "with as much air between": (
        [[*MINISTRY, *parts((22, "Fylkeskontakt: A. Moen"), (22, PLACES), (22, TEXT), *GOES_ON)]]
        * 5, "12345",
    ),
    "above a text without air": ([[*CONTACT, *parts((13, PLACES), (13, TEXT), *GOES_ON)]] * 5, ""),
    "in italics, in some measures": (
        [[*IN_ITALICS, *in_italics(13, *PLACES.split(": ")), *TOLD]] * 2
        + [[*CONTACT, *TOLD]] * 3, "12",
    ),
    "in some measures": (
        [[*CONTACT, *parts((13, PLACES)), *TOLD]] * 2 + [[*CONTACT, *TOLD]] * 3, "",
    ),
    "with a text of its own": ([[*CONTACT, *LONG]] * 5, ""),
    "below air": ([[*CONTACT, *parts((24, PLACES), (24, TEXT), *GOES_ON)]] * 5, ""),
    "above one more": ([[*CONTACT, *parts((13, PLACES), (13, "Delt av: KS")), *TOLD]] * 5, "12345"),
    "in a text": (
        [[*parts((16, PLACES)), *TOLD]] * 4 + [parts((16, TEXT), (13, PLACES), *GOES_ON)], "1234",
    ),
    "alone below the heading of some": (
        [[*parts((16, PLACES)), *TOLD]] * 2 + [parts((16, TEXT), *GOES_ON)] * 3, "",
    ),
    "in larger type": (
        [[*CONTACT, (14, PLAIN, 11, PLACES), *TOLD]] * 5, "",
    ),
}  # fmt: skip


def rows_below(run: Read, folder: Path, below: Sequence[Below]) -> Run:
    words: list[Words] = []
    for n, lines in enumerate(below, start=1):
        y = 800.0 - 150 * (n - 1)
        words.append(
            (72, y, BOLD, 11, f"{n}. {(*TITLES, 'Lage ny veileder')[n - 1]} [{STATUSES[n % 4]}]")
        )
        x = 72.0
        for step, font, size, text in lines:
            x = x if not step else 72.0
            y -= step
            words.append((x, y, font, size, text))
            x += stringWidth(text, font, size)
    return read_pages(run, folder, (UPRIGHT, words))


def taking_part(of: Run) -> str:
    fields = of.tables.rows(Field)
    return "".join(field.item_id[-1] for field in fields if field.label == PLACES.split(":")[0])


@pytest.mark.parametrize("name", ROWS)
def test_labels_that_nobody_knows_stand_in_a_row_below_the_heading(
    run: Read, tmp_path: Path, name: str
) -> None:
    below, expected = ROWS[name]
    of = rows_below(run, tmp_path, below)
    assert taking_part(of) == expected


CLAUSES = (
    Clause("below-headings", labels, "_in_rows", "is_first or ", ""),
    Clause("right-below-headings", labels, "_add_near", "is_first or ", ""),
    Clause("first-below-headings", labels, "_add_near", " and position == last + 1", ""),
    Clause(
        "not-by-headings-alone", labels, "_by_habit", ' and lines[other].inset != "status"', "",
    ),
    Clause("rows-that-go-on", labels, "_in_rows", "above in linked or ", ""),
    Clause("rows-above", labels, "_in_rows", "place + 1 in linked", "False"),
    Clause("rows-of-near-ones", labels, "_in_rows", "set(near)", "set()"),
    Clause("most-measures", labels, "_in_rows", "2 * len(places) > measures or", ""),
    Clause("some-measures", labels, "_in_rows", "is_habit and", ""),
    Clause("set-apart", labels, "_in_rows", "is_apart and len", "False and len"),
    Clause("not-set-apart", labels, "_in_rows", "is_apart and len", "len"),
    Clause("paragraphs", labels, "_in_rows", " and 2 * alone > len(places)", ""),
    Clause("air-below", labels, "_in_rows", "_has_air(lines, place + 1, layout)", "False"),
    Clause("air-above", labels, "_is_in_row", "not _has_air(lines, position, layout)", "True"),
    Clause("as-much-air", labels, "_is_in_row", "abs(step - usual) < 1", "False"),
    Clause(
        "type", labels, "_is_in_row",
        "(ours.font, ours.size) == (theirs.font, theirs.size)", "True",
    ),
)  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.name)
def test_without_a_clause_some_row_comes_out_wrong(
    clause: Clause, run: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clause.owner, clause.function, clause.dropped())
    assert any(
        taking_part(rows_below(run, tmp_path, below)) != expected
        for below, expected in ROWS.values()
    )
