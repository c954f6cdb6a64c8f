"""What was not read whole is never held against the report."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.seams.tables import AmountMention, Finding, PageRow, Status, Unread
from pipeline.validate.rules import rules
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables
from tests.conftest import Run

ABSENCE = {
    "missing-in-text", "missing-in-overview", "duplicate-in-text", "duplicate-in-overview",
    "numbering-gap", "count-stated", "reference-resolves",
}  # fmt: skip
OF_ROW = ("item_id", "source", "status", "scope", "text", "amount_nok")
Change = Callable[[pymupdf.Document, int], None]


def as_picture(document: pymupdf.Document, number: int) -> None:
    """A page as a scanner gives it."""
    page = document[number - 1]
    pixels, (_, _, width, height) = page.get_pixmap(dpi=60), page.rect
    document.delete_page(number - 1)
    scan = document.new_page(number - 1, width=width, height=height)
    scan.insert_image(scan.rect, pixmap=pixels)


def missing(document: pymupdf.Document, number: int) -> None:
    document.delete_page(number - 1)


def doubled(document: pymupdf.Document, number: int) -> None:
    document.fullcopy_page(number - 1, number)


def swapped(document: pymupdf.Document, number: int) -> None:
    document.move_page(number - 1, number + 1)


def changed(pdf: Path, change: Change, number: int, folder: Path) -> ReportTables:
    with pymupdf.open(pdf) as document:
        change(document, number)
        stream = io.BytesIO(document.tobytes(garbage=1))
    folder.mkdir(exist_ok=True)
    path = folder / "endret.pdf"
    path.write_bytes(stream.getvalue())
    return Run(path, "2026", folder / "interim").tables


def findings_of(tables: ReportTables) -> list[Finding]:
    return apply(rules(), tables)[1]


def overview_page(tables: ReportTables) -> int:
    """The first page of the overview that is neither its first nor its last."""
    pages = sorted({m.overview_page for m in tables.measures if m.overview_page is not None})
    return pages[1] if len(pages) > 2 else pages[0]


def body_page(tables: ReportTables) -> int:
    first = next(m for m in tables.measures if m.number == 3)
    assert first.page_first is not None
    return first.page_first


@pytest.mark.parametrize("change", [as_picture, missing, doubled, swapped])
@pytest.mark.parametrize("where", [overview_page, body_page])
def test_a_page_that_is_lost_is_the_only_thing_that_is_said(
    june_2026: Run, tmp_path: Path, change: Change, where: Callable[[ReportTables], int]
) -> None:
    plain = june_2026.tables
    number = where(plain)
    tables = changed(june_2026.pdf, change, number, tmp_path)
    before = {(f.rule, f.item_id) for f in findings_of(plain)}
    new = [f for f in findings_of(tables) if (f.rule, f.item_id) not in before]
    assert not {f.rule for f in new} & ABSENCE
    assert {f.rule for f in new} <= {"page-sequence", "text-layer", "word-division"}
    said = {row.reason for row in tables.unread}
    assert said & {"page-is-picture", "page-missing", "page-doubled", "page-out-of-order"}


def test_the_sequence_of_pages_names_the_page(june_2026: Run, tmp_path: Path) -> None:
    tables = changed(june_2026.pdf, missing, 6, tmp_path)
    [finding] = [f for f in findings_of(tables) if f.rule == "page-sequence"]
    assert finding.severity == "error"
    assert finding.message == (
        "Side 6 mangler i filen: etter den som er merket 5, følger den som er merket 7 (s. 6)."
    )
    total = june_2026.tables.report.pages
    last = changed(june_2026.pdf, missing, total, tmp_path / "siste")
    [finding] = [f for f in findings_of(last) if f.rule == "page-sequence"]
    assert finding.message.startswith(f"Side {total} mangler i filen: den siste siden er merket")


def test_pages_bear_their_numbers(june_2026: Run) -> None:
    pages = june_2026.tables.rows(PageRow)
    total = june_2026.tables.report.pages
    numbered = [page for page in pages if page.printed is not None]
    assert [page.printed for page in numbered] == [page.page for page in numbered]
    assert {page.printed_total for page in numbered} == {total}
    assert {page.kind for page in pages} <= {"text", "blank"}


def test_a_covered_status_is_unread_and_no_unknown_word(june_2026: Run, tmp_path: Path) -> None:
    status = next(s for s in june_2026.tables.statuses if s.source == "text")
    box = next(
        span for span in june_2026.tables.spans
        if span.of_table == "statuses" and span.id == status.id
    )  # fmt: skip

    def cover(document: pymupdf.Document, _: int) -> None:
        rect = pymupdf.Rect(box.x0 - 1, box.top, box.x1 + 1, box.bottom)
        document[box.page - 1].draw_rect(rect, fill=(0, 0, 0))

    tables = changed(june_2026.pdf, cover, box.page, tmp_path)
    row: Any = next(s for s in tables.rows(Status) if s.id == status.id)
    assert (row.status, row.status_printed) == (None, "█")
    reasons = {r.reason for r in tables.rows(Unread) if r.item_id == status.item_id}
    assert reasons == {"covered"}
    new = [
        f for f in findings_of(tables) if f.rule in ("unknown-status", "status-text-vs-overview")
    ]
    assert not [f for f in new if f.item_id == status.item_id]
    [said] = [f for f in findings_of(tables) if f.rule == "text-layer"]
    assert said.page == box.page
    assert "dekket" in said.message


def test_a_page_within_one_narrative_silences_no_other_item(june_2025: Run, tmp_path: Path) -> None:
    """Page 50 lies within measure 96: no item, status or ministry can stand on it."""
    tables = changed(june_2025.pdf, as_picture, 50, tmp_path)
    before = {(f.rule, f.item_id) for f in findings_of(june_2025.tables)}
    after = {(f.rule, f.item_id) for f in findings_of(tables)}
    assert {item_id for _, item_id in before - after} == {"tiltak-96"}
    assert {("narrative-missing", "tiltak-102"), ("quantifier-vs-count", None)} <= after


def letter_put_in(document: pymupdf.Document, number: int) -> None:
    """A letter before a page, with what would be a status, a reference and an amount."""
    letter = document.new_page(number - 1, width=595, height=842)
    words = ("Notat", "Tiltak 3 er gjennomført, og kostet 14 mill. kroner.", "Status: Gjennomført")
    for line, text in enumerate(words):
        letter.insert_text((72, 90 + 20 * line), text)


@pytest.mark.parametrize("where", [overview_page, body_page])
def test_a_letter_between_two_pages_is_said_and_changes_nothing(
    june_2026: Run, tmp_path: Path, where: Callable[[ReportTables], int]
) -> None:
    plain = june_2026.tables
    number = where(plain)
    tables = changed(june_2026.pdf, letter_put_in, number, tmp_path)
    assert [(row.reason, row.page) for row in tables.unread if row.scope != row.item_id] == [
        ("page-put-in", number)
    ]
    for record in (Status, AmountMention):
        of_each = [
            [tuple(getattr(row, name) for name in OF_ROW if hasattr(row, name))
             for row in here.rows(record)]
            for here in (plain, tables)
        ]  # fmt: skip
        assert of_each[0] == of_each[1]
    narratives = [[(m.item_id, m.narrative) for m in here.measures] for here in (plain, tables)]
    assert narratives[0] == narratives[1]
    before, after = ({(f.rule, f.item_id) for f in findings_of(t)} for t in (plain, tables))
    assert not after - before


def unnumbered_and_doubled(document: pymupdf.Document, number: int) -> None:
    for page in document:
        page.add_redact_annot(pymupdf.Rect(0, page.rect.height - 60, 600, 850), fill=False)
        page.apply_redactions()
    document.fullcopy_page(number - 1, number)


@pytest.mark.parametrize("where", [overview_page, body_page])
def test_a_page_that_stands_twice_without_a_number_is_read_once(
    june_2026: Run, tmp_path: Path, where: Callable[[ReportTables], int]
) -> None:
    number = where(june_2026.tables)
    tables = changed(june_2026.pdf, unnumbered_and_doubled, number, tmp_path)
    assert ("page-doubled", number + 1) in {(row.reason, row.page) for row in tables.unread}
    before, after = ({(f.rule, f.item_id) for f in findings_of(t)}
                     for t in (june_2026.tables, tables))  # fmt: skip
    assert not {rule for rule, _ in after - before} & ABSENCE
    assert len(tables.measures) == len(june_2026.tables.measures)


def cut_short(document: pymupdf.Document, number: int) -> None:
    """The upper part of what a page shows, as of a file that was damaged on its way."""
    page = document[number - 1]
    page.clean_contents()
    [content] = page.get_contents()
    stream = document.xref_stream(content)
    document.update_stream(content, stream[: len(stream) // 4] + b" ((( <<< ]] Tj")


def without_letters(document: pymupdf.Document, number: int) -> None:
    """A page whose fonts do not say which letters they have."""
    with pymupdf.open() as other:
        other.insert_pdf(document, from_page=number - 1, to_page=number - 1)
        for font, *_ in other.get_page_fonts(0):
            other.xref_set_key(font, "ToUnicode", "null")
        document.delete_page(number - 1)
        document.insert_pdf(other, start_at=number - 1)


def all_covered(document: pymupdf.Document, number: int) -> None:
    page = document[number - 1]
    page.draw_rect(page.rect, color=None, fill=(1, 1, 1))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (cut_short, "page-damaged"),
        (without_letters, "page-illegible"),
        (all_covered, "covered"),
    ],
)
@pytest.mark.parametrize("where", [overview_page, body_page])
def test_a_page_that_is_read_in_part_is_not_held_against_the_report(
    june_2026: Run,
    tmp_path: Path,
    change: Change,
    reason: str,
    where: Callable[[ReportTables], int],
) -> None:
    number = where(june_2026.tables)
    tables = changed(june_2026.pdf, change, number, tmp_path)
    before = {(f.rule, f.item_id) for f in findings_of(june_2026.tables)}
    new = {f.rule for f in findings_of(tables) if (f.rule, f.item_id) not in before}
    assert not new & ABSENCE
    assert (reason, number) in {(row.reason, row.page) for row in tables.unread}
    chapters = {m.chapter for m in june_2026.tables.measures}
    assert {m.chapter for m in tables.measures} <= chapters | {None}


def test_a_row_of_the_overview_may_lie_covered(june_2026: Run, tmp_path: Path) -> None:
    page = overview_page(june_2026.tables)
    row = next(m for m in june_2026.tables.measures if m.overview_page == page)
    boxes = [s for s in june_2026.tables.spans if s.page == page and s.item_id == row.item_id]
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)

    def cover(document: pymupdf.Document, _: int) -> None:
        rect = pymupdf.Rect(0, top - 1, document[page - 1].rect.width, bottom + 1)
        document[page - 1].draw_rect(rect, color=None, fill=(0, 0, 0))

    tables = changed(june_2026.pdf, cover, page, tmp_path)
    assert ("covered", page) in {(row.reason, row.page) for row in tables.unread}
    assert not {f.rule for f in findings_of(tables) if f.item_id == row.item_id} & ABSENCE
    chapters = {m.overview_chapter for m in june_2026.tables.measures}
    assert {m.overview_chapter for m in tables.measures} <= chapters | {None}
