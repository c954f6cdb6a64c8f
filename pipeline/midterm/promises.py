"""The dates that the reports announce, and what later reports tell of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import capital, day, listed, number, scope_name, time_in_words
from pipeline.midterm.counting import counts_of, require_one_plan, rows_of, titles_by_report
from pipeline.midterm.drawing import (
    EDGE,
    GREY,
    RULE,
    SIDE,
    SIZE,
    WIDTH,
    Frame,
    Look,
    Note,
    Picture,
    Row,
    listing,
    stacked_bars,
    style,
    width_of,
)
from pipeline.midterm.histories import Entry, Histories

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

STEP, HEADING = 0.148, 0.22  # inches: a line of the timeline, and the heading of a kind
DAY = 0.045  # inches: the shortest line
TITLES = 2.55  # inches: where the calendar begins, right of the titles
KINDS = {
    "completion": "Ferdig",
    "start": "Settes i gang",
    "part": "En del av arbeidet",
    "storting-deadline": "Stortingets frist",
    "earliest": "Tidligst da",
    "activity": "Arbeid som pågår",
    "hearing": "Høringsfrist",
    "other-actor": "Andres arbeid",
    "forecast": "Prognose",
}
PROMISED = ("completion", "start", "part", "storting-deadline")
PROMISE, NO_PROMISE = "Løfte", "Ikke noe løfte"
LOOKS = {PROMISE: Look("#a4632a"), NO_PROMISE: Look("#ffffff", hatch="//////")}
NOTHING_AHEAD = Note("Den siste rapporten varsler ingen tidspunkter fram i tid.")
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
LOOKS_OF_EVENTS = {
    DONE: Look("#6b3d16", "#ffffff"),
    MOVED: Look("#c98d55"),
    LATE: Look("#e6c6a3", hatch="////"),
    AGAIN: Look("#f3e4d3"),
    SILENT_PASSED: Look("#ffffff", hatch="xxxx"),
    SILENT: Look("#ffffff", hatch="...."),
    GONE: Look("#ffffff", hatch="----"),
}


@style()
def promised(
    milestones: pd.DataFrame, reports: pd.DataFrame, items: pd.DataFrame
) -> Picture | Note:
    """What the latest report announces and has not passed: a row for each item, by quarter.

    Promises first, then what is none: forecasts, hearings, work that goes on or is others'.
    `reports` are those on the plan. Raises `Refusal` for milestones of several plans.
    """
    ahead = _ahead(milestones, reports)
    if ahead.empty:
        return NOTHING_AHEAD
    as_of = _as_of(reports)
    titles = _short_titles(items)
    groups = [
        (kind, part)
        for kind in KINDS
        if len(part := ahead[[_kind(row) == kind for row in rows_of(ahead)]])
    ]
    lines = sum(part["item_id"].nunique() for _, part in groups)
    title = _commonest_year([row.last.year for row in rows_of(ahead) if _is_promise(row)])
    month = day(as_of.date()).split(" ", 1)[1]
    subtitle = (
        f"Det rapporten per {month} varsler fram i tid, én linje for hvert tiltak, etter kvartal. "
        "En strek går fra den første til den siste dagen som kan være ment."
    )
    frame = Frame(
        title,
        subtitle + _due(milestones, as_of),
        list(LOOKS.items()),
        STEP * lines + HEADING * len(groups) + 0.4,
    )
    calendar = _Calendar(as_of + pd.Timedelta(days=1), ahead["last"].max(), TITLES, WIDTH - SIDE)
    bottom = STEP * lines + HEADING * len(groups) + 0.42
    for quarter, x, width in calendar.quarters():
        frame.line(x, 0.16, bottom, color=EDGE if quarter.quarter == 1 else RULE)
        if width > 0.1:
            frame.text(x + width / 2, 0.28, str(quarter.quarter), ha="center", size=7, color=GREY)
    for year, x in calendar.years():
        frame.text(x + 0.03, 0.1, str(year), size=7.5, weight="bold")
    y = 0.4
    for kind, part in groups:
        frame.text(SIDE, y + 0.1, f"{KINDS[kind]} ({len(part)})", size=8, weight="bold", color=EDGE)
        y += HEADING
        look = LOOKS[PROMISE if kind in PROMISED else NO_PROMISE]
        for item_id, of_item in part.groupby("item_id", sort=False):
            name = f"{_short(item_id)} {titles.get(str(item_id), '')}"
            frame.text(SIDE, y + 0.035, _fitting(name, TITLES - SIDE - 0.08, 7.2), size=7.2)
            for row in rows_of(of_item):
                end = calendar.x_of(row.last + pd.Timedelta(days=1))
                start = calendar.x_of(row.first) if pd.notna(row.first) else TITLES
                length = max(end - start, DAY)
                frame.box(end - length, y - 0.04, length, 0.09, look)
            y += STEP
    words = "; ".join(
        f"{KINDS[kind]}: "
        + ", ".join(
            f"{scope_name(row.item_id).lower()} {time_in_words(row.edtf)}" for row in rows_of(part)
        )
        for kind, part in groups
    )
    quarters = dict.fromkeys(row.last.to_period("Q") for row in rows_of(ahead))
    numbers = pd.DataFrame(
        {
            "Innen": KINDS[kind],
            **{
                f"{quarter.quarter}. kvartal {quarter.year}": int(
                    part["last"].dt.to_period("Q").eq(quarter).sum()
                )
                for quarter in quarters
            },
        }
        for kind, part in groups
    )
    return frame.picture(f"Tidslinje. {title}. {words}.", numbers)


def promised_list(
    milestones: pd.DataFrame, reports: pd.DataFrame, items: pd.DataFrame
) -> Styler | Note:
    """The same with the sentences and their pages: one row for each sentence of an item."""
    ahead = _ahead(milestones, reports)
    if ahead.empty:
        return NOTHING_AHEAD
    titles = _short_titles(items)
    order = list(KINDS)
    rows = [
        {
            "Slag": KINDS[_kind(row)],
            "Gjelder": scope_name(row.item_id),
            "Tittel": titles.get(row.item_id, ""),
            "Når": capital(time_in_words(row.edtf)),
            "Setningen": row.sentence,
            "Side": row.page,
        }
        for row in sorted(rows_of(ahead), key=lambda row: order.index(_kind(row)))
    ]
    return listing("varslet", rows)


def _ahead(milestones: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """What the latest report announces for after the last day of its month, soonest first."""
    require_one_plan(milestones)
    of_latest = milestones[milestones["report_id"].eq(_latest(reports))]
    ahead = of_latest[of_latest["last"].gt(_as_of(reports)) & of_latest["item_id"].notna()]
    return ahead.sort_values(["last", "first", "id"], na_position="first")


def _commonest_year(years: list[int]) -> str:
    if not years:
        return "Ingen løfter fram i tid"
    ((year, count),) = Counter(years).most_common(1)
    return f"{count} av {len(years)} løfter fram i tid gjelder {year}"


def _due(milestones: pd.DataFrame, as_of: pd.Timestamp) -> str:
    """What is neither ahead nor passed: its last day is the last of the report's month."""
    due = milestones[milestones["last"].eq(as_of) & milestones["item_id"].notna()]
    names = listed([scope_name(item_id).lower() for item_id in dict.fromkeys(due["item_id"])])
    return f" Uten {names}, med frist den siste dagen i rapportens måned." if names else ""


def _as_of(reports: pd.DataFrame) -> pd.Timestamp:
    """The last day of the latest report's month."""
    return pd.Timestamp(reports["as_of"].max())


def _short_titles(items: pd.DataFrame) -> dict[str, str]:
    """The short title of each item, from the last report that has it."""
    return dict(zip(items["item_id"], items["short_title"].fillna(""), strict=True))


def _kind(row: Any) -> str:
    """The kind of a milestone; what comes at the earliest then is no promise."""
    return "earliest" if row.bound == "earliest" else str(row.kind)


def _short(item_id: Any) -> str:
    return scope_name(item_id).removeprefix("Anmodnings").capitalize()


def _fitting(text: str, width: float, size: float) -> str:
    """As many words as there is room for."""
    if width_of(text) * size / SIZE <= width:
        return text
    words = text.split(" ")
    while words and width_of(" ".join(words) + " …") * size / SIZE > width:
        words.pop()
    return " ".join(words) + " …"


def _is_promise(row: Any) -> bool:
    return _kind(row) in PROMISED


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
        {words: LOOKS_OF_EVENTS[event] for event, words in EVENTS.items() if event in events},
        f"Av {len(earlier)} varslede tidspunkter er {done} fortalt som gjort, {moved} flyttet, "
        f"{again} varslet på nytt og {unnamed} ikke nevnt",
        "Lest av omtalen i den siste rapporten; det en tidligere rapport omtaler som gjort, er "
        f"også med. Statusen teller ikke. {left_out} prognoser, høringsfrister og lignende er "
        "holdt utenfor.",
    )


def promises_told(
    milestones: pd.DataFrame,
    outcomes: pd.DataFrame,
    measures: pd.DataFrame,
    transitions: pd.DataFrame,
) -> Styler | Note:
    """Each promise of an earlier report, and the sentence of the later one that says what became of
    it: what is done first, then what has moved, is late, is announced again, and is not named.

    Raises `Refusal` for milestones of several plans.
    """
    require_one_plan(milestones)
    told = _told(milestones, outcomes)
    histories = Histories(transitions)
    titles = titles_by_report(measures)
    order = list(EVENTS)
    kept = [
        (order.index(_event(row, told[row.report_id, row.id])), row)
        for row in rows_of(milestones.sort_values(["last", "report_id", "id"]))
        if _is_promise(row) and (row.report_id, row.id) in told
    ]
    rows = [
        {
            "Hva det ble av": EVENTS[order[event]],
            "Gjelder": histories.name(Entry(row.report_id, row.item_id)),
            "Tittel": titles.get((row.report_id, row.item_id), ""),
            "Løftet": f"{row.sentence} (rapporten {row.report_id}, s. {row.page})",
            "Senest": day(row.last.date()) if pd.notna(row.last) else "–",
            "Det rapporten sier siden": _sentence(row, told[row.report_id, row.id]),
        }
        for event, row in sorted(kept, key=lambda each: each[0])
    ]
    if not rows:
        return Note("Med bare én rapport er det ingen løfter å følge opp.")
    return listing("fortalt", rows)


def _sentence(row: Any, told: Any) -> str:
    """The sentence of the later report with its page, and by how much the date has moved."""
    if pd.isna(told.sentence):
        return "–"
    words = "Ordrett det samme" if told.sentence == row.sentence else str(told.sentence)
    return f"{words} ({_slip(told.slip_days)}rapporten {told.judged_by}, s. {told.page})"


def _slip(days: Any) -> str:
    """«365 dager senere, », or nothing if the date has not moved or is open."""
    if pd.isna(days):
        return ""
    return f"{number(abs(int(days)))} dager {'senere' if days >= 0 else 'tidligere'}, "


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
    """Days on a line from `left` to `right` inches, in whole quarters."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp, left: float, right: float) -> None:
        self.shown = pd.period_range(first, last, freq="Q")
        self.start = self.shown[0].start_time
        self.left, self.right = left, right
        self.scale = (right - left) / (self.shown[-1].end_time - self.start).days

    def x_of(self, moment: Any) -> float:
        """The x of a day in inches; days outside the scale are clamped to its ends."""
        x = self.left + self.scale * (pd.Timestamp(moment) - self.start).days
        return min(max(x, self.left), self.right)

    def quarters(self) -> Iterator[tuple[Any, float, float]]:
        """Each quarter, where it begins and how wide it is."""
        for quarter in self.shown:
            x = self.x_of(quarter.start_time)
            yield quarter, x, self.x_of(quarter.end_time) - x

    def years(self) -> Iterator[tuple[int, float]]:
        """Each year, and where it or what is shown of it begins."""
        for year in dict.fromkeys(quarter.year for quarter in self.shown):
            yield year, self.x_of(pd.Timestamp(year, 1, 1))
