"""What the report says twice about each item, in running text and in the overview, must agree."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from pipeline.glossary.wording import capital, name_of
from pipeline.norwegian.letters import small_letters
from pipeline.norwegian.numbering import same_name
from pipeline.norwegian.statuses import folded, status_at_start
from pipeline.seams.ids import RowId, is_chapter, list_of, scope_of, status_id
from pipeline.seams.tables import Measure, Ministry, Paragraph, Status
from pipeline.seams.vocabularies import SOURCES, Source
from pipeline.validate.narrative import supported
from pipeline.validate.rules.rule import (
    AGREE,
    DIFFER,
    INFO,
    NOT_COMPARABLE,
    Compared,
    Side,
    rule,
)
from pipeline.validate.tables import ReportTables

# Reasons why a list of ministries, or another part of it, is not known.
_DOUBTFUL = frozenset(
    {"unknown-ministry", "ministry-not-valid", "list-broken-off", "ministries-not-placed"}
)


def _in_both(tables: ReportTables) -> Iterator[Measure]:
    """The items in both sources; of a number printed twice, the first."""
    for measure in tables.measures:
        both = measure.page_first is not None and measure.overview_page is not None
        if both and measure.scope == measure.item_id:
            yield measure


@rule
def status_text_vs_overview(tables: ReportTables) -> Iterator[Compared]:
    """Compare categories; where one is unknown, only the same words can be compared."""
    by_id = tables.status_by_id
    for measure in _in_both(tables):
        left, right = (by_id[status_id(measure.scope, source)] for source in SOURCES)
        outcome, message = AGREE, ""
        if not left.status_printed or not right.status_printed:
            outcome = NOT_COMPARABLE
        elif left.status is None or right.status is None:
            same = folded(left.status_printed) == folded(right.status_printed)
            outcome = AGREE if same else NOT_COMPARABLE  # unknown-status reports it
        elif left.status != right.status:
            outcome = DIFFER
        if outcome == DIFFER:
            message = (
                f"{capital(name_of(measure))} er {_as_read(left)} i teksten (s. {left.page}), "
                f"men {_as_read(right)} i oversikten (s. {right.page})."
                f"{_supported(tables, measure, left, right)}"
            )
        yield Compared(
            measure.scope,
            measure.item_id,
            Side("text", left.status_printed, left.page, left.ref),
            Side("overview", right.status_printed, right.page, right.ref),
            outcome,
            message,
        )


def _as_read(status: Status) -> str:
    """A status as printed; of a mark also what it stands for: «●» (Under arbeid)."""
    is_mark = status_at_start(status.status_printed or "") is None
    return f"«{status.status_printed}»" + (f" ({status.status})" if is_mark else "")


def _supported(tables: ReportTables, measure: Measure, left: Status, right: Status) -> str:
    """Which of two statuses the narrative bears out, or nothing if that cannot be told."""
    statuses = (left.status or "", right.status or "")
    supports = supported(
        measure.title or "",
        statuses,
        measure.narrative or "",
        tables.report.as_of,
        *tables.narrative_spans(measure.scope),
    )
    if supports is None:
        return ""
    right_one = left if supports[0] == left.status else right
    return f" Omtalen tyder på at {_as_read(right_one)} er riktig: «{supports[1].clause}»."


@rule
def ministries_text_vs_overview(tables: ReportTables) -> Iterator[Compared]:
    """Compare who is named and in which role; a different order alone is only an info."""
    lists: dict[RowId, list[Ministry]] = {}
    for ministry in tables.ministries:
        lists.setdefault(list_of(ministry.id), []).append(ministry)
    doubtful = {
        row.scope if row.reason == "ministries-not-placed" else scope_of(row.id)
        for row in tables.unread
        if row.reason in _DOUBTFUL
    }
    for measure in _in_both(tables):
        left, right = (lists.get(status_id(measure.scope, source), []) for source in SOURCES)
        sides = _ministries_side("text", left), _ministries_side("overview", right)
        if not left or not right or measure.scope in doubtful:
            yield Compared(measure.scope, measure.item_id, *sides, NOT_COMPARABLE)
            continue
        here, there = _named_in(left), _named_in(right)
        outcome, message, severity = AGREE, "", None
        places = (
            f"«{left[0].printed}» i teksten (s. {left[0].page}), "
            f"men «{right[0].printed}» i oversikten (s. {right[0].page})"
        )
        if set(here) != set(there):
            outcome = DIFFER
            message = f"Ansvarlig for {name_of(measure)} er {places}."
        elif here != there:
            outcome, severity = DIFFER, INFO
            message = f"Departementene for {name_of(measure)} står i ulik rekkefølge: {places}."
        yield Compared(measure.scope, measure.item_id, *sides, outcome, message, severity=severity)


def _named_in(ministries: list[Ministry]) -> list[tuple[str, str]]:
    """Who is named and how; one that leads is named like the others, for few print that twice."""
    return [(row.ministry, "named" if row.role == "lead" else row.role) for row in ministries]


def _ministries_side(source: Source, rows: list[Ministry]) -> Side:
    if not rows:
        return Side(source, None, None, None)
    return Side(source, rows[0].printed, rows[0].page, rows[0].ref)


@rule
def title_text_vs_overview(tables: ReportTables) -> Iterator[Compared]:
    """Warn where letters differ; punctuation, spacing and capitals are only an info.

    A title that is set in capitals throughout is the same title, and so is one with a full stop
    where most titles have one in the one place and none in the other: that is how they are set.
    """
    both = list(_in_both(tables))
    stops = sum(_differ_by_stop(measure.title, measure.overview_title) for measure in both)
    are_set_so = 2 * stops > len(both)
    for measure in both:
        title, other = measure.title, measure.overview_title
        ref = measure.ref
        left = Side("text", title, measure.page_first, ref)
        right = Side("overview", other, measure.overview_page, ref)
        if title is None or other is None:
            yield Compared(measure.scope, measure.item_id, left, right, NOT_COMPARABLE)
            continue
        outcome, message, severity = AGREE, "", None
        is_style = _is_set_in_capitals(title, other)
        is_style = is_style or (are_set_so and _differ_by_stop(title, other))
        if title != other and not is_style:
            outcome = DIFFER
            here, there = _difference(title, other)
            places = f"(s. {measure.page_first} og s. {measure.overview_page})"
            if small_letters(title) != small_letters(other):
                message = (
                    f"Tittelen på {name_of(measure)} er ulik: {_quoted(here)} i teksten, "
                    f"{_quoted(there)} i oversikten {places}."
                )
            else:
                severity = INFO
                message = (
                    f"Tittelen på {name_of(measure)} er skrevet ulikt, men har samme ord: "
                    f"{_quoted(here)} i teksten, {_quoted(there)} i oversikten {places}."
                )
        yield Compared(
            measure.scope, measure.item_id, left, right, outcome, message, severity=severity
        )


def _differ_by_stop(title: str | None, other: str | None) -> bool:
    """Whether two titles are the same but for a full stop at the end of one."""
    return title != other and (title or "").rstrip(".") == (other or "").rstrip(".")


def _is_set_in_capitals(title: str, other: str) -> bool:
    return title.isupper() != other.isupper() and small_letters(title) == small_letters(other)


def _difference(title: str, other: str) -> tuple[str, str]:
    """The words of each title from the first that differs to the last."""
    left, right = title.split(), other.split()
    as_set = str.casefold if title.isupper() != other.isupper() else str
    here, there = [as_set(word) for word in left], [as_set(word) for word in right]
    blocks = SequenceMatcher(a=here, b=there, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    first, last = changed[0], changed[-1]
    return " ".join(left[first[1] : last[2]]), " ".join(right[first[3] : last[4]])


def _quoted(words: str) -> str:
    return f"«{words}»" if words else "ingenting"


def _headings(tables: ReportTables) -> Iterator[str]:
    """The headings of the text's chapters, also of those without items."""
    for paragraph in tables.rows(Paragraph):
        if paragraph.kind == "heading" and is_chapter(paragraph.scope):
            yield paragraph.text


@rule
def chapter_text_vs_overview(tables: ReportTables) -> Iterator[Compared]:
    """Compare chapter names. An overview without section rows cannot be compared. Nor can a section
    that is no chapter of the text («Tiltak», «Oversikt over tiltakene i del 1»), unless most are.
    """
    measures = list(_in_both(tables))
    sections = {measure.overview_chapter for measure in measures if measure.overview_chapter}
    chapters = {measure.chapter for measure in measures if measure.chapter}
    if len(sections) > 1:  # one that is alone may have the name of the overview
        chapters |= set(_headings(tables))
    known = {name for name in sections if any(same_name(name, other) for other in chapters)}
    most = 2 * len(known) > len(sections)
    for measure in measures:
        chapter, other = measure.chapter, measure.overview_chapter
        ref = measure.ref
        left = Side("text", chapter, measure.page_first, ref)
        right = Side("overview", other, measure.overview_page, ref)
        if chapter is None or other is None or not (most or other in known):
            yield Compared(measure.scope, measure.item_id, left, right, NOT_COMPARABLE)
        elif same_name(chapter, other):
            yield Compared(measure.scope, measure.item_id, left, right, AGREE)
        else:
            message = (
                f"{capital(name_of(measure))} står under «{chapter}» i teksten "
                f"(s. {measure.page_first}), men under «{other}» i oversikten "
                f"(s. {measure.overview_page})."
            )
            yield Compared(measure.scope, measure.item_id, left, right, DIFFER, message)
