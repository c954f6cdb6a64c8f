"""Seam 1: the content of the pages. Written by extract; read by segment, reread and later stages.

Coordinates are PDF points with the origin at the top left of the page as a reader shows it
(a rotated page is turned upright first). Pages count from 1.
"""

from __future__ import annotations

import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, sub
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.runtime import files
from pipeline.seams.seam import Seam
from pipeline.seams.vocabularies import KeptKind

_edge = struct.Struct("f")
EDGE = _edge.size  # bytes


def packed(lefts: Sequence[float], rights: Sequence[float]) -> bytes:
    """The left and right edges of adjacent words as bytes, the form that runs and places hold.

    Word edges are most of the data and rarely read. As four-byte floats, MuPDF's own precision,
    they take a tenth of the space and are passed on without decoding.
    """
    return struct.pack(f"{2 * len(lefts)}f", *lefts, *rights)


def edges_of(edges: bytes) -> tuple[array[float], array[float]]:
    """The left and right edges from `packed`."""
    numbers = array("f", edges)
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def first_right(edges: bytes) -> float:
    """x1 of the first word."""
    right: float = _edge.unpack_from(edges, len(edges) // 2)[0]
    return right


def second_gap(edges: bytes) -> float | None:
    """The white space between the second and the third word; None where there are fewer."""
    half = len(edges) // 2
    if half < 3 * EDGE:
        return None
    left: float = _edge.unpack_from(edges, 2 * EDGE)[0]
    right: float = _edge.unpack_from(edges, half + EDGE)[0]
    return left - right


def widest_gap(edges: bytes) -> float:
    """The widest white space between two of the words; 0 for one word."""
    numbers = array("f", edges)
    half = len(numbers) // 2
    return max(map(sub, numbers[1:half], numbers[half:]), default=0.0)


Box = tuple[float, float, float, float]  # x0, top, x1, bottom


class Turn(NamedTuple):
    """From a frame of `width` × `height` points to it turned clockwise by so many quarters."""

    quarters: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        """Where a box of the frame then stands."""
        x0, top, x1, bottom = box
        match self.quarters % 4:
            case 1:
                return self.height - bottom, x0, self.height - top, x1
            case 2:
                return self.width - x1, self.height - bottom, self.width - x0, self.height - top
            case 3:
                return top, self.width - x1, bottom, self.width - x0
        return box

    def back(self) -> Turn:
        """The turn that undoes this one."""
        width, height = self.width, self.height
        if self.quarters % 2:
            width, height = height, width
        return Turn(-self.quarters % 4, width, height)


class Word(Seam):
    """Characters printed without white space between them.

    `line` numbers the visual lines of the page from 0 in reading order. `baseline` is the y of the
    line's baseline. `raised` marks a footnote mark or other superscript, which is a separate word
    even when printed without a space. `color` is sRGB, as in `0xRRGGBB`.
    """

    page: int
    line: int
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool
    color: int


class Run(Seam):
    """Adjacent words of one line in the same font and size, which are stored once for all of them.

    `text` has the words separated by one space, `edges` the x0 and x1 of each (see `packed`).
    """

    page: int
    line: int
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool
    color: int
    edges: bytes

    @property
    def word_count(self) -> int:
        return self.text.count(" ") + 1

    def words(self) -> list[Word]:
        return [
            Word(
                self.page, self.line, x0, self.top, x1, self.bottom, self.baseline, word,
                self.size, self.font, self.bold, self.italic, self.raised, self.color,
            )
            for word, x0, x1 in zip(self.text.split(" "), *edges_of(self.edges), strict=True)
        ]  # fmt: skip

    def parted(self, count: int) -> tuple[Run, Run]:
        """The first `count` words and the rest; neither may be empty."""
        return self._part(slice(count)), self._part(slice(count, None))

    def _part(self, words: slice) -> Run:
        lefts, rights = edges_of(self.edges)
        return replace(
            self,
            x0=lefts[words][0],
            x1=max(rights[words]),
            text=" ".join(self.text.split(" ")[words]),
            edges=packed(lefts[words], rights[words]),
        )


# Everything about a word but its x and its text.
_SETTING = attrgetter(
    "page", "line", "top", "bottom", "baseline", "size", "font", "bold", "italic", "raised", "color"
)


def runs_of(words: Iterable[Word]) -> list[Run]:
    """The words as runs, in order: adjacent words that are set alike form one run."""
    runs: list[Run] = []
    for setting, group in groupby(words, key=_SETTING):
        alike = list(group)
        page, line, top, bottom, baseline, size, font, bold, italic, raised, color = setting
        text = " ".join([word.text for word in alike])
        lefts, rights = [word.x0 for word in alike], [word.x1 for word in alike]
        runs.append(Run(
            page, line, lefts[0], top, max(rights), bottom, baseline,
            text, size, font, bold, italic, raised, color, packed(lefts, rights),
        ))  # fmt: skip
    return runs


def parted(runs: Sequence[Run], count: int) -> tuple[list[Run], list[Run]]:
    """The first `count` words of `runs`, and the rest."""
    before: list[Run] = []
    for position, run in enumerate(runs):
        if count < run.word_count:
            if count == 0:
                return before, list(runs[position:])
            first, rest = run.parted(count)
            return [*before, first], [rest, *runs[position + 1 :]]
        before.append(run)
        count -= run.word_count
    return before, []


class Rule(Seam):
    """A ruling line, horizontal or vertical, or the edge of an area in colour."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Link(Seam):
    """One box of a hyperlink, with the address exactly as in the PDF."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    url: str


COVERED = "█"  # stands for words that lie under something: what they are is never handed on
UNMAPPED = "\ufffd"  # stands for a glyph of which the font does not say which letter it is


class Kept(Seam):
    """Text that is on the page and was kept out of the report: why, and where. '' where covered.

    Its box is as a reader's program shows the page.
    """

    kind: KeptKind
    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Strip(Seam):
    """A column of a page that is set below the one before it, to be read in one go.

    Its box is where it is read; `dx` and `dy` lead back to where it stands on the page.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    dx: float
    dy: float


class Frame(NamedTuple):
    """How the boxes of a page as it is read lead back to what a reader's program shows."""

    strips: list[Strip]
    turn: Turn

    def shown(self, box: Box) -> Box:
        """Where a box of the page as it is read is shown."""
        x0, top, x1, bottom = box
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for strip in self.strips:
            if strip.x0 <= x <= strip.x1 and strip.top <= y <= strip.bottom:
                dx, dy = strip.dx, strip.dy
                return self.turn.box((x0 + dx, top + dy, x1 + dx, bottom + dy))
        return self.turn.box(box)


class Page(Seam):
    """One page: its size in points and its content, runs of words in reading order.

    If a page shows its text sideways, `width`, `height` and every box are those of the page turned
    so that the text is level; `turned` is the number of clockwise quarter turns back to what a
    reader's program shows. Columns are read as if set below each other: `strips` has where each
    was moved. `kept` is what was set apart, with its box as it is shown; covered words are in the
    runs as `COVERED`.

    `unseen` counts letters that are in the words but invisible, such as OCR text behind a scan;
    `picture_share` is the fraction of the page that pictures cover (0–1); `columns_clear` says
    that it is certain in which order columns are read; `damaged` says that part of the page was
    left out because it was malformed or cut off; `pictured` that a picture or shapes on it show
    lines of text that are not in the words.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    links: list[Link]
    kept: list[Kept]
    strips: list[Strip]
    turned: int
    unseen: int
    picture_share: float
    columns_clear: bool
    damaged: bool
    pictured: bool

    @property
    def frame(self) -> Frame:
        """From the page as it is read to that of a reader's program."""
        return Frame(self.strips, Turn(self.turned, self.width, self.height))

    def as_shown(self) -> Page:
        """The page with every box of a run where a reader's program shows it."""
        if not self.turned and not self.strips:
            return self
        width, height = self.width, self.height
        if self.turned % 2:
            width, height = height, width
        runs = [_shown(run, self.frame) for run in self.runs]
        return replace(self, width=width, height=height, runs=runs, strips=[], turned=0)

    @property
    def landscape(self) -> bool:
        """Whether a reader's program shows the page wider than high."""
        wide = self.width > self.height
        return wide if self.turned % 2 == 0 else self.height > self.width

    @property
    def words(self) -> list[Word]:
        """The words one by one; a new list for each call."""
        return [word for run in self.runs for word in run.words()]

    @property
    def word_count(self) -> int:
        return len(self.runs) + sum([run.text.count(" ") for run in self.runs])


def _shown(run: Run, frame: Frame) -> Run:
    """A run where it is shown; the edges of its words are those of the run where it is upright."""
    x0, top, x1, bottom = frame.shown((run.x0, run.top, run.x1, run.bottom))
    lefts, rights = edges_of(run.edges)
    if frame.turn.quarters:
        edges = packed([x0] * len(lefts), [x1] * len(rights))
    else:
        dx = x0 - run.x0
        edges = packed([x + dx for x in lefts], [x + dx for x in rights])
    return replace(run, x0=x0, top=top, x1=x1, bottom=bottom, baseline=bottom, edges=edges)


class Document(Seam):
    """The file's name and metadata. `sha256` is that of the file's bytes."""

    name: str
    sha256: str
    pages: int
    producer: str
    words: int


def write_document(
    folder: Path, name: str, sha256: str, producer: str, pages: Iterable[Page]
) -> None:
    """Write the extracted document into `folder`, page by page.

    The links and what was kept out are also written to separate files, for stages that need only
    them.
    """
    links: list[Link] = []
    kept: list[Kept] = []
    words = Counter[int]()

    def passing() -> Iterator[Page]:
        for page in pages:
            links.extend(page.links)
            kept.extend(page.kept)
            words[page.number] += page.word_count
            yield page

    files.write_messages(folder / "pages.msgpack", Page, passing())
    files.write_messages(folder / "links.msgpack", Link, links)
    files.write_messages(folder / "kept.msgpack", Kept, kept)
    document = Document(name, sha256, len(words), producer, words.total())
    files.write_messages(folder / "document.msgpack", Document, [document])


def read_document(folder: Path) -> Document:
    """The file's name and metadata, as extract wrote them."""
    [document] = files.read_messages(folder / "document.msgpack", Document)
    return document


def read_pages(folder: Path) -> Iterator[Page]:
    """The pages in order, empty ones included."""
    return files.read_messages(folder / "pages.msgpack", Page)


def read_links(folder: Path) -> list[Link]:
    """The boxes of all hyperlinks, page by page, top to bottom."""
    return list(files.read_messages(folder / "links.msgpack", Link))


def read_kept(folder: Path) -> list[Kept]:
    """What was kept out of the report, page by page and from the top."""
    return list(files.read_messages(folder / "kept.msgpack", Kept))


def covered_boxes(folder: Path) -> dict[int, list[Box]]:
    """By page, where words lie under something, as a reader's program shows the page."""
    boxes: dict[int, list[Box]] = {}
    for kept in read_kept(folder):
        if kept.kind == "covered":
            boxes.setdefault(kept.page, []).append((kept.x0, kept.top, kept.x1, kept.bottom))
    return boxes
