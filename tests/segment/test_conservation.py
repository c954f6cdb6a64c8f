"""Nothing is lost, and if something were, it would be said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import Block, Place
from pipeline.seams.words import edges_of, packed
from pipeline.segment.conservation import conserved
from tests.conftest import Run


def test_every_word_is_in_one_place(june_2025: Run) -> None:
    counts = june_2025.tables.conservation
    assert [count.page for count in counts] == list(range(1, 76))
    assert all(count.words == count.placed for count in counts)
    assert sum(count.words for count in counts) == june_2025.tables.report.words


def without_a_word(blocks: list[Block]) -> list[Block]:
    index = next(i for i, b in enumerate(blocks) if b.owner == "tiltak-40" and b.part == "title")
    block = blocks[index]
    return [
        *blocks[:index],
        replace(block, places=(_less(block.places[0]), *block.places[1:])),
        *blocks[index + 1 :],
    ]


def _less(place: Place) -> Place:
    lefts, rights = edges_of(place.edges)
    return replace(place, edges=packed(lefts[1:], rights[1:]))


def with_a_word_twice(blocks: list[Block]) -> list[Block]:
    block = next(b for b in blocks if b.owner == "tiltak-40" and b.part == "title")
    first = block.places[0]
    lefts, rights = edges_of(first.edges)
    once = replace(first, edges=packed(lefts[:1], rights[:1]))
    return [*blocks, replace(block, places=(once,))]


@pytest.mark.parametrize("spoil", [without_a_word, with_a_word_twice])
def test_a_word_lost_or_doubled_stops_the_stage(june_2025: Run, spoil) -> None:  # type: ignore[no-untyped-def]
    blocks = june_2025.structure.blocks
    title = next(b for b in blocks if b.owner == "tiltak-40" and b.part == "title")
    with pytest.raises(Refusal) as refusal:
        list(conserved(june_2025.tables.pages, spoil(blocks), [], "2025.pdf"))
    assert refusal.value.page == title.page
    assert f"«{title.text.split()[0]}»" in str(refusal.value)


def test_boxes_are_those_of_the_words(june_2025: Run) -> None:
    boxes = {
        (w.page, w.line, w.x0, w.top, w.x1, w.bottom)
        for page in june_2025.tables.pages
        for w in page.words
    }
    placed = {
        (place.page, place.line, x0, place.top, x1, place.bottom)
        for block in june_2025.structure.blocks
        for place in block.places
        for x0, x1 in zip(*edges_of(place.edges), strict=True)
    }
    assert placed == boxes


def test_places_spell_the_text(june_2025: Run) -> None:
    """The stretches of a block's places are in order and leave only joins between them."""
    for block in june_2025.structure.blocks:
        end = 0
        for place in block.places:
            assert 0 <= place.start - end <= 1 or place.start == place.end
            assert place.start == place.end or len(place.words(block.text)) == place.word_count
            end = max(end, place.end)
        assert end == len(block.text)
        assert block.text == " ".join(block.text.split())
