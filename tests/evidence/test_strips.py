"""Strips of a page: high enough, as wide as the text, and never through a line."""

from __future__ import annotations

import pytest

from pipeline.evidence.strips import CLEAR, LOWEST, PADDING, printed_on, strip_of
from pipeline.seams.entries import Span

PAGE = Span(9, 0, 0, 600, 800)


def line(top: float, bottom: float, x0: float = 70, x1: float = 520) -> Span:
    return Span(9, x0, top, x1, bottom)


def test_there_is_room_around_what_must_be_seen() -> None:
    assert strip_of(PAGE, printed_on(PAGE, [line(300, 400)]), 300, 400) == Span(
        9, 70 - PADDING, 300 - PADDING, 520 + PADDING, 400 + PADDING
    )


def test_what_is_low_stands_in_the_middle_of_a_strip_that_can_be_read() -> None:
    strip = strip_of(PAGE, printed_on(PAGE, [line(300, 312)]), 300, 312)
    assert strip.bottom - strip.top == pytest.approx(LOWEST)
    assert strip.top + strip.bottom == pytest.approx(612)


@pytest.mark.parametrize(
    ("lines", "top", "bottom"),
    [
        ([(280, 292)], 280 - CLEAR, 409),  # the upper edge would be at 291
        ([(408, 420)], 291, 420 + CLEAR),
        ([(279, 292), (265, 278)], 278, 409),  # little room between lines: not into the next
        ([(408, 421), (422, 435)], 291, 422),
        ([(280, 292), (268, 281)], 280, 409),  # close lines overlap: the next is left out
        ([(268, 281), (280, 292)], 280, 409),  # in whatever order they come
        ([(408, 420), (419, 431)], 291, 420),
        ([(401, 410), (404, 416)], 291, 416 + CLEAR),  # a raised mark and its line
        ([(200, 212), (500, 512)], 291, 409),  # what is far off changes nothing
    ],
)
def test_a_strip_cuts_no_line(lines: list[tuple[float, float]], top: float, bottom: float) -> None:
    strip = strip_of(
        PAGE, printed_on(PAGE, [line(300, 400), *(line(*edges) for edges in lines)]), 300, 400
    )
    assert (strip.top, strip.bottom) == (top, bottom)


def test_it_ends_at_the_page() -> None:
    words = [line(2, 12, x0=3, x1=598)]
    assert strip_of(PAGE, printed_on(PAGE, words), 2, 12) == Span(9, 0, 0, 600, 12 + PADDING + 22)


def test_a_page_without_words_is_shown_from_edge_to_edge() -> None:
    strip = strip_of(PAGE, printed_on(PAGE, []), 300, 400)
    assert (strip.x0, strip.x1) == (0, 600)
