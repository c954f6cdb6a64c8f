"""Extract: the words, ruling lines and hyperlinks of a PDF, with the place of each."""
