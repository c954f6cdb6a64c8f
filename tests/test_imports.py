"""The import rule, and dvc.yaml's dependencies against what the code really imports.

DVC does not see an import that is not declared, and then serves stale results.
"""

from __future__ import annotations

import ast
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import Run

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
STAGES = ("extract", "segment", "reread", "parse", "validate", "publish", "package", "midterm")
HEAVY = ("pandas", "great_expectations", "pdfplumber")  # what takes long to import


def modules(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imported(path: Path, *, lazily: bool = True) -> set[str]:
    """The names of modules that the Python files below `path` import."""
    found: set[str] = set()
    for module in modules(path):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        nodes = ast.walk(tree) if lazily else iter(tree.body)
        for node in nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}: relative import"
                assert node.module is not None
                found.add(node.module)
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_parts(path: Path) -> set[str]:
    """The parts of the pipeline that `path` imports, directly or through a seam."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        for name in imported(waiting.pop()):
            parts = name.split(".")
            if parts[0] != "pipeline" or len(parts) < 2 or parts[1] in seen:
                continue
            target = PACKAGE / parts[1]
            target = target if target.is_dir() else target.with_suffix(".py")
            if target.exists():
                seen.add(parts[1])
                waiting.append(target)
    return seen


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_its_own_package_and_the_seams(stage: str) -> None:
    others = set(STAGES) - {stage}
    assert not own_parts(PACKAGE / stage) & (others | {"__main__", "cli", "gate"})


def test_no_module_is_named_for_nothing() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc"}


def test_dvc_runs_every_stage() -> None:
    ran = {module for stage in dvc_stages().values() for module in modules_run(stage)}
    assert {*STAGES, "gate"} == ran


@pytest.mark.parametrize("stage", ["extract", "segment", "validate", "gate"])
def test_dvc_depends_on_what_a_stage_imports(stage: str) -> None:
    body = dvc_stages()[stage]
    assert modules_run(body) == [stage]
    assert declared(body) == own_parts(path_of(stage)) | {stage}


@pytest.mark.parametrize(("stage", "others"), [("parse", ()), ("publish", ("load",))])
def test_dvc_depends_on_what_is_run_at_once(stage: str, others: Sequence[str]) -> None:
    """What the notebook's cells import is in tests/test_notebook.py."""
    body = dvc_stages()[stage]
    names = ["runtime", *modules_run(body), *others]
    assert declared(body) == set(names).union(*(own_parts(path_of(name)) for name in names))


def dvc_stages() -> dict[str, dict[str, Any]]:
    """The stages of dvc.yaml; what is done for each report, without `foreach`."""
    stages = YAML(typ="safe").load(ROOT / "dvc.yaml")["stages"]
    return {name: stage.get("do", stage) for name, stage in stages.items()}


def modules_run(stage: dict[str, Any]) -> list[str]:
    """The modules that the command of a stage runs: one, or several at once."""
    _, _, module, *arguments = shlex.split(stage["cmd"])
    ran = (
        [own.split()[0] for own in arguments] if module == "pipeline.runtime.at_once" else [module]
    )
    return [own.removeprefix("pipeline.") for own in ran]


def declared(stage: dict[str, Any]) -> set[str]:
    """The parts of the pipeline that a stage depends on."""
    return {Path(dep).stem for dep in stage["deps"] if dep.startswith("pipeline/")}


def path_of(name: str) -> Path:
    return PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py"


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
    """To read them in extract and reread; elsewhere to cut pictures from them and to mark them."""
    openers = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if imported(path) & {"pymupdf", "pdfplumber", "pypdfium2"}
    }
    assert openers == {
        "extract/pdf.py",
        "reread/engine.py",
        "reread/table.py",
        "evidence/pictures.py",
        "publish/annotated.py",
    }
