"""Seam 2: the parts of a report. Written by segment; read by reread, parse and validate.

A report is a sequence of blocks. A block is a stretch of text that belongs together (a title, a
status, a paragraph, a cell of the overview) with the place of each of its words. Entries are
the measures and requests, once as they stand in the text and once as rows of the overview;
their blocks point to them by `owner`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime import files
from pipeline.seams.ids import OVERVIEW, ItemId, Scope
from pipeline.seams.seam import Seam
from pipeline.seams.vocabularies import FieldKind, ItemKind, PageKind, Source
from pipeline.seams.words import EDGE, Frame, Strip, Turn, edges_of

NARROW = frozenset("iljtfr.,:;!'|()[]/-")  # about half as wide as other letters in most type


class Span(Seam):
    """A box on a page: one for each line that a value crosses. PDF points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Placed(NamedTuple):
    """A printed word: where it stands in its block's text, and where on its line."""

    start: int
    end: int
    x0: float
    x1: float


class Place(Seam):
    """Where `text[start:end]` of a block stands: one or more words printed side by side.

    The words are separated by one space; `edges` has the x0 and x1 of each (see `words.packed`),
    and all share `top` and `bottom`. A bullet, a raised footnote mark or a row of leader dots is a
    place of no text (start == end): accounted for, but not part of what is read.
    """

    start: int
    end: int
    page: int
    line: int
    x0: float
    top: float
    x1: float
    bottom: float
    edges: bytes

    @property
    def word_count(self) -> int:
        return len(self.edges) // (2 * EDGE)

    def words(self, text: str) -> list[Placed]:
        """The words of this place; `text` is the block's text."""
        if self.word_count == 1:
            return [Placed(self.start, self.end, self.x0, self.x1)]
        words: list[Placed] = []
        start = self.start
        printed = text[start : self.end].split(" ")
        for word, x0, x1 in zip(printed, *edges_of(self.edges), strict=True):
            words.append(Placed(start, start + len(word), x0, x1))
            start += len(word) + 1
        return words


class Block(Seam):
    """A stretch of text and where its words stand.

    `scope` is as in the data model (`introduction`, `chapter-2`, `tiltak-4`, `front-matter`,
    `overview`) or `furniture`; `owner` is the id of the entry it belongs to, or `NO_ITEM`; `part`
    is its role there (`title`, `ministries`, `status`, `paragraph`, `heading` …; `field-budget`
    after the `label` that names it, or of a column of the overview); `paragraph`
    numbers the running text within the scope, 0 for headings and all that is not running text.
    """

    scope: Scope
    owner: Scope
    part: str
    paragraph: int
    text: str
    places: tuple[Place, ...]

    def spans(self, start: int = 0, end: int | None = None) -> list[Span]:
        """The boxes of `text[start:end]`, one for each line, in reading order."""
        end = len(self.text) if end is None else end
        spans: list[Span] = []
        page = line = -1
        for place in self.places:
            first, last = place.start, place.end
            if last <= start or first == last:
                continue
            if first >= end:
                break
            x0, top, x1, bottom = place.x0, place.top, place.x1, place.bottom
            if first < start or end < last:
                cut = _cut(place, max(first, start), min(last, end), self.text)
                if cut is None:
                    continue
                x0, x1 = cut
            if place.line == line and place.page == page:
                before = spans.pop()
                x0, top = min(before.x0, x0), min(before.top, top)
                x1, bottom = max(before.x1, x1), max(before.bottom, bottom)
            page, line = place.page, place.line
            spans.append(Span(page, x0, top, x1, bottom))
        return spans

    @property
    def page(self) -> int:
        """The first page the block stands on."""
        return self.places[0].page

    @property
    def last_page(self) -> int:
        return self.places[-1].page


class Entry(Seam):
    """A measure or request as printed in one of the two sources.

    `id` is unique in its source (`tiltak-4`, and `tiltak-4#2` where a number is printed twice);
    `number` is the last whole number of what is `printed` («1.1», «T12»), `letter` that of a
    lettered sub-measure (29 a), else ''. `part` is that of the report, where numbers begin anew in
    each, `session` the parliament's. `chapter_number` is None before the first chapter; in the
    overview, the chapter is that of the section row above.

    `meaning` is what a mark in the cell of the status stands for, by a legend or the column's head.
    `shares` are the cells that it has in common with other rows, drawn across them: the part, and
    the entry that has its words.
    """

    id: Scope
    item_id: ItemId
    source: Source
    kind: ItemKind
    number: int
    letter: str
    printed: str
    part: str
    session: str
    chapter_number: int | None
    chapter: str
    page: int
    meaning: str
    shares: tuple[tuple[str, Scope], ...]


class Unplaced(Seam):
    """Printed text that segment could not classify. Ends up in the table `unread`."""

    scope: Scope
    page: int
    reason: str
    text: str


class Division(Seam):
    """A word hyphenated at the end of a line: both parts, and the word as it was read.

    `doubtful`: nothing in the report shows whether the hyphen belongs to the word.
    """

    scope: Scope
    page: int
    left: str
    right: str
    word: str
    doubtful: bool


class PageRead(Seam):
    """What a page is: the number printed on it, its kind, and how a reader's program shows it.

    `words` are all its words; the last four are as in `words.Page`.
    """

    page: int
    printed: int | None
    printed_total: int | None
    kind: PageKind
    landscape: bool
    words: int
    picture_share: float
    kept_out: int
    strips: list[Strip]
    turned: int
    width: float
    height: float

    @property
    def frame(self) -> Frame:
        """From the page as it is read to that of a reader's program."""
        return Frame(self.strips, Turn(self.turned, self.width, self.height))


class PageCount(Seam):
    """The number of words that extract read on a page, and of those that ended up in a block."""

    page: int
    words: int
    placed: int


class FieldColumn(Seam):
    """A column of the overview that has no table of its own: the part that its cells are, and its
    kind and head.
    """

    part: str
    kind: FieldKind
    label: str


class Listed(Seam):
    """Everything that segment writes besides the blocks.

    `stated` are the values that the report gives at all, as `overview/ministries`: where a table
    has no such column, its rows lack nothing.
    """

    entries: list[Entry]
    columns: list[FieldColumn]
    stated: list[str]
    unplaced: list[Unplaced]
    divisions: list[Division]
    pages: list[PageRead]
    conservation: list[PageCount]


def write_structure(folder: Path, blocks: Iterable[Block], listed: Listed) -> None:
    """Write the structure of a report into `folder`, one block at a time.

    `listed` is written last, so it may be filled while the blocks are produced.
    """
    files.write_messages(folder / "blocks.msgpack", Block, blocks)
    files.write_messages(folder / "listed.msgpack", Listed, [listed])


def read_blocks(folder: Path) -> Iterator[Block]:
    """The blocks in reading order; the overview, footnotes and page furniture come last."""
    return files.read_messages(folder / "blocks.msgpack", Block)


def read_overview(folder: Path) -> Iterator[Block]:
    """The blocks of the overview only."""
    return (block for block in read_blocks(folder) if block.scope == OVERVIEW)


def read_divisions(folder: Path) -> list[Division]:
    """The words hyphenated at line ends, in reading order."""
    return read_listed(folder).divisions


def read_conservation(folder: Path) -> list[PageCount]:
    """The word counts, page by page."""
    return read_listed(folder).conservation


def read_listed(folder: Path) -> Listed:
    """Everything that segment wrote besides the blocks."""
    [listed] = files.read_messages(folder / "listed.msgpack", Listed)
    return listed


def _cut(place: Place, start: int, end: int, text: str) -> tuple[float, float] | None:
    """x0 and x1 of text[start:end] on the place's line; None if it is only a space.

    Within a word they are rough, by the widths of letters. If only punctuation is cut off
    («2025.»), the word's whole box is kept: an extra full stop is harmless.
    """
    start += text[start] == " "
    end -= text[end - 1] == " "
    if start >= end:
        return None
    first = text.count(" ", place.start, start)
    last = first + text.count(" ", start, end)
    lefts, rights = edges_of(place.edges)
    x0, x1 = lefts[first], max(rights[first : last + 1])
    if start > place.start and text[start - 1] != " ":
        begin, stop = _word(place, start, text)
        x0 += _width_of(text[begin:start], text[begin:stop], rights[first] - x0)
    if end < place.end and text[end] != " ":
        begin, stop = _word(place, end, text)
        x1 = rights[last]
        x1 -= _width_of(text[end:stop], text[begin:stop], x1 - lefts[last])
    return x0, x1


def _word(place: Place, at: int, text: str) -> tuple[int, int]:
    """The span of the word that contains text[at] or ends there."""
    end = text.find(" ", at, place.end)
    start = text.rfind(" ", place.start, at) + 1
    return max(place.start, start), place.end if end < 0 else end


def _width_of(part: str, word: str, width: float) -> float:
    """The width of what is cut off a word of this width; 0 if it is only punctuation."""
    if not any(map(str.isalnum, part)):
        return 0.0
    return width / _width(word) * _width(part)


def _width(text: str) -> float:
    return sum(0.5 if char in NARROW else 1.0 for char in text)
