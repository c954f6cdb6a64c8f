"""Random reports for Hypothesis: lifelike words in random order, random faults, random typesetting.

Nothing is drawn that a reader could not tell apart with the whole report at hand: titles differ
from each other and look unlike running text, numbers in prose are not followed by a title.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from . import ENGINES
from .edition import Block, Chapter, Edition, Link, Measure, Note, OverviewRow, items
from .edition import paragraph as p
from .knobs import Column, Knobs

_TITLES = {
    "nb": (
        (
            "Videreføre",
            "Styrke",
            "Utrede",
            "Evaluere",
            "Gjennomgå",
            "Kartlegge",
            "Etablere",
            "Bedre",
            "Vurdere",
            "Legge til rette for",
            "Øke kunnskapen om",
            "Bidra til",
        ),
        (
            "samarbeidet mellom politiet og barnevernet",
            "krisesentertilbudet i kommunene",
            "statistikken om vold i nære relasjoner",
            "hjelpetilbudet til voldsutsatte menn",
            "e-læring for ansatte i helse- og omsorgstjenesten",
            "ordningen med omvendt voldsalarm",
            "forskningen på nettovergrep",
            "Statens barnehus",
            "veilederen om taushetsplikt",
            "barne- og familievernets kompetanse",
            "det nordisk-baltiske samarbeidet",
            "arbeidet blant personer med rom-bakgrunn",
        ),
        (
            "",
            "i alle deler av landet",
            "i samarbeid med frivillige organisasjoner",
            "innen 2028",
            "og vurdere om ordningen kan utvides til flere grupper",
            "for å sikre et helhetlig og likeverdig tilbud til utsatte, uavhengig av bosted",
            (
                "herunder opplæring av ansatte i skoler og barnehager, samt vurdere om det er "
                "behov for endringer i regelverket om opplysningsplikt, taushetsplikt og "
                "avvergeplikt for ansatte i offentlig sektor"
            ),
        ),
    ),
    "nn": (
        (
            "Vidareføre",
            "Styrkje",
            "Greie ut",
            "Evaluere",
            "Gå gjennom",
            "Kartleggje",
            "Opprette",
            "Betre",
            "Vurdere",
            "Leggje til rette for",
            "Auke kunnskapen om",
        ),
        (
            "samarbeidet mellom politiet og barnevernet",
            "krisesentertilbodet i kommunane",
            "statistikken over vald i nære relasjonar",
            "hjelpetilbodet til valdsutsette",
            "e-læring for tilsette i helse- og omsorgstenesta",
            "forskinga på nettovergrep",
            "rettleiaren om teieplikt",
            "det nordisk-baltiske samarbeidet",
            "kompetansen i barne- og familievernet",
            "dei samiske tilboda",
        ),
        (
            "",
            "i alle delar av landet",
            "i samarbeid med frivillige organisasjonar",
            "innan 2028",
            "og vurdere om ordninga kan utvidast til fleire grupper",
            "for å sikre eit heilskapleg og likeverdig tilbod til utsette, uavhengig av bustad",
            (
                "mellom anna opplæring av tilsette i skular og barnehagar, og vurdere om det er "
                "behov for endringar i regelverket om opplysningsplikt, teieplikt og "
                "avverjeplikt for tilsette i offentleg sektor"
            ),
        ),
    ),
}

_SENTENCES = {
    "nb": (
        "Arbeidet er i gang.",
        "Direktoratet har fått i oppdrag å følge opp tiltaket i tråd med tildelingsbrevet.",
        (
            "Det er opprettet en arbeidsgruppe med deltakere fra politiet, barnevernet, "
            "familievernet, skolehelsetjenesten og de regionale ressurssentrene."
        ),
        "Kurset er gratis, og nær 14 000 ansatte har gjennomført det.",
        "Barne-, ungdoms- og familiedirektoratet leder arbeidet.",
        "I 2025 ble det bevilget 18,6 mill. kroner til formålet.",
        "Helse- og omsorgsdepartementet vurderer hvordan erfaringene kan komme flere til gode.",
        (
            "Evalueringen viser at tilbudet når fram til mange, men at det er store forskjeller "
            "mellom kommunene, og at de minste kommunene i mindre grad har et eget tilbud."
        ),
        "Forslaget var på høring våren 2025.",
        "Undersøkelsen ble lagt fram 26. mai 2025 («Vold og overgrep i oppveksten»).",
        "Samarbeidet omfatter også frivillige organisasjoner – både lokale og landsdekkende.",
        "Ordningen gjelder 12 kommuner.",
        "Etter planen skal arbeidet være ferdig innen utgangen av 2027.",
        "Retningslinjene er oversatt til nordsamisk, lulesamisk og sørsamisk.",
        "Tilbudet gis på 24 steder, jf. oversikten fra direktoratet.",
        "Det vises til Prop. 36 S (2023–2024).",
    ),
    "nn": (
        "Arbeidet er i gang.",
        "Direktoratet har fått i oppdrag å følgje opp tiltaket i tråd med tildelingsbrevet.",
        (
            "Det er sett ned ei arbeidsgruppe med deltakarar frå politiet, barnevernet, "
            "familievernet, skulehelsetenesta og dei regionale ressurssentera."
        ),
        "Kurset er gratis, og nær 14 000 tilsette har gjennomført det.",
        "Barne-, ungdoms- og familiedirektoratet leier arbeidet.",
        "I 2025 vart det løyvt 18,6 mill. kroner til føremålet.",
        "Helse- og omsorgsdepartementet vurderer korleis erfaringane kan kome fleire til gode.",
        (
            "Evalueringa viser at tilbodet når fram til mange, men at det er store skilnader "
            "mellom kommunane, og at dei minste kommunane i mindre grad har eit eige tilbod."
        ),
        "Undersøkinga vart lagd fram 26. mai 2025 («Vald og overgrep i oppveksten»).",
        "Ordninga gjeld 12 kommunar.",
        "Etter planen skal arbeidet vere ferdig innan utgangen av 2027.",
        "Det er vist til Prop. 36 S (2023–2024).",
    ),
}

_CHAPTERS = {
    "nb": (
        "Helhetlig og samordnet innsats",
        "Forebygging",
        "Bistand og beskyttelse",
        "Straffeforfølgning",
        "Vold og overgrep i samiske samfunn",
    ),
    "nn": (
        "Heilskapleg og samordna innsats",
        "Førebygging",
        "Hjelp og vern",
        "Straffeforfølging",
        "Vald og overgrep i samiske samfunn",
    ),
}

_STATUSES = {
    "nb": ("Ikke startet", "Under arbeid", "Gjennomført"),
    "nn": ("Ikkje starta", "Under arbeid", "Gjennomført"),
}
_OTHER_STATUSES = ("Påbegynt", "Byrja", "Ferdig", "Løpende", "Avsluttet", "Pågående – i rute.")
_PERIODS = ("", "", "", "2025-2029", "2026–2028")
_NEW_STATUSES = ("Satt på vent", "Stilt i bero", "Delvis innfridd")

_MINISTRIES = (
    "JD",
    "BFD",
    "HOD",
    "JD, alle",
    "AID, alle",
    "JD, BFD",
    "JD og DFD",
    "JD, BFD og HOD",
    "AID (JD)",
    "KUD m.fl.",
    "BFD, HOD, KD, JD, AID",
    "Alle",
    "KDD, KUD",
    "JD/Alle",
)

_LABELS = {
    "nb": (
        ("Ansvarlig departement:", "Ansvarlige departementer:", "Ansvarlig:"),
        ("Status:", "Status for tiltaket:", "STATUS:"),
    ),
    "nn": (
        ("Ansvarleg departement:", "Ansvarlege departement:"),
        ("Status:", "Status for tiltaket:"),
    ),
}

_HEADS: dict[str, dict[Column, tuple[str, ...]]] = {
    "nb": {
        "number": ("Nr.", "Nr", "Tiltak nr."),
        "title": ("Regjeringen vil", "Tiltak"),
        "ministries": ("Ansvarlig departement", "Departement", "Ansvarlig"),
        "status": ("Gjennomført/ under arbeid/ikke startet", "Status"),
    },
    "nn": {
        "number": ("Nr.", "Nr"),
        "title": ("Regjeringa vil", "Tiltak"),
        "ministries": ("Ansvarleg departement", "Departement"),
        "status": ("Gjennomført/ under arbeid/ikkje starta", "Status"),
    },
}

_COLUMNS: tuple[tuple[Column, ...], ...] = (
    ("number", "title", "ministries", "status"),
    ("number", "title", "status", "ministries"),
    ("ministries", "title", "status"),
    ("title", "ministries", "status"),
)


@dataclass(frozen=True)
class Report:
    """A report and the way it is set."""

    edition: Edition
    knobs: Knobs
    engine: str


@st.composite
def random_report(draw: DrawFn, engines: tuple[str, ...] = ENGINES) -> Report:
    edition = draw(random_edition())
    return Report(edition, draw(random_knobs(edition)), draw(st.sampled_from(engines)))


@st.composite
def random_edition(draw: DrawFn, faults: bool = True) -> Edition:
    """A report of three to twenty-one measures; with `faults`, zero to three of them planted."""
    language = draw(st.sampled_from(("nb", "nn")))
    sizes = [draw(st.integers(3, 6)), *draw(st.lists(st.integers(1, 6), max_size=2))]
    requests = draw(st.integers(0, 3))
    titles = draw(_titles(language, sum(sizes) + requests))
    last = sum(sizes)
    chapters, number = [], 0
    for name, size in zip(_CHAPTERS[language], sizes, strict=False):
        measures = []
        for title in titles[number : number + size]:
            number += 1
            measures.append(draw(_measure(language, number, title, last)))
        introduction = draw(st.lists(_paragraph(language), max_size=2))
        chapters.append(Chapter(name, tuple(measures), tuple(introduction)))
    if requests:
        ask = "Stortinget ber regjeringen" if language == "nb" else "Stortinget ber regjeringa"
        heading = "Anmodningsvedtak" if language == "nb" else "Oppmodingsvedtak"
        asked = tuple(
            draw(_measure(language, 611 + i, f"{ask} {lower_first(title)}.", last))
            for i, title in enumerate(titles[last:])
        )
        asked = tuple(_as_request(measure) for measure in asked)
        chapters.append(Chapter(heading, asked))
    month = "juni" if draw(st.booleans()) else "desember"
    period = draw(st.sampled_from(_PERIODS))
    if period:
        chapters = [_with_periods(chapter, period) for chapter in chapters]
    if draw(st.integers(0, 3)) == 0:
        chapters[0] = draw(_with_letters(chapters[0]))
    edition = Edition(
        language=language,
        title=_TITLE[language],
        subtitle="Trygghet for alle" if language == "nb" else "Tryggleik for alle",
        as_of=f"{month} {draw(st.integers(2026, 2029))}",
        introduction=tuple(draw(st.lists(_paragraph(language), min_size=1, max_size=3))),
        abbreviations=draw(st.sampled_from(((), _ABBREVIATIONS))),
        chapters=tuple(chapters),
        overview_note=draw(st.sampled_from(("", _NOTE[language]))),
    )
    if not faults:
        return edition
    spoilt = draw(
        st.lists(st.sampled_from([m.item_id for m in edition.measures]), max_size=3, unique=True)
    )
    for item_id in spoilt:
        edition = draw(_fault(edition, item_id))
    return edition


_TITLE = {
    "nb": "Status for gjennomføring av tiltak i opptrappingsplan mot vold (2025–2029)",
    "nn": "Status for gjennomføring av tiltaka i opptrappingsplanen mot vald (2025–2029)",
}

_NOTE = {
    "nb": "«Alle» innebærer i denne sammenheng øvrige relevante departementer",
    "nn": "«Alle» tyder her andre relevante departement",
}

_POINTS = {
    "nb": ("Videreføre ordningen", "Vurdere hvordan ordningen kan gjøres bedre kjent"),
    "nn": ("Vidareføre ordninga", "Vurdere korleis ordninga kan gjerast betre kjend"),
}

_ABBREVIATIONS = (
    ("BFD", "Barne- og familiedepartementet"),
    ("JD", "Justis- og beredskapsdepartementet"),
    ("RVTS", "Regionalt ressurssenter om vold, traumatisk stress og selvmordsforebygging"),
)


def _with_periods(chapter: Chapter, period: str) -> Chapter:
    """What predecessor plans printed: when each measure is to be carried out."""
    return replace(chapter, measures=tuple(replace(m, period=period) for m in chapter.measures))


@st.composite
def _with_letters(draw: DrawFn, chapter: Chapter) -> Chapter:
    """One measure has become two, 3 a and 3 b; the title of the second is like no other's."""
    split = draw(st.integers(0, len(chapter.measures) - 1))
    whole = chapter.measures[split]
    parts = (
        replace(whole, letter="a"),
        replace(whole, title=f"{whole.title.removesuffix(':')}, del to", points=(), letter="b"),
    )
    return replace(
        chapter, measures=(*chapter.measures[:split], *parts, *chapter.measures[split + 1 :])
    )


@st.composite
def random_knobs(draw: DrawFn, edition: Edition) -> Knobs:
    """A way of typesetting that suits the edition's language."""
    one = st.sampled_from
    language = edition.language
    ministries, status = _LABELS[language]
    columns = draw(one(_COLUMNS))
    rules = draw(one(("grid", "horizontal", "none")))
    labels_after = draw(st.booleans())
    title_bold = labels_after or draw(st.booleans())
    item_number = draw(one(("1.", "1", "Tiltak 1:")))
    item_ids = [m.item_id for m in edition.measures]
    changes: dict[str, Any] = {
        "font": draw(one(("serif", "sans", "wide", "modern"))),
        "size": draw(one((9.5, 10, 11, 12))),
        "margin": draw(one((57, 71, 85))),
        "spacer": draw(st.integers(0, 400)),
        "head": draw(one(("", "Status for gjennomføring av tiltak"))),
        "page_number": draw(
            one(("", "Side {page} av {pages}", "{page} / {pages}", "{page}", "– {page} –"))
        ),
        "page_number_at": draw(one(("bottom-left", "bottom-center", "bottom-right", "top-right"))),
        "contents": draw(one(("leaders", "numbers", "plain", "none"))),
        "abbreviations_heading": draw(st.booleans()),
        "chapter_heading": draw(
            one(("{number} {title}", "{number}. {title}", "Kapittel {number} {title}"))
        ),
        "chapters_on_new_page": draw(st.booleans()),
        "overview_at": "first" if draw(st.booleans()) else "last",
        "item_number": item_number,
        # A bare number before a title that is not bold needs its own margin to be seen at all.
        "hanging": draw(st.booleans()) or (item_number == "1" and not title_bold),
        "title_bold": title_bold,
        "ministries_label": draw(one(ministries)),
        "status_label": draw(one(status)),
        "label_style": draw(one(("italic", "bold", "plain"))),
        "label_order": draw(one(("ministries-status", "status-ministries"))),
        "label_layout": draw(one(("lines", "one-line", "below"))),
        "labels_after": labels_after,
        "status_on_next_page": tuple(draw(st.lists(one(item_ids), max_size=2, unique=True))),
        "paragraphs": draw(one(("space", "indent"))),
        "justified": draw(st.booleans()),
        "hyphenation": draw(one(("none", "auto", "soft"))),
        "superior_figures": draw(st.integers(0, 3)) == 0,
        "columns": columns,
        "heads": tuple(draw(one(_HEADS[language][column])) for column in columns),
        "row_number": draw(one(("1", "1."))),
        "section_heading": draw(one(("{title}", "{number} {title}", "{number}. {title}"))),
        "table_for_each_chapter": draw(st.booleans()),
        "repeat_heads": draw(st.booleans()),
        "rules": rules,
        "shaded": draw(st.booleans()),
        # Without rules, cells in the middle of a torn row belong to nothing that one can see.
        "cell_align": draw(one(("top", "middle"))),
        "split_rows": draw(st.booleans()),
    }
    if rules == "none" and changes["cell_align"] == "middle":
        changes["split_rows"] = False
    return Knobs(**changes)


def lower_first(text: str) -> str:
    return text[0].lower() + text[1:]


def _as_request(measure: Measure) -> Measure:
    return Measure(
        measure.number,
        measure.title,
        measure.ministries,
        measure.status,
        measure.narrative,
        kind="anmodningsvedtak",
    )


@st.composite
def _titles(draw: DrawFn, language: str, count: int) -> list[str]:
    verbs, objects, tails = _TITLES[language]
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(verbs), st.sampled_from(objects)),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    return [f"{v} {o} {draw(st.sampled_from(tails))}".strip() for v, o in pairs]


@st.composite
def _measure(draw: DrawFn, language: str, number: int, title: str, last: int) -> Measure:
    one = st.sampled_from
    points: tuple[str, ...] = ()
    if number < 611 and draw(st.integers(0, 9)) == 0:
        title += ", gjennom å:"
        points = _POINTS[language]
    several = draw(st.lists(_blocks(language), max_size=3))
    narrative = tuple(block for blocks in several for block in blocks)
    if draw(st.booleans()) and narrative:
        narrative += (
            p(f"Se {'også' if language == 'nb' else 'òg'} tiltak {draw(st.integers(1, last))}."),
        )
    common = one(_STATUSES[language])
    return Measure(
        number,
        title,
        draw(one(_MINISTRIES)),
        draw(st.one_of(common, common, common, one(_OTHER_STATUSES))),
        narrative,
        points,
    )


def _paragraph(language: str) -> SearchStrategy[Block]:
    sentences = st.lists(st.sampled_from(_SENTENCES[language]), min_size=1, max_size=6)
    return sentences.map(lambda several: p(" ".join(several)))


@st.composite
def _blocks(draw: DrawFn, language: str) -> tuple[Block, ...]:
    """A paragraph, perhaps with a link, a footnote, a line that begins with a number, or a list."""
    sentence = st.sampled_from(_SENTENCES[language])
    text = " ".join(draw(st.lists(sentence, min_size=1, max_size=6)))
    match draw(st.integers(0, 9)):
        case 0:
            return (
                p(
                    text + " ",
                    Link(
                        "nettsiden" if language == "nb" else "nettsida", "https://eksempel.no/side"
                    ),
                    ".",
                ),
            )
        case 1:
            return (p(text, Note(draw(sentence))),)
        case 2:
            return (p(text + " Jf. straffeloven §\n196. " + draw(sentence)),)
        case 3:
            return (p(text + " Fristen er i\n2027. " + draw(sentence)),)
        case 4 | 5:
            mark = draw(st.sampled_from(("•", "–", "a)", "1)")))
            listed = draw(st.lists(sentence, min_size=1, max_size=5))
            return (p(text), *items(mark, *listed))
        case _:
            return (p(text),)


@st.composite
def _fault(draw: DrawFn, edition: Edition, item_id: str) -> Edition:
    """The edition with one thing wrong at that measure."""
    (measure,) = (m for m in edition.measures if m.item_id == item_id)
    kind = draw(
        st.sampled_from(
            (
                "status",
                "ministries",
                "words",
                "full stop",
                "missing in text",
                "missing in overview",
                "twice in text",
                "twice in overview",
                "new status",
                "new ministry",
                "chapter",
            )
        )
    )
    row = OverviewRow()
    match kind:
        case "status":
            others = [s for s in _STATUSES[edition.language] if s != measure.status]
            row = OverviewRow(status=draw(st.sampled_from(others)))
        case "ministries":
            row = OverviewRow(ministries="FIN" if measure.ministries != "FIN" else "UD")
        case "words":
            row = OverviewRow(title=measure.full_title.replace(" ", " hele ", 1))
        case "full stop":
            row = OverviewRow(title=measure.full_title.rstrip(".") + "!")
        case "chapter" if len(edition.chapters) > 1:
            own = next(n for n, c in enumerate(edition.chapters, 1) if measure in c.measures)
            row = OverviewRow(chapter=own % len(edition.chapters) + 1)
        case "missing in text":
            return edition.with_measure(item_id, in_text=False)
        case "missing in overview":
            return edition.with_measure(item_id, overview=())
        case "twice in text":
            return edition.with_second_printing(item_id)
        case "twice in overview":
            return edition.with_measure(item_id, overview=(row, row))
        case "new status":
            return edition.with_measure(item_id, status=draw(st.sampled_from(_NEW_STATUSES)))
        case "new ministry":
            return edition.with_measure(item_id, ministries="MKD")
        case _:
            pass
    return edition.with_measure(item_id, overview=(row,))
