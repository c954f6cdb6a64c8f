"""MuPDF's lines and words as runs: what is set alike, in the order in which it is read."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter, sub
from typing import Any, NamedTuple

import msgspec
import pymupdf
from msgspec.structs import replace

from pipeline.extract.boxes import apart_in_boxes, that_may_stand_apart, with_boxes
from pipeline.extract.columns import in_columns, one_below_another
from pipeline.runtime.printable import printable
from pipeline.seams.terms import PageFormat
from pipeline.seams.vocabularies import KeptKind
from pipeline.seams.words import COVERED, Box, Rule, Run, Strip, Turn, edges_of, packed

SAME_LINE = 0.3  # of the type size: baselines nearer than this are one visual line
NO_GAP = 1e9  # beside a word that stands alone
TOUCHING = 0.08  # of the type size: a smaller gap is no space
LONGEST_MARK = 3  # letters: what is raised to call a note has no more
LEVEL = 0.99  # the cosine of the angle up to which a line runs level
_BOLD, _ITALIC, _RAISED = (  # plain numbers: the library's are enums, slow to compare by bits
    int(pymupdf.TEXT_FONT_BOLD),
    int(pymupdf.TEXT_FONT_ITALIC),
    int(pymupdf.TEXT_FONT_SUPERSCRIPT),
)
_BY_POSITION = attrgetter("baseline", "x0")
_BY_X = attrgetter("x0")
_SETTING = attrgetter("baseline", "top", "bottom", "style")  # not its words


def _inside(runs: list[Run], width: float, height: float) -> list[Run]:
    """The runs with boxes that end where the page does: a title may stick out of it in print."""
    return [
        run
        if run.x0 >= 0 and run.x1 <= width and run.top >= 0 and run.bottom <= height
        else _cut_at(run, width, height)
        for run in runs
    ]


def _cut_at(run: Run, width: float, height: float) -> Run:
    lefts, rights = edges_of(run.edges)
    return replace(
        run,
        x0=max(0.0, run.x0),
        top=max(0.0, run.top),
        x1=min(width, run.x1),
        bottom=min(height, run.bottom),
        edges=packed([max(0.0, x) for x in lefts], [min(width, x) for x in rights]),
    )


class _Style(NamedTuple):
    """How a stretch of a line is set, as MuPDF gives it."""

    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool
    color: int


class _Stretch(msgspec.Struct, frozen=True, gc=False):
    """Words that MuPDF has side by side on one line, set alike, on their way to a run.

    `gap` is the narrowest between two of them.
    """

    baseline: float
    x0: float
    top: float
    bottom: float
    style: _Style
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    words: list[str]
    gap: float


class Text(NamedTuple):
    """MuPDF's lines of a page, what each has printed, and the boxes of all their words in order."""

    lines: list[dict[str, Any]]
    printed: list[str]
    boxes: Sequence[Sequence[Any]]  # each begins as a Box

    def words_by_line(self) -> Iterator[tuple[int, list[str]]]:
        """The words of each line that has any, and the position of the first among all words."""
        first = 0
        for content in self.printed:
            words = content.split()
            yield first, words
            first += len(words)


def text_of(
    lines: list[dict[str, Any]], found: Sequence[Sequence[Any]], letters: Callable[[], Any]
) -> Text:
    """The lines with a box for each word: those `found`, or else by the `letters` of the page."""
    printed = [
        spans[0]["text"] if len(spans) == 1 else "".join([span["text"] for span in spans])
        for spans in [line["spans"] for line in lines]
    ]
    words = "\n".join(printed).split()
    if [word for _, _, _, _, word, _, _, _ in found] != words:
        found = _boxes_of_letters(letters())
    return Text(lines, printed, found)


def runs_of_page(
    number: int,
    text: Text,
    apart: Mapping[int, KeptKind],
    turn: Turn,
    rules: Sequence[Rule],
    boxes: Sequence[Box],
    stated: PageFormat | None,
) -> tuple[list[Run], list[Strip], bool]:
    """The words as runs, in reading order, but for those `apart`, by their position.

    Also the strips in which columns are read, and whether their order is clear (see columns.py).

    Of these, stretches that are covered stand as `COVERED`. `turn` brings boxes into the frame in
    which the text runs level. What stands in one of the `boxes` beside text is read by itself.
    `stated` is how the page is set, if the register states it.
    """
    stretches = _stretches(text, apart, turn)
    frame = turn.back()
    boxed: list[list[_Stretch]] = []
    if apt := that_may_stand_apart(boxes, rules):
        rest, boxed = apart_in_boxes(_parted_at(apt, stretches), apt)
    groups, clear = in_columns(rest if boxed else stretches, rules, stated)
    if boxed and len(groups) > 1:  # in columns, a box stands in one of them
        groups, clear = in_columns(stretches, rules, stated)
        boxed = []

    def ordered(group: Sequence[_Stretch]) -> list[Run]:
        return _inside(_in_reading_order(number, group), frame.width, frame.height)

    below, strips = one_below_another([ordered(group) for group in groups])
    if boxed:
        below = with_boxes(below, [ordered(box) for box in boxed])
    return below, strips, clear


def _stretches(text: Text, apart: Mapping[int, KeptKind], turn: Turn) -> list[_Stretch]:
    """The words with the style of the span in which each begins, in MuPDF's order."""
    if not text.boxes:
        return []
    lefts, tops, rights, bottoms, *_ = zip(*text.boxes, strict=True)
    gaps = [*map(sub, lefts[1:], rights), NO_GAP]
    stretches: list[_Stretch] = []
    for line, (start, words) in zip(text.lines, text.words_by_line(), strict=True):
        if not words:
            continue
        count = len(words)
        end = start + count
        spans, top, bottom = line["spans"], tops[start], bottoms[start]
        if (
            len(spans) == 1
            and tops[start:end].count(top) == count == bottoms[start:end].count(bottom)
            and not turn.quarters
            and not (apart and any(map(apart.__contains__, range(start, end))))
        ):  # as most lines are
            span = spans[0]
            gap = min(gaps[start : end - 1]) if count > 1 else NO_GAP
            left, right = lefts[start:end], rights[start:end]
            stretches.append(
                _Stretch(
                    span["origin"][1], left[0], top, bottom, _style_of(span),
                    left, right, words, gap,
                )
            )  # fmt: skip
        else:
            boxes = [turn.box(tuple(box[:4])) for box in text.boxes[start:end]]
            kinds = [apart.get(position) for position in range(start, end)]
            stretches += _one_by_one(line, words, boxes, kinds, turn)
    return stretches


def _parted_at(boxes: Sequence[Box], stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, those that run over the side of a box parted there."""
    for stretch in stretches:
        sides = [
            x
            for x0, top, x1, bottom in boxes
            if top < stretch.baseline < bottom
            for x in (x0, x1)
            if stretch.x0 < x < stretch.rights[-1]
        ]
        words = _parted(stretch) if sides else [stretch]
        for _, group in groupby(words, key=lambda word: sum(x < word.rights[0] for x in sides)):
            yield _side_by_side(list(group))


def _boxes_of_letters(page: Any) -> list[Box]:
    """The boxes of words, as MuPDF gives them, but parted by white space of every width.

    MuPDF takes the narrow space of `10\N{NARROW NO-BREAK SPACE}000` for a letter, parts words
    where the direction of reading changes, and leaves out words that have no size.
    """
    boxes: list[Box] = []
    for block in page["blocks"]:
        for line in block["lines"] if block["type"] == 0 else ():
            letters = [letter for span in line["spans"] for letter in span["chars"]]
            for space, word in groupby(letters, key=lambda letter: letter["c"].isspace()):
                if not space:
                    lefts, tops, rights, bottoms = zip(*[o["bbox"] for o in word], strict=True)
                    boxes.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return boxes


def _one_by_one(
    line: dict[str, Any],
    words: list[str],
    boxes: Sequence[Box],
    kinds: Sequence[KeptKind | None],
    turn: Turn,
) -> list[_Stretch]:
    """The words of a line each as a stretch, parted where a raised mark begins or ends.

    A line in several styles, of uneven height, or with words that are kept out.
    """
    spans = line["spans"]
    # The line's own baseline: a raised mark must not found a line of its own.
    largest = max(spans, key=itemgetter("size"))
    own = [_is_of_other_cell(span, largest["size"]) for span in spans]
    origins = [
        (span if is_own else largest)["origin"] for span, is_own in zip(spans, own, strict=True)
    ]
    baselines = [turn.box((*origin, *origin))[1] for origin in origins]
    stretches: list[_Stretch] = []
    starts = list(accumulate([len(span["text"]) for span in spans], initial=0))[:-1]
    text = "".join([span["text"] for span in spans])
    styles = [
        style._replace(raised=False) if is_own else style
        for style, is_own in zip(map(_style_of, spans), own, strict=True)
    ]
    position = 0
    covered: Box | None = None
    for word, box, kind in zip(words, boxes, kinds, strict=True):
        x0, top, x1, bottom = box
        start = text.index(word, position)
        position = start + len(word)
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, position - 1) - 1
        style, rest, baseline = styles[first], word, baselines[first]
        if kind == "covered":
            if covered is not None:
                x0, top, x1, bottom = united([covered, box])
                del stretches[-1]
            covered = (x0, top, x1, bottom)
            stretches.append(_one_word(baseline, covered, COVERED, style))
            continue
        covered = None
        if kind is not None:
            continue
        for index in range(first + 1, last + 1):
            if (styles[index].raised, baselines[index]) != (style.raised, baseline):
                cut = starts[index] - start
                edge = turn.box(spans[index]["bbox"])[0]
                stretches.append(_one_word(baseline, (x0, top, edge, bottom), rest[:cut], style))
                rest, start, x0 = rest[cut:], starts[index], edge
                style, baseline = styles[index], baselines[index]
        stretches.append(_one_word(baseline, (x0, top, x1, bottom), rest, style))
    return stretches


def united(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of `boxes`."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _one_word(baseline: float, box: Box, word: str, style: _Style) -> _Stretch:
    x0, top, x1, bottom = box
    return _Stretch(baseline, x0, top, bottom, style, (x0,), (x1,), [word], NO_GAP)


def _is_of_other_cell(span: dict[str, Any], size: float) -> bool:
    """Whether a raised span is none, but the words of another cell, half a line higher, that touch:
    as large as its line, and longer than a mark.
    """
    is_raised = span["flags"] & _RAISED != 0
    return is_raised and span["size"] >= size and len(span["text"]) > LONGEST_MARK


def _style_of(span: dict[str, Any]) -> _Style:
    return _style(span["size"], span["font"], span["flags"], span["color"])


@lru_cache(maxsize=1000)
def _style(size: float, font: str, flags: int, color: int) -> _Style:
    bold, italic, raised = flags & _BOLD != 0, flags & _ITALIC != 0, flags & _RAISED != 0
    return _Style(size, printable(font), bold, italic, raised, color)


def _parted(stretch: _Stretch) -> list[_Stretch]:
    """The stretch's words, each as a stretch of its own."""
    if len(stretch.words) == 1:
        return [stretch]
    return [
        replace(stretch, x0=x0, lefts=(x0,), rights=(x1,), words=[word], gap=NO_GAP)
        for x0, x1, word in zip(stretch.lefts, stretch.rights, stretch.words, strict=True)
    ]


def _in_reading_order(number: int, stretches: Sequence[_Stretch]) -> list[Run]:
    """The stretches as runs, in visual lines from the top, each from left to right.

    The order in the file is the typesetter's affair (tables by cell or by row, footers first),
    so it is not relied upon.
    """
    lines: list[list[_Stretch]] = []
    baseline, size = -1e9, 0.0  # of the line's first
    for stretch in sorted(stretches, key=_BY_POSITION):
        step = stretch.baseline - baseline
        if step > SAME_LINE * size or step > SAME_LINE * stretch.style.size:
            lines.append([])
            baseline, size = stretch.baseline, stretch.style.size
        lines[-1].append(stretch)
    return [
        _run(number, index, stretch)
        for index, line in enumerate(lines)
        for stretch in _parts_of_line(line)
    ]


def _run(page: int, line: int, stretch: _Stretch) -> Run:
    return Run(
        page,
        line,
        stretch.x0,
        stretch.top,
        max(stretch.rights),
        stretch.bottom,
        stretch.baseline,
        _normal(" ".join(stretch.words)),
        *stretch.style,
        packed(stretch.lefts, stretch.rights),
    )


def _parts_of_line(line: list[_Stretch]) -> list[_Stretch]:
    """What stands on one visual line, from left to right, with what is set alike together.

    Words that touch are one word, unless one is raised: MuPDF parts a line where a link or
    another font begins, even between a word and its comma.
    """
    if len(line) == 1 and line[0].gap >= TOUCHING * line[0].style.size:
        return line  # as most are
    line.sort(key=_BY_X)
    if _touch(line):
        words = [word for stretch in line for word in _parted(stretch)]
        words.sort(key=_BY_X)
        line = _joined(words)
    if len(line) > 1:
        line = [_side_by_side(list(group)) for _, group in groupby(line, key=_SETTING)]
    return line


def _side_by_side(stretches: list[_Stretch]) -> _Stretch:
    """Stretches that are set alike as one."""
    if len(stretches) == 1:
        return stretches[0]
    return replace(
        stretches[0],
        lefts=tuple([x for stretch in stretches for x in stretch.lefts]),
        rights=tuple([x for stretch in stretches for x in stretch.rights]),
        words=[word for stretch in stretches for word in stretch.words],
    )


def _touch(line: list[_Stretch]) -> bool:
    """Whether two words of the line touch, or are not in their order."""
    end = -NO_GAP
    for stretch in line:
        space = TOUCHING * stretch.style.size
        if stretch.gap < space or stretch.x0 - end < space:
            return True
        end = stretch.rights[-1]
    return False


def _joined(words: list[_Stretch]) -> list[_Stretch]:
    """Words, one in each stretch and from left to right, with those that touch made one."""
    joined: list[_Stretch] = []
    for word in words:
        if joined and word.x0 - joined[-1].rights[0] < TOUCHING * word.style.size:
            before = joined[-1]
            if before.style.raised == word.style.raised and word.x0 > before.x0:
                joined[-1] = replace(
                    before,
                    top=min(before.top, word.top),
                    bottom=max(before.bottom, word.bottom),
                    rights=(max(before.rights[0], word.rights[0]),),
                    words=[before.words[0] + word.words[0]],
                )
                continue
        joined.append(word)
    return joined


def _normal(text: str) -> str:
    """The text with letters and their accents as one character each, and fit to be shown."""
    return printable(text if text.isascii() else unicodedata.normalize("NFC", text))
