"""The items of a plan through all its reports, and the page that each one's history stands on.

An item keeps its page when it gets a new number: `transitions` says which entries are the same. One
that was split is the history of all that it became, one that was merged of what it came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.seams.ids import ItemId, ReportId
from pipeline.seams.register import plan_ids
from pipeline.seams.tables import Report, Transition

FOLDER = "report/items"  # in processed/; below it a folder for each plan, named by its plan_id
INDEX = "index.html"  # there: all items of all plans, with search


class Entry(NamedTuple):
    """An item in one report."""

    report_id: ReportId
    item_id: ItemId


class History(NamedTuple):
    """An item from its first report to its last. `entries` are in the order of the reports, several
    in a report from which it was merged; `page` is the file name, without its ending.
    """

    page: str
    entries: tuple[Entry, ...]

    @property
    def last(self) -> Entry:
        """The entry that it has now, or had before it was removed."""
        return self.entries[-1]


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Reports in the order of their months: of two for one month, the one registered later comes
    later; those without a month come first.
    """
    return sorted(reports, key=lambda report: report.as_of or date.min)


def histories(
    items: Mapping[ReportId, Sequence[ItemId]], steps: Iterable[Transition]
) -> list[History]:
    """The histories of a plan's items, in the order of its last report; those that are gone last.

    `items` has the items of each of its reports, in order. The page of an item is named for its
    last number; where a later item took that number, the report in which it last stood is added.
    """
    before: dict[Entry, list[Entry]] = defaultdict(list)
    goes_on: set[Entry] = set()
    for step in steps:
        if step.from_item_id is None or step.to_item_id is None:
            continue
        old = Entry(step.from_report, step.from_item_id)
        before[Entry(step.to_report, step.to_item_id)].append(old)
        goes_on.add(old)
    order = {
        Entry(report_id, item_id): (position, place)
        for position, (report_id, item_ids) in enumerate(items.items())
        for place, item_id in enumerate(dict.fromkeys(item_ids))
    }
    last = [entry for entry in order if entry not in goes_on]
    last.sort(key=lambda entry: (-order[entry][0], order[entry][1]))
    found: list[History] = []
    taken: set[str] = set()
    for entry in last:
        page = str(entry.item_id)
        if page in taken:
            page = f"{page}-{entry.report_id}"
        taken.add(page)
        line = sorted(_with_earlier(entry, before), key=lambda each: order[each])
        found.append(History(page, tuple(line)))
    return found


def _with_earlier(entry: Entry, before: Mapping[Entry, Sequence[Entry]]) -> set[Entry]:
    """The entry and all that it came from."""
    line, left = set[Entry](), [entry]
    while left:
        each = left.pop()
        if each not in line:
            line.add(each)
            left += before.get(each, ())
    return line


def page_paths(
    reports: Sequence[Report],
    items: Mapping[ReportId, Sequence[ItemId]],
    steps: Sequence[Transition],
) -> dict[Entry, str]:
    """The page of each item in each report, as a path below FOLDER: `plan/tiltak-4.html`.

    `reports` are in the order of the register, `items` those of each. An item that was split leads
    to the first that it became.
    """
    plan_id = plan_ids(report.plan for report in reports)
    paths: dict[Entry, str] = {}
    for plan, folder in plan_id.items():
        of_plan = in_order(report for report in reports if report.plan == plan)
        there = {report.report_id: items.get(report.report_id, ()) for report in of_plan}
        for history in histories(there, [step for step in steps if step.plan == plan]):
            for entry in history.entries:
                paths.setdefault(entry, f"{folder}/{history.page}.html")
    return paths
