"""A page for each item with its history, and the page over all of them with search."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from msgspec.structs import replace

from pipeline.glossary.wording import time_in_words
from pipeline.norwegian.letters import small_letters
from pipeline.publish.item_history import ItemPage, PlanRows, item_pages
from pipeline.publish.item_pages import item_links
from pipeline.publish.tables import read_across, read_tables
from pipeline.seams.register import plan_ids
from pipeline.seams.tables import AmountMention, Measure, Review
from tests.publish.conftest import Published

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed"
)
WIDTHS = (1280, 390, 320)


def folder_of(made: Published) -> Path:
    """The folder of the plan's items."""
    plan = read_tables(made.reports[0], made.processed).report.plan
    return made.report / "items" / plan_ids([plan])[plan]


def rows_of(made: Published) -> PlanRows:
    across = read_across(made.processed)
    reports = [read_tables(report_id, made.processed) for report_id in made.reports]
    return PlanRows(
        reports[0].report.plan, reports, across.transitions, across.milestones, across.outcomes
    )


def pages_of(rows: PlanRows) -> dict[str, ItemPage]:
    return {page.page: page for page in item_pages(rows, {})}


@pytest.fixture(scope="module")
def pages(two_years: Published) -> dict[str, ItemPage]:
    return pages_of(rows_of(two_years))


# --- what a page says ---------------------------------------------------------------------------


def test_every_item_has_its_page(two_years: Published, pages: dict[str, ItemPage]) -> None:
    files = {path.stem for path in folder_of(two_years).iterdir()}
    assert files == set(pages)
    last = read_tables("2026", two_years.processed)
    assert {own.item_id for own in last.measures} == files


def test_statuses_and_those_responsible_in_every_report(pages: dict[str, ItemPage]) -> None:
    new, old = pages["tiltak-1"].standings
    assert (new.report, new.text.status, new.overview.status, new.moved) == (
        "juni 2026", "Under arbeid", "Under arbeid", "regressed",
    )  # fmt: skip
    assert (old.report, old.text.status, old.moved) == ("juni 2025", "Gjennomført", "")
    new, old = pages["tiltak-3"].standings
    assert new.text.ministries == "JD og BFD"
    assert pages["tiltak-3"].lead == "Status i juni 2026: Gjennomført; juni 2025: Under arbeid."
    assert pages["vedtak-611"].lead.startswith(
        "Vedtatt av Stortinget 8. april 2025. Status i juni "
    )


def test_a_page_says_what_it_is_built_on(two_years: Published, pages: dict[str, ItemPage]) -> None:
    html = (folder_of(two_years) / "tiltak-1.html").read_text(encoding="utf-8")
    last = html[html.index('id="bygger-pa"') :]
    for report_id in two_years.reports:
        assert read_tables(report_id, two_years.processed).report.sha256 in last
    assert last.count("<dt>Vurderinger og rettelser</dt>") == 2
    assert [report for report, _ in pages["tiltak-1"].provenance] == ["juni 2026", "juni 2025"]


def test_a_new_number_keeps_the_history(pages: dict[str, ItemPage]) -> None:
    page = pages["tiltak-25"]
    assert [own.name for own in page.standings] == ["Tiltak 25", "Tiltak 24"]
    assert page.standings[0].relation == "Nytt nummer: fra tiltak 24"
    assert [own.name for own in pages["tiltak-24"].standings] == ["Tiltak 24"]


def test_texts_stand_against_each_other(pages: dict[str, ItemPage]) -> None:
    version = pages["tiltak-10"].versions[0]
    assert (version.before, version.after, version.same) == ("juni 2025", "juni 2026", False)
    assert "Tiltaket er slått sammen med tiltak 12." in [
        run.text for passage in version.passages for run in passage.after if run.differs
    ]
    (version,) = pages["tiltak-2"].versions
    assert (version.same, version.status) == (True, "Under arbeid → Gjennomført")


def test_one_that_was_merged_into_another_stands_on_its_page(
    two_years: Published, pages: dict[str, ItemPage]
) -> None:
    page = pages["tiltak-10"]
    assert [own.name for own in page.standings] == ["Tiltak 10", "Tiltak 10", "Tiltak 12"]
    assert "Slått sammen: fra tiltak 12" in page.standings[0].relation
    assert "«Tiltaket er slått sammen med tiltak 12.»" in page.standings[0].evidence
    assert [version.after for version in page.versions] == ["juni 2026", "juni 2025, tiltak 12"]
    assert item_links(
        ["2025"], [own.report for own in rows_of(two_years).reports], two_years.processed,
        read_across(two_years.processed),
    )["2025", "tiltak-12"].endswith("/tiltak-10.html")  # fmt: skip


def test_one_that_is_gone_keeps_its_page_and_says_so(two_years: Published) -> None:
    rows = rows_of(two_years)
    steps = [
        replace(row, to_item_id=None, relation="removed")
        if row.from_item_id == "tiltak-12"
        else row
        for row in rows.transitions
    ]
    page = pages_of(rows._replace(transitions=steps))["tiltak-12"]
    assert page.lead.endswith("Tiltaket står ikke i rapporten fra juni 2026.")
    (version,) = page.versions  # in one report only
    assert (version.before, version.same) == ("", True)
    assert version.passages


def test_a_promise_stands_once_with_what_later_reports_say(two_years: Published) -> None:
    rows = rows_of(two_years)
    sentence = "Veilederen skal foreligge høsten 2025."
    promise = next(row for row in rows.milestones if row.sentence == sentence)
    told = [
        replace(row, event="told-done", sentence="Veilederen forelå i mai.", page=7)
        if row.id == promise.id and row.report_id == "2025"
        else row
        for row in rows.outcomes
    ]
    page = pages_of(rows._replace(outcomes=told))["tiltak-8"]
    (own,) = (each for each in page.promises if each.milestone.sentence == sentence)
    assert own.time == "høsten 2025"
    assert [place.report for place in own.places] == ["juni 2025", "juni 2026"]
    (outcome,) = own.outcomes
    assert (outcome.report, outcome.words, outcome.sentence, outcome.page) == (
        "juni 2026", "Omtalt som gjort", "Veilederen forelå i mai.", 7,
    )  # fmt: skip


def test_never_done_without_a_sentence(pages: dict[str, ItemPage]) -> None:
    for page in pages.values():
        for promise in page.promises:
            for outcome in promise.outcomes:
                assert outcome.event != "told-done" or outcome.sentence


def test_amounts_stand_with_their_sentence_and_what_to_know_of_them(
    two_years: Published,
) -> None:
    rows = rows_of(two_years)
    sentence = "Det er bevilget 5 mill. kroner i 2025 og 2026."
    amount = AmountMention(
        report_id="2026", item_id="tiltak-2", id="tiltak-2/1/0", page=6, scope="tiltak-2",
        paragraph=1, start=0, text="5 mill. kroner", amount_nok=5_000_000, qualifier="exact",
        change="increase", annual=True, years="{2025,2026}", counted=True, part_of=None,
        inferred=False, sentence=sentence,
    )  # fmt: skip
    last = rows.reports[1]._replace(amounts=[amount])
    page = pages_of(rows._replace(reports=[rows.reports[0], last]))["tiltak-2"]
    (money,) = page.money
    assert money.amounts == [("5 mill. kroner", "økning, hvert år, gjelder 2025, 2026")]
    assert (money.sentence, money.places[0].page) == (sentence, 6)


def test_findings_stand_with_their_verdicts(published: Published) -> None:
    finding = next(
        row
        for row in read_tables("2025", published.processed).findings
        if row.rule == "status-text-vs-overview"
    )
    verdict = Review(
        report_id="2025", item_id="tiltak-4", id=finding.id, page=9, seq=1, answer=None,
        rule=finding.rule,
        scope="tiltak-4", verdict="bekreftet", by="N.N.", reason="Sett i begge.", note=None,
        reviewed_on=read_tables("2025", published.processed).report.as_of, state="applied",
        left_value=finding.left_value, right_value=finding.right_value,
    )  # fmt: skip
    rows = rows_of(published)
    page = pages_of(rows._replace(reports=[rows.reports[0]._replace(reviews=[verdict])]))[
        "tiltak-4"
    ]
    verdicts = {own.finding.id: own.verdicts for own in page.findings}
    assert verdicts.pop(finding.id) == [verdict]
    assert not any(verdicts.values())


def test_previous_and_next_are_those_of_the_report(published: Published) -> None:
    pages = pages_of(rows_of(published))
    names = [measure.item_id for measure in read_tables("2025", published.processed).measures]
    assert list(pages) == names
    assert [page.before.page for page in pages.values() if page.before] == names[:-1]
    assert [page.after.page for page in pages.values() if page.after] == names[1:]


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025", "2025"),
        ("2025-12", "desember 2025"),
        ("2025-05-26", "26. mai 2025"),
        ("2025-23", "høsten 2025"),
        ("2026-33", "første kvartal 2026"),
        ("2026-41", "andre halvår 2026"),
        ("../2025-05", "senest mai 2025"),
        ("2025/..", "fra 2025"),
        ("2025/2028", "2025–2028"),
        ("2026-01/2026-03", "januar–mars 2026"),
        ("2025-12-31/2026-01-01", "31. desember 2025 – 1. januar 2026"),
    ],
)
def test_dates_are_said_as_people_say_them(edtf: str, words: str) -> None:
    assert time_in_words(edtf) == words


# --- the files ----------------------------------------------------------------------------------


def test_pictures_are_light_and_show_both_places(published: Published) -> None:
    pages = sorted(folder_of(published).iterdir())
    assert len(pages) == 131
    assert max(path.stat().st_size for path in pages) < 150_000
    text = (folder_of(published) / "tiltak-4.html").read_text(encoding="utf-8")
    assert regex.findall(r'alt="([^"]*)"', text) == [
        "Utsnitt av side 9. Markert: «Under arbeid JD, BFD, alle»",
        "Utsnitt av side 65. Markert: «Gjennomført JD, BFD, alle»",
    ]


def test_no_link_leads_to_nothing(two_years: Published) -> None:
    for page in (two_years.report / "items").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        ids = set(regex.findall(r' id="([^"]+)"', text))
        for address in map(html.unescape, regex.findall(r'<a\b[^>]*\bhref="([^"]+)"', text)):
            file, _, anchor = address.partition("#")
            assert (page.parent / file).exists() if file else anchor in ids, (page.name, address)
            if file.endswith(".html") and anchor:
                there = (page.parent / file).read_text(encoding="utf-8")
                assert f' id="{anchor}"' in there, (page.name, address)


def test_the_audit_report_links_to_the_page_of_each_item(two_years: Published) -> None:
    for report_id in two_years.reports:
        text = (two_years.report / f"{report_id}.html").read_text(encoding="utf-8")
        linked = set(regex.findall(r'href="(items/[^"]+)"', text))
        assert "items/index.html" in linked
        items = {row.item_id for row in read_tables(report_id, two_years.processed).measures}
        merged = report_id == "2025"  # two of these are on one page now
        assert len(linked) == len(items) + 1 - merged  # and the page over all
        assert all((two_years.report / link).is_file() for link in linked)


def test_the_same_bytes_every_time(two_years: Published, tmp_path: Path) -> None:
    again = two_years._replace(report=tmp_path).with_items()
    for path in (two_years.report / "items").rglob("*.html"):
        other = again.report / path.relative_to(two_years.report)
        assert other.read_bytes() == path.read_bytes(), path.name


def test_pages_of_an_earlier_run_are_removed(two_years: Published, tmp_path: Path) -> None:
    left = tmp_path / "items" / "en-annen-plan" / "tiltak-1.html"
    left.parent.mkdir(parents=True)
    left.write_text("", encoding="utf-8")
    made = two_years._replace(report=tmp_path).with_items()
    assert not left.parent.exists()
    assert (folder_of(made) / "tiltak-1.html").exists()


def test_titles_cannot_carry_markup(two_years: Published, tmp_path: Path) -> None:
    hostile = "</script><img src=x onerror=alert(1)>"

    def change(rows: list[Measure]) -> list[Measure]:
        return [replace(row, title=hostile, narrative=hostile) for row in rows]

    made = two_years.altered(tmp_path, Measure, change, "2026").with_items()
    for page in (made.report / "items").rglob("*.html"):
        assert "<img src=x" not in page.read_text(encoding="utf-8"), page.name


# --- in a browser -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(two_years: Published) -> str:
    """The page of an item whose text was changed."""
    return (folder_of(two_years) / "tiltak-10.html").as_uri()


@pytest.fixture
def search(browser: sync_api.Browser, published: Published) -> Iterator[sync_api.Page]:
    page = browser.new_page()
    page.goto((published.report / "items" / "index.html").as_uri())
    yield page
    page.close()


def shown(page: sync_api.Page) -> list[str]:
    names: list[str] = page.locator(".hits > li:visible .hit-name").all_text_contents()
    return names


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: sync_api.Browser, changed: str, two_years: Published, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for url in (changed, (two_years.report / "items" / "index.html").as_uri()):
        page.goto(url)
        results = axe_api.Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_changed_words_are_told_without_colour(browser: sync_api.Browser, changed: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(changed)
    new = page.locator(".versions ins").first
    assert new.inner_text() == "Tiltaket er slått sammen med tiltak 12."
    assert "underline" in new.evaluate("e => getComputedStyle(e).textDecorationLine")
    gone = page.locator("del").first
    assert "line-through" in gone.evaluate("e => getComputedStyle(e).textDecorationLine")
    context.close()


def test_it_asks_the_network_for_nothing(browser: sync_api.Browser, published: Published) -> None:
    page = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    for path in (folder_of(published) / "tiltak-81.html", published.report / "items/index.html"):
        asked.clear()
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
        assert [own for own in asked if not own.startswith("data:image/png")] == [path.as_uri()]
    assert told == []
    page.close()


def test_from_page_to_page_and_back(browser: sync_api.Browser, published: Published) -> None:
    page = browser.new_page()
    page.goto((folder_of(published) / "tiltak-4.html").as_uri())
    page.get_by_role("link", name="Neste: Tiltak 5").first.click()
    assert page.url.endswith("/tiltak-5.html")
    page.get_by_role("link", name="Forrige: Tiltak 4").first.click()
    page.get_by_role("link", name="Alle tiltak og søk").click()
    assert page.url.endswith("/items/index.html")
    page.close()


def test_all_items_stand_there_without_scripts(
    browser: sync_api.Browser, published: Published
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((published.report / "items" / "index.html").as_uri())
    assert len(shown(page)) == 131
    sync_api.expect(page.locator("#sok")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("words", "first", "least"),
    [
        ("barnehus", "Tiltak 72", 8),  # in the title before those that only write of it
        ("BARNEHUS kirkenes", "Tiltak 121", 1),  # all words, capitals aside
        ("«Statens barnehus»", "Tiltak 72", 3),
        ("4", "Tiltak 4", 10),  # the item of that number before those that mention it
        ("vedtak 611", "Vedtak 611", 1),
    ],
)
def test_search_over_all_texts(search: sync_api.Page, words: str, first: str, least: int) -> None:
    search.get_by_role("searchbox").fill(words)
    names = shown(search)
    assert names[0] == first
    assert least <= len(names) < 131
    assert search.locator("#treff").inner_text() == (f"{len(names)} av 131 (søk: {words}).")


def test_a_hit_shows_its_words_and_where_they_stand(search: sync_api.Page) -> None:
    search.get_by_role("searchbox").fill("kripos")
    hit = search.locator(".hits > li:visible").first
    assert hit.locator("mark").first.inner_text().lower() == "kripos"
    assert "(juni 2025)" in hit.locator(".excerpt").first.inner_text()
    search.get_by_role("searchbox").fill("finnes ikke noe sted")
    assert shown(search) == []
    search.get_by_role("searchbox").fill("")
    assert len(shown(search)) == 131
    assert search.locator(".excerpt").count() == 0


def test_a_search_can_be_linked_to_and_filtered(
    browser: sync_api.Browser, published: Published
) -> None:
    page = browser.new_page()
    page.goto(
        (published.report / "items" / "index.html").as_uri() + "#q=barnehus&status=Gjennomført"
    )
    names = shown(page)
    assert 0 < len(names) < 12
    page.get_by_label("Status").select_option(label="Alle")
    assert len(shown(page)) > len(names)
    assert "status" not in page.url
    page.close()


def test_paper_holds_the_texts_and_both_places(
    browser: sync_api.Browser, published: Published, tmp_path: Path
) -> None:
    import pymupdf

    page = browser.new_page()
    page.goto((folder_of(published) / "tiltak-81.html").as_uri())
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    measure = next(
        row
        for row in read_tables("2025", published.processed).measures
        if row.item_id == "tiltak-81"
    )
    with pymupdf.open(tmp_path / "page.pdf") as document:
        text = small_letters(" ".join(sheet.get_text() for sheet in document))
        assert sum(len(sheet.get_images()) for sheet in document) == 2
        assert len(document) <= 2
    for paragraph in (measure.narrative or "").split("\n\n"):
        assert small_letters(paragraph) in text
    page.close()
