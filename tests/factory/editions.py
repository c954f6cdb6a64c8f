"""Fixed reports: a dozen unlike ones that together use every knob, and one for each single turn of
a knob, which tells what a failure of the dozen comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .edition import Edition, OverviewRow
from .knobs import Knobs
from .plans import a_nynorsk_plan, a_plan, a_predecessor, a_small_edition


@dataclass(frozen=True)
class Case:
    name: str
    edition: Edition
    knobs: Knobs
    engine: str


_NYNORSK = Knobs(
    ministries_label="Ansvarleg departement:",
    heads=("Nr.", "Tiltak", "Ansvarleg departement", "Status"),
)

DOZEN: tuple[Case, ...] = (
    Case(
        "like-the-report-of-2025",
        a_plan()
        .with_measure("tiltak-4", overview=(OverviewRow(status="Under arbeid"),))
        .with_measure("tiltak-12", overview=(OverviewRow(ministries="KUD"),)),
        Knobs(),
        "weasyprint",
    ),
    Case(
        "sans-from-a-browser",
        a_plan().with_measure("tiltak-10", overview=()),
        Knobs(
            font="sans",
            size=10.5,
            head="Status for gjennomføring av tiltak",
            page_number="{page} / {pages}",
            page_number_at="bottom-center",
            contents="numbers",
            repeat_heads=True,
            shaded=True,
            chapter_heading="Kapittel {number} {title}",
            paragraphs="indent",
            status_label="Status for tiltaket:",
            ministries_label="Ansvarlige departementer:",
        ),
        "chromium",
    ),
    Case(
        "nynorsk-justified-number-in-title-cell",
        a_nynorsk_plan(),
        Knobs(
            font="modern",
            size=11,
            justified=True,
            hyphenation="auto",
            page_number="{page}",
            page_number_at="bottom-center",
            item_number="1",
            chapters_on_new_page=False,
            ministries_label="Ansvarleg departement:",
            columns=("ministries", "title", "status"),
            heads=("Ansvarleg departement", "Tiltak", "Status"),
            cell_align="middle",
        ),
        "typst",
    ),
    Case(
        "unruled-and-flush-left",
        a_plan().with_second_printing("tiltak-9", status="Under arbeid"),
        Knobs(
            font="sans",
            size=10,
            margin=62,
            page_number="{page}",
            contents="none",
            item_number="Tiltak 1:",
            hanging=False,
            title_size=11.5,
            label_style="bold",
            rules="none",
            split_rows=False,
            heads=("Nr", "Tiltak", "Departement", "Status"),
        ),
        "reportlab",
    ),
    Case(
        "a-predecessor-with-lettered-measures",
        a_predecessor(),
        Knobs(
            size=11,
            ministries_label="Ansvarlig:",
            status_label="STATUS:",
            label_style="plain",
            contents="plain",
            columns=("ministries", "title", "status"),
            heads=("Ansvarlig", "Tiltak", "Status"),
            rules="horizontal",
        ),
        "typst",
    ),
    Case(
        "overview-first-labels-on-one-line",
        a_plan().with_measure(
            "tiltak-17", overview=(OverviewRow(title="Utvide åpningstidene for chat-tjenester"),)
        ),
        Knobs(
            font="wide",
            size=9.5,
            page_number="– {page} –",
            page_number_at="top-right",
            overview_at="first",
            label_layout="one-line",
            row_number="1.",
            repeat_heads=True,
            heads=("Nr.", "Tiltak", "Departement", "Status"),
        ),
        "reportlab",
    ),
    Case(
        "labels-after-the-narrative-soft-hyphens",
        a_plan().with_measure("tiltak-13", overview=(OverviewRow(), OverviewRow())),
        Knobs(
            size=11,
            justified=True,
            hyphenation="soft",
            labels_after=True,
            paragraphs="indent",
            cell_align="middle",
            section_heading="{number} {title}",
            page_number="{page} / {pages}",
        ),
        "weasyprint",
    ),
    Case(
        "status-falls-on-the-next-page",
        a_plan(),
        Knobs(
            spacer=130,
            label_order="status-ministries",
            status_on_next_page=("tiltak-2", "tiltak-15", "vedtak-615"),
            columns=("number", "title", "status", "ministries"),
            heads=("Nr.", "Tiltak", "Status", "Ansvarlig"),
            abbreviations_heading=True,
            superior_figures=True,
        ),
        "typst",
    ),
    Case(
        "a-table-for-each-chapter-from-a-browser",
        a_nynorsk_plan().with_measure("tiltak-5", in_text=False),
        Knobs(
            font="wide",
            size=9.5,
            justified=True,
            hyphenation="soft",
            contents="plain",
            page_number="{page}",
            page_number_at="top-right",
            ministries_label="Ansvarleg departement:",
            heads=_NYNORSK.heads,
            table_for_each_chapter=True,
            rules="horizontal",
            cell_align="middle",
            title_bold=False,
            item_number="Tiltak 1:",
        ),
        "chromium",
    ),
    Case(
        "new-words-and-a-gap",
        a_plan()
        .with_measure("tiltak-6", status="Satt på vent")
        .with_measure("tiltak-18", ministries="MKD")
        .with_measure("tiltak-20", overview=(OverviewRow(chapter=3),))
        .without_measure("tiltak-23"),
        Knobs(
            size=11,
            justified=True,
            hyphenation="auto",
            shaded=True,
            rules="horizontal",
            section_heading="{number}. {title}",
            page_number="",
            head="Trygg på nett",
        ),
        "reportlab",
    ),
    Case(
        "nynorsk-values-below-their-labels",
        a_nynorsk_plan().with_measure(
            "tiltak-9", overview=(OverviewRow(status="Ikkje starta", ministries="KUD"),)
        ),
        Knobs(
            font="sans",
            size=11,
            label_layout="below",
            label_style="bold",
            ministries_label="Ansvarlege departement:",
            status_label="Status for tiltaket:",
            chapter_heading="{number}. {title}",
            title_bold=False,
            heads=("Nr", "Regjeringa vil", "Departement", "Gjennomført/ under arbeid/ikkje starta"),
            rules="none",
            split_rows=False,
            repeat_heads=True,
            page_number_at="bottom-left",
        ),
        "weasyprint",
    ),
    Case(
        "a-small-one-in-columns-of-its-own",
        a_small_edition().with_measure(
            "tiltak-4", overview=(OverviewRow(title="Vurdere behovet for flere utekontakter."),)
        ),
        Knobs(
            font="modern",
            contents="none",
            hanging=False,
            columns=("title", "ministries", "status"),
            heads=("Tiltak", "Ansvarlig departement", "Status"),
            table_for_each_chapter=True,
            shaded=True,
        ),
        "chromium",
    ),
)


_FOUR_ROWS = (
    "Legge til rette for at barn og unge som har opplevd nettovergrep, får rask og samordnet hjelp "
    "i alle deler av landet, herunder opplæring av ansatte i skoler, barnehager og barnevern, samt "
    "vurdere om det er behov for endringer i regelverket om opplysningsplikt, taushetsplikt og "
    "avvergeplikt for ansatte i offentlig sektor"
)
_BEFORE_2014 = replace(a_predecessor(), as_of="desember 2013").with_measure(
    "tiltak-1", ministries="JD, AD, BLD, HOD, KD", period="2014-2017"
)

KIN: tuple[Case, ...] = (
    Case(
        "predecessor-of-five-ministries",
        _BEFORE_2014.with_measure("tiltak-2", ministries="JD/Alle", period="2014-2017"),
        Knobs(
            font="sans",
            size=10,
            margin=62,
            ministries_label="Ansvarlig:",
            status_label="STATUS:",
            label_style="bold",
            label_layout="one-line",
            item_number="Tiltak 1:",
            contents="none",
            page_number="{page}",
            rules="none",
            repeat_heads=True,
            columns=("ministries", "title", "status"),
            heads=("Ansvarlig departement", "Tiltak", "Status"),
        ),
        "reportlab",
    ),
    Case(
        "predecessor-hyphenated-labels-last",
        _BEFORE_2014.with_measure("tiltak-5", status="Pågående – i rute.", ministries="KUD m.fl."),
        Knobs(
            size=11,
            justified=True,
            hyphenation="auto",
            ministries_label="Ansvarlig:",
            status_label="STATUS:",
            labels_after=True,
            page_number="{page} / {pages}",
            columns=("number", "title", "status", "ministries"),
            heads=("Tiltak nr.", "Tiltak", "Status", "Ansvarlig"),
            rules="horizontal",
            cell_align="middle",
        ),
        "weasyprint",
    ),
    Case(
        "nynorsk-ministries-first-number-in-title",
        a_nynorsk_plan()
        .with_measure("tiltak-2", status="Byrja")
        .with_measure("tiltak-3", status="Ferdig", ministries="KUD m.fl."),
        Knobs(
            font="sans",
            size=10.5,
            justified=True,
            hyphenation="soft",
            head="Nær folk",
            page_number="{page} / {pages}",
            ministries_label="Ansvarleg departement:",
            columns=("ministries", "title", "status"),
            heads=("Ansvarleg departement", "Tiltak", "Status"),
            rules="none",
            repeat_heads=True,
            overview_at="first",
        ),
        "typst",
    ),
    Case(
        "titles-of-four-rows-plain",
        a_plan()
        .with_measure("tiltak-6", title=_FOUR_ROWS)
        .with_measure(
            "vedtak-613",
            title=f"Stortinget ber regjeringen {_FOUR_ROWS[0].lower()}{_FOUR_ROWS[1:]}.",
        ),
        Knobs(
            margin=85,
            title_bold=False,
            paragraphs="indent",
            status_on_next_page=("tiltak-6", "vedtak-613"),
            rules="none",
            cell_align="middle",
            split_rows=False,
        ),
        "chromium",
    ),
)
"""Shapes of older plans' reports and of long titles, as they are known to be printed."""


_TURNS: tuple[dict[str, Any], ...] = (
    {},
    {"font": "wide", "size": 9.5},
    {"font": "modern", "size": 11},
    {"font": "sans", "margin": 57},
    {"spacer": 90},
    {"spacer": 260},
    {"spacer": 390},
    {"head": "Status for gjennomføring av tiltak"},
    {"page_number": "{page} / {pages}"},
    {"page_number": "{page}", "page_number_at": "bottom-center"},
    {"page_number": "– {page} –", "page_number_at": "top-right"},
    {"page_number": "", "head": ""},
    {"contents": "numbers"},
    {"contents": "plain"},
    {"contents": "none"},
    {"abbreviations_heading": True},
    {"chapter_heading": "{number}. {title}"},
    {"chapter_heading": "Kapittel {number} {title}"},
    {"chapters_on_new_page": False},
    {"overview_at": "first"},
    {"item_number": "1"},
    {"item_number": "Tiltak 1:"},
    {"item_number": "Tiltak 1:", "hanging": False},
    {"hanging": False},
    {"title_bold": False},
    {"title_size": 14},
    {"ministries_label": "Ansvarlige departementer:", "status_label": "Status for tiltaket:"},
    {"ministries_label": "Ansvarlig:", "status_label": "STATUS:"},
    {"label_style": "bold"},
    {"label_style": "plain"},
    {"label_order": "status-ministries"},
    {"label_layout": "one-line"},
    {"label_layout": "one-line", "label_order": "status-ministries"},
    {"label_layout": "below"},
    {"labels_after": True},
    {"status_on_next_page": ("tiltak-2", "tiltak-15", "vedtak-612")},
    {"paragraphs": "indent"},
    {"justified": True},
    {"justified": True, "hyphenation": "auto"},
    {"justified": True, "hyphenation": "soft"},
    {"superior_figures": True},
    {
        "columns": ("number", "title", "status", "ministries"),
        "heads": ("Nr.", "Tiltak", "Status", "Departement"),
    },
    {
        "columns": ("ministries", "title", "status"),
        "heads": ("Ansvarlig departement", "Tiltak", "Status"),
    },
    {"row_number": "1."},
    {"section_heading": "{number} {title}"},
    {"section_heading": "{number}. {title}"},
    {"table_for_each_chapter": True},
    {"repeat_heads": True},
    {"rules": "horizontal"},
    {"rules": "none"},
    {"rules": "none", "split_rows": False, "cell_align": "middle"},
    {"shaded": True},
    {"cell_align": "middle"},
    {"split_rows": False, "spacer": 260},
)


def one_turn_each(engine: str = "typst") -> tuple[Case, ...]:
    """The whole plan, set in the default way but for one or two knobs."""
    edition = a_plan()
    return tuple(
        Case(
            " ".join(f"{name}={value}" for name, value in turn.items()) or "default",
            edition,
            replace(Knobs(), **turn),
            engine,
        )
        for turn in _TURNS
    )
