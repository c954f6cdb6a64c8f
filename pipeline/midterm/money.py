"""The amounts that the reports mention, by purpose and year."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.glossary.wording import number, scope_name
from pipeline.midterm.counting import rows_of, titles_by_report, titles_of
from pipeline.midterm.drawing import (
    LINE,
    SIDE,
    WIDTH,
    Frame,
    Note,
    Picture,
    Row,
    grouped_bars,
    listing,
    style,
    tones,
)
from pipeline.seams.ids import Scope

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

CHANGES = {
    "level": "Bevilgning eller ramme",
    "increase": "Økning",
    "decrease": "Reduksjon",
}
MOST_AMOUNTS = 25  # bars in one figure
NO_YEAR = "Uten år"
NO_AMOUNTS = Note("Teksten nevner ingen beløp i tiltakene.")


def counted_once(amounts: pd.DataFrame) -> pd.DataFrame:
    """The mentions of amounts without double counting.

    Left out are amounts outside items (they concern the plan as a whole), what the table does not
    count (repetitions and parts, but where the parts make up the whole, they stand for it: they
    say which year each is of), and what is repeated in the next report (the latest is kept).
    """
    of_items = amounts[amounts["item_id"].notna()]
    key = ["report_id", "id"]
    parts = of_items.groupby(["report_id", "part_of"])["amount_nok"].sum()
    split = parts[parts.eq(of_items.set_index(key)["amount_nok"].reindex(parts.index))].index
    is_whole = pd.MultiIndex.from_frame(of_items[key]).isin(split)
    is_part = pd.MultiIndex.from_frame(of_items[["report_id", "part_of"]]).isin(split)
    kept = of_items[(of_items["counted"] & ~is_whole) | is_part]
    same = ["item_id", "amount_nok", "years", "change"]
    return (
        kept.sort_values("report_id", kind="stable").drop_duplicates(same, keep="last").sort_index()
    )


def amounts_by_year(amounts: pd.DataFrame) -> Picture | Note:
    """Kroner mentioned, by the years that the sentence gives; levels and changes separately."""
    counted = counted_once(amounts)
    if counted.empty:
        return NO_AMOUNTS
    sums: dict[str, dict[str, int]] = {}
    for row in rows_of(counted):
        by_kind = sums.setdefault(years_in_words(row.years), {})
        by_kind[CHANGES[row.change]] = by_kind.get(CHANGES[row.change], 0) + int(row.amount_nok)
    kinds = [kind for kind in CHANGES.values() if any(kind in by_kind for by_kind in sums.values())]
    rows = [Row(years, sums[years]) for years in sorted(sums, key=_year_order)]
    most, kind, years = max(
        (amount, kind, years) for years, by_kind in sums.items() for kind, amount in by_kind.items()
    )
    when = f"i {years}" if years[0].isdigit() else years.lower()
    title = f"Mest er nevnt som {kind.lower()} {when}: {millions(most)} mill. kroner"
    subtitle = (
        f"Beløp nevnt i tiltakene, i mill. kroner: {len(counted)} omtaler, hver sum talt én gang. "
        "Det er ikke regnskap, og en økning og en bevilgning kan ikke legges sammen."
    )
    return grouped_bars(rows, kinds, title, subtitle, written=millions)


@style()
def amounts_by_purpose(amounts: pd.DataFrame, measures: pd.DataFrame) -> Picture | Note:
    """Each mention of an amount as a bar, grouped by measure."""
    counted = counted_once(amounts)
    if counted.empty:
        return NO_AMOUNTS
    titles = titles_of(measures)
    largest = counted.groupby("item_id")["amount_nok"].transform("max")
    counted = counted.assign(largest=largest).sort_values(
        ["largest", "item_id", "amount_nok", "id"], ascending=[False, True, False, True]
    )
    shown = counted.head(MOST_AMOUNTS)
    first = shown.iloc[0]
    title = (
        f"Størst er {millions(int(first['amount_nok']))} mill. kroner, "
        f"til {scope_name(Scope(first['item_id'])).lower()}"
    )
    note = "" if len(shown) == len(counted) else f" De {len(shown)} største av {len(counted)}."
    kinds = [kind for kind in CHANGES if kind in set(shown["change"])]
    looks = dict(zip(kinds, tones(len(kinds)), strict=True))
    item_ids = list(dict.fromkeys(shown["item_id"]))
    height = 0.19 * len(shown) + 0.13 * len(item_ids) + LINE * len(item_ids)
    frame = Frame(title, f"Hver omtale av et beløp, etter formål (tiltak), i mill. kroner.{note}",
                  [(CHANGES[kind], look) for kind, look in looks.items()], height)  # fmt: skip
    room = WIDTH - 2 * SIDE - 1.15
    most = int(shown["amount_nok"].max())
    y, words = 0.0, []
    for item_id in item_ids:
        item = scope_name(Scope(item_id))
        name = f"{item}: {titles.get(item_id, '')}"
        frame.text(SIDE, y + LINE * 0.75, textwrap.shorten(name, 76, placeholder=" …"), size=8)
        y += LINE
        for row in rows_of(shown[shown["item_id"].eq(item_id)]):
            length = max(0.01, room * int(row.amount_nok) / most)
            frame.box(SIDE, y, length, 0.15, looks[row.change])
            label = f"{millions(int(row.amount_nok))} ({years_in_words(row.years).lower()})"
            frame.text(SIDE + length + 0.07, y + 0.118, label, size=8)
            words.append(f"{item}: {label}, {CHANGES[row.change].lower()}")
            y += 0.19
        y += 0.13
    return frame.picture(f"Stolpediagram. {title}. {'; '.join(words)}.")


def amounts_list(amounts: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """All mentions of amounts, with the sentence, and whether the figures count them."""
    if amounts.empty:
        return Note("Teksten nevner ingen beløp.")
    titles = titles_by_report(measures)
    kept = set(counted_once(amounts).index)
    several = amounts["report_id"].nunique() > 1
    rows = [
        {
            **({"Rapport": row.report_id} if several else {}),
            "Gjelder": scope_name(row.scope),
            "Formål": titles.get((row.report_id, row.scope), ""),
            "Mill. kroner": millions(int(row.amount_nok)),
            "År": years_in_words(row.years),
            "Slag": CHANGES[row.change],
            "Talt med": "ja" if row.Index in kept else "nei",
            "Setningen": row.sentence,
            "Side": row.page,
        }
        for row in rows_of(amounts)
    ]
    return listing("belop", rows)


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


def _year_order(years: str) -> tuple[bool, str, str]:
    digits = "".join(sign for sign in years if sign.isdigit())
    return years == NO_YEAR, digits[:4], years
