"""`make bench`: where the time goes, as ratios to one bare pass, all in one run.

The bare pass is PyMuPDF's get_text("words") over the real report, nothing more. Each figure is
the median of several rounds, taken in turns so that a busy machine is busy for all.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pymupdf  # noqa: E402

from pipeline.extract.__main__ import extract  # noqa: E402
from pipeline.parse.__main__ import parse  # noqa: E402
from pipeline.reread.engine import page_texts  # noqa: E402
from pipeline.reread.table import overview_rows  # noqa: E402
from pipeline.segment.__main__ import segment  # noqa: E402

PDF = ROOT / "raw" / "2025.pdf"
ROUNDS = 9
TARGET = 4.0


def bare() -> None:
    with pymupdf.open(PDF) as document:
        for page in document:
            page.get_text("words")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        extracted, segmented, parsed = (folder / stage for stage in ("extract", "segment", "parse"))
        passes: dict[str, Callable[[], object]] = {
            "bare pass": bare,
            "extract": lambda: extract(PDF, extracted),
            "segment": lambda: segment(extracted, segmented),
            "parse": lambda: parse("2025", "Planen", extracted, segmented, parsed),
            "second engine (PDFium)": lambda: page_texts(PDF),
        }
        times: dict[str, list[float]] = {label: [] for label in passes}
        for _ in range(ROUNDS):
            for label, one in passes.items():
                times[label].append(timed(one))
        slow = "second table reading (pdfplumber)"
        times[slow] = [timed(lambda: overview_rows(PDF, range(65, 76)))]
    unit = statistics.median(times["bare pass"])
    print(f"{'':36}{'seconds':>9}{'x bare':>9}")
    for label, own in times.items():
        median = statistics.median(own)
        print(f"{label:36}{median:9.3f}{median / unit:9.2f}")
    stages = (times[stage] for stage in ("extract", "segment", "parse"))
    sums = [sum(own) for own in zip(*stages, strict=True)]
    ratio = statistics.median(sums) / unit
    print(f"{'extract + segment + parse':36}{statistics.median(sums):9.3f}{ratio:9.2f}")
    verdict = "held" if ratio <= TARGET else "NOT held"
    print(f"Target: within {TARGET:g} times the bare pass: {verdict}")


def timed(one: Callable[[], object]) -> float:
    start = time.perf_counter()
    one()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
