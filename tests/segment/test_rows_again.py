"""Rows that stand once more, and what begins a row: on rows and words, without a page."""

from __future__ import annotations

import pytest

from pipeline.segment.parts import Titled, repeated_rows
from pipeline.segment.table_rows import RowNumber, is_of_chapter, number_in_title
from tests.segment.lines import run_of


def row(number: int, title: str = "") -> Titled:
    return ((number,), ""), title or f"tiltak {number}"


def section(title: str) -> Titled:
    return None, title


BEFORE = {row(1), row(2), row(3)}


@pytest.mark.parametrize(
    ("rows", "again"),
    [
        ([row(1), row(2), row(3)], {0, 1, 2}),  # the whole once more
        ([row(4), row(5)], set()),
        ([row(3), row(4), row(5)], set()),  # one row that is printed twice by mistake
        ([section("A"), row(4), row(5), section("B"), row(3)], set()),  # so in a section alone
        # behind the last chapter's table the whole begins
        ([section("C"), row(611), row(612), section("A"), row(1), row(2)], {3, 4, 5}),
        ([section("A"), row(4), row(5), section("A"), row(4), row(5)], {3, 4, 5}),
        ([row(1, "et annet"), row(2, "et tredje")], set()),  # another part with its own numbers
    ],
)
def test_what_only_repeats_earlier_rows(rows: list[Titled], again: set[int]) -> None:
    assert repeated_rows(rows, BEFORE) == again


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("T6 a. Vurdere statistikken", "6a"),
        ("6 a Vurdere statistikken", "6a"),
        ("T6. Vurdere statistikken", "6"),
        ("6 a statistikken", None),
    ],
)
def test_the_number_in_a_title(cell: str, name: str | None) -> None:
    number = number_in_title(run_of(cell).words())
    assert (number.number.name if number else None) == name


@pytest.mark.parametrize(
    ("text", "names", "is_chapter"),
    [
        ("3 Hjelp og vern", {"title"}, True),
        ("3 Styrke hjelpen", {"title", "ministries", "status"}, False),
        ("2.5 Styrke hjelpen", {"title"}, False),
    ],
)
def test_a_chapter_between_measures_of_two_numbers(
    text: str, names: set[str], *, is_chapter: bool
) -> None:
    before = number_in_title(run_of("2.4 Øke kunnskapen").words())
    number = number_in_title(run_of(text).words())
    assert isinstance(before, RowNumber)
    assert isinstance(number, RowNumber)
    assert is_of_chapter(number, before.number, names) is is_chapter
