"""The roles of dates: what they are for, and which words decided."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.norwegian.date_roles import present_forms, told_forms
from pipeline.norwegian.dates import find_dates

AS_OF = date(2025, 6, 30)


def corpus(name: str) -> list[tuple[str, ...]]:
    path = Path(__file__).with_name("corpus") / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "printed", "role", "evidence", "why"), corpus("dates-roles"))
def test_role_and_the_words_that_decided(
    text: str, printed: str, role: str, evidence: str, why: str
) -> None:
    (mention,) = (found for found in find_dates(text, as_of=AS_OF) if found.text == printed)
    assert (mention.role, mention.evidence) == (role, evidence), why


def test_a_later_report_sees_the_same_milestone_as_planned() -> None:
    """What was announced stays announced when its time has passed: only so can it be overdue."""
    text = "Rapporten skal foreligge i oktober 2025."
    for as_of in (AS_OF, date(2026, 6, 30), None):
        assert find_dates(text, as_of=as_of)[0].role == "planned"


def test_the_past_of_a_verb_is_over() -> None:
    """«Direktoratet kartla saken i november», in June, is last November, by any known verb."""
    read = {
        word: find_dates(f"Direktoratet {word} saken i november.", as_of=AS_OF)
        for word in told_forms()
    }
    assert len(read) > 1000
    assert {word for word, (day,) in read.items() if day.edtf != "2024-11"} == set()


def test_the_present_of_a_verb_is_to_come() -> None:
    """«Ordningen avvikles i mars», in June, is next March."""
    read = {word: find_dates(f"Ordningen {word} i mars.", as_of=AS_OF) for word in present_forms()}
    assert len(read) > 500
    assert {word for word, (day,) in read.items() if day.edtf != "2026-03"} == set()


def test_without_an_as_of_date_present_tense_tells_nothing() -> None:
    (mention,) = find_dates("Seminarene avholdes i 2025.")
    assert (mention.role, mention.evidence) == ("event", "")


@pytest.mark.parametrize(("text", "mentions"), corpus("dates-sentences"))
def test_sentences_written_before_they_were_read(text: str, mentions: str) -> None:
    """Every date with its value and role («-»: either may be argued for), and no other."""
    found = find_dates(text, as_of=AS_OF)
    expected = [mention.rsplit(" ", 1) for mention in mentions.split("; ") if mention]
    assert [f"{day.text} = {day.edtf}" for day in found] == [value for value, _ in expected]
    roles = [day.role for day in found]
    assert roles == [
        said if said != "-" else role for (_, said), role in zip(expected, roles, strict=True)
    ]
