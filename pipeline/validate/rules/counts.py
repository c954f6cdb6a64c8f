"""What the report counts must be there: «alle de 122 tiltakene», «ni departementer: …»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import regex

from pipeline.runtime.files import read_csv
from pipeline.seams.tables import Measure, Paragraph, ReferenceMention
from pipeline.validate.rules.places import place_of
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    ERROR,
    NOT_COMPARABLE,
    Compared,
    Side,
    capital,
    rule,
)
from pipeline.validate.tables import ReportTables

VOCABULARY = Path(__file__).parent.parent / "vocab" / "numbers.csv"
OVERALL = ("introduction", "chapter-")
STATUS_WORDS = {
    "gjennomført": "Gjennomført",
    "gjennomførte": "Gjennomført",
    "under arbeid": "Under arbeid",
    "ikke startet": "Ikke startet",
    "ikke påbegynt": "Ikke startet",
    "ikkje starta": "Ikke startet",
}
_sentence_end = regex.compile(r"(?<=[^\d\s][.!?])\s+(?=\p{Lu})|$")


@cache
def numbers() -> dict[str, int]:
    """Number words and what they mean."""
    return {row["word"]: int(row["number"]) for row in read_csv(VOCABULARY)}


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    number = rf"(?:\d{{1,4}}|{'|'.join(sorted(numbers(), key=len, reverse=True))})"
    flags = regex.IGNORECASE
    return {
        # definite: «de 122 tiltakene», «alle 122 tiltak»; «29 tiltak» may be anybody's
        "tiltak": regex.compile(
            rf"(?<!\p{{L}})(?:alle\s+)?(?:de|dei|alle)\s+(?P<n>{number})\s+"
            r"tiltak(?:ene|a)?(?!\p{L})",
            flags,
        ),
        "vedtak": regex.compile(
            rf"(?<!\p{{L}})(?P<more>ytterligere\s+|ytterlegare\s+)?(?P<n>{number})\s+"
            r"(?:anmodningsvedtak|oppmodingsvedtak)(?:ene|a)?(?!\p{L})",
            flags,
        ),
        "ministries": regex.compile(
            rf"(?<!\p{{L}})(?P<n>{number})\s+departement(?:er|a|ene)?(?P<list>\s*:)?(?!\p{{L}})",
            flags,
        ),
        "status": regex.compile(
            rf"(?<![\p{{L}}\d])(?P<n>{number})\s+(?:(?:av\s+)?(?:de\s+|dei\s+)?tiltak(?:ene|a)?\s+)?"
            rf"(?:er\s+|som\s+er\s+)?(?P<status>{'|'.join(STATUS_WORDS)})(?!\p{{L}})",
            flags,
        ),
    }


@rule(ERROR)
def count_stated(tables: ReportTables) -> Iterator[Compared]:
    """Counts of measures, requests and named ministries against what stands in running text.

    Measures and requests are counted in the introduction and chapter introductions only: within
    an item, «29 tiltak» may be another plan's. A number of ministries can be compared where they
    are listed after a colon.
    """
    in_text = [m for m in tables.measures if m.page_first is not None and m.id == m.item_id]
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind == "heading" or paragraph.scope in ("front-matter", "overview"):
            continue
        if paragraph.scope.startswith(OVERALL):
            yield from _measures(paragraph, in_text)
            yield from _requests(paragraph, in_text, tables.rows(ReferenceMention))
            yield from _by_status(paragraph, in_text, tables)
        yield from _ministries(paragraph)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else numbers()[text.lower()]


def _compared(
    paragraph: Paragraph, match: regex.Match[str], counted: int | None, what: str
) -> Compared:
    stated = _number(match["n"])
    left = Side("text", match.group().strip(), paragraph.page, f"paragraphs:{paragraph.id}")
    right = Side("count", None if counted is None else str(counted), None, None)
    outcome = NOT_COMPARABLE if counted is None else AGREE if counted == stated else DIFFER
    message = (
        f"{capital(place_of(paragraph.scope))} sier «{match.group().strip()}» "
        f"(s. {paragraph.page}), men {what} er {counted}."
    )
    return Compared(
        paragraph.scope,
        paragraph.item_id,
        left,
        right,
        outcome,
        message if outcome == DIFFER else "",
        place=f"{paragraph.paragraph}/{match.start()}",
    )


def _measures(paragraph: Paragraph, in_text: list[Measure]) -> Iterator[Compared]:
    for match in _patterns()["tiltak"].finditer(paragraph.text):
        own = [m for m in in_text if m.kind == "tiltak"]
        of_chapter = regex.match(r"\s+i\s+(?:dette\s+)?kapittelet", paragraph.text[match.end() :])
        if of_chapter and paragraph.chapter_number is not None:
            own = [m for m in own if m.chapter_number == paragraph.chapter_number]
        yield _compared(paragraph, match, len(own), "antallet tiltak i teksten")


def _requests(
    paragraph: Paragraph, in_text: list[Measure], references: list[ReferenceMention]
) -> Iterator[Compared]:
    """«Ytterligere åtte» are those beside the ones that the same sentence refers to."""
    for match in _patterns()["vedtak"].finditer(paragraph.text):
        count = sum(m.kind == "anmodningsvedtak" for m in in_text)
        if match["more"]:
            first, last = _sentence_around(paragraph.text, match.start())
            count -= len(
                {
                    one.target
                    for one in references
                    if one.kind == "vedtak"
                    and (one.scope, one.paragraph) == (paragraph.scope, paragraph.paragraph)
                    and first <= one.start < last
                }
            )
        yield _compared(paragraph, match, count, "antallet anmodningsvedtak det kan gjelde,")


def _by_status(
    paragraph: Paragraph, in_text: list[Measure], tables: ReportTables
) -> Iterator[Compared]:
    """«Av de 88 tiltakene er 45 gjennomført»: numbers by status, in a sentence on measures."""
    by_id = tables.status_by_id
    for match in _patterns()["status"].finditer(paragraph.text):
        first, last = _sentence_around(paragraph.text, match.start())
        if "tiltak" not in paragraph.text[first:last].lower():
            continue
        wanted = STATUS_WORDS[" ".join(match["status"].lower().split())]
        count = sum(m.kind == "tiltak" and by_id[f"{m.id}/text"].status == wanted for m in in_text)
        yield _compared(paragraph, match, count, f"antallet tiltak med status «{wanted}» i teksten")


def _ministries(paragraph: Paragraph) -> Iterator[Compared]:
    if " departement" not in paragraph.text.lower():  # as in most; the pattern takes its time
        return
    for match in _patterns()["ministries"].finditer(paragraph.text):
        counted = None
        if match["list"]:
            _, last = _sentence_around(paragraph.text, match.start())
            listed = paragraph.text[match.end() : last]
            counted = len(regex.findall(r"(?i)\p{L}*departementet(?!\p{L})", listed))
        yield _compared(paragraph, match, counted, "antallet departementer som nevnes,")


def _sentence_around(text: str, position: int) -> tuple[int, int]:
    """About where the sentence begins and ends; «St. 28» and «jf. tiltak» do not end one."""
    first = 0
    for end in _sentence_end.finditer(text):
        if end.start() >= position:
            return first, end.start()
        first = end.end()
    return first, len(text)
