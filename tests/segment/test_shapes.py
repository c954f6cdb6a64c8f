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

NOT_READ = {
    "labels-parted-by-a-tab-letters-with-a-legend": (
        "the note below a table of letters is not in the scope of the overview"
    ),
}
"""What is not read yet, by the name of the report. An entry that comes out right is an error."""


@pytest.mark.parametrize("case", SHAPED, ids=lambda case: f"{case.engine} {case.name}")
def test_a_shape_is_read(
    case: Case,
    run: Callable[[Path, str], Run],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    if case.engine in MISSING:
        pytest.skip(f"{case.engine}: {MISSING[case.engine]}")
    if case.name in NOT_READ:
        request.applymarker(pytest.mark.xfail(reason=NOT_READ[case.name], strict=True))
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(typeset(case.edition, case.knobs, case.engine))
    found = differences(run(pdf, "report"), expected(case.edition, case.knobs))
    assert exact(found), "\n".join(map(str, found))
