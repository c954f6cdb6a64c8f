"""What running text mentions comes out as rows, each kind in its own table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.parse.amounts import find_amounts
from pipeline.parse.dates import find_dates
from pipeline.parse.references import find_references
from pipeline.seams.tables import AmountMention, DateMention, ReferenceMention, Unread
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block
from tests.factory.plans import a_plan

SENTENCE = "Kurset koster 499,90 kr og 2 mill. kroner i 2025, jf. vedtak 611–612 og tiltak 4."


@pytest.fixture(scope="module")
def made(
    run: Callable[[Path, str], Run], tmp_path_factory: pytest.TempPathFactory
) -> dict[type, list[tuple[str, str, str]]]:
    """(id, text, sentence or nothing) of each row that the sentence gives."""
    pdf = tmp_path_factory.mktemp("pdf") / "2026.pdf"
    plan = a_plan().with_measure("tiltak-8", narrative=(Block((SENTENCE,)),))
    pdf.write_bytes(typeset(plan, Knobs(), "typst"))
    tables = run(pdf, "2026").tables
    return {
        record: [
            (row.id, row.text, getattr(row, "sentence", ""))
            for row in tables.rows(record)
            if row.scope == "tiltak-8"
        ]
        for record in (DateMention, AmountMention, ReferenceMention, Unread)
    }


def test_each_kind_has_its_rows(made: dict[type, list[tuple[str, str, str]]]) -> None:
    start = SENTENCE.index
    first = made[DateMention][0][0].rsplit("/", 1)[0]  # scope and paragraph
    assert made[DateMention] == [(f"{first}/{start('2025')}", "2025", SENTENCE)]
    assert made[AmountMention] == [(f"{first}/{start('2 mill')}", "2 mill. kroner", SENTENCE)]
    assert made[ReferenceMention] == [
        (f"{first}/{start('611')}", "611–612", ""),
        (f"{first}/{start('611')}/612", "611–612", ""),  # one place, two targets
        (f"{first}/{start('tiltak 4')}", "tiltak 4", ""),
    ]
    assert made[Unread] == [("tiltak-8/1/amount-not-exact/499-90-kr-818d05", "499,90 kr", "")]


def test_the_readers_can_be_had_from_here() -> None:
    """Others rely on these names."""
    assert [day.edtf for day in find_dates("i mai", as_of=date(2025, 6, 30))] == ["2025-05"]
    assert [amount.amount_nok for amount in find_amounts("2 mill. kroner")] == [2_000_000]
    assert [cited.target for cited in find_references("jf. tiltak 4")] == ["4"]
