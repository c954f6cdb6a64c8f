"""What `python -m pipeline add` needs to know of a PDF before it takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.sandbox import reaching

_COVER = 4  # pages among which the report's month stands


class FirstLook(NamedTuple):
    """The checksum of the file, how many pages it has, and the words of the first few."""

    sha256: str
    pages: int
    opening: str


def first_look(pdf: Path) -> FirstLook:
    """Read all of `pdf`, so that one that extract would refuse is refused at once."""
    # Imported here, which is in the child: the parent opens no PDF.
    from pipeline.extract.pdf import open_pdf, read_pages
    from pipeline.extract.text_layer import requiring_text

    opening: list[str] = []
    with open_pdf(pdf) as source:
        count = 0
        for page in requiring_text(pdf, reaching(pdf, read_pages(source))):
            count += 1
            if count <= _COVER:
                opening += [run.text for run in page.runs]
        return FirstLook(source.sha256, count, " ".join(opening))
