"""Sentences of Norwegian prose with its abbreviations and ordinals."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.norwegian.vocabulary import vocabulary


def corpus() -> list[tuple[str, ...]]:
    path = Path(__file__).with_name("corpus") / "sentences.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(("marked", "why"), corpus())
def test_sentences(marked: str, why: str) -> None:
    """The bars of the corpus stand where one sentence ends and the next begins."""
    parts = marked.split(" | ")
    assert read(" ".join(parts)) == parts, why


@pytest.mark.parametrize("row", vocabulary("abbreviations"), ids=lambda row: row["abbreviation"])
def test_each_abbreviation_stands_in_its_own_example(row: dict[str, str]) -> None:
    assert row["abbreviation"].casefold() in row["example"].casefold()
    assert read(row["example"]) == [row["example"]]


@pytest.mark.parametrize("row", vocabulary("abbreviations"), ids=lambda row: row["abbreviation"])
def test_only_some_abbreviations_end_a_sentence_before_a_capital(row: dict[str, str]) -> None:
    text = f"Dette er {row['abbreviation']} Oslo er med."
    assert len(read(text)) == (2 if row["final"] == "maybe" else 1)


def test_a_blank_line_ends_a_sentence() -> None:
    assert read("Uten punktum\n\nNeste avsnitt") == ["Uten punktum", "Neste avsnitt"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t"])
def test_nothing_to_read(text: str) -> None:
    assert sentences(text) == ()


PIECES = [
    "Dette",
    "er",
    "jf.",
    "mv.",
    "26.",
    "mai",
    "A.",
    "1.",
    ".",
    "!",
    "»",
    "(",
    "ung.no",
    "\n\n",
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join))


@given(texts)
def test_every_character_stands_in_one_sentence(text: str) -> None:
    """In order, none empty, and only white space between them."""
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert regex.fullmatch(r"\s*", text[at:start])
        assert regex.fullmatch(r"\S(?s:.*\S)?", text[start:end])
        at = end
    assert regex.fullmatch(r"\s*", text[at:])


@given(texts)
def test_the_sentence_at_a_place(text: str) -> None:
    spans = sentences(text)
    for index, (start, end) in enumerate(spans):
        assert sentence_at(spans, start) == sentence_at(spans, end - 1) == index
