"""Hyperlinks: which words carry them, and what is wrong with their addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from pipeline.entries import Block, Place, Placed, Structure
from pipeline.parse.spans import Row, boxes_of
from pipeline.records import LinkRow, Unread
from pipeline.words import Link

LOCAL = regex.compile(r"(?i)file:|[a-z]:[\\/]|\\\\")
TOUCHING = 1.0  # points: boxes as near as this are one
ADDRESS = regex.compile(r"(?i)(?:https?|ftps?)://[^\s/]+\.[^\s/]+|mailto:[^\s@]+@\S+|tel:[+\d]|#\S")


class _Carried(NamedTuple):
    """The stretch of a block that a link's box lies on."""

    block: int
    start: int
    end: int
    url: str


def link_rows(report_id: str, structure: Structure, links: Iterable[Link]) -> Iterator[Row]:
    """One row for each hyperlink in reading order, also when its box is broken over lines.

    A box on no words at all is unread: there is an address, but nothing that carries it.
    """
    boxes = _whole_boxes(links)
    by_page = _places_by_page(structure.blocks, {link.page for link in boxes})
    carried: list[_Carried] = []
    for link in boxes:
        found = _carried(link, by_page[link.page], structure.blocks)
        if found is None:
            yield Unread(
                report_id, None, f"link/{link.page}/{link.top:.0f}/{link.x0:.0f}", link.page,
                stage="parse", scope="page", reason="link-without-words", text=link.url,
            )  # fmt: skip
        else:
            _add(carried, found, structure.blocks)
    yield from _rows(report_id, carried, structure)


def _whole_boxes(links: Iterable[Link]) -> list[Link]:
    """The boxes with those put together that touch on one line and lead to the same address.

    The hyphen at which a typesetter breaks a word has a box of its own.
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
            whole[-1] = before._replace(x1=link.x1)
        else:
            whole.append(link)
    return whole


def _add(carried: list[_Carried], found: _Carried, blocks: Sequence[Block]) -> None:
    """Add a box's stretch, to the link it continues if there is one; a box drawn twice is one."""
    for index in range(len(carried) - 1, max(-1, len(carried) - 12), -1):
        if carried[index] == found:
            return
        if _goes_on(carried[index], found, blocks):
            carried[index] = carried[index]._replace(end=found.end)
            return
    carried.append(found)


def problem_of(url: str) -> str | None:
    """`local-file` for a place on somebody's own disk, `not-a-url` for what is no address."""
    if LOCAL.match(url):
        return "local-file"
    return None if ADDRESS.match(url) else "not-a-url"


def _rows(report_id: str, carried: Sequence[_Carried], structure: Structure) -> Iterator[Row]:
    item_ids = {entry.id: entry.item_id for entry in structure.entries}
    count: Counter[str] = Counter()
    for link in sorted(carried, key=lambda c: (c.block, c.start)):
        block = structure.blocks[link.block]
        count[block.scope] += 1
        row = LinkRow(
            report_id,
            item_ids.get(block.owner),
            f"{block.scope}/link/{count[block.scope]}",
            block.spans(link.start, link.end)[0].page,
            scope=block.scope,
            text=block.text[link.start : link.end],
            url=link.url,
            problem=problem_of(link.url),
        )
        yield row
        yield boxes_of(row, "mention", [block], link.start, link.end)


def _places_by_page(
    blocks: Sequence[Block], pages: Iterable[int]
) -> Mapping[int, list[tuple[int, Place]]]:
    """The places with text on these pages, each with the index of its block."""
    found: dict[int, list[tuple[int, Place]]] = {page: [] for page in pages}
    for index, block in enumerate(blocks):
        if block.page not in found and block.page == block.last_page:
            continue
        for place in block.places:
            if place.page in found and place.end > place.start:
                found[place.page].append((index, place))
    return found


def _carried(
    link: Link, places: Sequence[tuple[int, Place]], blocks: Sequence[Block]
) -> _Carried | None:
    under = _under(link, places, blocks, 0.5) or _under(link, places, blocks, 0.3)
    if not under:
        return None
    index = under[0][0]
    own = [word for block, word in under if block == index]
    text = blocks[index].text
    start, end = own[0].start, own[-1].end
    # Punctuation outside the box is not part of the link («… kan lastes ned her.»).
    while end - start > 1 and not text[end - 1].isalnum() and _reach(own[-1], end) > link.x1 + 1:
        end -= 1
    while end - start > 1 and not text[start].isalnum() and own[0].x0 < link.x0 - 1:
        start += 1
        own[0] = own[0]._replace(x0=link.x0)
    return _Carried(index, start, end, link.url)


def _under(
    link: Link, places: Sequence[tuple[int, Place]], blocks: Sequence[Block], share: float
) -> list[tuple[int, Placed]]:
    """The words of which the link's box covers more than `share`."""
    return [
        (index, word)
        for index, place in places
        if link.top < (place.top + place.bottom) / 2 < link.bottom
        for word in place.words(blocks[index].text)
        if min(link.x1, word.x1) - max(link.x0, word.x0) > share * (word.x1 - word.x0)
    ]


def _reach(word: Placed, end: int) -> float:
    """About where the letters of a word up to `end` reach."""
    return word.x0 + (word.x1 - word.x0) * (end - word.start) / (word.end - word.start)


def _goes_on(before: _Carried, found: _Carried, blocks: Sequence[Block]) -> bool:
    """Whether a box continues the link before it: same address, next words of the same text."""
    if before.url != found.url or before.block != found.block:
        return False
    between = blocks[found.block].text[before.end : found.start]
    return 0 <= found.start - before.end <= 2 and not between.strip()
