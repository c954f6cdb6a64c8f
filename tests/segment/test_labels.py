"""Labels, column heads and numbered headings: lines that are such, and lines that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.terms import NO_TERMS, Terms
from pipeline.segment import vocabulary
from pipeline.segment.labels import labels_of, with_whole_labels
from pipeline.segment.structure import structure_of
from pipeline.segment.vocabulary import head_kind, normalised, rows
from tests.segment.learnt import pages_of
from tests.segment.lines import line_of

LABELS = [  # a line, (kind, value) of each label in it
    ("Ansvarlig departement: JD, alle", [("ministries", "JD, alle")]),
    ("Status: Under arbeid", [("status", "Under arbeid")]),
    ("STATUS: Gjennomført", [("status", "Gjennomført")]),
    ("Ansvarleg departement: JD", [("ministries", "JD")]),
    ("Ansvarlig departement : JD", [("ministries", "JD")]),
    ("Status for tiltaket: Ikkje starta", [("status", "Ikkje starta")]),
    ("Ansvarlig: JD, AD, BLD", [("ministries", "JD, AD, BLD")]),
    ("Gjennomføring: 2014-2017", [("period", "2014-2017")]),
    (
        "Ansvarlig departement: JD Status: Under arbeid",
        [("ministries", "JD"), ("status", "Under arbeid")],
    ),
    ("Status:", [("status", "")]),
    (  # a sign parts labels from each other, also those that no vocabulary has
        "Berørte etater: POD | Status: Gjennomført | Ansvarlig: JD |",
        [("other", "POD"), ("status", "Gjennomført"), ("ministries", "JD")],
    ),
    ("| Status: Gjennomført", [("status", "Gjennomført")]),
    ("Budsjett 2026: 12 mill. kr", [("budget", "12 mill. kr")]),  # of a year
]
NO_LABELS = [
    "Status for arbeidet er at det går bra.",  # no colon
    "Det er et ansvar: JD skal følge opp.",  # not at the start of the line
    "Statusen: den er god",  # another word
    "Ansvarlig for dette: JD",  # more than the label
    "• Rapportering: Gruppen skriver en årlig rapport.",  # a bullet is no sign between labels
    "Merk: Status: Gjennomført",  # a label begins a line or stands behind another's value
]


@pytest.mark.parametrize(("text", "expected"), LABELS)
def test_labels(text: str, expected: list[tuple[str, str]]) -> None:
    found = [
        (label.kind, text[label.value_start : label.value_end].strip())
        for label in labels_of(line_of(text), NO_TERMS)
    ]
    assert found == expected


@pytest.mark.parametrize("text", NO_LABELS)
def test_no_labels(text: str) -> None:
    assert labels_of(line_of(text), NO_TERMS) == ()


@pytest.mark.parametrize("row", rows("labels"), ids=lambda row: row["label"])
def test_each_label_reads_its_own_example(row: dict[str, str]) -> None:
    (label, *_) = labels_of(line_of(row["example"]), NO_TERMS)
    assert (label.kind, label.name) == (row["kind"], row["label"])


@pytest.mark.parametrize("row", rows("columns"), ids=lambda row: row["head"])
def test_each_column_head_is_found_in_its_own_example(row: dict[str, str]) -> None:
    assert head_kind(row["example"].split(), NO_TERMS) == row["kind"]


@pytest.mark.parametrize("text", ["Gjennomførte", "Nrk melder", "Ansvaret ligger", "Statusen"])
def test_words_that_only_begin_alike_are_no_heads(text: str) -> None:
    assert head_kind(text.split(), NO_TERMS) is None


def test_a_kind_that_does_not_exist_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "kind,label,language,first_seen,example\nmerknad,Merknad,nb,,Merknad: x\n"
    (tmp_path / "labels.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    with pytest.raises(Refusal, match=r"(?s)«merknad».*i raden «merknad,Merknad.*remark.*other"):
        rows("labels")


def test_a_label_of_the_report_is_no_longer_what_it_is_to_all() -> None:
    terms = Terms(labels=(("Framdrift", "narrative"), ("Status for arbeidet", "remark")))
    line = line_of("Framdrift: Alt går bra. Status for arbeidet: x Status: Gjennomført")
    kinds = ["narrative", "remark", "status"]
    assert [label.kind for label in labels_of(line, terms)] == kinds
    assert labels_of(line_of("Framdrift: Under arbeid"), NO_TERMS)[0].kind == "status"


def test_a_column_head_of_the_report_comes_first() -> None:
    terms = Terms(columns=(("Ansvar", "other"), ("Hva vi skal gjøre nå", "title")))
    assert head_kind(["Ansvar"], terms) == "other"
    assert head_kind(["Hva", "vi", "skal", "gjøre", "nå", "og", "siden"], terms) == "title"
    assert head_kind(["Ansvar"], NO_TERMS) == "ministries"


def test_titles_compare_without_number_capitals_and_marks() -> None:
    assert normalised("1 Helhetlig og samordnet innsats") == "helhetlig og samordnet innsats"
    assert normalised("Kapittel 2. Forebygging:") == "forebygging"
    assert normalised("5.–10. trinn") == "5 10 trinn"


def test_labels_that_signs_part_go_on_over_lines() -> None:
    lines = [
        line_of("Ansvarlig: JD, BFD | Berørte etater: Politi-"),
        line_of("direktoratet | Frist: 2027 |"),
        line_of("Status: Under arbeid"),
    ]
    (whole,) = with_whole_labels(lines, NO_TERMS)
    assert [label.name for label in labels_of(whole, NO_TERMS)] == [
        "Ansvarlig", "Berørte etater", "Frist", "Status"
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["inkluderingsdepartementet | Frist: 2027 |", "AID |"])
def test_a_list_over_three_lines_goes_on_to_the_labels_behind_a_bar(last: str) -> None:
    lines = [
        line_of("Ansvarlig: Barne- og familiedepartementet, Helse- og"),
        line_of("omsorgsdepartementet, Kunnskapsdepartementet, Arbeids- og"),
        line_of(last),
        line_of("Status: Under arbeid"),
    ]
    (whole,) = with_whole_labels(lines, NO_TERMS)
    names = [label.name for label in labels_of(whole, NO_TERMS)]
    assert (names[0], names[-1]) == ("Ansvarlig", "Status")


def test_labels_that_a_tab_parts_go_on_over_lines() -> None:
    lines = [line_of("Ansvarlig: JD,"), line_of("BFD\tBerørte etater: POD")]
    (whole,) = with_whole_labels(lines, NO_TERMS)
    assert [label.name for label in labels_of(whole, NO_TERMS)] == ["Ansvarlig", "Berørte etater"]


def test_a_label_behind_a_sign_and_a_gap_is_one() -> None:
    line = line_of("Ansvarlig: JD |\tBerørte etater: POD | Frist: 2027")
    names = [label.name for label in labels_of(line, NO_TERMS)]
    assert names == ["Ansvarlig", "Berørte etater", "Frist"]


@pytest.mark.parametrize("mark", ["•", "–", "1.", "a)", "(2)"])
def test_an_item_of_a_list_is_no_more_labels(mark: str) -> None:
    lines = [line_of("Status: Under arbeid"), line_of(f"{mark}\tRapportering: Gruppen skriver.")]
    assert with_whole_labels(lines, NO_TERMS) == lines


def test_a_list_below_labels_that_its_bullets_part_is_no_more_of_them() -> None:
    lines = [line_of("Ansvarlig: JD • Status: Under arbeid"), line_of("• Gruppen skriver videre.")]
    assert with_whole_labels(lines, NO_TERMS) == lines


def test_running_text_is_no_rest_of_a_value() -> None:
    """«tre departementer:» reads like a label, but a label begins with a capital."""
    lines = [
        line_of("Status: Under arbeid"),
        line_of("Gruppen består av tre departementer: JD, BFD og KD."),
    ]
    assert [line.text for line in with_whole_labels(lines, NO_TERMS)] == [
        line.text for line in lines
    ]


def test_a_label_that_a_line_parts_is_no_rest_of_the_value_before() -> None:
    lines = [
        line_of("Ansvarlig: BFD, HOD, AID Gjennomfø-"),
        line_of("ring: 2026–2028 Status for tiltaket: Gjennomført"),
    ]
    assert [" ".join(line.text.split()) for line in with_whole_labels(lines, NO_TERMS)] == [
        "Ansvarlig: BFD, HOD, AID Gjennomføring: 2026–2028 Status for tiltaket: Gjennomført",
    ]


BARE = """# Forebygging
Kapitlet handler om forebygging.

*1 Styrke barnehusene
*Status
Under arbeid
*Ansvarlig
JD
*Berørte etater
Politidirektoratet
*Omtale
Barnehusene har flere ansatte.

*2 Innføre varsling til foreldre
*Status
Gjennomført
*Ansvarlig
BFD
*Berørte etater
Helsedirektoratet og Bufdir
*Omtale
Varslingen er innført.
"""


def test_a_bare_label_that_nobody_knows_stands_before_one_that_is_known(tmp_path: Path) -> None:
    """«Omtale» is as far from «Ansvarlig» as running text may be; between them is a label."""
    blocks, _, _ = structure_of(list(pages_of(BARE, tmp_path)), "report.pdf", NO_TERMS)
    found = [(b.owner, b.part, b.text) for b in blocks if b.part in ("field-other", "paragraph")]
    assert [each for each in found if each[0] in ("tiltak-1", "tiltak-2")] == [
        ("tiltak-1", "field-other", "Politidirektoratet"),
        ("tiltak-1", "paragraph", "Barnehusene har flere ansatte."),
        ("tiltak-2", "field-other", "Helsedirektoratet og Bufdir"),
        ("tiltak-2", "paragraph", "Varslingen er innført."),
    ]
