"""The findings of a report as they were last published, in expectations/published/.

`statusrapport release` writes them: a copy of the report's file in `findings`. validate says which
findings are new since then, publish which are gone. There is no SARIF file: the Parquet is the
stable form, and no viewer of SARIF shows places in PDFs.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId, RowId, RuleId, Scope
from pipeline.seams.vocabularies import Severity

FOLDER = "published"  # in expectations/


class PublishedFinding(NamedTuple):
    """A finding as it was published: what it said, and where it stood then.

    Those with a default are None where a file of an earlier version of the tables lacks them.
    """

    id: RowId
    left_value: str | None
    right_value: str | None
    message: str
    rule: RuleId | None = None
    scope: Scope | None = None
    severity: Severity | None = None
    left_source: str | None = None
    left_page: int | None = None
    right_source: str | None = None
    right_page: int | None = None


Published = dict[RowId, PublishedFinding]


def published_file(suites: Path, report_id: ReportId) -> Path:
    """Where the findings of a report are as they were last published."""
    return suites / FOLDER / f"{report_id}.parquet"


def read_published(path: Path) -> Published | None:
    """The published findings by id, in the order of the file. None if nothing was published.

    Raises `Refusal` for a file that cannot be read or lacks a column without which a finding says
    nothing.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        return None
    try:
        with pq.ParquetFile(path) as file:
            columns = [name for name in PublishedFinding._fields if name in file.schema_arrow.names]
            rows = file.read(columns=columns, use_threads=False).to_pylist()
        return {row["id"]: PublishedFinding(**row) for row in rows}
    except (OSError, pa.ArrowInvalid, KeyError, TypeError) as error:
        raise Refusal(
            path,
            f"de publiserte funnene kan ikke leses ({type(error).__name__}).",
            expected="filen som «statusrapport release» har skrevet.",
            advice="hent den fra git, eller slett den om ingenting er publisert.",
        ) from error
