"""Narratives against statuses: does the text bear out what is printed with it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.glossary.wording import capital, name_of
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import DateMention, Paragraph
from pipeline.validate.narrative import Direction, judge
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFERRED,
    INFO,
    MISSING,
    PRINTED,
    WARNING,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

BETWEEN = "\n\n"  # paragraphs of a narrative
WORKED_ON = ("Under arbeid", "Gjennomført")


@rule
def status_vs_narrative(tables: ReportTables) -> Iterator[Compared]:
    """Whether each narrative bears out the status printed with it."""
    statuses = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    paragraphs = _narrative_paragraphs(tables)
    dates: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        dates[day.scope, day.paragraph].append(day)
    for measure in tables.measures:
        status = statuses.get(measure.scope)
        if status is None or status.status is None or not paragraphs[measure.scope]:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        verdict = judge(
            measure.title or "",
            status.status,
            measure.narrative or "",
            tables.report.as_of,
            _later(paragraphs[measure.scope], dates, tables.report.as_of),
        )
        if verdict is None:
            first = paragraphs[measure.scope][0]
            right = Side("narrative", None, first.page, first.ref)
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        paragraph = next(p for p in paragraphs[measure.scope] if verdict.sentence in p.text)
        right = Side("narrative", verdict.sentence, paragraph.page, paragraph.ref)
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}» (s. {status.page}), men "
            f"{SAYS[verdict.direction]}: «{verdict.clause}» (s. {paragraph.page})."
        )
        yield Compared(
            measure.scope,
            measure.item_id,
            left,
            right,
            DIFFER,
            message,
            severity=verdict.tier,
            basis=INFERRED if verdict.tier == INFO else PRINTED,
        )


SAYS: Mapping[Direction, str] = {
    "remains": "omtalen tyder på at noe gjenstår",
    "begun": "omtalen tyder på at arbeidet er begynt",
    "done": "omtalen tyder på at det tittelen ber om, er gjort",
    "not-begun": "omtalen tyder på at arbeidet ikke er begynt",
}


def _later(
    paragraphs: Sequence[Paragraph],
    dates: Mapping[tuple[Scope, int], list[DateMention]],
    as_of: date | None,
) -> list[tuple[int, int]]:
    """The spans, in a narrative of these paragraphs, of the dates that end after the as-of date."""
    spans = []
    offset = 0
    for paragraph in paragraphs:
        for day in dates.get((paragraph.scope, paragraph.paragraph), ()):
            if as_of is not None and day.last is not None and day.last > as_of:
                spans.append((offset + day.start, offset + day.start + len(day.text)))
        offset += len(paragraph.text) + len(BETWEEN)
    return spans


def _narrative_paragraphs(tables: ReportTables) -> Mapping[Scope, list[Paragraph]]:
    """The paragraphs and list items of each narrative."""
    paragraphs: dict[Scope, list[Paragraph]] = defaultdict(list)
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind in ("paragraph", "list-item"):
            paragraphs[paragraph.scope].append(paragraph)
    return paragraphs


@rule
def narrative_missing(tables: ReportTables) -> Iterator[Compared]:
    """Items with a status in the text and nothing said of them, if anything is said of any."""
    if not any(measure.narrative for measure in tables.measures):
        return  # a report of this form has no narratives
    statuses = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    for measure in tables.measures:
        status = statuses.get(measure.scope)
        if status is None or status.status is None:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        right = Side("narrative", None, measure.page_first, measure.ref)
        if measure.narrative:
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}», men rapporten sier ikke "
            f"noe om tiltaket (s. {status.page})."
        )
        severity = WARNING if status.status in WORKED_ON else INFO
        yield Compared(
            measure.scope, measure.item_id, left, right, MISSING, message, severity=severity
        )
