"""The table of all items: its rows, and what they can be filtered by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.glossary.rulebook import RuleText
from pipeline.glossary.wording import SEVERITIES, capital, item_name, status_label, verdict_sentence
from pipeline.publish.tables import Tables
from pipeline.seams.ids import NO_ITEM, ItemId, RowId, RuleId, Scope, list_of, scope_of, status_id
from pipeline.seams.tables import Finding, Measure, Paragraph, Review
from pipeline.seams.vocabularies import SOURCES, ParagraphKind

NO_CHAPTER = "Uten kapittel"
SHORTEST = 5  # letters of what is marked in a narrative: «JD» stands everywhere
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_word = re.compile(r"[a-z0-9]+")


class Passage(NamedTuple):
    """A paragraph or list item of a narrative: (text, whether a finding quotes it)."""

    kind: ParagraphKind
    runs: list[tuple[str, bool]]


class Item(NamedTuple):
    """A row of the table of all items.

    `tokens` are what the filters match; the search matches what the row shows, its pages (between
    spaces) and the ministries' `names`. `review` is the verdict on the item that holds, `earlier`
    those before it.
    """

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
    narrative: list[Passage]
    pages: str
    names: str
    review: str
    earlier: list[str]


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
        """The token of a value, the same each time: it stands in addresses that people keep."""
        known = self._known[kind]
        if value not in known:
            token = f"{kind}-{'-'.join(_word.findall(value.lower().translate(_ASCII)))}"
            taken = sum(other == token or other.startswith(f"{token}.") for other in known.values())
            known[value] = f"{token}.{taken + 1}" if taken else token
        return known[value]

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
        for of in dict.fromkeys((scope or NO_ITEM, *related_items(finding))):
            findings[of].append(finding)
    names: dict[Scope, set[str]] = defaultdict(set)
    for ministry in tables.ministries:
        names[scope_of(ministry.id)].add(ministry.name or "")
    passages: dict[Scope, list[Paragraph]] = defaultdict(list)
    for row in tables.paragraphs:
        if row.item_id is not None and row.kind != "heading":
            passages[row.scope].append(row)
    verdicts: dict[RowId, Review] = {
        row.id: row for row in tables.reviews if row.state == "applied"
    }
    history = history_of(tables.reviews)
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
                verdicts.get(measure.id),
                options,
            )._replace(
                narrative=_passages(passages[measure.scope], findings.get(measure.scope, [])),
                pages=_pages(measure, findings.get(measure.scope, [])),
                names=" ".join(sorted(names[measure.scope])),
                review=_sentence(verdicts.get(measure.id)),
                earlier=history.get(measure.id, []),
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
    review: Review | None,
    options: Options,
) -> Item:
    status_differs = statuses[0] != statuses[1] and all(statuses)
    ministries_differ = ministries[0] != ministries[1] and all(ministries)
    tokens = [
        *(options.token("status", status) for status in statuses if status),
        *(options.token("departement", code) for code in sorted(ministries[0] | ministries[1])),
        options.token("kapittel", chapter),
        *(options.token("regel", finding.rule) for finding in findings),
        *(f"alvorlighet-{finding.severity}" for finding in findings if finding.stands),
        *(options.token("vurdering", finding.verdict) for finding in findings if finding.verdict),
        *([options.token("vurdering", review.verdict)] if review else []),
        *(["vurdering-ingen"] if any(finding.verdict is None for finding in findings) else []),
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
        [],
        "",
        "",
        "",
        [],
    )


def related_items(finding: Finding) -> list[ItemId]:
    """The other items that a finding is about."""
    return [ItemId(Scope(item)) for item in (finding.related_item_ids or "").split("; ") if item]


def _sentence(row: Review | None) -> str:
    if row is None:
        return ""
    return verdict_sentence(row.verdict, row.by, row.reviewed_on, row.reason, row.answer)


def history_of(reviews: Sequence[Review]) -> dict[RowId, list[str]]:
    """The verdicts on each finding or item that do not hold any more, in words, oldest first."""
    history: dict[RowId, list[str]] = defaultdict(list)
    for row in reviews:
        if row.state != "applied":
            history[row.id].append(_sentence(row) + (f" {row.note}" if row.note else ""))
    return history


def _pages(measure: Measure, findings: Sequence[Finding]) -> str:
    """The pages on which an item stands, in the text, the overview and its findings."""
    pages = {page for page in (measure.page_first, measure.overview_page) if page}
    if measure.page_first and measure.page_last:
        pages |= set(range(measure.page_first, measure.page_last + 1))
    for finding in findings:
        pages |= {page for page in (finding.left_page, finding.right_page) if page}
    return " ".join(map(str, sorted(pages)))


def _passages(rows: Sequence[Paragraph], findings: Sequence[Finding]) -> list[Passage]:
    """The narrative, with the words that findings quote marked."""
    quoted = {
        words
        for finding in findings
        for value in (finding.left_value, finding.right_value)
        if len(words := (value or "").strip()) >= SHORTEST
    }
    return [Passage(row.kind, _runs(row.text, quoted)) for row in rows]


def _runs(text: str, quoted: Iterable[str]) -> list[tuple[str, bool]]:
    """The text cut where a marked stretch begins or ends; stretches that overlap are one."""
    marked = sorted((at, at + len(words)) for words in quoted if (at := text.find(words)) >= 0)
    runs: list[tuple[str, bool]] = []
    position = 0
    for start, end in marked:
        start = max(start, position)
        if end > start:
            runs += [(text[position:start], False), (text[start:end], True)]
            position = end
    return [run for run in (*runs, (text[position:], False)) if run[0]]


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
        Filter(
            "vurdering",
            "Vurdering",
            [
                *((token, capital(verdict)) for verdict, token in options.of("vurdering").items()),
                ("vurdering-ingen", "Med funn som ikke er vurdert"),
            ],
        ),
    ]
