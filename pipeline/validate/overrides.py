"""What researchers know of items that the program would match otherwise: a CSV of theirs.

    from_report,from_item,to_report,to_item,relation,reason,by
    2025,tiltak-14,2026,tiltak-30,renumbered,Flyttet til kapittel 5,K. Nordmann
    2025,tiltak-15,2026,,removed,Avsluttet i 2025,K. Nordmann

One row for each pair of items of two successive reports. Commas or semicolons, as a spreadsheet
saves it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import columns_of
from pipeline.seams.ids import ItemId, ReportId
from pipeline.seams.tables import Transition
from pipeline.seams.vocabularies import ItemRelation
from pipeline.validate.chains import successive
from pipeline.validate.ledger import nearest
from pipeline.validate.tables import Override, ReportTables

FILE = "transitions.csv"
FIELDS = ("from_report", "from_item", "to_report", "to_item", "relation", "reason", "by")
ADDED, REMOVED = "added", "removed"

Row = Mapping[str, str]


def overridden(reports: Sequence[ReportTables], path: Path) -> list[ReportTables]:
    """The reports with the overrides in the file at `path`; as they are where there is none.

    Raises `Refusal` for a file of another form, a report or item that does not exist, two reports
    that do not follow each other, an unknown relation, and a row without a reason or a name.
    """
    if not path.is_file():
        return list(reports)
    by_report: dict[ReportId, dict[ReportId, list[Override]]] = {}
    pairs = {(a.report_id, b.report_id): (a, b) for a, b in successive(reports)}
    for number, row in enumerate(_rows(path), start=2):
        before, after = ReportId(row["from_report"]), ReportId(row["to_report"])
        if (before, after) not in pairs:
            known = [f"{here} → {there}" for here, there in pairs]
            raise _refusal(
                path, number, f"rapportene {before} og {after} følger ikke på hverandre.",
                expected=", ".join(known) or "to rapporter om samme plan.",
            )  # fmt: skip
        override = _override(path, number, row, *pairs[before, after])
        by_report.setdefault(after, {}).setdefault(before, []).append(override)
    return [
        tables.overridden(by_report[tables.report_id]) if tables.report_id in by_report else tables
        for tables in reports
    ]


def _override(
    path: Path, number: int, row: Row, before: ReportTables, after: ReportTables
) -> Override:
    relations = _relations()
    if row["relation"] not in relations:
        raise _refusal(
            path, number, f"«{row['relation']}» er ingen sammenheng mellom tiltak.",
            expected=", ".join(relations),
        )  # fmt: skip
    for field in ("reason", "by"):
        if not row[field].strip():
            raise _refusal(path, number, f"«{field}» er tom.")
    relation = relations[row["relation"]]
    here = None if relation == ADDED else _item(path, number, row["from_item"], before)
    there = None if relation == REMOVED else _item(path, number, row["to_item"], after)
    return Override(here, there, relation, f"{row['reason'].strip()} ({row['by'].strip()})")


def _item(path: Path, number: int, name: str, tables: ReportTables) -> ItemId:
    known = {measure.item_id: measure.item_id for measure in tables.measures if measure.item_id}
    if ItemId(name) not in known:  # type: ignore[arg-type]
        raise _refusal(
            path, number, f"«{name}» finnes ikke i rapporten {tables.report_id}.",
            expected=nearest(name, [str(item) for item in known]),
        )  # fmt: skip
    return known[ItemId(name)]  # type: ignore[arg-type]


def _relations() -> dict[str, ItemRelation]:
    column = next(column for column in columns_of(Transition) if column.name == "relation")
    assert column.vocabulary is not None
    return {value: value for value in column.vocabulary.values}  # type: ignore[misc]


def _rows(path: Path) -> Iterable[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            path, "filen er ikke lagret som UTF-8.",
            advice="lagre den som «CSV UTF-8» fra regnearket.",
        ) from error  # fmt: skip
    head = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in head else ",")
    if tuple(rows.fieldnames or ()) != FIELDS:
        raise Refusal(path, f"første linje er «{head.strip()}».", expected=f"«{','.join(FIELDS)}».")
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise _refusal(path, number, "raden har ikke like mange felt som første linje.")
        yield row


def _refusal(path: Path, number: int, found: str, *, expected: str = "") -> Refusal:
    return Refusal(f"{path}, linje {number}", found, expected=expected)
