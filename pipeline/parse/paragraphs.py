"""Running text: the rows of the table paragraphs, and the texts that are read for mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.parse.spans import Row, boxes_of
from pipeline.seams.entries import Block, Entry, Span
from pipeline.seams.ids import (
    OVERVIEW,
    ItemId,
    ReportId,
    RowId,
    Scope,
    mention_id,
    numbered,
    paragraph_id,
)
from pipeline.seams.tables import Paragraph
from pipeline.seams.vocabularies import ParagraphKind

RUNNING: dict[str, ParagraphKind] = {
    "heading": "heading",
    "title": "heading",
    "paragraph": "paragraph",
    "contents": "paragraph",
    "list-item": "list-item",
    "box": "box",
    "table": "table",
    "footnote": "footnote",
}


class Text(NamedTuple):
    """A block of running text and where it belongs in the report."""

    scope: Scope
    item_id: ItemId | None
    chapter_number: int | None
    paragraph: int
    kind: ParagraphKind
    block: Block

    def mention(
        self, report_id: ReportId, start: int, end: int, detail: str = ""
    ) -> tuple[tuple[ReportId, ItemId | None, RowId, int], list[Span]]:
        """The first columns of a mention at block.text[start:end], and its boxes."""
        boxes = self.block.spans(start, end)
        row_id = mention_id(self.scope, self.paragraph, start, detail)
        return (report_id, self.item_id, row_id, boxes[0].page), boxes

    def mention_id(self, start: int | None) -> RowId | None:
        """The id of the mention at `start`; None for none."""
        return None if start is None else mention_id(self.scope, self.paragraph, start)


def running_text(blocks: Iterable[Block], printed: Mapping[Scope, Entry]) -> list[Text]:
    """The blocks of running text, in order, without the cells of the overview.

    `printed` has the measures and requests by id: those of the text, and of a table that has their
    narratives, too.
    """
    return [
        Text(
            block.scope,
            printed[block.owner].item_id if block.owner else None,
            _chapter_number(block, printed),
            block.paragraph,
            RUNNING[block.part],
            block,
        )
        for block in blocks
        if block.part in RUNNING and not (block.scope == OVERVIEW and block.owner)
    ]


def paragraph_rows(report_id: ReportId, texts: Iterable[Text]) -> Iterator[Row]:
    """The rows of paragraphs, with spans."""
    for text in texts:
        row = Paragraph(
            report_id,
            text.item_id,
            paragraph_id(text.scope, text.paragraph),
            text.block.page,
            scope=text.scope,
            chapter_number=text.chapter_number,
            paragraph=text.paragraph,
            kind=text.kind,
            text=text.block.text,
        )
        yield row
        yield boxes_of(row, "text", [text.block])


def _chapter_number(block: Block, printed: Mapping[Scope, Entry]) -> int | None:
    if block.owner:
        return printed[block.owner].chapter_number
    scope = numbered(block.scope)
    if scope is None or scope.kind != "chapter":
        return None
    return int(scope.number.partition(".")[0])
