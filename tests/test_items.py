"""Every item of two editions, field by field, against what was read by hand or typeset."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run

ACROSS_PAGES = (  # rows of the real overview that a page break cuts in two
    "tiltak-23", "tiltak-36", "tiltak-51", "tiltak-63", "tiltak-77", "tiltak-89", "tiltak-105",
    "tiltak-119", "vedtak-616",
)  # fmt: skip


def fields_of(run: Run) -> dict[str, dict[str, Any]]:
    """What came out for each item, under the gold's names."""
    statuses = {status.id: status.status_printed for status in run.tables.statuses}
    printed = {(row.item_id, row.source): row.printed for row in run.tables.ministries}
    return {
        m.item_id or "": {
            "item_id": m.item_id,
            "kind": m.kind,
            "number": str(m.number),
            "chapter_number": str(m.chapter_number),
            "chapter": m.chapter,
            "title": m.title,
            "ministries": printed.get((m.item_id, "text")),
            "status": statuses.get(f"{m.id}/text"),
            "page": str(m.page),
            "overview_title": m.overview_title,
            "overview_ministries": printed.get((m.item_id, "overview")),
            "overview_status": statuses.get(f"{m.id}/overview"),
        }
        for m in run.tables.measures
    }


def test_every_item_of_the_real_report(june_2025: Run, gold: list[dict[str, str]]) -> None:
    found = fields_of(june_2025)
    assert len(gold) == 131
    assert found == {row["item_id"]: row for row in gold}


def test_overview_chapters_are_those_of_the_text(june_2025: Run) -> None:
    assert all(m.overview_chapter == m.chapter for m in june_2025.tables.measures)


@pytest.mark.parametrize("item_id", ACROSS_PAGES)
def test_rows_across_page_breaks(june_2025: Run, gold: list[dict[str, str]], item_id: str) -> None:
    measure = next(m for m in june_2025.tables.measures if m.item_id == item_id)
    row = next(row for row in gold if row["item_id"] == item_id)
    boxes = [s for s in june_2025.tables.spans if s.id == item_id and s.field == "overview"]
    assert measure.overview_title == row["overview_title"]
    assert {box.page for box in boxes} == {measure.overview_page, measure.overview_page + 1}


def test_every_item_of_the_synthetic_edition(june_2026: Run, expected_2026: Any) -> None:
    found = fields_of(june_2026)
    for source, prefix in (("measures", ""), ("overview", "overview_")):
        for row in expected_2026[source]:
            item_id = f"{'tiltak' if row['number'] < 600 else 'vedtak'}-{row['number']}"
            for field in ("title", "status", "ministries"):
                assert found[item_id][prefix + field] == row[field], (item_id, prefix + field)
    in_overview = {m.number for m in june_2026.tables.measures if m.overview_page is not None}
    assert in_overview == {row["number"] for row in expected_2026["overview"]}


def test_last_pages(june_2025: Run) -> None:
    last = {m.item_id: m.page_last for m in june_2025.tables.measures}
    assert last["tiltak-2"] == 8  # its narrative goes on overleaf
    assert last["tiltak-5"] == 10  # begins with nothing but its labels on page 9
    assert last["tiltak-25"] == 18  # no narrative
    assert last["tiltak-96"] == 50  # two lines on a page of their own


def test_narratives(june_2025: Run) -> None:
    by_id = {m.item_id: m.narrative for m in june_2025.tables.measures}
    assert by_id["tiltak-25"] is None
    assert by_id["tiltak-91"] == (
        "Evalueringen er gjennomført av Menon Economics. Rapporten vil bli offentliggjort i "
        "løpet av sommeren 2025.."
    )
    # A paragraph that crosses a page is one, and the list after it has its bullets taken off.
    assert (
        "Sentrene mottar årlig tilskudd til drift fra Helsedirektoratet, og målgruppen for "
        "sentrenes arbeid er beslutningstakere" in (by_id["tiltak-6"] or "")
    )
    assert "\n\nEvaluering: Vurdere myndighetenes etterlevelse" in (by_id["tiltak-3"] or "")
    assert "Bergman" not in (by_id["tiltak-115"] or "")  # a footnote is not narrative


def test_report_row(june_2025: Run) -> None:
    report = june_2025.tables.report
    assert report.title == (
        "Status for gjennomføring av tiltak i Opptrappingsplan mot vold og overgrep mot barn og "
        "vold i nære relasjoner (2024–2028)"
    )
    assert (str(report.as_of), report.as_of_printed) == ("2025-06-30", "juni 2025")
    assert (report.pages, report.language, report.producer) == (75, "nb", "LibreOffice 7.4")
    assert report.words == sum(len(page.words) for page in june_2025.tables.pages)
