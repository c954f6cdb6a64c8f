"""The data package: valid by the standard's own profile, and true of the tables."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.package.datapackage import RECORDS, sources_of, write_datapackage
from pipeline.package.whole_tables import write_descriptions, write_whole_tables
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records, write_records
from pipeline.seams.tables import SCHEMA_VERSION, TABLES, Status
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


def rows_of(package: Package, folder: Path) -> Rows:
    """The rows of every resource, as they stand in its file."""
    return {
        own["name"]: pq.read_table(folder / own["path"]).to_pylist() for own in package["resources"]
    }


def read_by_frictionless(path: Path) -> Rows:
    """The same, as frictionless reads them."""
    package = frictionless.Package(str(path))
    return {
        own.name: [plain(row.to_dict()) for row in own.read_rows()] for own in package.resources
    }


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row with numbers as Python has them: frictionless reads decimals."""
    return {
        name: float(value) if isinstance(value, Decimal | float) else value
        for name, value in row.items()
    }


def errors_in(package: Package, rows: Rows) -> list[tuple[str, str]]:
    """What frictionless finds wrong in these rows, as (resource, type of error)."""
    described = []
    for own in package["resources"]:
        names = [one["name"] for one in own["schema"]["fields"]]
        data = [names, *([row[name] for name in names] for row in rows[own["name"]])]
        schema = copy.deepcopy(own["schema"])
        described.append({"name": own["name"], "type": "table", "data": data, "schema": schema})
    report = frictionless.Package.from_descriptor({"resources": described}).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def publish(tables: Tables, folder: Path) -> Path:
    """The files of a release, in `folder`; the path of its data package."""
    whole = write_whole_tables(tables.register, tables.processed, folder)
    write_descriptions(whole, sources_of(tables.register, tables.raw, tables.processed), folder)
    return folder / "datapackage.json"


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


@pytest.fixture(params=["two_years", "two_plans"])
def tables(request: pytest.FixtureRequest) -> Tables:
    own: Tables = request.getfixturevalue(request.param)
    return own


@pytest.fixture(scope="module")
def release(one_report: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data package of a release."""
    return publish(one_report, tmp_path_factory.mktemp("tabeller"))


def test_it_is_valid_by_the_profile_of_version_2(tables: Tables, tmp_path: Path) -> None:
    profile = resources.files("dplib") / "profiles" / "2.0" / "datapackage.json"
    validator = jsonschema.Draft7Validator(json.loads(profile.read_text(encoding="utf-8")))
    for path in (tables.datapackage, publish(tables, tmp_path)):
        package = json.loads(path.read_text(encoding="utf-8"))
        assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        assert [error.message[:200] for error in validator.iter_errors(package)] == []


@pytest.mark.slow
def test_frictionless_validates_every_report_as_it_lies_there(tables: Tables) -> None:
    report = frictionless.validate(str(tables.datapackage))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == [
        name
        for table in RECORDS
        for name in ([f"{table}-{own}" for own in tables.register] if table in TABLES else [table])
    ]


def test_frictionless_validates_a_release_and_reads_every_row_of_it(
    two_plans: Tables, tmp_path: Path
) -> None:
    tables = two_plans
    path = publish(tables, tmp_path)
    report = frictionless.validate(str(path))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert [task.name for task in report.tasks] == list(RECORDS)
    read_back = read_by_frictionless(path)
    for table in RECORDS:
        files = sorted(
            (tables.processed / table).glob("*.parquet"),
            key=lambda file: list(tables.register).index(file.stem),
        ) or [tables.processed / f"{table}.parquet"]
        written = [row for file in files for row in pq.read_table(file).to_pylist()]
        assert read_back[table] == [plain(row) for row in written], table
    assert len({row["plan"] for row in read_back["reports"]}) == len(
        {own.plan for own in tables.register.values()}
    )


def test_a_join_by_item_key_never_doubles_rows(two_years: Tables, tmp_path: Path) -> None:
    publish(two_years, tmp_path)
    items = pq.read_table(tmp_path / "items.parquet").to_pandas()
    statuses = pq.read_table(tmp_path / "statuses.parquet").to_pandas()
    assert items["item_key"].is_unique
    joined = statuses.merge(items[["item_key", "title"]], on="item_key", how="left")
    assert len(joined) == len(statuses)
    assert joined["title"].notna().all()


def test_every_column_of_the_tables_is_described_and_no_other(tables: Tables) -> None:
    for own in read(tables)["resources"]:
        names = [one["name"] for one in own["schema"]["fields"]]
        assert pq.read_schema(tables.processed / own["path"]).names == names


def test_each_table_and_report_is_a_resource_with_one_file(two_reports: Tables) -> None:
    package = read(two_reports)
    paths = {own["name"]: own["path"] for own in package["resources"]}
    assert paths["measures-2025"] == "measures/2025.parquet"
    assert paths["measures-2026"] == "measures/2026.parquet"
    assert paths["transitions"] == "transitions.parquet"


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


def keys_of(package: Package, name: str) -> list[tuple[str, ...]]:
    """The foreign keys of a resource: the columns, the other resource and its columns."""
    return [
        (*key["fields"], key["reference"]["resource"], *key["reference"]["fields"])
        for key in resource(package, name)["schema"].get("foreignKeys", [])
    ]


def test_keys_between_all_tables_of_a_release(release: Path) -> None:
    package = json.loads(release.read_text(encoding="utf-8"))
    assert resource(package, "statuses")["schema"]["primaryKey"] == ["report_id", "id"]
    report, item = ("report_id", "reports", "report_id"), ("item_key", "items", "item_key")
    assert keys_of(package, "statuses") == [report, item]
    assert keys_of(package, "milestones") == [
        report, item, ("report_id", "id", "dates", "report_id", "id"),
        ("first_passed_in", "reports", "report_id"),
    ]  # fmt: skip
    assert keys_of(package, "milestone_outcomes") == [
        report, item, ("report_id", "id", "milestones", "report_id", "id"),
        ("judged_by", "reports", "report_id"),
    ]  # fmt: skip
    assert keys_of(package, "transitions") == [
        ("from_report", "reports", "report_id"), ("to_report", "reports", "report_id"), item,
    ]  # fmt: skip


def test_keys_within_each_report_in_the_project(two_reports: Tables) -> None:
    package = read(two_reports)
    assert keys_of(package, "statuses-2026") == [
        ("report_id", "reports-2026", "report_id"), ("item_key", "items-2026", "item_key"),
    ]  # fmt: skip
    # Between tables with all reports in one file, and none to those that have a file for each.
    assert keys_of(package, "milestone_outcomes") == [
        ("report_id", "id", "milestones", "report_id", "id")
    ]
    assert keys_of(package, "transitions") == []


def test_units_and_vocabulary(release: Path) -> None:
    package = json.loads(release.read_text(encoding="utf-8"))
    assert field(package, "amounts", "amount_nok")["unit"] == "NOK"
    assert field(package, "spans", "x0")["unit"] == "pt"
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
    status = field(read(own.describe()), "statuses-2025", "status")
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
    ("statuses", "foreign-key"): changed("statuses", "item_key", "2025/tiltak-999"),
    ("paragraphs", "foreign-key"): changed("paragraphs", "item_key", "1999/tiltak-1"),
    ("findings", "foreign-key"): changed("findings", "report_id", "1999"),
    ("milestones", "foreign-key"): changed("milestones", "id", "tiltak-1/0/0"),
}


@pytest.mark.parametrize("expected", FAULTS, ids="-".join)
def test_a_fault_in_the_tables_is_found(expected: tuple[str, str], release: Path) -> None:
    package = json.loads(release.read_text(encoding="utf-8"))
    rows = rows_of(package, release.parent)
    FAULTS[expected](rows)
    assert errors_in(package, rows) == [expected]


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
        schema = pq.read_schema(one_report.processed / own["path"])
        assert [expected[column.type] for column in schema] == [
            one["type"] for one in own["schema"]["fields"]
        ]


def test_an_empty_register_describes_the_tables_across_reports_only_if_they_are_there(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refusal, match=r"transitions\.parquet"):
        write_datapackage({}, tmp_path, tmp_path, tmp_path / "datapackage.json")
    assert not (tmp_path / "datapackage.json").exists()
