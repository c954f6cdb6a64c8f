"""Visual lines of the pages, and what is ordinary in this report: type, margins, line pitch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.words import Page, Word

FLUSH = 0.7  # share of the full lines that end at one x where text is justified
COMMON = 0.3  # of the commonest step's count: as often as this, a step is no accident


class Style(NamedTuple):
    """How type looks. Sizes are rounded to half points: typesetters scale by tiny amounts."""

    font: str
    size: float
    bold: bool
    italic: bool


class Line(NamedTuple):
    """The words on one baseline, from left to right. `number` counts the page's lines from 0.

    `style` is that of most of its letters, `size` that of the largest.
    """

    page: int
    number: int
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    text: str
    style: Style
    words: tuple[Word, ...]


class Layout(NamedTuple):
    """What is ordinary in this report.

    `body` is the style of running text, `pitch` the distance of its baselines, `right` the x
    that full lines reach, `space` the width of a space; all in points. `justified` says that
    full lines end at one x.
    """

    body: Style
    pitch: float
    left: float
    right: float
    space: float
    justified: bool


@cache
def _style(size: float, font: str, bold: bool, italic: bool) -> Style:
    return Style(font, round(size * 2) / 2, bold, italic)


def _prevailing_style(words: Iterable[Word]) -> Style:
    """The style that most letters of `words` are set in; numbers and marks hardly count."""
    weights: dict[Style, int] = {}
    for word in words:
        style = _style(word.size, word.font, word.bold, word.italic)
        weights[style] = weights.get(style, 0) + 1 + 10 * sum(map(str.isalpha, word.text))
    return max(weights, key=weights.__getitem__)


def lines_of(page: Page) -> list[Line]:
    """The page's lines from the top."""
    return [_line(tuple(words)) for _, words in groupby(page.words, key=attrgetter("line"))]


def _line(words: tuple[Word, ...]) -> Line:
    first, last = words[0], words[-1]
    if len({word[8:12] for word in words}) == 1:  # one style, as most lines are
        style, size = _style(*first[8:12]), first.size
    else:
        style, size = _prevailing_style(words), max([word.size for word in words])
    return Line(
        first.page,
        first.line,
        first.x0,
        min([word.top for word in words]),
        last.x1,
        max([word.bottom for word in words]),
        first.baseline,
        size,
        " ".join([word.text for word in words]),
        style,
        words,
    )


def layout_of(lines: Sequence[Line]) -> Layout:
    """What is ordinary among `lines`; raises ValueError if there are none."""
    letters: Counter[Style] = Counter()
    for line in lines:
        letters[line.style] += len(line.text)
    body = max(letters, key=letters.__getitem__)
    plain = [line for line in lines if line.style.size == body.size]
    pitches: Counter[float] = Counter()
    spaces: Counter[float] = Counter()
    for line, following in pairwise(plain):
        step = following.baseline - line.baseline
        if line.page == following.page and 0 < step < 4 * body.size:
            pitches[round(step * 5) / 5] += 1
        if len(line.words) > 2:
            spaces[round((line.words[2].x0 - line.words[1].x1) * 5) / 5] += 1
    lefts = Counter(round(line.x0) for line in plain)
    left = float(min(x for x, count in lefts.items() if count >= 0.02 * len(plain)))
    rights = sorted(line.x1 for line in plain)
    right = rights[int(0.99 * (len(rights) - 1))]
    full = [x for x in rights if x > right - 0.1 * (right - left)]
    flush = [x for x in full if x > right - 1]
    return Layout(
        body,
        _pitch(pitches, body.size),
        left,
        right,
        max(spaces, key=spaces.__getitem__) if spaces else 0.25 * body.size,
        len(flush) > FLUSH * len(full),
    )


def _pitch(steps: Counter[float], size: float) -> float:
    """The distance of baselines: the commonest step but for paragraphs of one line each.

    Where these prevail, the commonest step is that from paragraph to paragraph; the distance
    is then the smallest that many lines have.
    """
    common = [step for step, count in steps.items() if count >= COMMON * max(steps.values())]
    near = [step for step in common if step < min(common) + 0.05 * size]
    return max(near, key=steps.__getitem__) if near else 1.2 * size
