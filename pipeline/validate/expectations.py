"""The demands on the tables, as Great Expectations suites made from their definition.

`python -m pipeline.validate.expectations expectations` (`make expectations`) writes them to
expectations/*.json, where Great Expectations reads them; `contract.breaches` checks the same
demands without it. Those of expectations/consistency are on the reports, not on our tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.glossary.rulebook import rulebook
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_text
from pipeline.seams.arrow import columns_of, schema_of
from pipeline.seams.tables import PARSED, Check, Form, NotBefore, Range, Record, key_of

Expectation = dict[str, Any]
Suites = Mapping[str, list[Expectation]]

CONSISTENCY = "consistency"  # the folder, below that of the contract's suites
NOT_COMPARED = "not-comparable"  # the column of what could not be compared
RELATIONS = {
    "page_is_in_report": "hver rad står på en side som finnes i rapporten.",
    "span_has_row": "hver ramme i spans hører til en rad.",
    "span_is_inside_page": "hver ramme ligger innenfor siden.",
    "item_has_status": "hvert tiltak har en statusrad for hver kilde det står i.",
}


def contract_suites() -> Suites:
    """The demands on each table, on its columns (`schema`), and on the relations of all."""
    return {
        **{record.table: list(_of_table(record)) for record in PARSED},
        "schema": [
            _expectation(
                "expect_column_distinct_values_to_equal_set",
                "alle tabeller har kolonnene i datamodellen, i samme rekkefølge og med riktig "
                "type.",
                column="column",
                value_set=sorted(
                    text for record in PARSED for text in described(record, schema_of(record))
                ),
            ),
            _in_set("missing", [0], "ingen verdi mangler i en kolonne som aldri er tom."),
        ],
        "conservation": [
            _expectation(
                "expect_column_pair_values_to_be_equal",
                "hvert ord på en side står på nøyaktig ett sted i strukturen.",
                column_A="words",
                column_B="placed",
            )
        ],
        "relations": [
            *(_in_set(f"row_in_{table}", [True], message) for table, message in _references()),
            *(_in_set(relation, [True], message) for relation, message in RELATIONS.items()),
        ],
    }


def consistency_suites() -> Suites:
    """What a report says twice should agree: a column for each rule."""
    return {
        "comparisons": [
            *(_in_set(text.rule, ["agree"], text.explanation) for text in rulebook().values()),
            _expectation(
                "expect_column_values_to_be_null",
                "Det som er sagt to ganger, skal kunne sammenlignes.",
                column=NOT_COMPARED,
            ),
        ]
    }


def described(record: type[Record], schema: Any) -> list[str]:
    """Each column of a table with its number and type: `links 08 problem string`."""
    return [
        f"{record.table} {number:02} {field.name} {field.type}"
        f"{'' if field.nullable else ' not null'}"
        for number, field in enumerate(schema, start=1)
    ]


def _references() -> Iterator[tuple[str, str]]:
    """The tables that others refer to, each with the message of that demand."""
    for table in dict.fromkeys(key.table for record in PARSED for key in record.refers):
        yield table, f"hver rad som viser til en rad i {table}, viser til en som finnes."


def _of_table(record: type[Record]) -> Iterator[Expectation]:
    """The demands on one table: its key, its vocabularies, and the checks of its columns."""
    key = key_of(record)
    yield _expectation(
        "expect_compound_columns_to_be_unique",
        f"nøkkelen ({', '.join(key)}) er unik.",
        column_list=list(key),
    )
    for column in columns_of(record):
        if column.vocabulary and not column.vocabulary.open:
            values = list(column.vocabulary.values)
            yield _in_set(column.name, values, f"{column.name} er en av: {', '.join(values)}.")
        if column.check:
            yield _checked(column.name, column.check)


def _checked(column: str, check: Check) -> Expectation:
    match check:
        case Range(least, most):
            return _expectation(
                "expect_column_values_to_be_between",
                f"{column} er minst {least}."
                if most is None
                else f"{column} er fra {least} til {most}.",
                column=column,
                min_value=least,
                max_value=most,
            )
        case Form(pattern, words):
            return _expectation(
                "expect_column_values_to_match_regex",
                f"{column} er {words}.",
                column=column,
                regex=rf"\A(?:{pattern})\Z",  # $ would allow a trailing line break
            )
        case NotBefore(other):
            return _expectation(
                "expect_column_pair_values_a_to_be_greater_than_b",
                f"{column} er ikke mindre enn {other}.",
                column_A=column,
                column_B=other,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            )


def _in_set(column: str, values: list[Any], message: str) -> Expectation:
    return _expectation(
        "expect_column_values_to_be_in_set", message, column=column, value_set=values
    )


def _expectation(kind: str, message: str, **kwargs: Any) -> Expectation:
    return {"type": kind, "kwargs": kwargs, "meta": {"message": message}}


def files() -> dict[str, str]:
    """The content of each suite's file, by its path below expectations/."""
    paths = {
        **{f"{name}.json": made for name, made in contract_suites().items()},
        **{f"{CONSISTENCY}/{name}.json": made for name, made in consistency_suites().items()},
    }
    return {path: _file(Path(path).stem, made) for path, made in paths.items()}


def _file(name: str, made: list[Expectation]) -> str:
    suite = {"name": name, "meta": {}, "expectations": made}
    return json.dumps(suite, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.validate.expectations",
        description="Skriver kravene til tabellene som suiter for Great Expectations.",
    )
    parser.add_argument("expectations", type=Path, metavar="EXPECTATIONS", help="hit skrives de")
    folder = parser.parse_args().expectations
    for path, text in files().items():
        write_text(folder / path, text)
    return 0


if __name__ == "__main__":
    refusal.run(main)
