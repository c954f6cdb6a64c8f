"""`why`: what each line was taken for, in words that need no programmer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.why import why
from pipeline.runtime.refusal import Refusal
from pipeline.segment.__main__ import segment
from tests.segment.learnt import pages_of

REPORT = """\
# Forebygging
Kapitlet handler om forebygging.

*1 Styrke barnehusene i hele landet
Ansvarlig departement: JD
Status: Under arbeid
Barnehusene har fått flere ansatte, og arbeidet går videre.

*850 Barn har fått hjelp
Alle barnehus skal ha samme tilbud.

*2 Innføre varsling til foreldre
Ansvarlig departement: BFD
Status: Gjennomført
Varslingen virker siden januar.
===
# Oversikt over tiltakene
---
*Nr. | Tiltak | Ansvarlig departement | Status
---
1 | Styrke barnehusene i hele landet | JD | Under arbeid
---
2 | Innføre varsling til foreldre | BFD | Gjennomført
---
"""


@pytest.fixture(autouse=True)
def _segmented(project: Path) -> None:
    """A project in which the first of two registered reports is read."""
    folder = project / "interim" / "2025"
    folder.mkdir(parents=True)
    pages_of(REPORT, folder)
    segment(folder / "extract", folder / "segment")


def test_a_page_says_of_each_line_what_it_is_and_why() -> None:
    said = _unwrapped(why("2025", "1", None))
    assert (
        "3 1 Styrke barnehusene i hele landet → Tiltak 1: nummer; tittel, fordi linjen er satt som "
        "overskriftene (+3), begynner som oversiktens tittel (+3), har ledetekster under seg (+2), "
        "har det neste nummeret i rekken (+1), har luft over seg (+1) – i alt 10, 4 er nok"
    ) in said
    assert (
        "5 Status: Under arbeid → Tiltak 1: ledetekst; status, fordi linjen begynner med en "
        "ledetekst som er kjent, og kolon"
    ) in said
    assert "radens" not in said


def test_what_else_a_line_might_be_is_said() -> None:
    said = _unwrapped(why("2025", None, "tiltak-1"))
    assert (
        "7 850 Barn har fått hjelp → Tiltak 1: avsnitt, fordi linjen har mer luft over seg enn "
        "linjene i et avsnitt ? Også vurdert: overskrift for et tiltak: er satt som overskriftene "
        "(+3), har luft over seg (+1), har et nummer langt fra rekken (-3) – i alt 1, 4 er nok"
    ) in said


def test_an_item_is_shown_in_the_text_and_in_the_overview() -> None:
    said = _unwrapped(why("2025", None, "Tiltak 2"))
    assert "Side 1 9 2 Innføre varsling til foreldre → Tiltak 2: nummer; tittel" in said
    assert (
        "Side 2 4 2 Innføre varsling til foreldre BFD Gjennomført → Tiltak 2: radens nummer; "
        "radens tittel; radens departementer; radens status, fordi linjen står mellom to streker "
        "på tvers"
    ) in said
    assert "Tiltak 1" not in said


def test_without_page_and_item_the_report_as_a_whole_is_shown() -> None:
    said = _unwrapped(why("2025", None, None))
    assert (
        "- Løpende tekst: Helvetica 10, 13 punkter fra linje til linje, like lange linjer." in said
    )
    assert "- Overskrifter på tiltak: Helvetica 10 fet, begynner med et nummer." in said
    assert "- Numre på tiltak og vedtak: 1–2." in said
    assert "- Ledetekst: «Status», 2 ganger" in said
    assert (
        "- Oversikt på side 2: 2 rader. Kolonner: Nr. (nummer) | Tiltak (tittel) | Ansvarlig "
        "departement (ansvarlig departement) | Status (status)."
    ) in said
    assert "Linjer som også ble vurdert som noe annet, står på side 1." in said


@pytest.mark.parametrize(
    ("report_id", "page", "item", "message"),
    [
        ("2024", None, None, "rapporten «2024» er ikke registrert. en av: 2025, 2026."),
        ("2026", None, None, "rapporten er ikke lest ennå. kjør «dvc repro»."),
        ("2025", "3", None, "siden finnes ikke. et tall fra 1 til 2."),
        ("2025", "ni", None, "siden finnes ikke. et tall fra 1 til 2."),
        (
            "2025",
            None,
            "tiltak-9",
            "det er ikke lest noe slikt tiltak eller vedtak. en av: tiltak-1, tiltak-2.",
        ),
    ],
)
def test_what_is_not_there_is_refused(
    report_id: str, page: str | None, item: str | None, message: str
) -> None:
    with pytest.raises(Refusal) as refused:
        why(report_id, page, item)
    for part in message.split(". "):
        assert part in str(refused.value)


def _unwrapped(text: str) -> str:
    return " ".join(text.split())
