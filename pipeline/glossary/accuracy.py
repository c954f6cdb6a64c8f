"""How good each rule is: expectations/accuracy.json, as `make accuracy` last measured it.

A rule is tried on reports with planted faults, and on sound ones in many settings; the readers of
sentences also on corpora. What auditors have decided since is counted with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.glossary.wording import counted, number
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import RuleId
from pipeline.seams.vocabularies import ReviewVerdict

FILE = "accuracy.json"  # in expectations/, beside the suites


class Corpus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The precision and recall on sentences with what is right, from 0 to 1."""

    name: str
    texts: int
    precision: float
    recall: float


class Accuracy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How good a rule was when it was last measured.

    `planted` faults, of which it found some; false alarms in a number of sound reports.
    """

    planted: int
    found: int
    sound: int
    false_alarms: int
    corpora: list[Corpus]
    verdicts: dict[ReviewVerdict, int]

    def sentence(self) -> str:
        """The figures in bokmål, for those who read what the rule found."""
        parts = []
        if self.planted:
            parts.append(f"Fant {number(self.found)} av {number(self.planted)} innlagte feil")
        parts.append(
            f"{counted(self.false_alarms, 'falsk alarm', 'falske alarmer')} i "
            f"{number(self.sound)} rapporter uten slike feil"
        )
        parts += [
            f"presisjon {corpus.precision:.2f} og dekning {corpus.recall:.2f} på "
            f"{number(corpus.texts)} tekster som regelen er utviklet med".replace(".", ",")
            for corpus in self.corpora
        ]
        parts += [f"vurdert «{verdict}»: {times}" for verdict, times in self.verdicts.items()]
        text = "; ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."


def read_accuracy(path: Path) -> Mapping[RuleId, Accuracy]:
    """The accuracy of each rule that was measured, from the file at `path`.

    Raises `Refusal` where it is missing or is no such file.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[RuleId, Accuracy])
    except (OSError, msgspec.DecodeError) as error:
        raise Refusal(
            path,
            "treffsikkerheten til reglene kan ikke leses.",
            expected="filen som «make accuracy» skriver.",
            advice="hent den fra git, eller kjør «make accuracy».",
        ) from error
