"""PyMuPDF's reading of a PDF, as the types of seam 1. With reread, the only code that opens one."""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter, sub
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf

from pipeline.extract.text_layer import is_damaged, unseen_letters
from pipeline.passwords import password_of
from pipeline.refusal import Refusal
from pipeline.words import Link, Page, Rule, Run

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

    Raises `Refusal` for a file that is missing, empty, no PDF, without pages, or locked with a
    password that the user has not given (see pipeline.passwords). MuPDF
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
    for index in range(source.document.page_count):
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
        yield page._replace(damaged=is_damaged(source.path, index + 1, warnings))


def _read_page(document: Any, index: int) -> Page:
    page = document[index]
    turn = page.rotation_matrix if page.rotation else None
    if turn is not None:
        page.set_rotation(0)  # text comes in the unturned frame; `turn` brings it upright
    text = page.get_textpage(flags=FLAGS)
    blocks = text.extractDICT()["blocks"]
    number = index + 1
    runs = _runs(number, text.extractWORDS(), blocks, turn)
    rules = _rules(number, blocks, turn)
    width, height = page.rect.width, page.rect.height
    links = _links(document, page, number, turn)
    if turn is not None and page.rect != pymupdf.Rect(0, 0, width, height) * turn:
        upright = (pymupdf.Rect(0, 0, width, height) * turn).normalize()
        width, height = upright.width, upright.height
    runs = [_inside(run, width, height) for run in runs]
    unseen, pictures = unseen_letters(blocks), len(page.get_images())
    return Page(number, width, height, runs, rules, links, unseen, pictures, damaged=False)


def _inside(run: Run, width: float, height: float) -> Run:
    """The run with boxes that end where the page does: a title may stick out of it in print."""
    lefts, rights, top, bottom = run.lefts, run.rights, run.top, run.bottom
    if lefts[0] >= 0 and rights[-1] <= width and top >= 0 and bottom <= height:
        return run
    return run._replace(
        lefts=tuple([max(0.0, x) for x in lefts]),
        rights=tuple([min(width, x) for x in rights]),
        top=max(0.0, top),
        bottom=min(height, bottom),
    )


class _Style(NamedTuple):
    """How a stretch of a line is set, as MuPDF gives it."""

    size: float
    font: str
    bold: bool
    italic: bool
    raised: bool


class _Stretch(NamedTuple):
    """Words that MuPDF has side by side on one line, set alike, on their way to a run."""

    baseline: float
    x0: float
    top: float
    bottom: float
    style: _Style
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    words: tuple[str, ...]


def _runs(
    number: int, found: list[tuple[Any, ...]], blocks: list[dict[str, Any]], turn: Any
) -> list[Run]:
    """MuPDF's words with the style of the span in which each begins, in reading order."""
    stretches: list[_Stretch] = []
    boxes = iter(found)
    for block in blocks:
        if block["type"] == 0:
            for line in block["lines"]:
                stretches += _stretches(line, boxes, turn)
    return _in_reading_order(number, stretches)


def _stretches(line: dict[str, Any], boxes: Iterator[tuple[Any, ...]], turn: Any) -> list[_Stretch]:
    spans = line["spans"]
    if not spans:
        return []
    # The line's own baseline: a raised mark must not found a line of its own.
    main = spans[0] if len(spans) == 1 else max(spans, key=itemgetter("size"))
    baseline = main["origin"][1]
    if len(spans) == 1:
        own = list(islice(boxes, len(main["text"].split())))
        if not own:
            return []
        lefts, tops, rights, bottoms, words, *_ = zip(*own, strict=True)
        top, bottom = tops[0], bottoms[0]
        style = _style(main)
        if tops.count(top) == bottoms.count(bottom) == len(own):
            stretches = [_Stretch(baseline, lefts[0], top, bottom, style, lefts, rights, words)]
        else:
            stretches = [
                _one_word(baseline, x0, top, x1, bottom, word, style)
                for x0, top, x1, bottom, word, *_ in own
            ]
    else:
        stretches = list(_mixed_stretches(spans, baseline, boxes))
    if turn is not None:
        return [_turned(word, turn) for stretch in stretches for word in _apart(stretch)]
    if line["dir"][0] < 0.99:  # printed sideways or slanting: no baseline to share
        return [
            word._replace(baseline=word.bottom) for stretch in stretches for word in _apart(stretch)
        ]
    return stretches


def _one_word(
    baseline: float, x0: float, top: float, x1: float, bottom: float, word: str, style: _Style
) -> _Stretch:
    return _Stretch(baseline, x0, top, bottom, style, (x0,), (x1,), (word,))


def _apart(stretch: _Stretch) -> list[_Stretch]:
    """The stretch's words, each as a stretch of its own."""
    if len(stretch.words) == 1:
        return [stretch]
    return [
        stretch._replace(x0=x0, lefts=(x0,), rights=(x1,), words=(word,))
        for x0, x1, word in zip(stretch.lefts, stretch.rights, stretch.words, strict=True)
    ]


def _mixed_stretches(
    spans: list[dict[str, Any]], baseline: float, boxes: Iterator[tuple[Any, ...]]
) -> Iterator[_Stretch]:
    """The words of a line in several styles, parted where a raised mark begins or ends."""
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
                yield _one_word(baseline, x0, top, edge, bottom, word[:cut], style)
                word, start, x0, style = word[cut:], starts[index], edge, inner
        yield _one_word(baseline, x0, top, x1, bottom, word, style)


def _style(span: dict[str, Any]) -> _Style:
    flags = span["flags"]
    return _Style(
        span["size"],
        span["font"],
        flags & _BOLD != 0,
        flags & _ITALIC != 0,
        flags & _RAISED != 0,
    )


def _turned(word: _Stretch, turn: Any) -> _Stretch:
    box = pymupdf.Rect(word.x0, word.top, word.rights[0], word.bottom)
    x0, top, x1, bottom = (box * turn).normalize()
    return _one_word(bottom, x0, top, x1, bottom, word.words[0], word.style)


def _in_reading_order(number: int, stretches: list[_Stretch]) -> list[Run]:
    """The stretches as runs, sorted into visual lines from the top, each from left to right.

    The order in the file is the typesetter's affair (tables by cell or by row, footers first),
    so it is not relied upon. Pages are read as one column.
    """
    runs: list[Run] = []
    line: list[_Stretch] = []
    index = 0
    for stretch in sorted(stretches, key=_BY_PLACE):
        if line:
            first = line[0]
            near = SAME_LINE * min(stretch.style.size, first.style.size)
            if stretch.baseline - first.baseline > near:
                runs += _line_runs(number, index, line)
                index += 1
                line = []
        line.append(stretch)
    return runs + _line_runs(number, index, line)


def _line_runs(number: int, index: int, stretches: list[_Stretch]) -> list[Run]:
    """The runs of one visual line. Words that touch are one word, unless one is raised.

    MuPDF parts a line where a link or another font begins, even between a word and its comma.
    """
    stretches.sort(key=_BY_X)
    if _touch(stretches):
        words = [word for stretch in stretches for word in _apart(stretch)]
        words.sort(key=_BY_X)
        stretches = _joined(words)
    return [
        Run(number, index, top, bottom, baseline, _normal(" ".join(words)), *style, lefts, rights)
        for baseline, _, top, bottom, style, lefts, rights, words in stretches
    ]


def _touch(stretches: list[_Stretch]) -> bool:
    """Whether two words of the line touch, or are not in their order."""
    end = -1e9
    for _, x0, _, _, style, lefts, rights, _ in stretches:
        space = TOUCHING * style.size
        if x0 - end < space or (
            len(lefts) > 1 and min(map(sub, lefts[1:], rights)) < space  # quicker than a loop
        ):
            return True
        end = rights[-1]
    return False


def _joined(words: list[_Stretch]) -> list[_Stretch]:
    """Words, one in each stretch and from left to right, with those that touch made one."""
    joined: list[_Stretch] = []
    for word in words:
        if joined and word.x0 - joined[-1].rights[0] < TOUCHING * word.style.size:
            before = joined[-1]
            if before.style.raised == word.style.raised and word.x0 > before.x0:
                joined[-1] = before._replace(
                    top=min(before.top, word.top),
                    bottom=max(before.bottom, word.bottom),
                    rights=(max(before.rights[0], word.rights[0]),),
                    words=(before.words[0] + word.words[0],),
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
