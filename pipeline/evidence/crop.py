"""A picture of one place in the PDF with its words marked, for notebooks and files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evidence.places import covered_in
from pipeline.runtime.files import replacing
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.sandbox import confined
from pipeline.seams.entries import Span
from pipeline.seams.ids import Ref, ReportId, Scope, is_ref, list_of, parts_of, status_id
from pipeline.seams.tables import KeptOut, SpanRow
from pipeline.seams.vocabularies import SOURCES

GAP = 12  # pixels of white between the pages of a picture


def cropped(
    pdf: Path,
    report_id: ReportId,
    spans: Sequence[SpanRow],
    kept: Iterable[KeptOut],
    row: str,
    source: str,
) -> Crop:
    """The place of `row` in the report that has these spans, and these words kept out.

    `row` is any row as `table:id`, or an item (`tiltak-4`): its title, status and ministries in
    the text or the overview, whichever `source` says. Raises `Refusal` if it has no place.
    """
    marked = _marked(spans, row, source)
    if not marked:
        raise Refusal(
            row,
            f"rapporten {report_id} har ikke noe slikt sted ({source}).",
            expected="et tiltak (tiltak-4), et vedtak (vedtak-611) eller en rad i en tabell "
            "(statuses:tiltak-4/overview).",
        )
    marks = tuple(Span(box.page, box.x0, box.top, box.x1, box.bottom) for box in marked)
    return Crop(pdf, report_id, row, marks, tuple(covered_in(spans, kept)))


@dataclass(frozen=True, slots=True)
class Crop:
    """A place in a report: a picture in a notebook, a PNG file elsewhere.

    `marks` are the marked lines, possibly on several pages. What is in the boxes of `covered` is
    not to be seen.
    """

    pdf: Path
    report: ReportId
    row: str
    marks: tuple[Span, ...]
    covered: tuple[Span, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """The page numbers."""
        return tuple(dict.fromkeys(mark.page for mark in self.marks))

    @property
    def png(self) -> bytes:
        """The picture as a PNG file: the strips of the pages below each other."""
        return confined(self.pdf, _drawn, self.pdf, self.marks, self.covered)

    @property
    def alt(self) -> str:
        """The picture's alt text in bokmål."""
        numbers = ", ".join(map(str, self.pages))
        return f"Utsnitt av rapporten {self.report}, side {numbers}, med {self.row} markert."

    def save(self, path: Path | str) -> Path:
        """Write the picture as a PNG file, replacing `path` in one step."""
        target = Path(path)
        with replacing(target) as temporary:
            temporary.write_bytes(self.png)
        return target

    def _repr_png_(self) -> bytes:
        return self.png

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, Any]]:
        return {"image/png": self.png}, {"image/png": {"alt": self.alt}}


def _drawn(pdf: Path, marks: Sequence[Span], covered: Sequence[Span]) -> bytes:
    """In the sandbox: the parts of the pages that these boxes stand on, one below the other."""
    from PIL import Image

    from pipeline.evidence.pictures import page_picture

    parts = []
    for page in dict.fromkeys(mark.page for mark in marks):
        marked = [mark for mark in marks if mark.page == page]
        content = page_picture(pdf, marked, covered=covered).content
        parts.append(Image.open(io.BytesIO(content)).convert("RGB"))
    size = max(part.width for part in parts), sum(part.height + GAP for part in parts) - GAP
    whole = Image.new("RGB", size, "white")
    y = 0
    for part in parts:
        whole.paste(part, (0, y))
        y += part.height + GAP
    file = io.BytesIO()
    whole.save(file, "PNG")
    return file.getvalue()


def _marked(spans: Iterable[SpanRow], row: str, source: str) -> list[SpanRow]:
    """The boxes of a row, or of an item's title, status and ministries."""
    title = "overview" if source == "overview" else "title"
    if is_ref(row):
        table, row_id = parts_of(Ref(row))
        boxes = [box for box in spans if box.of_table == table and box.id == row_id]
        return [box for box in boxes if box.field == title] if table == "measures" else boxes
    listed = [status_id(Scope(row), printed_in) for printed_in in SOURCES if printed_in == source]
    return [
        box
        for box in spans
        if (box.of_table, box.id, box.field) == ("measures", row, title)
        or (box.of_table == "statuses" and box.id in listed)
        or (box.of_table == "ministries" and list_of(box.id) in listed)
    ]
