"""What a later text tells of a promise: done, late, moved, announced again, or nothing.

    told       the clause says                                                     event
    done       the same thing, brought as far as promised or further               told-done
    a new day  the same thing, or the deadline, for another day                    moved
    the day    the same thing for the day that was promised                        restated
    late       the same thing or the work is late, left, or under way though late  told-delayed

A clause counts if its noun names what was promised (promises.py) and its verb is on the same ladder
(results.py). Nothing is concluded from what a text leaves out, from a status («tiltaket er
gjennomført»), from a part, a draft, a condition or what others have done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.norwegian.clauses import Clause, clauses, words_of_kind
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.promises import (
    Promise,
    generic_words,
    has_words,
    nouns_of,
    promise_words,
    same_thing,
)
from pipeline.norwegian.results import (
    Result,
    Results,
    nouns_of_verbs,
    reaches,
    results_named,
    results_of_clause,
    shares_ladder,
)
from pipeline.norwegian.sentences import sentence_at, sentences

Event = Literal["told-done", "told-delayed", "moved", "restated", "silent"]
KEPT = 500  # texts: more than the narratives of a report
EARLY = timedelta(days=183)  # what was done longer before its time was done for something else
TELLS_NOTHING = ("hedge", "quoted", "recurring", "separate")
THERE = (Result("make", 2), Result("event", 1), Result("law", 2), Result("appoint", 1))
BEGUN = (Result("begin", 1),)
SET_UP = (Result("make", 4), Result("appoint", 1), Result("event", 1))
THING, WORK = 2, 1  # a clause names the thing promised, or only the work


class Outcome(NamedTuple):
    """What a later text tells: `sentence` is its span in that text, `day` the new date."""

    event: Event
    sentence: tuple[int, int] | None
    day: DateMention | None


SILENT = Outcome("silent", None, None)


class _Told(NamedTuple):
    """What one clause tells of a promise, and whether it names the thing or only the work."""

    event: Event
    closeness: int
    clause: Clause
    day: DateMention | None


def read_outcome(
    promise: Promise,
    text: str,
    as_of: date,
    *,
    since: date | None = None,
    known: Collection[tuple[str, ...]] = (),
) -> Outcome:
    """What a later text tells of a promise. Raises nothing.

    `since` is the as-of day of the text that made the promise, `known` the words of its sentences:
    what stood there already does not tell what was done after it.
    """
    if not promise.results and not promise.objects:
        return SILENT
    days, read = _reading(text, as_of)
    told = [
        each
        for clause in read
        if tuple(words_of(text[slice(*clause.sentence)])) not in known
        and (each := _told(promise, clause, _days_of(clause, days), as_of, since)) is not None
    ]
    chosen = _chosen(told, promise)
    if chosen is not None:
        return Outcome(chosen.event, chosen.clause.sentence, chosen.day)
    again = next((span for span in _sentences(read) if _is_repeated(promise, text, span)), None)
    return SILENT if again is None else Outcome("restated", again, None)


@lru_cache(KEPT)
def _reading(text: str, as_of: date) -> tuple[list[DateMention], list[Clause]]:
    """The dates and the clauses of a text, which is read for each promise of its item."""
    days = [mention for mention in find_dates(text, as_of=as_of) if mention.edtf]
    later = [(d.start, d.end) for d in days if d.last is not None and d.last > as_of]
    return days, clauses(text, as_of, later)


def _sentences(read: Iterable[Clause]) -> Iterable[tuple[int, int]]:
    return dict.fromkeys(clause.sentence for clause in read)


def _is_repeated(promise: Promise, text: str, span: tuple[int, int]) -> bool:
    """Whether a sentence is the one that made the promise, word for word."""
    return tuple(words_of(text[slice(*span)])) == promise.printed


def _days_of(clause: Clause, days: Iterable[DateMention]) -> list[DateMention]:
    return [day for day in days if clause.start <= day.start < clause.end]


def _chosen(told: Sequence[_Told], promise: Promise) -> _Told | None:
    """What counts: a later word on the thing against an earlier one, the thing before the work."""
    by_event: dict[Event, _Told] = {}
    for each in told:
        best = by_event.get(each.event)
        if best is None or each.closeness > best.closeness:
            by_event[each.event] = each
    done = by_event.get("told-done")
    if done is not None:
        after = [
            each
            for each in told
            if each.event in ("moved", "told-delayed", "restated")
            and each.closeness == THING
            and each.clause.start > done.clause.start
        ]
        if not after and _all_done(told, promise):
            return done
        told = after
        by_event = {each.event: each for each in reversed(after)}
    restated, moved = by_event.get("restated"), by_event.get("moved")
    if restated and moved:
        return restated if restated.closeness >= moved.closeness else moved
    return restated or moved or by_event.get("told-delayed")


def _all_done(told: Sequence[_Told], promise: Promise) -> bool:
    """Whether each of several things that were promised is told as done."""
    if promise.generic or len(promise.objects) < 2:
        return True
    done = [noun for each in told if each.event == "told-done" for noun in nouns_of(each.clause)]
    return all(
        any(same_thing(wanted, noun, promise.words) for noun in done) for wanted in promise.objects
    )


def admits_delay(paragraph: str, at: int) -> bool:
    """Whether the sentence around a date, or one beside it, says that the work is late."""
    spans = sentences(paragraph)
    index = sentence_at(spans, at)
    near = spans[max(0, index - 1) : index + 2]
    text = paragraph[near[0][0] : near[-1][1]]
    return any(_is_late(clause) for clause in clauses(text, None))


# --- what one clause tells -----------------------------------------------------------------------


def _told(
    promise: Promise,
    clause: Clause,
    days: Sequence[DateMention],
    as_of: date,
    since: date | None,
) -> _Told | None:
    if clause.kind in ("condition", "content") or not clause.marks.isdisjoint(TELLS_NOTHING):
        return None
    closeness = _closeness(promise, clause)
    deadline = has_words(clause.words, "deadline") and not has_words(clause.words, "hearing")
    if not closeness and not deadline:
        return None
    if has_words(clause.words, "foreign"):
        return None
    event, day = _event(promise, clause, days, as_of, closeness, since, deadline=deadline)
    return None if event == "silent" else _Told(event, closeness, clause, day)


def _event(
    promise: Promise,
    clause: Clause,
    days: Sequence[DateMention],
    as_of: date,
    closeness: int,
    since: date | None,
    *,
    deadline: bool,
) -> tuple[Event, DateMention | None]:
    late = _is_late(clause)
    if deadline and (has_words(clause.words, "extended") or late):
        return _new_day(promise, days) or ("told-delayed", None)
    if not closeness:
        return "silent", None
    if late or _is_postponed(clause):
        return _new_day(promise, days, only_moved=True) or ("told-delayed", None)
    if _is_done(promise, clause, days, as_of, since):
        return "told-done", None
    if _is_announced(promise, clause):
        return _new_day(promise, [day for day in days if day.role == "planned"]) or ("silent", None)
    if _is_undone(promise, clause) or _goes_on(promise, clause, as_of):
        return "told-delayed", None
    return "silent", None


def _closeness(promise: Promise, clause: Clause) -> int:
    """THING, WORK or 0."""
    told = nouns_of(clause)
    things = [noun for noun in promise.objects if noun.word not in generic_words()]
    for noun in told:
        if any(same_thing(wanted, noun, promise.words) for wanted in things):
            return THING
    nouns = [noun.word for noun in told]
    of_the_verb = nouns_of_verbs(nouns)
    if of_the_verb and shares_ladder(of_the_verb, promise.results):
        # «åpningen av senteret»: whose opening it is stands in what follows
        aims = frozenset().union(*(noun.purpose for noun in told))
        return THING if promise.generic or not aims or aims & promise.words else 0
    work = [word for word in nouns if word in generic_words()]
    if promise.generic and any(noun.word in work for noun in promise.objects):
        return THING
    if promise.generic and work and not set(work) & promise_words("status"):
        return WORK
    if work:
        aims = frozenset().union(*(noun.purpose for noun in told if noun.word in work))
        return WORK if not aims or aims & promise.words else 0
    return 0


def _is_done(
    promise: Promise,
    clause: Clause,
    days: Sequence[DateMention],
    as_of: date,
    since: date | None,
) -> bool:
    """Whether the thing is told as brought as far as promised, at a time that fits."""
    if _closeness(promise, clause) < THING or clause.phase is None:
        return False
    if has_words(clause.words, "partial") or "part" in clause.marks or clause.phase == "part":
        return False
    if "later" in clause.marks and not any(day.role == "event" for day in days):
        return False
    status = promise_words("status") & {noun.word for noun in nouns_of(clause)}
    if status and not status & {noun.word for noun in promise.objects}:
        return False
    fits = clause.phase in ("done", "closed") or (
        clause.phase in ("acted", "begun") and bool(clause.verbs)
    )
    results = results_of_clause(clause)
    if not promise.results:
        fits = clause.phase in ("done", "closed") and reaches(results, THERE)
    elif _starts(promise.results):
        begun = clause.phase in ("begun", "ongoing") and reaches(results, BEGUN)
        fits = begun or (fits and (reaches(results, promise.results) or clause.phase == "done"))
    else:
        fits = fits and reaches(results, promise.results)
    if not fits and has_words(clause.words, "first_meeting"):
        fits = clause.phase in ("acted", "done", "closed") and shares_ladder(
            promise.results, SET_UP
        )
    return fits and _fits_in_time(promise, days, as_of, since)


def _fits_in_time(
    promise: Promise, days: Sequence[DateMention], as_of: date, since: date | None
) -> bool:
    """Whether what is told as done was not done long before, or is yet to come."""
    told = [day for day in days if day.role in ("event", "period") and day.last is not None]
    if not told:
        return True
    last = max(day.last for day in told if day.last is not None)
    first = min(day.first or date.min for day in told)
    if first > as_of:
        return False
    if since is not None and last < since.replace(day=1):
        return False
    wanted = promise.day.first or promise.day.last if promise.day is not None else None
    return wanted is None or last >= wanted - EARLY


def _is_announced(promise: Promise, clause: Clause) -> bool:
    """Whether a clause announces the same result, and no part of it."""
    if clause.phase not in ("announced", "to-begin") or "part" in clause.marks:
        return False
    if has_words(clause.words, "partial"):
        return False
    verbs = [verb for verb in clause.verbs if verb.kind != "plan"]
    results = results_of_clause(clause) if verbs else results_named(clause.words)
    if not results or not promise.results:
        return True
    return shares_ladder(results, promise.results)


def _is_late(clause: Clause) -> bool:
    """Whether a clause says in so many words that something is late or was to be done."""
    if clause.verbs and clause.verbs[0].kind == "delay":
        return clause.phase is not None
    if not has_words(clause.words, "delay") or "negation" in clause.marks:
        return False
    return clause.phase in ("remains", "not-begun", "undone", None)


def _is_postponed(clause: Clause) -> bool:
    """«er utsatt», «er flyttet til 2027», «er stilt i bero»."""
    if not clause.verbs:
        return clause.phase == "not-begun"
    held = clause.verbs[0].kind in ("wait", "delay") and clause.phase in ("remains", "not-begun")
    moved = has_words(clause.words, "moved") and clause.phase in ("done", "announced", "remains")
    return held or moved


def _is_undone(promise: Promise, clause: Clause) -> bool:
    """Whether a clause says that the promised result is not there, or should have been."""
    results = results_of_clause(clause) or results_named(clause.words)
    same = shares_ladder(results, promise.results) or not promise.results
    if clause.phase in ("undone", "not-begun"):
        return same
    if clause.phase == "remains":
        return True
    should = not words_of_kind("past_modal").isdisjoint(clause.words)
    return should and shares_ladder(results_named(clause.words), promise.results)


def _goes_on(promise: Promise, clause: Clause, as_of: date) -> bool:
    """Whether what was to be there by now is said to be under way still."""
    last = promise.day.last if promise.day is not None else None
    if last is None or last >= as_of or _starts(promise.results):
        return False
    if clause.phase != "ongoing" or _closeness(promise, clause) < THING:
        work = {noun.word for noun in nouns_of(clause)} & generic_words()
        if clause.phase != "ongoing" or not work or not _about(promise, clause):
            return False
    return not clause.verbs or clause.verbs[0].kind == "work" or "still" in clause.marks


def _about(promise: Promise, clause: Clause) -> bool:
    """Whether the work that a clause names is on the thing: «arbeidet med veilederen»."""
    aims = frozenset().union(*(noun.purpose for noun in nouns_of(clause)))
    return promise.generic or bool(aims & promise.words)


def _new_day(
    promise: Promise, days: Sequence[DateMention], *, only_moved: bool = False
) -> tuple[Event, DateMention] | None:
    """Whether the last of these dates is a new one for the promise, or the same."""
    for day in reversed(days):
        if promise.day is None or not is_same_time(promise.day, day):
            return "moved", day
        if not only_moved:
            return "restated", day
    return None


def is_same_time(promised: DateMention, told: DateMention) -> bool:
    """Whether one date lies within the other: October 2026 in the autumn of 2026."""
    if promised.edtf == told.edtf:
        return True
    if promised.last is None or told.last is None:
        return False
    here, there = promised.first or promised.last, told.first or told.last
    inside = here <= there and told.last <= promised.last
    around = there <= here and promised.last <= told.last
    return inside or around or promised.last == told.last


def _starts(results: Results) -> bool:
    return bool(results) and all(result.ladder == "begin" for result in results)
