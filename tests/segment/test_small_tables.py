"""The small tables under measures: labels beside or above values, in any number of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
import regex

from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import Field, Ministry, Status
from pipeline.segment import cells, label_kinds
from pipeline.segment.cells import _Unfolding
from tests.segment.learnt import Clause
from tests.segment.small_reports import BOLD, PLAIN, UPRIGHT, Read, Words, measures, read_pages

TITLES = (
    "Styrke barnehusene", "Innføre varsling", "Kartlegge vold", "Lage ny veileder",
    "Bygge ut tilbudet",
)  # fmt: skip
TEXT = "Arbeidet er kommet godt i gang, og flere etater deltar i det."
VALUES = {
    "S": ("Under arbeid", "Gjennomført", "Ikke startet", "Under arbeid", "Gjennomført"),
    "A": ("JD", "BFD, JD", "KD", "HOD", "JD"),
    "F": ("2027", "31.12.2026", "Hele perioden", "2028", "2027"),
    "U": ("Bufdir", "Kripos og de største#politidistriktene", "Udir", "Hdir", "Bufdir"),
    "B": ("214,5 mill. kr", "0", "Ikke fastsatt", "11 mill. kr", "12 mill. kr"),
    "E": ("", "Se tiltak 4", "", "", ""),
}


class Case(NamedTuple):
    """A small table: the letters of the values in each row, by whose labels they stand.

    A `#` parts the lines of a cell, a `~` words far from each other. Without a value there is no
    label, but for an `E`. `wide` is how far apart columns begin, of labels and of values in turn,
    `air` what stands between rows.
    """

    name: str
    rows: Sequence[str]
    labels: dict[str, str]
    font: str = BOLD
    above: bool = False
    wide: tuple[float, float] = (90, 130)
    values: Mapping[str, Sequence[str]] = MappingProxyType({})
    air: float = 4
    named: Sequence[str] | None = None  # the ministries that are read, where these are others

    def value(self, letter: str, n: int) -> str:
        return (VALUES | self.values)[letter][n]


USUAL = {"A": "Ansvar", "S": "Status", "F": "Frist", "U": "Utførende", "B": "Budsjett 2026"}
NYNORSK = {"A": "Ansvarleg", "S": "Stode", "F": "Frist", "U": "Utførande", "B": "Løyving 2026"}
OWN = {"A": "Ansvar", "S": "Status", "F": "Blir til", "U": "Gjøres av", "B": "Penger"}
BY_VALUES = {"A": "Eier", "S": "Fase", "F": "Frist", "U": "Utførende", "B": "Budsjett"}
PERIOD = USUAL | {"S": "Gjennomføring", "B": "Kap./post"}
NARROW = (48.0, 70.0)

CASES = (
    Case("two pairs in a row", ("AU", "SB"), USUAL),
    Case("two pairs in a row, in plain type", ("AU", "SB"), NYNORSK, PLAIN),
    Case("three pairs in a row", ("AFS",), NYNORSK, wide=(60, 85)),
    Case("four pairs in a row", ("AFSB",), USUAL | {"B": "Midler"}, wide=NARROW),
    Case("a pair alone in the last row", ("AU", "S"), USUAL),
    Case("an empty value between", ("AES",), USUAL | {"E": "Merknad"}, wide=(60, 90)),
    Case("a label that wraps", ("AU", "SB"), USUAL | {"B": "Budsjett#2026"}),
    Case("a label that nobody knows that wraps", ("AU", "SB"), OWN | {"U": "Gjøres#av"}),
    Case("labels that nobody knows, in bold", ("AU", "SB"), OWN),
    Case("labels that nobody knows, in plain type", ("AU", "SB"), OWN, PLAIN),
    Case("labels that nobody knows come first", ("UA", "BS"), OWN, PLAIN),
    Case("labels above values", ("ASFB",), USUAL, above=True, wide=(120, 0)),
    Case("labels above values that wrap", ("AUS",), NYNORSK, PLAIN, True, (150, 0)),
    Case("two rows of labels", ("AS", "FB"), USUAL, above=True),
    Case("two rows of labels, in plain type", ("FB", "AS"), NYNORSK, PLAIN, True),
    Case("two rows of labels that nobody knows", ("AS", "UB"), OWN, PLAIN, True),
    Case("a row has one that nobody knows", ("ASF",), OWN, PLAIN, True),
    Case("a period that is a status", ("ASFB",), PERIOD, above=True, wide=(120, 0)),
    Case("a period that is a status, in pairs", ("AF", "SB"), PERIOD),
    Case("labels by their values, above these", ("FSA",), BY_VALUES, above=True),
    Case("labels by their values, beside these", ("AF", "SB"), BY_VALUES, PLAIN),
    Case("labels by their values, below each other", ("A", "S", "F"), BY_VALUES),
    Case(
        "ministries over two lines tell a label", ("AF", "SB"), BY_VALUES,
        values={"A": ("Justis- og#beredskapsdepartementet",) * 5}, named=("JD",) * 5,
    ),
    Case(
        "a ministry above statuses is no label", ("A", "S"), BY_VALUES,
        values={"A": ("JD",) * 5},
    ),
    Case("two rows of labels without air", ("AS", "FB"), USUAL, above=True, air=0),
    Case(
        "a label that nobody knows, of one table alone", ("AU", "SF"), USUAL | {"U": "Støtter"},
        values={"U": ("", "Bufdir", "", "", "")},
    ),
    Case(
        "ministries in two cells", ("A", "S"), USUAL, PLAIN, values={"A": ("JD,~KD",) * 5},
    ),
    Case(
        "agencies in two cells, several times", ("U", "A", "S"), USUAL, PLAIN,
        values={"U": ("Bufdir~Udir", "Bufdir~Udir", "Bufdir~Udir", "Udir", "Hdir")},
    ),
    Case(
        "the same status every time", ("SE", "A"), USUAL | {"E": "Merknad"}, PLAIN,
        values={"S": ("Under arbeid",) * 5, "E": ("",) * 5},
    ),
    Case(
        "ministries behind a label of something else", ("US", "F"), USUAL | {"U": "Samarbeid"},
        values={"U": VALUES["A"]},
    ),
    Case(
        "ministries behind two labels that nobody knows", ("US", "FB"),
        USUAL | {"U": "Støttes av", "B": "Høres"},
        values={"U": VALUES["A"], "B": ("KD", "KD", "JD", "KLD", "FIN")},
    ),
    Case(
        "ministries behind another label, too", ("AU", "SF"), USUAL | {"U": "Støttes av"},
        values={"U": ("KD", "KD", "JD", "KLD", "FIN")},
    ),
    Case(
        "ministries behind a label of some measures", ("SF", "U"), USUAL | {"U": "Støttes av"},
        values={"U": ("KD", "KD", "JD", "", "")},
    ),
    Case(
        "a period that goes on every time", ("AF", "S"), USUAL | {"F": "Gjennomføring"},
        values={"F": ("Løpende",) * 5, "S": ("Under arbeid", "", "", "", "")},
    ),
    Case(
        "a period that is over in places", ("AF", "S"), USUAL | {"F": "Gjennomføring"},
        values={
            "F": ("Gjennomført", "2027", "2028", "2027", "Løpende"),
            "S": ("Under arbeid", "", "", "", ""),
        },
    ),
)  # fmt: skip


def typeset(case: Case) -> list[Words]:
    words: list[Words] = []
    for n, title in enumerate(TITLES):
        top = 780.0 - 145 * n
        words.append((72, top, BOLD, 12, f"{n + 1}. {title}"))
        y = top - 20
        for row in case.rows:
            depth, x = 0, 72.0
            for letter in row:
                if not case.value(letter, n) and letter != "E":
                    continue
                label = case.labels[letter].split("#")
                value = case.value(letter, n).split("#")
                below = len(label) if case.above else 0
                right = 0 if case.above else case.wide[0]
                words += [(x, y - 11 * k, case.font, 9, part) for k, part in enumerate(label)]
                words += [
                    (x + right + 40 * place, y - 11 * (k + below), PLAIN, 9, part)
                    for k, line in enumerate(value)
                    for place, part in enumerate(line.split("~")) if part
                ]  # fmt: skip
                depth = max(depth, len(label), len(value) + below)
                x += sum(case.wide)
            y -= 11 * depth + case.air
        words.append((72, y - 14, PLAIN, 10, TEXT))
    return words


def read(case: Case, run: Read, folder: Path) -> tuple[list[object], list[object]]:
    """What is read of the table, and what should be."""
    of = read_pages(run, folder, (UPRIGHT, typeset(case)))
    letters = "".join(case.rows)
    numbers = range(len(TITLES))
    ids = [f"tiltak-{n + 1}" for n in numbers]
    named = [
        ", ".join(m.ministry for m in of.tables.rows(Ministry) if m.item_id == item) for item in ids
    ]
    found = [
        [row.status_printed for row in of.tables.rows(Status) if row.status_printed is not None],
        named,
        sorted((field.item_id, field.label, field.value) for field in of.tables.rows(Field)),
        [measure.narrative for measure in measures(of)],
    ]
    ministries = [case.value("A", n).replace("~", " ") if "A" in letters else "" for n in numbers]
    others = [
        (ids[n], case.labels[letter].replace("#", " "), regex.sub("[#~]", " ", value))
        for letter in letters for n in numbers
        if letter not in "AS" and (value := case.value(letter, n))
    ]  # fmt: skip
    return found, [
        [value for n in numbers if (value := case.value("S", n))],
        list(case.named or ministries),
        sorted(others),
        [TEXT] * len(TITLES),
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_small_table_is_read(case: Case, run: Read, tmp_path: Path) -> None:
    found, expected = read(case, run, tmp_path)
    assert found == expected


CLAUSES = (
    Clause("pairs", _Unfolding, "_begins_pair", "self._is_known(cell)", "False"),
    Clause("bold-in-a-row", _Unfolding, "_begins_pair", "_is_set_apart(cell, row)", "False"),
    Clause(
        "empty-cells",
        _Unfolding,
        "_begins_pair",
        "row[-1].is_label and not is_bold",
        "row[-1].is_label",
    ),
    Clause(
        "bold-that-wraps", _Unfolding, "_labels_and_values", "_is_set_apart(part, row)", "False"
    ),
    Clause("beside-known-ones", _Unfolding, "_is_known", "text in self.habit.labels", "False"),
    Clause(
        "known-by-more-than-chance",
        cells,
        "_habit",
        "OFTEN * max(known.values(), default=0)",
        "TIMES",
    ),
    Clause("no-values-by-habit", cells, "_habit", " and not reads_as_value(text, terms)", ""),
    Clause(
        "no-rows-of-values",
        cells,
        "_habit",
        " and not any(reads_as_value(text, terms) for text in texts)",
        "",
    ),
    Clause(
        "rows-of-labels-in-plain-type",
        _Unfolding,
        "_is_row_of_labels",
        "alike or is_usual",
        "alike",
    ),
    Clause(
        "rows-in-which-none-makes-an-item",
        _Unfolding,
        "_is_row_of_labels",
        "(are_labels or is_below)",
        "is_below",
    ),
    Clause(
        "rows-below-rows", _Unfolding, "_is_row_of_labels", "(are_labels or is_below)", "are_labels"
    ),
    Clause(
        "values-end-at-labels",
        _Unfolding,
        "_row_of_labels",
        "count > 1 and self._is_row_of_labels(parts, lefts)",
        "False",
    ),
    Clause(
        "periods",
        label_kinds,
        "_label_of_kind",
        "known.get(name) in KNOWN_AS[kind]",
        "name not in known",
    ),
    Clause("others", label_kinds, "_label_of_kind", "known.get(name) in KNOWN_AS[kind]", "True"),
    Clause("several-of-a-kind", label_kinds, "_label_of_kind", "len(like) != 1", "not like"),
    Clause("stray", label_kinds, "_label_of_kind", "stray <= STRAY * len(at)", "True"),
    Clause("most-measures", label_kinds, "_label_of_kind", "len(at) >= MOST * most", "True"),
    Clause("different", label_kinds, "_has_values", 'MEANINGS if kind == "status" else 1', "1"),
    Clause("most-places", label_kinds, "_has_values", ">= MOST * len(places)", "> 0"),
    Clause(
        "values-are-no-labels",
        label_kinds,
        "_has_values",
        "if reads_as_value(places[0].label, terms)",
        "if False",
    ),
    Clause("value-wraps", label_kinds, "_values", 'yield from (f"', '() and (f"'),
    Clause(
        "value-below",
        label_kinds,
        "_values",
        "yield from (more.text for more in _below(cell, under))",
        "pass",
    ),
)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.name)
def test_without_a_clause_some_table_comes_out_wrong(
    clause: Clause, run: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clause.owner, clause.function, clause.dropped())
    assert any(_is_wrong(case, run, tmp_path) for case in CASES)


def _is_wrong(case: Case, run: Read, folder: Path) -> bool:
    try:
        found, expected = read(case, run, folder)
    except (LookupError, Refusal):  # a program with a part taken out may break off
        return True
    return found != expected
