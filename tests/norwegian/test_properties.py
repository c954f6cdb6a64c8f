"""What holds for every text, list, word and number, not only for those in the corpora.

Dates, amounts, references and sentences have such tests beside their corpora; here are the other
parsers, and the rows that are made of what all of them find.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.norwegian.actors import Actors
from pipeline.norwegian.cover import find_as_of, language_of
from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.numerals import is_number_word, read_digits, read_words
from pipeline.norwegian.references import PLAN
from pipeline.norwegian.statuses import read_status
from pipeline.norwegian.vocabulary import Openings, any_of, vocabulary
from pipeline.parse.links import problem_of
from pipeline.parse.mentions import mention_rows
from pipeline.parse.paragraphs import paragraph_rows, running_text
from pipeline.seams.entries import Block, Entry
from pipeline.seams.ids import OVERVIEW
from pipeline.seams.tables import (
    ActorMention,
    AmountMention,
    DateMention,
    LinkRow,
    Measure,
    Ministry,
    Paragraph,
    Record,
    ReferenceMention,
    SpanRow,
    Status,
    Unread,
)
from pipeline.seams.words import Link
from tests.printed import blocks, entry_of, item_rows, link_rows, one_by_one, printed, words

AS_OF = date(2025, 6, 30)


def keys(rows: Iterable[Record]) -> Counter[tuple[object, ...]]:
    """How often each key stands in its table: once, or the tables cannot be joined."""
    return Counter((type(row), *(getattr(row, name) for name in row.key)) for row in rows)


# --- statuses -----------------------------------------------------------------------------------

PRINTED = sorted({row["printed"] for row in vocabulary("statuses")})
MEANS = {row["printed"]: row["status"] for row in vocabulary("statuses")}


@given(
    st.sampled_from(PRINTED),
    st.sampled_from([str.lower, str.upper, str.title, str]),
    st.sampled_from([" ", "\xa0", "  ", "\n"]),
    st.sampled_from(["", " ", "\u2009"]),
    st.sampled_from(["", ".", " .", "*", ".*"]),
)
def test_a_status_in_any_typography(
    word: str, case: type[str], space: str, margin: str, end: str
) -> None:
    text = margin + case(word).replace(" ", space) + end + margin
    assert read_status(text) == MEANS[word]


@given(st.sampled_from(PRINTED), st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_a_status_and_more_is_not_that_status(word: str, more: str) -> None:
    """«Under arbeid, forsinket» says something else than «Under arbeid»."""
    for text in (f"{word} {more}", f"{more} {word}", f"{word}, {more}"):
        if text.casefold() not in {one.casefold() for one in PRINTED}:
            assert read_status(text) is None


@given(st.text())
def test_any_text_is_a_known_status_or_none(text: str) -> None:
    assert read_status(text) in {None, *MEANS.values()}


# --- ministries ---------------------------------------------------------------------------------

NAMES = sorted({row[key] for row in vocabulary("ministries") for key in ("code", "name")})
SEPARATORS = [", ", " og ", " samt ", "/", ";", " & ", " (", ")", " ", "*", "."]
lists = st.lists(
    st.sampled_from([*NAMES, *SEPARATORS, "alle", "Alle*", "m.fl.", "XYZ", "nemnd"]), max_size=12
).map("".join)
SEPARATOR = regex.compile(r"[\s,;/&.*()]|\b(?:og|samt)\b", flags=regex.IGNORECASE)


@given(st.one_of(st.text(), lists), st.none() | st.dates())
def test_every_word_of_a_list_is_read_or_unread(text: str, as_of: date | None) -> None:
    """In order, none overlapping, and nothing but separators left over."""
    found, unread = find_ministries(text, as_of)
    spans = sorted((one.start, one.end) for one in [*found, *unread])
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        at = end
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    # «Justisdepartementet (JD)» is one ministry: the code in its parentheses is passed over.
    codes = {one.ministry for one in found}
    rest = [word for word in SEPARATOR.sub(" ", "".join(left)).split() if word not in codes]
    names = {one.name.casefold() for one in found if one.name}
    assert not rest or " ".join(rest).casefold() in names
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(st.sampled_from(vocabulary("ministries")), st.dates())
def test_a_code_is_read_on_the_days_it_was_one(row: dict[str, str], day: date) -> None:
    rows = [other for other in vocabulary("ministries") if other["code"] == row["code"]]
    valid = [
        other["name"]
        for other in rows
        if (other["valid_from"] or "0001-01-01") <= str(day) <= (other["valid_to"] or "9999-12-31")
    ]
    found, unread = find_ministries(row["code"], day)
    assert [one.name for one in found] == valid[:1]
    assert [one.reason for one in unread] == ([] if valid else ["ministry-not-valid"])


# --- numerals -----------------------------------------------------------------------------------

UNITS = "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten"
SMALL = [*UNITS.split(), "sytten", "atten", "nitten"]
TENS = ["", "", "tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"]


def spelled(value: int, *, apart: str = "", joint: str = " og ") -> str:
    """`value` below a milliard in Norwegian words, written here anew: 247 is «to hundre og
    førtisju»; `apart` parts ten and unit, `joint` joins what follows hundreds and magnitudes.
    """
    for power, one, many in ((10**6, "million", "millioner"), (1000, "tusen", "tusen")):
        count, rest = divmod(value, power)
        if count:
            head = f"{spelled(count, apart=apart, joint=joint)} {one if count == 1 else many}"
            between = joint if rest < 100 else " "
            return head + (between + spelled(rest, apart=apart, joint=joint) if rest else "")
    hundreds, rest = divmod(value, 100)
    if hundreds:
        return f"{SMALL[hundreds]} hundre" + (
            f"{joint}{spelled(rest, apart=apart)}" if rest else ""
        )
    if value < 20:
        return SMALL[value]
    tens, unit = divmod(value, 10)
    return TENS[tens] + (f"{apart}{SMALL[unit]}" if unit else "")


@given(st.integers(0, 10**9 - 1), st.sampled_from(["", " "]), st.sampled_from([" og ", " "]))
def test_numbers_in_words_read_back(value: int, apart: str, joint: str) -> None:
    words = spelled(value, apart=apart, joint=joint).split()
    number = read_words(words)
    assert number is not None
    assert number.value == value
    assert all(is_number_word(word) for word in words if word != "og")


@given(st.integers(1, 999), st.sampled_from([("tusen", 10**3), ("millioner", 10**6)]))
def test_and_a_half(value: int, magnitude: tuple[str, int]) -> None:
    word, scale = magnitude
    number = read_words([*spelled(value).split(), "og", "en", "halv", word])
    assert number is not None
    assert number.value == (value + Fraction(1, 2)) * scale


@given(
    st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(["", " ", "\xa0", "\u2009", "."])
)
def test_numbers_in_digits_read_back(whole: int, cents: int, group: str) -> None:
    printed = f"{whole:,}".replace(",", group)
    scaled = group == "." and whole >= 1000
    assert read_digits(printed) == whole
    assert read_digits(f"{printed},{cents:02}") == whole + Fraction(cents, 100)
    # Before «mill.» a point may part thousands or decimals: nothing is guessed.
    assert read_digits(printed, scaled=True) == (None if scaled else whole)


@given(st.text(st.sampled_from("0123456789,. \xa0-x")) | st.text(), st.booleans())
def test_digits_are_never_moved(printed: str, scaled: bool) -> None:
    """What is read has the printed digits in their order, and a comma or point among them."""
    number = read_digits(printed, scaled=scaled)
    if number is not None:
        assert number >= 0
        digits = "".join(str(int(char)) for char in printed if char.isdigit())
        assert any(number * 10**places == int(digits) for places in range(len(digits)))


vocabulary_words = [row["word"] for row in vocabulary("numbers")]


@given(
    st.lists(st.sampled_from([*vocabulary_words, "og", "halv", "tusen", "millioner", "en"]))
    | st.lists(st.text(max_size=12))
)
def test_any_words_are_a_number_or_none(words: list[str]) -> None:
    number = read_words(words)
    if number is not None:
        assert number.value >= 0
        assert all(is_number_word(word) or word == "og" for word in words)
        assert read_words([*words, "kroner"]) is None


# --- cover --------------------------------------------------------------------------------------

MONTHS = sorted({row["word"] for row in vocabulary("months")})
covers = st.lists(
    st.sampled_from([*MONTHS, "Per", "per", "1.", "2025", "1999", "2100", "(2024–2028)", "Oslo,"])
).map(" ".join)


@given(st.one_of(st.text(), covers))
def test_a_month_is_one_and_stands_where_it_says(text: str) -> None:
    stated = find_as_of(text)
    if stated is None:
        return
    assert text[stated.start : stated.end] == stated.printed
    day = stated.last_day
    assert day.day == calendar.monthrange(day.year, day.month)[1]
    assert stated.printed.endswith(str(day.year))


@given(st.sampled_from(vocabulary("months")), st.integers(1900, 2099), st.text())
def test_any_month_of_any_year(row: dict[str, str], year: int, after: str) -> None:
    stated = find_as_of(f"Per {row['word']} {year} {after}")
    assert stated is not None
    assert (stated.last_day.year, stated.last_day.month) == (year, int(row["month"]))


@given(st.lists(st.text() | st.sampled_from(["ikkje", "ikke", "dei", "de", "frå", "fra"])))
def test_the_order_of_texts_is_not_a_language(texts: list[str]) -> None:
    assert language_of(texts) in ("nb", "nn")
    assert language_of(texts) == language_of(reversed(texts))


# --- vocabulary ---------------------------------------------------------------------------------

letters = st.text(st.sampled_from("abcæøå.()|+"), min_size=1, max_size=5)


@given(st.lists(letters, min_size=1, max_size=8), letters)
def test_any_of_is_any_of_them(given_words: list[str], other: str) -> None:
    pattern = regex.compile(any_of(given_words))
    assert all(pattern.fullmatch(word) for word in given_words)
    assert bool(pattern.fullmatch(other)) == (other in given_words)


phrases_of_words = st.from_regex(r"(\*?[abæå]{1,4}|[abæå]{1,4}\*)( [abæå]{1,3})?", fullmatch=True)
gaps = st.sampled_from([" ", " ", "  ", ", ", " (", "\n", "\u00a0", "-", "1", ""])


@given(st.lists(phrases_of_words, min_size=1, max_size=6), st.data())
def test_a_first_look_overlooks_nothing(given_words: list[str], data: st.DataObject) -> None:
    """Wherever one of the words stands, in capitals or not, it is tried."""
    some = st.sampled_from(given_words).map(lambda word: word.replace("*", "b"))
    pieces = data.draw(st.lists(st.tuples(some | some.map(str.upper), gaps), max_size=8))
    text = "".join(word + gap for word, gap in pieces)
    pattern = regex.compile(rf"(?<!\p{{L}}){any_of(given_words)}(?!\p{{L}})", regex.IGNORECASE)
    places = {found.start() for found in pattern.finditer(text, overlapped=True)}
    assert places <= set(Openings(given_words).positions(text))


# --- links --------------------------------------------------------------------------------------

hosts = st.from_regex(r"[a-zæøå0-9-]{1,12}\.(?:no|com|dep\.no)", fullmatch=True)


@given(st.sampled_from(["http", "https", "HTTPS", "ftp"]), hosts, st.from_regex(r"(/\S{0,9})?"))
def test_addresses_have_no_problem(scheme: str, host: str, path: str) -> None:
    assert problem_of(f"{scheme}://{host}{path.strip()}") is None


@pytest.mark.parametrize("prefix", ["file:///", "FILE://", "C:\\", "c:/", "\\\\server\\"])
@given(rest=st.text())
def test_places_on_a_disk_are_told(prefix: str, rest: str) -> None:
    assert problem_of(prefix + rest) == "local-file"


@given(st.text())
def test_any_address(url: str) -> None:
    assert problem_of(url) in (None, "local-file", "not-a-url")
    assert problem_of(" " + url) != "local-file"


@given(blocks, st.data())
def test_a_link_drawn_on_words_is_carried_by_them(block: Block, data: st.DataObject) -> None:
    """From any word to any later one, over as many lines as it takes: one row."""
    printed_words = [
        (place, word)
        for place in block.places
        if place.end > place.start
        for word in place.words(block.text)
    ]
    first = data.draw(st.integers(0, len(printed_words) - 1))
    last = data.draw(st.integers(first, len(printed_words) - 1))
    drawn = printed_words[first : last + 1]
    boxes: dict[tuple[int, int], Link] = {}
    for place, word in drawn:
        box = Link(place.page, word.x0, place.top, word.x1, place.bottom, "https://dsb.no")
        before = boxes.get((place.page, place.line), box)
        boxes[place.page, place.line] = replace(before, x1=box.x1)
    rows = link_rows([block], boxes.values())
    (row,) = (row for row in rows if isinstance(row, LinkRow))
    assert row.text == block.text[drawn[0][1].start : drawn[-1][1].end]
    assert (row.item_id, row.scope, row.page) == ("tiltak-4", "tiltak-4", drawn[0][0].page)
    spans = [row for row in rows if isinstance(row, SpanRow)]
    assert [(span.page, span.x0, span.top, span.x1) for span in spans] == [
        (box.page, box.x0, box.top, box.x1) for box in boxes.values()
    ]


@given(blocks, st.text(min_size=1))
def test_a_link_on_nothing_is_unread(block: Block, url: str) -> None:
    link = Link(block.page, 400, 10, 450, 20, url)
    (row,) = link_rows([block], [link])
    assert isinstance(row, Unread)
    assert (row.reason, row.text, row.page) == ("link-without-words", url, link.page)


def _entry(block: Block, source: str = "text") -> Entry:
    return entry_of(block.owner, source, block.page, chapter="Helhetlig innsats")


# --- rows ---------------------------------------------------------------------------------------

PHRASES = """
i 2025|26. mai 2025|våren 2026|2021 – 2028|31. juni 2025|første halvår|18,6 mill. kroner|kr 500,50
om lag 1,2 mrd. kroner|150 og 150 mill. kroner|1 000|tiltak 4|tiltak 8 og 114|vedtak 611–619
tiltak 4–4|tiltak 4 og 4|Prop. 36 S (2023–2024)|straffeloven § 196|jf.|Planen gjelder|.|,|(|)|–|:
regjeringens nye handlingsplan|Dette skal følges opp.|innen utgangen av|perioden|årlig|økning på
Bufdir|Bufdir (Barne-, ungdoms- og familiedirektoratet)|Kripos|RVTS
"""
phrases = st.sampled_from(PHRASES.strip().replace("\n", "|").split("|")).map(str.split)
prose = st.lists(
    st.lists(phrases | words.map(lambda word: [word]), min_size=1, max_size=5).map(
        lambda groups: [word for group in groups for word in group]
    ),
    min_size=1,
    max_size=5,
)


@given(prose, st.lists(st.booleans(), min_size=5, max_size=5), st.none() | st.dates())
def test_rows_of_any_running_text(
    rows: Sequence[Sequence[str]], hyphenated: list[bool], as_of: date | None
) -> None:
    """Every mention is in the text where it says, in its sentence, with boxes and a key of its
    own.
    """
    block = printed(rows, top=660, hyphenated=hyphenated)
    texts = running_text([block], {block.owner: _entry(block)})
    made = [
        *one_by_one(paragraph_rows("2025", texts)),
        *one_by_one(mention_rows("2025", texts, PLAN, as_of, Actors())),
    ]
    assert max(keys(made).values()) == 1
    lines = {(place.page, place.top, place.bottom) for place in block.places}
    spans = [row for row in made if isinstance(row, SpanRow)]
    assert all((span.page, span.top, span.bottom) in lines for span in spans)
    placed = {(span.of_table, span.id) for span in spans if span.seq == 1}
    for row in made:
        if isinstance(row, SpanRow):
            continue
        assert (row.table, row.id) in placed
        assert (row.report_id, row.item_id) == ("2025", "tiltak-4")
        if isinstance(row, DateMention | AmountMention | ReferenceMention | ActorMention):
            assert block.text[row.start :].startswith(row.text)
        if isinstance(row, DateMention | AmountMention | ActorMention):
            assert row.text in row.sentence or row.sentence in row.text
            assert row.sentence in block.text
    (paragraph,) = (row for row in made if isinstance(row, Paragraph))
    assert (paragraph.text, paragraph.page) == (block.text, block.page)


status_texts = st.sampled_from(PRINTED).map(str.split) | st.lists(words, min_size=1, max_size=3)


@given(
    words,
    status_texts,
    st.lists(
        st.sampled_from([*NAMES[:9], "og", ",", "(", ")", "alle*", "XYZ"]) | words, min_size=1
    ),
    st.sampled_from(["text", OVERVIEW]),
)
def test_rows_of_any_item(
    title: str, status: list[str], ministries: list[str], source: str
) -> None:
    """Whatever is printed, there is one measure and one status; what is not known is unread."""
    scope = OVERVIEW if source == OVERVIEW else "tiltak-4"
    split = [word for name in ministries for word in name.split()]
    cells = {"title": [title], "ministries": split, "status": status}
    made = [printed([row], part=part, scope=scope) for part, row in cells.items()]
    rows = item_rows(made, [_entry(made[0], source)], AS_OF)
    assert max(keys(rows).values()) == 1
    (measure,) = (row for row in rows if isinstance(row, Measure))
    assert (measure.title, measure.overview_title)[source == OVERVIEW] == title
    (own,) = (row for row in rows if isinstance(row, Status))
    assert (own.source, own.status_printed) == (source, " ".join(status))
    reasons = Counter(row.reason for row in rows if isinstance(row, Unread))
    assert (own.status is None) == (reasons["unknown-status"] == 1)
    read = [row for row in rows if isinstance(row, Ministry)]
    assert [row.position for row in read] == list(range(1, len(read) + 1))
    assert all(row.printed == " ".join(split) for row in read)


def test_what_is_printed_twice_in_an_item_has_two_keys() -> None:
    """A label again in the same item, and the same unknown word again in its list."""
    lists = [["JD", "og", "XYZ,", "XYZ"], ["HOD,", "XYZ"]]
    made = [
        printed([["Tittel"]], part="title"),
        *(printed([row], part="ministries") for row in lists),
    ]
    rows = item_rows(made, [_entry(made[0])], AS_OF)
    assert [(row.id, row.ministry) for row in rows if isinstance(row, Ministry)] == [
        ("tiltak-4/text/1", "JD"),
        ("tiltak-4/text/2", "HOD"),
    ]
    assert [row.id for row in rows if isinstance(row, Unread) and row.text] == [
        "tiltak-4/text/unknown-ministry/XYZ-ade099",
        "tiltak-4/text/unknown-ministry/XYZ-ade099#2",
        "tiltak-4/text/unknown-ministry/XYZ-ade099#3",
    ]
    assert max(keys(rows).values()) == 1
