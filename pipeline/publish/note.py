"""A note on the pages of the annotated copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.glossary.wording import SEVERITIES
from pipeline.seams.entries import Span
from pipeline.seams.vocabularies import Severity

COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (1.0, 0.72, 0.66),
    "warning": (1.0, 0.86, 0.45),
    "info": (0.70, 0.85, 1.0),
}


class Note(NamedTuple):
    """A note on words of one page, or on the page as a whole where `boxes` is empty.

    `finding` is the finding's id, `subject` what it is about.
    """

    id: str
    page: int
    boxes: tuple[Span, ...]
    severity: Severity
    text: str
    finding: str = ""
    subject: str = ""


def joined(notes: Iterable[Note]) -> list[Note]:
    """The notes, those on the very same words as one: else one would hide the other.

    It has the gravest severity of them, and all their texts.
    """
    order = list(SEVERITIES)
    apart: dict[object, Note] = {}
    for note in notes:
        key = (note.page, note.boxes) if note.boxes else note.id
        first = apart.get(key)
        if first is None:
            apart[key] = note
            continue
        apart[key] = first._replace(
            severity=min(first.severity, note.severity, key=order.index),
            text=f"{first.text}\n\n{note.text}",
        )
    return list(apart.values())
