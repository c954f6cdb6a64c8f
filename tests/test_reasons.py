"""The words for why text was not understood: one for every reason that the stages can give."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import regex

from pipeline.glossary.reasons import reason_text, reasons
from tests.conftest import ROOT

GIVERS = ("Unread", "_unread", "Stray", "Unplaced", "_row")  # called with a reason
KEY = regex.compile(
    r"(?:no|unknown|row|column|ministry|status|amount|link|page)(?:-[a-z]+)+|covered"
)


def constants(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def trees() -> Iterator[ast.AST]:
    for folder in ("segment", "norwegian", "parse"):
        for path in (ROOT / "pipeline" / folder).glob("*.py"):
            yield ast.parse(path.read_text(encoding="utf-8"))


def given() -> set[str]:
    """The reasons that stand in calls, and in what functions named for a reason return."""
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if (called and node.func.id in GIVERS) or isinstance(node, ast.Return | ast.Yield):
                found |= {text for text in constants(node) if KEY.fullmatch(text)}
    return found


def test_every_reason_is_put_into_words() -> None:
    assert {"unknown-status", "ministry-not-valid", "row-not-paired", "no-as-of"} <= given()
    assert given() <= set(reasons())


def test_every_reason_in_words_is_given() -> None:
    assert set(reasons()) <= {text for tree in trees() for text in constants(tree)}


def test_they_fit_into_a_sentence() -> None:
    for reason in reasons().values():
        assert reason.why and reason.why[0].islower() and not reason.why.endswith("."), reason
        assert not reason.advice or (reason.advice[0].isupper() and reason.advice.endswith("."))


def test_files_that_the_advice_names_are_there() -> None:
    named = {
        name
        for reason in reasons().values()
        for name in regex.findall(r"pipeline/\S+\.csv", reason.advice)
    }
    assert len(named) == 3
    assert all((ROOT / name).is_file() for name in named)


def test_a_reason_without_words_goes_by_its_key() -> None:
    assert reason_text("something-new").why == "something-new"
