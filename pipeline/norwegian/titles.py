"""A title short enough for a table or a picture.

short_title("Styrke samarbeidet mellom departementene for å bidra til en helhetlig innsats")
«Styrke samarbeidet mellom departementene for å bidra …»

short_title("Stortinget ber regjeringen utrede en plikt til å varsle")
«Utrede en plikt til å varsle»
"""

from __future__ import annotations

import regex

from pipeline.norwegian.vocabulary import pattern

LETTERS = 64
SMALL = 3  # letters of a word that a cut title does not end in: «for», «å», «og»
SUB_POINTS = regex.compile(r"\s*:?\s+[-–•]\s.*|:\s*$", regex.DOTALL)


def short_title(title: str, letters: int = LETTERS) -> str:
    """The title without its sub-points and without who asks for it, cut at a word if it is long."""
    asked = pattern(r"(?i)\A[^.:]*?(?<!\p{L})«ASKS»\s+(?:om\s+å\s+)?").match(title)
    text = SUB_POINTS.sub("", title[asked.end() :] if asked else title).strip() or title
    text = text[:1].upper() + text[1:]
    if len(text) <= letters:
        return text
    words = text[: letters - 1].split(" ")[:-1]
    while len(words) > 1 and (len(words[-1]) <= SMALL or words[-1].endswith("-")):
        words.pop()
    return f"{' '.join(words).rstrip(',;:')} …" if words else text
