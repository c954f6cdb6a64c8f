"""The register: what it says, what it keeps when it is edited, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.runtime.refusal import Refusal
from pipeline.seams.register import (
    Registration,
    add_to_register,
    is_id,
    plan_ids,
    read_register,
    remove_from_register,
    require_pdfs,
    same_plan,
    terms_of_plan,
)
from pipeline.seams.terms import NO_TERMS, Terms, encoded, read_terms, terms_file
from tests.conftest import ROOT

TEXT = """\
# a remark at the top
reports:
  '2025':
    plan: Planen  # its name
    source: her
    note: der
    measures: 131
    accepted:
    - unread: tiltak-5/text/no-status
      reason: avklart
"""
WORDS = """\
plans:
  Planen (2024–2028):
    statuses: {A: Fullført, B: Under arbeid}
    labels: {Tilstand: status}
reports:
  '2025':
    plan: planen
    as_of: '2025-06-30'
    pages: {'12': one-column, '14–20': two-columns}
    statuses:
      a: Satt på vent
      'Satt på vent': Satt på vent
    columns:
      'Hva:': title
  '2026':
    plan: En annen plan
"""
DEEP = f"reports: {'[' * 3000}{']' * 3000}"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "reports.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_real_register() -> None:
    entry = read_register(ROOT / "raw" / "reports.yaml")["2025"]
    assert entry.plan.startswith("Opptrappingsplan mot vold og overgrep")
    assert "set again" in entry.note  # honest about what the file is


def test_reading(register: Path) -> None:
    entry = read_register(register)["2025"]
    assert (entry.plan, entry.measures) == ("Planen", 131)
    assert [one.unread for one in entry.accepted] == ["tiltak-5/text/no-status"]


def test_adding_and_removing_leaves_the_rest_as_it_was(register: Path) -> None:
    add_to_register(Registration("2026", "Planen æøå", "kilde", ""), register)
    assert list(read_register(register)) == ["2025", "2026"]
    assert read_register(register)["2026"].plan == "Planen æøå"
    remove_from_register("2026", register)
    assert register.read_text(encoding="utf-8") == TEXT


LONG = "set again in Word's manner because the publisher's own file could not be fetched here, " * 2
BY_HAND = f"""\
plans: {{'Plan': {{statuses: {{A: Gjennomført, B: Under arbeid, C: Ikke startet, E: Ny}}}}}}
reports:
    # the first one
    "2024": {{plan: Planen, source: '', note: '{LONG.replace("'", "''")}'}}
    '2025':   # typeset anew
        plan: Planen
        source: her
        note: {LONG}
        edition_note: |
            Filen er satt på nytt.

            Og lenkene er gjettet.

    # what follows is not yet published
    '2026':
        plan: Planen
        source: her
        note: {LONG.replace("again", "in haste")}
"""


def test_only_the_lines_of_the_entry_itself_change(register: Path) -> None:
    """Whatever others look like: with lines of any length, other quotes, indents and comments."""
    register.write_text(BY_HAND, encoding="utf-8")
    add_to_register(Registration("2027", "Planen", "", ""), register)
    assert register.read_text(encoding="utf-8") == (
        f"{BY_HAND}    '2027':\n      plan: Planen\n      source: ''\n      note: ''\n"
    )
    remove_from_register("2027", register)
    assert register.read_text(encoding="utf-8") == BY_HAND
    start, end = BY_HAND.index("    '2025'"), BY_HAND.index("\n    # what follows")
    remove_from_register("2025", register)
    assert register.read_text(encoding="utf-8") == BY_HAND[:start] + BY_HAND[end:]


def test_what_no_line_can_be_taken_from_is_written_anew(register: Path) -> None:
    register.write_text("reports: {'2025': {plan: a}, '2026': {plan: b}}\n", encoding="utf-8")
    remove_from_register("2025", register)
    assert list(read_register(register)) == ["2026"]
    text = "reports:\n  '2025': &same\n    plan: a\n  '2026': *same\n"
    register.write_text(text, encoding="utf-8")
    remove_from_register("2025", register)
    assert read_register(register)["2026"].plan == "a"
    remove_from_register("2026", register)
    assert read_register(register) == {}


def test_a_report_added_to_none_stands_on_lines_of_its_own(register: Path) -> None:
    register.write_text("# a remark\nreports: {}\n", encoding="utf-8")
    add_to_register(Registration("2026", "Planen", "", ""), register)
    assert register.read_text(encoding="utf-8") == (
        "# a remark\nreports:\n  '2026':\n    plan: Planen\n    source: ''\n    note: ''\n"
    )


def test_the_words_of_a_report_come_before_those_of_its_plan(register: Path) -> None:
    register.write_text(WORDS, encoding="utf-8")
    entries = read_register(register)
    assert entries["2025"].terms == Terms(
        statuses=(("a", "Satt på vent"), ("Satt på vent", "Satt på vent"), ("B", "Under arbeid")),
        labels=(("Tilstand", "status"),),
        columns=(("Hva", "title"),),
        as_of=date(2025, 6, 30),
        pages=((12, 12, "one-column"), (14, 20, "two-columns")),
    )
    assert entries["2026"].terms == NO_TERMS
    assert terms_of_plan("Planen", register).statuses[0] == ("A", "Gjennomført")


def test_terms_are_read_as_they_were_written(register: Path, tmp_path: Path) -> None:
    register.write_text(WORDS, encoding="utf-8")
    for entry in read_register(register).values():
        path = terms_file(tmp_path, entry.id)
        path.write_text(encoded(entry.terms), encoding="utf-8")
        assert read_terms(path) == entry.terms
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match="kan ikke leses"):
        read_terms(path)


def test_a_register_beside_which_no_dvc_stands_may_have_a_date_without_quotes(
    register: Path,
) -> None:
    register.write_text("reports:\n  '1': {plan: x, as_of: 2026-06-30}\n", encoding="utf-8")
    assert read_register(register)["1"].terms.as_of == date(2026, 6, 30)


REFUSED = [
    ("reports: [", "ikke gyldig YAML, linje 1"),
    (DEEP, "klammer eller innrykk går for dypt"),
    ("", "ingen «reports:»"),
    ("rapporter: {}", "ingen «reports:»"),
    ("reports: {}\nreport: {}", "«report» er ukjent her"),
    ("reports:", "«reports:» er tom.*«reports: {}»"),
    ("reports: 3", "«reports:» er et tall"),
    ("reports: ['2025']", "«reports:» er en liste"),
    ("reports: !!python/object/apply:os.system ['true']", "ikke gyldig YAML"),
    ("reports:\n  '1': {plan: x}\n  '1': {plan: y}\n", "linje 3: det samme står to ganger"),
    # ids
    ("reports:\n  2026: {plan: x}\n", "id-en 2026 står uten anførselstegn.*Ventet: '2026':"),
    ("reports:\n  1: {plan: x}\n  '1': {plan: x}\n", "id-en 1 står uten anførselstegn"),
    ("reports:\n  2026-02-03: {plan: x}\n", "er den en dato.*Ventet: '2026-02-03':"),
    ("reports:\n  true: {plan: x}\n", "er den sant eller usant"),
    ("reports:\n  ../../victim: {plan: x}\n", "«../../victim» kan ikke være en rapport-id"),
    ("reports:\n  2025; touch X: {plan: x}\n", "«2025; touch X» kan ikke være"),
    ("reports:\n  $(touch X): {plan: x}\n", "kan ikke være en rapport-id"),
    ("reports:\n  20 26: {plan: x}\n", "«20 26» kan ikke være"),
    ("reports:\n  nul: {plan: x}\n", "«nul» kan ikke være.*Windows"),
    ("reports:\n  '': {plan: x}\n", "«» kan ikke være"),
    ('reports:\n  "\\e[31m": {plan: x}\n', "«�\\[31m» kan ikke være"),
    # what stands under an id
    ("reports:\n  '1': x\n", "«1» er tekst, ikke felter"),
    ("reports:\n  '1':\n    source: x\n", "«1» mangler «plan»"),
    ("reports:\n  '1': {plan: ' '}\n", "«1» mangler «plan»"),
    ("reports:\n  '1': {plan: [x]}\n", "«plan» for rapporten «1» leses som en liste"),
    ("reports:\n  '1': {plan: 2025}\n", "leses som et tall.*anførselstegn.*«plan:»"),
    ("reports:\n  '1': {plan: x, note: 2026-01-01}\n", "«note».*leses som en dato"),
    ("reports:\n  '1': {plan: x, mesures: 131}\n", "felt som ikke finnes: «mesures».*measures"),
    ("reports:\n  '1':\n    plan: x\n    measures: mange\n", "ikke et helt tall"),
    ("reports:\n  '1':\n    plan: x\n    measures: true\n", "ikke et helt tall"),
    ("reports:\n  '1':\n    plan: x\n    accepted: ja\n", "«accepted».*ikke en liste"),
    ("reports:\n  '1':\n    plan: x\n    accepted: [y]\n", "«accepted».*er tekst"),
    ("reports:\n  '1':\n    plan: x\n    accepted: [{unread: y}]\n", "«reason»"),
    ("reports:\n  '1': {plan: x, accepted: [{unread: 2, reason: y}]}\n", "«unread».*et tall"),
    ("reports:\n  '1':\n    plan: x\n    as_of: 2026-02-30\n", "umulig dato"),
    # words and dates
    ("reports: {}\nplans: [x]", "«plans:» er en liste"),
    ("reports: {}\nplans: {x: y}", "planen «x» under «plans:»"),
    ("reports: {}\nplans: {x: {note: y}}", "planen «x» har et felt.*«note».*statuses, labels"),
    ("reports:\n  '1': {plan: x, statuses: [A]}\n", "«statuses».*en liste.*A: Gjennomført"),
    ("reports:\n  '1': {plan: x, statuses: {1: Gjennomført}}\n", "leses som et tall.*anførsels"),
    ("reports:\n  '1': {plan: x, statuses: {A: }}\n", "«A» uten ord eller uten betydning"),
    ("reports:\n  '1': {plan: x, statuses: {A: [B]}}\n", "leses som en liste"),
    (
        "reports:\n  '1': {plan: x, statuses: {A: Gjenomført}}\n",
        "«Gjenomført», som ingen ordliste har.*Ikke startet.*«Gjenomført: Gjenomført»",
    ),
    ("reports:\n  '1': {plan: x, labels: {A: tittel}}\n", "«tittel».*status, ministries"),
    ("reports:\n  '1': {plan: x, columns: {A: mark}}\n", "«mark».*number, title, status"),
    ("reports:\n  '1': {plan: x, as_of: juni}\n", "«juni», som ikke er en dato.*2026-06-30"),
    ("reports:\n  '1': {plan: x, pages: [1]}\n", "«pages» for rapporten «1» er en liste"),
    ("reports:\n  '1': {plan: x, pages: {'3-2': one-column}}\n", "«3-2: one-column» .* kan ikke"),
    ("reports:\n  '1': {plan: x, pages: {'3': tre}}\n", "«3: tre» .*two-columns"),
    ("reports:\n  '1': {plan: x, as_of: 2026}\n", "«2026», som ikke er en dato"),
    ("reports:\n  2026-02-30:\n    plan: x\n", "umulig dato"),
    ("reports: &a\n  '1': *a\n", "felt som ikke finnes: «1»"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refusals(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "reports.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=f"(?s){message}") as refused:
        read_register(path)
    assert refused.value.advice


def test_a_register_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="registeret finnes ikke"):
        read_register(tmp_path / "reports.yaml")
    with pytest.raises(Refusal, match="kan ikke leses"):
        read_register(tmp_path)
    (tmp_path / "reports.yaml").write_bytes(b"reports: {}  # p\xe5\n")
    with pytest.raises(Refusal, match="ikke tekst i UTF-8"):
        read_register(tmp_path / "reports.yaml")


@given(st.text("rePotsaln12:{}[]'\" \n-#&*!?|>%", max_size=60).map("reports:".__add__))
@example(DEEP)
@example("reports: {1" + "0" * 5000 + ": {plan: x}}")
def test_whatever_is_written_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        assert all(map(is_id, read_register(path)))
    except Refusal as refused:
        assert refused.found


def test_a_report_without_its_pdf_is_named(register: Path) -> None:
    with pytest.raises(Refusal, match=r"2025\.pdf: filen finnes ikke.*«2025»"):
        require_pdfs(read_register(register), register)
    register.with_name("2025.pdf").touch()
    require_pdfs(read_register(register), register)


@pytest.mark.parametrize("text", ["2025", "2026-juni", "a", "console", "com10", "nul-1"])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "a/b",
        "A",
        "-a",
        "å",
        "a.b",
        "a b",
        "a" * 60,
        "con\n",
        "con",
        "nul",
        "com1",
        "lpt9",
    ],
)
def test_no_ids(text: str) -> None:
    assert not is_id(text)


PLAN = "Opptrappingsplan mot vold i nære relasjoner (2024–2028)"


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([PLAN], ["opptrappingsplan-mot-vold-i-naere-relasjoner-2024-2028"]),
        ([PLAN, PLAN], ["opptrappingsplan-mot-vold-i-naere-relasjoner-2024-2028"]),
        (["Plan A", "plan a", "Plan «A»"], ["plan-a", "plan-a-2", "plan-a-3"]),
        (["Plan a-2", "Plan A", "PLAN A"], ["plan-a-2", "plan-a", "plan-a-3"]),
        (["Ny\u00adnorsk — Čáhcesuolu"], ["nynorsk-cahcesuolu"]),
        (["Con", "…"], ["con-2", "plan"]),
        (["ord " * 40], ["-".join(["ord"] * 20)]),
        (["x" * 200], ["x" * 80]),
    ],
)
def test_plans_have_ids_that_can_be_paths(plans: list[str], expected: list[str]) -> None:
    assert list(plan_ids(plans).values()) == expected


@pytest.mark.parametrize(
    ("named", "same"),
    [
        (PLAN, True),
        ("OPPTRAPPINGSPLAN MOT VOLD I NÆRE RELASJONER 2024-2028", True),
        ("Opptrappingsplan mot vold i nære relasjoner", True),  # a cover without the years
        ("Opptrappingsplan mot vold i nære relasjoner (2014–2017)", False),
        ("Opptrappingsplan mot vold (2024–2028)", False),
    ],
)
def test_a_plan_is_the_same_up_to_typography(named: str, same: bool) -> None:
    assert same_plan(named, ["Annen plan", PLAN]) == (PLAN if same else None)


def test_a_name_without_years_is_none_of_two_plans() -> None:
    plans = [PLAN, PLAN.replace("2024–2028", "2014–2017")]
    assert same_plan("Opptrappingsplan mot vold i nære relasjoner", plans) is None
    assert same_plan(plans[1], plans) == plans[1]
