"""What the reading leaves over that looks like something it should have taken: said, by name.

Conservation proves that every word is somewhere; this asks what stands in the wrong place. A row of
an overview in running text, a numbered line set as the headings are: each is unread.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.norwegian.ministries import codes
from pipeline.norwegian.numbering import cell_number
from pipeline.norwegian.statuses import Meanings, status_words
from pipeline.seams.entries import Unplaced
from pipeline.seams.ids import FRONT_MATTER, Scope
from pipeline.segment.reading import Reading

LONGEST = 80  # letters of a line that is shown
_word = regex.compile(r"\p{L}+")


def left_over(reading: Reading, statuses: Meanings) -> Iterator[Unplaced]:
    """A row for each line of running text that looks like a row of an overview."""
    for position, line in enumerate(reading.lines):
        if not line.text[0].isdigit() or position in reading.contents_lines:
            continue  # most lines need no closer look
        if _is_row_like(line.text, statuses):
            text = line.text[:LONGEST]
            yield Unplaced(Scope(FRONT_MATTER), line.page, "row-outside-overview", text)


def _is_row_like(text: str, statuses: Meanings) -> bool:
    """Whether a line begins with a number, and has a ministry's code and ends in a status."""
    is_numbered = cell_number(text) is not None
    return is_numbered and _has_code(text) and text.endswith(status_words(statuses))


def holds_value(text: str, statuses: Meanings) -> bool:
    """Whether a section's name has a ministry's code in it, or ends in a status: it is a row."""
    return _has_code(text) or text.endswith(status_words(statuses))


def _has_code(text: str) -> bool:
    return not codes().isdisjoint(_word.findall(text))
