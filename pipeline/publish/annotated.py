"""The report's PDF with highlights and notes; its original bytes stay unchanged."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pymupdf

from pipeline.runtime.passwords import password_of
from pipeline.runtime.sandbox import reached
from pipeline.seams.entries import Span
from pipeline.seams.ids import ReportId
from pipeline.seams.vocabularies import Severity

ENDING = "-merknader.pdf"
AUTHOR = "Kontroll av statusrapport"
COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (1.0, 0.72, 0.66),
    "warning": (1.0, 0.86, 0.45),
    "info": (0.70, 0.85, 1.0),
}
CORNER = 24.0  # points from the page's edge to a note on no words


class Note(NamedTuple):
    """A note on words of one page, or on the page as a whole where `boxes` is empty."""

    id: str
    page: int
    boxes: tuple[Span, ...]
    severity: Severity
    text: str


def annotated_name(report_id: ReportId) -> str:
    """The file that links to a report's pages open, in the folder of the audit report."""
    return f"{report_id}{ENDING}"


def annotate(pdf: Path, notes: Sequence[Note], target: Path) -> None:
    """Write a copy of `pdf` with the notes to `target`.

    The notes are appended to the file (an incremental update), so that the copy begins with the
    original byte for byte; only a file too damaged for that is rewritten. Acrobat and
    browsers show the notes when a highlight is pointed at or clicked.
    """
    shutil.copyfile(pdf, target)
    document = pymupdf.open(target, filetype="pdf")  # whatever its name and its first bytes say
    if document.needs_pass:  # the copy stays locked, with the same password
        password_of(pdf, lambda password: document.authenticate(password) != 0)
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
        annotation.set_colors(stroke=COLOURS[note.severity])
        pymupdf.mupdf.pdf_update_annot(annotation.this)  # update() would time itself, at length
        for key in ("CreationDate", "M"):  # times, which would differ from run to run
            document.xref_set_key(annotation.xref, key, "null")
        document.xref_set_key(annotation.xref, "NM", pymupdf.get_pdf_str(note.id))
    if not notes:
        document.close()
    elif document.can_save_incrementally():
        document.save(
            target, incremental=True, deflate=True, encryption=pymupdf.PDF_ENCRYPT_KEEP,
            no_new_id=True,
        )  # fmt: skip
        document.close()
    else:
        # Without objects that nothing refers to: they may be what is broken.
        content = document.tobytes(garbage=1, deflate=True, no_new_id=True)
        document.close()
        target.write_bytes(content)


def _quad(page: pymupdf.Page, box: Span) -> pymupdf.Quad:
    """The box in the page's coordinates before rotation."""
    rectangle = pymupdf.Rect(box.x0, box.top, box.x1, box.bottom)
    return rectangle.quad.transform(page.derotation_matrix)
