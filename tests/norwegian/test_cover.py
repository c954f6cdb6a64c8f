"""The month a report speaks for, and the language it is written in."""

from __future__ import annotations

import pytest

from pipeline.norwegian.cover import find_as_of, language_of
from pipeline.norwegian.vocabulary import vocabulary

STATED = [  # text, the month as printed, its last day
    ("Per juni 2025", "juni 2025", "2025-06-30"),
    ("Status per 1. februar 2028", "februar 2028", "2028-02-29"),
    ("Oslo, November 2026", "November 2026", "2026-11-30"),
]


@pytest.mark.parametrize(("text", "printed", "last_day"), STATED)
def test_the_month(text: str, printed: str, last_day: str) -> None:
    stated = find_as_of(text)
    assert stated is not None
    assert (stated.printed, str(stated.last_day)) == (printed, last_day)
    assert text[stated.start : stated.end] == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Status per utgangen av 2025", "utgangen av 2025"),
        ("Status ved utgangen av 2025. Publisert i februar 2026", "utgangen av 2025"),
        ("Status per begynnelsen av 2025", None),
        ("Gjennomføres innen utgangen av 2025", None),
    ],
)
def test_the_end_of_a_year_that_the_report_speaks_for(text: str, printed: str | None) -> None:
    stated = find_as_of(text, spoken_for=True)
    assert (stated and stated.printed) == printed
    assert stated is None or str(stated.last_day) == "2025-12-31"


@pytest.mark.parametrize("text", ["", "2025", "Per juni", "(2024–2028)", "juniper 2025"])
def test_no_month(text: str) -> None:
    assert find_as_of(text) is None


LANGUAGES = [
    (["Arbeidet er ikke startet, og de ansvarlige vurderer hvordan det skal følges opp."], "nb"),
    (["Arbeidet er ikkje starta, og dei ansvarlege vurderer korleis det skal følgjast opp."], "nn"),
    (["Ansvarleg departement", "Status", "Styrkje tilbodet"], "nn"),  # labels and titles alone
    ([], "nb"),
]


@pytest.mark.parametrize(("texts", "language"), LANGUAGES)
def test_language(texts: list[str], language: str) -> None:
    assert language_of(texts) == language


def test_no_word_speaks_for_both_languages() -> None:
    words = [row["word"] for row in vocabulary("languages")]
    assert len(words) == len(set(words))
    assert all(row["example"] == row["word"] for row in vocabulary("languages"))
