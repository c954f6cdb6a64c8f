"""A folder of small reports on two plans, as somebody might have collected them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.factory import ENGINES, Knobs, typeset
from tests.factory.plans import a_small_edition

LOCAL, WATER = "trygge lokalsamfunn", "rent drikkevann"
MONTHS = ("juni 2026", "juni 2027")


def an_edition(plan: str, month: str) -> bytes:
    """A small report on that plan for that month."""
    edition = a_small_edition()
    return typeset(
        replace(edition, title=edition.title.replace(LOCAL, plan), as_of=month),
        Knobs(),
        ENGINES[0],
    )


@pytest.fixture(scope="session")
def editions() -> dict[str, bytes]:
    """Four reports by the names of their files: two plans, two years."""
    return {
        f"{plan.split()[0]}-{month[-4:]}.pdf": an_edition(plan, month)
        for plan in (LOCAL, WATER)
        for month in MONTHS
    }


@pytest.fixture(scope="session")
def collected(editions: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four reports, one of them twice, a file that is no PDF, and a plan's own folder."""
    folder = tmp_path_factory.mktemp("innsamlet")
    (folder / "vann").mkdir()
    for name, pdf in editions.items():
        place = folder / "vann" if name.startswith("rent") else folder
        (place / name).write_bytes(pdf)
    (folder / "vann" / "rent-2026 (1).pdf").write_bytes(editions["rent-2026.pdf"])
    (folder / "tull.pdf").write_bytes(b"ikke en PDF")
    return folder
