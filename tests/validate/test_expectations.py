"""The suites in expectations/ are what the definition of the tables says, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline.glossary import accuracy
from pipeline.glossary.rulebook import rulebook
from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import PARSED
from pipeline.validate import gx
from pipeline.validate.expectations import CONSISTENCY, consistency_suites, contract_suites, files
from pipeline.validate.judge import outcomes_of
from tests.conftest import ROOT, Run

SUITES = ROOT / "expectations"


def test_the_files_are_those_that_the_definition_makes() -> None:
    """If this fails: `make expectations`, and commit what it writes."""
    written = {
        path.relative_to(SUITES).as_posix(): path.read_text(encoding="utf-8")
        for path in SUITES.rglob("*.json")
        if path.name != accuracy.FILE
    }
    assert written == files()


def test_the_command_writes_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pipeline.validate.expectations", str(tmp_path)],
        cwd=ROOT, check=True,
    )  # fmt: skip
    for name, text in files().items():
        assert (tmp_path / name).read_bytes() == text.encode()


def test_every_table_has_a_suite_that_demands_a_unique_key() -> None:
    demands = contract_suites()
    for record in PARSED:
        assert demands[record.table][0]["type"] == "expect_compound_columns_to_be_unique"


def test_every_demand_tells_a_user_what_it_means() -> None:
    """In a sentence of its own: results are put in order by them."""
    for suite, demands in {**contract_suites(), **consistency_suites()}.items():
        messages = [demand["meta"]["message"] for demand in demands]
        assert all(message.endswith(".") for message in messages), suite
        assert len(set(messages)) == len(messages), suite


def test_every_rule_has_a_demand_in_the_words_of_the_rulebook() -> None:
    *rules, _ = consistency_suites()["comparisons"]
    assert {rule["kwargs"]["column"]: rule["meta"]["message"] for rule in rules} == {
        text.rule: text.explanation for text in rulebook().values()
    }


def test_comparisons_that_do_not_agree_are_found_among_those_that_were_made(
    june_2025: Run,
) -> None:
    compared, findings = june_2025.compared()
    suites = gx.read_suites(SUITES / CONSISTENCY, consistency_suites())
    result = gx.run({"comparisons": outcomes_of(compared)}, suites)["comparisons"]
    seen = {
        one["expectation_config"]["kwargs"]["column"]: one["result"] for one in result["results"]
    }
    not_compared = seen.pop("not-comparable")
    assert {rule: own["unexpected_count"] for rule, own in seen.items()} == {
        **dict.fromkeys(rulebook(), 0),
        **Counter(row.rule for row in findings),  # here, each that does not agree is one finding
    }
    made = Counter(row.rule for row in compared if row.outcome != "not-comparable")
    for rule, own in seen.items():
        assert own["element_count"] - own["missing_count"] == made[rule], rule
    assert not_compared["unexpected_list"] == ["count-stated", "count-stated"]


def test_other_suites_than_there_are_tables_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SUITES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "links.json").rename(tmp_path / "lenker.json")
    with pytest.raises(Refusal, match="svarer ikke til hverandre: lenker, links"):
        gx.read_suites(tmp_path, contract_suites())


def test_a_suite_that_is_no_json_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SUITES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "links.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match=r"links\.json: filen er ikke gyldig JSON"):
        gx.read_suites(tmp_path, contract_suites())
