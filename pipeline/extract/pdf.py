"""PyMuPDF's reading of a PDF, as the types of seam 1. With reread, the only code that opens one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
from msgspec.structs import replace

from pipeline.extract.columns import in_strips
from pipeline.extract.doubled import letters_once, may_be_struck_again
from pipeline.extract.links import links_of
from pipeline.extract.objects import lacks_content, shows_other_than_its_box
from pipeline.extract.overlay import NO_OVERLAY, Overlay
from pipeline.extract.pictured import shows_lines
from pipeline.extract.runs import Text, runs_of_page, text_of
from pipeline.extract.seen import Look, Note, Picture, kept_rows, quarter_turns, seen
from pipeline.extract.text_layer import is_damaged
from pipeline.extract.vectors import rules_and_boxes
from pipeline.norwegian.letters import letters_of
from pipeline.runtime.passwords import password_of
from pipeline.runtime.printable import printable
from pipeline.runtime.processes import read_by_two
from pipeline.runtime.refusal import Refusal
from pipeline.seams.terms import NO_TERMS, PageFormat, Terms
from pipeline.seams.vocabularies import KeptKind
from pipeline.seams.words import Box, Kept, Page, Turn

# Vectors come with the text in one pass over the page: asking for the drawings apart would
# interpret every page a second time. Ligatures are left out so that «fi» is two letters.
FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
)
# What MuPDF raises on broken files: its own errors come through as they are, or as Python's; a
# broken matrix may put text beyond all that can be counted.
FAULTS = (RuntimeError, ValueError, ArithmeticError, pymupdf.mupdf.FzErrorBase)
MARGIN = 12.0  # points: as near to a page's edge nobody sets lines
CUT = 3  # words: fewer may stick out of the page, as a title does in print
SLUG = 20  # words: more are none that a printer has put beside the page
SLIVER = 2.0  # points: as much is not missed
BOMB = "compression bomb"  # what MuPDF calls it
LOW = 0.995  # of the type size: boxes of letters that are lower are raised
DRAWS = re.compile(rb"\bDo\b|\bBI\b")  # a picture, or a form that may hold one
LAYERED = re.compile(rb"/OC\b")  # what stands on a layer
CLIPPED = int(pymupdf.TEXT_MEDIABOX_CLIP)
SHOW, HIDE = 0, 2  # what PyMuPDF does with a layer
LAYERED = re.compile(rb"/OC\b")  # if it stands on a layer
_SILENT = (pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP)
LONGEST_PRODUCER = 500  # characters: a program's name is no book


class Source(NamedTuple):
    """An open PDF and what the file says of itself."""

    path: Path
    document: Any  # pymupdf.Document; the library carries no types
    sha256: str
    producer: str
    hidden: list[int]  # the layers that are not shown, by their numbers


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
        sha256 = hashlib.sha256(data).hexdigest()
        yield Source(
            path, document, sha256, printable(producer[:LONGEST_PRODUCER]), _hidden(document)
        )


def read_pages(
    source: Source, overlay: Overlay = NO_OVERLAY, terms: Terms = NO_TERMS
) -> Iterator[Page]:
    """Every page in order, without the `overlay`, set as the `terms` state.

    Raises `Refusal` with the page's number where one cannot be read.
    """
    reading = partial(read_page, source, overlay=overlay, terms=terms)
    return read_by_two(reading, range(source.document.page_count), Page)


def read_page(
    source: Source, index: int, overlay: Overlay = NO_OVERLAY, terms: Terms = NO_TERMS
) -> Page:
    """A page, with a look at whether all of it could be read."""
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        page = _read_page(source, index, overlay, terms.format_of(index + 1))
    except FAULTS as error:
        bomb = "innholdet pakker seg ut til mer enn noen side kan ha"
        raise Refusal(
            source.path,
            f"siden kan ikke leses ({bomb if BOMB in str(error) else error}).",
            expected="en hel PDF.",
            advice="hent filen på nytt fra utgiveren.",
            page=index + 1,
        ) from error
    warnings = pymupdf.TOOLS.mupdf_warnings()
    return replace(page, damaged=page.damaged | is_damaged(source.path, index + 1, warnings))


def _read_page(pdf: Source, index: int, overlay: Overlay, stated: PageFormat | None) -> Page:
    document, page = pdf.document, pdf.document.load_page(index)
    if lacks_content(page):
        raise ValueError("innholdet mangler i filen")
    quarters = page.rotation // 90
    if quarters:
        page.set_rotation(0)  # text comes in the frame of the file
    number, (width, height), content = index + 1, page.rect[2:], page.read_contents()
    if not width * height > 0:
        raise ValueError("den har ingen flate")
    notes = [note for note in page.annot_xrefs() if note[1] not in _SILENT]
    # What notes and form fields say is not the report's.
    source = page.get_displaylist(annots=0) if notes else page
    shown = Turn(quarters, width, height)
    reading = _reading(source, FLAGS)
    kept = _of_notes(page, number, reading.text, shown) if notes else []
    if _renames(content):
        reading, said = _as_drawn(source, number, reading, shown)
        kept += said
    is_cut = shows_other_than_its_box(page)
    if page.cropbox != page.mediabox or _reaches_to_the_edge(reading.lines, width):
        beyond = _beyond_the_edges(page)
        if page.cropbox != page.mediabox:
            kinds = _beyond(reading.text, beyond, "invisible")
            kept += kept_rows(number, beyond, kinds, shown)
            is_cut |= len(kinds) > SLUG
        is_cut |= _cuts_words((0, 0, width, height), beyond)
    if pdf.hidden and LAYERED.search(content):
        kept += _of_layers(pdf, page, number, reading.text, shown)
    blocks, lines, text, again = reading
    kept += [Kept("overprint", words, number, *shown.box(box)) for words, box in again]
    turn = Turn(_turns(lines, quarters), width, height)
    look = Look(
        document, index, (0, 0, width, height), blocks, text, turn.quarters,
        _pictures(page) if _draws(content) else [],
        _notes(page) if notes else [],
    )  # fmt: skip
    kinds, unseen = seen(look)
    if overlay:
        kinds |= overlay.apart(number, text, turn)
    kept = _silenced(kept + kept_rows(number, text, kinds, shown))
    rules, boxes = rules_and_boxes(number, blocks, turn)
    pictured = not unseen and shows_lines(
        page,
        [picture.box for picture in look.pictures],
        [block["bbox"] for block in blocks if block["type"] == 3 and not block["isrect"]],
        [tuple(box[:4]) for at, box in enumerate(text.boxes) if at not in kinds],
    )
    runs, strips, clear = runs_of_page(number, text, kinds, turn, rules, boxes, stated)
    return Page(
        number,
        turn.back().width,
        turn.back().height,
        runs,
        rules,
        in_strips(links_of(page, number, turn), strips),
        sorted(kept, key=lambda row: (row.top, row.x0)),
        strips,
        (quarters - turn.quarters) % 4,
        unseen,
        look.picture_share,
        columns_clear=clear,
        damaged=is_cut,
        pictured=pictured,
    )


def _draws(content: bytes) -> bool:
    """Whether a page's content draws a picture, or a form that may hold one."""
    return (b"Do" in content or b"BI" in content) and DRAWS.search(content) is not None


def _renames(content: bytes) -> bool:
    """Whether it may give its letters another meaning (/ActualText), there or by a name."""
    marked = content.count(b"BDC")
    return b"ActualText" in content or (
        marked != content.count(b">> BDC") + content.count(b">>BDC")
    )


def _silenced(kept: list[Kept]) -> list[Kept]:
    """The rows without the words of those that lie where something is covered: they may say it."""
    covered = [row for row in kept if row.kind == "covered"]
    return [
        replace(row, text="") if any(_overlap(row, box) for box in covered) else row for row in kept
    ]


def _overlap(one: Kept, other: Kept) -> bool:
    return (
        min(one.x1, other.x1) > max(one.x0, other.x0)
        and min(one.bottom, other.bottom) > max(one.top, other.top)
    )  # fmt: skip


def _turns(lines: list[dict[str, Any]], shown: int) -> int:
    """How many quarter turns clockwise bring the text upright; as a page without text is shown."""
    if not lines:
        return shown
    return quarter_turns(lines) if any(map(_is_not_level, lines)) else 0


def _is_not_level(line: dict[str, Any]) -> bool:
    return bool(line["dir"] != (1.0, 0.0))


class _Reading(NamedTuple):
    """What stands on a page, the lines of text among it, their words, and what is struck again."""

    blocks: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    text: Text
    again: list[tuple[str, Box]]


def _reading(source: Any, flags: int) -> _Reading:
    """What stands on a page, with boxes.

    PyMuPDF raises the boxes of letters to the height of their type where a font says less. With
    most fonts that changes nothing and takes a quarter of the time, so it is done only if needed.
    """
    page = source.get_textpage(flags=flags)
    if not isinstance(page, pymupdf.TextPage):  # a display list gives MuPDF's own
        page = pymupdf.TextPage(page)
    pymupdf.TOOLS.unset_quad_corrections(True)
    try:
        blocks, found = page.extractDICT()["blocks"], page.extractWORDS()
    finally:
        pymupdf.TOOLS.unset_quad_corrections(False)
    lines = _lines(blocks)
    if any(map(_may_be_low, lines)):
        blocks, found = page.extractDICT()["blocks"], page.extractWORDS()
        lines = _lines(blocks)
    again: list[tuple[str, Box]] = []
    text = text_of(lines, found, page.extractRAWDICT)
    if may_be_struck_again(text):
        blocks, again = letters_once(page.extractRAWDICT()["blocks"])
        lines = _lines(blocks)
        text = text_of(lines, (), lambda: {"blocks": blocks})
    return _Reading(blocks, lines, text, again)


def _as_drawn(
    source: Any, number: int, reading: _Reading, shown: Turn
) -> tuple[_Reading, list[Kept]]:
    """The page read by what is drawn, if that is not what its /ActualText says.

    /ActualText that has the letters that are drawn helps to read: it tells hyphens at the ends of
    lines from those of words. Any other is kept out.
    """
    said = reading.text
    drawn = _reading(source, FLAGS | pymupdf.TEXT_IGNORE_ACTUALTEXT)
    if letters_of("".join(said.printed)) == letters_of("".join(drawn.text.printed)):
        return reading, []
    return drawn, kept_rows(number, said, _beyond(drawn.text, said, "actual-text"), shown)


def _of_notes(page: Any, number: int, text: Text, shown: Turn) -> list[Kept]:
    """What notes and form fields on the page say, a row for each stretch of a line."""
    everything = _reading(page, FLAGS).text  # notes are drawn last
    return kept_rows(number, everything, _beyond(text, everything, "annotation"), shown)


def _reaches_to_the_edge(lines: list[dict[str, Any]], width: float) -> bool:
    """Whether lines reach so far left or right that the page may have cut them."""
    at_edge = [ln for ln in lines if ln["bbox"][0] < MARGIN or ln["bbox"][2] > width - MARGIN]
    return len(at_edge) >= CUT


def _beyond_the_edges(page: Any) -> Text:
    """What is written on the page and outside the box that is shown."""
    whole = page.get_textpage(clip=pymupdf.INFINITE_RECT(), flags=FLAGS & ~CLIPPED)
    lines = _lines(whole.extractDICT()["blocks"])
    return text_of(lines, whole.extractWORDS(), whole.extractRAWDICT)


def _cuts_words(page: Box, text: Text) -> bool:
    """Whether the page's edge goes through several words, so that nobody can read them."""
    return sum(_is_cut(word, page) for word in text.boxes) >= CUT


def _is_cut(word: Sequence[Any], page: Box) -> bool:
    x0, top, x1, bottom = word[:4]
    rim = (bottom - top) / 4  # above and below the letters
    inside = min(x1, page[2]) - max(x0, page[0]), min(bottom, page[3]) - max(top, page[1])
    return bool(
        inside[0] > SLIVER
        and inside[1] > rim + SLIVER
        and (inside[0] < x1 - x0 - SLIVER or inside[1] < bottom - top - rim - SLIVER)
    )


def _of_layers(source: Source, page: Any, number: int, text: Text, shown: Turn) -> list[Kept]:
    """What is written on layers that are not shown, a row for each stretch of a line."""
    for layer in source.hidden:
        source.document.set_layer_ui_config(layer, action=SHOW)
    everything = _reading(page, FLAGS).text
    for layer in source.hidden:
        source.document.set_layer_ui_config(layer, action=HIDE)
    return kept_rows(number, everything, _beyond(text, everything, "invisible"), shown)


def _hidden(document: Any) -> list[int]:
    """The layers that a reader's program does not show from the first, by their numbers."""
    return [layer["number"] for layer in document.layer_ui_configs() if not layer["on"]]


def _beyond(text: Text, other: Text, kind: KeptKind) -> dict[int, KeptKind]:
    """The words of `other` that `text` has not, or not so often."""
    left = Counter(word for _, words in text.words_by_line() for word in words)
    kinds: dict[int, KeptKind] = {}
    for start, words in other.words_by_line():
        for position, word in enumerate(words, start=start):
            left[word] -= 1
            if left[word] < 0:
                kinds[position] = kind
    return kinds


def _notes(page: Any) -> list[Note]:
    """The notes on a page, and its form fields: these, too, may lie over text."""
    notes = [Note(note.type[0], tuple(note.rect)) for note in page.annots()]
    return notes + [Note(pymupdf.PDF_ANNOT_WIDGET, tuple(w.rect)) for w in page.widgets()]


def _pictures(page: Any) -> list[Picture]:
    """The pictures on a page with the text that was drawn before each."""
    pictures: list[Picture] = []
    texts: list[tuple[float, float, float, float]] = []
    for kind, box, *_ in page.get_bboxlog():
        if kind in ("fill-text", "stroke-text"):
            texts.append(box)
        elif kind in ("fill-image", "fill-imgmask", "fill-shade"):
            pictures.append(Picture(tuple(page.rect & pymupdf.Rect(box)), list(texts)))
    return pictures


def _may_be_low(line: dict[str, Any]) -> bool:
    """Whether the boxes of a line's letters are lower than their type, or it does not run level."""
    for span in line["spans"]:
        _, top, _, bottom = span["bbox"]
        if bottom - top < LOW * span["size"]:
            return True
    return bool(line["dir"] != (1.0, 0.0))


def _lines(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for block in blocks if block["type"] == 0 for line in block["lines"]]
