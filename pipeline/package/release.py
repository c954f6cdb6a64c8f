"""`python -m pipeline.package.release processed dist`: one zip for those without Python.

It contains what dvc.yaml lists as outputs in `processed`, except what only DVC needs, and is made
only if DVC finds these outputs up to date with the code and the PDFs. Of each table it has one file
with all reports.

The same content gives the same bytes, also on another machine: files are in order, with a fixed
date and fixed permissions, and are stored uncompressed (most of them are compressed already, and
the compressed bytes of the rest would depend on the library).
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from markupsafe import Markup
from ruamel.yaml import YAML

from pipeline.glossary.provenance import HEADINGS, provenance_rows
from pipeline.glossary.wording import by_hand
from pipeline.package.about import PATH as CITATION
from pipeline.package.about import read_about
from pipeline.package.catalog import citation, cited, json_ld, turtle, zenodo
from pipeline.package.datapackage import LICENCE, RECORDS, sources_of
from pipeline.package.duckdb_file import duckdb_of
from pipeline.package.judged import judged
from pipeline.package.stata import stata_of
from pipeline.package.whole_tables import PACKAGE, VIEWS, published, whole_tables
from pipeline.pages.page import render_page, render_text
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import replacing
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.separated import separated
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.register import PATH, Registration, read_register
from pipeline.seams.tables import SCHEMA_VERSION, Report

PLAN_OF_STAGES = Path("dvc.yaml")
CHANGELOG = Path("CHANGELOG.md")
# Metrics for `dvc metrics diff`, and checksums of the tables: the zip has its own, of all files.
FOR_DVC = ("metrics", "plots", "tables.sha256")
README, SUMS, TERMS = "LESMEG.html", "SHA256SUMS", "LISENS.txt"
SOURCES = "kilder.csv"  # with the tables: a CSV file has no room for where it comes from
CSV_FOLDER, STATA_FOLDER, DATABASE = "csv", "stata", "statusrapport.duckdb"
TABLE_FOLDER = "tabeller"  # for programs: people find the files for them more easily
# What lies in processed/ report by report; the release has one file for each table.
BY_REPORT = {*RECORDS, *(f"{table}.parquet" for table in RECORDS), PACKAGE, VIEWS}
DATE = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can store


class Described(NamedTuple):
    """A file or folder of the zip as the readme describes it."""

    path: str
    what: str


class Section(NamedTuple):
    """The entries for one kind of reader."""

    title: str
    entries: tuple[Described, ...]


SECTIONS = (
    Section(
        "Les dette først",
        (
            Described(
                "report/",
                "Kontrollrapporten: alt rapporten sier to ganger og ulikt, med utsnitt av sidene. "
                "En nettside for hver rapport, rapporten selv med funnene markert, og funnene som "
                "regneark. Rapporten med markeringer er skrevet på nytt: Sidene ser ut som i "
                "originalen, men skript, vedlegg og ord som lå skjult under noe på siden, er tatt "
                "ut. Det som var merket for sladding uten å være sladdet, er svart.",
            ),
            Described(
                "midtveis-2027.html",
                "En gjennomgang for evaluerere, med figurer: status, løfter, penger og uenigheter.",
            ),
            Described("midtveis-2027/", "Gjennomgangen, med én side for hver plan."),
            Described(
                "codebook.html",
                "Kodeboken: hva hver tabell og kolonne betyr, hvordan den er lest, og hva den ikke "
                "kan si. Les «Før du teller» før du teller.",
            ),
        ),
    ),
    Section(
        "Tallene",
        (
            Described("statusrapport.xlsx", "Ett regneark: tiltakene først, så alle tabellene."),
            Described(
                f"{CSV_FOLDER}/",
                "Tabellene som CSV, én fil for hver tabell med alle rapportene: UTF-8, semikolon "
                "og desimalkomma, slik norsk Excel og R (read.csv2) leser dem.",
            ),
            Described(
                f"{CSV_FOLDER}/{SOURCES}",
                "Hva tabellene bygger på: filene, hvor og når de er hentet, program, ordlister, "
                "vurderinger og rettelser.",
            ),
            Described(
                f"{STATA_FOLDER}/",
                "Tabellene som Stata-filer (Stata 14 og nyere), med norske navn på variabler og "
                "verdier.",
            ),
            Described(
                DATABASE,
                "Alle tabellene i én DuckDB-fil, med en forklaring på hver kolonne.",
            ),
            Described(
                f"{TABLE_FOLDER}/",
                "Tabellene som Parquet, én fil for hver tabell med alle rapportene, for R, Python "
                "og DuckDB.",
            ),
            Described(f"{TABLE_FOLDER}/{VIEWS}", "Tabellene som visninger for DuckDB."),
        ),
    ),
    Section(
        "Om tallene",
        (
            Described(
                f"{TABLE_FOLDER}/datapackage.json",
                "Tabellene beskrevet for maskiner (Frictionless Data Package 2): typer, nøkler, "
                "ordlister, lisens, kilder og kontrollsummer.",
            ),
            Described(TERMS, "Hva du kan gjøre med tallene, og hva du må oppgi."),
            Described(
                "CITATION.cff",
                "Hvordan tallene siteres, for referanseprogrammer og GitHub.",
            ),
            Described("zenodo.json", "Det samme for Zenodo, som kan gi tallene en DOI."),
            Described(
                f"{TABLE_FOLDER}/dcat-ap-no.ttl",
                "Datasettet beskrevet for data.norge.no (DCAT-AP-NO 3).",
            ),
            Described("codebook.md", "Kodeboken som ren tekst, uten bilder."),
            Described("CHANGELOG.md", "Hva som er endret i tabellene fra versjon til versjon."),
            Described(
                "data_docs/",
                "Hva som er kontrollert i tabellene, post for post (Great Expectations).",
            ),
            Described(SUMS, "Kontrollsummer for alle filene: «sha256sum -c SHA256SUMS»."),
        ),
    ),
)


def release(processed: Path, dist: Path) -> Path:
    """Write the zip to `dist` and return its path.

    Raises `Refusal` if an output is missing, or out of date with the code and the PDFs.
    """
    register = read_register()
    require_current()
    reports = [
        read_records(processed / "reports" / f"{report_id}.parquet", Report)[0]
        for report_id in register
    ]
    contents = contents_of(outputs(processed), processed)
    tables = whole_tables(register, processed)
    described = sources_of(register, PATH.parent, processed)
    for file, content in published(tables, described, TABLE_FOLDER).items():
        contents[f"{TABLE_FOLDER}/{file}"] = content
    contents |= for_programs(tables)
    package = json.loads(contents[f"{TABLE_FOLDER}/{PACKAGE}"])
    contents |= told(package)
    latest = latest_of(reports)
    name = f"statusrapport-{SCHEMA_VERSION}-{latest.report_id}"
    by_hand_in = {report.report_id: judged(report.report_id, processed) for report in reports}
    contents[f"{CSV_FOLDER}/{SOURCES}"] = separated(
        HEADINGS,
        (
            row
            for report in reports
            for row in provenance_rows(report, *by_hand_in[report.report_id])
        ),
    )
    changed = {report_id: by_hand(*both) for report_id, both in by_hand_in.items()}
    contents[README] = readme(name, register, reports, contents, package, changed).encode()
    contents[SUMS] = sums(contents)
    target = dist / f"{name}.zip"
    with replacing(target) as temporary:
        write_zip(temporary, name, contents)
    return target


def csv_of(table: pa.Table) -> bytes:
    """A table as CSV."""
    columns = (column.to_pylist() for column in table.columns)
    return separated(table.column_names, zip(*columns, strict=True))


def for_programs(tables: Mapping[str, pa.Table]) -> dict[str, bytes]:
    """The tables, by name, in the forms that spreadsheets, Stata and DuckDB read."""
    contents = {DATABASE: duckdb_of(tables)}
    for name, table in tables.items():
        contents[f"{CSV_FOLDER}/{name}.csv"] = csv_of(table)
        contents[f"{STATA_FOLDER}/{name}.dta"] = stata_of(name, RECORDS[name], table)
    return contents


def told(package: Mapping[str, Any]) -> dict[str, bytes]:
    """What catalogues and those who cite it are told of the data package, and its licence."""
    texts = {
        TERMS: render_text("package/templates/lisens.md", licence=LICENCE, cited=cited(package)),
        "CITATION.cff": citation(package),
        "zenodo.json": zenodo(package),
        f"{TABLE_FOLDER}/dcat-ap-no.ttl": turtle(package),
    }
    return {name: text.encode() for name, text in texts.items()}


def require_current() -> None:
    """Raise a `Refusal` that names the stages whose outputs are missing or out of date, if any."""
    # Without --quiet: with it, DVC prints nothing and ends with 0 whatever it finds (3.67).
    command = [sys.executable, "-m", "dvc", "status", "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        changed = json.loads(result.stdout)
    except json.JSONDecodeError as error:
        last = (result.stderr.strip().splitlines() or ["uten melding"])[-1]
        raise Refusal(
            PLAN_OF_STAGES,
            f"DVC kunne ikke si om alt er ferdig: {last}",
            advice="kjør kommandoen fra prosjektets mappe, og «make repro» først.",
        ) from error
    if changed:
        raise Refusal(
            PLAN_OF_STAGES,
            f"det som skal gis ut mangler eller er foreldet: {', '.join(changed)}.",
            expected="at alle stegene er kjørt på PDF-ene og koden som ligger her nå.",
            advice="kjør «make repro», og så «make release».",
        )


def outputs(processed: Path, plan: Path = PLAN_OF_STAGES) -> list[Path]:
    """The outputs of the stages in `processed` that go into the zip as they are.

    The tables do not: see `published`.
    """
    stages = YAML(typ="safe").load(plan.read_text(encoding="utf-8"))["stages"]
    named = [
        Path(out if isinstance(out, str) else next(iter(out)))
        for stage in stages.values()
        for out in (stage.get("outs") or ())
    ]
    inside = [path for path in named if path.is_relative_to(processed)]
    left_out = {*FOR_DVC, *BY_REPORT}
    return [path for path in inside if path.relative_to(processed).parts[0] not in left_out]


def contents_of(paths: Iterable[Path], processed: Path) -> dict[str, bytes]:
    """The files at and below `paths` by their name in the zip, and the changelog.

    Raises `Refusal` for a file that does not exist.
    """
    contents: dict[str, bytes] = {}
    for path in (*paths, CHANGELOG):
        base = path.parent if path == CHANGELOG else processed
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_dir():
                continue
            try:
                contents[file.relative_to(base).as_posix()] = file.read_bytes()
            except OSError as error:
                raise Refusal(
                    file, "filen finnes ikke.", advice="kjør «make repro», og så «make release»."
                ) from error
    return contents


def latest_of(reports: Iterable[Report]) -> Report:
    """The report with the latest as-of date."""
    return max(
        reports, key=lambda report: (report.as_of is not None, report.as_of, report.report_id)
    )


def readme(
    name: str,
    register: Mapping[ReportId, Registration],
    reports: Sequence[Report],
    contents: Mapping[str, bytes],
    package: Mapping[str, Any],
    changed: Mapping[ReportId, str],
) -> str:
    """LESMEG.html: what each file is, how to open it and how to cite it.

    `changed` says how many verdicts and corrections hold for each report. Files that do not exist
    are left out.
    """
    there = {*contents, README, SUMS}
    sections = [
        Section(
            section.title, tuple(entry for entry in section.entries if _is_there(entry.path, there))
        )
        for section in SECTIONS
    ]
    return render_page(
        "package/templates/lesmeg.html",
        name=name,
        version=SCHEMA_VERSION,
        latest=latest_of(reports).report_id,
        changed=changed,
        reports=[(register[report.report_id], report) for report in reports],
        sections=sections,
        there=there,
        folders={f"{path.partition('/')[0]}/" for path in there if "/" in path},
        licence=LICENCE,
        cited=cited(package),
        described=Markup(json_ld(package)),
    )


def _is_there(path: str, there: Iterable[str]) -> bool:
    return any(name == path or (path.endswith("/") and name.startswith(path)) for name in there)


def sums(contents: Mapping[str, bytes]) -> bytes:
    """A line for each file, as `sha256sum -c` reads it."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(contents.items())
    ).encode()


def write_zip(target: Path, folder: str, contents: Mapping[str, bytes]) -> None:
    """Write the files as a zip that unpacks to one folder; the readme comes first."""
    order = sorted(contents, key=lambda name: (name != README, name))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in order:
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            entry.create_system = 3  # Unix, even if it is made on Windows
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, contents[name])


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.package.release",
        description="Pakker alt som er laget, i én zip-fil for dem som ikke har Python.",
    )
    parser.add_argument("processed", type=Path, metavar="PROCESSED", help="mappen med tabellene")
    parser.add_argument("dist", type=Path, metavar="MAPPE", help="hit skrives zip-filen")
    arguments = parser.parse_args()
    print(written(release(arguments.processed, arguments.dist)))
    return 0


def written(target: Path) -> str:
    """The message to the user: the file and its size, and what to do before it is published."""
    made = f"{target} ({round(target.stat().st_size / 1e6)} MB)"
    if read_about().is_published:
        return made
    return f"{made}\nSett url og contact i {CITATION} før du publiserer: de er eksempler nå."


if __name__ == "__main__":
    refusal.run(main)
