"""codebook.html and codebook.md: the meaning of each table and column in bokmål, with examples.

Texts come from the glossary, facts from tables.py and examples from the tables, so the codebook is
never out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
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

Rows = Mapping[str, Sequence[Any]]  # the rows of every table, all reports together


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
    registered = list(report_ids)
    return {
        table: [
            row
            for path in (
                [processed / table / f"{report_id}.parquet" for report_id in registered]
                if table in TABLES
                else [processed / f"{table}.parquet"]
            )
            for row in read_records(path, record)
        ]
        for table, record in RECORDS.items()
    }


def codebook_of(register: Mapping[ReportId, Registration], rows: Rows, raw: Path) -> Codebook:
    """The codebook of these tables, with pictures from the PDFs in `raw`."""
    shown = _shown(rows)
    return Codebook(
        SCHEMA_VERSION,
        LICENCE,
        [(register[report.report_id], report) for report in rows["reports"]],
        [_table(text, rows[text.table], shown) for text in glossary.tables().values()],
        _worked(shown, rows, raw) if shown else None,
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


def _table(text: TableText, rows: Sequence[Any], shown: Measure | None) -> TableEntry:
    record = RECORDS[text.table]
    return TableEntry(
        text,
        len(rows),
        f"{text.table}/<rapport>.parquet" if text.table in TABLES else f"{text.table}.parquet",
        key_of(record),
        [(key.columns, key.table) for key in record.refers],
        _columns(text.table, _examples_first(rows, shown)),
    )


def _columns(table: str, rows: Sequence[Any]) -> list[ColumnEntry]:
    return [
        ColumnEntry(
            column.name,
            KINDS[column.type],
            UNITS[column.unit],
            column.null,
            glossary.meaning_of(table, column.name),
            glossary.values_of(table, column.name),
            column.vocabulary is not None and column.vocabulary.open,
            _example(rows, column.name),
        )
        for column in columns_of(RECORDS[table])
    ]


def _examples_first(rows: Sequence[Any], shown: Measure | None) -> list[Any]:
    """The rows, those of the shown item first, and among these the ones with the fewest nulls.

    A table's examples thus come from one row if one row has them all.
    """

    def order(row: Any) -> tuple[bool, int]:
        same_item = shown is not None and getattr(row, "item_id", None) == shown.item_id
        same_report = shown is not None and getattr(row, "report_id", None) == shown.report_id
        return not (same_item and same_report), -sum(
            getattr(row, name) not in (None, "") for name in names
        )

    names = rows[0].__struct_fields__ if rows else ()
    return sorted(rows, key=order)


def _example(rows: Sequence[Any], column: str) -> str | None:
    """The first value that is neither null nor empty."""
    name = "of_table" if column == "table" else column
    values = (getattr(row, name) for row in rows)
    return next((_cell_text(value) for value in values if value not in (None, "")), None)


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
    """The item for the examples: the first whose status differs, else the first."""
    measures = {(row.report_id, row.id): row for row in rows["measures"]}
    differ = (
        measures.get((row.report_id, row.item_id))
        for row in rows["comparisons"]
        if row.rule == STATUS_RULE and row.outcome == "differ"
    )
    both = (row for row in rows["measures"] if row.title and row.overview_title)
    return next((row for row in (*differ, *both, *rows["measures"]) if row is not None), None)


def _worked(measure: Measure, rows: Rows, raw: Path) -> Worked:
    report_id, item_id = measure.report_id, measure.item_id

    def rows_of_item(table: str) -> list[Any]:
        return [row for row in rows[table] if row.report_id == report_id and row.item_id == item_id]

    spans: list[SpanRow] = rows_of_item("spans")
    statuses: list[Status] = rows_of_item("statuses")
    ministries: list[Ministry] = rows_of_item("ministries")
    comparisons: list[Comparison] = [
        row for row in rows_of_item("comparisons") if row.rule == STATUS_RULE
    ]
    finding = next((row for row in rows_of_item("findings") if row.rule == STATUS_RULE), None)
    covered = covered_in(
        *[[row for row in rows[table] if row.report_id == report_id]
          for table in (SpanRow.table, KeptOut.table)]
    )  # fmt: skip
    status_ids = {status.id for status in statuses}
    letter = f" {measure.letter}" if measure.letter else ""
    return Worked(
        f"{'Tiltak' if measure.kind == 'tiltak' else 'Anmodningsvedtak'} {measure.number}{letter}",
        next(row for row in rows["reports"] if row.report_id == report_id),
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
