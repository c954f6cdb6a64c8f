"""One odd page changes nothing on the others: a property of all editions, page by page.

A page is inserted, turned, cropped, enlarged, scanned or replaced, in the text and in the overview.
Every item that does not stand on that page or touch it comes out as without the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.seams.ids import OVERVIEW
from pipeline.seams.tables import Measure, Ministry, Paragraph, Status, Unread
from tests.conftest import Run
from tests.factory import MISSING, typeset
from tests.factory.changes import (
    CHANGED,
    INSERTED,
    Change,
    a_blank_page,
    a_letter,
    changed,
    cropped,
    enlarged,
    replaced,
    scanned,
)  # fmt: skip
from tests.factory.editions import DOZEN, Case

SOME = (
    ("like-the-report-of-2025", "a_lying_page", "text"),
    ("unruled-and-flush-left", "a_letter", "overview"),
    ("like-the-report-of-2025", "a_blank_page", "overview"),
    ("new-words-and-a-gap", "a_lying_table", "overview"),
    ("labels-after-the-narrative-soft-hyphens", "rotated", "text"),
    ("status-falls-on-the-next-page", "scanned", "overview"),
    ("unruled-and-flush-left", "cropped", "overview"),
    ("like-the-report-of-2025", "enlarged", "overview"),
)


@pytest.fixture(scope="module")
def read(run: Callable[[Path, str], Run], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A PDF's bytes taken through the stages."""

    def read_bytes(pdf: bytes) -> Run:
        path = tmp_path_factory.mktemp("changed") / "edition.pdf"
        path.write_bytes(pdf)
        return run(path, "edition")

    return read_bytes


class Base:
    """An edition as it is, and where its items stand."""

    def __init__(self, case: Case, read: Callable[[bytes], Run]) -> None:
        self.pdf = typeset(case.edition, case.knobs, case.engine)
        self.run = read(self.pdf)
        self.places = {
            (OVERVIEW if block.scope == OVERVIEW else "text", block.owner or block.scope, place)
            for block in self.run.structure.blocks
            for place in {(place.page, place.line) for place in block.places}
            if block.scope != "furniture"
        }

    def pages(self, source: str) -> list[int]:
        """The pages with the overview's rows behind the first, or with text."""
        rows = {p for s, owner, (p, _) in self.places if s == OVERVIEW and owner != OVERVIEW}
        if source == OVERVIEW:
            return sorted(rows)[1:]
        headed = {block.page for block in self.run.structure.blocks if block.part == "heading"}
        text = {p for s, owner, (p, _) in self.places if s == "text" and "-" in owner}
        return sorted(text - rows - headed - {1, 2, 3})

    def touched(self, change: Change, page: int) -> set[tuple[str, str]]:
        """The items, by source, that stand on the page, or across its place, or end before it."""
        if change is a_blank_page:
            return set()
        on = {n: {(s, o) for s, o, (p, _) in self.places if p == n} for n in (page - 1, page)}
        own = on[page - 1] & on[page] if change in INSERTED else on[page]
        before = [(place, o) for s, o, place in self.places if s == "text" and place[0] < page]
        return own | {("text", max(before)[1])}


@pytest.fixture(scope="module")
def base(read: Callable[[bytes], Run]) -> Callable[[str], Base]:
    made: dict[str, Base] = {}

    def base_of(name: str) -> Base:
        case = next(case for case in DOZEN if case.name == name)
        if case.engine in MISSING:
            pytest.skip(f"{case.engine}: {MISSING[case.engine]}")
        if name not in made:
            made[name] = Base(case, read)
        return made[name]

    return base_of


def values(run: Run, touched: set[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    """What was read of the items but those that are touched, each value with its source."""
    for measure in run.tables.rows(Measure):
        if ("text", measure.id) not in touched:
            yield "text", measure.id, measure.title, measure.chapter, measure.narrative
        if (OVERVIEW, measure.id) not in touched:
            yield OVERVIEW, measure.id, measure.overview_title
    for status in run.tables.rows(Status):
        if (status.source, status.item_id) not in touched:
            yield status.source, status.id, status.status, status.status_printed
    for ministry in run.tables.rows(Ministry):
        if (ministry.source, ministry.item_id) not in touched:
            yield ministry.source, ministry.id, ministry.printed
    for paragraph in run.tables.rows(Paragraph):
        if paragraph.item_id and ("text", paragraph.scope) not in touched:
            yield "paragraph", paragraph.id, paragraph.kind, paragraph.text


def without_hyphens(rows: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """The page that is gone may alone have shown whether a word has its hyphen inside lines."""
    return {
        tuple(value.replace("-", "") if isinstance(value, str) else value for value in row)
        for row in rows
    }


def chapters(run: Run) -> dict[str, str | None]:
    return {row.id: row.overview_chapter for row in run.tables.rows(Measure)}


def require_local(base: Base, change: Change, page: int, read: Callable[[bytes], Run]) -> None:
    """Of the items that the change does not touch, all is read as without it."""
    touched = base.touched(change, page)
    found = read(changed(base.pdf, change, page - 1))
    fold = without_hyphens if change in (scanned, replaced) else set
    assert fold(values(found, touched)) == fold(values(base.run, touched))
    was = chapters(base.run)
    for item_id, chapter in chapters(found).items():
        # A section row may have stood on a page of the overview that could not be read.
        assert chapter == was[item_id] or (chapter is None and change not in INSERTED)


@pytest.mark.parametrize(("name", "change", "source"), SOME)
def test_one_odd_page_changes_nothing_on_the_others(
    name: str,
    change: str,
    source: str,
    base: Callable[[str], Base],
    read: Callable[[bytes], Run],
) -> None:
    own = base(name)
    pages = own.pages(source)
    chosen = next(one for one in (*INSERTED, *CHANGED) if one.__name__ == change)
    require_local(own, chosen, pages[len(pages) // 2], read)


@pytest.fixture(scope="module")
def real(june_2025: Run) -> bytes:
    return june_2025.pdf.read_bytes()


def rows_of_overview(run: Run) -> dict[str, tuple[str, str | None, str | None]]:
    """Title, chapter and status of each row, by item."""
    statuses = {
        row.item_id: row.status_printed for row in run.tables.rows(Status) if row.source == OVERVIEW
    }
    return {
        row.item_id: (row.overview_title, row.overview_chapter, statuses.get(row.item_id))
        for row in run.tables.rows(Measure)
        if row.overview_title is not None
    }


def test_a_row_that_a_scan_cuts_is_unread_and_so_is_what_is_left_of_others(
    june_2025: Run, real: bytes, read: Callable[[bytes], Run]
) -> None:
    """Tiltak 51 goes on from page 68 to 69, and a section row stands on page 69."""
    found = read(changed(real, scanned, 68))
    was, rows = rows_of_overview(june_2025), rows_of_overview(found)
    lost = {int(item.removeprefix("tiltak-")) for item in was.keys() - rows.keys()}
    assert lost == set(range(min(lost), max(lost) + 1)) and min(lost) == 51
    unread = {(row.page, row.reason) for row in found.tables.rows(Unread)}
    assert (68, "row-cut") in unread
    for item, (title, chapter, status) in rows.items():
        assert (title, status) == (was[item][0], was[item][2])
        assert chapter in (was[item][1], None)


def test_a_row_above_a_scan_is_read_if_it_ends_there(
    june_2025: Run, real: bytes, read: Callable[[bytes], Run]
) -> None:
    """Tiltak 10 ends page 65; the rest of tiltak 23, which begins on the scan, is unread."""
    found = read(changed(real, scanned, 65))
    was, rows = rows_of_overview(june_2025), rows_of_overview(found)
    assert was.keys() - rows.keys() == {f"tiltak-{number}" for number in range(11, 24)}
    assert all(was[item] == row for item, row in rows.items())
    unread = {(row.page, row.reason) for row in found.tables.rows(Unread)}
    assert (67, "row-without-number") in unread


def test_a_letter_inside_the_overview_is_unread_and_no_row(
    june_2025: Run, real: bytes, read: Callable[[bytes], Run]
) -> None:
    """Tiltak 36 goes on behind it, and is put together, as its number and the next show."""
    found = read(changed(real, a_letter, 67))
    assert rows_of_overview(found) == rows_of_overview(june_2025)
    [letter] = [row for row in found.tables.rows(Unread) if row.reason == "page-in-overview"]
    assert letter.page == 68
    assert letter.text.startswith("Justis- og beredskapsdepartementet 0030 Oslo")


# Whose columns are only known from the rows of both its pages together.
TWO_PAGES = ("new-words-and-a-gap", (cropped, enlarged, replaced))


@pytest.mark.slow
@pytest.mark.parametrize("name", [case.name for case in DOZEN])
@pytest.mark.parametrize("change", [*INSERTED, *CHANGED], ids=lambda change: change.__name__)
@pytest.mark.parametrize("source", ["text", OVERVIEW])
def test_no_odd_page_changes_anything_on_the_others(
    name: str,
    change: Change,
    source: str,
    base: Callable[[str], Base],
    read: Callable[[bytes], Run],
) -> None:
    if source == OVERVIEW and name == TWO_PAGES[0] and change in TWO_PAGES[1]:
        pytest.skip("one page alone does not show where the columns part")
    own = base(name)
    for page in own.pages(source)[:: 1 if source == OVERVIEW else 3]:
        require_local(own, change, page, read)
