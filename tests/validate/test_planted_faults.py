"""One planted fault in a typeset report yields that finding, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.glossary.rulebook import rulebook
from pipeline.seams.terms import Terms
from tests.conftest import ROOT, TERMS, Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, Link, paragraph
from tests.factory.plans import a_plan
from tests.planted import (
    AGAINST_EACH_OTHER,
    CARRIED_OUT,
    INTRODUCTIONS,
    LINKS_GUESSED,
    PLANTED,
    SENTENCES,
    UNTOLD,
    Finding,
)


@pytest.mark.parametrize(
    ("plant", "expected"),
    [*PLANTED, *AGAINST_EACH_OTHER],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_planted(
    run: Callable[[Path, str], Run],
    tmp_path: Path,
    plant: Callable[[Edition], Edition],
    expected: set[Finding],
) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plant(a_plan()), Knobs(), "typst"))
    findings = run(pdf, "2026").findings()
    assert findings - UNTOLD == expected


@pytest.mark.parametrize(
    ("plant", "expected"), LINKS_GUESSED, ids=lambda value: getattr(value, "__name__", "")
)
def test_planted_where_links_are_guessed(
    run: Callable[[Path, str], Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[Edition], Edition],
    expected: set[Finding],
) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plant(a_plan()), Knobs(), "typst"))
    monkeypatch.setitem(TERMS, pdf, Terms(links_guessed=True))
    assert run(pdf, "2026").findings() - UNTOLD == expected


def test_a_sound_report_gives_no_finding(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(a_plan(), Knobs(), "typst"))
    assert run(pdf, "2026").findings() == UNTOLD


@pytest.mark.parametrize(("item_id", "sentence", "expected"), SENTENCES)
def test_sentences(
    run: Callable[[Path, str], Run],
    tmp_path: Path,
    item_id: str,
    sentence: str,
    expected: set[tuple[str, str]],
) -> None:
    pdf = tmp_path / "2026.pdf"
    plan = a_plan().with_measure(item_id, narrative=(Block((sentence,)),))
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    findings = run(pdf, "2026").findings()
    assert findings - UNTOLD == {(rule, item_id, severity) for rule, severity in expected}


@pytest.mark.parametrize(("sentence", "expected"), INTRODUCTIONS)
def test_introductions(
    run: Callable[[Path, str], Run], tmp_path: Path, sentence: str, expected: set[Finding]
) -> None:
    pdf = tmp_path / "2026.pdf"
    plan = replace(a_plan(), introduction=(Block((sentence,)),))
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    assert run(pdf, "2026").findings() - UNTOLD == expected


def test_a_sentence_does_not_end_after_an_abbreviation(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """The whole sentence is quoted, and looked through for a link."""
    quoted = "Arbeidet følges opp, jf. Prop. 36 S (2023–2024), men evalueringen pågår."
    linked = paragraph(
        "Se ", Link("rapporten", "https://www.bufdir.no"), " (jf. Kripos), som kan lastes ned her."
    )
    plan = a_plan().with_measure(CARRIED_OUT, narrative=(Block((quoted,)), linked))
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    _, findings = run(pdf, "2026").compared()
    values = [f.right_value for f in findings if f.rule == "status-vs-narrative"]
    assert values == [quoted]


def test_the_same_text_twice(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    plan = a_plan()
    text = next(m for m in plan.measures if sum(len(b.text) for b in m.narrative) > 600).narrative
    plan = plan.with_measure("tiltak-12", narrative=text)
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    findings = run(pdf, "2026").findings() - UNTOLD
    assert {(rule, severity) for rule, _, severity in findings} == {("same-text", "info")}


ELSEWHERE = {  # faults of the PDF itself, and of a report that follows another
    "engines-disagree": "test_hostile_readings.py",
    "overview-readings-differ": "test_hostile_readings.py",
    "text-layer": "test_hostile_files.py",
    "page-sequence": "validate/test_holes.py",
    "word-division": "validate/test_divisions.py",
    "status-new-text-same": "planted.py",
    "status-regressed": "planted.py",
    "measure-removed": "planted.py",
    "measure-added": "planted.py",
    "title-changed": "planted.py",
    "ministries-changed": "planted.py",
    "milestone-overdue": "validate/test_milestones.py",
    "edition-changed": "validate/test_across.py",
    "correction-not-made": "validate/test_across.py",
}


def test_every_rule_has_a_planted_fault_of_each_severity() -> None:
    planted = {
        (rule, severity)
        for _, found in [*PLANTED, *AGAINST_EACH_OTHER, *LINKS_GUESSED]
        for rule, _, severity in found
    }
    planted |= {(rule, severity) for rule, _, severity in UNTOLD}
    planted |= {found for _, _, expected in SENTENCES for found in expected}
    planted |= {(rule, severity) for _, found in INTRODUCTIONS for rule, _, severity in found}
    assert planted == {
        (text.rule, severity)
        for text in rulebook().values()
        for severity in text.severities
        if text.rule not in ELSEWHERE
    }
    for rule, module in ELSEWHERE.items():
        assert f'"{rule}"' in (ROOT / "tests" / module).read_text(encoding="utf-8"), rule
