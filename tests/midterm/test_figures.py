"""The pictures and lists of the notebook: what they count and what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from pipeline.glossary.wording import scope_name
from pipeline.load import Crop, latest, load
from pipeline.midterm import figures
from pipeline.midterm.drawing import OTHER_STATUSES, STATUS_LOOKS, Note, Picture, Points
from pipeline.midterm.histories import Entry, Histories
from pipeline.midterm.money import millions, years_in_words
from pipeline.midterm.promises import LOOKS, LOOKS_OF_EVENTS
from pipeline.midterm.statuses import LOOK_OF_ALL
from pipeline.midterm.texts import LOOKS_OF_TEXTS
from pipeline.runtime.refusal import Refusal


def test_statuses_by_chapter(one_report: Path) -> None:
    """The plan's own measures are counted apart from the decisions of the Storting."""
    items = load("items", latest(one_report), one_report)
    picture = figures.statuses_by_chapter(items)
    assert isinstance(picture, Picture)
    own = items[items["kind"].eq("tiltak")]["status_text"].value_counts()
    assert picture.title == (
        f"{own['Gjennomført']} av {own.sum()} tiltak er gjennomført, "
        f"{own['Ikke startet']} er ikke startet"
    )
    assert (own["Gjennomført"], own.sum(), own["Ikke startet"]) == (25, 122, 23)
    assert "2 Forebygging: Gjennomført 4, Under arbeid 21, Ikke startet 5" in picture.alt
    by_chapter = pd.crosstab(items["chapter_number"], items["status_text"])
    shown = picture.numbers.set_index("")
    assert list(shown.columns) == ["Gjennomført", "Under arbeid", "Ikke startet", "I alt"]
    for word in by_chapter:
        assert list(shown[word].astype(int)) == list(by_chapter[word])


def test_shares_by_chapter(one_report: Path) -> None:
    items = load("items", latest(one_report), one_report)
    picture = figures.shares_by_chapter(items)
    assert isinstance(picture, Picture)
    # 5 of 11 and 24 of 131
    assert picture.title == (
        "5 Vold og overgrep i samiske samfunn: 45 prosent er ikke startet, mot 18 prosent i alt"
    )
    not_started = items["status_text"].eq("Ikke startet")
    shares = not_started.groupby(items["chapter_number"]).mean().sort_values(ascending=False)
    chapters = [label for label in picture.numbers[""] if label[0].isdigit()]
    assert [int(label[0]) for label in chapters] == list(shares.index)
    assert list(picture.numbers[""][-2:]) == ["Planens egne tiltak", "Alle"]
    assert list(picture.numbers["Gjennomført"][-2:]) == ["20\N{NO-BREAK SPACE}%"] * 2


def test_statuses_by_ministry(one_report: Path) -> None:
    """Named, first-named and through «alle»: JD has 74 and one in parentheses, 80 with alle."""
    items = load("items", folder=one_report)
    responsibilities = load("responsibilities", folder=one_report)
    picture = figures.statuses_by_ministry(items, responsibilities)
    assert isinstance(picture, Picture)
    assert picture.title.startswith("Justis- og beredskapsdepartementet er nevnt i flest: 75")
    in_text = responsibilities[responsibilities["source"].eq("text")]
    for row in picture.numbers.to_dict("records"):
        of_ministry = in_text[in_text["name"].eq(row["Departement"].split(" (")[0])]
        named = of_ministry[of_ministry["basis"].ne("all")]
        statuses = items.set_index("item_id")["status"][named["item_id"]].value_counts()
        assert (row["Først"], row["Nevnt"], row["I alt"], row["Gjennom «alle»"]) == (
            named["position"].eq(1).sum(), len(named), len(of_ministry),
            of_ministry["basis"].eq("all").sum(),
        )  # fmt: skip
        for word, count in statuses.items():
            assert row[word] == count
    first = picture.numbers.iloc[0]
    assert (first["Først"], first["Nevnt"], first["I alt"]) == (70, 75, 80)
    assert in_text[in_text["ministry"].eq("JD")]["basis"].value_counts().to_dict() == {
        "named": 74, "all": 5, "parenthesised": 1,
    }  # fmt: skip


def test_the_news(one_report: Path) -> None:
    """The chapter that has begun least comes first; what is text stands with its page."""
    items, amounts = load("items", folder=one_report), load("amounts", folder=one_report)
    shown = figures.news(items, amounts)
    assert isinstance(shown, Points)
    said = [
        f"{point.first}{point.rest}".replace("\N{NO-BREAK SPACE}", " ") for point in shown.points
    ]
    assert said[0].startswith(
        "Kapittel 5 Vold og overgrep i samiske samfunn: 45 prosent er ikke startet (5 av 11), "
        "mot 18 prosent i alt (24 av 131). Det er tiltak 113 (s. 56), "
    )
    assert said[1].startswith("Planens egne tiltak: 25 av 122 er gjennomført (20 prosent), 74 ")
    assert said[2].startswith("Stortingets anmodningsvedtak: 1 av 9 er gjennomført (11 prosent)")
    assert said[3].startswith("74 av de 105 som ikke er gjennomført, har ikke noe tidspunkt fram")
    assert (
        "72 varsler ikke noe i det hele tatt, og tiltak 87 (s. 46) og tiltak 113 (s. 56)" in said[3]
    )
    assert said[3].endswith(
        "Av de 24 som ikke er startet, har 21 ikke noe tidspunkt fram i tid, og 20 av dem varsler "
        "ikke noe."
    )
    assert said[4].startswith("19 av 26 gjennomførte har ingen lenke")
    assert said[5].startswith("30 av 131 har ingenting som kan etterprøves")
    assert "tiltak 4 («Under arbeid» s. 9, «Gjennomført» s. 65)" in said[6]
    assert "«Tilsvarende beløp er bevilget i 2025.» (s. 6)" in said[7]
    hostile = amounts.assign(sentence="<script>alert(1)</script>")
    assert "<script>" not in figures.news(items, hostile)._repr_html_()


def test_what_the_page_is_built_on(one_report: Path) -> None:
    reports = load("reports", folder=one_report)
    plan, file = figures.about(reports).points
    assert plan.rest == ". Rapport: 2025 (juni 2025)."
    row = reports.iloc[0]
    assert file.first == "2025.pdf"
    assert file.rest.startswith(
        f", SHA-256 {row.sha256}, uten oppgitt adresse i registeret, lest med statusrapport "
        f"{row.program}, ordlister {row.vocabulary}. Filen er satt på nytt"
    )
    known = reports.assign(url="https://x.no/a.pdf", retrieved=pd.Timestamp(2025, 7, 1))
    said = figures.about(known).points[1].rest
    assert ", hentet fra https://x.no/a.pdf 1. juli 2025, lest med" in said


def test_silence(one_report: Path) -> None:
    """72 of the 74 announce no date at all, and 2 only one that has passed."""
    items = load("items", folder=one_report)
    responsibilities = load("responsibilities", folder=one_report)
    matrix = figures.silence(items, responsibilities).data.set_index("Gruppe")
    assert list(matrix.loc["Alle"]) == [131, "74 av 105", "21 av 24", "19 av 26", "30 av 131"]
    unfinished = items[items["status"].ne("Gjennomført")]
    assert unfinished["planned_dates"].eq(0).sum() == 72
    dates = load("dates", folder=one_report)
    ahead = dates[dates["role"].eq("planned") & dates["last"].gt(pd.Timestamp(2025, 6, 30))]
    assert (~unfinished["item_id"].isin(ahead["item_id"])).sum() == 74
    links = set(load("links", folder=one_report)["item_id"].dropna())
    done = items[items["status"].eq("Gjennomført")]
    assert (~done["item_id"].isin(links)).sum() == 19
    below_title = [
        mentions[mentions["paragraph"].gt(0)]
        for mentions in (load(table, folder=one_report) for table in ("dates", "amounts"))
    ]
    references = load("references", folder=one_report)
    below_title += [references[references["paragraph"].gt(0) & references["kind"].ne("convention")]]
    held = links.union(*(mentions["item_id"].dropna() for mentions in below_title))
    assert (~items["item_id"].isin(held)).sum() == 30
    kinds = items["commitment_kind"].value_counts()
    assert list(matrix["I alt"][1:5]) == [
        kinds["deliver"], kinds["examine"], kinds["continue"], items["commitment_kind"].isna().sum()
    ]  # fmt: skip
    text = responsibilities[responsibilities["source"].eq("text")]
    of_hod = text[text["ministry"].eq("HOD") & text["basis"].ne("all")]["item_id"]
    waiting = unfinished[unfinished["item_id"].isin(of_hod)]
    assert matrix.loc["HOD"].iloc[1] == (
        f"{waiting['next_planned'].isna().sum()} av {len(waiting)}"
    )
    shown = figures.silence(items, responsibilities).to_html()
    assert "background-color: #a8a8a8" in shown  # 6 of 6: the darkest
    which = figures.silent_items(items).data
    assert list(which["Antall"]) == [74, 21, 19, 30]
    assert [text.count("; ") + 1 for text in which.iloc[:, 2]] == [74, 21, 19, 30]
    assert "tiltak 87 (s.\N{NO-BREAK SPACE}46)" in which.iloc[0, 2]
    nothing = figures.unverifiable(items, load("measures", folder=one_report)).data
    assert len(nothing) == 30
    assert nothing.iloc[0]["Gjelder"] == "Tiltak 3"


def test_text_against_overview(one_report: Path) -> None:
    report = latest(one_report)
    measures, statuses = load("measures", report, one_report), load("statuses", report, one_report)
    against = figures.text_against_overview(statuses)
    assert "I teksten: Gjennomført 26, Under arbeid 81, Ikke startet 24" in against.alt
    assert "I oversikten: Gjennomført 27, Under arbeid 78, Ikke startet 26" in against.alt
    listed = figures.disagreements(statuses, measures).data
    assert list(listed["Gjelder"]) == ["Tiltak 4", "Tiltak 32", "Anmodningsvedtak 618"]
    assert list(listed["Side"]) == [9, 21, 63]


def test_a_colour_means_one_thing_in_the_whole_page() -> None:
    """In black and white, too: done is the darkest status, and not started is white."""
    looks = [
        *STATUS_LOOKS.values(), *OTHER_STATUSES, LOOK_OF_ALL, *LOOKS.values(),
        *LOOKS_OF_EVENTS.values(), *LOOKS_OF_TEXTS.values(),
    ]  # fmt: skip
    assert len({(look.fill, look.hatch) for look in looks}) == len(looks)
    tones = [
        sum(to_rgb(STATUS_LOOKS[word].fill)) / 3
        for word in ("Gjennomført", "Under arbeid", "Ikke startet")
    ]
    assert tones[2] == 1
    assert tones[1] - tones[0] > 0.3
    assert tones[2] - tones[1] > 0.2
    assert [look for look in looks if look.fill == "#ffffff" and not look.hatch] == [
        STATUS_LOOKS["Ikke startet"]
    ]


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
    used = (
        "actors", "amounts", "items", "measures", "milestone_outcomes", "milestones",
        "responsibilities", "statuses", "transitions",
    )  # fmt: skip
    none = {table: load(table, folder=one_report).iloc[:0] for table in used}
    items, reports = load("items", folder=one_report), load("reports", folder=one_report)
    for shown in (
        figures.news(none["items"], none["amounts"]),
        figures.statuses_by_chapter(none["items"]),
        figures.shares_by_chapter(none["items"]),
        figures.statuses_by_ministry(items, none["responsibilities"]),
        figures.silence(none["items"], none["responsibilities"]),
        figures.silent_items(none["items"]),
        figures.unverifiable(none["items"], none["measures"]),
        figures.disagreements(none["statuses"], none["measures"]),
        figures.promised(none["milestones"], reports, items),
        figures.promised_list(none["milestones"], reports, items),
        figures.passed_promises(
            none["milestones"], none["milestone_outcomes"], reports, none["measures"]
        ),
        figures.promises_kept(none["milestones"], none["milestone_outcomes"]),
        figures.promises_told(
            none["milestones"], none["milestone_outcomes"], none["measures"], none["transitions"]
        ),
        figures.unchanged_texts(none["transitions"]),
        figures.unchanged_though_moved(none["transitions"], none["measures"]),
        figures.amounts_list(none["amounts"], items, none["actors"], none["transitions"]),
        figures.changes(none["transitions"]),
        figures.changed_items(none["transitions"], none["measures"]),
    ):
        assert isinstance(shown, Note)
        assert shown._repr_markdown_().startswith("*")
    assert isinstance(figures.text_against_overview(none["statuses"]), Note)


def test_other_counts_make_another_title(one_report: Path) -> None:
    statuses = load("statuses", folder=one_report)
    same = statuses[statuses["source"].eq("text")]
    both = pd.concat([same, same.assign(source="overview", id=same["item_id"] + "/overview")])
    picture = figures.text_against_overview(both)
    assert picture.title == "Teksten og oversikten gir de samme tallene"


def promises(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    tables = ("milestones", "milestone_outcomes", "reports", "measures")
    return tuple(load(table, folder=folder) for table in tables)  # type: ignore[return-value]


def test_promises(one_report: Path) -> None:
    milestones, outcomes, reports, measures = promises(one_report)
    items = load("items", folder=one_report)
    timeline = figures.promised(milestones, reports, items)
    assert isinstance(timeline, Picture)
    promised = ["completion", "start", "part", "storting-deadline"]
    ahead = milestones[milestones["last"].gt(pd.Timestamp(2025, 6, 30))]
    promises_ahead = ahead[ahead["kind"].isin(promised) & ahead["bound"].ne("earliest")]
    soon = promises_ahead["last"].dt.year.eq(2025).sum()
    assert timeline.title == f"{soon} av {len(promises_ahead)} løfter fram i tid gjelder 2025"
    assert (soon, len(promises_ahead), len(ahead)) == (28, 39, 47)
    assert timeline.numbers.drop(columns="Innen").to_numpy().sum() == len(ahead)
    assert "Ferdig: tiltak 121 sommeren 2025, " in timeline.alt
    assert "Tidligst da: tiltak 52 2027" in timeline.alt
    said = figures.promised_list(milestones, reports, items).data
    assert len(said) == len(ahead)
    assert not said.duplicated().any()
    row = said[said["Gjelder"].eq("Tiltak 98")].iloc[0]
    assert (row["Slag"], row["Når"], row["Side"]) == ("Ferdig", "Desember 2027", 51)
    assert row["Setningen"].startswith("Prosjektet skal ferdigstilles ved utgangen av 2027")
    # tiltak 27 (før sommeren 2025), 113 and vedtak 613 (våren 2025); 30 June has not passed
    late = figures.passed_promises(milestones, outcomes, reports, measures)
    assert set(late.data["Gjelder"]) == {"Tiltak 27", "Tiltak 113", "Anmodningsvedtak 613"}
    assert set(late.data["Siste rapport"]) == {"Varslet i 2025, da tidspunktet alt var passert"}
    assert isinstance(figures.promises_kept(milestones, outcomes), Note)


def test_promises_of_an_earlier_report(two_reports: Path) -> None:
    """Nothing is counted as done that no sentence tells as done, whatever the statuses."""
    milestones, outcomes, reports, measures = promises(two_reports)
    kept = figures.promises_kept(milestones, outcomes)
    assert isinstance(kept, Picture)
    assert kept.title == (
        "Av 43 varslede tidspunkter er 0 fortalt som gjort, 0 flyttet, 42 varslet på nytt og "
        "1 ikke nevnt"
    )
    assert not outcomes["event"].eq("told-done").any()
    late = figures.passed_promises(milestones, outcomes, reports, measures).data
    assert not late.duplicated(["Gjelder", "Senest", "Setningen"]).any()
    for word in ("nådd", "holdt", "innfridd"):
        assert word not in kept.title
        assert not late["Siste rapport"].str.contains(word).any()


def test_plans_are_not_counted_together(two_reports: Path) -> None:
    milestones, outcomes, reports, measures = promises(two_reports)
    other = reports.assign(plan="Handlingsplan mot rasisme")
    pooled = pd.concat([milestones, milestones.assign(plan="Handlingsplan mot rasisme")])
    for figure in (
        lambda: figures.about(pd.concat([reports, other])),
        lambda: figures.promised(pooled, reports, load("items", folder=two_reports)),
        lambda: figures.passed_promises(pooled, outcomes, reports, measures),
        lambda: figures.promises_kept(pooled, outcomes),
    ):
        with pytest.raises(Refusal, match="flere planer"):
            figure()


def test_amounts(one_report: Path) -> None:
    """A level, an increase, a part; whose; nothing is added up."""
    tables = ("amounts", "items", "actors", "transitions")
    listed = figures.amounts_list(*(load(table, folder=one_report) for table in tables)).data
    assert len(listed) == 19
    kinds = {
        (row["Gjelder"], row["Mill. kroner"], row["År"]): row["Hva det er"]
        for row in listed.to_dict("records")
    }
    assert kinds["Planen som helhet", "omtrent 120", "2024"] == "Nivå"
    assert kinds["Planen som helhet", "omtrent 120", "2025"] == (
        "Nivå, sluttet av «Tilsvarende beløp»"
    )
    assert kinds["Tiltak 81", "300", "2024 og 2025"] == "Økning"
    assert kinds["Tiltak 81", "150", "2024"] == "Økning, del av 300 mill."
    assert kinds["Tiltak 19", "10", "Fra 2025"] == "Nivå per år"
    assert kinds["Tiltak 41", "under 28,5", "2025"] == "Nivå"
    row = listed[listed["Mill. kroner"].eq("117")].iloc[0]
    assert (row["Ansvarlig"], row["Nevnt i setningen"], row["Side"]) == (
        "BFD",
        "Forskningsrådet",
        16,
    )


def test_amounts_repeated_in_the_next_report_are_listed_once(two_reports: Path) -> None:
    amounts = load("amounts", folder=two_reports)
    tables = (load(table, folder=two_reports) for table in ("items", "actors", "transitions"))
    listed = figures.amounts_list(amounts, *tables).data
    assert len(listed) < len(amounts)
    assert not listed.drop(columns="Rapport").duplicated().any()
    assert set(listed[listed["Gjelder"].eq("Tiltak 31")]["Rapport"]) == {"2026"}


def renumbered(frame: pd.DataFrame, report_id: str, old: str, new: str) -> pd.DataFrame:
    """The table as if the item had another number in that report."""
    frame = frame.copy()
    of_item = frame["report_id"].eq(report_id) & frame["item_id"].eq(old)
    frame.loc[of_item, "item_id"] = new
    frame.loc[of_item, "item_key"] = f"{report_id}/{new}"
    for column in {"scope", "id"} & set(frame):
        frame.loc[of_item, column] = frame.loc[of_item, column].str.replace(old, new)
    return frame


def test_amounts_follow_an_item_to_its_new_number(two_reports: Path) -> None:
    """Tiltak 31 as tiltak 140 in 2026: what is said of it again is still listed once."""
    tables = ("amounts", "items", "actors", "transitions")
    amounts, items, actors, transitions = (load(table, folder=two_reports) for table in tables)
    before = figures.amounts_list(amounts, items, actors, transitions).data
    amounts, items, actors = (
        renumbered(table, "2026", "tiltak-31", "tiltak-140") for table in (amounts, items, actors)
    )
    transitions = transitions.copy()
    step = transitions["to_item_id"].eq("tiltak-31")
    transitions.loc[step, "to_item_id"] = "tiltak-140"
    listed = figures.amounts_list(amounts, items, actors, transitions).data
    assert len(listed) == len(before)
    assert set(listed[listed["Gjelder"].eq("Tiltak 140")]["Rapport"]) == {"2026"}
    # what 2025 alone says of it stands next to it, under the number that it had
    amounts.loc[amounts["item_key"].eq("2025/tiltak-31"), "amount_nok"] = 7_000_000
    listed = figures.amounts_list(amounts, items, actors, transitions).data
    names = list(listed["Gjelder"])
    first = names.index("Tiltak 31 (nå tiltak 140)")
    count = names.count("Tiltak 31 (nå tiltak 140)")
    assert set(names[first : first + count]) == {"Tiltak 31 (nå tiltak 140)"}
    assert names[first + count] == "Tiltak 140"
    # without the transition they would be two items
    apart = transitions[~step]
    assert "Tiltak 31" in list(figures.amounts_list(amounts, items, actors, apart).data["Gjelder"])


def test_histories_of_what_was_split_and_merged() -> None:
    steps = pd.DataFrame(
        [
            ("2025", "2026", "tiltak-8", "tiltak-8"),
            ("2025", "2026", "tiltak-8", "tiltak-10"),
            ("2025", "2026", "tiltak-9", "tiltak-9"),
            ("2025", "2026", None, "tiltak-11"),
            ("2026", "januar-2027", "tiltak-8", "tiltak-8"),
            ("2026", "januar-2027", "tiltak-9", "tiltak-8"),
            ("2026", "januar-2027", "tiltak-10", None),
        ],
        columns=["from_report", "to_report", "from_item_id", "to_item_id"],
    )
    histories = Histories(steps)
    of_8 = Entry("2025", "tiltak-8")
    assert histories.name(of_8) == "Tiltak 8 (nå tiltak 8 og tiltak 10)"
    assert histories.name(Entry("2025", "tiltak-9")) == "Tiltak 9 (nå tiltak 8)"
    assert histories.name(Entry("2026", "tiltak-11")) == "Tiltak 11"
    others = [
        Entry("2026", "tiltak-10"),
        Entry("2025", "tiltak-9"),
        Entry("januar-2027", "tiltak-8"),
    ]
    assert {histories.line(entry) for entry in (of_8, *others)} == {histories.line(of_8)}
    assert histories.line(Entry("2026", "tiltak-11")) != histories.line(of_8)
    assert [histories.when(report) for report in ("2025", "2026", "januar-2027")] == [0, 1, 2]


def test_narratives_that_have_not_changed(one_report: Path, two_reports: Path) -> None:
    """Counted again from the narratives: no word differs, whatever the signs between them."""
    assert isinstance(figures.unchanged_texts(load("transitions", folder=one_report)), Note)
    transitions = load("transitions", folder=two_reports)
    measures = load("measures", folder=two_reports)
    picture = figures.unchanged_texts(transitions)
    assert isinstance(picture, Picture)
    words = {
        (row.report_id, row.id): re.findall(r"\w+", row.narrative.lower())
        for row in measures[measures["narrative"].notna()].itertuples()
    }
    same = [
        row
        for row in transitions.itertuples()
        if words.get(("2026", row.to_item_id)) == words.get(("2025", row.from_item_id), [])
    ]
    moved = [row for row in same if row.from_status != row.to_status]
    assert (len(same), len(moved)) == (118, 22)
    assert picture.title == (
        "118 av 121 omtaler er ordrett de samme, og for 22 av dem er statusen ny"
    )
    shown = picture.numbers.set_index("")
    assert list(shown.index) == ["Statusen er ny", "Statusen er den samme"]
    assert list(shown["I alt"]) == ["28", "103"]
    assert list(shown["Ordrett den samme"]) == ["22", "96"]
    listed = figures.unchanged_though_moved(transitions, measures).data
    assert len(listed) == 22
    assert set(listed["Gjelder"]) == {scope_name(row.to_item_id) for row in moved}


def test_changes(one_report: Path, two_reports: Path) -> None:
    assert isinstance(figures.changes(load("transitions", folder=one_report)), Note)
    transitions = load("transitions", folder=two_reports)
    picture = figures.changes(transitions)
    assert isinstance(picture, Picture)
    moves = pd.crosstab(transitions["from_status"], transitions["to_status"])
    assert f"fra Ikke startet til Under arbeid: {moves.loc['Ikke startet', 'Under arbeid']}" in (
        picture.alt
    )
    shaded = [
        box for box in picture.figure.findobj(Rectangle)
        if box.get_facecolor()[:3] != (1, 1, 1) and box is not picture.figure.patch
    ]  # fmt: skip
    changed = transitions[transitions["change"].ne("unchanged")]
    assert len(shaded) == len(changed.groupby(["from_status", "to_status"], observed=True))
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
    items, statuses = load("items", folder=two_reports), load("statuses", folder=two_reports)
    for figure in (
        lambda: figures.statuses_by_chapter(items),
        lambda: figures.silence(items, items),
        lambda: figures.news(items, items),
        lambda: figures.text_against_overview(statuses),
    ):
        with pytest.raises(Refusal, match="flere rapporter"):
            figure()


def test_a_status_of_the_plans_own_has_its_own_look_and_name(one_report: Path) -> None:
    items = load("items", folder=one_report)
    words = items["status"].astype("object")
    words.iloc[0], words.iloc[2] = "Løpende", None
    scale = ["Ikke startet", "Under arbeid", "Gjennomført", "Løpende"]
    items["status"] = words.astype(pd.CategoricalDtype(scale))
    picture = figures.statuses_by_chapter(items)
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
