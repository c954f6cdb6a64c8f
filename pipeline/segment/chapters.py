"""Chapter headings: known from the contents and the overview's sections, learnt by their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.norwegian.numbering import (
    chapter_heading,
    int_of,
    number_of_chapter,
    part_heading,
    section_heading,
    without_number,
)
from pipeline.norwegian.vocabulary import tagged
from pipeline.segment.lines import Layout, Line, Style
from pipeline.segment.vocabulary import normalised, standing_headings

LARGER = 1.08  # times the size of running text
HEADING_LINES = 3
WRAPS = 1.65  # times the size of the type: the lines of a heading stand no further apart
LISTED = "står i innholdslisten, i oversikten eller satt større, og er fremhevet"
STANDING = "er en overskrift som alle slike rapporter har, og er fremhevet"
NUMBERED = "begynner med et kapittelnummer og er satt som kapitteloverskriftene"
PART = "begynner med «Del» og et nummer, og er satt større enn teksten"
CLOSES = "åpner en side bak det siste tiltaket, satt som kapitteloverskriftene"
SECTION = "er fremhevet og begynner med nummeret til et underkapittel"
LARGE = "er satt større enn titlene på tiltakene"
BEFORE_ITEMS = "er fremhevet, og et tiltak følger hver gang noe er satt slik"
NOT_COUNTED = ("foreword", "introduction", "abbreviations", "contents", "part", "section")
NEAR = 3  # lines: as few may stand between the heading of a section and its first item


class Chapter(NamedTuple):
    """A chapter's heading: the positions of its lines, its number and its name.

    `kind` is `foreword`, `introduction`, `abbreviations`, `requests` (anmodningsvedtak), `section`
    for a part of a chapter, `part` for a part of the report, or ''. `number` is None for headings
    without a number of their own, such as the introduction's; `printed` has it as it stands
    («2.1», «II»).
    """

    first: int
    last: int
    kind: str
    number: int | None
    printed: str
    title: str
    number_words: int
    reason: str  # by what it is known


def stands_out(line: Line, layout: Layout) -> bool:
    """Whether the line is set larger or heavier than running text."""
    style, body = line.style, layout.on(line.page).body
    return style.size > LARGER * body.size or (style.bold and not body.bold)


def number_words(text: str) -> int:
    """How many words of a chapter's heading are its number («Kapittel 2 Forebygging»: two)."""
    match = part_heading(text) or section_heading(text) or chapter_heading(text)
    return len(text[: match.end()].split()) if match else 0


def find_chapters(
    lines: Sequence[Line],
    skipped: AbstractSet[int],
    item_starts: AbstractSet[int],
    known: AbstractSet[str],
    overviews: AbstractSet[str],
    layout: Layout,
) -> list[Chapter]:
    """The chapter headings among `lines`, leaving out the positions in `skipped`.

    `known` are normalised titles that the contents or the overview list. Where headings are
    known, others must look like them; where none is, size and a number must do. After the last
    item, a heading that looks like them and opens a page needs no number. Parts of chapters have
    numbers of several figures, or look as others that stand right before items. `overviews` has the
    normalised headings of overviews.
    """
    found: dict[int, Chapter] = {}
    covered: set[int] = set()
    styles: Counter[Style] = Counter()

    def add(chapter: Chapter) -> None:
        found[chapter.first] = chapter
        covered.update(range(chapter.first, chapter.last + 1))

    prominent = {
        position for position, line in enumerate(lines)
        if stands_out(line, layout) and line.inset != "box"
    }  # fmt: skip
    for position, line in enumerate(lines):
        if position in skipped or not (position in prominent or chapter_heading(line.text)):
            continue
        chapter = _known_heading(lines, position, skipped, known, position in prominent)
        if chapter is not None and _is_inside_item(chapter, lines, item_starts):
            continue
        if chapter is not None and chapter.first not in covered:
            add(chapter)
            styles[lines[position].style] += 1
    for position, line in enumerate(lines):
        if position in skipped or position in covered:
            continue
        body = layout.on(line.page).body
        is_larger = line.size > LARGER * body.size
        looks_right = line.style in styles if styles else is_larger
        if is_larger and part_heading(line.text) is not None:
            add(_chapter(lines, position, _end(lines, position, skipped), PART))
        elif looks_right and line.style != body and chapter_heading(line.text):
            add(_chapter(lines, position, _end(lines, position, skipped), NUMBERED))
    like = {lines[position].style for position in found}
    end = max(skipped, default=-1)
    for position in range(end + 1, len(lines)):
        opens = position == 0 or lines[position - 1].page != lines[position].page
        if opens and position not in covered and _closes(lines[position], like, layout):
            add(_chapter(lines, position, _end(lines, position, skipped), CLOSES))
    for chapter in _between_items(lines, skipped | covered, item_starts, prominent):
        add(chapter)
    ordered = [_with_number_above(lines, found[position], skipped) for position in sorted(found)]
    chapters = _sections_or_chapters(_parts_or_chapters(ordered, item_starts))
    return _numbered(chapters, list(_counted(chapters, item_starts, overviews)))


def _counted(
    chapters: Sequence[Chapter], item_starts: AbstractSet[int], overviews: AbstractSet[str]
) -> Iterator[bool]:
    """Which headings are counted: not that of an overview, where it stands a second time."""
    ends = [*(chapter.first for chapter in chapters[1:]), max(item_starts, default=0) + 1]
    for chapter, end in zip(chapters, ends, strict=False):
        has_items = any(chapter.last < position < end for position in item_starts)
        of_overview = normalised(chapter.title) in overviews and not has_items
        yield chapter.kind not in NOT_COUNTED and not of_overview


def _is_inside_item(chapter: Chapter, lines: Sequence[Line], item_starts: AbstractSet[int]) -> bool:
    """Whether a heading that all reports have stands smaller than a measure's title above it:
    «Innhold», of the text on the measure.
    """
    above = [position for position in item_starts if position < chapter.first]
    return (
        chapter.reason == STANDING
        and bool(above)
        and (lines[chapter.first].size < lines[max(above)].size)
    )


def _with_number_above(
    lines: Sequence[Line], chapter: Chapter, skipped: AbstractSet[int]
) -> Chapter:
    """The chapter, with the number that stands in a line of its own above its name."""
    above = chapter.first - 1
    if chapter.number_words or above < 0 or above in skipped:
        return chapter
    match = number_of_chapter(lines[above].text)
    if match is None or lines[above].page != lines[chapter.first].page:
        return chapter
    printed = match["number"]
    words = len(lines[above].text.split())
    return chapter._replace(
        first=above, number=int_of(printed), printed=printed, number_words=words
    )


def _sections_or_chapters(chapters: list[Chapter]) -> list[Chapter]:
    """The chapters: where no other heading parts the report, they are what looks as sections do."""
    if any(chapter.kind == "" for chapter in chapters):
        return chapters
    return [
        chapter._replace(kind=_kind_of(chapter.title))
        if chapter.kind == "section" and not chapter.printed
        else chapter
        for chapter in chapters
    ]


def _parts_or_chapters(chapters: list[Chapter], item_starts: AbstractSet[int]) -> list[Chapter]:
    """The chapters, where «Del 1» is one of them unless chapters with numbers stand within it."""
    decided: list[Chapter] = []
    for order, chapter in enumerate(chapters):
        if chapter.kind == "part":
            first_item = min((p for p in item_starts if p > chapter.first), default=0)
            within = [c for c in chapters[order + 1 :] if chapter.first < c.first < first_item]
            if not any(c.number is not None for c in within):
                number = int_of(chapter.printed)
                kind = _kind_of(chapter.title) if number else "part"
                chapter = chapter._replace(kind=kind, number=number)
        decided.append(chapter)
    return decided


def _closes(line: Line, styles: AbstractSet[Style], layout: Layout) -> bool:
    """Whether a line that opens a page after the last item is the heading of what follows.

    It needs no number, as an overview that was not recognised has none, or a list of sources:
    what stands there is no part of the last item.
    """
    body = layout.on(line.page).body
    return line.style in styles and line.style.size > LARGER * body.size


def _between_items(
    lines: Sequence[Line],
    skipped: AbstractSet[int],
    item_starts: AbstractSet[int],
    prominent: AbstractSet[int],
) -> list[Chapter]:
    """Headings without a number of a chapter's that stand between items, of chapters or parts.

    They are set larger than the items' titles, or have a section's number, or stand out and are
    followed by an item's heading wherever they are set so.
    """
    if not item_starts:
        return []
    first_item, title = min(item_starts), max(lines[p].size for p in item_starts)
    title_styles = {lines[position].style for position in item_starts}
    headings: list[tuple[int, int]] = []
    before_item: dict[Style, list[bool]] = {}
    last = -1
    for position in sorted(prominent):
        line = lines[position]
        if position <= last or position in skipped or line.cell:
            continue
        last = _end(lines, position, skipped)
        if line.style not in title_styles and not line.text.endswith((".", ":", ",")):
            headings.append((position, last))
            near = range(last + 1, last + 2 + NEAR)
            before_item.setdefault(line.style, []).append(any(p in item_starts for p in near))
    found = []
    behind = {lines[first].style for first, _ in headings if first > first_item}
    for first, last in headings:
        line = lines[first]
        # On the first page the report's title stands, larger than all others.
        above = line.page > lines[0].page or line.style in behind
        here = first > first_item or (line.page == lines[first_item].page and above)
        larger = line.size > LARGER * title and here
        section = section_heading(line.text) is not None
        always = all(before_item[line.style]) and len(before_item[line.style]) > 1
        if larger or section or always:
            kind = "" if larger and not section else "section"
            reason = SECTION if section else LARGE if larger else BEFORE_ITEMS
            found.append(_chapter(lines, first, last, reason, kind))
    return found


def _known_heading(
    lines: Sequence[Line],
    position: int,
    skipped: AbstractSet[int],
    known: AbstractSet[str],
    prominent: bool,
) -> Chapter | None:
    text = ""
    for last in range(position, min(position + HEADING_LINES, len(lines))):
        if last in skipped or lines[last].page != lines[position].page:
            return None
        if lines[last].style != lines[position].style:
            return None
        text = f"{text} {lines[last].text}".strip()
        name = normalised(text)
        if name in known or name in standing_headings():
            alone = last == len(lines) - 1 or lines[last + 1].style != lines[position].style
            if prominent or alone:
                return _chapter(lines, position, last, LISTED if name in known else STANDING)
    return None


def _end(lines: Sequence[Line], first: int, skipped: AbstractSet[int]) -> int:
    last = first
    while (
        last + 1 < len(lines)
        and last - first < HEADING_LINES - 1
        and last + 1 not in skipped
        and lines[last + 1].page == lines[first].page
        and lines[last + 1].style == lines[first].style
        and lines[last + 1].baseline - lines[last].baseline < WRAPS * lines[first].size
        and chapter_heading(lines[last + 1].text) is None
    ):
        last += 1
    return last


def _chapter(lines: Sequence[Line], first: int, last: int, reason: str, kind: str = "") -> Chapter:
    text = " ".join(line.text for line in lines[first : last + 1])
    part, section = part_heading(text), section_heading(text)
    match = part or section or chapter_heading(text)
    printed = match["number"] if match else ""
    title = without_number(text[match.end() :] if match else text)
    if part is not None:
        kind = "part"
    elif section is not None:
        kind = "section"
    kind = kind or _kind_of(text)
    number = int(printed) if match and kind not in ("part", "section") else None
    return Chapter(first, last, kind, number, printed, title, number_words(text), reason)


def _kind_of(heading: str) -> str:
    name = normalised(heading)
    request = any(word in name.split() for word in tagged("request"))
    return standing_headings().get(name, "requests" if request else "")


def _numbered(chapters: list[Chapter], counted: Sequence[bool]) -> list[Chapter]:
    """Chapters with numbers counted where no heading has one printed."""
    if any(chapter.number is not None for chapter in chapters):
        return chapters
    numbered: list[Chapter] = []
    count = 0
    for chapter, is_counted in zip(chapters, counted, strict=True):
        count += is_counted
        numbered.append(chapter._replace(number=count) if is_counted else chapter)
    return numbered
