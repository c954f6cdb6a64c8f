"""One place in a report, cut from the PDF with its words marked, for notebooks and for files."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evidence.places import LOWEST, PADDING, Place
from pipeline.runtime.files import replacing
from pipeline.runtime.refusal import Refusal
from pipeline.seams.entries import Span
from pipeline.seams.ids import Ref, ReportId, Scope, is_ref, list_of, parts_of, status_id
from pipeline.seams.tables import SpanRow
from pipeline.seams.vocabularies import SOURCES

GAP = 12  # pixels of white between the pages of a picture, and at its sides
PAGE_WIDTH = 14_400.0  # points: the widest that a PDF page can be; a picture ends at the page


def cropped(
    pdf: Path, report_id: ReportId, spans: Sequence[SpanRow], row: str, source: str
) -> Crop:
    """Where `row` stands in the report that has these spans.

    `row` is an item (`tiltak-4`), of which `source` chooses the text's or the overview's title,
    status and ministries, or any row as `table:id`. Raises `Refusal` where it has no place.
    """
    marked = _marked(spans, row, source)
    if not marked:
        raise Refusal(
            row,
            f"rapporten {report_id} har ikke noe slikt sted ({source}).",
            expected="et tiltak (tiltak-4), et vedtak (vedtak-611) eller en rad i en tabell "
            "(statuses:tiltak-4/overview).",
        )
    numbers = dict.fromkeys(box.page for box in marked)
    return Crop(pdf, report_id, row, tuple(_strip(number, spans, marked) for number in numbers))


@dataclass(frozen=True, slots=True)
class Crop:
    """A place in a report: a picture in a notebook, a PNG file elsewhere.

    `places` are its parts, one for each page, as in the audit report's pictures.
    """

    pdf: Path
    report: ReportId
    row: str
    places: tuple[Place, ...]

    @property
    def png(self) -> bytes:
        """The picture as a PNG file: the pages' parts one below the other."""
        from PIL import Image, ImageChops

        from pipeline.evidence.pictures import pictures

        parts = [
            Image.open(io.BytesIO(picture.content)).convert("RGB")
            for picture in pictures(self.pdf, self.places)
        ]
        size = max(part.width for part in parts), sum(part.height + GAP for part in parts) - GAP
        whole = Image.new("RGB", size, "white")
        y = 0
        for part in parts:
            whole.paste(part, (0, y))
            y += part.height + GAP
        printed = ImageChops.invert(whole).getbbox()  # the margins of the page go
        if printed is not None:
            left, right = max(0, printed[0] - GAP), min(whole.width, printed[2] + GAP)
            whole = whole.crop((left, 0, right, whole.height))
        content = io.BytesIO()
        whole.save(content, "PNG")
        return content.getvalue()

    @property
    def alt(self) -> str:
        """What the picture shows, in bokmål, for those who do not see it."""
        numbers = ", ".join(str(place.page) for place in self.places)
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


def _marked(spans: Iterable[SpanRow], row: str, source: str) -> list[SpanRow]:
    """The boxes of a row, or of an item's title, status and ministries."""
    title = "overview" if source == "overview" else "title"
    if is_ref(row):
        table, row_id = parts_of(Ref(row))
        own = [box for box in spans if box.of_table == table and box.id == row_id]
        return [box for box in own if box.field == title] if table == "measures" else own
    listed = [status_id(Scope(row), own) for own in SOURCES if own == source]
    return [
        box
        for box in spans
        if (box.of_table, box.id, box.field) == ("measures", row, title)
        or (box.of_table == "statuses" and box.id in listed)
        or (box.of_table == "ministries" and list_of(box.id) in listed)
    ]


def _strip(number: int, spans: Iterable[SpanRow], marked: Iterable[SpanRow]) -> Place:
    """The part of a page to show: from edge to edge, never through a line of text."""
    page = [box for box in spans if box.page == number]
    marks = tuple(
        Span(box.page, box.x0, box.top, box.x1, box.bottom) for box in marked if box.page == number
    )
    top, bottom = min(box.top for box in marks), max(box.bottom for box in marks)
    lack = max(0.0, LOWEST - (bottom - top + 2 * PADDING)) / 2
    top, bottom = top - PADDING - lack, bottom + PADDING + lack
    top = min([top, *(box.top - 2 for box in page if box.top < top < box.bottom)])
    bottom = max([bottom, *(box.bottom + 2 for box in page if box.top < bottom < box.bottom)])
    clip = Span(number, 0.0, max(0.0, top), PAGE_WIDTH, bottom)
    return Place(number, marks, (), clip, text="", around="", whole=True)
