"""The version of the data contract: raised when the contract changes, told in CHANGELOG.md."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import regex

from pipeline import glossary
from pipeline.package.datapackage import RECORDS
from pipeline.seams.arrow import columns_of
from pipeline.seams.tables import SCHEMA_VERSION, key_of
from tests.conftest import ROOT
from tests.package.conftest import Tables

CONTRACTS = Path(__file__).with_name("contract")
Version = tuple[int, ...]


def contract() -> list[str]:
    """The contract as lines: what users can rely on, one fact a line."""
    lines = []
    for table, record in RECORDS.items():
        lines.append(f"{table} key {' '.join(key_of(record))}")
        lines += [
            f"{table} refers {' '.join(key.columns)} -> {key.table} {' '.join(key.of)}"
            for key in record.refers
        ]
        for column in columns_of(record):
            own = f"{table}.{column.name}"
            lines.append(f"{own} {column.type}{'' if column.null else ' not null'}")
            if column.unit:
                lines.append(f"{own} in {column.unit}")
            if column.vocabulary:
                lines += [f"{own} can be {value}" for value in column.vocabulary.values]
    return lines


def recorded(version: Version) -> list[str]:
    path = CONTRACTS / f"{'.'.join(map(str, version))}.txt"
    return path.read_text(encoding="utf-8").splitlines()


def parsed(version: str) -> Version:
    return tuple(int(part) for part in version.split("."))


def versions() -> list[Version]:
    """The versions whose contract is recorded, the oldest first."""
    return sorted(parsed(path.stem) for path in CONTRACTS.glob("*.txt"))


def least_step(old: Iterable[str], new: Iterable[str]) -> int:
    """The first of the three numbers that must be raised: 0, 1, or 2 where nothing changed."""
    before, after = set(old), set(new)
    if before - after:
        return 0
    return 1 if after - before else 2


def step(old: Version, new: Version) -> int:
    """The first of the three numbers that was raised."""
    return next(i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)


def changelog_versions() -> list[Version]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return [
        parsed(found) for found in regex.findall(r"^## (\d+\.\d+\.\d+)$", text, regex.MULTILINE)
    ]


def test_the_changelog_begins_with_the_version_of_the_code() -> None:
    told = changelog_versions()
    assert told[0] == parsed(SCHEMA_VERSION)
    assert told == sorted(told, reverse=True)


def test_every_version_that_is_told_has_its_contract_recorded() -> None:
    assert versions() == sorted(changelog_versions())


def test_the_tables_are_those_of_the_version() -> None:
    assert contract() == recorded(parsed(SCHEMA_VERSION)), (
        "the tables have changed: raise SCHEMA_VERSION in pipeline/seams/tables.py, say in "
        "CHANGELOG.md what changed, and record the new contract with `python -m tests.package."
        "test_schema_version`; the contracts of earlier versions stay as they are"
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: lines, 2),
        (lambda lines: [*lines, "statuses.comment string"], 1),
        (lambda lines: [*lines, "statuses.source can be annex"], 1),
        (lambda lines: [line for line in lines if line != "statuses.source can be text"], 0),
        (lambda lines: [line.replace("number int16", "number int32") for line in lines], 0),
        (lambda lines: [line.replace("edtf string", "edtf string not null") for line in lines], 0),
        (lambda lines: [line.replace("amount_nok", "amount") for line in lines], 0),
        (lambda lines: [line.replace("links key report_id", "links key") for line in lines], 0),
    ],
)  # fmt: skip
def test_what_kind_of_change_asks_for_which_step(change, expected: int) -> None:  # type: ignore[no-untyped-def]
    lines = contract()
    assert least_step(lines, change(lines)) == expected


def test_each_version_was_raised_by_as_much_as_its_change_asked_for() -> None:
    for old, new in pairwise(versions()):
        assert step(old, new) <= least_step(recorded(old), recorded(new)), (old, new)


def test_every_parquet_file_carries_the_version(two_reports: Tables) -> None:
    files = sorted(two_reports.processed.rglob("*.parquet"))
    assert len(files) == 20 * 2 + 2
    for path in files:
        assert pq.read_metadata(path).metadata[b"schema_version"] == SCHEMA_VERSION.encode(), path


def test_every_table_column_and_value_has_words_and_no_words_are_left_over() -> None:
    assert glossary.tables().keys() == RECORDS.keys()
    used = set()
    for table, record in RECORDS.items():
        text = glossary.tables()[table]
        assert all(text)
        for column in columns_of(record):
            meaning = glossary.meaning_of(table, column.name)
            assert meaning.endswith(".")
            assert meaning.strip() == meaning
            values = [own.value for own in glossary.values_of(table, column.name)]
            assert values == list(column.vocabulary.values if column.vocabulary else ())
            own = (table, column.name)
            used.add(own if own in glossary.keys() else ("", column.name))  # noqa: SIM118
    assert glossary.keys() - used == set()


if __name__ == "__main__":
    text = "".join(f"{line}\n" for line in contract())
    (CONTRACTS / f"{SCHEMA_VERSION}.txt").write_text(text, encoding="utf-8")
