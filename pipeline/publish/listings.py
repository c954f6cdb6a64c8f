"""The findings, items, controls and method as sheets, and the findings as notes on the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.evidence.places import Sides
from pipeline.glossary.accuracy import Accuracy
from pipeline.glossary.provenance import HEADINGS as ABOUT
from pipeline.glossary.provenance import provenance_rows
from pipeline.glossary.rulebook import RuleText
from pipeline.glossary.wording import (
    OUTCOME_WORDS,
    SEVERITIES,
    capital,
    counted_findings,
    scope_name,
    source_name,
    subject,
)
from pipeline.publish.content import Card, Content, Side, ranked
from pipeline.publish.filled import row_key
from pipeline.publish.note import Note
from pipeline.publish.sheets import (
    CONTROL_HEADINGS,
    GONE_HEADINGS,
    HEADINGS,
    ITEM_HEADINGS,
    METHOD_HEADINGS,
    Cell,
    PageCell,
    Sheet,
    to_fill_in,
)
from pipeline.publish.since_published import SincePublished
from pipeline.publish.tables import Tables
from pipeline.runtime.separated import separated
from pipeline.seams.ids import NO_ITEM, RowId, RuleId, Scope, status_id
from pipeline.seams.tables import Comparison, Finding, Measure

STATES = {"open": "Åpent", "reviewed": "Vurdert"}


def findings_sheet(content: Content) -> Sheet:
    """One row for each finding; those that an auditor has set aside come last."""
    cards = _cards(content)
    chapters = {item.measure.scope: item.chapter for item in content.items}
    rows = [_finding_row(card, chapters, content.since) for card in cards]
    return Sheet("Funn", HEADINGS, rows, frozen=2)


def workbook_of(content: Content, accuracy: Mapping[RuleId, Accuracy]) -> list[Sheet]:
    """The sheets of the workbook: findings and items to judge, controls, and the method.

    Findings that are gone since the last publication have a sheet where there are any.
    """
    report_id = content.tables.report.report_id
    finding_keys = [
        row_key(report_id, card.finding.id, card.finding.left_value, card.finding.right_value)
        for card in _cards(content)
    ]
    printed = {status.id: status.status_printed for status in content.tables.statuses}
    item_keys = [
        row_key(
            report_id,
            item.measure.id,
            printed.get(status_id(item.measure.scope, "text")),
            printed.get(status_id(item.measure.scope, "overview")),
        )
        for item in content.items
    ]
    return [
        to_fill_in(findings_sheet(content), finding_keys),
        *([gone_sheet(content)] if content.gone else []),
        to_fill_in(items_sheet(content), item_keys),
        controls_sheet(content),
        method_sheet(content, accuracy),
    ]


def csv_sheet(content: Content) -> Sheet:
    """The findings, each row with the file it is about, in case it goes on alone."""
    sheet = findings_sheet(content)
    report = content.tables.report
    source = f"{report.report_id}.pdf, SHA-256 {report.sha256}, statusrapport {report.program}"
    return sheet._replace(
        headings=[*sheet.headings, ("Kilde", 40)], rows=[[*row, source] for row in sheet.rows]
    )


def source_csv(content: Content) -> bytes:
    """What a reader must know of the findings' CSV file, which has no room for it."""
    tables = content.tables
    rows = provenance_rows(tables.report, tables.reviews, tables.corrections)
    counts = (tables.report.report_id, "Funn", counted_findings(tables.findings))
    return separated(ABOUT, [*rows, counts])


def _cards(content: Content) -> list[Card]:
    return [card for group in content.groups for card in group.cards] + content.set_aside


def _finding_row(
    card: Card, chapters: Mapping[Scope, str], since: SincePublished | None
) -> list[Cell]:
    finding = card.finding
    return [
        finding.id,
        card.subject,
        capital(SEVERITIES[finding.severity][0]),
        card.rule.name,
        card.title or None,
        chapters.get(card.item),
        finding.message,
        *_side_cells(card.left, finding.left_value),
        *_side_cells(card.right, finding.right_value),
        finding.ask,
        capital(finding.verdict) if finding.verdict else STATES.get(finding.state, finding.state),
        "\n".join([*card.earlier, *([finding.review] if finding.review else [])]) or None,
        capital(since.word(finding.id)) if since else None,
        finding.rule,
    ]


def _side_cells(side: Side, value: str | None) -> list[Cell]:
    """One side of a finding: its heading, the whole value, and its page."""
    return [side.heading or None, value, PageCell(side.page, side.file) if side.page else None]


def gone_sheet(content: Content) -> Sheet:
    """One row for each finding that is gone; its pages are those of the file as it was then."""
    rows: list[list[Cell]] = [
        [
            gone.id,
            gone.subject,
            capital(SEVERITIES[gone.severity][0]) if gone.severity else None,
            gone.rule or None,
            gone.message,
            *(cell for side in gone.sides for cell in (side[0] or None, *side[1:])),
            *[None] * 3 * (2 - len(gone.sides)),
        ]
        for gone in content.gone
    ]
    return Sheet("Borte", GONE_HEADINGS, rows, frozen=2)


def items_sheet(content: Content) -> Sheet:
    """One row for each item."""
    rows: list[list[Cell]] = [
        [
            item.name,
            item.title,
            item.chapter,
            *(status or None for status in item.statuses),
            *(printed or None for printed in item.ministries),
            *(
                PageCell(page, content.annotated) if page else None
                for page in (item.measure.page_first, item.measure.overview_page)
            ),
            sum(finding.stands for finding in item.findings),
            "\n".join([*item.earlier, *([item.review] if item.review else [])]) or None,
        ]
        for item in content.items
    ]
    return Sheet("Tiltak", ITEM_HEADINGS, rows)


def controls_sheet(content: Content) -> Sheet:
    """One row for each comparison, agreements included: what was held against what."""
    measures = {measure.scope: measure for measure in content.tables.measures}
    rules = {line.rule.rule: line.rule for line in content.rules}
    return Sheet(
        "Kontroller",
        CONTROL_HEADINGS,
        [
            _control_row(row, rules[row.rule], measures, content.annotated)
            for row in content.tables.comparisons
        ],
    )


def _control_row(
    row: Comparison, rule: RuleText, measures: Mapping[Scope, Measure], file: str
) -> list[Cell]:
    measure = measures.get(row.scope) or measures.get(row.item_id or NO_ITEM)
    return [
        rule.name,
        "To steder" if rule.kind == "places" else "Én verdi",
        subject(row, measures) if measure else scope_name(row.scope),
        capital(OUTCOME_WORDS[row.outcome]),
        source_name(row.left_source) or None,
        row.left_value,
        PageCell(row.left_page, file) if row.left_page else None,
        source_name(row.right_source) or None,
        row.right_value,
        PageCell(row.right_page, file) if row.right_page else None,
    ]


def method_sheet(content: Content, accuracy: Mapping[RuleId, Accuracy]) -> Sheet:
    """What was checked, with what, and how each rule works and how good it is."""
    rows: list[list[Cell]] = [[name, text, *[None] * 8] for name, text in content.provenance]
    rows += [
        [
            line.rule.name,
            line.rule.explanation,
            capital(SEVERITIES[line.rule.severities[0]][0]),
            line.total,
            *line.counts.values(),
            sum(finding.stands for finding in line.findings),
            "\n".join([line.rule.method, *_worth(line.rule, accuracy)]),
        ]
        for line in content.rules
    ]
    rows += [
        [
            rule.name, rule.explanation, capital(SEVERITIES[rule.severities[0]][0]),
            0, 0, 0, 0, 0, 0, "\n".join([rule.method, *_worth(rule, accuracy)]),
        ]
        for rule in content.silent
    ]  # fmt: skip
    return Sheet("Metode", METHOD_HEADINGS, rows, filter=False)


def _worth(rule: RuleText, accuracy: Mapping[RuleId, Accuracy]) -> list[str]:
    return [accuracy[rule.rule].sentence()] if rule.rule in accuracy else []


def notes_of(
    tables: Tables,
    rules: Mapping[RuleId, RuleText],
    sides: Mapping[RowId, Sides],
    across: Collection[str],
) -> list[Note]:
    """A note on each page that has a finding's value, on its words or else on the whole page.

    `across` are the ids of findings whose left value is in the previous report, not in this one.
    """
    notes = []
    measures = {measure.scope: measure for measure in tables.measures}
    for finding in ranked(tables.findings):
        text = _note_text(finding, rules[finding.rule])
        about = (finding.id, subject(finding, measures), finding.stands)
        for name, places, page in (
            ("left", sides[finding.id].left, finding.left_page),
            ("right", sides[finding.id].right, finding.right_page),
        ):
            if name == "left" and finding.id in across:
                continue
            for i, place in enumerate(places):
                note_id = f"{finding.id}-{name}-{i + 1}"
                notes.append(Note(note_id, place.page, place.marks, finding.severity, text, *about))
            if not places and page is not None:
                notes.append(Note(f"{finding.id}-{name}", page, (), finding.severity, text, *about))
    return notes


def _note_text(finding: Finding, rule: RuleText) -> str:
    severity = SEVERITIES[finding.severity][0].upper()
    lines = [f"{severity}: {rule.name}", finding.message]
    if finding.review:
        lines.append(finding.review)
    lines.append(f"Funn {finding.id}")
    return "\n".join(lines)
