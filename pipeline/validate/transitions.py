"""How each item moved from one report to the next: its status, title, responsibility and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.norwegian.letters import small_letters, words_of
from pipeline.seams.ids import ItemId, item_key, scope_of, status_id, transition_id
from pipeline.seams.tables import STATUSES, Measure, Status, Transition
from pipeline.seams.vocabularies import Source, StatusChange, TextChange
from pipeline.validate.chains import successive
from pipeline.validate.identity import Match, matches, text_likeness, title_of
from pipeline.validate.tables import ReportTables

Words = tuple[str, ...]


def transitions(reports: Sequence[ReportTables]) -> list[Transition]:
    """What became of each item from one report to the next."""
    return [
        _transition(before, after, match)
        for before, after in successive(reports)
        for match in matches(before, after)
    ]


def _transition(before: ReportTables, after: ReportTables, match: Match) -> Transition:
    old, new = match.before, match.after
    here, there = _item_of(old), _item_of(new)
    item = there or here
    assert item is not None
    was, now = meaning_of(status_of(before, old)), meaning_of(status_of(after, new))
    paragraphs = _paragraphs(before, old), _paragraphs(after, new)
    texts = _narrative(old), _narrative(new)
    likeness = text_likeness(old, new, least=1) if old is not None and new is not None else None
    return Transition(
        plan=after.report.plan,
        from_report=before.report_id,
        to_report=after.report_id,
        id=transition_id(here, there),
        item_id=item,
        item_key=item_key((before if there is None else after).report_id, item),
        from_item_id=here,
        to_item_id=there,
        relation=match.relation,
        evidence=match.evidence,
        from_status=was,
        to_status=now,
        change="added" if old is None else "removed" if new is None else change_of(was, now),
        title=_changed(old and small_letters(title_of(old)), new and small_letters(title_of(new))),
        chapter=_changed(_chapter(old), _chapter(new)),
        ministries=_changed(_ministries(before, old), _ministries(after, new)),
        narrative=_changed(*texts) if any(texts) else None,
        similarity=None if likeness is None else _rounded(likeness),
        paragraphs_same=(paragraphs[0] & paragraphs[1]).total(),
        paragraphs_new=(paragraphs[1] - paragraphs[0]).total(),
        paragraphs_gone=(paragraphs[0] - paragraphs[1]).total(),
    )


def _item_of(measure: Measure | None) -> ItemId | None:
    return measure.item_id if measure is not None else None


def _changed(old: object, new: object) -> TextChange:
    """How a value moved; what is missing in both is the same."""
    if old == new:
        return "same"
    if not old:
        return "new"
    return "changed" if new else "gone"


def _rounded(likeness: float) -> int:
    """100 only where every word is the same."""
    return 100 if likeness == 100 else min(99, round(likeness))


def _chapter(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return small_letters(measure.chapter or measure.overview_chapter or "")


def _narrative(measure: Measure | None) -> Words:
    return tuple(words_of(measure.narrative or "")) if measure is not None else ()


def _ministries(tables: ReportTables, measure: Measure | None) -> frozenset[tuple[str, str]]:
    if measure is None:
        return frozenset()
    return frozenset(
        (row.ministry, row.role)
        for row in tables.ministries
        if row.source == "text" and scope_of(row.id) == measure.scope
    )


def _paragraphs(tables: ReportTables, measure: Measure | None) -> Counter[Words]:
    """The words of each paragraph and list item of a narrative."""
    if measure is None:
        return Counter()
    return Counter(
        tuple(words_of(row.text)) for row in tables.narrative_paragraphs.get(measure.scope, ())
    )


def status_of(tables: ReportTables, measure: Measure | None) -> Status | None:
    """The status in the text, or the overview's if the item is only there."""
    if measure is None:
        return None
    source: Source = "text" if measure.page_first is not None else "overview"
    return tables.status_by_id.get(status_id(measure.scope, source))


def meaning_of(status: Status | None) -> str | None:
    """The category of a status; None if there is no status or its word is unknown."""
    return status.status if status is not None else None


def change_of(before: str | None, after: str | None) -> StatusChange | None:
    """How a status moved; None if either is unknown or the two have no order."""
    if before is None or after is None:
        return None
    if before == after:
        return "unchanged"
    if before not in STATUSES or after not in STATUSES:
        return None
    return "advanced" if STATUSES.index(before) < STATUSES.index(after) else "regressed"
