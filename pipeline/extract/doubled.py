"""Text that is struck again right where it stands, so that the type looks bolder or has a shadow.

Whole lines may be drawn twice, words or single letters; MuPDF then puts what touches into one word
(«ogog»). So where anything on a page seems to be struck again, all its letters are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pipeline.extract.runs import Text, united
from pipeline.extract.seen import is_drawn
from pipeline.seams.words import Box

SPACE = 0.15  # of the type size: as wide a gap is one, also where the letters between are gone
OFFSET = 0.12  # of the type size: letters that are struck again stand as near


def may_be_struck_again(text: Text) -> bool:
    """Whether a line comes again right where it stands, or runs into the line before it."""
    seen: dict[str, list[Box]] = defaultdict(list)
    last: Box = (0.0, 0.0, 0.0, 0.0)
    for line, printed in zip(text.lines, text.printed, strict=True):
        box, reach = line["bbox"], OFFSET * line["spans"][0]["size"] if line["spans"] else 0.0
        before = seen[printed]
        if before and any(_is_near(box, other, reach) for other in before):
            return True
        if abs(box[1] - last[1]) <= reach and last[0] < box[2] and box[0] < last[2] - 1:
            return True
        before.append(box)
        last = box
    return False


def _is_near(box: Box, other: Box, reach: float) -> bool:
    return abs(box[0] - other[0]) <= reach and abs(box[1] - other[1]) <= reach


def letters_once(
    blocks: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[tuple[str, Box]]]:
    """MuPDF's blocks with each letter once, and for each line what was struck again, and where."""
    kept: list[dict[str, Any]] = []
    again: list[tuple[str, Box]] = []
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for block in blocks:
        if block["type"] != 0:
            kept.append(block)
            continue
        lines = []
        for line in block["lines"]:
            twice: list[dict[str, Any]] = []
            spans = [
                _once(span, seen, twice) if is_drawn(span) else _whole(span)
                for span in line["spans"]
            ]
            lines.append({**line, "spans": [span for span in spans if span["chars"]]})
            if any(not letter["c"].isspace() for letter in twice):
                words = "".join(letter["c"] for letter in twice)
                again.append((" ".join(words.split()), united([each["bbox"] for each in twice])))
        kept.append({**block, "lines": [line for line in lines if line["spans"]]})
    return kept, again


def _whole(span: dict[str, Any]) -> dict[str, Any]:
    """A span that is not drawn strikes nothing again."""
    return {**span, "text": "".join(letter["c"] for letter in span["chars"])}


def _once(
    span: dict[str, Any],
    seen: dict[str, list[tuple[float, float]]],
    twice: list[dict[str, Any]],
) -> dict[str, Any]:
    letters: list[dict[str, Any]] = []
    for letter in span["chars"]:
        x, y = letter["origin"]
        reach = OFFSET * span["size"]
        before = seen[letter["c"]]
        if any(abs(x - x0) <= reach and abs(y - y0) <= reach for x0, y0 in before):
            twice.append(letter)
            continue
        before.append((x, y))
        if letters and letter["bbox"][0] - letters[-1]["bbox"][2] > SPACE * span["size"]:
            letters.append({**letters[-1], "c": " "})
        letters.append(letter)
    return {**span, "chars": letters, "text": "".join(letter["c"] for letter in letters)}
