"""The rows of the table of all items: what the filters match, and the verdicts in them."""

from __future__ import annotations

from datetime import date

from pipeline.publish.items import Options, items_of
from pipeline.publish.tables import read_tables
from pipeline.seams.tables import Review
from tests.publish.conftest import Published


def test_a_verdict_on_an_item_stands_in_its_row_and_is_filtered_by(published: Published) -> None:
    review = Review(
        "2025", "tiltak-7", "tiltak-7", 11, 1, None, "tiltak-7", "forklart", "Kari Nordmann",
        date(2026, 11, 22), "Slått sammen", "Tiltaket er en del av tiltak 8.", "Gjennomført",
        "Gjennomført", "applied", None,
    )  # fmt: skip
    tables = read_tables("2025", published.processed)._replace(reviews=[review])
    items = {item.measure.id: item for item in items_of(tables, Options())}
    assert items["tiltak-7"].review == (
        "Forklart, vurdert av Kari Nordmann 22. november 2026: Slått sammen. "
        "Svar fra departementet: «Tiltaket er en del av tiltak 8.»"
    )
    judged = [key for key, item in items.items() if "vurdering-forklart" in item.tokens.split()]
    assert judged == ["tiltak-7"]
