"""A table as a Stata file (.dta, Stata 14 and later), with labels on the file, columns and values.

A column with a vocabulary is a number with value labels, so that tables and models take it in its
order. Of a truth value, 1 is yes. Texts may be longer than 2,045 characters. A date is a date also
where no row has one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

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
EPOCH = b"01 Jan 2000 00:00"  # a Stata file must have a time; ours is always the same


def stata_of(name: str, record: type[Any], table: pa.Table) -> bytes:
    """The table of that name and type as the content of a Stata file.

    The same table gives the same bytes.
    """
    labels: dict[str, dict[int | float, str]] = {}
    columns: dict[str, Any] = {}
    for column in columns_of(record):
        values = table[column.name].to_pylist()
        codes = _codes(column, values)
        if codes:
            labels[column.name] = {code: value[:LONGEST] for value, code in codes.items()}
            values = [codes[value] if value is not None else None for value in values]
        elif pa.types.is_boolean(column.type):
            labels[column.name] = TRUTH
        columns[column.name] = _series(column, values, coded=column.name in labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.dta"
        pyreadstat.write_dta(
            pd.DataFrame(columns),
            str(path),
            file_label=glossary.tables()[name].title[:LONGEST],
            column_labels=[glossary.heading_of(name, column)[:LONGEST] for column in columns],
            variable_value_labels=labels,
            variable_format={
                column.name: "%td" for column in columns_of(record) if pa.types.is_date(column.type)
            },
            version=VERSION,
        )
        return STAMP.sub(EPOCH, path.read_bytes(), count=1)


def _codes(column: Column, values: Sequence[Any]) -> dict[str, int]:
    """The number of each value of a vocabulary, in its order from 1; those of other plans last."""
    if column.vocabulary is None:
        return {}
    known = column.vocabulary.values
    others = sorted({value for value in values if value is not None} - set(known))
    return {value: code for code, value in enumerate((*known, *others), start=1)}


def _series(column: Column, values: Sequence[Any], *, coded: bool) -> Any:
    if coded or pa.types.is_integer(column.type):
        return pd.Series([None if value is None else int(value) for value in values], dtype="Int64")
    if pa.types.is_string(column.type):
        return pd.Series(["" if value is None else value for value in values], dtype=object)
    if pa.types.is_date(column.type):
        days = [None if value is None else (value - DAY_0).days for value in values]
        return pd.Series(days, dtype="Int64")
    return pd.Series(values, dtype="float64")
