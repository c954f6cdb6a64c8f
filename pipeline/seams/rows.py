"""Seam between 2 and 3: the rows that parse hands to validate, before they become tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline.runtime import files
from pipeline.seams.entries import Span
from pipeline.seams.ids import ItemId, ReportId, RowId
from pipeline.seams.seam import Seam
from pipeline.seams.tables import (
    PARSED,
    Abbreviation,
    ActorMention,
    AmountMention,
    DateMention,
    Field,
    KeptOut,
    LinkRow,
    Measure,
    Ministry,
    PageRow,
    Paragraph,
    Record,
    ReferenceMention,
    Report,
    SpanRow,
    Status,
    ThemeMention,
    Unread,
)

ROWS = "rows.msgpack"  # in parse's folder


class ValueSpans(Seam):
    """The boxes of one value of a row: the rows of the table spans, one for each box."""

    report_id: ReportId
    item_id: ItemId | None
    id: RowId
    of_table: str
    field: str
    boxes: list[Span]

    @classmethod
    def of(cls, row: Record, field: str, boxes: list[Span]) -> ValueSpans:
        return cls(row.report_id, row.item_id, row.id, row.table, field, boxes)

    def rows(self) -> Iterator[SpanRow]:
        for seq, box in enumerate(self.boxes, start=1):
            yield SpanRow(
                self.report_id, self.item_id, self.id, box.page, self.of_table, self.field, seq,
                box.x0, box.top, box.x1, box.bottom,
            )  # fmt: skip


class Parsed(Seam):
    """The rows that parse hands to validate; each field is named after its table."""

    reports: list[Report]
    measures: list[Measure]
    statuses: list[Status]
    ministries: list[Ministry]
    fields: list[Field]
    dates: list[DateMention]
    amounts: list[AmountMention]
    references: list[ReferenceMention]
    actors: list[ActorMention]
    themes: list[ThemeMention]
    paragraphs: list[Paragraph]
    links: list[LinkRow]
    abbreviations: list[Abbreviation]
    pages: list[PageRow]
    kept_out: list[KeptOut]
    spans: list[ValueSpans]
    unread: list[Unread]

    def rows(self, record: type[Record]) -> list[Any]:
        """The rows of one table."""
        if record is SpanRow:
            return [row for value in self.spans for row in value.rows()]
        rows: list[Any] = getattr(self, record.table)
        return rows


class Batch(Seam):
    """A batch of a report's rows. Batches of a lower `order` come first in each table."""

    order: int
    rows: Parsed


def write_rows(folder: Path, made: Iterable[tuple[int, Iterable[Record | ValueSpans]]]) -> None:
    """Write the rows of a report to one file, batch by batch, each with its order."""
    batches = (Batch(order, _by_table(rows)) for order, rows in made)
    files.write_messages(folder / ROWS, Batch, batches)


def _by_table(rows: Iterable[Record | ValueSpans]) -> Parsed:
    tables: dict[type[Any], list[Any]] = {record: [] for record in PARSED}
    tables[ValueSpans] = tables[SpanRow]
    for row in rows:
        tables[type(row)].append(row)
    return Parsed(*(tables[record] for record in PARSED))


def read_parsed(folder: Path) -> Parsed:
    """The rows that parse wrote, in order. Raises `Refusal` as `read_records` does."""
    batches = sorted(files.read_messages(folder / ROWS, Batch), key=attrgetter("order"))
    tables = [
        list(chain.from_iterable(getattr(batch.rows, record.table) for batch in batches))
        for record in PARSED
    ]
    return Parsed(*tables)
