"""References in running text: the rows of the table references."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.norwegian.references import References, find_references
from pipeline.parse.paragraphs import Text
from pipeline.parse.spans import Row
from pipeline.seams.ids import ReportId
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import ReferenceMention

__all__ = ["find_references", "reference_rows"]


def reference_rows(report_id: ReportId, text: Text, references: References) -> Iterator[Row]:
    """The references of a text, with spans.

    «vedtak 611–619» is nine references at the same offset: the target tells them apart.
    """
    seen: set[int] = set()
    for cited in references.mentions:
        detail = cited.target if cited.start in seen else ""
        seen.add(cited.start)
        common, boxes = text.mention(report_id, cited.start, cited.end, detail)
        row = ReferenceMention(
            *common,
            text.scope,
            text.paragraph,
            cited.start,
            cited.text,
            cited.kind,
            cited.target,
            cited.relation,
        )
        yield row
        yield ValueSpans.of(row, "mention", boxes)
