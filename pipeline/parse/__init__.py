"""Parse: from the blocks of a report to tidy tables, each value with its place."""
