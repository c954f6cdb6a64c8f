"""`review`: an auditor's verdict on a finding or an item."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.folders import EXPECTATIONS, PROCESSED
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId, RowId, RuleId, Scope, status_id
from pipeline.seams.register import read_register
from pipeline.seams.tables import Finding, Measure, Status
from pipeline.seams.vocabularies import VERDICTS
from pipeline.validate.ledger import day_of, nearest
from pipeline.validate.reviews import FILE, Values, Verdict, write_verdict


class Subject(NamedTuple):
    """What a verdict is on, finding or item, as the tables have it now."""

    id: RowId
    report: ReportId
    rule: RuleId | None
    scope: Scope
    values: Values
    message: str


def review(
    subject_id: str,
    verdict: str,
    by: str,
    reason: str,
    on: str | None,
    report_id: str | None = None,
) -> str:
    """Write an auditor's verdict on a finding or an item to reviews.yaml; return what was written.

    `on` is the date of the verdict, today if None; `report_id` says which report's item is meant,
    if there are several reports. Raises `Refusal` for a finding or item that no registered report
    has, a verdict that is not one of the four, an empty name or reason, and an invalid or future
    date.
    """
    subject = _subject(subject_id, report_id)
    location = f"review {subject_id}"
    if verdict not in VERDICTS:
        raise Refusal(
            location,
            f"«{verdict}» er ingen vurdering: {nearest(verdict, VERDICTS)}",
            expected=", ".join(f"«{known}»" for known in VERDICTS) + ".",
        )
    who, why = " ".join(by.split()), " ".join(reason.split())
    for value, option, what in ((who, "--by", "navn"), (why, "--reason", "begrunnelse")):
        if not value:
            raise Refusal(location, f"vurderingen mangler {what}.", advice=f"oppgi {option}.")
    day = date.today() if on is None else day_of(on)
    if day is None:
        raise Refusal(
            location, f"«{on}» er ingen dato.", expected="år-måned-dag, for eksempel 2026-11-22."
        )
    if day > date.today():
        raise Refusal(location, f"datoen {day} er ikke kommet ennå.", advice="rett --date.")
    written = Verdict(
        subject.id, subject.report, subject.rule, subject.scope, *subject.values, verdict, who,
        day, why,
    )  # fmt: skip
    path = EXPECTATIONS / FILE
    write_verdict(path, written)
    return (
        f"{subject.message}\n{written.sentence()}\nSkrev vurderingen i {path}. Kjør nå: dvc repro"
    )


def _subject(subject_id: str, report_id: str | None) -> Subject:
    """What has that id in a registered report."""
    known: dict[str, list[Subject]] = {}
    for registered in read_register():
        if report_id in (None, registered):
            for subject in subjects(registered):
                known.setdefault(subject.id, []).append(subject)
    if subject_id not in known:
        raise Refusal(
            PROCESSED / "findings",
            f"funnet «{subject_id}» finnes ikke.",
            expected=nearest(subject_id, known),
            advice="kopier id-en fra kontrollrapporten eller fra tabellen findings.",
        )
    if len(known[subject_id]) > 1:
        reports = ", ".join(each.report for each in known[subject_id])
        raise Refusal(
            f"review {subject_id}", f"det står i flere rapporter: {reports}.",
            advice="velg en av dem med --report.",
        )  # fmt: skip
    return known[subject_id][0]


def subjects(report_id: ReportId, processed: Path = PROCESSED) -> list[Subject]:
    """All that can be judged in a report: its findings and its items. None before `dvc repro`."""

    def of(table: str) -> Path:
        return processed / table / f"{report_id}.parquet"

    if not of("findings").exists():
        return []
    subjects = [
        Subject(
            finding.id, report_id, finding.rule, finding.scope,
            (finding.left_value, finding.right_value), finding.message,
        )
        for finding in read_records(of("findings"), Finding)
    ]  # fmt: skip
    if not of("measures").exists():
        return subjects
    printed = {row.id: row.status_printed for row in read_records(of("statuses"), Status)}
    for measure in read_records(of("measures"), Measure):
        text, overview = (
            printed.get(status_id(measure.scope, source)) for source in ("text", "overview")
        )
        subjects.append(
            Subject(measure.id, report_id, None, measure.scope, (text, overview),
                    measure.title or measure.overview_title or "")
        )  # fmt: skip
    return subjects
