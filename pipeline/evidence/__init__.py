"""From a row to its place in the PDF, and to a picture of it."""
