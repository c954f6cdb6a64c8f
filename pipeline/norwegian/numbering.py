"""The numbers of items and chapters: how they are printed, and how they are read.

    heading = [item [«nr.»]] number [letter] [mark]    «Tiltak 12:», «12 a Styrke …», «613.»
    cell    = number [letter] [mark]                   «12», «29a.»; a letter may have a cell's
                                                       next word to itself: «29», «a»
    chapter = [«Kapittel»] number [mark] title         «Kapittel 2 Forebygging», «2. Forebygging»

    page    = [«Side»] number [«av» total]             «Side 9 av 75», «– 9 –», «9/75»

How running text refers to items («tiltak 4 og 15») is in `references`.
"""

from __future__ import annotations

from functools import cache

import regex

from pipeline.norwegian.vocabulary import pattern, tagged

LETTER = r"[a-zæøå]"
HEADING = (
    r"(?i)(?P<named>«ITEM»\s+(?:«NR»\s*)?)?"
    r"(?P<number>\d{1,4})(?:\s?(?P<letter>[a-h])(?=[.):]?\s+\p{Lu}))?"
    r"\s?(?P<mark>[.):–-])?(?:\s+|$)"
)
CELL = rf"(?i)(?P<number>\d{{1,4}})(?P<letter>{LETTER}?)(?P<mark>[.):]?)(?:\s|$)"
CELL_LETTER = r"(?i)[a-h][.):]?"
CHAPTER = r"(?i)(?:«CHAPTER»\s+)?(?P<number>\d{1,2})[.:]?\s+(?=\p{Lu})"
PAGE = (
    r"(?i)(?:«PAGE»\s*)?(?:[-–—|]\s*)?(?P<number>\d{1,4})"
    r"(?:\s*(?:«OF_PAGES»|[/|])\s*(?P<total>\d{1,4}))?(?:\s*[-–—|])?"
)
HEADING_NUMBER = r"(?i)^\s*(?:«CHAPTER»\s+)?\d{1,2}(?:\.\d+)*[.:)]?\s+"


def item_heading(text: str) -> regex.Match[str] | None:
    """The number that a heading begins with: `named`, `number`, `letter` and `mark`."""
    return pattern(HEADING).match(text) if text[:1] in _first_letters() else None


@cache
def _first_letters() -> frozenset[str]:
    """What a heading can begin with: most lines need no closer look."""
    return frozenset("0123456789").union(*((w[0], w[0].upper()) for w in tagged("item")))


def cell_number(text: str) -> regex.Match[str] | None:
    """The number that a table's cell begins with: `number`, `letter` and `mark`."""
    return pattern(CELL).match(text)


def is_letter(word: str) -> bool:
    """Whether a cell's word may be the letter of the number before it: «a», «b)»."""
    return pattern(CELL_LETTER).fullmatch(word) is not None


def chapter_heading(text: str) -> regex.Match[str] | None:
    """The `number` that a chapter's heading begins with; a title with a capital follows."""
    return pattern(CHAPTER).match(text)


def page_number(text: str) -> regex.Match[str] | None:
    """A line that is nothing but a page's `number`, perhaps with the `total`: «Side 9 av 75»."""
    return pattern(PAGE).fullmatch(text)


def without_number(heading: str) -> str:
    """A heading without the number of a chapter or of a part of it."""
    return pattern(HEADING_NUMBER).sub("", heading)


def printed(number: int, letter: str | None) -> str:
    """A number as people read it: «12», «29 a»."""
    return f"{number} {letter}" if letter else f"{number}"
