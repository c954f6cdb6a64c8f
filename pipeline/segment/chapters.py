"""Chapter headings: known from the contents and the overview's sections, learnt by their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.norwegian.numbering import chapter_heading
from pipeline.norwegian.vocabulary import tagged
from pipeline.segment.lines import Layout, Line, Style
from pipeline.segment.vocabulary import normalised, standing_headings

LARGER = 1.08  # times the size of running text
HEADING_LINES = 3


class Chapter(NamedTuple):
    """A chapter's heading: the positions of its lines, its number and its name.

    `kind` is `introduction`, `abbreviations`, `requests` (anmodningsvedtak) or ''. `number` is
    None for headings without a number of their own, such as the introduction's.
    """

    first: int
    last: int
    kind: str
    number: int | None
    title: str
    number_words: int


def stands_out(line: Line, layout: Layout) -> bool:
    """Whether the line is set larger or heavier than running text."""
    style, body = line.style, layout.on(line.page).body
    return style.size > LARGER * body.size or (style.bold and not body.bold)


def number_words(text: str) -> int:
    """How many words of a chapter's heading are its number («Kapittel 2 Forebygging»: two)."""
    match = chapter_heading(text)
    return len(text[: match.end()].split()) if match else 0


def find_chapters(
    lines: Sequence[Line],
    skipped: AbstractSet[int],
    known: AbstractSet[str],
    layout: Layout,
) -> list[Chapter]:
    """The chapter headings among `lines`, leaving out the positions in `skipped`.

    `known` are normalised titles that the contents or the overview list. Where headings are
    known, others must look like them; where none is, size and a number must do. After the last
    item, a heading that looks like them and opens a page needs no number.
    """
    found: dict[int, Chapter] = {}
    covered: set[int] = set()
    styles: Counter[Style] = Counter()
    for position in range(len(lines)):
        chapter = _known_heading(lines, position, skipped, known, layout)
        if chapter is not None and chapter.first not in covered:
            found[position] = chapter
            covered.update(range(chapter.first, chapter.last + 1))
            styles[lines[position].style] += 1
    for position, line in enumerate(lines):
        if position in skipped or position in covered:
            continue
        match = chapter_heading(line.text)
        body = layout.on(line.page).body
        looks_right = line.style in styles if styles else line.size > LARGER * body.size
        if match is not None and looks_right and line.style != body:
            found[position] = _chapter(lines, position, _end(lines, position, skipped))
            covered.update(range(position, found[position].last + 1))
    like = {lines[position].style for position in found}
    end = max(skipped, default=-1)
    for position in range(end + 1, len(lines)):
        opens = position == 0 or lines[position - 1].page != lines[position].page
        if opens and position not in covered and _closes(lines[position], like, layout):
            found[position] = _chapter(lines, position, _end(lines, position, skipped))
    return _numbered([found[position] for position in sorted(found)])


def _closes(line: Line, styles: AbstractSet[Style], layout: Layout) -> bool:
    """Whether a line that opens a page after the last item is the heading of what follows.

    It needs no number, as an overview that was not recognised has none, or a list of sources:
    what stands there is no part of the last item.
    """
    body = layout.on(line.page).body
    return line.style in styles and line.style.size > LARGER * body.size


def _known_heading(
    lines: Sequence[Line],
    position: int,
    skipped: AbstractSet[int],
    known: AbstractSet[str],
    layout: Layout,
) -> Chapter | None:
    prominent = stands_out(lines[position], layout)
    if position in skipped or not (prominent or chapter_heading(lines[position].text)):
        return None
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
                return _chapter(lines, position, last)
    return None


def _end(lines: Sequence[Line], first: int, skipped: AbstractSet[int]) -> int:
    last = first
    while (
        last + 1 < len(lines)
        and last - first < HEADING_LINES - 1
        and last + 1 not in skipped
        and lines[last + 1].page == lines[first].page
        and lines[last + 1].style == lines[first].style
        and lines[last + 1].baseline - lines[last].baseline < 1.5 * lines[first].size
        and chapter_heading(lines[last + 1].text) is None
    ):
        last += 1
    return last


def _chapter(lines: Sequence[Line], first: int, last: int) -> Chapter:
    text = " ".join(line.text for line in lines[first : last + 1])
    match = chapter_heading(text)
    number = int(match["number"]) if match else None
    title = text[match.end() :] if match else text
    kind = standing_headings().get(normalised(text), "")
    if kind == "" and any(word in normalised(text).split() for word in tagged("request")):
        kind = "requests"
    return Chapter(first, last, kind, number, title, number_words(text))


def _numbered(chapters: list[Chapter]) -> list[Chapter]:
    """Chapters with numbers counted where no heading has one printed."""
    if any(chapter.number is not None for chapter in chapters):
        return chapters
    numbered: list[Chapter] = []
    count = 0
    for chapter in chapters:
        if chapter.kind in ("introduction", "abbreviations", "contents"):
            numbered.append(chapter)
            continue
        count += 1
        numbered.append(chapter._replace(number=count))
    return numbered
