"""What is to be read: the PDFs in a folder, each with its id and what a manifest says of it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.archive.places import checksum, is_address, pdfs_in, within
from pipeline.archive.tables import RefusalKind, RefusalRow
from pipeline.reading import id_of_name
from pipeline.runtime.refusal import Refusal
from pipeline.seams.ids import ReportId
from pipeline.seams.register import ID_IS, is_id

COLUMNS = ("id", "file", "plan", "url", "retrieved")
IN_MANIFEST = "skriv den i manifestet, i kolonnen «{}»."


class Listed(NamedTuple):
    """A file of the archive. `place` is where it is, `file` what it is called.

    `plan`, `url` and `retrieved` are the manifest's; without, the plan is the cover's.
    """

    file: str
    place: str
    report_id: ReportId | None
    plan: str = ""
    url: str = ""
    retrieved: date | None = None
    sha256: str = ""

    def refused(
        self, kind: RefusalKind, reason: str, expected: str, advice: str, page: int | None = None
    ) -> RefusalRow:
        return RefusalRow(self.file, self.report_id, kind, reason, expected, advice, page)

    def refused_by(self, refusal: Refusal, kind: RefusalKind = "refused") -> RefusalRow:
        """The row for a refusal of the file."""
        return self.refused(kind, refusal.found, refusal.expected, refusal.advice, refusal.page)


class Listing(NamedTuple):
    """All files, and the rows of those that are not to be read."""

    files: list[Listed]
    refusals: list[RefusalRow]


def listing(folder: str, manifest: Path | None, addresses: bool) -> Listing:
    """The files of an archive, sorted, those that can be read with their checksums.

    With `manifest`, they are those that it lists; another PDF in the folder is refused. Addresses
    in it are read only if `addresses` says so. Raises `Refusal` for a folder that is not there or
    holds no PDF, and for a manifest that cannot be read.
    """
    if manifest is None:
        listed = [
            _placed(folder, Listed(name, "", id_of_name(_stem(name)))) for name in _in(folder)
        ]
        refusals: list[RefusalRow] = []
    else:
        listed = [_placed(folder, row) for row in read_manifest(manifest)]
        known = {entry.file for entry in listed}
        others = [] if is_address(folder) else [n for n in pdfs_in(folder) if n not in known]
        unlisted = [Listed(name, within(folder, name), None) for name in others]
        refusals = [_unlisted(entry, manifest) for entry in unlisted]
        listed += unlisted
    listed.sort(key=lambda entry: entry.file)
    waiting = [entry for entry in listed if entry.file not in {row.file for row in refusals}]
    hashed: dict[str, Listed] = {}
    for entry in waiting:
        try:
            _require_allowed(entry, folder, addresses)
            hashed[entry.file] = entry._replace(sha256=checksum(entry.place))
        except Refusal as refusal:
            refusals.append(entry.refused_by(refusal))
    refusals += _duplicates(hashed.values())
    refused = {row.file for row in refusals}
    refusals += _undecided([entry for entry in hashed.values() if entry.file not in refused])
    return Listing([hashed.get(entry.file, entry) for entry in listed], refusals)


def read_manifest(path: Path) -> list[Listed]:
    """The rows of a manifest: CSV with a heading, parted by commas or semicolons.

    Raises `Refusal` for a file that is no such table, or names a file twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, f"manifestet kan ikke leses ({type(error).__name__}).") from error
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = reader.fieldnames or []
    unknown = [name for name in names if name not in COLUMNS]
    if "file" not in names or unknown:
        what = f"kolonnen «{unknown[0]}» er ukjent" if unknown else "kolonnen «file» mangler"
        raise _wrong(path, f"{what}.")
    rows = [_row(path, number, row) for number, row in enumerate(reader, start=2)]
    twice = [name for name, times in Counter(row.file for row in rows).items() if times > 1]
    if twice:
        raise _wrong(path, f"filen «{twice[0]}» står der to ganger.")
    if not rows:
        raise _wrong(path, "manifestet har ingen rader.")
    return rows


def _row(path: Path, number: int, row: Mapping[str | None, str | None]) -> Listed:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if None in row or not cells["file"]:
        raise _wrong(path, f"linje {number} har ikke én celle for hver kolonne, med «file» utfylt.")
    written = cells["id"] or _stem(cells["file"])
    report_id = ReportId(written) if cells["id"] else id_of_name(written)
    try:
        retrieved = date.fromisoformat(cells["retrieved"]) if cells["retrieved"] else None
    except ValueError:
        found = f"linje {number} har «{cells['retrieved']}» som dag, ikke år-måned-dag."
        raise _wrong(path, found) from None
    file = cells["file"]
    return Listed(file, file, report_id, cells["plan"], cells["url"], retrieved)


def _placed(folder: str, entry: Listed) -> Listed:
    return entry._replace(place=within(folder, entry.file))


def _in(folder: str) -> list[str]:
    names = pdfs_in(folder)
    if not names:
        raise Refusal(
            folder,
            "mappen har ingen PDF-er.",
            expected="filer som slutter på .pdf, i mappen eller under den.",
            advice="se etter at det er riktig mappe.",
        )
    return names


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _require_allowed(entry: Listed, folder: str, addresses: bool) -> None:
    """Raise `Refusal` for an address that the user has not asked to have read."""
    if not is_address(entry.place) or addresses or entry.place.startswith(folder):
        return
    raise Refusal(
        entry.place,
        "manifestet oppgir en adresse, og adresser blir ikke lest uten at du sier det.",
        expected="en fil i mappen.",
        advice="kjør med --addresses, eller last ned filen først.",
    )


def _unlisted(entry: Listed, manifest: Path) -> RefusalRow:
    return entry.refused(
        "undecided",
        "filen ligger i mappen, men står ikke i manifestet.",
        f"en rad for filen i {manifest.name}.",
        "skriv den inn i manifestet, eller flytt den ut av mappen.",
    )


def _duplicates(entries: Iterable[Listed]) -> Iterator[RefusalRow]:
    """A row for each file with the content of one before it."""
    first: dict[str, Listed] = {}
    for entry in entries:
        known = first.setdefault(entry.sha256, entry)
        if known is not entry:
            yield entry.refused(
                "duplicate",
                f"filen har samme innhold som {known.file}, og er lest der.",
                "filer med hvert sitt innhold.",
                "ingenting, om det er samme rapport; ellers hent riktig fil.",
            )


def _undecided(entries: Iterable[Listed]) -> Iterator[RefusalRow]:
    """A row for each file without an id of its own."""
    listed = list(entries)
    times = Counter(entry.report_id for entry in listed)
    for entry in listed:
        if entry.report_id is None or not is_id(entry.report_id):
            yield entry.refused(
                "undecided", "filnavnet gir ingen id.", ID_IS, IN_MANIFEST.format("id")
            )
        elif times[entry.report_id] > 1:
            others = [
                other.file
                for other in listed
                if other.report_id == entry.report_id and other is not entry
            ]
            yield entry.refused(
                "undecided",
                f"id-en «{entry.report_id}» er også id-en til {others[0]}.",
                "en id for hver rapport.",
                IN_MANIFEST.format("id"),
            )


def _wrong(path: Path, found: str) -> Refusal:
    return Refusal(
        path,
        found,
        expected=f"en CSV-fil i UTF-8 med kolonnen «file», og gjerne {', '.join(COLUMNS)}; dager "
        "som 2026-11-26.",
        advice="rett manifestet.",
    )
