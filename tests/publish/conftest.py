"""The audit report of the real report, published once for each session of tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.publish.__main__ import publish
from pipeline.records import (
    Comparison,
    Correction,
    Finding,
    Record,
    Review,
    read_records,
    write_records,
)
from pipeline.validate.promote import promote
from tests.conftest import ROOT, Run


class Published(NamedTuple):
    """The folders of a publication, and of what it was made from."""

    raw: Path
    interim: Path
    processed: Path
    report: Path

    def again(self, report: Path) -> Published:
        """Publish the same to another folder."""
        publish(["2025"], self.raw, self.interim, self.processed, report)
        return self._replace(report=report)

    def altered(
        self, folder: Path, record: type[Record], change: Callable[[list[Any]], Iterable[Any]]
    ) -> Published:
        """Publish with the rows of one table changed."""
        processed = folder / "processed"
        shutil.copytree(self.processed, processed)
        path = processed / record.table / "2025.parquet"
        write_records(path, record, change(read_records(path, record)))
        return self._replace(processed=processed).again(folder / "report")


@pytest.fixture(scope="session")
def published(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The audit report of June 2025."""
    folder = tmp_path_factory.mktemp("published")
    comparisons, findings = june_2025.compared()
    promote(
        [june_2025.tables],
        {"2025": {Comparison: comparisons, Finding: findings, Correction: [], Review: []}},
        {},
        folder / "processed",
    )
    made = Published(ROOT / "raw", june_2025.interim, folder / "processed", folder / "report")
    return made.again(made.report)
