"""Great Expectations' record of the contract: complete, the same each time, without a network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
import regex

from pipeline.runtime.refusal import Refusal
from pipeline.validate.contract import frames_of, results_of
from pipeline.validate.data_docs import Document, check_and_write, documents, index_of
from tests.conftest import ROOT, Run

SUITES = ROOT / "expectations"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def statuses(june_2025: Run) -> pd.DataFrame:
    return frames_of([june_2025.tables])["statuses"].reset_index(drop=True)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the suite of statuses alone."""
    folder = tmp_path_factory.mktemp("suite")
    shutil.copy(SUITES / "statuses.json", folder)
    return folder


@pytest.fixture(scope="module")
def broken(statuses: pd.DataFrame, suite: Path) -> Document:
    """The record of a table of which 58 rows break the contract."""
    spoilt = statuses.copy()
    spoilt.loc[3:60, "source"] = "tekst"
    spoilt.loc[60, "source"] = HOSTILE
    (own,) = documents(results_of({"statuses": spoilt}, suite))
    return own


def test_a_table_that_holds(statuses: pd.DataFrame, suite: Path) -> None:
    (own,) = documents(results_of({"statuses": statuses}, suite))
    of = len(json.loads((SUITES / "statuses.json").read_text(encoding="utf-8"))["expectations"])
    assert (own.suite, own.success, own.held, own.of) == ("statuses", True, of, of)
    assert "✗" not in own.page
    assert own.page.count("✓") == of + 1  # each expectation, and the whole
    (again,) = documents(results_of({"statuses": statuses}, suite))
    assert again == own  # to the byte, page and record


def test_what_does_not_hold_is_shown_and_all_rows_are_recorded(broken: Document) -> None:
    assert (broken.success, broken.of - broken.held) == (False, 1)
    assert "58 unexpected values found" in broken.page
    (failed,) = [one for one in json.loads(broken.record)["results"] if not one["success"]]
    rows = failed["result"]["unexpected_index_list"]
    assert len(rows) == 58  # not a sample of twenty
    assert rows[0] == {"report_id": "2025", "id": "tiltak-2/overview", "source": "tekst"}
    assert index_of([broken]).count("HOLDER IKKE") == 1


def test_a_page_loads_nothing(broken: Document) -> None:
    for page in (broken.page, index_of([broken])):
        assert not regex.search(r"<(script|link|iframe|img)\b|url\(|@import|https?:", page)
        targets = set(regex.findall(r'href="([^"]*)"', page))
        assert all(
            target.startswith("#") or Path(target).stem in ("index", "statuses")
            for target in targets
        )


def test_what_is_printed_in_a_report_is_no_markup(broken: Document) -> None:
    assert "&lt;img src=x onerror=alert(1)&gt;" in broken.page
    (failed,) = [one for one in json.loads(broken.record)["results"] if not one["success"]]
    assert HOSTILE in failed["result"]["unexpected_list"]  # and there it is as it was printed


def test_all_tables_and_their_index(june_2025: Run, tmp_path: Path) -> None:
    written = check_and_write(["2025"], june_2025.interim, SUITES, tmp_path)
    suites = {path.stem for path in SUITES.glob("*.json")}
    assert {own.suite for own in written if own.success} == suites
    pages = {f"{suite}.{ending}" for suite in suites for ending in ("html", "json")}
    assert {path.name for path in tmp_path.iterdir()} == pages | {"index.html"}
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert set(regex.findall(r'href="([^"#]+)"', index)) == pages


def test_a_table_without_a_suite_is_refused(tmp_path: Path, statuses: pd.DataFrame) -> None:
    shutil.copy(SUITES / "links.json", tmp_path)
    with pytest.raises(Refusal, match="svarer ikke til hverandre: links, statuses"):
        results_of({"statuses": statuses}, tmp_path)
