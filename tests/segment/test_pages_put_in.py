"""Pages of something else between the report's: known by printed numbers, or by their type."""

from __future__ import annotations

import pytest

from pipeline.seams.entries import PageRead
from pipeline.segment.pages import pages_not_whole, pages_put_in

OWN, OTHER = frozenset({"Serif", "Serif-Bold"}), frozenset({"Helvetica"})


def page(number: int, printed: int | None, total: int | None = None) -> PageRead:
    return PageRead(number, printed, total, "text", False, 300, 0.0, 0, [], 0, 595.0, 842.0)


def put_in(
    printed: list[int | None], strange: set[int] = frozenset(), total: int | None = None
) -> set[int]:
    """The pages put in, where pages bear these numbers, and some are set in type of their own."""
    pages = [page(n, p, total and p and total) for n, p in enumerate(printed, start=1)]
    fonts = {p.page: OTHER if p.page in strange else OWN for p in pages}
    return pages_put_in(pages, fonts)


@pytest.mark.parametrize(
    ("printed", "strange", "total", "found"),
    [
        ([1, 2, 3, 4, 5], set(), None, set()),
        ([1, 2, None, 3, 4], set(), None, {3}),
        ([1, 2, None, None, 3], set(), None, {3, 4}),
        ([None, 2, 3, 4, 5], {1}, None, set()),  # a cover, or a letter before it
        ([1, 2, None, 4, 5], {3}, None, set()),  # one that counts, and bears no number
        ([1, 2, 1, 3, 4], {3}, None, {3}),  # its number is its own
        ([1, 2, 3, 4, 5], {3}, None, set()),  # a page that was made anew
        ([1, 2, 3, 4, None], {5}, None, {5}),
        ([1, 2, 3, 4, None], set(), None, set()),  # a back cover
        ([1, 2, 3, 4, None], set(), 4, {5}),
        ([1, 2, 3, 4, None], set(), 5, set()),
        ([None] * 5, {3}, None, {3}),
        ([None] * 5, {1}, None, set()),
        ([None] * 3, {2}, None, set()),  # too few to know what is usual
    ],
)
def test_pages_that_somebody_put_in(
    printed: list[int | None], strange: set[int], total: int | None, found: set[int]
) -> None:
    assert put_in(printed, strange, total) == found


def test_a_font_that_another_page_has_is_not_strange() -> None:
    pages = [page(n, None) for n in range(1, 6)]
    fonts = {n: OTHER if n in (2, 4) else OWN for n in range(1, 6)}
    assert pages_put_in(pages, fonts) == set()


def test_a_page_put_in_is_said_and_breaks_no_sequence() -> None:
    pages = [page(n, p) for n, p in enumerate([1, 2, 1, 3, 4], start=1)]
    said = list(pages_not_whole([], pages, {3}))
    assert [(row.page, row.reason) for row in said] == [(3, "page-put-in")]
