"""What a sentence promises: which work, to be brought how far, by when.

    «Veilederen for skoler skal publiseres høsten 2025.»
    objects  veileder        aims  for: skoler        results  published        day  høsten 2025

The object is the noun that the verb is about; `works_of` reads it of any clause, so that what a
later text tells can be held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.norwegian.clauses import Clause, clauses, is_verb, number_of, words_of_kind
from pipeline.norwegian.content_words import content_word
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.results import (
    Result,
    Results,
    noun_of_verb,
    results_named,
    results_of_clause,
    results_of_verbs,
    verbs_in,
)
from pipeline.norwegian.stems import stems_of
from pipeline.norwegian.vocabulary import vocabulary

Span = tuple[int, int]

PURPOSE = ("for", "om", "til", "mot", "av", "med")  # what a thing is for or about
PLACE = ("i", "ved", "på", "hos", "under")
ATTENDED = ("i", "på")
SOURCE = ("fra", "frå")
NAME = re.compile(r"(?<=\w )«[^«»]{1,80}»")  # after a noun
NONE: frozenset[str] = frozenset()
THINGS = frozenset(
    Result(ladder, step) for ladder in ("make", "event", "begin") for step in range(1, 5)
)
STUDIES = ("study", "evaluate")  # ladders: they end in a report
LEAST = 3  # letters of a noun, and of a stem that ends a compound: «lov» of «lovforslag» is none
PASSIVE = ("be", "be_past", "become", "become_past")


class Noun(NamedTuple):
    """A noun as printed in lower case, and the stems of what it is for, where, and from whom."""

    word: str
    purpose: frozenset[str]
    place: frozenset[str]
    source: frozenset[str]
    indefinite: bool


class Promise(NamedTuple):
    """The work that a clause promises.

    `generic`: it is only called the work («oppdraget»), `nameless`: not even that («ferdigstilling
    er ventet i 2026»). `results` is empty where nothing says what is to be brought about, `goal`
    where: «til hele landet». `part`: only a part of something is promised. `by`: somebody is to do
    it. `words` are the stems of the sentence, `printed` its words. `day` is the date that it is
    promised for, None if there is none.
    """

    objects: tuple[Noun, ...]
    results: Results
    generic: bool
    nameless: bool
    goal: frozenset[str]
    part: bool
    by: bool
    words: frozenset[str]
    printed: tuple[str, ...]
    day: DateMention | None


def read_promise(sentence: str, as_of: date | None, at: int | None = None) -> Promise | None:
    """What the sentence promises for its date; None for a text without words. Raises nothing.

    `at` is where that date begins, `as_of` the day that the sentence was written for; without it,
    the first date that is planned, or any.
    """
    days = [mention for mention in find_dates(sentence, as_of=as_of) if mention.edtf]
    day = next((mention for mention in days if mention.start == at), None)
    if day is None:
        day = next((mention for mention in days if mention.role == "planned"), None)
    if day is None:
        day = next(iter(days), None)
    later = [(mention.start, mention.end) for mention in days]
    read = clauses(without_names(sentence), None, later)
    if not read:
        return None
    clause = _clause_at(read, day.start if day is not None else None)
    named = nouns_of(clause)
    objects = [noun for each in named for noun in _of_the_act(clause, each)]
    return Promise(
        objects=tuple(objects),
        results=_promised(clause),
        generic=all(noun.word in generic_words() for noun in objects),
        nameless=not objects,
        goal=goal_of(clause),
        part="part" in clause.marks or has_words(clause.words, "partial"),
        by=_has_doer(clause),
        words=frozenset(stem for each in read for w in each.words if (stem := content_word(w))),
        printed=tuple(words_of(sentence)),
        day=day,
    )


def without_names(text: str) -> str:
    """The text with blanks for the names of things: «planen «Frihet fra vold» ble lagt fram»."""
    return NAME.sub(lambda name: " " * len(name[0]), text)


def _of_the_act(clause: Clause, noun: Noun) -> list[Noun]:
    """What the noun of a verb or a deadline is of: the centre, for «åpningen av senteret»."""
    if not noun_of_verb(noun.word) and noun.word not in promise_words("deadline"):
        return [noun]
    brought = [verb for verb in clause.verbs if verb.kind not in ("plan", "none")]
    done = results_of_verbs(brought) if brought else results_of_clause(clause)
    if noun_of_verb(noun.word) and done & THINGS:
        return [noun]  # «evalueringen skal ferdigstilles», «byggingen skal være ferdig»
    words = clause.words
    at = words.index(noun.word) if noun.word in words else len(words)
    for index in range(at + 2, len(words)):
        if words[index - 1] in ("av", "for", "med") and _names(words[index]):
            return [Noun(words[index], *_aims(words, index), False)]
    return []


def _clause_at(read: Sequence[Clause], at: int | None) -> Clause:
    """The clause that has the date; the first that announces anything, where there is none."""
    if at is not None:
        for clause in read:
            if clause.start <= at < clause.end:
                return clause
        return max((each for each in read if each.start <= at), default=read[0])
    return next((each for each in read if each.phase in ("announced", "to-begin")), read[0])


def _promised(clause: Clause) -> Results:
    """What is to be brought about: by the verb, or by what is planned, or to be in a state."""
    verbs = [verb for verb in clause.verbs if verb.kind not in ("plan", "none")]
    if verbs:
        return results_of_verbs(verbs)
    return results_named(clause.words)


# --- the nouns of a clause -----------------------------------------------------------------------


def nouns_of(clause: Clause) -> list[Noun]:
    """The nouns that the verb of a clause is about: its object, or the subject of a passive."""
    words = clause.words
    core = _in_core(clause) | _after_particle(clause)
    if not core:
        planned = _planned_act(clause)
        if planned is not None:
            return [_noun(words, (planned, planned + 1))]
        return [Noun(word, NONE, NONE, NONE, False) for word in _last_nouns(clause.core)]
    runs = [run for run in _runs(words, core) if _head(words, run) is not None]
    verb = _verb_at(clause)
    if verb is not None and not _is_passive(words, verb):
        after = [run for run in runs if run[0] > verb]
        runs = after or runs
    elif verb is not None:
        before = [run for run in runs if run[0] < verb and not _is_doer(words, run)]
        runs = before or runs
    thing = [run for run in runs if not _is_doer(words, run)]
    return [_noun(words, run) for run in thing or runs]


def nouns_told_of(clause: Clause) -> list[Noun]:
    """What a clause tells of without doing anything to it.

    «200 deltok på fagdagen», «Fagdagen samlet 200 deltakere», «Evalueringen viser at …»
    """
    words = clause.words
    places = set()
    if has_words(words, "attendance"):
        places = {at for at, word in enumerate(words[:-1], 1) if word in ATTENDED}
    elif not any("show" in verb.classes for verb in clause.verbs):
        return []
    ends = words_of_kind("preposition") | _auxiliaries()
    runs = []
    for first in places:
        last = next((n for n in range(first, len(words)) if words[n] in ends), len(words))
        runs += [r for r in _runs(words, frozenset(range(first, last))) if _head(words, r)]
    subjects = [at for at, word in enumerate(words) if word in clause.subject and _names(word)]
    told = [_noun(words, run) for run in runs]
    return [*told, *(Noun(words[at], *_aims(words, at), False) for at in subjects)]


def _in_core(clause: Clause) -> frozenset[int]:
    """The indexes of the words outside prepositional phrases; none where these are another's."""
    indexes, at = set(), 0
    for index, word in enumerate(clause.words):
        if at < len(clause.core) and word == clause.core[at]:
            indexes.add(index)
            at += 1
    return frozenset(indexes) if at == len(clause.core) else frozenset()


def _after_particle(clause: Clause) -> frozenset[int]:
    """The indexes of what follows a particle with a preposition in it: «tok i bruk læreplanen»."""
    words = clause.words
    ends = words_of_kind("preposition") | _auxiliaries()
    for particle in {verb.particle for verb in clause.verbs if len(verb.particle) > 1}:
        for at in range(len(words) - len(particle) + 1):
            if words[at : at + len(particle)] == particle:
                first = at + len(particle)
                last = next((n for n in range(first, len(words)) if words[n] in ends), len(words))
                return frozenset(range(first, last))
    return frozenset()


def _planned_act(clause: Clause) -> int | None:
    """The index of the noun of a verb that is planned: «det legges opp til åpning av senteret»."""
    if not clause.verbs or clause.verbs[0].kind != "plan":
        return None
    return next((n for n, word in enumerate(clause.words) if noun_of_verb(word)), None)


def _runs(words: Sequence[str], core: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The stretches of nouns and what stands before them: from the first up to the last."""
    start = None
    for index in range(len(words) + 1):
        inside = index in core and not _is_verb_here(words, index) and not words[index].isdigit()
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield start, index
            start = None


def _is_verb_here(words: Sequence[str], index: int) -> bool:
    """Whether a word is a form of a verb, and not the noun of «et nytt lager»."""
    adjective = index > 1 and not is_verb(words[index - 1])
    noun = adjective and words[index - 2] in words_of_kind("article")
    return is_verb(words[index]) and not noun


def _head(words: Sequence[str], run: tuple[int, int]) -> int | None:
    """The index of the noun of a stretch: the last word that names a thing."""
    for index in range(run[1] - 1, run[0] - 1, -1):
        if _names(words[index]):
            return index
    return None


def _names(word: str) -> bool:
    if len(word) < LEAST or number_of(word):
        return False
    return word not in _no_names() and word not in promise_words("time")


@cache
def _no_names() -> frozenset[str]:
    """Words that name no thing: «en», «den», «være», «nye», «først»."""
    kinds = (
        "article", "pronoun", "non_finite", "ahead", "still", "lasting", "hedge", "negation",
        "measure", "adverb", "first",
    )  # fmt: skip
    plain = words_of_kind("plain") - generic_words()
    return plain.union(*map(words_of_kind, kinds))


def _is_doer(words: Sequence[str], run: tuple[int, int]) -> bool:
    head = _head(words, run)
    return head is not None and words[head] in promise_words("doer")


def _last_nouns(core: Sequence[str]) -> list[str]:
    nouns = [word for word in core if not is_verb(word) and not word.isdigit() and _names(word)]
    things = [word for word in nouns if word not in promise_words("doer")]
    return (things or nouns)[-1:]


def _noun(words: Sequence[str], run: tuple[int, int]) -> Noun:
    head = _head(words, run)
    assert head is not None
    before = words[max(0, head - 3) : head]
    indefinite = not (words_of_kind("article") - {"den"}).isdisjoint(before)
    return Noun(words[head], *_aims(words, head), indefinite)


def _aims(words: Sequence[str], head: int) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The stems of what follows a noun in prepositional phrases: purpose, place and source."""
    aims: dict[tuple[str, ...], set[str]] = {PURPOSE: set(), PLACE: set(), SOURCE: set()}
    kind: tuple[str, ...] = ()
    for before, word in pairwise(words[head:]):
        opened = next((each for each in aims if word in each), None)
        if opened is not None:
            kind = opened
        elif not kind or _ends_phrase(before, word):
            break
        elif stem := content_word(word):
            aims[kind].add(stem)
    return frozenset(aims[PURPOSE]), frozenset(aims[PLACE]), frozenset(aims[SOURCE])


def _ends_phrase(before: str, word: str) -> bool:
    """Whether a word is no longer part of a prepositional phrase."""
    if word in words_of_kind("preposition") or word in _auxiliaries():
        return True
    governed = before in words_of_kind("preposition")
    timed = word in promise_words("time") or word[0].isdigit()
    return timed or (is_verb(word) and not governed)


def goal_of(clause: Clause) -> frozenset[str]:
    """The stems of what follows «til» after the verb: «overføres til Oslo politidistrikt»."""
    verb = _verb_at(clause)
    words = clause.words
    if verb is None or "til" not in words[verb:]:
        return NONE
    at = words.index("til", verb)
    return _aims(("", *words[at:]), 0)[0]


@cache
def _auxiliaries() -> frozenset[str]:
    kinds = ("future", "modal", "past_modal", "have", *PASSIVE)
    return frozenset().union(*map(words_of_kind, kinds))


def _verb_at(clause: Clause) -> int | None:
    """The index of the verb that brings something about; of what is planned, where it plans."""
    names = {verb.name for verb in clause.verbs}
    planned = bool(clause.verbs) and clause.verbs[0].kind == "plan"
    index = None
    for at, verb in verbs_in(clause.words):
        if verb.name in names:
            index = at if index is None else index
            if not planned:
                return index
        elif planned and verb.kind not in ("plan", "none") and index is not None:
            return at
    return index


def _has_doer(clause: Clause) -> bool:
    """Whether somebody is named who is to do it: «direktoratet vil levere»."""
    verb = _verb_at(clause)
    if verb is None or _is_passive(clause.words, verb):
        return False
    runs = [
        run for run in _runs(clause.words, _in_core(clause)) if _head(clause.words, run) is not None
    ]
    return any(run[0] < verb for run in runs) and any(run[0] > verb for run in runs)


def _is_passive(words: Sequence[str], verb: int) -> bool:
    """«publiseres», «ble publisert»; «ventes fremmet» too, but not «har publisert»."""
    if words[verb].endswith(("es", "ast")):
        return True
    helpers = frozenset().union(*map(words_of_kind, PASSIVE))
    before = [word for word in words[:verb] if word in _auxiliaries() or word.endswith("es")]
    return bool(before) and (before[-1] in helpers or before[-1].endswith("es"))


# --- whether two nouns name the same thing -------------------------------------------------------


def same_thing(promised: Noun, told: Noun, promise: Promise) -> bool:
    """Whether a later noun names what was promised.

    «Avtalen» is the «samarbeidsavtalen» that was promised; «midtveisrapporten» is not the
    «rapporten», but «sluttrapporten» is. What each is for, where, and from whom, must not differ.
    """
    words = promise.words
    if not _same_name(promised.word, told.word, words) or _differs(promised, told, words):
        return False
    return not (promise.by and told.source and told.source.isdisjoint(words))


def _same_name(promised: str, told: str, words: frozenset[str]) -> bool:
    here, there = content_word(promised), content_word(told)
    if not here or not there:
        return promised == told
    if here == there or promised in stems_of(told) or told in stems_of(promised):
        return True
    if len(there) > LEAST and here.endswith(there):
        return True
    if _is_study(promised) and there.startswith(here):
        return any(report in told for report in promise_words("report"))  # «evalueringsrapporten»
    if len(here) > LEAST and there.endswith(here):
        first = there.removesuffix(here)
        return first.rstrip("s") in promise_words("whole_prefix") or any(
            len(first) > LEAST and stem.startswith(first.rstrip("s")) for stem in words
        )
    return False


def _is_study(word: str) -> bool:
    return any(result.ladder in STUDIES for result in noun_of_verb(word))


def _differs(promised: Noun, told: Noun, words: frozenset[str]) -> bool:
    """Whether two things of one name are for other purposes, or in other places."""
    if promised.purpose and told.purpose:
        here, there = promised.purpose | promised.place, told.purpose | told.place
        return len(here & there) <= min(len(here), len(there)) / 2
    if promised.place and told.place and promised.place.isdisjoint(told.place):
        return True
    return told.indefinite and bool(told.purpose) and told.purpose.isdisjoint(words)


@cache
def promise_words(kind: str) -> frozenset[str]:
    """The words of a kind of `vocab/promise_words.csv`."""
    return frozenset(row["words"] for row in vocabulary("promise_words") if row["kind"] == kind)


def has_words(words: Sequence[str], kind: str) -> bool:
    """Whether a clause has a word or a phrase of a kind of `vocab/promise_words.csv`."""
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in promise_words(kind))


@cache
def generic_words() -> frozenset[str]:
    """What any work is called: «arbeidet», «oppdraget»; no noun of a verb."""
    return frozenset(word for word in words_of_kind("generic") if not noun_of_verb(word))
