"""How a message names a place in the report."""

from __future__ import annotations

import regex

from pipeline.norwegian.numbering import printed

SOURCE = {"text": "teksten", "overview": "oversikten"}
_place = regex.compile(
    r"(?P<kind>tiltak|vedtak|chapter)-(?P<number>\d+)(?P<letter>[a-zæøå]?)(?:#\d+)?"
)
_standing = {
    "introduction": "innledningen",
    "front-matter": "de første sidene",
    "overview": "oversikten",
}


def place_of(scope: str) -> str:
    """What a reader calls a scope: «tiltak 4», «vedtak 611», «kapittel 2», «innledningen»."""
    match = _place.fullmatch(scope)
    if match is None:
        return _standing.get(scope, scope)
    kind = "kapittel" if match["kind"] == "chapter" else match["kind"]
    return f"{kind} {printed(int(match['number']), match['letter'])}"
