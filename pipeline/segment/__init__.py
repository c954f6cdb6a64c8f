"""Segment: from words on pages to the parts of a report, every word in exactly one place."""
