"""Unlike editions, typeset by unlike engines, come out as the data that went in.

The dozen of the factory goes through extract, segment, reread and parse; what the tables then
hold is what the edition says, item by item and paragraph by paragraph, and the findings are the
faults that were planted. An engine that is not installed is skipped by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.seams.tables import (
    Abbreviation,
    LinkRow,
    Measure,
    Ministry,
    Paragraph,
    Status,
    Unread,
)
from tests.conftest import Run
from tests.factory import MISSING, Expected, expected, typeset
from tests.factory.editions import DOZEN, KIN, Case, one_turn_each

# One turn of a knob each, chosen for what they once broke; the dozen turns many at once.
TURNS = {
    "typst": (
        "font=sans margin=57",
        "spacer=390",
        "chapter_heading=Kapittel {number} {title}",
        "columns=('ministries', 'title', 'status') "
        "heads=('Ansvarlig departement', 'Tiltak', 'Status')",
        "table_for_each_chapter=True",
    ),
    "reportlab": (
        "spacer=260",
        "justified=True hyphenation=auto",
        "section_heading={number} {title}",
        "rules=none split_rows=False cell_align=middle",
        "cell_align=middle",
    ),
    "weasyprint": (
        "columns=('ministries', 'title', 'status') "
        "heads=('Ansvarlig departement', 'Tiltak', 'Status')",
        "rules=none",
    ),
}
CASES = [
    *DOZEN,
    *KIN,
    *(
        case
        for engine, names in TURNS.items()
        for case in one_turn_each(engine)
        if case.name in names
    ),
]
# The rules that hold the two sources against each other, and the two engines' words. What
# rules say about narratives, dates and the second reading of tables is tested where they are.
STRUCTURAL = {
    "status-text-vs-overview", "ministries-text-vs-overview", "title-text-vs-overview",
    "chapter-text-vs-overview", "missing-in-text", "missing-in-overview", "duplicate-in-text",
    "duplicate-in-overview", "numbering-gap", "unknown-status", "unknown-ministry",
    "reference-resolves", "count-stated", "engines-disagree",
}  # fmt: skip
UNKNOWN_WORDS = {"unknown-status", "unknown-ministry"}  # planted, and reported as findings


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case.engine} {case.name}")
def edition(
    request: pytest.FixtureRequest,
    run: Callable[[Path, str], Run],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Run, Expected]:
    """One edition typeset and read, and what has to come out of it."""
    case: Case = request.param
    if case.engine in MISSING:
        pytest.skip(f"{case.engine}: {MISSING[case.engine]}")
    pdf = tmp_path_factory.mktemp("edition") / "edition.pdf"
    pdf.write_bytes(typeset(case.edition, case.knobs, case.engine))
    return run(pdf, "edition"), expected(case.edition)


def first_by_item(rows: list[Any]) -> dict[tuple[str, str], Any]:
    """The first row of each item and source: a number printed twice counts once."""
    found: dict[tuple[str, str], Any] = {}
    for row in rows:
        found.setdefault((row.item_id, row.source), row)
    return found


def test_every_named_turn_is_there() -> None:
    """A turn that the factory no longer has would silently be tested no more."""
    assert len(CASES) == len(DOZEN) + len(KIN) + sum(map(len, TURNS.values()))


def test_items(edition: tuple[Run, Expected]) -> None:
    run, want = edition
    measures = {row.item_id: row for row in reversed(run.tables.rows(Measure))}
    assert set(measures) == {item.item_id for item in want.items}
    for item in want.items:
        row = measures[item.item_id]
        assert (row.kind, row.number, row.letter or "") == (item.kind, item.number, item.letter)
        assert (row.title, row.overview_title) == (item.title, item.overview_title)
        assert (row.chapter_number, row.chapter) == (item.chapter_number, item.chapter)
        assert row.overview_chapter == item.overview_chapter
        assert (row.narrative or "") == "\n\n".join(item.narrative)


def test_statuses_and_ministries_of_both_sources(edition: tuple[Run, Expected]) -> None:
    run, want = edition
    statuses = first_by_item(run.tables.rows(Status))
    ministries = first_by_item(run.tables.rows(Ministry))
    unknown = {row.text for row in run.tables.rows(Unread) if row.reason == "unknown-ministry"}
    for item in want.items:
        for source, category, printed, ministries_printed in (
            ("text", item.status, item.status_printed, item.ministries),
            ("overview", item.overview_status, item.overview_status_printed,
             item.overview_ministries),
        ):  # fmt: skip
            status = statuses.get((item.item_id, source))
            assert (status and status.status_printed) == printed
            assert (status and status.status) == category
            if ministries_printed not in unknown:
                ministry = ministries.get((item.item_id, source))
                assert (ministry and ministry.printed) == ministries_printed


def test_running_text(edition: tuple[Run, Expected]) -> None:
    """Every paragraph, list item, heading and footnote, in its scope and no other."""
    run, want = edition
    printed = Counter(
        (row.scope, row.kind, row.text)
        for row in run.tables.rows(Paragraph)
        if row.scope not in ("front-matter", "overview")
        and not (row.kind == "heading" and row.text.startswith(("Oversikt over", "Oversyn over")))
    )
    assert printed == Counter((one.scope, one.kind, one.text) for one in want.paragraphs)
    notes = [
        row.text
        for row in run.tables.rows(Paragraph)
        if row.scope == "overview" and row.kind != "heading"
    ]
    assert notes == ([want.overview_note] if want.overview_note else [])


def test_links_and_abbreviations(edition: tuple[Run, Expected]) -> None:
    run, want = edition
    links = Counter((row.scope, row.text, row.url) for row in run.tables.rows(LinkRow))
    assert links == Counter(want.links)
    abbreviations = [(row.abbreviation, row.expansion) for row in run.tables.rows(Abbreviation)]
    assert abbreviations == list(want.abbreviations)


def test_planted_faults_are_found_and_nothing_else(edition: tuple[Run, Expected]) -> None:
    run, want = edition
    found = {
        (rule, scope.partition("#")[0], severity)  # a finding names the second printing
        for rule, scope, severity in run.findings()
        if rule in STRUCTURAL
    }
    planted = {(fault.rule, fault.scope, fault.severity) for fault in want.faults}
    assert found == {fault for fault in planted if fault[0] in STRUCTURAL}
    assert {row.reason for row in run.tables.rows(Unread)} <= UNKNOWN_WORDS
