"""What is not understood is refused or flagged, with what was looked for; never paired wrongly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import Status, Unread
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Edition
from tests.factory.plans import a_small_edition

reportlab = pytest.importorskip("reportlab.platypus")


def typeset_into(folder: Path, edition: Edition, knobs: Knobs) -> Path:
    pdf = folder / "report.pdf"
    pdf.write_bytes(typeset(edition, knobs, "reportlab"))
    return pdf


def test_a_numbered_list_without_statuses_is_refused(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """The message counts what was found and says what would have made it a report."""
    pdf = typeset_into(
        tmp_path, a_small_edition(), Knobs(status_label="Kommentar:", heads=("Nr.", "A", "B", "C"))
    )
    with pytest.raises(Refusal) as refusal:
        run(pdf, "report")
    message = str(refusal.value)
    assert "0 linjer med «Status:»" in message
    assert "fant ingen oversiktstabell" in message
    assert "labels.csv" in message


def test_unknown_column_heads_leave_the_overview_unread(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """The text is read all the same; that no overview was found stands in `unread`, and lines in
    which values stand that belong to no item.
    """
    pdf = typeset_into(
        tmp_path, a_small_edition(), Knobs(heads=("Nr.", "Hva", "Hvem", "Hvor langt"))
    )
    read = run(pdf, "report")
    rows = read.tables.rows(Unread)
    assert {row.reason for row in rows} == {"no-overview", "row-outside-overview"}
    assert "1 Styrke samarbeidet mellom kommunene og JD, alle* Under arbeid" in {
        row.text for row in rows
    }
    assert {row.source for row in read.tables.rows(Status)} == {"text"}
    assert len(read.tables.rows(Status)) == len(a_small_edition().measures)
