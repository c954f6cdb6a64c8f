"""The consistency rules: each a named function from a report's tables to its comparisons.

A rule is a function with `@rule` (or `@rule_across`) in a module of this package, and a row in
pipeline/glossary/rulebook.csv, whose order is that of the rules. The last of them,
`corrections_not_made`, is made from the verdicts on the report before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from pipeline.glossary.rulebook import rulebook
from pipeline.validate.rules.rule import Rule, RuleAcross
from pipeline.validate.tables import ReportTables

_R = TypeVar("_R", Rule, RuleAcross)


@cache
def rules() -> Sequence[Rule]:
    """The rules that look at one report, in the order of the rulebook."""
    return _collected(Rule)


def rules_against(before: ReportTables) -> Sequence[Rule]:
    """The rules that compare a report with `before`, the previous one."""
    return [across.against(before) for across in _collected(RuleAcross)]


def _collected(kind: type[_R]) -> Sequence[_R]:
    """The rules in the modules of this package. Raises ValueError for one not in the rulebook."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    collected = {
        value.id: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, kind)
    }
    order = list(rulebook())
    return sorted(collected.values(), key=lambda known: order.index(known.id))
