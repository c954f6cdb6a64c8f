"""`python -m pipeline.publish raw interim processed processed/report`: all registered reports."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline import refusal
from pipeline.register import read_register
from pipeline.sandbox import confined


def publish(report_ids: list[str], raw: Path, interim: Path, processed: Path, to: Path) -> None:
    """Write the audit report, the annotated PDF and the sheets of each report to `to`."""
    # Imported here, which is in the child: the parent stays small, and forks before any thread.
    from pipeline.publish.reports import publish

    publish(report_ids, raw, interim, processed, to)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.publish", description=__doc__)
    for name in ("raw", "interim", "processed", "report"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    confined(
        arguments.raw,
        publish,
        list(read_register()),
        arguments.raw,
        arguments.interim,
        arguments.processed,
        arguments.report,
    )
    return 0


if __name__ == "__main__":
    refusal.run(main)
