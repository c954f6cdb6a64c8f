"""From one report to the next: planted changes are found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import TABLES, Finding
from pipeline.validate.chains import successive
from pipeline.validate.identity import matches
from pipeline.validate.overrides import overridden
from pipeline.validate.reviews import Verdict
from pipeline.validate.rules import rules, rules_against
from pipeline.validate.rules.editions import corrections_not_made
from pipeline.validate.rules.rule import apply
from pipeline.validate.tables import ReportTables
from pipeline.validate.transitions import change_of, transitions
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block, Edition, Measure, OverviewRow
from tests.planted import CHANGES, after, before

Make = Callable[[Edition, str], ReportTables]


@pytest.fixture(scope="module")
def make(run: Callable[[Path, str], Run], tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Typeset and read an edition. Most tests want the same one as the earlier: it is read once."""

    @cache
    def typeset_and_run(edition: Edition, report_id: str) -> ReportTables:
        pdf = tmp_path_factory.mktemp("edition") / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        return run(pdf, report_id).tables

    return typeset_and_run


def found(earlier: ReportTables, later: ReportTables) -> set[tuple[str, str]]:
    findings = apply(rules_against(earlier), later)[1]
    return {(finding.rule, finding.scope) for finding in findings}


def test_the_same_plan_a_year_later(make: Make) -> None:
    earlier, later = make(before(), "2025"), make(after(), "2026")
    assert found(earlier, later) <= {("milestone-overdue", m.id) for m in later.measures}
    rows = transitions([later, earlier])  # registered in any order
    assert {(row.from_report, row.to_report) for row in rows} == {("2025", "2026")}
    assert {row.change for row in rows} == {"unchanged"}
    assert len(rows) == len(earlier.measures)


@pytest.mark.parametrize(("change", "expected", "moves"), CHANGES)
def test_planted_changes(
    make: Make,
    change: Callable[[Edition], Edition],
    expected: set[tuple[str, str]],
    moves: dict[str, str],
) -> None:
    earlier, later = make(before(), "2025"), make(change(after()), "2026")
    new = {one for one in found(earlier, later) if one[0] != "milestone-overdue"}
    assert new == expected
    changes = {row.item_id: row.change for row in transitions([earlier, later])}
    for item_id, moved in moves.items():
        assert changes[item_id] == moved


def test_a_measure_put_in_first_moves_the_rest_and_none_is_mistaken(make: Make) -> None:
    """All numbers change, and neighbours have titles of one pattern."""
    places = ("Oslo", "Bergen", "Trondheim", "Stavanger", "Tromsø")
    measures = [
        Measure(n, f"Styrke barnehuset i {place}", "JD", "Under arbeid")
        for n, place in enumerate(places, start=1)
    ]
    new = Measure(1, "Styrke barnehuset i Bodø", "JD", "Ikke startet")
    moved = [replace(m, number=m.number + 1) for m in measures]
    chapter = before().chapters[0]
    earlier = replace(before(), chapters=(replace(chapter, measures=tuple(measures)),))
    later = replace(after(), chapters=(replace(chapter, measures=(new, *moved)),))
    rows = matches(make(earlier, "2025"), make(later, "2026"))
    pairs = {
        row.after.item_id: row.before and row.before.item_id
        for row in rows
        if row.after is not None
    }
    assert pairs == {"tiltak-1": None} | {f"tiltak-{n + 1}": f"tiltak-{n}" for n in range(1, 6)}


def test_two_that_swapped_numbers(make: Make) -> None:
    titles = {m.item_id: m.title for m in before().measures}
    later = (
        after()
        .with_measure("tiltak-3", title=titles["tiltak-4"])
        .with_measure("tiltak-4", title=titles["tiltak-3"])
    )
    pairs = {
        row.after.item_id: row.before.item_id
        for row in matches(make(before(), "2025"), make(later, "2026"))
        if row.before is not None and row.after is not None
    }
    assert (pairs["tiltak-3"], pairs["tiltak-4"]) == ("tiltak-4", "tiltak-3")
    assert len(pairs) == len(titles)


def findings_of(earlier: ReportTables, later: ReportTables) -> dict[tuple[str, str], Finding]:
    findings = apply(rules_against(earlier), later)[1]
    return {(finding.rule, finding.scope): finding for finding in findings}


def test_where_a_removed_measure_went_is_told(make: Make) -> None:
    told = "Tiltaket er, jf. Prop. 36 S (2023–2024), slått sammen med tiltak 24."
    later = after().without_measure("tiltak-24")
    with_word = later.with_measure("tiltak-15", narrative=(Block((told,)),))
    without = later.with_measure("tiltak-15", narrative=(Block(("Se også tiltak 24.",)),))
    earlier = make(before(), "2025")
    for edition, value in ((with_word, told), (without, None)):
        finding = findings_of(earlier, make(edition, "2026"))["measure-removed", "tiltak-24"]
        assert finding.right_value == value
        assert finding.left_source == "2025"
        assert finding.left_ref == "measures:tiltak-24"
        assert f"(s. {finding.left_page} der)" in finding.message
        assert (told in finding.message) == (value is not None)
        assert finding.page == (finding.right_page or 1)  # a page of this report


def test_rows_across_reports_have_keys_of_their_own(make: Make) -> None:
    """Also where a number went to something else, and its own measure is gone."""
    other = after().with_measure(
        "tiltak-24", title="Kjøpe inn nye biler til etaten", overview=(OverviewRow(),)
    )
    comparisons, findings = apply(rules_against(make(before(), "2025")), make(other, "2026"))
    for rows in (comparisons, findings):
        assert len({row.id for row in rows}) == len(rows)


def test_refs_and_pages_are_of_the_report_that_the_source_names(make: Make) -> None:
    reports = {"2025": make(before(), "2025"), "2026": make(after(), "2026")}
    comparisons = apply(rules_against(reports["2025"]), reports["2026"])[0]
    assert {row.left_source for row in comparisons} == {"2025"}
    assert {row.right_source for row in comparisons} == {"2026"}
    for row in comparisons:
        for source, ref, page in (
            (row.left_source, row.left_ref, row.left_page),
            (row.right_source, row.right_ref, row.right_page),
        ):
            table, own_id = (ref or "").split(":")
            record = TABLES[table]
            (found,) = (own for own in reports[source or ""].rows(record) if own.id == own_id)
            assert found.page == page


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("Under arbeid", "Gjennomført", "advanced"),
        ("Gjennomført", "Ikke startet", "regressed"),
        ("Løpende", "Løpende", "unchanged"),
        ("Løpende", "Gjennomført", None),
        (None, None, None),  # two words that nobody knows need not be the same
        (None, "Gjennomført", None),
    ],
)
def test_change_of(before: str | None, after: str | None, change: str | None) -> None:
    assert change_of(before, after) == change


def test_two_reports_in_a_year_and_a_corrected_one(make: Make) -> None:
    """June, June corrected, November: each is compared with the one before it in time."""
    june, again = make(before(), "2025"), make(before(), "2025-rettet")
    november = make(replace(before(), as_of="november 2025"), "2025-november")
    pairs = [(a.report_id, b.report_id) for a, b in successive([november, june, again])]
    assert pairs == [("2025", "2025-rettet"), ("2025-rettet", "2025-november")]


def test_matches_are_one_to_one(june_2025: Run, june_2026: Run) -> None:
    found = matches(june_2025.tables, june_2026.tables)
    assert len(found) == 131
    assert all(m.before and m.after and m.before.item_id == m.after.item_id for m in found)


# --- parts, wholes, replacements, and what a researcher knows -----------------------------------

PART = (
    "Politidirektoratet utvikler et kurs for etterforskere i alle landets politidistrikter, og "
    "kurset prøves ut i tre distrikter før det tas i bruk i hele landet av alle som trenger det."
)
OTHER_PART = (
    "Helsedirektoratet utvikler en samtaleguide for fastleger og legevakter som møter pasienter "
    "som kan ha vært utsatt for vold, og guiden oversettes til engelsk, polsk og arabisk samtidig."
)


def relations(earlier: ReportTables, later: ReportTables) -> dict[str, str]:
    return {row.id: row.relation for row in transitions([earlier, later]) if row.relation != "same"}


def test_two_that_became_one(make: Make) -> None:
    """By their text, though the later report does not say so."""
    earlier = (
        before()
        .with_measure("tiltak-15", narrative=(Block((PART,)),))
        .with_measure("tiltak-24", narrative=(Block((OTHER_PART,)),))
    )
    whole = (
        after()
        .without_measure("tiltak-24")
        .with_measure("tiltak-15", narrative=(Block((PART,)), Block((OTHER_PART,))))
    )
    reports = make(earlier, "2025"), make(whole, "2026")
    assert relations(*reports) == {
        "tiltak-15>tiltak-15": "merged",
        "tiltak-24>tiltak-15": "merged",
    }
    finding = findings_of(*reports)["measure-removed", "tiltak-24"]
    assert finding.message.endswith("100 prosent av omtalen står i tiltak 15.")


def test_one_that_took_the_place_of_another(make: Make) -> None:
    text = "Tiltaket erstatter tiltak 24, som ble avsluttet i 2025."
    later = after().without_measure("tiltak-24")
    later = later.with_measure("tiltak-15", narrative=(Block((text,)),))
    earlier = make(before(), "2025")
    rows = {row.id: row for row in transitions([earlier, make(later, "2026")])}
    assert rows["tiltak-24>tiltak-15"].relation == "replaced"
    assert rows["tiltak-24>tiltak-15"].evidence == f"Rapporten skriver: «{text}»"


OVERRIDES = "from_report,from_item,to_report,to_item,relation,reason,by\n"


def test_a_researcher_knows_better(make: Make, tmp_path: Path) -> None:
    other = after().with_measure(
        "tiltak-24", title="Kjøpe inn nye biler til etaten", overview=(OverviewRow(),)
    )
    reports = [make(before(), "2025"), make(other, "2026")]
    assert relations(*reports) == {"tiltak-24>": "removed", ">tiltak-24": "added"}
    path = tmp_path / "transitions.csv"
    row = "2025,tiltak-24,2026,tiltak-24,same,Ny tittel på samme tiltak,Kari Nordmann\n"
    for text in (OVERRIDES + row, (OVERRIDES + row).replace(",", ";")):
        path.write_text(text, encoding="utf-8-sig")
        known = overridden(reports, path)
        assert relations(known[0], known[1]) == {}
        (kept,) = [t for t in transitions(known) if t.item_id == "tiltak-24"]
        assert kept.evidence == "Bestemt for hånd: Ny tittel på samme tiltak (Kari Nordmann)."


FAULTS = [
    ("2025,tiltak-99,2026,tiltak-24,same,Fordi,K", "«tiltak-99» finnes ikke i rapporten 2025"),
    ("2024,tiltak-24,2026,tiltak-24,same,Fordi,K", "2024 og 2026 følger ikke på hverandre"),
    ("2025,tiltak-24,2026,tiltak-24,like,Fordi,K", "«like» er ingen sammenheng"),
    ("2025,tiltak-24,2026,tiltak-24,same,,K", "«reason» er tom"),
    ("2025,tiltak-24,2026", "ikke like mange felt"),
]


@pytest.mark.parametrize(("row", "message"), FAULTS)
def test_what_cannot_be_is_refused(make: Make, tmp_path: Path, row: str, message: str) -> None:
    reports = [make(before(), "2025"), make(after(), "2026")]
    path = tmp_path / "transitions.csv"
    path.write_text(f"{OVERRIDES}{row}\n", encoding="utf-8")
    with pytest.raises(Refusal, match=message) as refusal:
        overridden(reports, path)
    assert "linje 2" in str(refusal.value)
    path.write_text(f"rapport,tiltak\n{row}\n", encoding="utf-8")
    with pytest.raises(Refusal, match="første linje"):
        overridden(reports, path)


# --- two editions for one month ------------------------------------------------------------------


def test_what_a_corrected_edition_says_otherwise(make: Make) -> None:
    corrected = before().with_measure("tiltak-3", status="Gjennomført")
    corrected = corrected.with_measure("tiltak-15", title="Styrke Statens barnehus videre")
    first, again = make(before(), "2025"), make(corrected, "2025-rettet")
    found = {(rule, scope): finding for (rule, scope), finding in findings_of(first, again).items()}
    assert {rule for rule, _ in found} == {"edition-changed"}  # nothing has regressed or passed
    findings = apply(rules_against(first), again)[1]
    said = {finding.message for finding in findings}
    page = next(f.page for f in findings if f.scope == "tiltak-3")
    assert (
        f"Statusen i teksten for tiltak 3 er «Gjennomført» (s. {page}); i utgaven 2025 stod det "
        f"«Under arbeid» (s. {page} der)."
    ) in said
    assert len([f for f in findings if f.scope == "tiltak-3"]) == 2  # in text and overview
    assert len([f for f in findings if f.scope == "tiltak-15"]) == 1


def test_whether_the_publisher_corrected_it(make: Make) -> None:
    wrong = before().with_measure("tiltak-8", overview=(OverviewRow(status="Gjennomført"),))
    first, still, mended = make(wrong, "2025"), make(wrong, "2025-b"), make(before(), "2025-c")
    rule = "status-text-vs-overview"
    (finding,) = [f for f in apply(rules(), first)[1] if f.rule == rule]
    verdict = Verdict(
        finding.id, finding.report_id, finding.rule, finding.scope, finding.left_value,
        finding.right_value, "rettet av utgiver", "K. Nordmann", date(2026, 11, 26), "Meldt",
    )  # fmt: skip
    for later, outcome in ((still, "differ"), (mended, "agree")):
        findings = apply(rules(), later)[1]
        checked = corrections_not_made([verdict], first, findings)
        (compared,), told = apply([checked], later)
        assert (compared.rule, compared.outcome) == ("correction-not-made", outcome)
        assert [row.severity for row in told] == (["warning"] if outcome == "differ" else [])
