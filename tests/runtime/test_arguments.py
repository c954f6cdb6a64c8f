"""Command lines in bokmål: no English word of argparse's is left that a user can meet."""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.runtime.arguments import WORDS, Parser

# Said to those who write a parser, or about what no parser of ours has.
NOT_MET = (
    "conflicting", ".__call__", "'required' is", "mutually exclusive", "%r is not callable",
    "can't open", "cannot merge", "invalid option string", "dest= is", "invalid conflict",
    "cannot have multiple", "%(prog)s: error", "unknown parser", 'argument "-"', "is deprecated",
    "%(prog)s: warning", "subcommands", "(default:", "program's version", "%(heading)s:",
)  # fmt: skip


def said_by_argparse() -> Iterator[str]:
    """Every text that this Python's argparse looks a translation up for."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            yield from (str(own.value) for own in node.args if isinstance(own, ast.Constant))


def test_all_that_a_user_can_meet_is_translated() -> None:
    left = set(said_by_argparse()) - set(WORDS)
    assert not {text for text in left if not any(known in text for known in NOT_MET)}


def test_translations_have_the_same_places_for_values() -> None:
    for english, bokmal in WORDS.items():
        for place in ("%s", "%r", "%(option)s", "%(matches)s", "%(value)r", "%(choices)s"):
            assert english.count(place) == bokmal.count(place), english


def parser() -> Parser:
    made = Parser(prog="prøve", description="En prøve.")
    commands = made.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    adding = commands.add_parser("add")
    adding.add_argument("file", metavar="FIL")
    adding.add_argument("--count", type=int, metavar="ANTALL")
    adding.add_argument("--cover")
    return made


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ([], "prøve: dette mangler: KOMMANDO"),
        (["ad"], "prøve: KOMMANDO: 'ad' finnes ikke (velg blant "),
        (["add"], "prøve add: dette mangler: FIL"),
        (["add", "a", "b"], "prøve: dette er ukjent her: b"),
        (["add", "a", "--count"], "prøve add: --count: det må stå én verdi etter"),
        (["add", "a", "--count", "to"], "--count: 'to' er ikke en gyldig verdi (int)"),
        (["add", "a", "--co", "2"], "--co kan bety flere ting: --count, --cover"),
    ],
)
def test_wrong_use_ends_with_1_and_is_said_in_bokmal(
    line: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(line)
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.out == ""
    assert said.err.startswith("bruk: prøve")
    assert message in said.err


def test_help_is_in_bokmal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["add", "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == (
        "bruk: prøve add [-h] [--count ANTALL] [--cover COVER] FIL\n\n"
        "argumenter:\n  FIL\n\n"
        "valg:\n  -h, --help      vis denne hjelpen og avslutt\n"
        "  --count ANTALL\n  --cover COVER\n"
    )
