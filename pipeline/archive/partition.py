"""The task for one plan: its reports as one partition of each data set, and its page.

A row group is a report's rows: no step holds the tables of more than the few reports on a shelf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa

from pipeline.archive.listing import Listed
from pipeline.archive.pages import plan_page
from pipeline.archive.readings import Reading, Store
from pipeline.archive.summary import (
    FindingLine,
    PlanSummary,
    ReportSummary,
    in_order,
    lines_of,
    summary_of,
)
from pipeline.runtime.files import row_groups, write_bytes, write_table, write_text
from pipeline.seams.arrow import records_of, schema_of, table_of
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import (
    ACROSS,
    PARSED,
    TABLES,
    Comparison,
    Finding,
    Record,
    Table,
    Transition,
)
from pipeline.validate import across
from pipeline.validate.chains import successive
from pipeline.validate.contract import breaches, refuse_on_breach
from pipeline.validate.items import summed_up
from pipeline.validate.rules import rules_against
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import Shelf

PART = "part-0.parquet"
RECEIPTS = "plans"  # the folder, below the store's, of what the partitions were made of
PAGES = "plans"  # the folder, in the archive, of the plans' pages


class Partition(NamedTuple):
    """The reports of a plan that were read, by id."""

    plan_id: str
    plan: str
    entries: Sequence[Listed]

    def made_of(self, store: Store) -> str:
        """A hash of all that decides the partition's bytes."""
        parts = [self.plan_id, self.plan]
        for entry in self.entries:
            parts += [str(store.path(entry).name), entry.file, entry.place, entry.url]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a partition was made of, and what is in it."""

    made_of: str
    summary: PlanSummary


def dataset(out: Path, record: type[Table], plan_id: str) -> Path:
    """The file with a plan's rows of a table."""
    return out / record.table / f"plan_id={plan_id}" / PART


def page(out: Path, plan_id: str) -> Path:
    """The page of a plan."""
    return out / PAGES / f"{plan_id}.html"


def summary_if_made(partition: Partition, store: Store, out: Path) -> PlanSummary | None:
    """What is in the partition, if it is there and made of these reports."""
    try:
        receipt = msgspec.json.decode(_receipt(partition, store).read_bytes(), type=Receipt)
    except (OSError, msgspec.DecodeError):
        return None
    files = [dataset(out, record, partition.plan_id) for record in _tables()]
    whole = all(path.is_file() for path in [*files, page(out, partition.plan_id)])
    return receipt.summary if whole and receipt.made_of == partition.made_of(store) else None


def make(partition: Partition, store: Store, out: Path) -> PlanSummary:
    """Write the partition of each data set and the plan's page; the receipt comes last.

    Raises `Refusal` for rows that do not hold the contract, and for a damaged reading.
    """
    entries = {ReportId(str(entry.report_id)): entry for entry in partition.entries}
    paths = {report_id: store.path(entry) for report_id, entry in entries.items()}
    later = dict(_against_the_one_before(paths))
    shelf = Shelf()
    between = across.tables_across([Reading(each, path, shelf) for each, path in paths.items()])
    _receipt(partition, store).unlink(missing_ok=True)  # from here on, the files may be of two runs
    summaries: list[ReportSummary] = []
    findings: list[FindingLine] = []
    with ExitStack() as files:
        writers = {
            record: files.enter_context(
                row_groups(dataset(out, record, partition.plan_id), schema_of(record))
            )
            for record in TABLES.values()
        }
        for report_id, entry in entries.items():
            reading = Reading(report_id, paths[report_id])
            tables = {record: reading.arrow(record) for record in TABLES.values()}
            for record, more in later.get(report_id, {}).items():
                tables[record] = pa.concat_tables([tables[record], more])
            found = records_of(Finding, tables[Finding])
            for record, rows in summed_up(reading, found, between[Transition]).items():
                tables[record] = table_of(record, rows)
            refuse_on_breach(
                breaches({record.table: tables[record] for record in PARSED}), paths[report_id]
            )
            for record, table in tables.items():
                writers[record](table)
            summaries.append(summary_of(entry, tables))
            findings += lines_of(tables[Finding])
    for across_reports, rows in between.items():
        table = table_of(across_reports, rows)
        write_table(dataset(out, across_reports, partition.plan_id), table)
    summary = PlanSummary(partition.plan_id, partition.plan, in_order(summaries))
    path = page(out, partition.plan_id)
    write_text(path, plan_page(summary, findings, path.parent))
    receipt = msgspec.json.encode(Receipt(partition.made_of(store), summary))
    write_bytes(_receipt(partition, store), receipt)
    return summary


def _against_the_one_before(
    paths: dict[ReportId, Path],
) -> Iterator[tuple[ReportId, dict[type[Record], pa.Table]]]:
    """For each report with one before it, the rows of what the rules across reports compared."""
    order = successive([Reading(each, path) for each, path in paths.items()])
    for earlier, later in [(before.report_id, after.report_id) for before, after in order]:
        before, after = Reading(earlier, paths[earlier]), Reading(later, paths[later])
        comparisons, findings = apply(rules_against(before), after)
        yield (
            later,
            {
                Comparison: table_of(Comparison, comparisons),
                Finding: table_of(Finding, findings),
            },
        )


def _tables() -> Iterable[type[Table]]:
    return [*TABLES.values(), *ACROSS]


def _receipt(partition: Partition, store: Store) -> Path:
    return store.folder / RECEIPTS / f"{partition.plan_id}.json"


def receipts(store: Store) -> Iterator[Path]:
    """The receipts of all partitions."""
    return (store.folder / RECEIPTS).glob("*.json")
