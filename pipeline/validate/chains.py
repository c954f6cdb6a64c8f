"""The reports on one plan, one after the other.

They are ordered by the month that they cover. Of two for the same month the one registered later is
the corrected one: it comes second, and the first is superseded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from pipeline.validate.tables import ReportTables


def chains(reports: Iterable[ReportTables]) -> list[list[ReportTables]]:
    """The reports of each plan in the order of their months; those without a month are left out."""
    by_plan: dict[str, list[ReportTables]] = {}
    for tables in reports:
        if tables.report.as_of is not None:
            by_plan.setdefault(tables.report.plan, []).append(tables)
    return [sorted(chain, key=as_of) for chain in by_plan.values()]


def successive(reports: Iterable[ReportTables]) -> Iterator[tuple[ReportTables, ReportTables]]:
    """Each report with the one before it on the same plan."""
    for chain in chains(reports):
        yield from pairwise(chain)


def is_correction(before: ReportTables, after: ReportTables) -> bool:
    """Whether two reports are for the same month: the later one is a corrected edition."""
    return before.report.as_of == after.report.as_of


def as_of(tables: ReportTables) -> date:
    """The last day of the month that a report in a chain speaks for."""
    assert tables.report.as_of is not None
    return tables.report.as_of
