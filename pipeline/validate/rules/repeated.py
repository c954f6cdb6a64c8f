"""Narratives against each other: the same text, or the same sentence, at several items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz

from pipeline.glossary.wording import capital, listed, name_of
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.works import is_about_the_work
from pipeline.seams.ids import ItemId
from pipeline.seams.tables import Measure
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFERRED,
    NOWHERE,
    PRINTED,
    WARNING,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables, Sentence

Shingle = int  # the hash of SHINGLE consecutive words: quick to look up

SHINGLE = 5  # words: shorter runs match by chance
SHORT = 30  # shingles: shorter narratives are the same only if each word is
HOLDERS = 3  # items remembered for each shingle: a text met more often is met in these
SHARED = 0.6  # of the shorter narrative's shingles: below, not worth a closer look
ALIKE = 90.0  # of 100, by rapidfuzz: the shorter narrative against its best match in the longer
SAME = 100.0


@rule
def same_text(tables: ReportTables) -> Iterator[Compared]:
    """Each narrative against the earlier ones; items with one text share a finding.

    Short narratives must be the same word for word. The shorter of two long ones is compared with
    its best match in the longer, so that an added paragraph does not hide a copy.
    """
    narrated = [m for m in tables.measures if m.narrative and m.scope == m.item_id]
    twins = _twins(
        [measure.narrative or "" for measure in narrated],
        [tables.narrative_words[measure.scope] for measure in narrated],
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for number, (first, _) in twins.items():
        groups[first].append(number)
    for number, measure in enumerate(narrated):
        left = Side("text", None, measure.page_first, measure.ref)
        first, score = twins.get(number, (number, SAME))
        if first == number:
            yield Compared(
                measure.scope, measure.item_id, left, NOWHERE._replace(source="text"), AGREE
            )
            continue
        other, group = narrated[first], [narrated[copy] for copy in groups[first]]
        if measure is not group[0]:
            continue  # the first copy's finding names it
        yield Compared(
            measure.scope,
            measure.item_id,
            _narrative(tables, other),
            _narrative(tables, measure),
            DIFFER,
            _message(tables, other, group, score),
            severity=WARNING if score == SAME and _statuses(tables, [other, *group]) else None,
            basis=PRINTED if score == SAME else INFERRED,
            related=_others(measure, [other, *group]),
        )


def _narrative(tables: ReportTables, measure: Measure) -> Side:
    """The side of a narrative; it may begin on the page after its item's title.

    One that is a table only has no paragraphs.
    """
    paragraphs = tables.narrative_paragraphs.get(measure.scope, ())
    page = paragraphs[0].page if paragraphs else measure.page_first
    return Side("text", measure.narrative, page, measure.ref)


def _twins(
    narratives: Sequence[str], words_in: Sequence[Sequence[str]]
) -> dict[int, tuple[int, float]]:
    """For each narrative that repeats an earlier one: the first with that text, and how alike."""
    twins: dict[int, tuple[int, float]] = {}
    whole: dict[tuple[str, ...], int] = {}
    holders: dict[Shingle, tuple[int, ...]] = {}
    sizes: list[int] = []
    for number, words in enumerate(words_in):
        shingles = _shingles(words)
        met = shingles & holders.keys()
        sizes.append(len(shingles))
        if (same := whole.setdefault(tuple(words), number)) != number:
            twins[number] = same, SAME
            continue
        twin = _alike(number, [holders[shingle] for shingle in met], narratives, sizes)
        if twin is not None:
            first, _ = twins.get(twin[0], twin)
            twins[number] = first, twin[1]
        holders |= dict.fromkeys(shingles - met, (number,))
        for shingle in met:
            holders[shingle] = (*holders[shingle], number)[:HOLDERS]
    return twins


def _shingles(words: Sequence[str]) -> set[Shingle]:
    return set(map(hash, zip(*(words[first:] for first in range(SHINGLE)), strict=False)))


def _alike(
    number: int,
    holders: Iterable[tuple[int, ...]],
    narratives: Sequence[str],
    sizes: Sequence[int],
) -> tuple[int, float] | None:
    """The earlier long narrative that is most like this one, if it is nearly the same.

    `holders` are, for each of its shingles that was met before, the narratives that have it.
    """
    counts = Counter(chain.from_iterable(holders))
    best: tuple[int, float] | None = None
    for other in sorted(counts, key=lambda other: (-counts[other], other))[:HOLDERS]:
        shorter = min(sizes[number], sizes[other])
        if shorter < SHORT or counts[other] < SHARED * shorter:
            continue
        score = min(fuzz.partial_ratio(narratives[other], narratives[number]), SAME - 1)
        if score >= ALIKE and (best is None or score > best[1]):
            best = other, score
    return best


def _message(tables: ReportTables, other: Measure, group: list[Measure], score: float) -> str:
    """The message about narratives that are the same or alike, one of which may be longer."""
    names = capital(listed([f"{name_of(m)} (s. {m.page})" for m in (other, *group)]))
    statuses = _statuses(tables, [other, *group])
    if score == SAME:
        suffix = f", men ulik status: {statuses}" if statuses else ""
        return f"{names} har samme tekst, ord for ord{suffix}."
    short, long = sorted((other, group[0]), key=lambda either: len(either.narrative or ""))
    if len(group) == 1 and len(short.narrative or "") < 0.8 * len(long.narrative or ""):
        return (
            f"Nesten hele teksten i {name_of(short)} (s. {short.page}) står også i "
            f"{name_of(long)} (s. {long.page})."
        )
    return f"{names} har nesten samme tekst ({score:.0f} prosent likt)."


def _statuses(tables: ReportTables, measures: Sequence[Measure]) -> str:
    """The statuses of items, each with its items, if they have several; otherwise nothing."""
    by_status: dict[str, list[str]] = {}
    for measure in measures:
        status = tables.text_status(measure)
        if status is not None:
            by_status.setdefault(status, []).append(name_of(measure))
    if len(by_status) < 2:
        return ""
    return "; ".join(f"«{status}»: {listed(names)}" for status, names in by_status.items())


def _others(measure: Measure, measures: Sequence[Measure]) -> tuple[ItemId, ...]:
    return tuple(m.item_id for m in measures if m is not measure and m.item_id is not None)


@rule
def same_sentence_other_status(tables: ReportTables) -> Iterator[Compared]:
    """Each sentence that tells of the work itself, against the same sentence at other items."""
    measures = {measure.scope: measure for measure in tables.measures}
    held: dict[tuple[str, ...], list[Sentence]] = defaultdict(list)
    for sentence in _of_the_work(tables):
        held[tuple(words_of(sentence.text))].append(sentence)
    for words, sentences in held.items():
        holders = list(dict.fromkeys(measures[s.paragraph.scope] for s in sentences))
        if len(holders) < 2 or all(words_of(m.narrative or "") == list(words) for m in holders):
            continue  # in one item only, or the whole text of each, which same-text reports
        statuses = _statuses(tables, holders)
        # the item of which it says most: its whole narrative, or the largest part
        first = min(holders, key=lambda holder: len(holder.narrative or ""))
        here = next(s for s in sentences if s.paragraph.scope == first.scope)
        there = next(s for s in sentences if s.paragraph.scope != first.scope)
        message = (
            f"Samme setning står ved tiltak med ulik status ({statuses}): «{here.text}» "
            f"(s. {here.paragraph.page})."
        )
        yield Compared(
            first.scope,
            first.item_id,
            Side("narrative", here.text, here.paragraph.page, here.paragraph.ref),
            Side("narrative", there.text, there.paragraph.page, there.paragraph.ref),
            DIFFER if statuses else AGREE,
            message if statuses else "",
            detail=f"{here.paragraph.paragraph}/{here.start}",
            related=_others(first, holders),
        )


def _of_the_work(tables: ReportTables) -> Iterator[Sentence]:
    for sentences in tables.narratives.values():
        yield from (s for s in sentences if is_about_the_work(s.text))
