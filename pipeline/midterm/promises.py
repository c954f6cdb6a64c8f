"""The dates that the reports announce, and what later reports tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import day, scope_name
from pipeline.midterm.counting import counts_of, require_one_plan, rows_of, titles_by_report
from pipeline.midterm.drawing import (
    EDGE,
    RULE,
    SIDE,
    WIDTH,
    Frame,
    Look,
    Note,
    Picture,
    Row,
    listing,
    stacked_bars,
    style,
    tones,
)

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

STEP = 0.125  # inches: a line of the timeline
PROMISES = ("completion", "start", "part", "storting-deadline")
AHEAD, PASSED, NO_PROMISE = (
    "Fram i tid",
    "Passert da rapporten kom",
    "Ikke noe løfte: prognose, høringsfrist, andres eller pågående arbeid",
)
LOOKS = {AHEAD: tones(1)[0], PASSED: Look("#b3541e", "#ffffff"), NO_PROMISE: tones(3)[2]}
DONE, MOVED, LATE, AGAIN = "told-done", "moved", "told-delayed", "restated"
SILENT, SILENT_PASSED, GONE = "silent", "silent-passed", "item-gone"
EVENTS = {
    DONE: "Fortalt som gjort",
    MOVED: "Flyttet til et annet tidspunkt",
    LATE: "Fortalt som forsinket eller ikke gjort",
    AGAIN: "Varslet på nytt",
    SILENT_PASSED: "Ikke nevnt, og passert",
    SILENT: "Ikke nevnt, ikke passert",
    GONE: "Tiltaket er borte",
}


@style()
def promised(milestones: pd.DataFrame, reports: pd.DataFrame) -> Picture | Note:
    """The dates that the latest report announces, each from its first to its last possible day.

    `reports` are those on the plan. Raises `Refusal` for milestones of several plans.
    """
    require_one_plan(milestones)
    latest = _latest(reports)
    dated = milestones[milestones["report_id"].eq(latest) & milestones["last"].notna()]
    dated = dated.sort_values(["last", "first", "id"], na_position="first")
    if dated.empty:
        return Note("Den siste rapporten varsler ingen tidspunkter.")
    as_of = pd.Timestamp(reports.set_index("report_id")["as_of"][latest])
    states = [_state(row, as_of) for row in rows_of(dated)]
    years = dated["last"].dt.year
    commonest = int(years.mode().iloc[-1])
    inside, passed = int(years.eq(commonest).sum()), int(dated["last"].lt(as_of).sum())
    title = f"{inside} av {len(dated)} varslede tidspunkter faller i {commonest}"
    if passed:
        title += f", {passed} var passert alt da rapporten kom"
    month = day(as_of.date()).split(" ", 1)[1]
    frame = Frame(
        title,
        f"Det rapporten per {month} sier skal skje, etter tiltak. En strek går fra den "
        "første til den siste dagen som kan være ment; den stiplede linjen er rapportens måned.",
        [(state, LOOKS[state]) for state in LOOKS if state in states],
        STEP * len(dated) + 0.4,
    )
    known = [moment for moment in [*dated["first"], *dated["last"], as_of] if pd.notna(moment)]
    calendar = _Calendar(min(known), max(known), SIDE, WIDTH - SIDE - 0.75)
    bottom = STEP * len(dated) + 0.1
    for year in calendar.years:
        frame.line(calendar.x_of(pd.Timestamp(year, 1, 1)), 0, bottom, color=RULE)
        middle = calendar.x_of(pd.Timestamp(year, 7, 2))
        if SIDE < middle < WIDTH - 0.2:
            frame.text(middle, bottom + 0.2, str(year), ha="center")
    frame.line(calendar.x_of(as_of), 0, bottom, color=EDGE, linestyle=(0, (4, 3)))
    for position, (row, state) in enumerate(zip(rows_of(dated), states, strict=True)):
        y, look = STEP * (position + 0.7), LOOKS[state]
        start = calendar.x_of(row.first) if pd.notna(row.first) else SIDE
        end = calendar.x_of(row.last)
        if end - start > 0.02:
            frame.box(start, y - 0.025, end - start, 0.05, look, edge=EDGE)
        frame.dot(end, y, look, "D" if state == PASSED else "o")
        name = scope_name(row.item_id).lower().removeprefix("anmodnings")
        frame.text(end + 0.07, y + 0.035, name, size=7.2)
    words = "; ".join(
        f"{scope_name(row.item_id)} innen {day(row.last.date())}" for row in rows_of(dated)
    )
    return frame.picture(f"Tidslinje. {title}. {words}.")


def _state(row: Any, as_of: pd.Timestamp) -> str:
    if not _is_promise(row):
        return NO_PROMISE
    return PASSED if row.last < as_of else AHEAD


def _is_promise(row: Any) -> bool:
    return row.kind in PROMISES and row.bound != "earliest"


def passed_promises(
    milestones: pd.DataFrame, outcomes: pd.DataFrame, reports: pd.DataFrame, measures: pd.DataFrame
) -> Styler | Note:
    """The announced dates that have passed, and of which no later report tells that it was done.

    Oldest first, with what the last report says. If several reports announce the same date for an
    item, only the last one's is listed. Raises `Refusal` for milestones of several plans.
    """
    require_one_plan(milestones)
    latest = _latest(reports)
    told = _told(milestones, outcomes)
    titles = titles_by_report(measures)
    rows = [
        {
            "Rapport": row.report_id,
            "Gjelder": scope_name(row.item_id),
            "Tittel": titles.get((row.report_id, row.item_id), ""),
            "Senest": day(row.last.date()),
            "Setningen": row.sentence,
            "Siste rapport": _in_words(told.get((row.report_id, row.id)), latest),
        }
        for row in _last_announced(milestones[milestones["passed"]], told)
        if _is_promise(row)
        and (row.report_id == latest or (row.report_id, row.id) in told)
        and not _is_done(told.get((row.report_id, row.id)))
    ]
    if not rows:
        return Note("Ingen varslede tidspunkter er passert uten å være fortalt som gjort.")
    return listing("passert", rows)


def promises_kept(milestones: pd.DataFrame, outcomes: pd.DataFrame) -> Picture | Note:
    """What later reports tell of the dates that earlier ones announced, never from a status.

    What any later report tells as done is done; else the last report's word counts. Raises
    `Refusal` for milestones of several plans.
    """
    require_one_plan(milestones)
    told = _told(milestones, outcomes)
    judged = [row for row in rows_of(milestones) if (row.report_id, row.id) in told]
    earlier = [row for row in judged if _is_promise(row)]
    if not earlier:
        return Note(
            "Det er bare én rapport på planen ennå. Når den neste er lagt til, står her hva den "
            "sier om tidspunktene som den forrige varslet."
        )
    events = [_event(row, told[row.report_id, row.id]) for row in earlier]
    counts = counts_of([f"Varslet i rapporten {row.report_id}" for row in earlier], events)
    done, moved, again = (events.count(event) for event in (DONE, MOVED, AGAIN))
    unnamed = events.count(SILENT) + events.count(SILENT_PASSED)
    left_out = len(judged) - len(earlier)
    return stacked_bars(
        [
            Row(label, {EVENTS[event]: count for event, count in by_event.items()})
            for label, by_event in counts.items()
        ],
        [words for event, words in EVENTS.items() if event in events],
        f"Av {len(earlier)} varslede tidspunkter er {done} fortalt som gjort, {moved} flyttet, "
        f"{again} varslet på nytt og {unnamed} ikke nevnt",
        "Lest av omtalen i den siste rapporten; det en tidligere rapport forteller som gjort, er "
        f"også med. Statusen teller ikke. {left_out} prognoser, høringsfrister og lignende er "
        "holdt utenfor.",
    )


def _latest(reports: pd.DataFrame) -> str:
    """The last report by its as-of day; of two editions for one month, the last by id."""
    rows = reports.sort_values(["as_of", "report_id"], na_position="first")
    return str(rows["report_id"].iloc[-1]) if len(rows) else ""


def _last_announced(milestones: pd.DataFrame, told: dict[tuple[str, str], Any]) -> Iterable[Any]:
    """The milestones oldest first, each date of an item once: as last announced.

    An item is known by its number in the last report, whatever it was called before.
    """
    last: dict[tuple[str, str], Any] = {}
    for row in rows_of(milestones.sort_values(["last", "report_id", "id"])):
        later = told.get((row.report_id, row.id))
        item = later.judged_item_id if later is not None else row.item_id
        key = (str(item if pd.notna(item) else (row.report_id, row.item_id)), row.edtf)
        last.pop(key, None)
        last[key] = row
    return last.values()


def _told(milestones: pd.DataFrame, outcomes: pd.DataFrame) -> dict[tuple[str, str], Any]:
    """What the later reports tell of each milestone: as done if any does, else the last one."""
    known = set(zip(milestones["report_id"], milestones["id"], strict=True))
    told: dict[tuple[str, str], Any] = {}
    for row in rows_of(outcomes):
        key = (row.report_id, row.id)
        if key in known and not _is_done(told.get(key)):
            told[key] = row
    return told


def _is_done(told: Any) -> bool:
    return told is not None and told.event == DONE


def _event(row: Any, told: Any) -> str:
    return SILENT_PASSED if told.event == SILENT and row.passed else str(told.event)


def _in_words(told: Any, latest: str) -> str:
    """What the last report says of a date that has passed, with its sentence and page."""
    if told is None:
        return f"Varslet i {latest}, da tidspunktet alt var passert"
    words = EVENTS[SILENT_PASSED if told.event == SILENT else told.event]
    if pd.isna(told.sentence):
        return words
    return f"{words}: «{told.sentence}» (s. {told.page})"


class _Calendar:
    """Days on a line from `left` to `right` inches, from the first month shown to the last."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp, left: float, right: float) -> None:
        self.start = pd.Timestamp(first.year, first.month, 1) - pd.DateOffset(months=1)
        self.left, self.scale = left, (right - left) / (last - self.start).days
        self.years = range(first.year, last.year + 2)

    def x_of(self, moment: Any) -> float:
        """The x of a day in inches; days outside the scale are clamped to its ends."""
        x = self.left + self.scale * (pd.Timestamp(moment) - self.start).days
        return min(max(x, self.left), WIDTH - SIDE)
