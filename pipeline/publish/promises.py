"""Promises, and what later reports say of them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.glossary.wording import counted, time_in_words
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Milestone, MilestoneOutcome
from pipeline.seams.vocabularies import MilestoneEvent, MilestoneKind

EVENTS: dict[MilestoneEvent, str] = {
    "told-done": "Omtalt som gjort",
    "told-delayed": "Omtalt som forsinket",
    "moved": "Flyttet",
    "restated": "Varslet på nytt",
    "silent": "Ikke omtalt",
    "item-gone": "Tiltaket står ikke i rapporten",
}
KINDS: dict[MilestoneKind, str] = {
    "completion": "skal være ferdig",
    "start": "skal begynne",
    "part": "en del skal være gjort",
    "hearing": "høringsfrist",
    "forecast": "ventet, ikke lovet",
    "activity": "skal pågå",
    "storting-deadline": "Stortingets frist",
    "other-actor": "skal gjøres av andre",
}


class Outcome(NamedTuple):
    """What a later report says of a promise."""

    report: str
    report_id: ReportId
    event: MilestoneEvent
    words: str
    moved: str
    sentence: str
    page: int | None


class PageOf(NamedTuple):
    """A page of a report."""

    report: str
    report_id: ReportId
    page: int


class Promise(NamedTuple):
    """A date that a report announced, and what the later ones say of it.

    `places` are those of the same words, in the first report and in later ones.
    """

    milestone: Milestone
    time: str
    kind: str
    places: list[PageOf]
    outcomes: list[Outcome]


def promise_of(
    milestone: Milestone, told: Iterable[MilestoneOutcome], names: Mapping[ReportId, str]
) -> Promise:
    """The promise with what is `told` of it; `names` are those of the plan's reports."""
    report_id = milestone.report_id
    return Promise(
        milestone,
        time_of(milestone),
        KINDS[milestone.kind],
        [PageOf(names[report_id], report_id, milestone.page)],
        [
            Outcome(
                names[row.judged_by], row.judged_by, row.event, EVENTS[row.event],
                _moved_to(row), row.sentence or "", row.page,
            )
            for row in told
        ],
    )  # fmt: skip


def time_of(milestone: Milestone) -> str:
    """When something is to be: «høsten 2025», «innen desember 2025», «tidligst 2027»."""
    words = time_in_words(milestone.edtf)
    if milestone.bound == "latest" and not words.startswith("senest"):
        return f"innen {words}"
    return f"tidligst {words}" if milestone.bound == "earliest" else words


def _moved_to(outcome: MilestoneOutcome) -> str:
    """To when, and how much later: «våren 2026, 151 dager senere»."""
    if outcome.moved_to is None:
        return ""
    words = f"til {time_in_words(outcome.moved_to)}"
    if outcome.slip_days:
        way = "senere" if outcome.slip_days > 0 else "tidligere"
        words += f", {counted(abs(outcome.slip_days), 'dag', 'dager')} {way}"
    return words
