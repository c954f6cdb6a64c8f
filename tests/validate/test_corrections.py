"""Corrections of misreadings: applied to what they were made for, and to nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.arrow import read_records
from pipeline.seams.tables import PARSED, Correction, Finding, Measure, Report, Status
from pipeline.validate.__main__ import validate
from pipeline.validate.corrections import apply_misreadings, read_misreadings
from pipeline.validate.rules import rules
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables
from tests.conftest import ROOT, Run
from tests.validate.written import entry_of, example_of, write_list

SHIPPED = ROOT / "expectations" / "corrections.yaml"
STATUS_4 = {
    "report": "'2025'",
    "table": "statuses",
    "id": "tiltak-4/overview",
    "column": "status",
    "from": "Gjennomført",
    "to": "Under arbeid",
    "reason": "Lest fra nabocellen",
    "by": "Kari Nordmann",
}


entry = partial(entry_of, STATUS_4)
file_of = partial(write_list, "corrections")


def applied(path: Path, run: Run) -> tuple[ReportTables, list[Correction]]:
    misreadings = read_misreadings(path, [run.report_id])
    return apply_misreadings(misreadings, run.tables)


def changes(before: ReportTables, after: ReportTables) -> dict[str, list[tuple[str, str, object]]]:
    """(id, column, value) of every value that is another, by table."""
    found: dict[str, list[tuple[str, str, object]]] = {}
    for record in PARSED:
        rows = zip(before.rows(record), after.rows(record), strict=True)
        for old, new in rows:
            for name in record.__struct_fields__:
                if getattr(old, name) != getattr(new, name):
                    found.setdefault(record.table, []).append((new.id, name, getattr(new, name)))
    return found


def test_a_correction_changes_its_value_and_no_other(june_2025: Run, tmp_path: Path) -> None:
    tables, rows = applied(file_of(tmp_path, entry()), june_2025)
    assert changes(june_2025.tables, tables) == {
        "statuses": [
            ("tiltak-4/overview", "status", "Under arbeid"),
            ("tiltak-4/overview", "status_order", 1),
        ]
    }
    (row,) = rows
    assert row == Correction(
        "2025", "tiltak-4", "tiltak-4/overview", 65, "statuses", "status",
        "Gjennomført", "Under arbeid", "Lest fra nabocellen", "Kari Nordmann", "change", "applied",
        None,
    )  # fmt: skip


def test_other_tables_keep_their_rows(june_2025: Run, tmp_path: Path) -> None:
    tables, _ = applied(file_of(tmp_path, entry()), june_2025)
    for record in PARSED:
        assert (tables.rows(record) == june_2025.tables.rows(record)) == (record is not Status)


def test_the_rules_see_the_corrected_value(june_2025: Run, tmp_path: Path) -> None:
    tables, _ = applied(file_of(tmp_path, entry()), june_2025)
    before = {f.id for f in june_2025.compared()[1]}
    after = {f.id for f in apply(rules(), tables)[1]}
    assert before - after == {"29541a33a036"}  # status-text-vs-overview of tiltak 4
    assert after - before == set()


def test_nothing_to_correct_leaves_the_tables_themselves(june_2025: Run, tmp_path: Path) -> None:
    for path in (SHIPPED, file_of(tmp_path, entry(from_="Ikke startet"))):
        misreadings = read_misreadings(path, ["2025"])
        tables, _ = apply_misreadings(misreadings, june_2025.tables)
        assert tables is june_2025.tables
    assert not (tmp_path / "parse").exists()


VALUES = [  # what else the entry says, the value in the table, and both as text in corrections
    ({"column": "status", "to": "null"}, Status, None, ("Gjennomført", None)),
    ({"table": "measures", "id": "tiltak-4", "column": "page_last", "from": "9", "to": "10"},
     Measure, 10, ("9", "10")),
    ({"table": "measures", "id": "tiltak-4", "column": "letter", "from": "null", "to": "a"},
     Measure, "a", (None, "a")),
    ({"table": "reports", "id": "'2025'", "column": "as_of", "from": "2025-06-30",
      "to": "2025-05-31"}, Report, date(2025, 5, 31), ("2025-06-30", "2025-05-31")),
    ({"table": "reports", "id": "'2025'", "column": "as_of", "from": "'2025-06-30'",
      "to": "'2025-05-31'"}, Report, date(2025, 5, 31), ("2025-06-30", "2025-05-31")),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "record", "value", "texts"), VALUES)
def test_values_of_each_type(
    june_2025: Run, tmp_path: Path, changed: dict[str, str], record: type, value: object,
    texts: tuple[str | None, str | None],
) -> None:  # fmt: skip
    tables, (row,) = applied(file_of(tmp_path, entry(**changed)), june_2025)
    own = next(own for own in tables.rows(record) if own.id == row.id)
    assert getattr(own, row.column) == value
    assert (row.state, row.read, row.corrected) == ("applied", *texts)


def test_a_truth_value(june_2025: Run, tmp_path: Path) -> None:
    from pipeline.seams.tables import DateMention

    own = june_2025.tables.rows(DateMention)[0]
    now, then = ("true", "false") if own.inferred else ("false", "true")
    changed = {"table": "dates", "id": f"'{own.id}'", "column": "inferred"}
    tables, (row,) = applied(file_of(tmp_path, entry(**changed, from_=now, to=then)), june_2025)
    assert tables.rows(DateMention)[0].inferred is not own.inferred
    assert (row.read, row.corrected) == (now, then)


def test_two_values_of_one_row(june_2025: Run, tmp_path: Path) -> None:
    path = file_of(
        tmp_path, entry(), entry(column="status_printed", to="Under arbeid"),
        entry(id="tiltak-5/overview", from_="Ferdig"),
    )  # fmt: skip
    tables, rows = applied(path, june_2025)
    assert [row.state for row in rows] == ["applied", "applied", "stale"]
    assert [row.kind for row in rows][:2] == ["misreading"] * 2  # the printed word was, too
    assert changes(june_2025.tables, tables) == {
        "statuses": [
            ("tiltak-4/overview", "status", "Under arbeid"),
            ("tiltak-4/overview", "status_printed", "Under arbeid"),
            ("tiltak-4/overview", "status_order", 1),
        ]
    }


STALE = [
    ({"from_": "Ikke startet"},
     "Rettelsen av statusen for tiltak 4 i oversikten er ikke brukt: den gjelder "
     "«Ikke startet», men i rapporten 2025 leses nå «Gjennomført»."),
    ({"from_": "null"},
     "Rettelsen av statusen for tiltak 4 i oversikten er ikke brukt: den gjelder ingenting, "
     "men i rapporten 2025 leses nå «Gjennomført»."),
    ({"from_": "Ikke startet", "to": "Gjennomført"},  # the parser has learnt it
     "Rettelsen av statusen for tiltak 4 i oversikten er ikke brukt: rapporten 2025 leses alt "
     "som «Gjennomført». Ta rettelsen ut."),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "note"), STALE)
def test_a_correction_of_something_else_than_is_read_is_reported(
    june_2025: Run, tmp_path: Path, changed: dict[str, str], note: str
) -> None:
    tables, rows = applied(file_of(tmp_path, entry(**changed)), june_2025)
    assert tables is june_2025.tables
    assert [(row.state, row.note) for row in rows] == [("stale", note)]


REFUSED = [  # what the entry says otherwise, what is wrong, and what may have been meant
    ({"report": "'2026'"}, "rapporten «2026» finnes ikke", "kanskje «2025»"),
    ({"table": "status"}, "tabellen «status» finnes ikke", "kanskje «statuses»"),
    ({"table": "spans"}, "tabellen «spans» finnes ikke", ""),
    ({"table": "findings"}, "tabellen «findings» finnes ikke", ""),
    ({"id": "tiltak-4/oversikt"}, "raden «tiltak-4/oversikt» finnes ikke i tabellen statuses",
     "kanskje «tiltak-"),
    ({"column": "statuss"}, "kolonnen i statuses som kan rettes, «statuss» finnes ikke",
     "kanskje «status»"),
    ({"column": "id"}, "kolonnen i statuses som kan rettes, «id» finnes ikke", ""),
    ({"column": "page", "from_": "65", "to": "sekstiseks"}, "«to» kan ikke stå i «page»",
     "helt tall"),
    ({"column": "page", "from_": "65", "to": "true"}, "«to» kan ikke stå i «page»", "helt tall"),
    ({"column": "page", "from_": "65", "to": "6.6"}, "«to» kan ikke stå i «page»", "helt tall"),
    ({"column": "page", "from_": "65", "to": "40000"}, "«to» kan ikke stå i «page»", "helt tall"),
    ({"column": "source", "from_": "text", "to": "null"}, "«source» er aldri tom", ""),
    ({"to": "3"}, "«to» leses ikke som tekst", "anførselstegn"),
    ({"to": "Gjennomført"}, "«from» og «to» er like", ""),
    ({"reason": "''"}, "«reason» er tom", ""),
    ({"by": None}, "mangler «by»", ""),
    ({"from_": "[Gjennomført]"}, "«from» er ingen enkel verdi", ""),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "found", "hint"), REFUSED)
def test_what_is_wrong_in_an_entry_is_refused(
    june_2025: Run, tmp_path: Path, changed: dict[str, str | None], found: str, hint: str
) -> None:
    path = file_of(tmp_path, entry(id="tiltak-5/overview", from_="x"), entry(**changed))
    with pytest.raises(Refusal) as refusal:
        applied(path, june_2025)
    assert found in refusal.value.found
    assert refusal.value.file == f"{path}, punkt 2, linje 10"
    assert hint in refusal.value.message()


def test_two_corrections_of_one_value_are_refused(june_2025: Run, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="to rettelser av «status»"):
        applied(file_of(tmp_path, entry(), entry(to="Ikke startet")), june_2025)


def test_the_file_that_comes_with_the_project(june_2025: Run, tmp_path: Path) -> None:
    assert read_misreadings(SHIPPED, ["2025"]) == []
    path = tmp_path / "corrections.yaml"
    path.write_text(example_of(SHIPPED), encoding="utf-8")
    _, rows = applied(path, june_2025)
    assert [row.state for row in rows] == ["applied"]  # its example can be


def test_the_stage(june_2025: Run, tmp_path: Path) -> None:
    """A correction reaches the promoted tables, and interim/ stays as it was read."""
    expectations, processed = tmp_path / "expectations", tmp_path / "processed"
    shutil.copytree(ROOT / "expectations", expectations)
    file_of(expectations, entry(), entry(id="tiltak-5/overview", from_="Ferdig"))
    source = june_2025.tables.folders.parse / "rows.msgpack"
    before = source.read_bytes()
    notes = validate(["2025"], june_2025.interim, expectations, processed)
    assert [note.split(" er ikke brukt")[0] for note in notes] == [
        "Rettelsen av statusen for tiltak 5 i oversikten"
    ]
    assert source.read_bytes() == before
    statuses = read_records(processed / "statuses" / "2025.parquet", Status)
    assert {s.id: s.status for s in statuses}["tiltak-4/overview"] == "Under arbeid"
    rows = read_records(processed / "corrections" / "2025.parquet", Correction)
    assert [(row.of_table, row.id, row.column, row.state) for row in rows] == [
        ("statuses", "tiltak-4/overview", "status", "applied"),
        ("statuses", "tiltak-5/overview", "status", "stale"),
    ]
    findings = read_records(processed / "findings" / "2025.parquet", Finding)
    assert "29541a33a036" not in {finding.id for finding in findings}


def test_a_correction_that_breaks_the_contract_is_suspected_first(
    june_2025: Run, tmp_path: Path
) -> None:
    expectations, processed = tmp_path / "expectations", tmp_path / "processed"
    shutil.copytree(ROOT / "expectations", expectations)
    file_of(expectations, entry(column="source", from_="overview", to="oversikten"))
    with pytest.raises(Refusal, match="source er en av: text, overview") as refusal:
        validate(["2025"], june_2025.interim, expectations, processed)
    assert "tiltak-4/overview" in refusal.value.found
    assert "corrections.yaml" in refusal.value.advice
    assert not processed.exists()


def test_a_status_must_be_a_category(june_2025: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path, entry(to="Satt på vent"))
    with pytest.raises(Refusal, match="statusen «Satt på vent» finnes ikke i ordlisten") as refused:
        applied(path, june_2025)
    assert "«Satt på vent: Satt på vent» under «statuses:»" in refused.value.advice
    stated = (("Satt på vent", "Satt på vent"),)
    tables, (row,) = apply_misreadings(read_misreadings(path, ["2025"]), june_2025.tables, stated)
    own = next(own for own in tables.statuses if own.id == "tiltak-4/overview")
    assert (own.status, own.status_order, row.kind) == ("Satt på vent", None, "change")


def test_a_status_takes_its_order_with_it(june_2025: Run, tmp_path: Path) -> None:
    tables, (row,) = applied(file_of(tmp_path, entry()), june_2025)
    own = next(own for own in tables.statuses if own.id == "tiltak-4/overview")
    assert (own.status, own.status_order) == ("Under arbeid", 1)
    assert row.kind == "change"  # «Gjennomført» is printed there
