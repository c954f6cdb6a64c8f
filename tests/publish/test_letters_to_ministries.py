"""The letters to the ministries: to whom, about what, and in which language."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.glossary.asking import Addressee, Addressees
from pipeline.glossary.rulebook import rulebook
from pipeline.publish.letters import named
from pipeline.publish.tables import read_tables
from pipeline.seams.tables import Finding, Report
from tests.publish.conftest import Published


def text_of(made: Published, code: str) -> str:
    return (made.report / f"2025-brev-{code}.html").read_text(encoding="utf-8")


def test_a_letter_goes_to_the_ministry_named_first(published: Published) -> None:
    tables = read_tables("2025", published.processed)
    asked = Addressees(tables.ministries)
    assert asked.coordinating == Addressee("JD", "Justis- og beredskapsdepartementet")
    assert asked.of("tiltak-50") == Addressee("HOD", "Helse- og omsorgsdepartementet")
    assert asked.of("vedtak-619") == asked.of(None) == asked.coordinating
    assert [other.code for other in asked.copies("tiltak-4")] == ["BFD"]  # «JD, BFD, alle»
    assert "Tiltak 50: " in text_of(published, "HOD")
    assert "Tiltak 4: " in text_of(published, "JD")
    assert "Barne- og familiedepartementet" in text_of(published, "JD").split("</dl>")[0]


def test_a_letter_asks_about_errors_and_warnings_and_what_is_confirmed(
    published: Published, tmp_path: Path
) -> None:
    html = text_of(published, "JD")
    assert "Hvilken status er riktig, og hvilket av de to stedene skal rettes?" in html
    assert "Tyder" not in html and "tyder på" not in html  # no opinion on who is right
    assert "c41d60d0eed9" not in html  # a full stop in a title

    def judged(findings: list[Finding]) -> list[Finding]:
        return [
            replace(finding, verdict="bekreftet")
            if finding.id == "9b2d57bcc743"  # an info, on tiltak 3
            else replace(finding, verdict="forklart")
            if finding.id == "29541a33a036"
            else finding
            for finding in findings
        ]

    html = text_of(published.altered(tmp_path, Finding, judged), "JD")
    assert "9b2d57bcc743" in html
    assert "29541a33a036" not in html  # set aside: there is nothing to ask


def test_a_letter_on_a_report_in_nynorsk_is_in_nynorsk(
    published: Published, tmp_path: Path
) -> None:
    made = published.altered(
        tmp_path, Report, lambda rows: [replace(row, language="nn") for row in rows]
    )
    html = text_of(made, "JD")
    assert '<html lang="nn">' in html
    assert "Kva for status er rett, og kva for ein av dei to stadene skal rettast?" in html
    assert "I oversikta, s. 65" in html
    assert "«Gjennomført»" in html  # as printed
    page = (made.report / "2025.html").read_text(encoding="utf-8")
    assert "Kontrollen er skrevet på bokmål; det som er sitert, er uendret." in page


def test_letters_without_questions_are_removed(published: Published, tmp_path: Path) -> None:
    made = published.altered(tmp_path, Finding, lambda _: [])
    assert [path.name for path in made.report.glob("*-brev-*")] == []
    published.again(made.report)
    again = made.again(made.report)
    assert [path.name for path in again.report.glob("*-brev-*")] == []


def test_every_rule_has_something_to_ask_in_both_languages() -> None:
    for rule in rulebook().values():
        assert rule.ask.endswith(("?", ".")), rule.rule
        assert rule.ask_nn.endswith("?") == rule.is_question, rule.rule


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anmodningsvedtak 611", "Oppmodingsvedtak 611"), ("Tiltak 4", "Tiltak 4"),
     ("I oversikten", "I oversikta"), ("I teksten", "I teksten")],
)  # fmt: skip
def test_names_in_nynorsk(name: str, expected: str) -> None:
    assert named(name, "nn") == expected
    assert named(name, "nb") == name
