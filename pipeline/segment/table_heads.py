"""The overview's column heads: which stand side by side, what each heads, and where they end.

An overview has a column of titles and one of statuses, or one for each status with a mark in it;
and beside these, ministries or numbers. Or it has titles, ministries and numbers, grouped by
status. Every other column is read as well, under what its head says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from pipeline.norwegian.numbering import item_heading, number_cell
from pipeline.norwegian.statuses import status_of_group
from pipeline.seams.terms import Terms
from pipeline.seams.words import Rule, Word
from pipeline.segment.joining import BREAKS
from pipeline.segment.labels import NO_TIME, Time, time_in
from pipeline.segment.lines import Layout, Line, text_of
from pipeline.segment.table_columns import Columns, cells_of, separators
from pipeline.segment.vocabulary import MARK, head_kind, may_head

HEAD_GAP = 0.45  # of the type size: heads stand close where a column is narrow
HEAD_DEPTH = 7.0  # lines: a head with narrow columns is this deep at most
BELOW = 6  # lines: as many may stand between two lines of one head, in other columns
APART = 15.0  # points: the heads of two columns begin further apart
LEVEL = 3.5  # lines: no head of a row of heads begins further below another
BROKEN = re.compile(f"[{BREAKS}](?: |$)")  # a word that ends in a hyphen
INSIDE = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})")  # a capital in a word
MOVED = 3.0  # points: heads further apart than this stand over other columns


class HeadCell(NamedTuple):
    """The head of a column: the kind of column, its first word, and the time it names, if any."""

    kind: str
    word: Word
    right: float  # where its first line ends
    time: Time = NO_TIME


class Head(NamedTuple):
    """The column heads on a page, from left to right."""

    top: float
    bottom: float
    cells: tuple[HeadCell, ...]

    def like(self, other: Head) -> bool:
        """Whether both stand over the same columns, as where a head is repeated."""
        return [cell.kind for cell in self.cells] == [cell.kind for cell in other.cells] and all(
            abs(ours.word.x0 - theirs.word.x0) < MOVED
            for ours, theirs in zip(self.cells, other.cells, strict=True)
        )


def find_head(lines: Sequence[Line], layout: Layout, terms: Terms) -> Head | None:
    """The first row of column heads among a page's lines.

    Its cells stand side by side, but not on one line: a narrow column's head is deep. Of rows that
    share cells, as where a title above has a head's word in it, the best is taken: that with most
    cells of kinds that are known, then the more level by half a line, then that with most cells.
    """
    starts = list(_starts(lines, terms))
    first: Head | None = None
    for position in range(len(starts)):
        head = _side_by_side(starts[position:], lines, layout, terms)
        if head is None:
            continue
        if first is None:
            first = head
        elif head.top > first.bottom + LEVEL * layout.pitch:
            break
        elif _is_better(head, first, layout):
            first = head
    return first


def _is_better(head: Head, first: Head, layout: Layout) -> bool:
    """Whether a head has more cells of known kinds; or as many, and is more level, or has more."""
    if _known(head) != _known(first):
        return _known(head) > _known(first)
    if abs(_spread(head) - _spread(first)) > 0.5 * layout.pitch:
        return _spread(head) < _spread(first)
    return len(head.cells) > len(first.cells)


def has_statuses(head: Head) -> bool:
    """Whether a head has a column of statuses, or columns of marks for them."""
    return any(cell.kind in ("status", MARK) for cell in head.cells)


def _known(head: Head) -> int:
    return sum(cell.kind != "other" for cell in head.cells)


def _spread(head: Head) -> float:
    baselines = [cell.word.baseline for cell in head.cells]
    return max(baselines) - min(baselines)


def _starts(lines: Sequence[Line], terms: Terms) -> Iterator[HeadCell]:
    """The cells that may be heads, in reading order."""
    for position, line in enumerate(lines):
        if ":" in line.text or not _may_head(line, terms):  # labels have a colon
            continue
        cells = _cells(line, terms)
        if _is_numbered(cells) and 2 * sum(_may_be_head(cell, terms) for cell in cells) < len(
            cells
        ):
            continue  # a row
        below = lines[position + 1 : position + 1 + BELOW]
        kinds = [_kind_of(cell, below, terms) for cell in cells]
        heads = [
            HeadCell(kind, cell[0], cell[-1].x1, _time_of(cell, below))
            for kind, cell in zip(kinds, cells, strict=True)
            if kind
        ]
        if 2 * len(heads) >= len(cells) or not _is_row(heads, cells):
            yield from heads


def _cells(line: Line, terms: Terms) -> list[list[Word]]:
    """The line's cells. Heads of two kinds may stand as close as words: «Departement Status»."""
    cells: list[list[Word]] = []
    for cell in cells_of(line, HEAD_GAP):
        texts = [word.text for word in cell]
        kind = head_kind(texts, terms)
        second = next(
            (
                n for n in range(1, len(cell) if kind else 0)
                if texts[n][0].isupper() and head_kind(texts[:n], terms) == kind
                and head_kind(texts[n:], terms) not in (kind, None)
            ),
            len(cell),
        )  # fmt: skip
        cells += filter(None, (cell[:second], cell[second:]))
    return cells


def _may_head(line: Line, terms: Terms) -> bool:
    """Whether the line has a word with which a head begins, or the beginning of a broken word.

    In a line that is one cell, only the first word is one.
    """
    text = line.text
    if line.is_parted(HEAD_GAP):
        return may_head(text, terms) or BROKEN.search(text) is not None
    first = text.split(" ", 1)[0]
    return may_head(first, terms) or (first == text and text[-1] in BREAKS)


def _is_numbered(cells: Sequence[Sequence[Word]]) -> bool:
    return any(cell[0].text[0].isdigit() for cell in cells)


def _may_be_head(cell: Sequence[Word], terms: Terms) -> bool:
    return may_head(cell[0].text, terms) or cell[-1].text[-1] in BREAKS


def _is_row(heads: Sequence[HeadCell], cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a line is rather a row with a cell that reads like a head («Gjennomført»)."""
    return _is_numbered(cells) or all(head.kind in ("status", MARK) for head in heads)


def _kind_of(cell: Sequence[Word], below: Sequence[Line], terms: Terms) -> str | None:
    """The kind of column that a cell heads.

    Its phrase may go on below («Tiltak» over «nr.»), even in the middle of a word.
    """
    if not _may_be_head(cell, terms):
        return None
    texts = [word.text for word in cell]
    text = " ".join(texts)
    if number_cell(text) is not None or item_heading(text) is not None:
        return None  # «Nr. 17» begins a row, «Tiltak 1 Styrke …» heads what is said of a measure
    kind = head_kind(texts, terms)
    bottom, middle = cell[0].bottom, cell[0].x0 + cell[-1].x1
    for line in below:
        for word in line.words:
            aligned = abs(word.x0 - cell[0].x0) < 2 or abs(word.x0 + word.x1 - middle) < 2
            if aligned and word.top - bottom < word.size:
                broken = texts[-1][-1] in BREAKS
                texts[-1:] = [texts[-1][:-1] + word.text] if broken else [texts[-1], word.text]
                bottom = word.bottom
                if not broken:
                    return head_kind(texts, terms) or kind
                kind = head_kind(texts, terms) or kind
    return kind


def _time_of(cell: Sequence[Word], below: Sequence[Line]) -> Time:
    """The time that a head names: «Status 2026», «Status per 1.» above «juni 2026»."""
    texts = [word.text for word in cell]
    for line in below[:2]:
        texts += [w.text for w in line.words if cell[0].x0 - 2 < w.x0 < cell[-1].x1 + w.size]
    return time_in(" ".join(texts[1:]))


def _side_by_side(
    starts: Sequence[HeadCell], lines: Sequence[Line], layout: Layout, terms: Terms
) -> Head | None:
    """The heads that stand in one row with the first: none more than a few lines below another."""
    depth = LEVEL * layout.pitch
    row: list[HeadCell] = []
    for cell in starts:
        if cell.word.baseline - starts[0].word.baseline >= depth:
            continue
        if all(abs(cell.word.x0 - other.word.x0) > APART for other in row):
            known = [other for other in row if other.kind == cell.kind]
            if not known or cell.kind == MARK:
                row.append(cell)
            elif cell.kind == "status" and cell.time > known[-1].time > NO_TIME:
                row[row.index(known[-1])] = known[-1]._replace(kind="previous")
                row.append(cell)
            elif cell.kind == "status" and NO_TIME < cell.time < known[-1].time:
                row.append(cell._replace(kind="previous"))
    kinds = Counter(cell.kind for cell in row)
    stated = bool(kinds["status"]) or kinds[MARK] > 1
    if not kinds["status"] and not kinds[MARK] and kinds["number"] and kinds["ministries"]:
        stated = _is_of_groups(row, lines, terms)
    if not (kinds["title"] and stated and (kinds["ministries"] or kinds["number"])):
        return None
    if kinds["status"] and kinds[MARK] and _is_legend_above(row):
        return None  # the heads begin further down
    if kinds["status"] and kinds[MARK] > 1:  # «Status» over all, also over the first of them
        of_columns = [cell for cell in starts if cell not in row or cell.kind != "status"]
        return _side_by_side(of_columns, lines, layout, terms)
    if kinds["status"] and kinds[MARK]:  # a row that reads like heads
        row = [cell for cell in row if cell.kind != MARK]
        if starts[0] not in row:
            return None  # a row above the heads, which begin further down
    others = _others(row, lines, terms)
    if others is None:
        return None
    row += others
    return Head(
        min(cell.word.top for cell in row),
        starts[0].word.bottom,
        tuple(sorted(row, key=lambda cell: cell.word.x0)),
    )


def _is_of_groups(row: Sequence[HeadCell], lines: Sequence[Line], terms: Terms) -> bool:
    """Whether rows are grouped by their status: one heads them, right above the heads or below."""
    top = min(cell.word.top for cell in row)
    bottom = max(cell.word.baseline for cell in row)
    above = [line for line in lines if line.bottom <= top][-1:]
    below = [line for line in lines if line.baseline > bottom][:1]
    return any(status_of_group(line.text, terms.statuses) is not None for line in [*above, *below])


def _is_legend_above(row: Sequence[HeadCell]) -> bool:
    """Whether the statuses stand higher than «Status»: they say what its dots stand for."""
    statuses = [cell.word.baseline for cell in row if cell.kind == "status"]
    return all(
        cell.word.baseline < min(statuses) - cell.word.size for cell in row if cell.kind == MARK
    )


def _others(row: Sequence[HeadCell], lines: Sequence[Line], terms: Terms) -> list[HeadCell] | None:
    """The heads of columns of kinds that nobody knows, on the lines of those that are known.

    None where two heads touch: which words below stand in which of their columns, nobody knows.
    """
    top = min(cell.word.baseline for cell in row)
    bottom = max(cell.word.baseline for cell in row)
    others: list[HeadCell] = []
    for line in lines:
        if not top - 1 <= line.baseline <= bottom + 1:
            continue
        for cell in cells_of(line, HEAD_GAP):
            left, right = cell[0].x0, cell[-1].x1
            beside = all(
                right < other.word.x0 or left > other.right for other in [*row, *others]
            ) and all(abs(left - other.word.x0) > APART for other in [*row, *others])
            if beside and cell[0].text[0].isupper():
                if any(_are_two(word.text, terms) for word in cell):
                    return None
                kind = head_kind([word.text for word in cell], terms) or "other"
                others.append(HeadCell(_distinct(kind, row), cell[0], right))
    return others


def _are_two(text: str, terms: Terms) -> bool:
    """Whether a word is two heads that touch: «DepartementStatus»."""
    parts = INSIDE.split(text)
    return len(parts) == 2 and all(head_kind([part], terms) is not None for part in parts)


def with_numbers(head: Head, columns: Columns, lines: Sequence[Line]) -> Head:
    """The head, where «Tiltak» stands over the numbers and the titles have a head of their own."""
    kinds = [cell.kind for cell in head.cells]
    if "number" in kinds or kinds[kinds.index("title") + 1 :][:1] != ["other"]:
        return head
    texts = [text_of(ws) for ln in lines if (ws := columns.within("title", ln.words))]
    if 2 * sum(number_cell(text) is not None for text in texts) <= len(texts):
        return head
    at = kinds.index("title")
    kinds[at : at + 2] = ["number", "title"]
    cells = [cell._replace(kind=kind) for cell, kind in zip(head.cells, kinds, strict=True)]
    return head._replace(cells=tuple(cells))


def _distinct(kind: str, row: Sequence[HeadCell]) -> str:
    """The kind of a further column: one that the row has already is another in it."""
    return "other" if any(cell.kind == kind for cell in row) else kind


# --- where heads end ------------------------------------------------------------------------------


def head_end(
    below: Sequence[Line],
    head: Head,
    rules: Sequence[Rule],
    columns: Columns,
    is_row: Mapping[int, bool],
    layout: Layout,
) -> float:
    """The y below which the rows begin. `is_row` says, by its number, whether a line begins one.

    So does a line that runs across columns, as the name of a section may: no head's does.
    """
    lowest = max(cell.word.baseline for cell in head.cells)
    under = [y for y in separators(rules) if y > lowest]
    if under and under[0] - head.top < (HEAD_DEPTH + 1) * layout.pitch:
        between = (line for line in below if lowest < line.baseline < under[0])
        if not any(is_row.get(ln.number) or _runs_across(ln, columns) for ln in between):
            return under[0]
    style = {cell.word.bold for cell in head.cells}
    parted = _parted_below(below, head, columns)
    for line in below:
        if line.baseline <= lowest:
            continue
        if parted is not None and line.baseline >= parted:
            return line.top
        if is_row.get(line.number) or _runs_across(line, columns):
            return line.top
        if line.words[0].bold not in style and not _in_one_column(line, columns):
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
    starts = {columns.of(cell.word): cell.word for cell in head.cells}
    last: dict[str, Word] = {}  # of the head, by column
    beyond: dict[str, float] = {}
    for line in below:
        for word in line.words:
            key = columns.of(word)
            if key not in starts or key in beyond:
                continue
            if key not in last:
                if word == starts[key]:
                    last[key] = word
            elif word.baseline - last[key].baseline > step:
                beyond[key] = word.baseline
            else:
                last[key] = word
    if not beyond:
        return None
    first = min(beyond.values())
    return first if first > max(word.baseline for word in last.values()) else None


def _cell_pitch(lines: Sequence[Line], columns: Columns) -> float:
    """The distance of baselines inside cells: the smallest step that many lines have."""
    last: dict[str, float] = {}
    steps: Counter[float] = Counter()
    for line in lines:
        for key in {columns.of(word) for word in line.words}:
            step = line.baseline - last.get(key, line.baseline)
            last[key] = line.baseline
            if step > 1:
                steps[round(step * 2) / 2] += 1
    often = [step for step, count in steps.items() if count >= 0.1 * steps.total()]
    return min(often, default=0.0)


def _in_one_column(line: Line, columns: Columns) -> bool:
    return len({columns.of(word) for word in line.words}) == 1


def _runs_across(line: Line, columns: Columns) -> bool:
    return not line.is_parted(HEAD_GAP) and not _in_one_column(line, columns)
