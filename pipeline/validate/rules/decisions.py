"""What the Storting asked for in its decisions, and by when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipeline.glossary.wording import name_of
from pipeline.norwegian.storting_deadlines import find_sittings
from pipeline.seams.ids import Scope, status_id
from pipeline.seams.tables import DateMention, Measure
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

TITLE = 0  # the number of a title among its item's paragraphs
OPEN = ("Ikke startet", "Under arbeid")


@rule
def storting_deadline_passed(tables: ReportTables) -> Iterator[Compared]:
    """The first deadline in the words of each decision, against the report's month and its status.

    A deadline is an announced date, or the sitting that deals with a budget («revidert
    nasjonalbudsjett for 2024»).
    """
    as_of, month = tables.report.as_of, tables.report.as_of_printed
    announced: dict[Scope, list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        if day.paragraph == TITLE and day.role == "planned":
            announced[day.scope].append(day)
    for measure in tables.measures:
        deadlines = _deadlines(measure, announced[measure.scope])
        status = tables.status_by_id.get(status_id(measure.scope, "text"))
        if not deadlines or status is None:
            continue
        last, words = min(deadlines)
        left = Side("text", words, measure.page_first, measure.ref)
        right = Side("text", status.status_printed, status.page, status.ref)
        if as_of is None or status.status is None:
            yield Compared(measure.scope, measure.item_id, left, right, NOT_COMPARABLE)
            continue
        passed = last < as_of.replace(day=1) and status.status in OPEN
        message = (
            f"Stortingets frist i {name_of(measure)} («{words}», s. {measure.page}) var passert i "
            f"{month}, måneden rapporten gjelder for, men statusen er «{status.status_printed}»."
        )
        yield Compared(
            measure.scope,
            measure.item_id,
            left,
            right,
            DIFFER if passed else AGREE,
            message if passed else "",
        )


def _deadlines(measure: Measure, announced: list[DateMention]) -> list[tuple[date, str]]:
    """The deadlines in the words of a decision: the last day, and the words."""
    if measure.kind != "anmodningsvedtak" or not measure.title or measure.page_first is None:
        return []
    dated = [(day.last, day.text) for day in announced if day.last is not None]
    sat = [(s.last, measure.title[s.start : s.end]) for s in find_sittings(measure.title)]
    return dated + sat
