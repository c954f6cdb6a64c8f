"""The tables of one report, and of two of one plan, as validate leaves them in processed/."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.package.datapackage import write_datapackage
from pipeline.seams.register import Registration
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.plans import a_small_edition
from tests.processed import processed_of


class Tables(NamedTuple):
    """The folders that `package` reads, and the register."""

    register: Mapping[str, Registration]
    raw: Path
    processed: Path

    @property
    def datapackage(self) -> Path:
        return self.processed / "datapackage.json"

    def copy(self, folder: Path) -> Tables:
        """The same in a folder of its own, to be changed."""
        shutil.copytree(self.raw, folder / "raw")
        shutil.copytree(self.processed, folder / "processed")
        return self._replace(raw=folder / "raw", processed=folder / "processed")

    def describe(self) -> Tables:
        """With a data package of what is there now."""
        write_datapackage(self.register, self.raw, self.processed, self.datapackage)
        return self


def made(folder: Path, *runs: Run) -> Tables:
    processed = processed_of(folder, *runs)
    register = {
        run.report_id: Registration(
            run.report_id, run.tables.report.plan, "Departementet", "A note."
        )
        for run in runs
    }
    return Tables(register, folder / "raw", processed).describe()


@pytest.fixture(scope="session")
def one_report(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """June 2025. Not to be changed: `copy` it."""
    return made(tmp_path_factory.mktemp("one"), june_2025)


@pytest.fixture(scope="session")
def two_reports(june_2025: Run, june_2026: Run, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """June 2025 and a synthetic June 2026. Not to be changed: `copy` it."""
    return made(tmp_path_factory.mktemp("two"), june_2025, june_2026)


def small(folder: Path, report_id: str, as_of: str, plan: str = "Planen") -> Run:
    """A short report: frictionless takes its time with long ones."""
    pdf = folder / f"{report_id}.pdf"
    pdf.write_bytes(typeset(replace(a_small_edition(), as_of=as_of), Knobs(), "typst"))
    return Run(pdf, report_id, folder / "interim", plan)


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Two reports on one plan."""
    folder = tmp_path_factory.mktemp("years")
    runs = small(folder, "2025", "juni 2025"), small(folder, "2026", "juni 2026")
    return made(folder / "project", *runs)


@pytest.fixture(scope="session")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Three reports on one plan, and one on another, whose items have the same numbers."""
    folder = tmp_path_factory.mktemp("plans")
    years = [small(folder, f"{year}", f"juni {year}") for year in (2025, 2026, 2027)]
    return made(folder / "project", *years, small(folder, "klima", "juni 2026", "Klimaplan"))
