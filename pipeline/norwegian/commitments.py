"""What a title commits to, by its verb.

    read_commitment("Utarbeide en veileder for skolene")                        deliver
    read_commitment("Stortinget ber regjeringen utrede en plikt til å varsle")  examine
    read_commitment("Videreføre samarbeidet med kommunene")                     continue

deliver: something is to be there that was not, also where «sørge for at» says what. examine:
something is to be found out or considered. continue: an effort is to go on or be strengthened,
without an end of its own. The first verb in the infinitive counts («Vurdere og eventuelt utarbeide»
examines).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

import regex

from pipeline.norwegian.vocabulary import any_of, pattern, vocabulary
from pipeline.seams.vocabularies import CommitmentKind

REACH = 200  # characters in which the verb stands: after «i samarbeid med …», «ber regjeringen …»
ASKED = r"(?i)(?<!\p{L})«ASKS»\s+"  # what stands before is no commitment


def read_commitment(title: str) -> CommitmentKind | None:
    """The kind of a title's first known verb; None if there is none."""
    asked = pattern(ASKED).search(title)
    start = asked.end() if asked is not None else 0
    verb = _verb().search(title, start, start + REACH)
    return _kinds()[" ".join(verb[1].lower().split())] if verb is not None else None


@cache
def _verb() -> regex.Pattern[str]:
    """A known verb in the infinitive, not after «å»; as the first word, also in the present."""
    return regex.compile(
        rf"(?i)(?<![\p{{L}}-])(?<!å\s)({any_of(_kinds())})(?:(?<=\A\p{{L}}+)r)?(?![\p{{L}}-])"
    )


@cache
def _kinds() -> Mapping[str, CommitmentKind]:
    return {row["words"]: cast(CommitmentKind, row["kind"]) for row in vocabulary("commitments")}
