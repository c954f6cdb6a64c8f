"""The import rule, and dvc.yaml's dependencies against what the code really imports.

DVC does not see an import that is not declared, and then serves stale results.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.conftest import Run

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"
STAGES = ("extract", "segment", "reread", "parse", "validate", "publish", "package")
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
    assert not own_parts(PACKAGE / stage) & (others | {"__main__", "gate", "summary"})


def test_no_module_is_named_for_nothing() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc"}


@pytest.mark.parametrize("stage", [*STAGES, "gate"])
def test_dvc_depends_on_what_a_stage_imports(stage: str) -> None:
    stages = YAML(typ="safe").load(ROOT / "dvc.yaml")["stages"]
    body = stages[stage].get("do", stages[stage])
    declared = {Path(dep).stem for dep in body["deps"] if dep.startswith("pipeline/")}
    path = PACKAGE / stage if (PACKAGE / stage).is_dir() else PACKAGE / f"{stage}.py"
    assert declared == own_parts(path) | {stage}


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
        "publish/pictures.py",
        "publish/annotated.py",
        "package/page_picture.py",
    }
