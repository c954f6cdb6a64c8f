"""The table of all items: its rows, and what they can be filtered by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.glossary.rulebook import RuleText
from pipeline.glossary.wording import SEVERITIES, capital, item_name, status_label
from pipeline.publish.tables import Tables
from pipeline.seams.ids import NO_ITEM, RowId, RuleId, Scope, list_of, status_id
from pipeline.seams.tables import Finding, Measure
from pipeline.seams.vocabularies import SOURCES

NO_CHAPTER = "Uten kapittel"


class Item(NamedTuple):
    """A row of the table of all items; `tokens` are what the filters match."""

    measure: Measure
    name: str
    title: str
    chapter: str
    statuses: tuple[str, str]
    ministries: tuple[str, str]
    findings: list[Finding]
    tokens: str
    status_differs: bool
    ministries_differ: bool


class Filter(NamedTuple):
    """A choice among the rows: (token, words) for each option."""

    id: str
    label: str
    options: list[tuple[str, str]]


def chapters_of(measures: Sequence[Measure]) -> dict[Scope, str]:
    """The chapter of each item, by its id: that of its running text, with its number.

    An item in the overview alone has the chapter that its row is under.
    """
    printed = {
        measure.chapter.casefold(): " ".join(
            str(part) for part in (measure.chapter_number, measure.chapter) if part
        )
        for measure in measures
        if measure.chapter
    }
    named = {measure.scope: measure.chapter or measure.overview_chapter for measure in measures}
    return {
        scope: printed.get(chapter.casefold(), chapter) if chapter else NO_CHAPTER
        for scope, chapter in named.items()
    }


class Options:
    """The values that the filters offer, each with an ASCII token."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = defaultdict(dict)

    def token(self, kind: str, value: str) -> str:
        """The token of a value, the same each time."""
        known = self._known[kind]
        return known.setdefault(value, f"{kind}-{len(known) + 1}")

    def of(self, kind: str) -> dict[str, str]:
        """Token by value, in order of first use."""
        return self._known[kind]


def items_of(tables: Tables, options: Options) -> list[Item]:
    """The rows in the order of the measures; the values they have are noted in `options`."""
    statuses = {
        status.id: status_label(status.status, status.status_printed) for status in tables.statuses
    }
    ministries: dict[RowId, set[str]] = defaultdict(set)
    printed: dict[RowId, str] = {}
    for ministry in tables.ministries:
        key = list_of(ministry.id)
        ministries[key].add(ministry.ministry)
        printed.setdefault(key, ministry.printed)
    chapters = chapters_of(tables.measures)
    findings: dict[Scope, list[Finding]] = defaultdict(list)
    for finding in tables.findings:
        scope = finding.scope if finding.scope in chapters else finding.item_id
        findings[scope or NO_ITEM].append(finding)
    items: list[Item] = []
    for measure in tables.measures:
        text, overview = (status_id(measure.scope, source) for source in SOURCES)
        items.append(
            _item(
                measure,
                chapters[measure.scope],
                (statuses.get(text, ""), statuses.get(overview, "")),
                (printed.get(text, ""), printed.get(overview, "")),
                (ministries[text], ministries[overview]),
                findings.get(measure.scope, []),
                options,
            )
        )
    return items


def _item(
    measure: Measure,
    chapter: str,
    statuses: tuple[str, str],
    printed: tuple[str, str],
    ministries: tuple[set[str], set[str]],
    findings: list[Finding],
    options: Options,
) -> Item:
    status_differs = statuses[0] != statuses[1] and all(statuses)
    ministries_differ = ministries[0] != ministries[1] and all(ministries)
    tokens = [
        *(options.token("status", status) for status in statuses if status),
        *(options.token("departement", code) for code in sorted(ministries[0] | ministries[1])),
        options.token("kapittel", chapter),
        *(options.token("regel", finding.rule) for finding in findings),
        *(f"alvorlighet-{finding.severity}" for finding in findings),
        "alvorlighet-funn" if findings else "alvorlighet-ingen",
        *(["status-ulik"] if status_differs else []),
        *(["departement-ulik"] if ministries_differ else []),
    ]
    return Item(
        measure,
        item_name(measure),
        measure.title or measure.overview_title or "",
        chapter,
        statuses,
        printed,
        findings,
        " ".join(dict.fromkeys(tokens)),
        status_differs,
        ministries_differ,
    )


def filters_of(
    tables: Tables, options: Options, statuses: Sequence[str], rules: Mapping[RuleId, RuleText]
) -> list[Filter]:
    """The filters, with the values that occur and no others."""
    names = {ministry.ministry: ministry.name for ministry in tables.ministries}
    known = {kind: options.of(kind) for kind in ("status", "departement", "kapittel", "regel")}
    severities = {finding.severity for finding in tables.findings}
    return [
        Filter(
            "status",
            "Status",
            [
                *(
                    (known["status"][status], status)
                    for status in statuses
                    if status in known["status"]
                ),
                ("status-ulik", "Ulik i tekst og oversikt"),
            ],
        ),
        Filter(
            "departement",
            "Departement",
            [
                *(
                    (token, f"{code} – {names[code]}" if names.get(code) else code)
                    for code, token in sorted(
                        known["departement"].items(),
                        key=lambda option: (not names.get(option[0]), option),
                    )
                ),
                ("departement-ulik", "Ulike i tekst og oversikt"),
            ],
        ),
        Filter(
            "kapittel",
            "Kapittel",
            [(token, chapter) for chapter, token in known["kapittel"].items()],
        ),
        Filter(
            "regel",
            "Funn etter regel",
            [(known["regel"][rule], rules[rule].name) for rule in rules if rule in known["regel"]]
            + [(token, rule) for rule, token in known["regel"].items() if rule not in rules],
        ),
        Filter(
            "alvorlighet",
            "Funn etter alvorlighet",
            [
                ("alvorlighet-funn", "Alle med funn"),
                *(
                    (f"alvorlighet-{key}", capital(name))
                    for key, (name, _, _) in SEVERITIES.items()
                    if key in severities
                ),
                ("alvorlighet-ingen", "Uten funn"),
            ],
        ),
    ]
