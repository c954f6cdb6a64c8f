"""A report's tables and second readings, as the checks need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.entries import Division, PageCount, read_conservation, read_divisions
from pipeline.readings import Readings, read_readings
from pipeline.records import (
    Measure,
    Ministry,
    Record,
    Report,
    SpanRow,
    Status,
    Unread,
    read_records,
    schema_of,
)
from pipeline.refusal import Refusal
from pipeline.storage import read_columns, read_rows
from pipeline.words import PAGES, RUNS, Page, read_pages


class Folders(NamedTuple):
    """Where the stages of one report left their work."""

    extract: Path
    segment: Path
    reread: Path
    parse: Path


def folders_of(report_id: str, interim: Path) -> Folders:
    """The folders of a report below `interim`. Raises `Refusal` where a stage has not run."""
    folders = Folders(*(interim / report_id / stage for stage in Folders._fields))
    for folder in folders:
        if not folder.is_dir():
            raise Refusal(
                folder,
                "mellomresultatet finnes ikke.",
                expected=f"at stegene for rapporten «{report_id}» er kjørt.",
                advice="kjør «dvc repro», som kjører det som mangler.",
            )
    return folders


class PageWords(NamedTuple):
    """A page without places: its words in reading order, and the rest as in `Page`."""

    number: int
    words: list[str]
    unseen: int
    pictures: int
    damaged: bool


class ReportTables:
    """The rows of one report, read from its folders as they are asked for."""

    def __init__(self, report_id: str, folders: Folders) -> None:
        self.report_id = report_id
        self.folders = folders
        self._rows: dict[type[Record], list[Any]] = {}

    def rows(self, record: type[Record]) -> list[Any]:
        """The rows of one table."""
        if record not in self._rows:
            path = self.folders.parse / f"{record.table}.parquet"
            self._rows[record] = read_records(path, record)
        return self._rows[record]

    @property
    def report(self) -> Report:
        report: Report = self.rows(Report)[0]
        return report

    @property
    def measures(self) -> list[Measure]:
        return self.rows(Measure)

    @property
    def statuses(self) -> list[Status]:
        return self.rows(Status)

    @cached_property
    def status_by_id(self) -> dict[str, Status]:
        return {status.id: status for status in self.statuses}

    @property
    def ministries(self) -> list[Ministry]:
        return self.rows(Ministry)

    @property
    def spans(self) -> list[SpanRow]:
        return self.rows(SpanRow)

    @property
    def unread(self) -> list[Unread]:
        return self.rows(Unread)

    @cached_property
    def pages(self) -> list[Page]:
        """What stands on the pages, as extract read it."""
        return list(read_pages(self.folders.extract))

    @cached_property
    def words(self) -> list[PageWords]:
        """The words of each page without their places, which take ten times as long to read."""
        return list(_words_of(self.folders.extract))

    @cached_property
    def readings(self) -> Readings:
        """The second readings."""
        return read_readings(self.folders.reread)

    @cached_property
    def conservation(self) -> list[PageCount]:
        """The count of words, page by page."""
        return read_conservation(self.folders.segment)

    @cached_property
    def divisions(self) -> list[Division]:
        """The words that the ends of lines part, and how they were joined."""
        return read_divisions(self.folders.segment)

    def arrow(self, record: type[Record]) -> pa.Table:
        """One table as it lies on disk, whatever its columns are."""
        try:
            return pq.read_table(self.folders.parse / f"{record.table}.parquet")
        except (OSError, pa.ArrowInvalid) as error:
            raise Refusal(
                self.folders.parse / f"{record.table}.parquet",
                f"tabellen kan ikke leses ({type(error).__name__}).",
                expected=f"kolonnene {', '.join(schema_of(record).names)}.",
                advice="slett mappen og kjør «dvc repro».",
            ) from error


def _words_of(folder: Path) -> Iterator[PageWords]:
    runs: dict[int, list[str]] = defaultdict(list)
    for page, text in zip(*read_columns(folder / "runs.arrow", RUNS, "page", "text"), strict=True):
        runs[page].append(text)
    for number, _, _, unseen, pictures, damaged in read_rows(folder / "pages.arrow", PAGES):
        words = " ".join(runs[number]).split(" ") if runs[number] else []
        yield PageWords(number, words, unseen, pictures, damaged)
