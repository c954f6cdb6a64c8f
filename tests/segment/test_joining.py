"""How lines become text: the joins that the data model names, and where each word then stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.seams.words import Run
from pipeline.segment.joining import SOFT_HYPHEN, Hyphens, Join, compose
from tests.segment.lines import run_of


def runs_of(*lines: str) -> list[Run]:
    """Lines of words, ten points a letter."""
    return [run_of(line, number) for number, line in enumerate(lines)]


NOBODY_HYPHENATES = Hyphens(["en rapport"])

JOINS = [  # lines, text, why
    (("vold og", "overgrep"), "vold og overgrep", "lines join with one space"),
    (("kvinner med rom-", "bakgrunn"), "kvinner med rom-bakgrunn", "a hyphen after a letter"),
    (("perioden 2025–", "2028"), "perioden 2025–2028", "a dash after a digit, a digit next"),
    (("Prop. 36 S (2023–", "2024)."), "Prop. 36 S (2023–2024).", "the same in a reference"),
    (("Grants 2021", "– 2028»"), "Grants 2021 – 2028»", "dashes keep their spaces"),
    (("(2024 –2025)",), "(2024 –2025)", "also inside a line"),
    (("ut på –", "2028"), "ut på – 2028", "a dash that stands alone joins nothing"),
    (("Landbruks-", "og matdepartementet"), "Landbruks- og matdepartementet", "suspended hyphen"),
    (("volds-", "eller overgrep"), "volds- eller overgrep", "suspended hyphen, eller"),
    (("KOSTRA-", "rapporteringen"), "KOSTRA-rapporteringen", "a hyphen after capitals"),
    (("Ansvarlig: JD/", "Alle"), "Ansvarlig: JD/Alle", "a slash that touches a code"),
    (("of Development/", "Organisasjonen"), "of Development/ Organisasjonen", "a long word"),
    (("ord og/", "eller gjerning"), "ord og/eller gjerning", "the same between small words"),
    (("skoleåret 2024/", "2025"), "skoleåret 2024/2025", "and between years"),
    (("ord og", "/ eller gjerning"), "ord og / eller gjerning", "one that stands alone does not"),
    (("ord /", "eller gjerning"), "ord / eller gjerning", "nor at the line's end"),
    (("over\u00adgrep i",), "overgrep i", "soft hyphens vanish"),
    (("over\u00ad", "grep"), "overgrep", "also where the line breaks"),
    (("Innledning ............ 6",), "Innledning 6", "leader dots are no text"),
]


@pytest.mark.parametrize(("lines", "text", "why"), JOINS)
def test_joins(lines: tuple[str, ...], text: str, why: str) -> None:
    found, places = compose(runs_of(*lines), NOBODY_HYPHENATES)
    assert found == text, why
    assert sum(place.word_count for place in places) == sum(len(line.split()) for line in lines)


def hyphenating(*extra: str) -> Hyphens:
    """A report whose typesetter hyphenates: many lines end in the middle of a word."""
    return Hyphens([*[f"noe sam-{'x' * n}"[:-1] + "-" for n in range(2, 12)], *extra])


def test_a_broken_word_is_joined_where_the_typesetter_hyphenates() -> None:
    assert compose(runs_of("sam-", "arbeidet"), hyphenating())[0] == "samarbeidet"


def test_the_whole_word_elsewhere_decides() -> None:
    hyphens = Hyphens(["om samarbeidet i dag"])
    assert compose(runs_of("sam-", "arbeidet"), hyphens)[0] == "samarbeidet"


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    hyphens = hyphenating("med rom-bakgrunn i dag")
    assert compose(runs_of("rom-", "bakgrunn"), hyphens)[0] == "rom-bakgrunn"


def test_a_join_without_evidence_is_recorded() -> None:
    hyphens = hyphenating()
    compose(runs_of("frem-", "drift"), hyphens)
    assert hyphens.joined("frem-", "drift") == Join(SOFT_HYPHEN, doubtful=True)


BROKEN = [  # lines, whole words elsewhere, text, why
    (("kom\u00ad-", "munane"), "", "kommunane", "a browser prints the soft hyphen it breaks at"),
    (("inter\u2010", "nett"), "", "internett", "nobody uses U+2010 inside words here"),
    (("inter\u2010", "nett"), "her\u2010 JD", "internett", "nor where one ends a cell's line"),
    (("sam-", "men med"), "sammen", "sammen med", "what looks like «men» may be a word's end"),
    (
        ("rom\u2010", "bakgrunn"),
        "rom\u2010bakgrunn",
        "rom\u2010bakgrunn",
        "where they do, it stays",
    ),
    (("terapeut-assis-", "tert"), "assistert", "terapeut-assistert", "the last hyphen only"),
    (("om e-", "læring"), "", "om e-læring", "nobody breaks off a single letter"),
]


@pytest.mark.parametrize(("lines", "elsewhere", "text", "why"), BROKEN)
def test_what_the_typesetter_put_in_goes_out(
    lines: tuple[str, ...], elsewhere: str, text: str, why: str
) -> None:
    others = [elsewhere] if elsewhere else []
    found, _ = compose(runs_of(*lines), Hyphens([*others, "en rapport"]))
    assert found == text, why


def test_single_letters_stay_where_the_typesetter_hyphenates() -> None:
    assert compose(runs_of("om e-", "læring"), hyphenating())[0] == "om e-læring"


def test_words_broken_elsewhere_and_whole_here_show_that_the_typesetter_hyphenates() -> None:
    lines = ["om sam-", "arbeidet og be-", "handling og under-", "visning her", "og frem-", "drift"]
    whole = "samarbeidet behandling undervisning"
    hyphens = Hyphens([*lines, whole])
    assert compose(runs_of("frem-", "drift"), hyphens)[0] == "fremdrift"


def test_raised_marks_and_bullets_are_places_without_text() -> None:
    text_run, mark = run_of("• se rapporten 1").parted(3)
    text, places = compose([text_run, replace(mark, raised=True)], NOBODY_HYPHENATES, bullet=True)
    assert text == "se rapporten"
    assert [(p.start, p.end) for p in places] == [(0, 0), (0, 12), (12, 12)]
    assert places[1].words(text) == [(0, 2, 13.0, 33.0), (3, 12, 36.0, 126.0)]


SHORT = [  # a report of few lines, of which three are hyphenated, one with a word known elsewhere
    "i en arbeidsgrup-", "pe om saken", "ved det lokale res-", "surssenteret og", "ressurssenteret",
    "har det vært rom-", "bakgrunn og annen bakgrunn som", *["en linje til"] * 60,
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "join"),
    [
        ("res-", "surssenteret", Join(SOFT_HYPHEN, doubtful=False)),
        ("arbeidsgrup-", "pe", Join(SOFT_HYPHEN, doubtful=True)),
        ("rom-", "bakgrunn", Join("", doubtful=True)),
    ],
)
def test_in_a_short_report_the_rest_of_the_word_decides(left: str, right: str, join: Join) -> None:
    """One word that stands whole elsewhere tells that somebody hyphenates."""
    hyphens = Hyphens(SHORT)
    hyphens.join(left, right)
    assert hyphens.joined(left, right) == join


def test_where_nobody_is_seen_to_hyphenate_many_such_lines_are_doubtful() -> None:
    """Few are not: a hyphen that the text is full of belongs to its words."""
    many, few = (["en rom-", "bygd sak", *["en linje til"] * count] for count in (30, 300))
    joins = []
    for lines in (many, few):
        hyphens = Hyphens(lines)
        hyphens.join("rom-", "bygd")
        joins.append(hyphens.joined("rom-", "bygd"))
    assert joins == [Join("", doubtful=True), Join("", doubtful=False)]
