"""Two versions of a text side by side: what is the same, new and gone, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from pipeline.norwegian.letters import words_of

ALIKE = 0.4  # of 1, by words: two paragraphs with less in common are no versions of one
ISLAND = 2  # words: fewer than that many equal ones between changed ones read better as changed
AROUND = 14  # words to either side of a change, where a long paragraph is shortened

Words = tuple[str, ...]
Kind = Literal["same", "changed", "new", "gone"]


class Run(NamedTuple):
    """Words in a row that stand in both versions, or in one only."""

    text: str
    differs: bool


class Passage(NamedTuple):
    """A paragraph before and after; the runs of the version that lacks it are empty."""

    kind: Kind
    before: tuple[Run, ...]
    after: tuple[Run, ...]


def compared(before: str | None, after: str | None) -> list[Passage]:
    """The paragraphs of two versions, in order; one that was rewritten differs as a whole."""
    old, new = _paragraphs(before), _paragraphs(after)
    return [_passage(left, right) for left, right in _aligned(old, new)]


def is_same(passages: Sequence[Passage]) -> bool:
    """Whether the two versions are the same, word for word; signs do not count."""
    return all(passage.kind == "same" for passage in passages)


def shortened(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The changed words with a few around them; «…» stands for what is left out."""
    short = []
    for i, run in enumerate(runs):
        words = run.text.split()
        first, last = i == 0, i == len(runs) - 1
        kept = AROUND * (2 - first - last)
        if run.differs or len(words) <= kept + 1:
            short.append(run)
            continue
        head = [] if first else words[:AROUND]
        tail = [] if last else words[-AROUND:]
        short.append(Run(" ".join([*head, "…", *tail]), False))
    return tuple(short)


def _paragraphs(text: str | None) -> list[Words]:
    return [tuple(words) for part in (text or "").split("\n\n") if (words := part.split())]


def _aligned(old: Sequence[Words], new: Sequence[Words]) -> Iterator[tuple[Words, Words]]:
    """The paragraphs in pairs, in order, so that what is alike in all is the most.

    What lies between two such pairs stands side by side; what has no partner, beside nothing.
    """
    if old == new:
        yield from zip(old, new, strict=True)
        return
    alike = [[_alike(left, right) for right in new] for left in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # from here to the end
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    gone: list[Words] = []
    fresh: list[Words] = []
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield from zip_longest(gone, fresh, fillvalue=())
            gone, fresh = [], []
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            gone.append(old[i])
            i += 1
        else:
            fresh.append(new[j])
            j += 1
    yield from zip_longest([*gone, *old[i:]], [*fresh, *new[j:]], fillvalue=())


def _alike(left: Words, right: Words) -> float:
    """How much two paragraphs have in common, from 0 to 1; 0 if they are no versions of one."""
    return Indel.normalized_similarity(left, right, score_cutoff=ALIKE)


def _passage(left: Words, right: Words) -> Passage:
    if words_of(" ".join(left)) == words_of(" ".join(right)):
        sides = (_runs(words, [False] * len(words)) for words in (left, right))
        return Passage("same", *sides)
    here, there = [True] * len(left), [True] * len(right)
    blocks = Indel.opcodes(left, right).as_matching_blocks() if _alike(left, right) else []
    for block in blocks:
        at_edge = block.a == block.b == 0 or (
            block.a + block.size == len(left) and block.b + block.size == len(right)
        )
        if block.size >= ISLAND or at_edge:
            here[block.a : block.a + block.size] = [False] * block.size
            there[block.b : block.b + block.size] = [False] * block.size
    kind: Kind = "changed" if left and right else "gone" if left else "new"
    return Passage(kind, _runs(left, here), _runs(right, there))


def _runs(words: Words, differs: Sequence[bool]) -> tuple[Run, ...]:
    runs: list[Run] = []
    first = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or differs[i] != differs[first]:
            runs.append(Run(" ".join(words[first:i]), differs[first]))
            first = i
    return tuple(runs)
