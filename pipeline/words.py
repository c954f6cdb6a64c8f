"""Seam 1: what stands on the pages. Written by extract; read by segment, reread and later stages.

Coordinates are PDF points with the origin at the top left of the page as a reader shows it
(a rotated page is turned upright first). Pages count from 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow as pa

from pipeline import storage


class Word(NamedTuple):
    """Characters printed without white space between them.

    `line` counts the visual lines of the page from 0 in reading order; words of one line share
    it. `baseline` is the y on which the line's letters stand. `raised` marks a footnote mark
    or other superscript, which is a word of its own even when printed without a space.
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


class Run(NamedTuple):
    """Words side by side on one line that are set alike, in one place instead of in each word.

    `text` is the words parted by one space; `lefts` and `rights` are where each begins and ends.
    """

    page: int
    line: int
    top: float
    bottom: float
    baseline: float
    text: str
    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool
    lefts: tuple[float, ...]
    rights: tuple[float, ...]

    def words(self) -> list[Word]:
        page, line, top, bottom, baseline, text, *style, lefts, rights = self
        return [
            Word._make((page, line, x0, top, x1, bottom, baseline, word, *style))
            for word, x0, x1 in zip(text.split(" "), lefts, rights, strict=True)
        ]


def run_of(word: Word) -> Run:
    """A run of one word."""
    page, line, x0, top, x1, bottom, baseline, text, size, font, bold, italic, raised = word
    return Run(
        page, line, top, bottom, baseline, text, size, font, bold, italic, raised, (x0,), (x1,)
    )


class Rule(NamedTuple):
    """A ruling line: longer than it is thick, horizontal or vertical."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Link(NamedTuple):
    """One box of a hyperlink, with the address exactly as it stands in the PDF."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    url: str


class Page(NamedTuple):
    """One page: its size in points and what stands on it, runs of words in reading order.

    `unseen` counts letters that are among the words but not drawn, as text recognition leaves
    them behind a scan; `pictures` counts pictures, whose text nobody has read;
    `damaged` says that something of the page was left out, because it made no sense.
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    links: list[Link]
    unseen: int
    pictures: int
    damaged: bool

    @property
    def words(self) -> list[Word]:
        """The words one by one, made anew each time."""
        return [word for run in self.runs for word in run.words()]

    @property
    def word_count(self) -> int:
        return sum(len(run.lefts) for run in self.runs)


_OnPage = TypeVar("_OnPage", Run, Rule, Link)


class Document(NamedTuple):
    """What the file is called and says of itself. `sha256` is of the file's bytes."""

    name: str
    sha256: str
    pages: int
    producer: str
    words: int


_BOX = tuple((name, pa.float32()) for name in ("x0", "top", "x1", "bottom"))
RUNS = storage.schema(
    ("page", pa.int16()),
    ("line", pa.int16()),
    ("top", pa.float32()),
    ("bottom", pa.float32()),
    ("baseline", pa.float32()),
    ("text", pa.string()),
    ("size", pa.float32()),
    ("font", pa.string()),
    ("bold", pa.bool_()),
    ("italic", pa.bool_()),
    ("raised", pa.bool_()),
    ("words", pa.int32()),
)
RULES = storage.schema(("page", pa.int16()), *_BOX)
LINKS = storage.schema(("page", pa.int16()), *_BOX, ("url", pa.string()))
PAGES = storage.schema(
    ("page", pa.int16()),
    ("width", pa.float32()),
    ("height", pa.float32()),
    ("unseen", pa.int32()),
    ("pictures", pa.int32()),
    ("damaged", pa.bool_()),
)


def write_document(folder: Path, document: Document, pages: Iterable[Page]) -> None:
    """Write what was extracted into `folder`, one file for each kind of thing."""
    sizes: list[tuple[int, float, float, int, int, bool]] = []
    runs: list[Run] = []
    rules: list[Rule] = []
    links: list[Link] = []
    for page in pages:
        sizes.append(
            (page.number, page.width, page.height, page.unseen, page.pictures, page.damaged)
        )
        runs += page.runs
        rules += page.rules
        links += page.links
    storage.write_edged(folder, "runs", runs, RUNS)
    storage.write_rows(folder / "rules.arrow", rules, RULES)
    storage.write_rows(folder / "links.arrow", links, LINKS)
    storage.write_rows(folder / "pages.arrow", sizes, PAGES)
    storage.write_text(folder / "document.json", json.dumps(document._asdict(), indent=1) + "\n")


def read_document(folder: Path) -> Document:
    """What the file says of itself, as extract wrote it."""
    return Document(**storage.read_json(folder / "document.json"))


def read_pages(folder: Path) -> Iterator[Page]:
    """The pages in order, also those on which nothing stands."""
    runs = _by_page(map(Run._make, storage.read_edged(folder, "runs", RUNS)))
    rules = _by_page(map(Rule._make, storage.read_rows(folder / "rules.arrow", RULES)))
    links = _by_page(map(Link._make, storage.read_rows(folder / "links.arrow", LINKS)))
    for row in storage.read_rows(folder / "pages.arrow", PAGES):
        number, width, height, unseen, pictures, damaged = row
        yield Page(
            number,
            width,
            height,
            runs.get(number, []),
            rules.get(number, []),
            links.get(number, []),
            unseen,
            pictures,
            damaged,
        )


def read_links(folder: Path) -> list[Link]:
    """The boxes of all hyperlinks, page by page and from the top."""
    return list(map(Link._make, storage.read_rows(folder / "links.arrow", LINKS)))


def _by_page(things: Iterable[_OnPage]) -> dict[int, list[_OnPage]]:
    return {page: list(group) for page, group in groupby(things, key=lambda thing: thing.page)}
