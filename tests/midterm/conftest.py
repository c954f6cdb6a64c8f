"""The tables of one report, and of two of one plan, made once for each session of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.processed import processed_of


@pytest.fixture(scope="session")
def one_report(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of June 2025."""
    return processed_of(tmp_path_factory.mktemp("one"), june_2025)


@pytest.fixture(scope="session")
def two_reports(june_2025: Run, june_2026: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of June 2025 and of a synthetic June 2026."""
    return processed_of(tmp_path_factory.mktemp("two"), june_2025, june_2026)
