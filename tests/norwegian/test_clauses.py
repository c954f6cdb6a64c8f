"""Clauses: where they begin, and what each tells of work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from pipeline.norwegian.clauses import TELLING, clauses
from pipeline.norwegian.stems import same_stem, stems_of
from pipeline.norwegian.verbs import verb_forms
from pipeline.norwegian.vocabulary import vocabulary

AS_OF = date(2025, 6, 30)
Row = Mapping[str, str]

PHASES = [  # text, the phases of its clauses, why
    ("Rapporten ble levert i mai.", ["done"], "passive"),
    ("Direktoratet har levert rapporten.", ["done"], "perfect"),
    ("Direktoratet leverte rapporten i mai.", ["done"], "past"),
    ("Rapporten leveres i september.", ["announced"], "present, at a date to come"),
    ("Rapporten leveres først til høsten.", ["announced"], "present, at a time to come in words"),
    ("Rapporten skal leveres.", ["announced"], "modal"),
    ("Rapporten skulle ha vært levert i 2024.", [None], "a plan of the past"),
    ("Rapporten var ventet i 2024.", [None], "likewise"),
    ("Rapporten er ventet i 2026.", ["announced"], "planned"),
    ("Rapporten er ikke levert.", ["undone"], "negated"),
    ("Ingen av rapportene er levert.", ["undone"], "negated by the subject"),
    ("Rapporten er ikke bare levert.", ["done"], "«ikke bare» negates nothing"),
    ("Rapporten ble levert i mai og ikke i juni.", ["done"], "a negation behind the verb"),
    ("Tre av ni rapporter er levert.", ["part"], "a part"),
    ("70 prosent av kommunene har levert rapporten.", ["part"], "a part"),
    ("De to siste er levert.", ["done"], "the last ones"),
    ("Alle de ni rapportene er levert.", ["done"], "all"),
    ("Veilederen er levert, trykt og tatt i bruk.", ["done"], "one verb for all participles"),
    (
        "Veilederen er utformet, men ennå ikke vedtatt.",
        ["done", "undone"],
        "the auxiliary is left out",
    ),
    ("Arbeidet har startet.", ["begun"], "begun"),
    ("Arbeidet har ikke startet.", ["not-begun"], "not begun"),
    ("Det er ikke aktuelt å starte arbeidet.", ["not-begun"], "nor here"),
    ("Arbeidet starter i 2026.", ["to-begin"], "its beginning is announced"),
    ("Det er planlagt oppstart i 2026.", ["to-begin"], "likewise, as a noun"),
    ("Arbeidet pågår.", ["ongoing"], "in progress"),
    ("Verktøyet er under utprøving.", ["ongoing"], "a state"),
    ("Arbeidet er i gang.", ["ongoing"], "likewise"),
    ("Arbeidet er ikke i gang.", ["not-begun"], "negated"),
    ("Ordningen er på plass.", ["done"], "a state"),
    ("Ordningen skal være på plass i 2026.", ["announced"], "a state to come"),
    ("Arbeidet er utsatt til 2027.", ["not-begun"], "held back"),
    ("Barn er utsatt for vold.", [None], "another meaning of the word"),
    ("Arbeidsgruppen har fått utsatt frist.", ["remains"], "late"),
    ("Det gjenstår å etablere tilbudet.", ["remains"], "something is left"),
    ("Det gjenstår ikke noe arbeid.", ["closed"], "nothing is left"),
    ("Arbeidet er avsluttet.", ["closed"], "over"),
    ("Det vurderes om loven skal endres.", ["considered"], "considered"),
    ("Ordningen skal evalueres.", ["announced"], "what it is worth is for the caller to judge"),
    ("Dette vil styrke samarbeidet.", [None], "an effect"),
    (
        "Midlene er lyst ut, med forventet kontrakt i april 2026.",
        ["announced"],
        "a planned thing beside what is told",
    ),
    ("Tiltaket er lagt på is inntil videre.", ["not-begun"], "a phrase"),
    ("Utgreiinga vart levert i mai.", ["done"], "nynorsk"),
    ("Utgreiinga er ikkje sett i gang.", ["not-begun"], "nynorsk"),
    ("Arbeidet tok til i januar.", ["begun"], "nynorsk, a verb with its particle"),
    ("Reglane tok til å gjelde i januar.", ["done"], "nynorsk, a longer particle"),
    ("Utstyret blir levert i september.", ["announced"], "nynorsk"),
    ("Det står att å lage ein plan.", ["remains"], "nynorsk"),
    ("Ti av kommunene er kartlagt.", ["part"], "a part of what is not counted"),
    ("Om lag 9 000 av 14 000 band er digitalisert.", ["part"], "numbers with spaces"),
    ("De første 50 lovene er oversatt.", ["part"], "the first of them"),
    ("Opplæringa er gitt ved 22 mottak, mot planlagde 41.", ["part"], "fewer than planned"),
    ("Ventetiden er redusert med 15 prosent.", ["done"], "by so much, not so much of it"),
    ("Til no har tilsette ved mottaket fått opplæring.", ["acted"], "staff, not a participle"),
    ("Arbeidet er flyttet til 2026.", ["not-begun"], "to a year to come, not to a town"),
    ("Arkivet er flyttet til Hamar.", ["done"], "to a town"),
    ("Matsvinnet er fortsatt høyere enn målet.", [None], "a state of the world"),
    ("Det er ikke planlagt videre arbeid.", [None], "nothing more is planned"),
    ("Alle deler av tiltaket er fulgt opp.", ["closed"], "the whole of it"),
]


@pytest.mark.parametrize(("text", "phases", "why"), PHASES, ids=[text for text, _, _ in PHASES])
def test_phases(text: str, phases: list[str | None], why: str) -> None:
    assert [clause.phase for clause in clauses(text, AS_OF)] == phases, why


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "Rapporten ble levert i mai, og arbeidet fortsetter.",
            ["Rapporten ble levert i mai", "og arbeidet fortsetter"],
        ),
        (
            "Rapporten, som kom i mai, er god.",
            ["Rapporten", "som kom i mai", "er god"],
        ),
        (
            "Barn og unge som er utsatt for vold har fått hjelp.",
            ["Barn og unge", "som er utsatt for vold", "har fått hjelp"],
        ),
        ("Som fagmyndighet driver direktoratet et kurs.", None),
        ("Direktoratet har, sammen med politiet, laget et kurs.", None),
        ("Det er laget informasjon for utsatte og utøvere tilpasset næringen.", None),
    ],
)
def test_where_clauses_begin(text: str, pieces: list[str] | None) -> None:
    found = [text[clause.start : clause.end].strip(" ,") for clause in clauses(text, AS_OF)]
    assert found == (pieces or [text.strip(".")])


def test_a_subject_that_is_left_out_is_that_of_the_clause_before() -> None:
    last = clauses("Strukturen ble etablert i mai og er nå i drift. Den virker.", AS_OF)[-1]
    assert "strukturen" in last.core


def test_text_without_clauses() -> None:
    assert clauses("", AS_OF) == []
    assert [clause.phase for clause in clauses("(…) 1) ; «»", AS_OF)] == [None]
    assert [clause.phase for clause in clauses("Kripos", None)] == [None]


MEANT = {
    "begin": {"begun"},
    "commission": {"begun"},
    "work": {"begun", "ongoing"},
    "deliver": {"done"},
    "exist": {"done"},
    "finish": {"closed"},
    "wait": {"not-begun"},
    "delay": {"remains"},
    "remain": {"remains"},
    "consider": {"acted"},
    "plan": {None},
    "aftermath": {"acted"},
    "act": {"acted"},
    "none": {None},
}


def name_of(row: Row) -> str:
    return f"{row['infinitive'] or row['present']} {row['particle']}".strip()


@pytest.mark.parametrize("row", vocabulary("verbs"), ids=name_of)
def test_each_verb_means_in_its_example_what_its_class_says(row: Row) -> None:
    (clause,) = clauses(row["example"], None)
    first = (row["infinitive"] or row["present"]).split()[0]
    assert f"{first} {row['particle']}".strip() in [verb.name for verb in clause.verbs]
    assert clause.phase in MEANT[row["classes"].split()[0]]


@pytest.mark.parametrize("row", vocabulary("states"), ids=lambda row: row["words"])
def test_each_state_is_told_in_its_example(row: Row) -> None:
    told = {"wait": "not-begun"}.get(row["phase"], row["phase"])
    assert told in [clause.phase for clause in clauses(row["example"], None)]


@pytest.mark.parametrize(
    "row", vocabulary("clause_words"), ids=lambda row: f"{row['kind']} {row['words']}"
)
def test_each_word_is_in_its_example_and_marks_it(row: Row) -> None:
    found = clauses(row["example"], None)
    words = " ".join(word for clause in found for word in clause.words)
    assert f" {row['words']} " in f" {words} "
    assert row["kind"] not in TELLING or any(row["kind"] in clause.marks for clause in found)


def test_no_row_stands_twice() -> None:
    for name, columns in (
        ("verbs", ("infinitive", "particle", "classes", "language")),
        ("states", ("words", "language")),
        ("clause_words", ("words", "kind")),
        ("endings", ("ending",)),
    ):
        rows = [tuple(row[column] for column in columns) for row in vocabulary(name)]
        assert sorted({row for row in rows if rows.count(row) > 1}) == [], name


def test_every_class_of_verbs_is_known() -> None:
    also = {
        "open", "study", "aftermath", "force", "rule", "appoint", "momentary",
        "founding", "copula", "place", "less", "input", "use",
        "shift", "grant", "perform",
        "continue", "show", "existing",
    }  # fmt: skip
    classes = [row["classes"].split() for row in vocabulary("verbs")]
    assert {first for first, *_ in classes} == set(MEANT)
    assert {name for _, *others in classes for name in others} == also
    assert verb_forms()["åpnet"].keys() == {"past", "participle"}


@pytest.mark.parametrize("row", vocabulary("endings"), ids=lambda row: row["ending"])
def test_each_ending_leaves_the_stem_of_its_example(row: Row) -> None:
    assert row["stem"] in stems_of(row["example"])


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("utredningen", "utrede", True),
        ("utgreiinga", "greie", True),  # a compound's last part
        ("telefonen", "hjelpetelefon", True),
        ("brua", "gangbru", True),  # a short one, with its article
        ("gjennomgangen", "gjennomgå", True),  # a long beginning in common
        ("veilederne", "veileder", True),
        ("rapporten", "reportasje", False),
        ("planen", "planter", False),
        ("senter", "sende", False),
    ],
)
def test_stems(word: str, other: str, same: bool) -> None:
    assert same_stem(word, other) == same
