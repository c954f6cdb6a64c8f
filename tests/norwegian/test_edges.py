"""Edges that the corpora pass by. Each was found by changing the code and seeing no test fail
(`make mutants`), so each of these would be noticed by a reader of the tables and by nobody else.
"""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.easter import easter as easter_of_dateutil

from pipeline.norwegian.actors import Actors
from pipeline.norwegian.amounts import read_amounts
from pipeline.norwegian.dates import find_dates
from pipeline.norwegian.edtf import easter, week_of_month
from pipeline.parse.mentions import mention_rows
from pipeline.parse.paragraphs import running_text
from pipeline.parse.report import abbreviation_rows, report_rows, stated_month
from pipeline.seams.entries import Block, Entry
from pipeline.seams.ids import OVERVIEW
from pipeline.seams.tables import Abbreviation, LinkRow, Measure, Report, SpanRow, Status, Unread
from pipeline.seams.words import Document, Link
from tests.conftest import Run
from tests.printed import entry_of as printed_entry
from tests.printed import item_rows, link_rows, one_by_one, printed

AS_OF = date(2025, 6, 30)


def entry_of(block: Block, source: str = "text") -> Entry:
    return printed_entry("tiltak-4", source, block.page)


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
    assert found(near) == [("mai 2023", "2023-05"), ("februar", "2024-02")]  # time runs forward
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


def test_the_29th_of_february_is_in_a_year_that_has_it() -> None:
    """The last one where it is told, the next one where it is planned."""
    assert found("Møtet ble holdt 29. februar.") == [("29. februar", "2024-02-29")]
    assert found("Møtet skal holdes 29. februar.") == [("29. februar", "2028-02-29")]


# --- links --------------------------------------------------------------------------------------


def link_text(block: Block, left: float, right: float) -> str:
    place = block.places[1]
    link = Link(place.page, left, place.top, right, place.bottom, "https://dsb.no")
    (row,) = (row for row in link_rows([block], [link]) if isinstance(row, LinkRow))
    return row.text


def test_marks_outside_a_link_are_not_its_text() -> None:
    """Also where the text begins with it."""
    block = printed([["(Rapporten)", "finnes."]])
    first, last = block.places[1].words(block.text)
    assert link_text(block, first.x0, first.x1) == "(Rapporten)"
    assert link_text(block, first.x0, first.x1 - 5) == "(Rapporten"
    assert link_text(block, first.x0 + 5, first.x1 - 5) == "Rapporten"
    assert link_text(block, last.x0, last.x1 - 5) == "finnes"


def test_a_link_in_pieces_on_one_word_is_one() -> None:
    """The hyphen at which a typesetter breaks a word has a box of its own."""
    block = printed([["barnehus-", "kapasitet"]])
    place = block.places[1]
    word = place.words(block.text)[0]
    cut = word.x1 - 5
    links = [
        Link(place.page, left, place.top, right, place.bottom, "https://dsb.no")
        for left, right in ((word.x0, cut), (cut, word.x1))
    ]
    rows = link_rows([block], links)
    assert [row.text for row in rows if isinstance(row, LinkRow)] == ["barnehus-"]
    assert not any(isinstance(row, Unread) for row in rows)


def test_a_link_belongs_to_the_words_that_it_covers_best() -> None:
    """Not to those that it only brushes, though they are read first."""
    above, below = printed([["Overskrift"]], owner="tiltak-3"), printed([["Her"]], top=74.0)
    link = Link(1, 72.0, 72.0, 92.0, 84.0, "https://dsb.no")  # on the whole of «Her»
    (row,) = (row for row in link_rows([above, below], [link]) if isinstance(row, LinkRow))
    assert (row.text, row.item_id) == ("Her", "tiltak-4")


# --- the report ---------------------------------------------------------------------------------

DOCUMENT = Document("2025.pdf", "0" * 64, 75, "Word", 20_000)


def of_report(*blocks: Block) -> tuple[Report, list[Unread], list[tuple[str, int]]]:
    """The report's row, what is unread, and the field and page of each box."""
    stated = stated_month(lambda: blocks)
    as_of = stated[1].last_day if stated else None
    rows = list(one_by_one(report_rows("2025", "Planen", DOCUMENT, lambda: blocks, stated, as_of)))
    (report,) = (row for row in rows if isinstance(row, Report))
    boxes = [(row.field, row.page) for row in rows if isinstance(row, SpanRow)]
    return report, [row for row in rows if isinstance(row, Unread)], boxes


TITLE = printed([["Statusrapport"]], scope="front-matter", part="title", owner="")
MONTH = printed([["Per", "juni", "2025"]], scope="front-matter", owner="")
OPENING = printed(
    [["Planen", "fra", "mars", "2024", "følges", "opp"], ["per", "juni", "2025."]],
    page=3,
    scope="introduction",
    owner="",
)


def test_the_month_on_the_cover() -> None:
    report, unread, boxes = of_report(TITLE, MONTH, OPENING)
    assert (report.title, report.as_of_printed, report.as_of) == (
        "Statusrapport", "juni 2025", AS_OF,
    )  # fmt: skip
    assert (report.pages, report.words, report.sha256) == (75, 20_000, "0" * 64)
    assert (unread, boxes) == ([], [("title", 1), ("as_of", 1)])


def test_the_month_in_the_introduction_where_the_cover_has_none() -> None:
    """That after «per», not the first one named."""
    report, unread, boxes = of_report(TITLE, OPENING)
    assert (report.as_of_printed, report.as_of) == ("juni 2025", AS_OF)
    assert (unread, boxes) == ([], [("title", 1), ("as_of", 3)])


def test_no_month_is_no_default() -> None:
    report, unread, boxes = of_report(printed([["Tekst"]], scope="introduction", owner=""))
    assert (report.title, report.as_of, report.as_of_printed) == (None, None, None)
    assert [(row.id, row.reason) for row in unread] == [("report/no-as-of", "no-as-of")]
    assert boxes == []


# --- rows ---------------------------------------------------------------------------------------


def test_an_item_without_its_parts_says_so() -> None:
    """In both sources; and what only the overview has is a measure too."""
    blocks = [printed([["Tittel"]], part="title", scope=OVERVIEW, owner="tiltak-5")]
    five = printed_entry("tiltak-5", OVERVIEW, number=5)
    rows = item_rows(blocks, [entry_of(TITLE), five], AS_OF)
    measures = [(row.id, row.title, row.overview_title) for row in rows if isinstance(row, Measure)]
    assert measures == [("tiltak-4", None, None), ("tiltak-5", None, "Tittel")]
    assert [row.id for row in rows if isinstance(row, Unread)] == [
        "tiltak-4/text/no-title",
        "tiltak-4/text/no-status",
        "tiltak-4/text/no-ministries",
        "tiltak-5/overview/no-status",
        "tiltak-5/overview/no-ministries",
    ]


def test_items_stand_in_the_order_of_the_text() -> None:
    """In whatever order the overview has them; what only the overview has comes last."""
    names = ["tiltak-1", "tiltak-2", "tiltak-3", "tiltak-4"]
    in_overview = [names[number] for number in (3, 2, 0, 1)]
    text = [printed([[name]], part="title", scope=name, owner=name) for name in names[:3]]
    cells = [printed([[name]], part="title", scope=OVERVIEW, owner=name) for name in in_overview]
    entries = [
        printed_entry(block.owner, source, number=1)
        for source, blocks in (("text", text), (OVERVIEW, cells))
        for block in blocks
    ]
    rows = item_rows([*text, *cells], entries, AS_OF)
    assert [(row.title, row.overview_title) for row in rows if isinstance(row, Measure)] == [
        ("tiltak-1", "tiltak-1"),
        ("tiltak-2", "tiltak-2"),
        ("tiltak-3", "tiltak-3"),
        (None, "tiltak-4"),
    ]
    assert [row.id for row in rows if isinstance(row, Status)] == [
        *(f"{name}/{source}" for name in names[:3] for source in ("text", OVERVIEW)),
        "tiltak-4/overview",
    ]


def test_an_amount_with_ore_is_unread_where_it_stands() -> None:
    block = printed([["Det", "kostet", "kr", "500,50", "i", "2024."]])
    texts = running_text([block], {"tiltak-4": entry_of(block)})
    rows = list(one_by_one(mention_rows("2025", texts, "Planen", AS_OF, Actors())))
    (unread,) = (row for row in rows if isinstance(row, Unread))
    assert (unread.id, unread.item_id, unread.reason, unread.text) == (
        "tiltak-4/1/amount-not-exact/kr-500-50-a9ca8d", "tiltak-4", "amount-not-exact", "kr 500,50",
    )  # fmt: skip
    (box,) = (row for row in rows if isinstance(row, SpanRow) and row.of_table == "unread")
    places = block.places[1].words(block.text)
    assert (box.x0, box.x1) == (places[2].x0, places[3].x1)


@pytest.mark.parametrize(("source", "scope"), [("text", "tiltak-4"), (OVERVIEW, OVERVIEW)])
def test_what_is_unread_says_where_it_stands(source: str, scope: str) -> None:
    parts = {"title": "Tittel", "ministries": "JD", "status": "Satt på vent"}
    made = [printed([[text]], part=part, scope=scope) for part, text in parts.items()]
    rows = item_rows(made, [entry_of(made[0], source)], AS_OF)
    (unread,) = (row for row in rows if isinstance(row, Unread) and row.stage == "parse")
    assert (unread.scope, unread.reason, unread.text) == (scope, "unknown-status", "Satt på vent")
    assert unread.id == f"tiltak-4/{source}/unknown-status/Satt-på-vent-364290"


def test_abbreviations() -> None:
    """Each with what it stands for; one that is explained twice has two keys."""
    printed_pairs = [("NAV", "Arbeids- og velferdsetaten"), ("FN", "De forente nasjoner")]
    made = [
        printed([text.split()], part=part, owner="", scope="front-matter", top=72.0 + 14 * index)
        for index, pair in enumerate([*printed_pairs, printed_pairs[0]])
        for part, text in zip(("abbreviation", "expansion"), pair, strict=True)
    ]
    rows = list(one_by_one(abbreviation_rows("2025", made)))
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
