"""Whether two words share a stem: «utrede» and «utredningen», «hjelpetelefon» and «telefonen».

A stem is what is left of a word without a known ending. Compounds share the stem of their last
part. This is for judging what a text is about; it knows no exceptions.
"""

from __future__ import annotations

from functools import cache

from pipeline.norwegian.vocabulary import vocabulary

SHORTEST = 3  # letters of a stem
SAME = 4  # letters of a stem that two words have in common, or that ends a compound
DEFINITE = 2  # letters of an ending that lets a shorter stem end a compound: «rådene» in «kostråd»
ARTICLE = "a"  # so does this one: «brua» in «gangbru»
FIRST = 2  # letters at least of the first part of a compound
COMMON = 6  # letters in common are enough where little follows
REST = 5
HEAD = 2  # letters that a word has in common with each of its stems


@cache
def stems_of(word: str) -> frozenset[str]:
    """The word and what is left of it without each ending that it has; `word` in lower case.

    «senter» leaves «sentr», too, as «sentrene» does, and «programmet» «program»; «komité» is a
    form of «komiteen».
    """
    word = word.replace("é", "e")
    left = [word, *(word[: -len(ending)] for ending in _endings() if _ends(word, ending))]
    short = [stem[:-2] + stem[-1] for stem in left if stem.endswith(("er", "el"))]
    short += [stem[:-1] for stem in left if stem.endswith("mm")]
    return frozenset((*left, *(stem for stem in short if len(stem) > SAME)))


def _ends(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= SHORTEST


@cache
def same_stem(word: str, other: str) -> bool:
    """Whether the words are forms of one word, or one is a compound that ends in the other."""
    if word == other:
        return True
    if word[:HEAD] not in other and other[:HEAD] not in word and "é" not in word + other:
        return False
    here, there = stems_of(word), stems_of(other)
    if any(len(stem) >= SAME or stem in (word, other) for stem in here & there):
        return True
    if _ends_in(word, there) or _ends_in(other, here):
        return True
    common = 0
    while common < min(len(word), len(other)) and word[common] == other[common]:
        common += 1
    return common >= COMMON and max(len(word), len(other)) - common <= REST


def _ends_in(word: str, compounds: frozenset[str]) -> bool:
    return any(
        (len(stem) >= SAME or len(word) - len(stem) >= DEFINITE or word == stem + ARTICLE)
        and len(compound) >= len(stem) + FIRST
        and compound.endswith(stem)
        for stem in stems_of(word)
        for compound in compounds
    )


@cache
def _endings() -> frozenset[str]:
    return frozenset(row["ending"] for row in vocabulary("endings"))
