"""The tables on disk: Arrow schemas and Parquet files derived from the types in tables.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

import pyarrow as pa

from pipeline.runtime import files
from pipeline.seams.ids import ItemKey
from pipeline.seams.tables import ITEM_KEY, SCHEMA_VERSION, Check, Described, Table, column_name

KEY = "item_key"  # the column that is made of two others
_TYPES: dict[object, pa.DataType] = {str: pa.string(), bool: pa.bool_(), date: pa.date32()}
_NUMBERS: dict[str, pa.DataType] = {
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
}


class Vocabulary(NamedTuple):
    """The values a column can have. An open one may gain values from other plans; in an ordered
    one, the values run from least to most.
    """

    values: tuple[str, ...]
    open: bool = False
    ordered: bool = False


class Column(NamedTuple):
    """A column as users see it. `unit` is empty where there is none."""

    name: str
    type: pa.DataType
    description: str
    null: bool
    unit: str
    vocabulary: Vocabulary | None
    check: Check | None


def columns_of(record: type[Any]) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return _columns_of(record)  # type: ignore[arg-type]  # mypy: types are not Hashable


@cache
def _columns_of(record: type[Table]) -> tuple[Column, ...]:
    hints = get_type_hints(record, include_extras=True)
    hints[KEY] = Annotated[ItemKey | None, ITEM_KEY]
    return tuple(_column(field, *get_args(hints[field])) for field in _fields_of(record))


def _fields_of(record: type[Table]) -> list[str]:
    """The attributes that columns are made of: the type's fields, and the key made of two."""
    fields = list(record.__struct_fields__)
    if record.has_items:
        fields.insert(fields.index("item_id") + 1, KEY)
    return fields


def _column(field: str, stated: Any, described: Described) -> Column:
    """A column derived from its field's type, such as `Literal["nb", "nn"]` or `ItemId | None`."""
    null = type(None) in get_args(stated)
    kind = get_args(stated)[0] if null else stated
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    vocabulary = None
    if get_origin(kind) is Literal:
        vocabulary = Vocabulary(get_args(kind), ordered=described.ordered)
        kind = str
    elif described.scale:
        vocabulary = Vocabulary(described.scale, open=True, ordered=described.ordered)
    return Column(
        column_name(field),
        _NUMBERS[described.type] if described.type else _TYPES[kind],
        described.description,
        null,
        described.unit,
        vocabulary,
        described.check,
    )


def schema_of(record: type[Table]) -> pa.Schema:
    """The Arrow schema of a table, with a description on every field and the schema version.

    Every Parquet file carries both; the version is the file's metadata `schema_version`.
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


def table_of(record: type[Table], rows: Iterable[Any]) -> pa.Table:
    """The rows as an Arrow table, in the order given."""
    schema = schema_of(record)
    values = attrgetter(*_fields_of(record))
    columns = list(zip(*map(values, rows), strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_records(path: Path, record: type[Table], rows: Iterable[Any]) -> None:
    """Write the rows of one table and report (or of one table across reports)."""
    files.write_table(path, table_of(record, rows))


def read_records(path: Path, record: type[Any]) -> list[Any]:
    """The rows of one table and report, as instances of `record`."""
    return records_of(record, files.read_table(path, schema_of(record)))


def records_of(record: type[Any], table: pa.Table) -> list[Any]:
    """The rows of an Arrow table, as instances of `record`."""
    columns = (table[column_name(field)].to_pylist() for field in record.__struct_fields__)
    return list(map(record, *columns))
