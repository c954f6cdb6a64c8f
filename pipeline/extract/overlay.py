"""What somebody has printed over or beside the report: seen only from page to page.

A watermark or a stamp stands at one place on most pages, over the report's lines or outside them;
line numbers stand in a column of their own, outside everything else, at the lines' pitch. A stamp
on a few pages is known by its type, which no other page has, and by when it was drawn: before or
after all that is the report's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, takewhile
from statistics import median
from typing import Any, NamedTuple

from pipeline.extract.runs import Text, united
from pipeline.seams.vocabularies import KeptKind
from pipeline.seams.words import UNMAPPED, Box, Page, Run, Turn, edges_of

SAMPLE = 200  # pages with text, from the first: what is on most pages is on most of these
FEWEST = 3  # pages: less is no custom
MOST = 0.5  # of the pages: what stands on more is laid over the report
NUMBERED, STEPPED = 5, 2  # line numbers on a page, of all lines and of some: fewer may be anything
FIFTH = 5  # at this step
LINED = 0.6  # of the lines between the first number and the last
# Lines: a page with fewer need not show whether lines are numbered; in a report of short pages …
LONG, LONG_ENOUGH = 20, 10
COLUMN = 20.0  # points: the numbers of a column begin, or end, within it
ASIDE = 2.0  # points between line numbers and the text
HUGE = 3.0  # times the size of most type on the page
SHORTEST = 3  # letters and digits of a stamp: bullets and the numbers of rows are shorter
SLACK = 1.5  # points: what is printed again stands as near as this
STAMPED = 12  # words of a stamp, at most
AMONG = 20  # words: a page with fewer beside a stamp may be set like no other
LEVEL = 4.0  # points: the boxes of two fonts on one line end as near to each other
IN_COLUMN = 3  # words below each other: fewer may begin at one place by chance
ANYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


class Setting(NamedTuple):
    """How type looks; sizes are rounded to half points."""

    font: str
    size: float
    color: int


class Stranger(NamedTuple):
    """Type on a page that no other has: fonts, or only their size or colour.

    `frame` is what the text of all other pages stands in.
    """

    fonts: frozenset[str]
    settings: frozenset[Setting]
    frame: Box


class Overlay(NamedTuple):
    """What to keep out: text at its places and columns of line numbers on every page, and what is
    strange on single ones.
    """

    repeated: dict[str, list[tuple[Box, KeptKind]]]  # by word
    columns: list[tuple[float, float]]  # x0 and x1
    strangers: dict[int, Stranger]  # by page

    def __bool__(self) -> bool:
        return bool(self.repeated or self.columns or self.strangers)

    def apart(self, page: int, text: Text, turn: Turn) -> dict[int, KeptKind]:
        """Which of a page's words these are, by their position."""
        kinds: dict[int, KeptKind] = {}
        if page in self.strangers:
            kinds.update(dict.fromkeys(_stamped(self.strangers[page], text, turn), "stamp"))
        for start, words in text.words_by_line():
            for position, word in enumerate(words, start=start):
                box = turn.box(tuple(text.boxes[position][:4]))
                for place, kind in self.repeated.get(word, ()):
                    if _within(box, place):
                        kinds[position] = kind
                if word.isdigit() and any(
                    left - SLACK <= box[0] and box[2] <= right + SLACK
                    for left, right in self.columns
                ):
                    kinds[position] = "line-number"
        return kinds


NO_OVERLAY = Overlay({}, [], {})


class Sample:
    """The first pages of a report with text, by which an `Overlay` is found."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._words: dict[Setting, Counter[int]] = defaultdict(Counter)  # by page, of all pages

    def passing(self, pages: Iterator[Page]) -> Iterator[Page]:
        """The pages as they come."""
        for page in pages:
            if page.runs and len(self._pages) < SAMPLE:
                self._pages.append(page)
            for run in page.runs:  # text that nobody can read is no stamp
                words = run.word_count if UNMAPPED not in run.text else STAMPED + 1
                self._words[_setting_of(run)][page.number] += words
            yield page

    def overlay(self) -> Overlay:
        return Overlay(
            _repeated(self._pages), _columns(self._pages), _strangers(self._pages, self._words)
        )


# Text at one place on most pages


def _repeated(pages: Sequence[Page]) -> dict[str, list[tuple[Box, KeptKind]]]:
    places: dict[tuple[str, int, int], list[tuple[Page, Run]]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            places[run.text, round(run.x0), round(run.top)].append((page, run))
    found: dict[str, list[tuple[Box, KeptKind]]] = defaultdict(list)
    again = {
        place: printed
        for place, printed in places.items()
        if len(printed) >= max(FEWEST, MOST * len(pages)) and len(place[0]) >= SHORTEST
    }
    repeated = {id(run) for printed in again.values() for _, run in printed}
    for (text, *_), printed in again.items():
        over = sum(
            _lies_over(run, [other for other in page.runs if id(other) not in repeated])
            for page, run in printed
        )
        beside = sum(_stands_aside(run, page.runs) for page, run in printed)
        if 2 * max(over, beside) > len(printed):
            kind: KeptKind = "watermark" if over >= beside else "stamp"
            run = printed[0][1]
            for word in text.split(" "):
                found[word].append(((run.x0, run.top, run.x1, run.bottom), kind))
    return found


def _lies_over(run: Run, runs: Sequence[Run]) -> bool:
    """Whether a run is printed over others, or is so large that it belongs to no text."""
    if runs and run.size > HUGE * median(other.size for other in runs):
        return True
    return any(
        min(run.x1, other.x1) - max(run.x0, other.x0) > 1
        and (_holds(other, run.top + run.bottom) or _holds(run, other.top + other.bottom))
        for other in runs
    )


def _holds(run: Run, twice_y: float) -> bool:
    return 2 * run.top < twice_y < 2 * run.bottom


def _stands_aside(run: Run, runs: Sequence[Run]) -> bool:
    """Whether a run stands left or right of all else on the page."""
    others = [other for other in runs if other is not run and other.text != run.text]
    if not others:
        return False
    left, right = min(other.x0 for other in others), max(other.x1 for other in others)
    return run.x1 < left - ASIDE or run.x0 > right + ASIDE


def _within(box: Box, place: Box) -> bool:
    return (
        box[0] >= place[0] - SLACK
        and box[1] >= place[1] - SLACK
        and box[2] <= place[2] + SLACK
        and box[3] <= place[3] + SLACK
    )


# Type that no other page has


def _setting_of(run: Run) -> Setting:
    return _setting(run.font, run.size, run.color)


@cache  # a report has few, and thousands of runs in each
def _setting(font: str, size: float, color: int) -> Setting:
    return Setting(font, round(2 * size) / 2, color)


def _strangers(
    pages: Sequence[Page], words: Mapping[Setting, Mapping[int, int]]
) -> dict[int, Stranger]:
    """The strange type on pages behind the first, among words of other type.

    Words in a font of their own may stand anywhere, others only outside the text.
    """
    if len(pages) < FEWEST:
        return {}
    in_font: dict[str, Counter[int]] = defaultdict(Counter)
    for setting, on_pages in words.items():
        in_font[setting.font].update(on_pages)
    fonts = {font for font, on_pages in in_font.items() if _is_rare(on_pages, len(pages))}
    settings = {each for each, on_pages in words.items() if _is_rare(on_pages, len(pages))}
    found: dict[int, Stranger] = {}
    texts = _boxes_of_text(pages, settings)
    for page in pages[1:]:
        strange = [run for run in page.runs if _setting_of(run) in settings or run.font in fonts]
        usual = page.word_count - sum(run.word_count for run in strange)
        if not strange or usual < AMONG:
            continue
        frame = _frame_of(pages, page, texts)
        own = frozenset(run.font for run in strange if run.font in fonts)
        outside = frozenset(_setting_of(run) for run in strange if not _lies_in(run, frame))
        if own or outside:
            found[page.number] = Stranger(own, outside, frame)
    return _saying_the_same(found, pages)


def _is_rare(on_pages: Mapping[int, int], pages: int) -> bool:
    return len(on_pages) < MOST * pages and max(on_pages.values()) <= STAMPED


def _saying_the_same(found: dict[int, Stranger], pages: Sequence[Page]) -> dict[int, Stranger]:
    """Those whose words, digits aside, stand on no other page, or on all pages with that type."""
    said: dict[Setting, set[str]] = defaultdict(set)
    for page in pages:
        if page.number in found:
            words: dict[Setting, list[str]] = defaultdict(list)
            for run in page.runs:
                words[_setting_of(run)] += [w for w in run.text.split(" ") if w.isalpha()]
            for setting, own in words.items():
                said[setting].add(" ".join(own))
    return {
        number: stranger
        for number, stranger in found.items()
        if all(
            len(texts) == 1
            for setting, texts in said.items()
            if setting in stranger.settings or setting.font in stranger.fonts
        )
    }


def _boxes_of_text(pages: Sequence[Page], strange: set[Setting]) -> dict[int, Box]:
    """The box of the usual text of each page that has any, by page."""
    boxes = {
        page.number: [_box(run) for run in page.runs if _setting_of(run) not in strange]
        for page in pages
    }
    return {number: united(of_page) for number, of_page in boxes.items() if of_page}


def _frame_of(pages: Sequence[Page], page: Page, texts: Mapping[int, Box]) -> Box:
    """What the usual text of all other pages as large stands in; anywhere where these are few.

    It has no foot where most pages end higher: others may be fuller.
    """
    others = [
        texts[other.number]
        for other in pages
        if other is not page and (other.width, other.height) == (page.width, page.height)
        if other.number in texts
    ]
    if len(others) < FEWEST:
        return ANYWHERE
    x0, top, x1, bottom = united(others)
    feet = sum(bottom - box[3] < SLACK for box in others)
    return x0, top, x1, bottom if feet > MOST * len(others) else ANYWHERE[3]


def _box(run: Run) -> Box:
    return run.x0, run.top, run.x1, run.bottom


def _lies_in(run: Run, frame: Box) -> bool:
    return not _is_outside(_box(run), frame)


def _is_outside(box: Box, frame: Box) -> bool:
    return box[2] <= frame[0] or box[0] >= frame[2] or box[3] <= frame[1] or box[1] >= frame[3]


def _stamped(stranger: Stranger, text: Text, turn: Turn) -> Iterator[int]:
    """The words of strange type that were drawn before or after all others, and out of place: as
    the report's own they would come between others, or stand where none does.
    """
    lines = [
        (line, range(start, start + len(words)))
        for line, (start, words) in zip(text.lines, text.words_by_line(), strict=True)
        if words
    ]

    def is_strange(each: tuple[dict[str, Any], range]) -> bool:
        return all(
            span["font"] in stranger.fonts or _setting_of_span(span) in stranger.settings
            for span in each[0]["spans"]
            if span["text"].strip()
        )

    first = list(takewhile(is_strange, lines))
    last = list(takewhile(is_strange, reversed(lines)))
    others = [turn.box(line["bbox"]) for line, _ in lines[len(first) : len(lines) - len(last)]]
    if not others:
        return
    top, bottom = min(box[1] for box in others), max(box[3] for box in others)
    for drawn, is_last in ((first, False), (last, True)):
        for line, positions in drawn:
            box = turn.box(line["bbox"])
            is_displaced = box[3] < bottom if is_last else box[1] > top
            own_font = all(span["font"] in stranger.fonts for span in line["spans"])
            may_be = own_font or _is_outside(box, stranger.frame)
            may_be = may_be and is_displaced and not _is_set_in(box, others)
            if may_be or box[1] >= stranger.frame[3]:
                yield from positions


def _is_set_in(box: Box, others: Sequence[Box]) -> bool:
    """Whether words go on a line, or stand in a row and column: somebody has corrected a word."""
    level = [other for other in others if abs(other[3] - box[3]) < LEVEL]
    gap = box[3] - box[1]
    if any(-gap < box[0] - other[2] < gap or -gap < other[0] - box[2] < gap for other in level):
        return True
    below = sum(abs(other[0] - box[0]) < SLACK for other in others)
    return bool(level) and below >= IN_COLUMN


def _setting_of_span(span: Mapping[str, Any]) -> Setting:
    return _setting(span["font"], span["size"], span["color"])


# Line numbers


class _Edge(NamedTuple):
    """The outermost word of a line on one side, and where the text beside it begins."""

    text: str
    x0: float
    x1: float
    baseline: float
    beside: float | None  # the near edge of the next word; None if it stands alone


def _columns(pages: Sequence[Page]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    long = few = 0
    columns: list[list[tuple[float, float]]] = [[], []]
    for page in pages:
        lines: dict[int, list[Run]] = defaultdict(list)
        for run in page.runs:
            lines[run.line].append(run)
        long += len(lines) >= LONG
        few += len(lines) >= LONG_ENOUGH
        for side in (0, 1):
            edges = [_edge(runs, side) for runs in lines.values()]
            column = _numbers(edges, side)
            if column is not None:
                columns[side].append(column)
    for side in (0, 1):
        if len(columns[side]) >= max(FEWEST, LINED * (long or few)):
            lefts, rights = zip(*columns[side], strict=True)
            found.append((min(lefts), max(rights)))
    return found


def _edge(runs: Sequence[Run], side: int) -> _Edge:
    run = runs[-side]
    word = run.text.rsplit(" ", 1)[-1] if side else run.text.split(" ", 1)[0]
    if not word.isdigit():  # as of most lines: where its other words stand does not matter
        return _Edge("", run.x0, run.x1, run.baseline, None)
    lefts, rights = edges_of(run.edges)
    alone = len(lefts) == 1
    if side == 0:
        beside = None if alone else lefts[1]
        beside = runs[1].x0 if alone and len(runs) > 1 else beside
        return _Edge(word, run.x0, rights[0], run.baseline, beside)
    beside = None if alone else rights[-2]
    beside = runs[-2].x1 if alone and len(runs) > 1 else beside
    return _Edge(word, lefts[-1], rights[-1], run.baseline, beside)


def _numbers(edges: Sequence[_Edge], side: int) -> tuple[float, float] | None:
    """The column of line numbers that a page has on one side, if it has one.

    They count up by one step, on most lines or at even distances, and everything else on the page
    stands clear of them.
    """
    digits = [edge for edge in edges if edge.text.isdigit() and len(edge.text) < 5]
    if len(digits) < STEPPED:
        return None
    outer = min(edge.x0 for edge in digits) if side == 0 else max(edge.x1 for edge in digits)
    numbers = [edge for edge in digits if abs((edge.x1 if side else edge.x0) - outer) < COLUMN]
    if len(numbers) < STEPPED:
        return None
    column = min(edge.x0 for edge in numbers), max(edge.x1 for edge in numbers)
    others = [edge.x0 if side == 0 else edge.x1 for edge in edges if edge not in numbers]
    others += [edge.beside for edge in numbers if edge.beside is not None]
    clear = (
        all(x > column[1] + ASIDE for x in others)
        if side == 0
        else all(x < column[0] - ASIDE for x in others)
    )
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(numbers))
    step, times = steps.most_common(1)[0]
    if not clear or step < 1 or times < 0.8 * (len(numbers) - 1):
        return None
    if len(numbers) < NUMBERED and (step != FIFTH or int(numbers[0].text) % FIFTH):
        return None
    first, last = numbers[0].baseline, numbers[-1].baseline
    between = sum(first <= edge.baseline <= last for edge in edges)
    return column if len(numbers) * step >= LINED * between else None
