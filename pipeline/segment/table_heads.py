"""Where the overview's column heads end and its rows begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.seams.words import Rule, Word
from pipeline.segment.lines import Layout, Line
from pipeline.segment.table_columns import HEAD_DEPTH, Columns, Head, separators
from pipeline.segment.table_rows import Marks


def head_end(
    below: Sequence[Line], head: Head, rules: Sequence[Rule], marks: Marks, layout: Layout
) -> float:
    """The y below which the rows begin."""
    bottom = max(word.bottom for word in head.starts.values())
    under = [y for y in separators(rules) if y > bottom - 1]
    if under and under[0] - head.top < (HEAD_DEPTH + 1) * layout.pitch:
        between = (line.words for line in below if bottom < line.baseline < under[0])
        if all(marks.number_of(words) is None for words in between):  # else the line is a row's
            return under[0]
    lowest = max(word.baseline for word in head.starts.values())
    style = {word.bold for word in head.starts.values()}
    parted = _parted_below(below, head, marks.columns)
    for line in below:
        if line.baseline <= lowest:
            continue
        if parted is not None and line.baseline >= parted:
            return line.top
        first = line.words[0]
        starts_row = marks.number_of(line.words) is not None
        if starts_row or marks.is_named(line.words):
            return line.top
        if first.bold not in style and not _in_one_column(line, marks.columns):
            return line.top
        if line.baseline - lowest > HEAD_DEPTH * layout.pitch:
            return line.top
    return max((line.baseline for line in below), default=lowest) + 1


def _parted_below(below: Sequence[Line], head: Head, columns: Columns) -> float | None:
    """The baseline of what white space parts from the head above it in each column.

    In a row whose cells are centred, a title's first line stands above the row's number.
    None where the columns do not tell.
    """
    step = 1.12 * _cell_pitch(below, columns) + 0.5
    last: dict[str, Word] = {}  # of the head, by column
    beyond: dict[str, float] = {}
    for line in below:
        for word in line.words:
            kind = columns.of(word)
            if kind not in head.starts or kind in beyond:
                continue
            if kind not in last:
                if word == head.starts[kind]:
                    last[kind] = word
            elif word.baseline - last[kind].baseline > step:
                beyond[kind] = word.baseline
            else:
                last[kind] = word
    if not beyond:
        return None
    first = min(beyond.values())
    return first if first > max(word.baseline for word in last.values()) else None


def _cell_pitch(lines: Sequence[Line], columns: Columns) -> float:
    """The distance of baselines inside cells: the smallest step that many lines have."""
    last: dict[str, float] = {}
    steps: Counter[float] = Counter()
    for line in lines:
        for kind in {columns.of(word) for word in line.words}:
            step = line.baseline - last.get(kind, line.baseline)
            last[kind] = line.baseline
            if step > 1:
                steps[round(step * 2) / 2] += 1
    often = [step for step, count in steps.items() if count >= 0.1 * steps.total()]
    return min(often, default=0.0)


def _in_one_column(line: Line, columns: Columns) -> bool:
    return len({columns.of(word) for word in line.words}) == 1
