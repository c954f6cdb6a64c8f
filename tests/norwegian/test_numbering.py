"""The numbers of items and chapters, as headings and cells have them."""

from __future__ import annotations

import pytest

from pipeline.norwegian.numbering import (
    cell_number,
    chapter_heading,
    is_letter,
    item_heading,
    printed,
    without_number,
)

HEADINGS = [  # text, what its number is, and what is left of it
    ("12 Styrke barnehusene", ("", "12", "", ""), "Styrke barnehusene"),
    ("12. Styrke barnehusene", ("", "12", "", "."), "Styrke barnehusene"),
    ("12 a Styrke barnehusene", ("", "12", "a", ""), "Styrke barnehusene"),
    ("12a) Styrke barnehusene", ("", "12", "a", ")"), "Styrke barnehusene"),
    ("22. I samarbeid med SSB", ("", "22", "", "."), "I samarbeid med SSB"),  # «I» is no letter
    ("Tiltak 12: Styrke barnehusene", ("Tiltak ", "12", "", ":"), "Styrke barnehusene"),
    ("2 a – Styrke barnehusene", ("", "2", "a", "–"), "Styrke barnehusene"),
    ("2.1 Tiltak 12: Styrke barnehusene", ("2.1 Tiltak ", "12", "", ":"), "Styrke barnehusene"),
    ("2.1 Tiltak mot vold", ("", "2.1", "", ""), "Tiltak mot vold"),
    ("Tiltak 2027: Styrke", ("Tiltak ", "2027", "", ":"), "Styrke"),
    ("TILTAK nr. 12 – Styrke", ("TILTAK nr. ", "12", "", "–"), "Styrke"),
    ("Anmodningsvedtak nr. 613", ("Anmodningsvedtak nr. ", "613", "", ""), ""),
    ("Oppmodingsvedtak nummer 613", ("Oppmodingsvedtak nummer ", "613", "", ""), ""),
]


@pytest.mark.parametrize(("text", "number", "rest"), HEADINGS)
def test_the_number_of_a_heading(text: str, number: tuple[str, ...], rest: str) -> None:
    match = item_heading(text)
    assert match is not None
    parts = (match[name] or "" for name in ("named", "number", "letter", "mark"))
    assert (tuple(parts), text[match.end() :]) == (number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Styrke barnehusene",
        "Tiltaket 12 Styrke",
        "Kapittel 12",
        "2024–2028",
        "12345 ord",
        "2027. Det er",
    ],
)
def test_no_number_of_a_heading(text: str) -> None:
    assert item_heading(text) is None


@pytest.mark.parametrize(
    ("text", "number", "letter"),
    [
        ("12", "12", ""),
        ("29a", "29", "a"),
        ("29A.", "29", "A"),
        ("7) Styrke", "7", ""),
        ("7:", "7", ""),
    ],
)
def test_the_number_of_a_cell(text: str, number: str, letter: str) -> None:
    match = cell_number(text)
    assert match is not None
    assert (match["number"], match["letter"]) == (number, letter)


@pytest.mark.parametrize("text", ["", "Styrke", "12345", "12-åringer", "2024/25", "29ab"])
def test_no_number_of_a_cell(text: str) -> None:
    assert cell_number(text) is None


@pytest.mark.parametrize(
    ("word", "letter"), [("a", True), ("H.", True), ("b)", True), ("i", False)]
)
def test_a_letter_in_a_cell(word: str, letter: bool) -> None:
    """Not «i», which is a word."""
    assert is_letter(word) == letter


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("2 Forebygging", "2", "Forebygging"),
        ("Kapittel 2. Forebygging", "2", "Forebygging"),
        ("KAPITTEL 12: FOREBYGGING", "12", "FOREBYGGING"),
    ],
)
def test_the_number_of_a_chapter(text: str, number: str, title: str) -> None:
    match = chapter_heading(text)
    assert match is not None
    assert (match["number"], without_number(text)) == (number, title)


def test_a_number_in_a_chapter_is_no_chapters() -> None:
    assert chapter_heading("2.1 Forebygging") is None
    assert without_number("2.1 Forebygging") == "Forebygging"


def test_how_a_number_is_printed() -> None:
    assert (printed(12, None), printed(29, "a")) == ("12", "29 a")
