"""The pages, and what was kept out of the report: the tables pages and kept_out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.glossary.reasons import kept_reason
from pipeline.parse.spans import Row
from pipeline.seams.entries import PageRead, Span
from pipeline.seams.ids import ReportId, RowId, kept_id, page_scope
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import KeptOut, PageRow
from pipeline.seams.words import Kept


def page_rows(
    report_id: ReportId, pages: Iterable[PageRead], kept: Iterable[Kept]
) -> Iterator[Row]:
    """A row for each page; then one for each stretch that was kept out, with its box."""
    for page in pages:
        yield PageRow(
            report_id, None, RowId(page_scope(page.page)), page.page,
            printed=page.printed, printed_total=page.printed_total, kind=page.kind,
            landscape=page.landscape, words=page.words, picture_share=page.picture_share,
            kept_out=page.kept_out,
        )  # fmt: skip
    number, before = 0, 0
    for stretch in kept:
        number = number + 1 if stretch.page == before else 1
        before = stretch.page
        row = KeptOut(
            report_id, None, kept_id(stretch.page, number), stretch.page,
            kind=stretch.kind, text=stretch.text or None, reason=kept_reason(stretch.kind),
        )  # fmt: skip
        yield row
        box = Span(stretch.page, stretch.x0, stretch.top, stretch.x1, stretch.bottom)
        yield ValueSpans.of(row, "mention", [box])
