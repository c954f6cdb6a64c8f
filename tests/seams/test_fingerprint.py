"""The fingerprint at the head of a seam's files: the same in every process, of all that is read."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, Literal

import msgspec
import pytest

from pipeline.runtime.files import fingerprint
from pipeline.seams.seam import Seam
from tests.conftest import ROOT

ALL = """
from pipeline.runtime.files import fingerprint
from pipeline.seams import entries, readings, rows, tables, words
from pipeline.seams.seam import Seam

def kinds(kind):
    for one in kind.__subclasses__():
        yield one
        yield from kinds(one)

for kind in kinds(Seam):
    print(kind.__name__, fingerprint(kind).hex())
"""


def fingerprints(seed: str) -> list[str]:
    """Those of all that passes a seam, in a process whose strings hash by `seed`."""
    ran = subprocess.run(
        [sys.executable, "-c", ALL],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def test_every_process_makes_the_same_fingerprints() -> None:
    first = fingerprints("0")
    assert len({line.split()[1] for line in first}) == len(first) > 30
    assert fingerprints("1") == fingerprints("2") == first


BEFORE = [("kind", Literal["a", "b"]), ("number", int)]
CHANGED = {
    "another name": [("sort", Literal["a", "b"]), ("number", int)],
    "another order": [("number", int), ("kind", Literal["a", "b"])],
    "one more value": [("kind", Literal["a", "b", "c"]), ("number", int)],
    "another type": [("kind", Literal["a", "b"]), ("number", float)],
    "may be empty": [("kind", Literal["a", "b"]), ("number", int | None)],
    "one field more": [*BEFORE, ("text", str)],
}


def seam(fields: list[tuple[str, Any]]) -> type[Any]:
    return msgspec.defstruct("Kind", fields, bases=(Seam,))


@pytest.mark.parametrize("fields", CHANGED.values(), ids=CHANGED)
def test_any_change_of_the_fields_shows(fields: list[tuple[str, Any]]) -> None:
    assert fingerprint(seam(BEFORE)) == fingerprint(seam(BEFORE))
    assert fingerprint(seam(fields)) != fingerprint(seam(BEFORE))
