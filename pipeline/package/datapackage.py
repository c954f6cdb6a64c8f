"""datapackage.json: the tables as a Data Package, version 2 (datapackage.org).

Everything in it comes from tables.py, the glossary, the register and the files themselves, so it
cannot contradict them; nothing depends on when or where it was made.

Each Parquet file is a resource: in processed/ one for each table and report (`statuses-2025`), in a
release one for each table. The standard treats a list of paths as chunks of one file, and
frictionless (5.21, measured) reads only the first of several Parquet files.

- Foreign keys are declared where the other table is one resource, too: in processed/ within each
  report, in a release between all tables.
- The hash and size of each file are in `parts`. frictionless does not count the bytes of Parquet
  files, and would reject any `hash` or `bytes` of the resource.
- frictionless reads an integer column with nulls as floats, with «nan» for null: such fields
  declare it as their missing value.
- `unit` and `description@en` are custom properties; the latter follows the standard's recipe for
  languages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import glossary
from pipeline.package.about import identity
from pipeline.runtime.files import read_table, write_text
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import Column, columns_of, read_records, schema_of
from pipeline.seams.ids import ReportId
from pipeline.seams.register import Registration
from pipeline.seams.tables import ACROSS, SCHEMA_VERSION, TABLES, Report, key_of

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = "statusrapporter"
TITLE = "Statusrapporter som data"
DESCRIPTION = (
    "Regjeringens statusrapporter om handlings- og opptrappingsplaner, lest fra PDF til ryddige "
    "tabeller. Hver verdi har siden den står på. Hva tabellene og kolonnene betyr, hvordan de er "
    "lest og hva de ikke kan si, står i codebook.html."
)
LICENCE = {
    "name": "NLOD-2.0",
    "title": "Norsk lisens for offentlige data (NLOD) 2.0",
    "path": "https://data.norge.no/nlod/no/2.0",
}
TYPES = {
    pa.string(): "string",
    pa.int8(): "integer",
    pa.int16(): "integer",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float32(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}
RECORDS: dict[str, type[Any]] = {**TABLES, **{record.table: record for record in ACROSS}}


class Part(NamedTuple):
    """One Parquet file of a table. `path` is relative to the data package."""

    path: str
    rows: int
    bytes: int
    sha256: str


class Resource(NamedTuple):
    """One file as the data package names it. `report_id` is empty if it has all reports."""

    table: str
    report_id: str
    part: Part

    @property
    def name(self) -> str:
        """`statuses-2025`, `statuses`."""
        return _name(self.table, self.report_id)


class Source(NamedTuple):
    """A report's PDF, with its registration and its row in reports."""

    registration: Registration
    report: Report
    file: str
    bytes: int
    sha256: str


def write_datapackage(
    register: Mapping[ReportId, Registration], raw: Path, processed: Path, target: Path
) -> None:
    """Write the data package of all registered reports to `target`.

    Raises `Refusal` for a table or PDF that is missing, and for a PDF that the tables were not made
    from.
    """
    resources = [_read(processed, table, report_id) for table, report_id in _files(register)]
    words = {
        (table, column): sorted(
            {
                value
                for resource in resources
                if resource.table == table
                for value in _values_in(processed / resource.part.path, column)
            }
        )
        for table, column in open_columns()
    }
    package = descriptor(sources_of(register, raw, processed), resources, words)
    write_text(target, encoded(package))


def encoded(package: Mapping[str, Any]) -> str:
    """The data package as JSON."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def sources_of(
    register: Mapping[ReportId, Registration], raw: Path, processed: Path
) -> list[Source]:
    """The PDFs of the registered reports. Raises `Refusal` as `write_datapackage` does."""
    return [_source(registration, raw, processed) for registration in register.values()]


def descriptor(
    sources: Sequence[Source],
    resources: Sequence[Resource],
    words: Mapping[tuple[str, str], Sequence[str]],
) -> dict[str, Any]:
    """The data package. `words` has the values of each column with an open vocabulary."""
    names = {resource.name for resource in resources}
    return {
        "$schema": PROFILE,
        "name": NAME,
        "version": SCHEMA_VERSION,
        "languages": ["nb", "en"],
        "title": TITLE,
        "description": DESCRIPTION,
        "keywords": ["statusrapport", "handlingsplan", "tiltak", "anmodningsvedtak"],
        "licenses": [LICENCE],
        **identity(source.report for source in sources),
        "sources": [_source_descriptor(source) for source in sources],
        "resources": [
            _resource(resource, {c: v for (t, c), v in words.items() if t == resource.table}, names)
            for resource in resources
        ],
    }


def _files(report_ids: Iterable[ReportId]) -> list[tuple[str, str]]:
    """(table, report) of each file in processed/; the report is empty for tables across reports."""
    ids = list(report_ids)
    return [
        (table, report_id) for table in RECORDS for report_id in (ids if table in TABLES else [""])
    ]


def _name(table: str, report_id: str) -> str:
    return f"{table}-{report_id}" if report_id else table


def _read(processed: Path, table: str, report_id: str) -> Resource:
    """The file of a table and report. Raises `Refusal` if it is missing or of another version."""
    path = f"{table}/{report_id}.parquet" if report_id else f"{table}.parquet"
    rows = read_table(processed / path, schema_of(RECORDS[table]))
    version = (rows.schema.metadata or {}).get(b"schema_version", b"").decode()
    if version != SCHEMA_VERSION:
        raise Refusal(
            processed / path,
            f"filen er skrevet med versjon {version or 'uten nummer'} av datamodellen.",
            expected=f"versjon {SCHEMA_VERSION}.",
            advice="kjør «dvc repro».",
        )
    return Resource(table, report_id, part_of(path, len(rows), processed / path))


def part_of(path: str, rows: int, file: Path) -> Part:
    """The file as the data package names it, with its size and hash."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Part(path, rows, file.stat().st_size, digest)


def _source(registration: Registration, raw: Path, processed: Path) -> Source:
    report_id = registration.id
    pdf = raw / f"{report_id}.pdf"
    table = processed / "reports" / f"{report_id}.parquet"
    report: Report = read_records(table, Report)[0]
    try:
        content = pdf.read_bytes()
    except OSError as error:
        raise Refusal(
            pdf, "PDF-filen finnes ikke.", advice="legg den tilbake, og kjør «dvc repro»."
        ) from error
    checksum = hashlib.sha256(content).hexdigest()
    if checksum != report.sha256:
        raise Refusal(
            pdf,
            f"filen er en annen enn den tabellene er lest av (SHA-256 {checksum[:12]} …).",
            expected=f"SHA-256 {report.sha256[:12]} …, som i {table}.",
            advice="kjør «dvc repro».",
        )
    return Source(registration, report, pdf.name, len(content), checksum)


def _source_descriptor(source: Source) -> dict[str, Any]:
    stated = {
        "title": source.registration.source or source.report.title or source.registration.plan,
        "version": source.registration.id,
        "plan": source.registration.plan,
        "note": source.registration.note,
        "as_of": source.report.as_of.isoformat() if source.report.as_of else "",
    }
    return {
        **{name: value for name, value in stated.items() if value},
        "file": source.file,
        "bytes": source.bytes,
        "hash": f"sha256:{source.sha256}",
    }


def _resource(
    resource: Resource, words: Mapping[str, Sequence[str]], names: Collection[str]
) -> dict[str, Any]:
    table, part = resource.table, resource.part
    text = glossary.tables()[table]
    return {
        "name": resource.name,
        "type": "table",
        "title": f"{text.title} ({resource.report_id})" if resource.report_id else text.title,
        "description": f"{text.rows} {text.read} {text.limits}",
        "description@en": (RECORDS[table].__doc__ or "").strip(),
        "path": part.path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": _table_schema(resource, words, names),
        "parts": [
            {
                "path": part.path,
                "rows": part.rows,
                "bytes": part.bytes,
                "hash": f"sha256:{part.sha256}",
            }
        ],
    }


def _table_schema(
    resource: Resource, words: Mapping[str, Sequence[str]], names: Collection[str]
) -> dict[str, Any]:
    table, record = resource.table, RECORDS[resource.table]
    schema: dict[str, Any] = {
        "fields": [
            _field(table, column, words.get(column.name, ())) for column in columns_of(record)
        ],
        "missingValues": [],  # Parquet has nulls; an empty string is a value
        "primaryKey": list(key_of(record)),
    }
    keys = [
        {
            "fields": list(key.columns),
            "reference": {"resource": other, "fields": list(key.of)},
        }
        for key in record.refers
        if (other := _name(key.table, resource.report_id)) in names
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(table: str, column: Column, words: Sequence[str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.type],
        "description": glossary.meaning_of(table, column.name),
        "description@en": column.description,
    }
    if column.null and field["type"] == "integer":
        field["missingValues"] = ["nan"]
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {} if column.null else {"required": True}
    if column.vocabulary:
        labels = {text.value: text.meaning for text in glossary.values_of(table, column.name)}
        others = sorted(set(words) - set(column.vocabulary.values))
        field["categories"] = [
            {"value": value, "label": labels.get(value, value)}
            for value in (*column.vocabulary.values, *others)
        ]
        if column.vocabulary.ordered and not others:
            field["categoriesOrdered"] = True
        if not column.vocabulary.open:
            constraints["enum"] = list(column.vocabulary.values)
    return {**field, "constraints": constraints} if constraints else field


def open_columns() -> list[tuple[str, str]]:
    """(table, column) of each column with an open vocabulary."""
    return [
        (table, column.name)
        for table, record in RECORDS.items()
        for column in columns_of(record)
        if column.vocabulary and column.vocabulary.open
    ]


def _values_in(path: Path, column: str) -> list[str]:
    """The values of a column in a file."""
    values = pq.ParquetFile(path).read([column])[column].unique().to_pylist()
    return [value for value in values if value is not None]
