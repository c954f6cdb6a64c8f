"""Stage: the audit report, the annotated PDF and the findings as sheets, for each report."""
