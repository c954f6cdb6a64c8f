"""Tables that break the contract, made from its demands: for each of them, at least one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa
import regex
from msgspec.structs import replace

from pipeline.seams.arrow import Column, columns_of
from pipeline.seams.entries import PageCount
from pipeline.seams.tables import TABLES, Measure, Record, SpanRow, Status
from pipeline.seams.words import Page
from pipeline.validate.batches import Batches, batches
from pipeline.validate.expectations import Expectation

Tables = Mapping[type[Record], pa.Table]


class Parts(NamedTuple):
    """All that the contract looks at in one report."""

    report_id: str
    tables: Tables
    pages: list[Page]
    conservation: list[PageCount]

    def batches(self) -> Batches:
        return batches(*self)

    def with_tables(self, **changed: pa.Table) -> Parts:
        return self._replace(
            tables={record: changed.get(record.table, own) for record, own in self.tables.items()}
        )


def filled(parts: Parts) -> Parts:
    """The same parts with a row in each table that has none."""
    return parts.with_tables(
        **{
            record.table: pa.Table.from_pylist([_row(record, parts.report_id)], table.schema)
            for record, table in parts.tables.items()
            if not len(table)
        }
    )


def _row(record: type[Record], report_id: str) -> dict[str, Any]:
    row = {column.name: _value(column) for column in columns_of(record)}
    return row | {"report_id": report_id}


def _value(column: Column) -> Any:
    if column.null:
        return None
    if column.vocabulary:
        return column.vocabulary.values[0]
    return "x" if column.type == pa.string() else 1


def breaking(suite: str, demand: Expectation, parts: Parts) -> Iterator[Parts]:
    """The parts with something in them that breaks the demand, in all ways that are known."""
    kind, kwargs = demand["type"], demand["kwargs"]
    if suite not in TABLES:
        yield from BINDING[suite, kwargs.get("column")](parts)
        return
    table = parts.tables[TABLES[suite]]
    for broken in BREAKING[kind](table, **kwargs):
        yield parts.with_tables(**{suite: broken})


def _set(table: pa.Table, column: str, value: Any, row: int = -1) -> pa.Table:
    """The table with another value in one row, by default the last."""
    number = table.schema.get_field_index(column)
    values = table[column].to_pylist()
    values[row] = value
    field = table.schema.field(column)
    return table.set_column(number, field, pa.array(values, field.type))


# --- demands on one table ------------------------------------------------------------------------


def _repeat(table: pa.Table, column_list: list[str]) -> Iterator[pa.Table]:
    yield pa.concat_tables([table, table.slice(0, 1)])


def _outside(table: pa.Table, column: str, value_set: list[str]) -> Iterator[pa.Table]:
    for value in ("utenfor", value_set[0].upper(), ""):
        yield _set(table, column, value)


def _out_of_range(
    table: pa.Table, column: str, min_value: int, max_value: int | None
) -> Iterator[pa.Table]:
    yield _set(table, column, min_value - 1)
    if max_value is not None:
        yield _set(table, column, max_value + 1)


def _out_of_form(table: pa.Table, column: str, regex: str) -> Iterator[pa.Table]:
    last = table[column].to_pylist()[-1]
    unlike = [
        value for value in ("", "?", f" {last}", f"{last} ", f"{last}\n") if not _fits(regex, value)
    ]
    assert unlike, f"everything has the form {regex}"
    for value in unlike:
        yield _set(table, column, value)


def _fits(pattern: str, value: str) -> bool:
    return regex.search(pattern, value) is not None


def _before(table: pa.Table, column_A: str, column_B: str, **_: Any) -> Iterator[pa.Table]:  # noqa: N803
    yield _set(table, column_A, table[column_B].to_pylist()[-1] - 1)


BREAKING: dict[str, Callable[..., Iterator[pa.Table]]] = {
    "expect_compound_columns_to_be_unique": _repeat,
    "expect_column_values_to_be_in_set": _outside,
    "expect_column_values_to_be_between": _out_of_range,
    "expect_column_values_to_match_regex": _out_of_form,
    "expect_column_pair_values_a_to_be_greater_than_b": _before,
}


# --- demands on what binds the tables together ---------------------------------------------------


def _other_columns(parts: Parts) -> Iterator[Parts]:
    measures, statuses = parts.tables[Measure], parts.tables[Status]
    page = statuses.schema.get_field_index("page")
    field = statuses.schema.field(page)
    for broken in (
        statuses.drop_columns(["status_printed"]),
        statuses.rename_columns([*statuses.column_names[:-1], "status_trykt"]),
        statuses.append_column("page_last", statuses["page"]),
        statuses.select([*statuses.column_names[1:], "report_id"]),
        statuses.set_column(page, field.with_type(pa.string()), statuses["page"].cast("string")),
        statuses.set_column(page, field.with_nullable(True), statuses["page"]),
    ):
        yield parts.with_tables(statuses=broken)
    yield parts.with_tables(statuses=measures)


def _missing_values(parts: Parts) -> Iterator[Parts]:
    """One table after the other without a value in each column that is never empty."""
    for record, table in parts.tables.items():
        for column in columns_of(record):
            if not column.null:
                table = _set(table, column.name, None)
        yield parts.with_tables(**{record.table: table})


def _lost_words(parts: Parts) -> Iterator[Parts]:
    for difference in (-1, 1):
        first, *others = parts.conservation
        counted = replace(first, placed=first.placed + difference)
        yield parts._replace(conservation=[counted, *others])


def _dangling(column: str, to: str) -> Callable[[Parts], Iterator[Parts]]:
    """One table after the other with a row that refers to none of the table `to`."""

    def broken(parts: Parts) -> Iterator[Parts]:
        for record, table in parts.tables.items():
            if to in (key.table for key in record.refers):
                yield parts.with_tables(**{record.table: _set(table, column, "tiltak-9999")})

    return broken


def _unknown_page(parts: Parts) -> Iterator[Parts]:
    for record, table in parts.tables.items():
        if record is not SpanRow:
            yield parts.with_tables(**{record.table: _set(table, "page", len(parts.pages) + 1)})


def _span_of_nothing(parts: Parts) -> Iterator[Parts]:
    for column in ("id", "table"):
        yield parts.with_tables(spans=_set(parts.tables[SpanRow], column, "ingen"))


def _span_outside(parts: Parts) -> Iterator[Parts]:
    spans = parts.tables[SpanRow]
    last = spans.slice(len(spans) - 1).to_pylist()[0]
    for column, value in (
        ("x0", -2.0), ("top", -2.0), ("x1", 9999.0), ("bottom", 9999.0),
        ("x1", last["x0"]), ("bottom", last["top"] - 1), ("page", 9999),
    ):  # fmt: skip
        yield parts.with_tables(spans=_set(spans, column, value))


def _lost_status(parts: Parts) -> Iterator[Parts]:
    statuses = parts.tables[Status]
    yield parts.with_tables(statuses=statuses.slice(1))
    yield parts.with_tables(statuses=statuses.slice(0, len(statuses) - 1))


BINDING: dict[tuple[str, str | None], Callable[[Parts], Iterator[Parts]]] = {
    ("schema", "column"): _other_columns,
    ("schema", "missing"): _missing_values,
    ("conservation", None): _lost_words,
    ("relations", "row_in_reports"): _dangling("report_id", "reports"),
    ("relations", "row_in_items"): _dangling("item_key", "items"),
    ("relations", "page_is_in_report"): _unknown_page,
    ("relations", "span_has_row"): _span_of_nothing,
    ("relations", "span_is_inside_page"): _span_outside,
    ("relations", "item_has_status"): _lost_status,
}
