"""Seam: the name of each consistency rule and its explanation for auditors.

The rules are code in validate; their texts are data (rulebook.csv), so that publish can show them
without importing another stage. A test keeps the two in step.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from pipeline.runtime.files import read_csv
from pipeline.seams.ids import RuleId
from pipeline.seams.vocabularies import Severity


class RuleText(NamedTuple):
    """The texts of a rule in bokmål.

    `severities` are those that its findings can have, the usual one first; `explanation` is one
    sentence on what should hold, `method` on how it is checked. `kind` says whether it holds two
    places of the report against each other or looks one value up. `ask` is what an auditor would
    ask a ministry; what is no question, the reader can find out. `ask_nn` is the same in nynorsk,
    for letters.
    """

    rule: RuleId
    severities: tuple[Severity, ...]
    name: str
    explanation: str
    method: str
    kind: Literal["places", "lookup"]
    ask: str
    ask_nn: str

    @property
    def is_question(self) -> bool:
        return self.ask.endswith("?")


@cache
def rulebook() -> dict[RuleId, RuleText]:
    """All rules by id, in the order in which a report shows them."""
    rows = read_csv(Path(__file__).with_suffix(".csv"))
    cells = [
        [cell.split() if name == "severities" else cell for name, cell in row.items()]
        for row in rows
    ]
    return {text.rule: text for text in msgspec.convert(cells, list[RuleText])}
