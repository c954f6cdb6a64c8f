"""codebook.html and codebook.md: the meaning of each table and column in bokmål, with examples.

Texts come from the glossary, facts from tables.py and examples from the tables, so the codebook is
never out of date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from markupsafe import Markup

from pipeline import glossary
from pipeline.evidence.pictures import Picture, page_picture
from pipeline.evidence.places import covered_in
from pipeline.glossary import TableText, ValueText
from pipeline.package.catalog import json_ld
from pipeline.package.datapackage import LICENCE, RECORDS
from pipeline.pages.page import render_page, render_text
from pipeline.runtime.files import write_text
from pipeline.seams.arrow import columns_of, read_records
from pipeline.seams.entries import Span
from pipeline.seams.ids import ReportId, source_of
from pipeline.seams.register import Registration
from pipeline.seams.tables import (
    SCHEMA_VERSION,
    TABLES,
    Comparison,
    Finding,
    KeptOut,
    Measure,
    Ministry,
    Report,
    SpanRow,
    Status,
    column_name,
    key_of,
)

STATUS_RULE = "status-text-vs-overview"
LONGEST = 90  # characters of an example; longer texts are cut at a word
EMPTY = "(tom)"
KINDS = {
    pa.string(): "tekst",
    pa.int8(): "heltall",
    pa.int16(): "heltall",
    pa.int32(): "heltall",
    pa.int64(): "heltall",
    pa.float32(): "desimaltall",
    pa.bool_(): "sant/usant",
    pa.date32(): "dato",
}
UNITS = {"": "", "NOK": "kroner", "characters": "tegn", "days": "dager", "pt": "punkter"}

# By report, what reads the rows of a table: one report at a time is in memory. Those of the tables
# across reports stand last, under "".
Rows = Mapping[ReportId, Callable[[str], Sequence[Any]]]
ACROSS = ReportId("")


class ColumnEntry(NamedTuple):
    """A column. `example` is one of its values, None if it has none."""

    name: str
    kind: str
    unit: str
    null: bool
    meaning: str
    values: list[ValueText]
    open: bool
    example: str | None


class TableEntry(NamedTuple):
    """A table. `refers` are its foreign keys as (columns, table)."""

    text: TableText
    rows: int
    files: str
    key: tuple[str, ...]
    refers: list[tuple[tuple[str, ...], str]]
    columns: list[ColumnEntry]


class Excerpt(NamedTuple):
    """Some columns of some rows of a table."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[str]]


class Cutting(NamedTuple):
    """A strip of a page, and the status framed in it."""

    page: int
    picture: Picture
    status: str


class Worked(NamedTuple):
    """A worked example: one item from page to row, if possible one with a contradiction."""

    name: str
    report: Report
    measure: Measure
    cuttings: list[Cutting]
    excerpts: list[Excerpt]
    compared: list[Excerpt]
    finding: Finding | None


class Codebook(NamedTuple):
    """The content of the codebook."""

    version: str
    licence: Mapping[str, str]
    reports: list[tuple[Registration, Report]]
    tables: list[TableEntry]
    worked: Worked | None


def write_codebook(
    register: Mapping[ReportId, Registration],
    raw: Path,
    processed: Path,
    html: Path,
    markdown: Path,
) -> None:
    """Write the codebook as a self-contained HTML file and as Markdown.

    What search engines are told of the tables is in the page; it is made of the data package in
    `processed`. Raises `Refusal` if a table is missing.
    """
    rows = rows_of(register, processed)
    codebook = codebook_of(register, rows, raw)
    package = json.loads((processed / "datapackage.json").read_text(encoding="utf-8"))
    write_text(html, render_html(codebook, json_ld(package)))
    write_text(markdown, render_markdown(codebook))


def rows_of(report_ids: Iterable[ReportId], processed: Path) -> Rows:
    """The rows of every table, reports in the order given."""

    def of_report(report_id: ReportId, table: str) -> list[Any]:
        if (report_id == ACROSS) is (table in TABLES):
            return []
        name = f"{table}/{report_id}.parquet" if table in TABLES else f"{table}.parquet"
        return read_records(processed / name, RECORDS[table])

    return {report_id: partial(of_report, report_id) for report_id in (*report_ids, ACROSS)}


def codebook_of(register: Mapping[ReportId, Registration], rows: Rows, raw: Path) -> Codebook:
    """The codebook of these tables, with pictures from the PDFs in `raw`."""
    shown = _shown(rows)
    return Codebook(
        SCHEMA_VERSION,
        LICENCE,
        [(register[row.report_id], row) for read in rows.values() for row in read("reports")],
        [_table(text, rows, shown) for text in glossary.tables().values()],
        _worked(shown, rows[shown.report_id], raw) if shown else None,
    )


def render_html(codebook: Codebook, described: str = "") -> str:
    """The codebook as one page that loads nothing. Text from the PDF is escaped.

    `described` is the JSON-LD that tells search engines of the tables, as `json_ld` makes it.
    """
    return render_page(
        "package/templates/codebook.html", codebook=codebook, described=Markup(described)
    )


def render_markdown(codebook: Codebook) -> str:
    """The codebook as Markdown, without the pictures."""
    return render_text("package/templates/codebook.md", codebook=codebook)


def _table(text: TableText, rows: Rows, shown: Measure | None) -> TableEntry:
    record = RECORDS[text.table]
    names = [column.name for column in columns_of(record)]
    count, examples = _examples(record, names, rows, shown)
    return TableEntry(
        text,
        count,
        f"{text.table}/<rapport>.parquet" if text.table in TABLES else f"{text.table}.parquet",
        key_of(record),
        [(key.columns, key.table) for key in record.refers],
        [
            ColumnEntry(
                column.name,
                KINDS[column.type],
                UNITS[column.unit],
                column.null,
                glossary.meaning_of(text.table, column.name),
                glossary.values_of(text.table, column.name),
                column.vocabulary is not None and column.vocabulary.open,
                examples.get(column.name),
            )
            for column in columns_of(record)
        ],
    )


def _examples(
    record: type[Any], names: Sequence[str], rows: Rows, shown: Measure | None
) -> tuple[int, dict[str, str]]:
    """The number of rows of a table, and for each of its columns a value that is not empty.

    It is that of the shown item, if it has one, and of the row with the fewest nulls: a table's
    examples thus come from one row if one row has them all.
    """
    fields = {name: "of_table" if name == "table" else name for name in names}

    def order(row: Any) -> tuple[bool, int]:
        same_item = shown is not None and getattr(row, "item_id", None) == shown.item_id
        same_report = shown is not None and getattr(row, "report_id", None) == shown.report_id
        return not (same_item and same_report), -sum(
            getattr(row, name) not in (None, "") for name in record.__struct_fields__
        )

    count = 0
    best: dict[str, tuple[tuple[bool, int], Any]] = {}
    for read in rows.values():
        for row in read(record.table):
            count += 1
            rank = order(row)
            for name, field in fields.items():
                if name not in best or rank < best[name][0]:
                    value = getattr(row, field)
                    if value not in (None, ""):
                        best[name] = rank, value
    return count, {name: _cell_text(value) for name, (_, value) in best.items()}


def _cell_text(value: Any) -> str:
    """A value as text, as the table prints it; long texts are cut."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _shown(rows: Rows) -> Measure | None:
    """The item for the examples: the first whose status differs, else the first in both sources,
    else the first.
    """
    others: dict[bool, Measure] = {}
    for read in rows.values():
        measures: list[Measure] = list(read("measures"))
        by_id = {row.id: row for row in measures}
        for row in read("comparisons"):
            if row.rule == STATUS_RULE and row.outcome == "differ" and row.item_id in by_id:
                return by_id[row.item_id]
        for measure in measures:
            others.setdefault(bool(measure.title and measure.overview_title), measure)
    return others.get(True, others.get(False))


def _worked(measure: Measure, read: Callable[[str], Sequence[Any]], raw: Path) -> Worked:
    """The worked example, of the rows of its report."""
    report_id, item_id = measure.report_id, measure.item_id

    def rows_of_item(table: str) -> list[Any]:
        return [row for row in read(table) if row.item_id == item_id]

    spans: list[SpanRow] = rows_of_item("spans")
    statuses: list[Status] = rows_of_item("statuses")
    ministries: list[Ministry] = rows_of_item("ministries")
    comparisons: list[Comparison] = [
        row for row in rows_of_item("comparisons") if row.rule == STATUS_RULE
    ]
    finding = next((row for row in rows_of_item("findings") if row.rule == STATUS_RULE), None)
    covered = covered_in(read(SpanRow.table), read(KeptOut.table))
    status_ids = {status.id for status in statuses}
    letter = f" {measure.letter}" if measure.letter else ""
    return Worked(
        f"{'Tiltak' if measure.kind == 'tiltak' else 'Anmodningsvedtak'} {measure.number}{letter}",
        read("reports")[0],
        measure,
        list(_cuttings(raw / f"{report_id}.pdf", spans, statuses, covered)),
        [
            _excerpt(
                "measures", [measure], "item_id", "kind", "number", "title", "chapter",
                "page_first", "overview_page",
            ),
            _excerpt("statuses", statuses, "id", "page", "source", "status", "status_printed"),
            _excerpt(
                "ministries", ministries, "id", "source", "position", "ministry", "role", "printed"
            ),
            _excerpt(
                "spans",
                [row for row in spans if row.of_table == "statuses" and row.id in status_ids],
                "table", "id", "field", "page", "x0", "top", "x1", "bottom",
            ),
        ],
        [
            _excerpt(
                "comparisons", comparisons, "rule", "left_value", "left_page", "right_value",
                "right_page", "outcome",
            )
        ] if comparisons else [],
        finding,
    )  # fmt: skip


def _excerpt(table: str, rows: Sequence[Any], *columns: str) -> Excerpt:
    fields = {column_name(field): field for field in RECORDS[table].__struct_fields__}
    return Excerpt(
        table,
        columns,
        [[_cell_text(getattr(row, fields[name])) for name in columns] for row in rows],
    )


def _cuttings(
    pdf: Path, spans: Sequence[SpanRow], statuses: Sequence[Status], covered: Sequence[Span]
) -> Iterable[Cutting]:
    """A strip of the page for each place where the item's status is printed, with its context."""
    for status in statuses:
        framed = [row for row in spans if row.of_table == "statuses" and row.id == status.id]
        if not framed:
            continue
        title = "overview" if status.source == "overview" else "title"
        context = [
            row
            for row in spans
            if row.page == framed[0].page
            and (
                (row.of_table == "measures" and row.field == title)
                or (row.of_table == "ministries" and source_of(row.id) == status.source)
            )
        ]
        on_page = [row for row in framed if row.page == framed[0].page]
        picture = page_picture(pdf, context, on_page, covered)
        yield Cutting(framed[0].page, picture, status.status_printed or "")
