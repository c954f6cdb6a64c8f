"""Seam 3: the tables that users load. Written by parse and validate; read by everybody after.

One dataclass for each table, one field for each column: its Arrow type and the description that
every Parquet file carries. Rows are flat (no lists, no structs), so that Excel, Stata, R, DuckDB
and pandas read them alike. Adding a column is done here, and in pipeline/glossary, which says in
bokmål what it means; then SCHEMA_VERSION is raised and CHANGELOG.md told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

import pyarrow as pa

from pipeline.runtime import files as storage

# The version of the data contract: names, types, keys and vocabularies of the tables. CHANGELOG.md
# has the rule for raising it, and tests/package hold it against the columns.
SCHEMA_VERSION = "1.0.0"

_T = TypeVar("_T")
Box = tuple[int, float, float, float, float]
STATUSES = ("Ikke startet", "Under arbeid", "Gjennomført")
SOURCES = ("text", "overview")

_string = pa.string()
_small = pa.int16()
_whole = pa.int32()
_day = pa.date32()


class Vocabulary(NamedTuple):
    """The values a column can have. Where it is open, other plans may have words of their own;
    where it is ordered, the values stand from least to most.
    """

    values: tuple[str, ...]
    open: bool = False
    ordered: bool = False


class ForeignKey(NamedTuple):
    """Columns whose values, where they are stated, stand in columns of another table."""

    columns: tuple[str, ...]
    table: str
    of: tuple[str, ...]


class Column(NamedTuple):
    """A column as users meet it. `unit` is empty for what is not measured in anything."""

    name: str
    type: pa.DataType
    description: str
    null: bool
    unit: str
    vocabulary: Vocabulary | None


TO_REPORT = ForeignKey(("report_id",), "reports", ("report_id",))
# Not every row belongs to an item, and a composite key with a null in it is read in two ways (SQL
# lets it pass, Frictionless does not): where the item may be null, it is declared alone.
TO_ITEM = ForeignKey(("report_id", "item_id"), "measures", ("report_id", "item_id"))
TO_ITEM_IF_ANY = ForeignKey(("item_id",), "measures", ("item_id",))

_sources = Vocabulary(SOURCES)
_statuses = Vocabulary(STATUSES, open=True, ordered=True)
_judged = Vocabulary(("applied", "stale"))


def _column(
    kind: pa.DataType,
    description: str,
    *,
    null: bool = False,
    unit: str = "",
    vocabulary: Vocabulary | None = None,
) -> Any:
    """A column: its Arrow type, what it says, whether it may be empty, unit and vocabulary."""
    metadata = {
        "type": kind, "description": description, "null": null, "unit": unit,
        "vocabulary": vocabulary,
    }  # fmt: skip
    return dataclasses.field(metadata=metadata)


@dataclass_transform(frozen_default=True, field_specifiers=(_column,))
def _record(cls: type[_T]) -> type[_T]:
    """A dataclass whose instances nobody changes: mypy sees to that.

    One that is frozen when it runs takes three times as long to make, and there are thousands.
    """
    return dataclasses.dataclass(slots=True, unsafe_hash=True)(cls)


@_record
class Record:
    """The columns that every table begins with."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ("report_id", "id")
    refers: ClassVar[tuple[ForeignKey, ...]] = (TO_REPORT,)

    report_id: str = _column(_string, "The report, as registered in raw/reports.yaml.")
    item_id: str | None = _column(
        _string,
        "The measure or request: tiltak-4, vedtak-611. Null outside items.",
        null=True,
    )
    id: str = _column(_string, "Readable key, unique in its table and report.")
    page: int = _column(_small, "First page it stands on, counted from 1 as a PDF reader does.")


@_record
class Report(Record):
    """One row for each report."""

    table = "reports"
    refers = ()

    plan: str = _column(_string, "The action plan that the report follows up, as registered.")
    title: str | None = _column(_string, "The cover's main title, as printed.", null=True)
    as_of: date | None = _column(
        _day, "Last day of the month that the report speaks for.", null=True
    )
    as_of_printed: str | None = _column(_string, "That month as printed: juni 2025.", null=True)
    pages: int = _column(_small, "Number of pages.")
    language: str = _column(
        _string,
        "nb (bokmål) or nn (nynorsk), by its commonest words.",
        vocabulary=Vocabulary(("nb", "nn")),
    )
    sha256: str = _column(_string, "SHA-256 of the PDF file, in hexadecimal.")
    producer: str = _column(_string, "The program that made the PDF, as the file says.")
    words: int = _column(_whole, "Number of words on all pages, page furniture included.")


@_record
class Measure(Record):
    """One row for each measure (tiltak) or request by the Storting (anmodningsvedtak)."""

    table = "measures"

    kind: str = _column(
        _string,
        "tiltak or anmodningsvedtak.",
        vocabulary=Vocabulary(("tiltak", "anmodningsvedtak")),
    )
    number: int = _column(_small, "The number it is printed with.")
    letter: str | None = _column(
        _string, "The letter of a lettered sub-measure (29 a), else null.", null=True
    )
    title: str | None = _column(
        _string, "Title in running text, sub-points included. Null if absent there.", null=True
    )
    overview_title: str | None = _column(
        _string, "Title in the overview table. Null if absent there.", null=True
    )
    chapter_number: int | None = _column(
        _small, "Number of the chapter it stands in, in running text.", null=True
    )
    chapter: str | None = _column(_string, "Name of that chapter.", null=True)
    overview_chapter: str | None = _column(
        _string, "The section of the overview table it stands under.", null=True
    )
    narrative: str | None = _column(
        _string,
        "Paragraphs and list items joined by a blank line, without footnotes; "
        "null where nothing is written.",
        null=True,
    )
    page_first: int | None = _column(_small, "Page of the heading in running text.", null=True)
    page_last: int | None = _column(
        _small, "Page of the last line of heading, labels or narrative.", null=True
    )
    overview_page: int | None = _column(
        _small, "Page on which its row in the overview begins.", null=True
    )


@_record
class Status(Record):
    """One row for each item and source."""

    table = "statuses"
    refers = (TO_REPORT, TO_ITEM)

    source: str = _column(_string, "text or overview.", vocabulary=_sources)
    status: str | None = _column(
        _string,
        "Ikke startet, Under arbeid or Gjennomført, or a category of another plan's own; "
        "null if what is printed is not known.",
        null=True,
        vocabulary=_statuses,
    )
    status_printed: str | None = _column(
        _string, "The status as printed; null where none is.", null=True
    )


@_record
class Ministry(Record):
    """One row for each item, source and ministry that is named."""

    table = "ministries"
    refers = (TO_REPORT, TO_ITEM)

    source: str = _column(_string, "text or overview.", vocabulary=_sources)
    position: int = _column(_small, "Place in the list as printed, from 1.")
    ministry: str = _column(_string, "Code (JD), alle, or m.fl. for others not named.")
    name: str | None = _column(_string, "The ministry's name; null for alle and m.fl.", null=True)
    orgnr: str | None = _column(
        _string, "Organisation number in Brønnøysundregistrene, where known.", null=True
    )
    role: str = _column(
        _string,
        "named, parenthesised (JD in AID (JD)), all or others (m.fl.).",
        vocabulary=Vocabulary(("named", "parenthesised", "all", "others")),
    )
    printed: str = _column(_string, "The whole list as printed.")


@_record
class Paragraph(Record):
    """One row for each block of running text."""

    table = "paragraphs"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    scope: str = _column(
        _string, "Where it stands: introduction, chapter-2, tiltak-4, front-matter, overview."
    )
    chapter_number: int | None = _column(_small, "The chapter it stands in.", null=True)
    paragraph: int = _column(_whole, "Counted from 1 in its scope; 0 is the heading or title.")
    kind: str = _column(
        _string,
        "heading, paragraph, list-item or footnote.",
        vocabulary=Vocabulary(("heading", "paragraph", "list-item", "footnote")),
    )
    text: str = _column(_string, "The text, lines joined; without bullets and footnote marks.")


@_record
class Mention(Record):
    """The columns of what is mentioned in running text."""

    scope: str = _column(_string, "Where it stands: introduction, chapter-2, tiltak-4 …")
    paragraph: int = _column(_whole, "The paragraph in that scope; 0 is the heading or title.")
    start: int = _column(
        _whole, "Offset of the mention in the paragraph's text, in characters.", unit="characters"
    )
    text: str = _column(_string, "The mention as printed.")


@_record
class DateMention(Mention):
    """One row for each mention of a date."""

    table = "dates"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    edtf: str | None = _column(
        _string, "The date in EDTF (ISO 8601-2); null for an impossible date.", null=True
    )
    first: date | None = _column(
        _day, "First day it can mean; null for an open start or no date.", null=True
    )
    last: date | None = _column(
        _day, "Last day it can mean; null for an open end or no date.", null=True
    )
    precision: str = _column(
        _string,
        "day, month, season, quarter, half, year, interval or part (utgangen av 2025).",
        vocabulary=Vocabulary(
            ("day", "month", "season", "quarter", "half", "year", "interval", "part")
        ),
    )
    role: str = _column(
        _string,
        "event, planned, budget, period or document.",
        vocabulary=Vocabulary(("event", "planned", "budget", "period", "document")),
    )
    inferred: bool = _column(pa.bool_(), "Whether the year is taken from the context.")
    sentence: str = _column(_string, "The sentence it stands in.")


@_record
class AmountMention(Mention):
    """One row for each mention of an amount in Norwegian kroner."""

    table = "amounts"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    amount_nok: int = _column(pa.int64(), "Kroner, exact.", unit="NOK")
    qualifier: str = _column(
        _string,
        "exact, about, under, over or upto.",
        vocabulary=Vocabulary(("exact", "about", "under", "over", "upto")),
    )
    change: str = _column(
        _string,
        "level (a sum), increase or decrease.",
        vocabulary=Vocabulary(("level", "increase", "decrease")),
    )
    annual: bool = _column(pa.bool_(), "Whether it is said to be each year.")
    years: str | None = _column(
        _string, "Years it belongs to by its sentence, as EDTF: 2024, {2024,2025}, 2025/..",
        null=True,
    )  # fmt: skip
    sentence: str = _column(_string, "The sentence it stands in.")


@_record
class ReferenceMention(Mention):
    """One row for each reference to a measure, a request, a document or a law."""

    table = "references"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    kind: str = _column(
        _string,
        "tiltak, vedtak, prop, meld, innst, nou, dok8, otprp, law, or foreign "
        "(a measure of another plan).",
        vocabulary=Vocabulary(
            ("tiltak", "vedtak", "prop", "meld", "innst", "nou", "dok8", "otprp", "law", "foreign")
        ),
    )
    target: str = _column(_string, "What it points to, normalised: 74, Prop. 36 S (2023–2024).")


@_record
class LinkRow(Record):
    """One row for each hyperlink, also when its box is broken over lines."""

    table = "links"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    scope: str = _column(_string, "Where it stands: introduction, chapter-2, tiltak-4 …")
    text: str = _column(_string, "The words that carry it.")
    url: str = _column(_string, "The address exactly as in the PDF.")
    problem: str | None = _column(
        _string,
        "local-file or not-a-url, where it cannot work for a reader.",
        null=True,
        vocabulary=Vocabulary(("local-file", "not-a-url")),
    )


@_record
class Abbreviation(Record):
    """One row for each entry of the abbreviation list."""

    table = "abbreviations"

    abbreviation: str = _column(_string, "The short form.")
    expansion: str = _column(_string, "What it stands for, as printed.")


@_record
class SpanRow(Record):
    """One row for each box that a row of another table stands in: one a line."""

    table = "spans"
    key = ("report_id", "of_table", "id", "field", "seq")
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    of_table: str = _column(_string, "The table of the row that stands here.")
    field: str = _column(_string, "title, overview, status, ministries, narrative, text, mention.")
    seq: int = _column(_small, "Order of the boxes of one field, from 1.")
    x0: float = _column(
        pa.float32(), "Left edge in PDF points; origin top left of the page.", unit="pt"
    )
    top: float = _column(pa.float32(), "Upper edge.", unit="pt")
    x1: float = _column(pa.float32(), "Right edge.", unit="pt")
    bottom: float = _column(pa.float32(), "Lower edge.", unit="pt")


class Placed(NamedTuple):
    """Where a value of a row stands: of the table spans, a row for each of its boxes.

    A box is its page, x0, top, x1 and bottom.
    """

    report_id: str
    item_id: str | None
    id: str
    of_table: str
    field: str
    boxes: Sequence[Box]

    @classmethod
    def of(cls, row: Record, field: str, boxes: Sequence[Box]) -> Placed:
        return cls(row.report_id, row.item_id, row.id, row.table, field, boxes)

    def rows(self) -> Iterator[SpanRow]:
        report_id, item_id, own, table, field, boxes = self
        for seq, (page, *edges) in enumerate(boxes, start=1):
            yield SpanRow(report_id, item_id, own, page, table, field, seq, *edges)


@_record
class TwoSided(Record):
    """The columns of what stands in two places: its sources, printed values, pages and rows."""

    rule: str = _column(_string, "The rule, as in the consistency report.")
    scope: str = _column(_string, "What was looked at: tiltak-4, introduction, report …")
    left_source: str | None = _column(_string, "Where the left value stands.", null=True)
    left_value: str | None = _column(_string, "The left value as printed.", null=True)
    left_page: int | None = _column(
        _small, "Its page, in the report that left_source names if it names one.", null=True
    )
    left_ref: str | None = _column(
        _string, "Its row, as table:id, in the same report as its page.", null=True
    )
    right_source: str | None = _column(_string, "Where the right value stands.", null=True)
    right_value: str | None = _column(_string, "The right value as printed.", null=True)
    right_page: int | None = _column(_small, "Its page.", null=True)
    right_ref: str | None = _column(_string, "Its row, as table:id.", null=True)


@_record
class Comparison(TwoSided):
    """One row for each thing that is said twice and was compared, agreements included."""

    table = "comparisons"

    outcome: str = _column(
        _string,
        "agree, differ, missing or not-comparable.",
        vocabulary=Vocabulary(("agree", "differ", "missing", "not-comparable")),
    )


@_record
class Finding(TwoSided):
    """One row for each discrepancy or oddity."""

    table = "findings"

    severity: str = _column(
        _string,
        "error, warning or info.",
        vocabulary=Vocabulary(("info", "warning", "error"), ordered=True),
    )
    message: str = _column(_string, "What differs, in one sentence in Norwegian.")
    state: str = _column(_string, "open or reviewed.", vocabulary=Vocabulary(("open", "reviewed")))
    review: str | None = _column(_string, "The reviewer's verdict and reason.", null=True)


@_record
class Unread(Record):
    """One row for each stretch of printed text that no parser understood."""

    table = "unread"
    refers = (TO_REPORT, TO_ITEM_IF_ANY)

    stage: str = _column(
        _string,
        "The stage that did not understand it: segment or parse.",
        vocabulary=Vocabulary(("segment", "parse")),
    )
    scope: str = _column(_string, "Where it stands: tiltak-4, overview, front-matter …")
    reason: str = _column(_string, "Why, as a key: unknown-status, unknown-ministry, no-status …")
    text: str = _column(_string, "The text as printed; empty where something is missing.")


@_record
class Review(Record):
    """One row for each verdict that an auditor gave on a finding; id is the finding's."""

    table = "reviews"

    rule: str = _column(_string, "The rule of the finding.")
    scope: str = _column(_string, "What it is about: tiltak-4, introduction, report …")
    verdict: str = _column(
        _string,
        "bekreftet, falsk alarm, rettet av utgiver or forklart.",
        vocabulary=Vocabulary(("bekreftet", "falsk alarm", "rettet av utgiver", "forklart")),
    )
    by: str = _column(_string, "Who gave it.")
    reviewed_on: date = _column(_day, "The day it was given.")
    reason: str = _column(_string, "Why.")
    left_value: str | None = _column(
        _string, "The left value that it was given for, as printed.", null=True
    )
    right_value: str | None = _column(
        _string, "The right value that it was given for, as printed.", null=True
    )
    state: str = _column(
        _string, "applied, or stale where the finding has not these values.", vocabulary=_judged
    )
    note: str | None = _column(
        _string, "Why it is stale, in Norwegian; null where it is applied.", null=True
    )


@_record
class Correction(Record):
    """One row for each value that a researcher corrected by hand; id is the corrected row's."""

    table = "corrections"
    key = ("report_id", "of_table", "id", "column")

    of_table: str = _column(_string, "The table of the row that is corrected.")
    column: str = _column(_string, "The column that is corrected.")
    read: str | None = _column(
        _string, "The value that the correction is for, as text; null for none.", null=True
    )
    corrected: str | None = _column(
        _string, "The value that takes its place, as text; null for none.", null=True
    )
    reason: str = _column(_string, "Why.")
    by: str = _column(_string, "Who corrected it.")
    state: str = _column(
        _string, "applied, or stale where something else than `read` is read.", vocabulary=_judged
    )
    note: str | None = _column(
        _string, "Why it is stale, in Norwegian; null where it is applied.", null=True
    )


@_record
class Transition:
    """One row for each item and pair of successive reports on one plan."""

    table: ClassVar[str] = "transitions"
    # A number that went to another measure is one row removed and one added.
    key: ClassVar[tuple[str, ...]] = ("from_report", "to_report", "item_id", "change")
    refers: ClassVar[tuple[ForeignKey, ...]] = (
        ForeignKey(("from_report",), "reports", ("report_id",)),
        ForeignKey(("to_report",), "reports", ("report_id",)),
    )

    plan: str = _column(_string, "The action plan that both reports follow up.")
    item_id: str = _column(
        _string, "The measure or request, with its number in the later report it stands in."
    )
    from_report: str = _column(_string, "The earlier report.")
    to_report: str = _column(_string, "The later report, next in time.")
    from_status: str | None = _column(
        _string,
        "Its status in the earlier report's text; null if it was not there.",
        null=True,
        vocabulary=_statuses,
    )
    to_status: str | None = _column(
        _string,
        "Its status in the later report's text; null if it is not there.",
        null=True,
        vocabulary=_statuses,
    )
    change: str | None = _column(
        _string,
        "advanced, unchanged, regressed, added or removed; null where statuses have no order.",
        null=True,
        vocabulary=Vocabulary(("advanced", "unchanged", "regressed", "added", "removed")),
    )


@_record
class Milestone:
    """One row for each date that an item's text announces, judged by the plan's latest report."""

    table: ClassVar[str] = "milestones"
    key: ClassVar[tuple[str, ...]] = ("report_id", "id")
    refers: ClassVar[tuple[ForeignKey, ...]] = (
        TO_REPORT, TO_ITEM,
        ForeignKey(("report_id", "id"), "dates", ("report_id", "id")),
        ForeignKey(("judged_by",), "reports", ("report_id",)),
    )  # fmt: skip

    item_id: str = _column(_string, "The measure or request.")
    report_id: str = _column(_string, "The report that announces the date.")
    id: str = _column(_string, "The row of the table dates.")
    edtf: str = _column(_string, "The date in EDTF.")
    first: date | None = _column(_day, "First day it can mean; null for an open start.", null=True)
    last: date | None = _column(_day, "Last day it can mean; null for an open end.", null=True)
    sentence: str = _column(_string, "The sentence that announces it.")
    judged_by: str = _column(_string, "The report whose month and status judge it.")
    state: str = _column(
        _string,
        "pending (its time has not passed), met (passed, and the item is Gjennomført) or overdue.",
        vocabulary=Vocabulary(("pending", "met", "overdue")),
    )


ROWS = "rows.msgpack"  # in parse's folder
PARSED: tuple[type[Record], ...] = (
    Report, Measure, Status, Ministry, DateMention, AmountMention, ReferenceMention,
    Paragraph, LinkRow, Abbreviation, SpanRow, Unread,
)  # fmt: skip
COMPARED: tuple[type[Record], ...] = (Comparison, Finding)
JUDGED: tuple[type[Record], ...] = (Review, Correction)
ACROSS: tuple[type[Transition] | type[Milestone], ...] = (Transition, Milestone)
TABLES: dict[str, type[Record]] = {record.table: record for record in (*PARSED, *COMPARED, *JUDGED)}


def columns_of(record: type[Any]) -> list[Column]:
    """The columns of a table, in the order in which they stand."""
    return [
        Column(
            column_name(field.name),
            **{name: field.metadata[name] for name in Column._fields if name != "name"},
        )
        for field in dataclasses.fields(record)
    ]


def key_of(record: type[Any]) -> tuple[str, ...]:
    """The columns that together are unique in a table."""
    return tuple(column_name(field) for field in record.key)


def schema_of(record: type[Any]) -> pa.Schema:
    """The Arrow schema of a table, with a description on every field and the schema version.

    Both stand in every Parquet file: the version as the file's metadata `schema_version`.
    """
    return pa.schema(
        [
            pa.field(
                column.name,
                column.type,
                nullable=column.null,
                metadata={"description": column.description},
            )
            for column in columns_of(record)
        ],
        metadata={
            "description": (record.__doc__ or "").strip(),
            "schema_version": SCHEMA_VERSION,
        },
    )


def column_name(field: str) -> str:
    """The column of a field: `of_table` is the column `table`, a name that records use already."""
    return "table" if field == "of_table" else field


def table_of(record: type[Any], rows: Iterable[Any]) -> pa.Table:
    """The rows as an Arrow table, in the order given."""
    schema = schema_of(record)
    values = attrgetter(*(field.name for field in dataclasses.fields(record)))
    columns = list(zip(*map(values, rows), strict=True)) or [()] * len(schema)
    arrays = [pa.array(own, field.type) for own, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_records(path: Path, record: type[Any], rows: Iterable[Any]) -> None:
    """Write the rows of one table and report (or of one table across reports)."""
    storage.write_table(path, table_of(record, rows))


class Parsed(NamedTuple):
    """What parse hands on to validate: the rows of each table, in the order of PARSED."""

    reports: list[Report]
    measures: list[Measure]
    statuses: list[Status]
    ministries: list[Ministry]
    dates: list[DateMention]
    amounts: list[AmountMention]
    references: list[ReferenceMention]
    paragraphs: list[Paragraph]
    links: list[LinkRow]
    abbreviations: list[Abbreviation]
    spans: list[Placed]
    unread: list[Unread]

    def rows(self, record: type[Record]) -> list[Any]:
        """The rows of one table."""
        if record is SpanRow:
            return [row for placed in self.spans for row in placed.rows()]
        return self[PARSED.index(record)]


class Share(NamedTuple):
    """Some of the rows of a report, and the turn in which they were made."""

    turn: int
    rows: Parsed


def write_rows(folder: Path, made: Iterable[tuple[int, Iterable[Record | Placed]]]) -> None:
    """Write what parse makes of a report in one file, as it comes.

    Rows come with the number of their turn. Those of an earlier turn stand first in their tables,
    in whatever order they come.
    """
    storage.write_messages(folder / ROWS, (Share(turn, _by_table(rows)) for turn, rows in made))


def _by_table(rows: Iterable[Record | Placed]) -> Parsed:
    tables: dict[type[Any], list[Any]] = {record: [] for record in PARSED}
    tables[Placed] = tables[SpanRow]
    for row in rows:
        tables[type(row)].append(row)
    return Parsed(*(tables[record] for record in PARSED))


def read_parsed(folder: Path) -> Parsed:
    """The rows as parse made them, turn by turn. Raises `Refusal` as `read_records` does."""
    shares = sorted(storage.read_messages(folder / ROWS, Share), key=attrgetter("turn"))
    tables = zip(*(share.rows for share in shares), strict=True)
    return Parsed(*(list(chain.from_iterable(rows)) for rows in tables))


def read_records(path: Path, record: type[Any]) -> list[Any]:
    """The rows of one table and report, as instances of `record`."""
    columns = storage.read_table(path, schema_of(record)).columns
    return list(map(record, *(own.to_pylist() for own in columns)))
