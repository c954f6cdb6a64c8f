"""The data that the contract's suites check: batches, in Great Expectations' term.

Both checks, Great Expectations (gx.py) and the quick one (contract.py), use the same batches, built
with pyarrow alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.seams.arrow import schema_of
from pipeline.seams.entries import PageCount
from pipeline.seams.ids import Scope, ref_to, status_id
from pipeline.seams.tables import (
    PARSED,
    TABLES,
    Item,
    Measure,
    Record,
    SpanRow,
    Status,
    column_name,
)
from pipeline.seams.vocabularies import SOURCES
from pipeline.seams.words import Page
from pipeline.validate.expectations import described
from pipeline.validate.tables import ReportTables

Tables = Mapping[type[Record], pa.Table]
Batches = Mapping[str, pa.Table]
Values = Any  # an Arrow array or chunked array: the stubs treat them as unrelated types


def batches_of(reports: Iterable[ReportTables]) -> Batches:
    """The batch of each suite, all reports together: see `batches`."""
    made = [
        batches(
            report.report_id,
            {record: report.arrow(record) for record in PARSED},
            report.pages,
            report.conservation,
        )
        for report in reports
    ]
    names = [name for name in made[0] if all(name in of_report for of_report in made)]
    return {name: pa.concat_tables(of_report[name] for of_report in made) for name in names}


def batches(
    report_id: str, tables: Tables, pages: Iterable[Page], conservation: Iterable[PageCount]
) -> Batches:
    """The batch of each suite: the tables of one report, and the relations between them.

    Besides the tables: `schema` (a row for each column, with the number of missing values if it
    must not be empty), `conservation` (words read and placed, page by page) and `relations` (rows
    that point at other rows: a column for each relation, null where it does not apply). If columns
    are not as defined there is only `schema`: their values cannot be checked.
    """
    schema = pa.concat_tables(_columns(report_id, record, tables[record]) for record in PARSED)
    if any(
        described(record, tables[record].schema) != described(record, schema_of(record))
        for record in PARSED
    ):
        return {"schema": schema}
    return {
        **{record.table: tables[record] for record in PARSED},
        "schema": schema,
        "conservation": _page_counts(report_id, conservation),
        "relations": pa.concat_tables(_relations(tables, pages), promote_options="default"),
    }


def _columns(report_id: str, record: type[Record], table: pa.Table) -> pa.Table:
    fields = list(zip(table.schema, table.columns, strict=True))
    return pa.table(
        {
            "report_id": [report_id for _ in fields],
            "id": [f"{record.table}.{field.name}" for field, _ in fields],
            "column": described(record, table.schema),
            "missing": [0 if field.nullable else values.null_count for field, values in fields],
        }
    )


def _page_counts(report_id: str, conservation: Iterable[PageCount]) -> pa.Table:
    counts = list(conservation)
    return pa.table(
        {
            "report_id": pa.array((report_id for _ in counts), pa.string()),
            "id": pa.array((f"s. {count.page}" for count in counts), pa.string()),
            "words": pa.array((count.words for count in counts), pa.int32()),
            "placed": pa.array((count.placed for count in counts), pa.int32()),
        }
    )


def _relations(tables: Tables, pages: Iterable[Page]) -> Iterator[pa.Table]:
    """The rows that point at others or at pages, each named by its table and id."""
    numbers, widths, heights = zip(
        *((p.number, p.width, p.height) for p in (page.as_shown() for page in pages)), strict=True
    )
    ids = {record: _names(record, table) for record, table in tables.items()}
    rows = [names for record, names in ids.items() if record is not SpanRow]
    for record, table in tables.items():
        holds = {
            f"row_in_{key.table}": known_among(
                _joined(*(table[column] for column in key.columns)),
                _joined(*(tables[_lists(key.table)][column] for column in key.of)),
            )
            for key in record.refers
        }
        if record is SpanRow:
            known = pa.chunked_array([chunk for names in rows for chunk in names.chunks])
            holds["span_has_row"] = known_among(ids[record], known)
            holds["span_is_inside_page"] = _is_inside(table, numbers, widths, heights)
        else:
            holds["page_is_in_report"] = known_among(table["page"], numbers)
        yield pa.table({"report_id": table["report_id"], "id": ids[record], **holds})
    for source, page in zip(SOURCES, ("page_first", "overview_page"), strict=True):
        printed = tables[Measure].filter(pc.is_valid(tables[Measure][page]))
        refs = (
            ref_to(Status.table, status_id(Scope(str(scope)), source))
            for scope in printed["id"].to_pylist()
        )
        status = pa.array(refs, pa.string())
        holds = {"item_has_status": known_among(status, ids[Status])}
        yield pa.table({"report_id": printed["report_id"], "id": status, **holds})


def _lists(table: str) -> type[Record]:
    """The parsed table that lists the rows of a table: `items` has a row for each measure."""
    return Measure if table == Item.table else TABLES[table]


def _names(record: type[Record], table: pa.Table) -> Values:
    """The reference of each row, as `ids.ref_to` writes it; a box has that of its row."""
    names = table[column_name("of_table")] if record is SpanRow else record.table
    return pc.binary_join_element_wise(names, table["id"], ":")


def _joined(*columns: Values) -> Values:
    """The values of a key as one text; null if any of them is."""
    return pc.binary_join_element_wise(*columns, "\n")


def known_among(values: Values, known: Values) -> Values:
    """Whether each value is among the known ones; null for null."""
    among: Values = pc.is_in(values, value_set=_array(known, values.type))
    return pc.if_else(pc.is_valid(values), among, pa.scalar(None, pa.bool_()))


def _array(known: Values, kind: pa.DataType) -> Values:
    return known if isinstance(known, pa.ChunkedArray) else pa.array(known, kind)


def _is_inside(
    spans: pa.Table, numbers: Sequence[int], widths: Sequence[float], heights: Sequence[float]
) -> Values:
    """Whether a box has an extent and lies on its page, with a tolerance of one point."""
    page = pc.index_in(spans["page"], value_set=_array(numbers, spans["page"].type))
    inside = [
        pc.and_(
            pc.and_(pc.less_equal(-1, spans[first]), pc.less(spans[first], spans[last])),
            pc.less_equal(spans[last], pc.add(pa.array(extent).take(page), 1)),
        )
        for first, last, extent in (("x0", "x1", widths), ("top", "bottom", heights))
    ]
    return pc.fill_null(pc.and_(*inside), False)
