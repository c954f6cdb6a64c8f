"""Headings inside items: the same few words above the same part of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.norwegian.statuses import Meanings
from pipeline.segment.lines import Line
from pipeline.segment.narrative import ENDS_SENTENCE, LineKey
from pipeline.segment.reconcile import holds_value

ITEMS = 3  # with the same line in other type: as many show that it is a heading


def headings_inside(items: Iterable[Sequence[Line]], statuses: Meanings) -> set[LineKey]:
    """The lines that head parts of items: `items` has the lines of each, below its own heading.

    Such a line stands in several items, alone and in other type than the text right below it. No
    sentence ends there, and it is no status or ministry that lacks its label.
    """
    found: defaultdict[str, set[LineKey]] = defaultdict(set)
    within: Counter[str] = Counter()  # items, by the words of the line
    for lines in items:
        names: set[str] = set()
        for line, below in pairwise(lines):
            if (
                (line.style, line.color) != (below.style, below.color)
                and not (line.several or line.inset or below.inset)
                and line.text[:1].isupper()
                and ENDS_SENTENCE.search(line.text) is None
                and not holds_value(line.text, statuses)
            ):
                names.add(line.text)
                found[line.text].add((line.page, line.number))
        within.update(names)
    return {key for name, keys in found.items() if within[name] >= ITEMS for key in keys}
