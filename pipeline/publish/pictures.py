"""Pictures of places, cut from the pages with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf

from pipeline.page_pictures import Picture, opened, picture_of
from pipeline.publish.places import Place
from pipeline.shared.sandbox import reached


def pictures(pdf: Path, places: Sequence[Place]) -> list[Picture]:
    """One picture for each place, in the same order; a place that comes again is cut once."""
    with opened(pdf) as document:
        pages: dict[int, pymupdf.DisplayList] = {}
        cut: dict[Place, Picture] = {}
        for place in dict.fromkeys(places):
            reached(pdf, place.page)
            if place.page not in pages:
                pages[place.page] = document[place.page - 1].get_displaylist(annots=False)
            cut[place] = picture_of(pages[place.page], place.clip, place.marks, place.frames)
        return [cut[place] for place in places]
