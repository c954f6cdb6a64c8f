"""Phrases that tell what became of a measure, by kind.

merged     the measure is part of another: «slått sammen», «inngår i»
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import Pattern, vocabulary


@cache
def cue(kind: str) -> Pattern:
    """A pattern for the phrases of a kind; each row of `vocab/cues.csv` is a pattern."""
    phrases = "|".join(row["cue"] for row in vocabulary("cues") if row["kind"] == kind)
    return regex.compile(rf"(?<!\p{{L}})(?:{phrases})", regex.IGNORECASE)
