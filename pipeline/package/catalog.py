"""The data package, told to catalogues, search engines and those who cite it.

All of it is made of the data package's own description: DCAT-AP-NO 3 in Turtle for data.norge.no,
schema.org in JSON-LD for search engines, CITATION.cff and Zenodo's metadata for publication.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Package = Mapping[str, Any]

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"  # the vocabularies that DCAT-AP-NO asks for
THEMES = ("GOVE", "JUST", "SOCI")
NLOD, PUBLIC, NORWAY, BOKMÅL = (
    f"{EU}/{term}"
    for term in ("licence/NLOD_2_0", "access-right/PUBLIC", "country/NOR", "language/NOB")
)
PARQUET = f"{EU}/file-type/PARQUET"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"


def turtle(package: Package) -> str:
    """The data set and its files in DCAT-AP-NO 3, in a catalogue of its own."""
    home = package["homepage"]
    publisher, contact = f"<{home}#utgiver>", f"<{home}#kontakt>"
    shared = [
        ("dct:title", [_text(package["title"])]),
        ("dct:description", [_text(package["description"])]),
        ("dct:publisher", [publisher]),
        ("dcat:contactPoint", [contact]),
        ("dct:language", [f"<{BOKMÅL}>"]),
        ("dct:license", [f"<{NLOD}>"]),
    ]
    files = [(f"<{home}#{resource['name']}>", resource) for resource in package["resources"]]
    nodes = [
        (f"<{home}#katalog>", "dcat:Catalog", [*shared, ("dcat:dataset", [f"<{package['id']}>"])]),
        (
            f"<{package['id']}>",
            "dcat:Dataset",
            [
                *shared[:-1],
                ("dct:identifier", [_literal(package["id"])]),
                ("dcat:landingPage", [f"<{home}>"]),
                ("dcat:theme", [f"<{EU}/data-theme/{theme}>" for theme in THEMES]),
                ("dcat:keyword", [_text(word) for word in package["keywords"]]),
                ("dct:accessRights", [f"<{PUBLIC}>"]),
                ("dct:spatial", [f"<{NORWAY}>"]),
                ("dct:temporal", [_period(package["temporal"])] if "temporal" in package else []),
                ("dct:modified", [f'"{day}"^^xsd:date' for day in _created(package)]),
                ("dcat:version", [_literal(package["version"])]),
                ("dcat:distribution", [iri for iri, _ in files]),
            ],
        ),
        (publisher, "foaf:Agent", [("foaf:name", [_text(package["publisher"]["title"])])]),
        (contact, "vcard:Organization", list(_contact(package["contact"]))),
        *((iri, "dcat:Distribution", _file(home, resource)) for iri, resource in files),
    ]
    prefixes = [f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items()]
    return "\n".join([*prefixes, "", *(_node(*node) for node in nodes)])


def _node(iri: str, kind: str, properties: Iterable[tuple[str, Sequence[str]]]) -> str:
    lines = [f"{iri} a {kind}"]
    lines += [f"    {name} {', '.join(values)}" for name, values in properties if values]
    return " ;\n".join(lines) + " .\n"


def _file(home: str, resource: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    part = resource["parts"][0]
    algorithm, _, digest = part["hash"].partition(":")
    return [
        ("dct:title", [_text(resource["title"])]),
        ("dct:description", [_text(resource["description"])]),
        ("dcat:accessURL", [f"<{home}>"]),
        ("dct:format", [f"<{PARQUET}>"]),
        ("dcat:mediaType", [f"<{MEDIA_TYPES}/{resource['mediatype']}>"]),
        ("dct:license", [f"<{NLOD}>"]),
        ("dcat:byteSize", [f'"{part["bytes"]}"^^xsd:nonNegativeInteger']),
        (
            "spdx:checksum",
            [
                f"[ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_{algorithm} ; "
                f'spdx:checksumValue "{digest}"^^xsd:hexBinary ]'
            ],
        ),
    ]


def _contact(contact: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    yield "vcard:fn", [_text(contact["title"])]
    if "path" in contact:
        yield "vcard:hasURL", [f"<{contact['path']}>"]
    if "email" in contact:
        yield "vcard:hasEmail", [f"<mailto:{contact['email']}>"]


def _period(period: Mapping[str, str]) -> str:
    start, end = (f'"{period[key]}"^^xsd:date' for key in ("start", "end"))
    return f"[ a dct:PeriodOfTime ; dcat:startDate {start} ; dcat:endDate {end} ]"


def _created(package: Package) -> list[str]:
    """The day of the last change, if it is known."""
    return [package["created"][:10]] if "created" in package else []


def _dated(key: str, package: Package) -> dict[str, str]:
    days = _created(package)
    return {key: days[0]} if days else {}


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # JSON's escapes are Turtle's


def _text(text: str) -> str:
    return f"{_literal(text)}@nb"


def json_ld(package: Package) -> str:
    """The data set in schema.org's terms, as it stands in a page: no tag can be closed in it."""
    period = package.get("temporal")
    publisher = {"@type": "Organization", "name": package["publisher"]["title"]}
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": package["id"],
        "identifier": package["id"],
        "name": package["title"],
        "description": package["description"],
        "url": package["homepage"],
        "version": package["version"],
        "inLanguage": "nb",
        "isAccessibleForFree": True,
        "license": package["licenses"][0]["path"],
        "keywords": package["keywords"],
        "creator": publisher,
        "publisher": publisher,
        **_dated("dateModified", package),
        "spatialCoverage": "Norge",
        **({"temporalCoverage": f"{period['start']}/{period['end']}"} if period else {}),
        "isBasedOn": [source["title"] for source in package["sources"]],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["title"],
                "encodingFormat": resource["mediatype"],
                "contentUrl": part["path"],
                "contentSize": f"{part['bytes']} B",
                "sha256": part["hash"].partition(":")[2],
            }
            for resource in package["resources"]
            for part in resource["parts"]
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def cited(package: Package) -> str:
    """How to cite the data set, in one line for a list of references."""
    publisher = package["publisher"]
    year = next((day[:4] for day in _created(package)), "u.å.")
    place = f" {publisher['path']}" if "path" in publisher else ""
    return (
        f"{publisher['title']} ({year}). {package['title']} (versjon {package['version']}) "
        f"[datasett].{place}"
    )


def citation(package: Package) -> str:
    """CITATION.cff of the data set: JSON is YAML."""
    stated = {
        "cff-version": "1.2.0",
        "message": "Oppgi dette når du bruker tallene, og utgiveren av rapporten som kilde.",
        "type": "dataset",
        "title": package["title"],
        "abstract": package["description"],
        "authors": [{"name": package["publisher"]["title"]}],
        "version": package["version"],
        **_dated("date-released", package),
        "license": package["licenses"][0]["name"],
        "keywords": package["keywords"],
        "identifiers": [{"type": _kind_of(package["id"]), "value": _value_of(package["id"])}],
    }
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"


def _kind_of(identifier: str) -> str:
    return "doi" if "//doi.org/" in identifier else "other"


def _value_of(identifier: str) -> str:
    return identifier.removeprefix("https://doi.org/")


def zenodo(package: Package) -> str:
    """Zenodo's metadata of the data set."""
    period = package.get("temporal")
    stated = {
        "upload_type": "dataset",
        "title": package["title"],
        "description": package["description"],
        "creators": [{"name": package["publisher"]["title"]}],
        "version": package["version"],
        **_dated("publication_date", package),
        "access_right": "open",
        "license": package["licenses"][0]["name"].lower(),
        "language": "nob",
        "keywords": package["keywords"],
        **(
            {"dates": [{"type": "Valid", "start": period["start"], "end": period["end"]}]}
            if period
            else {}
        ),
    }
    return json.dumps(stated, ensure_ascii=False, indent=2) + "\n"
