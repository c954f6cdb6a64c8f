"""The summary that a run ends with: the line on changes, and what was not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.summary import summary_of
from pipeline.seams.arrow import write_records
from pipeline.seams.ids import ItemId, item_key, transition_id
from pipeline.seams.register import Registration
from pipeline.seams.tables import Comparison, Finding, Measure, Report, Status, Transition, Unread
from pipeline.seams.vocabularies import StatusChange

PLAN = "Planen"
END = "; se Endringer siden forrige rapport i "
REGISTERED = {own: Registration(own, PLAN, "", "") for own in ("2025", "2026")}
MOVES = {  # name: (from, to, change)
    "done": ("Under arbeid", "Gjennomført", "advanced"),
    "begun": ("Ikke startet", "Under arbeid", "advanced"),
    "back": ("Gjennomført", "Under arbeid", "regressed"),
    "same": ("Under arbeid", "Under arbeid", "unchanged"),
    "other": ("Under arbeid", "Løpende", None),
    "unknown": ("Under arbeid", None, None),
    "still unknown": (None, None, None),
    "new": (None, "Ikke startet", "added"),
    "gone": ("Ikke startet", None, "removed"),
}


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    """Two reports of which only the reports' own rows are there."""
    for own in ("2025", "2026"):
        report = Report(
            own, None, own, 1,
            plan=PLAN, title=None, as_of=None, as_of_printed=None, pages=1, language="nb",
            sha256="", producer="", words=1, url=None, retrieved=None, edition_note=None,
            links_guessed=False, program="", vocabulary="",
        )  # fmt: skip
        write_records(tmp_path / "reports" / f"{own}.parquet", Report, [report])
        for record in (Measure, Status, Comparison, Finding, Unread):
            write_records(tmp_path / record.table / f"{own}.parquet", record, [])
    return tmp_path


def moved(
    item: ItemId, old: str | None, new: str | None, change: StatusChange | None
) -> Transition:
    """An item between the two reports, whose status moved so."""
    return Transition(
        plan=PLAN, from_report="2025", to_report="2026", id=transition_id(item, item),
        item_id=item, item_key=item_key("2026", item), from_item_id=item, to_item_id=item,
        relation="same", evidence="Samme tittel.", from_status=old, to_status=new, change=change,
        title="same", chapter="same", ministries="same", narrative="same", similarity=100,
        paragraphs_same=1, paragraphs_new=0, paragraphs_gone=0,
    )  # fmt: skip


def line(processed: Path, *moves: str) -> str | None:
    """The line on changes, with these moves from 2025 to 2026."""
    rows = [moved(ItemId(f"tiltak-{i}"), *MOVES[move]) for i, move in enumerate(moves, start=1)]
    write_records(processed / "transitions.parquet", Transition, rows)
    lines = summary_of(REGISTERED["2026"], processed).splitlines()
    found = [own for own in lines if own.startswith("Siden ")]
    assert not found or found[0].endswith(f"{END}{processed}/report/2026.html.")
    before = summary_of(REGISTERED["2025"], processed).splitlines()
    assert not any(own.startswith("Siden ") for own in before)
    return found[0].split(END)[0] if found else None


CASES = [
    ([], None),  # the first report on its plan
    (["same", "same"], "Siden 2025: ingen tiltak har ny status"),
    (
        ["done", "done", "begun", "same"],
        "Siden 2025: 3 tiltak har ny status (2 fra Under arbeid til Gjennomført, "
        "1 fra Ikke startet til Under arbeid)",
    ),
    (
        ["back", "new", "new", "gone"],
        "Siden 2025: 1 tiltak har ny status (1 fra Gjennomført til Under arbeid), "
        "1 gått tilbake, 2 nye, 1 utgått",
    ),
    (["same", "new"], "Siden 2025: ingen tiltak har ny status, 1 ny"),
    (
        ["unknown", "still unknown"],
        "Siden 2025: 1 tiltak har ny status (1 fra Under arbeid til ukjent status)",
    ),
    (
        ["done", "done", "begun", "back", "other"],
        "Siden 2025: 5 tiltak har ny status (2 fra Under arbeid til Gjennomført, "
        "1 fra Ikke startet til Under arbeid, 1 fra Gjennomført til Under arbeid, "
        "1 på andre måter), 1 gått tilbake",
    ),
]


@pytest.mark.parametrize(("moves", "expected"), CASES)
def test_the_line_on_changes(processed: Path, moves: list[str], expected: str | None) -> None:
    assert line(processed, *moves) == expected


def unread(page: int, reason: str) -> Unread:
    return Unread(
        "2026", None, f"page-{page}/{reason}", page,
        stage="parse", scope=f"page-{page}", reason=reason, text="",
    )  # fmt: skip


def about_reading(processed: Path, rows: list[Unread], measures: int | None = None) -> list[str]:
    """The lines after the findings, from the first on what was understood."""
    write_records(processed / "unread" / "2026.parquet", Unread, rows)
    write_records(processed / "transitions.parquet", Transition, [])
    registered = REGISTERED["2026"]._replace(measures=measures)
    lines = summary_of(registered, processed).splitlines()
    return lines[lines.index("", 8) + 1 : -1] if "" in lines[8:] else lines


def test_all_was_understood_is_said_only_with_an_open_gate(processed: Path) -> None:
    whole = "Alt som skulle leses, ble forstått."
    assert about_reading(processed, []) == [whole]
    lines = about_reading(processed, [], measures=5)
    assert lines == ["2026: fant 0 tiltak og vedtak, men registeret sier 5."]
    rows = [unread(7, "covered"), unread(66, "page-is-picture")]
    assert about_reading(processed, rows) == [
        "Side 66: siden er et bilde uten tekst, og er ikke lest.",
        "Ikke forstått: 1 (tekst er dekket av noe som ligger over den, og er ikke lest: 1).",
        f"Se {processed}/unread/2026.parquet.",
    ]
