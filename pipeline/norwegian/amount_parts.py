"""Which amounts of a text are to be added up: parts, totals and repetitions.

    «300 mill. kroner (150 mill. kroner i 2024 og 150 mill. kroner i 2025)»
                                                              parts in brackets
    «Av dette er 5 mill. kroner øremerket»                    a part of the amount before
    «5 mill. kroner av de 20 mill. kronene»                   a part of the amount after
    «5 mill. kroner til A og 3 til B, til sammen 8 mill.»     parts before a total
    «økt med 2 mill. kroner til 12 mill. kroner»              a change and its result
    «mellom 4 og 6 mill. kroner»                              one sum, counted by its end
    «de 10 mill. kronene»                                     said before

Pure functions of the text and of the amounts read in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.norwegian.amount_context import is_comparison
from pipeline.norwegian.vocabulary import pattern
from pipeline.seams.vocabularies import AmountChange

REACH = 160  # characters between a part's word and the part
NEXT_TO = 3

OPENING = r"\s?\("
PART_BEFORE = r"(?i)(?<!\p{L})«PART_OF»(?:\s[^\s.;:()]{1,40}){0,8}\s\Z"
OF_WHOLE = (
    r"(?i)\s(?:(?:til|for)\s[\p{L}\s-]{1,40}\s)?av\s"
    r"(?:(?:de|dei|den|«THESE»|«ARTICLE»|«WHOLE»)\s)?(?:[\p{L}-]{1,40}\s){0,3}?(?:på\s)?"
    r"(?:(?:«ABOUT»|«OVER»|«UNDER»|«UPTO»)\s)?"
)
DIVIDED = r"(?i)(?<!\p{L})«DIVIDED»(?:\s[\p{L}-]{1,40}){0,4}?\s(?:«ABOUT»\s)?\Z"
TOTAL_BEFORE = r"(?i)(?<!\p{L})«IN_ALL»(?:\s[\p{L}-]{1,40}){0,5}\s\Z"
RESULT = r"(?i),?\s(?:«FROM»\s[^.;:]{1,40}\s)?til\s(?:«IN_ALL»\s|«ARTICLE»\s\p{L}{1,40}\spå\s)?"
CHANGE_AFTER = r"(?i),?\s(?:som\s(?:«BE»|«AMOUNTS_TO»)\s)?«ARTICLE»\s\p{L}{3,30}\s(?:på|med)\s"
RANGE = r"(?i)\s?[-‐‑‒–—]\s?|\s(?:til|og)\s"
BETWEEN = r"(?i)(?<!\p{L})(?:mellom|«FROM»)\s\Z"
SAID_BEFORE = r"(?i)(?<!\p{L})(?:de|dei|«THESE»)\s(?:[\p{L}-]{1,30}\s)?\Z"


class Sum(NamedTuple):
    """One amount as read: where, how much, of which change, years and block (a shared unit)."""

    start: int
    end: int
    kroner: int
    change: AmountChange
    years: str | None
    sentence: tuple[int, int]


class Counted(NamedTuple):
    """Whether an amount is to be added up, and the index of the amount that it is a part of."""

    counted: bool
    whole: int | None


ALONE = Counted(True, None)
REPEATED = Counted(False, None)


def counted(text: str, sums: Sequence[Sum]) -> list[Counted]:
    """What each amount of a text counts as; `sums` are in the order of the text."""
    result = [ALONE] * len(sums)
    if len(sums) > 1:
        for index in range(len(sums)):
            _mark(text, sums, result, index)
    return result


def _mark(text: str, sums: Sequence[Sum], result: list[Counted], index: int) -> None:
    """Mark the amount at `index`, and those that it makes parts."""
    for parts in (_in_brackets, _before_total, _divided):
        for part in parts(text, sums, index):
            result[part] = Counted(False, index)
    if result[index] is not ALONE:
        return
    this = sums[index]
    following = sums[index + 1] if index + 1 < len(sums) else None
    between = "" if following is None else text[this.end : following.start]
    if following is not None and this.kroner <= following.kroner:
        grown = this.change == "increase" and following.change != "increase"
        if pattern(OF_WHOLE).fullmatch(between) or (grown and pattern(RESULT).fullmatch(between)):
            result[index] = Counted(False, index + 1)
        elif this.kroner < following.kroner and _is_range(text, this, following, between):
            result[index] = REPEATED
    if index == 0 or result[index] is not ALONE:
        return
    before = text[max(0, this.start - REACH) : this.start]
    whole = _whole_before(sums, result, index)
    if pattern(PART_BEFORE).search(before) or _goes_on(text, sums, result, index):
        if whole is not None and this.kroner <= sums[whole].kroner:
            result[index] = Counted(False, whole)
    elif pattern(CHANGE_AFTER).fullmatch(text, sums[index - 1].end, this.start):
        if this.change == "increase" and this.kroner <= sums[index - 1].kroner:
            result[index] = Counted(False, index - 1)
    elif pattern(SAID_BEFORE).search(before) and any(
        earlier.kroner == this.kroner for earlier in sums[:index]
    ):
        result[index] = REPEATED


def _in_brackets(text: str, sums: Sequence[Sum], index: int) -> list[int]:
    """The parts in the brackets right after a total; «(mot 10 mill. kroner i 2023)» compares."""
    end = sums[index].end
    if pattern(OPENING).match(text, end, end + NEXT_TO) is None or is_comparison(text, end):
        return []
    close = text.find(")", end, end + 2 * REACH)
    inside = [at for at in range(index + 1, len(sums)) if sums[at].start < close]
    return inside if all(sums[at].kroner <= sums[index].kroner for at in inside) else []


def _before_total(text: str, sums: Sequence[Sum], index: int) -> list[int]:
    """The two or more amounts just before that make up a total: «…, til sammen 8 mill. kroner»."""
    this = sums[index]
    before = text[max(0, this.start - REACH) : this.start]
    if pattern(TOTAL_BEFORE).search(before) is None:
        return []
    remaining = this.kroner
    for at in range(index - 1, -1, -1):
        remaining -= sums[at].kroner
        if remaining <= 0:
            return list(range(at, index)) if remaining == 0 and index - at > 1 else []
    return []


def _divided(text: str, sums: Sequence[Sum], index: int) -> list[int]:
    """The parts after a total in its sentence, which make it up or follow «fordelt på»."""
    this = sums[index]
    rest = [at for at in range(index + 1, len(sums)) if sums[at].sentence == this.sentence]
    if not rest:
        return []
    named = pattern(DIVIDED).search(text[this.end : sums[rest[0]].start]) is not None
    makes_up = len(rest) > 1 and sum(sums[at].kroner for at in rest) == this.kroner
    within = sum(sums[at].kroner for at in rest) <= this.kroner
    return rest if makes_up or (named and within) else []


def _is_range(text: str, this: Sum, following: Sum, between: str) -> bool:
    """«4–6 mill. kroner», «mellom 4 og 6 mill. kroner»: one sum that is not known exactly."""
    if pattern(RANGE).fullmatch(between) is None or this.years != following.years:
        return False
    before = text[max(0, this.start - 16) : this.start]
    return between.strip() not in ("til", "og") or pattern(BETWEEN).search(before) is not None


def _whole_before(sums: Sequence[Sum], result: Sequence[Counted], index: int) -> int | None:
    """The last amount before, in this sentence or the one before it, that is no part itself."""
    for at in range(index - 1, -1, -1):
        if result[at].whole is None and result[at].counted:
            return at
    return None


def _goes_on(text: str, sums: Sequence[Sum], result: Sequence[Counted], index: int) -> bool:
    """Whether the parts go on: «Av dette går 5 mill. kroner til A og 3 mill. kroner til B.»"""
    previous = sums[index - 1]
    if result[index - 1].whole is None or previous.sentence != sums[index].sentence:
        return False
    low = previous.sentence[0]
    return pattern(PART_BEFORE).search(text[low : previous.start]) is not None
