"""A report's tables and second readings, as the checks need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.sentences import sentences
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import table_of
from pipeline.seams.entries import Division, PageCount, read_conservation, read_divisions
from pipeline.seams.ids import ItemId, ReportId, RowId, Scope, status_id
from pipeline.seams.readings import Readings, read_readings
from pipeline.seams.rows import Parsed, read_parsed
from pipeline.seams.tables import (
    DateMention,
    Measure,
    Ministry,
    Paragraph,
    Record,
    Report,
    SpanRow,
    Status,
    Unread,
)
from pipeline.seams.vocabularies import ItemRelation, KeptKind
from pipeline.seams.words import Page, read_pages
from pipeline.validate.holes import Holes

_Row = TypeVar("_Row", bound=Record)

BETWEEN = "\n\n"  # paragraphs of a narrative


class Folders(NamedTuple):
    """The folder of each stage's output for one report."""

    extract: Path
    segment: Path
    reread: Path
    parse: Path


def folders_of(report_id: ReportId, interim: Path) -> Folders:
    """The folders of a report below `interim`. Raises `Refusal` where a stage has not run."""
    folders = Folders(*(interim / report_id / stage for stage in Folders._fields))
    for folder in folders:
        if not folder.is_dir():
            raise Refusal(
                folder,
                "mellomresultatet finnes ikke.",
                expected=f"at stegene for rapporten «{report_id}» er kjørt.",
                advice="kjør «dvc repro», som kjører det som mangler.",
            )
    return folders


class Override(NamedTuple):
    """What a researcher knows of an item in two reports; None where there is no such item."""

    before: ItemId | None
    after: ItemId | None
    relation: ItemRelation
    reason: str


class Sentence(NamedTuple):
    """A sentence of a narrative: its paragraph, its span in the paragraph's text, and its text."""

    paragraph: Paragraph
    start: int
    end: int
    text: str


class NarrativeSpans(NamedTuple):
    """Where, in the text of a narrative, its dates after the as-of date and its sentences stand."""

    later: list[tuple[int, int]]
    sentences: list[tuple[int, int]]


class PageText(NamedTuple):
    """A page without coordinates: its words, separated by one space, and the rest as in `Page`."""

    number: int
    text: str
    kept: str
    kinds_kept: tuple[KeptKind, ...]
    words: int
    unseen: int
    damaged: bool


class ReportTables:
    """The rows of one report, read from its folders on first use.

    Tables in `corrected` have those rows instead of the ones from parse. `overrides` say, for an
    earlier report, which of its items are which of this one.
    """

    def __init__(
        self,
        report_id: ReportId,
        folders: Folders,
        corrected: Mapping[type[Record], list[Any]] | None = None,
        overrides: Mapping[ReportId, Sequence[Override]] | None = None,
    ) -> None:
        self.report_id = report_id
        self.folders = folders
        self.overrides = overrides or {}
        self._rows: dict[type[Record], list[Any]] = {**(corrected or {})}
        self._arrow: dict[type[Record], pa.Table] = {}

    @cached_property
    def _parsed(self) -> Parsed:
        return read_parsed(self.folders.parse)

    def rows(self, record: type[_Row]) -> list[_Row]:
        """The rows of one table."""
        if record not in self._rows:
            self._rows[record] = self._parsed.rows(record)
        return self._rows[record]

    def corrected(self, rows: Mapping[type[Record], list[Any]]) -> ReportTables:
        """The same report with other rows in some of its tables."""
        return ReportTables(self.report_id, self.folders, {**self._rows, **rows}, self.overrides)

    def overridden(self, overrides: Mapping[ReportId, Sequence[Override]]) -> ReportTables:
        """The same report with what a researcher knows of its items in an earlier one."""
        return ReportTables(self.report_id, self.folders, self._rows, overrides)

    @property
    def report(self) -> Report:
        return self.rows(Report)[0]

    @property
    def measures(self) -> list[Measure]:
        return self.rows(Measure)

    @property
    def statuses(self) -> list[Status]:
        return self.rows(Status)

    @cached_property
    def status_by_id(self) -> dict[RowId, Status]:
        return {status.id: status for status in self.statuses}

    def text_status(self, measure: Measure) -> str | None:
        """What the status of an item in running text means; None if it is unknown or not there."""
        status = self.status_by_id.get(status_id(measure.scope, "text"))
        return status.status if status is not None else None

    @cached_property
    def narratives(self) -> dict[Scope, list[Sentence]]:
        """The sentences of each item's paragraphs and list items, in order; of items with any."""
        return {
            scope: [
                Sentence(row, start, end, row.text[start:end])
                for row in rows
                for start, end in sentences(row.text)
            ]
            for scope, rows in self.narrative_paragraphs.items()
        }

    @cached_property
    def narrative_paragraphs(self) -> dict[Scope, list[Paragraph]]:
        """The paragraphs and list items of each item, in order; of items with any."""
        paragraphs: dict[Scope, list[Paragraph]] = {}
        for row in self.rows(Paragraph):
            if row.item_id is not None and row.kind in ("paragraph", "list-item"):
                paragraphs.setdefault(row.scope, []).append(row)
        return paragraphs

    @cached_property
    def narrative_words(self) -> dict[Scope, list[str]]:
        """The words of each narrative in lower case, in order; of items with one."""
        return {m.scope: words_of(m.narrative) for m in self.measures if m.narrative}

    def narrative_spans(self, scope: Scope) -> NarrativeSpans:
        """Places in the narrative of an item: its paragraphs with BETWEEN between them."""
        starts: dict[int, int] = {}
        offset = 0
        for row in self.narrative_paragraphs.get(scope, ()):
            starts[row.paragraph] = offset
            offset += len(row.text) + len(BETWEEN)
        later = [
            (start + day.start, start + day.start + len(day.text))
            for day in self._later_dates.get(scope, ())
            if (start := starts.get(day.paragraph)) is not None
        ]
        spans = [
            (start + sentence.start, start + sentence.end)
            for sentence in self.narratives.get(scope, ())
            for start in (starts[sentence.paragraph.paragraph],)
        ]
        return NarrativeSpans(later, spans)

    @cached_property
    def _later_dates(self) -> dict[Scope, list[DateMention]]:
        """The dates of each scope that end after the as-of date."""
        as_of = self.report.as_of
        later: dict[Scope, list[DateMention]] = {}
        for day in self.rows(DateMention):
            if as_of is not None and day.last is not None and day.last > as_of:
                later.setdefault(day.scope, []).append(day)
        return later

    @property
    def ministries(self) -> list[Ministry]:
        return self.rows(Ministry)

    @property
    def spans(self) -> list[SpanRow]:
        return self.rows(SpanRow)

    @property
    def unread(self) -> list[Unread]:
        return self.rows(Unread)

    @cached_property
    def holes(self) -> Holes:
        """Where the report was not read whole."""
        return Holes(self.measures, self.unread)

    @cached_property
    def pages(self) -> list[Page]:
        """The pages, as extract read them."""
        return list(read_pages(self.folders.extract))

    @cached_property
    def texts(self) -> list[PageText]:
        """The text of each page, as extract read it."""
        return [
            PageText(
                page.number,
                " ".join([run.text for run in page.runs]),
                " ".join([kept.text for kept in page.kept]),
                tuple(dict.fromkeys(kept.kind for kept in page.kept)),
                page.word_count,
                page.unseen,
                page.damaged,
            )
            for page in self.pages
        ]

    @cached_property
    def readings(self) -> Readings:
        """The second readings."""
        return read_readings(self.folders.reread)

    @cached_property
    def conservation(self) -> list[PageCount]:
        """The count of words, page by page."""
        return read_conservation(self.folders.segment)

    @cached_property
    def divisions(self) -> list[Division]:
        """The words divided at line ends, and how they were joined."""
        return read_divisions(self.folders.segment)

    def arrow(self, record: type[Record]) -> pa.Table:
        """One table as users will load it."""
        if record not in self._arrow:
            self._arrow[record] = table_of(record, self.rows(record))
        return self._arrow[record]
