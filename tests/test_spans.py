"""Boxes: drawn on the page, they cover the words that they belong to."""

from __future__ import annotations

from collections import defaultdict

import pymupdf
import pytest

from pipeline.seams.tables import AmountMention, DateMention, LinkRow, ReferenceMention, SpanRow
from tests.conftest import ROOT, Run

ACROSS_LINES = [  # a mention that a line break cuts in two: table, id, text
    (AmountMention, "tiltak-81/1/159", "150 mill. kroner"),
    (ReferenceMention, "tiltak-7/1/320", "straffeloven § 196"),
    (DateMention, "tiltak-13/2/703", "2021 – 2028"),
]


Boxes = dict[tuple[str, str], list[SpanRow]]  # of a row, by its table and id


@pytest.fixture(scope="module")
def boxes(june_2025: Run) -> Boxes:
    boxes: Boxes = defaultdict(list)
    for span in june_2025.tables.spans:
        boxes[span.of_table, span.id].append(span)
    return boxes


@pytest.fixture(scope="module")
def printed() -> list[list[tuple[str, float, float]]]:
    """The characters of each page, as PyMuPDF itself reads them, and where their middle is."""
    with pymupdf.open(ROOT / "raw" / "2025.pdf") as document:
        return [
            [
                (char["c"], (char["bbox"][0] + char["bbox"][2]) / 2,
                 (char["bbox"][1] + char["bbox"][3]) / 2)
                for block in page.get_text("rawdict")["blocks"]
                for line in block.get("lines", ())
                for span in line["spans"]
                for char in span["chars"]
            ]
            for page in document
        ]  # fmt: skip


@pytest.mark.parametrize("record", [DateMention, AmountMention, ReferenceMention, LinkRow])
def test_boxes_hold_the_printed_words(june_2025: Run, boxes: Boxes, printed, record) -> None:  # type: ignore[no-untyped-def]
    """The characters in the boxes of a mention hold the mention's text."""
    for row in june_2025.tables.rows(record):
        assert boxes[record.table, row.id], row.id
        read = "".join(
            char
            for s in boxes[record.table, row.id]
            for char, x, y in printed[s.page - 1]
            if s.x0 - 1 < x < s.x1 + 1 and s.top < y < s.bottom
        )
        assert "".join(row.text.split()) in "".join(read.split()), row.id


@pytest.mark.parametrize(("record", "own_id", "text"), ACROSS_LINES)
def test_a_mention_across_lines_has_a_box_on_each(  # type: ignore[no-untyped-def]
    june_2025: Run, boxes: Boxes, record, own_id, text
) -> None:
    row = next(row for row in june_2025.tables.rows(record) if row.id == own_id)
    first, second = boxes[record.table, own_id]
    assert row.text == text
    assert (first.seq, second.seq) == (1, 2)
    assert first.top < second.top or first.page < second.page


def test_boxes_are_not_wider_than_the_words(june_2025: Run, boxes: Boxes) -> None:
    """A mention inside a word is cut out of it («rundskriv 26/2025» names only the year)."""
    row = next(
        row for row in june_2025.tables.rows(DateMention)
        if row.scope == "tiltak-58" and row.text == "2025"
    )  # fmt: skip
    (box,) = boxes["dates", row.id]
    assert 20 < box.x1 - box.x0 < 28  # four digits of six points, not all of «26/2025»
