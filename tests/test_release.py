"""The release: one zip, the same every time, of what is there now and nothing else."""

from __future__ import annotations

import hashlib
import html
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
import regex

from pipeline.package.datapackage import RECORDS
from pipeline.package.release import (
    files_of,
    latest_of,
    outputs,
    readme,
    sums,
    write_zip,
    written,
)
from pipeline.runtime.refusal import Refusal
from pipeline.seams.register import read_register
from pipeline.seams.tables import SCHEMA_VERSION, Report
from tests.conftest import ROOT
from tests.project import Project

NAME = f"statusrapport-{SCHEMA_VERSION}-2025"


def released(project: Project) -> subprocess.CompletedProcess[str]:
    return project.run("python", "-m", "pipeline.package.release", "processed", "dist")


@pytest.fixture(scope="module")
def project(reproduced: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project, in which all stages have run. Tests leave it as it was."""
    return reproduced.copy(tmp_path_factory.mktemp("release") / "project")


@pytest.fixture(scope="module")
def archive(project: Project) -> Path:
    result = released(project)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"dist/{NAME}.zip (")
    return project.folder / "dist" / f"{NAME}.zip"


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a user has after unpacking."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    assert [path.name for path in folder.iterdir()] == [NAME]
    return folder / NAME


def files_in(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def without_database(archive: Path) -> dict[str, bytes]:
    """The content of all files but the DuckDB file, whose bytes differ, and its checksum."""
    with zipfile.ZipFile(archive) as content:
        files = {name: content.read(name) for name in content.namelist()}
    database = files.pop(f"{NAME}/statusrapport.duckdb")
    assert database
    sums = files.pop(f"{NAME}/SHA256SUMS").splitlines()
    return {**files, "sums": b"".join(line for line in sums if b".duckdb" not in line)}


def test_what_is_still_an_example_is_said_by_both_commands(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(bytes(2_000_000))
    assert written(target).splitlines() == [
        f"{target} (2 MB)",
        "Sett url og contact i CITATION.cff før du publiserer: de er eksempler nå.",
    ]


def test_before_the_stages_have_run_it_is_refused(tmp_path: Path) -> None:
    project = Project(tmp_path)
    refused = released(project)
    assert refused.returncode == 1
    assert "mangler eller er foreldet: " in refused.stderr
    assert "extract@2025" in refused.stderr
    assert "make repro" in refused.stderr
    assert not list(project.folder.glob("dist/*"))


@pytest.mark.slow
def test_twice_gives_the_same_bytes(project: Project, archive: Path) -> None:
    before = without_database(archive)
    archive.unlink()
    assert released(project).returncode == 0
    assert without_database(archive) == before
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_entries_are_in_order_with_fixed_dates_and_permissions(archive: Path) -> None:
    with zipfile.ZipFile(archive) as content:
        entries = content.infolist()
        assert content.testzip() is None
    names = [entry.filename for entry in entries]
    assert names[0] == f"{NAME}/LESMEG.html"
    assert names[1:] == sorted(names[1:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}


def test_everything_is_in_it(unpacked: Path) -> None:
    found = files_in(unpacked)
    assert {name for name in found if name.startswith("tabeller/")} == {
        *(f"tabeller/{table}.parquet" for table in RECORDS),
        "tabeller/datapackage.json", "tabeller/statusrapport.sql", "tabeller/dcat-ap-no.ttl",
    }  # fmt: skip
    assert found >= {"report/2025.html", "report/2025-merknader.pdf", "report/2025-funn.xlsx"}
    assert found >= {"report/items/index.html", "midtveis-2027.html"}
    assert found >= {"csv/kilder.csv", *(f"csv/{table}.csv" for table in RECORDS)}
    assert found >= {f"stata/{table}.dta" for table in RECORDS}
    assert found >= {"statusrapport.duckdb", "LISENS.txt", "CITATION.cff", "zenodo.json"}
    assert found >= {"LESMEG.html", "SHA256SUMS", "CHANGELOG.md", "data_docs/index.html"}
    assert not any(name.startswith(("metrics", "plots", ".")) for name in found)
    origin = (unpacked / "csv" / "kilder.csv").read_text(encoding="utf-8-sig")
    assert origin.startswith("Rapport;Opplysning;Verdi\n2025;Tittel;")
    assert "2025;Vurderinger og rettelser;ingen vurderinger og ingen verdier endret" in origin
    text = (unpacked / "LESMEG.html").read_text(encoding="utf-8")
    assert "<dd>ingen vurderinger og ingen verdier endret for hånd</dd>" in text


def test_files_are_those_of_the_project(project: Project, unpacked: Path) -> None:
    made = {
        hashlib.sha256(p.read_bytes()).digest() for p in project.folder.rglob("*") if p.is_file()
    }
    own = {  # made for the zip
        "LESMEG.html", "SHA256SUMS", "LISENS.txt", "CITATION.cff", "zenodo.json",
        "statusrapport.duckdb", "tabeller/statusrapport.sql", "tabeller/dcat-ap-no.ttl",
        "tabeller/datapackage.json",
    }  # fmt: skip
    made_here = {name for name in files_in(unpacked) if name.startswith(("csv/", "stata/"))}
    for name in files_in(unpacked) - own - made_here:
        # tables too: those of the only report are the whole tables, byte by byte
        assert hashlib.sha256((unpacked / name).read_bytes()).digest() in made, name


def test_checksums_are_of_all_files(unpacked: Path) -> None:
    lines = (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert told.keys() == files_in(unpacked) - {"SHA256SUMS"}
    for name, digest in told.items():
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest, name


def test_no_link_leads_to_nothing(unpacked: Path) -> None:
    followed = 0
    for page in unpacked.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for address in map(html.unescape, regex.findall(r'<a\b[^>]*\bhref="([^"]+)"', text)):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            followed += 1
            assert (page.parent / unquote(parts.path)).exists(), (page.name, address)
    assert followed > 10


def test_links_of_the_workbooks_lead_to_the_annotated_pdf(unpacked: Path) -> None:
    followed = 0
    for path in unpacked.rglob("*.xlsx"):
        cells = (
            cell
            for sheet in openpyxl.load_workbook(path).worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink and cell.hyperlink.target
        )
        for target in {cell.hyperlink.target for cell in cells}:
            parts = urlsplit(target.replace("\\", "/"))
            if not parts.scheme:
                followed += 1
                assert (path.parent / unquote(parts.path)).exists(), (path.name, target)
    assert followed > 0


def code_in_readme(unpacked: Path) -> list[str]:
    text = (unpacked / "LESMEG.html").read_text(encoding="utf-8")
    return [
        html.unescape(own)
        for own in regex.findall(r"<pre[^>]*><code>(.*?)</code>", text, regex.DOTALL)
    ]


def test_the_lines_for_python_work_as_written(unpacked: Path) -> None:
    code = next(own for own in code_in_readme(unpacked) if "import pandas" in own)
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=unpacked, capture_output=True, text=True, check=True
    )
    counts = dict(regex.findall(r"^(.+?)\s{2,}(\d+)$", result.stdout, regex.MULTILINE))
    assert counts == {"Under arbeid": "81", "Gjennomført": "26", "Ikke startet": "24"}


def test_the_lines_for_duckdb_work_as_written(unpacked: Path) -> None:
    code = next(own for own in code_in_readme(unpacked) if "GROUP BY ALL" in own)
    command, query = code.splitlines()
    assert command == "duckdb statusrapport.duckdb"
    with duckdb.connect(str(unpacked / "statusrapport.duckdb"), read_only=True) as connection:
        assert connection.execute(query).fetchall() == [
            ("Gjennomført", 26), ("Ikke startet", 24), ("Under arbeid", 81),
        ]  # fmt: skip


def test_the_lines_for_stata_name_a_file_and_a_value_that_are_there(unpacked: Path) -> None:
    """Stata is nowhere to be had here: the file is read, and the condition looked at."""
    code = next(own for own in code_in_readme(unpacked) if own.startswith("use "))
    file = regex.search(r'use "([^"]+)"', code)[1]
    frame, meta = pyreadstat.read_dta(str(unpacked / file))
    assert "tabulate status if source == 1" in code
    assert meta.variable_value_labels["source"][1] == "text"
    labels = meta.variable_value_labels["status"]
    counts = frame[frame.source == 1].status.value_counts()
    assert {labels[code]: count for code, count in counts.items()} == {
        "Under arbeid": 81, "Gjennomført": 26, "Ikke startet": 24,
    }  # fmt: skip


def test_the_lines_for_r_name_a_file_and_columns_that_are_there(unpacked: Path) -> None:
    code = next(own for own in code_in_readme(unpacked) if "read.csv2" in own)
    frame = pd.read_csv(
        unpacked / regex.search(r'read.csv2\("([^"]+)"', code)[1], sep=";", encoding="utf-8-sig"
    )
    assert "library(" not in code  # base R will do
    assert frame[frame.source == "text"].status.value_counts()["Under arbeid"] == 81
    if shutil.which("Rscript"):
        done = subprocess.run(
            ["Rscript", "-e", code], cwd=unpacked, capture_output=True, text=True, check=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert "81" in done.stdout


def test_the_readme_says_how_to_cite_in_norwegian_alone(unpacked: Path) -> None:
    text = (unpacked / "LESMEG.html").read_text(encoding="utf-8")
    assert "Siter slik" in text
    assert f"Statusrapporter som data (versjon {SCHEMA_VERSION}) [datasett]." in text
    assert 'lang="en"' not in text
    assert ".example" not in regex.sub(r"<script.*?</script>", "", text, flags=regex.DOTALL)
    assert "[datasett]" in (unpacked / "LISENS.txt").read_text(encoding="utf-8")


def test_search_engines_are_told_in_readme_and_codebook(unpacked: Path) -> None:
    for page in ("LESMEG.html", "codebook.html"):
        text = (unpacked / page).read_text(encoding="utf-8")
        (found,) = regex.findall(
            r'<script type="application/ld\+json">(.*?)</script>', text, regex.DOTALL
        )
        assert json.loads(found)["@type"] == "Dataset"


def test_the_workbook_has_the_sheet_that_the_readme_names(unpacked: Path) -> None:
    book = openpyxl.load_workbook(unpacked / "statusrapport.xlsx", read_only=True)
    header = next(book["statuses"].iter_rows(max_row=1, values_only=True))
    assert {"Status", "Sted"} <= set(header)
    assert book.sheetnames[0] == "Tiltak"


def test_the_readme_tells_of_all_that_is_there_and_of_nothing_else(unpacked: Path) -> None:
    text = (unpacked / "LESMEG.html").read_text(encoding="utf-8")
    named = set(regex.findall(r"<dt>(?:<a [^>]*>)?<code>([^<]+)</code>", text))
    for name in named:
        assert (unpacked / name).exists(), name
    tops = {path.name for path in unpacked.iterdir()} - {"LESMEG.html"}
    assert tops == {name.split("/")[0] for name in named}


def test_the_data_package_names_the_tables_beside_it(unpacked: Path) -> None:
    path = unpacked / "tabeller" / "datapackage.json"
    resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
    assert {own["path"] for own in resources} == {f"{table}.parquet" for table in RECORDS}
    for own in resources:
        assert (
            sum(part["rows"] for part in own["parts"])
            == pq.read_metadata(path.parent / own["path"]).num_rows
        )


@pytest.mark.slow
def test_frictionless_finds_the_real_tables_valid(unpacked: Path) -> None:
    """Those of small reports are validated every day: tests/package/test_datapackage.py."""
    assert frictionless.validate(str(unpacked / "tabeller" / "datapackage.json")).valid


def test_what_was_changed_or_deleted_is_refused(project: Project, archive: Path) -> None:
    before = archive.read_bytes()
    page = project.folder / "processed" / "report" / "2025.html"
    content = page.read_bytes()
    for change in (lambda: page.write_bytes(content + b" "), page.unlink):
        change()
        refused = released(project)
        assert refused.returncode == 1
        assert "foreldet: publish." in refused.stderr
        assert "make repro" in refused.stderr
        assert "Traceback" not in refused.stderr
        page.write_bytes(content)
    assert archive.read_bytes() == before


def test_elsewhere_than_in_the_project_is_refused(tmp_path: Path, project: Project) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pipeline.package.release", "processed", "dist"],
        cwd=tmp_path, env={"PYTHONPATH": str(project.folder), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "fra prosjektets mappe" in result.stderr
    assert "Traceback" not in result.stderr


def test_outputs_are_those_of_dvc_yaml_but_what_git_keeps(tmp_path: Path) -> None:
    plan = tmp_path / "dvc.yaml"
    plan.write_text(
        "stages:\n"
        "  extract: {foreach: ['1'], do: {cmd: a, outs: [interim/1]}}\n"
        "  b: {cmd: b, outs: [processed/b.html, {processed/c: {persist: true}}, interim/x],\n"
        "      metrics: [processed/metrics], plots: [processed/plots/p.csv]}\n"
        "  d: {cmd: d}\n",
        encoding="utf-8",
    )
    found = outputs(Path("processed"), plan)
    assert found == [Path("processed/b.html"), Path("processed/c")]
    found = outputs(Path("processed"), ROOT / "dvc.yaml")
    assert {path.name for path in found} == {
        "data_docs", "report", "codebook.html", "codebook.md", "statusrapport.xlsx",
        "midtveis-2027", "midtveis-2027.html",
    }  # fmt: skip


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"nothing\.html") as refusal:
        files_of([tmp_path / "nothing.html"], tmp_path)
    assert "make repro" in refusal.value.message()


def report(own_id: str, as_of: date | None) -> Report:
    return Report(
        own_id, None, own_id, 1, "P", None, as_of, None, 1, "nb", "0" * 64, "", 1,
        None, None, None, False, "0.1.0", "0" * 12,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([report("b", date(2025, 6, 30)), report("a", date(2026, 6, 30))], "a"),
        ([report("b", date(2025, 6, 30)), report("c", None)], "b"),
        ([report("b", None), report("c", None)], "c"),
    ],
)
def test_the_zip_is_named_for_the_latest_report(reports: list[Report], expected: str) -> None:
    assert latest_of(reports).report_id == expected


def test_the_readme_stands_first_and_the_sums_are_sorted(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("b", "LESMEG.html", "a")}
    for number, path in enumerate(files.values()):
        path.write_bytes(b"%d" % number)
    write_zip(tmp_path / "a.zip", "x", files)
    with zipfile.ZipFile(tmp_path / "a.zip") as content:
        assert content.namelist() == ["x/LESMEG.html", "x/a", "x/b"]
        assert [content.read(f"x/{name}") for name in files] == [b"0", b"1", b"2"]
    assert sums({name: files[name] for name in ("b", "a")}).splitlines() == [
        f"{hashlib.sha256(b'2').hexdigest()}  a",
        f"{hashlib.sha256(b'0').hexdigest()}  b",
    ]


def test_the_readme_is_silent_about_what_is_not_there() -> None:
    register = read_register(ROOT / "raw" / "reports.yaml")
    package = {
        "id": "urn:x", "homepage": "https://x.no", "title": "T", "description": "", "version": "1",
        "publisher": {"title": "P"}, "licenses": [{"path": "", "name": ""}], "keywords": [],
        "sources": [], "resources": [],
    }  # fmt: skip
    text = readme("x", register, [report("2025", None)], ["codebook.html"], package, {})
    assert "codebook.html" in text
    for absent in ("midtveis-2027.html", "statusrapport.xlsx", "read.csv2", "statusrapport.sql"):
        assert absent not in text
