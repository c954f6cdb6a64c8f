"""What stands before the text: cover, table of contents, abbreviation list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.seams.words import Word
from pipeline.segment.claims import At
from pipeline.segment.joining import SOFT_HYPHEN
from pipeline.segment.lines import Line, text_of
from pipeline.segment.vocabulary import normalised, standing_headings

CONTENTS_WITHIN = 12  # pages: a table of contents stands at the beginning
PAGE_NUMBER = regex.compile(r"(?:[\s.\u2026·_]{2,}|\s)(?P<page>\d{1,4})\s*$")
CELL_GAP = 0.9  # of the type size: wider than between words, even in justified lines


class Contents(NamedTuple):
    """The table of contents: its lines, by what they are known, and the titles it lists."""

    lines: dict[At, str]
    titles: set[str]


class Abbreviation(NamedTuple):
    """One entry of the abbreviation list, as its words."""

    short: list[Word]
    expansion: list[Word]


def find_contents(lines: Sequence[Line]) -> Contents:
    """The table of contents, known by its heading; empty where there is none.

    Its entries end in a page number or stand again further on as headings.
    """
    for start, line in enumerate(lines):
        if line.page > CONTENTS_WITHIN:
            break
        if standing_headings().get(normalised(line.text)) == "contents":
            return _entries(lines, start)
    return Contents({}, set())


def _entries(lines: Sequence[Line], start: int) -> Contents:
    later = Counter([line.text for line in lines[start + 1 :]])
    taken = {(lines[start].page, lines[start].number): "er overskriften over en innholdsliste"}
    titles: set[str] = set()
    pending: list[At] = []
    for position, line in enumerate(lines[start + 1 :], start=start + 1):
        if line.page > CONTENTS_WITHIN:
            break
        text, place = line.text, (line.page, line.number)
        later[text] -= 1
        number = PAGE_NUMBER.search(text)
        title = normalised(text[: number.start()] if number else text)
        if number is not None or later[text] > 0 or _comes_again(lines, position):
            numbered = "slutter med et sidetall"
            taken |= dict.fromkeys(pending, "står mellom linjer i innholdslisten")
            taken[place] = numbered if number else "står igjen lenger bak, som overskrift"
            titles.add(title)
            pending = []
        elif len(pending) == 1 or line.page != lines[start].page:
            break
        else:
            pending.append(place)
    return Contents(taken, titles)


def _comes_again(lines: Sequence[Line], position: int) -> bool:
    """Whether a line stands again further on, as a heading does: with a number, or in capitals."""
    own = normalised(lines[position].text)
    last = own.rsplit(" ", 1)[-1]
    return any(
        last in line.text.replace(SOFT_HYPHEN, "").lower() and normalised(line.text) == own
        for line in lines[position + 1 :]
    )


def find_abbreviations(lines: Sequence[Line]) -> tuple[list[Abbreviation], set[int]]:
    """The abbreviation list among lines of front matter, and the positions of its lines.

    Its entries are two columns: a short form at the left, its expansion at an x that they
    share; a line with nothing at the left goes on with the entry above.
    """
    cells = [_cells(line) for line in lines]
    starts = Counter(round(cell[1][0].x0) for cell in cells if _is_entry(cell))
    if not starts or starts.most_common(1)[0][1] < 3:
        return [], set()
    column = starts.most_common(1)[0][0]
    found: list[Abbreviation] = []
    taken: set[int] = set()
    for position, cell in enumerate(cells):
        if _is_entry(cell) and abs(cell[1][0].x0 - column) < 2.5:
            found.append(Abbreviation(list(cell[0]), [w for part in cell[1:] for w in part]))
        elif found and position - 1 in taken and abs(lines[position].x0 - column) < 2.5:
            found[-1].expansion.extend(lines[position].words)
        else:
            continue
        taken.add(position)
    return found, taken


def _is_entry(cells: list[list[Word]]) -> bool:
    if len(cells) < 2:
        return False
    short = text_of(cells[0])
    return len(short) <= 14 and len(cells[0]) <= 2 and any(map(str.isupper, short))


def _cells(line: Line) -> list[list[Word]]:
    cells = [[line.words[0]]]
    for word, following in pairwise(line.words):
        if following.x0 - word.x1 > CELL_GAP * word.size:
            cells.append([])
        cells[-1].append(following)
    return cells
