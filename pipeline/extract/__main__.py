"""`python -m pipeline.extract raw/2025.pdf interim/2025/extract`."""

from __future__ import annotations

from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import confined, reaching
from pipeline.seams.terms import NO_TERMS, Terms, read_terms

MOST_PAGES = 32767  # what a page number of the tables can be (int16)


def extract(pdf: Path, folder: Path, terms: Terms = NO_TERMS) -> None:
    """Read `pdf` and write what stands on its pages into `folder` (see pipeline.seams.words).

    `terms` state how pages are set where the register says so.

    Raises `Refusal` for a file that cannot be read, that has no text, or whose text cannot be
    Norwegian.
    """
    # Imported here, which is in the child: the parent stays small, and forks before any thread.
    from pipeline.extract.overlay import Sample
    from pipeline.extract.pdf import open_pdf, read_pages
    from pipeline.extract.text_layer import requiring_text
    from pipeline.seams.words import write_document

    with open_pdf(pdf) as source:
        _require_countable(pdf, source.document.page_count)
        sample = Sample()
        pages = requiring_text(pdf, sample.passing(reaching(pdf, read_pages(source, terms=terms))))
        write_document(folder, pdf.name, source.sha256, source.producer, pages)
        overlay = sample.overlay()
        if overlay:  # known only now: read again without it
            pages = requiring_text(pdf, reaching(pdf, read_pages(source, overlay, terms)))
            write_document(folder, pdf.name, source.sha256, source.producer, pages)


def _require_countable(pdf: Path, pages: int) -> None:
    if pages > MOST_PAGES:
        raise refusal.Refusal(
            pdf,
            f"filen har {pages} sider.",
            expected=f"høyst {MOST_PAGES} sider; en statusrapport har under hundre.",
            advice="se at det er riktig fil, eller del den.",
        )


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.extract", description="Leser det som står på sidene i en PDF."
    )
    parser.add_argument("pdf", type=Path, metavar="PDF", help="rapporten")
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="hit skrives ordene")
    parser.add_argument(
        "terms", type=Path, metavar="ORDLISTE", nargs="?", help="hvordan sidene er satt"
    )
    arguments = parser.parse_args()
    terms = read_terms(arguments.terms) if arguments.terms else NO_TERMS
    working_on(arguments.pdf.stem, "leser ord, linjer og lenker")
    confined(arguments.pdf, extract, arguments.pdf, arguments.folder, terms)
    return 0


if __name__ == "__main__":
    refusal.run(main)
