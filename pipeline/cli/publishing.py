"""What `release` publishes is what later runs are compared with; `show --changed` says how."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli.folders import EXPECTATIONS, PROCESSED
from pipeline.glossary.wording import SEVERITIES
from pipeline.publish.since_published import since_published
from pipeline.runtime.files import write_bytes
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.published import published_file, read_published
from pipeline.seams.register import read_register
from pipeline.seams.tables import Finding
from pipeline.seams.vocabularies import Severity


def remember_published() -> str:
    """Keep the findings of each report as published; return what was written."""
    written = []
    for report_id in read_register():
        findings = PROCESSED / "findings" / f"{report_id}.parquet"
        if findings.exists():
            target = published_file(EXPECTATIONS, report_id)
            write_bytes(target, findings.read_bytes())
            written.append(str(target))
    return (
        f"Senere kjøringer sammenlignes med funnene i {', '.join(written)}. Legg dem i git."
        if written
        else ""
    )


def changed_since_published(report_id: ReportId) -> Iterator[str]:
    """The findings that are new, have other values or are gone since they were published."""
    published = read_published(published_file(EXPECTATIONS, report_id))
    findings = read_records(PROCESSED / "findings" / f"{report_id}.parquet", Finding)
    since = since_published(findings, published)
    if since is None:
        yield f"{report_id}: ingenting er publisert ennå (statusrapport release)."
        return
    yield f"{report_id}: {since.sentence()}"
    for finding in findings:
        if finding.id in since.new | since.changed:
            yield _line(since.word(finding.id), finding.severity, finding.message)
    for each in since.gone:
        yield _line("borte", each.severity, each.message)


def _line(what: str, severity: Severity | None, message: str) -> str:
    name = SEVERITIES[severity][0].upper() if severity else ""
    return f"  {what.upper():<8}{name:<10}{message}"
