"""What kind of promise a date is: something finished, begun, a part, or nobody's to keep.

    forecast         «en prognose for 2026»
    hearing          «med høringsfrist 1. oktober 2025»
    other-actor      «sees i sammenheng med …, som vil besluttes i løpet av 2025»
    start            «arbeidet igangsettes i 2026»
    activity         «prosjektet pågår ut 2025»
    part             «de neste møtene», «et utkast», «en fagdag», «kontraktinngåelse»
    completion       «oppdraget ferdigstilles», «rapporten skal foreligge», «fristen er»

Only what stands by the date decides: of two dates in a clause, each has the words before it. That
a date is the Storting's own is for the caller to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.norwegian.clauses import Clause, clauses
from pipeline.norwegian.dates import DateMention, find_dates
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.promises import generic_words, has_words, nouns_of
from pipeline.norwegian.results import Results, results_named, results_of_verbs, verbs_in
from pipeline.seams.vocabularies import MilestoneKind

PARTS = frozenset(("event", "contract", "tender", "recruit"))  # ladders: steps on the way
IN_USE = 4  # the last step of the ladder «make»
LAST = 3  # words before a date within which a deadline of answers stands


def kind_of_date(sentence: str, at: int, as_of: date | None, title: str = "") -> MilestoneKind:
    """What is promised for the date that begins at `at` in a sentence. Raises nothing.

    `title` is the item's: what it does not ask to set up is only a part.
    """
    days = [mention for mention in find_dates(sentence, as_of=as_of) if mention.edtf]
    read = clauses(sentence, None, [(day.start, day.end) for day in days])
    clause = next((each for each in reversed(read) if each.start <= at), None)
    if clause is None:
        return "activity"
    near = _words_near(sentence, clause, at, days)
    if has_words(near, "forecast"):
        return "forecast"
    if has_words(words_of(sentence[:at])[-LAST:], "hearing"):
        return "hearing"
    if _is_others_work(sentence, clause):
        return "other-actor"
    if clause.kind == "condition":
        return "part"
    day = next((mention for mention in days if mention.start == at), None)
    bounded = day is not None and day.bound == "latest"
    return _kind_of_work(clause, near, _verb_results(words_of(title)), bounded=bounded)


def _words_near(
    sentence: str, clause: Clause, at: int, days: Sequence[DateMention]
) -> Sequence[str]:
    """The words of a clause that a date goes with; all of it where these tell no result."""
    inside = [day for day in days if clause.start <= day.start < clause.end]
    first = max((day.end for day in inside if day.end <= at), default=clause.start)
    after = any(day.start > at for day in inside)
    near = words_of(sentence[first : at if after else clause.end])
    return near if _results_of(near) else clause.words


def _results_of(words: Sequence[str]) -> Results:
    """What the verbs bring about; what the nouns of verbs would, where the verbs do nothing."""
    done, named = _verb_results(words), results_named(words)
    return done & named or named


def _verb_results(words: Sequence[str]) -> Results:
    return results_of_verbs(
        verb for _, verb in verbs_in(words) if verb.kind not in ("plan", "none", "work", "act")
    )


def _is_others_work(sentence: str, clause: Clause) -> bool:
    """Whether the date is that of something which the work only hangs together with."""
    before = words_of(sentence[: clause.start])
    related = has_words(before, "related") and clause.kind == "relative"
    return related or has_words(clause.words, "foreign")


def _kind_of_work(
    clause: Clause, near: Sequence[str], asked: Results, *, bounded: bool
) -> MilestoneKind:
    results = _results_of(near)
    ladders = {result.ladder for result in results}
    finishes = any(each.ladder in ("make", "law") and each.step == 1 for each in results)
    definite = _is_definite(clause)
    if has_words(near, "deadline"):
        return "completion"
    if any(each.ladder == "begin" and each.step == 1 for each in results):
        return "start"
    if _goes_on(near, results) or (has_words(near, "again") and not finishes and bool(results)):
        return "activity"
    if has_words(near, "more") or ladders & PARTS:
        return "part"
    if finishes:
        return "completion"
    if not results:
        planned = bool(clause.verbs) and clause.verbs[0].kind == "plan"
        return "completion" if definite and (planned or bounded) else "activity"
    sets_up = any(each.ladder == "make" and each.step == IN_USE for each in results)
    asks = not {each.ladder for each in asked}.isdisjoint(ladders)
    whole = asks or not sets_up or "law" in ladders
    return "completion" if definite and whole else "part"


def _goes_on(near: Sequence[str], results: Results) -> bool:
    """Whether work is to be under way, and nothing to come of it by then."""
    kinds = {verb.kind for _, verb in verbs_in(near)}
    return not results and not kinds.isdisjoint(("work", "aftermath"))


def _is_definite(clause: Clause) -> bool:
    """Whether a certain thing is meant, not «en fagdag» or «en plan for arbeid med tiltak»."""
    nouns = nouns_of(clause)
    return not nouns or any(noun.word in generic_words() or not noun.indefinite for noun in nouns)
