"""What is new among the findings since they were last published.

`statusrapport release` writes the findings of each report to expectations/published/.
A finding is unchanged if it stood there with the same two values. There is no SARIF file: the
Parquet is the stable form, and no viewer of SARIF shows places in PDFs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Finding

FOLDER = "published"  # in expectations/
COLUMNS = ("id", "left_value", "right_value", "message")

Published = dict[str, tuple[str | None, str | None, str]]


def published_file(suites: Path, report_id: ReportId) -> Path:
    """Where the findings of a report are as they were last published."""
    return suites / FOLDER / f"{report_id}.parquet"


def read_published(path: Path) -> Published | None:
    """The published findings by id: both values and the message. None if nothing was published.

    Only these columns are read, so that a file of an earlier version of the tables will do.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        return None
    try:
        with pq.ParquetFile(path) as file:
            rows = file.read(columns=list(COLUMNS), use_threads=False).to_pylist()
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        raise Refusal(
            path,
            f"de publiserte funnene kan ikke leses ({type(error).__name__}).",
            expected="filen som «statusrapport release» har skrevet.",
            advice="hent den fra git, eller slett den om ingenting er publisert.",
        ) from error
    return {row["id"]: (row["left_value"], row["right_value"], row["message"]) for row in rows}


def against_published(findings: Sequence[Finding], published: Published | None) -> list[Finding]:
    """The findings, each new or unchanged since they were published."""
    if published is None:
        return list(findings)
    return [
        replace(
            finding,
            baseline="unchanged"
            if published.get(finding.id, ())[:2] == (finding.left_value, finding.right_value)
            else "new",
        )
        for finding in findings
    ]
