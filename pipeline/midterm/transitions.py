"""Status changes from one report to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.glossary.wording import scope_name
from pipeline.midterm.counting import (
    UNSTATED,
    counts_of,
    in_words,
    require_one_plan,
    rows_of,
    titles_by_report,
)
from pipeline.midterm.drawing import Note, Picture, listing, matrix

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

KINDS = {"regressed": "Tilbake", "removed": "Ute", "added": "Ny", "advanced": "Framover"}
NO_ORDER = "Uten rekkefølge"


def changes(transitions: pd.DataFrame) -> Picture | Note:
    """The matrix of status changes between the two latest reports."""
    pair = latest_pair(transitions)
    if pair.empty:
        return Note(
            "Det er bare én rapport på planen ennå. Når den neste er lagt til, står her hva som "
            "er endret fra den ene til den andre."
        )
    before, after = str(pair["from_report"].iloc[0]), str(pair["to_report"].iloc[0])
    moved = pair["change"].value_counts()
    forward, back, unchanged = (
        in_words(int(moved.get(kind, 0))).lower() for kind in ("advanced", "regressed", "unchanged")
    )
    not_before, not_after = f"Ikke i {before}", f"Ikke i {after}"
    old = pair["from_status"].astype("object").where(pair["change"].ne("added"), not_before)
    new = pair["to_status"].astype("object").where(pair["change"].ne("removed"), not_after)
    old, new = old.fillna(UNSTATED), new.fillna(UNSTATED)
    scale = [*pair["from_status"].cat.categories]
    scale += [word for word in pair["to_status"].cat.categories if word not in scale]
    return matrix(
        [word for word in [*scale, UNSTATED, not_before] if old.eq(word).any()],
        [word for word in [*scale, UNSTATED, not_after] if new.eq(word).any()],
        counts_of(old, new),
        f"Fra {before} til {after} gikk {forward} framover og {back} tilbake; "
        f"{unchanged} står der de sto",
        (f"Status i {before}", f"Status i {after}"),
    )


def changed_items(transitions: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items that changed between the two latest reports: back first, then out, in, forward."""
    pair = latest_pair(transitions)
    if pair.empty:
        return Note("Med bare én rapport er det ingen endringer å liste opp.")
    moved = pair[pair["change"].isin(list(KINDS)) | pair["change"].isna()]
    if moved.empty:
        return Note("Ingen tiltak har endret status.")
    titles = titles_by_report(measures)
    rows = [
        {
            "Endring": KINDS[row.change] if pd.notna(row.change) else NO_ORDER,
            "Gjelder": name_of(row),
            "Tittel": titles.get((row.to_report, row.item_id))
            or titles.get((row.from_report, row.item_id), ""),
            f"I {row.from_report}": row.from_status if pd.notna(row.from_status) else "–",
            f"I {row.to_report}": row.to_status if pd.notna(row.to_status) else "–",
        }
        for row in rows_of(moved)
    ]
    order = [*KINDS.values(), NO_ORDER]
    return listing("endret", sorted(rows, key=lambda row: order.index(str(row["Endring"]))))


def name_of(row: Any) -> str:
    """The item of a transition: «Tiltak 9», or «Tiltak 9 (før tiltak 7)» with a new number."""
    name = scope_name(row.item_id)
    if pd.isna(row.from_item_id) or pd.isna(row.to_item_id) or row.from_item_id == row.to_item_id:
        return name
    return f"{name} (før {scope_name(row.from_item_id).lower()})"


def latest_pair(transitions: pd.DataFrame) -> pd.DataFrame:
    """The rows between the two latest reports."""
    require_one_plan(transitions)
    if transitions.empty:
        return transitions
    last = transitions.iloc[-1]
    return transitions[
        transitions["from_report"].eq(last["from_report"])
        & transitions["to_report"].eq(last["to_report"])
    ]
