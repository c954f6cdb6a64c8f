"""What verbs bring about, in ladders: who publishes a guide has finished it, too.

Each row of `vocab/results.csv` puts a verb, a state («i drift») or the noun of a verb («åpning») on
a step of a ladder. What is promised on a step is done when the same or a higher step of the same
ladder is told as done: a guide that was to be finished is done when it is published, one that was
to be published is not when it is finished.

    make      1 finished   2 delivered   3 published   4 in use
    law       1 on hearing   2 presented   3 passed   4 in force
    begin, event, appoint, hearing, tender, contract, transfer, decide, study, evaluate, revise, …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.clauses import Clause, words_of_kind
from pipeline.norwegian.verbs import FORMS, Verb, verb_forms, verbs_at
from pipeline.norwegian.vocabulary import vocabulary


class Result(NamedTuple):
    """A step of a ladder; that of a verb in no ladder is the verb itself."""

    ladder: str
    step: int


Results = frozenset[Result]


def results_of_verbs(verbs: Iterable[Verb]) -> Results:
    """What verbs bring about; a verb in no ladder stands for itself."""
    found: set[Result] = set()
    for verb in verbs:
        found |= _of_form("verb").get(verb.name) or {Result(verb.name, 1)}
    return frozenset(found)


def results_of_clause(clause: Clause) -> Results:
    """What the verb or the state of a clause brings about."""
    if clause.verbs:
        return results_of_verbs(clause.verbs)
    return frozenset(result for _, found in _phrases(clause.words, "state") for result in found)


def results_named(words: Sequence[str]) -> Results:
    """What all verbs, states and nouns of verbs in a clause would bring about."""
    found: set[Result] = set()
    for _, verb in verbs_in(words):
        found |= _of_form("verb").get(verb.name, frozenset())
    for form in ("state", "noun"):
        for _, results in _phrases(words, form):
            found |= results
    return frozenset(found)


def nouns_of_verbs(words: Iterable[str]) -> Results:
    """What the nouns of verbs among these words are on: «åpningen», «ferdigstillelse»."""
    return frozenset(result for word in words for result in noun_of_verb(word))


@cache
def noun_of_verb(word: str) -> Results:
    """The steps of a noun of a verb, with or without its article."""
    for ending in ("", "en", "n", "a", "et", "ene", "ne", "ane"):
        stem = word[: len(word) - len(ending)] if ending else word
        if word.endswith(ending) and stem in _of_form("noun"):
            return frozenset(_of_form("noun")[stem])
    return frozenset()


def reaches(told: Iterable[Result], promised: Iterable[Result]) -> bool:
    """Whether what is told is as high as what was promised, on one ladder."""
    promised = list(promised)
    return any(
        result.ladder == step.ladder and result.step >= step.step
        for result in told
        for step in promised
    )


def shares_ladder(results: Iterable[Result], others: Iterable[Result]) -> bool:
    """Whether two are on one ladder, whatever the step."""
    return not {each.ladder for each in results}.isdisjoint(each.ladder for each in others)


def verbs_in(words: Sequence[str]) -> Iterator[tuple[int, Verb]]:
    """The verbs that words of a clause can be forms of, and where."""
    attached = words_of_kind("preposition")
    between = words_of_kind("negation") | words_of_kind("still")
    for index, word in enumerate(words):
        governed = index > 0 and words[index - 1] in attached | words_of_kind("article")
        if word not in verb_forms() or governed:
            continue
        for form in FORMS:
            for verb in verbs_at(words, index, form, attached, between):
                yield index, verb


def _phrases(words: Sequence[str], form: str) -> Iterator[tuple[int, frozenset[Result]]]:
    """The states of a clause, or the nouns of verbs, and where they begin."""
    if form == "noun":
        for index, word in enumerate(words):
            results = noun_of_verb(word)
            if results:
                yield index, results
        return
    for phrase, found in _of_form(form).items():
        parts = tuple(phrase.split())
        for index in range(len(words) - len(parts) + 1):
            if tuple(words[index : index + len(parts)]) == parts:
                yield index, frozenset(found)


@cache
def _of_form(form: str) -> Mapping[str, set[Result]]:
    rows: dict[str, set[Result]] = defaultdict(set)
    for row in vocabulary("results"):
        if row["form"] == form:
            rows[row["words"]].add(Result(row["ladder"], int(row["step"])))
    return dict(rows)
