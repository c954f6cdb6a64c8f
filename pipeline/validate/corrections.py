"""Researchers' corrections of what the pipeline misread: expectations/corrections.yaml.

A correction is for one value (report, table, id and column) and says what was read there. It is
applied before the contract and the rules, if that is still what is read; otherwise it is reported.
A correction of an unknown report, table, row or column is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from msgspec.structs import replace

from pipeline.glossary.wording import corrected_name
from pipeline.norwegian.statuses import categories, order_of, read_status
from pipeline.seams.arrow import schema_of
from pipeline.seams.ids import ReportId, RowId, ref_to
from pipeline.seams.tables import PARSED, Correction, Record, SpanRow, Status
from pipeline.seams.terms import Meanings, read_terms, terms_file
from pipeline.seams.vocabularies import CorrectionKind
from pipeline.validate.ledger import Entry, Value, day_of, nearest, read_entries
from pipeline.validate.tables import ReportTables, Shelf, folders_of

FILE = "corrections.yaml"
KEY = "corrections"
FIELDS = ("report", "table", "id", "column", "from", "to", "reason", "by")
KEYS = ("report_id", "item_id", "id")  # other rows point at these
# A row of spans is a box, not a reading, and its id is another row's.
CORRECTABLE = {record.table: record for record in PARSED if record is not SpanRow}


class Misreading(NamedTuple):
    """A value that was misread: its row and column, what was read, and what is right."""

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

    Raises `Refusal` for a file not in the form its first lines show, an unknown report, table or
    column, a value that the column cannot hold, and two corrections of one value.
    """
    misreadings: list[Misreading] = []
    for entry in read_entries(path, KEY, FIELDS):
        report = entry.known("report", reports, "rapporten")
        record = CORRECTABLE[entry.known("table", CORRECTABLE, "tabellen")]
        columns = [name for name in schema_of(record).names if name not in KEYS]
        column = entry.known("column", columns, f"kolonnen i {record.table} som kan rettes,")
        field = schema_of(record).field(column)
        misreading = Misreading(
            report, record, RowId(entry.text("id")), column, _value(entry, "from", field),
            _value(entry, "to", field), entry.text("reason"), entry.text("by"), entry,
        )  # fmt: skip
        if misreading.read == misreading.corrected:
            raise entry.refusal("«from» og «to» er like.")
        if any(misreading[:4] == other[:4] for other in misreadings):
            raise entry.refusal(
                f"{ref_to(record.table, misreading.id)} har to rettelser av «{column}».",
                advice="behold én av dem.",
            )
        misreadings.append(misreading)
    return misreadings


def _value(entry: Entry, name: str, field: pa.Field[Any]) -> Value:
    """A value of the column's type. Raises `Refusal` for any other."""
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
    """The corrected tables of all reports, and each report's corrections.

    `suites` is the folder of corrections.yaml.
    """
    misreadings = read_misreadings(suites / FILE, ids)
    shelf = Shelf()
    reports: list[ReportTables] = []
    rows: dict[ReportId, list[Correction]] = {}
    for report_id in ids:
        read = ReportTables(report_id, folders_of(report_id, interim), shelf=shelf)
        stated = terms_file(interim / "terms", report_id)
        statuses = read_terms(stated).statuses if stated.exists() else ()
        tables, rows[report_id] = apply_misreadings(misreadings, read, statuses)
        reports.append(tables)
    return reports, rows


def apply_misreadings(
    misreadings: Iterable[Misreading], tables: ReportTables, statuses: Meanings = ()
) -> tuple[ReportTables, list[Correction]]:
    """The tables of one report with its corrections applied, and a row for each correction.

    Without corrections, `tables` is returned as it is. Those of other reports are ignored.
    `statuses` are the report's own status words. Raises `Refusal` for a row that does not exist,
    and for a status that is no category.
    """
    judged: list[tuple[Misreading, Record, str | None]] = []
    changed: dict[type[Record], list[Record]] = {}
    for misreading in misreadings:
        if misreading.report != tables.report_id:
            continue
        current = changed.get(misreading.record) or list(tables.rows(misreading.record))
        position = next((i for i, row in enumerate(current) if row.id == misreading.id), None)
        if position is None:
            raise misreading.entry.refusal(
                f"raden «{misreading.id}» finnes ikke i tabellen {misreading.record.table} for "
                f"rapporten {misreading.report}.",
                expected=nearest(misreading.id, [row.id for row in current]),
            )
        row = current[position]
        note = _why_stale(misreading, getattr(row, misreading.column))
        if note is None:
            mended: dict[str, Any] = {misreading.column: misreading.corrected}
            if misreading.record is Status and misreading.column == "status":
                mended["status_order"] = order_of(_as_text(misreading.corrected))
            current[position] = replace(row, **mended)
            changed[misreading.record] = current
        judged.append((misreading, current[position], note))
    whole = tables.corrected(changed) if changed else tables
    # By the row as it is in the end: its printed status may have been misread, too.
    ends = {record: {row.id: row for row in rows} for record, rows in changed.items()}
    return whole, [
        _row(
            misreading,
            row,
            _kind(misreading, ends.get(misreading.record, {}).get(row.id, row), statuses),
            note,
        )
        for misreading, row, note in judged
    ]


def _kind(misreading: Misreading, row: Record, statuses: Meanings) -> CorrectionKind:
    """Whether the value was misread, or is another than the printed one says.

    Raises `Refusal` for a status that is neither a category nor stated for the report.
    """
    if not isinstance(row, Status) or misreading.column != "status":
        return "misreading"
    status = misreading.corrected
    known = {*categories(), *(category for _, category in statuses)}
    if status is not None and status not in known:
        raise misreading.entry.refusal(
            f"statusen «{status}» finnes ikke i ordlisten.",
            expected=nearest(str(status), known),
            advice=f"er den en status for seg, skriv «{status}: {status}» under «statuses:» for "
            f"rapporten {misreading.report} i raw/reports.yaml.",
        )
    printed = read_status(row.status_printed or "", statuses)
    return "misreading" if printed is None or printed == status else "change"


def _why_stale(misreading: Misreading, value: Value) -> str | None:
    """Why the correction is not applied, in a sentence; None if it is."""
    if value == misreading.read:
        return None
    value_name = corrected_name(misreading.record.table, misreading.id, misreading.column)
    about = f"Rettelsen av {value_name}"
    if value == misreading.corrected:
        return (
            f"{about} er ikke brukt: rapporten {misreading.report} leses alt som {_shown(value)}. "
            "Ta rettelsen ut."
        )
    return (
        f"{about} er ikke brukt: den gjelder {_shown(misreading.read)}, men i rapporten "
        f"{misreading.report} leses nå {_shown(value)}."
    )


def _shown(value: Value) -> str:
    return "ingenting" if value is None else f"«{value}»"


def _row(misreading: Misreading, row: Record, kind: CorrectionKind, note: str | None) -> Correction:
    return Correction(
        misreading.report,
        row.item_id,
        misreading.id,
        row.page,
        misreading.record.table,
        misreading.column,
        _as_text(misreading.read),
        _as_text(misreading.corrected),
        misreading.reason,
        misreading.by,
        kind,
        "stale" if note else "applied",
        note,
    )


def _as_text(value: Value) -> str | None:
    """A value as text: 2026-11-22, true, 9."""
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
