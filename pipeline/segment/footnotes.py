"""Footnotes: small lines at the foot of a page that begin with a mark."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import regex

from pipeline.segment.lines import Layout, Line

SMALLER = 0.93  # times the size of running text
MARK = regex.compile(r"[\d*†‡]{1,3}[.)]?")


class Footnote(NamedTuple):
    """One footnote. `marked` says that its first word is only the mark, here in `mark`."""

    page: int
    mark: str
    marked: bool
    lines: list[Line]


def find_footnotes(
    pages: Sequence[Sequence[Line]], elsewhere: AbstractSet[tuple[int, int]], layout: Layout
) -> list[Footnote]:
    """The footnotes of all pages, in order; lines in `elsewhere` are taken by something else."""
    found: list[Footnote] = []
    for lines in pages:
        foot = _foot(lines, elsewhere, layout)
        if not foot or not _begins_note(foot[0]):
            continue
        for line in foot:
            if _begins_note(line):
                word = line.words[0]
                found.append(Footnote(line.page, word.text.rstrip(".)"), True, [line]))
            else:
                found[-1].lines.append(line)
    return found


def _foot(
    lines: Sequence[Line], elsewhere: AbstractSet[tuple[int, int]], layout: Layout
) -> list[Line]:
    """The small lines with which the page ends."""
    foot: list[Line] = []
    for line in reversed(lines):
        small = line.style.size < SMALLER * layout.body.size
        if not small or (line.page, line.number) in elsewhere:
            break
        foot.append(line)
    return foot[::-1]


def _begins_note(line: Line) -> bool:
    first = line.words[0]
    return first.raised or (len(line.words) > 1 and MARK.fullmatch(first.text) is not None)
