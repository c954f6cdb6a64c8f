"""`python -m pipeline.segment interim/2025/extract interim/2025/segment`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import confined, reached, reaching
from pipeline.seams.entries import Block, write_structure
from pipeline.seams.terms import NO_TERMS, Terms, read_terms
from pipeline.seams.words import read_document, read_pages
from pipeline.segment.conservation import conserved
from pipeline.segment.structure import structure_of


def segment(extracted: Path, folder: Path, terms: Terms = NO_TERMS) -> None:
    """Read the words in `extracted`, on the report's terms, and write its parts into `folder`."""
    source = read_document(extracted).name
    pages = reaching(Path(source), read_pages(extracted))
    blocks, listed = structure_of(pages, source, terms)
    proven = conserved(read_pages(extracted), blocks, listed.conservation, source)
    write_structure(folder, _reaching(source, proven), listed)


def _reaching(source: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks as they come, each page that they come to `reached`."""
    for page, own in groupby(blocks, key=attrgetter("page")):
        reached(Path(source), page)
        yield from own


def main() -> int:
    parser = Parser(prog="python -m pipeline.segment", description="Finner delene av en rapport.")
    parser.add_argument("extracted", type=Path, metavar="ORD", help="mappen med ordene")
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="hit skrives delene")
    parser.add_argument(
        "terms", type=Path, metavar="ORDLISTE", nargs="?", help="rapportens egne ord"
    )
    arguments = parser.parse_args()
    working_on(arguments.extracted.parent.name, "finner delene av rapporten")
    source = Path(read_document(arguments.extracted).name)
    terms = read_terms(arguments.terms) if arguments.terms else NO_TERMS
    confined(source, segment, arguments.extracted, arguments.folder, terms)
    return 0


if __name__ == "__main__":
    refusal.run(main)
