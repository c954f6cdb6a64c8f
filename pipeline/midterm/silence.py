"""What a report does not say: no date ahead, no link, nothing that can be checked."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from pipeline.glossary.wording import number, scope_name
from pipeline.midterm.counting import require_one_report, rows_of
from pipeline.midterm.drawing import Note, listing, shade
from pipeline.midterm.statuses import DONE, NOT_STARTED
from pipeline.seams.ids import Scope

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

KINDS_OF_COMMITMENT = {
    "deliver": "Levere noe",
    "examine": "Utrede eller vurdere",
    "continue": "Videreføre eller styrke",
}
NO_KIND = "Annet verb i tittelen"
ALL_ITEMS = "Alle"
NO_DATE, NOT_BEGUN, NO_LINK, NOTHING = (
    "Ikke gjennomført, uten tidspunkt fram i tid",
    "Ikke startet, uten tidspunkt fram i tid",
    "Gjennomført, uten lenke",
    "Uten noe å etterprøve",
)
LONGEST = 280  # signs of a text in the list
CELL = "background-color: {}; border: 2px solid #ffffff; padding-left: .5rem; white-space: nowrap"
NO_ITEMS = Note("Rapporten har ingen tiltak.")


class Silence(NamedTuple):
    """How many are silent of those that could have said it."""

    silent: int
    of: int

    def __str__(self) -> str:
        return f"{number(self.silent)} av {number(self.of)}" if self.of else "–"

    @property
    def strength(self) -> float:
        """The share, for the shade of the cell."""
        return self.silent / self.of if self.of else 0.0


def silences_of(items: pd.DataFrame) -> dict[str, Silence]:
    """How many items say nothing, by what is not said."""
    return {
        what: Silence(len(silent), len(asked)) for what, (silent, asked) in _silent(items).items()
    }


def _silent(items: pd.DataFrame) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """The items that say nothing, and those that could have, by what is not said.

    A date ahead is one that the text announces and that has not passed by the end of the report's
    month (`next_planned`); to check there is a date, an amount, a link or a reference.
    """
    unfinished, done = items[items["status"].ne(DONE)], items[items["status"].eq(DONE)]
    not_begun = items[items["status"].eq(NOT_STARTED)]
    return {
        NO_DATE: (unfinished[unfinished["next_planned"].isna()], unfinished),
        NOT_BEGUN: (not_begun[not_begun["next_planned"].isna()], not_begun),
        NO_LINK: (done[done["links"].eq(0)], done),
        NOTHING: (items[~items["checkable"]], items),
    }


def silence(items: pd.DataFrame, responsibilities: pd.DataFrame) -> Styler | Note:
    """The matrix of what is not said, by kind of commitment and by ministry that the text names.

    Raises `Refusal` for tables of several reports.
    """
    require_one_report(items)
    if items.empty:
        return NO_ITEMS
    rows = [(ALL_ITEMS, items)]
    kinds = items["commitment_kind"].map(KINDS_OF_COMMITMENT).fillna(NO_KIND)
    for kind in (*KINDS_OF_COMMITMENT.values(), NO_KIND):
        rows.append((kind, items[kinds.eq(kind)]))
    named = responsibilities[
        responsibilities["source"].eq("text") & responsibilities["basis"].ne("all")
    ]
    by_ministry = [
        (str(code), items[items["item_id"].isin(set(of_ministry["item_id"]))])
        for code, of_ministry in named.groupby("ministry")
    ]
    rows += sorted(by_ministry, key=lambda row: (-len(row[1]), row[0]))
    matrix = [(label, len(part), silences_of(part)) for label, part in rows if len(part)]
    styler = listing(
        "tier",
        [
            {"Gruppe": label, "I alt": count, **{what: str(cell) for what, cell in cells.items()}}
            for label, count, cells in matrix
        ],
    )
    shades = [
        ["", "", *(CELL.format(shade(cell.strength)) for cell in cells.values())]
        for _, _, cells in matrix
    ]
    return styler.apply(
        lambda table: pd.DataFrame(shades, index=table.index, columns=table.columns), axis=None
    )


def silent_items(items: pd.DataFrame) -> Styler | Note:
    """Which items the numbers of the matrix are, with their pages."""
    require_one_report(items)
    if items.empty:
        return NO_ITEMS
    return listing(
        "hvem-tier",
        [
            {
                "Taushet": what,
                "Antall": len(silent),
                "Hvilke, og siden de står på": "; ".join(
                    f"{scope_name(Scope(row.item_id)).lower()} (s.\N{NO-BREAK SPACE}{row.page})"
                    for row in rows_of(silent)
                ),
            }
            for what, (silent, _) in _silent(items).items()
        ],
    )


def unverifiable(items: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items whose text has no date, amount, link or reference: how it begins, and its page."""
    require_one_report(items)
    nothing = items[~items["checkable"]]
    if nothing.empty:
        return Note("Alle tiltakene har noe som kan etterprøves.")
    narratives = dict(zip(measures["id"], measures["narrative"], strict=True))
    return listing(
        "uten-belegg",
        [
            {
                "Gjelder": scope_name(Scope(row.item_id)),
                "Tittel": row.short_title,
                "Departement": row.ministries,
                "Status": row.status,
                "Slik begynner omtalen": beginning(narratives.get(row.item_id)),
                "Side": row.page,
            }
            for row in rows_of(nothing)
        ],
    )


def beginning(narrative: Any) -> str:
    """As much of a text as a table has room for."""
    if pd.isna(narrative) or not narrative:
        return "Ingen tekst"
    return textwrap.shorten(str(narrative), LONGEST, placeholder=" …")
