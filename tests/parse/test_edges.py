"""Edges that the corpora pass by. Each was found by changing the code and seeing no test fail
(`make mutants`), so each of these would be noticed by a reader of the tables and by nobody else.
"""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.easter import easter as easter_of_dateutil

from pipeline.entries import OVERVIEW, TEXT, Block, Entry, Structure
from pipeline.parse.amounts import read_amounts
from pipeline.parse.dates import find_dates
from pipeline.parse.front import abbreviation_rows
from pipeline.parse.items import item_rows
from pipeline.parse.links import link_rows
from pipeline.parse.points import easter, week_of_month
from pipeline.records import Abbreviation, LinkRow, SpanRow, Unread
from pipeline.words import Link
from tests.conftest import Run
from tests.printed import printed

AS_OF = date(2025, 6, 30)


def entry_of(block: Block, source: str = TEXT) -> Entry:
    return Entry("tiltak-4", "tiltak-4", source, "tiltak", 4, "", 1, "Innsats", block.page)


# --- amounts ------------------------------------------------------------------------------------

CHANGES = [  # text, change, why
    ("Rammen er redusert inntil ytterligere 5 mill. kroner.", "decrease", "verb, word, word"),
    ("Rammen er økt minst om lag 5 mill. kroner.", "increase", "two qualifiers"),
    ("Behovet er på ytterligere 5 mill. kroner.", "increase", "«på» with no noun of change"),
    ("Summen er ytterligere 3 mill. kroner.", "increase", "«er» with no noun of change"),
]


@pytest.mark.parametrize(("text", "change", "why"), CHANGES)
def test_change(text: str, change: str, why: str) -> None:
    assert [amount.change for amount in read_amounts(text).read] == [change]


def test_kroner_with_ore_behind_are_not_read_again_as_a_price() -> None:
    found = read_amounts("Det koster 12 kroner 50,- i året.")
    assert found.read == []
    assert [one.text for one in found.unread] == ["12 kroner 50"]


def test_a_number_after_either_name_of_kroner_is_not_read_twice() -> None:
    """«5 kr 20» may be 5 kroner or 20, or 5 kroner and 20 øre."""
    found = read_amounts("Det koster 5 kr 20 i året.")
    assert found.read == []
    assert [one.text for one in found.unread] == ["5 kr 20"]


def test_a_minus_that_begins_a_text() -> None:
    """It is no dash between two numbers, though the text ends with one."""
    (amount,) = read_amounts("−5 mill. kroner i 2024").read
    assert (amount.amount_nok, amount.years) == (-5_000_000, "2024")


# --- dates --------------------------------------------------------------------------------------


def found(text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.edtf) for mention in find_dates(text, as_of=AS_OF)]


@pytest.mark.parametrize(
    "text",
    [
        "Kurset holdes i løpet av høsten.",
        "Arbeidet er ferdig til våren.",
        "Det skjer om våren og høsten.",
        "Dette skjer etter sommeren.",
    ],
)
def test_a_season_alone_says_no_year(text: str) -> None:
    assert found(text) == []


def test_a_year_is_lent_to_the_next_sentence_and_no_further() -> None:
    near = "Planen ble lagt fram i mai 2023. Møtet ble holdt i februar."
    far = "Planen ble lagt fram i mai 2023. Arbeidet går videre. Møtet ble holdt i februar."
    assert found(near) == [("mai 2023", "2023-05"), ("februar", "2023-02")]
    assert found(far) == [("mai 2023", "2023-05"), ("februar", "2025-02")]


def test_what_is_told_lies_no_more_than_a_quarter_ahead() -> None:
    """«ble holdt» in October cannot be of this year, if the report speaks for June."""
    text = "Høringen ble sendt i 2025, og møtet ble holdt i {}."
    assert found(text.format("september"))[-1] == ("september", "2025-09")
    assert found(text.format("oktober"))[-1] == ("oktober", "2024-10")


def test_easter_is_that_of_another_library() -> None:
    for year in range(1583, 4100):
        assert easter(year) == easter_of_dateutil(year)


def test_a_week_that_a_month_has_not() -> None:
    assert week_of_month(2025, 2, 5) is None  # four Mondays only
    assert week_of_month(2025, 9, 5) is None  # a fifth Monday, but its Sunday is in October
    fifth = week_of_month(2025, 3, 4)
    assert fifth is not None
    assert (fifth.first, fifth.last) == (date(2025, 3, 24), date(2025, 3, 30))


# --- links --------------------------------------------------------------------------------------


def link_text(block: Block, left: float, right: float) -> str:
    place = block.places[1]
    link = Link(place.page, left, place.top, right, place.bottom, "https://dsb.no")
    rows = link_rows("2025", Structure([block], [entry_of(block)], []), [link])
    (row,) = (row for row in rows if isinstance(row, LinkRow))
    return row.text


def test_marks_outside_a_link_are_not_its_text() -> None:
    """Also where the text begins with it."""
    block = printed([["(Rapporten)", "finnes."]])
    first, last = block.places[1].words(block.text)
    assert link_text(block, first.x0, first.x1) == "(Rapporten)"
    assert link_text(block, first.x0, first.x1 - 5) == "(Rapporten"
    assert link_text(block, first.x0 + 5, first.x1 - 5) == "Rapporten"
    assert link_text(block, last.x0, last.x1 - 5) == "finnes"


# --- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "scope"), [(TEXT, "tiltak-4"), (OVERVIEW, OVERVIEW)])
def test_what_is_unread_says_where_it_stands(source: str, scope: str) -> None:
    parts = {"title": "Tittel", "ministries": "JD", "status": "Utsatt"}
    made = [printed([[text]], part=part, scope=scope) for part, text in parts.items()]
    rows = item_rows("2025", Structure(made, [entry_of(made[0], source)], []), AS_OF)
    (unread,) = (row for row in rows if isinstance(row, Unread) and row.stage == "parse")
    assert (unread.scope, unread.reason, unread.text) == (scope, "unknown-status", "Utsatt")
    assert unread.id == f"tiltak-4/{source}/unknown-status/Utsatt"


def test_abbreviations() -> None:
    """Each with what it stands for; one that is explained twice has two keys."""
    printed_pairs = [("NAV", "Arbeids- og velferdsetaten"), ("FN", "De forente nasjoner")]
    made = [
        printed([text.split()], part=part, owner="", scope="front-matter", top=72.0 + 14 * index)
        for index, pair in enumerate([*printed_pairs, printed_pairs[0]])
        for part, text in zip(("abbreviation", "expansion"), pair, strict=True)
    ]
    rows = list(abbreviation_rows("2025", Structure(made, [], [])))
    assert [(r.id, r.abbreviation, r.expansion) for r in rows if isinstance(r, Abbreviation)] == [
        ("NAV", "NAV", "Arbeids- og velferdsetaten"),
        ("FN", "FN", "De forente nasjoner"),
        ("NAV#2", "NAV", "Arbeids- og velferdsetaten"),
    ]
    spans = [(row.id, row.seq) for row in rows if isinstance(row, SpanRow)]
    assert spans == [(own, seq) for own in ("NAV", "FN", "NAV#2") for seq in (1, 2)]


def test_the_abbreviations_of_the_real_report(june_2025: Run) -> None:
    rows = {row.abbreviation: row.expansion for row in june_2025.tables.rows(Abbreviation)}
    assert len(rows) == 25
    assert rows["AID"] == "Arbeids- og inkluderingsdepartementet"
    assert rows["NKVTS"] == "Nasjonalt kunnskapssenter om vold og traumatisk stress"
    assert all(short != long for short, long in rows.items())
