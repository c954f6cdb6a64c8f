"""The tables across reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.seams.tables import Milestone, MilestoneOutcome, Table, Transition
from pipeline.validate.chains import chains
from pipeline.validate.milestones import milestone_outcomes, milestones
from pipeline.validate.tables import ReportTables
from pipeline.validate.transitions import transitions

READ: Mapping[type[Table], Callable[[Sequence[ReportTables]], Sequence[Any]]] = {
    Transition: transitions,
    Milestone: milestones,
    MilestoneOutcome: milestone_outcomes,
}


def tables_across(reports: Sequence[ReportTables]) -> dict[type[Table], Sequence[Any]]:
    """The rows of each table across reports, by plan."""
    rows: dict[type[Table], list[Any]] = {record: [] for record in READ}
    for chain in chains(reports):  # all tables of a plan, so that its reports need be read once
        for record, read in READ.items():
            rows[record] += read(chain)
    return {**rows}
