"""Legends: what a letter or a coloured dot in the column of statuses stands for.

legend = pair { [","] pair }            at least two, in lines right above or below the table
pair   = mark ["=" | ":" | "–"] status  «● = Ikke startet», «G: Gjennomført»
       | status "(" mark ")"            «Gjennomført (G)»
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pipeline.norwegian.statuses import Meanings, printed_statuses, read_status
from pipeline.seams.words import Word

Mark = tuple[str, int]  # its text and its colour: dots may differ in nothing else
LONGEST_MARK = 3  # letters
LONGEST_STATUS = 4  # words
JOINTS = frozenset({"=", ":", "–", "-", "→"})


def find_legend(lines: Iterable[Sequence[Word]], statuses: Meanings) -> Mapping[Mark, str]:
    """What each mark stands for, as printed; empty where fewer than two pairs stand there."""
    legend: dict[Mark, str] = {}
    for words in lines:
        legend.update(_pairs(words, statuses))
    return legend if len(legend) > 1 else {}


def is_legend(words: Sequence[Word], statuses: Meanings) -> bool:
    """Whether a line has more than one pair."""
    return len(dict(_pairs(words, statuses))) > 1


def is_mark(cell: Sequence[Word]) -> bool:
    """Whether a cell has nothing but what a legend may have: one short word."""
    return len(cell) == 1 and len(cell[0].text) <= LONGEST_MARK


def meaning_of(cell: Sequence[Word], legend: Mapping[Mark, str]) -> str:
    """What the legend says of a cell with nothing but a mark; '' for any other cell.

    A letter may have another colour in the legend, unless that is what tells marks apart.
    """
    if not is_mark(cell):
        return ""
    text, color = cell[0].text, cell[0].color
    if (text, color) in legend:
        return legend[text, color]
    alike = [status for mark, status in legend.items() if mark[0] == text]
    return alike[0] if len(alike) == 1 and text.isalnum() else ""


def _pairs(words: Sequence[Word], statuses: Meanings) -> Iterator[tuple[Mark, str]]:
    start = 0
    while start < len(words):
        length = _status_at(words, start, statuses)
        if not length:
            start += 1
            continue
        status = " ".join(word.text for word in words[start : start + length]).strip(",;.")
        mark = _mark_before(words, start) or _mark_behind(words, start + length)
        if mark is not None:
            yield mark, status
        start += length


def _status_at(words: Sequence[Word], start: int, statuses: Meanings) -> int:
    """How many words a status has that begins there: 0 for none."""
    if words[start].text.strip(",;.").lower() not in _first_words(statuses):
        return 0
    for length in range(LONGEST_STATUS, 0, -1):
        text = " ".join(word.text for word in words[start : start + length])
        if len(words) >= start + length and read_status(text.strip(",;."), statuses) is not None:
            return length if words[start].text[0].isalpha() else 0
    return 0


@cache
def _first_words(statuses: Meanings) -> frozenset[str]:
    return frozenset(word.split(" ")[0].lower() for word in printed_statuses(statuses))


def _mark_before(words: Sequence[Word], start: int) -> Mark | None:
    place = start - 1
    if place >= 0 and words[place].text in JOINTS:
        place -= 1
    if place < 0:
        return None
    text = words[place].text.rstrip("=:")
    return (text, words[place].color) if text and _is_mark(text) else None


def _mark_behind(words: Sequence[Word], end: int) -> Mark | None:
    if end >= len(words) or not words[end].text.startswith("("):
        return None
    text = words[end].text.strip("(),;.")
    return (text, words[end].color) if text and _is_mark(text) else None


def _is_mark(text: str) -> bool:
    return len(text) <= LONGEST_MARK and (not text.isalnum() or text[0].isupper())
