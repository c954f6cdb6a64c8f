"""`python -m pipeline.parse 2025 interim/2025/extract interim/2025/segment interim/2025/parse`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pipeline import refusal
from pipeline.entries import Structure, read_structure
from pipeline.parse.front import abbreviation_rows, as_of_date, report_rows
from pipeline.parse.items import item_rows
from pipeline.parse.links import link_rows
from pipeline.parse.mentions import mention_rows
from pipeline.parse.paragraphs import paragraph_rows, running_text
from pipeline.parse.spans import Row
from pipeline.records import Unread, write_rows
from pipeline.register import read_register
from pipeline.storage import uncollected
from pipeline.words import read_document, read_links


@uncollected()
def parse(report_id: str, plan: str, extracted: Path, segmented: Path, folder: Path) -> None:
    """Read the parts of a report and write the rows of its tables into `folder`."""
    structure = read_structure(segmented)
    texts = running_text(structure)
    as_of = as_of_date(structure)
    rows = chain(
        report_rows(report_id, plan, read_document(extracted), structure),
        item_rows(report_id, structure, as_of),
        paragraph_rows(report_id, texts),
        mention_rows(report_id, texts, plan, as_of),
        link_rows(report_id, structure, read_links(extracted)),
        abbreviation_rows(report_id, structure),
        _unplaced_rows(report_id, structure),
    )
    write_rows(folder, rows)


def _unplaced_rows(report_id: str, structure: Structure) -> Iterator[Row]:
    items = {entry.id: entry.item_id for entry in structure.entries}
    for number, unplaced in enumerate(structure.unplaced, start=1):
        yield Unread(
            report_id, items.get(unplaced.scope), f"segment/{number}", unplaced.page,
            stage="segment", scope=unplaced.scope, reason=unplaced.reason, text=unplaced.text,
        )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.parse", description=__doc__)
    parser.add_argument("report_id")
    parser.add_argument("extracted", type=Path)
    parser.add_argument("segmented", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    register = read_register()
    if arguments.report_id not in register:
        raise refusal.Refusal(
            "raw/reports.yaml",
            f"rapporten «{arguments.report_id}» er ikke registrert.",
            advice="kjør «python -m pipeline add FIL.pdf».",
        )
    plan = register[arguments.report_id].plan
    parse(arguments.report_id, plan, arguments.extracted, arguments.segmented, arguments.folder)
    return 0


if __name__ == "__main__":
    refusal.run(main)
