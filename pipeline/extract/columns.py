"""Pages that are set in two columns: which stretches are read before which.

Only running text has columns: on either side of a gutter that hardly a line crosses stand about as
wide lines, many words in each. The cells of a table are uneven, or parted by ruling lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from statistics import median
from typing import Protocol, TypeVar

from msgspec.structs import replace

from pipeline.norwegian.numbering import item_heading, page_number
from pipeline.seams.terms import PageFormat
from pipeline.seams.words import Link, Page, Rule, Run, Strip, edges_of, packed

GUTTER = 8.0  # points: columns stand further apart
HEADINGS = 2  # on either side
LINES = 5  # on either side: fewer may be anything
LEVEL = 6.0  # points: a large heading's baseline lies as much lower than the line beside it
WIDEST = 5000.0  # points: no text is as wide, only one with a broken matrix
NEAR = 0.12  # of the width of the text: as near to its middle a gutter is
ANYWHERE = 0.4  # the same where the register states that there is one
WORDS = 2.5  # on average in a line: cells have fewer
MANY_WORDS = 4.5  # no side of a table has as many
TOUCH = 2.0  # points: the lines of two cells are no further apart
CELL = 12.0  # points: words further apart stand in two cells
FEW = 0.3  # of the lines
FULL = 0.7  # of the column's width: as wide are most lines of running text
EQUAL = 0.75  # the narrower column to the wider
NEARLY = 0.5  # the same where something is set in columns, but not clearly
CROSSED = 0.3  # of all lines: if more run across the gutter, it is none
HALF = 0.6  # of the width of the page's text: narrower groups are columns
ENDS = ".!?:;»)"  # what a sentence, or a line before a list, ends in
MIDDLE = 0.02  # of the width: as much on either side of the fold of a sheet is empty
APART = 2.2  # times the pitch: further off stand running heads and feet


class Placed(Protocol):
    """What is known of a stretch here."""

    @property
    def baseline(self) -> float: ...
    @property
    def x0(self) -> float: ...
    @property
    def rights(self) -> Sequence[float]: ...
    @property
    def words(self) -> Sequence[str]: ...


_P = TypeVar("_P", bound=Placed)
_BY_BASELINE = attrgetter("baseline")
_BY_X = attrgetter("x0")


def in_columns(
    stretches: Sequence[_P], rules: Iterable[Rule], stated: PageFormat | None = None
) -> tuple[list[list[_P]], bool]:
    """The stretches of a page in groups that are read one after the other; whether that is clear.

    Of one column that is one group. Where the page seems to be set in columns, but they cannot be
    told for certain, it is one group, too, and not clear. What the register has `stated` of the
    page decides; without a gutter two columns cannot be told apart.
    """
    whole = [list(stretches)]
    if stated == "one-column":
        return whole, True
    gutter = _gutter(stretches, NEAR if stated is None else ANYWHERE)
    if gutter is None:
        return whole, stated is None
    across = _lines_across(stretches, gutter)
    inside = [s for s in stretches if round(s.baseline) not in across]
    left = [s for s in inside if s.rights[-1] <= gutter[1]]
    right = [s for s in inside if s.x0 >= gutter[0]]
    if stated == "two-columns":
        return _groups(stretches, left, right), True
    beside = len(_heights(left)) + len(_heights(right))
    if len(across) > CROSSED * (len(across) + beside) or not _stand_side_by_side(left, right):
        return whole, True
    if not _are_prose(left, right) and not _have_measures(left, right):
        return whole, True
    widths = sorted((_width(left), _width(right)))
    if _is_ruled_across(_between(rules, left, right), gutter):
        return whole, True
    if widths[0] < EQUAL * widths[1]:
        many = min(words_a_line(left), words_a_line(right)) >= MANY_WORDS
        return whole, widths[0] < NEARLY * widths[1] or not many
    return _groups(stretches, left, right), True


def _is_ruled_across(rules: Iterable[Rule], gutter: tuple[float, float]) -> bool:
    """Whether a line is drawn across the gutter, whole or cell by cell, as in a table."""
    level: list[Rule] = []  # those that make one line, from its beginning on
    for rule in sorted((r for r in rules if r.horizontal), key=lambda r: (round(r.top), r.x0)):
        if level and (rule.top - level[-1].top > TOUCH or rule.x0 - level[-1].x1 > TOUCH):
            level = []
        level.append(rule)
        if level[0].x0 < gutter[0] and rule.x1 > gutter[1]:
            return True
    return False


def _gutter(stretches: Sequence[Placed], near: float) -> tuple[float, float] | None:
    """The widest strip that fewest lines cross, if it is wide and few do.

    It is as `near` to the middle, at most, of the width of the text.
    """
    if len(stretches) < 2 * LINES:
        return None
    first, last = min(s.x0 for s in stretches), max(s.rights[-1] for s in stretches)
    if last - first > WIDEST:
        return None
    reach, start = int(near * (last - first)), int((first + last) / 2 - near * (last - first))
    changes = [0] * (2 * reach + 2)
    for s in stretches:
        left, right = int(s.x0) - start, int(s.rights[-1]) + 1 - start
        if right > 0 and left <= 2 * reach:
            changes[max(0, left)] += 1
            changes[min(2 * reach + 1, right)] -= 1
    counts = list(accumulate(changes[:-1]))
    fewest = min(counts)
    if fewest > CROSSED * len(stretches):
        return None
    width, end = max(_runs_of(fewest, counts))
    return (start + end - width, start + end) if width >= GUTTER else None


def _runs_of(count: int, counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """How long each run of `count` is, and where it ends."""
    length = 0
    for position, here in enumerate([*counts, -1]):
        if here == count:
            length += 1
        elif length:
            yield length, position
            length = 0


def _lines_across(stretches: Sequence[Placed], gutter: tuple[float, float]) -> set[int]:
    """The heights of lines that run across the gutter, or leave no gutter between their words."""
    before: dict[int, float] = {}
    after: dict[int, float] = {}
    across: set[int] = set()
    for s in stretches:
        height, end = round(s.baseline), s.rights[-1]
        if s.x0 >= gutter[0]:
            after[height] = min(after.get(height, s.x0), s.x0)
        elif end > gutter[1]:
            across.add(height)
        else:
            before[height] = max(before.get(height, end), end)
    return across | {y for y in before.keys() & after.keys() if after[y] - before[y] < GUTTER}


def _stand_side_by_side(left: Sequence[Placed], right: Sequence[Placed]) -> bool:
    """Whether there are enough lines on either side, at the same height; their words may be apart,
    as in a line that is stretched to both margins.
    """
    heights = [_heights(left), _heights(right)]
    if not all(heights):
        return False
    top, bottom = max(map(min, heights)), min(map(max, heights))
    return min(sum(top - LEVEL <= y <= bottom + LEVEL for y in side) for side in heights) >= LINES


def _heights(side: Iterable[Placed]) -> set[int]:
    """The heights of lines; a line may be set in one stretch or word by word."""
    return {round(s.baseline) for s in side}


def _are_prose(left: Sequence[Placed], right: Sequence[Placed]) -> bool:
    """Whether lines have many words, and on one side at least most of them fill the column.

    The other side may be short, or a list.
    """
    words = min(words_a_line(left), words_a_line(right))
    in_cells = is_in_cells(left) or is_in_cells(right)
    return words >= WORDS and not in_cells and (_is_full(left) or _is_full(right))


def _have_measures(left: Sequence[Placed], right: Sequence[Placed]) -> bool:
    """Whether measures stand on both sides, as in no table: in one column only it has numbers."""
    if is_in_cells(left) or is_in_cells(right):
        return False
    return min(_named_headings(left), _named_headings(right)) >= HEADINGS


def _named_headings(side: Sequence[Placed]) -> int:
    """How many stretches begin as «Tiltak 8: …» does."""
    headings = (item_heading(" ".join(stretch.words)) for stretch in side)
    return sum(match is not None and match["named"] is not None for match in headings)


def is_in_cells(side: Sequence[Placed]) -> bool:
    """Whether wide gaps part the words of many lines, behind more than a bullet or a number."""
    ends: dict[int, float] = {}
    parted: set[int] = set()
    for s in sorted(side, key=_BY_X):
        line = round(s.baseline)
        if line in ends and s.x0 - ends[line] > CELL:
            parted.add(line)
        if any(map(str.isalpha, "".join(s.words))):
            ends[line] = s.rights[-1]
    return len(parted) > FEW * len(_heights(side))


def words_a_line(side: Sequence[Placed]) -> float:
    return sum(len(s.words) for s in side) / len(_heights(side))


def _is_full(side: Sequence[Placed]) -> bool:
    begin: dict[int, float] = {}
    end: dict[int, float] = {}
    for s in side:
        line = round(s.baseline)
        begin[line] = min(begin.get(line, s.x0), s.x0)
        end[line] = max(end.get(line, 0.0), s.rights[-1])
    return median(end[line] - begin[line] for line in begin) >= FULL * _width(side)


def _width(side: Sequence[Placed]) -> float:
    """How wide a column is: from where its lines begin to where all but a few of them end."""
    rights = sorted(s.rights[-1] for s in side)
    return rights[int(0.95 * (len(rights) - 1))] - min(s.x0 for s in side)


def _between(
    rules: Iterable[Rule], left: Sequence[Placed], right: Sequence[Placed]
) -> Iterable[Rule]:
    """The rules within the columns: those that part running heads and feet from them are not."""
    ordered = sorted([*left, *right], key=_BY_BASELINE)
    outside = {id(s) for s in _outside(ordered)}
    heights = [s.baseline for s in ordered if id(s) not in outside]
    top, bottom = heights[0], heights[-1]
    return (rule for rule in rules if top < rule.top < bottom)


def _groups(stretches: Sequence[_P], left: Sequence[_P], right: Sequence[_P]) -> list[list[_P]]:
    """The left column before the right, from one line across both to the next."""
    ids = {id(s): 0 for s in left} | {id(s): 1 for s in right}
    ordered = sorted(stretches, key=_BY_BASELINE)
    for s in _outside(ordered):
        ids.pop(id(s), None)
    groups: list[list[_P]] = []
    columns: tuple[list[_P], list[_P]] = ([], [])
    for s in ordered:
        if id(s) in ids:
            columns[ids[id(s)]].append(s)
            continue
        if columns[0] or columns[1]:
            groups += [*filter(None, columns), []]
            columns = ([], [])
        elif not groups:
            groups.append([])
        groups[-1].append(s)
    groups += filter(None, columns)
    return [group for group in groups if group]


def _outside(ordered: Sequence[_P]) -> list[_P]:
    """Running heads and feet: what stands far above or below all other lines."""
    heights = sorted(_heights(ordered))
    steps = [below - above for above, below in pairwise(heights)]
    far = APART * median(steps or [0])
    top = heights[1] if len(heights) > 1 and steps[0] > far else heights[0]
    bottom = heights[-2] if len(heights) > 1 and steps[-1] > far else heights[-1]
    return [s for s in ordered if not top <= round(s.baseline) <= bottom]


def one_below_another(groups: Sequence[list[Run]]) -> tuple[list[Run], list[Strip]]:
    """The runs of all groups, each group moved below the one before it, and where each was moved.

    Columns begin at one x. A column that ends within a sentence goes on in the next as from line to
    line, any other as from paragraph to paragraph.
    """
    if len(groups) < 2:
        return [run for group in groups for run in group], []
    left = min(run.x0 for group in groups for run in group)
    runs: list[Run] = []
    strips: list[Strip] = []
    for group in groups:
        x0, x1 = min(run.x0 for run in group), max(run.x1 for run in group)
        top, bottom = min(run.top for run in group), max(run.bottom for run in group)
        dx, dy, line = x0 - left if x1 - x0 < HALF * _all_width(groups) else 0.0, 0.0, 0
        if runs:
            last, first = runs[-1], group[0]
            goes_on = last.text[-1] not in ENDS and last.size == first.size
            step = (1.0 if goes_on and last.bold == first.bold else 2.0) * _pitch(groups)
            dy, line = first.baseline - (last.baseline + step), last.line + 1
        runs += [
            replace(
                run, line=run.line + line, x0=run.x0 - dx, x1=run.x1 - dx, top=run.top - dy,
                bottom=run.bottom - dy, baseline=run.baseline - dy, edges=_moved(run.edges, -dx),
            )
            for run in group
        ]  # fmt: skip
        strips.append(Strip(x0 - dx, top - dy, x1 - dx, bottom - dy, dx, dy))
    return runs, strips


def in_strips(links: Sequence[Link], strips: Sequence[Strip]) -> list[Link]:
    """The links with their boxes moved as the words that they lie on."""
    if not strips:
        return list(links)
    return [_in_strip(link, strips) for link in links]


def _in_strip(link: Link, strips: Sequence[Strip]) -> Link:
    x, y = (link.x0 + link.x1) / 2, (link.top + link.bottom) / 2
    for strip in strips:
        dx, dy = strip.dx, strip.dy
        if strip.x0 + dx <= x <= strip.x1 + dx and strip.top + dy <= y <= strip.bottom + dy:
            return replace(
                link, x0=link.x0 - dx, x1=link.x1 - dx, top=link.top - dy, bottom=link.bottom - dy
            )
    return link


def _all_width(groups: Sequence[Sequence[Run]]) -> float:
    runs = [run for group in groups for run in group]
    return max(run.x1 for run in runs) - min(run.x0 for run in runs)


def _pitch(groups: Sequence[Sequence[Run]]) -> float:
    """The commonest distance of baselines in the columns."""
    steps = Counter(
        round(below.baseline - above.baseline, 1)
        for group in groups
        for above, below in pairwise(group)
        if below.line > above.line
    )
    return max(steps, key=steps.__getitem__)


def _moved(edges: bytes, dx: float) -> bytes:
    lefts, rights = edges_of(edges)
    return packed([x + dx for x in lefts], [x + dx for x in rights])


def is_sheet(page: Page) -> bool:
    """Whether two pages stand side by side on it, each with its number, one higher than the other.

    A page without such numbers is none: a wide table may have a gutter in its middle, too.
    """
    if page.width <= page.height:
        return False
    middle, free = page.width / 2, MIDDLE * page.width
    halves: dict[tuple[int, bool], list[str]] = defaultdict(list)
    for word in page.words:
        if word.x0 < middle + free and word.x1 > middle - free:
            return False
        halves[word.line, word.x0 > middle].append(word.text)
    numbers: tuple[set[int], set[int]] = (set(), set())
    for (_, right), words in halves.items():
        match = page_number(" ".join(words))
        if match is not None:
            numbers[right].add(int(match["number"]))
    return any(number + 1 in numbers[1] for number in numbers[0])
