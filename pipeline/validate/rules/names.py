"""Names that stand in several places: titles of papers, and the ministries that are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.glossary.wording import listed, place_of
from pipeline.norwegian.ministries import find_ministries
from pipeline.norwegian.sentences import sentence_around
from pipeline.seams.ids import INTRODUCTION, ItemId, Scope
from pipeline.seams.tables import Ministry, Paragraph, ReferenceMention
from pipeline.validate.rules.counts import ministry_counts
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFERRED,
    MISSING,
    Compared,
    Side,
    rule,
    rule_on_whole,
)
from pipeline.validate.tables import ReportTables

PAPERS = ("prop", "meld", "innst", "nou", "otprp", "dok8")
TITLE_WORDS = 40  # read after a paper's number: more than any title has
BEFORE, AFTER = 2, 1  # words that two titles must have in common around the one that differs
ALIKE = 75.0  # of 100: two spellings or forms of a word
MARKS = '«»"“”().,;:'


# --- papers --------------------------------------------------------------------------------------


class Cited(NamedTuple):
    """A paper's number in running text, and the words that follow it: its title and more."""

    reference: ReferenceMention
    words: list[str]


@rule
def name_differs(tables: ReportTables) -> Iterator[Compared]:
    """The titles that follow the number of one paper in several places, word by word."""
    texts = {(p.scope, p.paragraph): p.text for p in tables.rows(Paragraph)}
    cited: dict[str, list[Cited]] = defaultdict(list)
    for reference in tables.rows(ReferenceMention):
        if reference.kind in PAPERS:
            text = texts[reference.scope, reference.paragraph]
            words = _title(text[reference.start + len(reference.text) :])
            if words:
                cited[reference.target].append(Cited(reference, words))
    for target, places in cited.items():
        first, *others = places
        for other in others:
            pair = _difference(first.words, other.words)
            if pair is not None:
                break
        else:
            pair = None
        if not others:
            continue
        here, there = pair if pair is not None else (" ".join(first.words[:BEFORE]),) * 2
        message = (
            f"Tittelen på {target} er ulik: «{here}» i {place_of(first.reference.scope)} "
            f"(s. {first.reference.page}), «{there}» i {place_of(other.reference.scope)} "
            f"(s. {other.reference.page})."
        )
        yield Compared(
            other.reference.scope,
            other.reference.item_id,
            Side("text", here, first.reference.page, first.reference.ref),
            Side("text", there, other.reference.page, other.reference.ref),
            AGREE if pair is None else DIFFER,
            "" if pair is None else message,
            detail=target,
            related=_items(places, other.reference.item_id),
        )


def _title(following: str) -> list[str]:
    """The words after a paper's number, if they can be its title: they begin with a capital."""
    words = [word for printed in following.split()[:TITLE_WORDS] if (word := printed.strip(MARKS))]
    begins = following[:1].isspace() and following.lstrip().lstrip(MARKS)[:1].isupper()
    return words if begins and following.lstrip()[:1] not in ".,;:)" else []


def _difference(one: Sequence[str], other: Sequence[str]) -> tuple[str, str] | None:
    """The first word that is written otherwise in a title, in both; None if the titles agree.

    Both must go on alike: else one of the texts has only left the title.
    """
    for number, (here, there) in enumerate(zip(one, other, strict=False)):
        if here.casefold() == there.casefold():
            continue
        following = one[number + 1 : number + 1 + AFTER], other[number + 1 : number + 1 + AFTER]
        goes_on = following[0] == following[1] != []
        alike = fuzz.ratio(here.casefold(), there.casefold()) >= ALIKE
        return (here, there) if number >= BEFORE and alike and goes_on else None
    return None


def _items(places: Sequence[Cited], but: ItemId | None) -> tuple[ItemId, ...]:
    items = (place.reference.item_id for place in places)
    return tuple(dict.fromkeys(item for item in items if item is not None and item != but))


# --- ministries ----------------------------------------------------------------------------------


@rule_on_whole("text")
def named_elsewhere(tables: ReportTables) -> Iterator[Compared]:
    """The ministries counted and named in one place, against those responsible for the items.

    The list is the introduction's; or, where the introduction only counts, one of as many.
    """
    found = _named(tables)
    if found is None:
        return
    paragraph, printed, named = found
    responsible: dict[str, list[Ministry]] = defaultdict(list)
    for ministry in tables.ministries:
        if ministry.source == "text" and ministry.role in ("named", "parenthesised"):
            responsible[ministry.ministry].append(ministry)
    here = Side("text", printed, paragraph.page, paragraph.ref)
    place = f"«{printed}» i {place_of(paragraph.scope)} (s. {paragraph.page})"
    for code in named:
        rows = responsible.get(code)
        there = Side("ministries", code, rows[0].page, rows[0].ref) if rows else _nobody()
        message = f"{code} er blant {place}, men er ikke ansvarlig for noe tiltak."
        yield Compared(
            paragraph.scope,
            paragraph.item_id,
            here,
            there,
            AGREE if rows else MISSING,
            "" if rows else message,
            detail=code,
            basis=INFERRED,
        )
    for code, rows in responsible.items():
        if code in named:
            continue
        scopes = list(dict.fromkeys(row.item_id for row in rows if row.item_id is not None))
        names = listed([place_of(Scope(scope)) for scope in scopes])
        yield Compared(
            Scope(scopes[0]),
            scopes[0],
            here,
            Side("ministries", code, rows[0].page, rows[0].ref),
            MISSING,
            f"{code} er ansvarlig for {names} (s. {rows[0].page}), men er ikke blant {place}.",
            detail=code,
            basis=INFERRED,
            related=tuple(scopes[1:]),
        )


def _nobody() -> Side:
    return Side("ministries", None, None, None)


def _named(tables: ReportTables) -> tuple[Paragraph, str, list[str]] | None:
    """The list of those who stand behind the plan: where, the count as printed, and their codes."""
    stated: set[int] = set()
    listings: list[tuple[int, Paragraph, str, list[str]]] = []
    for paragraph in tables.rows(Paragraph):
        opening = paragraph.scope == INTRODUCTION
        for count, match in ministry_counts(paragraph.text):
            if not match["list"]:
                stated |= {count} if opening else set()
                continue
            _, end = sentence_around(paragraph.text, match.start())
            named, _ = find_ministries(paragraph.text[match.end() : end], tables.report.as_of)
            codes = list(dict.fromkeys(m.ministry for m in named if m.name is not None))
            if len(codes) == count:
                stated |= {count} if opening else set()
                listings.append((count, paragraph, match.group().strip(" :"), codes))
    return next((listing[1:] for listing in listings if listing[0] in stated), None)
