"""The tables across reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.seams.tables import Milestone, MilestoneOutcome, Table, Transition
from pipeline.validate.milestones import milestone_outcomes, milestones
from pipeline.validate.tables import ReportTables
from pipeline.validate.transitions import transitions


def tables_across(reports: Sequence[ReportTables]) -> dict[type[Table], Sequence[Any]]:
    """The rows of each table across reports, by plan."""
    return {
        Transition: transitions(reports),
        Milestone: milestones(reports),
        MilestoneOutcome: milestone_outcomes(reports),
    }
