"""What a worker does once, so that the children which it forks for each report need not.

Each PDF is read in children of its own (see runtime/sandbox.py). What they import and compile would
be lost with them, and for a report of a few pages that is most of the work. So the worker first
reads a small report itself, which is made here: no stranger's file is ever read outside a sandbox.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from pipeline.runtime.uncollected import seldom_collected

TITLE = "Status for tiltak i handlingsplan mot vold (2024-2028)"
TEXT = (
    (TITLE, 18, 90),
    ("Juni 2025", 11, 130),
    ("1. Styrke barnehusene", 12, 180),
    ("Ansvarlig departement: JD", 10, 200),
    ("Status: Under arbeid", 10, 216),
    ("Arbeidet begynte i januar 2025, og det er bevilget 10 mill. kroner.", 10, 240),
    ("Oversikt over tiltakene", 12, 300),
)
ROWS = (("Nr.", "Tiltak", "Ansvarlig", "Status"), ("1", "Styrke barnehusene", "JD", "Under arbeid"))
COLUMNS = (72, 110, 300, 380, 500)  # where lines are drawn, in points
TOP, HEIGHT = 316, 20  # of the table and of its rows


@cache
def warm() -> None:
    """Take the report through the stages that run in children, and collect seldom from now on."""
    seldom_collected()
    from pipeline.extract.__main__ import extract
    from pipeline.reread.__main__ import reread
    from pipeline.segment.__main__ import segment

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdf = folder / "rapport.pdf"
        pdf.write_bytes(small_report())
        extract(pdf, folder / "extract")
        segment(folder / "extract", folder / "segment")
        reread(pdf, folder / "extract", folder / "segment", folder / "reread")


def small_report() -> bytes:
    """A report with one measure, on one page: a PDF."""
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page()
        for text, size, y in TEXT:
            page.insert_text((72, y), text, fontsize=size)
        levels = [TOP + HEIGHT * number for number in range(len(ROWS) + 1)]
        for y in levels:
            page.draw_line((COLUMNS[0], y), (COLUMNS[-1], y))
        for x in COLUMNS:
            page.draw_line((x, levels[0]), (x, levels[-1]))
        for y, cells in zip(levels, ROWS, strict=False):
            for x, cell in zip(COLUMNS, cells, strict=False):
                page.insert_text((x + 4, y + 14), cell, fontsize=10)
        return bytes(document.tobytes())
