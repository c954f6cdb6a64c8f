"""The annotated copy of a report, for those who link to its pages.

Its first page is our list of findings, so that each page of the report is one further on than in
the report. The copy's page labels are the report's numbers: programs that show labels say «9».
"""

from __future__ import annotations

from pipeline.seams.ids import ReportId

ENDING = "-merknader.pdf"
FRONT = 1  # pages before those of the report


def annotated_name(report_id: ReportId) -> str:
    """The file that links to a report's pages open, in the folder of the audit report."""
    return f"{report_id}{ENDING}"


def page_in_annotated(page: int) -> int:
    """Where a page of the report is in the copy: what a link's `#page=` says."""
    return page + FRONT
