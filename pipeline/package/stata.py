"""A table as a Stata file (.dta, Stata 14 and later), with labels on the file, columns and values.

A column with a vocabulary is a number with value labels, so that tables and models take it in its
order. Of a truth value, 1 is yes. Texts may be longer than 2,045 characters. A date is a date also
where no row has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyreadstat
import regex

from pipeline import glossary
from pipeline.seams.arrow import Column, columns_of

VERSION = 14  # of Stata: the first that reads UTF-8
LONGEST = 80  # characters of a label
DAY_0 = date(1960, 1, 1)  # Stata counts days from it
TRUTH: dict[int | float, str] = {0: "nei", 1: "ja"}
STAMP = regex.compile(rb"(?<=<timestamp>\x11).{17}(?=</timestamp>)")
HEAD = 1024  # bytes of a file that it stands in
EPOCH = b"01 Jan 2000 00:00"  # a Stata file must have a time; ours is always the same
Values = Any  # an Arrow chunked array: its stubs know no type of its values


class Columns(Protocol):
    """A table that gives its columns one by one."""

    def column(self, name: str, /) -> Values: ...


def write_stata(name: str, record: type[Any], table: Columns, target: Path) -> None:
    """Write the table of that name and type as a Stata file.

    The same table gives the same bytes. The library takes a table whole: each text is held once,
    and only one column at a time in other forms.
    """
    labels: dict[str, dict[int | float, str]] = {}
    columns: dict[str, Any] = {}
    for column in columns_of(record):
        values = table.column(column.name)
        codes = _codes(column, values)
        if codes:
            labels[column.name] = {code: value[:LONGEST] for value, code in codes.items()}
        elif pa.types.is_boolean(column.type):
            labels[column.name] = TRUTH
        columns[column.name] = _series(column, values, codes)
    pyreadstat.write_dta(
        pd.DataFrame(columns, copy=False),
        str(target),
        file_label=glossary.tables()[name].title[:LONGEST],
        column_labels=[glossary.heading_of(name, column)[:LONGEST] for column in columns],
        variable_value_labels=labels,
        variable_format={
            column.name: "%td" for column in columns_of(record) if pa.types.is_date(column.type)
        },
        version=VERSION,
    )
    _set_time(target)


def _set_time(target: Path) -> None:
    """Put the fixed time in place of the time of writing."""
    with target.open("r+b") as file:
        head = file.read(HEAD)
        file.seek(0)
        file.write(STAMP.sub(EPOCH, head, count=1))


def _codes(column: Column, values: Values) -> dict[str, int]:
    """The number of each value of a vocabulary, in its order from 1; those of other plans last."""
    if column.vocabulary is None:
        return {}
    known = column.vocabulary.values
    others = sorted(set(values.drop_null().unique().to_pylist()) - set(known))
    return {value: code for code, value in enumerate((*known, *others), start=1)}


def _series(column: Column, values: Values, codes: Mapping[str, int]) -> Any:
    if pa.types.is_string(column.type) and not codes:
        return _texts(values)
    numbers = values.to_pylist()
    if pa.types.is_floating(column.type):
        return pd.Series(numbers, dtype="float64")
    if codes:
        numbers = [codes[value] if value is not None else None for value in numbers]
    elif pa.types.is_date(column.type):
        numbers = [None if value is None else (value - DAY_0).days for value in numbers]
    elif pa.types.is_boolean(column.type):
        numbers = [None if value is None else int(value) for value in numbers]
    return pd.Series(numbers, dtype="Int64")


def _texts(values: Values) -> Any:
    """The texts, of which those that are alike are one object; none is the empty text."""
    encoded = values.fill_null("").dictionary_encode().combine_chunks()
    texts: Any = pd.Series(encoded.dictionary.to_pylist(), dtype="object")
    return texts.take(encoded.indices.to_numpy()).reset_index(drop=True)
