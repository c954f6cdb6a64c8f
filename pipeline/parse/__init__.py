"""Parse: from the parts of a report to tidy tables, each value with its place."""
