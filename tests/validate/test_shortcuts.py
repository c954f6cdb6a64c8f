"""The short ways that rules take come to the same as the long ones."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.validate.rules.narratives import COMMON, met_again
from pipeline.validate.rules.text_layer import LEAST_COMMON, has_few_common


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
