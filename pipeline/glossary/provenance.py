"""Where the tables of a report come from, in the same words on every output."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.glossary.wording import by_hand, day, number
from pipeline.seams.tables import Correction, Report, Review

# Of a CSV file with a line for each thing to know: it lies with those that have no room for it.
HEADINGS = ("Rapport", "Opplysning", "Verdi")


def provenance_of(
    report: Report, reviews: Collection[Review], corrections: Collection[Correction]
) -> list[tuple[str, str]]:
    """Which file was checked, and with what: (what it is, words)."""
    fetched = " ".join(
        part
        for part in (
            report.url or "ikke oppgitt i registeret",
            f"({day(report.retrieved)})" if report.retrieved else "",
        )
        if part
    )
    return [
        ("Fil", f"{report.report_id}.pdf, {number(report.pages)} sider"),
        ("SHA-256", report.sha256),
        ("Hentet fra", fetched),
        *([("Om filen", report.edition_note)] if report.edition_note else []),
        ("Program", f"statusrapport {report.program}, ordlister {report.vocabulary}"),
        ("Vurderinger og rettelser", by_hand(reviews, corrections)),
    ]


def provenance_rows(
    report: Report, reviews: Collection[Review], corrections: Collection[Correction]
) -> Iterator[tuple[str, str, str]]:
    """The same and what the report is, below `HEADINGS`."""
    about = [("Tittel", report.title or report.plan), ("Gjelder for", report.as_of_printed or "")]
    for name, words in [*about, *provenance_of(report, reviews, corrections)]:
        yield report.report_id, name, words
