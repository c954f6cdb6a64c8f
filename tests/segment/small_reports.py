"""Small reports set for a test: lines, or words at their places; and what is read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.seams.tables import Measure, Status
from tests.conftest import Run
from tests.segment.learnt import Canvas
from tests.segment.learnt import typeset as typeset_lines

Read = Callable[[Path, str], Run]
Words = tuple[float, float, str, float, str]  # x, y from the foot, font, size, text
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
UPRIGHT, LYING = (595.0, 842.0), (842.0, 595.0)


def read_lines(run: Read, folder: Path, text: str) -> Run:
    """A report set as the learnt documents are."""
    typeset_lines(text, folder / "report.pdf")
    return run(folder / "report.pdf", "report")


def read_pages(run: Read, folder: Path, *pages: tuple[tuple[float, float], Sequence[Words]]) -> Run:
    """A report of pages with words at their places."""
    canvas = Canvas(str(folder / "report.pdf"), invariant=1)
    for size, words in pages:
        canvas.setPageSize(size)
        for x, y, font, points, text in words:
            canvas.setFont(font, points)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return run(folder / "report.pdf", "report")


def running(top: float, *lines: str) -> list[Words]:
    """Lines of running text; one with a star is in bold."""
    return [
        (72, top - 13 * n, BOLD if line[:1] == "*" else PLAIN, 10, line.removeprefix("*"))
        for n, line in enumerate(lines)
    ]


def item(number: int, title: str, ministry: str = "JD", status: str = "Under arbeid") -> list[str]:
    return [
        f"*Tiltak {number}: {title}",
        f"Status: {status}",
        f"Ansvarlig: {ministry}",
        "Arbeidet er kommet godt i gang, og flere etater deltar.",
        "",
    ]


def items(*titles: str) -> str:
    return "\n".join(line for n, title in enumerate(titles, 1) for line in item(n, title))


def measures(of: Run) -> list[Measure]:
    return of.tables.rows(Measure)


def overview_of(of: Run) -> list[tuple[str | None, str | None]]:
    statuses = {row.item_id: row.status for row in of.tables.rows(Status) if "overview" in row.id}
    return [(m.overview_title, statuses.get(m.item_id)) for m in measures(of)]
