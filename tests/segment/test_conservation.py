"""Nothing is lost, and if something were, it would be said."""

from __future__ import annotations

import pytest

from pipeline.entries import Block
from pipeline.refusal import Refusal
from pipeline.segment.conservation import require_conserved
from tests.conftest import Run


def test_every_word_is_in_one_place(june_2025: Run) -> None:
    counts = june_2025.tables.conservation
    assert [count.page for count in counts] == list(range(1, 76))
    assert all(count.words == count.placed for count in counts)
    assert sum(count.words for count in counts) == june_2025.tables.report.words


def without_a_word(blocks: list[Block]) -> list[Block]:
    index = next(i for i, b in enumerate(blocks) if b.owner == "tiltak-40" and b.part == "title")
    block = blocks[index]
    return [*blocks[:index], block._replace(pieces=block.pieces[1:]), *blocks[index + 1 :]]


def with_a_word_twice(blocks: list[Block]) -> list[Block]:
    block = next(b for b in blocks if b.owner == "tiltak-40" and b.part == "title")
    return [*blocks, block._replace(pieces=block.pieces[:1])]


@pytest.mark.parametrize("spoil", [without_a_word, with_a_word_twice])
def test_a_word_lost_or_doubled_stops_the_stage(june_2025: Run, spoil) -> None:  # type: ignore[no-untyped-def]
    blocks = june_2025.structure.blocks
    title = next(b for b in blocks if b.owner == "tiltak-40" and b.part == "title")
    with pytest.raises(Refusal) as refusal:
        require_conserved(june_2025.tables.pages, spoil(blocks), "2025.pdf")
    assert refusal.value.page == title.page
    assert f"«{title.text.split()[0]}»" in str(refusal.value)


def test_boxes_are_those_of_the_words(june_2025: Run) -> None:
    boxes = {
        (w.page, w.line, w.x0, w.top, w.x1, w.bottom)
        for page in june_2025.tables.pages
        for w in page.words
    }
    pieces = {p[2:] for block in june_2025.structure.blocks for p in block.pieces}
    assert pieces == boxes


def test_pieces_spell_the_text(june_2025: Run) -> None:
    """The stretches of a block's pieces are in order and leave only joins between them."""
    for block in june_2025.structure.blocks:
        end = 0
        for piece in block.pieces:
            assert 0 <= piece.start - end <= 1 or piece.start == piece.end
            end = max(end, piece.end)
        assert end == len(block.text)
        assert block.text == " ".join(block.text.split())
