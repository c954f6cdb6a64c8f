"""What is made of all reports holds one of them in memory, and not all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.seams.rows import read_parsed, write_rows
from pipeline.seams.tables import PARSED, TABLES, SpanRow
from pipeline.validate.tables import ReportTables, Shelf, folders_of
from tests.conftest import ROOT, Run
from tests.processed import processed_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")

FEW, MANY = 2, 6  # reports
LARGE = {"spans": 1500, "comparisons": 1000}  # rows that are enough here
# Megabytes that a report may add. Where all were held, the workbook took 33 more for each, and the
# pages of items 16 (measured).
WORKBOOK, CODEBOOK, ITEMS, RELEASE, CHECKS = 4.0, 3.0, 6.0, 4.0, 2.0

WITHOUT_PANDAS = """
from pipeline.runtime.without_numpy import without_numpy
without_numpy()
"""
PEAK = """
from pathlib import Path
ids = {ids!r}
raw, interim, processed, out = (Path(name) for name in {folders!r})
{work}
print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024)
"""


class Project:
    """The same report under so many ids."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.processed = processed_of(folder, run)
        parsed = read_parsed(run.tables.folders.parse)
        self.ids = [f"r{number}" for number in range(MANY)]
        for report_id in self.ids:
            for table in TABLES:
                path = self.processed / table / f"{run.report_id}.parquet"
                rows = pq.ParquetFile(path).read().slice(0, LARGE.get(table))
                ids = pa.array([report_id] * len(rows), pa.string())
                column = rows.schema.get_field_index("report_id")
                rows = rows.set_column(column, rows.schema.field(column), ids)
                pq.write_table(rows, path.with_stem(report_id))
            shutil.copyfile(run.pdf, folder / "raw" / f"{report_id}.pdf")
            (folder / "interim" / report_id).mkdir(parents=True)
            for stage in ("extract", "segment", "reread"):
                (folder / "interim" / report_id / stage).symlink_to(
                    getattr(run.tables.folders, stage)
                )
            rows = {
                record: [replace(row, report_id=report_id) for row in parsed.rows(record)]
                for record in PARSED
                if record is not SpanRow
            }
            made = [*rows.values(), [replace(row, report_id=report_id) for row in parsed.spans]]
            write_rows(folder / "interim" / report_id / "parse", [(0, chain.from_iterable(made))])

    def peak(self, work: str, ids: Sequence[str]) -> float:
        """The most megabytes of a process that does this for the reports."""
        folders = [str(self.folder / each) for each in ("raw", "interim", "processed", "out")]
        code = PEAK.format(ids=ids, folders=folders, work=work)
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    def growth(self, work: str) -> float:
        """The megabytes that each further report adds."""
        few, many = (self.peak(work, self.ids[:count]) for count in (FEW, MANY))
        return (many - few) / (MANY - FEW)


@pytest.fixture(scope="module")
def project(june_2025: Run, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"), june_2025)


def test_the_workbook(project: Project) -> None:
    work = f"""{WITHOUT_PANDAS}
from pipeline.package import workbook
workbook.MOST_LINKS = 0  # links grow up to what a sheet can hold, and no further
workbook.write_workbook(processed, out / "book.xlsx", report_ids=ids)
"""
    assert project.growth(work) < WORKBOOK


def test_the_codebook(project: Project) -> None:
    work = f"""{WITHOUT_PANDAS}
from pipeline.package.codebook import codebook_of, render_html, rows_of
from pipeline.seams.register import Registration
register = {{name: Registration(name, "Planen", "", "") for name in ids}}
render_html(codebook_of(register, rows_of(register, processed), raw))
"""
    assert project.growth(work) < CODEBOOK


def test_the_pages_of_items(project: Project) -> None:
    work = f"""{WITHOUT_PANDAS}
from pipeline.publish.reports import publish_items
publish_items(ids, raw, interim, processed, out)
"""
    assert project.growth(work) < ITEMS


def test_the_tables_of_a_release(project: Project) -> None:
    work = """
from pipeline.package.release import write_for_programs
from pipeline.package.whole_tables import write_whole_tables
from pipeline.runtime.files import working_folder
with working_folder(processed) as made:
    write_for_programs(write_whole_tables(ids, processed, made), made)
"""
    assert project.growth(work) < RELEASE


def test_what_reports_say_twice(project: Project) -> None:
    """One report at a time is on the shelf here; the real one has room for a few."""
    work = f"""{WITHOUT_PANDAS}
from pipeline.validate.across import tables_across
from pipeline.validate.promote import write_parsed
from pipeline.validate.rules import rules
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables, Shelf, folders_of
shelf = Shelf(1)
reports = [ReportTables(name, folders_of(name, interim), shelf=shelf) for name in ids]
tables_across(reports)
for tables in reports:
    apply(rules(), tables)
write_parsed(reports, out)
"""
    assert project.growth(work) < CHECKS


def test_a_report_that_was_emptied_is_read_again(project: Project) -> None:
    shelf = Shelf(1)
    folder = project.folder / "interim"
    first, second = (
        ReportTables(report_id, folders_of(report_id, folder), shelf=shelf)
        for report_id in project.ids[:2]
    )
    measures, pages, report = first.measures, first.pages, first.report
    assert first.measures is measures
    assert second.measures != measures
    assert first.report is report  # which all that compare reports ask for
    assert first.measures is not measures
    assert (first.measures, first.pages) == (measures, pages)
