"""Dates: where they stand and exactly what they mean, and what is no date."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.norwegian.amounts import amount_spans
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.edtf import easter
from pipeline.norwegian.references import find_references, read_references
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import Paragraph
from tests.conftest import Run

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
AS_OF = date(2025, 6, 30)
PRECISIONS = {"day", "month", "season", "quarter", "half", "year", "interval", "part"}
ROLES = {"event", "planned", "budget", "period", "document"}
GOLD_FIELDS = ("start", "text", "edtf", "first", "last", "precision", "role", "inferred")
MONTHS = [row["word"] for row in vocabulary("months") if row["form"] == "name"]


def corpus(name: str) -> list[tuple[str, ...]]:
    with (HERE / "corpus" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def rows_of(name: str) -> list[dict[str, Any]]:
    with (GOLD / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def edtfs(text: str) -> list[str | None]:
    return [mention.edtf for mention in find_dates(text)]


# --- the corpus ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed", "edtf", "first", "last", "precision", "why"), corpus("dates-accepted")
)
def test_accepted(
    text: str, printed: str, edtf: str, first: str, last: str, precision: str, why: str
) -> None:
    """One mention whose year is printed: it means the same without an as-of date."""
    (mention,) = find_dates(text)
    assert mention.text == printed, why
    assert mention.edtf == edtf, why
    assert (iso(mention.first), iso(mention.last)) == (first, last), why
    assert (mention.precision, mention.inferred) == (precision, False), why


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\n", "  "])
def test_any_white_space_will_do(space: str) -> None:
    for text, _, edtf, *_ in corpus("dates-accepted"):
        assert edtfs(text.replace(" ", space)) == [edtf], text


@pytest.mark.parametrize(("text", "why"), corpus("dates-rejected"))
def test_rejected(text: str, why: str) -> None:
    assert find_dates(text, as_of=AS_OF) == [], why


@pytest.mark.parametrize(("text", "printed", "why"), corpus("dates-impossible"))
def test_an_impossible_date_is_kept_without_a_value(text: str, printed: str, why: str) -> None:
    (mention,) = find_dates(text, as_of=AS_OF)
    assert mention.text == printed, why
    assert (mention.edtf, mention.first, mention.last, mention.inferred) == (
        None,
        None,
        None,
        False,
    ), why


@pytest.mark.parametrize(("text", "mentions", "why"), corpus("dates-joined"))
def test_what_is_joined_is_read_apart(text: str, mentions: str, why: str) -> None:
    """`*` marks what takes its month or year from its neighbour."""
    read = (f"{m.text}{'*' * m.inferred}={m.edtf}" for m in find_dates(text))
    assert "; ".join(read) == mentions, why


@pytest.mark.parametrize(("text", "as_of", "printed", "edtf", "why"), corpus("dates-inferred"))
def test_a_year_that_is_not_printed(
    text: str, as_of: str, printed: str, edtf: str, why: str
) -> None:
    """The mentions without a year; those with one are read beside them."""
    mentions = [m for m in find_dates(text, as_of=date.fromisoformat(as_of)) if m.inferred]
    assert "; ".join(m.text for m in mentions) == printed, why
    assert "; ".join(str(m.edtf) for m in mentions) == edtf, why


@pytest.mark.parametrize(
    "text", ["Stortinget vedtok i juni endringer.", "Det skjer også i år.", "Møtet er 2. juli."]
)
def test_without_context_and_as_of_date_nothing_is_guessed(text: str) -> None:
    assert find_dates(text) == []


# --- the vocabulary ------------------------------------------------------------------------------


@pytest.mark.parametrize("row", vocabulary("months"), ids=lambda row: row["word"])
def test_months(row: dict[str, str]) -> None:
    assert edtfs(row["example"]) == [f"2025-{int(row['month']):02}-12"]


@pytest.mark.parametrize("row", vocabulary("seasons"), ids=lambda row: row["word"])
def test_seasons(row: dict[str, str]) -> None:
    assert edtfs(row["example"]) == [f"2025-{row['suffix']}"]


@pytest.mark.parametrize("row", vocabulary("ordinals"), ids=lambda row: row["word"])
def test_ordinals(row: dict[str, str]) -> None:
    number = int(row["number"])
    last = number == -1
    assert edtfs(row["example"]) == ["2025-03-30" if last else f"2025-05-{number:02}"]


@pytest.mark.parametrize("row", vocabulary("weekdays"), ids=lambda row: row["word"])
def test_weekdays(row: dict[str, str]) -> None:
    """The first of them in May 2025, which began on a Thursday; short names only after a dash."""
    (mention,) = find_dates(row["example"])
    assert mention.first is not None
    if row["form"] == "short":
        assert (mention.text, mention.edtf) == (row["example"], "2025-05-01/2025-06-02")
        return
    assert mention.first.isoweekday() == int(row["weekday"]) or mention.edtf == "2025-05-01"
    assert date(2025, 5, 1) <= mention.first <= date(2025, 5, 7)


HOLIDAYS_2025 = {  # Easter Sunday was 20 April
    "02-sunday-2": "2025-02-09",
    "11-sunday-2": "2025-11-09",
    "easter-7": "2025-04-13",
    "easter-3": "2025-04-17",
    "easter-2": "2025-04-18",
    "easter-1": "2025-04-19",
    "easter+0": "2025-04-20",
    "easter+1": "2025-04-21",
    "easter+39": "2025-05-29",
    "easter+48": "2025-06-07",
    "easter+49": "2025-06-08",
    "easter+50": "2025-06-09",
    "easter-7/easter+1": "2025-04-13/2025-04-21",
    "easter+48/easter+50": "2025-06-07/2025-06-09",
}


@pytest.mark.parametrize("row", vocabulary("holidays"), ids=lambda row: row["words"])
def test_holidays(row: dict[str, str]) -> None:
    expected = HOLIDAYS_2025.get(row["days"], f"2025-{row['days']}")
    assert edtfs(row["example"]) == [expected]


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1818, "1818-03-22"), (1943, "1943-04-25"), (2000, "2000-04-23"), (2024, "2024-03-31")],
)
def test_easter(year: int, sunday: str) -> None:
    """The earliest and the latest day that Easter can have, and two more."""
    assert easter(year).isoformat() == sunday


PARTS = {
    "start": "2026-01/2026-03",
    "middle": "2026-05/2026-08",
    "end": "2026-12",
    "close": "2026-12",
    "before": "../2026-05",
    "after": "2026-09/..",
}
SPRING_PARTS = {"start": "2026-03", "middle": "2026-04", "end": "2026-05", "close": "2026-05"}


@pytest.mark.parametrize("row", vocabulary("parts"), ids=lambda row: row["words"])
def test_parts(row: dict[str, str]) -> None:
    (mention,) = find_dates(row["example"])
    of = SPRING_PARTS if row["example"].endswith("våren 2026") else PARTS
    assert (mention.text, mention.edtf) == (row["example"], of[row["part"]])


@pytest.mark.parametrize("row", vocabulary("relative_years"), ids=lambda row: row["words"])
def test_relative_years(row: dict[str, str]) -> None:
    (mention,) = find_dates(row["example"], as_of=AS_OF)
    assert mention.edtf == f"{2025 + int(row['offset'])}-06"
    assert (mention.text, mention.inferred) == (row["example"], True)


# --- gold ----------------------------------------------------------------------------------------


def test_every_date_of_the_first_chapters(june_2025: Run) -> None:
    """The introduction and chapters 1 and 2, annotated by hand: nothing missed, nothing more."""
    gold = rows_of("dates-chapters-1-2.jsonl")
    scopes = {"introduction", "chapter-1", "chapter-2"}
    scopes |= {f"tiltak-{number}" for number in range(1, 57)}
    read = [
        (text.scope, text.paragraph, _as_gold(mention))
        for text in june_2025.tables.rows(Paragraph)
        if text.scope in scopes
        for mention in find_dates(text.text, as_of=AS_OF)
    ]
    expected = [
        (row["scope"], row["paragraph"], tuple(row[field] for field in GOLD_FIELDS)) for row in gold
    ]
    assert sorted(read) == sorted(expected)


def _as_gold(mention: DateMention) -> tuple[Any, ...]:
    values = mention._asdict()
    days = {name: values[name] and values[name].isoformat() for name in ("first", "last")}
    return tuple((values | days)[field] for field in GOLD_FIELDS)


def in_edtf(expected: str) -> str:
    """The cases' own codes as EDTF's."""
    codes = {f"Q{number}": str(32 + number) for number in range(1, 5)}
    codes |= {"H1": "40", "H2": "41"}
    codes |= {"spring": "21", "summer": "22", "autumn": "23", "winter": "24"}
    for code, suffix in codes.items():
        expected = expected.replace(code, suffix)
    return expected


# forms that no report would use: no value, rather than a wrong one
UNREAD = {"fjortende April 15"}


@pytest.mark.parametrize("case", rows_of("external-dates.jsonl"), ids=lambda case: case["text"])
def test_cases_of_other_projects(case: dict[str, Any]) -> None:
    expected = [] if case["text"] in UNREAD else [in_edtf(case["expected"])]
    assert edtfs(case["text"]) == expected


@pytest.mark.parametrize("case", rows_of("external-amounts.jsonl"), ids=lambda case: case["text"])
def test_in_amounts_only_years_after_a_preposition_are_read(case: dict[str, Any]) -> None:
    for mention in find_dates(case["text"], as_of=AS_OF):
        before = case["text"][: mention.start].rstrip().rsplit(None, 1)[-1].casefold()
        assert (mention.precision, before) == ("year", "i")


# --- any text ------------------------------------------------------------------------------------

PROSE = """
i 2025 2024 2026– 1. 26. 31. 12.5.2025 2025-05 24/1234 Q3 . , ( ) « » – / : % ; og til 2000 saker
mai juni des. jul våren høsten vinteren julen kvartal halvår tertial uke årsskiftet november
første siste andre utgangen av begynnelsen tidlig før etter sommeren året årsslutt fjor neste år
skal ble frist innen perioden handlingsplan rapport nr. § kroner mill. mandag 29. februar Prop. S
36 (2023–2024) rundskriv 26/2025 https://a.no/2025 kap. er fra 3.–4. 1. 2025/26 medio ultimo
påsken juledag tir. Q1-2025 2025-W07 14/3-2025 1. 2. desember januar mellom planlagt fikk midler
"""
WORDS = PROSE.split()
prose = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
any_text = st.one_of(st.text(), prose, glued, st.text(alphabet="0123456789 .–-/maijun§«»()\n"))
any_day = st.dates()


@given(any_text, st.one_of(st.none(), any_day))
def test_any_text(text: str, as_of: date | None) -> None:
    """Never an error, and what every mention holds whatever the text."""
    mentions = find_dates(text, as_of=as_of)
    ends = [0, *(mention.end for mention in mentions)]
    for end, mention in zip(ends, mentions, strict=False):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.precision in PRECISIONS
        assert mention.role in ROLES
        check_bounds(mention)


def check_bounds(mention: DateMention) -> None:
    """`first` and `last` are the bounds that the library gives the EDTF string."""
    if mention.edtf is None:
        assert (mention.first, mention.last) == (None, None)
        return
    assert mention.first is not None or mention.last is not None
    if mention.first is not None and mention.last is not None:
        assert mention.first <= mention.last
    point = parse_edtf(mention.edtf)
    if mention.edtf[4:] == "-24":  # the library's winter is December of its year
        year = int(mention.edtf[:4])
        assert mention.first == date(year - 1, 12, 1)
        assert mention.last == date(year, 3, 1) - timedelta(days=1)
        return
    for bound, day in ((point.lower_strict(), mention.first), (point.upper_strict(), mention.last)):
        if day is None:
            assert bound in (float("inf"), float("-inf"))
        else:
            assert date(*bound[:3]) == day


@given(prose, st.integers(0, 60), st.integers(0, 60))
def test_nothing_inside_a_reference_is_a_date(text: str, start: int, length: int) -> None:
    span = (start, start + length)
    for mention in find_dates(text, as_of=AS_OF, references=[span] if length else []):
        assert length == 0 or mention.end <= span[0] or mention.start >= span[1]


@given(prose)
def test_known_references_and_amounts_change_nothing(text: str) -> None:
    references = [(found.start, found.end) for found in find_references(text)]
    references += read_references(text).sessions
    given_both = find_dates(text, as_of=AS_OF, references=references, amounts=amount_spans(text))
    assert given_both == find_dates(text, as_of=AS_OF)


HOSTILE = (
    "1|1. |og |mai |i mai |2025 |i 2025 |2025–|24. og |rapport fra |«2025 |a-|evaluering av |"
    "skal i 2025 |1.1.|\n|I 2025 ble. |i perioden 2024–2028 |midler i 2025 |(2025) |i år "
)


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    """A hundred thousand characters: what is not linear would not come to an end."""
    text = piece * (100_000 // len(piece)) + " og 26. mai 2025"
    assert find_dates(text, as_of=AS_OF)[-1].edtf == "2025-05-26"


# --- what is written is read back ----------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
years = st.integers(1900, 2099)


def name(day: date) -> str:
    return MONTHS[day.month - 1]


WAYS: dict[str, Callable[[date], str]] = {
    "words": lambda day: f"{day.day}. {name(day)} {day.year}",
    "no point": lambda day: f"{day.day} {name(day)} {day.year}",
    "no-break spaces": lambda day: f"{day.day}.\u00a0{name(day)}\u00a0{day.year}",
    "capital": lambda day: f"{day.day}. {name(day).capitalize()} {day.year}",
    "month first": lambda day: f"{name(day)} {day.day}, {day.year}",
    "figures": lambda day: f"{day.day}.{day.month}.{day.year}",
    "zeros": lambda day: f"{day:%d.%m.%Y}",
    "strokes": lambda day: f"{day.day}/{day.month}/{day.year}",
    "ISO": lambda day: day.isoformat(),
}


@pytest.mark.parametrize("way", WAYS)
@given(day=days)
def test_days_read_back(way: str, day: date) -> None:
    text = WAYS[way](day)
    (mention,) = find_dates(f"Det ble gjort {text}, som planlagt.")
    assert (mention.text, mention.edtf) == (text, day.isoformat())
    assert (mention.first, mention.last, mention.precision) == (day, day, "day")


@given(days, days)
def test_ranges_of_days_read_back(one: date, other: date) -> None:
    assume(one != other)
    start, end = sorted((one, other))
    for write in (WAYS["words"], WAYS["zeros"]):
        text = f"{write(start)}–{write(end)}"
        (mention,) = find_dates(f"Det varte {text}.")
        assert mention.text == text
        assert mention.edtf == f"{start.isoformat()}/{end.isoformat()}"


@given(days)
def test_days_without_a_year_take_it_from_their_sentence(day: date) -> None:
    text = f"Det begynte {day.day}. {name(day)} og varte hele {day.year}."
    mention = find_dates(text)[0]
    assert (mention.edtf, mention.inferred) == (day.isoformat(), True)


@given(years, st.integers(1, 12))
def test_months_read_back(year: int, number: int) -> None:
    for text in (f"{MONTHS[number - 1]} {year}", f"{number}.{year}", f"{number:02}.{year}"):
        (mention,) = find_dates(f"Det skjedde i {text}.")
        assert (mention.text, mention.edtf) == (text, f"{year}-{number:02}")


@given(years, st.sampled_from([("kvartal", 4, 32), ("halvår", 2, 39)]), st.data())
def test_quarters_and_halves_read_back(
    year: int, noun: tuple[str, int, int], data: st.DataObject
) -> None:
    words = ("første", "andre", "tredje", "fjerde")
    which = data.draw(st.integers(1, noun[1]))
    for ordinal in (f"{which}.", words[which - 1]):
        text = f"{ordinal} {noun[0]} {year}"
        (mention,) = find_dates(f"Det skjedde i {text}.")
        assert (mention.text, mention.edtf) == (text, f"{year}-{noun[2] + which}")


@given(st.integers(1900, 2039), st.integers(1, 60), st.sampled_from(["–", "-", " – ", "/"]))
def test_ranges_of_years_read_back(year: int, length: int, dash: str) -> None:
    text = f"{year}{dash}{year + length}"
    (mention,) = find_dates(f"Det gjelder perioden {text}.")
    assert (mention.text, mention.edtf) == (text, f"{year}/{year + length}")
    assert (mention.precision, mention.role) == ("interval", "period")


@given(days.filter(lambda day: day.year > 1900), st.sampled_from(sorted(PARTS)[2:]))
def test_parts_lie_within_what_they_are_part_of(day: date, part: str) -> None:
    words = next(row["words"] for row in vocabulary("parts") if row["part"] == part)
    assume(words.endswith((" av", "medio")))
    for whole in (str(day.year), f"{name(day)} {day.year}", f"første kvartal {day.year}"):
        (inner,) = find_dates(f"{words} {whole}")
        (outer,) = find_dates(f"i {whole}")
        assert inner.first is not None and inner.last is not None
        assert outer.first is not None and outer.last is not None
        assert outer.first <= inner.first <= inner.last <= outer.last
