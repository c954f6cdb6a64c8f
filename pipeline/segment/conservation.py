"""The proof that nothing is lost: every word that extract read stands in exactly one block."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import Block, PageCount
from pipeline.seams.words import EDGE, Page

SHOWN = 8  # words named in the message


def conserved(
    pages: Iterable[Page], blocks: Iterable[Block], counts: list[PageCount], source: str
) -> Iterator[Block]:
    """The blocks as they come, and after the last of them the proof.

    Adds to `counts`, for each page, the words that extract read and those that stand in a block.
    Raises `Refusal` with page and words where a word stands in no block, or in two.
    """
    placed = defaultdict[int, defaultdict[int, bytes]](_no_lefts)  # by page
    for block in blocks:
        for place in block.places:
            placed[place.page][place.line] += place.edges[: len(place.edges) // 2]
        yield block
    for page in pages:
        printed = _no_lefts()
        found: _Lefts = placed.pop(page.number, {})
        for run in page.runs:
            printed[run.line] += run.edges[: len(run.edges) // 2]
        if printed != found:  # perhaps no more than in another order
            wrong = _starts(printed)
            wrong.subtract(_starts(found))
            if any(wrong.values()):
                words = [word.text for word in page.words if wrong[word.line, word.x0]]
                raise _lost(source, page.number, words)
        counts.append(PageCount(page.number, _word_count(printed), _word_count(found)))
    for number in placed:
        raise _lost(source, number, [])


_Lefts = Mapping[int, bytes]  # by line, the x where its words begin, packed as in the seams


def _no_lefts() -> defaultdict[int, bytes]:
    return defaultdict(bytes)


def _starts(lefts: _Lefts) -> Counter[tuple[int, float]]:
    """Where each word stands: its line, and the x where it begins."""
    return Counter((line, x0) for line, packed in lefts.items() for x0 in array("f", packed))


def _word_count(lefts: _Lefts) -> int:
    return sum(map(len, lefts.values())) // EDGE


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
