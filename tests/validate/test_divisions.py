"""Words that a line's end parts: each is compared, and those of which nothing tells are said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

platypus = pytest.importorskip("reportlab.platypus")
styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()

NARRATIVE = (
    "Det er satt ned en arbeidsgrup-<br/>pe om saken. Den ble ledet fra et lokalt res-<br/>"
    "surssenter, og et ressurssenter til er med. Landbruks-<br/>og matdepartementet følger med."
)


def test_a_doubtful_word_is_told_with_both_its_parts(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    pdf = tmp_path / "2026.pdf"
    parts = [
        ("Title", "Statusrapport for handlingsplanen"),
        ("BodyText", "Per juni 2026"),
        ("Heading1", "1 Forebygging"),
        ("Heading3", "1. Styrke barnehusene"),
        ("BodyText", "Ansvarlig departement: JD"),
        ("BodyText", "Status: Under arbeid"),
        ("BodyText", NARRATIVE),
    ]
    flow = [platypus.Paragraph(text, styles[style]) for style, text in parts]
    platypus.SimpleDocTemplate(str(pdf)).build([*flow[:2], platypus.PageBreak(), *flow[2:]])
    comparisons, findings = run(pdf, "2026").compared()
    divided = [c for c in comparisons if c.rule == "word-division"]
    assert [(c.scope, c.left_value, c.right_value, c.outcome) for c in divided] == [
        ("tiltak-1", "arbeidsgrup-|pe", "arbeidsgruppe", "not-comparable"),
        ("tiltak-1", "res-|surssenter,", "ressurssenter,", "agree"),
    ]
    (finding,) = [f for f in findings if f.rule == "word-division"]
    assert (finding.severity, finding.item_id, finding.page) == ("info", "tiltak-1", 2)
    assert finding.message == (
        "Rapporten viser ikke om bindestreken ved linjeslutt hører til ordet: «arbeidsgrup-» og "
        "«pe» (s. 2) er lest som «arbeidsgruppe»."
    )
