"""Seam: what each consistency rule is called and how it is explained to auditors.

The rules themselves are code in validate; their words are data (rulebook.csv), so that publish
can show them without importing another stage. A test holds the two together.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.files import read_csv


class RuleText(NamedTuple):
    """A rule in words, in bokmål.

    `severity` is the rule's own (`error`, `warning`, `info`; a finding may have a milder one);
    `explanation` is one sentence that says what should hold, `method` how it is looked at.
    """

    rule: str
    severity: str
    name: str
    explanation: str
    method: str


@cache
def rulebook() -> dict[str, RuleText]:
    """All rules by id, in the order in which a report shows them."""
    rows = read_csv(Path(__file__).with_suffix(".csv"))
    return {row["rule"]: RuleText(**row) for row in rows}
