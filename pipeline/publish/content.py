"""What the audit report says, ready for its template: no markup, no files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from pipeline.evidence.pictures import ZOOM, Picture
from pipeline.evidence.places import Place, Sides, differing, to_show
from pipeline.glossary.annotated import annotated_name
from pipeline.glossary.provenance import provenance_of
from pipeline.glossary.reasons import PAGE_REASONS, kept_reason, reason_text
from pipeline.glossary.rulebook import RuleText
from pipeline.glossary.wording import (
    NOT_STATED,
    SEVERITIES,
    capital,
    counted,
    counted_findings,
    item_name,
    listed,
    number,
    scope_name,
    source_name,
    status_label,
    subject,
)
from pipeline.publish.changes import Changes, Earlier, changes_of
from pipeline.publish.effects import Effects
from pipeline.publish.figure import ChapterCounts, figure, legend_swatch
from pipeline.publish.items import (
    NO_CHAPTER,
    Filter,
    Item,
    Options,
    chapters_of,
    filters_of,
    history_of,
    items_of,
)
from pipeline.publish.since_published import SincePublished, since_published
from pipeline.publish.tables import Tables
from pipeline.seams.ids import (
    NO_ITEM,
    REPORT,
    ItemId,
    Ref,
    RowId,
    RuleId,
    Scope,
    ref_to,
    scope_of,
)
from pipeline.seams.published import Published, PublishedFinding
from pipeline.seams.tables import (
    STATUSES,
    Comparison,
    Correction,
    Finding,
    KeptOut,
    Measure,
    Report,
    Unread,
)
from pipeline.seams.vocabularies import ITEM_KINDS, OUTCOMES, KeptKind, Outcome, Severity

LONGEST = 700  # characters of a value on a card; the sheets hold all of it
FEW = 3  # lost pages in the summary, or texts that were kept out: the rest are counted
GLIMPSE = 60  # characters of a text that was kept out
AROUND = 240  # characters of the words around, in a picture's text
READINGS = ("engines-disagree", "overview-readings-differ")


class Shown(NamedTuple):
    """A picture as it stands in the report: sizes in CSS pixels.

    `mark` is how far to the right the marked words are, from 0 to 1.
    """

    page: int
    mark: str
    data: str
    width: int
    height: int
    alt: str
    note: str


class Side(NamedTuple):
    """One of a card's two sides. `words` are (text, whether it differs).

    `file` is the annotated PDF that has its page; `ref` its row if that is of this report, as
    table:id.
    """

    file: str
    ref: Ref | None
    heading: str
    words: list[tuple[str, bool]]
    shortened: bool
    page: int | None
    pictures: list[Shown]


class Card(NamedTuple):
    """A finding. A side without a source has no heading.

    `effect` is what it would change in the figures; `earlier` are the verdicts on it before the
    one that holds, in words.
    """

    finding: Finding
    rule: RuleText
    subject: str
    title: str
    item: Scope
    left: Side
    right: Side
    effect: str
    earlier: list[str]

    @property
    def sides(self) -> list[Side]:
        """The sides to show."""
        return [side for side in (self.left, self.right) if side.heading]


class Group(NamedTuple):
    """The findings of one severity that stand: open, or confirmed."""

    severity: Severity
    heading: str
    meaning: str
    cards: list[Card]


class RuleLine(NamedTuple):
    """A rule and its findings. `mark` is agree, differ or not-comparable."""

    rule: RuleText
    total: int
    counts: dict[Outcome, int]
    findings: list[Finding]
    mark: Outcome


class Doubt(NamedTuple):
    """A printed text that was not understood."""

    row: Unread
    subject: str
    reason: str


class KeptLine(NamedTuple):
    """Text of one kind that was kept out of the report: where, how often, and what it says.

    `pages` are stretches of pages, as (first, last); `words` the most frequent texts, none where
    these are covered.
    """

    reason: str
    places: int
    pages: list[tuple[int, int]]
    words: list[str]


class Reading(NamedTuple):
    """The result of two independent readings."""

    rule: RuleText
    sentence: str
    findings: list[Finding]


class AgreedLine(NamedTuple):
    """The comparisons of one rule that agree: (what they are about, both values, both pages)."""

    rule: RuleText
    rows: list[tuple[str, str, str, int | None, int | None]]


class Doubtful(NamedTuple):
    """A comparison that could not be decided, and why."""

    rule: RuleText
    subject: str
    value: str
    page: int
    reason: str


class Gone(NamedTuple):
    """A finding of the last publication that is no more: what it said, and where it stood then.

    `sides` are (source, value, page).
    """

    id: RowId
    severity: Severity | None
    rule: str
    subject: str
    message: str
    sides: list[tuple[str, str | None, int | None]]


class Content(NamedTuple):
    """All of the report."""

    tables: Tables
    title: str
    as_of: str
    lead: list[str]
    figures: list[Markup]
    statuses: list[tuple[str, Markup]]
    chapters: list[ChapterCounts]
    totals: ChapterCounts
    outcomes: dict[Outcome, int]
    groups: list[Group]
    set_aside: list[Card]
    items: list[Item]
    filters: list[Filter]
    rules: list[RuleLine]
    silent: list[RuleText]
    readings: list[Reading]
    lost: list[Doubt]
    unread: list[Doubt]
    kept_out: list[KeptLine]
    corrections: list[Correction]
    corrected_rows: frozenset[Ref]
    corrected_items: frozenset[ItemId | None]
    stale: list[str]
    subjects: dict[RowId, str]
    annotated: str
    provenance: list[tuple[str, str]]
    agreed: list[AgreedLine]
    undecided: list[Doubtful]
    changes: Changes | None  # since the previous report; None for the first on its plan
    since: SincePublished | None  # None where nothing was published
    gone: list[Gone]


def content_of(
    tables: Tables,
    rules: Mapping[RuleId, RuleText],
    sides: Mapping[RowId, Sides],
    pictures: Mapping[tuple[RowId, str, int], Picture],
    earlier: Earlier | None = None,
    published: Published | None = None,
) -> Content:
    """The content of the audit report.

    `sides` are the places of each finding, by its id; `pictures` those of the places, by the
    finding's id, `left` or `right`, and the place's position there. `earlier` is the
    previous report on the same plan, if there is one; `published` are the findings of this
    report as they were last published.
    """
    measures = {measure.scope: measure for measure in tables.measures}
    effects = Effects(tables)
    history = history_of(tables.reviews)
    cards = [
        _card(finding, measures, rules, sides[finding.id], pictures, earlier)._replace(
            effect=effects.of(finding), earlier=history.get(finding.id, [])
        )
        for finding in ranked(tables.findings)
    ]
    statuses, chapters = _chapters(tables)
    options = Options()
    items = items_of(tables, options)
    lines, silent = _rules(tables, rules)
    outcomes = Counter(comparison.outcome for comparison in tables.comparisons)
    totals = ChapterCounts(
        "I alt",
        tuple(sum(column) for column in zip(*(c.text for c in chapters), strict=True)),
        tuple(sum(column) for column in zip(*(c.overview for c in chapters), strict=True)),
    )
    label = (
        "Liggende søyler: antall tiltak og anmodningsvedtak med hver status, kapittel for "
        "kapittel, i teksten og i oversikten. "
        + " ".join(
            f"{chapter.name}: {_spoken(chapter.text, statuses)} i teksten"
            + (
                ", og det samme i oversikten."
                if chapter.same
                else f"; {_spoken(chapter.overview, statuses)} i oversikten."
            )
            for chapter in chapters
        )
    )
    applied = [row for row in tables.corrections if row.state == "applied"]
    since = since_published(tables.findings, published)
    return Content(
        tables,
        tables.report.title or tables.report.plan,
        tables.report.as_of_printed or "uten oppgitt måned",
        _lead(tables, rules, outcomes, statuses, totals, since),
        [figure(chapters, statuses, width=width, label=label) for width in (860, 360)],
        [(status, legend_swatch(i)) for i, status in enumerate(statuses)],
        chapters,
        totals,
        {outcome: outcomes[outcome] for outcome in OUTCOMES},
        _groups(cards),
        [card for card in cards if not card.finding.stands],
        items,
        filters_of(tables, options, statuses, rules),
        lines,
        silent,
        [_reading(line) for line in lines if line.rule.rule in READINGS],
        [_doubt(row, measures) for row in tables.unread if row.reason in PAGE_REASONS],
        [_doubt(row, measures) for row in tables.unread if row.reason not in PAGE_REASONS],
        _kept_lines(tables.kept_out),
        applied,
        frozenset(ref_to(row.of_table, row.id) for row in applied),
        frozenset(row.item_id for row in applied),
        [row.note for row in tables.corrections if row.note]
        + [row.note for row in tables.reviews if row.note],
        {card.finding.id: card.subject for card in cards},
        annotated_name(tables.report.report_id),
        provenance_of(tables.report, tables.reviews, tables.corrections),
        _agreed(tables, rules, measures),
        _undecided(tables, rules, measures),
        changes_of(tables, earlier) if earlier is not None else None,
        since,
        [_gone(each, rules, measures) for each in since.gone] if since is not None else [],
    )


def _gone(
    finding: PublishedFinding, rules: Mapping[RuleId, RuleText], measures: Mapping[Scope, Measure]
) -> Gone:
    rule, scope = finding.rule or RuleId(""), finding.scope or REPORT
    return Gone(
        finding.id,
        finding.severity,
        rules[rule].name if rule in rules else rule,
        item_name(measures[scope]) if scope in measures else scope_name(scope),
        finding.message,
        [
            (source_name(source), value, page)
            for source, value, page in (
                (finding.left_source, finding.left_value, finding.left_page),
                (finding.right_source, finding.right_value, finding.right_page),
            )
            if source or value
        ],
    )


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, errors first and otherwise in the order of the table."""
    order = list(SEVERITIES)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _lead(
    tables: Tables,
    rules: Mapping[RuleId, RuleText],
    outcomes: Counter[Outcome],
    statuses: Sequence[str],
    totals: ChapterCounts,
    since: SincePublished | None,
) -> list[str]:
    """The summary in words."""
    kinds = Counter(measure.kind for measure in tables.measures if measure.scope == measure.item_id)
    stand = listed([counted(kinds[kind], kind, kind) for kind in ITEM_KINDS if kinds[kind]])
    first = (
        f"Rapporten gjør opp status for {stand or 'ingen tiltak'}"
        + (f" per {tables.report.as_of_printed}" if tables.report.as_of_printed else "")
        + "."
    )
    if sum(totals.text):
        first += f" I teksten er {_spoken(totals.text, statuses)}."
    if sum(totals.overview):
        overview = "oversikten bakerst" if is_overview_last(tables.measures) else "oversikten"
        if totals.same:
            first += f" {capital(overview)} gir de samme tallene."
        else:
            first += f" I {overview} er det {_spoken(totals.overview, statuses)}."
    found = [_controls(tables, rules, outcomes), counted_findings(tables.findings)]
    found += [since.sentence()] if since is not None else []
    return [first, " ".join(found), _understood(tables.unread)]


def is_overview_last(measures: Sequence[Measure]) -> bool:
    """Whether the overview stands behind the text on all measures: some reports begin with it."""
    listed = [m.overview_page for m in measures if m.overview_page is not None]
    told = [m.page_first for m in measures if m.page_first is not None]
    return bool(listed) and bool(told) and min(listed) > max(told)


def _controls(tables: Tables, rules: Mapping[RuleId, RuleText], outcomes: Counter[Outcome]) -> str:
    """How much was looked at, and how: two places against each other, or one value."""
    places = sum(rules[row.rule].kind == "places" for row in tables.comparisons)
    unsure = outcomes["not-comparable"]
    sentence = (
        f"{number(sum(outcomes.values()))} kontroller: {number(places)} holder to steder i "
        "rapporten mot hverandre, resten slår opp eller teller én verdi. "
        f"{number(outcomes['agree'])} stemmer"
    )
    return sentence + (f", og {number(unsure)} kunne ikke avgjøres." if unsure else ".")


def _understood(unread: Sequence[Unread]) -> str:
    """Whether all was read and understood, in words."""
    if not unread:
        return "Alt som skulle leses, ble forstått."
    lost = [row for row in unread if row.reason in PAGE_REASONS]
    others = len(unread) - len(lost)
    sentence = "Ikke alle sidene kunne leses som de skal: " if lost else ""
    sentence += "; ".join(f"side {row.page} ({reason_text(row.reason).why})" for row in lost[:FEW])
    if len(lost) > FEW:
        sentence += f"; og {number(len(lost) - FEW)} til"
    if lost:
        sentence += ". Det som kan ha stått der, er ikke holdt mot resten av rapporten."
    if others:
        sentence += f" {capital(counted(others, 'opplysning', 'opplysninger'))} ble ikke forstått "
        sentence += "og er listet for seg."
    return sentence.strip()


def _spoken(counts: Sequence[int], statuses: Sequence[str]) -> str:
    parts = [
        f"{number(count)} {status.lower()}"
        for count, status in zip(counts, statuses, strict=True)
        if count
    ]
    return listed(parts) or "ingen"


def _chapters(tables: Tables) -> tuple[list[str], list[ChapterCounts]]:
    """The statuses that occur, most complete first, and their counts in each chapter.

    An item is counted in the chapter of its running text, or else in that of its row in the
    overview.
    """
    chapter_of = chapters_of(tables.measures)
    counts: dict[str, dict[str, Counter[str]]] = {
        name: {"text": Counter(), "overview": Counter()} for name in chapter_of.values()
    }
    totals: Counter[str] = Counter()
    for status in tables.statuses:
        chapter = chapter_of.get(scope_of(status.id), NO_CHAPTER)
        label = status_label(status.status, status.status_printed)
        counts.setdefault(chapter, {"text": Counter(), "overview": Counter()})
        counts[chapter][status.source][label] += 1
        totals[label] += 1
    known = [status for status in reversed(STATUSES) if totals[status]]
    statuses = known + sorted(set(totals) - set(STATUSES) - {NOT_STATED})
    statuses += [NOT_STATED] if totals[NOT_STATED] else []
    return statuses, [
        ChapterCounts(
            name,
            tuple(by_source["text"][status] for status in statuses),
            tuple(by_source["overview"][status] for status in statuses),
        )
        for name, by_source in counts.items()
    ]


def _groups(cards: Sequence[Card]) -> list[Group]:
    groups = []
    for severity, (_, many, meaning) in SEVERITIES.items():
        standing = [
            card for card in cards if card.finding.severity == severity and card.finding.stands
        ]
        if standing:
            groups.append(Group(severity, capital(many), meaning, standing))
    return groups


def _card(
    finding: Finding,
    measures: Mapping[Scope, Measure],
    rules: Mapping[RuleId, RuleText],
    sides: Sides,
    pictures: Mapping[tuple[RowId, str, int], Picture],
    earlier: Earlier | None,
) -> Card:
    measure = measures.get(finding.scope) or measures.get(finding.item_id or NO_ITEM)
    left, right = (finding.left_value or "").split(), (finding.right_value or "").split()
    here, there = differing(left, right) if left and right else (set[int](), set[int]())
    before = earlier.tables.report if earlier is not None and is_across(finding, earlier) else None
    return Card(
        finding,
        rules[finding.rule],
        subject(finding, measures),
        (measure.title or measure.overview_title or "") if measure else "",
        measure.scope if measure else NO_ITEM,
        _side("left", finding, left, to_show(here, left), sides.left, pictures, before),
        _side("right", finding, right, to_show(there, right), sides.right, pictures, before),
        "",
        [],
    )


def is_across(finding: Finding, earlier: Earlier) -> bool:
    """Whether a finding compares the report with the previous one, where its left side is."""
    before = earlier.tables.report.report_id
    return (finding.left_source, finding.right_source) == (before, finding.report_id)


def _side(
    name: str,
    finding: Finding,
    words: Sequence[str],
    different: set[int],
    places: Sequence[Place],
    pictures: Mapping[tuple[RowId, str, int], Picture],
    before: Report | None,
) -> Side:
    source, page, ref = (
        (finding.left_source, finding.left_page, finding.left_ref)
        if name == "left"
        else (finding.right_source, finding.right_page, finding.right_ref)
    )
    file, heading = annotated_name(finding.report_id), source_name(source)
    if before is not None and name == "left":
        file, ref = annotated_name(before.report_id), None
        heading = f"I rapporten fra {before.as_of_printed or before.report_id}"
    elif before is not None:
        heading = "I denne rapporten"
    runs: list[tuple[str, bool]] = []
    length = 0
    for i, word in enumerate(words):
        length += len(word) + 1
        if length > LONGEST:
            break
        differs = i in different
        if runs and runs[-1][1] == differs:
            runs[-1] = (f"{runs[-1][0]} {word}", differs)
        else:
            runs.append((word, differs))
    shown = [
        _shown(place, pictures[finding.id, name, i])
        for i, place in enumerate(places)
        if (finding.id, name, i) in pictures
    ]
    return Side(file, ref, heading, runs, length > LONGEST, page, shown)


def _shown(place: Place, picture: Picture) -> Shown:
    around = place.around if len(place.around) <= AROUND else f"{place.around[:AROUND]} …"
    marked = place.text if len(place.text) <= AROUND else f"{place.text[:AROUND]} …"
    first = (place.frames or place.marks)[0]
    middle = (first.x0 + first.x1) / 2 - place.clip.x0
    return Shown(
        place.page,
        f"{middle / (place.clip.x1 - place.clip.x0):.2f}",
        picture.source,
        round(picture.width / ZOOM * 1.15),
        round(picture.height / ZOOM * 1.15),
        f"Utsnitt av side {place.page}. Markert: «{marked}». I utsnittet står: «{around}»",
        "" if place.whole else "Utsnittet viser bare en del av det som er markert på siden.",
    )


def _rules(
    tables: Tables, rules: Mapping[RuleId, RuleText]
) -> tuple[list[RuleLine], list[RuleText]]:
    """The rules that compared something, and those that had nothing to compare."""
    compared: dict[RuleId, list[Comparison]] = defaultdict(list)
    for comparison in tables.comparisons:
        compared[comparison.rule].append(comparison)
    findings: dict[RuleId, list[Finding]] = defaultdict(list)
    for finding in tables.findings:
        findings[finding.rule].append(finding)
    lines = []
    for rule_id, text in rules.items():
        if rule_id not in compared and rule_id not in findings:
            continue
        outcomes = Counter(comparison.outcome for comparison in compared[rule_id])
        if findings[rule_id] or outcomes["differ"] or outcomes["missing"]:
            mark: Outcome = "differ"
        elif outcomes["agree"]:
            mark = "agree"
        else:
            mark = "not-comparable"
        counts = {outcome: outcomes[outcome] for outcome in OUTCOMES}
        lines.append(RuleLine(text, len(compared[rule_id]), counts, findings[rule_id], mark))
    silent = [
        text
        for rule_id, text in rules.items()
        if rule_id not in compared and rule_id not in findings
    ]
    return lines, silent


def _agreed(
    tables: Tables, rules: Mapping[RuleId, RuleText], measures: Mapping[Scope, Measure]
) -> list[AgreedLine]:
    """What was held against each other in two places and agrees, rule by rule."""
    lines: dict[RuleId, AgreedLine] = {}
    for row in tables.comparisons:
        rule = rules[row.rule]
        if row.outcome == "agree" and rule.kind == "places":
            values = [_short(value or "") for value in (row.left_value, row.right_value)]
            lines.setdefault(row.rule, AgreedLine(rule, [])).rows.append(
                (subject(row, measures), values[0], values[1], row.left_page, row.right_page)
            )
    return list(lines.values())


def _undecided(
    tables: Tables, rules: Mapping[RuleId, RuleText], measures: Mapping[Scope, Measure]
) -> list[Doubtful]:
    return [
        Doubtful(
            rules[row.rule],
            subject(row, measures),
            row.left_value or "",
            row.left_page or row.page,
            row.right_value
            if row.right_source == "unread" and row.right_value
            else "det finnes ikke noe i rapporten å holde det mot",
        )
        for row in tables.comparisons
        if row.outcome == "not-comparable"
    ]


def _reading(line: RuleLine) -> Reading:
    things = "sider" if line.rule.rule == READINGS[0] else "rader i oversikten"
    sentence = (
        f"{number(line.total)} {things} er lest på begge måtene: "
        f"{number(line.counts['agree'])} er like, {number(line.counts['differ'])} er ulike"
    )
    unsure = line.counts["not-comparable"] + line.counts["missing"]
    sentence += f", og {number(unsure)} kunne ikke sammenlignes." if unsure else "."
    return Reading(line.rule, sentence, line.findings)


def _kept_lines(rows: Sequence[KeptOut]) -> list[KeptLine]:
    """What was kept out of the report, what is covered first."""
    kinds: dict[KeptKind, list[KeptOut]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.kind != "covered"):
        kinds[row.kind].append(row)
    lines = []
    for kind, alike in kinds.items():
        texts = Counter(row.text for row in alike if row.text is not None)
        words = [_short(text) for text, _ in texts.most_common(FEW)]
        pages = _stretches(sorted({row.page for row in alike}))
        lines.append(KeptLine(kept_reason(kind), len(alike), pages, words))
    return lines


def _stretches(pages: Sequence[int]) -> list[tuple[int, int]]:
    """The pages, which are in order, as first and last of each stretch."""
    stretches: list[tuple[int, int]] = []
    for page in pages:
        first = stretches.pop()[0] if stretches and stretches[-1][1] == page - 1 else page
        stretches.append((first, page))
    return stretches


def _short(text: str) -> str:
    return text if len(text) <= GLIMPSE else f"{text[:GLIMPSE].rstrip()} …"


def _doubt(row: Unread, measures: Mapping[Scope, Measure]) -> Doubt:
    measure = measures.get(row.scope) or measures.get(row.item_id or NO_ITEM)
    name = item_name(measure) if measure else scope_name(row.scope)
    return Doubt(row, name, f"{capital(reason_text(row.reason).why)}.")
