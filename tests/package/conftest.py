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
from tests.factory.plans import a_plan
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


@pytest.fixture(scope="session")
def two_plans(june_2025: Run, june_2026: Run, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The same two, and a report on another plan whose items have the same numbers."""
    folder = tmp_path_factory.mktemp("plans")
    pdf = folder / "klima.pdf"
    pdf.write_bytes(typeset(replace(a_plan(), as_of="juni 2026"), Knobs(), "typst"))
    other = Run(pdf, "klima", folder / "interim", "Klimaplan")
    return made(folder / "project", june_2025, june_2026, other)
