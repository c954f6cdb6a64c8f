"""Three reports on one plan with planted histories, and one on another plan.

What each year says of a promise is in HISTORIES, and what must be read of it: nothing of a status.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from tests.factory.edition import Block, Chapter, Edition, Measure
from tests.factory.plans import a_nynorsk_plan

FIRST, SECOND, THIRD, OTHER = "2025", "2026", "2027", "distrikt-2026"


class Told(NamedTuple):
    """What a later report is to tell: the event, the sentence, where it moved to, by how much."""

    event: str
    sentence: str | None = None
    moved_to: str | None = None
    slip_days: int | None = None


SILENT = Told("silent")
GONE = Told("item-gone")

# item: the texts of 2025, 2026 and 2027 (None: not in the report); what 2026 and 2027 tell of the
# promise of 2025
HISTORIES: dict[str, tuple[tuple[str | None, ...], tuple[Told, Told]]] = {
    "tiltak-1": (  # done
        (
            "Veilederen skal publiseres innen 1. desember 2025.",
            "Veilederen ble publisert 20. november 2025.",
            "Veilederen ble publisert 20. november 2025. Den er lastet ned 4 000 ganger.",
        ),
        (
            Told("told-done", "Veilederen ble publisert 20. november 2025."),
            Told("told-done", "Veilederen ble publisert 20. november 2025."),
        ),
    ),
    "tiltak-2": (  # late, then done
        (
            "Rapporten skal leveres i mars 2026.",
            "Rapporten er ennå ikke levert.",
            "Rapporten ble levert i september 2026, et halvt år etter planen.",
        ),
        (
            Told("told-delayed", "Rapporten er ennå ikke levert."),
            Told("told-done", "Rapporten ble levert i september 2026, et halvt år etter planen."),
        ),
    ),
    "tiltak-3": (  # moved twice
        (
            "Evalueringen skal ferdigstilles i desember 2025.",
            "Evalueringen er utsatt og skal nå ferdigstilles i desember 2026.",
            "Evalueringen ventes nå ferdigstilt i juni 2028.",
        ),
        (
            Told(
                "moved",
                "Evalueringen er utsatt og skal nå ferdigstilles i desember 2026.",
                "2026-12",
                365,
            ),
            Told("moved", "Evalueringen ventes nå ferdigstilt i juni 2028.", "2028-06", 912),
        ),
    ),
    "tiltak-4": (  # the text unchanged, the status new
        (
            "Kartleggingen skal gjennomføres høsten 2025.",
            "Kartleggingen skal gjennomføres høsten 2025.",
            "Kartleggingen skal gjennomføres høsten 2025.",
        ),
        (
            Told("restated", "Kartleggingen skal gjennomføres høsten 2025."),
            Told("restated", "Kartleggingen skal gjennomføres høsten 2025."),
        ),
    ),
    "tiltak-5": (  # silent, whatever the status
        (
            "Det tas sikte på å åpne senteret i januar 2026.",
            "Departementet har hatt møter med kommunene.",
            "Departementet har hatt møter med kommunene og helseforetakene.",
        ),
        (SILENT, SILENT),
    ),
    "tiltak-6": (  # dropped
        (
            "Handlingsplanen skal legges fram våren 2026.",
            "Det er opprettet en arbeidsgruppe.",
            None,
        ),
        (SILENT, GONE),
    ),
    "tiltak-7": (  # renumbered in 2026: tiltak 9
        (
            "Lovendringen vil tre i kraft 1. januar 2026.",
            "Lovendringen trådte i kraft 1. januar 2026.",
            "Lovendringen trådte i kraft 1. januar 2026. Erfaringene er gode.",
        ),
        (
            Told("told-done", "Lovendringen trådte i kraft 1. januar 2026."),
            Told("told-done", "Lovendringen trådte i kraft 1. januar 2026."),
        ),
    ),
    "tiltak-8": (  # split in 2027: tiltak 8 and tiltak 10
        (
            "Politidirektoratet utvikler et kurs for etterforskere i alle politidistrikter. "
            "Kurset skal være ferdig i oktober 2026. Helsedirektoratet utvikler samtidig en egen "
            "samtaleguide for fastleger og legevakter som møter voldsutsatte pasienter. Guiden "
            "skal publiseres innen utgangen av 2026.",
            "Politidirektoratet utvikler et kurs for etterforskere i alle politidistrikter. "
            "Kurset skal være ferdig i oktober 2026. Helsedirektoratet utvikler samtidig en egen "
            "samtaleguide for fastleger og legevakter som møter voldsutsatte pasienter. Guiden "
            "skal publiseres innen utgangen av 2026.",
            "Politidirektoratet utvikler et kurs for etterforskere i alle politidistrikter. "
            "Kurset ble ferdig i oktober 2026.",
        ),
        (
            Told("restated", "Kurset skal være ferdig i oktober 2026."),
            Told("told-done", "Kurset ble ferdig i oktober 2026."),
        ),
    ),
}
GUIDE = (  # the part that became tiltak 10
    "Helsedirektoratet utvikler samtidig en egen samtaleguide for fastleger og legevakter som "
    "møter voldsutsatte pasienter. Guiden skal publiseres innen utgangen av 2026. Arbeidet er "
    "forsinket, og guiden ventes nå publisert i mars 2028."
)
TITLES = (
    "Utarbeide en veileder for barnevernet",
    "Utrede tilbudet til eldre",
    "Evaluere krisesenterloven",
    "Kartlegge omfanget av digital vold",
    "Etablere et senter i Nord-Norge",
    "Lage en handlingsplan mot tvangsekteskap",
    "Endre straffeloven",
    "Styrke kompetansen i politiet og helsetjenesten",
)
STATUSES = {
    FIRST: ("Under arbeid",) * 8,
    SECOND: ("Gjennomført", "Under arbeid", "Under arbeid", "Gjennomført", "Gjennomført",
             "Under arbeid", "Gjennomført", "Under arbeid"),
    THIRD: ("Gjennomført", "Gjennomført", "Under arbeid", "Gjennomført", "Ikke startet",
            "Under arbeid", "Gjennomført", "Under arbeid"),
}  # fmt: skip
FORECAST = Measure(
    11, "Følge med på omfanget", "JD", "Under arbeid",
    (Block(("Dette gir en prognose for 2026 på 400 saker.",)),),
)  # fmt: skip


def three_years() -> dict[str, Edition]:
    """The reports by id, in the order in which they were registered."""
    return {
        FIRST: _edition("juni 2025", _measures(FIRST, 0)),
        SECOND: _edition("juni 2026", _measures(SECOND, 1)),
        THIRD: _edition("juni 2027", _measures(THIRD, 2)),
        OTHER: replace(a_nynorsk_plan(), as_of="november 2026"),
    }


def _edition(as_of: str, measures: list[Measure]) -> Edition:
    return Edition(
        "Status for gjennomføring av tiltak i opptrappingsplan mot vold og overgrep",
        "",
        as_of,
        (Chapter("Forebygging", tuple(measures)),),
    )


def _measures(report_id: str, year: int) -> list[Measure]:
    measures = []
    for number, (item_id, (texts, _)) in enumerate(HISTORIES.items(), start=1):
        text = texts[year]
        if text is None:
            continue
        renumbered = item_id == "tiltak-7" and year > 0
        blocks = tuple(Block((part,)) for part in text.split("\n"))
        measures.append(
            Measure(
                9 if renumbered else number,
                TITLES[number - 1],
                "JD",
                STATUSES[report_id][number - 1],
                blocks,
            )
        )
    if report_id == THIRD:
        guide = Measure(10, "Lage en samtaleguide", "HOD", "Under arbeid", (Block((GUIDE,)),))
        measures.append(guide)
    return [*sorted(measures, key=lambda m: m.number), FORECAST]
