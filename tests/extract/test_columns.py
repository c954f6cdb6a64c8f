"""Columns are read one after the other, tables never; two pages on a sheet are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pytest

from pipeline.extract.__main__ import extract
from pipeline.extract.columns import in_columns
from pipeline.runtime.refusal import Refusal
from pipeline.seams.terms import NO_TERMS, PageFormat, Terms
from pipeline.seams.words import Page, read_links, read_pages

LEFT = [f"venstre {number} med mange ord i linjen som her" for number in range(1, 21)]
RIGHT = [f"høyre {number} med like mange ord i linjen som" for number in range(1, 21)]


class Stretch(NamedTuple):
    baseline: float
    x0: float
    rights: tuple[float, ...]
    words: tuple[str, ...]


Draw = Callable[[pymupdf.Page], None]


def read(
    tmp_path: Path, *draws: Draw, size: tuple[int, int] = (595, 842), terms: Terms = NO_TERMS
) -> list[Page]:
    document = pymupdf.open()
    for draw in draws:
        draw(document.new_page(width=size[0], height=size[1]))
    pdf = tmp_path / "rapport.pdf"
    document.save(pdf)
    extract(pdf, tmp_path / "extract", terms)
    return list(read_pages(tmp_path / "extract"))


def printed(page: Page) -> list[str]:
    lines: dict[int, list[str]] = {}
    for run in page.runs:
        lines.setdefault(run.line, []).append(run.text)
    return [" ".join(lines[number]) for number in sorted(lines)]


def columns(page: pymupdf.Page, top: float = 120, offset: float = 0) -> None:
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        page.insert_text((72, top + 14 * number), left, fontsize=10)
        page.insert_text((310, top + offset + 14 * number), right, fontsize=10)


def with_heading_and_foot(page: pymupdf.Page) -> None:
    page.insert_text(
        (72, 80), "En overskrift som går over hele siden og begge spaltene", fontsize=16
    )
    columns(page)
    page.insert_text((480, 800), "Side 1 av 4", fontsize=10)


def off_the_grid(page: pymupdf.Page) -> None:
    columns(page, offset=5.5)


def a_line_across(page: pymupdf.Page) -> None:
    columns(page, 100)
    page.insert_text(
        (72, 400), "2 Neste kapittel har en overskrift over begge spaltene", fontsize=14
    )
    columns(page, 430)


def test_the_left_column_comes_first(tmp_path: Path) -> None:
    [page] = read(tmp_path, columns)
    assert printed(page) == [*LEFT, *RIGHT]
    assert page.columns_clear


def test_columns_off_each_others_grid(tmp_path: Path) -> None:
    [page] = read(tmp_path, off_the_grid)
    assert printed(page) == [*LEFT, *RIGHT]


def test_what_stands_above_and_below_both(tmp_path: Path) -> None:
    [page] = read(tmp_path, with_heading_and_foot)
    first, *rest, last = printed(page)
    assert first.startswith("En overskrift")
    assert rest == [*LEFT, *RIGHT]
    assert last == "Side 1 av 4"


def test_a_line_across_parts_the_columns_above_from_those_below(tmp_path: Path) -> None:
    [page] = read(tmp_path, a_line_across)
    heading = printed(page).index("2 Neste kapittel har en overskrift over begge spaltene")
    assert printed(page)[:heading] == [*LEFT, *RIGHT]
    assert printed(page)[heading + 1 :] == [*LEFT, *RIGHT]


def test_a_short_column_beside_a_large_heading(tmp_path: Path) -> None:
    """The last page of a report: five lines, and the heading's baseline is below their first."""

    def ending(page: pymupdf.Page) -> None:
        page.insert_text((72, 123), "4 Straffeforfølgning", fontsize=16)
        for number, line in enumerate(LEFT):
            page.insert_text((72, 140 + 14 * number), line, fontsize=10)
        for number, line in enumerate(RIGHT[:5]):
            page.insert_text((310, 120 + 14 * number), line, fontsize=10)

    [page] = read(tmp_path, ending)
    assert printed(page) == ["4 Straffeforfølgning", *LEFT, *RIGHT[:5]]


def test_every_run_leads_back_to_where_it_is_shown(tmp_path: Path) -> None:
    [page] = read(tmp_path, with_heading_and_foot)
    with pymupdf.open(tmp_path / "rapport.pdf") as document:
        for run in page.as_shown().runs:
            box = pymupdf.Rect(run.x0, run.top, run.x1, run.bottom)
            assert document[0].get_textbox(box + pymupdf.Rect(-1, 2, 1, -2)).split() == (
                run.text.split()
            )
    baselines = [run.baseline for run in page.runs]
    assert baselines == sorted(baselines)


def test_a_link_goes_with_its_words(tmp_path: Path) -> None:
    def linked(page: pymupdf.Page) -> None:
        columns(page)
        box = pymupdf.Rect(310, 110, 340, 122)
        page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": "https://x.no/"})

    [page] = read(tmp_path, linked)
    [link] = read_links(tmp_path / "extract")
    run = next(run for run in page.runs if run.text == RIGHT[0])
    assert link.x0 == pytest.approx(run.x0, abs=1)
    assert run.top - 3 <= link.top <= run.bottom


def ruled_table(page: pymupdf.Page) -> None:
    columns(page)
    for number in range(21):
        page.draw_line((70, 110 + 14 * number), (530, 110 + 14 * number))


def table_ruled_cell_by_cell(page: pymupdf.Page) -> None:
    columns(page)
    for number in range(21):
        for left, right in ((70, 303), (303, 530)):
            page.draw_line((left, 110 + 14 * number), (right, 110 + 14 * number))


def short_cells(page: pymupdf.Page) -> None:
    for number, left in enumerate(LEFT):
        page.insert_text((72, 120 + 14 * number), left, fontsize=10)
        page.insert_text((310, 120 + 14 * number), "JD", fontsize=10)
        page.insert_text((420, 120 + 14 * number), "Under arbeid", fontsize=10)


def abbreviations(page: pymupdf.Page) -> None:
    for number, right in enumerate(RIGHT):
        page.insert_text((72, 120 + 14 * number), "BFD", fontsize=10)
        page.insert_text((310, 120 + 14 * number), right, fontsize=10)


def words_far_apart(page: pymupdf.Page) -> None:
    """Two lines that are stretched to both margins, in a paragraph of eight."""
    for number, left in enumerate(LEFT[:6]):
        page.insert_text((72, 120 + 14 * number), f"{left} og {RIGHT[number]}", fontsize=10)
    for number in (6, 7):
        for word in range(19):
            page.insert_text((72 + 24 * word, 120 + 14 * number), "ord", fontsize=10)


def labels_between_lines_across(page: pymupdf.Page) -> None:
    """Below each measure two labels stand beside each other, their words one by one."""
    for number in range(5):
        top = 120 + 70 * number
        page.insert_text((72, top), f"{number} Et tiltak med en tittel som går over hele siden, og")
        page.insert_text((72, top + 14), "en omtale som er like lang og fyller alle linjer ut til")
        page.insert_text((72, top + 28), "kanten, også den siste av dem, som ender langt til høyre")
        for x, text in (
            (72, "Status for tiltaket: Under arbeid"),
            (320, "Ansvarlig departement: JD"),
        ):
            for word in text.split():
                page.insert_text((x, top + 42), word, fontsize=11)
                x += pymupdf.get_text_length(word, fontsize=11) + 4


@pytest.mark.parametrize(
    "draw",
    [ruled_table, table_ruled_cell_by_cell, short_cells, abbreviations],
    ids=lambda d: d.__name__,
)
def test_cells_are_no_columns(tmp_path: Path, draw: Draw) -> None:
    [page] = read(tmp_path, draw)
    assert len(printed(page)) == 20
    assert page.strips == []
    assert page.columns_clear


def test_words_far_apart_are_no_lines_of_columns(tmp_path: Path) -> None:
    [page] = read(tmp_path, words_far_apart)
    assert len(printed(page)) == 8
    assert page.strips == []
    assert page.columns_clear


def test_lines_that_run_across_count_once_as_those_set_word_by_word_do(tmp_path: Path) -> None:
    [page] = read(tmp_path, labels_between_lines_across)
    assert len(printed(page)) == 20
    assert page.strips == []
    assert page.columns_clear


def test_lines_wider_than_any_page_are_no_columns() -> None:
    """A broken matrix may put words anywhere."""
    stretches = [Stretch(14.0 * number, 0.0, (1e18,), ("ord",)) for number in range(20)]
    assert in_columns(stretches, []) == ([stretches], True)


def test_columns_that_are_not_clear_are_said(tmp_path: Path) -> None:
    def uneven(page: pymupdf.Page) -> None:
        for number in range(20):
            page.insert_text((60, 120 + 14 * number), f"{LEFT[number]} og litt til", fontsize=10)
            page.insert_text(
                (330, 120 + 14 * number), "en smalere spalte med tekst i seg her", fontsize=9
            )

    [page] = read(tmp_path, uneven)
    assert not page.columns_clear


def stated(form: PageFormat) -> Terms:
    return Terms(pages=((1, 1, form),))


def test_what_the_register_states_of_a_page_decides(tmp_path: Path) -> None:
    def uneven(page: pymupdf.Page) -> None:
        for number in range(20):
            page.insert_text((60, 120 + 14 * number), f"{LEFT[number]} og litt til", fontsize=10)
            page.insert_text((330, 120 + 14 * number), f"smal spalte {number}", fontsize=9)

    [page] = read(tmp_path, uneven, terms=stated("two-columns"))
    assert page.columns_clear
    assert printed(page)[20:] == [f"smal spalte {number}" for number in range(20)]
    [page] = read(tmp_path, uneven, terms=stated("one-column"))
    assert page.columns_clear
    assert printed(page)[0].endswith("smal spalte 0")


def test_two_columns_without_a_gutter_are_not_clear(tmp_path: Path) -> None:
    def across(page: pymupdf.Page) -> None:
        for number in range(20):
            page.insert_text((60, 120 + 14 * number), f"{LEFT[number]} {LEFT[number]}", fontsize=10)

    [page] = read(tmp_path, across, terms=stated("two-columns"))
    assert not page.columns_clear


def test_two_pages_on_a_sheet_are_refused_by_name(tmp_path: Path) -> None:
    def sheet(page: pymupdf.Page) -> None:
        for x, number in ((60, 2 * page.number + 1), (480, 2 * page.number + 2)):
            for line, text in enumerate(LEFT):
                page.insert_text((x, 80 + 14 * line), text, fontsize=10)
            page.insert_text((x + 200, 560), f"Side {number} av 8", fontsize=9)

    with pytest.raises(Refusal, match="4 av 4 ark har to sider ved siden av hverandre"):
        read(tmp_path, *[sheet] * 4, size=(842, 595))
