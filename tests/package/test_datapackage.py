"""The data package: valid by the standard's own profile, and true of the tables."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.package.datapackage import RECORDS, write_datapackage
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.tables import SCHEMA_VERSION, Status
from tests.conftest import ROOT
from tests.package.conftest import Tables

Package = dict[str, Any]
Rows = dict[str, list[dict[str, Any]]]


def read(tables: Tables) -> Package:
    package: Package = json.loads(tables.datapackage.read_text(encoding="utf-8"))
    return package


def resource(package: Package, name: str) -> Package:
    return next(own for own in package["resources"] if own["name"] == name)


def field(package: Package, table: str, name: str) -> dict[str, Any]:
    fields = resource(package, table)["schema"]["fields"]
    return next(own for own in fields if own["name"] == name)


def rows_of(tables: Tables) -> Rows:
    """The rows of every table, all its files, as the data package lists them."""
    return {
        own["name"]: [
            row
            for part in own["parts"]
            for row in pq.read_table(tables.processed / part["path"]).to_pylist()
        ]
        for own in read(tables)["resources"]
    }


def errors_in(package: Package, rows: Rows) -> list[tuple[str, str]]:
    """What frictionless finds wrong in the rows, as (table, type of error).

    The rows are handed over, because frictionless reads only the first file of a list of Parquet
    files (measured, 5.21). So the keys of the tables across reports can be checked, too.
    """
    described = []
    for own in package["resources"]:
        schema = copy.deepcopy(own["schema"])
        keys = RECORDS[own["name"]].refers
        if keys:
            schema["foreignKeys"] = [
                {
                    "fields": list(key.columns),
                    "reference": {"resource": key.table, "fields": list(key.of)},
                }
                for key in keys
            ]
        names = [one["name"] for one in schema["fields"]]
        data = [names, *([row[name] for name in names] for row in rows[own["name"]])]
        described.append({"name": own["name"], "type": "table", "data": data, "schema": schema})
    report = frictionless.Package.from_descriptor({"resources": described}).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def stale_parts(tables: Tables) -> list[str]:
    """The files whose size, hash or number of rows is not the one in the data package."""
    return [
        part["path"]
        for own in read(tables)["resources"]
        for part in own["parts"]
        if (part["bytes"], part["hash"], part["rows"]) != facts_of(tables.processed / part["path"])
    ]


def facts_of(path: Path) -> tuple[int, str, int]:
    content = path.read_bytes()
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return len(content), digest, pq.read_metadata(path).num_rows


@pytest.fixture(params=["one_report", "two_reports"])
def tables(request: pytest.FixtureRequest) -> Tables:
    own: Tables = request.getfixturevalue(request.param)
    return own


def test_it_is_valid_by_the_profile_of_version_2(tables: Tables) -> None:
    package = read(tables)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    profile = resources.files("dplib") / "profiles" / "2.0" / "datapackage.json"
    validator = jsonschema.Draft7Validator(json.loads(profile.read_text(encoding="utf-8")))
    assert [error.message[:200] for error in validator.iter_errors(package)] == []


def test_frictionless_validates_it_as_it_lies_there(tables: Tables) -> None:
    report = frictionless.validate(str(tables.datapackage))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == list(RECORDS)


def test_every_row_of_every_report_holds_the_schema_and_the_keys(tables: Tables) -> None:
    rows = rows_of(tables)
    assert len(rows["measures"]) >= 131 * len(tables.register)
    assert errors_in(read(tables), rows) == []


def test_every_column_of_the_tables_is_described_and_no_other(tables: Tables) -> None:
    for own in read(tables)["resources"]:
        names = [one["name"] for one in own["schema"]["fields"]]
        assert own["parts"], own["name"]
        for part in own["parts"]:
            assert pq.read_schema(tables.processed / part["path"]).names == names


def test_paths_are_the_files_of_the_reports_in_the_registers_order(two_reports: Tables) -> None:
    package = read(two_reports)
    assert resource(package, "measures")["path"] == [
        "measures/2025.parquet",
        "measures/2026.parquet",
    ]
    assert resource(package, "transitions")["path"] == "transitions.parquet"


def test_sources_are_the_pdfs_with_their_checksums(two_reports: Tables) -> None:
    assert read(two_reports)["sources"] == [
        {
            "title": "Departementet",
            "version": own,
            "plan": two_reports.register[own].plan,
            "note": "A note.",
            "as_of": f"{own}-06-30",
            "file": f"{own}.pdf",
            "bytes": (two_reports.raw / f"{own}.pdf").stat().st_size,
            "hash": "sha256:"
            + hashlib.sha256((two_reports.raw / f"{own}.pdf").read_bytes()).hexdigest(),
        }
        for own in ("2025", "2026")
    ]


def test_licence_and_version(one_report: Tables) -> None:
    package = read(one_report)
    assert package["licenses"] == [
        {
            "name": "NLOD-2.0",
            "title": "Norsk lisens for offentlige data (NLOD) 2.0",
            "path": "https://data.norge.no/nlod/no/2.0",
        }
    ]
    assert package["version"] == SCHEMA_VERSION
    assert package["created"] == "2025-06-30T00:00:00Z"  # of the report: no clock


def test_units_keys_and_vocabulary(one_report: Tables) -> None:
    package = read(one_report)
    assert field(package, "amounts", "amount_nok")["unit"] == "NOK"
    assert field(package, "spans", "x0")["unit"] == "pt"
    assert resource(package, "statuses")["schema"]["primaryKey"] == ["report_id", "id"]
    assert resource(package, "statuses")["schema"]["foreignKeys"] == [
        {
            "fields": ["report_id"],
            "reference": {"resource": "reports", "fields": ["report_id"]},
        },
        {
            "fields": ["item_key"],
            "reference": {"resource": "items", "fields": ["item_key"]},
        },
    ]
    status = field(package, "statuses", "status")
    assert [own["value"] for own in status["categories"]] == [
        "Ikke startet",
        "Under arbeid",
        "Gjennomført",
    ]
    assert status["categoriesOrdered"] is True
    source = field(package, "statuses", "source")
    assert source["constraints"] == {"required": True, "enum": ["text", "overview"]}
    assert source["categories"][0] == {"value": "text", "label": "i teksten"}


def test_a_status_of_another_plan_is_a_category_without_a_place_in_the_order(
    one_report: Tables, tmp_path: Path
) -> None:
    own = one_report.copy(tmp_path)
    path = own.processed / "statuses" / "2025.parquet"
    rows = read_records(path, Status)
    write_records(path, Status, [replace(rows[0], status="Løpende"), *rows[1:]])
    status = field(read(own.describe()), "statuses", "status")
    assert status["categories"][-1] == {"value": "Løpende", "label": "Løpende"}
    assert "categoriesOrdered" not in status


def changed(table: str, column: str, value: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[table][-1][column] = value

    return change


FAULTS: Mapping[tuple[str, str], Callable[[Rows], None]] = {
    ("measures", "type-error"): changed("measures", "number", "fire"),
    ("amounts", "type-error"): changed("amounts", "amount_nok", 1.5),
    ("dates", "type-error"): changed("dates", "first", "våren 2025"),
    ("dates", "constraint-error"): changed("dates", "role", "wish"),
    ("statuses", "constraint-error"): changed("statuses", "source", None),
    ("links", "primary-key"): lambda rows: rows["links"].append(rows["links"][0]),
    ("statuses", "foreign-key"): changed("statuses", "item_id", "tiltak-999"),
    ("paragraphs", "foreign-key"): changed("paragraphs", "item_id", "tiltak-999"),
    ("findings", "foreign-key"): changed("findings", "report_id", "1999"),
    ("milestones", "foreign-key"): changed("milestones", "id", "tiltak-1/0/0"),
}


@pytest.mark.parametrize("expected", FAULTS, ids="-".join)
def test_a_fault_in_the_tables_is_found(expected: tuple[str, str], one_report: Tables) -> None:
    rows = rows_of(one_report)
    FAULTS[expected](rows)
    assert errors_in(read(one_report), rows) == [expected]


def test_checksums_are_those_of_the_files(tables: Tables) -> None:
    assert stale_parts(tables) == []


def test_a_table_written_again_has_a_stale_checksum_until_it_is_described(
    one_report: Tables, tmp_path: Path
) -> None:
    own = one_report.copy(tmp_path)
    path = own.processed / "statuses" / "2025.parquet"
    write_records(path, Status, read_records(path, Status)[:-1])
    assert stale_parts(own) == ["statuses/2025.parquet"]
    assert stale_parts(own.describe()) == []


def test_another_pdf_than_the_tables_were_read_from_is_refused(
    one_report: Tables, tmp_path: Path
) -> None:
    own = one_report.copy(tmp_path)
    before = own.datapackage.read_bytes()
    (own.raw / "2025.pdf").write_bytes(b"%PDF-1.7 another")
    with pytest.raises(Refusal, match=r"2025\.pdf: filen er en annen") as refusal:
        own.describe()
    assert "dvc repro" in refusal.value.message()
    assert own.datapackage.read_bytes() == before


@pytest.mark.parametrize("missing", ["raw/2025.pdf", "processed/links/2025.parquet"])
def test_what_is_missing_is_named(missing: str, one_report: Tables, tmp_path: Path) -> None:
    own = one_report.copy(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(Refusal, match=missing.replace(".", r"\.")) as refusal:
        own.describe()
    assert "dvc repro" in refusal.value.message()


def test_tables_of_another_version_are_refused(one_report: Tables, tmp_path: Path) -> None:
    own = one_report.copy(tmp_path)
    path = own.processed / "links" / "2025.parquet"
    table = pq.read_table(path)
    metadata = {**table.schema.metadata, b"schema_version": b"0.9.0"}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(Refusal, match=r"versjon 0\.9\.0") as refusal:
        own.describe()
    assert f"versjon {SCHEMA_VERSION}" in refusal.value.message()


def test_the_same_bytes_every_time_and_everywhere(one_report: Tables, tmp_path: Path) -> None:
    again = one_report.copy(tmp_path).describe()
    assert again.datapackage.read_bytes() == one_report.datapackage.read_bytes()


def test_nothing_of_the_machine_is_in_it(one_report: Tables) -> None:
    text = one_report.datapackage.read_text(encoding="utf-8")
    assert str(one_report.processed.parent) not in text
    assert str(ROOT) not in text


def test_types_are_those_of_the_parquet_files(one_report: Tables) -> None:
    expected = {
        pa.string(): "string", pa.int8(): "integer", pa.int16(): "integer", pa.int32(): "integer",
        pa.int64(): "integer", pa.float32(): "number", pa.bool_(): "boolean", pa.date32(): "date",
    }  # fmt: skip
    for own in read(one_report)["resources"]:
        schema = pq.read_schema(one_report.processed / own["parts"][0]["path"])
        assert [expected[column.type] for column in schema] == [
            one["type"] for one in own["schema"]["fields"]
        ]


def test_an_empty_register_describes_the_tables_across_reports_only_if_they_are_there(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refusal, match=r"transitions\.parquet"):
        write_datapackage({}, tmp_path, tmp_path, tmp_path / "datapackage.json")
    assert not (tmp_path / "datapackage.json").exists()
