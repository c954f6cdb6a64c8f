"""Letters and digits only: a text without its typesetting.

Spaces, line breaks, hyphens, punctuation and ligatures are typesetting. Two printings of the same
text have the same letters in the same order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_word = re.compile(r"[^\W_]+")  # re: twice as fast as regex for so simple a pattern


def letters_of(text: str) -> str:
    """The letters and digits in order, ligatures expanded; case is kept."""
    return "".join(_word.findall(unicodedata.normalize("NFKC", text)))


def small_letters(text: str) -> str:
    """The letters and digits in lower case."""
    return letters_of(text).casefold()


def words_of(text: str) -> list[str]:
    """The words in lower case, without punctuation; a soft hyphen does not split a word."""
    return _word.findall(text.replace(SOFT_HYPHEN, "").lower())


def count_letters(text: str) -> int:
    """The number of letters and digits."""
    text = unicodedata.normalize("NFKC", text)
    return len(text) - sum(text.count(mark) for mark in set(text) if not mark.isalnum())


def same_letters(here: str, there: str, perhaps: str = "") -> bool:
    """Whether two texts of words parted by spaces have the same letters, each as often.

    `there` may have some letters of `perhaps` besides. Most pages have the same words in the same
    order. On the others, letters are counted only in words that the two have not equally often.
    """
    if here == there:
        return True
    ours, theirs = Counter(here.split(" ")), Counter(there.split(" "))
    fewer = _counted(ours.items() - theirs.items())
    more = _counted(theirs.items() - ours.items())
    return not fewer - more and not more - fewer - Counter(letters_of(perhaps))


def _counted(words: Iterable[tuple[str, int]]) -> Counter[str]:
    return Counter(letters_of(" ".join(" ".join([word] * times) for word, times in words)))
