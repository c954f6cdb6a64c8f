"""Footnotes: small lines that begin with a mark, at the foot of a page or below what calls them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import regex

from pipeline.segment.lines import Layout, Line

SMALLER = 0.93  # times the size of running text
MARK = regex.compile(r"[\d*†‡⁰¹²³⁴-⁹]{1,3}[.)]?")
GLUED_MARK = regex.compile(r"(?P<mark>\d{1,2}|[⁰¹²³⁴-⁹]{1,2})(?=\p{L}|«)")
GLUED_CALL = regex.compile(  # «tiden».6» and «2025.6», but not «18,6», «1.6», «E6»
    r"(?:(?<=\p{L}\p{L}|[!?»)])|(?<!\d)[.,;:]|(?<!\d)\d{4}\.)"
    r"(?P<mark>\d{1,2}|[⁰¹²³⁴-⁹]{1,2})(?=[.,;:]?$)"
)
BEFORE = 2  # pages: notes that follow an item's text may stand that far behind their calls
SUPERIOR = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
CALLED = "er satt mindre enn teksten, og begynner med et merke som teksten viser til"
AT_FOOT = "er satt mindre enn teksten, står nederst på siden og begynner med et merke"
Place = tuple[int, int]  # page and line


class Footnote(NamedTuple):
    """One footnote. `marked` says that its first word is only the mark, here in `mark`.

    Where the mark is printed without a space, the first word of `lines` is without it. `reason`
    says by what it is known.
    """

    page: int
    mark: str
    marked: bool
    lines: list[Line]
    reason: str


class Calls(NamedTuple):
    """Where the marks that call notes stand.

    `places` by page and mark. `glued` are the words that end in a mark which the font raises,
    so that nothing but the note tells it from a digit: their text without it, by (page, line, x0).
    """

    places: dict[tuple[int, str], Place]
    glued: dict[tuple[int, int, float], str]

    def place(self, page: int, mark: str) -> Place | None:
        """Where a note on `page` is called: on that page, or where the text before it stands."""
        near = (self.places.get((before, mark)) for before in range(page, page - 1 - BEFORE, -1))
        return next(filter(None, near), None)


def mark_of(text: str) -> str:
    """The mark that a note with this text begins with: «1 Se», «1. Se» or glued to it, «1Se»."""
    glued = GLUED_MARK.match(text)
    return glued["mark"] if glued else text.split(" ", 1)[0].rstrip(".)")


def find_footnotes(
    pages: Sequence[Sequence[Line]], elsewhere: AbstractSet[Place], layout: Layout
) -> tuple[list[Footnote], Calls]:
    """The footnotes of all pages, in order, and their calls.

    Lines in `elsewhere` are taken by something else. A small line at the foot of the page is a
    note if it begins with a mark; higher up, the mark must be called above it, too.
    """
    found: list[Footnote] = []
    calls = Calls({}, {})
    texts: list[Sequence[Line]] = []  # of the page and those before it, the nearest first
    for lines in pages:
        size = SMALLER * layout.on(lines[0].page).body.size if lines else 0.0
        small = [line for line in lines if line.style.size < size]
        texts = [[line for line in lines if line.style.size >= size], *texts[:BEFORE]]
        _add_raised(texts[0], calls)
        if small:
            found += _notes_on_page(lines, small, texts, elsewhere, calls)
    return found, calls


def _add_raised(text: Sequence[Line], calls: Calls) -> None:
    for line in text:
        for run in line.several:
            if run.raised:
                for mark in run.text.translate(SUPERIOR).split(" "):
                    calls.places.setdefault((line.page, mark), (line.page, line.number))


def _notes_on_page(
    lines: Sequence[Line],
    small: Sequence[Line],
    texts: Sequence[Sequence[Line]],
    elsewhere: AbstractSet[Place],
    calls: Calls,
) -> list[Footnote]:
    foot = _foot(lines, small, elsewhere)
    notes: list[Footnote] = []
    above = None
    for line in small:
        if (line.page, line.number) in elsewhere:
            continue
        mark, glued = _mark(line)
        called = mark is not None and (
            calls.place(line.page, mark) is not None
            or _find_glued(mark, texts if line.number in foot else texts[:1], calls)
        )
        if mark is not None and (called or (line.number in foot and not glued)):
            own = _without_mark(line, mark) if glued else line
            reason = CALLED if called else AT_FOOT
            notes.append(Footnote(line.page, mark, not glued, [own], reason))
        elif notes and above is not None and (line.number in foot or _close(above, line)):
            notes[-1].lines.append(line)
        else:
            continue
        above = line
    return notes


def _foot(lines: Sequence[Line], small: Sequence[Line], elsewhere: AbstractSet[Place]) -> set[int]:
    """The numbers of the small lines with which the page ends, if they begin with a mark."""
    foot: set[int] = set()
    numbers = {line.number for line in small}
    first = None
    for line in reversed(lines):
        if line.number not in numbers or (line.page, line.number) in elsewhere:
            break
        foot.add(line.number)
        first = line
    return foot if first is not None and _mark(first)[0] is not None else set()


def _mark(line: Line) -> tuple[str | None, bool]:
    """The mark that a note's first line begins with, and whether it is glued to the text."""
    first, _, following = line.text.partition(" ")
    raised = line.has_raised and line.several[0].raised
    if raised or (following and MARK.fullmatch(first) is not None):
        return first.rstrip(".)").translate(SUPERIOR), False
    match = GLUED_MARK.match(first)
    return (match["mark"].translate(SUPERIOR), True) if match else (None, False)


def _without_mark(line: Line, mark: str) -> Line:
    """The line without the mark that is glued to its first word."""
    return line.reworded(line.text[len(mark) :].split(" "))


def _close(above: Line, line: Line) -> bool:
    """Whether a small line goes on with the note above it."""
    return line.number == above.number + 1 and line.baseline - above.baseline < 1.6 * line.size


def _find_glued(mark: str, texts: Iterable[Sequence[Line]], calls: Calls) -> bool:
    """Find the word that ends in `mark`, as the call of a note is printed: the only one on its
    page, the nearest that has any.
    """
    for text in texts:
        found = [
            (line, word, match)
            for line in text
            for word in line.words
            if (match := GLUED_CALL.search(word.text))
            and match["mark"].translate(SUPERIOR) == mark
            and (line.page, line.number, word.x0) not in calls.glued
        ]
        if len(found) == 1:
            line, word, match = found[0]
            calls.places[line.page, mark] = (line.page, line.number)
            calls.glued[line.page, line.number, word.x0] = (
                word.text[: match.start("mark")] + word.text[match.end("mark") :]
            )
        if found:
            return len(found) == 1
    return False


def without_calls(line: Line, calls: Calls) -> Line:
    """The line without the marks that are glued to its words."""
    return line.reworded(
        [calls.glued.get((line.page, line.number, word.x0), word.text) for word in line.words]
    )
