"""The findings: exactly those that are known to be there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.records import PARSED
from pipeline.validate.rules import RULES
from tests.conftest import Run

JUNE_2025 = {  # checked by hand
    ("status-text-vs-overview", "tiltak-4", "error"),
    ("status-text-vs-overview", "tiltak-32", "error"),
    ("status-text-vs-overview", "vedtak-618", "error"),
    ("ministries-text-vs-overview", "tiltak-50", "error"),
    ("ministries-text-vs-overview", "vedtak-619", "error"),
    ("title-text-vs-overview", "tiltak-99", "warning"),
    ("title-text-vs-overview", "tiltak-7", "info"),
    ("title-text-vs-overview", "tiltak-20", "info"),
    ("title-text-vs-overview", "tiltak-35", "info"),
    ("title-text-vs-overview", "tiltak-116", "info"),
}
STRUCTURAL = {rule.id for rule in RULES if "text-vs-overview" in rule.id} | {
    "missing-in-text", "missing-in-overview", "duplicate-in-text", "duplicate-in-overview",
    "numbering-gap", "unknown-status", "unknown-ministry", "engines-disagree",
    "overview-readings-differ",
}  # fmt: skip


def structural(run: Run) -> set[tuple[str, str, str]]:
    return {found for found in run.findings() if found[0] in STRUCTURAL}


def test_the_real_report(june_2025: Run) -> None:
    assert structural(june_2025) == JUNE_2025


def test_the_synthetic_edition(june_2026: Run, expected_2026: Any) -> None:
    planted = {
        (fault["rule"], f"tiltak-{fault['number']}")
        for fault in expected_2026["planted"]
        if fault["rule"] in STRUCTURAL
    }
    assert {(rule, scope) for rule, scope, _ in structural(june_2026)} == planted


def test_planted_values_are_shown_as_printed(june_2026: Run, expected_2026: Any) -> None:
    findings = {(f.rule, f.scope): f for f in june_2026.compared()[1]}
    for fault in expected_2026["planted"]:
        if "left" in fault:
            finding = findings[fault["rule"], f"tiltak-{fault['number']}"]
            assert (finding.left_value, finding.right_value) == (fault["left"], fault["right"])


def test_messages_say_what_differs_and_where(june_2025: Run) -> None:
    messages = {(f.rule, f.scope): f.message for f in june_2025.compared()[1]}
    assert messages["status-text-vs-overview", "tiltak-4"] == (
        "Tiltak 4 er «Under arbeid» i teksten (s. 9), men «Gjennomført» i oversikten (s. 65)."
    )
    assert messages["ministries-text-vs-overview", "vedtak-619"] == (
        "Ansvarlig for vedtak 619 er «JD» i teksten (s. 64), men «Alle» i oversikten (s. 75)."
    )
    assert messages["title-text-vs-overview", "tiltak-99"] == (
        "Tittelen på tiltak 99 lyder ulikt: «saker» i teksten, «saken» i oversikten "
        "(s. 52 og s. 72)."
    )


def test_agreements_are_kept(june_2025: Run) -> None:
    comparisons, _ = june_2025.compared()
    outcomes = Counter((c.rule, c.outcome) for c in comparisons)
    assert outcomes["status-text-vs-overview", "agree"] == 128
    assert outcomes["status-text-vs-overview", "differ"] == 3
    assert outcomes["engines-disagree", "agree"] == 75
    assert outcomes["overview-readings-differ", "agree"] == 131


def test_ids_are_unique_and_do_not_depend_on_values(june_2025: Run) -> None:
    comparisons, findings = june_2025.compared()
    assert len({c.id for c in comparisons}) == len(comparisons)
    assert len({f.id for f in findings}) == len(findings)
    by_scope = {(f.rule, f.scope): f.id for f in findings}
    # Fixed for ever: reviews refer to findings by this.
    assert by_scope["status-text-vs-overview", "tiltak-4"] == "29541a33a036"


def test_refs_point_at_rows(june_2025: Run) -> None:
    ids = {
        record.table: {row.id for row in june_2025.tables.rows(record)}
        for record in PARSED
    }
    for finding in june_2025.compared()[1]:
        for ref in (finding.left_ref, finding.right_ref):
            if ref is not None:
                table, own_id = ref.split(":", 1)
                assert own_id in ids[table], ref
