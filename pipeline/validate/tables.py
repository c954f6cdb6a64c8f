"""A report's tables and second readings, as the checks need them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from weakref import ref

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

AT_ONCE = 6  # reports in memory: more than a folder has that DVC is meant for
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


class Shelf:
    """The reports whose rows are in memory: the last few that were read.

    When another is read, the one that was read longest ago is emptied.
    """

    def __init__(self, most: int = AT_ONCE) -> None:
        self._most = most
        self._filled: deque[ref[ReportTables]] = deque()

    def put(self, tables: ReportTables) -> None:
        """Keep a report that was empty and is being read."""
        self._filled.append(ref(tables))
        while len(self._filled) > self._most:
            oldest = self._filled.popleft()()
            if oldest is not None:
                oldest.empty()


def few_at_a_time(reports: Sequence[ReportTables]) -> Iterator[Sequence[ReportTables]]:
    """The reports in order, as many at a time as a shelf holds."""
    for first in range(0, len(reports), AT_ONCE):
        yield reports[first : first + AT_ONCE]


class ReportTables:
    """The rows of one report, read from its folders on first use.

    Tables in `corrected` have those rows instead of the ones from parse. `overrides` say, for an
    earlier report, which of its items are which of this one. A report on a `shelf` is emptied when
    others are read, and read again where it is asked for. `reread` waits for the second readings
    where they are not there yet.
    """

    def __init__(
        self,
        report_id: ReportId,
        folders: Folders,
        corrected: Mapping[type[Record], list[Any]] | None = None,
        overrides: Mapping[ReportId, Sequence[Override]] | None = None,
        shelf: Shelf | None = None,
        reread: Callable[[], object] = lambda: None,
    ) -> None:
        self.report_id = report_id
        self.folders = folders
        self.overrides = overrides or {}
        self._corrected = {**(corrected or {})}
        self._shelf = shelf
        self._reread = reread
        self._is_empty = True
        self._rows: dict[type[Record], list[Any]] = {**self._corrected}
        self._arrow: dict[type[Record], pa.Table] = {}

    def fill(self) -> None:
        """Take a place on the shelf, before anything is read."""
        if self._is_empty and self._shelf is not None:
            self._is_empty = False
            self._shelf.put(self)

    def empty(self) -> None:
        """Drop what was read, but for the report's one row, which all that compare reports ask."""
        rows, self._rows = self._rows, {**self._corrected}
        if Report in rows:
            self._rows[Report] = rows[Report]
        for name, value in vars(ReportTables).items():
            if isinstance(value, cached_property):
                vars(self).pop(name, None)
        self._arrow = {}
        self._is_empty = True

    @cached_property
    def _parsed(self) -> Parsed:
        self.fill()
        return read_parsed(self.folders.parse)

    def rows(self, record: type[_Row]) -> list[_Row]:
        """The rows of one table."""
        if record not in self._rows:
            self._rows[record] = self._parsed.rows(record)
        return self._rows[record]

    def corrected(self, rows: Mapping[type[Record], list[Any]]) -> ReportTables:
        """The same report with other rows in some of its tables."""
        changed = {**self._corrected, **rows}
        return self._with(changed, self.overrides)

    def overridden(self, overrides: Mapping[ReportId, Sequence[Override]]) -> ReportTables:
        """The same report with what a researcher knows of its items in an earlier one."""
        return self._with(self._corrected, overrides)

    def _with(
        self,
        corrected: Mapping[type[Record], list[Any]],
        overrides: Mapping[ReportId, Sequence[Override]],
    ) -> ReportTables:
        return ReportTables(
            self.report_id, self.folders, corrected, overrides, self._shelf, self._reread
        )

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
        self.fill()
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
        self.fill()
        self._reread()
        return read_readings(self.folders.reread)

    @cached_property
    def conservation(self) -> list[PageCount]:
        """The count of words, page by page."""
        self.fill()
        return read_conservation(self.folders.segment)

    @cached_property
    def divisions(self) -> list[Division]:
        """The words divided at line ends, and how they were joined."""
        self.fill()
        return read_divisions(self.folders.segment)

    def arrow(self, record: type[Record]) -> pa.Table:
        """One table as users will load it."""
        if record not in self._arrow:
            self._arrow[record] = table_of(record, self.rows(record))
        return self._arrow[record]
