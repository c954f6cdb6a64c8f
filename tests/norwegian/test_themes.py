"""Themes: which words of a text are about a target group or a theme, and which only look so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.norwegian.actors import Actors
from pipeline.norwegian.themes import find_themes, themes
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import Paragraph, ThemeMention
from tests.conftest import Run

PLAN = "Opptrappingsplan mot vold og overgrep mot barn og vold i nære relasjoner (2024–2028)"


def about(text: str) -> list[tuple[str, str]]:
    """The words of `text` about themes, as printed, each with its theme."""
    names = [(actor.start, actor.end) for actor in Actors().find(text)]
    found = find_themes(text, names, PLAN)
    return [(text[start:end], theme) for start, end, theme in found]


@pytest.mark.parametrize("row", vocabulary("themes"), ids=lambda row: row["words"])
def test_every_word_is_read_in_its_example(row: Mapping[str, str]) -> None:
    read = [theme for _, _, theme in find_themes(row["example"])]
    assert (row["theme"] in read) if row["theme"] else read == []


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Samiske barn", [("Samiske", "samisk"), ("barn", "barn")], "two themes, capitals"),
        ("et samebarn", [("samebarn", "barn"), ("samebarn", "samisk")], "one word of two themes"),
        ("barnevernet", [("barnevernet", "barn")], "a compound"),
        ("Barne- og familiedepartementet leder.", [], "a ministry's name"),
        ("Barne-, ungdoms- og familiedirektoratet (Bufdir) leder.", [], "a body's name"),
        ("Sametinget er hørt.", [("Sametinget", "samisk")], "a name that is the word as a whole"),
        (
            "opptrappingsplanen mot vold og overgrep mot barn og vold i nære relasjoner",
            [],
            "the plan's own name",
        ),
        ("vold mot barn i nære relasjoner", [("barn", "barn")], "not the plan's name"),
        ("Se ung.no og post@barn.no.", [], "addresses"),
        ("bygninger eldre enn ti år", [], "wording that is none"),
        ("personer som er eldre", [("eldre", "eldre")], "the same word where it is one"),
        (
            "negativ sosial kontroll og æresrelatert vold",
            [("negativ sosial kontroll", "negativ sosial kontroll"),
             ("æresrelatert", "negativ sosial kontroll")],
            "an expression of several words",
        ),
        ("Born og ungdom, valdtekt", [("Born", "barn"), ("ungdom", "barn"),
                                      ("valdtekt", "seksuelle overgrep")], "nynorsk"),
        ("Tiltaket er gjennomført.", [], "nothing"),
    ],
)  # fmt: skip
def test_words_and_what_is_none(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert about(text) == expected, why


def test_the_themes_of_the_issue_are_there() -> None:
    assert {"barn", "eldre", "samisk", "funksjonsnedsettelse", "digital vold", "minoritet"} <= set(
        themes()
    )


def test_the_rows_of_the_report_stand_where_they_say(june_2025: Run) -> None:
    """The items of three themes were read by hand."""
    tables = june_2025.tables
    rows = tables.rows(ThemeMention)
    texts = {(row.scope, row.paragraph): row.text for row in tables.rows(Paragraph)}
    for row in rows:
        text = texts[row.scope, row.paragraph]
        assert text[row.start : row.start + len(row.word)] == row.word
    boxed = {span.id for span in tables.spans if span.of_table == "themes"}
    assert boxed == {row.id for row in rows}
    items = {
        theme: {row.item_id for row in rows if row.theme == theme and row.item_id}
        for theme in themes()
    }
    assert items["eldre"] == {"tiltak-50"}
    assert items["funksjonsnedsettelse"] == {"tiltak-50", "tiltak-66", "tiltak-107"}
    assert items["samisk"] == {
        f"tiltak-{number}" for number in (53, 63, 66, 71, 75, 112, *range(114, 123))
    }
