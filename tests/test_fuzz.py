"""A hundred damaged PDFs of `make fuzz`: none breaks, hangs, or changes a value in silence."""

from __future__ import annotations

import pytest

from tests.fuzz import FAILURES, REAL_EVERY, campaign, small
from tests.hostile.mutations import DAMAGES, damaged

ENGINE = "reportlab"  # quick to start, and its files are small


@pytest.mark.parametrize("start", range(0, 100, 25))
def test_damaged_files(start: int) -> None:
    numbers = [number for number in range(start, start + 25) if number % REAL_EVERY]
    tally = campaign(numbers, (ENGINE,))
    assert {outcome for outcome, _ in tally} & set(FAILURES) == set(), tally


def test_the_same_number_is_the_same_damage_and_numbers_differ() -> None:
    content = small(ENGINE).content
    made = [damaged(content, number) for number in range(80)]
    assert made == [damaged(content, number) for number in range(80)]
    assert {kind for _, kind in made} == {damage.__name__.strip("_") for damage in DAMAGES}
    assert len({changed for changed, _ in made}) > 50
