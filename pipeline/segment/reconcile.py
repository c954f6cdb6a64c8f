"""What the reading leaves over that looks like something it should have taken: said, by name.

Conservation proves that every word is somewhere; this asks what stands in the wrong place. A row of
an overview in running text, ministries by themselves in a narrative, a status in the text of a
report of which no measure but those of the overview were found: each is unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.norwegian.ministries import codes, find_ministries
from pipeline.norwegian.numbering import cell_number
from pipeline.norwegian.statuses import Meanings, read_status, status_words
from pipeline.seams.entries import Unplaced
from pipeline.seams.ids import FRONT_MATTER, Scope
from pipeline.seams.terms import Terms
from pipeline.segment.labels import LABEL_WORDS, bare_label
from pipeline.segment.lines import Line
from pipeline.segment.reading import Reading

LONGEST = 80  # letters of a line that is shown
SEVERAL = 2  # lines: a single one may tell of the whole plan
MOST_WORDS = 20  # a line of labels and values has no more
_word = regex.compile(r"\p{L}+")


def left_over(reading: Reading, terms: Terms) -> Iterator[Unplaced]:
    """A row for each line of running text that looks like a row of an overview, and where no
    measure was found there, for each that states one's status.
    """
    for position, line in enumerate(reading.lines):
        if not line.text[0].isdigit() or position in reading.contents_lines:
            continue  # most lines need no closer look
        if _is_row_like(line.text, terms.statuses):
            yield _unplaced(line, "row-outside-overview")
    if not reading.items:
        stating = [
            line for line, labels in zip(reading.lines, reading.labels, strict=True)
            if not labels and _states_status(line.text, terms)
        ]  # fmt: skip
        if len(stating) >= SEVERAL:
            yield from (_unplaced(line, "status-not-placed") for line in stating)


def is_list_of_ministries(lines: Sequence[Line]) -> bool:
    """Whether a paragraph is nothing but ministries: a cell's, or the rest of one."""
    text = " ".join(line.text for line in lines)
    if text.count(" ") > MOST_WORDS or not _has_code(text):
        return False
    named, unread = find_ministries(text)
    return bool(named) and all(part.reason == "list-broken-off" for part in unread)


def _unplaced(line: Line, reason: str) -> Unplaced:
    return Unplaced(Scope(FRONT_MATTER), line.page, reason, line.text[:LONGEST])


def _states_status(text: str, terms: Terms) -> bool:
    """Whether a line ends in a label of a status and a status: «Ansvar JD Status Løpende»."""
    words = text.split(" ")
    if len(words) > MOST_WORDS:
        return False
    for end in range(1, len(words)):
        if read_status(" ".join(words[end:]), terms.statuses) is None:
            continue
        for start in range(max(0, end - LABEL_WORDS), end):
            label = bare_label(" ".join(words[start:end]), terms)
            if label is not None and label.kind == "status" and words[start][0].isupper():
                return True
    return False


def _is_row_like(text: str, statuses: Meanings) -> bool:
    """Whether a line begins with a number, and has a ministry's code and ends in a status."""
    is_numbered = cell_number(text) is not None
    return is_numbered and _has_code(text) and text.endswith(status_words(statuses))


def holds_value(text: str, statuses: Meanings) -> bool:
    """Whether a section's name has a ministry's code in it, or ends in a status: it is a row."""
    return _has_code(text) or text.endswith(status_words(statuses))


def _has_code(text: str) -> bool:
    return not codes().isdisjoint(_word.findall(text))
