"""`python -m pipeline.reread raw/2025.pdf EXTRACTED SEGMENTED FOLDER`: as dvc.yaml has it."""

from __future__ import annotations

from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import confined


def reread(pdf: Path, extracted: Path, segmented: Path, folder: Path) -> None:
    """Read `pdf` by a second engine, and the overview's pages by a second method.

    What extract found covered on a page is left out by both.
    """
    # Imported here, which is in the child: the parent stays small, and forks before any thread.
    from pipeline.reread.engine import opened, page_texts
    from pipeline.reread.table import overview_rows
    from pipeline.seams.entries import read_overview
    from pipeline.seams.readings import Readings, write_readings
    from pipeline.seams.words import covered_boxes

    with opened(pdf) as (document, password):
        pages = {place.page for block in read_overview(segmented) for place in block.places}
        covered = covered_boxes(extracted)
        texts = list(page_texts(pdf, document, covered))
        rows = overview_rows(pdf, sorted(pages), covered, password)
        write_readings(folder, Readings(texts, rows))


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
