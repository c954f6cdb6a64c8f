"""The news of the latest report in a few sentences, made from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.glossary.wording import listed, scope_name
from pipeline.midterm.counting import require_one_report, rows_of
from pipeline.midterm.drawing import Note, Point, Points, percent_of
from pipeline.midterm.silence import NO_DATE, NO_LINK, NOT_BEGUN, NOTHING, Silence, silences_of
from pipeline.midterm.statuses import (
    DONE,
    NOT_STARTED,
    WHOSE,
    chapter_name,
    counts_by_status,
    kinds_of,
)

MOST = 6  # items that are named in a sentence
FEWEST = 5  # items in a chapter that is named for its share
UNDER_WAY = "Under arbeid"


def news(items: pd.DataFrame, amounts: pd.DataFrame) -> Points | Note:
    """What an evaluator should know first, each number with the pages that it comes from.

    Raises `Refusal` for tables of several reports.
    """
    require_one_report(items)
    if items.empty:
        return Note("Rapporten har ingen tiltak.")
    of_plan = amounts[amounts["item_id"].isna()]
    return Points(
        [
            *_last_chapter(items),
            *_done(items),
            *_silent(items),
            *_disagreements(items),
            *_money(of_plan),
        ]
    )


def _done(items: pd.DataFrame) -> Iterator[Point]:
    """The plan's own measures apart from the decisions of the Storting."""
    for kind, of_kind in kinds_of(items):
        counts, total = counts_by_status(of_kind), len(of_kind)
        yield Point(
            f"{WHOSE[kind]}: {counts[DONE]} av {total} er gjennomført",
            f" ({percent_of(counts[DONE], total)} prosent), "
            f"{counts[UNDER_WAY] or 'ingen'} er under arbeid og "
            f"{counts[NOT_STARTED] or 'ingen'} er ikke startet.",
        )


def _last_chapter(items: pd.DataFrame) -> Iterator[Point]:
    """The chapter with the most that is not started, and where that stands."""
    names = [
        f"{'Kapittel ' if pd.notna(row.chapter_number) else ''}{chapter_name(row)}"
        for row in rows_of(items)
    ]
    chapters = items.assign(chapter=names)
    grouped = [part for _, part in chapters.groupby("chapter") if len(part) >= FEWEST]
    if len(grouped) < 2:
        return
    last = max(grouped, key=lambda part: part["status"].eq(NOT_STARTED).mean())
    waiting = last[last["status"].eq(NOT_STARTED)]
    whole = int(items["status"].eq(NOT_STARTED).sum())
    if len(waiting) * len(items) <= whole * len(last):
        return
    yield Point(
        f"{last['chapter'].iloc[0]}: {percent_of(len(waiting), len(last))} prosent er ikke startet",
        f" ({len(waiting)} av {len(last)}), mot {percent_of(whole, len(items))} "
        f"prosent i alt ({whole} av {len(items)}). Det er {_with_pages(waiting)}.",
    )


def _silent(items: pd.DataFrame) -> Iterator[Point]:
    """What the report does not say."""
    silences = silences_of(items)
    date, not_begun, link, nothing = (
        silences[what] for what in (NO_DATE, NOT_BEGUN, NO_LINK, NOTHING)
    )
    if date.silent:
        passed = items[
            items["status"].ne(DONE) & items["next_planned"].isna() & items["planned_dates"].gt(0)
        ]
        yield Point(
            f"{date.silent} av de {date.of} som ikke er gjennomført, har ikke noe tidspunkt fram "
            "i tid",
            f": {date.silent - len(passed)} varsler ikke noe i det hele tatt"
            + (
                f", og {_with_pages(passed)} bare noe som var ute da rapportens måned var omme"
                if len(passed)
                else ""
            )
            + f". {_not_begun(not_begun, _without_any_date(items))}",
        )
    if link.silent:
        yield Point(
            f"{link.silent} av {link.of} gjennomførte har ingen lenke", " til det som er gjort."
        )
    if nothing.silent:
        yield Point(
            f"{nothing.silent} av {nothing.of} har ingenting som kan etterprøves",
            ": omtalen har ingen dato, ikke noe beløp, ingen lenke og ingen henvisning.",
        )


def _not_begun(silence: Silence, unannounced: int) -> str:
    """What those that are not started announce: «Av de 24 …», «Det eneste …»."""
    if silence.of == 0:
        return "Alle er startet."
    if silence.of == 1:
        has = "ikke noe" if silence.silent else "et"
        return f"Det eneste som ikke er startet, har {has} tidspunkt fram i tid."
    return (
        f"Av de {silence.of} som ikke er startet, har {silence.silent} ikke noe tidspunkt fram i "
        f"tid, og {unannounced} av dem varsler ikke noe."
    )


def _without_any_date(items: pd.DataFrame) -> int:
    """The items that are not started and announce nothing, be it ahead or passed."""
    return int((items["status"].eq(NOT_STARTED) & items["planned_dates"].eq(0)).sum())


def _disagreements(items: pd.DataFrame) -> Iterator[Point]:
    """The items with another status in the overview than in the text."""
    differ = items[items["agrees"].eq(False)]
    if len(differ):
        named = [
            f"{_name(row)} («{row.status_text}» {_page(row.page_text)}, «{row.status_overview}» "
            f"{_page(row.page_overview)})"
            for row in rows_of(differ)
        ]
        yield Point(
            f"Teksten og oversikten er uenige om status for {len(differ)}", f": {listed(named)}."
        )


def _money(of_plan: pd.DataFrame) -> Iterator[Point]:
    """What the text says of money for the plan as a whole, in its own words."""
    if len(of_plan):
        said = dict.fromkeys(f"«{row.sentence}» ({_page(row.page)})" for row in rows_of(of_plan))
        yield Point("Penger til planen som helhet:", f" {' '.join(said)}")


def _with_pages(items: pd.DataFrame) -> str:
    """The items with their pages, or how many they are."""
    if len(items) > MOST:
        return f"{len(items)} tiltak og vedtak"
    return listed([f"{_name(row)} ({_page(row.page)})" for row in rows_of(items)])


def _page(page: int) -> str:
    return f"s.\N{NO-BREAK SPACE}{page}"


def _name(row: Any) -> str:
    return scope_name(row.item_id).lower()
