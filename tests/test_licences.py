"""Everything that the locks install may be combined with this project's own licence."""

from __future__ import annotations

import tomllib
from email.message import Message
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.house import PACKAGE, imported
from tests.licences import (
    JUDGED,
    LOCKS,
    ROOT,
    installed,
    is_compatible,
    licence_of,
    locked,
    said_by,
)


@pytest.mark.parametrize(
    ("use", "least"), [("run", 100), ("archive", 100), ("development", 100), ("sbom", 10)]
)
def test_every_licence_is_judged(use: str, least: int) -> None:
    """If this fails: read the licence, then add it to COMPATIBLE or to JUDGED, or do without."""
    licences = {name: licence_of(name) for name in locked(LOCKS[use]) if _is_installed(name)}
    assert len(licences) > least
    assert {name: one.said for name, one in licences.items() if not one.why} == {}


def _is_installed(name: str) -> bool:
    try:
        installed(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_what_is_judged_by_hand_is_still_used() -> None:
    used = {name for lock in LOCKS.values() for name in locked(lock)}
    assert set(JUDGED) <= used


def test_what_only_dvc_may_use_is_not_imported() -> None:
    """The judgement on these rests on it: DVC is a program beside ours, not a part of it."""
    apart = {"asyncssh", "dvc", "dulwich", "grandalf", "pygit2", "scmrepo"}
    names = {name.split(".")[0] for name in imported(PACKAGE)}
    assert names & apart == set()


def test_every_pin_has_its_reason() -> None:
    """A range for each dependency, and beside it why it is there or why not another version."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for dependency in project["dependencies"]:
        assert Requirement(dependency).specifier, dependency
        line = next(line for line in text.splitlines() if f'"{dependency}"' in line)
        assert "#" in line, dependency


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([("License-Expression", "MIT"), ("Classifier", "License :: OSI Approved")], "MIT"),
        (
            [("Classifier", "License :: OSI Approved :: BSD License"), ("License", "x")],
            "BSD License",
        ),
        ([("Classifier", "License :: OSI Approved"), ("License", "EPL-2.0")], "EPL-2.0"),
        ([("License", "The MIT License (MIT)\n\nCopyright")], "The MIT License (MIT)"),
        ([("License", "UNKNOWN")], ""),
        ([], ""),
    ],
)
def test_what_packages_say(told: list[tuple[str, str]], said: str) -> None:
    message = Message()
    for key, value in told:
        message[key] = value
    assert said_by(message) == said


@pytest.mark.parametrize(
    ("expression", "compatible"),
    [
        ("MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("(MIT OR Apache-2.0)", True),
        ("GPL-2.0-only", False),
        ("MIT AND SSPL-1.0", False),
        ("(SSPL-1.0 OR MIT) AND MIT", False),
        ("", False),
    ],
)
def test_what_may_be_combined(expression: str, compatible: bool) -> None:
    assert is_compatible(expression) is compatible
