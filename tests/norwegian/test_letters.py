"""Letters alone: the same text however it is set."""

from __future__ import annotations

import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.norwegian.letters import (
    count_letters,
    letters_of,
    same_letters,
    small_letters,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Styrke  rettshjelp-\ntilbudet.", "Styrkerettshjelptilbudet"),
        ("o\ufb03siell", "offisiell"),  # a ligature
        ("§ 12 a_", "12a"),
    ],
)
def test_how_a_text_is_set_does_not_matter(text: str, letters: str) -> None:
    assert letters_of(text) == letters
    assert small_letters(text) == letters.lower()


def test_a_soft_hyphen_parts_no_word() -> None:
    assert words_of("Barne\u00adhus, på Hamar-området!") == ["barnehus", "på", "hamar", "området"]


# Few letters, so that texts are often alike: ligatures, composed and not, marks, other digits.
WORDS = st.lists(st.text("abåÅ\u0301\u030aﬁfi½1.«-_\u00b4", min_size=1, max_size=4), max_size=6)


def letters(words: list[str]) -> Counter[str]:
    text = unicodedata.normalize("NFKC", " ".join(words))
    return Counter(letter for letter in text if letter.isalnum())


@given(WORDS, WORDS, st.randoms())
def test_letters_are_counted_only_where_words_differ(
    here: list[str], there: list[str], chance: Random
) -> None:
    assert same_letters(" ".join(here), " ".join(there)) == (letters(here) == letters(there))
    moved = [part for word in here for part in (word[:1], word[1:]) if part]
    chance.shuffle(moved)
    assert same_letters(" ".join(here), " ".join(moved)) == (letters(here) == letters(moved))


@given(WORDS)
def test_what_is_no_mark_is_a_letter(words: list[str]) -> None:
    assert count_letters(" ".join(words)) == letters(words).total()
