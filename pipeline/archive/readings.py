"""What has been read of each PDF, kept under a key of all that decided it.

A reading is one file: a zip with `outcome.json`, and the report's tables as Parquet if it was read.
It is written in one step, so what is there is whole, whoever was killed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.archive.listing import Listed
from pipeline.archive.tables import RefusalRow
from pipeline.runtime.files import as_parquet, write_bytes
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import records_of, table_of
from pipeline.seams.ids import ReportId
from pipeline.seams.tables import PARSED, Record
from pipeline.validate.tables import Folders, ReportTables, Shelf

OUTCOME = "outcome.json"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can state: no clock
NOWHERE = Folders(Path(), Path(), Path(), Path())


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of a PDF: its plan, or why it has none."""

    plan: str
    refusal: RefusalRow | None


class Store(NamedTuple):
    """The folder of the readings of one version of the program."""

    folder: Path
    version: str

    def path(self, entry: Listed) -> Path:
        """Where the reading of a file is: by its content, and what is given for it."""
        given = (self.version, entry.sha256, entry.report_id or "", entry.plan)
        key = hashlib.sha256("\n".join(given).encode()).hexdigest()
        return self.folder / self.version / key[:2] / f"{key}.zip"

    def outcome(self, entry: Listed) -> Outcome | None:
        """What came of a file; None if it has not been read, or its reading is damaged."""
        try:
            with zipfile.ZipFile(self.path(entry)) as reading:
                return msgspec.json.decode(reading.read(OUTCOME), type=Outcome)
        except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError):
            return None

    def write(self, entry: Listed, outcome: Outcome, tables: Mapping[str, pa.Table]) -> None:
        """Keep a reading."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as reading:
            reading.writestr(zipfile.ZipInfo(OUTCOME, EPOCH), msgspec.json.encode(outcome))
            for name, table in tables.items():
                member = zipfile.ZipInfo(f"{name}.parquet", EPOCH)
                reading.writestr(member, as_parquet(table).to_pybytes(), zipfile.ZIP_DEFLATED)
        write_bytes(self.path(entry), content.getvalue())


def tables_of(
    report: ReportTables, compared: Mapping[type[Record], Sequence[Any]]
) -> dict[str, pa.Table]:
    """All tables of a report, as users load them."""
    return {
        **{record.table: report.arrow(record) for record in PARSED},
        **{record.table: table_of(record, rows) for record, rows in compared.items()},
    }


class Reading(ReportTables):
    """The tables of a report that was read, each taken from its reading on first use."""

    def __init__(self, report_id: ReportId, path: Path, shelf: Shelf | None = None) -> None:
        super().__init__(report_id, NOWHERE, shelf=shelf)
        self._path = path

    def rows(self, record: type[Any]) -> list[Any]:
        """The rows of one table."""
        if record not in self._rows:
            self.fill()
            self._rows[record] = records_of(record, self.arrow(record))
        return self._rows[record]

    def arrow(self, record: type[Record]) -> pa.Table:
        """One table as users load it. Raises `Refusal` if the reading is damaged."""
        try:
            with zipfile.ZipFile(self._path) as reading:
                content = reading.read(f"{record.table}.parquet")
            return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
        except (OSError, KeyError, zipfile.BadZipFile, pa.ArrowInvalid) as error:
            raise Refusal(
                self._path,
                f"avlesningen mangler eller er ødelagt ({type(error).__name__}).",
                expected="en hel fil, slik arkivet skrev den.",
                advice="slett filen, og kjør på nytt: da leses rapporten igjen.",
            ) from error
