"""The pictures and lists of the notebook: what they count and what they say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.load import Crop, latest, load
from pipeline.midterm import figures
from pipeline.midterm.drawing import Note, Picture
from pipeline.midterm.money import counted_once, millions, years_in_words
from pipeline.runtime.refusal import Refusal


def test_titles_and_descriptions_come_from_the_tables(one_report: Path) -> None:
    report = latest(one_report)
    measures, statuses = load("measures", report, one_report), load("statuses", report, one_report)
    by_chapter = figures.statuses_by_chapter(measures, statuses)
    assert by_chapter.title == "26 av 131 tiltak og vedtak er gjennomført, 24 er ikke startet"
    assert "2 Forebygging: Ikke startet 5, Under arbeid 21, Gjennomført 4" in by_chapter.alt
    by_ministry = figures.statuses_by_ministry(load("ministries", report, one_report), statuses)
    assert by_ministry.title.startswith("Justis- og beredskapsdepartementet har flest: 75")
    against = figures.text_against_overview(statuses)
    assert "Ikke startet: I teksten 24, I oversikten 26" in against.alt
    listed = figures.disagreements(statuses, measures).data
    assert list(listed["Gjelder"]) == ["Tiltak 4", "Tiltak 32", "Anmodningsvedtak 618"]
    assert list(listed["Side"]) == [9, 21, 63]


def test_what_is_printed_where_they_disagree(one_report: Path) -> None:
    statuses = load("statuses", folder=one_report)
    text, overview = (
        figures.printed(statuses, source, one_report) for source in ("text", "overview")
    )
    assert isinstance(text, Crop)
    assert isinstance(overview, Crop)
    assert (text.row, text.pages, overview.pages) == ("tiltak-4", (9,), (65,))
    agreeing = statuses[~statuses["item_id"].isin(["tiltak-4", "tiltak-32", "vedtak-618"])]
    assert isinstance(figures.printed(agreeing, "text", one_report), Note)


def test_tables_with_nothing_in_them_are_said_to_be_empty(one_report: Path) -> None:
    """A report that mentions no money or ministries is no reason to stop."""
    used = ("measures", "statuses", "ministries", "amounts", "milestones", "transitions")
    none = {table: load(table, folder=one_report).iloc[:0] for table in used}
    reports = load("reports", folder=one_report)
    for shown in (
        figures.statuses_by_chapter(none["measures"], none["statuses"]),
        figures.statuses_by_ministry(none["ministries"], none["statuses"]),
        figures.disagreements(none["statuses"], none["measures"]),
        figures.promised(none["milestones"], reports),
        figures.passed_promises(none["milestones"], none["measures"]),
        figures.promises_kept(none["milestones"]),
        figures.amounts_by_year(none["amounts"]),
        figures.amounts_by_purpose(none["amounts"], none["measures"]),
        figures.amounts_list(none["amounts"], none["measures"]),
        figures.changes(none["transitions"]),
        figures.changed_items(none["transitions"], none["measures"]),
    ):
        assert isinstance(shown, Note)
        assert shown._repr_markdown_().startswith("*")
    assert isinstance(figures.text_against_overview(none["statuses"]), Picture)


def test_other_counts_make_another_title(one_report: Path) -> None:
    statuses = load("statuses", folder=one_report)
    same = statuses[statuses["source"].eq("text")]
    both = pd.concat([same, same.assign(source="overview", id=same["item_id"] + "/overview")])
    picture = figures.text_against_overview(both)
    assert picture.title == "Teksten og oversikten gir de samme tallene"


def test_promises(one_report: Path) -> None:
    milestones, reports = load("milestones", folder=one_report), load("reports", folder=one_report)
    timeline = figures.promised(milestones, reports)
    assert isinstance(timeline, Picture)
    last = milestones["last"].dt.year.value_counts()
    assert timeline.title.startswith(f"{last[2025]} av 51 varslede tidspunkter faller i 2025")
    assert "Tiltak 98 innen 31. desember 2027" in timeline.alt
    late = figures.passed_promises(milestones, load("measures", folder=one_report))
    assert set(late.data["Gjelder"]) >= {"Tiltak 27", "Tiltak 113", "Anmodningsvedtak 613"}
    assert isinstance(figures.promised(milestones.iloc[:0], reports), Note)


def test_promises_of_an_earlier_report(two_reports: Path) -> None:
    milestones = load("milestones", folder=two_reports)
    earlier = milestones[milestones["report_id"].eq("2025")]
    met, overdue = (int(earlier["state"].eq(state).sum()) for state in ("met", "overdue"))
    kept = figures.promises_kept(milestones)
    assert isinstance(kept, Picture)
    assert kept.title == (
        f"Av 51 varslede tidspunkter er {met} nådd og {overdue} passert uten å være nådd"
    )
    late = figures.passed_promises(milestones, load("measures", folder=two_reports)).data
    assert not late.duplicated(["Gjelder", "Senest", "Setningen"]).any()


def test_amounts_are_counted_once(one_report: Path) -> None:
    amounts = load("amounts", folder=one_report)
    counted = counted_once(amounts)
    assert len(amounts) - len(counted) == 3  # the plan's 120 mill., twice, and 300 = 150 + 150
    left = amounts.drop(index=counted.index)
    assert sorted(left["amount_nok"]) == [120_000_000, 120_000_000, 300_000_000]
    by_year = figures.amounts_by_year(amounts)
    assert isinstance(by_year, Picture)
    # 6 + 10 + 4 + 40 + 150 in tiltak 18, 29, 29, 31 and 81
    assert by_year.title == "Mest er nevnt som økning i 2024: 210 mill. kroner"
    assert "2025: Bevilgning eller ramme 101,8, Økning 150" in by_year.alt
    assert "Fra 2025: Bevilgning eller ramme 10" in by_year.alt


def test_parts_are_counted_only_where_they_make_up_the_whole() -> None:
    """As the table has it: «40 mill. kroner, hvorav 10 mill. kroner …», «De 15 mill. kronene …»."""
    columns = ("id", "amount_nok", "years", "counted", "part_of")
    rows = [
        ("a", 40, "2024", True, None), ("b", 10, "2024", False, "a"),
        ("c", 15, "2024", True, None), ("d", 15, None, False, None),
        ("e", 9, "{2024,2025}", True, None), ("f", 4, "2024", False, "e"),
        ("g", 5, "2025", False, "e"),
    ]  # fmt: skip
    amounts = pd.DataFrame(rows, columns=columns).assign(
        report_id="2025", item_id="tiltak-1", change="level"
    )
    assert list(counted_once(amounts)["id"]) == ["a", "c", "f", "g"]
    assert counted_once(amounts.iloc[:0]).empty


def test_amounts_repeated_in_the_next_report_are_counted_once(two_reports: Path) -> None:
    amounts = load("amounts", folder=two_reports)
    counted = counted_once(amounts)
    assert not counted.duplicated(["item_id", "amount_nok", "years", "change"]).any()
    repeated = counted[counted["item_id"].eq("tiltak-31")]
    assert set(repeated["report_id"]) == {"2026"}
    marks = figures.amounts_list(amounts, load("measures", folder=two_reports)).data["Talt med"]
    assert (marks.eq("ja").sum(), len(marks)) == (len(counted), len(amounts))


def test_purposes(one_report: Path) -> None:
    picture = figures.amounts_by_purpose(
        load("amounts", folder=one_report), load("measures", folder=one_report)
    )
    assert isinstance(picture, Picture)
    assert picture.title == "Størst er 150 mill. kroner, til tiltak 81"
    assert "Tiltak 29: 53,3 (2025), bevilgning eller ramme" in picture.alt


def test_changes(one_report: Path, two_reports: Path) -> None:
    assert isinstance(figures.changes(load("transitions", folder=one_report)), Note)
    transitions = load("transitions", folder=two_reports)
    picture = figures.changes(transitions)
    assert isinstance(picture, Picture)
    moves = pd.crosstab(transitions["from_status"], transitions["to_status"])
    assert f"fra Ikke startet til Under arbeid: {moves.loc['Ikke startet', 'Under arbeid']}" in (
        picture.alt
    )
    listed = figures.changed_items(transitions, load("measures", folder=two_reports)).data
    assert len(listed) == (transitions["change"] != "unchanged").sum()
    assert all(listed["Tittel"])


def test_items_that_came_and_went(two_reports: Path) -> None:
    transitions = load("transitions", folder=two_reports).copy()
    transitions.loc[0, ["from_status", "change"]] = [None, "added"]
    transitions.loc[1, ["to_status", "change"]] = [None, "removed"]
    picture = figures.changes(transitions)
    assert "fra Ikke i 2025 til" in picture.alt
    assert "til Ikke i 2026: 1" in picture.alt
    listed = figures.changed_items(transitions, load("measures", folder=two_reports)).data
    assert list(listed["Endring"][:2]) == ["Ute", "Ny"]


def test_tables_of_several_reports_are_not_counted_together(two_reports: Path) -> None:
    measures, statuses = load("measures", folder=two_reports), load("statuses", folder=two_reports)
    with pytest.raises(Refusal, match="flere rapporter"):
        figures.statuses_by_chapter(measures, statuses)
    with pytest.raises(Refusal, match="flere rapporter"):
        figures.text_against_overview(statuses)


def test_a_status_of_the_plans_own_has_its_own_colour_and_name(one_report: Path) -> None:
    measures, statuses = load("measures", folder=one_report), load("statuses", folder=one_report)
    words = statuses["status"].astype("object")
    words.iloc[0], words.iloc[2] = "Løpende", None
    scale = ["Ikke startet", "Under arbeid", "Gjennomført", "Løpende"]
    statuses["status"] = words.astype(pd.CategoricalDtype(scale))
    picture = figures.statuses_by_chapter(measures, statuses)
    assert "Løpende 1" in picture.alt
    assert "Ikke oppgitt 1" in picture.alt


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_pictures_are_saved_the_same_every_time(
    one_report: Path, tmp_path: Path, kind: str
) -> None:
    statuses = load("statuses", folder=one_report)
    saved = [
        figures.text_against_overview(statuses).save(tmp_path / f"{i}.{kind}").read_bytes()
        for i in range(2)
    ]
    assert saved[0] == saved[1]
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind]
    assert saved[0].startswith(start)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("2024", "2024"),
        ("{2024,2025}", "2024 og 2025"),
        ("{2024,2025,2026}", "2024, 2025 og 2026"),
        ("2025/..", "Fra 2025"),
        ("../2025", "Til 2025"),
        ("2024/2028", "2024–2028"),
        (None, "Uten år"),
        (pd.NA, "Uten år"),
    ],
)
def test_years_in_words(years: str | None, words: str) -> None:
    assert years_in_words(years) == words


@pytest.mark.parametrize(
    ("kroner", "words"),
    [
        (18_600_000, "18,6"),
        (53_297_000, "53,3"),
        (1_250_000_000, "1\N{NO-BREAK SPACE}250"),
        (150_000_000, "150"),
    ],
)
def test_millions_the_norwegian_way(kroner: int, words: str) -> None:
    assert millions(kroner) == words
