"""`python -m pipeline.publish raw interim processed FOLDER expectations`: all reports."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.processes import processors
from pipeline.runtime.progress import working_on
from pipeline.runtime.sandbox import started
from pipeline.seams.ids import ReportId
from pipeline.seams.register import read_register

FEW = 4  # reports: too few to start another process for


def publish(
    report_ids: Sequence[ReportId],
    raw: Path,
    interim: Path,
    processed: Path,
    to: Path,
    suites: Path,
) -> None:
    """Write the audit report, the annotated PDF and the sheets of each report, and the pages of all
    items, to `to`. How good the rules are, and the findings as last published, are in `suites`.

    Many reports are published in batches, one process for each processor; the pages of items, which
    go through all reports, in one more.
    """
    importlib.import_module("pipeline.publish.reports")  # once for all children, before any thread
    count = min(processors(), 1 + len(report_ids) // FEW)
    batches = [report_ids[first::count] for first in range(count)]
    rest = (report_ids, raw, interim, processed, to, suites)
    with ThreadPoolExecutor(count + 1) as threads, ExitStack() as children:
        outcomes = [
            children.enter_context(started(raw, _publish, batch, *rest)) for batch in batches
        ]
        pages = (report_ids, raw, interim, processed, to)
        outcomes.append(children.enter_context(started(raw, _publish_items, *pages)))
        # All are read at once: a child whose messages fill its pipe waits until it is read.
        heard = [threads.submit(outcome) for outcome in outcomes]
        wait(heard)  # one that is ended by another's refusal would leave behind what it has begun
        for each in heard:
            each.result()


def _publish(
    batch: Sequence[ReportId],
    registered: Sequence[ReportId],
    raw: Path,
    interim: Path,
    tables: Path,
    to: Path,
    suites: Path,
) -> None:
    from pipeline.glossary.accuracy import FILE, read_accuracy
    from pipeline.publish.reports import publish

    publish(batch, registered, raw, interim, tables, to, read_accuracy(suites / FILE), suites)


def _publish_items(
    registered: Sequence[ReportId], raw: Path, interim: Path, tables: Path, to: Path
) -> None:
    from pipeline.publish.reports import publish_items

    publish_items(registered, raw, interim, tables, to)


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.publish",
        description="Lager kontrollrapporten og PDF-en med funnene markert for alle rapporter.",
    )
    parser.add_argument("raw", type=Path, metavar="RAW", help="mappen med rapportene")
    parser.add_argument("interim", type=Path, metavar="INTERIM", help="mappen med avlesningene")
    parser.add_argument("processed", type=Path, metavar="PROCESSED", help="mappen med tabellene")
    parser.add_argument("report", type=Path, metavar="MAPPE", help="hit skrives det som lages")
    parser.add_argument(
        "expectations",
        type=Path,
        metavar="EXPECTATIONS",
        help="mappen med hvor gode reglene er, og funnene slik de sist ble publisert",
    )
    arguments = parser.parse_args()
    working_on("alle rapporter", "lager kontrollrapporten")
    publish(
        list(read_register()),
        arguments.raw,
        arguments.interim,
        arguments.processed,
        arguments.report,
        arguments.expectations,
    )
    return 0


if __name__ == "__main__":
    refusal.run(main)
