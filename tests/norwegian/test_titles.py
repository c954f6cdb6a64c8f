"""Short titles: whole where they can be, cut at a word where not."""

from __future__ import annotations

import pytest

from pipeline.norwegian.titles import LETTERS, short_title
from tests.conftest import Run


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Styrke støttesentrene", "Styrke støttesentrene"),
        (
            "Styrke samarbeidet mellom departementene for å bidra til en helhetlig innsats",
            "Styrke samarbeidet mellom departementene for å bidra …",
        ),
        ("Styrke tilbudet gjennom å: - Videreføre A - Vurdere B", "Styrke tilbudet gjennom å"),
        (
            "Stortinget ber regjeringen utrede en plikt til å varsle",
            "Utrede en plikt til å varsle",
        ),
        ("Stortinget ber regjeringa om å greie ut saka", "Greie ut saka"),
        ("Videreføre arbeidet med tverretatlig samarbeid for volds- og overgrepsutsatte barn",
         "Videreføre arbeidet med tverretatlig samarbeid …"),
        ("X" * 200, "X" * 200),
    ],
)  # fmt: skip
def test_a_title_is_cut_at_a_word(title: str, expected: str) -> None:
    assert short_title(title) == expected


def test_titles_of_the_report_stay_apart(june_2025: Run) -> None:
    """Whoever reads only the short title still knows which item it is, nearly always."""
    titles = [short_title(measure.title) for measure in june_2025.tables.measures]
    assert max(map(len, titles)) <= LETTERS + 1
    assert len(set(titles)) >= len(titles) - 4
