"""Rules that need the previous report: what regressed, was added or removed, or is overdue.

The left side is in the previous report: its source is that report's id, and its page and row are
that report's. The right side is in this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.cues import cue
from pipeline.norwegian.letters import words_of
from pipeline.norwegian.sentences import sentence_around
from pipeline.seams.ids import RowId, Scope, scope_of
from pipeline.seams.tables import (
    DateMention,
    Measure,
    Ministry,
    Paragraph,
    ReferenceMention,
    Status,
)
from pipeline.seams.vocabularies import Outcome
from pipeline.validate.across import (
    change_of,
    is_overdue,
    matches,
    meaning_of,
    status_of,
    title_of,
)
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    MISSING,
    NOT_COMPARABLE,
    NOWHERE,
    Compared,
    Side,
    rule_across,
)
from pipeline.validate.tables import ReportTables


def _both(before: ReportTables, after: ReportTables) -> Iterator[tuple[Measure, Measure]]:
    for match in matches(before, after):
        if match.before is not None and match.after is not None:
            yield match.before, match.after


@rule_across
def status_regressed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A status less complete than in the previous report."""
    for old, new in _both(before, after):
        was, now = status_of(before, old), status_of(after, new)
        left, right = _status_side(before, old, was), _status_side(after, new, now)
        change = change_of(meaning_of(was), meaning_of(now))
        outcome = DIFFER if change == "regressed" else NOT_COMPARABLE if change is None else AGREE
        message = (
            f"{capital(name_of(new))} er «{right.value}» (s. {right.page}), men var "
            f"«{left.value}» i {_earlier(before, left)}."
        )
        yield _compared(new, left, right, outcome, message if outcome == DIFFER else "")


@rule_across
def status_new_text_same(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A new status, though the narrative is that of the previous report, word for word."""
    for old, new in _both(before, after):
        was, now = status_of(before, old), status_of(after, new)
        here, there = meaning_of(was), meaning_of(now)
        if here is None or there is None or not old.narrative or not new.narrative:
            continue
        left, right = _status_side(before, old, was), _status_side(after, new, now)
        copied = here != there and words_of(old.narrative) == words_of(new.narrative)
        message = (
            f"{capital(name_of(new))} er «{right.value}» (s. {right.page}) og var «{left.value}» i "
            f"{_earlier(before, left)}, men omtalen er den samme, ord for ord."
        )
        yield _compared(new, left, right, DIFFER if copied else AGREE, message if copied else "")


@rule_across
def measure_removed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item of the previous report that this one does not have.

    If this report says that it was merged into another item, the finding quotes that.
    """
    for match in matches(before, after):
        if match.before is None:
            continue
        left = _title_side(before, match.before)
        if match.after is not None:
            yield _compared(match.after, left, _title_side(after, match.after), AGREE)
            continue
        message = (
            f"{capital(name_of(match.before))} («{title_of(match.before)}») stod i "
            f"{_earlier(before, left)}, men ikke i denne"
        )
        merger = _merger(after, match.before)
        if merger is None:
            right, message = _nowhere(after), f"{message}."
        else:
            paragraph, sentence = merger
            right = Side(after.report_id, sentence, paragraph.page, paragraph.ref)
            message += f", som skriver: «{sentence}» (s. {paragraph.page})."
        reused = any(measure.id == match.before.id for measure in after.measures)
        detail = "before" if reused else ""  # its number has been reused
        yield _compared(match.before, left, right, MISSING, message, detail)


@rule_across
def measure_added(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """An item that the previous report did not have."""
    for match in matches(before, after):
        if match.after is None:
            continue
        right = _title_side(after, match.after)
        if match.before is not None:
            yield _compared(match.after, _title_side(before, match.before), right, AGREE)
            continue
        message = (
            f"{capital(name_of(match.after))} («{title_of(match.after)}», s. {right.page}) "
            f"stod ikke i rapporten {_when(before)}."
        )
        yield _compared(match.after, _nowhere(before), right, MISSING, message)


@rule_across
def title_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A title or number other than in the previous report."""
    for old, new in _both(before, after):
        left, right = _title_side(before, old), _title_side(after, new)
        message = ""
        if old.item_id != new.item_id:
            message = (
                f"{capital(name_of(new))} (s. {right.page}) var {name_of(old)} i "
                f"{_earlier(before, left)}: nummeret er endret."
            )
        elif left.value != right.value:
            message = (
                f"Tittelen på {name_of(new)} (s. {right.page}) er endret fra «{left.value}» i "
                f"{_earlier(before, left)} til «{right.value}»."
            )
        yield _compared(new, left, right, DIFFER if message else AGREE, message)


@rule_across
def ministries_changed(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """Ministries in running text other than in the previous report."""
    was, now = _lists(before), _lists(after)
    for old, new in _both(before, after):
        left_rows, right_rows = was.get(old.scope, []), now.get(new.scope, [])
        left, right = _list_side(before, old, left_rows), _list_side(after, new, right_rows)
        if not left_rows or not right_rows:
            yield _compared(new, left, right, NOT_COMPARABLE)
            continue
        same = {(m.ministry, m.role) for m in left_rows} == {
            (m.ministry, m.role) for m in right_rows
        }
        message = (
            f"Ansvarlig for {name_of(new)} (s. {right.page}) er endret fra «{left.value}» i "
            f"{_earlier(before, left)} til «{right.value}»."
        )
        yield _compared(new, left, right, AGREE if same else DIFFER, "" if same else message)


@rule_across
def milestone_overdue(before: ReportTables, after: ReportTables) -> Iterator[Compared]:
    """A date announced in the previous report that has passed, with the item still not done.

    One finding for each item, on its earliest overdue date.
    """
    as_of = after.report.as_of
    if as_of is None:
        return
    later = {m.before.scope: m.after for m in matches(before, after) if m.before is not None}
    reported: set[RowId] = set()
    for day in sorted(before.rows(DateMention), key=_by_last):
        new = later.get(day.item_id) if day.item_id is not None else None
        if day.role != "planned" or new is None or day.edtf is None:
            continue
        status = status_of(after, new)
        left = Side(before.report_id, day.text, day.page, day.ref)
        right = _status_side(after, new, status)
        late = is_overdue(day, as_of, meaning_of(status))
        stands = f"er «{right.value}»" if right.value else "har ingen status"
        message = (
            f"{capital(name_of(new))} {stands} (s. {right.page}), men {_earlier(before, left)} "
            f"varslet noe til «{day.text}», og den tiden er ute."
        )
        first = late and new.id not in reported
        reported |= {new.id} if late else set()
        yield _compared(
            new, left, right, DIFFER if late else AGREE, message if first else "", detail=day.id
        )


def _by_last(day: DateMention) -> tuple[str, str]:
    return (day.last.isoformat() if day.last else "9999", day.id)


def _when(tables: ReportTables) -> str:
    """How a message names the previous report: «per juni 2025»."""
    return f"per {tables.report.as_of_printed or tables.report_id}"


def _earlier(tables: ReportTables, side: Side) -> str:
    """The previous report and the page in it: «rapporten per juni 2025 (s. 9 der)»."""
    return f"rapporten {_when(tables)}" + (f" (s. {side.page} der)" if side.page else "")


def _compared(
    measure: Measure, left: Side, right: Side, outcome: Outcome, message: str = "", detail: str = ""
) -> Compared:
    """The comparison of an item. Its page is the right side's: the left is in another report."""
    return Compared(
        measure.scope, measure.item_id, left, right, outcome, message, detail, page=right.page or 1
    )


def _merger(tables: ReportTables, gone: Measure) -> tuple[Paragraph, str] | None:
    """The sentence that says an item was merged into another, if any.

    If the number has been reused, or the item has a letter, a mention proves nothing.
    """
    if gone.letter is not None or any(row.item_id == gone.item_id for row in tables.measures):
        return None
    paragraphs = {(row.scope, row.paragraph): row for row in tables.rows(Paragraph)}
    kind = "tiltak" if gone.kind == "tiltak" else "vedtak"
    for mention in tables.rows(ReferenceMention):
        if (mention.kind, mention.target) != (kind, str(gone.number)):
            continue
        paragraph = paragraphs[mention.scope, mention.paragraph]
        start, end = sentence_around(paragraph.text, mention.start)
        if cue("merged").search(paragraph.text, start, end):
            return paragraph, paragraph.text[start:end]
    return None


def _title_side(tables: ReportTables, measure: Measure) -> Side:
    return Side(tables.report_id, title_of(measure), measure.page, measure.ref)


def _status_side(tables: ReportTables, measure: Measure, status: Status | None) -> Side:
    if status is None:
        return Side(tables.report_id, None, measure.page, None)
    return Side(tables.report_id, status.status_printed, status.page, status.ref)


def _nowhere(tables: ReportTables) -> Side:
    return NOWHERE._replace(source=tables.report_id)


def _lists(tables: ReportTables) -> dict[Scope, list[Ministry]]:
    lists: dict[Scope, list[Ministry]] = {}
    for row in tables.ministries:
        if row.source == "text":
            lists.setdefault(scope_of(row.id), []).append(row)
    return lists


def _list_side(tables: ReportTables, measure: Measure, rows: list[Ministry]) -> Side:
    if not rows:
        return Side(tables.report_id, None, measure.page, None)
    return Side(tables.report_id, rows[0].printed, rows[0].page, rows[0].ref)
