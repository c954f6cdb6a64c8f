"""Narratives against statuses: does the text bear out what is printed with it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.glossary.wording import capital, name_of
from pipeline.seams.ids import scope_of
from pipeline.validate.narrative import Direction, Verdict, judge
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

QUOTABLE = 200  # characters of a sentence in a message
WORKED_ON = ("Under arbeid", "Gjennomført")


@rule
def status_vs_narrative(tables: ReportTables) -> Iterator[Compared]:
    """Whether each narrative bears out the status printed with it."""
    statuses = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    for measure in tables.measures:
        status = statuses.get(measure.scope)
        paragraphs = tables.narrative_paragraphs.get(measure.scope)
        if status is None or status.status is None or not paragraphs:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        verdict = judge(
            measure.title or "",
            status.status,
            measure.narrative or "",
            tables.report.as_of,
            *tables.narrative_spans(measure.scope),
        )
        if verdict is None:
            first = paragraphs[0]
            right = Side("narrative", None, first.page, first.ref)
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        paragraph = next(p for p in paragraphs if verdict.sentence in p.text)
        right = Side("narrative", verdict.sentence, paragraph.page, paragraph.ref)
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}» (s. {status.page}), men "
            f"{SAYS[verdict.direction]}: «{_quoted(verdict)}» (s. {paragraph.page})."
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


def _quoted(verdict: Verdict) -> str:
    """The sentence, which a reader can make out by itself; of a long one only the clause."""
    sentence = verdict.sentence.rstrip(".")
    return sentence if len(sentence) <= QUOTABLE else verdict.clause


SAYS: Mapping[Direction, str] = {
    "remains": "omtalen tyder på at noe gjenstår",
    "begun": "omtalen tyder på at arbeidet er begynt",
    "done": "omtalen tyder på at det tittelen ber om, er gjort",
    "not-begun": "omtalen tyder på at arbeidet ikke er begynt",
}


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
            f"noe om {'tiltaket' if measure.kind == 'tiltak' else 'vedtaket'} (s. {status.page})."
        )
        severity = WARNING if status.status in WORKED_ON else INFO
        yield Compared(
            measure.scope, measure.item_id, left, right, MISSING, message, severity=severity
        )
