"""One planted fault in a typeset report yields that finding, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.glossary.rulebook import rulebook
from tests.conftest import ROOT, Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, Link, OverviewRow, paragraph
from tests.factory.plans import a_plan

Finding = tuple[str, str, str]
UNTOLD: set[Finding] = {  # the entries of the plan that are meant to have no narrative
    ("narrative-missing", "tiltak-4", "info"),
    ("narrative-missing", "tiltak-15", "warning"),
    ("narrative-missing", "tiltak-19", "info"),
    ("narrative-missing", "vedtak-615", "warning"),
}


def another_status_in_overview(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", overview=(OverviewRow(status="Gjennomført"),))


def another_status_in_text(plan: Edition) -> Edition:
    return plan.with_measure(
        "vedtak-613", status="Under arbeid", overview=(OverviewRow(status="Ikke startet"),)
    )


def another_ministry(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-13", overview=(OverviewRow(ministries="KD, HOD"),))


def another_role(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-6", overview=(OverviewRow(ministries="AID, JD"),))


def another_order(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-5", overview=(OverviewRow(ministries="UD, JD"),))


def og_and_comma(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-2", overview=(OverviewRow(ministries="JD og BFD, HOD"),))


def alle_with_a_mark(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-1", overview=(OverviewRow(ministries="JD og Alle*"),))


def another_word_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke statens barnehjem"),))


def another_mark_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke Statens barnehus."),))


def another_chapter(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-24", overview=(OverviewRow(chapter=1),))


def no_row(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", overview=())


def no_text(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", in_text=False)


def two_rows(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-9", overview=(OverviewRow(), OverviewRow()))


def two_texts(plan: Edition) -> Edition:
    return plan.with_second_printing("tiltak-9", title="Vurdere noe annet")


def a_gap(plan: Edition) -> Edition:
    return plan.without_measure("tiltak-12")


def a_gap_in_requests(plan: Edition) -> Edition:
    return plan.without_measure("vedtak-612")


def a_status_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", status="Utsatt", overview=(OverviewRow(status="Under arbeid"),)
    )


def a_ministry_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="JD, XYD", overview=(OverviewRow(ministries="JD"),)
    )


def a_ministry_of_the_past(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="OED", overview=(OverviewRow(ministries="ED"),)
    )


def a_link_to_somebodys_disk(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=(a_link_to("file:///C:/Users/kari/a.docx"),))


def a_link_to_no_address(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=(a_link_to("rapport.docx"),))


def no_narrative(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=())


def a_link_to(address: str) -> Block:
    return paragraph("Arbeidet er omtalt i ", Link("en artikkel", address), ".")


PLANTED: list[tuple[Callable[[Edition], Edition], set[Finding]]] = [
    (another_status_in_overview, {("status-text-vs-overview", "tiltak-8", "error")}),
    (
        another_status_in_text,
        {
            ("status-text-vs-overview", "vedtak-613", "error"),
            ("status-vs-narrative", "vedtak-613", "warning"),  # it says that nothing has begun
        },
    ),
    (another_ministry, {("ministries-text-vs-overview", "tiltak-13", "error")}),
    (another_role, {("ministries-text-vs-overview", "tiltak-6", "error")}),
    (another_order, {("ministries-text-vs-overview", "tiltak-5", "info")}),
    (og_and_comma, set()),
    (alle_with_a_mark, set()),
    (another_word_in_title, {("title-text-vs-overview", "tiltak-15", "warning")}),
    (another_mark_in_title, {("title-text-vs-overview", "tiltak-15", "info")}),
    (another_chapter, {("chapter-text-vs-overview", "tiltak-24", "error")}),
    (no_row, {("missing-in-overview", "tiltak-17", "error")}),
    (
        no_text,
        {("missing-in-text", "tiltak-17", "error"), ("count-stated", "introduction", "error")},
    ),
    (two_rows, {("duplicate-in-overview", "tiltak-9#2", "error")}),
    (two_texts, {("duplicate-in-text", "tiltak-9#2", "error")}),
    # The report says «alle de 24 tiltakene» and «fem anmodningsvedtak»: it miscounts with one gone.
    (
        a_gap,
        {("numbering-gap", "tiltak-12", "error"), ("count-stated", "introduction", "error")},
    ),
    (
        a_gap_in_requests,
        {("numbering-gap", "vedtak-612", "error"), ("count-stated", "chapter-5", "error")},
    ),
    (a_status_nobody_knows, {("unknown-status", "tiltak-20", "error")}),
    (a_ministry_nobody_knows, {("unknown-ministry", "tiltak-20", "error")}),
    (a_ministry_of_the_past, {("unknown-ministry", "tiltak-20", "error")}),
    (a_link_to_somebodys_disk, {("link-local-file", "tiltak-8", "warning")}),
    (a_link_to_no_address, {("link-not-a-url", "tiltak-8", "warning")}),
    (no_narrative, {("narrative-missing", "tiltak-8", "warning")}),
]


@pytest.mark.parametrize(
    ("plant", "expected"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED]
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


def test_a_sound_report_gives_no_finding(run: Callable[[Path, str], Run], tmp_path: Path) -> None:
    pdf = tmp_path / "2026.pdf"
    pdf.write_bytes(typeset(a_plan(), Knobs(), "typst"))
    assert run(pdf, "2026").findings() == UNTOLD


# Sentences planted as the narrative of one measure (tiltak-8, under way, tiltak-9, carried out, or
# tiltak-4, not started; the report speaks for June 2026), and the findings that they must give.
UNDER_WAY, CARRIED_OUT, NOT_STARTED = "tiltak-8", "tiltak-9", "tiltak-4"
SENTENCES: list[tuple[str, str, set[tuple[str, str]]]] = [
    (UNDER_WAY, "Arbeidet ses i sammenheng med tiltak 144.", {("reference-resolves", "error")}),
    (UNDER_WAY, "Det vises til vedtak 613 og 699.", {("reference-resolves", "error")}),
    (UNDER_WAY, "Se også tiltak 3 og vedtak 611.", set()),
    (UNDER_WAY, "Tiltak 128 i regjeringens nye handlingsplan dekker det samme.", set()),
    (UNDER_WAY, "Fristen er satt til 31. juni 2027.", {("date-impossible", "error")}),
    (UNDER_WAY, "Loven trådte i kraft 1. september 2026.", {("event-after-as-of", "info")}),
    (UNDER_WAY, "Loven trådte i kraft 1. juni 2026.", set()),
    (UNDER_WAY, "Rapporten skal foreligge høsten 2025.", {("planned-before-as-of", "info")}),
    (UNDER_WAY, "Rapporten skal foreligge høsten 2026.", set()),
    (
        UNDER_WAY,
        "Økningen var på 300 mill. kroner (150 mill. kroner i 2024 og 140 mill. kroner i 2025).",
        {("amount-sum", "error")},
    ),
    (
        UNDER_WAY,
        "Økningen var på 300 mill. kroner (150 mill. kroner i 2024 og 150 mill. kroner i 2025).",
        set(),
    ),
    (UNDER_WAY, "Det er bevilget 300 mill. kroner (herav 10 mill. kroner til drift).", set()),
    (
        UNDER_WAY,
        "Gruppen består av tre departementer: Justis- og beredskapsdepartementet (JD), "
        "Barne- og familiedepartementet (BFD) og Kunnskapsdepartementet (KD).",
        set(),
    ),
    (
        UNDER_WAY,
        "Gruppen består av fire departementer: Justis- og beredskapsdepartementet (JD), "
        "Barne- og familiedepartementet (BFD) og Kunnskapsdepartementet (KD).",
        {("count-stated", "error")},
    ),
    (UNDER_WAY, "Planen er utviklet av åtte departementer og inneholder 29 tiltak.", set()),
    (UNDER_WAY, "Rapporten kan lastes ned her.", {("link-missing", "warning")}),
    (UNDER_WAY, "Alle som arbeider her, er kjent med planen.", set()),
    (CARRIED_OUT, "Vurderingen er ikke avsluttet.", {("status-vs-narrative", "warning")}),
    (CARRIED_OUT, "Evalueringen er nå under utarbeidelse.", {("status-vs-narrative", "info")}),
    (CARRIED_OUT, "Rapporten skal ferdigstilles høsten 2026.", {("status-vs-narrative", "info")}),
    (NOT_STARTED, "Avtalene ble inngått i mai 2026.", {("status-vs-narrative", "warning")}),
    (NOT_STARTED, "Departementet har hatt møter med dem.", {("status-vs-narrative", "info")}),
    (NOT_STARTED, "Det er ikke satt av midler til avtalene.", set()),
    (UNDER_WAY, "Materiellet er ferdig og tatt i bruk.", {("status-vs-narrative", "warning")}),
    (UNDER_WAY, "Arbeidet er ikke startet.", {("status-vs-narrative", "warning")}),
    (UNDER_WAY, "Det vurderes hvordan dette kan løses.", {("status-vs-narrative", "info")}),
    (CARRIED_OUT, "Rapporten ble lansert i mai 2026 og følges opp i tildelingsbrev.", set()),
    (UNDER_WAY, "Evalueringen er nå under utarbeidelse.", set()),
]


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


INTRODUCTIONS: list[tuple[str, set[Finding]]] = [
    ("Rapporten gir status for alle de 24 tiltakene per juni 2026.", set()),
    (
        "Rapporten gir status for alle de 25 tiltakene per juni 2026.",
        {("count-stated", "introduction", "error")},
    ),
    (
        "Rapporten gir status for alle de tjue tiltakene per juni 2026.",
        {("count-stated", "introduction", "error")},
    ),
    ("Stortinget traff fem anmodningsvedtak.", set()),
    ("Stortinget traff, i tillegg til vedtak 611, ytterligere fire anmodningsvedtak.", set()),
    ("Vedtak 611 er fulgt opp. Stortinget traff ytterligere fem anmodningsvedtak.", set()),
    ("Stortinget traff ytterligere fem anmodningsvedtak. Vedtak 611 er fulgt opp.", set()),
    ("Stortinget traff seks anmodningsvedtak.", {("count-stated", "introduction", "error")}),
    ("Av de 24 tiltakene er 7 gjennomført.", set()),
    ("Av de 24 tiltakene er 9 gjennomført.", {("count-stated", "introduction", "error")}),
    (
        "Av de 12 fylkene er 3 gjennomført. Av de 24 tiltakene er 9 gjennomført.",
        {("count-stated", "introduction", "error")},
    ),
    ("Av de 24 tiltakene er 7 fullført.", set()),  # another word for it
    ("Av de 24 tiltakene er 9 fullført.", {("count-stated", "introduction", "error")}),
    ("7 gjennomførte tiltak er omtalt.", set()),  # in the plural
    ("9 gjennomførte tiltak er omtalt.", {("count-stated", "introduction", "error")}),
    ("Av de 24 tiltakene er 20 startet.", set()),  # which may be said of what is done, too
    ("I 2025 gjennomførte etaten mange tiltak.", set()),  # a year, and no number of measures
    ("Alle de tjuefire tiltakene er omtalt.", set()),
    ("Alle de tjuefem tiltakene er omtalt.", {("count-stated", "introduction", "error")}),
    ("Et anmodningsvedtak er fulgt opp, og en gjennomført evaluering av tiltak.", set()),
    ("Bare ett av tiltakene er gjennomført.", {("count-stated", "introduction", "error")}),
    ("Bare et av tiltakene er gjennomført.", {("count-stated", "introduction", "error")}),
    ("Rapporten gir status per mai 2026.", {("as-of-differs", "introduction", "warning")}),
    ("En annen plan har 99 tiltak.", set()),
]


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
    "same-text": "validate/test_planted_faults.py",
    "status-regressed": "validate/test_across.py",
    "measure-removed": "validate/test_across.py",
    "measure-added": "validate/test_across.py",
    "title-changed": "validate/test_across.py",
    "ministries-changed": "validate/test_across.py",
    "milestone-overdue": "validate/test_across.py",
}


def test_every_rule_has_a_planted_fault_of_each_severity() -> None:
    planted = {(rule, severity) for _, found in PLANTED for rule, _, severity in found}
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
