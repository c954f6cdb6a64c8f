"""Researchers' corrections of what the pipeline misread: expectations/corrections.yaml.

A correction belongs to one value (report, table, id and column) and to what is read there. It is
applied before the contract and the rules, only where that is still read; otherwise it is
reported. One of a report, table, row or column that does not exist is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from msgspec.structs import replace

from pipeline.seams.arrow import schema_of
from pipeline.seams.ids import ReportId, RowId, ref_to
from pipeline.seams.tables import PARSED, Correction, Record, SpanRow
from pipeline.validate.ledger import Entry, Value, day_of, nearest, read_entries
from pipeline.validate.tables import ReportTables, folders_of

FILE = "corrections.yaml"
KEY = "corrections"
FIELDS = ("report", "table", "id", "column", "from", "to", "reason", "by")
KEYS = ("report_id", "item_id", "id")  # other rows point at these
# A row of spans is a box, not a reading, and its id is another row's.
CORRECTABLE = {record.table: record for record in PARSED if record is not SpanRow}


class Misreading(NamedTuple):
    """A value that was read wrongly: where it stands, what was read, and what is right."""

    report: ReportId
    record: type[Record]
    id: RowId
    column: str
    read: Value
    corrected: Value
    reason: str
    by: str
    entry: Entry


def read_misreadings(path: Path, reports: Sequence[ReportId]) -> list[Misreading]:
    """The corrections in the file at `path`; `reports` are those that are registered.

    Raises `Refusal` for a file that is not as its first lines say, an unknown report, table or
    column, a value that the column cannot hold, and two corrections of one value.
    """
    found: list[Misreading] = []
    for entry in read_entries(path, KEY, FIELDS):
        report = entry.known("report", reports, "rapporten")
        record = CORRECTABLE[entry.known("table", CORRECTABLE, "tabellen")]
        columns = [name for name in schema_of(record).names if name not in KEYS]
        column = entry.known("column", columns, f"kolonnen i {record.table} som kan rettes,")
        field = schema_of(record).field(column)
        own = Misreading(
            report, record, RowId(entry.text("id")), column, _value(entry, "from", field),
            _value(entry, "to", field), entry.text("reason"), entry.text("by"), entry,
        )  # fmt: skip
        if own.read == own.corrected:
            raise entry.refusal("«from» og «to» er like.")
        if any(own[:4] == other[:4] for other in found):
            raise entry.refusal(
                f"{ref_to(record.table, own.id)} har to rettelser av «{column}».",
                advice="behold én av dem.",
            )
        found.append(own)
    return found


def _value(entry: Entry, name: str, field: pa.Field[Any]) -> Value:
    """A value as the column holds it. Raises `Refusal` for one that it cannot hold."""
    value = entry.values[name]
    if value is None:
        if field.nullable:
            return None
        raise entry.refusal(f"«{name}» er null, men «{field.name}» er aldri tom.")
    if pa.types.is_string(field.type):
        return entry.printed(name)
    if pa.types.is_boolean(field.type) and isinstance(value, bool):
        return value
    if pa.types.is_date(field.type):
        value = day_of(value) if isinstance(value, str) else value
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
    if (
        pa.types.is_integer(field.type)
        and isinstance(value, int)
        and not isinstance(value, bool)
        and abs(value) < 2 ** (field.type.bit_width - 1)
    ):
        return value
    raise entry.refusal(
        f"«{name}» kan ikke stå i «{field.name}»: {entry.values[name]}.",
        expected=f"en verdi av typen {_type_name(field.type)}.",
    )


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "true eller false"
    if pa.types.is_date(kind):
        return "dato, for eksempel 2026-11-22"
    return "helt tall"


def corrected(
    ids: Sequence[ReportId], interim: Path, suites: Path
) -> tuple[list[ReportTables], dict[ReportId, list[Correction]]]:
    """The tables of all reports as they are when corrected, and each report's corrections.

    `suites` is the folder that corrections.yaml is in.
    """
    misreadings = read_misreadings(suites / FILE, ids)
    reports: list[ReportTables] = []
    rows: dict[ReportId, list[Correction]] = {}
    for own in ids:
        read = ReportTables(own, folders_of(own, interim))
        tables, rows[own] = apply_misreadings(misreadings, read)
        reports.append(tables)
    return reports, rows


def apply_misreadings(
    misreadings: Iterable[Misreading], tables: ReportTables
) -> tuple[ReportTables, list[Correction]]:
    """The tables of one report with its corrections applied, and a row for each correction.

    Where nothing is to be corrected, `tables` come back as they are. Corrections of other reports
    are left aside. Raises `Refusal` for a row that does not exist.
    """
    rows: list[Correction] = []
    changed: dict[type[Record], list[Record]] = {}
    for own in misreadings:
        if own.report != tables.report_id:
            continue
        current = changed.get(own.record) or list(tables.rows(own.record))
        position = next((i for i, row in enumerate(current) if row.id == own.id), None)
        if position is None:
            raise own.entry.refusal(
                f"raden «{own.id}» finnes ikke i tabellen {own.record.table} for rapporten "
                f"{own.report}.",
                expected=nearest(own.id, [row.id for row in current]),
            )
        row = current[position]
        note = _why_stale(own, getattr(row, own.column))
        if note is None:
            mended: dict[str, Any] = {own.column: own.corrected}
            current[position] = replace(row, **mended)
            changed[own.record] = current
        rows.append(_row(own, row, note))
    return (tables.corrected(changed) if changed else tables), rows


def _why_stale(own: Misreading, value: Value) -> str | None:
    """Why the correction is not applied, in a sentence; None where it is."""
    if value == own.read:
        return None
    about = f"Rettelsen av {own.column} i {ref_to(own.record.table, own.id)}"
    if value == own.corrected:
        return (
            f"{about} er ikke brukt: rapporten {own.report} leses alt som {_shown(value)}. "
            "Ta rettelsen ut."
        )
    return (
        f"{about} er ikke brukt: den gjelder {_shown(own.read)}, men i rapporten {own.report} "
        f"leses nå {_shown(value)}."
    )


def _shown(value: Value) -> str:
    return "ingenting" if value is None else f"«{value}»"


def _row(own: Misreading, row: Record, note: str | None) -> Correction:
    return Correction(
        own.report,
        row.item_id,
        own.id,
        row.page,
        own.record.table,
        own.column,
        _as_text(own.read),
        _as_text(own.corrected),
        own.reason,
        own.by,
        "stale" if note else "applied",
        note,
    )


def _as_text(value: Value) -> str | None:
    """A value as text: 2026-11-22, true, 9."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
