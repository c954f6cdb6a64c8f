"""`python -m pipeline.extract raw/2025.pdf interim/2025/extract`."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline import refusal
from pipeline.extract.pdf import open_pdf, read_pages
from pipeline.storage import uncollected
from pipeline.words import Document, write_document


@uncollected()
def extract(pdf: Path, folder: Path) -> None:
    """Read `pdf` and write what stands on its pages into `folder` (see pipeline.words)."""
    with open_pdf(pdf) as source:
        pages = list(read_pages(source))
        words = sum(page.word_count for page in pages)
        if words == 0:
            raise refusal.Refusal(
                pdf,
                "ingen av sidene har tekst; filen er trolig skannet.",
                expected="en PDF med tekstlag, slik departementet publiserer den.",
                advice="skaff originalfilen, eller kjør tekstgjenkjenning (OCR) på den først.",
            )
        document = Document(pdf.name, source.sha256, len(pages), source.producer, words)
        write_document(folder, document, pages)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.extract", description=__doc__)
    parser.add_argument("pdf", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    extract(arguments.pdf, arguments.folder)
    return 0


if __name__ == "__main__":
    refusal.run(main)
