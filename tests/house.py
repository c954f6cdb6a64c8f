"""How the house is built, read from the code and from dvc.yaml: who imports whom, what a stage runs
and what it depends on.
"""

from __future__ import annotations

import ast
import shlex
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"


def imported(path: Path) -> set[str]:
    """The names of modules that the Python files at or below `path` import, at once or later."""
    modules = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return {name for module in modules for name in imported_by(module.read_text(encoding="utf-8"))}


def imported_by(source: str) -> set[str]:
    """The names of modules that this code imports; of `from a import b` both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            assert node.module is not None
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_in(names: set[str]) -> set[str]:
    """The rooms of the pipeline (packages, and modules outside them) among names of modules."""
    rooms = {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return {room for room in rooms if path_of(room).exists()}


def rooms_used(path: Path) -> set[str]:
    """The rooms that `path` imports, directly or by way of others."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        new = rooms_in(imported(waiting.pop())) - seen
        seen |= new
        waiting += map(path_of, new)
    return seen


def path_of(room: str) -> Path:
    return PACKAGE / room if (PACKAGE / room).is_dir() else PACKAGE / f"{room}.py"


def dvc_stages() -> dict[str, dict[str, Any]]:
    """The stages of dvc.yaml; what is done for each report, without `foreach`."""
    stages = YAML(typ="safe").load(ROOT / "dvc.yaml")["stages"]
    return {name: stage.get("do", stage) for name, stage in stages.items()}


def modules_run(stage: dict[str, Any]) -> list[str]:
    """The modules that the command of a stage runs: one, or several at once."""
    _, _, module, *arguments = shlex.split(stage["cmd"])
    if module == "pipeline.runtime.at_once":
        names = [argument.split()[0] for argument in arguments]
    else:
        names = [module]
    return [name.removeprefix("pipeline.") for name in names]


def rooms_declared(stage: dict[str, Any]) -> set[str]:
    """The rooms that a stage depends on."""
    return {Path(dep).stem for dep in stage["deps"] if dep.startswith("pipeline/")}
