"""The findings as they were last published: read whatever version of the tables wrote them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import write_records
from pipeline.seams.published import PublishedFinding, published_file, read_published
from pipeline.seams.tables import Finding
from tests.conftest import Run

NEEDED = ["id", "left_value", "right_value", "message"]


def test_a_file_of_an_earlier_version_is_read_for_what_it_has(
    june_2025: Run, tmp_path: Path
) -> None:
    finding = june_2025.compared()[1][0]
    path = published_file(tmp_path, "2025")
    write_records(path, Finding, [finding])
    published = read_published(path)
    assert published is not None
    assert published[finding.id].severity == "error"
    assert (published[finding.id].right_source, published[finding.id].right_page) == (
        "overview",
        65,
    )
    table = pq.read_table(path)
    pq.write_table(table.select(NEEDED), path)
    assert read_published(path) == {
        finding.id: PublishedFinding(
            finding.id, finding.left_value, finding.right_value, finding.message
        )
    }
    pq.write_table(table.select(NEEDED[:-1]), path)  # a finding that does not say anything
    with pytest.raises(Refusal, match="de publiserte funnene kan ikke leses"):
        read_published(path)
