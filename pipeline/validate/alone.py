"""One report that stands alone: contract and consistency without Great Expectations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.seams.tables import (
    PARSED,
    Comparison,
    Correction,
    Finding,
    Milestone,
    Record,
    Review,
    Transition,
)
from pipeline.validate import across
from pipeline.validate.promote import promote
from pipeline.validate.rules import RULES
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables


def require_contract(tables: ReportTables) -> None:
    """Raise `Refusal` if the tables that parse made do not hold the contract."""
    for record in PARSED:
        tables.arrow(record)


def judge(tables: ReportTables, processed: Path) -> None:
    """Compare what the report says twice, and put its tables in `processed`."""
    comparisons, findings = apply(RULES, tables)
    rows: dict[type[Record], list[Any]] = {
        Comparison: comparisons,
        Finding: findings,
        Review: [],
        Correction: [],
    }
    milestones = across.milestones([tables])
    promote([tables], {tables.report_id: rows}, {Transition: [], Milestone: milestones}, processed)
