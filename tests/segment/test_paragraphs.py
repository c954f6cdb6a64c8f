"""Where paragraphs and list items begin: what typesetting shows, and what the words say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from pipeline.seams.words import Page, Run, packed
from pipeline.segment.lines import Layout, Line, Style, layout_of, line_of, lines_of
from pipeline.segment.narrative import (
    LIST_ITEM,
    NOT_INDENTED,
    PARAGRAPH,
    Indents,
    indents_of,
    passages,
)

STYLE = Style("Serif", 10.0, False, False)
LEFT, RIGHT, SPACE, PITCH = 70.0, 470.0, 2.5, 12.0
A4, LYING = (595.0, 842.0), (842.0, 595.0)
LAYOUT = Layout(A4, STYLE, PITCH, LEFT, RIGHT, SPACE, True)


def line(text: str, number: float, indent: float = 0.0, gap: float = SPACE) -> Line:
    """A line of words as wide as they are long, `number` lines down the page."""
    lefts, rights, x = [], [], LEFT + indent
    for word in text.split():
        lefts.append(x)
        rights.append(x + 5 * len(word))
        x = rights[-1] + gap
    baseline = 100 + PITCH * number
    return line_of(
        (
            Run(
                1, int(10 * number), lefts[0], baseline - 8, rights[-1], baseline + 2, baseline,
                text, 10.0, "Serif", False, False, False, 0, packed(lefts, rights),
            ),
        )
    )  # fmt: skip


def replace_page(own: Line, page: int) -> Line:
    return line_of(tuple(replace(run, page=page) for run in own.runs))


def parted(lines: Sequence[Line], indents: Indents = NOT_INDENTED) -> list[tuple[str, str]]:
    return [
        (passage.kind, " ".join(own.text for own in passage.lines))
        for passage in passages(lines, LAYOUT, indents)
    ]


def test_a_date_that_begins_a_line_is_no_item() -> None:
    """Also where the words of the line are as far apart as a number and its item."""
    lines = [
        line("Samarbeidet omfatter mange. Undersøkelsen ble lagt fram", 0),
        line("26. mai 2025 og er nå ute på høring.", 1, gap=9),
    ]
    assert parted(lines) == [(PARAGRAPH, " ".join(own.text for own in lines))]


@pytest.mark.parametrize("text", ["1. styrke samarbeidet", "26. maidag", "2) mai 2025"])
def test_a_number_before_other_words_begins_an_item(text: str) -> None:
    found = parted([line("Kommunene skal:", 0), line(text, 1, gap=9)])
    assert found == [(PARAGRAPH, "Kommunene skal:"), (LIST_ITEM, text)]


def test_a_list_item_goes_on_under_its_mark_where_nothing_hangs() -> None:
    """As bullets are typed by hand."""
    long = "\u2022 kurs for ansatte i alle fylker og kommuner i landet, også for dem som arbeider i"
    found = parted([line(long, 0), line("skolen og barnehagen", 1), line("\u2022 veiledere", 2)])
    assert found == [(LIST_ITEM, f"{long} skolen og barnehagen"), (LIST_ITEM, "\u2022 veiledere")]


def test_a_dash_inside_a_sentence_begins_no_item() -> None:
    """Also where the words of a line that is set to both margins are as far apart as a mark is."""
    begun = "Ordningen gjelder alle kommunene, og de fleste av fylkene i landet som har egne midler"
    found = parted([line(begun, 0), line("\u2013 og nye planer for arbeidet", 1, gap=9)])
    assert found == [(PARAGRAPH, f"{begun} \u2013 og nye planer for arbeidet")]


def test_a_short_line_that_ends_a_sentence_is_a_paragraph() -> None:
    """Also the only line so far, and without space or indent to the next."""
    lines = [line("Arbeidet er i gang.", 0), line("Det vises til tiltak 3.", 1)]
    assert parted(lines) == [(PARAGRAPH, own.text) for own in lines]


@pytest.mark.parametrize("mark", ["", "1", " 12"])
def test_first_lines_are_indented_also_where_one_calls_a_note(mark: str) -> None:
    begun = [
        line("Ordningen gjelder alle kommunene, og de fleste av fylkene i landet som har egne", 0),
        line("planer, og ble lagt fram i 2025.", 1),
    ]
    alone = [
        line(f"Tilbudet gis på 24 steder, som vist i oversikten fra direktoratet.{mark}", 2, 12),
        line("Samarbeidet omfatter også frivillige organisasjoner, og de lokale og landsd.", 3, 12),
        line("Se også tiltak 3.", 4, 12),
    ]
    indents = indents_of([*begun, *alone], LAYOUT)
    first, *others = parted([*begun, *alone], indents)
    assert first == (PARAGRAPH, " ".join(own.text for own in begun))
    assert others == [(PARAGRAPH, own.text) for own in alone]


def test_the_habit_to_indent_shows_above_a_list_too() -> None:
    full = "Ordningen gjelder alle kommunene, og de fleste av fylkene i landet har nå egne vedt."
    lines = [line(full, 0), line("Arbeidet er i gang.", 1, 12), line("\u2022 kurs for ansatte", 2)]
    assert parted(lines, indents_of(lines, LAYOUT)) == [
        (PARAGRAPH, full), (PARAGRAPH, "Arbeidet er i gang."), (LIST_ITEM, lines[2].text),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "step", "count"),
    [(".", 1.1, 2), (".", 1, 1), (",", 1.1, 1)],
    ids=["a new paragraph", "as near as lines are", "within a sentence"],
)
def test_a_line_that_comes_in_below_a_full_one(end: str, step: float, count: int) -> None:
    """As what hangs does, but no more air stands above that."""
    full = (
        f"Ordningen gjelder alle kommunene, og de fleste av fylkene i landet har nå egne vedt{end}"
    )
    lines = [line(full, 0), line("Arbeidet er i gang.", step, 12)]
    assert len(parted(lines)) == count


@pytest.mark.parametrize(("room", "count"), [(8, 2), (-8, 1)], ids=["fits", "does not"])
def test_a_paragraph_ends_a_page_where_the_next_word_would_have_fitted(
    room: float, count: int
) -> None:
    """Where lines are not justified, however little room is left."""
    text = "Ordningen gjelder alle kommunene, og de fleste av fylkene har nå egne planer."
    last, following = line(text, 0), replace_page(line("Samarbeidet omfatter mange.", 1), 2)
    first = len("Samarbeidet") * 5
    layout = LAYOUT._replace(right=last.x1 + SPACE + first + room, justified=False)
    assert len(passages([last, following], layout)) == count


def test_lines_are_never_nearer_than_their_type_is_high() -> None:
    """Rows of a table whose cells stand half a line from each other are no running text."""
    rows = [line("JD og alle andre", number / 2) for number in range(12)]
    text = [line("Arbeidet er i gang i hele landet.", 20 + number) for number in range(4)]
    assert layout_of([*rows, *text], {1: A4}).pitch == PITCH


@pytest.mark.parametrize(
    ("mark", "size", "step", "count"),
    [("12", 5.5, 1, 1), ("1", 10.0, 1, 2), ("1", 5.5, 2, 2), ("A", 5.5, 1, 2), ("123", 5.5, 1, 2)],
    ids=["a mark", "as large as text", "far below", "a letter", "too long"],
)
def test_a_mark_alone_on_its_line_belongs_to_the_line_above(
    mark: str, size: float, step: float, count: int
) -> None:
    text, alone = line("Arbeidet er i gang.", 0), line(mark, step)
    runs = [*text.runs, replace(alone.runs[0], size=size)]
    found = lines_of(Page(1, 595, 842, runs, [], [], [], [], 0, 0, 0.0, True, False, False))
    assert len(found) == count
    assert [run.text for own in found for run in own.runs] == [text.text, mark]
    assert found[0].has_raised == (count == 1)


def test_a_small_number_below_a_heading_is_no_mark() -> None:
    """It begins the first row of a table, whose type is smaller."""
    heading, number = line("Forebygging", 0), line("1", 1)
    runs = [replace(heading.runs[0], bold=True), replace(number.runs[0], size=5.5)]
    found = lines_of(Page(1, 595, 842, runs, [], [], [], [], 0, 0, 0.0, True, False, False))
    assert [own.text for own in found] == ["Forebygging", "1"]


def test_the_caption_of_a_table_is_a_paragraph_where_it_is_set_otherwise() -> None:
    above = line("Tiltakene fordeler seg på tre kapitler, se tabellen nedenfor og", 0)
    caption = line("Tabell 1: Antall tiltak i hvert kapittel", 1)
    assert len(parted([above, caption])) == 1
    bold = line_of(tuple(replace(run, bold=True) for run in caption.runs))
    assert parted([above, bold]) == [(PARAGRAPH, above.text), (PARAGRAPH, caption.text)]
