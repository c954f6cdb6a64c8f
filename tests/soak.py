"""`make soak`: a large random campaign. Reports nobody has seen, typeset by every engine there is.

Each report is drawn by the factory's strategies, typeset, taken through extract, segment, reread
and parse, and compared with what it says. Prints a table; keeps what failed (the report as Python
that `--replay` reads, its PDF, and the differences) in a folder. Exit status 1 if any value is
wrong, a contradiction is reported that is not there, or a program breaks: what is not understood
must be unread, never wrong.

    python tests/soak.py --reports 200 --seed 7 --keep soak
    python tests/soak.py --reports 200 --seed 7 --shapes          # like June 2025
    python tests/soak.py --reports 200 --seed 7 --shapes labels overview
    python tests/soak.py --replay soak/7-0012-typst
"""

from __future__ import annotations

import argparse
import pprint
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.runtime.refusal import Refusal  # noqa: E402
from tests.conftest import Run  # noqa: E402
from tests.factory import (  # noqa: E402
    ENGINES,
    edition,
    expected,
    knobs,
    reading,
    shapes,
    strategies,
    typeset,
)
from tests.factory.reading import FALSE, HIDDEN, MISSED, WRONG, Difference, differences  # noqa: E402
from tests.factory.strategies import Report  # noqa: E402

AT_ONCE = 10  # reports that one process reads before it gives its figures
UNACCEPTABLE = (WRONG, FALSE, MISSED)


@dataclass
class Tally:
    """What became of a number of reports."""

    reports: int = 0
    exact: int = 0
    items: int = 0
    exact_items: int = 0
    refused: int = 0
    broken: int = 0
    differing: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_engine: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def __iadd__(self, other: Tally) -> Tally:
        self.reports += other.reports
        self.exact += other.exact
        self.items += other.items
        self.exact_items += other.exact_items
        self.refused += other.refused
        self.broken += other.broken
        self.differing += other.differing
        self.by_engine += other.by_engine
        return self

    @property
    def acceptable(self) -> bool:
        return not self.broken and not any(kind in UNACCEPTABLE for kind, _ in self.differing)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/soak.py", description=__doc__)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="other reports for each seed")
    parser.add_argument(
        "--shapes", nargs="*", choices=sorted(shapes.SHAPES), default=sorted(shapes.SHAPES),
        help="those that reports may have beside that of June 2025: all, or none",
    )  # fmt: skip
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("soak"), help="folder for what failed")
    parser.add_argument("--replay", type=Path, help="a report kept, without its extension")
    arguments = parser.parse_args()
    if arguments.replay:
        return _replay(arguments.replay)
    batches = [
        (
            tuple(arguments.shapes),
            arguments.seed,
            start,
            min(AT_ONCE, arguments.reports - start),
            arguments.keep,
        )
        for start in range(0, arguments.reports, AT_ONCE)
    ]
    tally = Tally()
    with ProcessPoolExecutor(arguments.processes) as pool:
        for own in pool.map(_campaign, *zip(*batches, strict=True)):
            tally += own
    print("\n".join(_table(tally)))
    if tally.exact < tally.reports:
        print(f"What failed is in {arguments.keep}/.")
    return 0 if tally.acceptable else 1


def _campaign(names: tuple[str, ...], seed_: int, start: int, count: int, keep: Path) -> Tally:
    """Read `count` reports; the same ones for the same seed and start."""
    tally = Tally()
    for number in range(start, start + count):
        report = _drawn(seed_ * 1_000_003 + number, names)
        _count(report, f"{seed_}-{number:04}-{report.engine}", keep, tally)
    return tally


def _drawn(number: int, names: tuple[str, ...]) -> Report:
    """The report of that number, which may have the shapes of these names.

    Hypothesis draws the simplest of all first, and then what is unlike it or much like the last;
    with another number before it, the second report of each seed is drawn evenly.
    """
    drawn: list[Report] = []
    reports = shapes.shaped_report(only=names) if names else strategies.random_report()

    @seed(number)
    @settings(
        max_examples=2,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64), reports)
    def draw(_: int, report: Report) -> None:
        drawn.append(report)

    draw()
    return drawn[-1]


def _count(report: Report, name: str, keep: Path, tally: Tally) -> None:
    """Read one report and add what became of it."""
    want = expected(report.edition, report.knobs)
    pdf, outcome = _read(report)
    tally.reports += 1
    tally.items += len(want.items)
    exact = not isinstance(outcome, Exception) and reading.exact(outcome)
    tally.by_engine[report.engine, exact] += 1
    if isinstance(outcome, Refusal):
        tally.refused += 1
    elif isinstance(outcome, Exception):
        tally.broken += 1
    else:
        spoilt = {one.where.partition("/")[0] for one in outcome if one.kind != HIDDEN}
        tally.exact += exact
        tally.exact_items += sum(item.item_id not in spoilt for item in want.items)
        tally.differing += Counter((found.kind, found.field) for found in outcome)
    if not exact:
        _keep(report, pdf, outcome, keep / name)


def _read(report: Report) -> tuple[bytes, list[Difference] | Exception]:
    """The PDF, and what differs, or what stopped the reading."""
    pdf = b""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "report.pdf"
        try:
            pdf = typeset(report.edition, report.knobs, report.engine)
            path.write_bytes(pdf)
            want = expected(report.edition, report.knobs)
            return pdf, differences(Run(path, "report", Path(name)), want)
        except Exception as error:  # a campaign goes on, and tells at its end
            return pdf, error


def _keep(report: Report, pdf: bytes, outcome: list[Difference] | Exception, stem: Path) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".pdf").write_bytes(pdf)
    stem.with_suffix(".report").write_text(pprint.pformat(report, width=100), encoding="utf-8")
    stem.with_suffix(".txt").write_text("\n".join(_told(outcome)) + "\n", encoding="utf-8")


def _told(outcome: list[Difference] | Exception) -> Iterator[str]:
    if isinstance(outcome, Refusal):
        yield f"refused: {outcome}"
    elif isinstance(outcome, Exception):
        yield "".join(traceback.format_exception(outcome))
    else:
        yield from map(str, outcome)


def _replay(stem: Path) -> int:
    """Read a kept report again and print what differs."""
    names: dict[str, Any] = {**vars(edition), **vars(knobs), **vars(strategies)}
    report: Report = eval(stem.with_suffix(".report").read_text(encoding="utf-8"), names)
    pdf, outcome = _read(report)
    stem.with_suffix(".pdf").write_bytes(pdf)
    print("\n".join(_told(outcome)) or "exact")
    return int(outcome != [])


def _table(tally: Tally) -> Iterator[str]:
    def share(part: int, whole: int) -> str:
        return f"{part:7} of {whole:6}  {100 * part / whole if whole else 100:6.2f} %"

    yield f"{'reports fully exact':32}{share(tally.exact, tally.reports)}"
    for engine in ENGINES:
        exact, other = tally.by_engine[engine, True], tally.by_engine[engine, False]
        yield f"{'  ' + engine:32}{share(exact, exact + other)}"
    yield f"{'items exact':32}{share(tally.exact_items, tally.items)}"
    yield f"{'refused':32}{tally.refused:7}"
    yield f"{'broken off by a traceback':32}{tally.broken:7}"
    for (kind, name), count in sorted(tally.differing.items()):
        yield f"{kind + ': ' + name:32}{count:7}"


if __name__ == "__main__":
    sys.exit(main())
