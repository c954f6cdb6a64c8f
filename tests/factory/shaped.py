"""Fixed reports in the shapes of other ministries: together they use every knob that the dozen of
editions.py leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from typing import Literal

from .edition import Block, Edition, Measure, OverviewRow, Section
from .edition import paragraph as p
from .editions import Case
from .knobs import Knobs
from .plans import a_plan, a_small_edition

_DISTANT = ("Oppdatert september 2029", "Revidert plan fra mars 2025")
_HEADS = {"number": "Nr.", "title": "Tiltak", "ministries": "Ansvarlig", "status": "Status"}


def _with_fields() -> Edition:
    """Each measure has a deadline, and what the report before said of it."""
    return _each(
        a_small_edition(),
        lambda m: replace(m, fields=(("Frist", "31. desember 2027"),), previous="Ikke startet"),
    )


def _in_parts_of_chapters() -> Edition:
    """Sub-chapters, a fact box, a foreword."""
    edition = a_plan()
    first, *others = edition.chapters
    box = Block(("Faktaboks: Planen har flere bidragsytere.",), boxed=True)
    sections = (
        Section(0, "Felles innsats"),
        Section(2, "Trygge skoler", (p("Skolen er viktig."),)),
    )
    first = replace(first, introduction=(*first.introduction, box), sections=sections)
    return replace(
        edition,
        chapters=(first, *others),
        summary=(p("The report describes the measures of the plan."),),
        foreword=(p("Arbeidet er et felles ansvar."), p("Oslo, 12. mai 2026")),
    )


def _of_one_ministry() -> Edition:
    """All measures have status and ministries in common."""
    return _each(
        a_small_edition(),
        lambda m: replace(m, ministries="JD", status="Under arbeid", overview=(OverviewRow(),)),
    )


def _of_equal_neighbours() -> Edition:
    """The second and third measure of each chapter have their status in common, no others."""
    statuses = ("Gjennomført", "Under arbeid", "Under arbeid", "Ikke startet")
    edition = a_plan()
    chapters = (
        replace(
            chapter,
            measures=tuple(
                replace(m, status=status, overview=(OverviewRow(),))
                for m, status in zip(chapter.measures, cycle(statuses), strict=False)
            ),
        )
        for chapter in edition.chapters
    )
    return replace(edition, chapters=tuple(chapters))


def _with_sessions() -> Edition:
    """A decision has its session, and a low number."""
    return _each(
        a_small_edition(),
        lambda m: m if m.kind == "tiltak" else replace(m, number=7, session="2025–2026"),
    )


def _of_one_paragraph_each(form: Literal["text", "table"]) -> Edition:
    edition = _each(
        a_small_edition(), lambda m: replace(m, narrative=(p("Arbeidet er i gang i hele landet."),))
    )
    return replace(edition, form=form)


def _each(edition: Edition, change: Callable[[Measure], Measure]) -> Edition:
    return replace(
        edition,
        chapters=tuple(
            replace(chapter, measures=tuple(map(change, chapter.measures)))
            for chapter in edition.chapters
        ),
    )


SHAPED: tuple[Case, ...] = (
    Case(
        "labels-in-a-table-two-years",
        _with_fields(),
        Knobs(
            label_layout="table",
            label_style="plain",
            narrative_label="Omtale:",
            status_label="Status {as_of}:",
            previous_label="Status juni 2025:",
            fields_at="first",
            item_number="Tiltak 1 –",
            hanging=False,
            as_of="Status per 1. {as_of}",
            cover_lines=_DISTANT,
            columns=("number", "title", "ministries", "previous", "status"),
            heads=("Nr.", "Tiltak", "Ansvarlig", "Status 2025", "Status 2026"),
        ),
        "typst",
    ),
    Case(
        "bare-labels-fields-between",
        _with_fields(),
        Knobs(
            label_layout="bare",
            label_style="bold",
            narrative_label="Omtale:",
            status_label="Status {as_of}:",
            previous_label="Status juni 2025:",
            fields_at="between",
            item_number="T1",
            counts="after",
            columns=("number", "deadline", "title", "remark", "ministries", "status"),
            heads=("Nr.", "Frist", "Tiltak", "Merknad", "Ansvarlig", "Status"),
        ),
        "weasyprint",
    ),
    Case(
        "labels-parted-by-a-bar-in-parts-of-chapters",
        _in_parts_of_chapters(),
        Knobs(
            label_layout="bar",
            item_number="Tiltak 1.",
            hanging=False,
            section_heading="Kapittel {number}: {title} (tiltak {first}–{last})",
            continued=True,
            counts="introduction",
            caption="Tabell {table}: {title}",
            columns=("number", "title", "ministries", "area", "status"),
            heads=("Nr.", "Tiltak", "Ansvarlig", "Målgruppe", "Status"),
        ),
        "chromium",
    ),
    Case(
        "labels-parted-by-a-tab-letters-with-a-legend",
        a_small_edition(),
        Knobs(
            label_layout="tab",
            item_number="Tiltak 1",
            chapter_heading="{title}",
            status_marks="letters",
            columns=("number", "title", "budget", "ministries", "status"),
            heads=("Nr.", "Tiltak", "Budsjett", "Ansvarlig", "Status"),
        ),
        "reportlab",
    ),
    Case(
        "status-and-narrative-in-one-paragraph-dots",
        a_small_edition(),
        Knobs(
            status_form="run-in",
            chapter_heading="Kapittel {number}: {title}",
            status_marks="dots",
            legend_at="below",
            columns=("number", "title", "period", "ministries", "status"),
            heads=("Nr.", "Tiltak", "Periode", "Ansvarlig", "Status"),
        ),
        "typst",
    ),
    Case(
        "prose-under-status",
        _of_one_paragraph_each("text"),
        Knobs(status_form="prose", status_label="STATUS:", contents="none"),
        "reportlab",
    ),
    Case(
        "text-alone-with-a-number-missing",
        _of_one_paragraph_each("text").without_measure("tiltak-3"),
        Knobs(contents="none"),
        "reportlab",
    ),
    Case(
        "a-table-at-the-end-of-each-chapter",
        _with_sessions(),
        Knobs(
            overview_at="chapters", caption="Tabell {table}: {title}", heads=tuple(_HEADS.values())
        ),
        "typst",
    ),
    Case(
        "tables-of-chapters-and-the-whole-again",
        a_small_edition(),
        Knobs(overview_at="chapters-and-last", heads=tuple(_HEADS.values())),
        "weasyprint",
    ),
    Case(
        "an-overview-alone-with-crosses",
        replace(a_small_edition(), form="overview"),
        Knobs(status_marks="x", landscape=True, heads=tuple(_HEADS.values())),
        "chromium",
    ),
    Case(
        "everything-in-one-table",
        _of_one_paragraph_each("table"),
        Knobs(
            columns=("number", "title", "ministries", "status", "narrative"),
            heads=(*_HEADS.values(), "Omtale"),
        ),
        "typst",
    ),
    Case(
        "merged-cells",
        _of_one_ministry(),
        Knobs(merged=("status", "ministries"), heads=tuple(_HEADS.values())),
        "reportlab",
    ),
    Case(
        "merged-cells-in-tables-of-chapters-and-the-whole-again",
        _of_equal_neighbours(),
        Knobs(overview_at="chapters-and-last", merged=("status",), heads=tuple(_HEADS.values())),
        "reportlab",
    ),
)
