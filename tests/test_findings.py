"""The findings: exactly those that are known to be there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.seams.tables import PARSED
from pipeline.validate.rules import rules
from tests.conftest import Run
from tests.known import JUNE_2025

# Its narratives are those of 2025, so that rules on narratives and dates speak of more there.
ABOUT_NARRATIVES = {
    "status-vs-narrative", "narrative-missing", "event-after-as-of", "planned-before-as-of",
    "same-text",
    "link-local-file", "link-not-a-url", "link-missing", "refers-to-itself", "name-differs",
    "same-sentence-other-status", "same-work-other-status", "same-deliverable-other-deadline",
    "storting-deadline-passed", "named-elsewhere", "figure-arithmetic", "money-contradiction",
}  # fmt: skip


def test_the_real_report(june_2025: Run) -> None:
    findings = june_2025.compared()[1]
    assert june_2025.findings() == JUNE_2025
    assert len(findings) == len(JUNE_2025)  # each once


def test_the_synthetic_edition(june_2026: Run, expected_2026: Any) -> None:
    planted = {(fault["rule"], f"tiltak-{fault['number']}") for fault in expected_2026["planted"]}
    found = {(rule, scope) for rule, scope, _ in june_2026.findings()}
    assert {one for one in found if one[0] not in ABOUT_NARRATIVES} == planted


def test_every_rule_compares_something(june_2025: Run) -> None:
    comparisons, _ = june_2025.compared()
    assert {rule.id for rule in rules()} == {comparison.rule for comparison in comparisons}


def test_what_is_counted_agrees(june_2025: Run) -> None:
    counted = {
        (c.scope, c.left_value): (c.right_value, c.outcome)
        for c in june_2025.compared()[0]
        if c.rule in ("count-stated", "amount-sum")
    }
    assert counted == {
        ("introduction", "alle de 122 tiltakene"): ("122", "agree"),
        ("chapter-6", "ytterligere åtte anmodningsvedtak"): ("8", "agree"),
        ("tiltak-2", "ni departementer:"): ("9", "agree"),
        ("introduction", "ni departementer"): (None, "not-comparable"),
        ("tiltak-1", "åtte departementer"): (None, "not-comparable"),  # another plan's
        ("tiltak-81", "300 mill. kroner"): ("150 mill. kroner + 150 mill. kroner", "agree"),
    }


def test_planted_values_are_shown_as_printed(june_2026: Run, expected_2026: Any) -> None:
    findings = {(f.rule, f.scope): f for f in june_2026.compared()[1]}
    for fault in expected_2026["planted"]:
        if "left" in fault:
            finding = findings[fault["rule"], f"tiltak-{fault['number']}"]
            assert (finding.left_value, finding.right_value) == (fault["left"], fault["right"])


def test_messages_say_what_differs_and_where(june_2025: Run) -> None:
    messages = {(f.rule, f.scope): f.message for f in june_2025.compared()[1]}
    assert messages["status-text-vs-overview", "tiltak-4"] == (
        "Tiltak 4 er «Under arbeid» i teksten (s. 9), men «Gjennomført» i oversikten (s. 65). "
        "Omtalen tyder på at «Gjennomført» er riktig: «Det er etablert en struktur på "
        "direktoratsnivå under navnet Direktoratsgruppen om vold i nære relasjoner og vold og "
        "overgrep mot barn»."
    )
    assert messages["ministries-text-vs-overview", "vedtak-619"] == (
        "Ansvarlig for vedtak 619 er «JD» i teksten (s. 64), men «Alle» i oversikten (s. 75)."
    )
    assert messages["title-text-vs-overview", "tiltak-99"] == (
        "Tittelen på tiltak 99 er ulik: «saker» i teksten, «saken» i oversikten (s. 52 og s. 72)."
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
    ids = {record.table: {row.id for row in june_2025.tables.rows(record)} for record in PARSED}
    for finding in june_2025.compared()[1]:
        for ref in (finding.left_ref, finding.right_ref):
            if ref is not None:
                table, own_id = ref.split(":", 1)
                assert own_id in ids[table], ref
