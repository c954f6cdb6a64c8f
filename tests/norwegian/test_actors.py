"""Actors: who is named, and what is no name.

The gold of chapters 1 and 2 was annotated by hand. A mention is the name of a public body, a
research institution or an organisation, in any form. No actors are: ministries, the Storting and
the government; states and unions of states; bodies called by what they are («politiet»,
«direktoratet»); groups and programmes (Direktoratsgruppen, TryggEst); services and their local
units (Statens barnehus, a prison, a municipality). A name and its abbreviation in parentheses are
one mention.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.norwegian.actors import Actors
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import ActorMention
from tests.conftest import Run

GOLD = Path(__file__).parent.parent / "gold" / "actors-chapters-1-2.jsonl"


def named(text: str, *abbreviations: tuple[str, str]) -> list[tuple[str, str]]:
    """The mentions in `text`: as printed, and who it is."""
    found = Actors(abbreviations).find(text)
    return [(text[start:end], actor.actor) for start, end, actor in found]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Bufdir deltar.", [("Bufdir", "Bufdir")], "a short name"),
        (
            "Barne-, ungdoms- og familiedirektoratet (Bufdir) deltar.",
            [("Barne-, ungdoms- og familiedirektoratet (Bufdir)", "Bufdir")],
            "the abbreviation is of the same actor: one mention",
        ),
        (
            "Helsedirektoratet (Bufdir deltar) leder.",
            [("Helsedirektoratet", "Helsedirektoratet"), ("Bufdir", "Bufdir")],
            "another actor in parentheses",
        ),
        ("Det er NOVA/OsloMet.", [("NOVA", "NOVA"), ("OsloMet", "OsloMet")], "two with a slash"),
        (
            "Bufdirs veileder og NKVTS’ kurs",
            [("Bufdirs", "Bufdir"), ("NKVTS’", "NKVTS")],
            "genitive",
        ),
        ("De fem RVTSene og RVTSenes kurs", [("RVTSene", "RVTS"), ("RVTSenes", "RVTS")], "plural"),
        (
            "Arbeids-og\nvelferdsdirektoratet",
            [("Arbeids-og\nvelferdsdirektoratet", "Avdir")],
            "white space as typed",
        ),
        (
            "Noregs forskingsråd og Sekretariatet for konfliktråda",
            [("Noregs forskingsråd", "Forskningsrådet"), ("Sekretariatet for konfliktråda", "SfK")],
            "nynorsk",
        ),
        ("RVTS-verktøyene og Nav-kontorene", [], "compounds name something else"),
        ("Se www.fafo.no, Bufdir.no og post@Bufdir.no", [], "addresses"),
        ("Direktoratet og politiet samarbeider med kommunene.", [], "no names"),
        ("Justis- og beredskapsdepartementet (JD) leder arbeidet.", [], "ministries have a table"),
        ("Reformen gjelder kun Oslo.", [], "small letters and longer words"),
    ],
)
def test_who_is_named(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert named(text) == expected, why


def test_the_reports_own_abbreviations() -> None:
    """Those that stand for a body; what the vocabulary knows keeps its name."""
    listed = [
        ("KYV", "Kystdirektoratet"),
        ("NIRF", "Nasjonalt institutt for rusforskning"),
        ("FoU", "forskning og utvikling"),
        ("BUP", "barne- og ungdomspsykiatrisk poliklinikk"),
        ("HDIR", "Helsedirektoratet"),
        ("TIL", "tiltak ved institutt"),
        ("PST", "psykososialt team"),
        ("NTNU", "Norges teknisk-vitenskaplige høyskole"),
    ]
    text = "KYV, NIRF, FoU, BUP og HDIR deltar, TIL og PST også, og NTNU."
    found = Actors(listed).find(text)
    assert [(actor.actor, actor.name, actor.kind) for _, _, actor in found] == [
        ("KYV", "Kystdirektoratet", "directorate"),
        ("NIRF", "Nasjonalt institutt for rusforskning", "research"),
        ("Helsedirektoratet", "Helsedirektoratet", "directorate"),
        ("NTNU", "Norges teknisk-naturvitenskapelige universitet", "research"),
    ]


def test_gold_of_the_real_report(june_2025: Run) -> None:
    """Nothing that is no actor; what is missing is in no vocabulary."""
    with GOLD.open(encoding="utf-8") as file:
        gold = Counter(
            (row["scope"], row["paragraph"], row["start"], row["text"], row["actor"])
            for row in map(json.loads, file)
        )
    annotated = {"chapter-1", "chapter-2"} | {f"tiltak-{n}" for n in range(1, 57)}
    found = Counter(
        (row.scope, row.paragraph, row.start, row.text, row.actor)
        for row in june_2025.tables.rows(ActorMention)
        if row.scope in annotated
    )
    assert found - gold == Counter()
    assert {actor for *_, actor in gold - found} == {"TRY", "WeProtect Global Alliance"}


def test_items_that_name_an_actor(june_2025: Run) -> None:
    items = {(row.actor, row.item_id) for row in june_2025.tables.rows(ActorMention) if row.item_id}
    count = Counter(actor for actor, _ in items)
    assert {actor: count[actor] for actor in ("Helsedirektoratet", "RVTS", "NKVTS")} == {
        "Helsedirektoratet": 18, "RVTS": 10, "NKVTS": 7,
    }  # fmt: skip


@pytest.mark.parametrize("row", vocabulary("actors"), ids=lambda row: row["actor"])
def test_each_actor_is_read_in_its_example(row: dict[str, str]) -> None:
    assert named(row["example"]) == [(row["name"], row["actor"])]
    assert named(f"Det gjelder {row['actor']}.") == [(row["actor"], row["actor"])]


@pytest.mark.parametrize("row", vocabulary("actor_forms"), ids=lambda row: row["words"])
def test_each_form_is_read_in_its_example(row: dict[str, str]) -> None:
    assert named(row["example"]) == [(row["words"], row["actor"])]


@pytest.mark.parametrize("row", vocabulary("actor_nouns"), ids=lambda row: row["ending"])
def test_each_noun_makes_an_expansion_a_body(row: dict[str, str]) -> None:
    [(_, _, actor)] = Actors([("XYZQ", row["example"])]).find("XYZQ deltar.")
    assert actor.kind == row["kind"]
