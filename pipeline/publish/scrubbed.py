"""A report's PDF made fit to hand out: nothing in it acts, and covered words are not in it.

MuPDF's own scrub leaves OpenAction, page actions and emptied scripts (measured), and takes all
links; so the file is gone through object by object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pymupdf
from PIL import Image, ImageChops

from pipeline.seams.entries import Span

# What of the document's root a reader's program needs to show the pages as they are …
_ROOT = frozenset({
    "Type", "Version", "Extensions", "Pages", "PageLabels", "Dests", "Names", "Lang",
    "OCProperties", "AcroForm", "ViewerPreferences", "OpenAction",
})  # fmt: skip
# … and what repeats the report's words: kept for readers who cannot see, if no words are covered.
_REPEATING = frozenset({"Outlines", "StructTreeRoot", "MarkInfo"})
# … and of its form fields.
_FORM = frozenset({"Fields", "DR", "DA", "Q", "NeedAppearances"})
_ACTIONS = frozenset({
    "JavaScript", "Launch", "SubmitForm", "ImportData", "ResetForm", "GoToR", "GoToE", "GoTo3DView",
    "Rendition", "Movie", "Sound", "RichMediaExecute", "Named", "Hide", "SetOCGState", "Thread",
})  # fmt: skip
_PLAYED = frozenset({"FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "3D"})
_SHOWN = frozenset({"Type", "Subtype", "Rect", "AP", "AS", "F", "P", "C", "NM", "OC"})
_SCRIPT = re.compile(r"\s*(javascript|vbscript)\s*:", re.IGNORECASE)
# Only objects with one of these are gone through; most have none.
_SUSPECT = re.compile(
    r"/(?:AA|JS|EF|Next|PA|Thumb|PieceInfo|Metadata|V|ActualText|Alt|E|(?i:javascript|vbscript)"
    rf"|{'|'.join(sorted(_ACTIONS | _PLAYED))})\b|(?i:script\s*:)"
)
_FILE_KEYS = ("F", "UF", "DOS", "Mac", "Unix")
_SAID_AGAIN = re.compile(rb"/ActualText|/Alt\b|/E\s*[(<]")
ZOOM = 2  # pixels to a point, to compare by
# What MuPDF raises on broken files: its own errors come through as they are, or as Python's.
FAULTS = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
COARSE = 110 / 72  # pixels to a point, if all pages become pictures
SHARP = 200 / 72  # pixels to a point of a page that becomes a picture
FAINT = 24  # of 255: colours that differ less look the same
_RIM = 0.25  # of a covered word's height at either end, where its neighbours may reach in
_BLACK = (0, 0, 0)  # as PyMuPDF wants it, 0–1 or 0–255


def scrub(document: Any, covered: Mapping[int, Sequence[Span]], title: str) -> None:
    """Take out of `document` what acts, what is attached, and the words in the boxes of `covered`.

    `covered` has boxes by page as a reader's program shows it. No page looks different, but that
    marks for redaction become black. The document must be saved anew, with what is unused left out.
    """
    pages = [
        index
        for index in range(document.page_count)
        if index + 1 in covered or _marks(document[index])
    ]
    _disarm(document, repeating=not pages)
    if document.is_repaired:  # perhaps only now, when all was read: MuPDF then begins anew
        _disarm(document, repeating=not pages)
    for index in pages:
        _uncover(document, document[index], covered.get(index + 1, ()))
    _bare_root(document, repeating=not pages)
    document.set_metadata({})  # else the rest stays
    document.set_metadata({"title": title})


def add_pictures(
    copy: Any, document: Any, covered: Mapping[int, Sequence[Span]], title: str
) -> None:
    """Add to the empty `copy` a picture of each page; a page that cannot be drawn is blank.

    What is in the boxes of `covered`, or marked for redaction, is black.
    """
    for index in range(document.page_count):
        try:
            page = document[index]
            picture = _drawn(page, COARSE)
            marks = [mark.rect * page.rotation_matrix for mark in _marks(page)]
            width, height = page.rect.width, page.rect.height
        except FAULTS:
            copy.new_page()
            continue
        fresh = copy.new_page(width=width, height=height)
        boxes = [_rect(box) for box in covered.get(index + 1, ())]
        for box in [*boxes, *marks]:
            pixels = (box * pymupdf.Matrix(COARSE, COARSE)).irect & picture.irect
            if not pixels.is_empty:
                picture.set_rect(pixels, _BLACK)
        fresh.insert_image(fresh.rect, pixmap=picture)
    copy.set_metadata({"title": title})


# Covered words


def _uncover(document: Any, page: Any, covered: Sequence[Span]) -> None:
    """Take the covered words out of a page; it becomes a picture if that shows, or cannot be."""
    quarters, unturned = page.rotation, page.derotation_matrix
    boxes = [_slim((_rect(box) * unturned).normalize()) for box in covered]
    page.set_rotation(0)  # words and boxes have the frame of the file
    _blacken_marks(page)
    for xref, kind, _ in page.annot_xrefs():
        if (
            kind != pymupdf.PDF_ANNOT_FREE_TEXT
        ):  # programs copy the words that are marked into notes
            for key in ("Contents", "RC", "Subj"):
                document.xref_set_key(xref, key, "null")
    before, picture = _drawn(page, ZOOM), _drawn(page, SHARP)
    _take_out(page, boxes, pymupdf.PDF_REDACT_IMAGE_NONE, pymupdf.PDF_REDACT_LINE_ART_NONE)
    after = _drawn(page, ZOOM)
    if not _is_same(before, after) or _can_be_read(page, boxes) or _says_twice(document, page):
        _make_picture(document, page, picture)
    page.set_rotation(quarters)


def _marks(page: Any) -> list[Any]:
    """The marks for redaction on a page, which nobody has carried out."""
    return list(page.annots(types=[pymupdf.PDF_ANNOT_REDACT]))


def _blacken_marks(page: Any) -> None:
    """Carry out the marks for redaction: what they mark is taken out, and a black box drawn."""
    boxes: list[Any] = []
    for mark in _marks(page):
        corners = mark.vertices or []
        quads = [pymupdf.Quad(corners[at : at + 4]).rect for at in range(0, len(corners) - 3, 4)]
        boxes += quads or [mark.rect]
        page.delete_annot(mark)
    pixels, graphics = (
        pymupdf.PDF_REDACT_IMAGE_PIXELS, pymupdf.PDF_REDACT_LINE_ART_REMOVE_IF_COVERED,
    )  # fmt: skip
    _take_out(page, boxes, pixels, graphics)
    for box in boxes:
        page.draw_rect(box, color=_BLACK, fill=_BLACK, width=0)


def _take_out(page: Any, boxes: Sequence[Any], images: int, graphics: int) -> None:
    """Take out the letters in the boxes."""
    for box in boxes:
        page.add_redact_annot(box, fill=False, cross_out=False)
    if boxes:
        page.apply_redactions(images=images, graphics=graphics, text=pymupdf.PDF_REDACT_TEXT_REMOVE)


def _can_be_read(page: Any, boxes: Sequence[Any]) -> bool:
    """Whether there are still letters in the boxes."""
    return any(
        letter["c"].strip() and any(_middle(letter["bbox"]) in box for box in boxes)
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for letter in span["chars"]
    )


def _middle(box: Sequence[float]) -> Any:
    return pymupdf.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _says_twice(document: Any, page: Any) -> bool:
    """Whether the page's content says words a second time, for programs that read aloud."""
    forms = [document.xref_stream(form[0]) or b"" for form in page.get_xobjects()]
    return any(_SAID_AGAIN.search(content) for content in (page.read_contents(), *forms))


def _make_picture(document: Any, page: Any, picture: Any) -> None:
    """Replace all that a page draws by a picture of it; its links stay."""
    for note in list(page.annots()):
        page.delete_annot(note)
    for field in list(page.widgets()):
        page.delete_widget(field)
    document.xref_set_key(page.xref, "Contents", "null")
    document.xref_set_key(page.xref, "Resources", "<<>>")
    page.insert_image(page.rect, pixmap=picture)


def _rect(box: Span) -> Any:
    return pymupdf.Rect(box.x0, box.top, box.x1, box.bottom)


def _slim(box: Any) -> Any:
    rim = _RIM * box.height
    return pymupdf.Rect(box.x0, box.y0 + rim, box.x1, box.y1 - rim)


def _drawn(page: Any, zoom: float) -> Any:
    return page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)


def _is_same(one: Any, other: Any) -> bool:
    first, second = (Image.frombytes("RGB", (p.width, p.height), p.samples) for p in (one, other))
    return max(ImageChops.difference(first, second).tobytes()) <= FAINT


# What acts, and what is attached


def _disarm(document: Any, *, repeating: bool) -> None:
    """Take actions, attachments and other programs' notes to themselves out of every object."""
    pdf = _pdf(document)
    for xref in range(1, document.xref_length()):
        try:
            suspect = _SUSPECT.search(document.xref_object(xref, compressed=True))
        except FAULTS:  # what cannot be read counts as absent
            pymupdf.mupdf.pdf_delete_object(pdf, xref)
            continue
        if suspect:
            _disarm_object(pymupdf.mupdf.pdf_load_object(pdf, xref), repeating)


def _disarm_object(whole: Any, repeating: bool) -> None:
    """Disarm an object and all that is written in it, however deep."""
    waiting = [whole]
    while waiting:
        item = waiting.pop()
        if item.pdf_is_dict():
            _disarm_dict(item, repeating)
            children = [value for _, value in _entries(item)]
        else:
            children = [item.pdf_array_get(i) for i in range(item.pdf_array_len())]
        waiting += [
            child for child in children
            if not child.pdf_is_indirect() and (child.pdf_is_dict() or child.pdf_is_array())
        ]  # fmt: skip


def _disarm_dict(item: Any, repeating: bool) -> None:
    kind, subtype = _name(item, "S"), _name(item, "Subtype")
    address = item.pdf_dict_gets("URI")
    acts = kind in _ACTIONS or (kind == "URI" and _SCRIPT.match(_text(address)))
    for name, value in list(_entries(item)):
        key = name.pdf_to_name()
        if (
            acts
            or (kind in ("GoTo", "URI") and key == "Next")  # what follows a plain link
            or (subtype in _PLAYED and _is_note(item) and key not in _SHOWN)
            or (key == "AA" and _has_actions_only(value))
            or (key == "PA" and _is_note(item))
            or (key == "EF" and any(_is_set(value, file) for file in _FILE_KEYS))
            or (key in ("PieceInfo", "Metadata", "Thumb") and value.pdf_is_dict())
            or (key in ("ActualText", "Alt", "E") and value.pdf_is_string() and not repeating)
            or (key == "V" and _name(item, "FT") == "Sig")  # signs other bytes than these
        ):
            item.pdf_dict_del(name)
    if subtype in _PLAYED and _is_note(item):  # what it looks like stays
        shown = "Stamp" if _is_set(item, "AP") else "Link"
        item.pdf_dict_puts("Subtype", pymupdf.mupdf.pdf_new_name(shown))


def _bare_root(document: Any, *, repeating: bool) -> None:
    """Leave in the document's root only what is needed."""
    root = pymupdf.mupdf.pdf_trailer(_pdf(document)).pdf_dict_gets("Root")
    keep = _ROOT | _REPEATING if repeating else _ROOT
    for name, value in list(_entries(root)):
        key = name.pdf_to_name()
        if key not in keep or (key == "OpenAction" and not _is_view(value)):
            root.pdf_dict_del(name)
    for owner, keep_there in (("Names", {"Dests"}), ("AcroForm", _FORM)):
        for name, _ in list(_entries(root.pdf_dict_gets(owner))):
            if name.pdf_to_name() not in keep_there:
                root.pdf_dict_gets(owner).pdf_dict_del(name)


def _is_view(opening: Any) -> bool:
    """Whether a file opens with a place to show, and nothing else."""
    return bool(opening.pdf_is_array()) or _name(opening, "S") == "GoTo"


def _pdf(document: Any) -> Any:
    return pymupdf.mupdf.pdf_specifics(document.this)


def _entries(item: Any) -> Iterator[tuple[Any, Any]]:
    """Names and values, as MuPDF's objects: a name need not be UTF-8."""
    for position in range(item.pdf_dict_len()):
        yield item.pdf_dict_get_key(position), item.pdf_dict_get_val(position)


def _name(item: Any, key: str) -> str:
    value = item.pdf_dict_gets(key)
    return str(value.pdf_to_name()) if value.pdf_is_name() else ""


def _text(value: Any) -> str:
    return str(value.pdf_to_text_string()) if value.pdf_is_string() else ""


def _is_set(item: Any, key: str) -> bool:
    return bool(item.pdf_is_dict() and item.pdf_dict_gets(key).m_internal)


def _is_note(item: Any) -> bool:
    return bool(item.pdf_dict_gets("Rect").pdf_is_array())


def _has_actions_only(value: Any) -> bool:
    """Whether a dictionary holds nothing but actions, so that it is no font or picture."""
    if not value.pdf_is_dict() or value.pdf_is_stream():
        return False
    return all(
        action.pdf_is_dict() and (action.pdf_dict_len() == 0 or _name(action, "S"))
        for _, action in _entries(value)
    )
