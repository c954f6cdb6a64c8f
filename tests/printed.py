"""Blocks as a typesetter would print them, for property tests: text in lines, lines on pages.

And the rows that parsers make of blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hypothesis import strategies as st

from pipeline.parse.items import Items
from pipeline.parse.links import Links
from pipeline.seams.entries import Block, Entry, Listed, Place
from pipeline.seams.ids import OVERVIEW
from pipeline.seams.rows import ValueSpans
from pipeline.seams.tables import Record
from pipeline.seams.vocabularies import SOURCES
from pipeline.seams.words import Link, packed

LEFT, LEADING, LETTER, SPACE, BOTTOM = 72.0, 14.0, 5.0, 3.0, 700.0

# What a PDF may hold: any character that is no white space, and often Norwegian ones.
words = st.one_of(
    st.text(st.sampled_from("abcdeilrstæøåÆØÅ0123456789.,:;()«»–-/§"), min_size=1, max_size=9),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6).filter(
        lambda text: not any(map(str.isspace, text))
    ),
)
lines = st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=5)
broken = st.lists(st.booleans(), min_size=5, max_size=5)


def printed(
    rows: Sequence[Sequence[str]],
    *,
    page: int = 1,
    top: float = 72.0,
    apart: Sequence[bool] = (),
    hyphenated: Sequence[bool] = (),
    **names: str,
) -> Block:
    """A block of these lines of words, a page full after 700 points.

    A line is one place, or one for each word where `apart` says so (a change of type); it joins
    the next without a space where `hyphenated` says so. A mark of no text begins the block.
    """
    places = [
        Place(0, 0, page, 0, LEFT - 12, top, LEFT - 8, top + 10, packed((LEFT - 12,), (LEFT - 8,)))
    ]
    text = ""
    line = 0
    for index, row in enumerate(rows):
        if top > BOTTOM:
            page, top, line = page + 1, 72.0, 0
        if text and not (index <= len(hyphenated) and hyphenated[index - 1]):
            text += " "
        lefts: list[float] = []
        rights: list[float] = []
        x = LEFT
        for word in row:
            lefts.append(x)
            rights.append(x + LETTER * len(word))
            x = rights[-1] + SPACE
        pieces = [(i, i + 1) for i in range(len(row))] if any(apart[index : index + 1]) else None
        for first, last in pieces or [(0, len(row))]:
            text += " " if first else ""
            start = len(text)
            text += " ".join(row[first:last])
            box = (lefts[first], top, rights[last - 1], top + 10)
            edges = packed(lefts[first:last], rights[first:last])
            places.append(Place(start, len(text), page, line, *box, edges))
        top, line = top + LEADING, line + 1
    given = {"scope": "tiltak-4", "owner": "tiltak-4", "part": "paragraph", **names}
    return Block(given["scope"], given["owner"], given["part"], 1, text, tuple(places))


blocks = st.builds(
    printed,
    lines,
    page=st.integers(1, 9),
    top=st.integers(60, 720).map(float),
    apart=broken,
    hyphenated=broken,
)


def one_by_one(rows: Iterable[Record | ValueSpans]) -> Iterator[Record]:
    """The rows that a parser makes as they stand in the tables: one of spans for each box."""
    for made in rows:
        if isinstance(made, ValueSpans):
            yield from made.rows()
        else:
            yield made


def item_rows(blocks: Sequence[Block], entries: Sequence[Entry], as_of: date) -> list[Record]:
    """All rows of the items whose parts these blocks are, in the text and in the overview."""
    stated = [f"{source}/{part}" for source in SOURCES for part in ("status", "ministries")]
    listed = Listed(list(entries), [], stated, [], [], [], [])
    items = Items("2025", listed, (b for b in blocks if b.scope == OVERVIEW), as_of, (), {})
    return list(one_by_one([*items.lacking(), *items.rows(blocks), *items.other_rows()]))


def link_rows(blocks: Sequence[Block], links: Iterable[Link]) -> list[Record]:
    """The rows of the links on these blocks, all of which belong to an item."""
    found = Links(links)
    found.look_in(blocks)
    return list(one_by_one(found.rows("2025", {block.owner: block.owner for block in blocks})))


def entry_of(
    scope: str, source: str = "text", page: int = 1, number: int = 4, chapter: str = "Innsats"
) -> Entry:
    """An entry of the item with that id, in chapter 1."""
    return Entry(
        scope, scope, source, "tiltak", number, "", str(number), "", "", 1, chapter, page, "", (),
    )  # fmt: skip
