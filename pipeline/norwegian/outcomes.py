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

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.norwegian.clauses import Clause, clauses, is_finite, words_of_kind
from pipeline.norwegian.content_words import content_word
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.numerals import read_words
from pipeline.norwegian.promises import (
    LEAST,
    NONE,
    PLACE,
    SOURCE,
    Noun,
    Promise,
    generic_words,
    goal_of,
    has_words,
    nouns_of,
    nouns_told_of,
    promise_words,
    same_thing,
    without_names,
)
from pipeline.norwegian.results import (
    Result,
    Results,
    noun_of_verb,
    nouns_of_verbs,
    reaches,
    results_named,
    results_of_clause,
    results_of_verbs,
    shares_ladder,
)
from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.norwegian.verbs import verb_forms

Event = Literal["told-done", "told-delayed", "moved", "restated", "silent"]
KEPT = 500  # texts: more than the narratives of a report
EARLY = timedelta(days=183)  # what was done longer before its time was done for something else
TELLS_NOTHING = ("hedge", "quoted", "recurring", "separate")
THERE = (Result("make", 2), Result("event", 1), Result("law", 2), Result("appoint", 1))
FINISHED = (Result("make", 1), Result("event", 1))
BEGUN = (Result("begin", 1),)
SET_UP = (Result("make", 4), Result("appoint", 1), Result("event", 1))
HEARING = (Result("hearing", 1),)
HELD = (Result("event", 1),)
SHOWN = (Result("make", 2), Result("study", 1), Result("evaluate", 1))
WHATEVER = ("make", "begin", "event")  # ladders on which anything can be done
NAMELESS_ACTS = ("hearing",)  # ladders of which an item has one: «høringen»
THING, WORK = 2, 1  # a clause names the thing promised, or only the work
COMPOUND = 5  # letters of a stem that begins a compound: «prosjektperioden»


class Outcome(NamedTuple):
    """What a later text tells: `sentence` is its span in that text, `day` the new date."""

    event: Event
    sentence: tuple[int, int] | None
    day: DateMention | None


SILENT = Outcome("silent", None, None)


class _Statement(NamedTuple):
    """A clause of the later text, the nouns that it is about, what it brings about, its dates."""

    clause: Clause
    nouns: tuple[Noun, ...]
    results: Results
    days: tuple[DateMention, ...]
    printed: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.clause.words


class _Told(NamedTuple):
    """What one clause tells of a promise, and whether it names the thing or only the work."""

    event: Event
    closeness: int
    statement: _Statement
    day: DateMention | None

    @property
    def start(self) -> int:
        return self.statement.clause.start


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
    what stood there already tells nothing of what happened after it.
    """
    statements = _statements(text, as_of)
    told = [
        each
        for statement in statements
        if statement.printed not in known
        and (each := _told(promise, statement, as_of, since)) is not None
    ]
    chosen = _chosen(told, promise)
    if chosen is not None:
        return Outcome(chosen.event, chosen.statement.clause.sentence, chosen.day)
    again = next((each for each in statements if each.printed == promise.printed), None)
    return SILENT if again is None else Outcome("restated", again.clause.sentence, None)


def admits_delay(paragraph: str, at: int) -> bool:
    """Whether the sentence around a date, or one beside it, says that the work is late."""
    spans = sentences(paragraph)
    index = sentence_at(spans, at)
    near = spans[max(0, index - 1) : index + 2]
    return any(_is_late(clause) for clause in clauses(paragraph[near[0][0] : near[-1][1]], None))


@lru_cache(KEPT)
def _statements(text: str, as_of: date) -> tuple[_Statement, ...]:
    """The clauses of a text, which is read for each promise of its item."""
    days = [mention for mention in find_dates(text, as_of=as_of) if mention.edtf]
    later = [(d.start, d.end) for d in days if d.last is not None and d.last > as_of]
    statements: list[_Statement] = []
    left_out = words_of_kind("pronoun") | words_of_kind("joint")
    nouns: tuple[Noun, ...] = ()
    for clause in clauses(without_names(text), as_of, later):
        named = (*nouns_told_of(clause), *nouns_of(clause))
        if not named and not left_out.isdisjoint(clause.words):
            # «Den er nå ventet høsten 2026», «og skal være ferdig i oktober»
            named = (*nouns, *_shared_subject(clause, nouns))
        nouns = named or nouns
        statements.append(
            _Statement(
                clause,
                named,
                results_of_clause(clause),
                tuple(day for day in days if clause.start <= day.start < clause.end),
                tuple(words_of(text[slice(*clause.sentence)])),
            )
        )
    return tuple(statements)


def _shared_subject(clause: Clause, nouns: Sequence[Noun]) -> Iterator[Noun]:
    """The subject of the clause before, where «og» and a verb follow: «og er nå ventet i 2026»."""
    if clause.words[0] in words_of_kind("joint") and is_finite(clause.words[1:2]):
        known = {noun.word for noun in nouns}
        for word in clause.subject:
            if word not in known:
                yield Noun(word, NONE, NONE, NONE, False)


def _chosen(told: Sequence[_Told], promise: Promise) -> _Told | None:
    """What counts: a later word on the thing against an earlier one, the thing before the work."""
    done = next((each for each in told if each.event == "told-done"), None)
    if done is not None:
        against = [
            each
            for each in told
            if each.event in ("moved", "told-delayed", "restated")
            and each.closeness == THING
            and each.start > done.start
        ]
        if not against and _all_done(told, promise):
            return done
        told = against
    restated, moved = _closest(told, "restated"), _closest(told, "moved")
    if restated and moved:
        return restated if restated.closeness >= moved.closeness else moved
    return restated or moved or _closest(told, "told-delayed")


def _closest(told: Iterable[_Told], event: str) -> _Told | None:
    return max(
        (each for each in told if each.event == event),
        key=lambda each: (each.closeness, -each.start),
        default=None,
    )


def _all_done(told: Sequence[_Told], promise: Promise) -> bool:
    """Whether each of several things that were promised is told as done."""
    if promise.generic or len(promise.objects) < 2:
        return True
    done = [noun for each in told if each.event == "told-done" for noun in each.statement.nouns]
    return all(
        any(same_thing(wanted, noun, promise) for noun in done) for wanted in promise.objects
    )


# --- what one clause tells -----------------------------------------------------------------------


def _told(promise: Promise, statement: _Statement, as_of: date, since: date | None) -> _Told | None:
    clause = statement.clause
    if clause.kind == "condition" or not clause.marks.isdisjoint(TELLS_NOTHING):
        return None
    if has_words(clause.words, "foreign") and not has_words(promise.printed, "foreign"):
        return None  # but «en nordisk konferanse» may be what was promised
    closeness = _closeness(promise, statement)
    event, day = _event(promise, statement, closeness, as_of, since)
    if event == "silent" and _goes_on(promise, statement, closeness, as_of):
        return _Told("told-delayed", WORK, statement, None)  # weighs less than what is told as done
    return None if event == "silent" else _Told(event, closeness, statement, day)


def _event(
    promise: Promise, statement: _Statement, closeness: int, as_of: date, since: date | None
) -> tuple[Event, DateMention | None]:
    clause, words = statement.clause, statement.words
    late = _is_late(clause)
    deadline = has_words(words, "deadline") and not has_words(words, "hearing")
    if deadline and (has_words(words, "extended") or late):
        return _new_day(promise, statement.days) or ("told-delayed", None)
    if deadline and "negation" in clause.marks and has_words(words, "kept"):
        return "told-delayed", None
    if _prepares(promise, statement):
        planned = [day for day in statement.days if _is_ahead(day, as_of)]
        again = _new_day(promise, planned)
        return again if again and again[0] == "restated" else ("silent", None)
    if not closeness:
        return "silent", None
    if closeness == THING and _is_done(promise, statement, as_of, since):
        return "told-done", None
    if late or _is_postponed(clause):
        return _new_day(promise, statement.days, only_moved=True) or ("told-delayed", None)
    if _is_announced(promise, statement, as_of):
        planned = [day for day in statement.days if _is_ahead(day, as_of)]
        return _new_day(promise, planned) or ("silent", None)
    if _is_undone(promise, statement):
        return "told-delayed", None
    return "silent", None


def _closeness(promise: Promise, statement: _Statement) -> int:
    """THING, WORK or 0: whether a clause is about what was promised."""
    things = [noun for noun in promise.objects if noun.word not in generic_words()]
    if any(same_thing(wanted, noun, promise) for noun in statement.nouns for wanted in things):
        return THING
    for noun in statement.nouns:
        if shares_ladder(_acts(promise, [noun]), promise.results):
            # «åpningen av senteret»: whose opening it is stands in what follows
            return THING if not noun.purpose or _is_of(noun.purpose, promise) else 0
    if _does_the_act(promise, statement):
        return THING
    if statement.clause.phase == "remains" and _is_in(promise, statement.nouns):
        return WORK
    return _closeness_to_work(promise, statement.nouns)


def _acts(promise: Promise, nouns: Sequence[Noun]) -> Results:
    """What nouns of verbs are on; «reforhandlingen» is of a verb in no ladder."""
    words = [noun.word for noun in nouns]
    plain = frozenset(
        result
        for result in promise.results
        if any(word.startswith(f"{result.ladder.removesuffix('e')}ing") for word in words)
    )
    return nouns_of_verbs(words) | plain


def _is_of(stems: frozenset[str], promise: Promise) -> bool:
    """Whether these name what was promised, if only by the end of a compound: «portalen»."""
    whole = [content_word(noun.word) for noun in promise.objects]
    return bool(stems & promise.words) or any(
        len(stem) > LEAST and name.endswith(stem) for stem in stems for name in whole
    )


def _closeness_to_work(promise: Promise, nouns: Sequence[Noun]) -> int:
    """Whether «arbeidet» or «oppdraget» is that of the promise; «tiltaket» tells a status."""
    called = {noun.word for noun in promise.objects}
    work = [noun for noun in nouns if noun.word in generic_words()]
    if any(noun.word in called for noun in work):
        return THING
    work = [noun for noun in work if noun.word not in promise_words("status")]
    if promise.generic and work:
        return THING if promise.nameless else WORK
    if any(not noun.purpose or noun.purpose & promise.words for noun in work):
        return WORK
    about = promise_words("delay") | promise_words("plan")
    if any(
        (noun.word in about or _starts(noun_of_verb(noun.word)))
        and (noun.purpose | noun.place) & promise.words
        for noun in nouns
    ):
        return WORK  # «forsinkelser i kartleggingen», «planene om et senter», «oppstart av kurset»
    stems = [stem for word in called if len(stem := content_word(word)) >= COMPOUND]
    parts = any(noun.word.startswith(stem) for stem in stems for noun in nouns)
    return WORK if parts else 0  # «prosjektperioden»


def _does_the_act(promise: Promise, statement: _Statement) -> bool:
    """«SINTEF kartla tilbudet» for «kartleggingen av tilbudet», «sendt på høring» for «høringen».

    Of the acts that an item has but one of, the object need not be named.
    """
    told = frozenset().union(*({content_word(n.word)} | n.purpose for n in statement.nouns))
    for wanted in promise.objects:
        acts = [each for each in noun_of_verb(wanted.word) if each.ladder not in WHATEVER]
        if not reaches(statement.results, acts):
            continue
        if wanted.purpose & told or all(each.ladder in NAMELESS_ACTS for each in acts):
            return True
    return False


def _is_in(promise: Promise, nouns: Sequence[Noun]) -> bool:
    """«Det gjenstår å innarbeide innspill i veilederen»"""
    wanted = {stem for noun in promise.objects if (stem := content_word(noun.word))}
    return any((noun.purpose | noun.place) & wanted for noun in nouns)


def _prepares(promise: Promise, statement: _Statement) -> bool:
    """«Planleggingen av konferansen i oktober er i gang», «forberedelsene til åpningen»."""
    return statement.clause.phase == "ongoing" and any(
        noun.word in promise_words("preparation") and _is_of(noun.purpose, promise)
        for noun in statement.nouns
    )


def _is_done(promise: Promise, statement: _Statement, as_of: date, since: date | None) -> bool:
    """Whether the thing is told as brought as far as promised, at a time that fits."""
    clause, results = statement.clause, statement.results
    if clause.kind == "content" or not _is_whole(promise, clause):
        return False
    if _is_an_earlier_one(promise, statement):
        return False
    if not _fits_in_time(promise, statement.days, as_of, since):
        return False
    if "later" in clause.marks and not any(day.role == "event" for day in statement.days):
        return False
    there = clause.phase in ("done", "closed", "part") or _became(clause)
    acted = there or (clause.phase in ("acted", "begun") and bool(clause.verbs))
    if has_words(clause.words, "first_meeting") and (acted or clause.phase == "acted"):
        expected = has_words(promise.printed, "first_meeting")
        return expected or shares_ladder(promise.results, SET_UP)
    if acted and has_words(clause.words, "attendance"):
        return not promise.results or shares_ladder(promise.results, HELD)
    if _shows(promise, clause):
        return reaches(SHOWN, promise.results)
    if not promise.results:
        return acted and reaches(results, THERE)
    if _does_the_act(promise, statement):
        return acted and not _starts(promise.results)
    if clause.phase in ("begun", "ongoing"):
        if _starts(promise.results):
            return reaches(results, BEGUN)
        if shares_ladder(promise.results, HEARING):
            return reaches(results, HEARING)  # «Forslaget er på høring»
    if _is_its_act(promise, statement):
        return there and reaches(results, FINISHED)
    if shares_ladder(_of_attributes(clause), promise.results) and there:
        return reaches(results, (*FINISHED, *promise.results))
    return acted and reaches(results, promise.results)


def _is_an_earlier_one(promise: Promise, statement: _Statement) -> bool:
    """«Undersøkelsen fra 2023 ble presentert», where a new one was promised for 2026."""
    wanted = promise.day.first or promise.day.last if promise.day is not None else None
    if wanted is None:
        return False
    words, names = statement.clause.words, {noun.word for noun in statement.nouns}
    return any(
        words[at] in names
        and words[at + 1] in SOURCE
        and words[at + 2].isdigit()
        and int(words[at + 2]) < (wanted - EARLY).year
        for at in range(len(words) - 2)
    )


def _shows(promise: Promise, clause: Clause) -> bool:
    """«Evalueringen viser at ordningen virker»: it is there; another one may be to come."""
    if not any("show" in verb.classes for verb in clause.verbs) or has_words(
        promise.printed, "another"
    ):
        return False
    ahead = words_of_kind("future") | words_of_kind("modal") | words_of_kind("past_modal")
    subjects = (Noun(word, NONE, NONE, NONE, False) for word in clause.subject)
    return ahead.isdisjoint(clause.words) and any(
        same_thing(wanted, noun, promise) for noun in subjects for wanted in promise.objects
    )


def _of_attributes(clause: Clause) -> Results:
    """What participles before nouns stand for: «de reviderte retningslinjene»."""
    forms = [verb_forms().get(word, {}) for word in clause.words]
    verbs = [verb for form in forms for verb in form.get("participle", ())]
    return results_of_verbs(verb for verb in verbs if verb not in clause.verbs)


def _became(clause: Clause) -> bool:
    """«vart ferdig i april, ein månad seinare enn planlagt»: a state that came to be."""
    came = not words_of_kind("become_past").isdisjoint(clause.words)
    return came and clause.phase is None and not clause.verbs and "negation" not in clause.marks


def _is_whole(promise: Promise, clause: Clause) -> bool:
    """Whether a clause tells of all that was promised, not of a part, a draft or some of many."""
    words = clause.words
    if has_words(words, "review"):
        return False
    part = has_words(words, "partial") or "part" in clause.marks or clause.phase == "part"
    some = has_words(words, "some") and not has_words(promise.printed, "some")
    fewer = max(_numerals(words), default=0) < max(_numerals(promise.printed), default=0)
    if (part and not promise.part) or some or (fewer and _numerals(words)):
        return False
    goal = goal_of(clause)
    if goal and promise.goal and not _share(goal, promise.goal):
        return False  # «utvides til hele landet», «er utvidet til Troms»
    limited = bool(goal) or any(word in PLACE for word in words)
    return not limited or has_words(words, "total") or not has_words(promise.printed, "total")


def _numerals(words: Iterable[str]) -> list[int]:
    """The numbers in letters: «fem fylker»; digits are most often those of a date."""
    read = (read_words([word]) for word in words if word.isalpha())
    return [int(number.value) for number in read if number is not None and number.value > 1]


def _share(stems: Iterable[str], others: Iterable[str]) -> bool:
    others = list(others)
    return any(a.endswith(b) or b.endswith(a) for a in stems for b in others)


def _is_its_act(promise: Promise, statement: _Statement) -> bool:
    """Whether a clause is about the noun of the promised verb: «evalueringen» for «evalueres»."""
    own = any(same_thing(w, noun, promise) for noun in statement.nouns for w in promise.objects)
    return not own and shares_ladder(_acts(promise, statement.nouns), promise.results)


def _fits_in_time(
    promise: Promise, days: Sequence[DateMention], as_of: date, since: date | None
) -> bool:
    """Whether what is told as done was not done long before, or is yet to come."""
    told = [day for day in days if day.role in ("event", "period") and day.last is not None]
    if not told:
        return True
    last = max(day.last for day in told if day.last is not None)
    if min(day.first or date.min for day in told) > as_of:
        return False
    if since is not None and last < since.replace(day=1):
        return False
    wanted = promise.day.first or promise.day.last if promise.day is not None else None
    return wanted is None or last >= wanted - EARLY


def _is_ahead(day: DateMention, as_of: date) -> bool:
    return day.role == "planned" or (day.last is not None and day.last > as_of)


def _is_announced(promise: Promise, statement: _Statement, as_of: date) -> bool:
    """Whether a clause announces the same result, and no part of it."""
    clause = statement.clause
    states = clause.phase is None and not clause.verbs  # «skal være utslippsfrie»
    future = states and not words_of_kind("future").isdisjoint(clause.words)
    ahead = "later" in clause.marks and any(_is_ahead(day, as_of) for day in statement.days)
    if clause.phase not in ("announced", "to-begin") and not future and not ahead:
        return False
    if shares_ladder(statement.results, HEARING) and not shares_ladder(promise.results, HEARING):
        return False  # «Strategien er sendt på høring med frist 1. mai»: others' answers
    if not promise.part and ("part" in clause.marks or has_words(clause.words, "partial")):
        return False
    verbs = [verb for verb in clause.verbs if verb.kind != "plan"]
    results = results_named(clause.words)
    results = (statement.results | results) if verbs else results
    if not results or not promise.results or shares_ladder(results, promise.results):
        return True
    if shares_ladder(_of_attributes(clause), promise.results) and shares_ladder(results, THERE):
        return True  # «Den reviderte forskriften vil foreligge»
    return _is_its_act(promise, statement) and shares_ladder(results, (*FINISHED, *BEGUN))


def _is_late(clause: Clause) -> bool:
    """Whether a clause says in so many words that something is late or was to be done."""
    if clause.verbs and clause.verbs[0].kind == "delay":
        return clause.phase is not None
    if not has_words(clause.words, "delay") or "negation" in clause.marks:
        return False
    return clause.phase in ("remains", "not-begun", "undone", "acted", None)


def _is_postponed(clause: Clause) -> bool:
    """«er utsatt», «er flyttet til 2027», «er stilt i bero»."""
    if not clause.verbs:
        return clause.phase == "not-begun"
    held = clause.verbs[0].kind in ("wait", "delay") and clause.phase in ("remains", "not-begun")
    moved = has_words(clause.words, "moved") and clause.phase in ("done", "announced", "remains")
    return held or moved


def _is_undone(promise: Promise, statement: _Statement) -> bool:
    """Whether a clause says that the promised result is not there, or should have been."""
    clause = statement.clause
    results = statement.results or results_named(clause.words)
    if clause.phase in ("undone", "not-begun"):
        act = _is_its_act(promise, statement) and shares_ladder(results, FINISHED)
        return act or shares_ladder(results, promise.results) or not promise.results
    if clause.phase == "remains":
        return True
    should = not words_of_kind("past_modal").isdisjoint(clause.words)
    failed = clause.phase is None and "negation" in clause.marks  # «har ikke vært mulig å tilby»
    results = results_named(clause.words)
    return (should or failed) and (
        shares_ladder(results, promise.results) or (not promise.results and bool(results))
    )


def _goes_on(promise: Promise, statement: _Statement, closeness: int, as_of: date) -> bool:
    """Whether what was to be there by now is said to be under way still."""
    clause = statement.clause
    last = promise.day.last if promise.day is not None else None
    if not closeness or clause.phase != "ongoing" or _starts(promise.results):
        return False
    if last is None or last >= as_of:
        return False
    if closeness < THING:
        aims = frozenset().union(*(noun.purpose for noun in statement.nouns))
        if not promise.generic and not aims & promise.words:
            return False  # «arbeidet med veilederen», but not any work
    return not clause.verbs or clause.verbs[0].kind == "work" or "still" in clause.marks


def _new_day(
    promise: Promise, days: Sequence[DateMention], *, only_moved: bool = False
) -> tuple[Event, DateMention] | None:
    """Whether the last of these dates is a new one for the promise, or the same.

    What is late for June and «utsatt til 2026» ends later, though June lies in that year.
    """
    for day in reversed(days):
        if promise.day is None or not is_same_time(promise.day, day):
            return "moved", day
        if only_moved and (day.last or date.min) > (promise.day.last or date.max):
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
