"""The contract: Great Expectations and pyarrow say the same of real tables, and of broken ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from pipeline.runtime.files import write_messages
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.rows import ROWS, Batch, read_parsed
from pipeline.seams.tables import PARSED, LinkRow, Measure, Paragraph
from pipeline.validate import contract, gx
from pipeline.validate.__main__ import validate
from pipeline.validate.batches import Batches, batches_of
from pipeline.validate.contract import Breach, refuse_on_breach
from pipeline.validate.expectations import Expectation, contract_suites
from tests.conftest import ROOT, Run
from tests.validate.broken import Parts, breaking, filled

SUITES = ROOT / "expectations"
ALL = [(suite, demand) for suite, made in contract_suites().items() for demand in made]


@pytest.fixture(scope="module")
def parts(june_2025: Run) -> Parts:
    """The real report, with a row in the tables that are empty."""
    tables = june_2025.tables
    arrow = {record: tables.arrow(record) for record in PARSED}
    return filled(Parts("2025", arrow, tables.pages, tables.conservation))


@pytest.fixture(scope="module")
def suites() -> dict[str, gx.Suite]:
    return gx.read_suites(SUITES, contract_suites())


def test_both_checks_find_nothing_in_good_reports(
    june_2025: Run, june_2026: Run, parts: Parts, suites: dict[str, gx.Suite]
) -> None:
    for good in (batches_of([june_2025.tables, june_2026.tables]), parts.batches()):
        assert good.keys() == suites.keys()
        assert contract.breaches(good) == []
        assert gx.breaches(gx.run(good, suites)) == []


@pytest.mark.parametrize(
    ("suite", "demand"), ALL, ids=[f"{suite}: {own['meta']['message']}" for suite, own in ALL]
)
def test_both_checks_say_the_same_of_what_breaks_it(
    parts: Parts, suites: dict[str, gx.Suite], suite: str, demand: Expectation
) -> None:
    good = parts.batches()
    broken = list(breaking(suite, demand, parts))
    assert broken
    for own in broken:
        changed = changed_in(own.batches(), good)
        found = contract.breaches(changed)
        assert (suite, demand["meta"]["message"]) in {(b.suite, b.message) for b in found}
        assert found == gx.breaches(gx.run(changed, suites))


def changed_in(batches: Batches, good: Batches) -> Batches:
    """The batches that are not as in `good`: nothing is said of the others."""
    return {suite: own for suite, own in batches.items() if not own.equals(good[suite])}


def test_the_quick_check_does_not_import_great_expectations(june_2025: Run) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from pipeline.validate.batches import batches_of; "
        "from pipeline.validate.contract import breaches; "
        "from pipeline.validate.tables import ReportTables, folders_of; "
        "tables = ReportTables('2025', folders_of('2025', Path(sys.argv[1]))); "
        "print(breaches(batches_of([tables])), 'great_expectations' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(june_2025.interim)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[] False"


def test_a_breach_is_told_with_examples(parts: Parts) -> None:
    measures = parts.tables[Measure]
    twice = parts.with_tables(measures=pa.concat_tables([measures, measures.slice(0, 2)]))
    (found,) = [b for b in contract.breaches(twice.batches()) if b.suite == "measures"]
    rows = ["2025: tiltak-1", "2025: tiltak-2"]
    assert found == Breach("measures", "nøkkelen (report_id, id) er unik.", rows + rows)
    with pytest.raises(Refusal) as refused:
        refuse_on_breach([found], Path("raw/2025.pdf"))
    assert "raw/2025.pdf: kontrakten for tabellene holder ikke på 1 punkt(er):" in str(
        refused.value
    )
    assert (
        "tabellen measures: nøkkelen (report_id, id) er unik. Gjelder 2025: tiltak-1; "
        "2025: tiltak-2; 2025: tiltak-1 (og 1 til)."
    ) in str(refused.value)


def test_a_value_that_is_missing_is_named_by_its_column(june_2025: Run) -> None:
    rows = [*june_2025.tables.rows(Paragraph)]
    rows[7] = replace(rows[7], text=None)
    spoilt = batches_of([june_2025.tables.corrected({Paragraph: rows})])
    assert contract.breaches(spoilt) == [
        Breach(
            "schema",
            "ingen verdi mangler i en kolonne som aldri er tom.",
            ["2025: paragraphs.text"],
        )
    ]


def test_nothing_is_said_of_values_where_a_column_is_of_another_type(parts: Parts) -> None:
    links = parts.tables[LinkRow]
    other = links.set_column(8, pa.field("problem", pa.int16()), pa.nulls(len(links), pa.int16()))
    batches = parts.with_tables(links=other).batches()
    assert set(batches) == {"schema"}
    (found,) = contract.breaches(batches)
    assert found.examples == ["links 09 problem int16", "links 09 problem string"]


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
