"""The plan that a cover names."""

from __future__ import annotations

import pytest

from pipeline.norwegian.plan_names import plan_of_cover

NAMED = [  # a line of a cover, the plan
    (
        "Status for gjennomføring av tiltak i Opptrappingsplan mot vold og overgrep mot barn og "
        "vold i nære relasjoner (2024–2028)",
        "Opptrappingsplan mot vold og overgrep mot barn og vold i nære relasjoner (2024–2028)",
    ),
    ("Status i handlingsplan for bygdene (2025–2028)", "Handlingsplan for bygdene (2025–2028)"),
    (
        "Handlingsplan mot vold i nære relasjoner 2014–2017: status for tiltakene",
        "Handlingsplan mot vold i nære relasjoner 2014–2017",
    ),
    (
        "Handlingsplan for trygge barn (2025–2029) Trygg oppvekst Status Desember 2026",
        "Handlingsplan for trygge barn (2025–2029)",
    ),
    (
        "Handlingsplan mot rasisme og diskriminering – ny innsats 2024–2027",
        "Handlingsplan mot rasisme og diskriminering – ny innsats 2024–2027",
    ),
    ("Statusrapport for opptrappingsplanen mot vold 2026", "Opptrappingsplan mot vold"),
    ("Planen for klimatilpasning mot 2030", "Plan for klimatilpasning mot 2030"),
    ("Opptrappingsplanen 2024–2028 per juni", "Opptrappingsplan 2024–2028"),
    ("Strategien «Et liv uten vold» 2021-25: status", "Strategi «Et liv uten vold» 2021-25"),
    ("Handlingsplan for barn Juni 2025", "Handlingsplan for barn"),
    ("STATUS FOR HANDLINGSPLAN MOT VOLD", "HANDLINGSPLAN MOT VOLD"),
    ("Hand\u00adlingsplan  mot\u00a0vold\u200b", "Handlingsplan mot vold"),
    (
        "Handlingsplan til strategi mot svart arbeid",
        "Handlingsplan til strategi mot svart arbeid",
    ),
    ("Trygghet for alle\nHandlingsplan mot vold\nPlan for noe annet", "Handlingsplan mot vold"),
]


@pytest.mark.parametrize(("text", "plan"), NAMED)
def test_the_plan(text: str, plan: str) -> None:
    assert plan_of_cover(text) == plan


NOT_NAMED = [
    "",
    "Trygghet for alle",
    "Oversikt over tiltakene i planen",
    "Handlingsplanen og tildelingsbrev",
    "Status for oppfølging av to handlingsplaner for barn og unge",  # which of them?
    "Handlingsplan mot vold (2020–2024) og Handlingsplan mot hat (2021–2025)",
    "Regjeringens handlingsplan mot rasisme og Regjeringens strategi mot hatprat",
    "Plan for " + "en setning som ikke tar slutt " * 10,
]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_no_plan(text: str) -> None:
    assert plan_of_cover(text) is None
