"""The wording for auditors: sources, scopes, severities, numbers, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.norwegian.months import month_name
from pipeline.norwegian.numbering import printed
from pipeline.seams.ids import (
    FRONT_MATTER,
    INTRODUCTION,
    NO_ITEM,
    OVERVIEW,
    PAGE,
    REPORT,
    ReportId,
    RowId,
    Scope,
    chapter_name,
    first_printing,
    is_chapter,
    numbered,
    scope_of,
    source_of,
)
from pipeline.seams.tables import Correction, Finding, Measure, Report, Review, TwoSided
from pipeline.seams.vocabularies import CONFIRMED, Outcome, ReviewVerdict, Severity, Source
from pipeline.seams.words import COVERED

NOT_STATED, COVERED_STATUS = "Ikke oppgitt", "Tildekket"  # said of a status that is not read

SEVERITIES: dict[Severity, tuple[str, str, str]] = {  # id: (singular, plural, meaning)
    "error": ("feil", "feil", "Rapporten motsier seg selv, eller noe som skal stå der, mangler."),
    "warning": ("advarsel", "advarsler", "Noe som bør leses igjen; det kan ha en god grunn."),
    "info": ("merknad", "merknader", "Noe å vite om; ofte bare skrivemåte eller tidspunkt."),
}
OUTCOME_WORDS: dict[Outcome, str] = {
    "agree": "stemmer",
    "differ": "avviker",
    "missing": "mangler",
    "not-comparable": "kan ikke avgjøres",
}
_SOURCES = {
    "text": "I teksten",
    "overview": "I oversikten",
    "narrative": "I omtalen",
    "introduction": "I innledningen",
    "cover": "På forsiden",
    "vocabulary": "I ordlisten",
    "report": "I rapporten",
    "count": "Talt opp i rapporten",
    "measures": "Blant tiltakene",
    "calendar": "I kalenderen",
    "link": "Lenkens adresse",
    "page": "På siden",
    "line-end": "Ved linjeslutt",
    "ministries": "Blant departementene",
    "unread": "Ikke lest",
    "pymupdf": "Lesemotor 1 (PyMuPDF)",
    "pdfium": "Lesemotor 2 (PDFium)",
    "words": "Lesemåte 1 (ordenes plassering)",
    "pdfplumber": "Lesemåte 2 (tabellens streker)",
}
_COLUMNS = {
    "title": "tittelen",
    "overview_title": "tittelen i oversikten",
    "chapter": "kapitlet",
    "narrative": "omtalen",
    "page_first": "første side",
    "page_last": "siste side",
    "overview_page": "siden i oversikten",
    "status": "statusen",
    "status_printed": "den trykte statusen",
    "ministry": "departementet",
    "printed": "listen over departementer",
    "text": "teksten",
    "first": "første dag",
    "last": "siste dag",
    "amount_nok": "beløpet",
    "url": "adressen",
}
_SCOPES = {
    INTRODUCTION: "Innledningen",
    FRONT_MATTER: "Forsiden og innholdet",
    OVERVIEW: "Oversikten",
    REPORT: "Rapporten",
    PAGE: "Siden",
}
_KINDS = {
    "tiltak": "Tiltak",
    "vedtak": "Anmodningsvedtak",
    "chapter": "Kapittel",
    "page": "Side",
}
PRINTED_IN: dict[Source, str] = {"text": "teksten", "overview": "oversikten"}
OPEN = ".."  # in EDTF: without a start or an end
_PARTS_OF_YEAR = {  # by EDTF's codes
    "21": "våren",
    "22": "sommeren",
    "23": "høsten",
    "24": "vinteren",
    "33": "første kvartal",
    "34": "andre kvartal",
    "35": "tredje kvartal",
    "36": "fjerde kvartal",
    "40": "første halvår",
    "41": "andre halvår",
}
_STANDS_IN = {
    INTRODUCTION: "innledningen",
    FRONT_MATTER: "de første sidene",
    OVERVIEW: "oversikten",
}


def source_name(source: str | None) -> str:
    """The source of a value as a heading; in rules across reports, the source is a report's id."""
    return _SOURCES.get(source or "", f"I rapporten {source}" if source else "")


def scope_name(scope: Scope) -> str:
    """The name of a scope: «Tiltak 4», «Kapittel 2», «Side 9», «Innledningen»."""
    parts = numbered(scope)
    if parts is None:
        return capital(chapter_name(scope)) if is_chapter(scope) else _SCOPES.get(scope, scope)
    time = f" nr. {parts.time}" if parts.time > 1 else ""
    return f"{_KINDS[parts.kind]} {printed(parts.number, parts.letter)}{time}"


def place_of(scope: Scope) -> str:
    """The same within a sentence: «tiltak 4», «vedtak 611», «kapittel 2», «innledningen»."""
    parts = numbered(scope)
    if parts is None or parts.kind == PAGE:
        return _STANDS_IN.get(first_printing(scope), scope)
    kind = "kapittel" if parts.kind == "chapter" else parts.kind
    return f"{kind} {printed(parts.number, parts.letter)}"


def item_name(measure: Measure) -> str:
    """«Tiltak 4», «Anmodningsvedtak 611», «Tiltak 29 a»."""
    kind = "Tiltak" if measure.kind == "tiltak" else "Anmodningsvedtak"
    return f"{kind} {printed(measure.number, measure.letter)}"


def name_of(measure: Measure) -> str:
    """The same within a sentence: «tiltak 4», «vedtak 611», «tiltak 29 a»."""
    return place_of(measure.scope)


def corrected_name(table: str, row_id: str, column: str) -> str:
    """A value that somebody corrected, within a sentence: «siste side for tiltak 99»."""
    scope = scope_of(RowId(row_id))
    place = place_of(scope)
    what = _COLUMNS.get(column, f"{column} i {table}")
    source = {"text": " i teksten", "overview": " i oversikten"}.get(
        source_of(RowId(row_id)) or "", ""
    )
    return f"{what} for {place}{source}"


def subject(finding: TwoSided, measures: Mapping[Scope, Measure]) -> str:
    """The name of what a finding or a comparison is about: its item, else its scope."""
    measure = measures.get(finding.scope) or measures.get(finding.item_id or NO_ITEM)
    return item_name(measure) if measure else scope_name(finding.scope)


def report_names(reports: Sequence[Report]) -> dict[ReportId, str]:
    """The names of a plan's reports: their months; with their ids where two are for one month."""
    months = {report.report_id: report.as_of_printed or report.report_id for report in reports}
    times = Counter(months.values())
    return {
        report_id: month if times[month] == 1 else f"{month} ({report_id})"
        for report_id, month in months.items()
    }


def number(value: int) -> str:
    """1254 as «1 254», with a no-break space."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def day(value: date) -> str:
    """«30. juni 2025»."""
    return f"{value.day}. {month_name(value.month)} {value.year}"


def time_in_words(edtf: str) -> str:
    """A date in EDTF as people say it: «høsten 2025», «26. mai 2025», «mars–mai 2026»."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(edtf)
    if first in ("", OPEN):
        return f"senest {_point(last)}"
    if last in ("", OPEN):
        return f"fra {_point(first)}"
    start, end = _point(first), _point(last)
    year = f" {last[:4]}"
    if start.endswith(year) and end.endswith(year):
        start = start.removesuffix(year)
    return f"{start}–{end}" if " " not in f"{start}{end.removesuffix(year)}" else f"{start} – {end}"


def _point(edtf: str) -> str:
    year, _, rest = edtf.partition("-")
    if not rest:
        return year
    if rest in _PARTS_OF_YEAR:
        return f"{_PARTS_OF_YEAR[rest]} {year}"
    month, _, day_of_month = rest.partition("-")
    name = f"{month_name(int(month))} {year}"
    return f"{int(day_of_month)}. {name}" if day_of_month else name


def counted(value: int, singular: str, plural: str) -> str:
    """«1 feil», «4 merknader», «ingen advarsler»."""
    if value == 0:
        return f"ingen {plural}"
    return f"{number(value)} {singular if value == 1 else plural}"


def by_hand(reviews: Iterable[Review], corrections: Iterable[Correction]) -> str:
    """How many verdicts and corrections hold: «2 vurderinger og ingen verdier endret for hånd»."""
    judged = sum(row.state == "applied" for row in reviews)
    corrected = sum(row.state == "applied" for row in corrections)
    return (
        f"{counted(judged, 'vurdering', 'vurderinger')} og "
        f"{counted(corrected, 'verdi', 'verdier')} endret for hånd"
    )


def verdict_sentence(
    verdict: ReviewVerdict, by: str, on: date, reason: str, answer: str | None = None
) -> str:
    """A verdict with who gave it, and what the ministry answered: «Bekreftet av Kari Nordmann 22.
    november 2026: … Svar fra departementet: «…»».
    """
    given = verdict if verdict == CONFIRMED else f"{verdict}, vurdert"
    sentence = f"{capital(given)} av {by} {day(on)}: {reason}"
    if answer is None:
        return sentence
    end = "" if reason.endswith((".", "!", "?")) else "."
    return f"{sentence}{end} Svar fra departementet: «{answer}»"


def counted_findings(findings: Sequence[Finding]) -> str:
    """How many findings there are, everywhere in the same words: «64 funn: 5 feil, …».

    Those that stand are counted by severity, and how many of these are confirmed; those that an
    auditor has set aside are counted for themselves.
    """
    standing = [finding for finding in findings if finding.stands]
    by_severity = Counter(finding.severity for finding in standing)
    confirmed = sum(finding.verdict == CONFIRMED for finding in standing)
    parts = [
        counted(by_severity[key], singular, plural)
        for key, (singular, plural, _) in SEVERITIES.items()
    ]
    sentence = f"{number(len(standing))} funn: {listed(parts)}." if standing else "Ingen funn."
    if confirmed:
        sentence += f" {number(confirmed)} av dem er bekreftet."
    if len(findings) > len(standing):
        sentence += f" {number(len(findings) - len(standing))} er vurdert og lagt til side."
    return sentence


def listed(parts: list[str]) -> str:
    """«a, b og c»."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} og {parts[-1]}"


def capital(text: str) -> str:
    """The text with its first letter capitalised."""
    return text[:1].upper() + text[1:]


def status_label(status: str | None, printed: str | None) -> str:
    """A status in a table or a sentence: what it means, else the printed word, else why not."""
    if printed is not None and COVERED in printed:
        return COVERED_STATUS
    return status or printed or NOT_STATED
