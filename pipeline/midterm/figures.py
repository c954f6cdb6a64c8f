"""The figures and lists of the midterm notebook, each with one message as its title.

    from pipeline.midterm import figures

Every function takes tables from `pipeline.load` and counts their rows; titles, labels and alt texts
come from the same counts. If there is nothing to show yet, a note says so.
"""

from pipeline.midterm.money import amounts_list
from pipeline.midterm.news import news
from pipeline.midterm.plans import about
from pipeline.midterm.promises import (
    passed_promises,
    promised,
    promised_list,
    promises_kept,
    promises_told,
)
from pipeline.midterm.silence import silence, silent_items, unverifiable
from pipeline.midterm.statuses import (
    disagreements,
    printed,
    shares_by_chapter,
    statuses_by_chapter,
    statuses_by_ministry,
    text_against_overview,
)
from pipeline.midterm.texts import unchanged_texts, unchanged_though_moved
from pipeline.midterm.transitions import changed_items, changes

__all__ = [
    "about",
    "amounts_list",
    "changed_items",
    "changes",
    "disagreements",
    "news",
    "passed_promises",
    "printed",
    "promised",
    "promised_list",
    "promises_kept",
    "promises_told",
    "shares_by_chapter",
    "silence",
    "silent_items",
    "statuses_by_chapter",
    "statuses_by_ministry",
    "text_against_overview",
    "unchanged_texts",
    "unchanged_though_moved",
    "unverifiable",
]
