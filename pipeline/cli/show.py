"""`show`: print the summary of one report or of all again."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli.folders import EXPECTATIONS, PROCESSED
from pipeline.cli.publishing import changed_since_published
from pipeline.cli.summary import summary_of
from pipeline.glossary.wording import capital, corrected_name
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.checksums import changed_by_hand
from pipeline.seams.ids import ReportId
from pipeline.seams.register import PATH, read_register
from pipeline.seams.tables import ACROSS, TABLES, Correction, Review


def show(report_id: str | None, *, changed: bool = False) -> str:
    """The summary of one report, or of all registered reports that have been processed.

    With `changed`, only what changed among the findings since they were last published.
    """
    register = read_register()
    if report_id is not None and report_id not in register:
        known = ", ".join(register) or "ingen"
        raise Refusal(
            PATH, f"rapporten «{report_id}» er ikke registrert.", expected=f"en av: {known}."
        )
    chosen = [ReportId(report_id)] if report_id is not None else list(register)
    ready = [known for known in chosen if (PROCESSED / "findings" / f"{known}.parquet").exists()]
    waiting = ", ".join(f"«{known}»" for known in chosen if known not in ready)
    if not chosen:
        raise Refusal(
            PROCESSED,
            "ingen rapporter er registrert.",
            advice="legg til en: python -m pipeline add FIL.pdf",
        )
    if not ready:
        raise Refusal(PROCESSED, f"ikke behandlet ennå: {waiting}.", advice="kjør «dvc repro».")
    if changed:
        return "\n".join(line for known in ready for line in changed_since_published(known))
    parts = [
        "\n".join([summary_of(register[known], PROCESSED), *_by_hand(known)]) for known in ready
    ]
    if waiting:
        parts.append(f"Ikke behandlet ennå: {waiting}. Kjør «dvc repro».")
    by_hand = [f"Advarsel: {sentence}" for sentence in _changed(ready)]
    if by_hand:
        parts.append("\n".join(by_hand))
    return "\n\n".join(parts)


def _changed(report_ids: list[ReportId]) -> Iterator[str]:
    """A sentence for each table of these reports, or across reports, that was changed by hand."""
    of_reports = [
        PROCESSED / table / f"{report_id}.parquet" for report_id in report_ids for table in TABLES
    ]
    across = [PROCESSED / f"{record.table}.parquet" for record in ACROSS]
    return changed_by_hand(PROCESSED, [*of_reports, *across])


def _by_hand(report_id: ReportId) -> list[str]:
    """The corrections made by hand, and the corrections and reviews that are stale."""
    corrected = read_records(PROCESSED / "corrections" / f"{report_id}.parquet", Correction)
    reviewed = read_records(PROCESSED / "reviews" / f"{report_id}.parquet", Review)
    applied = [
        f"  {capital(corrected_name(row.of_table, row.id, row.column))} (s. {row.page}): "
        f"{_quoted(row.read)} er endret til {_quoted(row.corrected)}"
        + (". Rapporten har noe annet trykt" if row.kind == "change" else "")
        for row in corrected
        if row.state == "applied"
    ]
    heading = [f"Endret for hånd ({EXPECTATIONS / 'corrections.yaml'}):"] if applied else []
    stale = [f"Advarsel: {row.note}" for row in (*corrected, *reviewed) if row.note]
    return [*heading, *applied, *stale]


def _quoted(value: str | None) -> str:
    return "ingenting" if value is None else f"«{value}»"
