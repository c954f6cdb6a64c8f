"""What a rule is: a function over a report's tables, with a name and a severity."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.norwegian.numbering import printed
from pipeline.seams.tables import Comparison, Finding, Measure
from pipeline.seams.vocabularies import Outcome, Severity
from pipeline.validate.tables import ReportTables

ERROR: Severity = "error"
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
    ref: str | None


NOWHERE = Side(None, None, None, None)


class Compared(NamedTuple):
    """One thing that a rule looked at. With a `message` it is a finding as well.

    `place` tells apart several of one rule in one scope (a paragraph, a page); `severity` is
    given only where it is not the rule's own, and `page` only where the left side stands in
    another report.
    """

    scope: str
    item_id: str | None
    left: Side
    right: Side
    outcome: Outcome
    message: str = ""
    place: str = ""
    severity: Severity | None = None
    page: int | None = None


class Rule(NamedTuple):
    """A consistency rule; what auditors are told of it stands in pipeline/glossary/rulebook.csv."""

    id: str
    severity: Severity
    compare: Callable[[ReportTables], Iterator[Compared]]


def rule(severity: Severity) -> Callable[[Callable[[ReportTables], Iterator[Compared]]], Rule]:
    """Make a function a rule; its id is its name with hyphens."""

    def named(compare: Callable[[ReportTables], Iterator[Compared]]) -> Rule:
        return Rule(compare.__name__.replace("_", "-"), severity, compare)

    return named


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


def _comparison(report_id: str, own: Rule, compared: Compared) -> Comparison:
    scope, item_id, left, right, outcome, _, place, _, _ = compared
    own_id = f"{own.id}/{scope}/{place}" if place else f"{own.id}/{scope}"
    page = _page(compared)
    return Comparison(report_id, item_id, own_id, page, own.id, scope, *left, *right, outcome)


def _finding(report_id: str, own: Rule, compared: Compared) -> Finding:
    place = "|".join((report_id, own.id, compared.scope, compared.place))
    return Finding(
        report_id,
        compared.item_id,
        hashlib.sha256(place.encode()).hexdigest()[:12],
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


def name_of(measure: Measure) -> str:
    """How a reader calls an item: «tiltak 4», «vedtak 611», «tiltak 29 a»."""
    kind = "tiltak" if measure.kind == "tiltak" else "vedtak"
    return f"{kind} {printed(measure.number, measure.letter)}"


def capital(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]
