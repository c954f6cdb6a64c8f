"""Lines of words that no PDF has, for tests of what looks at single lines."""

from __future__ import annotations

from pipeline.seams.words import Run, packed
from pipeline.segment import lines
from pipeline.segment.lines import Line


def run_of(text: str, number: int = 0, size: float = 10.0) -> Run:
    """One line's words, set alike, with wide white space for a tab."""
    lefts, rights, x = [], [], 0.0
    for word in text.replace("\t", " \t").split(" "):
        x += 30 if word.startswith("\t") else 0
        lefts.append(x)
        rights.append(x + 10 * len(word.strip()))
        x = rights[-1] + 3
    text = " ".join(text.split())
    top = 12.0 * number
    return Run(
        1, number, lefts[0], top, rights[-1], top + 9, top + 8, text, size, "Serif",
        False, False, False, 0, packed(lefts, rights),
    )  # fmt: skip


def line_of(text: str, size: float = 10.0) -> Line:
    return lines.line_of((run_of(text, size=size),))
