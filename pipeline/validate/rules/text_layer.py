"""The text layer of the PDF against the pages as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.norwegian.common_words import share_of
from pipeline.seams.ids import page_scope
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    WARNING,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import PageText, ReportTables

LEAST_COMMON = 0.02  # a page of names and numbers has more; one of garbled letters has none
ENOUGH_WORDS = 60  # to judge a page by

DAMAGED, UNSEEN, PICTURED, ILLEGIBLE = "damaged", "unseen", "pictured", "illegible"
_SAID = {
    DAMAGED: (
        WARNING,
        "Innholdet på {pages} har feil i PDF-filen, og er lest uten det som er feil: ord kan "
        "mangle.",
    ),
    UNSEEN: (
        INFO,
        "Teksten på {pages} ligger usynlig i PDF-filen, trolig fra tekstgjenkjenning (OCR) av "
        "skannede sider: den er brukt, men kan være lest feil.",
    ),
    PICTURED: (
        INFO,
        "Det er bilder, men ingen tekst, på {pages}: står det noe i bildene, er det ikke lest.",
    ),
    ILLEGIBLE: (
        WARNING,
        "Teksten på {pages} er ikke til å lese som norsk: skriftene i PDF-filen kan mangle en "
        "riktig tegntabell.",
    ),
}


@rule
def text_layer(tables: ReportTables) -> Iterator[Compared]:
    """Look for damage, invisible words, pictures without words, and garbled words.

    Pages with the same problem share one finding, on the first of them.
    """
    kinds = {page.number: _kind(page) for page in tables.texts}
    for page in tables.texts:
        kind = kinds[page.number]
        left = Side("pymupdf", _described(page), page.number, None)
        right = Side("page", None, page.number, None)
        scope = page_scope(page.number)
        if kind is None:
            yield Compared(scope, None, left, right, AGREE)
            continue
        alike = [number for number, other in kinds.items() if other == kind]
        severity, message = _SAID[kind]
        if page.number == alike[0]:
            message = message.format(pages=_pages(alike))
            yield Compared(scope, None, left, right, DIFFER, message, kind, severity)
        else:
            yield Compared(scope, None, left, right, DIFFER, detail=kind)


def _kind(page: PageText) -> str | None:
    if page.damaged:
        return DAMAGED
    if page.unseen:
        return UNSEEN
    if not page.words:
        return PICTURED if page.picture_share else None
    if page.words >= ENOUGH_WORDS and has_few_common(page.text):
        return ILLEGIBLE
    return None


def has_few_common(text: str) -> bool:
    """Whether fewer than LEAST_COMMON of the words are common.

    The first words usually have enough, so that the rest need no counting.
    """
    first, least = text.split(" ", ENOUGH_WORDS)[:-1], LEAST_COMMON * (text.count(" ") + 1)
    return share_of(first).common < least and share_of(text.split(" ")).common < least


def _described(page: PageText) -> str:
    unseen = f", {page.unseen} usynlige bokstaver" if page.unseen else ""
    return f"{page.words} ord{unseen}"


def _pages(numbers: list[int]) -> str:
    """The pages as people write them: «s. 3», «s. 1–4, 7 og 9»."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    *most, last_part = parts
    return f"s. {', '.join(most)} og {last_part}" if most else f"s. {last_part}"
