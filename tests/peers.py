"""`make peers`: who gets how many rows of an overview whole, and how many over a page break.

A row is right if its number, title, ministries and status stand in four cells side by side, with
every letter; white space and hyphens do not count. Three overviews: of the real report of 2025 and
of the synthetic edition of 2026, both ruled, and of an edition without a single line. The others
are given the overview's pages, ours the whole report. Each runs in a process of its own, and only
its reading is timed.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.reading import read_through  # noqa: E402
from pipeline.seams.ids import ReportId  # noqa: E402
from pipeline.seams.tables import Ministry, SpanRow, Status  # noqa: E402
from pipeline.validate.tables import ReportTables  # noqa: E402
from tests.bench import grown, squeezed  # noqa: E402
from tests.factory import Knobs, expected, typeset  # noqa: E402
from tests.factory.plans import a_plan  # noqa: E402

READERS = (
    "pdfplumber", "camelot_lattice", "camelot_stream", "tabula_lattice", "tabula_stream", "pymupdf",
    "pymupdf4llm", "opendataloader", "img2table", "natural_pdf", "pdf_inspector", "liteparse",
)  # fmt: skip
SECONDS = 300  # the most that a reader gets for one overview


class Overview(NamedTuple):
    """A report and the rows of its overview, each as one text (see `squeezed`)."""

    name: str
    pdf: Path
    rows: set[str]


class Ours(NamedTuple):
    """What we read of an overview: its rows, its pages, and the rows that a page break divides."""

    rows: set[str]
    pages: range
    divided: set[str]
    seconds: float


def main() -> None:
    python = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for overview in overviews(Path(folder)):
            ours = read_by_us(overview)
            divided = ours.divided & overview.rows
            print(
                f"\n| {overview.name}: {len(overview.rows)} rows, {len(divided)} over a page break "
                "| whole rows right | divided rows joined | seconds |\n|---|---:|---:|---:|"
            )
            line("statusrapport", ours.rows, overview.rows, divided, f"{ours.seconds:.1f}")
            for name in READERS:
                rows, seconds = read_by(python, name, overview.pdf, ours.pages)
                line(name.replace("_", " "), rows, overview.rows, divided, seconds)


def line(name: str, rows: set[str], right: set[str], divided: set[str], seconds: str) -> None:
    print(f"| {name} | {len(rows & right)} | {len(rows & divided)} | {seconds} |", flush=True)


def overviews(folder: Path) -> Iterator[Overview]:
    with (ROOT / "tests" / "gold" / "measures-2025.csv").open(encoding="utf-8") as file:
        parts = ("number", "overview_title", "overview_ministries", "overview_status")
        gold = {squeezed(*(item[part] for part in parts)) for item in csv.DictReader(file)}
    yield Overview("June 2025, ruled", ROOT / "raw" / "2025.pdf", gold)
    editions = ROOT / "tests" / "editions"
    listed = json.loads((editions / "2026.expected.json").read_text(encoding="utf-8"))["overview"]
    parts = ("number", "title", "ministries", "status")
    synthetic = {squeezed(*(str(row[part]) for part in parts)) for row in listed}
    yield Overview("June 2026, synthetic, ruled", editions / "2026.pdf", synthetic)
    edition, knobs = grown(a_plan(), 5), Knobs(rules="none", contents="none")
    pdf = folder / "unruled.pdf"
    pdf.write_bytes(typeset(edition, knobs, "typst"))
    unruled = {
        squeezed(
            item.number_printed,
            item.overview_title,
            item.overview_ministries,
            item.overview_status_printed,
        )
        for item in expected(edition, knobs).items
    }
    yield Overview("An edition without lines", pdf, unruled)


def read_by_us(overview: Overview) -> Ours:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        tables = read_through(overview.pdf, Path(folder), report_id=ReportId("2025")).tables
        seconds = time.perf_counter() - start
        rows = dict(our_rows(tables))
        spans = [row for row in tables.rows(SpanRow) if row.field == "overview"]
        pages: dict[str, set[int]] = {}
        for span in spans:
            pages.setdefault(str(span.id), set()).add(span.page)
        every = set().union(*pages.values())
        divided = {rows[own] for own, on in pages.items() if len(on) > 1 and own in rows}
        return Ours({*rows.values()}, range(min(every), max(every) + 1), divided, seconds)


def our_rows(tables: ReportTables) -> Iterator[tuple[str, str]]:
    """The rows of our overview by the item's id."""
    ministries = {r.item_id: r.printed for r in tables.rows(Ministry) if r.source == "overview"}
    statuses = {r.item_id: r.status_printed for r in tables.rows(Status) if r.source == "overview"}
    for item in tables.measures:
        cells = ministries.get(item.item_id), statuses.get(item.item_id)
        yield item.id, squeezed(item.number_printed, item.overview_title, *cells)


def read_by(python: str, name: str, pdf: Path, pages: range) -> tuple[set[str], str]:
    """The rows that a reader finds, each in every way in which four cells stand side by side."""
    script = str(Path(__file__).with_name("peers_readers.py"))
    command = [python, script, name, str(pdf), str(pages[0]), str(pages[-1])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired:
        return set(), f"over {SECONDS}"
    except subprocess.CalledProcessError as error:
        return set(), (error.stderr.strip().splitlines() or ["failed"])[-1][:60]
    seconds, rows = json.loads(done.stdout.splitlines()[-1])
    return {text for row in rows for text in fours(row)}, f"{seconds:.1f}"


def fours(row: Iterable[str]) -> Iterator[str]:
    """The text of each four cells side by side, empty ones left out."""
    cells = [cell for cell in row if cell.strip()]
    return (squeezed(*cells[first : first + 4]) for first in range(max(1, len(cells) - 3)))


if __name__ == "__main__":
    main()
