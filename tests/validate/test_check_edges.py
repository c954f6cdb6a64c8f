"""Edges of the checks that no other test would notice, found by changing the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.validate.across import matches, transitions
from pipeline.validate.rules.across import rules_against
from pipeline.validate.rules.rule import apply
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.plans import a_plan


def test_another_number_and_nearly_the_same_title(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """It is the same measure: it has not gone, and nothing has come."""
    old = replace(a_plan(), as_of="juni 2025")
    title = next(m.title for m in old.measures if m.item_id == "tiltak-24")
    new = replace(old, as_of="juni 2026").with_measure("tiltak-24", number=25, title=f"{title} nå")
    reports = []
    for edition, report_id in ((old, "2025"), (new, "2026")):
        pdf = tmp_path / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        reports.append(run(pdf, report_id).tables)
    pairs = {
        match.before.item_id: match.after.item_id
        for match in matches(*reports)
        if match.before is not None and match.after is not None
    }
    assert pairs["tiltak-24"] == "tiltak-25"
    assert len(pairs) == len(old.measures)
    assert {row.change for row in transitions(reports)} == {"unchanged"}
    rules = {finding.rule for finding in apply(rules_against(reports[0]), reports[1])[1]}
    assert "title-changed" in rules
    assert not rules & {"measure-removed", "measure-added"}
