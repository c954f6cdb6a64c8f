"""The words of a text that carry its content, without their inflection, to hold texts together.

    content_words("det er utarbeidet retningslinjer")   utarbeid retningslinj
    content_words("utarbeide ei retningslinje")         utarbeid retningslinj

For comparison only: «utsatt» and «utsette» differ, «seksuelle» and «seksuelt» do not.
"""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from pipeline.norwegian.common_words import common_words
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.vocabulary import vocabulary

LEAST = 3  # letters of a word with content, and of what is left of it
KEPT = 50_000  # words; texts repeat theirs


def content_words(text: str) -> list[str]:
    """The content words in order, without their endings."""
    return [left for word in words_of(text) if (left := content_word(word))]


@lru_cache(KEPT)
def content_word(word: str) -> str:
    """A word in lower case without its endings; nothing for a function word."""
    if len(word) < LEAST or word in common_words():
        return ""
    left = _ending().sub("", _ending().sub("", word, 1), 1)  # veileder, veilederen
    return left[:-1] if len(left) > LEAST and left[-1] == left[-2] else left


@cache
def _ending() -> regex.Pattern[str]:
    endings = sorted((row["ending"] for row in vocabulary("inflections")), key=len, reverse=True)
    return regex.compile(rf"(?<=\w{{{LEAST}}})(?:{'|'.join(endings)})\Z")
