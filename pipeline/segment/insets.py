"""What is set into running text: fact boxes, in a frame of their own, figures' captions, and tables
of a few rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from msgspec.structs import replace

from pipeline.norwegian.numbering import (
    fact_box_heading,
    figure_caption,
    item_heading,
    names_photographer,
)
from pipeline.seams.terms import Terms
from pipeline.seams.words import Box, Rule
from pipeline.segment.labels import bare_label, has_core_label
from pipeline.segment.lines import Layout, Line, text_of
from pipeline.segment.narrative import ENDS_SENTENCE
from pipeline.segment.table_columns import cells_of

NEAR = 4.0  # points: the lines of a frame meet as near as this
WIDE = 0.3  # of the measure: a narrower frame is a cell
ROWS = 3  # of a small table, with its heads; one less where it counts; fewer may be anything
CELL_GAP = 1.5  # of the type size: wider than between words of justified text
CLOSE = 1.8  # times the line pitch: the lines of a box are as near
APART = 1.22  # times the line pitch: so much air there is between a caption and the text
CAPTION_LINES = 3  # a photo's caption has no more
MOST = 0.5  # of a page's lines: a frame around more is the page's


def with_insets(
    lines: Sequence[Line], rules: Sequence[Rule], layout: Layout, terms: Terms
) -> list[Line]:
    """A page's lines, those in a frame and those of small tables marked as such.

    A frame that is parted by upright lines is a table, one with labels or a numbered heading in it,
    or in the rows above it in the same table, a measure's. Lines beside a frame say how much of
    their measure it takes.
    """
    usual = layout.on(lines[0].page) if lines else layout
    boxed = {*_fact_boxes(lines, layout), *_captions(lines, usual), *_quotes(lines, usual)}
    cuts: dict[int, tuple[float, float]] = {}
    for frame in _frames(rules, layout) if lines else ():
        inside = [line for line in lines if _is_inside(line, frame)]
        form = [line for line in lines if _is_inside(line, _with_rows_above(frame, rules))]
        measure = any(
            line.cell or has_core_label(line, terms) or _begins_with_label(line, terms)
            for line in form
        ) or _has_heading(form)
        cell = any(_runs_over_side(line, frame) for line in lines)
        if inside and not measure and not cell and len(inside) <= MOST * len(lines):
            boxed |= {line.number for line in inside}
            cuts |= _cuts(lines, frame, layout)
    tabled = set(_rows_of_tables(lines, terms)) - boxed
    if not boxed and not tabled:  # as on most pages
        return list(lines)
    return [
        replace(line, inset="box") if line.number in boxed
        else replace(line, inset="table") if line.number in tabled
        else replace(line, cut=cuts[line.number]) if line.number in cuts
        else line
        for line in lines
    ]  # fmt: skip


def _has_heading(lines: Sequence[Line]) -> bool:
    """Whether a line begins as an item does, and no sentence goes on there: «6 500»."""
    return any(
        item_heading(line.text)
        and (above is None or above.style != line.style or ENDS_SENTENCE.search(above.text))
        for above, line in zip([None, *lines], lines, strict=False)
    )


def _cuts(lines: Sequence[Line], frame: Box, layout: Layout) -> dict[int, tuple[float, float]]:
    """By how much a frame shortens the measure of lines beside it, left and right."""
    x0, top, x1, bottom = frame
    level = [line for line in lines if line.bottom > top and line.top < bottom]
    usual = layout.on(lines[0].page)
    cuts: dict[int, tuple[float, float]] = {}
    if left_of := [line for line in level if line.x1 <= x0]:
        right = max(0.0, usual.right - max(line.x1 for line in left_of))
        cuts |= {line.number: (0.0, right) for line in left_of}
    if right_of := [line for line in level if line.x0 >= x1]:
        left = max(0.0, min(line.x0 for line in right_of) - usual.left)
        cuts |= {line.number: (left, 0.0) for line in right_of}
    return cuts


def _fact_boxes(lines: Sequence[Line], layout: Layout) -> Iterator[int]:
    """The numbers of the lines of boxes without a frame, as on a coloured ground: from «Fakta» in
    bold, set in from the margin, as far as lines follow close below that are set in as far.
    """
    above: Line | None = None  # in a box that begins at `left`
    left = 0.0
    for line in lines:
        is_set_in = line.x0 > layout.left + NEAR
        if is_set_in and fact_box_heading(line.text) and line.runs[0].bold:
            above, left = line, line.x0
        elif above is not None:
            step = line.baseline - above.baseline
            goes_on = line.x0 > left - NEAR and step < CLOSE * layout.on(line.page).pitch
            above = line if goes_on else None
        if above is not None:
            yield line.number


def _captions(lines: Sequence[Line], usual: Layout) -> Iterator[int]:
    """The numbers of the lines of captions of figures and photos, set off from the text above, and
    of lines of numbers, as above and below the bars of a chart, right above them.
    """
    captioned = False
    above: Line | None = None
    chart: list[Line] = []  # the lines of numbers right above
    for position, line in enumerate(lines):
        is_apart = (
            bool(chart) or above is None or line.baseline - above.baseline > APART * usual.pitch
        )
        if is_apart:
            captioned = figure_caption(line.text) or _is_of_photo(lines[position:], usual)
        if captioned:
            yield line.number
        if captioned and is_apart and above is not None:
            yield from (other.number for other in chart or [above] if not _has_letters(other))
        above, chart = line, [*chart, line] if _is_small_number(line, usual) else []


def _is_of_photo(lines: Sequence[Line], usual: Layout) -> bool:
    """Whether the first of the lines, set otherwise than text, says with those that go on from it
    who took a photo.
    """
    first = lines[0]
    if first.style == usual.body:
        return False
    alike = takewhile(lambda line: line.style == first.style, lines[:CAPTION_LINES])
    return names_photographer(" ".join(line.text for line in alike))


def _quotes(lines: Sequence[Line], usual: Layout) -> Iterator[int]:
    """The numbers of the lines of quotes that are set off from the text, larger than that."""
    quoting = False
    for line in lines:
        large = line.size > usual.body.size
        quoting = large and (quoting or line.text.startswith("«"))
        if quoting:
            yield line.number
        quoting = quoting and "»" not in line.text


def _is_small_number(line: Line, usual: Layout) -> bool:
    return line.size < usual.body.size and not _has_letters(line)


def _has_letters(line: Line) -> bool:
    return any(map(str.isalpha, line.text))


def _rows_of_tables(lines: Sequence[Line], terms: Terms) -> Iterator[int]:
    """The numbers of the lines that are rows of tables: several in a row with cells that align.

    A word and a number in two cells are no reference: «Anmodningsvedtak │ 3» counts them.
    """
    for parted, stretch in groupby(lines, key=lambda line: line.is_parted(CELL_GAP)):
        if parted:
            yield from _rows_within(list(stretch), terms)


def _rows_within(lines: Sequence[Line], terms: Terms) -> Iterator[int]:
    rows: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _is_row(line, terms) and (not rows or _aligns(line, rows[-1])):
            rows.append(line)
            continue
        if len(rows) >= ROWS or (len(rows) == ROWS - 1 and rows[-1].words[-1].text.isdigit()):
            yield from (row.number for row in rows)
        rows = [line] if line is not None and _is_row(line, terms) else []


def _is_row(line: Line, terms: Terms) -> bool:
    """Whether a line of cells has no bullet or number for the first of them, and is no label."""
    first = cells_of(line, CELL_GAP)[0]
    if not any(len(word.text) > 1 and word.text.isalpha() for word in first):
        return False
    return not (has_core_label(line, terms) or bare_label(line.text, terms))


def _aligns(line: Line, above: Line) -> bool:
    """Whether each cell of a line begins or ends where that of the line above does."""
    ours, theirs = cells_of(line, CELL_GAP), cells_of(above, CELL_GAP)
    return len(ours) == len(theirs) and all(
        abs(cell[0].x0 - other[0].x0) < NEAR or abs(cell[-1].x1 - other[-1].x1) < NEAR
        for cell, other in zip(ours, theirs, strict=True)
    )


def _frames(rules: Sequence[Rule], layout: Layout) -> Iterator[Box]:
    """The frames that four lines make, without upright lines inside."""
    across = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if len(across) < 2 or len(upright) < 2:
        return
    least = WIDE * (layout.right - layout.left)
    for top in across:
        if top.x1 - top.x0 < least:
            continue
        below = [
            rule
            for rule in across
            if rule.top > top.top + NEAR
            and abs(rule.x0 - top.x0) < NEAR
            and abs(rule.x1 - top.x1) < NEAR
        ]
        if not below:
            continue
        bottom = min(below, key=lambda rule: rule.top)
        sides = [
            rule
            for rule in upright
            if rule.top < top.bottom + NEAR and rule.bottom > bottom.top - NEAR
        ]
        edges = {"left": False, "right": False}
        parted = False
        for rule in sides:
            edges["left"] |= abs(rule.x0 - top.x0) < NEAR
            edges["right"] |= abs(rule.x1 - top.x1) < NEAR
            parted |= top.x0 + NEAR < rule.x0 < top.x1 - NEAR
        if all(edges.values()) and not parted:
            yield top.x0, top.top, top.x1, bottom.bottom


def _with_rows_above(frame: Box, rules: Sequence[Rule]) -> Box:
    """The frame with the rows of the table whose last row it is: its left side goes on upwards."""
    x0, top, x1, bottom = frame
    sides = [rule for rule in rules if not rule.horizontal and abs(rule.x0 - x0) < NEAR]
    for side in sorted(sides, key=lambda rule: -rule.bottom):
        if side.top < top and side.bottom > top - NEAR:
            top = side.top
    return x0, top, x1, bottom


def _begins_with_label(line: Line, terms: Terms) -> bool:
    """Whether the first cell of a line is a label without a colon."""
    first = cells_of(line, CELL_GAP)[0]
    return bare_label(text_of(first), terms) is not None


def _runs_over_side(line: Line, frame: Box) -> bool:
    """Whether a line goes on beside the frame, as from one cell to the next."""
    x0, top, x1, bottom = frame
    level = top < line.baseline < bottom
    return level and (line.x0 < x0 - NEAR < x0 < line.x1 or line.x0 < x1 < x1 + NEAR < line.x1)


def _is_inside(line: Line, frame: Box) -> bool:
    x0, top, x1, bottom = frame
    return x0 <= line.x0 and line.x1 <= x1 and top <= line.top and line.bottom <= bottom
