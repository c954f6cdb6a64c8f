"""What a rule is: a function from a report's tables to what it compared there.

Its id is the function's name. What severities its findings can have, and what auditors are told of
it, stands in the rulebook (pipeline/glossary/rulebook.csv).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from pipeline.glossary.rulebook import rulebook
from pipeline.seams.ids import ItemId, Ref, ReportId, RuleId, Scope, comparison_id, finding_id
from pipeline.seams.tables import Comparison, Finding
from pipeline.seams.vocabularies import Outcome, Severity
from pipeline.validate.tables import ReportTables

WARNING: Severity = "warning"
INFO: Severity = "info"
AGREE: Outcome = "agree"
DIFFER: Outcome = "differ"
MISSING: Outcome = "missing"
NOT_COMPARABLE: Outcome = "not-comparable"


class Side(NamedTuple):
    """One of the two places: where it stands, what is printed there, its page and its row."""

    source: str | None
    value: str | None
    page: int | None
    ref: Ref | None


NOWHERE = Side(None, None, None, None)


class Compared(NamedTuple):
    """One thing that a rule looked at. With a `message` it is a finding as well.

    `detail` tells apart several of one rule in one scope (a paragraph, a page); `severity` is
    given only where it is not the rule's usual one, and `page` only where the left side stands in
    another report.
    """

    scope: Scope
    item_id: ItemId | None
    left: Side
    right: Side
    outcome: Outcome
    message: str = ""
    detail: str = ""
    severity: Severity | None = None
    page: int | None = None


Compare = Callable[[ReportTables], Iterator[Compared]]
CompareAcross = Callable[[ReportTables, ReportTables], Iterator[Compared]]


class Rule(NamedTuple):
    """A rule about what one report says twice."""

    id: RuleId
    compare: Compare


class RuleAcross(NamedTuple):
    """A rule about what a report says and what the one before it on the same plan said."""

    id: RuleId
    compare: CompareAcross

    def against(self, before: ReportTables) -> Rule:
        """The rule for whatever comes after `before`."""
        return Rule(self.id, partial(self.compare, before))


def rule(compare: Compare) -> Rule:
    """Make a function of a report's tables a rule; its id is its name with hyphens."""
    return Rule(_id_of(compare), compare)


def rule_across(compare: CompareAcross) -> RuleAcross:
    """Make a function of two successive reports' tables a rule, named as `rule` does."""
    return RuleAcross(_id_of(compare), compare)


def _id_of(compare: Compare | CompareAcross) -> RuleId:
    return RuleId(compare.__name__.replace("_", "-"))


def apply(rules: Iterable[Rule], tables: ReportTables) -> tuple[list[Comparison], list[Finding]]:
    """Everything that the rules compared, and the findings among it."""
    comparisons: list[Comparison] = []
    findings: list[Finding] = []
    for own in rules:
        for compared in own.compare(tables):
            comparisons.append(_comparison(tables.report_id, own, compared))
            if compared.message:
                findings.append(_finding(tables.report_id, own, compared))
    return comparisons, findings


def _comparison(report_id: ReportId, own: Rule, compared: Compared) -> Comparison:
    return Comparison(
        report_id,
        compared.item_id,
        comparison_id(own.id, compared.scope, compared.detail),
        _page(compared),
        own.id,
        compared.scope,
        *compared.left,
        *compared.right,
        compared.outcome,
    )


def _finding(report_id: ReportId, own: Rule, compared: Compared) -> Finding:
    return Finding(
        report_id,
        compared.item_id,
        finding_id(report_id, own.id, compared.scope, compared.detail),
        _page(compared),
        own.id,
        compared.scope,
        *compared.left,
        *compared.right,
        severity=_severity(own.id, compared),
        message=compared.message,
        state="open",
        review=None,
    )


def _severity(rule_id: RuleId, compared: Compared) -> Severity:
    """The severity of a finding; the rulebook has all that the rule can give."""
    possible = rulebook()[rule_id].severities
    severity = compared.severity or possible[0]
    assert severity in possible, f"{rule_id}: {severity}"
    return severity


def _page(compared: Compared) -> int:
    return compared.page or compared.left.page or compared.right.page or 1
