"""«Endringer siden forrige rapport»: what the audit report says of the report before."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pymupdf
import pytest
from msgspec.structs import replace

from pipeline.publish.changes import Changes, changes_of, earlier_than
from pipeline.publish.flow import Flow, flow_figure
from pipeline.publish.tables import Tables, read_across, read_tables
from pipeline.seams.tables import Finding, Measure, MilestoneOutcome, Report
from tests.publish.conftest import Published


def html_of(made: Published, report_id: str = "2026") -> str:
    return (made.report / f"{report_id}.html").read_text(encoding="utf-8")


def made_of(
    made: Published,
    change: Callable[[Tables], Tables] = lambda own: own,
    told: Mapping[str, MilestoneOutcome] = MappingProxyType({}),
) -> Changes:
    """The section, with this report changed, and with other outcomes of the milestones `told`."""
    before, after = (read_tables(own, made.processed) for own in made.reports)
    across = read_across(made.processed)
    across = across._replace(outcomes=[told.get(row.id, row) for row in across.outcomes])
    after = change(after)
    return changes_of(
        after, earlier_than(after.report, before, across, [before.report, after.report])
    )


@pytest.fixture(scope="module")
def changes(two_years: Published) -> Changes:
    return made_of(two_years)


def test_the_first_report_of_a_plan_has_no_such_section(two_years: Published) -> None:
    first = html_of(two_years, "2025")
    for part in ('id="endringer"', 'href="#endringer"', "Endringer"):  # section, link and heading
        assert part in html_of(two_years)
        assert part not in first


def test_the_lead_tells_it_in_a_few_sentences(changes: Changes) -> None:
    assert changes.lead[0] == (
        "Siden statusrapporten fra juni 2025 har 6 av 28 tiltak og anmodningsvedtak fått ny "
        "status: 2 er gått fra Under arbeid til Gjennomført, 1 fra Gjennomført til Under arbeid, "
        "1 fra Ikke startet til Løpende og 2 på andre måter. Status er gått tilbake for tiltak 1. "
        "Den nye statusen er motsagt i rapporten selv for tiltak 1, tiltak 2, tiltak 3 og tiltak 4."
    )
    assert changes.lead[1] == (
        "Omtalen er ordrett den samme for 23 og endret for 1. For 5 er statusen ny og omtalen "
        "ordrett den samme."
    )
    assert changes.lead[2].startswith("1 er nytt, 1 er slått sammen og 1 har fått nytt nummer. Av ")


def test_every_status_that_moved_is_listed_those_to_look_at_first(changes: Changes) -> None:
    assert [
        (row.anchor, row.kind, row.before.status, row.after.status, row.same_text)
        for row in changes.moved
    ] == [
        ("tiltak-1", "regressed", "Gjennomført", "Under arbeid", True),
        ("tiltak-7", "other", "Under arbeid", "Satt på vent", True),
        ("tiltak-16", "other", "Ikke startet", "Løpende", True),
        ("tiltak-2", "advanced", "Under arbeid", "Gjennomført", True),
        ("tiltak-3", "advanced", "Under arbeid", "Gjennomført", True),
        ("tiltak-4", "advanced", "Ikke startet", "Under arbeid", False),  # nothing is written of it
    ]


def test_statuses_stand_on_their_pages_in_both_sources(
    changes: Changes, two_years: Published
) -> None:
    for row in changes.moved:
        for report_id, stands in (("2025", row.before), ("2026", row.after)):
            with pymupdf.open(two_years.raw / f"{report_id}.pdf") as document:
                for stand in (stands.text, stands.overview):
                    assert stand.page is not None
                    assert stand.text in document[stand.page - 1].get_text()


def test_a_status_that_moved_in_the_overview_alone_is_listed(two_years: Published) -> None:
    def overview_done(tables: Tables) -> Tables:
        return tables._replace(
            statuses=[
                replace(row, status="Ikke startet", status_printed="Ikke startet")
                if row.id == "tiltak-5/overview"
                else row
                for row in tables.statuses
            ]
        )

    (row,) = (own for own in made_of(two_years, overview_done).moved if own.kind == "overview")
    assert (row.anchor, row.after.overview.text) == ("tiltak-5", "Ikke startet")
    assert row.after.text == row.before.text._replace(page=row.after.text.page)
    assert row.after.differ


def test_what_moved_in_the_overview_alone_is_no_new_status_of_the_lead(
    two_years: Published,
) -> None:
    def overview_contradicted(tables: Tables) -> Tables:
        statuses = [
            replace(row, status="Ikke startet", status_printed="Ikke startet")
            if row.id == "tiltak-5/overview"
            else row
            for row in tables.statuses
        ]
        against = replace(
            tables.findings[0], id="f", rule="status-text-vs-overview", item_id="tiltak-5",
            state="open", message="Tiltak 5 er ulikt.",
        )  # fmt: skip
        return tables._replace(statuses=statuses, findings=[*tables.findings, against])

    changes = made_of(two_years, overview_contradicted)
    (row,) = (own for own in changes.moved if own.kind == "overview")
    assert [finding.id for finding in row.contradicted][-1:] == ["f"]
    assert "tiltak 5" not in changes.lead[0].partition("motsagt")[2]


def test_a_new_status_that_this_report_contradicts_itself_says_so(two_years: Published) -> None:
    def contradicted(tables: Tables) -> Tables:
        finding = tables.findings[0]
        message = "Tiltak 2 er «Gjennomført» i teksten, men «Under arbeid» i oversikten."
        against = replace(
            finding, id="f", rule="status-text-vs-overview", item_id="tiltak-2",
            state="open", message=message,
        )  # fmt: skip
        return tables._replace(findings=[*tables.findings, against])

    changes = made_of(two_years, contradicted)
    (row,) = (own for own in changes.moved if own.anchor == "tiltak-2")
    assert [finding.id for finding in row.contradicted][-1:] == ["f"]
    assert "Den nye statusen er motsagt i rapporten selv for " in changes.lead[0]
    assert "tiltak 2" in changes.lead[0].rpartition("motsagt")[2]


def test_new_merged_and_renumbered_items(changes: Changes) -> None:
    merged, new, renumbered = changes.items
    assert (merged.kind, merged.before.text, merged.after.text) == (
        "merged", "Tiltak 12", "Tiltak 10",
    )  # fmt: skip
    assert merged.evidence == "Rapporten skriver: «Tiltaket er slått sammen med tiltak 12.»"
    assert (new.anchor, new.kind) == ("tiltak-24", "added")
    assert (renumbered.anchor, renumbered.kind) == ("tiltak-25", "renumbered")
    assert (renumbered.before.text, renumbered.after.text) == ("Tiltak 24", "Tiltak 25")
    assert renumbered.evidence
    assert (changes.retitled, changes.reassigned) == (1, 1)


def test_a_rewritten_text_stands_side_by_side_with_its_changed_words(
    changes: Changes, two_years: Published
) -> None:
    (text,) = changes.texts
    assert text.anchor == "tiltak-10"
    (passage,) = text.passages
    assert [run.text for run in passage.after] == ["Tiltaket er slått sammen med tiltak 12."]
    section = html_of(two_years)
    section = section[section.index("Endret omtale") : section.index("Varslet, og hva")]
    assert "<ins>Tiltaket er slått sammen med tiltak 12.</ins>" in section
    assert 'href="items/' in section  # the item's whole history


def test_promises_that_fell_due_or_that_this_report_speaks_of(two_years: Published) -> None:
    across = read_across(two_years.processed)
    sentences = {row.id: row.sentence for row in across.milestones if row.report_id == "2025"}
    first = {row.id: row for row in across.outcomes}
    told = {}
    for row_id, sentence in sentences.items():
        row = first[row_id]
        if sentence == "Veilederen skal foreligge høsten 2025.":
            told[row_id] = replace(
                row, event="moved", sentence="Veilederen kommer våren 2027.", page=6,
                moved_to="2027-21", slip_days=547,
            )  # fmt: skip
        elif sentence.startswith(("Et møte er planlagt", "Tilbudet skal være på plass")):
            told[row_id] = replace(row, event="silent", sentence=None, page=None, moved_to=None)
    due = {row.promise.milestone.sentence: row for row in made_of(two_years, told=told).due}
    moved = due["Veilederen skal foreligge høsten 2025."]
    assert (moved.name, moved.promise.time, moved.file) == (
        "Tiltak 8", "høsten 2025", "2025-merknader.pdf",
    )  # fmt: skip
    (outcome,) = moved.promise.outcomes
    assert (outcome.words, outcome.moved) == ("Flyttet", "til våren 2027, 547 dager senere")
    assert (outcome.sentence, outcome.page) == ("Veilederen kommer våren 2027.", 6)
    assert due["Et møte er planlagt høsten 2025."].promise.outcomes[0].words == "Ikke omtalt"
    merged = due["Ordningen skal være på plass innen utgangen av 2025."]
    assert merged.anchor == "tiltak-10"  # where it went
    assert "Tilbudet skal være på plass høsten 2026." not in due  # not yet, and nothing said
    assert next(iter(due)) == "Veilederen skal foreligge høsten 2025."  # what moved comes first


def test_the_table_behind_the_picture_counts_every_item_once(changes: Changes) -> None:
    assert changes.columns == [
        "Gjennomført", "Under arbeid", "Ikke startet", "Løpende", "Satt på vent",
        "Ikke med lenger",
    ]  # fmt: skip
    assert dict(changes.counts) == {
        "Gjennomført": [7, 1, 0, 0, 0, 0],
        "Under arbeid": [2, 10, 0, 0, 1, 1],
        "Ikke startet": [0, 1, 5, 1, 0, 0],
        "Ikke med før": [0, 0, 1, 0, 0, 0],
    }


def test_two_editions_for_one_month_are_told_apart(two_years: Published) -> None:
    def same_month(tables: Tables) -> Tables:
        return tables._replace(report=replace(tables.report, as_of_printed="juni 2025"))

    changes = made_of(two_years, same_month)
    assert (changes.before, changes.after) == ("juni 2025 (2025)", "juni 2025 (2026)")


def test_without_a_month_there_is_still_a_section(two_years: Published) -> None:
    def no_month(tables: Tables) -> Tables:
        return tables._replace(report=replace(tables.report, as_of=None, as_of_printed=None))

    changes = made_of(two_years, no_month)
    assert changes.after == "2026"
    assert len(changes.moved) == 6


# --- the picture --------------------------------------------------------------------------------

STATUSES = ["Gjennomført", "Under arbeid", "Ikke startet"]


def drawn(*flows: Flow, width: int = 860) -> str:
    return flow_figure(flows, STATUSES, ("Før", "Nå"), width=width, label="<Strømmer>")


def test_every_flow_has_a_band_with_its_number() -> None:
    picture = drawn(
        Flow("Under arbeid", "Gjennomført", 14, "advanced"),
        Flow("Gjennomført", "Under arbeid", 3, "regressed"),
        Flow("Under arbeid", "Under arbeid", 61, "unchanged"),
        Flow("Nytt", "Ikke startet", 2, "added"),
    )
    for kind, count in (("advanced", 14), ("regressed", 3), ("unchanged", 61), ("added", 2)):
        assert picture.count(f'class="band band-{kind}"') == 1
        assert picture.count(f">{count}</text>") >= 1
    assert 'aria-label="&lt;Strømmer&gt;"' in picture


def test_numbers_do_not_stand_on_each_other() -> None:
    names = [*STATUSES, "Løpende", "Utsatt"]
    flows = [Flow(a, b, 1, "other") for a in names for b in names if a != b]
    picture = flow_figure(flows, names, ("Før", "Nå"), width=860, label="")
    places = [
        tuple(float(part.split('"')[1]) for part in text.split(" ") if part[:2] in ("x=", "y="))
        for text in picture.split("<text ")
        if text.startswith('class="flow-count')
    ]
    assert len(places) == len(flows) == len(set(places))


def test_hostile_names_are_escaped() -> None:
    assert "<script>" not in drawn(Flow("<script>", "Gjennomført", 1, "other"))


@pytest.mark.parametrize("width", [860, 360])
def test_the_picture_is_the_same_every_time(width: int) -> None:
    flows = [Flow("Under arbeid", "Gjennomført", 14, "advanced")]
    assert drawn(*flows, width=width) == drawn(*flows, width=width)


# --- findings across reports --------------------------------------------------------------------


def across(made: Published) -> list[Finding]:
    found = read_tables("2026", made.processed).findings
    return [finding for finding in found if finding.left_source == "2025"]


def card(made: Published, finding: Finding) -> str:
    html = html_of(made)
    text = html[html.index(f' id="{finding.id}" aria-labelledby') :]
    return text[: text.index("</article>")]


def test_a_finding_across_shows_both_reports(two_years: Published) -> None:
    (regressed,) = (own for own in across(two_years) if own.rule == "status-regressed")
    assert regressed.message == (
        "Tiltak 1 er «Under arbeid» (s. 5), men var «Gjennomført» i rapporten per juni 2025 "
        "(s. 5 der)."
    )
    own = card(two_years, regressed)
    assert "I rapporten fra juni 2025" in own
    assert "I denne rapporten" in own
    assert 'href="2025-merknader.pdf#page=6"' in own
    assert 'href="2026-merknader.pdf#page=6"' in own
    assert "Utsnitt av side 5. Markert: «Gjennomført»" in own
    assert "Utsnitt av side 5. Markert: «Under arbeid»" in own


def test_every_finding_across_has_a_picture_of_each_side_that_stands_somewhere(
    two_years: Published,
) -> None:
    found = across(two_years)
    assert {own.rule for own in found} == {
        "status-regressed", "measure-removed", "measure-added", "title-changed",
        "ministries-changed", "milestone-overdue", "status-new-text-same",
    }  # fmt: skip
    for own in found:
        sides = (own.left_ref is not None) + (own.right_ref is not None)
        assert card(two_years, own).count("<img") == sides, own.message


def test_pages_and_rows_are_those_of_the_report_that_the_source_names(
    two_years: Published,
) -> None:
    for own in across(two_years):
        for report_id, value, page in (
            ("2025", own.left_value, own.left_page),
            ("2026", own.right_value, own.right_page),
        ):
            if value is not None and page is not None:
                with pymupdf.open(two_years.raw / f"{report_id}.pdf") as document:
                    text = " ".join(document[page - 1].get_text().split())
                assert value.split(",")[0] in text


def test_the_annotated_pdf_has_only_its_own_side(two_years: Published) -> None:
    (gone,) = (own for own in across(two_years) if own.rule == "measure-removed")
    with pymupdf.open(two_years.report / "2026-merknader.pdf") as document:
        noted = [
            page.number  # a page of findings comes first
            for page in document
            for note in page.annots()
            if gone.id in note.info["content"]
        ]
    assert noted == [gone.right_page]  # where this report tells what became of it


def test_the_sheets_link_each_page_to_its_own_report(two_years: Published) -> None:
    (regressed,) = (own for own in across(two_years) if own.rule == "status-regressed")
    sheet = openpyxl.load_workbook(two_years.report / "2026-funn.xlsx")["Funn"]
    row = next(own for own in sheet.iter_rows(min_row=2) if own[0].value == regressed.id)
    assert [row[i].hyperlink.target for i in (9, 12)] == [
        "2025-merknader.pdf", "2026-merknader.pdf",
    ]  # fmt: skip
    assert (row[7].value, row[10].value) == ("I rapporten fra juni 2025", "I denne rapporten")
    content = (two_years.report / "2026-funn.csv").read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
    (line,) = (own for own in rows if own["Funn"] == regressed.id)
    assert (line["Side 1"], line["Side 2"]) == ("5", "5")


def test_the_same_bytes_every_time(two_years: Published, tmp_path: Path) -> None:
    again = two_years.again(tmp_path)
    names = sorted(path.name for path in two_years.report.iterdir() if path.is_file())
    assert len(names) >= 8
    for name in names:
        assert (again.report / name).read_bytes() == (two_years.report / name).read_bytes(), name


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_neither_titles_nor_months_can_carry_markup(two_years: Published, tmp_path: Path) -> None:
    def titles(rows: list[Measure]) -> list[Measure]:
        return [replace(row, title=HOSTILE) for row in rows]

    def month(rows: list[Report]) -> list[Report]:
        return [replace(row, as_of_printed=HOSTILE) for row in rows]

    made = two_years.altered(tmp_path / "titles", Measure, titles, "2026")
    made = made.altered(tmp_path / "month", Report, month, "2025")
    html = html_of(made)
    section = html[html.index('id="endringer"') : html.index('id="funn"')]
    assert section.count("&lt;/script&gt;") > 10
    assert html.count("<script>") == 1
    assert "<img src=x" not in html
