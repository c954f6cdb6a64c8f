"""The small words that make up a third of all Norwegian text, by which it is known.

Letters can come out of a PDF as others («bsou» for «barn») without any engine noticing. Such text
has none of these words; neither has text in another language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import vocabulary

_MARKS = ".,;:!?()«»\"'"


class Share(NamedTuple):
    """How many of some words are common Norwegian ones."""

    common: int
    of: int


@cache
def common_words() -> frozenset[str]:
    """The words, in small letters, of bokmål and nynorsk."""
    return frozenset(row["word"] for row in vocabulary("common_words"))


def share_of(texts: Iterable[str]) -> Share:
    """Count the common words among `texts`, which are words as printed."""
    known, counts = common_words(), Counter(texts)
    common = sum(n for text, n in counts.items() if text.strip(_MARKS).lower() in known)
    return Share(common, counts.total())
