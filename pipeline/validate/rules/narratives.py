"""Narratives against statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.cues import cue
from pipeline.norwegian.sentences import sentences
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import DateMention, Paragraph
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

DONE = "Gjennomført"


@rule
def status_vs_narrative(tables: ReportTables) -> Iterator[Compared]:
    """Look for words of unfinished work in the narratives of what is carried out.

    Words of ongoing work are enough; words of a result to come (`levere`, `åpne`) count only in a
    sentence with an announced date that had not passed when the report came.
    """
    done = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    dates: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        dates[day.scope, day.paragraph].append(day)
    paragraphs: dict[Scope, list[Paragraph]] = defaultdict(list)
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind in ("paragraph", "list-item"):
            paragraphs[paragraph.scope].append(paragraph)
    for measure in tables.measures:
        status = done.get(measure.scope)
        if status is None or status.status != DONE or not paragraphs[measure.scope]:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        unfinished = _unfinished(paragraphs[measure.scope], dates, tables.report.as_of)
        if unfinished is None:
            first = paragraphs[measure.scope][0]
            right = Side("narrative", None, first.page, first.ref)
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        paragraph, sentence = unfinished
        right = Side("narrative", sentence, paragraph.page, paragraph.ref)
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}» (s. {status.page}), men "
            f"teksten tyder på at noe gjenstår: «{sentence}» (s. {paragraph.page})."
        )
        yield Compared(measure.scope, measure.item_id, left, right, DIFFER, message)


def _unfinished(
    paragraphs: list[Paragraph],
    dates: dict[tuple[Scope, int], list[DateMention]],
    as_of: date | None,
) -> tuple[Paragraph, str] | None:
    """The first sentence about ongoing work, else the first about a result to come."""
    to_come = None
    for paragraph in paragraphs:
        mentions = dates[paragraph.scope, paragraph.paragraph]
        days = [day for day in mentions if _is_ahead(day, as_of)]
        if not days and not cue("ongoing").search(paragraph.text):
            continue
        for start, end in sentences(paragraph.text):
            sentence = paragraph.text[start:end]
            if cue("ongoing").search(sentence):
                return paragraph, sentence
            ahead = any(start <= day.start < end for day in days)
            if to_come is None and ahead and cue("to-come").search(sentence):
                to_come = paragraph, sentence
    return to_come


def _is_ahead(day: DateMention, as_of: date | None) -> bool:
    """Whether an announced date had not passed on the report's last day."""
    return day.role == "planned" and (day.last is None or as_of is None or day.last >= as_of)
