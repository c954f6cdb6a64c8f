"""Which items of different reports are the same one, under whatever number."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from pipeline.glossary.wording import listed, scope_name
from pipeline.midterm.counting import rows_of
from pipeline.seams.ids import Scope


class Entry(NamedTuple):
    """An item in one report."""

    report_id: str
    item_id: str


class Histories:
    """The items of a plan from report to report, as `transitions` has them."""

    def __init__(self, transitions: pd.DataFrame) -> None:
        pairs = transitions[["from_report", "to_report"]].drop_duplicates()
        in_time = [str(report) for row in rows_of(pairs) for report in row[1:]]
        self._when = {report: i for i, report in enumerate(dict.fromkeys(in_time))}
        self._became: dict[Entry, list[Entry]] = defaultdict(list)
        self._first: dict[Entry, Entry] = {}
        for row in rows_of(transitions):
            if pd.isna(row.from_item_id) or pd.isna(row.to_item_id):
                continue
            before = Entry(row.from_report, row.from_item_id)
            after = Entry(row.to_report, row.to_item_id)
            self._became[before].append(after)
            first, other = self.line(before), self.line(after)
            self._first[max(first, other)] = min(first, other)

    def when(self, report_id: str) -> int:
        """The place of a report in the order of time; ids need not be in it."""
        return self._when.get(report_id, 0)

    def line(self, entry: Entry) -> Entry:
        """The same for all that an item was and became, also where it was split or merged."""
        while entry in self._first and self._first[entry] != entry:
            entry = self._first[entry]
        return entry

    def now(self, entry: Entry) -> list[Entry]:
        """What the item is in the last report that has it: several, where it was split."""
        became = self._became.get(entry)
        if not became:
            return [entry]
        return list(dict.fromkeys(last for each in became for last in self.now(each)))

    def name(self, entry: Entry) -> str:
        """«Tiltak 7», «Tiltak 7 (nå tiltak 9)», «Tiltak 8 (nå tiltak 8 og tiltak 10)»."""
        now = [last.item_id for last in self.now(entry)]
        name = scope_name(Scope(entry.item_id))
        if now == [entry.item_id]:
            return name
        return f"{name} (nå {listed([scope_name(Scope(item)).lower() for item in now])})"
