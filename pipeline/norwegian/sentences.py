"""Splitting Norwegian text into sentences.

    sentence   = text up to a stop, the end of the text or a blank line
    stop       = (. ! ? …)+, closing marks, white space, and what can begin a sentence:
                 a capital, a digit, an enumeration mark «a)» or a domain name
    no stop    = after an abbreviation that needs a continuation («jf.», «nr.», «Prop.»);
                 after an ordinal («26. mai», «1. kvartal»); after an initial («J. Hansen»);
                 before a small letter; before the sentence has had a letter («1. Legge fram»)

Abbreviations that may end a sentence («mv.», «mill.») end it before a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import regex

from pipeline.norwegian.vocabulary import LETTERS, any_of, pattern, vocabulary

STOPS = ".!?…"
STOP = regex.compile(  # begins with the stop: a lookbehind there would be tried at each letter
    rf"(?P<mark>[{STOPS}](?<![{STOPS}].)[{STOPS}]*+)[»”\"'’')\]]*+(?=\s)|\n[^\S\n]*+\n"
)
CONTENT = regex.compile(r"\S")
BEGIN = regex.compile(
    r"[«“”\"‘’'(\[–—•·-]*+"
    r"(?:(?P<capital>\p{Lu})|(?P<digit>\d)|(?P<fresh>\p{Ll}\)|[\p{Ll}\d-]{1,63}+\.\p{Ll}{2,10}+\b))"
)
MONTH = r"(?i)«MONTH»"
TAIL = regex.compile(r"(?:(?P<number>(?<!\d)\d++)|(?<![\p{L}.])(?P<initial>\p{Lu}))\Z")
REACH = 12  # longer than any abbreviation


@lru_cache(maxsize=8)  # a text's dates, amounts, references and actors ask one after the other
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences as (start, end) offsets, in order, without the white space between them.

    Every character that is not white space is in exactly one sentence. Raises nothing.
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    first = CONTENT.search(text)
    if first is None:
        return
    start = first.start()
    letter = _letter(text, start)
    for stop in STOP.finditer(text, start):
        if letter < 0:
            break
        if stop.end() <= letter:
            continue
        following = CONTENT.search(text, stop.end())
        if following is None:
            break
        if not _ends(text, stop, following.start()):
            continue
        yield start, stop.end() if stop["mark"] else _rstrip(text, start, stop.start())
        start = following.start()
        letter = _letter(text, start)
    yield start, _rstrip(text, start, len(text))


def sentence_at(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """The index in `spans` of the sentence at `offset` (the last one that starts before it)."""
    return max(0, bisect_left(spans, (offset + 1,)) - 1)


def sentence_around(text: str, offset: int) -> tuple[int, int]:
    """The span of the sentence at `offset`."""
    spans = sentences(text)
    return spans[sentence_at(spans, offset)]


def _letter(text: str, start: int) -> int:
    """The offset of the first letter from `start` on; -1 if there is none."""
    if text[start].isalpha():
        return start
    match = LETTERS.search(text, start)
    return -1 if match is None else match.start()


def _ends(text: str, stop: regex.Match[str], following: int) -> bool:
    if not stop["mark"]:
        return True
    begin = BEGIN.match(text, following)
    if begin is None:
        return False
    if stop["mark"] != ".":
        return True
    full_stop = stop.start() + 1
    word = text[text.rfind(" ", 0, stop.start()) + 1 : stop.start()]
    if len(word) > 1 and word.isalpha() and word not in _last_words():
        return True  # neither an abbreviation nor a number or an initial
    if full_stop != stop.end():  # followed by a closing mark: «… etter planen.» Planen …
        return True
    final = _abbreviation(text, full_stop)
    if final is not None:
        return final and begin["capital"] is not None
    tail = TAIL.search(text, max(0, stop.start() - REACH), stop.start())
    if tail is None:
        return True
    if tail["initial"]:
        # «Prop. 36 S. Planen …»: a letter after a number is not an initial
        before = text[max(0, tail.start() - 2) : tail.start()]
        return bool(before) and before[:1].isdigit()
    if begin["digit"]:
        return len(tail["number"]) >= 4
    return pattern(MONTH).match(text, following) is None


def _abbreviation(text: str, end: int) -> bool | None:
    """Whether the abbreviation that ends at `end` may end a sentence; None if there is none."""
    match = _abbreviations().search(text, max(0, end - REACH), end)
    return None if match is None else match["final"] is not None


@cache
def _abbreviations() -> re.Pattern[str]:
    """A pattern for an abbreviation at the end of a text; all but letters may be capitalised."""
    final: dict[bool, list[str]] = {True: [], False: []}
    for row in vocabulary("abbreviations"):
        short = row["abbreviation"]
        capital = short[0].upper() + short[1:] if len(short) > 2 else short
        final[row["final"] == "maybe"] += [short, capital]
    return re.compile(
        rf"(?<![^\W_])(?<!\.)(?:(?P<final>{any_of(final[True])})|{any_of(final[False])})\Z"
    )


@cache
def _last_words() -> frozenset[str]:
    """The last words of the abbreviations, without stops."""
    ends = (
        row["abbreviation"].split()[-1].removesuffix(".") for row in vocabulary("abbreviations")
    )
    return frozenset(form for word in ends for form in (word, word[:1].upper() + word[1:]))


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and CONTENT.match(text, end - 1) is None:
        end -= 1
    return end
