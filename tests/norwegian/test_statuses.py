"""Status words: what they mean, and what is not one."""

from __future__ import annotations

import pytest

from pipeline.norwegian.statuses import order_of, read_status, status_at_start
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import STATUSES

ACCEPTED = [  # printed, status, why
    ("Under arbeid", "Under arbeid", "as in the report"),
    ("under  arbeid", "Under arbeid", "capitals and spaces do not matter"),
    ("Gjennomført.", "Gjennomført", "nor a full stop"),
    ("Ikkje starta", "Ikke startet", "nynorsk"),
    ("Påbegynt", "Under arbeid", "a predecessor's word that means the same"),
    ("Ferdig", "Gjennomført", "likewise"),
    ("Byrja", "Under arbeid", "likewise, nynorsk"),
    ("Løpende", "Løpende", "a category of its own"),
    ("Avsluttet", "Avsluttet", "ended is not carried out"),
    ("Pågående - i rute.", "Pågående – i rute", "any dash"),
]
REJECTED = [
    ("Satt på vent", "a status nobody has used before"),
    ("Under arbeid, men forsinket", "more than the status"),
    ("Gjennomført/under arbeid", "two at once"),
    ("Ikke", "cut short"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("printed", "status", "why"), ACCEPTED)
def test_accepted(printed: str, status: str, why: str) -> None:
    assert read_status(printed) == status, why


@pytest.mark.parametrize(("printed", "why"), REJECTED)
def test_rejected(printed: str, why: str) -> None:
    assert read_status(printed) is None, why


@pytest.mark.parametrize("row", vocabulary("statuses"), ids=lambda row: row["printed"])
def test_each_row_reads_its_own_example(row: dict[str, str]) -> None:
    assert read_status(row["example"]) == row["status"]


def test_the_three_statuses_mean_themselves() -> None:
    assert [read_status(status) for status in STATUSES] == list(STATUSES)


WITH_MORE = [  # text, the status, its words
    ("Under arbeid, forventes ferdig i 2027", "Under arbeid", "Under arbeid"),
    ("Gjennomført i 2025", "Gjennomført", "Gjennomført"),
    ("Gjennomført våren 2025", "Gjennomført", "Gjennomført"),
    ("Gjennomført. Direktoratet har levert.", "Gjennomført", "Gjennomført"),
    ("Under arbeid – forsinket", "Under arbeid", "Under arbeid"),
    ("Pågående – forsinket", "Pågående – forsinket", "Pågående – forsinket"),
    ("Pågående og gjennomført", "Pågående og gjennomført", "Pågående og gjennomført"),
    ("● Ikke startet", "Ikke startet", "● Ikke startet"),
    ("Ikkje starta (ventar på midlar)", "Ikke startet", "Ikkje starta"),
]


@pytest.mark.parametrize(("text", "status", "words"), WITH_MORE)
def test_a_status_with_what_is_added_to_it(text: str, status: str, words: str) -> None:
    start = status_at_start(text)
    assert start is not None
    assert (start.status, text[: start.end]) == (status, words)


@pytest.mark.parametrize(
    "text",
    [
        "Gjennomført, men ikke i alle fylker",
        "Gjennomført (delvis)",
        "Gjennomført/under arbeid",
        "Gjennomført av direktoratet",
        "Under arbeidet med planen",
        "Direktoratet har levert. Gjennomført.",
        "",
    ],
)
def test_no_status_at_the_start(text: str) -> None:
    assert status_at_start(text) is None


def test_the_order_of_statuses() -> None:
    """As the data model has it; other categories tell nothing of it."""
    known = ["Ikke startet", "Under arbeid", "Løpende", "Gjennomført"]
    assert [order_of(status) for status in known] == [0, 1, 2, 3]
    assert [order_of(status) for status in ("Utsatt", "I rute", "Avsluttet", None)] == [None] * 4


OF_REPORT = (("A", "Gjennomført"), ("●", "Under arbeid"), ("Pågår", "Løpende"))


@pytest.mark.parametrize(
    ("text", "status", "why"),
    [
        ("A", "Gjennomført", "a letter that the report uses"),
        ("A, levert i 2025", "Gjennomført", "with an addition"),
        ("Avklart", None, "a letter is a whole word"),
        ("●", "Under arbeid", "a sign, which elsewhere is only a mark before a status"),
        ("○", None, "another sign"),
        ("● Gjennomført", "Gjennomført", "a mark before a status of all"),
        ("Pågår", "Løpende", "the report's meaning before that for all"),
        ("Ferdig", "Gjennomført", "the words of all stay"),
    ],
)
def test_the_words_of_a_report(text: str, status: str | None, why: str) -> None:
    start = status_at_start(text, OF_REPORT)
    assert (start.status if start else None) == status, why
    assert text in ("Pågår", "Ferdig", "● Gjennomført") or status_at_start(text) is None
