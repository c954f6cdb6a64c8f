"""`python -m pipeline.validate.data_docs interim expectations processed/data_docs`.

The record of what Great Expectations checked: one page made from its results, and the complete
results as JSON, a file for each suite. validate writes it when the contract holds; as a command it
checks the contract itself, because the record matters most when the contract breaks.

Contradictions within a report have a separate section: they do not break the contract.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.glossary import tables
from pipeline.glossary.rulebook import rulebook
from pipeline.glossary.wording import scope_name
from pipeline.pages.page import render_page
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.files import write_text
from pipeline.seams.ids import RowId, scope_of_comparison
from pipeline.seams.register import read_register
from pipeline.validate import corrections, gx
from pipeline.validate.batches import batches_of
from pipeline.validate.expectations import NOT_COMPARED, contract_suites
from pipeline.validate.gx import Result
from pipeline.validate.tables import few_at_a_time

TEMPLATE = "validate/templates/data_docs.html"
COMPARISONS = "comparisons"
SHOWN = 5  # examples in a row
# Suites on several tables: their titles, and the words for one row and for several.
BINDING = {
    "schema": ("Kolonnene i alle tabellene", "kolonne", "kolonner"),
    "conservation": ("Ordene på sidene", "side", "sider"),
    "relations": ("Sammenhengen mellom tabellene", "rad", "rader"),
}


class Demand(NamedTuple):
    """A row of the page: a column and what is demanded of it, or a demand on several columns
    (`column` is empty then), how many rows were looked at, and which do not meet it.
    """

    column: str
    message: str
    rows: int
    broken: int
    holds: bool
    examples: list[str]


class Section(NamedTuple):
    """A suite: its name and title, what its rows are called (singular, plural), and its demands."""

    suite: str
    title: str
    unit: tuple[str, str]
    demands: list[Demand]

    @property
    def broken(self) -> int:
        return sum(not demand.holds for demand in self.demands)


class Compared(NamedTuple):
    """The result of a rule: how much it compared and could not compare, and what disagrees."""

    name: str
    explanation: str
    compared: int
    differ: int
    not_compared: int
    examples: list[str]

    @property
    def percentage(self) -> str:
        """Comparisons that disagree, of all that were made: «2,3 %»."""
        if not self.differ:
            return "0\N{NO-BREAK SPACE}%" if self.compared else "–"
        return f"{100 * self.differ / self.compared:.1f}\N{NO-BREAK SPACE}%".replace(".", ",")


def page_of(results: Mapping[str, Result]) -> str:
    """The page of these results: the contract's and, where they were run, the comparisons'."""
    sections = [_section(suite, results[suite]) for suite in contract_suites() if suite in results]
    rules = list(_rules(results[COMPARISONS])) if COMPARISONS in results else []
    return render_page(
        TEMPLATE,
        sections=sections,
        demanded=sum(len(section.demands) for section in sections),
        broken=sum(section.broken for section in sections),
        unchecked=[suite for suite in contract_suites() if suite not in results],
        rules=rules,
        total=_total(rules),
        shown=SHOWN,
        suites=list(results),
        version=next(iter(results.values()))["meta"]["great_expectations_version"],
    )


def _section(suite: str, result: Result) -> Section:
    title, *unit = BINDING.get(suite) or (tables()[suite].title, "rad", "rader")
    return Section(suite, title, (unit[0], unit[1]), list(_demands(result)))


def _demands(result: Result) -> Iterator[Demand]:
    for validation in result["results"]:
        kwargs, seen = validation["expectation_config"]["kwargs"], validation["result"]
        message = validation["expectation_config"]["meta"]["message"]
        column, _, rest = message.partition(" ")
        named = column in kwargs.values()
        yield Demand(
            column if named else "",
            rest if named else message,
            *_looked_at(kwargs, seen),
            validation["success"],
            gx.examples(validation),
        )


def _looked_at(kwargs: Mapping[str, Any], seen: Mapping[str, Any]) -> tuple[int, int]:
    """How many rows were checked, and how many of them break the demand.

    For a set, Great Expectations reports only unexpected and missing values; the distinct values of
    the column then count as its rows.
    """
    unexpected, missing = seen["unexpected_count"], seen["missing_count"]
    if "element_count" in seen:
        return seen["element_count"] - missing, unexpected
    return len(kwargs["value_set"]) - missing + unexpected, unexpected + missing


def _rules(result: Result) -> Iterator[Compared]:
    by_column = {
        validation["expectation_config"]["kwargs"]["column"]: validation
        for validation in result["results"]
    }
    not_compared = Counter(by_column[NOT_COMPARED]["result"].get("unexpected_list", ()))
    for text in rulebook().values():
        seen = by_column[text.rule]["result"]
        yield Compared(
            text.name,
            text.explanation,
            seen["element_count"] - seen["missing_count"],
            seen["unexpected_count"],
            not_compared[text.rule],
            _scopes(gx.examples(by_column[text.rule])),
        )


def _scopes(examples: Iterable[str]) -> list[str]:
    """The items, pages or chapters of comparisons, each once: «2025: Tiltak 4»."""
    named = (example.split(": ", 1) for example in examples)
    scopes = ((report, scope_of_comparison(RowId(row))) for report, row in named)
    return list(dict.fromkeys(f"{report}: {scope_name(scope)}" for report, scope in scopes))


def _total(rules: Sequence[Compared]) -> Compared:
    return Compared(
        "",
        "",
        sum(rule.compared for rule in rules),
        sum(rule.differ for rule in rules),
        sum(rule.not_compared for rule in rules),
        [],
    )


def write_documents(results: Mapping[str, Result], folder: Path) -> None:
    """Write the page and a JSON file for each suite to `folder`, and remove older ones."""
    files = {"index.html": page_of(results)} | {
        f"{suite}.json": json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for suite, result in results.items()
    }
    for name, text in files.items():
        write_text(folder / name, text)
    for path in folder.iterdir():
        if path.suffix in (".html", ".json") and path.name not in files:
            path.unlink()


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.validate.data_docs",
        description="Skriver hva som er kontrollert i tabellene, også når noe ikke holder.",
    )
    parser.add_argument("interim", type=Path, metavar="INTERIM", help="mappen med radene")
    parser.add_argument("expectations", type=Path, metavar="EXPECTATIONS", help="kontrakten")
    parser.add_argument("data_docs", type=Path, metavar="MAPPE", help="hit skrives siden")
    arguments = parser.parse_args()
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    suites = gx.read_suites(arguments.expectations, contract_suites())
    reports, _ = corrections.corrected(
        list(read_register()), arguments.interim, arguments.expectations
    )
    results = gx.merged([gx.run(batches_of(few), suites) for few in few_at_a_time(reports)])
    write_documents(results, arguments.data_docs)
    broken = len(gx.breaches(results))
    summary = f"{broken} krav er ikke oppfylt" if broken else "Alle krav er oppfylt"
    print(f"{summary}. Se {arguments.data_docs / 'index.html'}")
    return 0


if __name__ == "__main__":
    refusal.run(main)
