"""A strip of a page with the words of some rows marked, for the codebook's worked example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf

from pipeline.page_pictures import Picture, opened, picture_of
from pipeline.shared.entries import Span
from pipeline.shared.records import SpanRow
from pipeline.shared.sandbox import reached

MARGIN = 14.0  # points above and below what is marked


def page_picture(pdf: Path, marked: Sequence[SpanRow], framed: Sequence[SpanRow]) -> Picture:
    """The strip of the page that holds all boxes, as wide as the page's text; `framed` has a frame.

    The boxes are of one page. The strip ends between lines: half lines look like a fault.
    """
    boxes = [*marked, *framed]
    number = boxes[0].page
    reached(pdf, number)
    with opened(pdf) as document:
        page = document[number - 1]
        top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        strip = _whole_lines(page, top - MARGIN, bottom + MARGIN)
        clip = Span(number, strip.x0, strip.y0, strip.x1, strip.y1)
        return picture_of(page.get_displaylist(annots=False), clip, boxes, framed)


def _whole_lines(page: pymupdf.Page, top: float, bottom: float) -> pymupdf.Rect:
    """The strip between two heights, made larger until it cuts through no word."""
    words = page.get_text("words")
    lines = [(word[1], word[3]) for word in words]
    for above, below in sorted(lines, reverse=True):
        if above < top < below:
            top = above - 1
    for above, below in sorted(lines):
        if above < bottom < below:
            bottom = below + 1
    left = min((word[0] for word in words), default=page.rect.x0)
    right = max((word[2] for word in words), default=page.rect.x1)
    return pymupdf.Rect(left - MARGIN, top, right + MARGIN, bottom) & page.rect
