"""The amounts that the reports mention: a list, and no sums across measures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import number, scope_name
from pipeline.midterm.counting import require_one_plan, rows_of
from pipeline.midterm.drawing import Note, listing
from pipeline.midterm.histories import Entry, Histories

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

CHANGES = {"level": "Nivå", "increase": "Økning", "decrease": "Reduksjon"}
QUALIFIERS = {"about": "omtrent", "under": "under", "over": "over", "upto": "inntil"}
NO_YEAR = "Uten år"
WHOLE_PLAN = "Planen som helhet"


def amounts_list(
    amounts: pd.DataFrame, items: pd.DataFrame, actors: pd.DataFrame, transitions: pd.DataFrame
) -> Styler | Note:
    """Each mention of an amount: what kind it is, whose it is, and the sentence with its page.

    Whose are the ministries of the measure and the actors that the sentence names.

    What concerns the plan as a whole comes first, then item by item under whatever number, the
    earliest report first. A mention that a later report repeats word for word is listed for the
    later one only. Raises `Refusal` for transitions of several plans.
    """
    require_one_plan(transitions)
    if amounts.empty:
        return Note("Teksten nevner ingen beløp.")
    several = amounts["report_id"].nunique() > 1
    histories = Histories(transitions)
    about = {row.item_key: row for row in rows_of(items)}
    wholes = {(row.report_id, row.id): row for row in rows_of(amounts)}
    order = {Entry(row.report_id, row.item_id): i for i, row in enumerate(rows_of(items))}
    mentions = without_repetitions(amounts, histories)
    mentions.sort(key=lambda row: _place(row, order, histories))
    rows = []
    for row in mentions:
        item = about.get(row.item_key) if pd.notna(row.item_key) else None
        rows.append(
            {
                **({"Rapport": row.report_id} if several else {}),
                "Gjelder": histories.name(_entry(row)) if item is not None else WHOLE_PLAN,
                "Formål": item.short_title if item is not None else scope_name(row.scope),
                "Ansvarlig": item.ministries if item is not None else None,
                "Nevnt i setningen": _named_in(row, actors),
                "Mill. kroner": _amount(row),
                "År": years_in_words(row.years),
                "Hva det er": _kind(row, wholes),
                "Setningen": row.sentence,
                "Side": row.page,
            }
        )
    return listing("belop", rows)


def without_repetitions(amounts: pd.DataFrame, histories: Histories) -> list[Any]:
    """The mentions, of those with the same sentence in several reports only the latest.

    An item is the same under another number, and a sentence may stand elsewhere in its text.
    """
    times: Counter[tuple[Any, ...]] = Counter()
    latest: dict[tuple[Any, ...], Any] = {}
    for row in sorted(rows_of(amounts), key=lambda row: histories.when(row.report_id)):
        about = histories.line(_entry(row)) if pd.notna(row.item_id) else row.scope
        said = (about, row.amount_nok, str(row.years), row.sentence)
        times[row.report_id, said] += 1
        latest[said, times[row.report_id, said]] = row
    return list(latest.values())


def _place(row: Any, order: dict[Entry, int], histories: Histories) -> tuple[int, ...]:
    """The plan first, then the items in the order of the last report, then those that are gone."""
    when = histories.when(row.report_id)
    if pd.isna(row.item_id):
        return 0, 0, 0, when
    last = histories.now(_entry(row))[0]
    return 1, -histories.when(last.report_id), order[last], when


def _entry(row: Any) -> Entry:
    return Entry(row.report_id, row.item_id)


def years_in_words(years: str | None) -> str:
    """Years as EDTF in words: 2024, 2024 og 2025, Fra 2025, 2024–2026, Uten år."""
    if years is None or pd.isna(years):
        return NO_YEAR
    text = str(years)
    if text.startswith("{"):
        *first, last = text.strip("{}").split(",")
        return f"{', '.join(first)} og {last}" if first else last
    start, slash, end = text.partition("/")
    if not slash:
        return text
    if end in ("..", ""):
        return f"Fra {start}"
    return f"Til {end}" if start in ("..", "") else f"{start}–{end}"


def millions(kroner: int) -> str:
    """Kroner in millions, written the Norwegian way: 18,6 and 1 250."""
    whole, rest = divmod(round(kroner / 100_000), 10)
    return f"{number(whole)},{rest}" if rest else number(whole)


def _amount(row: Any) -> str:
    qualifier = QUALIFIERS.get(row.qualifier)
    amount = millions(int(row.amount_nok))
    return f"{qualifier} {amount}" if qualifier else amount


def _named_in(row: Any, actors: pd.DataFrame) -> str | None:
    same = (
        actors["report_id"].eq(row.report_id)
        & actors["scope"].eq(row.scope)
        & actors["paragraph"].eq(row.paragraph)
        & actors["sentence"].eq(row.sentence)
    )
    return ", ".join(dict.fromkeys(actors.loc[same, "actor"])) or None


def _kind(row: Any, wholes: dict[tuple[str, str], Any]) -> str:
    """«Økning, del av 300 mill.», «Nivå, gjentatt», «Nivå per år», «Nivå, sluttet av teksten»."""
    words = CHANGES[row.change]
    if row.annual:
        words += " per år"
    whole = wholes.get((row.report_id, row.part_of)) if pd.notna(row.part_of) else None
    if whole is not None:
        words += f", del av {millions(int(whole.amount_nok))} mill."
    elif not row.counted:
        words += ", alt nevnt"
    if row.inferred:
        words += f", sluttet av «{row.text}»"
    return words
