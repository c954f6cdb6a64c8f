"""`python -m pipeline.publish raw interim processed processed/report`: all registered reports."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from pipeline.runtime import refusal
from pipeline.runtime.sandbox import processors, started
from pipeline.seams.register import read_register

FEW = 4  # reports for which another process is not worth its start


def publish(report_ids: Sequence[str], raw: Path, interim: Path, processed: Path, to: Path) -> None:
    """Write the audit report, the annotated PDF and the sheets of each report to `to`.

    Where they are many, they are shared among as many processes as there are processors.
    """
    shares = min(processors(), 1 + len(report_ids) // FEW)
    with ExitStack() as children:
        outcomes = [
            children.enter_context(
                started(
                    raw, _share, report_ids[own::shares], report_ids, raw, interim, processed, to
                )
            )
            for own in range(shares)
        ]
        for outcome in outcomes:
            outcome()


def _share(
    own: Sequence[str], registered: Sequence[str], raw: Path, interim: Path, tables: Path, to: Path
) -> None:
    # Imported here, which is in the child: the parent stays small, and forks before any thread.
    from pipeline.publish.reports import publish

    publish(own, registered, raw, interim, tables, to)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.publish", description=__doc__)
    for name in ("raw", "interim", "processed", "report"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    publish(
        list(read_register()),
        arguments.raw,
        arguments.interim,
        arguments.processed,
        arguments.report,
    )
    return 0


if __name__ == "__main__":
    refusal.run(main)
