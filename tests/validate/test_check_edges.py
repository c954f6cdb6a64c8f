"""Edges of the checks that no other test would notice, found by changing the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from pipeline.seams.tables import Measure
from pipeline.validate.identity import matches
from pipeline.validate.rules import rules_against
from pipeline.validate.rules.repeated import HOLDERS, same_text
from pipeline.validate.rules.rule import apply
from pipeline.validate.transitions import transitions
from tests.conftest import Run
from tests.factory import Knobs, typeset
from tests.factory.edition import Block
from tests.factory.plans import a_plan


def test_another_number_and_nearly_the_same_title(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """It is the same measure: it has not gone, and nothing has come."""
    old = replace(a_plan(), as_of="juni 2025")
    title = next(m.title for m in old.measures if m.item_id == "tiltak-24")
    new = replace(old, as_of="juni 2026").with_measure("tiltak-24", number=25, title=f"{title} nå")
    reports = []
    for edition, report_id in ((old, "2025"), (new, "2026")):
        pdf = tmp_path / f"{report_id}.pdf"
        pdf.write_bytes(typeset(edition, Knobs(), "typst"))
        reports.append(run(pdf, report_id).tables)
    pairs = {
        match.before.item_id: match.after.item_id
        for match in matches(*reports)
        if match.before is not None and match.after is not None
    }
    assert pairs["tiltak-24"] == "tiltak-25"
    assert len(pairs) == len(old.measures)
    assert {row.change for row in transitions(reports)} == {"unchanged"}
    rules = {finding.rule for finding in apply(rules_against(reports[0]), reports[1])[1]}
    assert "title-changed" in rules
    assert not rules & {"measure-removed", "measure-added"}


@pytest.mark.parametrize(("stated", "outcome"), [(0, "agree"), (1, "differ")])
def test_a_count_in_a_chapter_is_of_that_chapter(
    run: Callable[[Path, str], Run], tmp_path: Path, stated: int, outcome: str
) -> None:
    plan = a_plan()
    chapter = plan.chapters[1]
    count = sum(measure.kind == "tiltak" for measure in chapter.measures)
    text = f"De {count + stated} tiltakene i dette kapittelet følges opp hvert år."
    counted = replace(chapter, introduction=(Block((text,)),))
    edition = replace(plan, chapters=(plan.chapters[0], counted, *plan.chapters[2:]))
    (tmp_path / "a.pdf").write_bytes(typeset(edition, Knobs(), "typst"))
    compared, found = run(tmp_path / "a.pdf", "2025").compared()
    rows = [
        (row.scope, row.outcome, row.right_value)
        for row in compared
        if row.rule == "count-stated" and row.scope == "chapter-2"
    ]
    assert rows == [("chapter-2", outcome, str(count))]
    assert ("count-stated" in {finding.rule for finding in found}) == (outcome == "differ")


def test_a_reference_is_compared_with_the_title_in_the_text(june_2025: Run) -> None:
    """Also where the overview prints another one (measure 7 has a full stop there)."""
    compared, _ = june_2025.compared()
    titles = {f"measures:{m.id}": m.title for m in june_2025.tables.measures}
    seven = [
        row
        for row in compared
        if (row.rule, row.right_ref) == ("reference-resolves", "measures:tiltak-7")
    ]
    assert {row.scope for row in seven} == {"tiltak-6", "tiltak-59"}
    assert all(row.right_value == titles["measures:tiltak-7"] for row in seven)


def test_what_is_missing_leaves_its_own_side_empty(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """The text stands on the left, the overview on the right, whichever of them has nothing."""
    plan = a_plan().with_measure("tiltak-17", overview=()).with_measure("tiltak-9", in_text=False)
    (tmp_path / "a.pdf").write_bytes(typeset(plan, Knobs(), "typst"))
    _, found = run(tmp_path / "a.pdf", "2025").compared()
    sides = {
        f.rule: (f.scope, f.left_source, f.left_page is None, f.right_source, f.right_page is None)
        for f in found
        if f.rule.startswith("missing-in-")
    }
    assert sides == {
        "missing-in-overview": ("tiltak-17", "text", False, "overview", True),
        "missing-in-text": ("tiltak-9", "text", True, "overview", False),
    }


def test_an_overview_without_lines_is_not_compared_with_what_the_second_method_missed(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """It looks for ruling lines: where none are drawn, it has not read otherwise, but nothing."""
    (tmp_path / "a.pdf").write_bytes(typeset(a_plan(), Knobs(rules="none"), "typst"))
    compared, found = run(tmp_path / "a.pdf", "2025").compared()
    outcomes = {row.outcome for row in compared if row.rule == "overview-readings-differ"}
    assert outcomes == {"not-comparable"}
    assert "overview-readings-differ" not in {finding.rule for finding in found}


def test_each_ministry_that_cannot_be_meant_says_why(
    run: Callable[[Path, str], Run], tmp_path: Path
) -> None:
    """Also one that stands twice in a list: each has a finding and a key of its own."""
    plan = a_plan().with_measure("tiltak-13", ministries="ASD, XYZ, XYZ")
    (tmp_path / "a.pdf").write_bytes(typeset(plan, Knobs(), "typst"))
    compared, found = run(tmp_path / "a.pdf", "2025").compared()
    messages = [f.message for f in found if f.rule == "unknown-ministry" and "teksten" in f.message]
    assert sorted(message.split(" er oppgitt")[0] for message in messages) == [
        "«ASD»", "«XYZ»", "«XYZ»",
    ]  # fmt: skip
    for message in messages:
        past = "var ikke et departement på det tidspunktet rapporten gjelder for" in message
        assert past == message.startswith("«ASD»")
    assert len({row.id for row in compared}) == len(compared)
    assert len({row.id for row in found}) == len(found)


def test_of_texts_that_are_as_much_alike_the_first_is_named(june_2025: Run) -> None:
    """A narrative that has four others in it: the same one from run to run."""
    measures = june_2025.tables.rows(Measure)
    *others, last = [measure for measure in measures if measure.narrative][-5:]
    texts = {
        other.id: " ".join(f"{name}{word}" for word in range(60))
        for name, other in zip("abcd", others, strict=True)
    }
    texts[last.id] = " ".join(texts.values())
    rows = [structs.replace(m, narrative=texts.get(m.id, m.narrative)) for m in measures]
    compared, _ = apply([same_text], june_2025.tables.corrected({Measure: rows}))
    (found,) = [row for row in compared if row.scope == last.id]
    assert (found.outcome, found.left_ref) == ("differ", f"measures:{others[0].id}")


def test_a_text_that_many_have_is_found_at_each(june_2025: Run) -> None:
    """Only a few holders of each run of words are remembered, and that is enough."""
    measures = [measure for measure in june_2025.tables.rows(Measure) if measure.narrative]
    first, *copies = measures[-2 * HOLDERS :]
    words = [f"ord{number}" for number in range(60)]
    texts = {m.id: " ".join([*words, f"nr{m.id}"]) for m in (first, *copies)}
    rows = [structs.replace(m, narrative=texts.get(m.id, m.narrative)) for m in measures]
    _, found = apply([same_text], june_2025.tables.corrected({Measure: rows}))
    (finding,) = [row for row in found if row.scope == copies[0].id]
    assert finding.left_ref == f"measures:{first.id}"
    assert finding.related_item_ids == "; ".join(m.id for m in (first, *copies[1:]))


def test_the_text_that_is_most_alike_is_named(june_2025: Run) -> None:
    """Though an earlier one is nearly the same, and though the later has half as much again."""
    measures = june_2025.tables.rows(Measure)
    near, same, last = [measure for measure in measures if measure.narrative][-3:]
    words = [f"ord{number}" for number in range(90)]
    texts = {
        near.id: " ".join([*words[30:87], "noe", "helt", "annet"]),
        same.id: " ".join(words[:60]),
        last.id: " ".join(words),
    }
    rows = [structs.replace(m, narrative=texts.get(m.id, m.narrative)) for m in measures]
    compared, found = apply([same_text], june_2025.tables.corrected({Measure: rows}))
    (row,) = [row for row in compared if row.scope == last.id]
    assert (row.outcome, row.left_ref) == ("differ", f"measures:{same.id}")
    (told,) = [finding.message for finding in found if finding.scope == last.id]
    assert told.startswith("Nesten hele teksten i ")
    assert not [finding for finding in found if finding.scope in (near.id, same.id)]


def test_texts_that_are_alike_one_by_one_share_a_finding(june_2025: Run) -> None:
    """The second is nearly the first, and the third has the second in it."""
    measures = june_2025.tables.rows(Measure)
    near, same, last = [measure for measure in measures if measure.narrative][-3:]
    words = [f"ord{number}" for number in range(60)]
    texts = {
        near.id: " ".join([*words[:57], "noe", "helt", "annet"]),
        same.id: " ".join(words),
        last.id: " ".join([*words, *(f"mer{number}" for number in range(30))]),
    }
    rows = [structs.replace(m, narrative=texts.get(m.id, m.narrative)) for m in measures]
    _, found = apply([same_text], june_2025.tables.corrected({Measure: rows}))
    (told,) = [f for f in found if f.scope in (near.id, same.id, last.id)]
    assert (told.scope, told.left_ref) == (same.id, f"measures:{near.id}")
    assert told.related_item_ids == f"{near.id}; {last.id}"
    assert "har nesten samme tekst" in told.message
