"""The short ways that rules take come to the same as the long ones."""

from __future__ import annotations

import unicodedata
from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.validate.rules.narratives import COMMON, met_again
from pipeline.validate.rules.readings import count_letters, same_letters
from pipeline.validate.rules.text_layer import LEAST_COMMON, has_few_common

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


@given(st.integers(1, 400), st.integers(0, 12), st.randoms())
def test_the_first_words_tell_of_all(strange: int, common: int, chance: Random) -> None:
    words = ["bsou"] * strange + ["og"] * common
    chance.shuffle(words)
    assert has_few_common(" ".join(words)) == (common < LEAST_COMMON * len(words))


@given(st.lists(st.sets(st.tuples(st.sampled_from("abcde"))), max_size=8))
def test_what_is_met_again_is_shared_or_boilerplate(narratives: list[set[tuple[str, ...]]]) -> None:
    holders = Counter(shingle for own in narratives for shingle in own)
    shared, boilerplate = met_again(narratives)
    assert shared == {shingle for shingle, count in holders.items() if 1 < count < COMMON}
    assert boilerplate == {shingle for shingle, count in holders.items() if count >= COMMON}
