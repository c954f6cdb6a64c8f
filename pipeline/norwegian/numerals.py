"""Norwegian numerals, in digits and in words, as exact fractions.

    read_digits("53 297 000")                    53297000
    read_digits("18,6")                          93/5
    read_words(["to", "hundre", "tusen"])        200 thousands

Pure functions that raise nothing and return None for what is not clearly a numeral.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import regex

from pipeline.norwegian.vocabulary import vocabulary

LONGEST = 24  # characters of a numeral; enough for any amount of money

WHOLE = regex.compile(
    r"(?P<whole>0|[1-9]\d*+|[1-9]\d{0,2}(?:\s{1,2}\d{3})++|[1-9]\d{0,2}(?:\.\d{3})++)"
    r"(?:,(?P<decimals>\d++))?"
)
POINT = regex.compile(r"(?P<whole>0|[1-9]\d*+)\.(?P<decimals>\d{1,2})")


class Quantity(NamedTuple):
    """A number and its magnitude: «to hundre tusen» is 200 times 1000."""

    number: Fraction
    scale: int

    @property
    def value(self) -> Fraction:
        return self.number * self.scale


def read_digits(printed: str, *, scaled: bool = False) -> Fraction | None:
    """The value of `printed` by Norwegian rules: decimal comma, spaces or points between groups of
    three.

    `scaled`: a magnitude follows («mill.»). Then «1.5» is read as «1,5», and «1.500» is not read,
    because it may be 1,5 or 1500; without a magnitude, «10,000» is not read.
    """
    if len(printed) > LONGEST:
        return None
    match = WHOLE.fullmatch(printed)
    if match is None:
        match = POINT.fullmatch(printed) if scaled else None
    elif (scaled and "." in match["whole"]) or (not scaled and len(match["decimals"] or "") > 2):
        return None
    if match is None:
        return None
    whole = "".join(digit for digit in match["whole"] if digit.isdigit())
    decimals = match["decimals"] or ""
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def read_words(words: Sequence[str]) -> Quantity | None:
    """The number spelled by lower-case `words`: «to hundre og førtisju tusen», «en halv million».

    words  = half | {[group] magnitude [«og»]} [group], magnitudes descending
    half   = [number «og»] [«en»] «halv» magnitude | «halvannen» magnitude
    """
    half = _half(words)
    if half is not None:
        return half
    total, scale, ceiling = 0, 1, 10**LONGEST
    group: list[str] = []
    for part in _parts(words):
        scale = 10 ** _powers().get(part, 0)
        if scale == 1:
            group.append(part)
            continue
        value = _group(group[1:] if total and group[:1] == ["og"] else group) if group else 1
        if value is None or scale >= ceiling or not (group or scale == 1000):
            return None  # «millioner» alone does not mean a million
        total, ceiling, group = total + value * scale, scale, []
    if group:
        value = _group(group[1:] if total and group[0] == "og" else group)
        if value is None or value >= ceiling:
            return None
        total += value
    elif not total:
        return None
    return Quantity(Fraction(total, scale), scale)


def is_number_word(word: str) -> bool:
    """Whether lower-case `word` can be part of a number in words; not «og»."""
    return word in HALVES or (word != "og" and bool(_parts((word,))))


HALVES = frozenset(("halv", "halvt", "halve", "halvannen", "halvanna", "halvannan"))


def _half(words: Sequence[str]) -> Quantity | None:
    powers = _powers()
    if len(words) < 2 or words[-1] not in powers or words[-2] not in HALVES:
        return None
    scale = 10 ** powers[words[-1]]
    before = list(words[:-2])
    if words[-2].startswith("halvan"):
        return None if before else Quantity(Fraction(3, 2), scale)
    if before and _table().get(before[-1]) == (1, "unit"):
        before.pop()
    if not before:
        return Quantity(Fraction(1, 2), scale)
    if before[-1] != "og":
        return None
    number = read_words(before[:-1])
    if number is None or number.value >= 1000:
        return None
    return Quantity(number.value + Fraction(1, 2), scale)


def _group(parts: Sequence[str]) -> int | None:
    """A number below 1000, or in hundreds up to «nitten hundre»; None if the parts are not one.

    group = [unit | teen] «hundre» [[«og»] tens] | tens;  tens = ten [unit] | teen | unit [«og» ten]
    """
    table = _table()
    match = GROUP.fullmatch(" ".join("og" if part == "og" else table[part][1] for part in parts))
    if match is None:
        return None
    values = [table[part][0] for part in parts if part != "og"]
    if match["hundreds"] not in (None, "hundred"):
        return values[0] * 100 + sum(values[2:])
    return sum(values)


TENS = r"(?:ten(?: unit)?|teen|unit(?: og ten)?)"
GROUP = regex.compile(rf"(?P<hundreds>(?:(?:unit|teen) )?hundred)(?: (?:og )?{TENS})?|{TENS}")


def _parts(words: Sequence[str]) -> list[str]:
    """The numerals in the words, compounds («tohundreogfemti») split; none if a word is not one."""
    parts: list[str] = []
    for word in words:
        match = _word().fullmatch(word) if len(word) <= LONGEST * 2 else None
        if match is None:
            return []
        parts += match.captures("part")
    return parts


@cache
def _table() -> dict[str, tuple[int, str]]:
    return {row["word"]: (int(row["value"]), row["kind"]) for row in vocabulary("numbers")}


@cache
def _powers() -> dict[str, int]:
    return {
        row["word"]: int(row["power"]) for row in vocabulary("magnitudes") if row["use"] == "word"
    }


@cache
def _word() -> regex.Pattern[str]:
    words = sorted((*_table(), *_powers(), "og"), key=len, reverse=True)
    return regex.compile(rf"(?:(?P<part>{'|'.join(words)})){{1,8}}")
