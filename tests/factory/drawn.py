"""Pages that a test draws itself, and what extract makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf

from pipeline.extract.__main__ import extract
from pipeline.seams.words import Kept, Page, read_kept, read_pages

PROSE = "Det er etablert en struktur på direktoratsnivå, og arbeidet er i gang i hele landet."
Draw = Callable[[pymupdf.Page], None]


def text(page: pymupdf.Page, x: float, y: float, words: str, **how: object) -> None:
    page.insert_text((x, y), words, fontsize=how.pop("fontsize", 11), **how)


def lines(page: pymupdf.Page, count: int = 12) -> None:
    """Running text with a status in its second line."""
    text(page, 72, 80, "4. Etablere en struktur", fontname="hebo")
    text(page, 72, 96, "Status: Under arbeid")
    for number in range(2, count):
        text(page, 72, 80 + 16 * number, PROSE[: 60 + number])


def read(tmp_path: Path, *draws: Draw) -> tuple[list[Page], list[Kept]]:
    """What extract makes of pages that these draw."""
    document = pymupdf.open()
    for draw in draws:
        draw(document.new_page(width=595, height=842))
    pdf = tmp_path / "rapport.pdf"
    document.save(pdf)
    extract(pdf, tmp_path / "extract")
    return list(read_pages(tmp_path / "extract")), read_kept(tmp_path / "extract")


def printed(page: Page) -> str:
    return " ".join(run.text for run in page.runs)
