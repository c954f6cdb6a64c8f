"""Three reports on a plan and one on another in one folder: each figure, recomputed by hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.load import latest, load, plans
from pipeline.midterm import figures
from pipeline.midterm.__main__ import render_plans
from pipeline.midterm.drawing import Note, Picture, Points
from pipeline.runtime.refusal import Refusal
from pipeline.seams.register import plan_ids
from tests.conftest import OTHER_PLAN, PLAN, ROOT, Run
from tests.factory.three_years import STATUSES, THIRD
from tests.processed import processed_of

NO_BREAK = "\N{NO-BREAK SPACE}"
NOTEBOOK = ROOT / "notebooks" / "midtveis-2027.ipynb"


@pytest.fixture(scope="module")
def folder(three_reports: dict[str, Run], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return processed_of(tmp_path_factory.mktemp("plans"), *three_reports.values())


def test_the_latest_report_is_that_of_a_plan(folder: Path) -> None:
    assert plans(folder) == [PLAN, OTHER_PLAN]
    assert latest(folder, plan=PLAN) == THIRD
    assert latest(folder, plan=OTHER_PLAN) == "distrikt-2026"
    with pytest.raises(Refusal, match="2 planer") as refusal:
        latest(folder)
    assert PLAN in str(refusal.value)


def test_what_is_announced(folder: Path) -> None:
    """2027 announces: 2028-06 (3), høsten 2025 (4), utgangen av 2026 and mars 2028 (10), 2026 (11).

    Three have passed by June 2027; that of tiltak 11 is a forecast.
    """
    milestones = load("milestones", folder=folder, plan=PLAN)
    tables = ("reports", "items")
    picture = figures.promised(
        milestones, *(load(table, folder=folder, plan=PLAN) for table in tables)
    )
    assert isinstance(picture, Picture)
    assert picture.title == "2 av 2 løfter fram i tid gjelder 2028"
    assert picture.alt.endswith("Ferdig: tiltak 10 mars 2028, tiltak 3 juni 2028.")
    said = figures.promised_list(
        milestones, *(load(table, folder=folder, plan=PLAN) for table in tables)
    ).data
    assert list(said["Gjelder"]) == ["Tiltak 10", "Tiltak 3"]


def test_what_became_of_it(folder: Path) -> None:
    """Of 2025: 1, 2, 7 and the course of 8 done; 3 and the guide of 8 moved; 4 again; 5 silent; 6
    gone. Of 2026: 3 moved, 4 again, the course done and the guide moved.
    """
    milestones = load("milestones", folder=folder, plan=PLAN)
    outcomes = load("milestone_outcomes", folder=folder, plan=PLAN)
    picture = figures.promises_kept(milestones, outcomes)
    assert isinstance(picture, Picture)
    assert picture.title == (
        "Av 13 varslede tidspunkter er 5 fortalt som gjort, 4 flyttet, 2 varslet på nytt og "
        "1 ikke nevnt"
    )
    assert (
        "Varslet i rapporten 2025: Fortalt som gjort 4, Flyttet til et annet tidspunkt 2, "
        "Varslet på nytt 1, Ikke nevnt, og passert 1, Tiltaket er borte 1"
    ) in picture.alt
    assert (
        "Varslet i rapporten 2026: Fortalt som gjort 1, Flyttet til et annet tidspunkt 2, "
        "Varslet på nytt 1"
    ) in picture.alt


def test_each_promise_has_the_sentence_that_tells_of_it(folder: Path) -> None:
    """Thirteen of 2025 and 2026: what is done first, each with both sentences and pages."""
    tables = ("milestones", "milestone_outcomes", "measures", "transitions")
    told = figures.promises_told(*(load(table, folder=folder, plan=PLAN) for table in tables)).data
    assert Counter(told["Hva det ble av"]) == {
        "Fortalt som gjort": 5,
        "Flyttet til et annet tidspunkt": 4,
        "Varslet på nytt": 2,
        "Ikke nevnt, og passert": 1,
        "Tiltaket er borte": 1,
    }
    done = told[told["Hva det ble av"].eq("Fortalt som gjort")]
    assert list(done["Gjelder"])[:2] == ["Tiltak 1", "Tiltak 7 (nå tiltak 9)"]
    assert done.iloc[0]["Det rapporten sier siden"].startswith(
        "Veilederen ble publisert 20. november 2025. (rapporten 2026, s. "
    )
    moved = told[told["Gjelder"].eq("Tiltak 3")]
    assert moved.iloc[0]["Det rapporten sier siden"].startswith(
        "Evalueringen ventes nå ferdigstilt i juni 2028. (912 dager senere, rapporten 2027, s. "
    )
    again = told[told["Gjelder"].eq("Tiltak 4")].iloc[0]["Det rapporten sier siden"]
    assert again.startswith("Ordrett det samme (rapporten 2027, s. ")
    silent = told[told["Hva det ble av"].isin(["Ikke nevnt, og passert", "Tiltaket er borte"])]
    assert set(silent["Det rapporten sier siden"]) == {"–"}


def test_texts_that_stand_unchanged(folder: Path) -> None:
    """2026 to 2027: 4 word for word the same, 11 too; 4's status is the same as the year before."""
    transitions = load("transitions", folder=folder, plan=PLAN)
    picture = figures.unchanged_texts(transitions)
    assert isinstance(picture, Picture)
    assert picture.title == "2 av 9 omtaler er ordrett de samme, og for ingen av dem er statusen ny"
    measures = load("measures", folder=folder, plan=PLAN)
    assert isinstance(figures.unchanged_though_moved(transitions, measures), Note)
    before = transitions[transitions["to_report"].eq("2026")]
    listed = figures.unchanged_though_moved(before, measures).data
    assert list(listed["Gjelder"]) == ["Tiltak 4"]
    assert list(listed["Omtalen, ordrett den samme"]) == [
        "Kartleggingen skal gjennomføres høsten 2025."
    ]


def test_what_has_passed_and_is_not_told_as_done(folder: Path) -> None:
    """Each date of an item once, as last announced; what is told as done is not among them."""
    tables = ("milestones", "milestone_outcomes", "reports", "measures")
    late = figures.passed_promises(
        *(load(table, folder=folder, plan=PLAN) for table in tables)
    ).data
    assert list(zip(late["Rapport"], late["Gjelder"], late["Senest"], strict=True)) == [
        ("2027", "Tiltak 4", "30. november 2025"),
        ("2025", "Tiltak 3", "31. desember 2025"),
        ("2025", "Tiltak 5", "31. januar 2026"),
        ("2025", "Tiltak 6", "31. mai 2026"),
        ("2026", "Tiltak 3", "31. desember 2026"),
        ("2027", "Tiltak 10", "31. desember 2026"),
    ]
    by_item = dict(zip(late["Gjelder"], late["Siste rapport"], strict=True))
    assert by_item["Tiltak 5"] == "Ikke nevnt, og passert"
    assert by_item["Tiltak 6"] == "Tiltaket er borte"
    assert by_item["Tiltak 4"] == "Varslet i 2027, da tidspunktet alt var passert"
    assert by_item["Tiltak 3"].startswith(
        "Flyttet til et annet tidspunkt: «Evalueringen ventes nå ferdigstilt i juni 2028.» (s. "
    )


def test_the_statuses_are_those_of_the_latest_report(folder: Path) -> None:
    report = latest(folder, plan=PLAN)
    picture = figures.statuses_by_chapter(load("items", report, folder))
    assert isinstance(picture, Picture)
    # 1–5, 8, 9 (7 before), 10 and 11; 6 is gone
    counts = Counter([*(STATUSES[THIRD][n] for n in (0, 1, 2, 3, 4, 6, 7)), *["Under arbeid"] * 2])
    assert counts == {"Gjennomført": 4, "Under arbeid": 4, "Ikke startet": 1}
    assert picture.title == "4 av 9 tiltak er gjennomført, 1 er ikke startet"


def test_how_they_moved(folder: Path) -> None:
    """2026 to 2027: 2 forward, 5 back, 1, 3, 4, 7, 8 and its part, and 11 where they were."""
    transitions = load("transitions", folder=folder, plan=PLAN)
    picture = figures.changes(transitions)
    assert isinstance(picture, Picture)
    assert (
        picture.title == "Fra 2026 til 2027 gikk ett framover og ett tilbake; sju står der de sto"
    )
    listed = figures.changed_items(transitions, load("measures", folder=folder, plan=PLAN)).data
    assert list(zip(listed["Endring"], listed["Gjelder"], strict=True)) == [
        ("Tilbake", "Tiltak 5"),
        ("Ute", "Tiltak 6"),
        ("Framover", "Tiltak 2"),
    ]
    year_before = transitions[transitions["to_report"].eq("2026")]
    listed = figures.changed_items(year_before, load("measures", folder=folder, plan=PLAN)).data
    assert ("Framover", "Tiltak 9 (før tiltak 7)") in list(
        zip(listed["Endring"], listed["Gjelder"], strict=True)
    )


def test_statuses_in_both_sources_and_by_ministry(folder: Path) -> None:
    """Of 2027's nine, all in one chapter, tiltak 10 is HOD's; text and overview are set alike."""
    report = latest(folder, plan=PLAN)
    items, statuses = (load(table, report, folder) for table in ("items", "statuses"))
    shares = figures.shares_by_chapter(items)
    assert isinstance(shares, Picture)
    assert shares.alt.replace(NO_BREAK, " ").endswith(
        "Forebygging: Gjennomført 44 %, Under arbeid 44 %, Ikke startet 11 %."
    )
    by_ministry = figures.statuses_by_ministry(items, load("responsibilities", report, folder))
    assert isinstance(by_ministry, Picture)
    assert by_ministry.title == (
        "Justis- og beredskapsdepartementet er nevnt i flest: 8, og 4 av dem er gjennomført"
    )
    assert by_ministry.alt.endswith(
        "Helse- og omsorgsdepartementet (HOD): nevnt 1, først 1, i alt 1."
    )
    both = figures.text_against_overview(statuses)
    assert isinstance(both, Picture)
    assert both.alt.endswith(
        "I teksten: Gjennomført 4, Under arbeid 4, Ikke startet 1; "
        "I oversikten: Gjennomført 4, Under arbeid 4, Ikke startet 1."
    )
    assert isinstance(figures.disagreements(statuses, load("measures", report, folder)), Note)
    for source in ("text", "overview"):
        assert isinstance(figures.printed(statuses, source=source), Note)


def test_what_the_report_does_not_say(folder: Path) -> None:
    """Of 2027's five that are not done, 3 and 10 announce a date ahead, 11 one that has passed.

    No text has a link, and only that of 5 has no date. None names an amount.
    """
    report = latest(folder, plan=PLAN)
    items, who = (load(table, report, folder) for table in ("items", "responsibilities"))
    matrix = figures.silence(items, who).data.set_index("Gruppe")
    assert list(matrix.loc["Alle"]) == [9, "3 av 5", "1 av 1", "4 av 4", "1 av 9"]
    assert list(matrix.loc["JD"]) == [8, "3 av 4", "1 av 1", "4 av 4", "1 av 8"]
    assert list(matrix.loc["HOD"]) == [1, "0 av 1", "–", "–", "0 av 1"]
    listed = figures.silent_items(items).data
    named = [re.sub(r" \(s\.\s\d+\)", "", each) for each in listed.iloc[:, 2]]
    assert named == [
        "tiltak 5; tiltak 8; tiltak 11", "tiltak 5", "tiltak 1; tiltak 2; tiltak 4; tiltak 9",
        "tiltak 5",
    ]  # fmt: skip
    nothing = figures.unverifiable(items, load("measures", report, folder)).data
    assert list(nothing["Gjelder"]) == ["Tiltak 5"]
    tables = ("amounts", "items", "actors", "transitions")
    amounts = figures.amounts_list(*(load(table, folder=folder, plan=PLAN) for table in tables))
    assert isinstance(amounts, Note)


def test_the_news_and_what_the_page_is_built_on(folder: Path) -> None:
    report = latest(folder, plan=PLAN)
    news = figures.news(load("items", report, folder), load("amounts", report, folder))
    assert isinstance(news, Points)
    assert [point.first for point in news.points] == [
        "Planens egne tiltak: 4 av 9 er gjennomført",
        "3 av de 5 som ikke er gjennomført, har ikke noe tidspunkt fram i tid",
        "4 av 4 gjennomførte har ingen lenke",
        "1 av 9 har ingenting som kan etterprøves",
    ]
    assert news.points[0].rest == " (44 prosent), 4 er under arbeid og 1 er ikke startet."
    assert news.points[1].rest.endswith(
        ". Det eneste som ikke er startet, har ikke noe tidspunkt fram i tid."
    )
    about = figures.about(load("reports", folder=folder, plan=PLAN))
    assert isinstance(about, Points)
    assert about.points[0] == (
        PLAN, ". Rapporter: 2025 (juni 2025), 2026 (juni 2026) og 2027 (juni 2027).",
    )  # fmt: skip
    assert [point.first for point in about.points[1:]] == ["2025.pdf", "2026.pdf", "2027.pdf"]


def test_every_figure_of_the_page_is_recomputed_here() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in figures.__all__ if f"figures.{name}(" not in here] == []


def test_a_page_for_each_plan(folder: Path, tmp_path: Path) -> None:
    """The first page only leads to them; none has a figure of both."""
    (tmp_path / "midtveis").mkdir()
    (tmp_path / "midtveis" / "gammel-plan.html").write_text("before")
    render_plans(NOTEBOOK, folder, tmp_path / "midtveis.html", tmp_path / "midtveis")
    ids = plan_ids([PLAN, OTHER_PLAN])
    first = (tmp_path / "midtveis.html").read_text(encoding="utf-8")
    assert {page.stem for page in (tmp_path / "midtveis").iterdir()} == set(ids.values())
    for plan, other in ((PLAN, OTHER_PLAN), (OTHER_PLAN, PLAN)):
        assert f'<a href="midtveis/{ids[plan]}.html">{plan}</a>' in first
        page = (tmp_path / "midtveis" / f"{ids[plan]}.html").read_text(encoding="utf-8")
        assert f"<title>Midtveis 2027: {plan}</title>" in page
        assert f"<strong>{plan}</strong>. Rapport" in page
        assert other not in page
        for word in ("nådd", "innfridd"):
            assert word not in page
