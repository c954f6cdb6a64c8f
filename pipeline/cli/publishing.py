"""What `release` publishes is what later runs are compared with; `show --changed` says how."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cli.folders import EXPECTATIONS, PROCESSED
from pipeline.glossary.wording import SEVERITIES, number
from pipeline.runtime.files import write_bytes
from pipeline.seams.arrow import read_records
from pipeline.seams.ids import ReportId
from pipeline.seams.register import read_register
from pipeline.seams.tables import Finding
from pipeline.validate.baseline import published_file, read_published


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
    if published is None:
        yield f"{report_id}: ingenting er publisert ennå (statusrapport release)."
        return
    findings = read_records(PROCESSED / "findings" / f"{report_id}.parquet", Finding)
    now = {finding.id for finding in findings}
    new = [finding for finding in findings if finding.baseline == "new"]
    gone = [message for own, (_, _, message) in published.items() if own not in now]
    yield (
        f"{report_id}: {number(len(new))} funn er nye eller endret og {number(len(gone))} er borte "
        "siden forrige publiserte kjøring."
    )
    for finding in new:
        changed = "ENDRET" if finding.id in published else "NYTT"
        yield f"  {changed:<8}{SEVERITIES[finding.severity][0].upper():<10}{finding.message}"
    for message in gone:
        yield f"  {'BORTE':<18}{message}"
