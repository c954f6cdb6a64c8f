"""Statuses and ministries must be words that the vocabulary has."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.seams.tables import Measure, Ministry, Unread
from pipeline.validate.rules.places import SOURCE
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    ERROR,
    NOWHERE,
    Compared,
    Side,
    name_of,
    rule,
)
from pipeline.validate.tables import ReportTables


@rule(ERROR)
def unknown_status(tables: ReportTables) -> Iterator[Compared]:
    """Each printed status against the vocabulary; an item without a status is not counted."""
    names = _names(tables.measures)
    for status in tables.statuses:
        if status.status_printed is None:
            continue
        left = Side(status.source, status.status_printed, status.page, f"statuses:{status.id}")
        known = status.status is not None
        right = Side("vocabulary", status.status, None, None)
        own_id = status.id.rsplit("/", 1)[0]
        message = (
            ""
            if known
            else f"Statusen «{status.status_printed}» for {names[own_id]} i "
            f"{SOURCE[status.source]} (s. {status.page}) er ikke kjent."
        )
        yield Compared(
            own_id, status.item_id, left, right, AGREE if known else DIFFER, message,
            place=status.source,
        )  # fmt: skip


@rule(ERROR)
def unknown_ministry(tables: ReportTables) -> Iterator[Compared]:
    """Each ministry that is named against the vocabulary and its validity."""
    names = _names(tables.measures)
    for ministry in tables.ministries:
        yield Compared(
            _own_id(ministry),
            ministry.item_id,
            Side(ministry.source, ministry.printed, ministry.page, f"ministries:{ministry.id}"),
            Side("vocabulary", ministry.name, None, None),
            AGREE,
            place=f"{ministry.source}/{ministry.position}",
        )
    for row in tables.unread:
        if row.reason not in ("unknown-ministry", "ministry-not-valid"):
            continue
        own_id, source, _, key = row.id.split("/", 3)
        why = (
            "er ikke et kjent departement"
            if row.reason == "unknown-ministry"
            else "var ikke et departement på det tidspunktet rapporten gjelder for"
        )
        yield Compared(
            own_id,
            row.item_id,
            Side(source, row.text, row.page, f"unread:{row.id}"),
            NOWHERE._replace(source="vocabulary"),
            DIFFER,
            f"«{row.text}» er oppgitt som ansvarlig for {names[own_id]} i {SOURCE[source]} "
            f"(s. {row.page}), men {why}.",
            place=f"{source}/{key}",
        )


def _names(measures: list[Measure]) -> dict[str, str]:
    return {measure.id: name_of(measure) for measure in measures}


def _own_id(row: Ministry | Unread) -> str:
    return row.id.split("/")[0]
