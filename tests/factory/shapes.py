"""Random reports in the shapes that other ministries use: each is a report of strategies.py, of
which some things are said and set in another way.

Every shape is drawn by itself, so that a report mixes several. What would be no report that a
person can read is not drawn: a shape says so where it needs other knobs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from . import ENGINES
from .edition import (
    FULL_NAMES,
    Block,
    Chapter,
    Edition,
    Measure,
    OverviewRow,
    Section,
    category,
)
from .edition import paragraph as p
from .knobs import Column, Knobs
from .strategies import Report, random_report

Shape = tuple[Edition, Knobs]
T = TypeVar("T")

_COMMON = {
    "nb": ("Ikke startet", "Under arbeid", "Gjennomført"),
    "nn": ("Ikkje starta", "Under arbeid", "Gjennomført"),
}
_OTHER_WORDS = (
    "Pågår", "Igangsatt", "Fullført", "Ferdigstilt", "Ikke påbegynt", "Delvis gjennomført",
    "I rute", "Forsinket", "Utgår",
)  # fmt: skip
_ADDITIONS = {
    "Under arbeid": (", forventes ferdig i 2027", " (i rute)", ", men forsinket til 2028"),
    "Gjennomført": (" i 2025", ", videreføres i 2027", " (2025)"),
    "Ikke startet": (", starter i 2027",),
}
_FIELDS = {
    "Frist": ("31. desember 2027", "Utgangen av 2026", "2028"),
    "Forventet ferdig": ("Høsten 2027", "2026"),
    "Budsjett": ("Kap. 440, post 01", "Kap. 846, post 61 og 71"),
    "Merknad": ("Se omtalen i innledningen", "Samlet med andre oppdrag"),
    "Målgruppe": ("Barn og unge", "Ansatte i kommunene"),
    "Berørte etater": ("Politidirektoratet", "Helsedirektoratet og Bufdir"),
}
_FURTHER_HEADS: dict[Column, tuple[str, ...]] = {
    "deadline": ("Frist", "Forventet ferdig"),
    "budget": ("Budsjett", "Kap./post"),
    "period": ("Periode",),
    "remark": ("Merknad", "Kommentar"),
    "area": ("Innsatsområde", "Målgruppe"),
}
_SECTIONS = {
    "nb": ("Felles innsats", "Barn og unge i sårbare situasjoner", "Trygge skoler"),
    "nn": ("Felles innsats", "Barn og unge i sårbare situasjonar", "Trygge skular"),
}
_PARTS = ("Del I Opptrappingsplan mot vold", "Del II Strategi for trygge lokalsamfunn")
_BOX = {
    "nb": "Faktaboks: Planen har flere bidragsytere, og midlene er fordelt over flere budsjetter.",
    "nn": "Faktaboks: Planen har fleire bidragsytarar, og midla er fordelte over fleire budsjett.",
}
_FOREWORD = {
    "nb": (
        p("Arbeidet mot vold er et felles ansvar. Regjeringen takker alle som bidrar."),
        p("Oslo, 12. mai 2026"),
    ),
    "nn": (
        p("Arbeidet mot vald er eit felles ansvar. Regjeringa takkar alle som bidreg."),
        p("Oslo, 12. mai 2026"),
    ),
}
_SUMMARY = (
    p(
        "The report describes how far the ministries have come with the measures of the plan by "
        "the summer. Most measures have been started, and some have been completed."
    ),
    p("In 2025, the Directorate received funding for 12 municipalities."),
)


@st.composite
def shaped_report(
    draw: DrawFn, engines: tuple[str, ...] = ENGINES, only: tuple[str, ...] = ()
) -> Report:
    """A report of strategies.py with some of the shapes below, or of those named `only`."""
    report = draw(random_report(engines))
    edition, knobs = report.edition, report.knobs
    for name, shape in SHAPES.items():
        if not only or name in only:
            edition, knobs = shape(draw, edition, knobs)
    return replace(report, edition=edition, knobs=knobs)


def _one_in(draw: DrawFn, times: int) -> bool:
    return draw(st.integers(1, times)) == 1


def _any(draw: DrawFn, choices: Sequence[T]) -> T:
    return draw(st.sampled_from(choices))


def _measures(edition: Edition, change: Callable[[Measure], Measure]) -> Edition:
    """The edition with every measure changed; a second printing keeps being one."""
    return replace(
        edition,
        chapters=tuple(
            replace(chapter, measures=tuple(map(change, chapter.measures)))
            for chapter in edition.chapters
        ),
    )


def _is_request(chapter: Chapter) -> bool:
    return any(measure.kind != "tiltak" for measure in chapter.measures)


# What is said ---------------------------------------------------------------------------------


def _form(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Text alone, an overview alone, everything in one table, prose under «Status:»."""
    match draw(st.integers(1, 20)):
        case 1 | 2:
            return replace(edition, form="text"), knobs
        case 3 | 4:
            return replace(edition, form="overview"), replace(knobs, item_number="1.")
        case 5:
            edition = _measures(edition, _with_short_narrative)
            columns = (*knobs.columns, "narrative")
            heads = (*knobs.heads, _any(draw, ("Omtale", "Framdrift og omtale")))
            knobs = replace(knobs, columns=columns, heads=heads, item_number="1.")
            return replace(edition, form="table"), knobs
        case 6:
            edition = _measures(
                edition, lambda m: m if m.narrative else replace(m, narrative=_SOME)
            )
            knobs = replace(
                knobs, status_form="prose", label_layout="lines", status_label="STATUS:",
                labels_after=False, label_order="ministries-status", status_on_next_page=(),
            )  # fmt: skip
            return replace(edition, form="text"), knobs
        case _:
            return edition, knobs


_SOME = (p("Arbeidet er i gang, og direktoratet følger opp oppdraget sammen med kommunene."),)


def _with_short_narrative(measure: Measure) -> Measure:
    """With no more than a paragraph without notes, links and lists."""
    plain = [b for b in measure.narrative if not b.mark and not b.notes and not b.links]
    return replace(measure, narrative=tuple(plain[:1]) or _SOME, points=())


def _statuses(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Other words for statuses, and what is added to them."""
    if edition.language == "nn" or knobs.status_form == "prose":
        return edition, knobs
    if _one_in(draw, 4):
        words = draw(st.lists(st.sampled_from(_OTHER_WORDS), min_size=2, max_size=4, unique=True))

        def reworded(measure: Measure) -> Measure:
            if category(measure.status) is None or not draw(st.booleans()):
                return measure
            return _with_status(measure, _any(draw, words))

        edition = _measures(edition, reworded)
    if _one_in(draw, 5):

        def with_addition(measure: Measure) -> Measure:
            additions = _ADDITIONS.get(measure.status)
            if additions is None or not draw(st.booleans()):
                return measure
            return _with_status(measure, measure.status + _any(draw, additions))

        edition = _measures(edition, with_addition)
    return edition, knobs


def _with_status(measure: Measure, status: str) -> Measure:
    """With another status, which the overview has as the text has it or in short.

    Where a row differs on purpose, it differs from the new status, too, or says what it said.
    """
    short = re.split(r"[,(]|\s+i\s+\d", status, maxsplit=1)[0].strip()
    rows = tuple(
        row if row.status is not None or short == status else replace(row, status=short)
        for row in measure.overview
    )
    return replace(measure, status=status, overview=rows)


def _years(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """The label of the status has a date or a year; last year's status stands beside it."""
    if knobs.status_form == "prose":
        return edition, knobs
    month, year = edition.as_of.split(" ")
    if _one_in(draw, 6):
        statuses = _COMMON[edition.language]
        edition = _measures(edition, lambda m: replace(m, previous=_any(draw, statuses)))
        knobs = replace(
            knobs,
            status_label="Status {as_of}:",
            previous_label=f"Status {month} {int(year) - 1}:",
        )
        if draw(st.booleans()) and edition.form != "text" and len(knobs.columns) < 5:
            knobs = _with_column(draw, knobs, "previous", f"Status {int(year) - 1}", "status")
            heads = dict(zip(knobs.columns, knobs.heads, strict=True)) | {
                "status": f"Status {year}"
            }
            knobs = replace(knobs, heads=tuple(heads[column] for column in knobs.columns))
    elif _one_in(draw, 5):
        label = _any(draw, ("Status per {as_of}:", "Status per 1. {as_of}:", "Status {as_of}:"))
        knobs = replace(knobs, status_label=label)
    return edition, knobs


def _with_column(draw: DrawFn, knobs: Knobs, column: Column, head: str, before: str = "") -> Knobs:
    """With one more column, before that one or anywhere behind the first."""
    at = knobs.columns.index(before) if before else draw(st.integers(1, len(knobs.columns)))  # type: ignore[arg-type]
    columns, heads = list(knobs.columns), list(knobs.heads)
    columns.insert(at, column)
    heads.insert(at, head)
    return replace(knobs, columns=tuple(columns), heads=tuple(heads))


def _fields(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Further labels in the text, and further columns of the overview."""
    if _one_in(draw, 4) and knobs.status_form != "prose":
        labels = draw(
            st.lists(st.sampled_from(sorted(_FIELDS)), min_size=1, max_size=2, unique=True)
        )

        def with_fields(measure: Measure) -> Measure:
            return replace(
                measure, fields=tuple((name, _any(draw, _FIELDS[name])) for name in labels)
            )

        edition = _measures(edition, with_fields)
        knobs = replace(knobs, fields_at=_any(draw, ("last", "first", "between")))
    if _one_in(draw, 4):
        for column in draw(
            st.lists(st.sampled_from(sorted(_FURTHER_HEADS)), min_size=1, max_size=2, unique=True)
        ):
            if len(knobs.columns) < 6:
                knobs = _with_column(draw, knobs, column, _any(draw, _FURTHER_HEADS[column]))
    return edition, knobs


def _numbers(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Other numbers: with words, with a letter, of the chapter, anew in each part."""
    printed = (*("1.", "1", "Tiltak 1:"), "Tiltak 1 –", "Tiltak 1.", "Tiltak 1", "T1")
    if draw(st.booleans()) and edition.form in ("both", "text"):
        number = _any(draw, printed[3:])
        hanging = knobs.hanging or (number == "Tiltak 1" and not knobs.title_bold)
        knobs = replace(knobs, item_number=number, hanging=hanging)
    tiltak = [chapter for chapter in edition.chapters if not _is_request(chapter)]
    match draw(st.integers(1, 8)):
        case 1 if "{number}" in knobs.chapter_heading:
            edition = _renumbered(edition, _of_chapter)
            number = _any(draw, ("1.", "Tiltak 1:", "1"))
            knobs = replace(knobs, item_number=number, hanging=False, title_bold=True)
        case 2 if len(tiltak) > 1 and edition.form == "both" and knobs.overview_at == "last":
            edition = _in_parts(_renumbered(edition, _of_part))
        case _:
            pass
    if _one_in(draw, 4):
        session, low = _any(draw, ("2024–2025", "2025–2026")), draw(st.booleans())
        shift = draw(st.integers(3, 9)) - 611 if low else 0

        def with_session(measure: Measure) -> Measure:
            if measure.kind == "tiltak":
                return measure
            return replace(measure, number=measure.number + shift, session=session)

        edition = _measures(edition, with_session)
    return edition, knobs


def _of_chapter(chapter: int, part: int, order: int) -> dict[str, Any]:
    return {"prefix": f"{chapter}.", "number": order}


def _of_part(chapter: int, part: int, order: int) -> dict[str, Any]:
    return {"part": part, "number": order}


def _renumbered(edition: Edition, numbered: Callable[[int, int, int], dict[str, Any]]) -> Edition:
    """With the measures numbered anew in each chapter, or in the first and all that follow.

    Text does not refer to measures then.
    """
    chapters: list[Chapter] = []
    orders: dict[str, int] = {}
    ids: dict[str, int] = {}
    for number, chapter in enumerate(edition.chapters, 1):
        measures: list[Measure] = []
        for m in chapter.measures:
            if m.kind != "tiltak":
                measures.append(_without_references(m))
                continue
            part = min(number, 2)
            series = str(numbered(number, part, 0))
            name = f"{m.number}{m.letter}"
            if name not in ids:
                ids[name] = orders[series] = orders.get(series, 0) + 1
            changes = numbered(number, part, ids[name])
            measures.append(_without_references(replace(m, letter="", **changes)))
        chapters.append(replace(chapter, measures=tuple(measures)))
    return replace(edition, chapters=tuple(chapters))


def _without_references(measure: Measure) -> Measure:
    kept = (block for block in measure.narrative if not re.search(r"tiltak \d", block.text))
    return replace(measure, narrative=tuple(kept))


def _in_parts(edition: Edition) -> Edition:
    parts = (*_PARTS, *("" for _ in edition.chapters))
    return replace(
        edition,
        chapters=tuple(
            replace(chapter, part=part)
            for chapter, part in zip(edition.chapters, parts, strict=False)
        ),
    )


def _chapters(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Chapters in parts, without numbers, with other words before them."""
    has_parts = any(chapter.part for chapter in edition.chapters)
    of_chapter = any(measure.prefix for measure in edition.measures)
    if _one_in(draw, 4) and not (has_parts or of_chapter):
        forms = ("{title}", "{title}", "Del {number} {title}", "Kapittel {number}: {title}")
        knobs = replace(knobs, chapter_heading=_any(draw, forms))
    if _one_in(draw, 6) and not of_chapter and "Del" not in knobs.chapter_heading:
        names = _SECTIONS[edition.language]
        edition = replace(
            edition,
            chapters=tuple(
                chapter
                if _is_request(chapter) or len(chapter.measures) < 3
                else replace(chapter, sections=tuple(_sections(draw, chapter, names)))
                for chapter in edition.chapters
            ),
        )
    return edition, knobs


def _sections(draw: DrawFn, chapter: Chapter, names: Sequence[str]) -> Iterator[Section]:
    """One before the first measure, and one in the middle."""
    for before, name in zip((0, len(chapter.measures) // 2), names, strict=False):
        introduction: tuple[Block, ...] = _SOME if draw(st.booleans()) else ()
        yield Section(before, name, introduction)


def _ministries(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """By full names in the text and by codes in the overview; one that leads the others."""
    match draw(st.integers(1, 10)):
        case 1 if edition.language == "nb":
            return _measures(edition, _with_full_names), knobs
        case 2:
            return _measures(edition, _with_lead), knobs
        case _:
            return edition, knobs


def _with_full_names(measure: Measure) -> Measure:
    full = re.sub(r"\b[A-Z]{2,3}\b", lambda m: FULL_NAMES.get(m[0], m[0]), measure.ministries)
    if "/" in full or "(" in full:
        return measure
    rows = tuple(
        row if row.ministries is not None else replace(row, ministries=measure.ministries)
        for row in measure.overview
    )
    return replace(measure, ministries=full, overview=rows)


def _with_lead(measure: Measure) -> Measure:
    first, comma, others = measure.ministries.partition(", ")
    if not comma or "alle" in others:
        return measure
    return replace(measure, ministries=f"{first} (koordinerende), {others}")


def _around(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """A fact box, a foreword with a date, a summary in English, other months on the cover, a table
    of counts."""
    if _one_in(draw, 8):
        box = Block((_BOX[edition.language],), boxed=True)
        first = edition.chapters[0]
        first = replace(first, introduction=(*first.introduction, box))
        edition = replace(edition, chapters=(first, *edition.chapters[1:]))
    if _one_in(draw, 8):
        edition = replace(edition, foreword=_FOREWORD[edition.language])
    if _one_in(draw, 8):
        edition = replace(edition, summary=_SUMMARY)
    if _one_in(draw, 4):
        forms = ("Status per {as_of}", "Per 1. {as_of}", "Status per 30. {as_of}")
        lines = (("Oppdatert september 2029",), (), ("Revidert plan fra mars 2025",))
        knobs = replace(
            knobs, as_of=_any(draw, forms), cover_lines=(*_any(draw, lines), *_any(draw, lines[1:]))
        )
    if _one_in(draw, 8):
        knobs = replace(knobs, counts=_any(draw, ("introduction", "after")))
    return edition, knobs


# How it is set --------------------------------------------------------------------------------


def _labels(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Labels in a table, bare, on a line with a bar or a tab, with the narrative behind them."""
    if knobs.status_form == "prose" or edition.form in ("overview", "table"):
        return edition, knobs
    match draw(st.integers(1, 16)):
        case 1 | 2 | 3:
            label = _any(draw, ("", "Omtale:", "Omtale av status:"))
            if label:
                edition = _measures(edition, _without_notes)
            knobs = replace(
                knobs, label_layout="table", narrative_label=label, labels_after=False,
                status_on_next_page=(),
            )  # fmt: skip
        case 4 | 5 | 6:
            label = _any(draw, ("", "Omtale:"))
            knobs = replace(
                knobs, label_layout="bare", label_style="bold", narrative_label=label,
                labels_after=knobs.labels_after and not label,
            )  # fmt: skip
        case 7 | 8:
            knobs = replace(knobs, label_layout="bar")
        case 9 | 10:
            knobs = replace(knobs, label_layout="tab")
        case 11 if not any(m.fields for m in edition.measures) and knobs.label_layout != "below":
            edition = _measures(edition, _for_run_in)
            knobs = replace(
                knobs, status_form="run-in", label_order="ministries-status", labels_after=False
            )
        case 12:
            knobs = replace(knobs, narrative_label="Omtale:", labels_after=False)
        case _:
            pass
    return edition, knobs


def _without_notes(measure: Measure) -> Measure:
    return replace(measure, narrative=tuple(b for b in measure.narrative if not b.notes))


def _for_run_in(measure: Measure) -> Measure:
    """With a paragraph first that may follow the status on its line."""
    first = measure.narrative[:1]
    ok = first and not first[0].mark
    return measure if ok else replace(measure, narrative=(*_SOME, *measure.narrative))


def _overview(draw: DrawFn, edition: Edition, knobs: Knobs) -> Shape:
    """Overviews of the chapters, captions, rows said again, marks for statuses, merged cells."""
    if edition.form == "text":
        return edition, knobs
    both = edition.form == "both"
    has_parts = any(chapter.part for chapter in edition.chapters)
    if both and not has_parts and _one_in(draw, 6):
        knobs = replace(knobs, overview_at=_any(draw, ("chapters", "chapters-and-last")))
    if _one_in(draw, 4):
        knobs = replace(knobs, caption=_any(draw, ("Tabell {table}: {title}", "{title}")))
    if _one_in(draw, 6):
        knobs = replace(knobs, section_heading="Kapittel {number}: {title} (tiltak {first}–{last})")
    if _one_in(draw, 8):
        knobs = replace(knobs, continued=True)
    if _one_in(draw, 6):
        knobs = replace(knobs, landscape=True)
    if _one_in(draw, 6) and "previous" not in knobs.columns:
        edition = _with_common_statuses(edition)
        marks = _any(draw, ("x", "letters", "dots"))
        knobs = replace(knobs, status_marks=marks, legend_at=_any(draw, ("above", "below")))
    elif _one_in(draw, 6):
        edition = _with_runs(draw, edition)
        merged = _any(draw, (("status",), ("ministries",), ("status", "ministries")))
        knobs = replace(knobs, merged=merged, continued=False)
        if knobs.rules == "none":
            knobs = replace(knobs, rules="grid")
    return edition, knobs


def _with_common_statuses(edition: Edition) -> Edition:
    """With no statuses but the three that a legend names."""
    common = _COMMON[edition.language]

    def status(printed: str) -> str:
        return printed if printed in common else "Under arbeid"

    def with_common(measure: Measure) -> Measure:
        rows = tuple(
            row if row.status is None else replace(row, status=status(row.status))
            for row in measure.overview
        )
        return replace(measure, status=status(measure.status), overview=rows)

    return _measures(edition, with_common)


def _with_runs(draw: DrawFn, edition: Edition) -> Edition:
    """With runs of measures that have status and ministries in common."""
    last: list[Measure] = []

    def like_last(measure: Measure) -> Measure:
        if last and draw(st.booleans()) and measure.overview in ((), (OverviewRow(),)):
            before = last[0]
            measure = replace(measure, status=before.status, ministries=before.ministries)
            if before.overview and measure.overview:
                row = before.overview[0]
                mine = OverviewRow(status=row.status, ministries=row.ministries)
                measure = replace(measure, overview=(mine,))
        last[:] = [measure]
        return measure

    return _measures(edition, like_last)


SHAPES = {
    "form": _form,
    "statuses": _statuses,
    "years": _years,
    "fields": _fields,
    "numbers": _numbers,
    "chapters": _chapters,
    "ministries": _ministries,
    "around": _around,
    "labels": _labels,
    "overview": _overview,
}
