"""Random reports, typeset and read: what comes out is what went in, and no contradiction more.

A handful, the same in every run; `make soak` reads hundreds.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.conftest import Run
from tests.factory import ENGINES, expected, typeset
from tests.factory.reading import differences, exact
from tests.factory.strategies import Report, random_report

FROM_THE_REGISTRY = tuple(engine for engine in ("typst", "reportlab") if engine in ENGINES)


@settings(
    max_examples=8,
    phases=[Phase.generate],  # to shrink a report would take minutes; the campaign keeps it whole
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(random_report(FROM_THE_REGISTRY))
def test_what_comes_out_is_what_went_in(report: Report) -> None:
    with tempfile.TemporaryDirectory() as name:
        pdf = Path(name) / "report.pdf"
        pdf.write_bytes(typeset(report.edition, report.knobs, report.engine))
        found = differences(Run(pdf, "report", Path(name)), expected(report.edition))
    assert exact(found), "\n".join(map(str, found))
