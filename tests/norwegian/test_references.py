"""References: what is one, what is none, and what it refers to."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.norwegian.laws import named_laws
from pipeline.norwegian.references import find_references, read_references
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import Paragraph
from tests.conftest import Run

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold" / "references-chapters-1-2.jsonl"
SPACES = (" ", "\u00a0", "\u2009", "\u202f", "\n")


def corpus(name: str) -> list[tuple[str, ...]]:
    with (HERE / "corpus" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def shown(text: str) -> str:
    """The references in `text` as the corpus writes them: kind and target, laws by target."""
    return "|".join(f"{found.kind} {found.target}" for found in find_references(text))


@pytest.mark.parametrize(("text", "texts", "references", "why"), corpus("references-accepted"))
def test_accepted(text: str, texts: str, references: str, why: str) -> None:
    assert shown(text) == references, why
    assert "|".join(found.text for found in find_references(text)) == texts, why


@pytest.mark.parametrize(("text", "why"), corpus("references-rejected"))
def test_rejected(text: str, why: str) -> None:
    assert find_references(text) == [], why


def test_gold_of_the_real_report(june_2025: Run) -> None:
    with GOLD.open(encoding="utf-8") as file:
        gold = Counter(
            (row["scope"], row["text"], row["kind"], row["target"]) for row in map(json.loads, file)
        )
    annotated = {"introduction", "chapter-1", "chapter-2"} | {f"tiltak-{n}" for n in range(1, 57)}
    found = Counter(
        (paragraph.scope, reference.text, reference.kind, reference.target)
        for paragraph in june_2025.tables.rows(Paragraph)
        if paragraph.scope in annotated
        for reference in find_references(paragraph.text)
    )
    assert found == gold


def test_another_plan_is_told_by_the_name_of_ours() -> None:
    text = "jf. tiltak 5 i handlingsplanen mot voldtekt"
    assert [found.kind for found in find_references(text)] == ["foreign"]
    ours = find_references(text, plan="Handlingsplan mot voldtekt (2019–2022)")
    assert [found.kind for found in ours] == ["tiltak"]


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("Prop. 36 S (2023–2024) ble lagt fram i 2023", "(2023–2024)"),
        ("Lovvedtak 74 (2024–2025)", "(2024–2025)"),  # no kind in the table, no date either
        ("Dokument 3:8 (2018–2019)", "(2018–2019)"),
        ("vedtak nr. 740 (2017 – 2018)", "(2017 – 2018)"),
        ("planen (2024–2028)", None),  # a period
        ("Innst. 259 S, i 2023–2024", None),
    ],
)
def test_sessions(text: str, session: str | None) -> None:
    assert [text[start:end] for start, end in read_references(text).sessions] == [session][
        : session is not None
    ]


# --- vocabulary ---------------------------------------------------------------------------------


@pytest.mark.parametrize("row", vocabulary("references_documents"), ids=lambda row: row["form"])
def test_each_form_reads_its_own_example(row: dict[str, str]) -> None:
    papers = [found for found in find_references(row["example"]) if found.kind != "vedtak"]
    if row["kind"]:
        assert [(f.text, f.kind, f.target) for f in papers] == [
            (row["example"], row["kind"], row["example_target"])
        ]
    else:
        assert papers == []
        assert len(read_references(row["example"]).sessions) == 1


@pytest.mark.parametrize("row", vocabulary("references_plans"), ids=lambda row: row["ending"])
def test_each_plan_word_reads_its_own_example(row: dict[str, str]) -> None:
    assert [found.kind for found in find_references(row["example"])] == ["foreign"]


# --- properties ---------------------------------------------------------------------------------


@given(
    st.lists(st.integers(1, 199), min_size=1, max_size=6),
    st.sampled_from(SPACES),
    st.sampled_from(("tiltak", "Tiltak", "tiltak nr.")),
)
def test_a_list_names_each_of_its_numbers(numbers: list[int], space: str, word: str) -> None:
    listed = ", ".join(map(str, numbers[:-1])) + (" og " if numbers[1:] else "") + str(numbers[-1])
    text = f"Se {word} {listed}.".replace(" ", space)
    assert [found.target for found in find_references(text)] == list(map(str, numbers))


@given(st.integers(1, 900), st.integers(1, 90), st.sampled_from("-–‑"))
def test_a_range_names_all_its_numbers(first: int, width: int, dash: str) -> None:
    printed = f"{first}{dash}{first + width}"
    found = find_references(f"jf. vedtak {printed}.")
    assert [int(reference.target) for reference in found] == list(range(first, first + width + 1))
    assert {reference.text for reference in found} == {printed}


@given(
    st.integers(1, 999),
    st.integers(1990, 2090),
    st.sampled_from(["", " "]),
    st.sampled_from(["–", "-", " –", "– ", " – "]),
    st.sampled_from(SPACES),
)
def test_a_target_does_not_depend_on_spaces_and_dashes(
    number: int, year: int, gap: str, dash: str, space: str
) -> None:
    printed = f"Prop.{gap}{number} L ({year}{dash}{year + 1})".replace(" ", space)
    assert [found.target for found in find_references(printed)] == [
        f"Prop. {number} L ({year}–{year + 1})"
    ]


PIECES = (
    "tiltak|vedtak|§|§§|Prop.|Meld. St.|Innst.|NOU|Dok. 8:|straffeloven|lov om|i|og|,|–|-|(|)|"
    "«|»|2024|2025|1|12|611|S|L|nr.|planen|nye|handlingsplan|første ledd|:|.|\n"
)


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map(" ".join),
    )
)
def test_any_text_is_read_and_every_offset_holds(text: str) -> None:
    found = find_references(text)
    assert [text[f.start : f.end] for f in found] == [f.text for f in found]
    assert [f.start for f in found] == sorted(f.start for f in found)
    assert all(f.text and f.target for f in found)


@pytest.mark.parametrize(
    "unit",
    ["1", "1. ", "og ", "tiltak 1, ", "tiltak 1 i ny ", "§ ", "§ 1 ", "1 000 ", "Prop. ", "("],
)
def test_a_long_hostile_line_is_read(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + " jf. tiltak 4"
    assert find_references(text)[-1].target == "4"


@pytest.mark.parametrize("row", vocabulary("laws"), ids=lambda row: row["words"])
def test_each_law_has_its_title(row: dict[str, str]) -> None:
    expected = [(row["kind"], row["title"])] if row["title"] else []
    assert [(law.kind, law.title) for law in named_laws(row["example"])] == expected


@pytest.mark.parametrize("row", vocabulary("laws_spelling"), ids=lambda row: row["nynorsk"])
def test_titles_are_in_bokmaal(row: dict[str, str]) -> None:
    assert [law.title for law in named_laws(row["example"])] == [row["title"]]


@pytest.mark.parametrize("row", vocabulary("references_plan_titles"), ids=lambda row: row["title"])
def test_a_plan_is_known_by_its_title(row: dict[str, str]) -> None:
    assert [found.kind for found in find_references(row["example"], plan="Handlingsplan")] == [
        "foreign"
    ]
    assert [found.kind for found in find_references(row["example"], plan=row["title"])] == [
        "tiltak"
    ]


@pytest.mark.parametrize("row", vocabulary("references_relations"), ids=lambda row: row["words"])
def test_how_it_is_cited(row: dict[str, str]) -> None:
    assert [found.relation for found in find_references(row["example"])] == [row["relation"]]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("Se tiltak 4 og 5.", ["se", "se"]),  # a list shares the cue
        ("Se tiltak 4. Tiltak 5 er ferdig.", ["se", None]),
        ("seminaret skal ses i lys av tiltak 71 og 113", ["ses i sammenheng med"] * 2),
        ("jf. tiltak 4–6", ["jf."] * 3),
        ("Arbeidet følger av tiltak 4.", [None]),
    ],
)
def test_a_cue_holds_for_its_list(text: str, relations: list[str | None]) -> None:
    assert [found.relation for found in find_references(text)] == relations
