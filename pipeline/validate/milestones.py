"""What became of each announced date, read from what later reports tell of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.norwegian.milestone_kinds import kind_of_date
from pipeline.norwegian.outcomes import read_outcome
from pipeline.norwegian.promises import read_promise
from pipeline.seams.vocabularies import MilestoneEvent

NO_PROMISES = ("forecast", "hearing")  # nobody's to keep


class Outcome(NamedTuple):
    """What a later narrative tells of a promise; `sentence` is a part of it, None for silence."""

    event: MilestoneEvent
    sentence: str | None


SILENT = Outcome("silent", None)


def outcome(promise: str, narrative_after: str, as_of_after: date) -> Outcome:
    """What a later narrative tells of a promise; never from a status. Raises nothing."""
    before = as_of_after.replace(year=as_of_after.year - 1, day=1)
    wanted = read_promise(promise, before)
    if wanted is None or wanted.day is None:
        return SILENT
    if kind_of_date(promise, wanted.day.start, before) in NO_PROMISES:
        return SILENT
    told = read_outcome(wanted, narrative_after, as_of_after)
    if told.sentence is None:
        return SILENT
    start, end = told.sentence
    return Outcome(told.event, narrative_after[start:end])
