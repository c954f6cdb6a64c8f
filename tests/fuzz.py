"""`make fuzz N=5000`: damaged PDFs through all stages, none of which may break, hang or lie.

Each file is a small edition of the factory, or the real report, with one random damage to its
objects or bytes (see tests/hostile/mutations.py). It is read in the sandbox as `add` and the stages
do, by functions in process. What comes of it:

    exact     the tables are those of the undamaged report
    said      they are not, and an unread row (which shuts the gate) or a new finding says so
    other     they are not, and both engines read the same other words on the pages: what the
              damage left is another report, read as it is seen
    refused   the file is refused before it would be registered
    stopped   so it is, by the sandbox: a library crashed on it, or took too long or too much

Exit status 1 for a traceback, a refusal after `add` would have taken the file, a stage that hangs,
or another value without a word. What failed is kept in a folder.

    python tests/fuzz.py --files 200 --seed 7 --keep fuzz
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.extract.__main__ import extract  # noqa: E402
from pipeline.parse.__main__ import parse  # noqa: E402
from pipeline.publish.reports import publish_files_of_one, publish_pages_of_one  # noqa: E402
from pipeline.reread.__main__ import reread  # noqa: E402
from pipeline.runtime.processes import send  # noqa: E402
from pipeline.runtime.refusal import Refusal  # noqa: E402
from pipeline.runtime.sandbox import Position, confined, is_about_memory  # noqa: E402
from pipeline.seams.ids import ReportId  # noqa: E402
from pipeline.seams.tables import (  # noqa: E402
    AmountMention,
    DateMention,
    Measure,
    Ministry,
    Status,
)
from pipeline.segment.__main__ import segment  # noqa: E402
from pipeline.validate.alone import judge, require_contract  # noqa: E402
from pipeline.validate.rules import rules  # noqa: E402
from pipeline.validate.rules.rule import apply  # noqa: E402
from pipeline.validate.tables import Folders, ReportTables  # noqa: E402
from tests.factory import ENGINES, typeset  # noqa: E402
from tests.factory.knobs import Knobs  # noqa: E402
from tests.factory.plans import a_small_edition  # noqa: E402
from tests.hostile.mutations import damaged, rewritten  # noqa: E402

PLAN = "Trygge lokalsamfunn"
ID = ReportId("2026")
REAL_EVERY = 25  # files: one of so many is the real report
PUBLISHED_EVERY = 20  # one of so many is published, too, which takes as long again
AT_ONCE = 25  # files that one process reads before it gives its figures
# What is compared, and never where it stands.
COMPARED: dict[type[Any], tuple[str, ...]] = {
    Measure: ("item_id", "title", "overview_title", "chapter", "overview_chapter", "narrative"),
    Status: ("item_id", "source", "status", "status_printed"),
    Ministry: ("item_id", "source", "position", "ministry", "role"),
    DateMention: ("item_id", "scope", "text", "edtf", "role"),
    AmountMention: ("item_id", "scope", "text", "amount_nok"),
}
EXACT, SAID, OTHER, REFUSED, STOPPED = "exact", "said", "other", "refused", "stopped"
TRACEBACK, LATE, HANGS, SILENT = "traceback", "refused late", "hangs", "silent"
FAILURES = (TRACEBACK, LATE, HANGS, SILENT)


class Reading(NamedTuple):
    """What was read of a file: values, unread rows, findings, and each page's words twice."""

    values: Counter[tuple[object, ...]]
    unread: int
    findings: set[tuple[str, str]]
    disagreeing: bool


class Result(NamedTuple):
    """What came of a file: the outcome, and what there is to say of it."""

    outcome: str
    detail: str = ""


def read(pdf: Path, folder: Path, published: bool = False) -> Reading | Result:
    """Take a PDF through all stages as `add` and the pipeline do, in the sandbox's child."""
    interim = Folders(*(folder / name for name in Folders._fields))
    taken = False
    try:
        extract(pdf, interim.extract)
        send(Position(Path("segment")))
        segment(interim.extract, interim.segment)
        reread(pdf, interim.extract, interim.segment, interim.reread)
        send(Position(Path("parse")))
        parse(ID, PLAN, interim.extract, interim.segment, interim.parse)
        tables = ReportTables(ID, interim)
        require_contract(tables, pdf)
        taken = True  # `add` would register it now
        _, findings = apply(rules(), tables)
        if published:
            send(Position(Path("publish")))
            judge(tables, folder / "processed")
            publish_pages_of_one(ID, pdf, interim.extract, folder / "processed")
            publish_files_of_one(ID, pdf, interim.extract, folder / "processed")
    except Refusal as refusal:
        return Result(LATE if taken else REFUSED, refusal.message())
    except Exception as error:
        if is_about_memory(error):  # also in other words of a library: the sandbox refuses for it
            raise
        return Result(TRACEBACK, traceback.format_exc())
    return Reading(
        Counter(_values(tables)),
        len(tables.unread),
        {(finding.rule, finding.scope) for finding in findings},
        any(finding.rule == "engines-disagree" for finding in findings),
    )


def _values(tables: ReportTables) -> Iterator[tuple[object, ...]]:
    for record, columns in COMPARED.items():
        for row in tables.rows(record):
            yield record.table, *(getattr(row, column) for column in columns)


def result_of(pdf: Path, base: Reading, published: bool = False) -> Result:
    """What comes of a damaged file, held against the undamaged one."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            reading = confined(pdf, read, pdf, Path(folder), published)
        except Refusal as refusal:  # the sandbox's own: time, memory or a crash
            stage = refusal.file in ("segment", "parse", "publish")
            return Result(HANGS if stage else STOPPED, refusal.message())
    if isinstance(reading, Result):
        return reading
    if reading.values == base.values:
        return Result(EXACT)
    if reading.unread > base.unread or reading.findings - base.findings:
        return Result(SAID)
    changes = [*(base.values - reading.values), *(reading.values - base.values)]
    return Result(SILENT if reading.disagreeing else OTHER, "\n".join(map(str, changes)))


class Base(NamedTuple):
    """A report before it is damaged, and what is read of it."""

    content: bytes
    reading: Reading


@cache
def small(engine: str) -> Base:
    """A small edition, as this engine sets it."""
    return _base(typeset(a_small_edition(), Knobs(), engine))


@cache
def real() -> Base:
    return _base((ROOT / "raw" / "2025.pdf").read_bytes())


def _base(printed: bytes) -> Base:
    content = rewritten(printed)
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / f"{ID}.pdf"
        pdf.write_bytes(content)
        reading = read(pdf, Path(folder))
    assert isinstance(reading, Reading), reading
    return Base(content, reading)


def campaign(
    numbers: Iterable[int], engines: tuple[str, ...], keep: Path | None = None
) -> Counter[tuple[str, str]]:
    """Damage and read the files of these numbers; how many came out how, by the kind of damage."""
    tally = Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            is_real = number % REAL_EVERY == 0
            base = real() if is_real else small(engines[number % len(engines)])
            changed, kind = damaged(base.content, number)
            pdf = Path(folder) / f"{number}.pdf"
            pdf.write_bytes(changed)
            result = result_of(pdf, base.reading, published=number % PUBLISHED_EVERY == 0)
            tally[result.outcome, kind] += 1
            if result.outcome in FAILURES or (keep and result.outcome in (OTHER, STOPPED)):
                print(f"{number} ({kind}): {result.outcome}\n{result.detail[-1500:]}", flush=True)
                if keep is not None:
                    keep.mkdir(exist_ok=True)
                    shutil.copyfile(pdf, keep / f"{number}-{result.outcome}.pdf")
            pdf.unlink()
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/fuzz.py", description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="other files for each seed")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"), help="folder for what failed")
    arguments = parser.parse_args()
    first = arguments.seed * 1_000_000
    numbers = range(first, first + arguments.files)
    batches = [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]
    for base in (real(), *map(small, ENGINES)):  # before the processes, which have them, too
        print(f"{len(base.content)} bytes: {base.reading.values.total()} values")
    tally = Counter[tuple[str, str]]()
    with ProcessPoolExecutor(arguments.processes) as pool:
        count = len(batches)
        for own in pool.map(campaign, batches, [ENGINES] * count, [arguments.keep] * count):
            tally += own
            print(list(table_of(tally))[-1], file=sys.stderr, flush=True)  # so far
    print("\n".join(table_of(tally)))
    return 1 if any(outcome in FAILURES for outcome, _ in tally) else 0


def table_of(tally: Counter[tuple[str, str]]) -> Iterator[str]:
    """The figures, one row for each kind of damage."""
    outcomes = [EXACT, SAID, OTHER, REFUSED, STOPPED, *FAILURES]
    yield f"{'':14}" + "".join(f"{outcome:>14}" for outcome in outcomes)
    for kind in sorted({kind for _, kind in tally}):
        yield f"{kind:14}" + "".join(f"{tally[outcome, kind]:14}" for outcome in outcomes)
    totals = [sum(n for (own, _), n in tally.items() if own == outcome) for outcome in outcomes]
    yield f"{'all':14}" + "".join(f"{total:14}" for total in totals)


if __name__ == "__main__":
    sys.exit(main())
