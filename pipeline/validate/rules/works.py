"""The same work at several items: another status for it, or another deadline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from pipeline.glossary.wording import capital, listed, name_of
from pipeline.norwegian.content_words import content_word, content_words
from pipeline.norwegian.deliverables import (
    Deliverable,
    deliverables,
    tells_of_draft,
    tells_of_finishing,
)
from pipeline.norwegian.works import FEWEST, Told, may_miss, told_of
from pipeline.seams.ids import ItemId, Scope
from pipeline.seams.tables import DateMention, Measure, ReferenceMention
from pipeline.validate.rules.rule import AGREE, DIFFER, INFERRED, Compared, Side, rule
from pipeline.validate.tables import ReportTables, Sentence

NOT_STARTED, UNDER_WAY, DONE = "Ikke startet", "Under arbeid", "Gjennomført"


# --- another status ------------------------------------------------------------------------------


@rule
def same_work_other_status(tables: ReportTables) -> Iterator[Compared]:
    """Each title against the sentences of items with another status that tell of its work.

    A sentence that refers to the title's item speaks of it openly, and is no second account.
    """
    measures = {measure.scope: measure for measure in tables.measures}
    referred = {
        (reference.scope, reference.paragraph, f"{reference.kind}-{reference.target}")
        for reference in tables.rows(ReferenceMention)
    }
    for title, scope in _candidates(tables):
        measure, other = measures[title], measures[scope]
        status, there = tables.text_status(measure), tables.text_status(other)
        if status is None or there is None or status == there:
            continue
        for sentence in tables.narratives[scope]:
            told = told_of(measure.title or "", sentence.text)
            paragraph = sentence.paragraph
            if told is None or (scope, paragraph.paragraph, measure.item_id) in referred:
                continue
            wrong = _contradicts(told, status, there)
            message = (
                f"{capital(name_of(measure))} er «{status}» (s. {measure.page}), men "
                f"{name_of(other)} («{there}») omtaler det samme arbeidet: «{sentence.text}» "
                f"(s. {paragraph.page})."
            )
            yield Compared(
                measure.scope,
                measure.item_id,
                Side("text", measure.title, measure.page_first, measure.ref),
                Side("narrative", sentence.text, paragraph.page, paragraph.ref),
                DIFFER if wrong else AGREE,
                message if wrong else "",
                detail=f"{scope}/{paragraph.paragraph}/{sentence.start}",
                related=(other.item_id,) if other.item_id else (),
            )
            break


def _contradicts(told: Told, status: str, there: str) -> bool:
    """Whether what is told of the work cannot be, if it has `status`.

    Where the sentence leaves the state open, the status of the item that tells of it decides.
    """
    if told == "done":
        return status != DONE
    if told == "to-come":
        return status == DONE
    return (status == NOT_STARTED) != (there == NOT_STARTED) and UNDER_WAY in (status, there)


def _candidates(tables: ReportTables) -> Iterator[tuple[Scope, Scope]]:
    """The items whose title's stems nearly all stand in another's narrative: (title, narrative).

    One of a title's rarest stems must be there, so that each title is tried on few narratives.
    """
    narrated = {
        scope: {*map(content_word, set(words))} - {""}
        for scope, words in tables.narrative_words.items()
    }
    common = Counter(chain.from_iterable(narrated.values()))
    titles: dict[Scope, list[str]] = {}
    by_stem: dict[str, list[Scope]] = defaultdict(list)
    for measure in tables.measures:
        stems = content_words(measure.title or "")
        if len(stems) < FEWEST:
            continue
        titles[measure.scope] = stems
        rarest = sorted(set(stems), key=lambda stem: (common[stem], stem))
        for stem in rarest[: may_miss(stems) + 1]:
            by_stem[stem].append(measure.scope)
    for scope, had in narrated.items():
        tried = dict.fromkeys(
            title for stem in sorted(had & by_stem.keys()) for title in by_stem[stem]
        )
        for title in tried:
            stems, least = titles[title], may_miss(titles[title])
            missing = {*stems} - had
            if title == scope or len(missing) > least:
                continue
            if sum(stem in missing for stem in stems) <= least:
                yield title, scope


# --- another deadline ----------------------------------------------------------------------------


class Deadline(NamedTuple):
    """When a document is to be finished, by which sentence of which item; or a draft of it."""

    measure: Measure
    sentence: Sentence
    day: DateMention
    draft: bool


@rule
def same_deliverable_other_deadline(tables: ReportTables) -> Iterator[Compared]:
    """The deadlines of each document that several items announce, against each other."""
    announced: dict[tuple[str, tuple[str, ...]], list[Deadline]] = defaultdict(list)
    for deliverable, deadline in _deadlines(tables):
        announced[deliverable.noun, deliverable.aim].append(deadline)
    for (noun, aim), deadlines in announced.items():
        first = next((d for d in deadlines if _is_titled(d.measure, noun, aim)), deadlines[0])
        others = [d for d in deadlines if d.measure.scope != first.measure.scope]
        if not others:
            continue
        differing = [other for other in others if not _fit(first, other)]
        there = (differing or others)[0]
        names = listed(list(dict.fromkeys(name_of(other.measure) for other in differing)))
        message = (
            f"{capital(name_of(first.measure))} varsler en annen frist enn {names} for det "
            f"samme: «{first.sentence.text}» (s. {first.sentence.paragraph.page}), men "
            f"«{there.sentence.text}» (s. {there.sentence.paragraph.page})."
        )
        yield Compared(
            first.measure.scope,
            first.measure.item_id,
            _side(first),
            _side(there),
            DIFFER if differing else AGREE,
            message if differing else "",
            detail=f"{noun}-{'-'.join(aim)}",
            basis=INFERRED,
            related=_items(differing or others),
        )


def _side(deadline: Deadline) -> Side:
    return Side("narrative", deadline.day.text, deadline.day.page, deadline.day.ref)


def _items(deadlines: Sequence[Deadline]) -> tuple[ItemId, ...]:
    items = (deadline.measure.item_id for deadline in deadlines)
    return tuple(dict.fromkeys(item for item in items if item is not None))


def _deadlines(tables: ReportTables) -> Iterator[tuple[Deliverable, Deadline]]:
    """Every announced date by which a document is to be finished, item by item."""
    days: dict[tuple[Scope, int], list[DateMention]] = defaultdict(list)
    for day in tables.rows(DateMention):
        if day.role == "planned" and day.last is not None and day.item_id is not None:
            days[day.scope, day.paragraph].append(day)
    for measure in tables.measures:
        sentences = tables.narratives.get(measure.scope, [])
        for number, sentence in enumerate(sentences):
            for day in days.get((measure.scope, sentence.paragraph.paragraph), ()):
                if sentence.start <= day.start < sentence.end and tells_of_finishing(sentence.text):
                    before = [measure.title or "", *(s.text for s in sentences[:number])]
                    named = _named(sentence.text[: day.start - sentence.start], before)
                    if named is not None:
                        draft = tells_of_draft(sentence.text)
                        yield named, Deadline(measure, sentence, day, draft)


def _named(sentence: str, before: Sequence[str]) -> Deliverable | None:
    """The last document named in a sentence; by its full name, if it has one further up."""
    named = deliverables(sentence)
    if not named or named[-1].aim:
        return named[-1] if named else None
    for text in reversed(before):
        for earlier in reversed(deliverables(text)):
            if earlier.noun == named[-1].noun and earlier.aim:
                return earlier
    return None


def _is_titled(measure: Measure, noun: str, aim: tuple[str, ...]) -> bool:
    titled = deliverables(measure.title or "")
    return any((document.noun, document.aim) == (noun, aim) for document in titled)


def _fit(one: Deadline, other: Deadline) -> bool:
    """Whether both can hold: the same last day, or one time within the other.

    A draft comes before what is finished: due at the same time, they do not fit.
    """
    if one.draft != other.draft:
        draft, final = (one, other) if one.draft else (other, one)
        return _last(draft) < _last(final)
    return _last(one) == _last(other) or _within(one, other) or _within(other, one)


def _last(deadline: Deadline) -> date:
    return deadline.day.last or date.max


def _within(inner: Deadline, outer: Deadline) -> bool:
    first, within = outer.day.first or date.min, inner.day.first or date.min
    return first <= within and _last(inner) <= _last(outer)
