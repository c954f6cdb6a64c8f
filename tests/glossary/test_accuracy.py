"""expectations/accuracy.json: what `make accuracy` measured, and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.glossary.accuracy import Accuracy, Corpus, read_accuracy
from pipeline.glossary.rulebook import rulebook
from pipeline.runtime.refusal import Refusal
from tests.conftest import ROOT

PATH = ROOT / "expectations" / "accuracy.json"


def test_every_rule_is_measured_finds_what_is_planted_and_raises_no_false_alarm() -> None:
    measured = read_accuracy(PATH)
    assert list(measured) == list(rulebook())
    for rule, accuracy in measured.items():
        assert accuracy.found == accuracy.planted, rule
        assert accuracy.false_alarms == 0, rule
        assert accuracy.sound > 100, rule


def test_how_it_is_said() -> None:
    accuracy = Accuracy(
        planted=5, found=4, sound=180, false_alarms=1,
        corpora=[Corpus("dates-roles", 93, 0.981, 0.96)], verdicts={"bekreftet": 2},
    )  # fmt: skip
    assert accuracy.sentence() == (
        "Fant 4 av 5 innlagte feil; 1 falsk alarm i 180 rapporter uten slike feil; presisjon 0,98 "
        "og dekning 0,96 på 93 tekster som regelen er utviklet med; vurdert «bekreftet»: 2."
    )


def test_a_rule_without_planted_faults() -> None:
    accuracy = Accuracy(planted=0, found=0, sound=180, false_alarms=0, corpora=[], verdicts={})
    assert accuracy.sentence() == "Ingen falske alarmer i 180 rapporter uten slike feil."


@pytest.mark.parametrize("content", [None, "{", '{"same-text": {"planted": "tre"}}'])
def test_a_file_that_is_missing_or_no_such_file_is_refused(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "accuracy.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match="make accuracy"):
        read_accuracy(path)
