"""The vocabularies of promises: each row does in its own example what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from pipeline.norwegian.clauses import clauses
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.milestone_kinds import kind_of_date
from pipeline.norwegian.outcomes import admits_delay
from pipeline.norwegian.promises import has_words, promise_words, read_promise
from pipeline.norwegian.results import Result, results_named, results_of_clause
from pipeline.norwegian.vocabulary import vocabulary

AS_OF = date(2025, 6, 30)
Row = Mapping[str, str]


@pytest.mark.parametrize(
    "row", vocabulary("results"), ids=lambda row: f"{row['ladder']} {row['words']}"
)
def test_each_result_is_brought_about_in_its_example(row: Row) -> None:
    result = Result(row["ladder"], int(row["step"]))
    if row["form"] == "noun":
        assert result in results_named(words_of(row["example"]))
    else:
        (clause,) = clauses(row["example"], AS_OF)
        assert result in results_of_clause(clause)


def test_no_result_is_stated_twice() -> None:
    rows = [(row["ladder"], row["form"], row["words"]) for row in vocabulary("results")]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    "row", vocabulary("promise_words"), ids=lambda row: f"{row['kind']} {row['words']}"
)
def test_each_word_of_promises_stands_in_its_example(row: Row) -> None:
    if row["kind"] == "whole_prefix":
        assert words_of(row["example"])[0].startswith(row["words"])
    else:
        assert has_words(words_of(row["example"]), row["kind"])
    assert row["words"] in promise_words(row["kind"])


KINDS = [  # the sentence, what the date in it is, why
    ("Rapporten skal foreligge i juni 2026.", "completion", "a document that is to be there"),
    ("Oppdraget ferdigstilles i november 2025.", "completion", "the work as such"),
    ("Endelig frist for oppdraget er februar 2026.", "completion", "a deadline of the work"),
    ("Lova skal tre i kraft 1. januar 2026.", "completion", "nynorsk, a law in force"),
    ("Arbeidet settes i gang høsten 2025.", "start", "a beginning"),
    ("Det er planlagt oppstart i 2026.", "start", "the noun of a beginning"),
    ("Et utkast skal foreligge i desember 2025.", "part", "a draft"),
    ("Dei neste møta blir haldne i oktober 2025.", "part", "nynorsk, some of many"),
    ("Bufdir vil gjennomføre en fagdag i november 2025.", "part", "an event on the way"),
    ("Forslaget er sendt ut med høringsfrist 1. oktober 2025.", "hearing", "others' answers"),
    ("Forslaget skal sendes på høring våren 2026.", "completion", "the hearing is the work"),
    ("Dette gir en prognose for 2025 på 400 saker.", "forecast", "no promise"),
    ("Prosjektet vil pågå ut 2026.", "activity", "work goes on"),
    (
        "Tiltaket må ses i sammenheng med loven, som vil bli vedtatt i 2026.",
        "other-actor",
        "what the work only hangs together with",
    ),
]


@pytest.mark.parametrize(("sentence", "kind", "why"), KINDS)
def test_kinds(sentence: str, kind: str, why: str) -> None:
    promise = read_promise(sentence, AS_OF)
    assert promise is not None
    assert promise.day is not None
    assert kind_of_date(sentence, promise.day.start, AS_OF) == kind, why


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("Arbeidet har tatt lengre tid enn planlagt. Rapporten ventes høsten 2025.", True),
        ("Bufdir har fått utvidet frist for oppdraget til høsten 2025.", True),
        ("Rapporten ventes høsten 2025.", False),
        ("Rapporten om barn som er utsatt for vold, ventes høsten 2025.", False),
    ],
)
def test_delays_that_are_admitted(text: str, late: bool) -> None:
    assert admits_delay(text, text.index("høsten")) == late
