"""What a sentence tells of: the item's work as such, or the work that a title names.

`told_of` gives the state in which a sentence leaves the work of another item's title:

    title      «Utarbeide en veileder for skolene»
    done       «Det er utarbeidet en veileder for skolene.»
    to-come    «Direktoratet skal utarbeide en veileder for skolene.» «Det er ikke utarbeidet …»
    told       «Direktoratet har fått i oppdrag å utarbeide en veileder for skolene.»
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import LCSseq

from pipeline.norwegian.content_words import content_word, content_words
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.vocabulary import may_have, pattern, tagged

AT_FIRST = r"(?i)(?:\W*+\p{L}++\W++){0,4}?«WORK»"  # among the first five words
FEWEST = 5  # stems of a title: shorter ones name no single work
COVERED = 0.85  # of a title's stems that a sentence must have, in order
NEAR = 5  # words between an auxiliary and its verb
PARTICIPLE = ("t", "dd", "a")

Told = Literal["done", "to-come", "told"]


def is_about_the_work(sentence: str) -> bool:
    """Whether the subject is the item's work as such: «tiltaket», «arbeidet med kartleggingen»."""
    return may_have(sentence, "work") and pattern(AT_FIRST).match(sentence) is not None


def may_miss(title: Sequence[str]) -> int:
    """How many of a title's stems a sentence on the same work may lack."""
    return len(title) - round(COVERED * len(title) + 0.499)


def told_of(title: str, sentence: str) -> Told | None:
    """In which state a sentence tells of the work that a title names; None if it does not.

    The words after the title's verb must stand in the sentence in its order, and the verb anywhere.
    """
    verb, *wanted = content_words(title) or [""]
    if 1 + len(wanted) < FEWEST:
        return None
    if LCSseq.similarity(wanted, content_words(sentence)) < len(wanted) - may_miss(wanted):
        return None
    words = words_of(sentence)
    at = next((n for n, word in enumerate(words) if content_word(word) == verb), None)
    if at is None:
        return None
    before = set(words[max(0, at - NEAR) : at])
    if before & {*tagged("modal"), *tagged("not")}:
        return "to-come"
    helped = before & {*tagged("auxiliary"), *tagged("be")}
    return "done" if helped and words[at].endswith(PARTICIPLE) else "told"
