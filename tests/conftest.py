"""The pipeline run on real PDFs, once for each session of tests, stage by stage and in process."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from pipeline.extract.__main__ import extract
from pipeline.parse.__main__ import parse
from pipeline.reread.__main__ import reread
from pipeline.seams.register import read_register
from pipeline.seams.tables import Comparison, Finding
from pipeline.seams.terms import NO_TERMS
from pipeline.segment.__main__ import segment
from pipeline.validate.rules import rules
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables, folders_of
from tests.factory import Knobs, typeset
from tests.factory import browser as browser_path
from tests.factory.three_years import OTHER, three_years
from tests.project import Project
from tests.structure import Structure, read_structure

# The same examples in every run, and no clock: a busy machine is no fault of the code.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
PLAN = "Opptrappingsplan mot vold og overgrep"
OTHER_PLAN = "Handlingsplan for likeverdige tenester i distrikta (2025–2028)"
TERMS = {
    ROOT / "raw" / f"{report_id}.pdf": entry.terms
    for report_id, entry in read_register(ROOT / "raw" / "reports.yaml").items()
}
# What takes longest comes first, so that no process is left alone with it at the end.
LONGEST = (
    "tests/test_repro.py",
    "tests/test_readme.py",
    "tests/validate/test_planted_faults.py",
    "tests/install/test_locks.py",
    "tests/publish/test_browser.py",
    "tests/test_release.py",
    "tests/seams/test_register_in_dvc.py",
    "tests/publish/test_files.py",
    "tests/test_faults.py",
    "tests/midterm/test_notebook.py",
    "tests/package/test_datapackage.py",
    "tests/cli/test_check.py",
    "tests/test_contributing.py",
    "tests/segment/test_editions.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    files = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: files.get(item.nodeid.partition("::")[0], len(LONGEST)))


class Run:
    """One report taken through extract, segment, reread and parse in a folder of its own."""

    def __init__(self, pdf: Path, report_id: str, interim: Path, plan: str = PLAN) -> None:
        self.pdf, self.report_id, self.interim = pdf, report_id, interim
        folder = interim / report_id
        extract(pdf, folder / "extract")
        terms = TERMS.get(pdf, NO_TERMS)
        segment(folder / "extract", folder / "segment", terms)
        reread(pdf, folder / "extract", folder / "segment", folder / "reread")
        parse(report_id, plan, folder / "extract", folder / "segment", folder / "parse", terms)
        self.tables = ReportTables(report_id, folders_of(report_id, interim))

    @property
    def structure(self) -> Structure:
        return read_structure(self.tables.folders.segment)

    def compared(self) -> tuple[list[Comparison], list[Finding]]:
        return apply(rules(), self.tables)

    def findings(self) -> set[tuple[str, str, str]]:
        """(rule, scope, severity) of every finding."""
        return {(f.rule, f.scope, f.severity) for f in self.compared()[1]}


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Run]:
    """Take a PDF through the stages."""

    def run_pdf(pdf: Path, report_id: str = "2025") -> Run:
        return Run(pdf, report_id, tmp_path_factory.mktemp("interim"))

    return run_pdf


@pytest.fixture(scope="session")
def june_2025(run: Callable[[Path, str], Run]) -> Run:
    """The real report."""
    return run(ROOT / "raw" / "2025.pdf", "2025")


@pytest.fixture(scope="session")
def june_2026(run: Callable[[Path, str], Run]) -> Run:
    """A synthetic second edition: other type, head row repeated, faults planted."""
    return run(ROOT / "tests" / "editions" / "2026.pdf", "2026")


@pytest.fixture(scope="session")
def three_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Three reports on one plan with planted histories, and one on another, by their ids."""
    folder = tmp_path_factory.mktemp("three-years")
    runs = {}
    for report_id, edition in three_years().items():
        pdf = folder / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        plan = OTHER_PLAN if report_id == OTHER else PLAN
        runs[report_id] = Run(pdf, report_id, folder / "interim", plan)
    return runs


@pytest.fixture(scope="session")
def reproduced(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project in which `dvc repro` has run, from nothing and with nothing cached.

    It is made once for all processes that share the tests. Not to be changed: `copy` it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with FileLock(shared / "reproduced.lock"):
        project, ready = Project(shared / "reproduced"), shared / "reproduced.ready"
        if not ready.exists():
            done = project.repro()
            assert done.returncode == 0, done.stdout + done.stderr
            ready.touch()
    return project


@pytest.fixture(scope="session")
def gold() -> list[dict[str, str]]:
    """All 131 items of the real report, read by hand."""
    with (ROOT / "tests" / "gold" / "measures-2025.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def expected_2026() -> dict[str, Any]:
    """What stands in the synthetic edition, and what is planted there."""
    content: dict[str, Any] = json.loads(
        (ROOT / "tests" / "editions" / "2026.expected.json").read_text(encoding="utf-8")
    )
    return content


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser, for the pages that people see. Skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium on this machine: the page is not tried in a browser")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
