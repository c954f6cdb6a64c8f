"""`python -m pipeline.package.release processed dist`: one zip for those without Python.

It contains what dvc.yaml lists as outputs in `processed`, except what only DVC needs, and is made
only if DVC finds these outputs up to date with the code and the PDFs. Of each table it has one file
with all reports.

The same content gives the same bytes, also on another machine: files are in order, with a fixed
date and fixed permissions, and are stored uncompressed (most of them are compressed already, and
the compressed bytes of the rest would depend on the library).

What is made for the zip is first written beside it, report by report where the form allows it, so
that memory does not grow with the reports.
"""

from __future__ import annotations

import hashlib
import json
import shutil
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
from pipeline.package.duckdb_file import write_duckdb
from pipeline.package.judged import judged
from pipeline.package.stata import write_stata
from pipeline.package.whole_tables import (
    PACKAGE,
    VIEWS,
    WholeTable,
    write_descriptions,
    write_whole_tables,
)
from pipeline.pages.page import render_page, render_text
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import replacing, working_folder, write_bytes, write_text
from pipeline.runtime.refusal import Refusal
from pipeline.runtime.separated import separated, write_separated
from pipeline.seams.arrow import read_records, schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.register import PATH, Registration, read_register
from pipeline.seams.tables import SCHEMA_VERSION, Correction, Report, Review

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

Files = dict[str, Path]  # by their names in the zip


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
    by_hand_in = {report.report_id: judged(report.report_id, processed) for report in reports}
    changed = {report_id: by_hand(*both) for report_id, both in by_hand_in.items()}
    name = f"statusrapport-{SCHEMA_VERSION}-{latest_of(reports).report_id}"
    target = dist / f"{name}.zip"
    with replacing(target) as temporary, working_folder(target) as made:
        files = files_of(outputs(processed), processed)
        tables = write_whole_tables(register, processed, made / TABLE_FOLDER)
        sources = sources_of(register, PATH.parent, processed)
        package = write_descriptions(tables, sources, made / TABLE_FOLDER)
        write_for_programs(tables, made)
        write_told(package, made)
        write_bytes(made / CSV_FOLDER / SOURCES, origins(reports, by_hand_in))
        files |= files_below(made, made)
        write_text(made / README, readme(name, register, reports, files, package, changed))
        files[README] = made / README
        write_text(made / SUMS, sums(files))
        files[SUMS] = made / SUMS
        write_zip(temporary, name, files)
    return target


def origins(
    reports: Iterable[Report],
    by_hand_in: Mapping[ReportId, tuple[Sequence[Review], Sequence[Correction]]],
) -> bytes:
    """As CSV, what the tables of each report are built on."""
    return separated(
        HEADINGS,
        (
            row
            for report in reports
            for row in provenance_rows(report, *by_hand_in[report.report_id])
        ),
    )


def write_for_programs(tables: Mapping[str, WholeTable], folder: Path) -> None:
    """Write the tables, by name, in the forms that spreadsheets, Stata and DuckDB read."""
    for subfolder in (CSV_FOLDER, STATA_FOLDER):
        (folder / subfolder).mkdir()
    write_duckdb(tables, folder / DATABASE)
    for name, table in tables.items():
        columns = schema_of(table.record).names
        write_csv(columns, table.parts(), folder / CSV_FOLDER / f"{name}.csv")
        write_stata(name, table.record, table, folder / STATA_FOLDER / f"{name}.dta")


def write_csv(columns: Sequence[str], parts: Iterable[pa.Table], target: Path) -> None:
    """Write the rows of a table as CSV, part by part."""
    rows = (
        row
        for part in parts
        for row in zip(*(column.to_pylist() for column in part.columns), strict=True)
    )
    write_separated(columns, rows, target)


def write_told(package: Mapping[str, Any], folder: Path) -> None:
    """Write what catalogues and those who cite it are told of the data package, and its licence."""
    texts = {
        TERMS: render_text("package/templates/lisens.md", licence=LICENCE, cited=cited(package)),
        "CITATION.cff": citation(package),
        "zenodo.json": zenodo(package),
        f"{TABLE_FOLDER}/dcat-ap-no.ttl": turtle(package),
    }
    for name, text in texts.items():
        write_text(folder / name, text)


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


def files_of(paths: Iterable[Path], processed: Path) -> Files:
    """The files at and below `paths` by their name in the zip, and the changelog.

    Raises `Refusal` for a file that does not exist.
    """
    files: Files = {}
    for path in (*paths, CHANGELOG):
        if not path.exists():
            raise Refusal(
                path, "filen finnes ikke.", advice="kjør «make repro», og så «make release»."
            )
        files |= files_below(path, path.parent if path == CHANGELOG else processed)
    return files


def files_below(path: Path, base: Path) -> Files:
    """The files at and below `path` by their path from `base`."""
    paths = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {file.relative_to(base).as_posix(): file for file in paths if not file.is_dir()}


def latest_of(reports: Iterable[Report]) -> Report:
    """The report with the latest as-of date."""
    return max(
        reports, key=lambda report: (report.as_of is not None, report.as_of, report.report_id)
    )


def readme(
    name: str,
    register: Mapping[ReportId, Registration],
    reports: Sequence[Report],
    files: Iterable[str],
    package: Mapping[str, Any],
    changed: Mapping[ReportId, str],
) -> str:
    """LESMEG.html: what each file is, how to open it and how to cite it.

    `changed` says how many verdicts and corrections hold for each report. Of `files`, by their
    names in the zip, those that do not exist are left out.
    """
    there = {*files, README, SUMS}
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


def sums(files: Files) -> str:
    """A line for each file, as `sha256sum -c` reads it."""
    return "".join(f"{_hash(path)}  {name}\n" for name, path in sorted(files.items()))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_zip(target: Path, folder: str, files: Files) -> None:
    """Write the files as a zip that unpacks to one folder; the readme comes first."""
    order = sorted(files, key=lambda name: (name != README, name))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in order:
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            entry.create_system = 3  # Unix, even if it is made on Windows
            entry.external_attr = 0o100644 << 16
            entry.file_size = files[name].stat().st_size
            with files[name].open("rb") as content, archive.open(entry, "w") as member:
                shutil.copyfileobj(content, member)


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
