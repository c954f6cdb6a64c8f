"""`python -m pipeline.segment interim/2025/extract interim/2025/segment`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_bytes
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import confined, reached, reaching
from pipeline.seams.entries import Block, write_structure
from pipeline.seams.terms import NO_TERMS, Terms, read_terms
from pipeline.seams.why import PROFILE, write_why
from pipeline.seams.words import read_document, read_pages
from pipeline.segment.conservation import conserved
from pipeline.segment.profile import profile_of
from pipeline.segment.structure import structure_of
from pipeline.segment.why import Why


def segment(extracted: Path, folder: Path, terms: Terms = NO_TERMS) -> None:
    """Read the words in `extracted`, on the report's terms, and write its parts into `folder`."""
    source = read_document(extracted).name
    pages = reaching(Path(source), read_pages(extracted))
    blocks, listed, reading = structure_of(pages, source, terms)
    proven = conserved(read_pages(extracted), blocks, listed.conservation, source)
    why = Why(reading)
    write_structure(folder, _reaching(source, proven, why), listed)
    write_why(folder, why.lines())
    write_bytes(folder / PROFILE, profile_of(reading))


def _reaching(source: str, blocks: Iterable[Block], why: Why) -> Iterator[Block]:
    """The blocks as they come, each page that they come to `reached`, each noted in `why`."""
    for page, on_page in groupby(blocks, key=attrgetter("page")):
        reached(Path(source), page)
        for block in on_page:
            why.add(block)
            yield block


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
