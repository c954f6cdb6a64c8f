"""What the midterm notebook shows: pictures and lists with one message each, as their title.

    from pipeline.midterm import figures

Every function takes tables as `pipeline.load` gives them and counts what they hold; titles, labels
and the description for those who do not see the picture come from the same counts. Where there is
nothing to show yet, a note says so.
"""

from pipeline.midterm.money import amounts_by_purpose, amounts_by_year, amounts_list
from pipeline.midterm.promises import passed_promises, promised, promises_kept
from pipeline.midterm.statuses import (
    disagreements,
    printed,
    statuses_by_chapter,
    statuses_by_ministry,
    text_against_overview,
)
from pipeline.midterm.transitions import changed_items, changes

__all__ = [
    "amounts_by_purpose",
    "amounts_by_year",
    "amounts_list",
    "changed_items",
    "changes",
    "disagreements",
    "passed_promises",
    "printed",
    "promised",
    "promises_kept",
    "statuses_by_chapter",
    "statuses_by_ministry",
    "text_against_overview",
]
