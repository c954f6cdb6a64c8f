"""The short ways that rules take come to the same as the long ones."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.validate.rules.text_layer import LEAST_COMMON, has_few_common


@given(st.integers(1, 400), st.integers(0, 12), st.randoms())
def test_the_first_words_tell_of_all(strange: int, common: int, chance: Random) -> None:
    words = ["bsou"] * strange + ["og"] * common
    chance.shuffle(words)
    assert has_few_common(" ".join(words)) == (common < LEAST_COMMON * len(words))
