"""Phrases that tell what becomes of a measure, by what they tell.

ongoing    work goes on: «er nå under evaluering», «jobber med å»
to-come    a result, which with a date that lies ahead is still to come: «ferdigstilles»
merged     the measure is part of another: «slått sammen», «inngår i»
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import vocabulary


@cache
def cue(kind: str) -> regex.Pattern[str]:
    """A pattern for the phrases of a kind; a row of `vocab/cues.csv` is a pattern itself."""
    phrases = "|".join(row["cue"] for row in vocabulary("cues") if row["kind"] == kind)
    return regex.compile(rf"(?<!\p{{L}})(?:{phrases})", regex.IGNORECASE)
