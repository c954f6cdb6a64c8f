"""What a rule is: a function from a report's tables to its comparisons.

Its id is the function's name. The severities of its findings, and its text for auditors, are in the
rulebook (pipeline/glossary/rulebook.csv).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from pipeline.glossary.rulebook import rulebook
from pipeline.seams.ids import (
    ItemId,
    Ref,
    ReportId,
    RuleId,
    Scope,
    comparison_id,
    finding_id,
    is_page,
)
from pipeline.seams.tables import Comparison, Finding, Unread
from pipeline.seams.vocabularies import Basis, Outcome, Severity, Source
from pipeline.seams.words import COVERED
from pipeline.validate.holes import Holes, why
from pipeline.validate.tables import ReportTables

WARNING: Severity = "warning"
INFO: Severity = "info"
AGREE: Outcome = "agree"
DIFFER: Outcome = "differ"
MISSING: Outcome = "missing"
NOT_COMPARABLE: Outcome = "not-comparable"
PRINTED: Basis = "printed"
INFERRED: Basis = "inferred"


class Side(NamedTuple):
    """One of the two sides compared: its source, the printed value, its page and its row."""

    source: str | None
    value: str | None
    page: int | None
    ref: Ref | None


NOWHERE = Side(None, None, None, None)


class Compared(NamedTuple):
    """One comparison made by a rule; with a `message`, also a finding.

    `detail` distinguishes several of one rule in one scope (a paragraph, a page). `severity` is
    given only if it is not the rule's usual one, `page` only if the left side is in another report.
    `basis` is inferred where a sentence had to be understood; `related` are other items that the
    finding is about.
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
    basis: Basis = PRINTED
    related: tuple[ItemId, ...] = ()


Compare = Callable[[ReportTables], Iterator[Compared]]
CompareAcross = Callable[[ReportTables, ReportTables], Iterator[Compared]]


class Rule(NamedTuple):
    """A rule that compares what one report says twice.

    `whole` are the sources that must have been read whole before it can say that something is not
    there, or counts it.
    """

    id: RuleId
    compare: Compare
    whole: tuple[Source, ...] = ()


class RuleAcross(NamedTuple):
    """A rule that compares a report with the previous one on the same plan."""

    id: RuleId
    compare: CompareAcross

    def against(self, before: ReportTables) -> Rule:
        """The rule for the report after `before`."""
        return Rule(self.id, partial(self.compare, before))


def rule(compare: Compare) -> Rule:
    """Make a function of a report's tables a rule; its id is its name with hyphens."""
    return Rule(_id_of(compare), compare)


def rule_on_whole(*sources: Source) -> Callable[[Compare], Rule]:
    """Make a function a rule that looks for what is not there, or counts it, in these sources.

    Where one of them was not read whole, what it would report is not comparable.
    """
    return lambda compare: Rule(_id_of(compare), compare, sources)


def rule_across(compare: CompareAcross) -> RuleAcross:
    """Make a function of two successive reports' tables a rule, named as `rule` does."""
    return RuleAcross(_id_of(compare), compare)


def _id_of(compare: Compare | CompareAcross) -> RuleId:
    return RuleId(compare.__name__.replace("_", "-"))


def apply(rules: Iterable[Rule], tables: ReportTables) -> tuple[list[Comparison], list[Finding]]:
    """All comparisons of the rules, and the findings among them."""
    comparisons: list[Comparison] = []
    findings: list[Finding] = []
    for rule in rules:
        for compared in rule.compare(tables):
            if compared.message:
                compared = _if_read_whole(rule, compared, tables.holes)
            comparisons.append(_comparison(tables.report_id, rule, compared))
            if compared.message:
                findings.append(_finding(tables.report_id, rule, compared))
    return comparisons, findings


def _if_read_whole(rule: Rule, compared: Compared, holes: Holes) -> Compared:
    """The comparison; not comparable where what it compares was not read whole.

    A page that is lost or covered accuses itself: comparisons of pages stay.
    """
    hole = holes.in_item(compared.item_id)
    if hole is None and compared.item_id is None and not is_page(compared.scope):
        hole = holes.before(compared.left.page)
    for source in rule.whole:
        hole = hole or holes.in_source(source)
    covered = any(COVERED in (side.value or "") for side in (compared.left, compared.right))
    if hole is None and not covered:
        return compared
    return not_comparable(compared, hole)


def not_comparable(compared: Compared, hole: Unread | None) -> Compared:
    """What a rule would report, not held against the report: because of a hole, or covered."""
    right = compared.right
    if hole is not None:
        right = Side("unread", why(hole), hole.page, hole.ref)
    return compared._replace(right=right, outcome=NOT_COMPARABLE, message="")


def _comparison(report_id: ReportId, rule: Rule, compared: Compared) -> Comparison:
    return Comparison(
        report_id,
        compared.item_id,
        comparison_id(rule.id, compared.scope, compared.detail),
        _page(compared),
        rule.id,
        compared.scope,
        *compared.left,
        *compared.right,
        compared.outcome,
    )


def _finding(report_id: ReportId, rule: Rule, compared: Compared) -> Finding:
    return Finding(
        report_id,
        compared.item_id,
        finding_id(report_id, rule.id, compared.scope, compared.detail),
        _page(compared),
        rule.id,
        compared.scope,
        *compared.left,
        *compared.right,
        severity=_severity(rule.id, compared),
        message=compared.message,
        state="open",
        review=None,
        basis=compared.basis,
        related_item_ids="; ".join(compared.related) or None,
    )


def _severity(rule_id: RuleId, compared: Compared) -> Severity:
    """The severity of a finding; the rulebook has all that its rule can have."""
    possible = rulebook()[rule_id].severities
    severity = compared.severity or possible[0]
    assert severity in possible, f"{rule_id}: {severity}"
    return severity


def _page(compared: Compared) -> int:
    return compared.page or compared.left.page or compared.right.page or 1
