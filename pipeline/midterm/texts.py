"""Whether what is written of the items is new, where their statuses are and where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.midterm.counting import (
    UNSTATED,
    counts_of,
    in_words,
    require_one_plan,
    rows_of,
    titles_by_report,
)
from pipeline.midterm.drawing import Look, Note, Picture, Row, listing, stacked_bars
from pipeline.midterm.silence import beginning
from pipeline.midterm.transitions import latest_pair, name_of

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

SAME, CHANGED, NO_TEXT = "Ordrett den samme", "Endret", "Ingen omtale i noen av dem"
LOOKS_OF_TEXTS = {
    SAME: Look("#4d4d4d", "#ffffff"),
    CHANGED: Look("#c4c4c4"),
    NO_TEXT: Look("#ffffff", hatch="||||"),
}
NEW_STATUS, OLD_STATUS = "Statusen er ny", "Statusen er den samme"
ONE_REPORT = Note("Med bare én rapport er det ingen omtaler å sammenligne.")


def unchanged_texts(transitions: pd.DataFrame) -> Picture | Note:
    """How many narratives are word for word those of the report before, by whether the status is.

    What is new or gone has no text to compare. Raises `Refusal` for transitions of several plans.
    """
    pair = _in_both(transitions)
    if pair.empty:
        return ONE_REPORT
    before, after = str(pair["from_report"].iloc[0]), str(pair["to_report"].iloc[0])
    texts = [_text(row) for row in rows_of(pair)]
    statuses = [NEW_STATUS if _has_moved(row) else OLD_STATUS for row in rows_of(pair)]
    counts = counts_of(statuses, texts)
    written = len(texts) - texts.count(NO_TEXT)
    same, moved = texts.count(SAME), counts.get(NEW_STATUS, {}).get(SAME, 0)
    title = f"{same} av {written} omtaler er ordrett de samme"
    if same:
        title += f", og for {in_words(moved).lower()} av dem er statusen ny"
    return stacked_bars(
        [Row(label, counts[label]) for label in (NEW_STATUS, OLD_STATUS) if label in counts],
        {text: look for text, look in LOOKS_OF_TEXTS.items() if text in texts},
        title,
        f"Omtalen av hvert tiltak og vedtak i {after}, holdt mot den i {before}, ord for ord. "
        "Et tiltak med nytt nummer er holdt mot det samme tiltaket.",
    )


def unchanged_though_moved(transitions: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items with a new status and word for word the old narrative, with both pages."""
    pair = _in_both(transitions)
    if pair.empty:
        return ONE_REPORT
    titles = titles_by_report(measures)
    told = {(row.report_id, row.id): row for row in rows_of(measures)}
    rows = []
    for row in rows_of(pair):
        if not _has_moved(row) or _text(row) != SAME:
            continue
        old, new = (
            told[row.from_report, row.from_item_id],
            told[row.to_report, row.to_item_id],
        )
        rows.append(
            {
                "Gjelder": name_of(row),
                "Tittel": titles[row.to_report, row.to_item_id],
                f"Status i {row.from_report}": _word(row.from_status),
                f"Status i {row.to_report}": _word(row.to_status),
                "Omtalen, ordrett den samme": beginning(new.narrative),
                f"Side i {row.from_report}": old.page,
                f"Side i {row.to_report}": new.page,
            }
        )
    if not rows:
        return Note("Ingen tiltak har ny status og ordrett den samme omtalen.")
    return listing("uendret", rows)


def _in_both(transitions: pd.DataFrame) -> pd.DataFrame:
    """What is in both of the two latest reports."""
    require_one_plan(transitions)
    pair = latest_pair(transitions)
    return pair[pair["from_item_id"].notna() & pair["to_item_id"].notna()]


def _text(row: Any) -> str:
    if pd.isna(row.narrative):
        return NO_TEXT
    return SAME if row.narrative == "same" else CHANGED


def _has_moved(row: Any) -> bool:
    return _word(row.from_status) != _word(row.to_status)


def _word(status: Any) -> str:
    return str(status) if pd.notna(status) else UNSTATED
