"""The audit report in a real browser: on wide and narrow screens, by keyboard and on paper."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.norwegian.letters import small_letters
from pipeline.publish.reports import publish
from pipeline.publish.tables import Tables, read_tables
from pipeline.seams.tables import Unread
from pipeline.validate.__main__ import validate
from tests.conftest import ROOT, Run
from tests.publish.conftest import Published

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe_api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed"
)

TILTAK_4 = "29541a33a036"
WIDE, NARROW, NARROWEST = (1280, 900), (390, 844), (320, 640)


@pytest.fixture(scope="module")
def url(published: Published) -> str:
    return (published.report / "2025.html").as_uri()


@pytest.fixture(scope="module")
def tables(published: Published) -> Tables:
    return read_tables("2025", published.processed)


@pytest.fixture
def page(browser: sync_api.Browser, url: str) -> Iterator[sync_api.Page]:
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    page.goto(url)
    yield page
    page.close()


def shown(page: sync_api.Page) -> list[str]:
    """The ids of the rows that are seen, from the top."""
    ids: list[str] = page.eval_on_selector_all(
        "#tabell tbody tr", "rows => rows.filter(r => r.checkVisibility()).map(r => r.id)"
    )
    return ids


def field(page: sync_api.Page, label: str) -> sync_api.Locator:
    """A field of the filter, by its label."""
    return page.locator("#filter").get_by_label(label, exact=True)


def on_paper(page: sync_api.Page, folder: Path) -> str:
    """What stands on the printed pages, letters and digits only."""
    target = folder / "print.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    with pymupdf.open(target) as document:
        return small_letters(" ".join(sheet.get_text() for sheet in document))


def test_opening_it_asks_the_network_for_nothing(browser: sync_api.Browser, url: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert [own for own in asked if not own.startswith("data:image/png")] == [url]
    assert told == []  # nor did the content security policy have to stop anything
    page.close()


# Every other combination is in test_axe_finds_nothing_anywhere.
LOOKS = [
    (WIDE, {"color_scheme": "light"}),
    (NARROW, {"color_scheme": "dark"}),
    (NARROWEST, {"forced_colors": "active"}),
    (WIDE, {"media": "print"}),
]
# axe leaves the size of targets out unless it is asked.
WCAG_2_2 = {"rules": {"target-size": {"enabled": True}}}


def violations(browser: sync_api.Browser, url: str, size: tuple[int, int], look: Any) -> str:
    """What axe finds at a size, in a colour scheme or on paper; empty if nothing."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.emulate_media(**look)
    page.goto(url)
    results = axe_api.Axe().run(page, options=WCAG_2_2)
    page.close()
    return str(results.generate_report()) if results.violations_count else ""


@pytest.mark.parametrize(("size", "look"), LOOKS[:1])
def test_axe_finds_nothing(
    browser: sync_api.Browser, url: str, size: tuple[int, int], look: Any
) -> None:
    assert violations(browser, url, size, look) == ""


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW, NARROWEST])
@pytest.mark.parametrize("name", ["2025.html", "2025-brev-JD.html"])
def test_axe_finds_nothing_anywhere(
    browser: sync_api.Browser, published: Published, name: str, size: tuple[int, int]
) -> None:
    for _, look in LOOKS:
        assert violations(browser, (published.report / name).as_uri(), size, look) == "", look


def test_axe_finds_nothing_in_a_letter(browser: sync_api.Browser, published: Published) -> None:
    letter = (published.report / "2025-brev-JD.html").as_uri()
    assert violations(browser, letter, NARROW, {"color_scheme": "light"}) == ""


def test_axe_finds_nothing_where_texts_were_not_understood(
    browser: sync_api.Browser, published: Published, tmp_path: Path
) -> None:
    rows = [
        Unread("2025", "tiltak-4", f"tiltak-4/{n}", 9, "parse", "tiltak-4", "unknown-status", text)
        for n, text in enumerate(["Snart", "<b>ferdig</b>", ""])
    ]
    made = published.altered(tmp_path, Unread, lambda _: rows)
    page = browser.new_page(viewport={"width": NARROW[0], "height": NARROW[1]})
    page.goto((made.report / "2025.html").as_uri())
    assert page.locator("#lesing tbody tr").count() == 3
    results = axe_api.Axe().run(page, context="#lesing")
    assert results.violations_count == 0, results.generate_report()
    page.close()


@pytest.mark.parametrize("size", [NARROW, NARROWEST])
def test_nothing_sticks_out_of_a_narrow_screen(
    browser: sync_api.Browser, url: str, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach(own => { own.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    sideways = page.eval_on_selector_all(
        "table, .scroll", "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert sideways == 0  # no table needs scrolling sideways
    page.close()


def test_marked_words_are_in_sight_on_a_narrow_screen(browser: sync_api.Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": NARROW[0], "height": NARROW[1]})
    page.goto(f"{url}#{TILTAK_4}")
    overview = page.locator(f"[id='{TILTAK_4}'] .cutting").nth(1)
    seen = overview.evaluate(
        "e => [e.scrollLeft / e.scrollWidth, (e.scrollLeft + e.clientWidth) / e.scrollWidth]"
    )
    assert seen[0] < float(overview.get_attribute("data-mark") or 0) < seen[1]
    assert overview.get_attribute("tabindex") == "0"
    page.close()


def test_from_the_summary_to_both_places_of_a_finding(page: sync_api.Page) -> None:
    page.get_by_role("link", name="Tiltak 4 er «Under arbeid» i teksten").first.click()
    card = page.locator(f"[id='{TILTAK_4}']")
    pictures = card.get_by_role("img", name="Utsnitt av side")
    assert pictures.count() == 2
    for picture in pictures.all():
        sync_api.expect(picture).to_be_in_viewport()
        assert picture.evaluate("e => e.complete && e.naturalWidth") > 900
    assert "Markert: «Gjennomført»" in (pictures.nth(1).get_attribute("alt") or "")
    links = card.locator("a.page-link").evaluate_all("a => a.map(e => e.getAttribute('href'))")
    assert links == ["2025-merknader.pdf#page=10", "2025-merknader.pdf#page=66"]


def test_a_permanent_link_leads_to_its_finding(browser: sync_api.Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(f"{url}#{TILTAK_4}")
    sync_api.expect(page.locator(f"[id='{TILTAK_4}'] h4")).to_be_in_viewport()
    page.close()


def test_every_internal_link_leads_somewhere(page: sync_api.Page) -> None:
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert lost == []
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id)"
        ".filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []


def test_every_file_that_is_linked_is_there(page: sync_api.Page, published: Published) -> None:
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    files = {href.split("#")[0] for href in hrefs if not href.startswith("#")}
    letters = {"2025-brev-BFD.html", "2025-brev-HOD.html", "2025-brev-JD.html"}
    items = {file for file in files if file.startswith("items/")}
    assert len(items) == 132  # one for each item, and the page over all
    own = {
        "2025-merknader.pdf",
        "2025-funn.csv",
        "2025-funn-kilde.csv",
        "2025-funn.xlsx",
        *letters,
        *items,
    }
    assert files == {*own, "../data_docs/index.html"}  # the last is validate's: see test_repro.py
    files = own
    assert all((published.report / file).is_file() for file in files)


# --- changes since the report before ----------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_changes_are_readable_without_scripts(
    browser: sync_api.Browser, two_years: Published, size: tuple[int, int]
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": size[0], "height": size[1]}
    )
    page = context.new_page()
    page.goto((two_years.report / "2026.html").as_uri())
    page.get_by_role("link", name="Endringer", exact=True).click()
    section = page.get_by_role("region", name="Endringer siden forrige rapport")
    sync_api.expect(section.get_by_role("heading", level=2)).to_be_in_viewport()
    picture = section.get_by_role("img", name="Fra Gjennomført til Under arbeid: 1.")
    sync_api.expect(picture).to_have_count(1)  # the wide or the narrow one, never both
    sync_api.expect(picture).to_be_visible()
    sync_api.expect(section.get_by_role("link", name="Tiltak 1", exact=True)).to_be_visible()
    for name in section.locator(".flow-name:visible, .flow-head:visible").all():
        edges, frame = name.bounding_box(), picture.bounding_box()
        assert edges and frame
        assert frame["x"] <= edges["x"], name.text_content()
        assert edges["x"] + edges["width"] <= frame["x"] + frame["width"], name.text_content()
    for cell in section.locator(".cell:visible").all():
        box = cell.bounding_box()
        # Not one word on each line.
        assert box and (box["height"] < 80 or box["width"] > 120), cell.text_content()
    context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_in_a_report_with_changes(
    browser: sync_api.Browser, two_years: Published, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto((two_years.report / "2026.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    results = axe_api.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def test_changes_stand_on_paper(
    browser: sync_api.Browser, two_years: Published, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto((two_years.report / "2026.html").as_uri())
    text = on_paper(page, tmp_path)
    for words in (
        "Siden statusrapporten fra juni 2025 har 6 av 28 tiltak",
        "Rapporten skriver: «Tiltaket er slått sammen med tiltak 12.»",
        "Veilederen skal foreligge høsten 2025.",
    ):
        assert small_letters(words) in text
    page.close()


def test_every_link_of_a_report_with_changes_leads_somewhere(
    browser: sync_api.Browser, two_years: Published
) -> None:
    page = browser.new_page()
    page.goto((two_years.report / "2026.html").as_uri())
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    ids = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
    assert {href[1:] for href in hrefs if href.startswith("#")} <= ids
    files = {href.split("#")[0] for href in hrefs if not href.startswith(("#", ".."))}
    assert {"2025-merknader.pdf", "2026-merknader.pdf"} <= files
    assert all((two_years.report / file).is_file() for file in files)
    page.close()


# --- the table of all items ---------------------------------------------------------------------


def test_all_items_to_begin_with(page: sync_api.Page, tables: Tables) -> None:
    assert shown(page) == [measure.id for measure in tables.measures]
    assert page.locator("#viser").inner_text() == "Viser alle 131."


def test_filter_by_severity(page: sync_api.Page, tables: Tables) -> None:
    field(page, "Funn etter alvorlighet").select_option(label="Feil")
    expected = {finding.item_id for finding in tables.findings if finding.severity == "error"}
    assert {"tiltak-4", "tiltak-32", "tiltak-50", "vedtak-618", "vedtak-619"} <= expected
    assert set(shown(page)) == expected
    number = len(expected)
    assert page.locator("#viser").inner_text() == (
        f"Viser {number} av 131. {131 - number} er skjult av filteret "
        "(Funn etter alvorlighet: Feil)."
    )


def test_filter_by_status_in_either_source(page: sync_api.Page, tables: Tables) -> None:
    field(page, "Status").select_option(label="Ikke startet")
    expected = {status.item_id for status in tables.statuses if status.status == "Ikke startet"}
    assert len(expected) == 26  # 24 in the text; 32 and 618 in the overview alone
    assert set(shown(page)) == expected


def test_filter_by_statuses_that_differ(page: sync_api.Page) -> None:
    field(page, "Status").select_option(label="Ulik i tekst og oversikt")
    assert shown(page) == ["tiltak-4", "tiltak-32", "vedtak-618"]


def test_filter_by_ministry(page: sync_api.Page, tables: Tables) -> None:
    field(page, "Departement").select_option(label="KUD – Kultur- og likestillingsdepartementet")
    expected = {ministry.item_id for ministry in tables.ministries if ministry.ministry == "KUD"}
    assert set(shown(page)) == expected
    assert "tiltak-50" in expected  # named in the overview alone


def test_filters_together(page: sync_api.Page) -> None:
    field(page, "Kapittel").select_option(label="6 Anmodningsvedtak")
    assert shown(page) == [f"vedtak-{number}" for number in range(611, 620)]
    field(page, "Funn etter regel").select_option(label="Departementer: tekst mot oversikt")
    assert shown(page) == ["vedtak-619"]
    field(page, "Søk").fill("finnes ikke noe sted")
    assert shown(page) == []
    page.get_by_role("button", name="Nullstill").click()
    assert len(shown(page)) == 131


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4", ["tiltak-4"]),  # a number is the item's own, not a page's
        ("611", ["vedtak-611"]),
        ("Distribuere VEILEDEREN om Taushetsplikt", ["tiltak-7"]),  # all words, capitals aside
        (  # in narratives
            "Kripos",
            ["tiltak-11", "tiltak-43", "tiltak-44", "tiltak-60", "tiltak-95", "tiltak-101"],
        ),
        ("kulturdepartementet", []),
        ("viser til seg selv", ["tiltak-71"]),  # in a finding
        ("prosent likt)", ["tiltak-7", "tiltak-59"]),  # one finding, on both
        ("<b>", []),
    ],
)
def test_search(page: sync_api.Page, words: str, expected: list[str]) -> None:
    field(page, "Søk").fill(words)
    assert shown(page) == expected


@pytest.mark.parametrize("words", ["s. 65", "side 65", "S.65"])
def test_search_for_a_page(page: sync_api.Page, tables: Tables, words: str) -> None:
    field(page, "Søk").fill(words)
    there = {m.id for m in tables.measures if m.overview_page == 65}
    assert there and set(shown(page)) == there
    field(page, "Søk").fill(f"{words} tverrsektorielt direktoratsnivå")
    assert shown(page) == []
    field(page, "Søk").fill(f"{words} direktoratsnivå")
    assert shown(page) == ["tiltak-4"]


def test_a_choice_stands_in_the_address(browser: sync_api.Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(url)
    field(page, "Status").select_option(label="Ulik i tekst og oversikt")
    field(page, "Departement").select_option(label="JD – Justis- og beredskapsdepartementet")
    page.get_by_role("button", name="Tittel").click()
    chosen = shown(page)
    address = page.url
    assert "status=status-ulik" in address
    assert "departement=departement-jd" in address
    other = browser.new_page()
    other.goto(address)
    assert shown(other) == chosen
    other.get_by_role("button", name="Nullstill").click()
    assert other.url == url
    page.close()
    other.close()


def test_a_narrative_is_folded_and_has_the_words_of_findings_marked(page: sync_api.Page) -> None:
    row = page.locator("#tiltak-110")
    sync_api.expect(row.locator(".narrative p").first).to_be_hidden()
    row.get_by_text("Omtale", exact=True).click()
    sync_api.expect(row.locator("mark", has_text="og er nå under evaluering")).to_be_visible()


@pytest.mark.parametrize("fragment", ["tiltak-60", "29541a33a036", "regler"])
def test_an_anchor_is_not_hidden_by_what_stays_on_top(
    browser: sync_api.Browser, url: str, fragment: str
) -> None:
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    page.goto(f"{url}#{fragment}")
    page.wait_for_timeout(100)
    seen = page.evaluate(
        "id => { const box = document.getElementById(id).getBoundingClientRect();"
        "return document.elementFromPoint(box.left + 30, box.top + 8).closest('#' + CSS.escape(id))"
        " !== null; }",
        fragment,
    )
    assert seen
    page.close()


def test_a_new_user_confirms_a_finding_and_asks_the_ministry(
    browser: sync_api.Browser, project: Path, june_2025: Run, tmp_path: Path
) -> None:
    """Two minutes' work: find measure 4, read both places, confirm, send the question."""
    report = project / "processed" / "report"
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
    page.goto((report / "2025.html").as_uri())
    # 1. The summary has it, and leads to both places.
    page.get_by_role("link", name="Tiltak 4 er «Under arbeid» i teksten").first.click()
    card = page.locator(f"[id='{TILTAK_4}']")
    for value in ("Under arbeid", "Gjennomført"):
        sync_api.expect(card.locator(".value", has_text=value)).to_be_in_viewport()
    sync_api.expect(card).to_contain_text("fra 26 til 27")
    sync_api.expect(card).to_contain_text(
        "Spør Justis- og beredskapsdepartementet: Hvilken status er riktig"
    )
    finding_id = card.locator("code").inner_text()
    # 2. The verdict, with the id from the card.
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "review", finding_id, "--verdict", "bekreftet",
         "--by", "Kari Nordmann", "--reason", "Sett på begge sidene", "--date", "2026-11-22"],
        cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    expectations, processed = project / "expectations", project / "processed"
    assert validate(["2025"], june_2025.interim, expectations, processed) == []
    publish(["2025"], ["2025"], ROOT / "raw", june_2025.interim, processed, report, {})
    page.reload()
    sync_api.expect(card).to_contain_text(
        "Bekreftet av Kari Nordmann 22. november 2026: Sett på begge sidene"
    )
    field(page, "Vurdering").select_option(label="Bekreftet")
    assert shown(page) == ["tiltak-4"]
    # 3. The letter to the ministry has the question, both places and room for the answer.
    page.get_by_role("link", name="JD", exact=True).click()
    question = page.get_by_role("listitem").filter(has_text="Tiltak 4: ")
    sync_api.expect(question).to_contain_text("I oversikten, s. 65")
    sync_api.expect(question).to_contain_text("Spørsmål: Hvilken status er riktig")
    question.get_by_role("textbox").fill("Oversikten er riktig.")
    paper = tmp_path / "brev.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    with pymupdf.open(paper) as printed:
        text = " ".join(" ".join(sheet.get_text() for sheet in printed).split())
    assert "Til Justis- og beredskapsdepartementet" in text
    assert "Oversikten er riktig." in text
    page.close()


def test_on_paper_is_a_list_of_contents_and_no_page_with_a_single_row(
    page: sync_api.Page, tmp_path: Path
) -> None:
    target = tmp_path / "print.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    with pymupdf.open(target) as printed:
        first = " ".join(printed[0].get_text().split())
        sheets = [sheet.get_text() for sheet in printed]
    assert "Innhold Sammendrag Funn Alle tiltak Hva er kontrollert?" in first
    for number, sheet in enumerate(sheets[:-1], start=1):
        assert len(sheet.split()) > 60, f"{number} av {len(sheets)}: {sheet}"


def test_a_link_shows_an_item_that_the_filter_hides(page: sync_api.Page) -> None:
    field(page, "Kapittel").select_option(label="6 Anmodningsvedtak")
    page.get_by_role("link", name="Se tiltak 4 i tabellen").first.click()
    sync_api.expect(page.locator("#tiltak-4")).to_be_in_viewport()
    assert len(shown(page)) == 131


def test_sorting_by_keyboard(page: sync_api.Page, tables: Tables) -> None:
    statuses = {status.id: status.status for status in tables.statuses}
    order = ["Gjennomført", "Ikke startet", "Under arbeid"]
    numbers = [measure.id for measure in tables.measures]
    page.get_by_role("button", name="Status i teksten").focus()
    page.keyboard.press("Enter")
    ids = shown(page)
    assert ids == sorted(
        numbers, key=lambda own: (order.index(statuses[f"{own}/text"] or ""), numbers.index(own))
    )
    assert page.get_by_role("columnheader", name="Status i teksten").get_attribute("aria-sort") == (
        "ascending"
    )
    page.keyboard.press("Enter")
    assert statuses[f"{shown(page)[0]}/text"] == "Under arbeid"
    page.get_by_role("button", name="Nr.").focus()
    page.keyboard.press("Space")
    assert shown(page) == numbers  # 2 before 10: by number, not by letter


class Keyboard:
    """Somebody without a mouse: keys alone, and the focus is seen wherever it is."""

    def __init__(self, page: sync_api.Page) -> None:
        self._page = page

    def press(self, key: str) -> sync_api.Locator:
        """Press a key; return what has the focus, which must be in sight and marked."""
        self._page.keyboard.press(key)
        focused = self._page.locator(":focus")
        if key != "Enter":  # a link to a section moves the page, and the focus with the next key
            sync_api.expect(focused).to_be_in_viewport()
            style, width, covered = focused.evaluate(
                """e => {
                  const { x, y, width, height } = e.getClientRects()[0];
                  const top = document.elementFromPoint(x + width / 2, y + height / 2);
                  const style = getComputedStyle(e);
                  return [style.outlineStyle, parseFloat(style.outlineWidth), !e.contains(top)];
                }"""
            )
            assert (style, covered) == ("solid", False), focused.evaluate("e => e.outerHTML")
            assert width >= 2
        return focused

    def tab_to(self, name: str, within: int, key: str = "Tab") -> None:
        """Tab on to the link, field or button of this name, which is at most `within` away."""
        names = []
        for _ in range(within):
            names.append(self.press(key).evaluate("e => (e.labels?.[0] ?? e).textContent.trim()"))
            if names[-1].startswith(name):
                return
        raise AssertionError(f"«{name}» is not among {names}")


def test_the_main_jobs_by_keyboard_alone(page: sync_api.Page) -> None:
    keys = Keyboard(page)
    # Past the list of contents, and back to it.
    keys.tab_to("Gå til innholdet", 1)
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innhold"
    keys.tab_to("Alle tiltak", 6, "Shift+Tab")
    keys.press("Enter")
    # Search; Escape empties the field.
    keys.tab_to("Søk", 1)
    page.keyboard.type("finnes ikke noe sted")
    assert shown(page) == []
    keys.press("Escape")
    assert len(shown(page)) == 131
    page.keyboard.type("4")
    assert shown(page) == ["tiltak-4"]
    # Each filter; that on verdicts by its first letter.
    for label in ("Status", "Departement", "Kapittel", "Funn etter regel"):
        keys.tab_to(label, 1)
    keys.tab_to("Funn etter alvorlighet", 1)
    keys.tab_to("Vurdering", 1)
    page.keyboard.type("Med")
    assert "vurdering=vurdering-ingen" in page.url
    assert shown(page) == ["tiltak-4"]
    keys.tab_to("Nullstill", 1)
    # Over the headings that sort, to the row; open its narrative.
    keys.tab_to("Tiltak 4", 9)
    keys.tab_to("Omtale", 1)
    keys.press("Enter")
    sync_api.expect(page.locator("#tiltak-4 .narrative p").first).to_be_visible()
    # The finding, with both places; and from each to its page in the PDF.
    keys.tab_to("Feil", 3)
    keys.press("Enter")
    card = page.locator(f"[id='{TILTAK_4}']")
    for value in card.locator(".value").all():
        sync_api.expect(value).to_be_in_viewport()
    keys.tab_to("side 9", 3)
    keys.tab_to("side 65", 1)
    assert page.locator(":focus").get_attribute("href") == "2025-merknader.pdf#page=66"
    with page.expect_request(lambda request: request.url.endswith("2025-merknader.pdf")):
        keys.press("Enter")


def test_back_to_the_top_by_keyboard(page: sync_api.Page) -> None:
    keys = Keyboard(page)
    keys.tab_to("Metode", 9)
    keys.press("Enter")
    keys.tab_to("Til toppen", 2)
    keys.press("Enter")
    page.wait_for_function("scrollY === 0")
    keys.tab_to("Gå til innholdet", 1)


def test_without_scripts_everything_is_there(
    browser: sync_api.Browser, url: str, tables: Tables
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    sync_api.expect(page.locator("#tabell tbody tr:visible")).to_have_count(131)
    sync_api.expect(page.locator("article:visible")).to_have_count(len(tables.findings))
    sync_api.expect(page.locator("#filter")).to_be_hidden()
    context.close()


# --- on paper -----------------------------------------------------------------------------------


def test_paper_holds_everything(page: sync_api.Page, tables: Tables, tmp_path: Path) -> None:
    text = on_paper(page, tmp_path)
    for measure in tables.measures:
        assert small_letters(measure.title or "") in text, measure.id
    for finding in tables.findings:
        assert small_letters(finding.message) in text, finding.id
        assert finding.id in text
    assert small_letters("Viser alle 131") in text
    assert small_letters("Grenser for metoden") in text


def test_paper_says_what_the_filter_hides(
    page: sync_api.Page, tables: Tables, tmp_path: Path
) -> None:
    field(page, "Status").select_option(label="Ulik i tekst og oversikt")
    text = on_paper(page, tmp_path)
    assert (
        small_letters(
            "Viser 3 av 131. 128 er skjult av filteret (Status: Ulik i tekst og oversikt)."
        )
        in text
    )
    for finding in tables.findings:  # cards are never filtered
        assert small_letters(finding.message) in text, finding.id
