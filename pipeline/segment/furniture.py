"""Page furniture: running heads, footers and page numbers, which belong to no text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

import regex

from pipeline.norwegian.numbering import number_of_chapter, page_number, says_blank
from pipeline.norwegian.vocabulary import Match
from pipeline.segment.claims import At
from pipeline.segment.lines import Line, text_of
from pipeline.segment.table_columns import cells_of
from pipeline.segment.vocabulary import normalised

DEPTH = 3  # lines from the page's top or bottom that may be furniture
SAME_PLACE = 3.0  # points: furniture stands at the same height on every page
REPEATED = 0.6  # share of a slot's lines that must stand on other pages too
FEW = 3  # pages: in as few a line that stands twice may be furniture, if it is small
DIGITS = 4  # of a page number, at most
SMALL = 0.95  # of the type size of the text
PRESENT = 0.4  # share of the pages (with text) on which a slot must be filled
GAP = 2.0  # times the type size: as far apart stand what is left and right in a running head
ENDS = 3  # left, right, and in the middle
_digits = regex.compile(r"\d+")


def furniture_of(
    pages: Sequence[Sequence[Line]],
    is_content: Callable[[Line], bool],
    is_note: Callable[[Line], bool] = lambda line: False,
) -> dict[At, str]:
    """The lines that are furniture, and by what they are known.

    A slot is a height at the top or bottom of the page. It holds furniture where many pages
    have a line at that height and most of these lines, digits aside, stand on other pages too, or
    name a chapter; or where the lines count the pages. So is a line that says of its page, which
    has no other, that it is blank. `is_content` speaks for lines that repeat by nature (labels,
    column heads): they are never furniture. Nor are lines that `is_note` calls notes, where all
    that are alike are such: a page number may stand beside a running head as a mark does.
    """
    filled = [lines for lines in pages if lines]
    body = median([line.size for lines in filled for line in lines] or [0.0])
    headings = _headings(filled, body)
    found: dict[At, str] = {}
    for edge in (_from_top, _from_bottom):
        for depth in range(DEPTH):
            slot = [line for lines in filled if (line := edge(lines, depth, found)) is not None]
            repeated = _repeated(slot, len(filled), body, headings, is_content, is_note)
            new = dict.fromkeys(repeated, "står i samme høyde på mange sider, med samme ord")
            numbered = {
                (line.page, line.number): match
                for line in slot
                if (match := page_number(line.text.strip())) is not None
            }
            new |= dict.fromkeys(_counting(numbered), "er et tall som vokser med sidene")
            new |= dict.fromkeys(
                _of_total(numbered, len(pages)), "er sidens nummer og hvor mange det er"
            )
            if edge is _from_bottom:
                new |= dict.fromkeys(
                    _counting_feet(slot, len(filled)), "er de samme ordene før sidens nummer"
                )
            if not new:
                break  # what lies further in is text
            found |= new
    for lines in filled:
        rest = [line for line in lines if (line.page, line.number) not in found]
        if len(rest) == 1 and says_blank(rest[0].text):
            found[rest[0].page, rest[0].number] = "er alene på siden, og sier at den er blank"
    return found


def _from_top(lines: Sequence[Line], depth: int, found: Container[At]) -> Line | None:
    return _outermost(lines, depth, found)


def _from_bottom(lines: Sequence[Line], depth: int, found: Container[At]) -> Line | None:
    return _outermost(lines[::-1], depth, found)


def _outermost(lines: Sequence[Line], depth: int, found: Container[At]) -> Line | None:
    """The line outermost on the page but for what is furniture already, at most `depth` in."""
    for position, line in enumerate(lines):
        if position > depth:
            return None
        if (line.page, line.number) not in found:
            return line
    return None


def _repeated(
    slot: Sequence[Line],
    pages: int,
    body: float,
    headings: Mapping[str, float],
    is_content: Callable[[Line], bool],
    is_note: Callable[[Line], bool],
) -> set[At]:
    by_height: dict[int, list[Line]] = defaultdict(list)
    for line in slot:
        by_height[round(line.baseline / SAME_PLACE)].append(line)
    found: set[At] = set()
    for height in sorted(by_height):
        group = by_height[height] + by_height.get(height + 1, [])
        small = pages <= FEW and all(line.size < SMALL * body for line in group)
        if len(group) < (2 if small else 3) or len(group) < PRESENT * pages:
            continue
        alike: dict[str, list[Line]] = defaultdict(list)
        for line in group:
            counts = number_of_chapter(line.text) is None  # else it stands above a chapter's name
            alike[_digits.sub("#", line.text) if counts else line.text].append(line)
        again = [own for own in alike.values() if len(own) > 1 and not all(map(is_note, own))]
        repeated = [line for own in again for line in own]
        once = [own[0] for own in alike.values() if len(own) == 1]
        repeated += [line for line in once if _names_heading(line, headings)]
        if len(repeated) < REPEATED * len(group) or any(is_content(own[0]) for own in again):
            continue
        found |= {(line.page, line.number) for line in repeated}
    return found


def _headings(pages: Sequence[Sequence[Line]], body: float) -> dict[str, float]:
    """The names of what is set larger than text, as of chapters, each with its type size."""
    names: dict[str, float] = {}
    for lines in pages:
        large = [line for line in lines if line.size > body]
        names |= {normalised(line.text): line.size for line in large}
        names |= {
            normalised(f"{line.text} {below.text}"): line.size
            for line, below in pairwise(large)
            if below.style == line.style
        }
    return names


def _names_heading(line: Line, headings: Mapping[str, float]) -> bool:
    """Whether a running head names the chapter: «Statusrapport     Kapittel 2 – Forebygging»."""
    cells = (text_of(words) for words in cells_of(line, GAP)[:ENDS])
    return any(headings.get(normalised(cell), 0.0) > line.size for cell in cells)


def _counting(numbered: Mapping[At, Match]) -> Iterator[At]:
    """Lines that are nothing but a page number which grows with the pages."""
    offsets = {at: int(match["number"]) - at[0] for at, match in numbered.items()}
    often = Counter(offsets.values())
    return (at for at, offset in offsets.items() if often[offset] >= 3)


def _counting_feet(slot: Sequence[Line], pages: int) -> Iterator[At]:
    """Lines that end in a page number which grows with the pages, behind the same words.

    They stand at any height: pages of several formats have them, too, and both of two pages.
    """
    alike: dict[tuple[str, int], list[At]] = defaultdict(list)
    for line in slot:
        words, _, number = line.text.rpartition(" ")
        if words and number.isdecimal() and len(number) <= DIGITS:
            alike[words, int(number) - line.page].append((line.page, line.number))
    return (
        at for places in alike.values() if len(places) >= min(3, max(2, pages)) for at in places
    )


def _of_total(numbered: Mapping[At, Match], pages: int) -> Iterator[At]:
    """Lines that are nothing but their page's number and how many there are: «Side 2 av 2»."""
    total = str(pages)
    return (at for at, m in numbered.items() if (m["number"], m["total"]) == (str(at[0]), total))
