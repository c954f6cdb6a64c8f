"""Labels in the margin beside the text on a measure, set before it.

    Status        Utkastet er til kommentar hos 25          Status
    Under arbeid  virksomheter. En evaluering er            Under arbeid
    Ansvarlig     satt bort, og rapporten ventes     →      Ansvarlig
    JD, KDD       i 2027.                                   JD, KDD
                                                            Utkastet er til kommentar hos 25 …

Such lines share their baselines, or nearly, with those of the text, and would stand within its
sentences. In a table of labels the value stands beside its label, here it stands below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.norwegian.statuses import status_at_start
from pipeline.seams.terms import Terms
from pipeline.seams.words import Word, runs_of
from pipeline.segment.labels import bare_label
from pipeline.segment.lines import Line, line_of
from pipeline.segment.table_columns import cells_of

NEAR = 2.0  # points: lines of a column begin as near to each other
GAP = 0.9  # of the type size: the least white space between margin and text
HABIT = 2  # measures: so many have their labels in the margin where any has
Margin = tuple[float, float]  # where its lines begin, and where those of the text do


def without_margins(lines: Sequence[Line], terms: Terms) -> list[Line]:
    """The lines, those that stand in the margin of a stretch of text right before it."""
    begun = {position: margin for position in range(len(lines))
             if (margin := _margin_at(lines, position, terms)) is not None}  # fmt: skip
    if len(begun) < HABIT:
        return list(lines)
    apart: list[Line] = []
    position = 0
    while position < len(lines):
        if position not in begun:
            apart.append(lines[position])
            position += 1
            continue
        columns: tuple[list[Line], list[Line]] = ([], [])  # in the margin, beside it
        together = list(_beside(lines, position, begun))
        for line in together:
            for column, words in zip(columns, _parted(line, begun[position]), strict=True):
                if words:
                    column.append(line_of(tuple(runs_of(words))))
        apart += [*columns[0], *columns[1]]
        position += len(together)
    return apart


def _margin_at(lines: Sequence[Line], position: int, terms: Terms) -> Margin | None:
    """The margin that begins with a label at `position`, its value below it and text beside it."""
    first = lines[position]
    if not first.is_parted(GAP) and bare_label(first.text, terms) is None:
        return None
    right = next((x for line in lines[position : position + 2] if (x := _text_at(line))), None)
    if right is None:
        return None
    label, _ = _parted(first, (first.x0, right))
    known = bare_label(_text(label), terms)
    if known is None or known.kind != "status":
        return None
    for line in lines[position + 1 : position + 3]:
        value, _ = _parted(line, (first.x0, right))
        if value:
            is_status = status_at_start(_text(value), terms.statuses) is not None
            return (first.x0, right) if is_status and line.page == first.page else None
    return None


def _text_at(line: Line) -> float | None:
    """Where the words behind the line's first gap begin."""
    cells = cells_of(line, GAP)
    return cells[1][0].x0 if len(cells) > 1 else None


def _beside(lines: Sequence[Line], first: int, begun: Mapping[int, Margin]) -> Iterator[Line]:
    """The lines from `first` on, as far as they stand in the margin or beside it on the page."""
    yield lines[first]
    left, right = begun[first]
    for position in range(first + 1, len(lines)):
        line = lines[position]
        margin, text = _parted(line, begun[first])
        runs_across = margin and (
            margin[-1].x1 > right - NEAR
            or (text and text[0].x0 - margin[-1].x1 < GAP * margin[-1].size)
        )
        if (
            line.page != lines[first].page
            or position in begun
            or line.x0 < left - NEAR
            or runs_across
        ):
            return
        yield line


def _parted(line: Line, margin: Margin) -> tuple[list[Word], list[Word]]:
    """The words in the margin, and those beside it."""
    right = margin[1] - NEAR
    return [w for w in line.words if w.x0 < right], [w for w in line.words if w.x0 >= right]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
