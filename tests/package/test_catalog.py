"""What catalogues, search engines and those who cite the tables are told: valid, and the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import dplib.models
import pyshacl
import pytest
import rdflib
from dplib.plugins.dcat.models import DcatPackage
from ruamel.yaml import YAML

from pipeline.package.about import About, identity, period_of, read_about
from pipeline.package.catalog import citation, cited, json_ld, turtle, zenodo
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.tables import SCHEMA_VERSION, Report
from tests.package.conftest import Tables

SHAPES = Path(__file__).with_name("dcat-ap-no.shapes.ttl")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
PUBLISHED = About(
    "Etaten", "https://tall.no/status/", "Ola «Ord» \\ Nordmann", "", "post@tall.no", "10.5281/1"
)


@pytest.fixture(scope="module")
def package(one_report: Tables) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(one_report.datapackage.read_text(encoding="utf-8"))
    return described


def faults(text: str) -> str:
    """What pyshacl finds wrong; empty if nothing."""
    conforms, _, report = pyshacl.validate(
        rdflib.Graph().parse(data=text, format="turtle"),
        shacl_graph=str(SHAPES),
    )
    return "" if conforms else report


def test_the_data_package_says_who_where_when_and_of_what_time(package: dict[str, Any]) -> None:
    about = read_about()
    assert package["id"] == about.id
    assert package["homepage"] == about.homepage
    assert package["created"] == "2025-06-30T00:00:00Z"
    assert package["temporal"] == {"start": "2025-06-01", "end": "2025-06-30"}
    assert package["publisher"]["title"] == about.publisher
    assert package["contact"]["path"] == about.contact_page
    roles = [role for one in package["contributors"] for role in one["roles"]]
    assert roles == ["publisher", "wrangler", "contact"]


def test_dcat_ap_no_is_valid(package: dict[str, Any]) -> None:
    text = turtle(package)
    assert faults(text) == ""
    graph = rdflib.Graph().parse(data=text, format="turtle")
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    assert str(dataset) == package["id"]
    files = list(graph.objects(dataset, DCAT.distribution))
    assert len(files) == len(package["resources"])
    told = {
        str(graph.value(node, SPDX.checksumValue)) for node in graph.objects(None, SPDX.checksum)
    }
    assert told == {
        resource["parts"][0]["hash"].removeprefix("sha256:") for resource in package["resources"]
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    dcat:theme ", "    dcat:them "),
        ("authority/data-theme/GOVE", "authority/data-theme/gove"),
        ("    dcat:accessURL ", "    dcat:access "),
        ('@nb ;\n    dct:description', '@nb, "Noe annet"@nb ;\n    dct:description'),
        ("vcard:hasURL", "vcard:url"),
        ("foaf:name", "foaf:nick"),
        ("#utgiver> a foaf:Agent", "#noen> a foaf:Agent"),
        ("access-right/PUBLIC", "access-right/OPEN"),
        ('"^^xsd:nonNegativeInteger', '"'),
        ("dcat:endDate", "dcat:end"),
    ],
)  # fmt: skip
def test_what_is_demanded_is_missed(package: dict[str, Any], old: str, new: str) -> None:
    text = turtle(package)
    assert old in text
    assert faults(text.replace(old, new, 1)) != ""


def test_a_publisher_with_an_address_of_post_and_a_doi(
    package: dict[str, Any], one_report: Tables
) -> None:
    reports = read_records(one_report.processed / "reports" / "2025.parquet", Report)
    published = {**package, **identity(reports, PUBLISHED)}
    text = turtle(published)
    assert faults(text) == ""
    assert "<https://doi.org/10.5281/1> a dcat:Dataset" in text
    assert "<mailto:post@tall.no>" in text
    assert cited(published) == (
        f"Etaten (2025). Statusrapporter som data (versjon {SCHEMA_VERSION}) [datasett]. "
        "https://tall.no/status/"
    )
    stated = YAML(typ="safe").load(citation(published))
    assert stated["identifiers"] == [{"type": "doi", "value": "10.5281/1"}]


def test_a_page_that_is_nobodys_is_not_cited(package: dict[str, Any]) -> None:
    """Until somebody publishes, the page in CITATION.cff is an example."""
    example = PUBLISHED._replace(homepage="https://statusrapport.example/", doi="")
    assert PUBLISHED.is_published
    assert not example.is_published
    assert example.id.startswith("urn:uuid:")
    assert "http" not in cited({**package, **identity([], example)})


def test_without_a_date_nothing_is_made_up(package: dict[str, Any]) -> None:
    undated = {key: value for key, value in package.items() if key not in ("created", "temporal")}
    assert period_of([]) is None
    assert faults(turtle(undated)) == ""
    assert "(u.å.)" in cited(undated)
    assert "temporalCoverage" not in json_ld(undated)
    assert "date-released" not in citation(undated)
    assert "publication_date" not in zenodo(undated)


def test_schema_org_says_the_same(package: dict[str, Any]) -> None:
    described = json.loads(json_ld(package))
    assert described["@type"] == "Dataset"
    assert described["name"] == package["title"]
    assert described["license"] == package["licenses"][0]["path"]
    assert described["temporalCoverage"] == "2025-06-01/2025-06-30"
    assert {one["sha256"] for one in described["distribution"]} == {
        part["hash"].removeprefix("sha256:")
        for resource in package["resources"]
        for part in resource["parts"]
    }
    graph = rdflib.Graph().parse(
        data=json_ld(package).replace('"https://schema.org/"', '{"@vocab": "https://schema.org/"}'),
        format="json-ld",
    )
    assert len(graph) > 100


def test_no_tag_can_be_closed_in_a_page(package: dict[str, Any]) -> None:
    hostile = copy.deepcopy(package)
    hostile["resources"][0]["title"] = "</script><script>alert(1)</script>"
    assert "</script" not in json_ld(hostile)
    assert json.loads(json_ld(hostile))["distribution"][0]["name"].startswith("</script>")


def test_zenodo_and_citation_are_of_the_data_and_not_of_the_program(
    package: dict[str, Any],
) -> None:
    deposit = json.loads(zenodo(package))
    assert (deposit["upload_type"], deposit["license"]) == ("dataset", "nlod-2.0")
    assert deposit["dates"] == [{"type": "Valid", "start": "2025-06-01", "end": "2025-06-30"}]
    stated = YAML(typ="safe").load(citation(package))
    assert (stated["type"], stated["license"]) == ("dataset", "NLOD-2.0")
    assert stated["version"] == SCHEMA_VERSION


def test_dplib_turns_the_data_package_into_dcat(
    one_report: Tables, package: dict[str, Any]
) -> None:
    read = dplib.models.Package.from_path(str(one_report.datapackage))
    text = DcatPackage.from_dp(read).to_text(format="turtle")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    assert str(graph.value(dataset, DCT.title)) == "Statusrapporter som data"
    files = [one for one in package["resources"] if isinstance(one["path"], str)]
    assert len(list(graph.objects(dataset, DCAT.distribution))) == len(files) > 0


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("url: https://a.no", "authors"),
        ("authors: [{name: A}]\nurl: a.no\ncontact: [{name: B, website: https://b.no}]", "url"),
        ("authors: [{name: A}]\nurl: https://a.no\ncontact: [{name: B}]", "website"),
    ],
)
def test_who_publishes_must_be_stated(tmp_path: Path, stated: str, said: str) -> None:
    path = tmp_path / "CITATION.cff"
    path.write_text(stated, encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        read_about(path)


def test_a_person_may_publish(tmp_path: Path) -> None:
    path = tmp_path / "CITATION.cff"
    path.write_text(
        "authors: [{given-names: Kari, family-names: Nordmann}]\nurl: https://a.no\n"
        "contact: [{name: Kari, email: kari@a.no}]",
        encoding="utf-8",
    )
    assert read_about(path) == About("Kari Nordmann", "https://a.no", "Kari", "", "kari@a.no", "")
