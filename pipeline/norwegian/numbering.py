"""The numbers of items and chapters: reading and printing them.

    heading = [[section] item [«nr.»]] number [letter] [session] [mark]
                                                   «Tiltak 12:», «12 a Styrke», «2.1 Tiltak 12»
    cell    = number [letter] [mark]               «12», «29a.»; the letter may be the cell's next
                                                   word: «29», «a»
    number  = [prefix] digits { "." digits }       «12», «1.1», «T12»
    session = "(" year "–" year ")"                «Vedtak nr. 97 (2025–2026)»
    chapter = [«Kapittel»] digits [mark] title     «Kapittel 2 Forebygging», «2. Forebygging»
    section = digits "." digits [mark] title       «2.1 Tidlig hjelp», a part of chapter 2
    part    = «Del» (digits | roman) [mark] title  «Del II Strategi for trygge lokalsamfunn»
    caption = «Tabell» digits ["." digits] [mark] title         «Tabell 2: Forebygging»
    page    = [«Side»] digits [«av» total]         «Side 9 av 75», «– 9 –», «9/75»

References to items in running text («tiltak 4 og 15») are in `references`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import regex

from pipeline.norwegian.letters import small_letters
from pipeline.norwegian.vocabulary import Match, pattern, tagged

LETTER = r"[a-zæøå]"
NUMBER = r"(?P<prefix>(?-i:\p{Lu})?)(?P<number>\d{1,4}(?:\.\d{1,3}){0,2})(?!\d)"
NO_YEAR = r"(?!(?:19|20)\d\d(?!\d))"  # «2027.» at a line's start ends a sentence
SECTION_NUMBER = r"\d{1,2}(?:\.\d{1,2}){1,3}\.?"  # a word processor's, before «Tiltak 1»
SESSION = r"(?P<session>\d{4}\s?[-–]\s?(?:\d{4}|\d\d))"
HEADING = (
    rf"(?i)(?:(?P<named>(?:{SECTION_NUMBER}\s+)?«ITEM»\s+(?:«NR»\s*)?)|{NO_YEAR})"
    rf"{NUMBER}(?:\s?(?P<letter>[a-h])(?=[.):]?\s+(?:[–-]\s+)?\p{{Lu}}))?"
    rf"(?:\s*\({SESSION}\))?"
    r"\s?(?P<mark>[.):–-])?(?:\s+|$)"
)
CELL = rf"(?i){NO_YEAR}{NUMBER}(?P<letter>{LETTER}?)(?P<mark>[.):]?)(?:\s|$)"
NUMBER_CELL = (
    r"(?i)(?:«ITEM»\s+)?(?:«NR»\s*)?"
    rf"{NUMBER}(?:(?P<letter>{LETTER})|\s(?P<letter>[a-h]))?(?:\s*\({SESSION}\))?[.):–-]?"
)
CELL_LETTER = r"(?i)[a-h][.):]?"
CHAPTER = r"(?i)(?:«CHAPTER»\s+)?(?P<number>\d{1,2})[.:]?(?:\s[–-])?\s+(?=\p{Lu})"
SECTION = r"(?i)(?:«CHAPTER»\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})[.:]?\s+(?=\p{Lu})"
PART = r"(?i)«PART_OF_REPORT»\s+(?P<number>\d{1,2}|(?-i:[IVX]{1,5}|[A-Z]))(?:[.:]|\s[–-])?(?:\s+|$)"
NUMBER_ALONE = r"(?i)(?:«CHAPTER»|«PART_OF_REPORT»)\s+(?P<number>\d{1,2}|(?-i:[IVX]{1,5}))[.:]?"
CAPTION = r"(?i)«TABLE»\s+\d{1,3}(?:\.\d{1,3})?(?:[.:]|\s[–-])?\s+(?=\p{Lu})"
FIGURE = r"(?i)«FIGURE»\s+\d{1,3}(?:\.\d{1,3})?(?:[.:]|\s[–-])?\s+(?=(?-i:\p{Lu}))"
PHOTO = r"(?i)(?<!\p{L})«PHOTO»\s?:"
FACT_BOX = r"(?i)«FACT_BOX»(?::|\s|$)"
PAGE = (
    r"(?i)(?:«PAGE»\s*)?(?:[-–—|]\s*)?(?P<number>\d{1,4})"
    r"(?:\s*(?:«OF_PAGES»|[/|])\s*(?P<total>\d{1,4}))?(?:\s*[-–—|])?"
)
BLANK = (
    r"(?i)\W*(?:(?:\w+\s+)?«WHOLE_PAGE»\s+(?:\w+\s+){0,5}«BLANK_PAGE»"
    r"|«BLANK_PAGE»\s+«WHOLE_PAGE»)\W*"
)
# What stands before and behind the name of a chapter, in its heading, a section row or a caption.
BEFORE_NAME = (
    r"(?i)^\s*(?:(?:«CHAPTER»|«PART_OF_REPORT»|«TABLE»)\s+"
    r"(?:\d{1,2}(?:\.\d+)*|(?-i:[IVX]{1,5}|[A-Z]))(?:[.:)]|\s[–-])?(?:\s+|$)"
    r"|\d{1,2}(?:\.\d+)*[.:)]?\s+)+"
)
BEHIND_NAME = r"(?i)(?:\s*\((?:«HEADED_AGAIN»\.?|(?:«ITEM»|«MEASURES»)\s[^)]{1,40})\))+\s*$"


class ItemNumber(NamedTuple):
    """The number of an item: 12 is ((12,), ""), 12 a is ((12,), "a"), 1.1 is ((1, 1), "").

    `prefix` is the letter that all numbers may bear («T12»), `session` that of the parliament
    which numbered a decision («2025–2026»). Neither makes another number.
    """

    parts: tuple[int, ...]
    letter: str = ""
    prefix: str = ""
    session: str = ""

    @classmethod
    def of(cls, match: Match) -> ItemNumber:
        """The number that `item_heading` or `cell_number` matched."""
        groups = match.groupdict()
        return cls(
            tuple(map(int, groups["number"].split("."))),
            (groups.get("letter") or "").lower(),
            groups["prefix"].upper(),
            _session(session) if (session := groups.get("session")) else "",
        )

    @property
    def key(self) -> tuple[tuple[int, ...], str]:
        """What tells it from the others of its series."""
        return self.parts, self.letter

    @property
    def name(self) -> str:
        """«12», «12a», «1.1»: as ids have it."""
        return ".".join(map(str, self.parts)) + self.letter

    @property
    def printed(self) -> str:
        """«12», «12 a», «1.1», «T12»: as readers know it."""
        return self.prefix + printed(".".join(map(str, self.parts)), self.letter)

    def follows(self, before: ItemNumber | None) -> bool:
        """Whether it comes right after `before` in a series."""
        if before is None or self == before:
            return before is None
        if self.parts == before.parts:
            return bool(self.letter) and ord(self.letter) == ord(before.letter or "`") + 1
        return self.parts in _successors(before.parts)

    def lies_beyond(self, before: ItemNumber | None, most: int) -> bool:
        """Whether it is at most `most` numbers after `before`, counted in their last parts."""
        last = before.parts if before is not None else (0,) * len(self.parts)
        if self.parts in _successors(last):
            return True
        return self.parts[:-1] == last[:-1] and 0 < self.parts[-1] - last[-1] <= most


def _successors(parts: tuple[int, ...]) -> set[tuple[int, ...]]:
    """3.4 is followed by 3.5, 3.4.1, 4.1 or 4."""
    following = {(*parts, 1)}
    for depth in range(len(parts)):
        head = (*parts[:depth], parts[depth] + 1)
        following |= {head, (*head, 1)} if depth < len(parts) - 1 else {head}
    return following


def _session(printed_session: str) -> str:
    """«2025–2026», also of «2025-26»."""
    first, last = regex.findall(r"\d+", printed_session)
    return f"{first}–{first[: 4 - len(last)]}{last}"


@lru_cache(maxsize=20_000)  # several ask, in turn, of the same lines
def item_heading(text: str) -> Match | None:
    """Match the number at the start of a heading: `named`, `prefix`, `number`, `letter`, `mark`."""
    may_have_prefix = text[1:2].isdigit()
    if not may_have_prefix and not _may_begin(text, "item"):
        return None
    return pattern(HEADING).match(text)


def _may_begin(text: str, tag: str) -> bool:
    """Whether a text begins with a digit, or as a word of a tag does: of most lines, neither."""
    return text[:1].isdigit() or text[:2].lower() in _beginnings(tag)


@cache
def _beginnings(tag: str) -> frozenset[str]:
    return frozenset(word[:2].lower() for word in tagged(tag))


def cell_number(text: str) -> Match | None:
    """Match the number at the start of a table cell: `prefix`, `number`, `letter` and `mark`."""
    return pattern(CELL).match(text)


def number_cell(text: str) -> Match | None:
    """Match a cell that is nothing but a number: «12», «29 a», «Tiltak 3», «97 (2025–2026)»."""
    return pattern(NUMBER_CELL).fullmatch(text)


def is_session(text: str) -> bool:
    """Whether a text is nothing but the session of a decision, as below its number."""
    return pattern(rf"\({SESSION}\)").fullmatch(text) is not None


def is_letter(word: str) -> bool:
    """Whether a cell's word can be the letter of the number before it: «a», «b)»."""
    return pattern(CELL_LETTER).fullmatch(word) is not None


def chapter_heading(text: str) -> Match | None:
    """Match the `number` at the start of a chapter's heading, before a title with a capital."""
    return pattern(CHAPTER).match(text) if _may_begin(text, "chapter") else None


def section_heading(text: str) -> Match | None:
    """Match the `number` at the start of the heading of a chapter's section: «2.1 Tidlig hjelp»."""
    return pattern(SECTION).match(text) if _may_begin(text, "chapter") else None


def part_heading(text: str) -> Match | None:
    """Match the `number` at the start of the heading of a report's part: «Del II Strategi …»."""
    return pattern(PART).match(text) if _may_begin(text, "part_of_report") else None


def number_of_chapter(text: str) -> Match | None:
    """Match a line that is nothing but the `number` of a chapter: «Kapittel 2», above its name."""
    return pattern(NUMBER_ALONE).fullmatch(text)


def fact_box_heading(text: str) -> bool:
    """Whether a text begins as the heading of a box with facts does: «Fakta: Ras i fylket»."""
    return _may_begin(text, "fact_box") and pattern(FACT_BOX).match(text) is not None


def table_caption(text: str) -> bool:
    """Whether a line begins as the caption of a table: «Tabell 10.1 Status for tiltak»."""
    return text[:1] in "Tt" and pattern(CAPTION).match(text) is not None


def figure_caption(text: str) -> bool:
    """Whether a line begins as the caption of a figure: «Figur 2: Antall ulykker»."""
    return text[:1] in "Ff" and pattern(FIGURE).match(text) is not None


def names_photographer(text: str) -> bool:
    """Whether a caption says whose a picture is: «Varden i Bodø. Foto: Kari Nordmann»."""
    return ":" in text and pattern(PHOTO).search(text) is not None


def int_of(printed_number: str) -> int | None:
    """The value of «3» or «III»; None for a letter."""
    if printed_number.isdigit():
        return int(printed_number)
    values = [{"I": 1, "V": 5, "X": 10}.get(letter) for letter in printed_number]
    if not printed_number or None in values:
        return None
    total = 0
    for value, following in zip(values, [*values[1:], 0], strict=True):
        assert value is not None and following is not None
        total += -value if value < following else value
    return total


def page_number(text: str) -> Match | None:
    """A line that is nothing but a page's `number`, perhaps with the `total`: «Side 9 av 75»."""
    return pattern(PAGE).fullmatch(text)


def says_blank(text: str) -> bool:
    """Whether a line says that its page is blank: «Denne siden er med hensikt blank»."""
    return pattern(BLANK).fullmatch(text) is not None


def without_number(heading: str) -> str:
    """The name of a chapter: without its number, «(forts.)» and «(tiltak 1–4)»."""
    return pattern(BEHIND_NAME).sub("", pattern(BEFORE_NAME).sub("", heading))


def same_name(heading: str, other: str) -> bool:
    """Whether two headings name the same chapter."""
    return small_letters(without_number(heading)) == small_letters(without_number(other))


def printed(number: int | str, letter: str | None) -> str:
    """A number for readers: «12», «29 a»."""
    return f"{number} {letter}" if letter else f"{number}"
