"""The ten questions: every answer of the notebook is what a reader of the report counts."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from tests.conftest import ROOT, Run
from tests.processed import processed_of

NOTEBOOK = ROOT / "notebooks" / "ti-sporsmal.ipynb"


def code() -> dict[str, str]:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    return {cell.id: cell.source for cell in cells if cell.cell_type == "code"}


def answers(processed: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each cell shows: the value of its last line."""
    monkeypatch.chdir(processed.parent)
    names: dict[str, Any] = {}
    shown = {}
    for cell, source in code().items():
        *lines, last = ast.parse(source).body
        exec(compile(ast.Module(lines, []), cell, "exec"), names)
        if isinstance(last, ast.Expr):
            shown[cell] = eval(compile(ast.Expression(last.value), cell, "eval"), names)
        else:
            exec(compile(ast.Module([last], []), cell, "exec"), names)
    return shown


@pytest.fixture(scope="module")
def of_one(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        return answers(processed_of(tmp_path_factory.mktemp("ten"), june_2025), patch)


def test_the_notebook_is_committed_without_outputs_and_is_short() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    headings = [cell.source for cell in notebook.cells if cell.source.startswith("## ")]
    assert [heading.split(".")[0] for heading in headings] == [f"## {n}" for n in range(1, 11)]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert cell.id == "oppsett" or len(cell.source.splitlines()) <= 3


def test_progress_by_ministry_with_and_without_alle(of_one: dict[str, Any]) -> None:
    table = of_one["departementer-svar"]
    assert table.loc["JD", "named"].to_dict() == {
        "Ikke startet": 14, "Under arbeid": 48, "Gjennomført": 12,
    }  # fmt: skip
    assert table.loc["JD"].groupby("basis").sum().to_dict() == {
        "named": 74, "parenthesised": 1, "all": 5,
    }  # fmt: skip
    assert table.loc["LMD", "all"].sum() == 21


def test_shares_by_chapter(of_one: dict[str, Any]) -> None:
    """The Sami chapter: 45 % not started, 18 % done."""
    table = of_one["kapitler-svar"].droplevel("chapter")
    assert table.loc[5].to_dict() == {"Ikke startet": 45, "Under arbeid": 36, "Gjennomført": 18}
    assert table.loc[1].to_dict() == {"Ikke startet": 19, "Under arbeid": 58, "Gjennomført": 23}
    assert list(table.index) == [1, 2, 3, 4, 5, 6]


def test_late_against_own_dates(of_one: dict[str, Any]) -> None:
    late = of_one["sent-ute-svar"]
    assert late[["item_id", "page", "text"]].values.tolist() == [
        ["tiltak-27", 19, "før sommeren 2025"],
        ["tiltak-113", 57, "våren 2025"],
        ["vedtak-613", 61, "våren 2025"],
    ]
    assert late.sentence.str.len().min() > 40


def test_money_by_year_and_ministry(of_one: dict[str, Any]) -> None:
    """81 says 300 million, of which half goes to each of two: counted once."""
    sums = of_one["penger-svar"]["sum"].to_dict()
    assert sums["{2024,2025}", "HOD", "increase"] == 300_000_000
    assert sums["2025", "BFD", "level"] == 73_297_000


def test_dependencies(of_one: dict[str, Any]) -> None:
    pairs = set(of_one["avhengigheter-svar"][["item_id", "target"]].itertuples(index=False))
    assert {("tiltak-6", "7"), ("tiltak-7", "6"), ("tiltak-7", "59"), ("tiltak-71", "71")} <= pairs


def test_laws_and_white_papers(of_one: dict[str, Any]) -> None:
    papers = of_one["lover-svar"]
    assert papers["convention", "Istanbulkonvensjonen"] == 4
    assert papers["law", "krisesenterloven"] == 3
    assert papers["prop", "Prop. 83 L (2024–2025)"] == 3


def test_public_bodies(of_one: dict[str, Any]) -> None:
    bodies = of_one["aktorer-svar"]
    assert bodies["directorate", "Bufdir"] == 25
    assert bodies["police", "Kripos"] == 6


def test_what_changed(
    of_one: dict[str, Any], june_2025: Run, june_2026: Run,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert of_one["endringer-svar"].empty
    changed = answers(processed_of(tmp_path, june_2025, june_2026), monkeypatch)["endringer-svar"]
    before = {row.id: row.status for row in june_2025.tables.statuses if row.source == "text"}
    after = {row.id: row.status for row in june_2026.tables.statuses if row.source == "text"}
    moved = {key.removesuffix("/text") for key in before if after.get(key, "") != before[key]}
    assert set(changed.item_id) == moved
    assert len(moved) > 20


def test_what_the_statuses_rest_on(of_one: dict[str, Any]) -> None:
    """26 are done, and 19 of them have no link: 27 % have one."""
    table = of_one["grunnlag-svar"]
    assert table.loc["Gjennomført", "links"] == 27
    assert table.loc["Gjennomført", "checkable"] == 96  # without 3, which names a convention
    assert table.loc["Ikke startet", "checkable"] == 38  # without 617, whose title has years


def test_target_groups_and_the_sami_dimension(of_one: dict[str, Any]) -> None:
    groups = of_one["malgrupper-svar"]
    assert (groups["barn"], groups["samisk"], groups["digital vold"]) == (67, 15, 10)
    sami = of_one["samisk-svar"]
    assert sami.loc["All"].to_dict() == {
        "Ikke startet": 5, "Under arbeid": 8, "Gjennomført": 2, "All": 15,
    }  # fmt: skip
    assert isinstance(sami, pd.DataFrame)
