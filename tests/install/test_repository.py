"""What a stranger reads before the code: which Pythons, how to cite, what is safe, how CI runs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.runtime.sandbox import MEGABYTES, SECONDS, limits
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def workflow(name: str) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(text_of(f".github/workflows/{name}"))
    return content


def test_the_same_pythons_are_claimed_everywhere() -> None:
    classified = [
        line.rpartition(" ")[2] for line in PROJECT["classifiers"] if ":: Python :: 3." in line
    ]
    assert PROJECT["requires-python"] == f">={classified[0]}"
    assert workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"] == classified
    assert f"PYTHONS := {' '.join(classified)}\n" in text_of("Makefile")
    claim = f"{', '.join(classified[:-1])} or {classified[-1]}"
    assert f"Python {claim}," in text_of("README.md")
    assert f"Python {claim}:" in text_of("Makefile")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """And the release that the commit is stands beside it."""
    used = re.findall(r"\buses:(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r" [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read(path: Path) -> None:
    content = workflow(path.name)
    assert content["permissions"] == {"contents": "read"}
    assert set(content["on"]) == {"push", "pull_request"}
    for job in content["jobs"].values():
        assert "permissions" not in job
        checkouts = [step for step in job["steps"] if "/checkout@" in step.get("uses", "")]
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_ci_tests_in_an_environment_from_nothing() -> None:
    steps = workflow("ci.yml")["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["bash .ci/run"]
    assert text_of(".ci/run").endswith("\nmake clean\nmake test\n")
    clean = re.search(r"^clean:\n\trm -rf (.*)", text_of("Makefile"), re.M)
    assert clean is not None
    assert "$(VENV)" in clean[1].split()


def test_the_citation_is_of_this_version() -> None:
    citation = YAML(typ="safe").load(text_of("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "abstract", "keywords"} <= set(citation)
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    for author in citation["authors"]:
        assert author.keys() == {"name"} or {"family-names", "given-names"} <= author.keys()


def test_the_limits_promised_are_those_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (SECONDS, MEGABYTES):
        monkeypatch.delenv(name, raising=False)
        assert name in text_of("SECURITY.md")
    said = " ".join(text_of("SECURITY.md").split())
    assert f"within {limits().seconds} seconds" in said
    assert f"more than {limits().megabytes} MB of address space" in said


@pytest.mark.parametrize("path", re.findall(r"tests/[\w/.]+\w", text_of("SECURITY.md")))
def test_the_tests_that_hold_the_promises_are_there(path: str) -> None:
    assert (ROOT / path).exists()
