"""How a rule becomes one: a function, and a row in the rulebook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.glossary.rulebook import rulebook
from pipeline.seams.ids import INTRODUCTION
from pipeline.seams.vocabularies import Severity
from pipeline.validate.rules import rules, rules_against
from pipeline.validate.rules.editions import corrections_not_made
from pipeline.validate.rules.rule import AGREE, DIFFER, NOWHERE, Compared, Rule, apply, rule
from pipeline.validate.tables import ReportTables
from tests.conftest import Run


def test_the_rules_are_those_of_the_rulebook_in_its_order(june_2025: Run) -> None:
    tables = june_2025.tables
    written = [*rules(), *rules_against(tables), corrections_not_made([], tables, [])]
    assert [own.id for own in written] == list(rulebook())


def test_the_id_of_a_rule_is_the_name_of_its_function() -> None:
    @rule
    def as_of_differs(tables: ReportTables) -> Iterator[Compared]:
        yield Compared(INTRODUCTION, None, NOWHERE, NOWHERE, AGREE)

    assert as_of_differs.id == "as-of-differs"


@pytest.mark.parametrize(
    ("rule_id", "given", "severity"),
    [
        ("title-text-vs-overview", None, "warning"),
        ("title-text-vs-overview", "info", "info"),
        ("text-layer", None, "info"),
        ("text-layer", "warning", "warning"),
    ],
)
def test_a_finding_has_the_usual_severity_of_its_rule_or_another_that_it_can_give(
    june_2025: Run, rule_id: str, given: Severity | None, severity: Severity
) -> None:
    def compare(tables: ReportTables) -> Iterator[Compared]:
        yield Compared(INTRODUCTION, None, NOWHERE, NOWHERE, DIFFER, "Ulikt.", severity=given)

    _, findings = apply([Rule(rule_id, compare)], june_2025.tables)
    assert [finding.severity for finding in findings] == [severity]


def test_a_severity_that_the_rulebook_does_not_have_is_a_fault(june_2025: Run) -> None:
    def compare(tables: ReportTables) -> Iterator[Compared]:
        yield Compared(INTRODUCTION, None, NOWHERE, NOWHERE, DIFFER, "Ulikt.", severity="error")

    with pytest.raises(AssertionError, match="title-text-vs-overview: error"):
        apply([Rule("title-text-vs-overview", compare)], june_2025.tables)
