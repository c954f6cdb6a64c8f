"""What `python -m pipeline add` needs to know of a PDF before it takes it in."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pipeline.sandbox import reached

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
    from pipeline.extract.text_layer import require_text

    with open_pdf(pdf) as source:
        reached(pdf, 1)
        pages = []
        for page in read_pages(source):
            pages.append(page)
            reached(pdf, page.number + 1)
        require_text(pdf, pages)
        words = chain.from_iterable(page.words for page in pages[:_COVER])
        return FirstLook(source.sha256, len(pages), " ".join(word.text for word in words))
