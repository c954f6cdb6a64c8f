"""Vague counts of a report's measures: «enkelte tiltak er ikke startet».

    find_vague_counts("De fleste tiltakene er under arbeid.")

    count = quantifier [«av»] [«de»] measures is [yet] status

What each quantifier can mean is in `vocab/quantifiers.csv`, in per cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import pattern, vocabulary

COUNT = (
    r"(?i)(?<!\p{L})(?P<words>«QUANTIFIER»)\s+(?:av\s+)?(?:de\s+|dei\s+)?(?:«MEASURE»|«MEASURES»)"
    r"\s+«BE»\s+(?:«YET»\s+)?(?P<status>«STATUS»)"
)
CLEARLY = 1.25  # times as many: what a stronger word should stand for


class Quantifier(NamedTuple):
    """What a vague word can mean: a share in per cent, and its strength among such words."""

    least: int
    most: int
    strength: int

    def fits(self, count: int, of: int) -> bool:
        """Whether the word can be said of `count` among `of`."""
        return self.least * of <= 100 * count <= self.most * of

    def exceeds(self, count: int, weaker: Quantifier, fewer: int) -> bool:
        """Whether `count` is as much more than `fewer` as this word says more than `weaker`."""
        return self.strength <= weaker.strength or count >= CLEARLY * fewer


class VagueCount(NamedTuple):
    """A vague count: its span in the text, the quantifier, and the status as printed."""

    start: int
    end: int
    quantifier: Quantifier
    status: str


def find_vague_counts(text: str) -> list[VagueCount]:
    """Every vague count of measures with a status, in the order of the text."""
    return [
        VagueCount(
            match.start(),
            match.end(),
            _quantifiers()[" ".join(match["words"].lower().split())],
            match["status"],
        )
        for match in pattern(COUNT).finditer(text)
    ]


@cache
def _quantifiers() -> Mapping[str, Quantifier]:
    return {
        row["words"]: Quantifier(int(row["least"]), int(row["most"]), int(row["strength"]))
        for row in vocabulary("quantifiers")
    }
