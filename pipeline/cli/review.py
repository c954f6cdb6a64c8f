"""`review`: an auditor's verdict on a finding."""

from __future__ import annotations

from datetime import date

from pipeline.cli.folders import EXPECTATIONS, PROCESSED
from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.register import read_register
from pipeline.seams.tables import Finding
from pipeline.seams.vocabularies import VERDICTS
from pipeline.validate.ledger import day_of, nearest
from pipeline.validate.reviews import FILE, Verdict, write_verdict


def review(finding_id: str, verdict: str, by: str, reason: str, on: str | None) -> str:
    """Write an auditor's verdict on a finding to reviews.yaml; return what was written.

    `on` is the date of the verdict, today if None. Raises `Refusal` for a finding that no
    registered report has, a verdict that is not one of the four, an empty name or reason, and an
    invalid date.
    """
    finding = _finding(finding_id)
    subject = f"review {finding_id}"
    if verdict not in VERDICTS:
        raise Refusal(
            subject,
            f"«{verdict}» er ingen vurdering: {nearest(verdict, VERDICTS)}",
            expected=", ".join(f"«{known}»" for known in VERDICTS) + ".",
        )
    who, why = " ".join(by.split()), " ".join(reason.split())
    for value, option, what in ((who, "--by", "navn"), (why, "--reason", "begrunnelse")):
        if not value:
            raise Refusal(subject, f"vurderingen mangler {what}.", advice=f"oppgi {option}.")
    day = date.today() if on is None else day_of(on)
    if day is None:
        raise Refusal(
            subject, f"«{on}» er ingen dato.", expected="år-måned-dag, for eksempel 2026-11-22."
        )
    written = Verdict(
        finding.id, finding.report_id, finding.rule, finding.scope, finding.left_value,
        finding.right_value, verdict, who, day, why,
    )  # fmt: skip
    path = EXPECTATIONS / FILE
    write_verdict(path, written)
    return (
        f"{finding.message}\n{written.sentence()}\nSkrev vurderingen i {path}. Kjør nå: dvc repro"
    )


def _finding(finding_id: str) -> Finding:
    """The finding with that id in any registered report."""
    folder = PROCESSED / "findings"
    known: dict[str, Finding] = {}
    for report_id in read_register():
        path = folder / f"{report_id}.parquet"
        if path.exists():
            known |= {finding.id: finding for finding in read_records(path, Finding)}
    if finding_id not in known:
        raise Refusal(
            folder,
            f"funnet «{finding_id}» finnes ikke.",
            expected=nearest(finding_id, known),
            advice="kopier id-en fra revisjonsrapporten eller fra tabellen findings.",
        )
    return known[finding_id]
