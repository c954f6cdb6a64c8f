"""Boxes: drawn on the page, they cover the words that they belong to."""

from __future__ import annotations

import pymupdf
import pytest

from pipeline.seams.tables import AmountMention, DateMention, LinkRow, ReferenceMention
from tests.conftest import ROOT, Run

ACROSS_LINES = [  # a mention that a line break cuts in two: table, id, text
    (AmountMention, "tiltak-81/1/159", "150 mill. kroner"),
    (ReferenceMention, "tiltak-7/1/320", "straffeloven § 196"),
    (DateMention, "tiltak-13/2/703", "2021 – 2028"),
]


@pytest.mark.parametrize("record", [DateMention, AmountMention, ReferenceMention, LinkRow])
def test_boxes_hold_the_printed_words(june_2025: Run, record) -> None:  # type: ignore[no-untyped-def]
    """What PyMuPDF itself reads inside the boxes of a mention holds the mention's text."""
    with pymupdf.open(ROOT / "raw" / "2025.pdf") as document:
        for row in june_2025.tables.rows(record):
            boxes = [
                s for s in june_2025.tables.spans if (s.of_table, s.id) == (record.table, row.id)
            ]
            assert boxes, row.id
            read = "".join(
                document[s.page - 1].get_textbox(
                    pymupdf.Rect(s.x0 - 1, s.top + 2, s.x1 + 1, s.bottom - 2)
                )
                for s in boxes
            )
            assert "".join(row.text.split()) in "".join(read.split()), row.id


@pytest.mark.parametrize(("record", "own_id", "text"), ACROSS_LINES)
def test_a_mention_across_lines_has_a_box_on_each(june_2025: Run, record, own_id, text) -> None:  # type: ignore[no-untyped-def]
    row = next(row for row in june_2025.tables.rows(record) if row.id == own_id)
    boxes = [s for s in june_2025.tables.spans if (s.of_table, s.id) == (record.table, own_id)]
    assert row.text == text
    assert [s.seq for s in boxes] == [1, 2]
    assert boxes[0].top < boxes[1].top or boxes[0].page < boxes[1].page


def test_boxes_are_not_wider_than_the_words(june_2025: Run) -> None:
    """A mention inside a word is cut out of it («rundskriv 26/2025» names only the year)."""
    row = next(
        row for row in june_2025.tables.rows(DateMention)
        if row.scope == "tiltak-58" and row.text == "2025"
    )  # fmt: skip
    (box,) = [s for s in june_2025.tables.spans if (s.of_table, s.id) == ("dates", row.id)]
    assert 20 < box.x1 - box.x0 < 28  # four digits of six points, not all of «26/2025»
