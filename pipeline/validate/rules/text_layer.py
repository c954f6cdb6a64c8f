"""The text layer of the PDF against the pages as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pipeline.norwegian.common_words import share_of
from pipeline.seams.ids import page_scope
from pipeline.seams.tables import PageRow
from pipeline.seams.vocabularies import Severity
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
NOT_REREAD = "not-reread"
_SAID: dict[str, tuple[Severity, str]] = {
    DAMAGED: (
        WARNING,
        "Innholdet på {pages} har feil i PDF-filen, eller går ut over sidens kant: ord kan mangle.",
    ),
    UNSEEN: (
        INFO,
        "Teksten på {pages} ligger usynlig i PDF-filen, trolig fra tekstgjenkjenning (OCR) av "
        "skannede sider: den er brukt, men kan være lest feil.",
    ),
    PICTURED: (
        WARNING,
        "Bare bilde, uten tekst: {pages}. Det som står der, er ikke lest.",
    ),
    ILLEGIBLE: (
        WARNING,
        "Teksten på {pages} er ikke til å lese som norsk: skriftene i PDF-filen kan mangle en "
        "riktig tegntabell.",
    ),
    "covered": (
        WARNING,
        "På {pages} ligger det tekst i PDF-filen som er dekket av noe annet: den er ikke lest, og "
        "ikke gjengitt her. Er den sladdet, ligger ordene fortsatt i filen.",
    ),
    "watermark": (INFO, "På {pages} står det et vannmerke, som er holdt utenfor."),
    "stamp": (INFO, "På {pages} står det et stempel, som er holdt utenfor."),
    "line-number": (INFO, "Linjene på {pages} er nummerert i margen; numrene er holdt utenfor."),
    "annotation": (
        INFO,
        "På {pages} er det lagt til kommentarer eller skjemafelt, som er holdt utenfor.",
    ),
    "invisible": (
        INFO,
        "På {pages} ligger det tekst i PDF-filen som ikke vises på siden: den er holdt utenfor.",
    ),
    "tiny": (INFO, "På {pages} er det tekst som er for liten til å leses: den er holdt utenfor."),
    "overprint": (
        INFO,
        "Teksten på {pages} er trykt to ganger på samme sted: den er lest én gang.",
    ),
    "actual-text": (
        INFO,
        "PDF-filen sier at noe på {pages} skal leses som annet enn det som er tegnet: det som er "
        "tegnet, er lest.",
    ),
    NOT_REREAD: (
        WARNING,
        "Bare den ene av lesemåtene kunne lese {pages}: det som står der, er ikke lest om igjen og "
        "sammenlignet på alle måter.",
    ),
}


@rule
def text_layer(tables: ReportTables) -> Iterator[Compared]:
    """Look for damage, words not drawn or not the report's, pictures, and pages read only once.

    Pages of one kind are one finding, on the first of them.
    """
    pictures = {page.page for page in tables.rows(PageRow) if page.kind == "picture"}
    once = {page.page for page in tables.readings.unread}
    kinds = {page.number: _kinds(page, pictures, once) for page in tables.texts}
    for page in tables.texts:
        left = Side("pymupdf", _described(page), page.number, None)
        right = Side("page", None, page.number, None)
        scope = page_scope(page.number)
        if not kinds[page.number]:
            yield Compared(scope, None, left, right, AGREE)
        for kind in kinds[page.number]:
            alike = [number for number, have in kinds.items() if kind in have]
            severity, message = _SAID[kind]
            if page.number == alike[0]:
                message = message.format(pages=_pages(alike))
                yield Compared(scope, None, left, right, DIFFER, message, kind, severity)
            else:
                yield Compared(scope, None, left, right, DIFFER, detail=kind)


def _kinds(page: PageText, pictures: AbstractSet[int], once: AbstractSet[int]) -> list[str]:
    """What there is to say of a page: of its text as a whole, of each kind kept out, of readers."""
    whole = _kind(page, pictures)
    reread = [NOT_REREAD] if page.number in once else []
    return [*([whole] if whole else []), *page.kinds_kept, *reread]


def _kind(page: PageText, pictures: AbstractSet[int]) -> str | None:
    if page.damaged:
        return DAMAGED
    if page.unseen:
        return UNSEEN
    if page.number in pictures:
        return PICTURED
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
