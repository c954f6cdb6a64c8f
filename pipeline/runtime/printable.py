"""Text that others wrote, made safe for whatever shows it: tables, workbooks, pages, terminals.

What a PDF holds may be no text at all: commands to a terminal, half a letter that no file can be
written with, characters that XML forbids, or marks that let a reader see other letters than there
are.
"""

from __future__ import annotations

from urllib.parse import quote

import regex

LONGEST_ADDRESS = 8000  # characters; servers refuse longer ones, and a workbook's cell holds 32,767
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Control characters but tab and the ends of lines, surrogates, what is no character, and what
# overrides the direction of reading.
UNSAFE = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    r"\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """The text with a replacement character for each that is unsafe to show; as long as before."""
    return text if text.isprintable() else UNSAFE.sub(REPLACEMENT, text)


def printable_address(url: str) -> str:
    """The address with all that does not print percent-encoded, as browsers do on following it.

    One that is too long to be an address is cut, ends in «…» and is still longer than
    LONGEST_ADDRESS.
    """
    if not url.isprintable():
        url = "".join([c if c.isprintable() else quote(c, errors="surrogatepass") for c in url])
    return url if len(url) <= LONGEST_ADDRESS else f"{url[:LONGEST_ADDRESS]}…"
