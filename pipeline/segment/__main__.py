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
from pipeline.seams.why import PROFILE, write_why
from pipeline.seams.words import read_document, read_pages
from pipeline.segment.conservation import conserved
from pipeline.segment.profile import profile_of
from pipeline.segment.structure import structure_of
from pipeline.segment.why import Why


def segment(extracted: Path, folder: Path) -> None:
    """Read the words in `extracted` and write the report's parts into `folder`."""
    source = read_document(extracted).name
    pages = reaching(Path(source), read_pages(extracted))
    blocks, listed, reading = structure_of(pages, source)
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
    arguments = parser.parse_args()
    working_on(arguments.extracted.parent.name, "finner delene av rapporten")
    source = Path(read_document(arguments.extracted).name)
    confined(source, segment, arguments.extracted, arguments.folder)
    return 0


if __name__ == "__main__":
    refusal.run(main)
