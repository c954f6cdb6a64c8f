"""Phrases that tell the state of a measure, by kind.

ongoing    work is in progress: «er nå under evaluering», «jobber med å»
to-come    a result, still to come if its date is in the future: «ferdigstilles»
merged     the measure is part of another: «slått sammen», «inngår i»
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import vocabulary


@cache
def cue(kind: str) -> regex.Pattern[str]:
    """A pattern for the phrases of a kind; each row of `vocab/cues.csv` is a pattern."""
    phrases = "|".join(row["cue"] for row in vocabulary("cues") if row["kind"] == kind)
    return regex.compile(rf"(?<!\p{{L}})(?:{phrases})", regex.IGNORECASE)
