"""Whom to ask about a finding, and what.

An item is its first-named ministry's to answer for: that of the text, else of the overview. What
names all ministries, or belongs to no item, goes to the coordinating ministry, which is the one
that is first-named most often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.glossary.rulebook import RuleText
from pipeline.seams.ids import ItemId
from pipeline.seams.tables import Ministry

_IN_TURN = ("text", "overview")


class Addressee(NamedTuple):
    """A ministry: its code and its name."""

    code: str
    name: str


class Addressees:
    """Who answers for what in one report."""

    def __init__(self, ministries: Iterable[Ministry]) -> None:
        self._of: dict[ItemId, Addressee] = {}
        self._all: dict[ItemId, list[Addressee]] = {}
        for row in sorted(ministries, key=lambda row: (_IN_TURN.index(row.source), row.position)):
            if row.name is not None and row.item_id is not None:
                named = Addressee(row.ministry, row.name)
                self._of.setdefault(row.item_id, named)
                others = self._all.setdefault(row.item_id, [])
                if named not in others:
                    others.append(named)
        counts = Counter(self._of.values())
        # The first of several: in the order of the report.
        self.coordinating = counts.most_common(1)[0][0] if counts else None

    def of(self, item_id: ItemId | None) -> Addressee | None:
        """Who answers for an item, or for what belongs to none. None if no ministry is named."""
        return self._of.get(item_id, self.coordinating) if item_id else self.coordinating

    def copies(self, item_id: ItemId | None) -> list[Addressee]:
        """The other ministries that an item names."""
        return self._all.get(item_id, [])[1:] if item_id else []

    def ask(self, rule: RuleText, item_id: ItemId | None) -> str:
        """Whom to ask and what, in a sentence; an instruction to the reader stays as it is."""
        addressee = self.of(item_id)
        if not rule.is_question or addressee is None:
            return rule.ask
        return f"Spør {addressee.name}: {rule.ask}"
