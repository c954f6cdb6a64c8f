"""The month that the report covers must be the same wherever it is stated."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.seams.ids import INTRODUCTION, paragraph_id, within
from pipeline.seams.tables import DateMention, Paragraph
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables


@rule
def as_of_differs(tables: ReportTables) -> Iterator[Compared]:
    """The month on the cover against each «per juni 2025» in the introduction."""
    report = tables.report
    texts = {p.id: p.text for p in tables.rows(Paragraph) if p.scope == INTRODUCTION}
    left = Side("cover", report.as_of_printed, 1, report.ref)
    said = [
        day
        for day in tables.rows(DateMention)
        if day.scope == INTRODUCTION
        and day.precision in ("month", "day")
        and texts[paragraph_id(day.scope, day.paragraph)][: day.start].lower().endswith("per ")
    ]
    if not said:
        nowhere = Side("introduction", None, None, None)
        yield Compared(INTRODUCTION, None, left, nowhere, NOT_COMPARABLE)
    for day in said:
        same = (
            report.as_of is not None
            and day.last is not None
            and (day.last.year, day.last.month) == (report.as_of.year, report.as_of.month)
        )
        message = (
            f"Forsiden gjelder for {report.as_of_printed}, men innledningen sier "
            f"«per {day.text}» (s. {day.page})."
        )
        yield Compared(
            INTRODUCTION,
            None,
            left,
            Side("introduction", day.text, day.page, day.ref),
            AGREE if same else DIFFER,
            "" if same else message,
            detail=within(INTRODUCTION, day.id),
        )
