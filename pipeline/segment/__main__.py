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
from pipeline.seams.words import read_document, read_pages
from pipeline.segment.conservation import conserved
from pipeline.segment.structure import structure_of


def segment(extracted: Path, folder: Path) -> None:
    """Read the words in `extracted` and write the report's parts into `folder`."""
    source = read_document(extracted).name
    pages = reaching(Path(source), read_pages(extracted))
    blocks, listed = structure_of(pages, source)
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
    arguments = parser.parse_args()
    working_on(arguments.extracted.parent.name, "finner delene av rapporten")
    source = Path(read_document(arguments.extracted).name)
    confined(source, segment, arguments.extracted, arguments.folder)
    return 0


if __name__ == "__main__":
    refusal.run(main)
