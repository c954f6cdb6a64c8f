"""The factory itself: its PDFs say what the editions say, and every knob does what it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import get_args, get_type_hints

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings

from . import ENGINES, MISSING, Knobs, expected, typeset
from .edition import Edition, OverviewRow
from .editions import DOZEN, Case, one_turn_each
from .expected import Fault, as_formed, has_whole_overview
from .plans import a_nynorsk_plan, a_plan, a_predecessor, a_small_edition
from .shaped import SHAPED
from .strategies import Report, random_edition, random_report

_ALL_ENGINES = pytest.mark.parametrize("engine", [*ENGINES, *MISSING])


# What an edition promises ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "edition", [a_small_edition(), a_plan(), a_nynorsk_plan(), a_predecessor()]
)
def test_the_plans_are_without_fault(edition: Edition) -> None:
    assert expected(edition).faults == ()


@pytest.mark.parametrize(
    ("edition", "faults"),
    [
        (
            a_small_edition().with_measure(
                "tiltak-1", overview=(OverviewRow(status="Stilt i bero"),)
            ),
            [("status-text-vs-overview", "tiltak-1"), ("unknown-status", "tiltak-1")],
        ),
        # Another word for the same category is no difference.
        (
            a_small_edition().with_measure("tiltak-1", overview=(OverviewRow(status="Byrja"),)),
            [],
        ),
        # «og» is a comma, and «alle*» is alle.
        (
            a_small_edition().with_measure(
                "tiltak-3", overview=(OverviewRow(ministries="JD, BFD"),)
            ),
            [],
        ),
        (
            a_small_edition().with_measure(
                "tiltak-3", overview=(OverviewRow(ministries="BFD, JD"),)
            ),
            [("ministries-text-vs-overview", "tiltak-3")],
        ),
        (
            a_small_edition().with_measure("tiltak-4", ministries="MKD"),
            [("unknown-ministry", "tiltak-4")],
        ),
        (
            a_small_edition().with_measure("tiltak-2", overview=()),
            [("missing-in-overview", "tiltak-2")],
        ),
        # The text then holds three tiltak, and the introduction counts four.
        (
            a_small_edition().with_measure("tiltak-2", in_text=False),
            [("count-stated", "introduction"), ("missing-in-text", "tiltak-2")],
        ),
        # Tiltak 1 refers to tiltak 3.
        (
            a_small_edition().without_measure("tiltak-3"),
            [
                ("count-stated", "introduction"),
                ("numbering-gap", "tiltak-3"),
                ("reference-resolves", "tiltak-1"),
            ],
        ),
        (
            a_small_edition().with_second_printing("tiltak-2", status="Ikke startet"),
            [("duplicate-in-text", "tiltak-2")],
        ),
        (
            a_small_edition().with_measure("tiltak-2", overview=(OverviewRow(), OverviewRow())),
            [("duplicate-in-overview", "tiltak-2")],
        ),
        (
            a_small_edition().with_measure("tiltak-2", overview=(OverviewRow(chapter=2),)),
            [("chapter-text-vs-overview", "tiltak-2")],
        ),
    ],
)
def test_planted_faults_are_expected(edition: Edition, faults: list[tuple[str, str]]) -> None:
    assert [(fault.rule, fault.scope) for fault in expected(edition).faults] == faults


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("Kartlegge unges erfaringer med utrygghet", "warning"),
        ("Kartlegge ungdoms erfaringer med utrygghet.", "info"),
    ],
)
def test_a_title_differs_in_words_or_only_in_type(title: str, severity: str) -> None:
    edition = a_small_edition().with_measure("tiltak-2", overview=(OverviewRow(title=title),))
    assert expected(edition).faults == (Fault("title-text-vs-overview", "tiltak-2", severity),)


def test_values_are_given_as_data_has_them() -> None:
    of = {item.item_id: item for item in expected(a_plan()).items}
    assert of["tiltak-8"].title == (
        "Utvikle veiledningsmateriell til ansatte som arbeider med barn og unge, gjennom å: - "
        "Videreføre nettressursen «Snakke sammen» og gjøre den kjent - Vurdere hvordan modellen "
        "kan tilbys kommunene dersom resultatene fra utprøvingen er gode"
    )
    assert of["tiltak-1"].overview_ministries == "JD, alle*"
    assert "straffeloven § 196. I 2025 mottok" in of["tiltak-3"].narrative[0]
    assert of["tiltak-7"].narrative[1] == "1) Kroppen min er min, for 1.–4. trinn"
    assert of["tiltak-12"].narrative[1] == "Organisasjonene skal ha et lavterskeltilbud."
    assert of["vedtak-611"].chapter == "Anmodningsvedtak"
    assert [item.item_id for item in expected(a_predecessor()).items][2:4] == [
        "tiltak-3a",
        "tiltak-3b",
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_edition(faults=False))
def test_random_editions_are_without_fault_until_one_is_planted(edition: Edition) -> None:
    assert expected(edition).faults == ()


# What the PDFs say ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", (*DOZEN, *SHAPED), ids=lambda case: case.name)
def test_the_fixed_reports_say_what_their_editions_say(case: Case) -> None:
    assert _unsaid(case.edition, case.knobs, _set(case.edition, case.knobs, case.engine)) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_report(engines=tuple({"typst", "reportlab"} & set(ENGINES))))
def test_random_reports_say_what_their_editions_say(report: Report) -> None:
    pdf = typeset(report.edition, report.knobs, report.engine)
    assert _unsaid(report.edition, report.knobs, pdf) == []


def test_the_fixed_reports_use_every_knob() -> None:
    types = get_type_hints(Knobs)
    unused = {}
    for field in fields(Knobs):
        used = {getattr(case.knobs, field.name) for case in (*DOZEN, *SHAPED)}
        choices = set(get_args(types[field.name]))
        if all(isinstance(choice, str) for choice in choices) and choices:
            unused[field.name] = choices - used
        elif len(used) < 2:
            unused[field.name] = used
    assert {name: values for name, values in unused.items() if values} == {}


def test_every_turn_of_a_knob_makes_another_pdf() -> None:
    cases = one_turn_each(_present("typst"))
    assert len({case.name for case in cases}) == len(cases)
    assert len({_set(case.edition, case.knobs, case.engine) for case in cases}) == len(cases)


@_ALL_ENGINES
def test_the_same_input_gives_the_same_bytes(engine: str) -> None:
    knobs = replace(_PLAIN, contents="none")
    assert typeset(_SMALL, knobs, _present(engine)) == typeset(_SMALL, knobs, engine)


def test_an_engine_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such engine"):
        typeset(_SMALL, _PLAIN, "word")


# What the knobs do: three ways of setting one edition, as unlike as can be ----------------------


def _edition_with_a_long_row() -> Edition:
    """The small one, with a title that fills half a page of the overview, two paragraphs with long
    words, and a footnote."""
    words = "og deretter vurdere behovet for endringer i regelverket om opplysningsplikten "
    measure = a_plan().measures[13]
    return (
        a_small_edition()
        .with_measure("tiltak-3", title="Gjennomgå " + words * 12 + "til slutt")
        .with_measure("tiltak-2", narrative=measure.narrative[:3])
        .with_measure("tiltak-4", narrative=a_plan().measures[4].narrative)
    )


_SMALL = _edition_with_a_long_row()
_PLAIN = Knobs(spacer=120, contents="numbers")
_OTHER = Knobs(
    font="wide",
    size=10,
    margin=85,
    spacer=0,
    head="Et løpende hode",
    page_number="{page} / {pages}",
    page_number_at="top-right",
    contents="plain",
    abbreviations_heading=True,
    chapter_heading="Kapittel {number} {title}",
    chapters_on_new_page=False,
    overview_at="first",
    item_number="Tiltak 1:",
    hanging=False,
    title_bold=False,
    title_size=13,
    ministries_label="Ansvarlige departementer:",
    status_label="STATUS:",
    label_style="bold",
    label_order="status-ministries",
    label_layout="one-line",
    labels_after=True,
    paragraphs="indent",
    justified=True,
    hyphenation="auto",
    columns=("ministries", "title", "status"),
    heads=("Ansvarlig", "Tiltak", "Status"),
    section_heading="{number}. {title}",
    repeat_heads=True,
    rules="horizontal",
    shaded=True,
    cell_align="middle",
    split_rows=False,
)
_THIRD = Knobs(
    size=11,
    page_number="– {page} –",
    page_number_at="bottom-center",
    contents="none",
    item_number="1",
    label_style="plain",
    label_layout="below",
    status_on_next_page=("tiltak-1",),
    hyphenation="soft",
    table_for_each_chapter=True,
    row_number="1.",
    rules="none",
    spacer=300,
)


@dataclass(frozen=True)
class _Line:
    page: int
    text: str
    left: float
    top: float
    right: float
    size: float
    bold: bool
    italic: bool


@_ALL_ENGINES
def test_font_size_margin_and_weight(engine: str) -> None:
    for knobs in (_PLAIN, _OTHER):
        lines = _lines(engine, knobs)
        title = _text_lines(engine, knobs)[_index(engine, knobs, "Kartlegge ungdoms")]
        assert _line(lines, "Programmet prøves ut").size == pytest.approx(knobs.size, abs=0.1)
        assert min(line.left for line in lines) == pytest.approx(knobs.margin, abs=1.5)
        assert title.size == pytest.approx(knobs.title_size or knobs.size, abs=0.1)
        assert title.bold == knobs.title_bold
    assert _fonts(engine, _PLAIN).isdisjoint(_fonts(engine, _OTHER))


@_ALL_ENGINES
def test_running_heads_and_page_numbers(engine: str) -> None:
    for knobs, shown in (
        (_PLAIN, "Side {n} av {all}"),
        (_OTHER, "{n} / {all}"),
        (_THIRD, "– {n} –"),
    ):
        lines = _lines(engine, knobs)
        total = max(line.page for line in lines)
        for n in range(1, total + 1):
            here = [line for line in lines if line.page == n]
            number = _line(here, shown.format(n=n, all=total))
            assert (number.top < 80) == (knobs.page_number_at == "top-right")
            centred = abs((number.left + number.right) / 2 - 595 / 2) < 2
            assert centred == (knobs.page_number_at == "bottom-center")
            assert any(line.text == knobs.head for line in here) == bool(knobs.head)


@_ALL_ENGINES
def test_table_of_contents(engine: str) -> None:
    lines = _lines(engine, _PLAIN)
    contents = [line for line in lines if line.page == 2]
    for heading in ("1 Samordnet innsats", "2 Forebygging", "4 Oversikt over tiltakene i planen"):
        where = next(line.page for line in lines if line.text == heading and line.page > 2)
        entry = _line(contents, heading)
        beside = [line.text for line in contents if abs(line.top - entry.top) < 5]
        assert " ".join(beside).split()[-1] == str(where)
    plain = [line.text for line in _lines(engine, _OTHER) if line.page == 2]
    assert "Kapittel 1 Samordnet innsats" in plain
    assert not any(line.strip().isdigit() for line in plain)
    assert "Innhold" not in [line.text for line in _lines(engine, _THIRD)]


@_ALL_ENGINES
def test_leaders_lead_to_the_page_number(engine: str) -> None:
    knobs = replace(_PLAIN, contents="leaders")
    (contents,) = (page for page in _pages(engine, knobs) if "Innhold" in page.get_text())
    dotted = re.search(r"2 Forebygging ?\.{20,} ?\d", " ".join(contents.get_text().split()))
    dots = [d for d in contents.get_drawings() if d["rect"].width < 3 and d["rect"].height < 3]
    assert dotted or len(dots) > 100


@_ALL_ENGINES
def test_order_of_the_parts(engine: str) -> None:
    for knobs in (_PLAIN, _OTHER):
        lines = [line for line in _lines(engine, knobs) if line.page > 2]
        overview = _page_of(lines, "Oversikt over tiltakene i planen")
        first = _page_of(lines, "Samordnet innsats", skip=[overview])
        second = _page_of(lines, "Forebygging", skip=[overview])
        assert (overview < first) == (knobs.overview_at == "first")
        assert (first < second) == knobs.chapters_on_new_page or second == overview


@_ALL_ENGINES
def test_numbers_of_items(engine: str) -> None:
    for knobs, shown in ((_PLAIN, "2. "), (_OTHER, "Tiltak 2: "), (_THIRD, "2 ")):
        assert _level(engine, knobs, "Kartlegge ungdoms").startswith(f"{shown}Kartlegge ungdoms")
    assert _level(engine, _OTHER, "Stortinget ber").startswith("Vedtak 611: Stortinget")


@_ALL_ENGINES
def test_entries_hang_beside_their_number_or_stand_flush_left(engine: str) -> None:
    for knobs in (_PLAIN, _OTHER):
        lines = _lines(engine, knobs)
        for start in ("Med tilskudd fra", knobs.status_label):
            assert (_line(lines, start).left - knobs.margin > 20) == knobs.hanging


@_ALL_ENGINES
def test_labels(engine: str) -> None:
    plain, other, third = (_lines(engine, knobs) for knobs in (_PLAIN, _OTHER, _THIRD))

    ministries, status = _line(plain, "Ansvarlig departement: JD, alle"), _line(plain, "Status: U")
    narrative = _line(plain, "Politirådene")
    assert ministries.top < status.top < narrative.top
    assert (ministries.italic, ministries.bold) == (True, False)

    both = _line(other, "STATUS: Under arbeid")
    level = " ".join(line.text for line in other if (line.page, line.top) == (both.page, both.top))
    assert level == "STATUS: Under arbeid Ansvarlige departementer: JD, alle"
    above = _line(other, "Årlige samlinger")
    assert (above.page, above.top) < (both.page, both.top)
    assert (both.italic, both.bold) == (False, True)

    value = _line(third, "JD, alle")
    label = _line(third, "Ansvarlig departement:")
    assert value.text == "JD, alle"
    assert value.top > label.top + 5
    assert (label.bold, label.italic) == (False, False)


@_ALL_ENGINES
def test_status_on_the_next_page(engine: str) -> None:
    lines = _lines(engine, _THIRD)
    label = _line(lines, "Ansvarlig departement:")
    status = _line(lines, "Status:")
    assert status.page == label.page + 1


@_ALL_ENGINES
def test_paragraphs_are_kept_apart_by_space_or_by_indents(engine: str) -> None:
    spaced, indented = _lines(engine, _PLAIN), _lines(engine, _OTHER)
    starts = ("Med tilskudd fra", "Programmet prøves ut", "Utprøvingen følges")
    assert len({round(_line(spaced, start).left) for start in starts}) == 1
    assert _line(indented, starts[1]).left > _line(indented, starts[0]).left + 8


@_ALL_ENGINES
def test_justified_lines_end_at_the_margin(engine: str) -> None:
    for knobs in (_PLAIN, _OTHER):
        lines = _lines(engine, knobs)
        start = lines.index(_line(lines, "Utprøvingen følges"))
        ends = [line.right for line in lines[start : start + 3]]
        assert (max(ends) - min(ends) < 1) == knobs.justified


@_ALL_ENGINES
def test_words_are_hyphenated_at_line_ends(engine: str) -> None:
    own = {"rus-", "barne-", "terapeut-", "nordisk-", "rom-"}  # the words' own hyphens
    for knobs in (_PLAIN, _OTHER, _THIRD):
        last = [line.text.split()[-1].lower() for line in _lines(engine, knobs)]
        broken = [w for w in last if re.search(r"[a-zæøå][-‐\N{SOFT HYPHEN}]+$", w)]
        assert bool(set(broken) - own) == (knobs.hyphenation != "none")


@_ALL_ENGINES
def test_columns_heads_and_sections(engine: str) -> None:
    rows = [_overview_text(engine, knobs) for knobs in (_PLAIN, _OTHER, _THIRD)]
    assert "Nr. Regjeringen vil Ansvarlig" in rows[0]
    assert "Samordnet innsats 1 Styrke samarbeidet" in rows[0]
    assert "Ansvarlig Tiltak Status 1. Samordnet innsats" in rows[1]
    assert "1. Styrke samarbeidet" in rows[1]
    assert "1. Styrke samarbeidet" in rows[2]
    assert [text.count("Regjeringen vil") for text in rows] == [1, 0, 3]
    edges = {}
    for knobs in (_PLAIN, _OTHER):
        here = [line for line in _lines(engine, knobs) if line.page in _overview(engine, knobs)]
        edges[knobs] = (_line(here, "JD, alle*").left, _line(here, "Under arbeid").left)
    assert 300 < edges[_PLAIN][0] < edges[_PLAIN][1]
    assert edges[_OTHER][0] < 100 < edges[_OTHER][1]


@_ALL_ENGINES
def test_rules_and_shades_of_the_table(engine: str) -> None:
    def drawn(knobs: Knobs) -> tuple[bool, bool, bool]:
        """Whether the overview has upright rules, level rules, and grey behind cells."""
        boxes = [
            (item["rect"], item["fill"])
            for page in _pages(engine, knobs)
            if page.number + 1 in _overview(engine, knobs)
            for item in page.get_drawings()
        ]
        return (
            any(box.width < 2 and box.height > 8 for box, _ in boxes)
            or any(box.width > 20 and box.height > 8 and fill is None for box, fill in boxes),
            any(box.height < 2 and box.width > 8 for box, _ in boxes),
            any(box.height > 8 and fill is not None and 0.5 < fill[0] < 1 for box, fill in boxes),
        )

    assert drawn(_PLAIN) == (True, True, False)
    assert drawn(_OTHER) == (False, True, True)
    assert drawn(_THIRD) == (False, False, False)


@_ALL_ENGINES
def test_cells_stand_at_the_top_or_in_the_middle(engine: str) -> None:
    for knobs in (_PLAIN, _OTHER):
        here = [line for line in _lines(engine, knobs) if line.page in _overview(engine, knobs)]
        title = _line(here, "1. Styrke samarbeidet|Styrke samarbeidet")
        ministries = _line(here, "JD, alle*")
        assert (ministries.top > title.top + 3) == (knobs.cell_align == "middle")


@_ALL_ENGINES
def test_rows_are_split_and_heads_repeated(engine: str) -> None:
    # Room for little more than two rows before the long one on the first page.
    for knobs in (
        replace(_PLAIN, spacer=400, contents="none"),
        replace(_OTHER, spacer=400),
    ):
        here = [line for line in _lines(engine, knobs) if line.page in _overview(engine, knobs)]
        begin = next(line for line in here if "Gjennomgå og" in _plain(line.text))
        end = next(line for line in here if line.text.endswith("slutt"))
        assert (begin.page < end.page) == knobs.split_rows
        first = min(line.page for line in here)
        with_heads = {
            line.page for line in here if line.text.strip() in ("Tiltak", "Regjeringen vil")
        }
        assert with_heads == ({first, first + 1} if knobs.repeat_heads else {first})


@_ALL_ENGINES
def test_footnotes_are_called_by_a_small_raised_figure(engine: str) -> None:
    spans, size = _spans(engine, _PLAIN), _PLAIN.size
    called = next(i for i, span in enumerate(spans) if "de nordiske språkene." in span.text)
    mark = next(span for span in spans[called : called + 2] if span.text.strip() == "1")
    note = next(span for span in spans[called:] if "Oversettelsene er" in span.text)
    assert mark.size < 0.9 * size
    assert mark.top < spans[called].top
    assert note.size < size
    assert note.top > mark.top


# Reading the PDFs -----------------------------------------------------------------------------


def _present(engine: str) -> str:
    if engine in MISSING:
        pytest.skip(f"{engine}: {MISSING[engine]}")
    return engine


@cache
def _set(edition: Edition, knobs: Knobs, engine: str) -> bytes:
    return typeset(edition, knobs, _present(engine))


@cache
def _document(engine: str, knobs: Knobs) -> pymupdf.Document:
    return pymupdf.open(stream=_set(_SMALL, knobs, engine))


def _pages(engine: str, knobs: Knobs) -> list[pymupdf.Page]:
    return list(_document(engine, knobs))


@cache
def _spans(engine: str, knobs: Knobs) -> list[_Line]:
    """Every run of one font, in the order of the file."""
    return [
        _Line(
            page.number + 1,
            span["text"],
            span["bbox"][0],
            span["origin"][1],
            span["bbox"][2],
            span["size"],
            bool(span["flags"] & pymupdf.TEXT_FONT_BOLD),
            bool(span["flags"] & pymupdf.TEXT_FONT_ITALIC),
        )
        for page in _pages(engine, knobs)
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip()
    ]


@cache
def _lines(engine: str, knobs: Knobs) -> list[_Line]:
    """Every line as PyMuPDF puts it together; size and style are those of its beginning."""
    lines: list[_Line] = []
    for page in _pages(engine, knobs):
        for block in page.get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                spans = [span for span in line["spans"] if span["text"].strip()]
                if not spans:
                    continue
                lines.append(
                    _Line(
                        page.number + 1,
                        " ".join("".join(span["text"] for span in line["spans"]).split()),
                        spans[0]["bbox"][0],
                        spans[0]["origin"][1],
                        spans[-1]["bbox"][2],
                        spans[0]["size"],
                        bool(spans[0]["flags"] & pymupdf.TEXT_FONT_BOLD),
                        bool(spans[0]["flags"] & pymupdf.TEXT_FONT_ITALIC),
                    )
                )
    return lines


def _line(lines: list[_Line], start: str) -> _Line:
    found = [line for line in lines if _plain(line.text).startswith(tuple(start.split("|")))]
    assert found, f"no line begins with {start!r}"
    return found[0]


def _plain(text: str) -> str:
    return text.replace("\N{SOFT HYPHEN}", "").strip()


def _text_lines(engine: str, knobs: Knobs) -> list[_Line]:
    """The lines outside the overview."""
    return [line for line in _lines(engine, knobs) if line.page not in _overview(engine, knobs)]


def _index(engine: str, knobs: Knobs, words: str) -> int:
    """Where in the text, as against the overview, the line with these words stands."""
    lines = _text_lines(engine, knobs)
    return next(i for i, line in enumerate(lines) if words in _plain(line.text))


def _level(engine: str, knobs: Knobs, words: str) -> str:
    """Everything that the text prints on the height of these words, from left to right."""
    lines = _text_lines(engine, knobs)
    holder = lines[_index(engine, knobs, words)]
    level = [line for line in lines if line.page == holder.page and abs(line.top - holder.top) < 2]
    return " ".join(_plain(line.text) for line in sorted(level, key=lambda line: line.left))


def _page_of(lines: list[_Line], words: str, skip: list[int] | None = None) -> int:
    return next(
        line.page for line in lines if line.text.endswith(words) and line.page not in (skip or [])
    )


@cache
def _overview(engine: str, knobs: Knobs) -> frozenset[int]:
    """The pages of the overview: from its heading to the note below it."""
    lines = [line for line in _lines(engine, knobs) if line.page > 2]
    first = _page_of(lines, "Oversikt over tiltakene i planen")
    last = next(line.page for line in lines if line.text.startswith("«Alle» innebærer"))
    return frozenset(range(first, last + 1))


def _overview_text(engine: str, knobs: Knobs) -> str:
    lines = (line for line in _lines(engine, knobs) if line.page in _overview(engine, knobs))
    return " ".join(_plain(line.text) for line in lines)


def _fonts(engine: str, knobs: Knobs) -> set[str]:
    return {
        font[3].split("+")[-1]
        for page in _pages(engine, knobs)
        for font in page.get_fonts()
        if "Helvetica" not in font[3]
    }


def _unsaid(edition: Edition, knobs: Knobs, pdf: bytes) -> list[str]:
    """What the edition says and the PDF does not, regardless of line breaks, hyphens and marks."""
    with pymupdf.open(stream=pdf) as document:
        body = (-1, knobs.margin - 2, 1000, 842 - knobs.margin + 2)
        text = "".join(page.get_text(clip=body) for page in document)
        urls = [link["uri"] for page in document for link in page.get_links() if "uri" in link]
    edition = as_formed(edition)
    wanted = [edition.title, edition.as_of]
    if has_whole_overview(edition, knobs):
        wanted.append(edition.overview_note)
    notes = []
    for chapter in edition.chapters:
        wanted.append(chapter.title)
        blocks = list(chapter.introduction)
        for measure in chapter.measures:
            if measure.in_text:
                wanted += [measure.title, *measure.points, measure.ministries]
                if knobs.status_form != "prose":
                    wanted.append(measure.status)
                blocks += measure.narrative
            if not knobs.split_rows:
                wanted += [row.title or measure.title for row in measure.overview]
        for block in blocks:
            runs = [run if isinstance(run, str) else run.text for run in block.runs]
            wanted += [line for run in runs for line in run.split("\n")]
            notes += block.notes
    # A footnote may stand in the middle of a paragraph that crosses a page.
    said = without_notes = _squeezed(text)
    for number, note in enumerate(notes, 1):
        without_notes = without_notes.replace(f"{number}{_squeezed(note)}", "")
    said += "\n" + without_notes
    for short, long in edition.abbreviations:
        wanted += [short, long]
    links = [
        link.url for m in edition.measures if m.in_text for b in m.narrative for link in b.links
    ]
    return [words for words in wanted if _squeezed(words) not in said] + [
        url for url in links if url not in urls
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
