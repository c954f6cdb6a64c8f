"""The import rule, and dvc.yaml's dependencies against what the code really imports.

DVC does not see an import that is not declared, and then serves stale results.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.house import (
    PACKAGE,
    ROOT,
    dvc_stages,
    imported,
    modules_run,
    path_of,
    rooms_declared,
    rooms_used,
)

STAGES = ("extract", "segment", "reread", "parse", "validate", "publish", "package", "midterm")
SHARED = {"seams", "norwegian", "glossary", "evidence", "runtime", "pages"}
USERS = {"midterm": {"load"}}  # the notebook loads the tables as users do
TESTS = ROOT / "tests"
IMPORTS_TEST = re.compile(r"^ *(?:from|import) [\w.]*\btest_\w+.*$", re.M)
HEAVY = ("pandas", "great_expectations", "pdfplumber")  # what takes long to import


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_its_own_package_and_the_shared_rooms(stage: str) -> None:
    assert rooms_used(PACKAGE / stage) <= {stage, *SHARED, *USERS.get(stage, ())}


def test_no_module_is_named_for_nothing() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc"}


def test_dvc_runs_every_stage() -> None:
    ran = {module for stage in dvc_stages().values() for module in modules_run(stage)}
    assert {"seams.register", *STAGES, "gate"} == ran


def test_dvc_depends_on_what_the_check_of_the_register_imports() -> None:
    body = dvc_stages()["register"]
    assert rooms_declared(body) == rooms_used(PACKAGE / "seams" / "register.py") | {"seams"}


@pytest.mark.parametrize("stage", ["extract", "segment", "validate", "gate"])
def test_dvc_depends_on_what_a_stage_imports(stage: str) -> None:
    body = dvc_stages()[stage]
    assert modules_run(body) == [stage]
    assert rooms_declared(body) == rooms_used(path_of(stage)) | {stage}


@pytest.mark.parametrize(("stage", "others"), [("parse", ()), ("publish", ("load",))])
def test_dvc_depends_on_what_is_run_at_once(stage: str, others: Sequence[str]) -> None:
    """What the notebook's cells import is in tests/midterm/test_notebook.py."""
    body = dvc_stages()[stage]
    names = ["runtime", *modules_run(body), *others]
    assert rooms_declared(body) == set(names).union(*(rooms_used(path_of(name)) for name in names))


@pytest.mark.parametrize(
    ("stage", "inputs", "heavy"),
    [
        ("extract", "{pdf}", (*HEAVY, "pyarrow")),
        ("segment", "{extract}", (*HEAVY, "pyarrow")),
        ("parse", "2025 Planen {extract} {segment}", HEAVY),
    ],
    ids=["extract", "segment", "parse"],
)
def test_quick_stages_load_nothing_slow(
    june_2025: Run, tmp_path: Path, stage: str, inputs: str, heavy: tuple[str, ...]
) -> None:
    """Neither at once nor while they run: pyarrow imports pandas to look at a list."""
    folders = june_2025.tables.folders
    given = inputs.format(pdf=june_2025.pdf, extract=folders.extract, segment=folders.segment)
    code = (
        "import sys; from pathlib import Path; "
        f"from pipeline.{stage}.__main__ import {stage}; "
        f"{stage}(*[Path(a) if '/' in a else a for a in sys.argv[1:]]); "
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *given.split(), str(tmp_path / stage)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.strip() == "[]"


def test_pdfs_are_opened_in_few_places() -> None:
    """To read them in extract and reread; elsewhere to cut pictures from them and to mark them, and
    in the archive to write one of our own.
    """
    openers = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if imported(path) & {"pymupdf", "pdfplumber", "pypdfium2"}
    }
    assert openers == {
        "archive/warm.py",
        "extract/links.py",
        "extract/objects.py",
        "extract/pdf.py",
        "extract/pixels.py",
        "extract/runs.py",
        "extract/seen.py",
        "reread/engine.py",
        "reread/table.py",
        "evidence/pictures.py",
        "publish/annotated.py",
        "publish/front_page.py",
        "publish/scrubbed.py",
    }


def test_test_modules_do_not_import_each_other() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")}
    found = {name: IMPORTS_TEST.findall(text) for name, text in texts.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}
