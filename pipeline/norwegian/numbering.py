"""The numbers of items and chapters: reading and printing them.

    heading = [item [«nr.»]] number [letter] [mark]    «Tiltak 12:», «12 a Styrke …», «613.»
    cell    = number [letter] [mark]                   «12», «29a.»; the letter may be the cell's
                                                       next word: «29», «a»
    chapter = [«Kapittel»] number [mark] title         «Kapittel 2 Forebygging», «2. Forebygging»
    page    = [«Side»] number [«av» total]             «Side 9 av 75», «– 9 –», «9/75»

References to items in running text («tiltak 4 og 15») are in `references`.
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
    """Match the number at the start of a heading: `named`, `number`, `letter` and `mark`."""
    return pattern(HEADING).match(text) if text[:1] in _first_letters() else None


@cache
def _first_letters() -> frozenset[str]:
    """The possible beginnings of a heading, a cheap test that rules out most lines."""
    return frozenset("0123456789").union(*((w[0], w[0].upper()) for w in tagged("item")))


def cell_number(text: str) -> regex.Match[str] | None:
    """Match the number at the start of a table cell: `number`, `letter` and `mark`."""
    return pattern(CELL).match(text)


def is_letter(word: str) -> bool:
    """Whether a cell's word can be the letter of the number before it: «a», «b)»."""
    return pattern(CELL_LETTER).fullmatch(word) is not None


def chapter_heading(text: str) -> regex.Match[str] | None:
    """Match the `number` at the start of a chapter's heading, before a title with a capital."""
    return pattern(CHAPTER).match(text)


def page_number(text: str) -> regex.Match[str] | None:
    """A line that is nothing but a page's `number`, perhaps with the `total`: «Side 9 av 75»."""
    return pattern(PAGE).fullmatch(text)


def without_number(heading: str) -> str:
    """A heading without the number of its chapter or section."""
    return pattern(HEADING_NUMBER).sub("", heading)


def printed(number: int, letter: str | None) -> str:
    """A number for readers: «12», «29 a»."""
    return f"{number} {letter}" if letter else f"{number}"
