"""What repeats at the edge of pages is furniture, but for footnotes that happen to be alike."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.segment.furniture import furniture_of
from pipeline.segment.lines import Line
from tests.segment.lines import line_of


def pages_with(last: str, count: int = 4) -> list[list[Line]]:
    """Pages of running text that differs, with a last line that has the page's number in it."""
    words = ("først", "så", "siden", "til slutt")
    return [
        [
            replace(line_of(f"{words[page % 4]} {text}"), page=page, number=number, baseline=y)
            for number, (text, y) in enumerate(
                [("om en", 80.0), ("om to", 95.0), ("om tre", 110.0)]
            )
        ]
        + [replace(line_of(last.format(page)), page=page, number=3, baseline=780.0)]
        for page in range(1, count + 1)
    ]


def test_a_running_foot_is_furniture() -> None:
    found = furniture_of(pages_with("{} Statusrapport"), lambda line: False)
    assert {(page, 3) for page in range(1, 5)} <= set(found)


def test_footnotes_alike_are_none() -> None:
    """Each is called on its page."""
    found = furniture_of(
        pages_with("{} Se note."), lambda line: False, lambda line: line.number == 3
    )
    assert not found


def test_a_running_foot_whose_page_number_is_a_mark_once_is_furniture_all_the_same() -> None:
    pages = pages_with("{} Statusrapport")
    found = furniture_of(pages, lambda line: False, lambda line: line.page == 3)
    assert {(page, 3) for page in range(1, 5)} <= set(found)


def test_notes_at_the_height_of_a_running_foot_are_none() -> None:
    """Two notes are alike and stand where other pages have their foot: the foot alone goes."""
    feet, notes = pages_with("{} Statusrapport", 8), pages_with("{} Se note.", 10)[8:]
    found = furniture_of([*feet, *notes], lambda line: False, lambda line: line.page > 8)
    assert {(page, 3) for page in range(1, 9)} <= set(found)
    assert not {(page, 3) for page in (9, 10)} & set(found)


def test_a_running_head_that_names_the_chapter_of_its_page_is_furniture() -> None:
    """«Kapittel 2 – Utdanning», above the page's larger «Utdanning»."""
    names = ("Arbeidsliv", "Utdanning", "Helse og trygghet", "Kunnskap")
    pages = [
        [
            replace(line_of(f"Kapittel {page} – {name}"), page=page, number=1, baseline=30.0),
            replace(line_of(name, size=16.0), page=page, number=2, baseline=70.0),
            replace(line_of(f"Noe om {name.lower()}."), page=page, number=3, baseline=100.0),
            replace(line_of("Mer om det samme."), page=page, number=4, baseline=115.0),
        ]
        for page, name in enumerate(names, start=1)
    ]
    found = furniture_of(pages, lambda line: line.text.startswith("Mer"))
    assert set(found) == {(page, 1) for page in range(1, 5)}


def test_a_chapters_number_above_its_name_is_none() -> None:
    """It counts the chapters, not the pages, though each begins a page."""
    pages = [
        [
            replace(line_of(f"Kapittel {page}"), page=page, number=1, baseline=60.0),
            replace(line_of(name, size=16.0), page=page, number=2, baseline=80.0),
            replace(line_of(f"Noe om {name.lower()}."), page=page, number=3, baseline=110.0),
        ]
        for page, name in enumerate(("Arbeidsliv", "Utdanning", "Helse", "Kunnskap"), start=1)
    ]
    assert not furniture_of(pages, lambda line: False)


def test_a_page_that_says_it_is_blank_has_no_text() -> None:
    said = "Denne siden er med hensikt blank."
    alone = [replace(line_of(said), page=5, number=0, baseline=400.0)]
    found = furniture_of([*pages_with("{} Statusrapport"), alone], lambda line: False)
    assert (5, 0) in found
    among = [*alone, replace(line_of("og så"), page=5, number=1, baseline=415.0)]
    found = furniture_of([*pages_with("{} Statusrapport"), among], lambda line: False)
    assert (5, 0) not in found
