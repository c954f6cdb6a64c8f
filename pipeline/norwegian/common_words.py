"""The function words that make up a third of all Norwegian text, to recognise it by.

A PDF can give the wrong letters («bsou» for «barn») without any engine noticing. Such text has none
of these words, nor has text in another language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import vocabulary

_MARKS = ".,;:!?()«»\"'"


class Share(NamedTuple):
    """The number of common Norwegian words, and of all words."""

    common: int
    of: int


@cache
def common_words() -> frozenset[str]:
    """The words of bokmål and nynorsk in lower case."""
    return frozenset(row["word"] for row in vocabulary("common_words"))


def share_of(texts: Iterable[str]) -> Share:
    """Count the common words in `texts`, which are words as printed."""
    known, counts = common_words(), Counter(texts)
    common = sum(n for text, n in counts.items() if text.strip(_MARKS).lower() in known)
    return Share(common, counts.total())
