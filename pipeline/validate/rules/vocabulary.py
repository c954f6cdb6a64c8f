"""Statuses and ministries must be in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.glossary.wording import PRINTED_IN, name_of
from pipeline.seams.ids import Scope, scope_of, source_of, time_of
from pipeline.seams.tables import Measure
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    NOWHERE,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables


@rule
def unknown_status(tables: ReportTables) -> Iterator[Compared]:
    """Each printed status against the vocabulary; an item without a status is not counted."""
    names = _names(tables.measures)
    for status in tables.statuses:
        if status.status_printed is None:
            continue
        left = Side(status.source, status.status_printed, status.page, status.ref)
        known = status.status is not None
        right = Side("vocabulary", status.status, None, None)
        scope = scope_of(status.id)
        message = (
            ""
            if known
            else f"Statusen «{status.status_printed}» for {names[scope]} i "
            f"{PRINTED_IN[status.source]} (s. {status.page}) er ikke kjent."
        )
        yield Compared(
            scope, status.item_id, left, right, AGREE if known else DIFFER, message,
            detail=status.source,
        )  # fmt: skip


@rule
def unknown_ministry(tables: ReportTables) -> Iterator[Compared]:
    """Each ministry that is named against the vocabulary and its validity."""
    names = _names(tables.measures)
    for ministry in tables.ministries:
        yield Compared(
            scope_of(ministry.id),
            ministry.item_id,
            Side(ministry.source, ministry.printed, ministry.page, ministry.ref),
            Side("vocabulary", ministry.name, None, None),
            AGREE,
            detail=f"{ministry.source}/{ministry.position}",
        )
    for row in tables.unread:
        if row.reason not in ("unknown-ministry", "ministry-not-valid"):
            continue
        scope, source = scope_of(row.id), source_of(row.id)
        assert source is not None
        why = (
            "er ikke et kjent departement"
            if row.reason == "unknown-ministry"
            else "var ikke et departement på det tidspunktet rapporten gjelder for"
        )
        yield Compared(
            scope,
            row.item_id,
            Side(source, row.text, row.page, row.ref),
            NOWHERE._replace(source="vocabulary"),
            DIFFER,
            f"«{row.text}» er oppgitt som ansvarlig for {names[scope]} i {PRINTED_IN[source]} "
            f"(s. {row.page}), men {why}.",
            detail=f"{source}/{row.text}" + (f"#{time}" if (time := time_of(row.id)) > 1 else ""),
        )


def _names(measures: list[Measure]) -> dict[Scope, str]:
    return {measure.scope: name_of(measure) for measure in measures}
