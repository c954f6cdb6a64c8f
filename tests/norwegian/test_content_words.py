"""Content words: forms of a word are alike, other words are not."""

from __future__ import annotations

import pytest

from pipeline.norwegian.content_words import content_word, content_words
from pipeline.norwegian.vocabulary import vocabulary

ALIKE = [
    "veileder veilederen veiledere veilederne",
    "retningslinje retningslinjer retningslinjene retningslinja",
    "etablere etablert etableres etablerast",
    "seksuelle seksuelt seksuell",
    "rettleiar rettleiaren rettleiarar",
    "overgrep overgrepet overgrepene",
]


@pytest.mark.parametrize("forms", ALIKE)
def test_forms_of_one_word_are_alike(forms: str) -> None:
    assert len(set(content_words(forms))) == 1


def test_words_without_content_are_left_out() -> None:
    assert content_words("Det er en av de to i by og bygd") == ["bygd"]


def test_other_words_differ() -> None:
    words = "barn barnehage vold veileder plan planlegge kommune kommunikasjon"
    assert len(set(content_words(words))) == len(words.split())


@pytest.mark.parametrize("row", vocabulary("inflections"), ids=lambda row: row["ending"])
def test_each_ending_is_left_out_in_its_example(row: dict[str, str]) -> None:
    assert row["example"].endswith(row["ending"])
    assert row["example"].startswith(left := content_word(row["example"]))
    assert len(left) <= len(row["example"]) - len(row["ending"])
