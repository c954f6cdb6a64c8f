"""The names of things: exactly what is made, and that what is made can be taken apart."""

from __future__ import annotations

import pytest

from pipeline.seams import ids
from pipeline.seams.ids import Numbered

ITEM_IDS = [
    (("tiltak", 4), "tiltak-4"),
    (("tiltak", "29a"), "tiltak-29a"),
    (("tiltak", "1.1"), "tiltak-1.1"),
    (("tiltak", 4, 2), "tiltak-4-del-2"),
    (("anmodningsvedtak", 611), "vedtak-611"),
    (("anmodningsvedtak", 97, 1, "2025–2026"), "vedtak-97-2025-2026"),
]
NUMBERED = [
    ("tiltak-4", Numbered("tiltak", "4", "", 1, "", 1)),
    ("tiltak-4#2", Numbered("tiltak", "4", "", 1, "", 2)),
    ("tiltak-29a", Numbered("tiltak", "29", "a", 1, "", 1)),
    ("tiltak-29æ#3", Numbered("tiltak", "29", "æ", 1, "", 3)),
    ("vedtak-611", Numbered("vedtak", "611", "", 1, "", 1)),
    ("chapter-2", Numbered("chapter", "2", "", 1, "", 1)),
    ("tiltak-1.1", Numbered("tiltak", "1.1", "", 1, "", 1)),
    ("tiltak-4-del-2", Numbered("tiltak", "4", "", 2, "", 1)),
    ("vedtak-97-2025-2026", Numbered("vedtak", "97", "", 1, "2025-2026", 1)),
    ("page-9", Numbered("page", "9", "", 1, "", 1)),
    ("chapter-andre-tiltak", None),
    ("chapter-2025-i-korthet", None),
    ("introduction", None),
    ("front-matter", None),
    ("overview", None),
    ("tiltak-", None),
    ("tiltak-29ab", None),
    ("", None),
]
ROW_IDS = [  # made, the id, the scope it begins with, the source it names
    (ids.status_id("tiltak-4", "overview"), "tiltak-4/overview", "tiltak-4", "overview"),
    (ids.status_id("tiltak-4#2", "text"), "tiltak-4#2/text", "tiltak-4#2", "text"),
    (ids.ministry_id("tiltak-4", "text", 1), "tiltak-4/text/1", "tiltak-4", "text"),
    (
        ids.unread_id("tiltak-4/text", "no-status", ""),
        "tiltak-4/text/no-status", "tiltak-4", "text",
    ),
    (
        ids.unread_id("tiltak-4/overview", "unknown-ministry", "KLP", 2),
        "tiltak-4/overview/unknown-ministry/KLP-672f2a#2", "tiltak-4", "overview",
    ),
    (ids.unread_id("report", "no-overview", ""), "report/no-overview", "report", None),
    (
        ids.unread_id("overview", "row-without-number", "Under arbeid"),
        "overview/row-without-number/Under-arbeid-0778f3", "overview", None,
    ),
    (ids.paragraph_id("introduction", 3), "introduction/3", "introduction", None),
    (ids.mention_id("tiltak-29", 2, 43), "tiltak-29/2/43", "tiltak-29", None),
    (ids.mention_id("tiltak-29", 2, 43, "612"), "tiltak-29/2/43/612", "tiltak-29", None),
    (ids.link_id("chapter-2", 1), "chapter-2/link/1", "chapter-2", None),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), ITEM_IDS)
def test_an_item_is_its_kind_and_number(parts: tuple[str, ...], expected: str) -> None:
    assert ids.item_id(*parts) == expected


def test_a_number_printed_twice_has_two_scopes_and_one_item() -> None:
    assert ids.printing("tiltak-4", 1) == "tiltak-4"
    assert ids.printing("tiltak-4", 2) == "tiltak-4#2"
    assert ids.first_printing("tiltak-4#2") == ids.first_printing("tiltak-4") == "tiltak-4"
    assert ids.first_printing("introduction") == "introduction"


@pytest.mark.parametrize(("scope", "parts"), NUMBERED)
def test_a_scope_with_a_number_is_taken_apart(scope: str, parts: Numbered | None) -> None:
    assert ids.numbered(scope) == parts


def test_a_chapter_is_its_number_or_its_name() -> None:
    assert ids.chapter_scope(2) == "chapter-2"
    assert ids.chapter_scope("andre tiltak") == "chapter-andre-tiltak"
    assert ids.chapter_name("chapter-andre-tiltak") == "andre tiltak"
    assert ids.is_chapter("chapter-2")
    assert ids.is_chapter("chapter-andre-tiltak")
    assert not ids.is_chapter("introduction")
    assert not ids.is_chapter("tiltak-4")


def test_a_page_is_its_number() -> None:
    assert ids.page_scope(9) == "page-9"


@pytest.mark.parametrize(("made", "row", "scope", "source"), ROW_IDS)
def test_a_row_begins_with_its_scope(made: str, row: str, scope: str, source: str | None) -> None:
    assert made == row
    assert ids.scope_of(row) == scope
    assert ids.source_of(row) == source


def test_an_abbreviation_is_itself() -> None:
    assert ids.abbreviation_id("AID", 1) == "AID"
    assert ids.abbreviation_id("AID", 2) == "AID#2"


def test_a_ministry_stands_in_the_list_that_its_source_has() -> None:
    ministry = ids.ministry_id("tiltak-4#2", "text", 12)
    assert ids.list_of(ministry) == ids.status_id("tiltak-4#2", "text") == "tiltak-4#2/text"


def test_what_a_row_says_after_its_scope() -> None:
    assert ids.within("tiltak-29", "tiltak-29/2/43") == "2/43"
    assert ids.within("introduction", "introduction/link/1") == "link/1"
    assert ids.time_of("tiltak-4#3/text/unknown-ministry/KLP-NAV-672f2a#2") == 2
    assert ids.time_of("tiltak-4#3/text/no-status") == 1


def test_what_is_unread_is_known_by_its_place_its_reason_and_its_words() -> None:
    """Else an acceptance would hold for what stands there in the next file."""
    key = ids.unread_id("overview", "row-not-paired", "12 Styrke tilbudet  i hele landet")
    assert key == ids.unread_id("overview", "row-not-paired", "12 Styrke tilbudet i hele landet")
    assert key.startswith("overview/row-not-paired/12-Styrke-tilbudet-i-hel-")
    assert key != ids.unread_id("overview", "row-not-paired", "12 Styrke tilbudet i hele Norge")
    assert key != ids.unread_id("overview", "row-cut", "12 Styrke tilbudet i hele landet")


def test_of_covered_words_the_place_alone_is_said() -> None:
    """Neither they nor a hash of them, by which they could be guessed."""
    place = "tiltak-4/text/status"
    assert ids.unread_id(place, "covered", "█ arbeid") == "tiltak-4/text/status/covered"


def test_a_comparison_is_told_by_rule_scope_and_detail() -> None:
    assert ids.comparison_id("numbering-gap", "tiltak-4") == "numbering-gap/tiltak-4"
    assert (
        ids.comparison_id("count-stated", "introduction", "3/17")
        == "count-stated/introduction/3/17"
    )
    assert ids.scope_of_comparison("count-stated/introduction/3/17") == "introduction"
    assert ids.scope_of_comparison("numbering-gap/tiltak-4#2") == "tiltak-4#2"


def test_a_finding_keeps_its_id_from_run_to_run() -> None:
    """People refer to findings by these, in reviews.yaml and in letters: they must not change."""
    assert ids.finding_id("2025", "status-text-vs-overview", "tiltak-4") == "29541a33a036"
    assert ids.finding_id("2025", "count-stated", "introduction", "3/17") == "17c534274e38"


def test_a_ref_is_a_table_and_a_row() -> None:
    assert ids.ref_to("statuses", "tiltak-4/overview") == "statuses:tiltak-4/overview"
    assert ids.parts_of("statuses:tiltak-4/overview") == ("statuses", "tiltak-4/overview")
    printed = "unread:tiltak-4/text/unknown-status/Status: ferdig"
    assert ids.parts_of(printed) == ("unread", "tiltak-4/text/unknown-status/Status: ferdig")
    assert ids.is_ref("statuses:tiltak-4/overview")
    assert not ids.is_ref("tiltak-4")


def test_sort_keys_sort_as_the_numbers_do() -> None:
    keys = [
        ids.sort_key(item)
        for item in ("tiltak-1.2", "tiltak-1.10", "tiltak-2", "tiltak-4", "tiltak-4-del-2",
                     "tiltak-29a", "tiltak-122", "vedtak-611", "vedtak-1034")
    ]  # fmt: skip
    assert keys == sorted(keys)
    assert ids.sort_key("tiltak-4") == "tiltak-004"
    assert ids.sort_key("tiltak-1.10") == "tiltak-001.010"
    assert ids.sort_key("vedtak-611") == "vedtak-0611"
    assert ids.sort_key("vedtak-97-2025-2026") == "vedtak-0097-2025-2026"
