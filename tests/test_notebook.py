"""The midterm notebook: executed with one report and with two, and fit to be read by anybody."""

from __future__ import annotations

import ast
import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pipeline.load import Crop, latest, load
from pipeline.midterm import drawing as figures
from pipeline.midterm import executed, render
from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import ACROSS, TABLES, Comparison, Correction, Finding, Review
from pipeline.validate import across
from pipeline.validate.promote import promote
from tests.conftest import ROOT, Run
from tests.test_imports import PACKAGE, declared, dvc_stages, own_parts

NOTEBOOK = ROOT / "notebooks" / "midtveis-2027.ipynb"
SCREENS = (1280, 390)


def project(folder: Path, *runs: Run) -> Path:
    """The tables of these reports, with the PDFs beside them."""
    reports = [run.tables for run in runs]
    compared = {run.report_id: run.compared() for run in runs}
    promote(
        reports,
        {
            own: {Comparison: comparisons, Finding: findings, Review: [], Correction: []}
            for own, (comparisons, findings) in compared.items()
        },
        dict(zip(ACROSS, (across.transitions(reports), across.milestones(reports)), strict=True)),
        folder / "processed",
    )
    (folder / "raw").mkdir()
    for run in runs:
        shutil.copyfile(run.pdf, folder / "raw" / f"{run.report_id}.pdf")
    return folder / "processed"


@pytest.fixture(scope="module")
def one(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("one"), june_2025)


@pytest.fixture(scope="module")
def two(june_2025: Run, june_2026: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("two"), june_2025, june_2026)


@pytest.fixture(scope="module")
def page_of_one(one: Path) -> Path:
    target = one / "midtveis-2027.html"
    render(NOTEBOOK, one, target)
    return target


@pytest.fixture(scope="module")
def page_of_two(two: Path) -> Path:
    target = two / "midtveis-2027.html"
    render(NOTEBOOK, two, target)
    return target


def cells() -> list[Any]:
    return list(nbformat.read(NOTEBOOK, as_version=4).cells)


def code() -> list[str]:
    return [cell.source for cell in cells() if cell.cell_type == "code"]


def images(page: Path) -> list[tuple[str, bytes]]:
    """The description and the content of every picture."""
    text = page.read_text(encoding="utf-8")
    found = []
    for tag in re.findall(r"<img [^>]*>", text):
        alt, content = (re.search(rf'{name}="([^"]*)"', tag) for name in ("alt", "src"))
        assert alt is not None
        assert content is not None
        start, _, data = content[1].partition(",")
        assert start == "data:image/png;base64"
        found.append((alt[1], base64.b64decode(data)))
    return found


# The file in git


def test_the_committed_notebook_has_no_outputs() -> None:
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    nbformat.validate(content)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])


def test_the_notebook_has_no_logic() -> None:
    """It names, calls and chooses columns: no loops, no conditions, no functions of its own."""
    banned = (
        ast.For, ast.While, ast.If, ast.IfExp, ast.FunctionDef, ast.Lambda, ast.ListComp,
        ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Try, ast.With, ast.ClassDef, ast.BinOp,
    )  # fmt: skip
    for source in code():
        found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, banned)]
        assert not found, source
        assert len(source.splitlines()) <= 11


def test_every_picture_and_list_is_shown_in_it() -> None:
    shown = set(re.findall(r"figures\.(\w+)\(", "\n".join(code())))
    made = {
        node.name
        for node in ast.parse((PACKAGE / "midterm" / "drawing.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert shown == made - {"counted_once"}  # which the pictures of amounts use


def test_dvc_depends_on_what_the_notebook_imports() -> None:
    body = dvc_stages()["publish"]
    used = {
        name.partition(".")[2].partition(".")[0] or name
        for source in code()
        for node in ast.walk(ast.parse(source))
        for name in names_of(node)
        if name.startswith("pipeline.")
    }
    assert used == {"figures", "load"}
    assert declared(body) >= used.union(*(own_parts(PACKAGE / f"{name}.py") for name in used))
    assert "processed/tables.sha256" in body["deps"]  # all tables: tests/test_repro.py
    tables = {*TABLES, *(record.table for record in ACROSS)}
    loaded = set(re.findall(r"load\(\"(\w+)\"", "\n".join(code()))) | {"spans", "reports"}
    assert loaded <= tables


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return []


# The page


def test_with_one_report(page_of_one: Path) -> None:
    found = images(page_of_one)
    assert len(found) == 8
    assert any("26 av 131 tiltak og vedtak er gjennomført" in alt for alt, _ in found)
    assert any("Oversikten teller 27 «Gjennomført», teksten 26" in alt for alt, _ in found)
    text = page_of_one.read_text(encoding="utf-8")
    assert text.count("Det er bare én rapport på planen ennå") == 2
    assert "Anmodningsvedtak 618" in text


def test_with_two_reports(page_of_two: Path, two: Path) -> None:
    found = images(page_of_two)
    assert len(found) == 10
    moved = load("transitions", folder=two)["change"].value_counts()
    assert any(f"Fra 2025 til 2026 gikk {moved['advanced']} framover" in alt for alt, _ in found)
    assert "bare én rapport" not in page_of_two.read_text(encoding="utf-8")


def test_every_picture_says_what_it_shows(page_of_two: Path) -> None:
    for alt, content in images(page_of_two):
        assert len(alt) > 40
        width, height = Image.open(io.BytesIO(content)).size
        assert 600 < width < 1600
        assert height > 100


def test_the_page_needs_nothing_but_itself(page_of_two: Path) -> None:
    text = page_of_two.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="nb">')
    assert "<title>Midtveis 2027</title>" in text
    assert "<script" not in text
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*\"", text)
    assert "Traceback" not in text
    assert not re.findall(r"/(?:tmp|root|home)/", re.sub(r"base64,[^\"]+", "", text))


def test_the_same_bytes_every_time(one: Path, page_of_one: Path, tmp_path: Path) -> None:
    render(NOTEBOOK, one, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page_of_one.read_bytes()


def test_jupyter_shows_the_same(one: Path, tmp_path: Path) -> None:
    """The stage runs the cells without a kernel; who opens the notebook has one."""
    client = NotebookClient(
        nbformat.read(NOTEBOOK, as_version=4),
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(one)}},
    )
    own = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path)}
    by_kernel = client.execute(env={**os.environ, **own})
    for cell, ours in zip(by_kernel.cells, executed(NOTEBOOK, one).cells, strict=True):
        assert shown(cell) == shown(ours)


def shown(cell: Any) -> list[Any]:
    """What is seen of a cell: not the plain text beside it, which knows the terminal's width."""
    outputs = cell.get("outputs", [])
    return [
        (output.output_type, output.metadata, {**output.data, "text/plain": ""})
        for output in outputs
    ]


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser.new_page()
        browser.close()


@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="needs Debian's Chromium")
@pytest.mark.parametrize("width", SCREENS)
def test_nothing_runs_out_of_the_screen(browser_page: Page, page_of_two: Path, width: int) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(page_of_two.as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth") == width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert browser_page.evaluate(
        "[...document.images].every(i => i.complete && i.naturalWidth && i.width >= 320)"
    )


def test_a_cell_that_fails_is_told_and_leaves_the_old_page(one: Path, tmp_path: Path) -> None:
    broken = nbformat.read(NOTEBOOK, as_version=4)
    broken.cells[-2].source = 'load("tiltak")'
    broken.cells[-2].cell_type = "code"
    nbformat.write(broken, tmp_path / "broken.ipynb")
    target = tmp_path / "page.html"
    target.write_text("before")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.midterm", tmp_path / "broken.ipynb", one, target],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "broken.ipynb: en celle feilet: Refusal: tiltak: det finnes ingen slik tabell" in (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert target.read_text() == "before"


def test_what_is_no_notebook_is_refused(one: Path, tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(Refusal, match="kan ikke leses som notatbok"):
        executed(tmp_path / "x.ipynb", one)


# The pictures: what they count


def test_titles_and_descriptions_come_from_the_tables(one: Path) -> None:
    report = latest(one)
    measures, statuses = load("measures", report, one), load("statuses", report, one)
    by_chapter = figures.statuses_by_chapter(measures, statuses)
    assert by_chapter.title == "26 av 131 tiltak og vedtak er gjennomført, 24 er ikke startet"
    assert "2 Forebygging: Ikke startet 5, Under arbeid 21, Gjennomført 4" in by_chapter.alt
    by_ministry = figures.statuses_by_ministry(load("ministries", report, one), statuses)
    assert by_ministry.title.startswith("Justis- og beredskapsdepartementet har flest: 75")
    against = figures.text_against_overview(statuses)
    assert "Ikke startet: I teksten 24, I oversikten 26" in against.alt
    listed = figures.disagreements(statuses, measures).data
    assert list(listed["Gjelder"]) == ["Tiltak 4", "Tiltak 32", "Anmodningsvedtak 618"]
    assert list(listed["Side"]) == [9, 21, 63]


def test_what_is_printed_where_they_disagree(one: Path) -> None:
    statuses = load("statuses", folder=one)
    text, overview = (figures.printed(statuses, source, one) for source in ("text", "overview"))
    assert isinstance(text, Crop)
    assert isinstance(overview, Crop)
    assert (text.row, text.places[0].page, overview.places[0].page) == ("tiltak-4", 9, 65)
    agreeing = statuses[~statuses["item_id"].isin(["tiltak-4", "tiltak-32", "vedtak-618"])]
    assert isinstance(figures.printed(agreeing, "text", one), figures.Note)


def test_tables_with_nothing_in_them_are_said_to_be_empty(one: Path) -> None:
    """A report that mentions no money or ministries is no reason to stop."""
    used = ("measures", "statuses", "ministries", "amounts", "milestones", "transitions")
    none = {table: load(table, folder=one).iloc[:0] for table in used}
    reports = load("reports", folder=one)
    for shown in (
        figures.statuses_by_chapter(none["measures"], none["statuses"]),
        figures.statuses_by_ministry(none["ministries"], none["statuses"]),
        figures.disagreements(none["statuses"], none["measures"]),
        figures.promised(none["milestones"], reports),
        figures.passed_promises(none["milestones"], none["measures"]),
        figures.promises_kept(none["milestones"]),
        figures.amounts_by_year(none["amounts"]),
        figures.amounts_by_purpose(none["amounts"], none["measures"]),
        figures.amounts_list(none["amounts"], none["measures"]),
        figures.changes(none["transitions"]),
        figures.changed_items(none["transitions"], none["measures"]),
    ):
        assert isinstance(shown, figures.Note)
        assert shown._repr_markdown_().startswith("*")
    assert isinstance(figures.text_against_overview(none["statuses"]), figures.Picture)


def test_other_counts_make_another_title(one: Path) -> None:
    statuses = load("statuses", folder=one)
    same = statuses[statuses["source"].eq("text")]
    both = pd.concat([same, same.assign(source="overview", id=same["item_id"] + "/overview")])
    picture = figures.text_against_overview(both)
    assert picture.title == "Teksten og oversikten gir de samme tallene"


def test_promises(one: Path) -> None:
    milestones, reports = load("milestones", folder=one), load("reports", folder=one)
    timeline = figures.promised(milestones, reports)
    assert isinstance(timeline, figures.Picture)
    last = milestones["last"].dt.year.value_counts()
    assert timeline.title.startswith(f"{last[2025]} av 51 varslede tidspunkter faller i 2025")
    assert "Tiltak 98 innen 31. desember 2027" in timeline.alt
    late = figures.passed_promises(milestones, load("measures", folder=one))
    assert set(late.data["Gjelder"]) >= {"Tiltak 27", "Tiltak 113", "Anmodningsvedtak 613"}
    assert isinstance(figures.promised(milestones.iloc[:0], reports), figures.Note)


def test_promises_of_an_earlier_report(two: Path) -> None:
    milestones = load("milestones", folder=two)
    earlier = milestones[milestones["report_id"].eq("2025")]
    met, overdue = (int(earlier["state"].eq(state).sum()) for state in ("met", "overdue"))
    kept = figures.promises_kept(milestones)
    assert isinstance(kept, figures.Picture)
    assert kept.title == (
        f"Av 51 varslede tidspunkter er {met} nådd og {overdue} passert uten å være nådd"
    )
    late = figures.passed_promises(milestones, load("measures", folder=two)).data
    assert not late.duplicated(["Gjelder", "Senest", "Setningen"]).any()


def test_amounts_are_counted_once(one: Path) -> None:
    amounts = load("amounts", folder=one)
    counted = figures.counted_once(amounts)
    assert len(amounts) - len(counted) == 2  # the plan's 120 mill., and 300 = 150 + 150
    left = amounts.drop(index=counted.index)
    assert sorted(left["amount_nok"]) == [120_000_000, 300_000_000]
    by_year = figures.amounts_by_year(amounts)
    assert isinstance(by_year, figures.Picture)
    # 6 + 10 + 4 + 40 + 150 in tiltak 18, 29, 29, 31 and 81
    assert by_year.title == "Mest er nevnt som økning i 2024: 210 mill. kroner"
    assert "2025: Bevilgning eller ramme 101,8, Økning 150" in by_year.alt
    assert "Fra 2025: Bevilgning eller ramme 10" in by_year.alt


def test_amounts_repeated_in_the_next_report_are_counted_once(two: Path) -> None:
    amounts = load("amounts", folder=two)
    counted = figures.counted_once(amounts)
    assert not counted.duplicated(["item_id", "amount_nok", "years", "change"]).any()
    repeated = counted[counted["item_id"].eq("tiltak-31")]
    assert set(repeated["report_id"]) == {"2026"}
    marks = figures.amounts_list(amounts, load("measures", folder=two)).data["Talt med"]
    assert (marks.eq("ja").sum(), len(marks)) == (len(counted), len(amounts))


def test_purposes(one: Path) -> None:
    picture = figures.amounts_by_purpose(load("amounts", folder=one), load("measures", folder=one))
    assert isinstance(picture, figures.Picture)
    assert picture.title == "Størst er 150 mill. kroner, til tiltak 81"
    assert "Tiltak 29: 53,3 (2025), bevilgning eller ramme" in picture.alt


def test_changes(one: Path, two: Path) -> None:
    assert isinstance(figures.changes(load("transitions", folder=one)), figures.Note)
    transitions = load("transitions", folder=two)
    picture = figures.changes(transitions)
    assert isinstance(picture, figures.Picture)
    moves = pd.crosstab(transitions["from_status"], transitions["to_status"])
    assert f"fra Ikke startet til Under arbeid: {moves.loc['Ikke startet', 'Under arbeid']}" in (
        picture.alt
    )
    listed = figures.changed_items(transitions, load("measures", folder=two)).data
    assert len(listed) == (transitions["change"] != "unchanged").sum()
    assert all(listed["Tittel"])


def test_items_that_came_and_went(two: Path) -> None:
    transitions = load("transitions", folder=two).copy()
    transitions.loc[0, ["from_status", "change"]] = [None, "added"]
    transitions.loc[1, ["to_status", "change"]] = [None, "removed"]
    picture = figures.changes(transitions)
    assert "fra Ikke i 2025 til" in picture.alt
    assert "til Ikke i 2026: 1" in picture.alt
    listed = figures.changed_items(transitions, load("measures", folder=two)).data
    assert list(listed["Endring"][:2]) == ["Ute", "Ny"]


def test_tables_of_several_reports_are_not_counted_together(two: Path) -> None:
    measures, statuses = load("measures", folder=two), load("statuses", folder=two)
    with pytest.raises(Refusal, match="flere rapporter"):
        figures.statuses_by_chapter(measures, statuses)
    with pytest.raises(Refusal, match="flere rapporter"):
        figures.text_against_overview(statuses)


def test_a_status_of_the_plans_own_has_its_own_colour_and_name(one: Path) -> None:
    measures, statuses = load("measures", folder=one), load("statuses", folder=one)
    words = statuses["status"].astype("object")
    words.iloc[0], words.iloc[2] = "Løpende", None
    scale = ["Ikke startet", "Under arbeid", "Gjennomført", "Løpende"]
    statuses["status"] = words.astype(pd.CategoricalDtype(scale))
    picture = figures.statuses_by_chapter(measures, statuses)
    assert "Løpende 1" in picture.alt
    assert "Ikke oppgitt 1" in picture.alt


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_pictures_are_saved_the_same_every_time(one: Path, tmp_path: Path, kind: str) -> None:
    statuses = load("statuses", folder=one)
    saved = [
        figures.text_against_overview(statuses).save(tmp_path / f"{i}.{kind}").read_bytes()
        for i in range(2)
    ]
    assert saved[0] == saved[1]
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind]
    assert saved[0].startswith(start)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("2024", "2024"),
        ("{2024,2025}", "2024 og 2025"),
        ("{2024,2025,2026}", "2024, 2025 og 2026"),
        ("2025/..", "Fra 2025"),
        ("../2025", "Til 2025"),
        ("2024/2028", "2024–2028"),
        (None, "Uten år"),
        (pd.NA, "Uten år"),
    ],
)
def test_years_in_words(years: str | None, words: str) -> None:
    assert figures._years(years) == words


@pytest.mark.parametrize(
    ("kroner", "words"),
    [
        (18_600_000, "18,6"),
        (53_297_000, "53,3"),
        (1_250_000_000, "1\N{NO-BREAK SPACE}250"),
        (150_000_000, "150"),
    ],
)
def test_millions_the_norwegian_way(kroner: int, words: str) -> None:
    assert figures._millions(kroner) == words
