"""The findings, items and rules as sheets, and the findings as notes on the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.evidence.places import Sides
from pipeline.glossary.rulebook import RuleText
from pipeline.glossary.wording import SEVERITIES, capital
from pipeline.publish.annotated import Note
from pipeline.publish.content import Card, Content, Side, ranked
from pipeline.publish.sheets import HEADINGS, ITEM_HEADINGS, Cell, PageCell, Sheet
from pipeline.publish.tables import Tables
from pipeline.seams.ids import RowId, RuleId, Scope
from pipeline.seams.tables import Finding

RULE_HEADINGS = (
    ("Regel", 34),
    ("Hva som skal stemme", 70),
    ("Alvorlighet", 12),
    ("Sammenlignet", 14),
    ("Stemmer", 10),
    ("Avviker", 10),
    ("Mangler", 10),
    ("Kan ikke sammenlignes", 22),
    ("Funn", 8),
    ("Slik er det gjort", 90),
    ("Regel-id", 28),
)
STATES = {"open": "Åpent", "reviewed": "Vurdert"}


def findings_sheet(content: Content) -> Sheet:
    """One row for each finding, reviewed ones last."""
    cards = [card for group in content.groups for card in group.cards] + content.reviewed
    chapters = {item.measure.scope: item.chapter for item in content.items}
    return Sheet("Funn", HEADINGS, [_finding_row(card, chapters) for card in cards])


def _finding_row(card: Card, chapters: Mapping[Scope, str]) -> list[Cell]:
    finding = card.finding
    return [
        finding.id,
        capital(SEVERITIES[finding.severity][0]),
        card.rule.name,
        card.subject,
        card.title or None,
        chapters.get(card.item),
        finding.message,
        *_side_cells(card.left, finding.left_value),
        *_side_cells(card.right, finding.right_value),
        STATES.get(finding.state, finding.state),
        finding.review,
        finding.rule,
    ]


def _side_cells(side: Side, value: str | None) -> list[Cell]:
    """One side of a finding: its heading, the whole value, and its page."""
    return [side.heading or None, value, PageCell(side.page, side.file) if side.page else None]


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
            len(item.findings),
        ]
        for item in content.items
    ]
    return Sheet("Alle tiltak", ITEM_HEADINGS, rows)


def rules_sheet(content: Content) -> Sheet:
    """One row for each rule, including those that had nothing to compare."""
    rows: list[list[Cell]] = [
        [
            line.rule.name,
            line.rule.explanation,
            capital(SEVERITIES[line.rule.severities[0]][0]),
            line.total,
            *line.counts.values(),
            len(line.findings),
            line.rule.method,
            line.rule.rule,
        ]
        for line in content.rules
    ]
    rows += [
        [
            rule.name, rule.explanation, capital(SEVERITIES[rule.severities[0]][0]),
            0, 0, 0, 0, 0, 0, rule.method, rule.rule,
        ]
        for rule in content.silent
    ]  # fmt: skip
    return Sheet("Regler", RULE_HEADINGS, rows)


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
    for finding in ranked(tables.findings):
        text = _note_text(finding, rules[finding.rule])
        for name, places, page in (
            ("left", sides[finding.id].left, finding.left_page),
            ("right", sides[finding.id].right, finding.right_page),
        ):
            if name == "left" and finding.id in across:
                continue
            for i, place in enumerate(places):
                note_id = f"{finding.id}-{name}-{i + 1}"
                notes.append(Note(note_id, place.page, place.marks, finding.severity, text))
            if not places and page is not None:
                notes.append(Note(f"{finding.id}-{name}", page, (), finding.severity, text))
    return notes


def _note_text(finding: Finding, rule: RuleText) -> str:
    severity = SEVERITIES[finding.severity][0].upper()
    lines = [f"{severity}: {rule.name}", finding.message]
    if finding.state == "reviewed":
        lines.append(f"Vurdert: {finding.review or ''}".strip())
    lines.append(f"Funn {finding.id}")
    return "\n".join(lines)
