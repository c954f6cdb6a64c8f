"""The dates that the reports announce, and whether they were met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import day, scope_name
from pipeline.midterm.counting import counts_of, rows_of, titles_by_report
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
STATES = {
    "met": "Nådd: tiltaket er gjennomført",
    "pending": "Gjenstår",
    "overdue": "Passert: tiltaket er ikke gjennomført",
}
LOOKS = dict(zip(STATES, (*tones(2), Look("#b3541e", "#ffffff")), strict=True))


@style()
def promised(milestones: pd.DataFrame, reports: pd.DataFrame) -> Picture | Note:
    """The dates that the latest report announces, each from its first to its last possible day."""
    dated = milestones[milestones["report_id"].eq(milestones["judged_by"])]
    dated = dated[dated["last"].notna()].sort_values(["last", "first", "id"], na_position="first")
    if dated.empty:
        return Note("Den siste rapporten varsler ingen tidspunkter.")
    report_id = str(dated["report_id"].iloc[-1])
    dated = dated[dated["report_id"].eq(report_id)]
    as_of = pd.Timestamp(reports.set_index("report_id")["as_of"][report_id])
    years = dated["last"].dt.year
    commonest = int(years.mode().iloc[-1])
    inside, passed = int(years.eq(commonest).sum()), int(dated["last"].le(as_of).sum())
    title = f"{inside} av {len(dated)} varslede tidspunkter faller i {commonest}"
    if passed:
        title += f", {passed} var passert alt da rapporten kom"
    states = [state for state in STATES if state in set(dated["state"])]
    month = day(as_of.date()).split(" ", 1)[1]
    frame = Frame(
        title,
        f"Det rapporten per {month} sier skal skje, etter tiltak. En strek går fra den "
        "første til den siste dagen som kan være ment; den stiplede linjen er rapportens måned.",
        [(STATES[state], LOOKS[state]) for state in states],
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
    for position, row in enumerate(rows_of(dated)):
        y, look = STEP * (position + 0.7), LOOKS[row.state]
        start = calendar.x_of(row.first) if pd.notna(row.first) else SIDE
        end = calendar.x_of(row.last)
        if end - start > 0.02:
            frame.box(start, y - 0.025, end - start, 0.05, look, edge=look.fill)
        frame.dot(end, y, look, "D" if row.state == "overdue" else "o")
        name = scope_name(row.item_id).lower().removeprefix("anmodnings")
        frame.text(end + 0.07, y + 0.035, name, size=7.2)
    words = "; ".join(
        f"{scope_name(row.item_id)} innen {day(row.last.date())}" for row in rows_of(dated)
    )
    return frame.picture(f"Tidslinje. {title}. {words}.")


def passed_promises(milestones: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The announced dates that have passed without the measure being done, oldest first.

    If several reports announce the same date for an item, only the last one's is listed.
    """
    late = milestones[milestones["state"].eq("overdue")].sort_values(["last", "report_id", "id"])
    late = late.drop_duplicates(["item_id", "edtf"], keep="last")
    if late.empty:
        return Note("Ingen varslede tidspunkter er passert uten at tiltaket er gjennomført.")
    titles = titles_by_report(measures)
    rows = [
        {
            "Rapport": row.report_id,
            "Gjelder": scope_name(row.item_id),
            "Tittel": titles.get((row.report_id, row.item_id), ""),
            "Senest": day(row.last.date()),
            "Setningen": row.sentence,
        }
        for row in rows_of(late)
    ]
    return listing("passert", rows)


def promises_kept(milestones: pd.DataFrame) -> Picture | Note:
    """The dates that earlier reports announced, judged by the latest report."""
    earlier = milestones[milestones["report_id"].ne(milestones["judged_by"])]
    if earlier.empty:
        return Note(
            "Det er bare én rapport på planen ennå. Når den neste er lagt til, står her hva det "
            "ble av tidspunktene som den forrige varslet."
        )
    counts = counts_of(("Varslet i rapporten " + earlier["report_id"]).tolist(), earlier["state"])
    met, late = (int(earlier["state"].eq(state).sum()) for state in ("met", "overdue"))
    return stacked_bars(
        [
            Row(label, {STATES[state]: count for state, count in by_state.items()})
            for label, by_state in counts.items()
        ],
        list(STATES.values()),
        f"Av {len(earlier)} varslede tidspunkter er {met} nådd og {late} passert uten å være nådd",
        "Et tidspunkt er nådd når det er passert og tiltaket er gjennomført ifølge den siste "
        "rapporten.",
        looks=list(LOOKS.values()),
    )


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
