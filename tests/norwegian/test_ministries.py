"""Lists of ministries: a table of what is read, and what is not."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.norwegian.ministries import PARENTHESISED, find_ministries
from pipeline.norwegian.vocabulary import vocabulary

JUNE_2025 = date(2025, 6, 30)
with (Path(__file__).parent / "corpus" / "ministries.csv").open(encoding="utf-8") as file:
    CORPUS = [tuple(row.values()) for row in csv.DictReader(file)]
CODES = [
    row["code"]
    for row in vocabulary("ministries")
    if not row["valid_to"] and (row["valid_from"] or "0") <= "2025-06-30"
]


@pytest.mark.parametrize(("text", "expected", "unread", "why"), CORPUS)
def test_corpus(text: str, expected: str, unread: str, why: str) -> None:
    found, parts = find_ministries(text, JUNE_2025)
    shown = [f"({m.ministry})" if m.role == PARENTHESISED else m.ministry for m in found]
    assert " ".join(shown) == expected, why
    assert " ".join(text[part.start : part.end] for part in parts) == unread, why


@pytest.mark.parametrize("row", vocabulary("ministries"), ids=lambda row: row["code"])
def test_each_row_reads_its_own_example(row: dict[str, str]) -> None:
    when = date.fromisoformat(row["valid_to"] or "2025-06-30")
    found, unread = find_ministries(row["example"], when)
    assert row["code"] in {m.ministry for m in found}
    assert all(m.orgnr is None or len(m.orgnr) == 9 for m in found)
    assert not [part for part in unread if part.reason == "unknown-ministry"]


def test_validity_decides() -> None:
    assert [m.ministry for m in find_ministries("OED", date(2023, 6, 30))[0]] == ["OED"]
    found, unread = find_ministries("OED", JUNE_2025)
    assert (found, [part.reason for part in unread]) == ((), ["ministry-not-valid"])
    assert [m.ministry for m in find_ministries("OED", None)[0]] == ["OED"]


@given(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=6, unique=True),
    st.sampled_from([", ", " og ", "/", "; ", " samt "]),
)
def test_any_list_comes_back_in_order(codes: list[str], separator: str) -> None:
    found, unread = find_ministries(separator.join(codes), JUNE_2025)
    assert [m.ministry for m in found] == codes
    assert unread == ()


@given(st.text(max_size=300))
def test_never_raises_and_offsets_are_in_the_text(text: str) -> None:
    found, unread = find_ministries(text, JUNE_2025)
    assert all(0 <= part.start < part.end <= len(text) for part in [*found, *unread])
