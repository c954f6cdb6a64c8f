"""What a worker does once, so that the children which it forks need not."""

from __future__ import annotations

from pathlib import Path

from pipeline.archive.warm import small_report, warm
from pipeline.reading import read_through
from pipeline.runtime.processes import running
from pipeline.segment import labels
from pipeline.segment.__main__ import segment
from pipeline.validate.tables import ReportTables


def read(folder: Path) -> ReportTables:
    """The small report, taken through all stages in this folder."""
    pdf = folder / "rapport.pdf"
    pdf.write_bytes(small_report())
    return read_through(pdf, folder).tables


def test_all_readers_find_in_the_small_report_what_they_look_for(tmp_path: Path) -> None:
    tables = read(tmp_path)
    assert [(row.source, row.status) for row in tables.statuses] == [
        ("text", "Under arbeid"),
        ("overview", "Under arbeid"),
    ]
    assert ["Under arbeid" in row.texts() for row in tables.readings.rows] == [True]
    assert "Styrke barnehusene" in tables.readings.texts[0].text
    assert tables.unread == []


def test_a_child_of_a_warm_worker_compiles_no_label_anew(tmp_path: Path) -> None:
    read(tmp_path)
    labels.label_pattern.cache_clear()
    with running("rapport", compiled_for, tmp_path) as child:
        assert child.result() == 1
    warm.cache_clear()
    warm()
    with running("rapport", compiled_for, tmp_path) as child:
        assert child.result() == 0


def compiled_for(folder: Path) -> int:
    """How many patterns of labels are compiled to segment a report."""
    before = labels.label_pattern.cache_info().misses
    segment(folder / "extract", folder / "again")
    return labels.label_pattern.cache_info().misses - before
