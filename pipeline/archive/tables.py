"""The tables that an archive has beside those of its reports: its files, and what was not read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pipeline.seams.ids import ReportId
from pipeline.seams.tables import Described, Range, Table

RefusalKind = Literal["refused", "undecided", "duplicate", "failed"]
FileOutcome = Literal["read", "refused", "undecided", "duplicate", "failed"]

ID = Described("The report's id: the manifest's, else from the file's name. Null where undecided.")
FILE = Described("The file, as a path in the folder or as an address.")


class ArchivedFile(Table):
    """One row for each file of the archive: where it is from, and what came of it."""

    table = "files"
    key = ("file",)
    refers = ()

    file: Annotated[str, FILE]
    report_id: Annotated[ReportId | None, ID]
    outcome: Annotated[FileOutcome, Described("read, or the kind of its row in refusals.")]
    plan: Annotated[
        str | None, Described("The plan: the manifest's, else the cover's. Null if not known.")
    ]
    plan_id: Annotated[str | None, Described("The partition that its tables are in.")]
    url: Annotated[str | None, Described("Where the file was published, as the manifest has it.")]
    retrieved: Annotated[date | None, Described("The day it was fetched, as the manifest has it.")]
    sha256: Annotated[
        str | None, Described("SHA-256 of the file; null where it could not be opened.")
    ]


class RefusalRow(Table):
    """One row for each file that has no row in reports."""

    table = "refusals"
    key = ("file",)
    refers = ()

    file: Annotated[str, FILE]
    report_id: Annotated[ReportId | None, ID]
    kind: Annotated[
        RefusalKind,
        Described(
            "refused (it is no readable status report), undecided (id or plan), duplicate (the "
            "same content as a file that is read) or failed (the program or a worker did)."
        ),
    ]
    reason: Annotated[str, Described("What is wrong, in bokmål.")]
    expected: Annotated[str, Described("What was looked for, in bokmål.")]
    advice: Annotated[str, Described("What to do about it, in bokmål.")]
    page: Annotated[
        int | None,
        Described("The page that it is about; null for the whole file.", "int16", check=Range(1)),
    ]
