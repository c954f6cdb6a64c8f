"""Narratives against statuses, and against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rapidfuzz import fuzz

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.cues import cue
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.sentences import sentences
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import DateMention, Measure, Paragraph
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

Shingle = int  # the hash of SHINGLE consecutive words: quick to look up

DONE = "Gjennomført"
SHINGLE = 5  # words: shorter runs match by chance
COMMON = 4  # measures: what so many have is boilerplate
SHORT = 30  # shingles: a narrative with fewer, without boilerplate, is too short to compare
SHARED = 0.6  # of the shorter narrative's shingles: below, not worth a closer look
ALIKE = 90.0  # of 100, by rapidfuzz: the shorter narrative against its best match in the longer


@rule
def status_vs_narrative(tables: ReportTables) -> Iterator[Compared]:
    """Look for words of unfinished work in the narratives of what is carried out.

    Words of ongoing work are enough; words of a result to come (`levere`, `åpne`) count only in a
    sentence with an announced date that had not passed when the report came.
    """
    done = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    dates: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        dates[day.scope, day.paragraph].append(day)
    paragraphs: dict[Scope, list[Paragraph]] = defaultdict(list)
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind in ("paragraph", "list-item"):
            paragraphs[paragraph.scope].append(paragraph)
    for measure in tables.measures:
        status = done.get(measure.scope)
        if status is None or status.status != DONE or not paragraphs[measure.scope]:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        unfinished = _unfinished(paragraphs[measure.scope], dates, tables.report.as_of)
        if unfinished is None:
            first = paragraphs[measure.scope][0]
            right = Side("narrative", None, first.page, first.ref)
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        paragraph, sentence = unfinished
        right = Side("narrative", sentence, paragraph.page, paragraph.ref)
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}» (s. {status.page}), men "
            f"teksten tyder på at noe gjenstår: «{sentence}» (s. {paragraph.page})."
        )
        yield Compared(measure.scope, measure.item_id, left, right, DIFFER, message)


def _unfinished(
    paragraphs: list[Paragraph],
    dates: dict[tuple[Scope, int], list[DateMention]],
    as_of: date | None,
) -> tuple[Paragraph, str] | None:
    """The first sentence about ongoing work, else the first about a result to come."""
    to_come = None
    for paragraph in paragraphs:
        mentions = dates[paragraph.scope, paragraph.paragraph]
        days = [day for day in mentions if _is_ahead(day, as_of)]
        if not days and not cue("ongoing").search(paragraph.text):
            continue
        for start, end in sentences(paragraph.text):
            sentence = paragraph.text[start:end]
            if cue("ongoing").search(sentence):
                return paragraph, sentence
            ahead = any(start <= day.start < end for day in days)
            if to_come is None and ahead and cue("to-come").search(sentence):
                to_come = paragraph, sentence
    return to_come


def _is_ahead(day: DateMention, as_of: date | None) -> bool:
    """Whether an announced date had not passed on the report's last day."""
    return day.role == "planned" and (day.last is None or as_of is None or day.last >= as_of)


@rule
def same_text(tables: ReportTables) -> Iterator[Compared]:
    """Each narrative against the earlier ones; boilerplate is ignored.

    The shorter narrative is compared with its best match in the longer, so that an added paragraph
    does not hide a copy.
    """
    narrated = [measure for measure in tables.measures if measure.narrative]
    shingles = [_shingles(measure.narrative or "") for measure in narrated]
    shared, boilerplate = met_again(shingles)
    sizes = [len(narrative - boilerplate) for narrative in shingles]
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for number, measure in enumerate(narrated):
        left = Side("text", None, measure.page_first, measure.ref)
        in_others = shingles[number] & shared
        twin = _twin(number, in_others, holders, narrated, sizes)
        for shingle in in_others:
            holders[shingle].append(number)
        if twin is None:
            nothing = Side("text", None, None, None)
            yield Compared(measure.scope, measure.item_id, left, nothing, AGREE)
            continue
        other, score = twin
        message = _alike(other, measure, score)
        sides = (
            Side("text", other.narrative, other.page_first, other.ref),
            Side("text", measure.narrative, measure.page_first, measure.ref),
        )
        yield Compared(measure.scope, measure.item_id, *sides, DIFFER, message)


def _alike(other: Measure, measure: Measure, score: float) -> str:
    """The message about two similar narratives, one of which may be longer."""
    short, long = sorted((other, measure), key=lambda either: len(either.narrative or ""))
    if len(short.narrative or "") < 0.8 * len(long.narrative or ""):
        return (
            f"Nesten hele teksten i {name_of(short)} (s. {short.page}) står også i "
            f"{name_of(long)} (s. {long.page})."
        )
    return (
        f"{capital(name_of(other))} (s. {other.page}) og {name_of(measure)} (s. {measure.page}) "
        f"har nesten samme tekst ({score:.0f} prosent likt)."
    )


def _shingles(text: str) -> set[Shingle]:
    words = words_of(text)
    return set(map(hash, zip(*(words[first:] for first in range(SHINGLE)), strict=False)))


def met_again(narratives: Iterable[set[Shingle]]) -> tuple[set[Shingle], set[Shingle]]:
    """The shingles that a few narratives have, and those that at least COMMON have."""
    seen: set[Shingle] = set()
    again: Counter[Shingle] = Counter()
    for narrative in narratives:
        again.update(narrative & seen)
        seen |= narrative
    boilerplate = {shingle for shingle, times in again.items() if times + 1 >= COMMON}
    return again.keys() - boilerplate, boilerplate


def _twin(
    number: int,
    shared: set[Shingle],
    holders: Mapping[Shingle, list[int]],
    narrated: Sequence[Measure],
    sizes: Sequence[int],
) -> tuple[Measure, float] | None:
    """The earlier measure with the most similar narrative, if it is nearly the same."""
    counts = Counter(other for shingle in shared for other in holders[shingle])
    best: tuple[Measure, float] | None = None
    for other in sorted(counts, key=lambda other: (-counts[other], other))[:3]:
        shorter = min(sizes[number], sizes[other])
        if shorter < SHORT or counts[other] < SHARED * shorter:
            continue
        score = fuzz.partial_ratio(
            narrated[other].narrative or "", narrated[number].narrative or ""
        )
        if score >= ALIKE and (best is None or score > best[1]):
            best = narrated[other], score
    return best
