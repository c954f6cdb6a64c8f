"""The proof that nothing is lost: every word that extract read stands in exactly one block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import Block, PageCount
from pipeline.seams.words import EDGE, Page, edges_of

SHOWN = 8  # words named in the message


def conserved(
    pages: Iterable[Page], blocks: Iterable[Block], counts: list[PageCount], source: str
) -> Iterator[Block]:
    """The blocks as they come, and after the last of them the proof.

    Adds to `counts`, for each page, the words that extract read and those that stand in a block.
    Raises `Refusal` with page and words where a word stands in no block, or in two.
    """
    placed = defaultdict[int, list[_Stretch]](list)  # by page
    for block in blocks:
        for place in block.places:
            placed[place.page].append((place.line, place.edges))
        yield block
    for page in pages:
        own, here = [(run.line, run.edges) for run in page.runs], placed.pop(page.number, [])
        printed, found = Counter(own), Counter(here)
        wrong = _starts(printed - found)
        wrong.subtract(_starts(found - printed))
        if any(wrong.values()):
            words = [word.text for word in page.words if wrong[word.line, word.x0]]
            raise _lost(source, page.number, words)
        counts.append(PageCount(page.number, _word_count(own), _word_count(here)))
    for number in placed:
        raise _lost(source, number, [])


_Stretch = tuple[int, bytes]  # words side by side: their line, and where they begin and end


def _starts(stretches: Counter[_Stretch]) -> Counter[tuple[int, float]]:
    """Where each word of the stretches stands: its line, and the x where it begins."""
    return Counter((line, x0) for line, edges in stretches.elements() for x0 in edges_of(edges)[0])


def _word_count(stretches: Iterable[_Stretch]) -> int:
    return sum([len(edges) for _, edges in stretches]) // (2 * EDGE)


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
