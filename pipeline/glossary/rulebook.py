"""Seam: what each consistency rule is called and how it is explained to auditors.

The rules themselves are code in validate; their words are data (rulebook.csv), so that publish
can show them without importing another stage. A test holds the two together.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.runtime.files import read_csv
from pipeline.seams.ids import RuleId
from pipeline.seams.vocabularies import Severity


class RuleText(NamedTuple):
    """A rule in words, in bokmål.

    `severity` is the rule's own (`error`, `warning`, `info`; a finding may have a milder one);
    `explanation` is one sentence that says what should hold, `method` how it is looked at.
    """

    rule: RuleId
    severity: Severity
    name: str
    explanation: str
    method: str


@cache
def rulebook() -> dict[RuleId, RuleText]:
    """All rules by id, in the order in which a report shows them."""
    rows = read_csv(Path(__file__).with_suffix(".csv"))
    texts = msgspec.convert([[*row.values()] for row in rows], list[RuleText])
    return {text.rule: text for text in texts}
