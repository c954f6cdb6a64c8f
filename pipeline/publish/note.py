"""A note on the pages of the annotated copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.glossary.wording import SEVERITIES, capital
from pipeline.seams.entries import Span
from pipeline.seams.vocabularies import Severity

COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (1.0, 0.72, 0.66),
    "warning": (1.0, 0.86, 0.45),
    "info": (0.70, 0.85, 1.0),
}
GREY = (0.85, 0.85, 0.85)


class Note(NamedTuple):
    """A note on words of one page, or on the page as a whole where `boxes` is empty.

    `finding` is the finding's id, `subject` what it is about; it `stands` unless an auditor has set
    it aside.
    """

    id: str
    page: int
    boxes: tuple[Span, ...]
    severity: Severity
    text: str
    finding: str = ""
    subject: str = ""
    stands: bool = True

    @property
    def kind(self) -> str:
        """«Feil», «Advarsel», «Merknad» or «Lagt til side»."""
        return capital(SEVERITIES[self.severity][0]) if self.stands else "Lagt til side"

    @property
    def colour(self) -> tuple[float, float, float]:
        """The colour of what is marked: by severity, grey for what is set aside."""
        return COLOURS[self.severity] if self.stands else GREY

    @property
    def rank(self) -> tuple[bool, int]:
        """The gravest first, and last what is set aside."""
        return not self.stands, list(SEVERITIES).index(self.severity)


def joined(notes: Iterable[Note]) -> list[Note]:
    """The notes, those on the very same words as one: else one would hide the other.

    It looks like the gravest of them, and has all their texts.
    """
    apart: dict[object, Note] = {}
    for note in notes:
        key = (note.page, note.boxes) if note.boxes else note.id
        first = apart.get(key)
        if first is None:
            apart[key] = note
            continue
        gravest = min(first, note, key=lambda each: each.rank)
        apart[key] = first._replace(
            severity=gravest.severity,
            stands=gravest.stands,
            text=f"{first.text}\n\n{note.text}",
        )
    return list(apart.values())
