"""Running text: paragraphs, list items and footnotes, also where they cross a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from pipeline.norwegian.numbering import table_caption
from pipeline.norwegian.vocabulary import pattern
from pipeline.segment.lines import Format, Layout, Line

PARAGRAPH = "paragraph"
HEADING = "heading"
LIST_ITEM = "list-item"
BULLET = re.compile(  # the last range is where symbol fonts have theirs
    r"[\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u00b7\uf000-\uf0ff]"
)
DASH_BULLET = re.compile(r"[-–—*]")
COUNTER = re.compile(r"(?i)(?:\(?[a-zæøå]\)|\(?\d{1,2}\)|\d{1,2}\.|[ivx]{1,4}[.)])")
DATE = r"(?i)\d{1,2}\.\s«MONTH»"
ENDS_SENTENCE = re.compile(r"[.:;?!»”)][\s\d]*$")
ENDS_WITH_STOP = re.compile(r"[.!?][\s\d]*$")  # and a footnote's mark
MARKED = {
    "bullet": "begynner med et punkt, med luft til teksten bak",
    "counter": "begynner med et tall eller en bokstav, som punktene i en liste",
}
APART = "har mer luft over seg enn linjene i et avsnitt"
ENDS_OVERLEAF = "står øverst på siden, og avsnittet på siden før er slutt"
OUTDENTED = "står lenger ut enn teksten i listepunktet over"
CAPTION = "begynner som overskriften til en tabell, med annen skrift enn linjen over"
COMES_IN = "er rykket inn"
REPEATED = "står likt i flere tiltak, med annen skrift enn teksten under"
BELOW_HEADING = "står under en mellomoverskrift"
SHORT = "linjen over slutter en setning og har plass til mer"
WIDE = 1.22  # times the line pitch: a step that parts paragraphs
WIDE_RAISED = 1.35  # the same above a line that a footnote's mark makes higher
RAISED = 1.06  # the same above a line that comes in below a full one that ends a sentence
HANGING = 1.7  # times a space: the gap between a bullet and its text
HEADING_WORDS = 6  # a heading inside the text of a measure has fewer
SLACK = 0.1  # of the measure: room left on a line where the next word would have fitted
SLACK_OVERLEAF = 0.005  # the same at the foot of a page, where many a paragraph ends
INDENTED = 3  # first lines: as many show that it is the report's habit to indent them …
SHALLOW = 2  # … unless the indent is not as deep, in type sizes, as margins differ
INDENTS = (5.0, 40.0)  # points by which first lines are indented, at least and at most

Indents = Mapping[Format, AbstractSet[int]]
NOT_INDENTED: Indents = MappingProxyType({})
LineKey = tuple[int, int]  # page and number of a line


class Passage(NamedTuple):
    """Lines that belong together. `bullet` says that the first word is a mark, not text.

    `reason` says why it begins where it does.
    """

    kind: str
    lines: list[Line]
    bullet: bool
    reason: str


def passages(
    lines: Sequence[Line],
    layout: Layout,
    indents: Indents = NOT_INDENTED,
    headings: AbstractSet[LineKey] = frozenset(),
) -> list[Passage]:
    """The paragraphs and list items that `lines` of running text make up, in order.

    `indents` are the x at which first lines begin where the report indents them, `headings` the
    lines that are headings inside items (see `subheadings`).
    """
    found: list[Passage] = []
    for line in lines:
        if (line.page, line.number) in headings:
            found.append(Passage(HEADING, [line], False, REPEATED))
            continue
        marker = _marker(line, layout)
        if marker is not None and found and _is_mark_inside(found[-1], line, layout):
            marker = None
        if marker is not None:
            found.append(Passage(LIST_ITEM, [line], marker == "bullet", MARKED[marker]))
        elif not found:
            found.append(Passage(PARAGRAPH, [line], False, "er det første her"))
        elif found[-1].kind == HEADING or _is_below_heading(found[-1], line, layout):
            found.append(Passage(PARAGRAPH, [line], False, BELOW_HEADING))
        elif indents and _is_indented(found[-1], line, layout, indents):
            reason = "er rykket inn, som første linje i rapportens avsnitt"
            found.append(Passage(PARAGRAPH, [line], False, reason))
        elif line.style != found[-1].lines[-1].style and table_caption(line.text):
            found.append(Passage(PARAGRAPH, [line], False, CAPTION))
        elif reason := _parting(found[-1], line, layout):
            found.append(Passage(PARAGRAPH, [line], False, reason))
        else:
            found[-1].lines.append(line)
    return found


def _is_below_heading(passage: Passage, line: Line, layout: Layout) -> bool:
    """Whether a line stands below a heading inside the text: «Hva er gjort», bold or in italics."""
    if len(passage.lines) > 1 or passage.kind != PARAGRAPH:
        return False
    above, body = passage.lines[0], layout.on(line.page).body
    return (
        line.style == body
        and (above.style.bold, above.style.italic) != (body.bold, body.italic)
        and above.text[0].isupper()
        and above.text[-1].isalpha()
        and above.text.count(" ") < HEADING_WORDS
        and len({(run.bold, run.italic) for run in above.runs}) == 1
        and not is_full(above, line, layout)
    )


def _is_mark_inside(passage: Passage, line: Line, layout: Layout) -> bool:
    """Whether the dash or number that begins `line` belongs to the sentence in the line above.

    In a justified line, the gap after it may be as wide as after a bullet.
    """
    last = passage.lines[-1]
    return (
        passage.kind == PARAGRAPH
        and BULLET.fullmatch(line.text.split(" ", 1)[0]) is None
        and ENDS_SENTENCE.search(last.text) is None
        and is_full(last, line, layout)
    )


def indents_of(lines: Sequence[Line], layout: Layout) -> Indents:
    """The x, in whole points, at which first lines are indented, on pages of each format.

    A first line comes in below the end of a sentence, and the next line goes out again to where
    the line above began, or stands under a first line that is a paragraph of its own. The depth
    is the report's; it counts from every margin that running text has. Empty where first lines are
    not indented. What one page alone does is no habit, where there are several.
    """
    found: Counter[int] = Counter()
    pages: defaultdict[int, set[int]] = defaultdict(set)
    least, most = INDENTS
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        depth = line.x0 - above.x0
        if not least < depth < most:
            continue
        goes_out = abs(below.x0 - above.x0) < 2
        alone = (
            abs(below.x0 - line.x0) < 1
            and ENDS_WITH_STOP.search(line.text)
            and depth < SHALLOW * line.size
        )
        if (
            (goes_out or alone)
            and above.page == line.page == below.page
            and below.baseline - above.baseline < 2 * WIDE * layout.on(line.page).pitch + 2
            and ENDS_SENTENCE.search(above.text)
            and above.style == line.style
            and not any(_marker(other, layout) for other in (above, line))
            and (goes_out or not _marker(below, layout))
        ):
            found[round(depth)] += INDENTED if depth < SHALLOW * line.size else 1
            pages[round(depth)].add(line.page)
    if not found or found.most_common(1)[0][1] < INDENTED:
        return NOT_INDENTED
    depth = found.most_common(1)[0][0]
    if len(pages[depth]) == 1 and lines[0].page != lines[-1].page:
        return NOT_INDENTED
    return _indented_from_margins(lines, layout, depth)


def _indented_from_margins(lines: Sequence[Line], layout: Layout, depth: int) -> Indents:
    """The x that lie `depth` in from a margin of running text, give or take a point."""
    margins: defaultdict[Format, Counter[int]] = defaultdict(Counter)
    for line in lines:
        if line.style == layout.on(line.page).body:
            margins[layout.on(line.page).format][round(line.x0)] += 1
    indents: defaultdict[Format, set[int]] = defaultdict(set)
    for size, counts in margins.items():
        for margin in sorted(margin for margin, count in counts.items() if count >= 2):
            if margin not in indents[size]:  # else it is itself where first lines begin
                indents[size] |= {margin + depth - 1, margin + depth, margin + depth + 1}
    return indents


def _is_indented(passage: Passage, line: Line, layout: Layout, indents: Indents) -> bool:
    """Whether `line` is indented as the first lines of this report's paragraphs are."""
    return (
        round(line.x0) in indents.get(layout.on(line.page).format, ())
        and passage.kind == PARAGRAPH
        and ENDS_SENTENCE.search(passage.lines[-1].text) is not None
    )


def _marker(line: Line, layout: Layout) -> str | None:
    """`bullet` or `counter` where the line begins a list item."""
    mark, _, following = line.text.partition(" ")
    if not following or (mark.isalpha() and mark != "o"):
        return None
    if BULLET.fullmatch(mark):
        return "bullet"
    if mark == "o" and line.words[0].font != line.words[1].font:
        return "bullet"  # Word's second-level bullet is an «o» in a fixed-width font
    hanging = line.second_left - line.first_right > HANGING * layout.on(line.page).space
    if DASH_BULLET.fullmatch(mark) and hanging:
        return "bullet"
    if COUNTER.fullmatch(mark) and (hanging or mark.endswith(")")):
        return None if pattern(DATE).match(line.text) else "counter"
    return None


def _text_start(passage: Passage) -> float:
    """The x where the passage's own text begins, after a bullet or counter."""
    first = passage.lines[0]
    return first.second_left if passage.kind == LIST_ITEM and " " in first.text else first.x0


def _parting(passage: Passage, line: Line, layout: Layout) -> str:
    """Why `line` begins a new paragraph; '' where it goes on with `passage`."""
    last = passage.lines[-1]
    if line.page != last.page:
        return "" if _continues_overleaf(passage, line, layout) else ENDS_OVERLEAF
    step = line.baseline - last.baseline
    usual = layout.on(line.page)
    pitch = usual.pitch * max(line.size, last.size) / usual.body.size
    wide = WIDE_RAISED if line.has_raised else WIDE
    if step > wide * pitch and step > wide * _own_pitch(passage):
        return APART
    if passage.kind == LIST_ITEM:
        outdented = line.x0 < _text_start(passage) - 2 and len(passage.lines) == 1
        below_mark = line.x0 < passage.lines[-1].x0 - 2
        goes_on = not (outdented or below_mark) or _hugs(passage, line, layout)
        return "" if goes_on else OUTDENTED
    comes_in = line.x0 - line.cut[0] > last.x0 - last.cut[0] + 4
    if len(passage.lines) == 1:
        # What hangs below a first line stands as near to it as lines do.
        ends = ENDS_WITH_STOP.search(last.text) is not None and not line.has_raised
        goes_on = is_full(last, line, layout) and not (ends and step > RAISED * pitch)
        comes_in = comes_in and not goes_on
    if comes_in:
        return COMES_IN
    return SHORT if _ends_short(last, line, layout) else ""


def _hugs(passage: Passage, line: Line, layout: Layout) -> bool:
    """Whether a list item's second line stands under its mark because nothing hangs."""
    if not is_full(passage.lines[-1], line, layout):
        return False
    first = passage.lines[0]
    narrow = first.second_left - first.first_right < 0.5 * first.size
    hung = passage.lines[-1].x0 > first.x0 + 2  # a line before this one stands under the text
    under = abs(line.x0 - first.x0) < 2
    return narrow and under and not hung and not ENDS_SENTENCE.search(first.text)


def _own_pitch(passage: Passage) -> float:
    """The step between the passage's own lines, where it has two on a page and no mark between."""
    if len(passage.lines) < 2 or passage.lines[-1].has_raised:
        return 0.0
    above, below = passage.lines[-2:]
    return below.baseline - above.baseline if above.page == below.page else 0.0


def _continues_overleaf(passage: Passage, line: Line, layout: Layout) -> bool:
    """Whether a page break falls inside the passage.

    The last line tells: if it is short although the next word would have fitted, the paragraph
    was at its end. A full line is taken to go on, unless the next one is set in otherwise.
    """
    last = passage.lines[-1]
    if line.x0 > _left(passage) + 4 and passage.kind == PARAGRAPH:
        return False
    if passage.kind == LIST_ITEM and line.x0 < _text_start(passage) - 2:
        return not ENDS_SENTENCE.search(last.text) and is_full(last, line, layout)
    if line.text[:1].islower() and not ENDS_SENTENCE.search(last.text):
        return True
    usual = layout.on(last.page)
    if usual.justified and last.x1 < usual.right - 2 and ENDS_SENTENCE.search(last.text):
        return False
    return not _ends_short(last, line, layout, SLACK_OVERLEAF)


def _left(passage: Passage) -> float:
    return passage.lines[-1].x0 if len(passage.lines) > 1 else _text_start(passage)


def is_full(last: Line, line: Line, layout: Layout) -> bool:
    """Whether `last` has no room for the first word of `line`."""
    usual, first_word = layout.on(last.page), line.first_right - line.x0
    return last.x1 + usual.space + first_word > usual.right - last.cut[1] - 0.5


def _ends_short(last: Line, line: Line, layout: Layout, slack: float = SLACK) -> bool:
    """Whether `last` ends a sentence with room to spare for the first word of `line`."""
    begins = line.text[:1].isupper() or line.text[:1] in "«'"
    if not begins or not ENDS_SENTENCE.search(last.text):
        return False
    usual, first_word = layout.on(last.page), line.first_right - line.x0
    room = usual.right - last.cut[1] - (last.x1 + usual.space + first_word)
    return room > slack * (usual.right - usual.left)
