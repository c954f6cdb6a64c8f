"""Items through the reports of a plan: nobody's history is lost by a new number."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from pipeline.seams.histories import Entry, histories, in_order, page_paths
from pipeline.seams.ids import ItemId, ReportId, Scope, item_key, transition_id
from pipeline.seams.tables import Report, Transition

A, B, C = (ReportId(year) for year in ("2025", "2026", "2027"))


def item(number: int | str) -> ItemId:
    return ItemId(Scope(f"tiltak-{number}"))


def step(
    pair: tuple[ReportId, ReportId], old: int | None, new: int | None, relation: Any = "same"
) -> Transition:
    before, after = (item(own) if own is not None else None for own in (old, new))
    key = after or before
    assert key is not None
    return Transition(
        plan="P", from_report=pair[0], to_report=pair[1], id=transition_id(before, after),
        item_id=key, item_key=item_key(pair[1] if after else pair[0], key), from_item_id=before,
        to_item_id=after, relation=relation, evidence="", from_status=None, to_status=None,
        change=None, title="same", chapter="same", ministries="same", narrative="same",
        similarity=None, paragraphs_same=0, paragraphs_new=0, paragraphs_gone=0,
    )  # fmt: skip


def found(items: dict[ReportId, list[int]], *steps: Transition) -> dict[str, list[str]]:
    """The entries of each page, as report/number."""
    known = {report: [item(number) for number in numbers] for report, numbers in items.items()}
    return {
        history.page: [
            f"{entry.report_id}/{entry.item_id.removeprefix('tiltak-')}"
            for entry in history.entries
        ]
        for history in histories(known, steps)
    }


def test_an_item_keeps_its_page_over_three_reports() -> None:
    assert found(
        {A: [1, 2], B: [1, 2], C: [1, 2]},
        *(step(pair, number, number) for pair in ((A, B), (B, C)) for number in (1, 2)),
    ) == {"tiltak-1": ["2025/1", "2026/1", "2027/1"], "tiltak-2": ["2025/2", "2026/2", "2027/2"]}


def test_one_with_a_new_number_keeps_its_history_and_one_in_its_place_has_none_of_it() -> None:
    assert found(
        {A: [1], B: [1, 2]}, step((A, B), 1, 2, "renumbered"), step((A, B), None, 1, "added")
    ) == {"tiltak-1": ["2026/1"], "tiltak-2": ["2025/1", "2026/2"]}


def test_one_that_is_gone_has_a_page_of_its_own_after_the_others() -> None:
    pages = found(
        {A: [1, 2], B: [1, 2], C: [2, 1]},
        step((A, B), 2, 2),
        step((A, B), 1, None, "removed"),
        step((A, B), None, 1, "added"),
        step((B, C), 1, 1),
        step((B, C), 2, 2),
    )
    assert pages == {
        "tiltak-2": ["2025/2", "2026/2", "2027/2"],
        "tiltak-1": ["2026/1", "2027/1"],
        "tiltak-1-2025": ["2025/1"],  # its number was taken by another
    }
    assert list(pages) == ["tiltak-2", "tiltak-1", "tiltak-1-2025"]  # as in the last report


def test_both_parts_of_one_that_was_split_have_its_history() -> None:
    assert found({A: [1], B: [1, 2]}, step((A, B), 1, 1, "split"), step((A, B), 1, 2, "split")) == {
        "tiltak-1": ["2025/1", "2026/1"],
        "tiltak-2": ["2025/1", "2026/2"],
    }


def test_one_that_was_merged_has_the_history_of_both() -> None:
    assert found(
        {A: [1, 2], B: [2]}, step((A, B), 1, 2, "merged"), step((A, B), 2, 2, "merged")
    ) == {"tiltak-2": ["2025/1", "2025/2", "2026/2"]}


def report(report_id: ReportId, plan: str, as_of: date | None) -> Report:
    return Report(
        report_id=report_id, item_id=None, id=report_id, page=1, plan=plan, title=None,
        as_of=as_of, as_of_printed=None, pages=1, language="nb", sha256="0" * 64, producer="",
        words=1,
    )  # fmt: skip


def test_of_two_reports_for_one_month_the_one_registered_later_comes_later() -> None:
    first, second = (report(own, "P", date(2026, 6, 30)) for own in (B, C))
    early, undated = report(A, "P", date(2025, 6, 30)), report(ReportId("x"), "P", None)
    ordered = in_order([first, undated, second, early])
    assert [own.report_id for own in ordered] == ["x", A, B, C]


def test_pages_lie_in_a_folder_for_each_plan() -> None:
    other = replace(report(B, "Q", None), report_id=ReportId("q"))
    paths = page_paths(
        [report(A, "P", date(2025, 6, 30)), report(B, "P", date(2026, 6, 30)), other],
        {A: [item(1)], B: [item(2)], ReportId("q"): [item(1)]},
        [step((A, B), 1, 2, "renumbered")],
    )
    assert paths == {
        Entry(A, item(1)): "p/tiltak-2.html",
        Entry(B, item(2)): "p/tiltak-2.html",
        Entry(ReportId("q"), item(1)): "q/tiltak-1.html",
    }
