"""The proof that nothing is lost: every word that extract read stands in exactly one block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipeline.entries import Block, PageCount
from pipeline.refusal import Refusal
from pipeline.words import Page

SHOWN = 8  # words named in the message


def require_conserved(
    pages: Iterable[Page], blocks: Iterable[Block], source: str
) -> list[PageCount]:
    """For each page, the words that extract read and those of them that stand in a block.

    Raises `Refusal` with page and words where a word stands in no block, or in two.
    """
    placed = defaultdict[tuple[int, int], list[float]](list)  # by line: where each word begins
    for block in blocks:
        for _, _, number, line, _, _, _, _, lefts, _ in block.places:
            placed[number, line] += lefts
    counts: list[PageCount] = []
    for page in pages:
        printed = defaultdict[tuple[int, int], list[float]](list)
        for run in page.runs:
            printed[run.page, run.line] += run.lefts
        wrong = Counter[tuple[int, float]]()
        found = 0
        for place, own in printed.items():
            here = placed.pop(place, [])
            found += len(here)
            if here != own and sorted(here) != sorted(own):
                wrong.update((place[1], x0) for x0 in own)
                wrong.subtract((place[1], x0) for x0 in here)
        if any(wrong.values()):
            words = [word.text for word in page.words if wrong[(word.line, word.x0)]]
            raise _lost(source, page.number, words)
        counts.append(PageCount(page.number, page.word_count, found))
    for number, _ in placed:
        raise _lost(source, number, [])
    return counts


def _lost(source: str, page: int, words: list[str]) -> Refusal:
    shown = " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
    return Refusal(
        source,
        f"{len(words)} ord står ikke på nøyaktig ett sted i strukturen: «{shown}».",
        expected="at hvert ord på siden hører til i ett tiltak, én tabellrad, ett avsnitt, "
        "innledende sider eller topp- og bunntekst.",
        advice="dette er en feil i programmet, ikke i rapporten: meld den, og legg ved PDF-en.",
        page=page,
    )
