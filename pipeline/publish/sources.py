"""What a publication is made of: the PDF of a report, its tables, and where its words stand."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pipeline.evidence.places import Atlas
from pipeline.publish.tables import Tables, read_tables
from pipeline.seams.entries import Span
from pipeline.seams.ids import ReportId
from pipeline.seams.words import covered_boxes, read_pages


class Source:
    """The input of a publication: the PDF, the report's tables, and the positions of its words.

    Read on first use, and kept for the next report, which may show parts of it.
    """

    def __init__(self, report_id: ReportId, pdf: Path, extracted: Path, processed: Path) -> None:
        self.pdf = pdf
        self._id, self._extracted, self._processed = report_id, extracted, processed

    @cached_property
    def tables(self) -> Tables:
        return read_tables(self._id, self._processed)

    @cached_property
    def covered(self) -> dict[int, list[Span]]:
        """By page, the boxes of words that lie under something."""
        return {
            page: [Span(page, *box) for box in boxes]
            for page, boxes in covered_boxes(self._extracted).items()
        }

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas(self.tables.spans, (page.as_shown() for page in read_pages(self._extracted)))
