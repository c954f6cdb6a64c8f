"""Whether a page is the same picture without some of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pymupdf

from pipeline.seams.words import Box

FAINT = 24  # of 255: colours that differ less look the same
ZOOM = 2  # pixels to a point
PART = 2  # letters: of as many, some ink is seen if they are
FRAME = 0.15  # of a box: the pen that frames it has drawn less, one that fills it more
BLANK = 0.998  # of the page: a scanned page of text has more ink
_SLIM = 0.25  # of a word's height at either end: there its neighbours above and below may reach in


def parts_unseen(
    document: Any, index: int, words: Sequence[tuple[Box, str]], others: Iterable[Box]
) -> list[list[bool]]:
    """For each of `words`, from left to right, whether its parts leave no trace on the page.

    Each word has its box and its text; boxes are in the page's frame before any /Rotate. The page
    is drawn as it is and without the words; where the words of `others` stand is not compared,
    since these may lie over a box that hides what is under it.
    """
    with pymupdf.open() as copy:
        copy.insert_pdf(document, from_page=index, to_page=index, links=False)
        page = copy[0]
        page.set_rotation(0)
        for note in list(page.annots(types=[pymupdf.PDF_ANNOT_REDACT])):
            page.delete_annot(note)
        before = _drawn(page)
        # A redaction takes notes with it that lie over the words: they must stay to hide them.
        _, notes = copy.xref_get_key(page.xref, "Annots")
        copy.xref_set_key(page.xref, "Annots", "null")
        page = copy.reload_page(page)
        for box, _ in words:
            page.add_redact_annot(pymupdf.Rect(*slim(box)), fill=False, cross_out=False)
        page.apply_redactions(
            images=pymupdf.PDF_REDACT_IMAGE_NONE,
            graphics=pymupdf.PDF_REDACT_LINE_ART_NONE,
            text=pymupdf.PDF_REDACT_TEXT_REMOVE,
        )
        copy.xref_set_key(page.xref, "Annots", notes)
        after = _drawn(copy.reload_page(page))
    pixels = bytearray(after.samples)
    for box in others:
        _copy(box, before, pixels)
    return [
        [_is_same(part, before, pixels) for part in _parts(box, len(text))] for box, text in words
    ]


def shows_nothing(document: Any, index: int) -> bool:
    """Whether a page is of one colour all over, but for a speck."""
    share, _ = document[index].get_pixmap(alpha=False).color_topusage()
    return bool(share > BLANK)


def is_frame(document: Any, index: int, box: Box, color: int) -> bool:
    """Whether a pen of that colour has gone round a box, and not all over it."""
    drawn = document[index].get_pixmap(clip=pymupdf.Rect(box), alpha=False)
    pen = color.to_bytes(3, "big")
    inked = sum(
        count
        for pixel, count in drawn.color_count(colors=True).items()
        if max(abs(a - b) for a, b in zip(pixel, pen, strict=True)) <= FAINT
    )
    return bool(inked < FRAME * drawn.width * drawn.height)


def shades_of(page: Any, area: Box) -> Any:
    """A part of a page in shades of grey, without notes."""
    return page.get_pixmap(
        matrix=pymupdf.Matrix(ZOOM, ZOOM), clip=pymupdf.Rect(area), colorspace=pymupdf.csGRAY,
        annots=False,
    )  # fmt: skip


def _drawn(page: Any) -> Any:
    return page.get_pixmap(matrix=pymupdf.Matrix(ZOOM, ZOOM), alpha=False)


def slim(box: Box) -> Box:
    """The middle of a line or word, where its letters are, and none of its neighbours'."""
    x0, top, x1, bottom = box
    rim = _SLIM * (bottom - top)
    return x0, top + rim, x1, bottom - rim


def _parts(box: Box, letters: int) -> list[Box]:
    """The middle of a word's height in equal parts, each about PART letters wide."""
    x0, top, x1, bottom = slim(box)
    count = max(1, letters // PART)
    step = (x1 - x0) / count
    return [(x0 + part * step, top, x0 + (part + 1) * step, bottom) for part in range(count)]


def _rows(box: Box, drawn: Any) -> Iterable[slice]:
    """Where the samples of each row of pixels in a box stand."""
    left, right = (min(max(0, round(x * ZOOM) - drawn.x), drawn.width) for x in (box[0], box[2]))
    for y in range(round(box[1] * ZOOM) - drawn.y, round(box[3] * ZOOM) - drawn.y):
        if 0 <= y < drawn.height:
            yield slice(y * drawn.stride + left * drawn.n, y * drawn.stride + right * drawn.n)


def _copy(box: Box, source: Any, target: bytearray) -> None:
    samples = source.samples_mv
    for row in _rows(box, source):
        target[row] = samples[row]


def _is_same(box: Box, before: Any, after: bytearray) -> bool:
    samples = before.samples_mv
    for row in _rows(box, before):
        here, there = bytes(samples[row]), bytes(after[row])
        if here != there and max(abs(a - b) for a, b in zip(here, there, strict=True)) > FAINT:
            return False
    return True
