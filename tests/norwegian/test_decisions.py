"""When the Storting made a decision: which sentences say so, and which do not."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.norwegian.decisions import find_decided

JUNE_2025 = date(2025, 6, 30)
MAY = date(2024, 5, 7)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Se vedtak 613 av 7. mai 2024.", ["613"]),
        ("Jf. anmodningsvedtak nr. 613 (7. mai 2024).", ["613"]),
        ("Jf. vedtak 611, 612 og 613, 7. mai 2024.", ["611", "612", "613"]),
        ("Se vedtak 611–613 av 7. mai 2024.", ["611", "612", "613"]),
        ("Se vedtak 7. mai 2024 nr. 611.", ["611"]),
        ("Vedtak 20 er fulgt opp, og vedtak 613 frå 7. mai 2024 er det ikkje.", ["613"]),
    ],
)
def test_the_day_stands_at_the_number(text: str, numbers: list[str]) -> None:
    (decided,) = find_decided(text, JUNE_2025)
    assert text[decided.start : decided.end] == "7. mai 2024"
    assert (decided.day, sorted(decided.numbers)) == (MAY, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "Stortinget traff ytterligere åtte anmodningsvedtak ved behandlingen 7. mai 2024.",
        "Ved behandlingen 7. mai 2024 fattet Stortinget fire vedtak.",
        "Desse oppmodingsvedtaka vart vedtekne 7. mai 2024.",
    ],
)
def test_a_sentence_about_all_of_them(text: str) -> None:
    (decided,) = find_decided(text, JUNE_2025)
    assert (decided.day, decided.numbers, decided.requested) == (MAY, (), True)


@pytest.mark.parametrize(
    "text", ["Vedtaket ble fattet 7. mai 2024.", "Det traff vedtaket 7. mai 2024."]
)
def test_a_decision_that_the_reader_knows(text: str) -> None:
    (decided,) = find_decided(text, JUNE_2025)
    assert (decided.day, decided.known) == (MAY, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Stortinget sluttet seg til planen 7. mai 2024 og ba om mer.", "no decision is named"),
        ("Loven som følger opp vedtaket, ble vedtatt 7. mai 2024.", "the law, not the decision"),
        ("Utredningen av vedtaket ble gjort ferdig 7. mai 2024.", "what was done about it"),
        ("Stortinget traff vedtakene 7. mai 2024 og 4. juni 2024.", "two days"),
        ("Stortinget traff flere anmodningsvedtak i mai 2024.", "a month is no day"),
        ("Stortinget traff flere anmodningsvedtak 7. mai 2026.", "after the report"),
    ],
)
def test_what_says_no_day_of_a_decision(text: str, why: str) -> None:
    assert not find_decided(text, JUNE_2025), why
