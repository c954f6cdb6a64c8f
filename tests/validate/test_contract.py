"""The contract: real Great Expectations on real tables, and on tables that break it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.glossary.rulebook import rulebook
from pipeline.runtime.files import write_messages
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.rows import ROWS, Batch, read_parsed
from pipeline.seams.tables import PARSED, Paragraph
from pipeline.validate.__main__ import validate
from pipeline.validate.contract import (
    Breach,
    breaches,
    consistency_frame,
    expected_columns,
    frames_of,
    refuse_on_breach,
    results_of,
)
from tests.conftest import ROOT, Run

SUITES = ROOT / "expectations"
Frames = dict[str, pd.DataFrame]


def suite(name: str) -> dict:  # type: ignore[type-arg]
    return json.loads((SUITES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def frames(june_2025: Run) -> Frames:
    return frames_of([june_2025.tables])


def test_the_real_report_holds_it(frames: Frames) -> None:
    assert breaches(results_of(frames, SUITES)) == []


def test_suites_say_what_records_say() -> None:
    assert suite("schema")["expectations"][0]["kwargs"]["value_set"] == expected_columns()


def test_every_expectation_tells_a_user_what_it_means() -> None:
    for path in SUITES.glob("*.json"):
        for expectation in suite(path.stem)["expectations"]:
            assert expectation["meta"]["message"].endswith("."), (path.name, expectation["type"])


def test_the_record_of_consistency_has_every_rule() -> None:
    path = SUITES / "consistency" / "comparisons.json"
    expectations = json.loads(path.read_text(encoding="utf-8"))["expectations"]
    assert {e["kwargs"]["column"]: e["meta"]["message"] for e in expectations} == {
        text.rule: text.explanation for text in rulebook().values()
    }


def test_the_record_of_consistency_fails_where_the_report_contradicts_itself(
    june_2025: Run,
) -> None:
    frame = consistency_frame(june_2025.compared()[0], list(rulebook()))
    result = results_of({"comparisons": frame}, SUITES / "consistency")["comparisons"]
    failed = {
        one.expectation_config.kwargs["column"]: one.result["unexpected_count"]
        for one in result.results
        if not one.success
    }
    findings = Counter(rule for rule, _, _ in june_2025.findings())
    assert failed == dict(findings)  # here, each comparison that fails is one finding


def spoil_vocabulary(frames: Frames) -> None:
    frames["statuses"].loc[3, "source"] = "tekst"


def spoil_key(frames: Frames) -> None:
    frames["measures"] = pd.concat([frames["measures"], frames["measures"].iloc[:1]])


def spoil_pages(frames: Frames) -> None:
    frames["measures"].loc[3, "page_last"] = 1


def spoil_columns(frames: Frames) -> None:
    own = frames["schema"]
    own["column"] = own["column"].replace("links 07 url string not null", "links 07 url string")


def spoil_page(frames: Frames) -> None:
    own = frames["relations"]
    own.loc[own["page_is_in_report"].first_valid_index(), "page_is_in_report"] = False


def spoil_item(frames: Frames) -> None:
    own = frames["relations"]
    own.loc[own["item_is_a_measure"].first_valid_index(), "item_is_a_measure"] = False


def spoil_conservation(frames: Frames) -> None:
    frames["conservation"].loc[3, "placed"] += 1


def spoil_relation(frames: Frames) -> None:
    own = frames["relations"]
    own.loc[own["span_is_inside_page"].first_valid_index(), "span_is_inside_page"] = False


BREACHES = [
    (spoil_vocabulary, "statuses", "source er en av: text, overview."),
    (spoil_key, "measures", "nøkkelen (report_id, id) er unik."),
    (spoil_pages, "measures", "siste side er ikke før første."),
    (spoil_columns, "schema",
     "alle tabeller har kolonnene i datamodellen, i samme rekkefølge og med riktig type."),
    (spoil_page, "relations", "hver rad står på en side som finnes i rapporten."),
    (spoil_item, "relations", "hver rad om et tiltak viser til et tiltak i measures."),
    (spoil_conservation, "conservation",
     "hvert ord på en side står på nøyaktig ett sted i strukturen."),
    (spoil_relation, "relations", "hver ramme ligger innenfor siden."),
]  # fmt: skip


def test_each_breach_is_named(frames: Frames, tmp_path: Path) -> None:
    for spoil, table, message in BREACHES:
        spoilt = {name: frame.copy().reset_index(drop=True) for name, frame in frames.items()}
        spoil(spoilt)
        found = breaches(results_of({table: spoilt[table]}, only_suite_of(table, tmp_path)))
        assert (table, message) in {(b.table, b.message) for b in found}, spoil.__name__
        with pytest.raises(Refusal, match=f"tabellen {table}: "):
            refuse_on_breach(found, SUITES)


def test_a_value_that_is_missing_is_a_breach(june_2025: Run, tmp_path: Path) -> None:
    rows = [*june_2025.tables.rows(Paragraph)]
    rows[7] = replace(rows[7], text=None)  # type: ignore[arg-type]
    spoilt = frames_of([june_2025.tables.corrected({Paragraph: rows})])
    own = {"schema": spoilt["schema"]}
    assert breaches(results_of(own, only_suite_of("schema", tmp_path))) == [
        Breach(
            "schema",
            "ingen verdi mangler i en kolonne som aldri er tom.",
            ["2025: paragraphs.text"],
        )
    ]


def test_a_column_that_is_not_as_it_should_be_is_named(frames: Frames, tmp_path: Path) -> None:
    spoilt = {"schema": frames["schema"].copy().reset_index(drop=True)}
    spoil_columns(spoilt)
    (found,) = breaches(results_of(spoilt, only_suite_of("schema", tmp_path)))
    assert found.examples == ["links 07 url string", "links 07 url string not null"]


def only_suite_of(table: str, folder: Path) -> Path:
    """A folder with the one suite of a table: checking the others again would take minutes."""
    own = folder / table
    own.mkdir(exist_ok=True)
    shutil.copy(SUITES / f"{table}.json", own)
    return own


def test_nothing_is_promoted_when_it_breaks(june_2025: Run, tmp_path: Path) -> None:
    interim, processed = tmp_path / "interim", tmp_path / "processed"
    shutil.copytree(june_2025.interim, interim)
    good = processed / "statuses" / "2025.parquet"
    good.parent.mkdir(parents=True)
    good.write_bytes(b"the last good one")
    folder = interim / "2025" / "parse"
    parsed = read_parsed(folder)
    lost = replace(parsed, statuses=parsed.statuses[:200])  # some are missing
    write_messages(folder / ROWS, Batch, [Batch(0, lost)])
    with pytest.raises(Refusal, match="hvert tiltak har en statusrad"):
        validate(["2025"], interim, SUITES, processed)
    assert good.read_bytes() == b"the last good one"
    assert sorted(p.name for p in processed.rglob("*")) == ["2025.parquet", "statuses"]


def test_what_holds_is_promoted_and_what_is_gone_is_removed(june_2025: Run, tmp_path: Path) -> None:
    processed = tmp_path / "processed"
    stale = processed / "measures" / "2019.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"a report that was taken out")
    validate(["2025"], june_2025.interim, SUITES, processed)
    assert not stale.exists()
    for record in PARSED:
        path = processed / record.table / "2025.parquet"
        assert len(read_records(path, record)) == len(june_2025.tables.rows(record)), path
    assert len(pq.read_table(processed / "findings" / "2025.parquet")) == len(
        june_2025.compared()[1]
    )


def test_a_stage_that_has_not_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="dvc repro"):
        validate(["2025"], tmp_path, SUITES, tmp_path / "processed")
