"""What a rule is: a function over a report's tables, with a name and a severity."""

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
    given only where it is not the rule's own, and `page` only where the left side stands in
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


class Rule(NamedTuple):
    """A consistency rule. Its severity, and what auditors are told of it, stand in
    pipeline/glossary/rulebook.csv.
    """

    id: RuleId
    compare: Callable[[ReportTables], Iterator[Compared]]

    @property
    def severity(self) -> Severity:
        """That of its findings, where they do not have a milder one."""
        return rulebook()[self.id].severity


class RuleAcross(NamedTuple):
    """A rule that holds a report against the one before."""

    id: RuleId
    compare: Callable[[ReportTables, ReportTables], Iterator[Compared]]

    def against(self, before: ReportTables) -> Rule:
        """The rule for the report that comes after `before`."""
        return Rule(self.id, partial(self.compare, before))


def rule(compare: Callable[[ReportTables], Iterator[Compared]]) -> Rule:
    """Make a function a rule; its id is its name with hyphens."""
    return Rule(_id_of(compare), compare)


def rule_across(compare: Callable[[ReportTables, ReportTables], Iterator[Compared]]) -> RuleAcross:
    """Make a function of two reports, the earlier first, a rule."""
    return RuleAcross(_id_of(compare), compare)


def _id_of(compare: Callable[..., object]) -> RuleId:
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
        severity=compared.severity or own.severity,
        message=compared.message,
        state="open",
        review=None,
    )


def _page(compared: Compared) -> int:
    return compared.page or compared.left.page or compared.right.page or 1
