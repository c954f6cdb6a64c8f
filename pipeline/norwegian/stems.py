"""Words without their inflection, to hold texts against each other.

    stems_of("utarbeidet retningslinjene")   utarbeid retningslinj
    stems_of("utarbeide ei retningslinje")   utarbeid retningslinj

A stem is for comparison only: «utsatt» and «utsette» differ, «seksuelle» and «seksuelt» are alike.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.norwegian.common_words import common_words
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.vocabulary import vocabulary

LEAST = 3  # letters of a word with content, and of a stem
MOST_WORDS = 50_000  # whose stems are kept: texts repeat their words


def stems_of(text: str) -> list[str]:
    """The stems of the words in order; function words and words of one or two letters are left
    out.
    """
    return [stem for word in words_of(text) if (stem := stem_of(word))]


@lru_cache(MOST_WORDS)
def stem_of(word: str) -> str:
    """The stem of a word in lower case; nothing for a function word."""
    if len(word) < LEAST or word in common_words():
        return ""
    stem = _ending().sub("", _ending().sub("", word, 1), 1)  # veileder, veilederen
    return stem[:-1] if len(stem) > LEAST and stem[-1] == stem[-2] else stem


@lru_cache(1)
def _ending() -> regex.Pattern[str]:
    endings = sorted((row["ending"] for row in vocabulary("endings")), key=len, reverse=True)
    return regex.compile(rf"(?<=\w{{{LEAST}}})(?:{'|'.join(endings)})\Z")
