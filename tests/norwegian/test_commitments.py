"""What titles commit to: the verb decides, and the first one."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.norwegian.commitments import read_commitment
from pipeline.norwegian.vocabulary import vocabulary
from tests.conftest import Run


@pytest.mark.parametrize(
    ("title", "kind", "why"),
    [
        ("Utarbeide en veileder for skolene", "deliver", "something that was not there"),
        ("Vurdere og eventuelt utarbeide en veileder", "examine", "the first verb"),
        ("Vurderer etableringen av en ordning", "examine", "in the present"),
        ("I samarbeid med SSB, utrede ny statistikk", "examine", "after with whom"),
        ("Vidareføre samarbeidet med kommunane", "continue", "nynorsk"),
        (
            "Stortinget ber regjeringen i statsbudsjettet for 2025 utrede en plikt.",
            "examine",
            "what the Storting asks for",
        ),
        ("Stortinget gir sin tilslutning til at det gjennomføres en plan.", None, "asks nothing"),
        ("Bedre hjelp til utsatte", "continue", "a verb, or nearly"),
        ("Kunnskap om vold", None, "no verb"),
        ("Sørge for at retningslinjene revideres", "deliver", "what is to be so is said"),
        ("Sikre hjelp til utsatte", "continue", "no more than an effort"),
        ("Ordningen for å styrke kommunene", None, "a purpose is no commitment"),
    ],
)
def test_what_a_title_commits_to(title: str, kind: str | None, why: str) -> None:
    assert read_commitment(title) == kind, why


@pytest.mark.parametrize("row", vocabulary("commitments"), ids=lambda row: row["words"])
def test_each_verb_is_read_in_its_example(row: dict[str, str]) -> None:
    assert read_commitment(row["example"]) == row["kind"]


def test_the_real_report(june_2025: Run) -> None:
    kinds = Counter(measure.commitment_kind for measure in june_2025.tables.measures)
    assert kinds == {"continue": 65, "examine": 32, "deliver": 32, None: 2}
