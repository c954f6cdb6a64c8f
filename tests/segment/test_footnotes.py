"""Notes are known by their mark and its call, printed with a space or without, raised or not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pipeline.segment.footnotes import find_footnotes, mark_of, without_calls
from pipeline.segment.lines import Format, Layout, Line, Style, line_of
from tests.segment.lines import run_of

BODY = Style("Serif", 10.0, False, False)
SMALL = Style("Serif", 8.0, False, False)
A4: Format = (595, 842)
LAYOUT = Layout(A4, BODY, 12.0, 0.0, 500.0, 2.5, False)


def page_of(*texts: tuple[str, Style]) -> list[Line]:
    runs = [run_of(text, number, style.size) for number, (text, style) in enumerate(texts)]
    return [line_of((run,)) for run in runs]


NOTES = [  # call, note, (mark, first word), the calling word without its mark
    ("språkene.1", "1Oversettelsene er", ("1", "Oversettelsene"), "språkene."),
    ("språkene.\u00b9", "\u00b9Oversettelsene er", ("1", "Oversettelsene"), "språkene."),
    ("språkene.1", "1 Oversettelsene er", ("1", "1"), "språkene."),
    ("språkene\u00b2.", "2 Oversettelsene er", ("2", "2"), "språkene."),
]


@pytest.mark.parametrize(("call", "note", "expected", "bare"), NOTES)
def test_a_mark_and_its_call(call: str, note: str, expected: tuple[str, str], bare: str) -> None:
    page = page_of((f"alle {call} Den brukes", BODY), ("av andre", BODY), (note, SMALL))
    notes, calls = find_footnotes([page], set(), LAYOUT)
    assert [(n.mark, n.lines[0].words[0].text) for n in notes] == [expected]
    assert without_calls(page[0], calls).words[1].text == bare


@pytest.mark.parametrize("other", ["18,1", "1.1", "(0,1", "10:1", "E1", "T1."])
def test_digits_of_a_number_or_a_name_call_no_note(other: str) -> None:
    """Beside them the call is found; without one, the number stays whole."""
    beside = page_of((f"fikk {other} mill. i 2025.1 Den", BODY), ("1Prop. 1 S", SMALL))
    [note], calls = find_footnotes([beside], set(), LAYOUT)
    assert note.mark == "1"
    assert without_calls(beside[0], calls).text == f"fikk {other} mill. i 2025. Den"
    alone = page_of((f"fikk {other} mill. i fjor.", BODY), ("1Prop. 1 S", SMALL))
    notes, calls = find_footnotes([alone], set(), LAYOUT)
    assert (notes, calls.glued) == ([], {})


@pytest.mark.parametrize(("behind", "found"), [(1, True), (2, True), (3, False)])
def test_a_note_that_stands_pages_behind_its_call(behind: int, found: bool) -> None:
    pages = [page_of(("alle språkene.1 Den", BODY)), *[page_of(("og så", BODY))] * behind]
    pages[-1] = page_of(("av andre", BODY), ("1Oversettelsene er", SMALL))
    pages = [[replace(own, page=n) for own in page] for n, page in enumerate(pages, 1)]
    notes, calls = find_footnotes(pages, set(), LAYOUT)
    assert [(note.page, note.mark) for note in notes] == ([(behind + 1, "1")] if found else [])
    assert without_calls(pages[0][0], calls).words[1].text == (
        "språkene." if found else "språkene.1"
    )


def test_a_small_line_above_the_foot_is_no_note_of_a_page_before() -> None:
    pages = [
        page_of(("alle språkene.1 Den", BODY)),
        page_of(("1 mill. kroner", SMALL), ("og", BODY)),
    ]
    pages = [[replace(own, page=n) for own in page] for n, page in enumerate(pages, 1)]
    assert find_footnotes(pages, set(), LAYOUT)[0] == []


def test_a_call_is_sought_on_the_nearest_page_that_has_any() -> None:
    """Where two words end in the mark, nobody knows which of them calls the note."""
    pages = [
        page_of(("alle språkene.1 Den", BODY)),
        page_of(("alle land1 og byer.1 Den", BODY), ("1Oversettelsene er", SMALL)),
    ]
    pages = [[replace(own, page=n) for own in page] for n, page in enumerate(pages, 1)]
    assert find_footnotes(pages, set(), LAYOUT)[0] == []


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ("covid19", "1Oversettelsene er"),  # another number
        ("språkene.", "1Oversettelsene er"),  # nothing calls it
    ],
)
def test_digits_that_call_no_note_stay(call: str, note: str) -> None:
    page = page_of((f"alle {call} Den brukes", BODY), (note, SMALL))
    notes, calls = find_footnotes([page], set(), LAYOUT)
    assert notes == []
    assert without_calls(page[0], calls).words[1].text == call


@pytest.mark.parametrize("text", ["1 Se nettsiden.", "1. Se nettsiden.", "1) Se", "1Se nettsiden."])
def test_the_mark_that_a_note_begins_with(text: str) -> None:
    """By it notes that are alike are known from a running foot, whatever stands behind it."""
    assert mark_of(text) == "1"
