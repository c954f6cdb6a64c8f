"""The report's PDF with highlights and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pymupdf

from pipeline.publish.front_page import Front, add_front_page
from pipeline.publish.note import Note, joined
from pipeline.publish.scrubbed import FAULTS, add_pictures, scrub
from pipeline.runtime.passwords import password_of
from pipeline.runtime.sandbox import reached
from pipeline.seams.entries import Span

AUTHOR = "Kontroll av statusrapport"
CORNER = 24.0  # points from the page's edge to a note on no words


def annotate(
    pdf: Path,
    notes: Sequence[Note],
    covered: Mapping[int, Sequence[Span]] = MappingProxyType({}),
    title: str = "",
    front: Front | None = None,
) -> bytes:
    """A copy of `pdf` with the notes, and with `front` a first page that lists the findings.

    The copy is written anew, without what acts, attachments, and the words in the boxes of
    `covered` (see `scrub`); its pages look the same. Of a file too damaged for that, the pages are
    copied as pictures. Acrobat and browsers show the notes when a highlight is pointed at or
    clicked.
    """
    kind = "pdf"  # whatever the file's name and its first bytes say
    with pymupdf.open(pdf, filetype=kind) as document:
        locked = document.needs_pass  # the copy stays locked, with the same password
        password = (
            password_of(pdf, lambda given: document.authenticate(given) != 0) if locked else None
        )
        try:
            scrub(document, covered, title)
            _add_notes(pdf, document, joined(notes))
            if front is not None:
                add_front_page(document, front, notes)
            # With garbage=1, MuPDF leaves unused objects in streams of objects (measured).
            # Not saved to a path, which MuPDF would remove first, and with it a lock on the file.
            return bytes(document.tobytes(
                garbage=2, deflate=True, use_objstms=1, no_new_id=True,
                encryption=pymupdf.PDF_ENCRYPT_KEEP,
            ))  # fmt: skip
        except FAULTS:
            pass
    with pymupdf.open(pdf, filetype=kind) as document, pymupdf.open() as copy:
        if password is not None:
            document.authenticate(password)
        add_pictures(copy, document, covered, title)
        _add_notes(pdf, copy, joined(notes))
        if front is not None:
            add_front_page(copy, front, notes)
        return bytes(copy.tobytes(
            deflate=True, no_new_id=True, user_pw=password, owner_pw=password,
            encryption=pymupdf.PDF_ENCRYPT_AES_256 if password else pymupdf.PDF_ENCRYPT_NONE,
        ))  # fmt: skip


def _add_notes(pdf: Path, document: Any, notes: Sequence[Note]) -> None:
    in_corner: dict[int, int] = {}
    for note in notes:
        reached(pdf, note.page)
        page = document[note.page - 1]
        if note.boxes:
            annotation = page.add_highlight_annot(quads=[_quad(page, box) for box in note.boxes])
        else:
            row = in_corner.setdefault(note.page, 0)
            in_corner[note.page] += 1
            point = pymupdf.Point(CORNER, CORNER + CORNER * row) * page.derotation_matrix
            annotation = page.add_text_annot(point, note.text, icon="Note")
        annotation.set_info(content=note.text, title=AUTHOR)
        annotation.set_colors(stroke=note.colour)
        pymupdf.mupdf.pdf_update_annot(annotation.this)  # update() would time itself, at length
        for key in ("CreationDate", "M"):  # times, which would differ from run to run
            document.xref_set_key(annotation.xref, key, "null")
        document.xref_set_key(annotation.xref, "NM", pymupdf.get_pdf_str(note.id))


def _quad(page: pymupdf.Page, box: Span) -> pymupdf.Quad:
    """The box in the page's coordinates before rotation."""
    rectangle = pymupdf.Rect(box.x0, box.top, box.x1, box.bottom)
    return rectangle.quad.transform(page.derotation_matrix)
