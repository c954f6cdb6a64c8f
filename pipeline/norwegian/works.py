"""What a sentence tells of: the item's work as such, or the work that a title names.

`told_of` gives the state in which a sentence leaves the work of another item's title:

    title      «Utarbeide en veileder for skolene»
    done       «Det er utarbeidet en veileder for skolene.»
    to-come    «Direktoratet skal utarbeide en veileder for skolene.»
    told       «Direktoratet har fått i oppdrag å utarbeide en veileder for skolene.»
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rapidfuzz.distance import LCSseq

from pipeline.norwegian.letters import words_of
from pipeline.norwegian.stems import stem_of, stems_of
from pipeline.norwegian.vocabulary import pattern, tagged

AT_FIRST = r"(?i)(?:\W*+\p{L}++\W++){0,4}?«WORK»"  # among the first five words
FEWEST = 5  # stems of a title: shorter ones name no single work
COVERED = 0.85  # of a title's stems that a sentence must have, in order
REACH = 6  # words between an auxiliary and its participle
NEAR = 4  # words between a modal and its infinitive

Told = Literal["done", "to-come", "told"]


def is_about_the_work(sentence: str) -> bool:
    """Whether the subject is the item's work as such: «tiltaket», «arbeidet med kartleggingen»."""
    return pattern(AT_FIRST).match(sentence) is not None


def may_miss(title: Sequence[str]) -> int:
    """How many of a title's stems a sentence on the same work may lack."""
    return len(title) - round(COVERED * len(title) + 0.499)


def told_of(title: str, sentence: str) -> Told | None:
    """In which state a sentence tells of the work that a title names; None if it does not.

    The title's words must stand in the sentence in its order, with its verb in the infinitive or as
    a participle.
    """
    wanted, had = stems_of(title), stems_of(sentence)
    if len(wanted) < FEWEST or LCSseq.similarity(wanted, had) < len(wanted) - may_miss(wanted):
        return None
    words = words_of(sentence)
    at = next((n for n, word in enumerate(words) if stem_of(word) == wanted[0]), None)
    if at is None:
        return None
    if words[at] == words_of(title)[0]:
        modal = any(word in tagged("modal") for word in words[max(0, at - NEAR) : at])
        return "to-come" if modal else "told"
    helped = any(word in tagged("auxiliary") for word in words[max(0, at - REACH) : at])
    is_ = "er" in words[max(0, at - REACH) : at]
    return "done" if words[at].endswith(("t", "dd", "a")) and (helped or is_) else "told"
