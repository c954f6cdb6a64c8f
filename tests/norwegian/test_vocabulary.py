"""The lexicon: every word of every tag does in its own example what the tag says."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import regex

from pipeline.norwegian.amounts import amount_spans, find_amounts
from pipeline.norwegian.commitments import read_commitment
from pipeline.norwegian.common_words import share_of
from pipeline.norwegian.cues import cue
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.decisions import find_decided
from pipeline.norwegian.deliverables import deliverables, tells_of_draft, tells_of_finishing
from pipeline.norwegian.denials import denies_money
from pipeline.norwegian.growth import find_growth
from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.numbering import (
    chapter_heading,
    fact_box_heading,
    figure_caption,
    item_heading,
    names_photographer,
    page_number,
    part_heading,
    says_blank,
    table_caption,
    without_number,
)
from pipeline.norwegian.plan_names import plan_of_cover
from pipeline.norwegian.quantifiers import find_vague_counts
from pipeline.norwegian.references import find_references
from pipeline.norwegian.statuses import status_at_start, status_of_group
from pipeline.norwegian.storting_deadlines import find_sittings
from pipeline.norwegian.vocabulary import FOLDER, may_have, pattern, tagged, vocabulary
from pipeline.norwegian.works import is_about_the_work
from pipeline.segment.items import is_request
from tests.conftest import ROOT

AS_OF = date(2025, 6, 30)
Row = Mapping[str, str]


def dates(text: str) -> list[DateMention]:
    return find_dates(text, as_of=AS_OF)


def years_of(text: str) -> list[str | None]:
    """The years that the amounts of a text belong to."""
    return [amount.years for amount in find_amounts(text)]


def targets(text: str) -> list[tuple[str, str]]:
    return [(reference.kind, reference.target) for reference in find_references(text)]


# --- what a tag's words do -----------------------------------------------------------------------


def a_year_follows(row: Row) -> bool:
    return dates(row["example"])[0].text == "2021"


def no_year_follows(row: Row) -> bool:
    return "2021" not in [mention.text for mention in dates(row["example"])]


def no_sum_follows(row: Row) -> bool:
    """«kap. 5 og 6 mill. kroner» is one sum."""
    return [amount.amount_nok for amount in find_amounts(row["example"])] == [6_000_000]


def no_item_is_meant(row: Row) -> bool:
    return "tiltak" not in [reference.kind for reference in find_references(row["example"])]


def qualifies(qualifier: str) -> Callable[[Row], bool]:
    return lambda row: [own.qualifier for own in find_amounts(row["example"])] == [qualifier]


def has_role(role: str) -> Callable[[Row], bool]:
    """The last date of the example has the role because of the word."""

    def check(row: Row) -> bool:
        mention = dates(row["example"])[-1]
        return mention.role == role and row["words"].strip("*").casefold() in (
            mention.evidence.casefold()
        )

    return check


def last_is(edtf: str) -> Callable[[Row], bool]:
    return lambda row: dates(row["example"])[-1].edtf == edtf


def has_bound(bound: str) -> Callable[[Row], bool]:
    return lambda row: [mention.bound for mention in dates(row["example"])] == [bound]


def is_called(role: str) -> Callable[[Row], bool]:
    return lambda row: [mention.role for mention in dates(row["example"])] == [role]


def counts(*counted: bool) -> Callable[[Row], bool]:
    return lambda row: [amount.counted for amount in find_amounts(row["example"])] == [*counted]


def is_the_same_sum(row: Row) -> bool:
    found = find_amounts(row["example"])
    return [(m.amount_nok, m.years, m.inferred) for m in found] == [
        (5_000_000, "2024", False),
        (5_000_000, "2025", True),
    ]


def is_of_its_own_time(row: Row) -> bool:
    """«varslet til 2026» is planned, «varslet i 2023» has happened."""
    told = dates(f"Etaten har {row['words']} i mars 2024 at det kommer et møte.")
    return has_role("planned")(row) and [mention.role for mention in told] == ["event"]


def is_call(row: Row) -> bool:
    """A call («lyste ut») only keeps a year from being a budget's."""
    return dates(row["example"])[-1].role == "event"


def has_years(years: str) -> Callable[[Row], bool]:
    return lambda row: years_of(row["example"]) == [years]


def joins_ministries(row: Row) -> bool:
    ministries, unread = find_ministries(f"JD {row['words']} BFD")
    return ([own.ministry for own in ministries], unread) == (["JD", "BFD"], ())


def is_annual(row: Row) -> bool:
    return [amount.annual for amount in find_amounts(row["example"])] == [True]


def is_a_habit(row: Row) -> bool:
    """«1. mars hvert år» is no date."""
    return dates(row["example"]) == []


def begins_a_phrase(row: Row) -> bool:
    """«økningen gjelder en bevilgning på» gives the whole sum, and no increase."""
    bare = row["example"].replace(f" {row['words']} ", " ny ")
    changes = [find_amounts(text)[0].change for text in (row["example"], bare)]
    return changes == ["level", "increase"]


def is_of_a_document(row: Row) -> bool:
    return dates(row["example"])[-1].role == "document"


def refers_to(*expected: tuple[str, str]) -> Callable[[Row], bool]:
    return lambda row: targets(row["example"]) == list(expected)


def is_a_law(row: Row) -> bool:
    return [found.text for found in find_references(row["example"])] == [row["example"]]


def reads(edtf: str) -> Callable[[Row], bool]:
    return lambda row: [mention.edtf for mention in dates(row["example"])][:1] == [edtf]


def is_in_the_name(row: Row) -> bool:
    plan = plan_of_cover(row["example"])
    return plan is not None and plan.startswith(f"{row['words'].capitalize()} ")


def denies(row: Row) -> bool:
    """«Midlene er ikke brukt» denies; without the word, nothing is denied."""
    bare = row["example"].replace(row["words"].rstrip("*"), "")
    return denies_money(row["example"]) and not denies_money(bare)


def tells_of_deciding(row: Row) -> bool:
    """«Stortinget traff vedtak 7. mai 2024» is a day of decision."""
    (decided,) = find_decided(row["example"])
    return decided.day == date(2024, 5, 7) and decided.requested


def is_growth(row: Row) -> bool:
    """The example's growth is read, because of the word."""
    bare = row["example"].replace(row["words"].rstrip("*"), "")
    read = [growth.fits for growth in find_growth(row["example"])]
    return read == [True] and find_growth(bare) == []


def is_counted(row: Row) -> bool:
    """The figure of «I 2024 var tallet 30» is read."""
    text = f"Bruken økte med 50 prosent. I 2023 var det 20. {row['example']}"
    return [growth.after.value for growth in find_growth(text)] == [30]


CHECKS: dict[str, Callable[[Row], bool]] = {
    "and": joins_ministries,
    "joint": refers_to(("tiltak", "4"), ("tiltak", "5")),
    "from": has_years("2021/.."),
    "since": has_years("2021/.."),
    "onwards": has_years("2021/.."),
    "through": has_years("../2021"),
    "within": has_role("planned"),
    "per": is_annual,
    "each": lambda row: is_annual(row) and is_a_habit(row),
    "yearly": lambda row: is_annual(row) and is_a_habit(row),
    "article": begins_a_phrase,
    "whole": qualifies("about"),
    "more": lambda row: {own.change for own in find_amounts(row["example"])} == {"increase"},
    "be": lambda row: find_amounts(row["example"].replace("fra 2021 ", ""))[0].change == "increase",
    "verb": has_years("2021/.."),
    "nr": lambda row: targets(f"tiltak {row['words']} 5") == [("tiltak", "5")],
    "time": a_year_follows,
    "year": a_year_follows,
    "year_noun": lambda row: years_of(row["example"])[0] in ("2021", "{2021,2023}"),
    "follows": a_year_follows,
    "numbered": lambda row: no_year_follows(row) and no_sum_follows(row),
    "numbered_small": no_sum_follows,
    "numbered_large": no_year_follows,
    "quantity": no_year_follows,
    "counted": lambda row: no_year_follows(row) and no_item_is_meant(row),
    "counted_small": no_item_is_meant,
    "counted_large": no_year_follows,
    "about": qualifies("about"),
    "under": qualifies("under"),
    "over": qualifies("over"),
    "upto": qualifies("upto"),
    "part_of": counts(True, False),
    "divided": counts(True, False),
    "in_all": counts(False, False, True),
    "same": is_the_same_sum,
    "sum_noun": is_the_same_sum,
    "compared": lambda row: counts(True, True)(row) and years_of(row["example"]) == [None, "2023"],
    "these": counts(True, False),
    "amounts_to": no_year_follows,
    "vague": lambda row: amount_spans(row["example"]) == [],
    "week": reads("2025-01-27/2025-02-02"),
    "turn_of_years": reads("2024-12-31/2025-01-01"),
    "turn_of_months": reads("2025-05-31/2025-06-01"),
    "year_end": reads("2025-12"),
    "document": is_of_a_document,
    "plan": is_of_a_document,
    "source": is_of_a_document,
    "figures": lambda row: dates(row["example"])[-1].role != "budget",
    "programme": has_role("period"),
    "period": has_role("period"),
    "budget": has_role("budget"),
    "measure": refers_to(("tiltak", "4")),
    "measures": refers_to(("tiltak", "4"), ("tiltak", "5")),
    "decision": refers_to(("vedtak", "613")),
    "decisions": refers_to(("vedtak", "613"), ("vedtak", "614")),
    "request": refers_to(("vedtak", "613")),
    "requests": refers_to(("vedtak", "613"), ("vedtak", "614")),
    "item": lambda row: bool((match := item_heading(row["example"])) and match["named"]),
    "chapter": lambda row: bool(chapter_heading(row["example"])),
    "part_of_report": lambda row: bool(part_heading(f"{row['words'].capitalize()} 2 Trygghet")),
    "table": lambda row: table_caption(row["example"]),
    "photo": lambda row: names_photographer(row["example"]),
    "of_group": lambda row: status_of_group(row["example"]) in ("Gjennomført", "Ikke startet"),
    "headed_again": lambda row: without_number(row["example"]) in ("Forebygging", "Førebygging"),
    "limiting": lambda row: status_at_start(row["example"]) is None,
    "requesting": lambda row: is_request(row["example"]),
    "lead_ministry": lambda row: (
        [own.role for own in find_ministries(row["example"])[0]] == ["lead", "named"]
    ),
    "together": lambda row: (
        [own.ministry for own in find_ministries(row["example"])[0]] == ["JD", "HOD"]
        and not find_ministries(row["example"])[1]
    ),
    "figure": lambda row: figure_caption(row["example"]),
    "fact_box": lambda row: fact_box_heading(row["example"]),
    "page": lambda row: bool((match := page_number(row["example"])) and match["number"] == "9"),
    "of_pages": lambda row: bool((m := page_number(row["example"])) and m["total"] == "75"),
    "whole_page": lambda row: says_blank(row["example"]),
    "blank_page": lambda row: says_blank(row["example"]),
    "ministry": lambda row: [own.role for own in find_ministries(row["example"])[0]] == ["all"],
    "law": lambda row: (
        is_of_a_document(row)
        and find_references(row["example"])[0].text == f"{row['words']} nr. 58 § 3"
    ),
    "in_force": refers_to(("law", "krisesenterloven")),
    "law_ending": is_a_law,
    "law_short": is_a_law,
    "own_plan": lambda row: [kind for kind, _ in targets(row["example"])] == ["tiltak"],
    "other_plan": lambda row: [kind for kind, _ in targets(row["example"])] == ["foreign"],
    "planned": has_role("planned"),
    "modal": has_role("planned"),
    "present": has_role("planned"),
    "ongoing": has_role("event"),
    "auxiliary": has_role("event"),
    "past": has_role("event"),
    "participle": has_role("event"),
    "announced": is_of_its_own_time,
    "have": is_called("planned"),
    "when": is_called("planned"),
    "action": is_called("planned"),
    "earliest": has_bound("earliest"),
    "out": is_called("event"),
    "back": last_is("2024-03"),
    "opening": last_is("2024-11"),  # the second date has no year that is sure
    "closing": last_is("2024-11"),
    "count": no_year_follows,
    "noun_of_many": no_year_follows,
    "deadline": lambda row: has_role("planned")(row) and has_bound("latest")(row),
    "annual": is_annual,
    "while": is_called("event"),
    "set": is_called("planned"),
    "moved": is_called("planned"),
    "time_span": lambda row: dates(row["example"]) == [],
    "lasts": lambda row: [mention.role for mention in dates(row["example"])] == ["period"] * 2,
    "lasted": lambda row: [mention.role for mention in dates(row["example"])] == ["event"] * 2,
    "sent": is_called("event"),
    "future_in_past": last_is("2025-03"),
    "not": last_is("2027-23"),
    "call": is_call,
    "fund": has_role("budget"),
    "money": has_role("budget"),
    "grant": has_role("budget"),
    "continued": has_role("budget"),
    "work": lambda row: is_about_the_work(row["example"]),
    "finish": lambda row: tells_of_finishing(row["example"]),
    "draft": lambda row: tells_of_draft(row["example"]),
    "break": lambda row: [own.aim for own in deliverables(row["example"])] == [("barn", "skol")],
    "asks": lambda row: read_commitment(f"Legge fram at {row['example']}") == "examine",
    "storting": tells_of_deciding,
    "decides": tells_of_deciding,
    "adopts": tells_of_deciding,
    "there": lambda row: (
        [
            growth.before.value
            for growth in find_growth(
                f"Bruken økte 50 prosent. {row['example']} I 2024 var tallet 30."
            )
        ]
        == [20]
    ),
    "denied": denies,
    "spent": denies,
    "growth": is_growth,
    "decline": is_growth,
    "percent": lambda row: [own.fits for own in find_growth(row["example"])] == [True],
    "first_half": lambda row: (
        [own.last for own in find_sittings(row["example"])] == [date(2026, 6, 30)]
    ),
    "tally": is_counted,
    "yet": lambda row: [own.status for own in find_vague_counts(row["example"])] == ["gjennomført"],
    "plan_kind": is_in_the_name,
    "plan_aim": lambda row: plan_of_cover(row["example"]) == row["example"],
    "on_cover": lambda row: plan_of_cover(row["example"]) == "Handlingsplan mot vold",
}
CUES = ("planned", "modal", "present", "ongoing", "auxiliary", "past")  # these before money
LEXICON = [(tag, row) for row in vocabulary("lexicon") for tag in row["tags"].split()]


@pytest.mark.parametrize(
    ("tag", "row"), LEXICON, ids=[f"{tag} {row['words']}" for tag, row in LEXICON]
)
def test_each_word_does_in_its_example_what_its_tag_says(tag: str, row: Row) -> None:
    if tag in ("fund", "money", "grant", "continued") and row["tags"].split()[0] in CUES:
        return  # the example shows the tense; another word's shows the money
    assert CHECKS[tag](row)


NOUNS = [(tag, word) for tag in ("document", "plan", "source", "figures") for word in tagged(tag)]


@pytest.mark.parametrize(("tag", "word"), NOUNS, ids=[word for _, word in NOUNS])
def test_dates_and_amounts_agree_on_what_a_year_names(tag: str, word: str) -> None:
    """«notatet fra 2021»: the year of a document for both, and no year of money for either."""
    text = f"Det ble gitt 5 mill. kroner etter {word.strip('*')} fra 2021."
    (mention,) = dates(text)
    assert (mention.role == "document") == (tag != "figures")
    assert mention.role != "budget"
    assert years_of(text) == [None]


SCHEMES = [word for word in tagged("programme") if f"*{word}" not in tagged("source")]


@pytest.mark.parametrize("word", SCHEMES)
def test_they_agree_on_what_has_run_since(word: str) -> None:
    text = f"Det ble gitt 5 mill. kroner til {word} fra 2021."
    assert [mention.role for mention in dates(text)] == ["budget"]
    assert years_of(text) == ["2021/.."]


@pytest.mark.parametrize("word", ["ungdom", "totalt", "planlegging"])
def test_they_agree_on_words_that_only_look_like_documents(word: str) -> None:
    """Once taken for «dom», «tal» and «plan»."""
    text = f"Det ble gitt 5 mill. kroner til {word} fra 2021."
    assert [mention.role for mention in dates(text)] == ["budget"]
    assert years_of(text) == ["2021/.."]


def test_each_tag_is_explained_and_used() -> None:
    explained = {row["tag"]: row for row in vocabulary("tags")}
    assert all(row["meaning"] for row in explained.values())
    assert {tag for tag, row in explained.items() if row["words_in"] == "lexicon"} == set(CHECKS)
    assert {tag for tag, _ in LEXICON} == set(CHECKS)
    assert all(tagged(tag) for tag in explained)


def test_no_word_has_a_tag_twice() -> None:
    assert len({(tag, row["words"]) for tag, row in LEXICON}) == len(LEXICON)


def test_a_word_with_a_stop_is_an_abbreviation() -> None:
    """Else the stop would end the sentence; a law's is followed by «§», which begins none."""
    stopped = {
        row["words"] for tag, row in LEXICON if row["words"][-1] == "." and tag != "law_short"
    }
    assert stopped <= {row["abbreviation"] for row in vocabulary("abbreviations")}


@pytest.mark.parametrize("row", vocabulary("cues"), ids=lambda row: row["cue"])
def test_each_cue_tells_in_its_example_what_its_kind_says(row: Row) -> None:
    assert cue(row["kind"]).search(row["example"])
    assert pattern(rf"(?i)(?<!\p{{L}})(?:{row['cue']})").search(row["example"])


@pytest.mark.parametrize("row", vocabulary("common_words"), ids=lambda row: row["word"])
def test_each_common_word_is_counted_in_its_example(row: Row) -> None:
    counted = [word for word in row["example"].split() if share_of([word]).common]
    assert row["word"] in map(str.lower, counted)


@pytest.mark.parametrize("row", vocabulary("quantifiers"), ids=lambda row: row["words"])
def test_each_quantifier_is_read_in_its_example(row: Row) -> None:
    [vague] = find_vague_counts(row["example"])
    assert vague.quantifier == (int(row["least"]), int(row["most"]), int(row["strength"]))


@pytest.mark.parametrize("row", vocabulary("budget_sittings"), ids=lambda row: row["words"])
def test_each_sitting_is_a_deadline_in_its_example(row: Row) -> None:
    [sitting] = find_sittings(row["example"])
    printed = int(row["example"].split()[-1])
    assert (sitting.last.year - printed, sitting.last.month) == (
        int(row["years"]), int(row["month"]),
    )  # fmt: skip


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_each_row_has_an_example(path) -> None:  # type: ignore[no-untyped-def]
    if path.stem != "tags":
        assert all(row["example"] for row in vocabulary(path.stem))


# --- patterns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text", "fits"),
    [
        (r"(?i)«MONTH» \d{4}", "Mai 2025", True),
        (r"«MONTH» \d{4}", "Mai 2025", False),
        (r"«MONTH»", "maison", False),  # a word ends where no letter follows
        (r"«FROM» \d{4}", "frå 2025", True),
        (r"(?i)«STATUS»", "gjennomførte", True),  # a status may stand in the plural …
        (r"«PLAN»", "handlingsplanen", True),  # … a plan in a compound …
        (r"«PLAN»", "planlegging", False),
        (r"«DOCUMENT»", "evalueringsrapportene", True),  # … and a document in any ending
    ],
)
def test_a_tag_in_a_pattern(source: str, text: str, fits: bool) -> None:
    assert bool(pattern(source).match(text)) == fits


def test_a_tag_that_nobody_has_explained() -> None:
    with pytest.raises(KeyError):
        pattern("«NOTAG»")


# Prepositions, conjunctions, pronouns and endings stand bare in a pattern, as commas do.
BARE = """
    alle ane at av da de dei den der det dette då en ene er et etter for før gjennom kr med
    mellom men mens mot når of og også om over på som så til under ut år året
"""
GRAMMARS = ("norwegian", "reread", "segment", "validate/rules")


def test_what_two_modules_say_is_said_in_the_vocabulary() -> None:
    modules: dict[str, set[Path]] = defaultdict(set)
    for folder in GRAMMARS:
        for path in (ROOT / "pipeline" / folder).rglob("*.py"):
            for word in words_in_patterns(path):
                modules[word].add(path)
    shared = {word for word, paths in modules.items() if len(paths) > 1}
    assert shared.difference(BARE.split()) == set()


def words_in_patterns(path: Path) -> set[str]:
    """The words in the regular expressions of a module, tags and names of groups left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    sources = (text for text in constants if isinstance(text, str) and IS_PATTERN.search(text))
    return {word for text in sources for word in WORD.findall(NO_WORDS.sub(" ", text).lower())}


IS_PATTERN = regex.compile(r"\\[spPdZb]|\(\?[:<=!Pi]")
NO_WORDS = regex.compile(r"\[[^]]*\]|\(\?P?<\w+>|\\[pP]\{\w+\}|\\[a-zA-Z]|«\w+»|\(\?\w+[:)]")
WORD = regex.compile(r"\p{L}{2,}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"(?i)(?<!\p{L})«DECISIONS»", "Vedtaket"),  # as re reads it
        (r"(?i)[\p{L}-]{2,}(?=\s«MONTH»)", "før mai"),  # a set with letters
        (r"(?<=(?:av|fra)\s)\p{Lu}", "vedtak av Stortinget"),  # a lookbehind of any width
    ],
)
def test_a_pattern_reads_letters_whichever_library_compiles_it(source: str, text: str) -> None:
    assert pattern(source).search(text) is not None
    assert pattern(source).search("12 § 3") is None


def test_a_text_may_have_a_word_that_it_has_in_a_longer_one_or_in_capitals() -> None:
    assert may_have("OPPMODINGSVEDTAK 613", "decision", "decisions")
    assert not may_have("Det er vedteke ei ny lov.", "decision", "decisions")
