"""The status of a measure may stand in its heading, where no label says «Status»."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
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
