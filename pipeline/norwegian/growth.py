"""Growth in per cent beside the figures that it is made of.

    find_growth("Bruken økte med over 900 prosent. I 2023 var det 20. I 2024 var tallet 200.")
    find_shares("Sju av tolv kommuner (70 prosent) deltar.")

    growth   = (grown | fallen) … [qualifier] number «prosent»
    figures  = «fra» figure «til» figure, in the same sentence
             | «var det» figure. … «tallet var» figure, in the two sentences that follow
    share    = number «av» number … «(» number «prosent)»

Pure functions that raise nothing: what has no figures beside it is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import regex

from pipeline.norwegian.numerals import read_digits, read_words
from pipeline.norwegian.sentences import sentences
from pipeline.norwegian.vocabulary import Match, pattern, tagged

Bound = Literal["exact", "about", "under", "over"]
NUMBER = r"(?<![\d,.])(?:\d{1,3}(?:\s\d{3})+|\d{1,7}(?:,\d{1,2})?)(?![\d])"
QUALIFIED = rf"(?:(?P<over>«OVER»)|(?P<under>«UNDER»)|(?P<about>«ABOUT»))?\s*(?P<n>{NUMBER})"
PERCENT = rf"(?i){QUALIFIED}\s*«PERCENT»"
FROM_TO = (
    rf"(?i)(?<!\p{{L}})«FROM»\s+(?:\p{{L}}+\s+){{0,1}}?(?P<before>{NUMBER})\s+"
    rf"(?:(?:\p{{L}}+|(?:19|20)\d\d)\s+){{0,4}}?til\s+(?:\p{{L}}+\s+){{0,2}}?(?P<after>{NUMBER})(?!\s*«PERCENT»)"
)
TALLIED = (
    rf"(?i)(?<!\p{{L}})(?:«BE»\s+(?:«THERE»|(?P<same>«TALLY»))\s+|(?P<same>«TALLY»)\s+«BE»\s+){QUALIFIED}"
    r"(?!\s*«PERCENT»|\.\s+«MONTH»)"
)
SHARE = (
    r"(?i)(?<![\p{L}\d,.])(?P<part>\d{1,6}|\p{L}{2,24})\s+av\s+(?:de\s+|dei\s+)?"
    rf"(?P<whole>\d{{1,6}}|\p{{L}}{{2,24}})(?:\s+\p{{L}}+){{0,4}}\s+\((?P<n>{NUMBER})\s*«PERCENT»\)"
)
YEAR = regex.compile(r"(?:19|20)\d\d")
EXACT, ABOUT = 0.02, 0.15  # of the growth: what rounding explains
POINT = 1.0  # per cent: likewise, for small shares


class Figure(NamedTuple):
    """A printed number and how exactly it is meant."""

    text: str
    value: float
    bound: Bound


class Growth(NamedTuple):
    """A growth in per cent, and the figures before and after; a decline is negative."""

    stated: Figure
    before: Figure
    after: Figure

    @property
    def made(self) -> float:
        """The growth in per cent between the figures as printed."""
        return 100 * (self.after.value - self.before.value) / self.before.value

    @property
    def fits(self) -> bool:
        """Whether the growth can be that of the figures.

        «over 900 prosent» from 20 to «nesten 200» cannot: 200 itself would make 900.
        """
        made, stated = abs(self.made), abs(self.stated.value)
        if (self.made < 0) != (self.stated.value < 0):
            return False
        if self.stated.bound == "over":
            return made > stated or (made == stated and self.after.bound == "over")
        if self.stated.bound == "under":
            return made < stated or (made == stated and self.after.bound == "under")
        rough = any(figure.bound != "exact" for figure in self)
        return abs(made - stated) <= max(POINT, (ABOUT if rough else EXACT) * stated)


def has_percent(text: str) -> bool:
    """Whether a text can have a growth or share at all: a quick look before the grammar."""
    lowered = text.lower()
    return any(word in lowered for word in tagged("percent"))


def find_growth(text: str) -> list[Growth]:
    """Every growth in a paragraph whose two figures are printed too, in order."""
    texts = [text[start:end] for start, end in sentences(text)]
    return [
        growth
        for number, sentence in enumerate(texts)
        if has_percent(sentence)
        for growth in _growth(sentence, texts[number + 1 :])
    ]


def find_shares(text: str) -> list[tuple[str, bool]]:
    """Each «sju av tolv (70 prosent)» as printed, and whether the share is right."""
    shares: list[tuple[str, bool]] = []
    if "(" not in text:
        return shares
    for match in pattern(SHARE).finditer(text):
        part, whole, stated = (_value(match[name]) for name in ("part", "whole", "n"))
        if part is not None and whole and stated is not None and part <= whole:
            shares.append((match.group(), abs(100 * part / whole - stated) <= POINT))
    return shares


def _growth(sentence: str, following: Sequence[str]) -> Iterator[Growth]:
    percent = pattern(PERCENT).search(sentence)
    if percent is None:
        return
    grown = pattern(r"(?i)(?<!\p{L})«GROWTH»").search(sentence) is not None
    fallen = pattern(r"(?i)(?<!\p{L})«DECLINE»").search(sentence) is not None
    stated = _figure(percent)
    if stated is None or grown == fallen:
        return
    figures = _from_to(sentence) or _tallied(following)
    if figures is not None and figures[0].value > 0:
        signed = stated._replace(value=-stated.value) if fallen else stated
        yield Growth(signed, *figures)


def _from_to(sentence: str) -> tuple[Figure, Figure] | None:
    match = pattern(FROM_TO).search(sentence)
    if match is None:
        return None
    figures = [
        Figure(match[name], value, "exact")
        for name in ("before", "after")
        if (value := _value(match[name])) is not None and not YEAR.fullmatch(match[name])
    ]
    return (figures[0], figures[1]) if len(figures) == 2 else None


def _tallied(following: Sequence[str]) -> tuple[Figure, Figure] | None:
    """The figures of the next two sentences, one in each; the second says that it is of the same.

    «I 2023 var det 20 saker. I 2024 var tallet 200.»
    """
    found: list[list[Match]] = [
        list(pattern(TALLIED).finditer(sentence)) for sentence in following[:2]
    ]
    if [len(matches) for matches in found] != [1, 1] or not found[1][0]["same"]:
        return None
    before, after = (_figure(match) for [match] in found)
    return (before, after) if before is not None and after is not None else None


def _figure(match: Match) -> Figure | None:
    value = _value(match["n"])
    if value is None or YEAR.fullmatch(match["n"]):
        return None
    bounds: tuple[Bound, ...] = ("over", "under", "about")
    bound: Bound = next((bound for bound in bounds if match[bound]), "exact")
    return Figure(match.group().strip(), value, bound)


def _value(printed: str) -> float | None:
    number = read_digits(printed) if printed[:1].isdigit() else None
    if number is None:
        words = read_words([printed.lower()])
        number = words.value if words is not None else None
    return None if number is None else float(number)
