"""Counting rows of the tables, and the labels for what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipeline.glossary.wording import number
from pipeline.runtime.refusal import Refusal

UNSTATED = "Ikke oppgitt"
NUMBERS = (
    "Ingen", "Ett", "To", "Tre", "Fire", "Fem", "Seks", "Sju", "Åtte", "Ni", "Ti", "Elleve", "Tolv",
)  # fmt: skip


def rows_of(table: pd.DataFrame) -> list[Any]:
    """The rows, with their columns as attributes."""
    return list(table.itertuples())


def require_one_report(table: pd.DataFrame) -> None:
    """Raise `Refusal` for a table of several reports, which would count items more than once."""
    report_ids = sorted(set(table["report_id"].dropna()))
    if len(report_ids) > 1:
        raise Refusal(
            ", ".join(report_ids),
            "tabellen har flere rapporter: hvert tiltak ville bli talt flere ganger.",
            advice='velg én, for eksempel load("statuses", report=latest()).',
        )


def require_one_plan(table: pd.DataFrame) -> None:
    """Raise `Refusal` for a table of several plans: their figures do not belong together."""
    names = list(dict.fromkeys(table["plan"].dropna()))
    if len(names) > 1:
        raise Refusal(
            "; ".join(map(str, names)),
            "tabellen har flere planer, som ikke kan telles sammen.",
            advice='velg én, for eksempel load("milestones", plan="…").',
        )


def words_of(statuses: Iterable[Any]) -> list[str]:
    """The statuses as text; missing ones are «Ikke oppgitt»."""
    return [str(status) if pd.notna(status) else UNSTATED for status in statuses]


def titles_of(measures: pd.DataFrame) -> dict[str, str]:
    """The title of each item, from the last report that has it."""
    return dict(zip(measures["id"], _titles(measures), strict=True))


def titles_by_report(measures: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The title of each item in each report."""
    keys = zip(measures["report_id"], measures["id"], strict=True)
    return dict(zip(keys, _titles(measures), strict=True))


def _titles(measures: pd.DataFrame) -> list[str]:
    return [str(title) for title in measures["title"].fillna(measures["overview_title"]).fillna("")]


def counts_of(labels: Iterable[Any], words: Iterable[Any]) -> dict[str, dict[str, int]]:
    """The count of each word under each label, labels in order of first appearance."""
    counts: dict[str, dict[str, int]] = {}
    for label, word in zip(labels, words_of(words), strict=True):
        by_word = counts.setdefault(str(label), {})
        by_word[word] = by_word.get(word, 0) + 1
    return counts


def in_words(count: int) -> str:
    """«Ingen», «Ett», … «Tolv», then digits."""
    return NUMBERS[count] if count < len(NUMBERS) else number(count)
