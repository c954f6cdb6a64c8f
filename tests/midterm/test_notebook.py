"""The midterm notebook: executed with one report and with two, and fit to be read by anybody."""

from __future__ import annotations

import ast
import base64
import inspect
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from PIL import Image

from pipeline.load import load
from pipeline.midterm import (
    figures,
    money,
    news,
    plans,
    promises,
    silence,
    statuses,
    texts,
    transitions,
)
from pipeline.midterm.__main__ import executed, render
from pipeline.midterm.stacked_tables import stacked
from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import ACROSS, TABLES
from tests.conftest import ROOT
from tests.house import dvc_stages, imported_by, path_of, rooms_declared, rooms_in, rooms_used

NOTEBOOK = ROOT / "notebooks" / "midtveis-2027.ipynb"
SCREENS = (1280, 390)


@pytest.fixture(scope="module")
def page_of_one(one_report: Path) -> Path:
    target = one_report / "midtveis-2027.html"
    render(NOTEBOOK, one_report, target)
    return target


@pytest.fixture(scope="module")
def page_of_two(two_reports: Path) -> Path:
    target = two_reports / "midtveis-2027.html"
    render(NOTEBOOK, two_reports, target)
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


def test_findings_that_are_set_aside_are_not_counted() -> None:
    """As everywhere else: what an auditor has confirmed counts, what is explained does not."""
    verdicts = pd.Categorical([None, "bekreftet", "forklart"], ["bekreftet", "forklart"])
    findings = pd.DataFrame({"severity": "error", "rule": "one-rule", "verdict": verdicts})
    (source,) = (cell.source for cell in cells() if cell.id == "funn")
    before, _, last = source.rpartition("\n")
    names: dict[str, Any] = {"load": lambda *_: findings, "report": "2025"}
    exec(before, names)
    assert eval(last, names)["antall"].to_list() == [2]


def test_every_picture_and_list_is_shown_in_it() -> None:
    shown = set(re.findall(r"figures\.(\w+)\(", "\n".join(code())))
    assert shown == set(figures.__all__)


def test_every_picture_and_list_has_the_same_face() -> None:
    modules = (money, news, plans, promises, silence, statuses, texts, transitions)
    made = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and re.search("Picture|Points|Styler|Crop|^Note$", function.__annotations__["return"])
    }
    assert made == set(figures.__all__)


def test_dvc_depends_on_what_the_notebook_imports() -> None:
    stage = dvc_stages()["publish"]
    used = rooms_in(imported_by("\n".join(code())))
    assert used == {"midterm", "load"}
    assert rooms_declared(stage) >= used.union(*(rooms_used(path_of(room)) for room in used))
    assert "processed/tables.sha256" in stage["deps"]  # all tables: tests/test_repro.py
    tables = {*TABLES, *(record.table for record in ACROSS)}
    loaded = set(re.findall(r"load\(\"(\w+)\"", "\n".join(code())))
    assert loaded <= tables


# The page


def test_with_one_report(page_of_one: Path) -> None:
    found = images(page_of_one)
    assert len(found) == 7
    assert any("25 av 122 tiltak er gjennomført, 23 er ikke startet" in alt for alt, _ in found)
    assert any("Oversikten teller 27 «Gjennomført», teksten 26" in alt for alt, _ in found)
    text = page_of_one.read_text(encoding="utf-8")
    assert text.count("Det er bare én rapport på planen ennå") == 2
    assert "Anmodningsvedtak 618" in text
    assert text.count("<summary>Tallene i en tabell</summary>") == 5  # all but the two cut out


def test_the_news_is_at_the_top(page_of_one: Path) -> None:
    text = page_of_one.read_text(encoding="utf-8")
    news = text.index("samiske samfunn: 45 prosent er ikke startet</strong>")
    assert news < text.index("<img ")
    assert news < text.index("<table")


def test_with_two_reports(page_of_two: Path, two_reports: Path) -> None:
    found = images(page_of_two)
    assert len(found) == 10
    moved = load("transitions", folder=two_reports)["change"].value_counts()
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


def test_jupyter_shows_the_same(one_report: Path, tmp_path: Path) -> None:
    """The stage runs the cells without a kernel; who opens the notebook has one."""
    client = NotebookClient(
        nbformat.read(NOTEBOOK, as_version=4),
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(one_report)}},
    )
    ours = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path)}
    by_kernel = client.execute(env={**os.environ, **ours})
    for jupyters, ours in zip(by_kernel.cells, executed(NOTEBOOK, one_report).cells, strict=True):
        assert shown(jupyters) == shown(ours)


def shown(cell: Any) -> list[Any]:
    """What is seen of a cell: not the plain text beside it, which knows the terminal's width."""
    outputs = cell.get("outputs", [])
    return [
        (output.output_type, output.metadata, {**output.data, "text/plain": ""})
        for output in outputs
    ]


@pytest.mark.parametrize("width", SCREENS)
def test_in_a_browser(browser: Any, page_of_two: Path, width: int) -> None:
    axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(page_of_two.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert told == []  # nor did the content security policy have to stop anything
    assert page.evaluate(
        "[...document.images].every(i => i.complete && i.naturalWidth && i.width >= 320)"
    )
    results = axe_api.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def test_only_wide_tables_with_simple_heads_are_stacked() -> None:
    wide = pd.DataFrame([["x" * 70, "<b>", 1, 2]], columns=['a" onclick="b', "c", "d", "e"])
    html = stacked(wide.to_html())
    assert 'class="dataframe stacked"' in html
    assert '<td data-label="a&quot; onclick=&quot;b" data-long>xxx' in html
    assert '<td data-label="c">&lt;b&gt;</td>' in html
    narrow, grouped = wide[["c", "d"]].to_html(), wide.set_index(["c", "d"]).to_html()
    assert stacked(narrow + grouped) == narrow + grouped


def test_narrow_screens_name_each_value_of_a_row(browser: Any, page_of_two: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(page_of_two.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate(  # no table scrolls sideways
        "[...document.querySelectorAll('.output_subarea')]"
        ".filter(o => o.scrollWidth > o.clientWidth).map(o => o.textContent.slice(0, 80))"
    ) == []  # fmt: skip
    for table in ("table.dataframe", "#T_varslet", "#T_tier"):
        heads, labels = page.evaluate(
            """table => {
                const cells = row => [...row.cells].filter(c => c.tagName === 'TD');
                const body = table.tBodies[0].rows[0];
                const skipped = body.cells.length - cells(body).length;
                return [[...table.tHead.rows[0].cells].slice(skipped).map(c => c.textContent),
                        cells(body).map(c => c.dataset.label)];
            }""",
            page.query_selector(table),
        )
        assert labels == heads
        assert len(labels) >= 5
    page.close()


def test_a_cell_that_fails_is_told_and_leaves_the_old_page(
    one_report: Path, tmp_path: Path
) -> None:
    broken = nbformat.read(NOTEBOOK, as_version=4)
    broken.cells[3].source = 'load("tiltak")'  # the first that loads anything
    nbformat.write(broken, tmp_path / "broken.ipynb")
    target = tmp_path / "page.html"
    target.write_text("before")
    arguments = [tmp_path / "broken.ipynb", one_report, target, tmp_path / "pages"]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.midterm", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "broken.ipynb: en celle feilet: Refusal: tiltak: det finnes ingen slik tabell" in (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert target.read_text() == "before"


def test_what_is_no_notebook_is_refused(one_report: Path, tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_text("{")
    with pytest.raises(Refusal, match="kan ikke leses som notatbok"):
        executed(tmp_path / "x.ipynb", one_report)
