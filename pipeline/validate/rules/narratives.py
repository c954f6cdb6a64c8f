"""Narratives against statuses, and against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rapidfuzz import fuzz

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.letters import words_of
from pipeline.seams.ids import Scope, scope_of
from pipeline.seams.tables import DateMention, Measure, Paragraph
from pipeline.validate.narrative import Direction, judge
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    MISSING,
    WARNING,
    Compared,
    Side,
    rule,
    rule_on_whole,
)
from pipeline.validate.tables import ReportTables

Shingle = int  # the hash of SHINGLE consecutive words: quick to look up

BETWEEN = "\n\n"  # paragraphs of a narrative
WORKED_ON = ("Under arbeid", "Gjennomført")
SHINGLE = 5  # words: shorter runs match by chance
COMMON = 4  # measures: what so many have is boilerplate
SHORT = 30  # shingles: a narrative with fewer, without boilerplate, is too short to compare
SHARED = 0.6  # of the shorter narrative's shingles: below, not worth a closer look
ALIKE = 90.0  # of 100, by rapidfuzz: the shorter narrative against its best match in the longer


@rule
def status_vs_narrative(tables: ReportTables) -> Iterator[Compared]:
    """Whether each narrative bears out the status printed with it."""
    statuses = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    paragraphs = _narrative_paragraphs(tables)
    dates: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        dates[day.scope, day.paragraph].append(day)
    for measure in tables.measures:
        status = statuses.get(measure.scope)
        if status is None or status.status is None or not paragraphs[measure.scope]:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        verdict = judge(
            measure.title or "",
            status.status,
            measure.narrative or "",
            tables.report.as_of,
            _later(paragraphs[measure.scope], dates, tables.report.as_of),
        )
        if verdict is None:
            first = paragraphs[measure.scope][0]
            right = Side("narrative", None, first.page, first.ref)
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        paragraph = next(p for p in paragraphs[measure.scope] if verdict.sentence in p.text)
        right = Side("narrative", verdict.sentence, paragraph.page, paragraph.ref)
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}» (s. {status.page}), men "
            f"{SAYS[verdict.direction]}: «{verdict.clause}» (s. {paragraph.page})."
        )
        severity = verdict.tier
        yield Compared(
            measure.scope, measure.item_id, left, right, DIFFER, message, severity=severity
        )


SAYS: Mapping[Direction, str] = {
    "remains": "omtalen tyder på at noe gjenstår",
    "begun": "omtalen tyder på at arbeidet er begynt",
    "done": "omtalen tyder på at det tittelen ber om, er gjort",
    "not-begun": "omtalen tyder på at arbeidet ikke er begynt",
}


def _later(
    paragraphs: Sequence[Paragraph],
    dates: Mapping[tuple[Scope, int], list[DateMention]],
    as_of: date | None,
) -> list[tuple[int, int]]:
    """The spans, in a narrative of these paragraphs, of the dates that end after the as-of date."""
    spans = []
    offset = 0
    for paragraph in paragraphs:
        for day in dates.get((paragraph.scope, paragraph.paragraph), ()):
            if as_of is not None and day.last is not None and day.last > as_of:
                spans.append((offset + day.start, offset + day.start + len(day.text)))
        offset += len(paragraph.text) + len(BETWEEN)
    return spans


def _narrative_paragraphs(tables: ReportTables) -> Mapping[Scope, list[Paragraph]]:
    """The paragraphs and list items of each narrative."""
    paragraphs: dict[Scope, list[Paragraph]] = defaultdict(list)
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind in ("paragraph", "list-item"):
            paragraphs[paragraph.scope].append(paragraph)
    return paragraphs


@rule_on_whole("text")
def narrative_missing(tables: ReportTables) -> Iterator[Compared]:
    """Items with a status in the text and nothing said of them, if anything is said of any."""
    if not any(measure.narrative for measure in tables.measures):
        return  # a report of this form has no narratives
    statuses = {scope_of(s.id): s for s in tables.statuses if s.source == "text"}
    for measure in tables.measures:
        status = statuses.get(measure.scope)
        if status is None or status.status is None:
            continue
        left = Side("text", status.status_printed, status.page, status.ref)
        right = Side("narrative", None, measure.page_first, measure.ref)
        if measure.narrative:
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
            continue
        message = (
            f"{capital(name_of(measure))} er «{status.status_printed}», men rapporten sier ikke "
            f"noe om tiltaket (s. {status.page})."
        )
        severity = WARNING if status.status in WORKED_ON else INFO
        yield Compared(
            measure.scope, measure.item_id, left, right, MISSING, message, severity=severity
        )


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
