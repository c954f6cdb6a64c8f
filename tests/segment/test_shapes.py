"""The shapes that other ministries use, one fixed report each: what comes out is what went in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.factory import MISSING, expected, typeset
from tests.factory.editions import Case
from tests.factory.reading import differences, exact
from tests.factory.shaped import SHAPED


@pytest.mark.parametrize("case", SHAPED, ids=lambda case: f"{case.engine} {case.name}")
def test_a_shape_is_read(case: Case, run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    if case.engine in MISSING:
        pytest.skip(f"{case.engine}: {MISSING[case.engine]}")
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(typeset(case.edition, case.knobs, case.engine))
    found = differences(run(pdf, "report"), expected(case.edition, case.knobs))
    assert exact(found), "\n".join(map(str, found))
