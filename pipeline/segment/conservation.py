"""The proof that nothing is lost: every word that extract read stands in exactly one block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.entries import Block
from pipeline.refusal import Refusal
from pipeline.words import Page

SHOWN = 8  # words named in the message


def require_conserved(pages: Iterable[Page], blocks: Iterable[Block], source: str) -> None:
    """Raise `Refusal` with page and words where a word stands in no block, or in two."""
    placed: dict[int, list[tuple[int, float]]] = {}
    for block in blocks:
        for place in block.places:
            line = place.line
            placed.setdefault(place.page, []).extend([(line, x0) for x0 in place.lefts])
    for page in pages:
        here = sorted(placed.pop(page.number, []))
        printed = sorted([(run.line, x0) for run in page.runs for x0 in run.lefts])
        if here != printed:
            wrong = Counter(printed)
            wrong.subtract(here)
            words = [word.text for word in page.words if wrong[(word.line, word.x0)]]
            raise _lost(source, page.number, words)
    for number in placed:
        raise _lost(source, number, [])


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
