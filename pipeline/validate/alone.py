"""A single report: contract and consistency without Great Expectations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.seams.tables import (
    Comparison,
    Correction,
    Finding,
    Record,
    Review,
)
from pipeline.validate import across
from pipeline.validate.batches import batches_of
from pipeline.validate.contract import breaches, refuse_on_breach
from pipeline.validate.items import summed_up
from pipeline.validate.promote import promote
from pipeline.validate.rules import rules
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables


def require_contract(tables: ReportTables, pdf: Path) -> None:
    """Raise `Refusal` for `pdf` if the tables parsed from it break the contract."""
    refuse_on_breach(breaches(batches_of([tables])), pdf)


def compared(tables: ReportTables) -> dict[type[Record], Sequence[Any]]:
    """What the report says twice, compared by the rules: the rows of the tables that result."""
    comparisons, findings = apply(rules(), tables)
    return {
        **summed_up(tables, findings, []),
        Comparison: comparisons,
        Finding: findings,
        Review: [],
        Correction: [],
    }


def judge(tables: ReportTables, processed: Path) -> None:
    """Compare what the report says twice, and write its tables to `processed`."""
    rows = {tables.report_id: compared(tables)}
    promote([tables], rows, across.tables_across([tables]), processed)
