"""The record of the contract: complete, the same each time, and no page from a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import regex

from pipeline.glossary.wording import number
from pipeline.seams.arrow import columns_of
from pipeline.seams.tables import PARSED, Comparison
from pipeline.validate import gx
from pipeline.validate.batches import batches_of
from pipeline.validate.data_docs import page_of, write_documents
from pipeline.validate.expectations import CONSISTENCY, consistency_suites, contract_suites
from pipeline.validate.judge import outcomes_of
from tests.conftest import ROOT, Run

SUITES = ROOT / "expectations"
HOSTILE = "<img src=x onerror=alert(1)>"
Results = dict[str, gx.Result]


@pytest.fixture(scope="module")
def held(june_2025: Run) -> Results:
    """The results of good tables, and of what the report says twice."""
    results = gx.run(batches_of([june_2025.tables]), gx.read_suites(SUITES, contract_suites()))
    return results | compared(june_2025.compared()[0])


@pytest.fixture(scope="module")
def broken(june_2025: Run) -> Results:
    """The results of tables of which 58 rows break the contract."""
    batches = dict(batches_of([june_2025.tables]))
    statuses = batches["statuses"]
    sources, ids = statuses["source"].to_pylist(), statuses["id"].to_pylist()
    sources[3:61] = ["tekst"] * 58
    ids[3] = HOSTILE
    for name, values in (("source", sources), ("id", ids)):
        number = statuses.schema.get_field_index(name)
        statuses = statuses.set_column(number, statuses.schema.field(number), pa.array(values))
    return gx.run(batches | {"statuses": statuses}, gx.read_suites(SUITES, contract_suites()))


def compared(comparisons: list[Comparison]) -> Results:
    suites = gx.read_suites(SUITES / CONSISTENCY, consistency_suites())
    return gx.run({"comparisons": outcomes_of(comparisons)}, suites)


def test_tables_that_hold(held: Results) -> None:
    page = words(page_of(held))
    assert f"Alle {sum(map(len, contract_suites().values()))} krav er oppfylt." in page
    assert "Ikke oppfylt" not in page
    assert "Nøkkelen (report_id, id) er unik. 131 rader Oppfylt" in page
    assert "sha256 er 64 heksadesimale sifre. 1 rad Oppfylt" in page
    columns = sum(len(columns_of(record)) for record in PARSED)
    assert f"med riktig type. {columns} kolonner Oppfylt" in page
    assert "på nøyaktig ett sted i strukturen. 75 sider Oppfylt" in page


def test_what_the_report_says_against_itself_is_no_breach(held: Results, june_2025: Run) -> None:
    contract_part, own = words(page_of(held)).split(" Motsigelser i rapporten Hver regel ")
    assert "stemmer ikke" not in contract_part
    assert "det er ikke feil i tabellene" in own
    assert "oppfylt" not in own.lower()
    made = [c for c in june_2025.compared()[0] if c.outcome != "not-comparable"]
    wrong = [c for c in made if c.outcome != "agree"]
    share = f"{100 * len(wrong) / len(made):.1f}".replace(".", ",")
    assert (
        f"{number(len(made))} sammenligninger er gjort, og {len(wrong)} av dem stemmer ikke "
        f"({share} %).".replace("\N{NO-BREAK SPACE}", " ")
    ) in own
    assert "Utenom dem er det 2 som ikke kunne sammenlignes" in own
    assert (  # what was compared, what does not agree, its share, what could not be compared, where
        "bakerst i rapporten. 131 3 2,3 % 0 2025: Tiltak 4 2025: Tiltak 32 "
        "2025: Anmodningsvedtak 618 "
    ) in own
    assert "skal stemme med det som kan telles i den. 3 0 0 % 2 " in own


def test_shares_are_of_what_was_compared(june_2025: Run) -> None:
    """Where nothing could be compared there is none; what could not is named, and not counted."""
    rule = "status-text-vs-overview"
    rows = [row for row in june_2025.compared()[0] if row.rule == rule]
    outcomes = ["agree", "differ", "missing", "agree", *["not-comparable"] * 30]
    some = [
        Comparison(*(getattr(row, name) for name in Comparison.__struct_fields__[:-1]), outcome)
        for row, outcome in zip(rows, outcomes, strict=False)
    ]
    page = words(page_of(compared(some)))
    assert "4 sammenligninger er gjort, og 2 av dem stemmer ikke (50,0 %)." in page
    assert "Utenom dem er det 30 som ikke kunne sammenlignes" in page
    assert "bakerst i rapporten. 4 2 50,0 % 30 " in page
    assert "samme i teksten og i oversikten. 0 0 – 0 " in page


def test_what_does_not_hold_is_shown_and_all_rows_are_recorded(
    broken: Results, tmp_path: Path
) -> None:
    write_documents(broken, tmp_path)
    page = words((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "krav er ikke oppfylt. Se statuses." in page
    assert "262 rader Ikke oppfylt: 58 rader 2025: &lt;img" in page
    assert "2025: tiltak-3/overview" in page
    assert "og 53 til" in page
    record = json.loads((tmp_path / "statuses.json").read_text(encoding="utf-8"))
    (failed,) = [one for one in record["results"] if not one["success"]]
    rows = failed["result"]["unexpected_index_list"]
    assert len(rows) == 58  # not a sample of twenty
    assert rows[0] == {"report_id": "2025", "id": HOSTILE, "source": "tekst"}


def test_what_is_not_checked_is_named(june_2025: Run) -> None:
    schema = {"schema": batches_of([june_2025.tables])["schema"].slice(1)}
    page = words(page_of(gx.run(schema, gx.read_suites(SUITES, contract_suites()))))
    assert "1 av 2 krav er ikke oppfylt. Se schema." in page
    assert "Dette er ikke kontrollert, fordi kolonnene ikke er riktige: reports, measures" in page
    assert "Ikke oppfylt: 1 kolonne reports 01 report_id string not null" in page


def test_the_same_tables_give_the_same_bytes(june_2025: Run, held: Results, tmp_path: Path) -> None:
    again = gx.run(batches_of([june_2025.tables]), gx.read_suites(SUITES, contract_suites()))
    write_documents(held, tmp_path / "first")
    write_documents(again | {"comparisons": held["comparisons"]}, tmp_path / "again")
    for path in (tmp_path / "first").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_reports_checked_one_after_the_other_give_what_all_together_give(
    june_2025: Run, june_2026: Run
) -> None:
    def spoilt(run: Run, **values: tuple[str, Any]) -> dict[str, pa.Table]:
        batches = dict(batches_of([run.tables]))
        for suite, (column, value) in values.items():
            table = batches[suite]
            number = table.schema.get_field_index(column)
            field = table.schema.field(number)
            changed = [value, *table[column].to_pylist()[1:]]
            changed[30:60] = [value] * len(changed[30:60])
            array = pa.array(changed, field.type)
            batches[suite] = table.set_column(number, field, array)
        return batches

    parts = [
        spoilt(june_2025, statuses=("source", "tekst"), schema=("column", "noe annet")),
        spoilt(june_2026, statuses=("source", "oversikt"), conservation=("placed", -1)),
    ]
    suites = gx.read_suites(SUITES, contract_suites())
    whole = gx.run(
        {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}, suites
    )
    for result in whole.values():
        for validation in result["results"]:  # a query that numbers the rows
            validation["result"].pop("unexpected_index_query", None)
    schema = whole.pop("schema")["results"][0]
    merged = gx.merged([gx.run(part, suites) for part in parts])
    # Of columns, each report must have all: what the other has does not make up for it.
    lacking = merged.pop("schema")["results"][0]
    assert schema["result"]["partial_unexpected_list"] == ["noe annet"]
    assert lacking["result"]["partial_unexpected_list"] == ["noe annet"]
    assert not schema["result"]["partial_missing_list"]
    assert len(lacking["result"]["partial_missing_list"]) == 20
    assert merged == whole
    assert sum(not result["success"] for result in merged.values()) == 2


def test_one_page_and_a_file_for_each_suite(held: Results, tmp_path: Path) -> None:
    (tmp_path / "measures.html").write_text("a page of an earlier version", encoding="utf-8")
    write_documents(held, tmp_path)
    files = {f"{suite}.json" for suite in (*contract_suites(), *consistency_suites())}
    assert {path.name for path in tmp_path.iterdir()} == files | {"index.html"}
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert set(regex.findall(r'href="([^"#]+)"', page)) == files


def test_the_page_loads_nothing_and_takes_nothing_for_markup(broken: Results) -> None:
    page = page_of(broken)
    assert not regex.search(r"<(script|link|iframe|img)\b|url\(|@import|https?:", page)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("width", [1280, 390])
def test_in_a_browser(
    browser: Any, held: Results, broken: Results, tmp_path: Path, width: int
) -> None:
    axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
    for name, results in {"held": held, "broken": broken}.items():
        write_documents(results, tmp_path / name)
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((tmp_path / name / "index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        violations = axe_api.Axe().run(page)
        assert violations.violations_count == 0, violations.generate_report()
        page.close()


def words(page: str) -> str:
    """The text of a page, parted by one space."""
    text = regex.sub(r"<[^>]*>", " ", regex.split(r"<body[^>]*>", page)[1])
    return regex.sub(r" (?=[.,:])", "", " ".join(text.split()))
