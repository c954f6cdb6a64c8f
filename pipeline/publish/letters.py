"""A letter to each ministry: what it is asked about, with both places and room for the answers.

The letters are HTML and not Word files: they open and print anywhere, Word included, the same
input gives the same bytes, and what they look like is tested in a browser.

A letter has the errors and warnings that the ministry answers for, and the infos that an auditor
has confirmed: nobody should have to answer for a full stop. What an auditor has set aside is not
asked about. Letters on a report in nynorsk are in nynorsk, with quotations as printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.glossary.asking import Addressee, Addressees
from pipeline.publish.content import Card, Content
from pipeline.seams.ids import ReportId
from pipeline.seams.vocabularies import CONFIRMED, Language

TEMPLATE = "publish/templates/letter.html"


class Letter(NamedTuple):
    """A letter: whom it is to, who else gets it, and the findings that it asks about."""

    to: Addressee
    copies: list[Addressee]
    cards: list[Card]


def letter_name(report_id: ReportId, to: Addressee) -> str:
    """The file of a letter, in the folder of the audit report."""
    return f"{report_id}-brev-{to.code}.html"


def letters_in(folder: Path, report_id: ReportId) -> list[Path]:
    """The letters of a report that are in a folder."""
    return sorted(folder.glob(f"{report_id}-brev-*.html"))


def letters_of(content: Content) -> list[Letter]:
    """The letters of a report, by the ministries' codes."""
    addressees = Addressees(content.tables.ministries)
    letters: dict[str, Letter] = {}
    for group in content.groups:
        for card in group.cards:
            to = addressees.of(card.finding.item_id)
            if to is None or not _is_asked(card):
                continue
            letter = letters.setdefault(to.code, Letter(to, [], []))
            letter.cards.append(card)
            for other in addressees.copies(card.finding.item_id):
                if other not in letter.copies and other != to:
                    letter.copies.append(other)
    return [letters[code] for code in sorted(letters)]


def _is_asked(card: Card) -> bool:
    finding = card.finding
    return card.rule.is_question and (finding.severity != "info" or finding.verdict == CONFIRMED)


NYNORSK = {  # names of items and places, as the audit report writes them
    "Anmodningsvedtak": "Oppmodingsvedtak",
    "I oversikten": "I oversikta",
    "I innledningen": "I innleiinga",
    "På forsiden": "På framsida",
    "På siden": "På sida",
    "I ordlisten": "I ordlista",
    "Talt opp i rapporten": "Talt opp i rapporten",
    "Blant tiltakene": "Mellom tiltaka",
    "Lenkens adresse": "Adressa i lenkja",
}


def named(name: str, language: Language) -> str:
    """The name of an item or a place in the language of the letter."""
    if language == "nb":
        return name
    first, _, number = name.rpartition(" ")
    if number.isdigit() and first in NYNORSK:
        return f"{NYNORSK[first]} {number}"
    return NYNORSK.get(name, name)


WORDS: Mapping[Language, Mapping[str, str]] = {
    "nb": {
        "title": "Spørsmål til statusrapport",
        "to": "Til",
        "copies": "Kopi",
        "from": "Fra",
        "date": "Dato",
        "about": "Spørsmål til statusrapporten om {plan}",
        "as_of": ", {month}",
        "opening": "Vi har gått gjennom statusrapporten og holdt det som står flere steder i den, "
        "mot hverandre. Nedenfor står {count} som {name} er ansvarlig for, eller samordner. Vi ber "
        "om svar på spørsmålet under hvert av dem.",
        "one": "ett forhold",
        "many": "{count} forhold",
        "neutral": "Gjennomgangen sier ikke hvilket av to steder som er riktig, og det kan være en "
        "god grunn til at de er ulike. Sidetallene er sidens nummer i PDF-filen, talt fra 1.",
        "absent": "finnes ikke",
        "page": "s.",
        "question": "Spørsmål",
        "answer": "Svar",
        "basis": "Grunnlag",
        "attached": "Vedlegg: rapporten med stedene markert ({file}).",
    },
    "nn": {
        "title": "Spørsmål til statusrapport",
        "to": "Til",
        "copies": "Kopi",
        "from": "Frå",
        "date": "Dato",
        "about": "Spørsmål til statusrapporten om {plan}",
        "as_of": ", {month}",
        "opening": "Vi har gått gjennom statusrapporten og halde det som står fleire stader i han, "
        "opp mot kvarandre. Nedanfor står {count} som {name} har ansvar for, eller samordnar. Vi "
        "ber om svar på spørsmålet under kvart av dei.",
        "one": "eitt forhold",
        "many": "{count} forhold",
        "neutral": "Gjennomgangen seier ikkje kva for ein av to stader som er rett, og det kan "
        "vere ein god grunn til at dei er ulike. Sidetala er nummeret på sida i PDF-fila, talde "
        "frå 1.",
        "absent": "finst ikkje",
        "page": "s.",
        "question": "Spørsmål",
        "answer": "Svar",
        "basis": "Grunnlag",
        "attached": "Vedlegg: rapporten med stadene markerte ({file}).",
    },
}
