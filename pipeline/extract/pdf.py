"""PyMuPDF's reading of a PDF, as the types of seam 1. With reread, the only code that opens one."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf

from pipeline.refusal import Refusal
from pipeline.words import Link, Page, Rule, Word

# Vectors come with the text in one pass over the page: asking for the drawings apart would
# interpret every page a second time. Ligatures are left out so that «fi» is two letters.
FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
)
# What MuPDF raises on broken files: its own errors come through as they are, or as Python's.
FAULTS = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
RULE_THICKNESS = 2.5  # points; a thicker filled box is shading or a picture, not a line
RULE_LENGTH = 4.0  # points; shorter strokes are dots and letter parts
SAME_LINE = 0.3  # of the type size: baselines nearer than this are one visual line
TOUCHING = 0.08  # of the type size: a smaller gap is no space
_BOLD, _ITALIC, _RAISED = (  # plain numbers: the library's are enums, slow to compare by bits
    int(pymupdf.TEXT_FONT_BOLD),
    int(pymupdf.TEXT_FONT_ITALIC),
    int(pymupdf.TEXT_FONT_SUPERSCRIPT),
)
_BY_PLACE = itemgetter(0, 1)
_BY_X = itemgetter(1)


class Source(NamedTuple):
    """An open PDF and what the file says of itself."""

    path: Path
    document: Any  # pymupdf.Document; the library carries no types
    sha256: str
    producer: str


@contextmanager
def open_pdf(path: Path) -> Iterator[Source]:
    """Open `path` for reading.

    Raises `Refusal` for a file that is missing, empty, no PDF, locked or without pages. MuPDF
    opens some broken files as documents of no pages without an error, hence the last.
    """
    advice = "hent filen på nytt fra utgiveren, og se at den lar seg åpne i en PDF-leser."
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(path, f"filen kan ikke leses ({error.strerror}).", advice=advice) from error
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except FAULTS as error:
        raise Refusal(
            path, "filen er tom eller ikke en PDF.", expected="en PDF-fil.", advice=advice
        ) from error
    with document:
        if not document.is_pdf:  # MuPDF reads web pages and pictures too, by what is in them
            raise Refusal(path, "filen er ikke en PDF.", expected="en PDF-fil.", advice=advice)
        if document.needs_pass:
            raise Refusal(
                path,
                "filen er låst med passord.",
                expected="en PDF som kan leses av alle.",
                advice="lagre en kopi uten passord, og bruk den.",
            )
        try:
            pages = document.page_count
        except FAULTS:
            pages = 0
        if pages == 0:
            raise Refusal(
                path, "filen er skadet: den har ingen sider.", expected="en PDF.", advice=advice
            )
        producer = (document.metadata or {}).get("producer") or ""
        yield Source(path, document, hashlib.sha256(data).hexdigest(), producer)


def read_pages(source: Source) -> Iterator[Page]:
    """Every page in order. Raises `Refusal` with the page's number where one cannot be read."""
    for index in range(source.document.page_count):
        try:
            yield _read_page(source.document, index)
        except FAULTS as error:
            raise Refusal(
                source.path,
                f"siden kan ikke leses ({error}).",
                expected="en hel PDF.",
                advice="hent filen på nytt fra utgiveren.",
                page=index + 1,
            ) from error


def _read_page(document: Any, index: int) -> Page:
    page = document[index]
    turn = page.rotation_matrix if page.rotation else None
    if turn is not None:
        page.set_rotation(0)  # text comes in the unturned frame; `turn` brings it upright
    text = page.get_textpage(flags=FLAGS)
    blocks = text.extractDICT()["blocks"]
    number = index + 1
    words = _words(number, text.extractWORDS(), blocks, turn)
    rules = _rules(number, blocks, turn)
    width, height = page.rect.width, page.rect.height
    links = _links(document, page, number, turn)
    if turn is not None and page.rect != pymupdf.Rect(0, 0, width, height) * turn:
        upright = (pymupdf.Rect(0, 0, width, height) * turn).normalize()
        width, height = upright.width, upright.height
    return Page(number, width, height, words, rules, links)


class _Style(NamedTuple):
    """How a stretch of a line is set, as MuPDF gives it."""

    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool


# A word on its way: baseline, x0, top, x1, bottom, text, style. A plain tuple, because there are
# tens of thousands; sorted by its first two.
_Token = tuple[float, float, float, float, float, str, _Style]


def _words(
    number: int, found: list[tuple[Any, ...]], blocks: list[dict[str, Any]], turn: Any
) -> list[Word]:
    """MuPDF's words with the style of the stretch in which each begins, in reading order."""
    tokens: list[_Token] = []
    boxes = iter(found)
    for block in blocks:
        if block["type"] == 0:
            for line in block["lines"]:
                tokens += _line_tokens(line, boxes, turn)
    return _in_reading_order(number, tokens)


def _line_tokens(line: dict[str, Any], boxes: Iterator[tuple[Any, ...]], turn: Any) -> list[_Token]:
    spans = line["spans"]
    if not spans:
        return []
    # The line's own baseline: a raised mark must not found a line of its own.
    main = spans[0] if len(spans) == 1 else max(spans, key=itemgetter("size"))
    baseline = main["origin"][1]
    if len(spans) == 1:
        style = _style(main)
        count = len(main["text"].split())
        tokens: list[_Token] = [(baseline, *box[:5], style) for box in islice(boxes, count)]
    else:
        tokens = list(_mixed_tokens(spans, baseline, boxes))
    if turn is not None:
        return [_turned(token, turn) for token in tokens]
    if line["dir"][0] < 0.99:  # printed sideways or slanting: no baseline to share
        return [(token[4], *token[1:]) for token in tokens]
    return tokens


def _mixed_tokens(
    spans: list[dict[str, Any]], baseline: float, boxes: Iterator[tuple[Any, ...]]
) -> Iterator[_Token]:
    """The tokens of a line in several styles, parted where a raised mark begins or ends."""
    starts: list[int] = []
    text = ""
    for span in spans:
        starts.append(len(text))
        text += span["text"]
    position = 0
    for word in text.split():
        x0, top, x1, bottom = next(boxes)[:4]
        start = text.index(word, position)
        position = start + len(word)
        style = _style(spans[bisect_right(starts, start) - 1])
        for index in range(bisect_right(starts, start), bisect_right(starts, position - 1)):
            inner = _style(spans[index])
            if inner.raised != style.raised:
                cut, edge = starts[index] - start, spans[index]["bbox"][0]
                yield baseline, x0, top, edge, bottom, word[:cut], style
                word, start, x0, style = word[cut:], starts[index], edge, inner
        yield baseline, x0, top, x1, bottom, word, style


def _style(span: dict[str, Any]) -> _Style:
    flags = span["flags"]
    return _Style(
        span["size"],
        span["font"],
        flags & _BOLD != 0,
        flags & _ITALIC != 0,
        flags & _RAISED != 0,
    )


def _turned(token: _Token, turn: Any) -> _Token:
    box = (pymupdf.Rect(token[1:5]) * turn).normalize()
    return box.y1, box.x0, box.y0, box.x1, box.y1, token[5], token[6]


def _in_reading_order(number: int, tokens: list[_Token]) -> list[Word]:
    """The tokens as words, sorted into visual lines from the top, each from left to right.

    The order in the file is the typesetter's affair (tables by cell or by row, footers first),
    so it is not relied upon. Pages are read as one column.
    """
    words: list[Word] = []
    line: list[_Token] = []
    index = 0
    for token in sorted(tokens, key=_BY_PLACE):
        if line and token[0] - line[0][0] > SAME_LINE * min(token[6][0], line[0][6][0]):
            words += _line_words(number, index, line)
            index += 1
            line = []
        line.append(token)
    words += _line_words(number, index, line)
    return words


def _line_words(number: int, index: int, tokens: list[_Token]) -> list[Word]:
    """The words of one visual line. Tokens that touch are one word, unless one is raised.

    MuPDF parts a line where a link or another font begins, even between a word and its comma.
    """
    tokens.sort(key=_BY_X)
    words: list[Word] = []
    for baseline, x0, top, x1, bottom, text, style in tokens:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if words and x0 - words[-1].x1 < TOUCHING * style.size:
            before = words[-1]
            if before.raised == style.raised and x0 > before.x0:
                words[-1] = before._replace(
                    top=min(before.top, top), x1=max(before.x1, x1),
                    bottom=max(before.bottom, bottom), text=before.text + text,
                )  # fmt: skip
                continue
        words.append(Word(number, index, x0, top, x1, bottom, baseline, text, *style))
    return words


def _rules(number: int, blocks: list[dict[str, Any]], turn: Any) -> list[Rule]:
    """The vectors that are lines, and the sides of boxes that are stroked."""
    found: set[Rule] = set()
    for block in blocks:
        if block["type"] != 3:
            continue
        box = pymupdf.Rect(block["bbox"])
        if turn is not None:
            box = (box * turn).normalize()
        x0, top, x1, bottom = box
        if bottom - top <= RULE_THICKNESS or x1 - x0 <= RULE_THICKNESS:
            if max(bottom - top, x1 - x0) >= RULE_LENGTH:
                found.add(Rule(number, x0, top, x1, bottom))
        elif block["stroked"] and block["isrect"]:
            found.add(Rule(number, x0, top, x1, top))
            found.add(Rule(number, x0, bottom, x1, bottom))
            found.add(Rule(number, x0, top, x0, bottom))
            found.add(Rule(number, x1, top, x1, bottom))
    return sorted(found, key=lambda rule: (rule.top, rule.x0, rule.bottom, rule.x1))


def _links(document: Any, page: Any, number: int, turn: Any) -> list[Link]:
    """The boxes of the page's hyperlinks.

    The address is read from the annotation itself: PyMuPDF's own `get_links` presents
    `file:///…` and addresses without a scheme as launch links and changes them, and has run
    for over a minute on a hostile page.
    """
    found: list[Link] = []
    frame = page.transformation_matrix
    for xref, kind, _ in page.annot_xrefs():
        if kind != pymupdf.PDF_ANNOT_LINK:
            continue
        url = _address(document, xref)
        rect = document.xref_get_key(xref, "Rect")
        if url is None or rect[0] != "array":
            continue
        corners = [float(part) for part in rect[1].strip("[]").split()]
        if len(corners) != 4:
            continue
        box = (pymupdf.Rect(corners).normalize() * frame).normalize()
        if turn is not None:
            box = (box * turn).normalize()
        found.append(Link(number, box.x0, box.y0, box.x1, box.y1, url))
    return sorted(found, key=lambda link: (link.top, link.x0))


def _address(document: Any, xref: int) -> str | None:
    for key in ("A/URI", "A/F/UF", "A/F/F", "A/F"):
        kind, value = document.xref_get_key(xref, key)
        if kind == "string":
            return str(value)
    return None
