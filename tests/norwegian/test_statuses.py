"""Status words: what they mean, and what is not one."""

from __future__ import annotations

import pytest

from pipeline.norwegian.statuses import read_status
from pipeline.norwegian.vocabulary import vocabulary
from pipeline.seams.tables import STATUSES

ACCEPTED = [  # printed, status, why
    ("Under arbeid", "Under arbeid", "as in the report"),
    ("under  arbeid", "Under arbeid", "capitals and spaces do not matter"),
    ("Gjennomført.", "Gjennomført", "nor a full stop"),
    ("Ikkje starta", "Ikke startet", "nynorsk"),
    ("Påbegynt", "Under arbeid", "a predecessor's word that means the same"),
    ("Ferdig", "Gjennomført", "likewise"),
    ("Byrja", "Under arbeid", "likewise, nynorsk"),
    ("Løpende", "Løpende", "a category of its own"),
    ("Avsluttet", "Avsluttet", "ended is not carried out"),
    ("Pågående - i rute.", "Pågående – i rute", "any dash"),
]
REJECTED = [
    ("Utsatt", "a status nobody has used before"),
    ("Under arbeid, men forsinket", "more than the status"),
    ("Gjennomført/under arbeid", "two at once"),
    ("Ikke", "cut short"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("printed", "status", "why"), ACCEPTED)
def test_accepted(printed: str, status: str, why: str) -> None:
    assert read_status(printed) == status, why


@pytest.mark.parametrize(("printed", "why"), REJECTED)
def test_rejected(printed: str, why: str) -> None:
    assert read_status(printed) is None, why


@pytest.mark.parametrize("row", vocabulary("statuses"), ids=lambda row: row["printed"])
def test_each_row_reads_its_own_example(row: dict[str, str]) -> None:
    assert read_status(row["example"]) == row["status"]


def test_the_three_statuses_mean_themselves() -> None:
    assert [read_status(status) for status in STATUSES] == list(STATUSES)
