"""Hyperlinks: the words that carry them, and problems with their addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import regex
from msgspec import structs

from pipeline.parse.spans import Row, boxes_of
from pipeline.runtime.printable import LONGEST_ADDRESS
from pipeline.seams.entries import Block, Placed
from pipeline.seams.ids import PAGE, ItemId, ReportId, RowId, Scope, link_id, page_scope, unread_id
from pipeline.seams.tables import LinkRow, Unread
from pipeline.seams.vocabularies import LinkProblem
from pipeline.seams.words import Link

LOCAL = regex.compile(r"(?i)file:|[a-z]:[\\/]|\\\\")
TOUCHING = 1.0  # points: boxes closer than this are one
SHOWN = 300  # characters of an address that is unread: enough to know it by
WELL, BARELY = 0.5, 0.3  # fraction of a word that a link's box covers
ADDRESS = regex.compile(r"(?i)(?:https?|ftps?)://[^\s/]+\.[^\s/]+|mailto:[^\s@]+@\S+|tel:[+\d]|#\S")


class _Carried(NamedTuple):
    """The part of a block's text that a link's box covers."""

    start: int
    end: int
    url: str


class _Match(NamedTuple):
    """The match of a box: the number of the block, the text covered, and whether it fits well."""

    block: int
    carried: _Carried
    well: bool


class Links:
    """Finds the words that carry hyperlinks, as the blocks are read.

    Blocks with a link are kept until all have been read: a later block may match better, and the
    links of a scope are numbered consecutively.
    """

    def __init__(self, links: Iterable[Link]) -> None:
        self._boxes = _whole_boxes(links)
        self._on_page: dict[int, list[int]] = defaultdict(list)
        for number, link in enumerate(self._boxes):
            self._on_page[link.page].append(number)
        self._matches: dict[int, _Match] = {}
        self._blocks: list[Block] = []

    def look_in(self, blocks: Iterable[Block]) -> None:
        """Match the boxes to the words of these blocks; a later block wins only if it fits well."""
        for block in blocks:
            page = block.page
            if page not in self._on_page and page == block.last_page:
                continue
            carries = False
            for number, words in self._words_by_box(block).items():
                link, before = self._boxes[number], self._matches.get(number)
                well = _under(link, words, WELL)
                covered = well or _under(link, words, BARELY)
                if covered and (before is None or (well and not before.well)):
                    stretch = _stretch(link, covered, block.text)
                    self._matches[number] = _Match(len(self._blocks), stretch, bool(well))
                    carries = True
            if carries:
                self._blocks.append(block)

    def rows(self, report_id: ReportId, item_ids: Mapping[Scope, ItemId]) -> Iterator[Row]:
        """One row for each hyperlink in reading order, even if it is broken over lines.

        A box without words is unread, as is one whose address could not be read.
        """
        carried: dict[int, list[_Carried]] = defaultdict(list)
        times: Counter[RowId] = Counter()
        for number, link in enumerate(self._boxes):
            match = self._matches.get(number)
            if match is not None and 0 < len(link.url) <= LONGEST_ADDRESS:
                _add(carried[match.block], match.carried, self._blocks[match.block].text)
                continue
            known = page_scope(link.page), _reason_unread(link), link.url[:SHOWN]
            times[unread_id(*known)] += 1
            yield Unread(
                report_id, None, unread_id(*known, times[unread_id(*known)]), link.page,
                stage="parse", scope=PAGE, reason=known[1], text=known[2],
            )  # fmt: skip
        count: Counter[Scope] = Counter()
        for number, block in enumerate(self._blocks):
            for start, end, url in sorted(carried[number], key=attrgetter("start")):
                count[block.scope] += 1
                row = LinkRow(
                    report_id,
                    item_ids.get(block.owner),
                    link_id(block.scope, count[block.scope]),
                    block.spans(start, end)[0].page,
                    scope=block.scope,
                    text=block.text[start:end],
                    url=url,
                    problem=problem_of(url),
                )
                yield row
                yield boxes_of(row, "mention", [block], start, end)

    def _words_by_box(self, block: Block) -> dict[int, list[Placed]]:
        """The words on the same line as a box, by the number of the box."""
        words: dict[int, list[Placed]] = defaultdict(list)
        for place in block.places:
            middle = (place.top + place.bottom) / 2
            for number in self._on_page.get(place.page, ()):
                link = self._boxes[number]
                if link.top < middle < link.bottom and place.start < place.end:
                    words[number] += place.words(block.text)
        return words


def _reason_unread(link: Link) -> str:
    """Why there is no row for a link."""
    if not link.url:
        return "link-without-address"
    if len(link.url) > LONGEST_ADDRESS:
        return "link-too-long"
    return "link-without-words"


def problem_of(url: str) -> LinkProblem | None:
    """`local-file` for a path on somebody's disk, `not-a-url` for what is not an address."""
    if LOCAL.match(url):
        return "local-file"
    return None if ADDRESS.match(url) else "not-a-url"


def _whole_boxes(links: Iterable[Link]) -> list[Link]:
    """The boxes, merged where they touch on one line and have the same address.

    The hyphen of a broken word has a separate box.
    """
    whole: list[Link] = []
    for link in links:
        before = whole[-1] if whole else None
        if (
            before is not None
            and (before.page, before.url) == (link.page, link.url)
            and abs(before.top - link.top) + abs(before.bottom - link.bottom) < TOUCHING
            and abs(before.x1 - link.x0) < TOUCHING
        ):
            whole[-1] = structs.replace(before, x1=link.x1)
        else:
            whole.append(link)
    return whole


def _add(carried: list[_Carried], stretch: _Carried, text: str) -> None:
    """Add a box's text to the link it continues, else as a new one; ignore a box drawn twice."""
    for index in range(len(carried) - 1, max(-1, len(carried) - 12), -1):
        if carried[index] == stretch:
            return
        if _goes_on(carried[index], stretch, text):
            carried[index] = carried[index]._replace(end=stretch.end)
            return
    carried.append(stretch)


def _goes_on(before: _Carried, stretch: _Carried, text: str) -> bool:
    """Whether a box continues the link before it: same address, next words in the text."""
    between = text[before.end : stretch.start]
    return (
        before.url == stretch.url and 0 <= stretch.start - before.end <= 2 and not between.strip()
    )


def _under(link: Link, words: Iterable[Placed], least: float) -> list[Placed]:
    """The words of which the link's box covers more than the fraction `least`."""
    return [
        word
        for word in words
        if min(link.x1, word.x1) - max(link.x0, word.x0) > least * (word.x1 - word.x0)
    ]


def _stretch(link: Link, words: Sequence[Placed], text: str) -> _Carried:
    """The text that the link's box covers; it may cut the first and the last word."""
    first, last = words[0], words[-1]
    start, end = first.start, last.end
    # Punctuation outside the box is not part of the link («… kan lastes ned her.»).
    while end - start > 1 and not text[end - 1].isalnum() and _reach(last, end) > link.x1 + 1:
        end -= 1
    if first.x0 < link.x0 - 1 and end - start > 1 and not text[start].isalnum():
        start += 1
    return _Carried(start, end, link.url)


def _reach(word: Placed, end: int) -> float:
    """The approximate x1 of a word's letters up to `end`."""
    return word.x0 + (word.x1 - word.x0) * (end - word.start) / (word.end - word.start)
