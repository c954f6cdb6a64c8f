"""PyMuPDF's reading of a PDF, as the types of seam 1. With reread, the only code that opens one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter, sub
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pymupdf
from msgspec.structs import replace

from pipeline.extract.text_layer import is_damaged, unseen_letters
from pipeline.runtime.passwords import password_of
from pipeline.runtime.processes import read_by_two
from pipeline.runtime.refusal import Refusal
from pipeline.seams.words import Link, Page, Rule, Run, edges_of, packed

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
LOW = 0.995  # of the type size: boxes of letters that are lower are raised
NO_GAP = 1e9  # beside a word that stands alone
TOUCHING = 0.08  # of the type size: a smaller gap is no space
_BOLD, _ITALIC, _RAISED = (  # plain numbers: the library's are enums, slow to compare by bits
    int(pymupdf.TEXT_FONT_BOLD),
    int(pymupdf.TEXT_FONT_ITALIC),
    int(pymupdf.TEXT_FONT_SUPERSCRIPT),
)
# A link as nearly all are, read in one go: its address plain letters, its corners plain numbers.
PLAIN_LINK = re.compile(
    r"^<</A<</S/URI(?:/Type/Action)?/URI\((?P<url>[ !#-'*-;=?-\[\]-~]*)\)>>"
    r"(?=[^<>]*/Rect(?P<rect>\[[-\d. ]+\]))"
)
_BY_PLACE = attrgetter("baseline", "x0")
_BY_X = attrgetter("x0")
_SETTING = attrgetter("baseline", "top", "bottom", "style")  # not its words


class Source(NamedTuple):
    """An open PDF and what the file says of itself."""

    path: Path
    document: Any  # pymupdf.Document; the library carries no types
    sha256: str
    producer: str


@contextmanager
def open_pdf(path: Path) -> Iterator[Source]:
    """Open `path` for reading.

    Raises `Refusal` for a file that is missing, empty, no PDF, without pages, or locked with a
    password that the user has not given (see pipeline.runtime.passwords). MuPDF
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
            password_of(path, lambda own: document.authenticate(own) != 0)
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
    return read_by_two(partial(read_page, source), range(source.document.page_count), Page)


def read_page(source: Source, index: int) -> Page:
    """A page, with a look at whether all of it could be read."""
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        page = _read_page(source.document, index)
    except FAULTS as error:
        raise Refusal(
            source.path,
            f"siden kan ikke leses ({error}).",
            expected="en hel PDF.",
            advice="hent filen på nytt fra utgiveren.",
            page=index + 1,
        ) from error
    warnings = pymupdf.TOOLS.mupdf_warnings()
    return replace(page, damaged=is_damaged(source.path, index + 1, warnings))


def _read_page(document: Any, index: int) -> Page:
    page = document[index]
    turn = page.rotation_matrix if page.rotation else None
    if turn is not None:
        page.set_rotation(0)  # text comes in the unturned frame; `turn` brings it upright
    text = page.get_textpage(flags=FLAGS)
    blocks, lines, found = _blocks_lines_words(text)
    number, frame = index + 1, page.rect
    width, height = frame.width, frame.height
    runs = _in_reading_order(number, _stretches(lines, found, text, turn))
    rules = _rules(number, blocks, turn)
    links = _links(document, page, number, turn)
    if turn is not None and frame != pymupdf.Rect(0, 0, width, height) * turn:
        upright = (pymupdf.Rect(0, 0, width, height) * turn).normalize()
        width, height = upright.width, upright.height
    runs = _inside(runs, width, height)
    unseen, pictures = unseen_letters(lines), 0 if runs else len(page.get_images())
    return Page(number, width, height, runs, rules, links, unseen, pictures, damaged=False)


def _blocks_lines_words(
    text: Any,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[tuple[Any, ...]]]:
    """What stands on the page, the lines of text among it, and the words with their boxes.

    PyMuPDF raises the boxes of letters to the height of their type where a font says less. With
    most fonts that changes nothing and takes a quarter of the time, so it is done only if needed.
    """
    pymupdf.TOOLS.unset_quad_corrections(True)
    try:
        blocks, found = text.extractDICT()["blocks"], text.extractWORDS()
    finally:
        pymupdf.TOOLS.unset_quad_corrections(False)
    lines = _lines(blocks)
    if any(map(_may_be_low, lines)):
        blocks, found = text.extractDICT()["blocks"], text.extractWORDS()
        lines = _lines(blocks)
    return blocks, lines, found


def _may_be_low(line: dict[str, Any]) -> bool:
    """Whether the boxes of a line's letters are lower than their type, or it does not run level."""
    for span in line["spans"]:
        _, top, _, bottom = span["bbox"]
        if bottom - top < LOW * span["size"]:
            return True
    return bool(line["dir"] != (1.0, 0.0))


def _lines(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for block in blocks if block["type"] == 0 for line in block["lines"]]


def _inside(runs: list[Run], width: float, height: float) -> list[Run]:
    """The runs with boxes that end where the page does: a title may stick out of it in print."""
    return [
        run
        if run.x0 >= 0 and run.x1 <= width and run.top >= 0 and run.bottom <= height
        else _cut_at(run, width, height)
        for run in runs
    ]


def _cut_at(run: Run, width: float, height: float) -> Run:
    lefts, rights = edges_of(run.edges)
    return replace(
        run,
        x0=max(0.0, run.x0),
        top=max(0.0, run.top),
        x1=min(width, run.x1),
        bottom=min(height, run.bottom),
        edges=packed([max(0.0, x) for x in lefts], [min(width, x) for x in rights]),
    )


class _Style(NamedTuple):
    """How a stretch of a line is set, as MuPDF gives it."""

    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool


class _Stretch(msgspec.Struct, frozen=True, gc=False):
    """Words that MuPDF has side by side on one line, set alike, on their way to a run.

    `gap` is the narrowest between two of them.
    """

    baseline: float
    x0: float
    top: float
    bottom: float
    style: _Style
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    words: list[str]
    gap: float


_Box = tuple[float, float, float, float]  # x0, top, x1, bottom


def _stretches(
    lines: list[dict[str, Any]], found: list[tuple[Any, ...]], text: Any, turn: Any
) -> list[_Stretch]:
    """MuPDF's words with the style of the span in which each begins, in MuPDF's order."""
    printed = [
        spans[0]["text"] if len(spans) == 1 else "".join([span["text"] for span in spans])
        for spans in [line["spans"] for line in lines]
    ]
    words = "\n".join(printed).split()
    if not words:
        return []
    if [word for _, _, _, _, word, _, _, _ in found] != words:
        found = _boxes_of_letters(text)
    lefts, tops, rights, bottoms, *_ = zip(*found, strict=True)
    gaps = [*map(sub, lefts[1:], rights), NO_GAP]
    stretches: list[_Stretch] = []
    end = 0
    for line, content in zip(lines, printed, strict=True):
        own = content.split()
        if not own:
            continue
        count = len(own)
        start, end = end, end + count
        spans, top, bottom = line["spans"], tops[start], bottoms[start]
        if (
            len(spans) == 1
            and tops[start:end].count(top) == count == bottoms[start:end].count(bottom)
            and line["dir"][0] >= 0.99
            and turn is None
        ):  # as most lines are
            span = spans[0]
            gap = min(gaps[start : end - 1]) if count > 1 else NO_GAP
            style = _style(span["size"], span["font"], span["flags"])
            left, right = lefts[start:end], rights[start:end]
            baseline = span["origin"][1]
            stretches.append(_Stretch(baseline, left[0], top, bottom, style, left, right, own, gap))
        else:
            stretches += _one_by_one(line, own, [box[:4] for box in found[start:end]], turn)
    return stretches


def _boxes_of_letters(text: Any) -> list[_Box]:
    """The boxes of words, as MuPDF gives them, but parted by white space of every width.

    MuPDF takes the narrow space of `10\N{NARROW NO-BREAK SPACE}000` for a letter, parts words
    where the direction of reading changes, and leaves out words that have no size.
    """
    found: list[_Box] = []
    for block in text.extractRAWDICT()["blocks"]:
        for line in block["lines"] if block["type"] == 0 else ():
            letters = [letter for span in line["spans"] for letter in span["chars"]]
            for space, own in groupby(letters, key=lambda letter: letter["c"].isspace()):
                if not space:
                    lefts, tops, rights, bottoms = zip(*[o["bbox"] for o in own], strict=True)
                    found.append((min(lefts), min(tops), max(rights), max(bottoms)))
    return found


def _one_by_one(
    line: dict[str, Any], words: list[str], boxes: list[_Box], turn: Any
) -> list[_Stretch]:
    """The words of a line each as a stretch of its own, parted where a raised mark begins or ends.

    A line in several styles, of uneven height, or one that does not run from left to right.
    """
    spans = line["spans"]
    # The line's own baseline: a raised mark must not found a line of its own.
    baseline = max(spans, key=itemgetter("size"))["origin"][1]
    stretches: list[_Stretch] = []
    starts = list(accumulate([len(span["text"]) for span in spans], initial=0))[:-1]
    text = "".join([span["text"] for span in spans])
    styles = [_style(span["size"], span["font"], span["flags"]) for span in spans]
    position = 0
    for word, (x0, top, x1, bottom) in zip(words, boxes, strict=True):
        start = text.index(word, position)
        position = start + len(word)
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, position - 1) - 1
        style, rest = styles[first], word
        for index in range(first + 1, last + 1):
            if styles[index].raised != style.raised:
                cut, edge = starts[index] - start, spans[index]["bbox"][0]
                stretches.append(_one_word(baseline, (x0, top, edge, bottom), rest[:cut], style))
                rest, start, x0, style = rest[cut:], starts[index], edge, styles[index]
        stretches.append(_one_word(baseline, (x0, top, x1, bottom), rest, style))
    if turn is not None:
        return [_turned(word, turn) for word in stretches]
    if line["dir"][0] < 0.99:  # printed sideways or slanting: no baseline to share
        return [replace(word, baseline=word.bottom) for word in stretches]
    return stretches


def _one_word(baseline: float, box: _Box, word: str, style: _Style) -> _Stretch:
    x0, top, x1, bottom = box
    return _Stretch(baseline, x0, top, bottom, style, (x0,), (x1,), [word], NO_GAP)


@lru_cache(maxsize=1000)
def _style(size: float, font: str, flags: int) -> _Style:
    return _Style(size, font, flags & _BOLD != 0, flags & _ITALIC != 0, flags & _RAISED != 0)


def _apart(stretch: _Stretch) -> list[_Stretch]:
    """The stretch's words, each as a stretch of its own."""
    if len(stretch.words) == 1:
        return [stretch]
    return [
        replace(stretch, x0=x0, lefts=(x0,), rights=(x1,), words=[word], gap=NO_GAP)
        for x0, x1, word in zip(stretch.lefts, stretch.rights, stretch.words, strict=True)
    ]


def _turned(word: _Stretch, turn: Any) -> _Stretch:
    box = pymupdf.Rect(word.x0, word.top, word.rights[0], word.bottom)
    upright = (box * turn).normalize()
    return _one_word(upright.y1, tuple(upright), word.words[0], word.style)


def _in_reading_order(number: int, stretches: list[_Stretch]) -> list[Run]:
    """The stretches as runs, sorted into visual lines from the top, each from left to right.

    The order in the file is the typesetter's affair (tables by cell or by row, footers first),
    so it is not relied upon. Pages are read as one column.
    """
    lines: list[list[_Stretch]] = []
    baseline, size = -1e9, 0.0  # of the line's first
    for stretch in sorted(stretches, key=_BY_PLACE):
        step = stretch.baseline - baseline
        if step > SAME_LINE * size or step > SAME_LINE * stretch.style.size:
            lines.append([])
            baseline, size = stretch.baseline, stretch.style.size
        lines[-1].append(stretch)
    return [
        _run(number, index, stretch)
        for index, line in enumerate(lines)
        for stretch in _parts_of_line(line)
    ]


def _run(page: int, line: int, stretch: _Stretch) -> Run:
    return Run(
        page,
        line,
        stretch.x0,
        stretch.top,
        max(stretch.rights),
        stretch.bottom,
        stretch.baseline,
        _normal(" ".join(stretch.words)),
        *stretch.style,
        packed(stretch.lefts, stretch.rights),
    )


def _parts_of_line(line: list[_Stretch]) -> list[_Stretch]:
    """What stands on one visual line, from left to right, with what is set alike together.

    Words that touch are one word, unless one is raised: MuPDF parts a line where a link or
    another font begins, even between a word and its comma.
    """
    if len(line) == 1 and line[0].gap >= TOUCHING * line[0].style.size:
        return line  # as most are
    line.sort(key=_BY_X)
    if _touch(line):
        words = [word for stretch in line for word in _apart(stretch)]
        words.sort(key=_BY_X)
        line = _joined(words)
    if len(line) > 1:
        line = [_side_by_side(list(own)) for _, own in groupby(line, key=_SETTING)]
    return line


def _side_by_side(stretches: list[_Stretch]) -> _Stretch:
    """Stretches that are set alike as one."""
    if len(stretches) == 1:
        return stretches[0]
    return replace(
        stretches[0],
        lefts=tuple([x for stretch in stretches for x in stretch.lefts]),
        rights=tuple([x for stretch in stretches for x in stretch.rights]),
        words=[word for stretch in stretches for word in stretch.words],
    )


def _touch(line: list[_Stretch]) -> bool:
    """Whether two words of the line touch, or are not in their order."""
    end = -NO_GAP
    for stretch in line:
        space = TOUCHING * stretch.style.size
        if stretch.gap < space or stretch.x0 - end < space:
            return True
        end = stretch.rights[-1]
    return False


def _joined(words: list[_Stretch]) -> list[_Stretch]:
    """Words, one in each stretch and from left to right, with those that touch made one."""
    joined: list[_Stretch] = []
    for word in words:
        if joined and word.x0 - joined[-1].rights[0] < TOUCHING * word.style.size:
            before = joined[-1]
            if before.style.raised == word.style.raised and word.x0 > before.x0:
                joined[-1] = replace(
                    before,
                    top=min(before.top, word.top),
                    bottom=max(before.bottom, word.bottom),
                    rights=(max(before.rights[0], word.rights[0]),),
                    words=[before.words[0] + word.words[0]],
                )
                continue
        joined.append(word)
    return joined


def _normal(text: str) -> str:
    """The text with letters and their accents as one character each."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


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
    xrefs = [xref for xref, kind, _ in page.annot_xrefs() if kind == pymupdf.PDF_ANNOT_LINK]
    if not xrefs:
        return []
    found: list[Link] = []
    frame = page.transformation_matrix
    for xref in xrefs:
        plain = PLAIN_LINK.search(document.xref_object(xref, compressed=True))
        url = plain["url"] if plain else _address(document, xref)
        rect = ("array", plain["rect"]) if plain else document.xref_get_key(xref, "Rect")
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
