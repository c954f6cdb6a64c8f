"""What each page is, which number it bears, and where the numbers show that pages are not whole
or are not the report's.

Printed numbers are only held against each other: what is wrong is one that is missing, stands twice
or out of order. A page without a number may be the missing one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.norwegian.numbering import page_number
from pipeline.seams.entries import PageRead, Unplaced
from pipeline.seams.ids import page_scope
from pipeline.seams.vocabularies import PageKind
from pipeline.seams.words import UNMAPPED, Page, Strip
from pipeline.segment.lines import Line

LARGE = 0.25  # of the page: a smaller picture is no page that somebody scanned
MARKS = 3  # words: a glyph in fewer may be a bullet or an odd sign
HARDLY = 5  # words beside the page's furniture: more than a picture of a page has
SEQUENCE_BREAKS = ("page-missing", "page-doubled", "page-out-of-order")
LAST_MISSING = "page-missing-at-end"
USUAL = 0.5  # of the pages with a number in one place: as many must count with the pages
FULL = 8  # lines: pages with fewer may say the same, as those between parts do
FEWEST = 3  # pages that count, before their numbers are believed
_at_the_end = regex.compile(r"\d{1,4}$")
_at_the_start = regex.compile(r"^\d{1,4}\b")


class Numbered(NamedTuple):
    """A page's printed number, and how many pages it says there are."""

    number: int
    total: int | None


class PageFacts(NamedTuple):
    """What is kept of a page while its lines are read."""

    number: int
    words: int
    picture_share: float
    landscape: bool
    kept_out: int
    strips: list[Strip]
    turned: int
    width: float
    height: float
    columns_clear: bool
    damaged: bool
    pictured: bool
    illegible: bool

    @classmethod
    def of(cls, page: Page) -> PageFacts:
        return cls(
            page.number, page.word_count, page.picture_share, page.landscape, len(page.kept),
            page.strips,
            page.turned, page.width, page.height, page.columns_clear, page.damaged,
            page.pictured, _is_illegible(page),
        )  # fmt: skip


def _is_illegible(page: Page) -> bool:
    """Whether letters of words are unknown, as where a font has no table of its characters."""
    words = [w for run in page.runs if UNMAPPED in run.text for w in run.text.split(" ")]
    return sum(UNMAPPED in word and len(word) > 1 for word in words) >= MARKS


def pages_read(
    facts: Sequence[PageFacts], furniture: Mapping[int, Sequence[Line]]
) -> list[PageRead]:
    """The pages, with what their running heads and feet say. `furniture` are its lines by page."""
    printed = printed_numbers(furniture)
    unnumbered = (None, None)
    return [
        PageRead(
            page.number,
            printed.get(page.number, unnumbered)[0],
            printed.get(page.number, unnumbered)[1],
            _kind(page, furniture.get(page.number, ())),
            page.landscape,
            page.words,
            page.picture_share,
            page.kept_out,
            page.strips,
            page.turned,
            page.width,
            page.height,
        )
        for page in facts
    ]


def _kind(page: PageFacts, furniture: Sequence[Line]) -> PageKind:
    words = page.words - sum(run.word_count for line in furniture for run in line.runs)
    if words <= HARDLY and page.picture_share >= LARGE:
        return "picture"
    return "text" if words else "blank"


# Printed numbers


def printed_numbers(furniture: Mapping[int, Sequence[Line]]) -> dict[int, Numbered]:
    """The number that each page bears.

    It stands alone («9», «Side 9 av 75»), or first or last in a running head. Of these places, the
    one counts where most numbers grow with the pages.
    """
    places: dict[str, dict[int, Numbered]] = defaultdict(dict)
    for page, lines in furniture.items():
        for line in lines:
            for place, numbered in _numbers_in(line.text.strip()):
                places[place].setdefault(page, numbered)
    best: dict[int, Numbered] = {}
    counting = 0
    for numbers in places.values():
        offsets = Counter(numbered.number - page for page, numbered in numbers.items())
        grow = max(offsets.values())
        # Where pages are missing or doubled, all later ones are as far off: they count, too.
        steps = sum(b[1].number - a[1].number == b[0] - a[0] for a, b in pairwise(numbers.items()))
        grow = max(grow, steps + 1)
        if grow >= max(FEWEST, USUAL * len(numbers)) and grow > counting:
            best, counting = numbers, grow
    return best


def _numbers_in(text: str) -> Iterator[tuple[str, Numbered]]:
    match = page_number(text)
    if match is not None:
        yield (
            "alone",
            Numbered(int(match["number"]), int(match["total"]) if match["total"] else None),
        )
        return
    for place, pattern in (("last", _at_the_end), ("first", _at_the_start)):
        found = pattern.search(text)
        if found is not None:
            yield place, Numbered(int(found[0]), None)


def _printed(page: PageRead) -> int:
    assert page.printed is not None
    return page.printed


# Pages of something else


def pages_put_in(pages: Sequence[PageRead], fonts: Mapping[int, AbstractSet[str]]) -> set[int]:
    """The pages with text that somebody has put between the report's, or behind them.

    The report's own numbers count on across them, and they bear none, or they have no `fonts` in
    common with any other page; or the last number says that it is the last. In a report whose pages
    bear no numbers, fonts alone tell.
    """
    texts = {page.page for page in pages if page.kind == "text"}
    often = Counter(font for page in texts for font in fonts[page])
    strange = {n for n in texts if all(often[font] == 1 for font in fonts[n])}
    if len(texts) <= FEWEST:
        strange = set()
    numbered = [page for page in pages if page.printed is not None and page.page not in strange]
    if not numbered:
        return strange & {page.page for page in pages[1:-1]}
    found: set[int] = set()
    for above, below in pairwise(numbered):
        if _printed(below) == _printed(above) + 1:
            found.update(range(above.page + 1, below.page))
    last = numbered[-1]
    behind = range(last.page + 1, len(pages) + 1)
    found.update(behind if last.printed == last.printed_total else strange.intersection(behind))
    return found & texts


def pages_again(pages: Sequence[PageRead], lines: Iterable[Sequence[Line]]) -> set[int]:
    """The pages that say what an earlier page says, word by word, and bear no number."""
    found: set[int] = set()
    before: set[tuple[str, ...]] = set()
    for page, on_page in zip(pages, lines, strict=True):
        said = tuple([line.text for line in on_page])
        if page.printed is None and len(said) >= FULL and said in before:
            found.add(page.page)
        before.add(said)
    return found


# What shows that pages are not whole


def pages_not_whole(
    facts: Sequence[PageFacts],
    pages: Sequence[PageRead],
    put_in: AbstractSet[int],
    again: AbstractSet[int] = frozenset(),
) -> Iterator[Unplaced]:
    """A row for each page that is a picture, or has one of text, is damaged, illegible, in columns
    that are not clear or put in, and for each break.

    Breaks are in the printed page numbers.
    """
    for each in facts:
        if not each.columns_clear:
            yield Unplaced(page_scope(each.number), each.number, "page-in-columns", "")
        if each.damaged:
            yield Unplaced(page_scope(each.number), each.number, "page-damaged", "")
        if each.illegible:
            yield Unplaced(page_scope(each.number), each.number, "page-illegible", "")
    pictured = {each.number for each in facts if each.pictured}
    for page in pages:
        if page.page in pictured and page.kind != "picture":
            yield Unplaced(page_scope(page.page), page.page, "page-partly-picture", "")
        if page.kind == "picture":
            yield Unplaced(page_scope(page.page), page.page, "page-is-picture", "")
        if page.page in again:
            yield Unplaced(page_scope(page.page), page.page, "page-doubled", "")
        elif page.page in put_in:
            yield Unplaced(page_scope(page.page), page.page, "page-put-in", "")
    yield from _breaks([page for page in pages if page.page not in put_in], len(pages))


def _breaks(pages: Sequence[PageRead], count: int) -> Iterator[Unplaced]:
    numbered = [page for page in pages if page.printed is not None]
    if not numbered:
        return
    bearers: dict[int, list[int]] = defaultdict(list)
    for page in numbered:
        bearers[_printed(page)].append(page.page)
    for part in _parts(numbered):
        yield from _breaks_within(part, bearers, count)


def _parts(numbered: Sequence[PageRead]) -> Iterator[list[PageRead]]:
    """The pages, parted where the count begins anew from 1, as in an appendix."""
    part: list[PageRead] = []
    for position, page in enumerate(numbered):
        following = numbered[position + 1 : position + 2]
        anew = page.printed == 1 and (not following or following[0].printed == 2)
        other = bool(part) and page.printed_total != part[0].printed_total
        if part and anew and (other or page.printed_total is None):
            yield part
            part = []
        part.append(page)
    yield part


def _breaks_within(
    part: Sequence[PageRead], bearers: Mapping[int, Sequence[int]], pages: int
) -> Iterator[Unplaced]:
    highest = _printed(part[0])
    here = Counter(_printed(page) for page in part)
    total = part[0].printed_total
    unnumbered_before = part[0].page - 1
    if total is not None and _printed(part[0]) - 1 > unnumbered_before:
        yield from _missing(part[0], range(1, _printed(part[0])), here)
    for above, below in pairwise(part):
        step, between = _printed(below) - _printed(above), below.page - above.page - 1
        if step == 0 or (step < 0 and here[_printed(below)] > 1):
            yield _row(below, "page-doubled", [_printed(below)])
        elif step < 0:
            yield _row(below, "page-out-of-order", [_printed(above), _printed(below)])
        elif _printed(below) - highest > between + 1:
            yield from _missing(below, range(highest + 1, _printed(below)), here)
        highest = max(highest, _printed(below))
    last = part[-1]
    if total is not None and total - highest > _unnumbered_after(last, bearers, pages):
        yield _row(last, "page-missing-at-end", [*range(highest + 1, total + 1)])


def _unnumbered_after(last: PageRead, bearers: Mapping[int, Sequence[int]], pages: int) -> int:
    following = [page for bearing in bearers.values() for page in bearing if page > last.page]
    return min(following, default=pages + 1) - last.page - 1


def _missing(page: PageRead, numbers: Sequence[int], here: Counter[int]) -> Iterator[Unplaced]:
    missing = [number for number in numbers if not here[number]]
    if missing:
        yield _row(page, "page-missing", missing)


def _row(page: PageRead, reason: str, numbers: Sequence[int]) -> Unplaced:
    """A break at a page, with the printed numbers that it is about."""
    first, last = str(numbers[0]), str(numbers[-1])
    together = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    text = f"{first}–{last}" if together else ", ".join(map(str, numbers))
    return Unplaced(page_scope(page.page), page.page, reason, text)
