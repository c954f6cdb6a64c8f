"""Which findings are new since they were last published, and which stood there already."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pipeline.seams.published import Published
from pipeline.seams.tables import Finding


def against_published(findings: Sequence[Finding], published: Published | None) -> list[Finding]:
    """The findings, each new, or unchanged if it was published with the same two values."""
    if published is None:
        return list(findings)
    before = {id_: (each.left_value, each.right_value) for id_, each in published.items()}
    return [
        replace(
            finding,
            baseline="unchanged"
            if before.get(finding.id) == (finding.left_value, finding.right_value)
            else "new",
        )
        for finding in findings
    ]
