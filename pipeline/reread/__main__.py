"""`python -m pipeline.reread raw/2025.pdf EXTRACTED SEGMENTED FOLDER`: as dvc.yaml has it."""

from __future__ import annotations

from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import confined


def reread(pdf: Path, extracted: Path, segmented: Path, folder: Path) -> None:
    """Read `pdf` by a second engine, and the overview's pages by a second method.

    What extract found covered on a page is left out by both. A page that only these cannot read is
    said to be so: what the first engine read stands.
    """
    # Imported here, which is in the child: the parent stays small, and forks before any thread.
    from pipeline.reread.engine import page_texts, password_for
    from pipeline.reread.table import overview_rows
    from pipeline.seams.entries import read_overview
    from pipeline.seams.readings import NotReread, PageText, Readings, TableRow, write_readings
    from pipeline.seams.words import covered_boxes, read_document

    content = pdf.read_bytes()
    password = password_for(content, pdf)
    pages, covered = read_document(extracted).pages, covered_boxes(extracted)
    overview = {place.page for block in read_overview(segmented) for place in block.places}
    texts = list(page_texts(content, pdf, pages, covered, password))
    rows = overview_rows(content, pdf, pages, sorted(overview), covered, password)
    write_readings(
        folder,
        Readings(
            [text for text in texts if isinstance(text, PageText)],
            [row for row in rows if isinstance(row, TableRow)],
            [page for page in [*texts, *rows] if isinstance(page, NotReread)],
        ),
    )


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.reread", description="Leser en rapport på nytt, på to andre måter."
    )
    parser.add_argument("pdf", type=Path, metavar="PDF", help="rapporten")
    parser.add_argument("extracted", type=Path, metavar="ORD", help="mappen med ordene")
    parser.add_argument("segmented", type=Path, metavar="DELER", help="mappen med delene")
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="hit skrives avlesningene")
    arguments = parser.parse_args()
    working_on(arguments.pdf.stem, "leser på nytt, på to andre måter")
    folders = arguments.extracted, arguments.segmented, arguments.folder
    confined(arguments.pdf, reread, arguments.pdf, *folders)
    return 0


if __name__ == "__main__":
    refusal.run(main)
