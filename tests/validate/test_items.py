"""Items and responsibilities: what the tables say of an item, side by side."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace

from pipeline.seams.tables import DateMention, Item, Ministry, Responsibility, Transition
from pipeline.validate.items import items, responsibilities, summed_up
from pipeline.validate.transitions import transitions
from tests.conftest import Run


@pytest.fixture(scope="module")
def rows(june_2025: Run) -> dict[str, Item]:
    return {row.id: row for row in items(june_2025.tables, june_2025.compared()[1], [])}


def test_each_item_has_a_row_in_the_order_of_the_report(
    june_2025: Run, rows: dict[str, Item]
) -> None:
    assert list(rows) == [measure.id for measure in june_2025.tables.measures]
    assert len(rows) == 131


def test_measure_4_as_a_reader_of_the_report_would_fill_it_in(rows: dict[str, Item]) -> None:
    row = rows["tiltak-4"]
    assert (row.number, row.sort_key, row.kind) == ("4", "tiltak-004", "tiltak")
    assert (row.status_text, row.status_overview) == ("Under arbeid", "Gjennomført")
    assert (row.status, row.status_order, row.agrees) == ("Under arbeid", 1, False)
    assert (row.ministries, row.lead_ministry, row.all_ministries) == ("JD; BFD; alle", "JD", True)
    assert (row.chapter_number, row.chapter) == (1, "Helhetlig og samordnet innsats")
    assert (row.page, row.page_text, row.page_overview) == (9, 9, 65)
    assert row.commitment_kind == "deliver"
    assert row.item_key == "2025/tiltak-4"


def test_the_figures_that_were_counted_by_hand(rows: dict[str, Item]) -> None:
    """Of issue 20: statuses, what disagrees, and the items that are done and have no link."""
    assert Counter(row.status for row in rows.values()) == {
        "Ikke startet": 24, "Under arbeid": 81, "Gjennomført": 26,
    }  # fmt: skip
    assert {row.id for row in rows.values() if row.agrees is False} == {
        "tiltak-4", "tiltak-32", "vedtak-618",
    }  # fmt: skip
    assert sum(row.status == "Gjennomført" and not row.links for row in rows.values()) == 19
    assert not any(row.checkable for row in rows.values() if not row.words and row.kind == "tiltak")
    assert rows["tiltak-4"].findings_open == 2


def test_what_stands_in_a_title_is_nothing_to_check(rows: dict[str, Item]) -> None:
    """Decision 617's title has the plan's years and 619's a proposition; their texts have nothing.
    That of measure 3 names a convention, and does not say when what was done.

    Read one by one, 27 other items have no mention at all: 30, as issue 20 counted.
    """
    nothing = {row.id for row in rows.values() if not row.checkable}
    assert len(nothing) == 30
    assert {"tiltak-3", "vedtak-617", "vedtak-619", "tiltak-108"} < nothing
    assert rows["vedtak-619"].references == 1
    # a date that is past, a reference to another item, a number of the same report
    assert not {"tiltak-68", "tiltak-73", "tiltak-120"} & nothing


def test_the_next_date_lies_ahead_and_the_last_event_does_not(june_2025: Run) -> None:
    """What ends with the report's month is not ahead; the day after it is."""
    tables = june_2025.tables
    day = tables.rows(DateMention)[0]

    def made(*given: tuple[str, str, date | None, date | None]) -> Item:
        days = [
            replace(day, item_id="tiltak-3", scope="tiltak-3", role=role, edtf=edtf,
                    first=first, last=last)
            for role, edtf, first, last in given
        ]  # fmt: skip
        changed = tables.corrected({DateMention: days})
        return next(row for row in items(changed, [], []) if row.id == "tiltak-3")

    june, july, winter = date(2025, 6, 30), date(2025, 7, 1), date(2026, 2, 28)
    assert made(("planned", "2025-06", date(2025, 6, 1), june)).next_planned is None
    assert made(
        ("planned", "2025-24", date(2025, 12, 1), winter), ("planned", "2025-07-01", july, july)
    ).next_planned == "2025-07-01"  # fmt: skip
    assert made(("planned", "2025/..", july, None)).next_planned == "2025/.."
    assert made(("event", "2025-07-01", july, july)).last_event is None
    assert made(("event", "2025-06", date(2025, 6, 1), june)).last_event == "2025-06"
    assert made(("event", "2024", date(2024, 1, 1), date(2024, 12, 31))).planned_dates == 0


def test_of_a_number_printed_twice_the_first_counts(june_2025: Run) -> None:
    tables = june_2025.tables
    measures = tables.measures
    again = replace(measures[3], id="tiltak-4#2", title="Noe annet")
    doubled = tables.corrected({type(again): [*measures[:4], again, *measures[4:]]})
    rows = [row for row in items(doubled, [], []) if row.item_id == "tiltak-4"]
    assert [row.title for row in rows] == [measures[3].title]


def test_what_changed_since_the_report_before(june_2025: Run, june_2026: Run) -> None:
    both = [june_2025.tables, june_2026.tables]
    moves = transitions(both)
    changed = {row.item_id: row for row in moves}
    later = {row.id: row for row in items(both[1], [], moves)}
    for item_id, row in later.items():
        assert row.previous_status == changed[item_id].from_status
        assert row.change == changed[item_id].change
    assert {"advanced", "unchanged"} <= {row.change for row in later.values()}
    assert {row.change for row in items(both[0], [], moves)} == {None}


def test_all_stands_for_each_ministry_that_the_report_names(june_2025: Run) -> None:
    """JD is named for 74 items, in parentheses for one, and for 80 with those of all."""
    rows = [row for row in responsibilities(june_2025.tables) if row.source == "text"]
    of_jd = Counter(row.basis for row in rows if row.ministry == "JD")
    assert of_jd == {"named": 74, "parenthesised": 1, "all": 5}
    assert Counter(row.ministry for row in rows if row.basis == "named") == {
        "JD": 74, "BFD": 40, "HOD": 29, "AID": 11, "KD": 5, "KUD": 5, "KDD": 3, "LMD": 3, "DFD": 1,
    }  # fmt: skip
    of_four = {row.ministry: row.basis for row in rows if row.item_id == "tiltak-4"}
    assert of_four.pop("JD") == of_four.pop("BFD") == "named"
    assert set(of_four) == {"AID", "DFD", "HOD", "KD", "KDD", "KUD", "LMD"}
    assert set(of_four.values()) == {"all"}
    assert all((row.position is None) == (row.basis == "all") for row in rows)
    keys = [(row.item_id, row.ministry) for row in rows]
    assert len(set(keys)) == len(keys)


def test_a_ministry_named_twice_is_responsible_once(june_2025: Run) -> None:
    tables = june_2025.tables
    first = next(row for row in tables.ministries if row.item_id == "tiltak-4")
    again = replace(first, id="tiltak-4/text/9", position=9, role="parenthesised")
    doubled = tables.corrected({Ministry: [first, again]})
    assert [(row.ministry, row.basis) for row in responsibilities(doubled)] == [("JD", "named")]


def test_both_tables_are_made_of_one_call(june_2025: Run) -> None:
    made = summed_up(june_2025.tables, [], list[Transition]())
    assert set(made) == {Item, Responsibility}
    assert [len(rows) > 130 for rows in made.values()] == [True, True]
