"""What of a report was not read whole, so that no rule accuses the report of it.

A page may be missing, doubled or a picture; words may be covered; a row of the overview may not be
paired. What is absent there was perhaps only not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.glossary.reasons import PAGE_REASONS, reason_text
from pipeline.seams.ids import OVERVIEW, ItemId
from pipeline.seams.tables import Measure, Unread
from pipeline.seams.vocabularies import Source

DIGITS = "0123456789"
NEAR = 2  # pages: as far reaches what stands out of order
_MIXED = frozenset({"page-doubled", "page-out-of-order", "page-in-columns"})
PUT_IN = "page-put-in"  # nothing is lost before and after it
_IN_PART = frozenset(
    {"page-damaged", "page-illegible", "page-partly-picture"}
)  # the rest of the page is read
# Rows of the overview, or all of it; a status that belongs to some item in running text.
_OF_OVERVIEW = frozenset(
    {"no-overview", "row-not-paired", "row-without-number", "row-cut", "page-in-overview"}
)
_OF_TEXT = frozenset({"status-not-placed"})


class Holes:
    """Where a report was not read whole: each hole is a row of unread."""

    def __init__(self, measures: Sequence[Measure], unread: Iterable[Unread]) -> None:
        self._of_source: dict[Source, Unread] = {}
        self._of_item: dict[ItemId, Unread] = {}
        self._beyond: Unread | None = None
        listed = sorted(m.overview_page for m in measures if m.overview_page is not None)
        rows = list(unread)
        self._unread_items = {row.item_id for row in rows if row.scope == row.item_id}
        for row in rows:
            if row.reason in PAGE_REASONS:
                self._page_lost(row, measures, listed)
            elif row.reason == "covered":
                self._words_covered(row, measures)
            elif row.reason in _OF_OVERVIEW:
                self._of_source.setdefault("overview", row)
            elif row.reason in _OF_TEXT:
                self._of_source.setdefault("text", row)

    def in_source(self, source: Source) -> Unread | None:
        """A hole in which something of the source may be lost."""
        return self._of_source.get(source)

    def in_item(self, item_id: ItemId | None) -> Unread | None:
        """A hole in which something of the item may be lost or mixed with others."""
        return self._of_item.get(item_id) if item_id is not None else None

    def before(self, page: int | None) -> Unread | None:
        """A hole before a page, after all items: an overview whose beginning is lost follows it."""
        hole = self._beyond
        return hole if hole is not None and page is not None and hole.page <= page else None

    def _words_covered(self, row: Unread, measures: Sequence[Measure]) -> None:
        if row.item_id is not None:
            self._of_item.setdefault(row.item_id, row)
        elif row.scope == OVERVIEW:
            self._of_source.setdefault("overview", row)
        if row.scope != OVERVIEW and _skips_number(measures, row.page):
            self._of_source.setdefault("text", row)

    def _page_lost(self, row: Unread, measures: Sequence[Measure], listed: Sequence[int]) -> None:
        page = row.page + (row.reason == "page-missing-at-end")
        if listed and listed[0] <= page <= listed[-1] + 1:
            self._of_source.setdefault("overview", row)
        if not listed and page > max((_first(measure) for measure in measures), default=0):
            self._beyond = self._beyond or row
        touched = [*_touched_in_overview(measures, row, page)]
        if not listed or not listed[0] < page <= listed[-1]:
            in_text = [*_touched_in_text(measures, row, page)]
            if row.reason in _MIXED | _IN_PART or not self._lies_within_items(
                measures, in_text, page
            ):
                self._of_source.setdefault("text", row)
            touched += in_text
        for measure in touched:
            if measure.item_id is not None and row.reason != PUT_IN:
                self._of_item.setdefault(measure.item_id, row)

    def _lies_within_items(
        self, measures: Sequence[Measure], touched: Sequence[Measure], page: int
    ) -> bool:
        """Whether a page that is lost holds narratives at most: no item, no status, no ministries.

        The items before and after it follow each other, and nothing of theirs is unread.
        """
        printed = [measure for measure in measures if measure.page_first is not None]
        before = [measure for measure in printed if _first(measure) < page]
        after = [measure for measure in printed if _first(measure) >= page]
        return (
            bool(before and after)
            and _follow_each_other(before[-1], after[0])
            and self._unread_items.isdisjoint(m.item_id for m in (*touched, after[0]))
        )


def _touched_in_text(measures: Sequence[Measure], row: Unread, page: int) -> Iterator[Measure]:
    """The item that goes on where the page is lost, and those that stand on it or beside it."""
    around = NEAR if row.reason in _MIXED else 0
    begun: Measure | None = None
    for measure in measures:
        if measure.page_first is None:
            continue
        if measure.page_first < page and (begun is None or _first(begun) <= measure.page_first):
            begun = measure
        last = measure.page_last or measure.page_first
        if measure.page_first <= page + around and last >= page - around:
            yield measure
    if begun is not None:
        yield begun


def _follow_each_other(before: Measure, after: Measure) -> bool:
    """Whether no number lies between the two: 95 and 96, 1.1 and 1.2."""
    return _series(before) == _series(after) and after.number == before.number + 1


def _series(measure: Measure) -> tuple[str, str]:
    """Measures that are numbered through: all of a kind, or those that begin with «1.»."""
    return measure.kind, measure.number_printed.rstrip(DIGITS)


def _skips_number(measures: Sequence[Measure], page: int) -> bool:
    """Whether numbers are missing between the items on a page and those around it."""
    printed = [measure for measure in measures if measure.page_first is not None]
    before = [measure for measure in printed if _first(measure) < page][-1:]
    on_page = [measure for measure in printed if _first(measure) == page]
    after = [measure for measure in printed if _first(measure) > page][:1]
    return any(
        _series(above) == _series(below) and not _follow_each_other(above, below)
        for above, below in pairwise([*before, *on_page, *after])
    )


def _first(measure: Measure) -> int:
    return measure.page_first or 0


def _touched_in_overview(measures: Sequence[Measure], row: Unread, page: int) -> Iterator[Measure]:
    """The last row before the page that is lost, and the first after it: it may have cut both."""
    pages = [(m.overview_page, position) for position, m in enumerate(measures) if m.overview_page]
    before = max((each for each in pages if each[0] < page), default=None)
    after = min((each for each in pages if each[0] >= page), default=None)
    if before is not None:
        yield measures[before[1]]
    if before is not None and after is not None:
        yield measures[after[1]]
    around = NEAR if row.reason in _MIXED else 0
    if row.reason in _MIXED | _IN_PART:
        yield from (m for m in measures if abs((m.overview_page or -NEAR) - page) <= around)


def why(hole: Unread) -> str:
    """What the hole is, in words: «s. 66: siden er et bilde uten tekst, og er ikke lest»."""
    text = f" («{hole.text}»)" if hole.text else ""
    return f"s. {hole.page}: {reason_text(hole.reason).why}{text}"
