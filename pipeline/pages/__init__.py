"""The shell of all HTML pages: one style, one set of filters, nothing fetched."""
