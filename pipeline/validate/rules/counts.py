"""What the report counts must be there: «alle de 122 tiltakene», «ni departementer: …»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from pipeline.glossary.wording import capital, listed, place_of
from pipeline.norwegian.numerals import read_words
from pipeline.norwegian.quantifiers import find_vague_counts
from pipeline.norwegian.sentences import sentence_around
from pipeline.norwegian.statuses import folded, read_status
from pipeline.norwegian.vocabulary import Match, pattern, tagged
from pipeline.seams.ids import FRONT_MATTER, INTRODUCTION, OVERVIEW, is_chapter, status_id
from pipeline.seams.tables import STATUSES, Measure, Paragraph, ReferenceMention
from pipeline.seams.vocabularies import Source
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFERRED,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule_on_whole,
)
from pipeline.validate.tables import ReportTables

UNDER_WAY = "Under arbeid"
IN: dict[Source, str] = {"text": "i teksten", "overview": "i oversikten"}
NUMBER = r"(?P<n>\d{1,4}|\p{L}{2,30})"
# definite: «de 122 tiltakene», «alle 122 tiltak»; «29 tiltak» may be another plan's
ALL_MEASURES = rf"(?i)(?<!\p{{L}})(?:alle\s+)?(?:de|dei|alle)\s+{NUMBER}\s+(?:«MEASURE»|«MEASURES»)"
REQUESTS = rf"(?i)(?<!\p{{L}})(?P<more>«MORE»\s+)?{NUMBER}\s+(?:«REQUEST»|«REQUESTS»)"
MINISTRIES = rf"(?i)(?<!\p{{L}}){NUMBER}\s+«MINISTRY»(?P<list>\s*:)?"
BY_STATUS = (
    rf"(?i)(?<![\p{{L}}\d]){NUMBER}\s+(?:(?:av\s+)?(?:de\s+|dei\s+)?(?:«MEASURE»|«MEASURES»)\s+)?"
    r"(?:er\s+|som\s+er\s+)?(?P<status>«STATUS»)"
)
YEAR = regex.compile(r"(?:19|20)\d\d")
OF_THESE = regex.compile(r"\s+av\b")


@rule_on_whole("text")
def count_stated(tables: ReportTables) -> Iterator[Compared]:
    """Counts of measures, requests and named ministries against what stands in running text.

    Measures and requests are counted in the introduction and chapter introductions only: within
    an item, «29 tiltak» may be another plan's. A number of ministries can be compared where they
    are listed after a colon.
    """
    once = [m for m in tables.measures if m.scope == m.item_id]
    in_text = [m for m in once if m.page_first is not None]
    source: Source = "text" if in_text else "overview"  # of a report that is one table
    counted = in_text or once
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind == "heading" or paragraph.scope in (FRONT_MATTER, OVERVIEW):
            continue
        if paragraph.scope == INTRODUCTION or is_chapter(paragraph.scope):
            yield from _measures(paragraph, counted, source)
            yield from _requests(paragraph, counted, tables.rows(ReferenceMention))
            yield from _by_status(paragraph, counted, source, tables)
        yield from _ministries(paragraph)


@rule_on_whole("text")
def quantifier_vs_count(tables: ReportTables) -> Iterator[Compared]:
    """Vague counts of measures by status in the introduction: «enkelte tiltak er ikke startet».

    A word must fit the share that was counted, and a stronger word a clearly higher count than the
    weaker ones of the same paragraph. Each paragraph is one
    comparison.
    """
    measures = [
        m for m in tables.measures
        if m.kind == "tiltak" and m.page_first is not None and m.scope == m.item_id
    ]  # fmt: skip
    counted = Counter(tables.text_status(measure) for measure in measures)
    for paragraph in tables.rows(Paragraph):
        if paragraph.scope != INTRODUCTION:
            continue
        vague = [
            (count, counted[meaning])
            for count in find_vague_counts(paragraph.text)
            if (meaning := _meaning(count.status, tables)) is not None
        ]
        if not vague:
            continue
        wrong = [
            (count, exact)
            for count, exact in vague
            if not count.quantifier.fits(exact, len(measures))
            or not all(count.quantifier.exceeds(exact, w.quantifier, fewer) for w, fewer in vague)
        ]
        shown = wrong or vague
        printed = [paragraph.text[count.start : count.end] for count, _ in shown]
        words = [f"«{words}» ({exact})" for words, (_, exact) in zip(printed, shown, strict=True)]
        message = (
            f"Innledningen sier {listed(words)} om de {len(measures)} tiltakene "
            f"(s. {paragraph.page}); tallene er talt opp i teksten."
        )
        counts = [f"{exact} av {len(measures)}" for _, exact in shown]
        yield Compared(
            paragraph.scope,
            None,
            Side("text", "; ".join(printed), paragraph.page, paragraph.ref),
            Side("count", "; ".join(counts), None, None),
            DIFFER if wrong else AGREE,
            message if wrong else "",
            detail=str(paragraph.paragraph),
            basis=INFERRED,
        )


def _counts(source: str, text: str) -> Iterator[tuple[int, Match]]:
    """The numbers that a pattern finds in a text, each with its match; years are left out."""
    for match in pattern(source).finditer(text):
        stated = _number(match)
        if stated is not None:
            yield stated, match


def _number(match: Match) -> int | None:
    """The value of `n`. «en» and «et» are numbers only in «en av tiltakene»."""
    printed = match["n"].lower()
    if printed.isdigit():
        return None if YEAR.fullmatch(printed) else int(printed)
    if printed in tagged("article") and not OF_THESE.match(match.string, match.end("n")):
        return None
    quantity = read_words([printed])
    return None if quantity is None else int(quantity.value)


def _compared(
    paragraph: Paragraph, stated: int, match: Match, counted: int | None, what: str
) -> Compared:
    left = Side("text", match.group().strip(), paragraph.page, paragraph.ref)
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
        detail=f"{paragraph.paragraph}/{match.start()}",
    )


def _measures(
    paragraph: Paragraph, measures: Sequence[Measure], source: Source
) -> Iterator[Compared]:
    for stated, match in _counts(ALL_MEASURES, paragraph.text):
        counted = [m for m in measures if m.kind == "tiltak"]
        if is_chapter(paragraph.scope) and paragraph.chapter_number is not None:
            # «De tre tiltakene» above three of them are these, whatever else is said of them.
            here = [m for m in counted if m.chapter_number == paragraph.chapter_number]
            says_so = regex.match(r"\s+i\s+(?:dette\s+)?kapittelet", paragraph.text[match.end() :])
            counted = here if says_so or len(here) == stated else counted
        yield _compared(paragraph, stated, match, len(counted), f"antallet tiltak {IN[source]}")


def _requests(
    paragraph: Paragraph, measures: Sequence[Measure], references: list[ReferenceMention]
) -> Iterator[Compared]:
    """«Ytterligere åtte» leaves out those that the same sentence refers to."""
    lowered = paragraph.text.lower()
    if not any(word in lowered for word in tagged("request")):
        return  # most name none, and the pattern is slow
    for stated, match in _counts(REQUESTS, paragraph.text):
        count = sum(m.kind == "anmodningsvedtak" for m in measures)
        if match["more"]:
            first, last = sentence_around(paragraph.text, match.start())
            count -= len(
                {
                    mention.target
                    for mention in references
                    if mention.kind == "vedtak"
                    and (mention.scope, mention.paragraph) == (paragraph.scope, paragraph.paragraph)
                    and first <= mention.start < last
                }
            )
        yield _compared(
            paragraph, stated, match, count, "antallet anmodningsvedtak det kan gjelde,"
        )


def _by_status(
    paragraph: Paragraph, counted: Sequence[Measure], source: Source, tables: ReportTables
) -> Iterator[Compared]:
    """«Av de 88 tiltakene er 45 gjennomført»: counts by status, in a sentence on measures."""
    measures = [measure for measure in counted if measure.kind == "tiltak"]
    by_id = tables.status_by_id
    if "tiltak" not in paragraph.text.lower():
        return
    for stated, match in _counts(BY_STATUS, paragraph.text):
        first, last = sentence_around(paragraph.text, match.start())
        wanted = _meaning(match["status"], tables)
        if wanted is None or "tiltak" not in paragraph.text[first:last].lower():
            continue
        count = sum(by_id[status_id(m.scope, source)].status == wanted for m in measures)
        yield _compared(
            paragraph, stated, match, count, f"antallet tiltak med status «{wanted}» {IN[source]}"
        )


def _meaning(word: str, tables: ReportTables) -> str | None:
    """The status that a word in running text certainly means; None if it is ambiguous.

    Words that the report uses as statuses are certain, and so are those for done and not begun. But
    «startet» and «iverksatt» are also said of what is done by now.
    """
    singular = word if read_status(word) else word.removesuffix("e")
    status = read_status(singular)
    sure = status != UNDER_WAY or folded(singular) == folded(UNDER_WAY)
    if status in STATUSES and sure:
        return status
    printed = {folded(row.status_printed or "") for row in tables.statuses}
    return status if folded(singular) in printed else None


def ministry_counts(text: str) -> Iterator[tuple[int, Match]]:
    """Each number of ministries that a text states; `list` is matched where they follow."""
    if " departement" in text.lower():  # most have none, and the pattern is slow
        yield from _counts(MINISTRIES, text)


def _ministries(paragraph: Paragraph) -> Iterator[Compared]:
    for stated, match in ministry_counts(paragraph.text):
        counted = None
        if match["list"]:
            _, last = sentence_around(paragraph.text, match.start())
            listed = paragraph.text[match.end() : last]
            counted = len(regex.findall(r"(?i)\p{L}*departementet(?!\p{L})", listed))
        yield _compared(paragraph, stated, match, counted, "antallet departementer som nevnes,")
