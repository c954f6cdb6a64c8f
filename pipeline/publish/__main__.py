"""`python -m pipeline.publish raw interim processed processed/report`: all registered reports."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from pipeline import refusal
from pipeline.publish.annotated import Note, annotate
from pipeline.publish.content import content_of
from pipeline.publish.listings import findings_sheet, items_sheet, notes_of, rules_sheet
from pipeline.publish.page import render
from pipeline.publish.pictures import pictures
from pipeline.publish.places import Atlas
from pipeline.publish.sheets import csv_of, write_workbook
from pipeline.publish.tables import read_tables
from pipeline.register import read_register
from pipeline.rulebook import rulebook
from pipeline.storage import replacing, write_text
from pipeline.words import read_pages

ENDINGS = (".html", "-merknader.pdf", "-funn.csv", "-funn.xlsx")


def publish(report_ids: Iterable[str], raw: Path, interim: Path, processed: Path, to: Path) -> None:
    """Write the audit report, the annotated PDF and the sheets of each report to `to`.

    Each file is replaced in one step, and those of reports that are no longer registered are
    removed last. Raises `Refusal` where a table of an earlier stage is missing.
    """
    registered = list(report_ids)
    for report_id in registered:
        extracted = interim / report_id / "extract"
        _publish(report_id, raw / f"{report_id}.pdf", extracted, processed, to)
    for annotated in to.glob(f"*{ENDINGS[1]}"):
        report_id = annotated.name.removesuffix(ENDINGS[1])
        if report_id not in registered:
            for ending in ENDINGS:
                (to / f"{report_id}{ending}").unlink(missing_ok=True)


def _publish(report_id: str, pdf: Path, extracted: Path, processed: Path, to: Path) -> None:
    tables = read_tables(report_id, processed)
    atlas = Atlas(tables.spans, read_pages(extracted))
    sides = {finding.id: atlas.sides(finding) for finding in tables.findings}
    placed = [
        ((finding.id, name, i), place)
        for finding in tables.findings
        for name, places in zip(("left", "right"), sides[finding.id], strict=True)
        for i, place in enumerate(places)
    ]
    cut = pictures(pdf, [place for _, place in placed])
    rules = rulebook()
    content = content_of(
        tables, rules, sides, {key: own for (key, _), own in zip(placed, cut, strict=True)}
    )
    page, annotated, sheet, workbook = (to / f"{report_id}{ending}" for ending in ENDINGS)
    write_text(page, render(content))
    notes: list[Note] = notes_of(tables, rules, sides)
    with replacing(annotated) as temporary:
        annotate(pdf, notes, temporary)
    found = findings_sheet(content)
    with replacing(sheet) as temporary:
        temporary.write_bytes(csv_of(found))
    with replacing(workbook) as temporary:
        write_workbook(
            temporary,
            [found, items_sheet(content), rules_sheet(content)],
            content.title,
            annotated.name,
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipeline.publish", description=__doc__)
    for name in ("raw", "interim", "processed", "report"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    publish(
        read_register(),
        arguments.raw,
        arguments.interim,
        arguments.processed,
        arguments.report,
    )
    return 0


if __name__ == "__main__":
    refusal.run(main)
