"""The gate: opens when all was understood, or what was not is accepted with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.gate import message, missing
from pipeline.seams.arrow import write_records
from pipeline.seams.register import Accepted, Registration, read_register
from pipeline.seams.tables import Measure, Unread

STATUS = Unread(
    "2026", "tiltak-5", "tiltak-5/text/unknown-status/Utsatt", 9,
    stage="parse", scope="tiltak-5", reason="unknown-status", text="Utsatt",
)  # fmt: skip


def registration(*accepted: str, measures: int | None = None) -> dict[str, Registration]:
    own = tuple(Accepted(one, "avklart med departementet") for one in accepted)
    return {"2026": Registration("2026", "Planen", "", "", measures, own)}


@pytest.fixture
def processed(tmp_path: Path) -> Path:
    write_records(tmp_path / "unread" / "2026.parquet", Unread, [STATUS])
    write_records(tmp_path / "measures" / "2026.parquet", Measure, [])
    return tmp_path


def test_what_was_not_understood_is_said_with_its_place(processed: Path) -> None:
    (one,) = missing(registration(), processed)
    assert one.sentence == (
        "2026, s. 9: tiltak-5: statusordet finnes ikke i ordlisten («Utsatt»). "
        "[tiltak-5/text/unknown-status/Utsatt]"
    )
    assert one.key == STATUS.id
    assert "vocab/statuses.csv" in one.advice


def lost(page: int) -> Unread:
    return Unread(
        "2026", None, f"page-{page}/page-is-picture", page,
        stage="parse", scope=f"page-{page}", reason="page-is-picture", text="",
    )  # fmt: skip


def test_a_lost_page_is_named_before_what_follows_from_it(processed: Path) -> None:
    write_records(processed / "unread" / "2026.parquet", Unread, [STATUS, lost(66)])
    first, second = missing(registration(), processed)
    assert first.sentence == (
        "2026, s. 66: siden er et bilde uten tekst, og er ikke lest. [page-66/page-is-picture]"
    )
    assert second.key == STATUS.id


def test_of_many_gaps_of_one_kind_the_rest_are_counted(processed: Path) -> None:
    alike = [replace(STATUS, id=f"tiltak-{i}/text/unknown-status/Utsatt") for i in range(1, 101)]
    write_records(processed / "unread" / "2026.parquet", Unread, [*alike, lost(66)])
    lines = message(list(missing(registration(), processed))).splitlines()
    listed = lines[1 : lines.index("Gjør dette:")]
    assert "s. 66: siden er et bilde uten tekst" in listed[0]
    assert len(listed) == 11
    assert listed[-1] == "    … og 91 til av samme grunn i tabellen unread, i 2026.parquet."


def test_what_is_accepted_opens_it(processed: Path) -> None:
    assert list(missing(registration(STATUS.id), processed)) == []


def test_an_acceptance_of_nothing_is_said(processed: Path) -> None:
    (one,) = missing(registration(STATUS.id, "tiltak-6/text/no-status"), processed)
    assert "tiltak-6/text/no-status" in one.sentence
    assert one.key == ""


def test_a_stated_number_of_measures_is_held(processed: Path) -> None:
    (one,) = missing(registration(STATUS.id, measures=131), processed)
    assert one.sentence == "2026: fant 0 tiltak og vedtak, men registeret sier 131."


def test_the_message_says_what_to_do_and_how_to_accept(processed: Path) -> None:
    """What it tells to write in the register, as it stands, opens the gate."""
    lines = message(list(missing(registration(), processed))).splitlines()
    assert lines[-1] == "Kjør så: dvc repro"
    start = lines.index("      accepted:")
    entry = "\n".join(["reports:", "  '2026':", "    plan: Planen", *lines[start : start + 3]])
    path = processed / "reports.yaml"
    path.write_text(entry.replace("\n      ", "\n    "), encoding="utf-8")
    assert list(missing(read_register(path), processed)) == []
