"""Months by their names, and back."""

from __future__ import annotations

import pytest

from pipeline.norwegian.months import month_name, month_number


def test_a_month_is_its_own_name() -> None:
    assert [month_number(month_name(number)) for number in range(1, 13)] == list(range(1, 13))


@pytest.mark.parametrize(("word", "number"), [("Desember", 12), ("sept", 9), ("JUNI", 6)])
def test_abbreviations_and_capitals(word: str, number: int) -> None:
    assert month_number(word) == number


def test_no_month() -> None:
    with pytest.raises(KeyError):
        month_number("vår")
