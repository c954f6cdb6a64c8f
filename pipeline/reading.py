"""One PDF read through all stages up to its tables, in this process and its sandboxed children."""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

from pipeline.runtime.progress import working_on
from pipeline.runtime.refusal import Refusal, about_reading
from pipeline.runtime.sandbox import confined
from pipeline.seams.ids import ReportId
from pipeline.seams.terms import NO_TERMS, Terms

if TYPE_CHECKING:
    from pipeline.norwegian.cover import AsOf
    from pipeline.validate.tables import ReportTables

COVER = ("title", "paragraph")  # parts of the front matter that identify the report
FRONT = "front-matter"
UNREGISTERED = ReportId("rapport")
IS_ADDRESS = regex.compile(r"(?i)[a-z][a-z0-9+.-]+:[/\\]")  # C:/ has one letter
ADDRESS = ("dette er en nettadresse.", "last ned filen, og oppgi stien til den.")
MISSING = ("filen finnes ikke.", "se etter at stien er riktig skrevet.")
FOLDER = ("dette er en mappe, ikke en fil.", "oppgi stien til filen i mappen.")
NO_FILE = ("dette er ingen vanlig fil.", "lagre PDF-en på disken, og oppgi stien til den.")
NO_TEXT = ("filnavnet er ikke skrevet i UTF-8.", "gi filen et annet navn.")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
LONGEST_ID = 41


class Cover(NamedTuple):
    """The cover: the month that the report describes and the plan that it follows up.

    `pages` is the number of pages of the whole report.
    """

    month: AsOf | None
    plan: str | None
    pages: int


def checksum_of(pdf: Path) -> str:
    """The SHA-256 of a file. Raises `Refusal` if it is not a file or cannot be read."""
    try:
        kind = stat.S_IFMT(pdf.stat().st_mode)
        if kind == stat.S_IFREG:
            str(pdf).encode()
            with pdf.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        found, advice = FOLDER if kind == stat.S_IFDIR else NO_FILE
    except PermissionError as error:
        raise about_reading(pdf) from error
    except UnicodeEncodeError:
        found, advice = NO_TEXT
    except (OSError, ValueError):  # a ValueError for a NUL in the path
        found, advice = ADDRESS if IS_ADDRESS.match(str(pdf)) else MISSING
    raise Refusal(pdf, found, expected="stien til én PDF-fil.", advice=advice)


def id_of_name(name: str) -> ReportId | None:
    """An id from a file's name: «statusrapport-juni» for «Statusrapport juni»; None for no id."""
    from pipeline.seams.register import is_id

    plain = unicodedata.normalize("NFKD", name.lower().translate(LETTERS)).encode("ascii", "ignore")
    words = regex.sub(r"[^a-z0-9]+", "-", plain.decode())[:LONGEST_ID].strip("-")
    return words if is_id(words) else None


class Read(NamedTuple):
    """A report that was read: its cover and its tables, which hold the contract."""

    cover: Cover
    tables: ReportTables


def read_through(
    pdf: Path,
    folder: Path,
    terms: Terms = NO_TERMS,
    report_id: ReportId = UNREGISTERED,
    plan: str | None = None,
) -> Read:
    """Read `pdf` as the stages do, with all three readers and to its tables.

    The output goes to extract/, segment/, reread/ and parse/ in `folder`. Without `plan`, the
    tables have the plan that the cover names, or none. Raises the `Refusal` of the stage that
    fails, and that of tables which do not hold the contract.
    """
    # Imported here, so that the other commands start fast.
    from pipeline.parse.__main__ import parse
    from pipeline.validate.alone import require_contract
    from pipeline.validate.tables import Folders, ReportTables

    folders = Folders(*(folder / stage for stage in Folders._fields))
    extracted, segmented = folders.extract, folders.segment
    confined(pdf, _read_by_all, pdf, *folders[:3], terms)
    working_on(pdf.name, "lager tabellene")
    cover = cover_of(extracted, segmented)
    parse(report_id, plan or cover.plan or "", extracted, segmented, folders.parse, terms)
    tables = ReportTables(report_id, folders)
    require_contract(tables, pdf)
    return Read(cover, tables)


def _read_by_all(
    pdf: Path, extracted: Path, segmented: Path, reread_to: Path, terms: Terms
) -> None:
    """All three readers, in one child: to start another takes as long as to read a few pages."""
    from pipeline.extract.__main__ import extract
    from pipeline.reread.__main__ import reread
    from pipeline.segment.__main__ import segment

    working_on(pdf.name, "leser ord, linjer og lenker")
    extract(pdf, extracted, terms)
    working_on(pdf.name, "finner delene av rapporten")
    segment(extracted, segmented, terms)
    working_on(pdf.name, "leser på nytt, på to andre måter")
    reread(pdf, extracted, segmented, reread_to)


def cover_of(extracted: Path, segmented: Path) -> Cover:
    """The cover of a report whose words and structure are in these folders."""
    from pipeline.norwegian.plan_names import plan_of_cover
    from pipeline.parse.report import stated_month
    from pipeline.seams.entries import read_blocks
    from pipeline.seams.words import read_document

    printed = stated_month(lambda: read_blocks(segmented))
    front = (block for block in read_blocks(segmented) if block.scope == FRONT)
    text = "\n".join(block.text for block in front if block.part in COVER)
    return Cover(
        printed[1] if printed else None, plan_of_cover(text), read_document(extracted).pages
    )
