"""Amounts: exactly how many kroner, of which year, and what cannot be read."""

from __future__ import annotations

import csv
import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.norwegian.amounts import (
    AmountMention,
    amount_spans,
    find_amounts,
    read_amounts,
)
from pipeline.norwegian.numerals import read_digits, read_words
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import Paragraph
from tests.conftest import Run

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
SPACES = (" ", "\u00a0", "\u2009", "\u202f", "\u2007")
FIELDS = ("text", "amount_nok", "qualifier", "change", "annual", "years")


def corpus(name: str) -> list[tuple[str, ...]]:
    with (HERE / "corpus" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def rows_of(name: str) -> list[dict[str, Any]]:
    with (GOLD / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def kroner(text: str) -> list[int]:
    return [amount.amount_nok for amount in find_amounts(text)]


@pytest.mark.parametrize(("text", "texts", "values", "why"), corpus("amounts-accepted"))
def test_accepted(text: str, texts: str, values: str, why: str) -> None:
    assert "|".join(map(str, kroner(text))) == values, why
    assert "|".join(amount.text for amount in find_amounts(text)) == texts, why
    assert read_amounts(text).unread == [], why


@pytest.mark.parametrize(("text", "unread", "why"), corpus("amounts-rejected"))
def test_rejected(text: str, unread: str, why: str) -> None:
    """No amount: either nothing at all, or a sum that is reported as not read."""
    assert find_amounts(text) == [], why
    assert "|".join(amount.text for amount in read_amounts(text).unread) == unread, why


@pytest.mark.parametrize(("text", "told", "why"), corpus("amounts-circumstances"))
def test_circumstances(text: str, told: str, why: str) -> None:
    def shown(a: AmountMention) -> str:
        annual = "annual" if a.annual else "-"
        return f"{a.amount_nok} {a.qualifier} {a.change} {annual} {a.years or '-'}"

    assert "|".join(map(shown, find_amounts(text))) == told, why


@pytest.mark.parametrize(("text", "counted", "why"), corpus("amounts-counted"))
def test_what_is_to_be_added_up(text: str, counted: str, why: str) -> None:
    """«7 of 12» is a part of the 12 millions, «-» was said before."""
    amounts = {amount.start: amount for amount in find_amounts(text)}

    def shown(a: AmountMention) -> str:
        if a.part_of is not None:
            return f"{a.amount_nok // 10**6} of {amounts[a.part_of].amount_nok // 10**6}"
        return str(a.amount_nok // 10**6) if a.counted else "-"

    assert " | ".join(map(shown, amounts.values())) == counted, why


def test_the_same_sum_of_several_is_unread() -> None:
    text = (
        "Det ble gitt 5 mill. kroner til drift og 6 mill. kroner til kurs. Samme beløp gis i 2025."
    )
    assert [unread.text for unread in read_amounts(text).unread] == []
    text = text.replace("gis", "er bevilget")
    assert [unread.text for unread in read_amounts(text).unread] == ["Samme beløp"]


def test_gold_of_the_real_report(june_2025: Run) -> None:
    gold = Counter(
        (row["scope"], *(row[field] for field in FIELDS))
        for row in rows_of("amounts-chapters-1-2.jsonl")
    )
    annotated = {"introduction", "chapter-1", "chapter-2"} | {f"tiltak-{n}" for n in range(1, 57)}
    found = Counter(
        (paragraph.scope, *(getattr(amount, field) for field in FIELDS))
        for paragraph in june_2025.tables.rows(Paragraph)
        if paragraph.scope in annotated
        for amount in find_amounts(paragraph.text)
        if not amount.inferred
    )
    assert found == gold


def test_the_plans_money_is_named_once_and_meant_twice(june_2025: Run) -> None:
    """«Det ble i 2024 avsatt rundt 120 mill. kroner … Tilsvarende beløp er bevilget i 2025.»"""
    inferred = [
        (paragraph.scope, *(getattr(amount, field) for field in FIELDS))
        for paragraph in june_2025.tables.rows(Paragraph)
        for amount in find_amounts(paragraph.text)
        if amount.inferred
    ]
    assert inferred == [
        ("introduction", "Tilsvarende beløp", 120_000_000, "about", "level", False, "2025")
    ]


def test_nothing_in_the_real_report_is_unread(june_2025: Run) -> None:
    texts = [row.text for row in june_2025.tables.rows(Paragraph)]
    assert [unread for text in texts for unread in read_amounts(text).unread] == []


@pytest.mark.parametrize("case", rows_of("external-amounts.jsonl"), ids=lambda case: case["text"])
def test_cases_of_other_test_suites(case: dict[str, Any]) -> None:
    """Whole kroner are read; what has øre is reported as unread; anything else is no amount."""
    expected = case["expected"]
    values = [] if expected is None else expected if isinstance(expected, list) else [expected]
    if all(float(value).is_integer() for value in values):
        assert kroner(case["text"]) == values
    else:
        assert kroner(case["text"]) == []
        assert len(read_amounts(case["text"]).unread) == 1


def test_an_unread_amount_says_why() -> None:
    assert [u.reason for u in read_amounts("499,90 kr og 1.500 mill. kroner").unread] == [
        "beløpet er oppgitt med øre",
        "tallet i beløpet kan ikke leses sikkert",
    ]


def test_spans_are_of_all_amounts_read_or_not() -> None:
    text = "18,6 mill. kroner, 499,90 kr og 10 danske kroner"
    assert [text[start:end] for start, end in amount_spans(text)] == [
        "18,6 mill. kroner",
        "499,90 kr",
    ]


# --- vocabulary ---------------------------------------------------------------------------------


@pytest.mark.parametrize("row", vocabulary("magnitudes"), ids=lambda row: row["word"])
def test_each_magnitude_reads_its_own_example(row: dict[str, str]) -> None:
    assert kroner(row["example"]) == [int(row["example_nok"])]


@pytest.mark.parametrize("row", vocabulary("amounts_currencies"), ids=lambda row: row["word"])
def test_each_currency_reads_its_own_example(row: dict[str, str]) -> None:
    assert kroner(row["example"]) == ([int(row["example_nok"])] if row["example_nok"] else [])
    assert bool(read_amounts(row["example"]).unread) == (row["use"] == "minor")


@pytest.mark.parametrize(
    "row",
    [*vocabulary("amounts_changes"), *vocabulary("amounts_change_marks")],
    ids=lambda row: row["example"],
)
def test_each_word_of_change_reads_its_own_example(row: dict[str, str]) -> None:
    assert [amount.change for amount in find_amounts(row["example"])] == [row["change"]]


@pytest.mark.parametrize("row", vocabulary("numbers"), ids=lambda row: row["word"])
def test_each_numeral_reads_its_own_example(row: dict[str, str]) -> None:
    number = read_words([row["word"]])
    assert number is not None and number.value == int(row["value"])
    assert [amount.text for amount in find_amounts(row["example"])] == [row["example"]]


# --- numerals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", Fraction(0)),
        ("53 297 000", Fraction(53_297_000)),
        ("18,6", Fraction(186, 10)),
        ("1.000.000,50", Fraction(1_000_000_5, 10)),
        ("012", None),  # no number is written so
        ("1 00 000", None),  # groups of three
        ("1,5,5", None),
        ("1.5", None),  # half a million with «mill.» behind it, but not by itself
        ("10,000", None),
        ("9" * 25, None),
        ("", None),
    ],
)
def test_digits(printed: str, value: Fraction | None) -> None:
    assert read_digits(printed) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tjueto", 22),
        ("femogtjue", 25),
        ("fem og tjue", 25),
        ("hundre", 100),
        ("to hundre og førtisju", 247),
        ("tohundreogfemti", 250),
        ("nitten hundre", 1900),
        ("ettusen", 1000),
        ("to tusen og fem", 2005),
        ("en million og to hundre tusen", 1_200_000),
        ("ein og ein halv million", 1_500_000),
        ("tre og fire", None),
        ("tien", None),
        ("millioner", None),  # how many?
        ("to tusen tre millioner", None),
        ("to tusen to tusen", None),
        ("og", None),
    ],
)
def test_words(words: str, value: int | None) -> None:
    number = read_words(words.split())
    assert (None if number is None else number.value) == value


# --- properties ---------------------------------------------------------------------------------


def grouped(value: int, space: str) -> str:
    return f"{value:,}".replace(",", space)


@given(
    st.integers(1, 10**15),
    st.sampled_from((*SPACES, ".")),
    st.sampled_from(SPACES),
    st.sampled_from(("{} kroner", "{} kr", "{} NOK", "kr {}", "NOK {}", "kr {},-", "{},00 kroner")),
)
def test_every_notation_of_whole_kroner(value: int, group: str, space: str, form: str) -> None:
    text = form.replace(" ", space).format(grouped(value, group))
    assert kroner(text) == [value]
    assert find_amounts(text)[0].text == text


@given(
    st.integers(0, 10**6),
    st.integers(1, 999_999),
    st.sampled_from(
        [
            ("{} mill. kroner", 6),
            ("{} mill kr", 6),
            ("{} millioner kroner", 6),
            ("{} millionar kroner", 6),
            ("NOK {} millioner", 6),
            ("kr {} mill.", 6),
            ("{} mrd. kroner", 9),
            ("{} milliardar kroner", 9),
        ]
    ),
    st.sampled_from(SPACES),
)
def test_decimals_are_exact(whole: int, parts: int, form: tuple[str, int], space: str) -> None:
    pattern, power = form
    number = f"{grouped(whole, space)},{parts:06d}".rstrip("0")
    value = (whole * 10**6 + parts) * 10 ** (power - 6)
    assert kroner(pattern.replace(" ", space).format(number)) == [value]


@given(
    st.integers(1, 998),
    st.integers(1, 9),
    st.sampled_from(["mellom {} og {} mill. kroner", "{}–{} mill. kroner", "{} til {} mill. kroner",
                     "{} - {} mill. kroner", "kr {}–{} mill."]),
)  # fmt: skip
def test_a_range_is_its_two_ends(low: int, width: int, form: str) -> None:
    assert kroner(form.format(low, low + width)) == [low * 10**6, (low + width) * 10**6]


@given(st.lists(st.integers(1, 999), min_size=2, max_size=8))
def test_a_list_is_each_of_its_numbers(numbers: list[int]) -> None:
    text = ", ".join(map(str, numbers[:-1])) + f" og {numbers[-1]} mill. kroner"
    assert kroner(text) == [number * 10**6 for number in numbers]


@given(st.integers(1, 10**6), st.integers(1, 99))
def test_an_amount_with_ore_never_has_a_value(whole: int, ore: int) -> None:
    text = f"{whole},{ore:02d} kroner"
    assert kroner(text) == []
    assert [unread.text for unread in read_amounts(text).unread] == [text]


PIECES = (
    "kr|kroner|NOK|øre|mill.|mrd.|tusen|millioner|en|to|hundre|og|til|mellom|,|-|–|,-|(|)|«|»|"
    "2024|2025|1|12|500|1 000|1,5|1.500|½|i|fra|danske|norske|årlig|styrket med|økning på|"
    "om lag|tiltak|.|:|;|som|\n"
)


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map(" ".join),
    )
)
def test_any_text_is_read_and_every_offset_holds(text: str) -> None:
    found = read_amounts(text)
    mentions = sorted((m.start, m.end, m.text) for m in [*found.read, *found.unread])
    assert [text[start:end] for start, end, _ in mentions] == [
        printed for _, _, printed in mentions
    ]
    assert all(end <= following for (_, end, _), (following, _, _) in pairwise(mentions))
    assert [(start, end) for start, end, _ in mentions] == amount_spans(text)
    for amount in found.read:
        assert amount.years is None or parse_edtf(amount.years) is not None


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1. ",
        "og ",
        "kr ",
        "1 000 ",
        "10 mill. kroner ",
        "i 2024 ",
        "fra 2024 ",
        "-",
        "a-",
        "(",
    ],
)
def test_a_long_hostile_line_is_read(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + " og 5 mill. kroner"
    assert read_amounts(text).read[-1].amount_nok == 5_000_000
