"""The register: what it says, what it keeps when it is edited, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.register import (
    Registration,
    add_to_register,
    is_id,
    read_register,
    remove_from_register,
)
from tests.conftest import ROOT

TEXT = """\
# a remark at the top
reports:
  '2025':
    plan: Planen  # its name
    source: her
    note: der
    measures: 131
    accepted:
    - unread: tiltak-5/text/no-status
      reason: avklart
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "reports.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_real_register() -> None:
    entry = read_register(ROOT / "raw" / "reports.yaml")["2025"]
    assert entry.plan.startswith("Opptrappingsplan mot vold og overgrep")
    assert "set again" in entry.note  # honest about what the file is


def test_reading(register: Path) -> None:
    entry = read_register(register)["2025"]
    assert (entry.plan, entry.measures) == ("Planen", 131)
    assert [one.unread for one in entry.accepted] == ["tiltak-5/text/no-status"]


def test_adding_and_removing_leaves_the_rest_as_it_was(register: Path) -> None:
    add_to_register(Registration("2026", "Planen æøå", "kilde", ""), register)
    assert list(read_register(register)) == ["2025", "2026"]
    assert read_register(register)["2026"].plan == "Planen æøå"
    remove_from_register("2026", register)
    assert register.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("reports: [", "ikke gyldig YAML"),
        ("", "ingen «reports:»"),
        ("reports: 3", "ingen «reports:»"),
        ("reports:\n  '2025':\n    source: x\n", "mangler «plan»"),
        ("reports:\n  ../../x:\n    plan: x\n", "kan ikke være en rapport-id"),
        ("reports:\n  '1':\n    plan: x\n    measures: mange\n", "ikke et helt tall"),
        ("reports:\n  '1':\n    plan: x\n    accepted: [{unread: y}]\n", "«reason»"),
        ("reports:\n  '1':\n    plan: x\n    accepted: ja\n", "«accepted».*ikke en liste"),
        ("reports:\n  '1':\n    plan: x\n    measures: true\n", "ikke et helt tall"),
        ("reports:\n  '1':\n    plan: [x]\n", "ikke et navn"),
        ("reports:\n  '1':\n    plan: x\n    as_of: 2026-02-30\n", "umulig dato"),
        ("reports:\n  2026-02-30:\n    plan: x\n", "umulig dato"),
        ("reports:\n  1: {plan: x}\n  '1': {plan: x}\n", "står to ganger"),
        ("reports: !!python/object/apply:os.system ['true']", "«reports:»"),
    ],
)
def test_refusals(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "reports.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=message):
        read_register(path)


def test_an_id_written_as_a_number_can_be_removed(register: Path) -> None:
    register.write_text(f"{TEXT}  2026:\n    plan: Planen\n", encoding="utf-8")
    remove_from_register("2026", register)
    assert register.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("text", ["2025", "2026-juni", "a"])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "..", "a/b", "A", "-a", "å", "a.b", "a" * 60, "con\n"])
def test_no_ids(text: str) -> None:
    assert not is_id(text)
