"""Visual lines of the pages, and what is ordinary in this report: type, margins, line pitch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby, islice, pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from pipeline.seams.words import (
    Page,
    Run,
    Word,
    edges_of,
    first_right,
    runs_of,
    second_gap,
    widest_gap,
)

FLUSH = 0.7  # share of the full lines that end at one x where text is justified
_BY_LINE = attrgetter("line")
_BY_STYLE = attrgetter("style")
_BY_PAGE = attrgetter("page")
ACROSS = 0.5  # of the page's width
PARTED = 1.0  # of the type size: justified lines have spaces that are hardly wider
TIGHTEST = 0.9  # times the size of the type: the least distance of lines set solid
LONGEST_MARK = 2  # digits of a mark that calls a note
MARK_SIZE = 0.6  # times the size of the line that it belongs to: the most that a mark has
COMMON = 0.3  # of the commonest step's count: as often as this, a step is no accident
SAME_SIZE = 3.0  # points: pages whose sides differ by less have one format
ENOUGH = 10  # lines: a format with fewer tells nothing of its own habits

Format = tuple[float, float]  # width and height of a page


class Style(NamedTuple):
    """How type looks. Sizes are rounded to half points: typesetters scale by tiny amounts."""

    font: str
    size: float
    bold: bool
    italic: bool


class Line(msgspec.Struct, gc=False, eq=False):
    """The words on one baseline, from left to right. `number` counts the page's lines from 0.

    `text` is the words parted by one space. `style` is that of most of its letters, `size` that
    of the largest. Most lines are one run, of which only the `edges` are kept, for there are as
    many lines as a report has; the others keep theirs in `several`. `color` is the first run's.
    `cell` counts the cells of small tables: odd for a label, the next for its value, 0 elsewhere.
    `inset` says that it stands in a frame of its own (`box`), is a row of a small table in running
    text (`table`), or the status that stood in the heading above (`status`). `cut` is by how much a
    box beside it shortens its measure, left and right. Two lines that say the same are two.
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
    color: int
    edges: bytes = b""
    several: tuple[Run, ...] = ()
    cell: int = 0
    inset: Literal["", "box", "table", "status"] = ""
    cut: tuple[float, float] = (0.0, 0.0)
    _words: tuple[Word, ...] | None = None
    _gap: float | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        if self.several:
            return self.several
        font, _, bold, italic = self.style
        run = Run(
            self.page, self.number, self.x0, self.top, self.x1, self.bottom, self.baseline,
            self.text, self.size, font, bold, italic, False, self.color, self.edges,
        )  # fmt: skip
        return (run,)

    @property
    def words(self) -> tuple[Word, ...]:
        """The words one by one, made when first asked for: of most lines they never are."""
        if self._words is None:
            self._words = tuple([word for run in self.runs for word in run.words()])
        return self._words

    def is_parted(self, gap: float) -> bool:
        """Whether words stand further apart than `gap` times their size: most lines' do not."""
        if self._gap is None:
            if self.several:
                self._gap = _widest_gap(self.several)
            else:
                self._gap = widest_gap(self.edges) / self.size
        return self._gap > gap

    @property
    def has_raised(self) -> bool:
        """Whether some of its words are raised."""
        return bool(self.several) and any(run.raised for run in self.several)

    @property
    def first_right(self) -> float:
        """Where the first word ends."""
        return first_right(self.edges or self.several[0].edges)

    @property
    def second_left(self) -> float:
        """Where the second word, which there must be, begins."""
        lefts, _ = edges_of(self.edges or self.several[0].edges)
        return lefts[1] if len(lefts) > 1 else self.several[1].x0

    def of_words(self, words: Sequence[Word]) -> Line:
        """The line with other words: some moved here from another line, or taken away."""
        text = " ".join([word.text for word in words])
        return self.of_runs(text, runs_of(words))

    def reworded(self, words: Sequence[str]) -> Line:
        """The line with other words in the same places: those without their footnote marks."""
        rest = iter(words)
        runs = [replace(run, text=" ".join(islice(rest, run.word_count))) for run in self.runs]
        return self.of_runs(" ".join(words), runs)

    def of_runs(self, text: str, runs: Iterable[Run]) -> Line:
        """The line with other runs, which have this text."""
        return replace(self, text=text, several=tuple(runs), _words=None, _gap=None)


def _widest_gap(runs: Iterable[Run]) -> float:
    """The widest white space between two of the words, in sizes of the type; 0 for one word."""
    widest, end, above = 0.0, None, 0.0
    for run in runs:
        lefts, rights = edges_of(run.edges)
        widest = max(widest, widest_gap(run.edges) / run.size)
        if end is not None:
            widest = max(widest, (lefts[0] - end) / min(above, run.size))
        end, above = rights[-1], run.size
    return widest


class Layout(NamedTuple):
    """What is ordinary on the pages of this report's main format, the one with most running text.

    `body` is the style of running text, `pitch` the distance of its baselines, `right` the x
    that full lines reach, `space` the width of a space; all in points. `justified` says that
    full lines end at one x. `others` has what is ordinary on each page of another format.
    `prose` is the size of text that runs across the pages: larger than `body` where tables
    have most of it.
    """

    format: Format
    body: Style
    pitch: float
    left: float
    right: float
    space: float
    justified: bool
    others: Mapping[int, Layout] = {}
    prose: float = 0.0

    def is_larger(self, line: Line, times: float) -> bool:
        """Whether a line is set so many times as large as running text, as a heading may be."""
        if line.style.bold:
            return line.size > times * self.on(line.page).body.size
        return line.size > times * max(self.on(line.page).body.size, self.prose)

    def on(self, page: int) -> Layout:
        """What is ordinary on `page`."""
        return self.others.get(page, self)


@cache
def _style(size: float, font: str, bold: bool, italic: bool) -> Style:
    return Style(font, round(size * 2) / 2, bold, italic)


def _prevailing_style(runs: Iterable[Run]) -> Style:
    """The style that most letters of `runs` are set in; numbers and marks hardly count."""
    weights: dict[Style, int] = {}
    for run in runs:
        style = _style_of(run)
        letters = sum(map(str.isalpha, run.text))
        weights[style] = weights.get(style, 0) + run.word_count + 10 * letters
    return max(weights, key=weights.__getitem__)


def _style_of(run: Run) -> Style:
    return _style(run.size, run.font, run.bold, run.italic)


def lines_of(page: Page) -> list[Line]:
    """The page's lines from the top.

    The mark that calls a note belongs to the line above where some typesetter broke the line
    before it.
    """
    lines: list[Line] = []
    for _, runs in groupby(page.runs, key=_BY_LINE):
        line = line_of(tuple(runs))
        if len(line.text) <= LONGEST_MARK and lines and _is_mark_of(lines[-1], line):
            above, mark = lines[-1], replace(line.runs[0], raised=True)
            lines[-1] = above.of_runs(f"{above.text} {mark.text}", (*above.runs, mark))
        else:
            lines.append(line)
    return lines


def _is_mark_of(above: Line, line: Line) -> bool:
    """Whether a line is nothing but a small number, as near below another as its next line.

    Below a heading it may be the number of a row.
    """
    step = line.baseline - above.baseline
    small = line.size < MARK_SIZE * above.size and not above.style.bold
    return line.text.isdigit() and small and 0 < step < 1.5 * above.size


def text_of(words: Iterable[Word]) -> str:
    """The words parted by one space."""
    return " ".join([word.text for word in words])


def line_of_words(words: Sequence[Word]) -> Line:
    """The line that words, which stood in a longer one, are by themselves."""
    return line_of(tuple(runs_of(words)))


def line_of(runs: tuple[Run, ...]) -> Line:
    """The line that these runs, from left to right, are all of."""
    first, last = runs[0], runs[-1]
    if first is last and not first.raised:  # as most lines are
        return Line(
            first.page,
            first.line,
            first.x0,
            first.top,
            first.x1,
            first.bottom,
            first.baseline,
            first.size,
            first.text,
            _style_of(first),
            first.color,
            first.edges,
        )
    return Line(
        first.page,
        first.line,
        first.x0,
        min([run.top for run in runs]),
        last.x1,
        max([run.bottom for run in runs]),
        first.baseline,
        max([run.size for run in runs]),
        " ".join([run.text for run in runs]),
        _prevailing_style(runs),
        first.color,
        several=runs,
    )


def layout_of(lines: Sequence[Line], formats: Mapping[int, Format]) -> Layout:
    """What is ordinary among `lines`, format by format; `formats` has that of each page.

    So one page that lies, or is cropped, changes nothing on the others. Raises ValueError if there
    are no lines.
    """
    by_format: defaultdict[Format, list[Line]] = defaultdict(list)
    for page, on_page in groupby(lines, key=_BY_PAGE):
        by_format[formats[page]] += on_page
    body = _prevailing(lines)
    main = max(by_format, key=lambda size: len(_set_as(body, by_format[size])))
    layout = _layout_of_format(_set_as(body, by_format[main]), body, main)
    learnt: dict[Format, Layout] = {}
    for size, own in by_format.items():
        if size != main and len(own) >= ENOUGH:
            style = _prevailing(own)
            learnt[size] = _layout_of_format(_set_as(style, own), style, size)
    others = {
        page: learnt.get(size) or _moved(layout, size)
        for page, size in formats.items()
        if size != main
    }
    across = [line for line in lines if _runs_across(line, formats[line.page])]
    prose = _prevailing(across).size if across else body.size
    return layout._replace(others=others, prose=prose)


def _runs_across(line: Line, size: Format) -> bool:
    """Whether a line in plain type runs over most of the page, as none in a table's cell does."""
    width, _ = size
    plain = not line.style.bold and line.x1 - line.x0 > ACROSS * width
    return plain and not line.is_parted(PARTED)


def _prevailing(lines: Iterable[Line]) -> Style:
    """The style that most letters are set in."""
    letters: Counter[Style] = Counter()
    for style, own in groupby(lines, key=_BY_STYLE):  # which most lines share with the next
        letters[style] += sum([len(line.text) for line in own])
    return max(letters, key=letters.__getitem__)


def _set_as(style: Style, lines: Iterable[Line]) -> list[Line]:
    """The lines of the same size."""
    return [line for line in lines if line.style.size == style.size]


def formats_of(sizes: Mapping[int, Format]) -> dict[int, Format]:
    """The format of each page: its size, or that of an earlier page which differs by a hair."""
    known: list[Format] = []
    formats: dict[int, Format] = {}
    for page, size in sizes.items():
        formats[page] = next((other for other in known if _are_alike(other, size)), size)
        if formats[page] is size:
            known.append(size)
    return formats


def _are_alike(one: Format, other: Format) -> bool:
    return all(abs(a - b) < SAME_SIZE for a, b in zip(one, other, strict=True))


def _layout_of_format(plain: Sequence[Line], body: Style, size: Format) -> Layout:
    """What is ordinary among lines of the size of running text, all on pages of one format.

    No page alone says where the margins are, where there are several.
    """
    steps = (b.baseline - a.baseline for a, b in pairwise(plain) if a.page == b.page)
    least, most = TIGHTEST * body.size, 4 * body.size  # the cells of a row can stand nearer
    pitches = Counter(round(step * 5) / 5 for step in steps if least < step < most)
    gaps = (second_gap(line.edges or line.several[0].edges) for line in plain)
    spaces = Counter([round(gap * 5) / 5 for gap in gaps if gap is not None])
    pages = [list(on_page) for _, on_page in groupby(plain, key=_BY_PAGE)]
    leftmost = sorted([min([line.x0 for line in on_page]) for on_page in pages])[:2][-1]
    rightmost = sorted([max([line.x1 for line in on_page]) for on_page in pages])[-2:][0]
    lefts = Counter(round(line.x0) for line in plain)
    left = float(min(x for x, count in lefts.items() if count >= 0.02 * len(plain)))
    left = max(left, float(round(leftmost)))
    rights = sorted(line.x1 for line in plain)
    right = min(rights[int(0.99 * (len(rights) - 1))], rightmost)
    full = [x for x in rights if x > right - 0.1 * (right - left)]
    flush = [x for x in full if x > right - 1]
    return Layout(
        size,
        body,
        _pitch(pitches, body.size),
        left,
        right,
        max(spaces, key=spaces.__getitem__) if spaces else 0.25 * body.size,
        len(flush) > FLUSH * len(full),
    )


def _moved(layout: Layout, size: Format) -> Layout:
    """The layout on a page of another format with hardly any text: its margins are as wide.

    On a page of the same shape all is larger or smaller.
    """
    width, height = layout.format
    scale = size[0] / width
    if _are_alike((scale * width, scale * height), size):
        return Layout(
            size,
            layout.body._replace(size=round(2 * scale * layout.body.size) / 2),
            scale * layout.pitch,
            scale * layout.left,
            scale * layout.right,
            scale * layout.space,
            layout.justified,
        )
    right = max(size[0] - (width - layout.right), 0.5 * size[0])
    return layout._replace(format=size, left=min(layout.left, 0.5 * size[0]), right=right)


def _pitch(steps: Counter[float], size: float) -> float:
    """The distance of baselines: the commonest step but for paragraphs of one line each.

    Where these prevail, the commonest step is that from paragraph to paragraph; the distance
    is then the smallest that many lines have.
    """
    common = [step for step, count in steps.items() if count >= COMMON * max(steps.values())]
    near = [step for step in common if step < min(common) + 0.05 * size]
    return max(near, key=steps.__getitem__) if near else 1.2 * size
